"""What the columns of one table mean together: a heading alone tells no 类别 from a 方面, and no state from a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rectify_xl.intake.old_ledger import status_words
from rectify_xl.intake.old_ledger.column_choices import place_key
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_headers import TableColumn
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.ledger.heading_words import HeadingMeaning
from rectify_xl.notice.reading import status_lines
from rectify_xl.text import cell_value

SAMPLE = 60
"""Rows whose cells are read to tell what a column holds."""
_MOSTLY = 0.6
SHORT_STATE = 8
"""Characters of a cell that is a state if it can be read as one."""
LONG_STATE = 25
"""Characters of a cell, on average, beyond which a column holds texts rather than states."""
_SINGLE = (words.NUMBER, words.ASPECT, words.GROUP, words.LEAD, words.DEPARTMENT, words.PERSON, words.DUE, words.STATUS)
"""Roles that one column of a table has; a second column with the same role keeps its own heading."""
_SURE = (words.CERTAIN, words.CORRECTED)
_MAY_BE_STATES = (words.STATE, words.SHARE, words.PROGRESS, words.CLOSED)
_CLOSER = ("具体", "表现", "描述", "细化", "个性")


def resolved(
    view: SheetView, columns: Sequence[TableColumn], rows: Sequence[int], fixed: Mapping[str, str], *, bands: bool
) -> tuple[TableColumn, ...]:
    """Return the columns with final meanings; `fixed` are roles that a person chose, by the normal heading.

    `bands` tells that rows across the table name the 方面.
    """
    sample = rows[:SAMPLE]
    texts = {column.column: [t for row in sample if (t := view.text(row, column.column))] for column in columns}
    chosen = _problems([_fixed(column, fixed) for column in columns], texts)
    chosen = _days(_categories(chosen, bands=bands))
    return tuple(_single(_details(_states(chosen, texts), texts)))


Texts = Mapping[int, Sequence[str]]


def _fixed(column: TableColumn, fixed: Mapping[str, str]) -> TableColumn:
    role = fixed.get(place_key(column.column)) or fixed.get(words.normal(column.heading))
    return column._replace(meaning=HeadingMeaning(role, words.CORRECTED)) if role else column


def _with(column: TableColumn, role: str) -> TableColumn:
    """Return a column with another role, unless a person chose the one that it has."""
    if column.meaning.certainty == words.CORRECTED or role == column.meaning.role:
        return column
    return column._replace(meaning=HeadingMeaning(role, words.GUESSED))


def _has(columns: Sequence[TableColumn], role: str) -> bool:
    return any(column.meaning.role == role for column in columns)


def _average(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0


def _problems(columns: list[TableColumn], texts: Texts) -> list[TableColumn]:
    """Let the closest of several columns of problems be 具体问题; what is wider is the 大项."""
    columns = _tasks(columns)
    summary = words.GROUP if _has(columns, words.PROBLEM) else words.PROBLEM
    columns = [_with(c, summary) if c.meaning.role == words.SUMMARY else c for c in columns]
    places = {column.column: column.headings for column in columns if column.meaning.role == words.PROBLEM}
    if len(set(places.values())) < 2:
        return columns
    closest = max(places, key=lambda at: (any(mark in places[at][-1] for mark in _CLOSER), _average(texts.get(at, ()))))
    wider = words.KEEP if _has(columns, words.GROUP) else words.GROUP
    return [_with(c, wider) if c.column in places and places[c.column] != places[closest] else c for c in columns]


def _tasks(columns: list[TableColumn]) -> list[TableColumn]:
    """Let 整改任务 be the 整改目标 where another column holds the measures (具体举措) and none the goal."""
    measures = [column for column in columns if column.meaning.role == words.MEASURE and column.headings]
    tasks = [column for column in measures if "任务" in column.headings[-1]]
    if not tasks or len(tasks) == len(measures) or _has(columns, words.GOAL):
        return columns
    return [_with(column, words.GOAL) if column in tasks else column for column in columns]


def _categories(columns: list[TableColumn], *, bands: bool) -> list[TableColumn]:
    """Let a 类别 be the 大项 where the 方面 is known otherwise, else the 方面."""
    result = list(columns)
    for at, column in enumerate(columns):
        if column.meaning.role != words.CATEGORY:
            continue
        if not (bands or _has(result, words.ASPECT)):
            result[at] = _with(column, words.ASPECT)
        else:
            result[at] = _with(column, words.KEEP if _has(result, words.GROUP) else words.GROUP)
    return result


def _days(columns: list[TableColumn]) -> list[TableColumn]:
    """Let 完成时间 be the deadline where no other column is; and so with 预计完成时间."""
    for role, otherwise in ((words.DAY, words.DONE_ON), (words.REMAINING_DUE, words.REMAINING_DUE)):
        due = _has(columns, words.DUE) or _has(columns, words.MEASURE_DUE)
        columns = [_with(c, otherwise if due else words.DUE) if c.meaning.role == role else c for c in columns]
    return columns


def _states(columns: list[TableColumn], texts: Texts) -> list[TableColumn]:
    """Tell columns that hold a state from columns that hold the text on the progress, by what stands in them."""
    result = list(columns)
    elsewhere = any(
        column.meaning.role in _MAY_BE_STATES and _states_only(texts.get(column.column, ())) for column in columns
    )
    for at, column in enumerate(result):
        held = texts.get(column.column, ())
        if elsewhere and column.meaning.role == words.STATUS and held and not _states_only(held):
            result[at] = _with(column, words.PROGRESS)
    for at, column in enumerate(columns):
        others = [*result[:at], *result[at + 1 :]]
        result[at] = _with(column, _state_role(result[at].meaning.role, texts.get(column.column, ()), others))
    return result


def _state_role(role: str, held: Sequence[str], others: Sequence[TableColumn]) -> str:
    """Return what a column of states or of progress is by what its cells hold, beside the other columns."""
    known = any(_has(others, other) for other in (words.STATUS, words.TICK, words.MEASURE_STATUS))
    by_content = words.STATUS if not known and _states_only(held) else words.PROGRESS
    if role == words.STATE or (role == words.PROGRESS and not known and held):
        return by_content
    if role == words.STATUS and held and _average(held) > LONG_STATE and not _states_only(held):
        return words.KEEP if _has(others, words.PROGRESS) else words.PROGRESS
    if role == words.CLOSED:
        elsewhere = known or any(_has(others, other) for other in (words.STATE, words.SHARE))
        return words.KEEP if elsewhere else words.STATUS
    if role == words.SHARE:
        numbers = sum(bool(status_words.of_share(text)) for text in held)
        if not held or numbers < _MOSTLY * len(held):
            return words.KEEP if known and not _states_only(held) else by_content
        elsewhere = known or _has(others, words.STATE) or _has(others, words.PROGRESS)
        return words.KEEP if elsewhere else role
    return role


def _states_only(texts: Sequence[str]) -> bool:
    states = sum(
        len(text) <= 30
        and (status_lines.is_status_only(text) or status_words.is_symbol(text) or bool(status_words.chosen_box(text)))
        for text in texts
    )
    return bool(texts) and states >= _MOSTLY * len(texts)


def _is_state(text: str) -> bool:
    short = len(text) <= SHORT_STATE and bool(status_words.read(text).completion)
    marked = status_words.is_symbol(text) or bool(status_words.chosen_box(text))
    return short or marked or status_lines.is_status_only(text)


def _details(columns: list[TableColumn], texts: Texts) -> list[TableColumn]:
    """Keep columns under their own heading whose cells are not of the kind that the role wants."""
    kinds = choices.by_folded((*vocabulary.LISTS["时限类型"], *choices.OTHER_SYNONYMS))
    result = []
    for column in columns:
        held, role = texts.get(column.column, ()), column.meaning.role
        wrong = (
            (role == words.DUE_KIND and any(choices.folded(text) not in kinds for text in held))
            or (role == words.EVIDENCE and held and all(len(cell_value.key(text)) < 2 for text in held))
            or (
                role in (words.PUBLIC, words.FORMER, words.SUPPORT)
                and any(cell_value.flag(text) is None for text in held)
            )
        )
        result.append(_with(column, words.KEEP) if wrong else column)
    return result


def _single(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Let one column have a role that only one can have; the others keep their own heading.

    A certain heading goes before a likely one (责任部门 before 单位), else the first; columns under one word share it.
    """
    best: dict[str, TableColumn] = {}
    for column in columns:
        role = column.meaning.role
        if role not in best or (column.meaning.certainty in _SURE and best[role].meaning.certainty not in _SURE):
            best[role] = column
    return [
        _with(column, words.KEEP)
        if column.meaning.role in _SINGLE and best[column.meaning.role].headings != column.headings
        else column
        for column in columns
    ]
