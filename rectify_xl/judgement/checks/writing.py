"""RX314: what the program reads well, and Excel does not: dates as texts, √ for 是, blanks at the ends.

`check` leaves it alone, since it would drown what matters; 一键处理 lists it and puts it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rectify_xl.judgement.checks import certain_dates
from rectify_xl.judgement.checks.base import OWN_IDS, Context, FilledCell, Remark, cells, check, in_cells, quote
from rectify_xl.ledger.cells import choices, nothing
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.ledger.vocabulary import NO, NOTHING_FOLLOWS, YES
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.excerpts import first_few

SHOWN = 5
"""Cells that one message spells out."""

_ID_COLUMNS = ("编号", "措施编号", "问题编号", "上级措施", "问题/措施编号")
_Entry = tuple[Row, str, Raw]


@check(
    "RX314",
    "written-otherwise",
    "写法可以统一",
    guards="日期写成了文字，“是”写成了√，选项前后带空格、编号用全角：程序读得懂，Excel的筛选、排序和公式不认。",
    ignore="只用本程序统计时可以忽略；“一键处理”会列出来，“校验台账”不提示。",
)
def written_otherwise(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every column in which cells are to be written in the one way that Excel understands too.

    A cell of a problem on its way to 销号 is told by itself: where it was signed it stays, and the others do not.
    """
    columns: dict[tuple[str, str, int], list[_Entry]] = {}
    signed = _signed(ledger)
    for row, column, value in (*_dates(context), *_words(ledger, context)):
        alone = row.number if signed and not signed.isdisjoint(_named(row)) else 0
        columns.setdefault((row.sheet, column, alone), []).append((row, column, value))
    for (_, column, _), entries in columns.items():
        cells = [
            f"{row.cell(column).ref}{quote(row.text(column), 12)}改为“{cell_value.text(value)}”"
            for row, _, value in entries
        ]
        listed = first_few(cells, SHOWN, "、", f"……共{len(cells)}格")
        yield Remark(
            entries[0][0].cell(column),
            "",
            f"『{column}』有{len(entries)}格写法可以统一：{listed}。",
            "程序读得懂，不改也不影响统计；要让Excel的筛选、排序和公式也认得，请照改。",
            in_cells(entries, listed),
        )


def _signed(ledger: Ledger) -> frozenset[str]:
    """Return the problems of which somebody may have signed something, and their measures."""
    problems = {closure.problem for closure in ledger.closures if closure.problem}
    measures = {measure.id for measure in ledger.measures if not problems.isdisjoint(measure.problems)}
    return frozenset((problems | measures) - {""})


def _named(row: Row) -> Iterator[str]:
    """Yield the ids that a row bears or points to."""
    for column in _ID_COLUMNS:
        if column in row.headers:
            yield from row.ids(column)


def _dates(context: Context) -> Iterator[_Entry]:
    for dated in context.dated:
        day = certain_dates.as_date(dated)
        if day is not None and _own(dated.row, dated.column):
            yield dated.row, dated.column, day


def _words(ledger: Ledger, context: Context) -> Iterator[_Entry]:
    lists = {name: choices.by_folded(words) for name, words in ledger.vocabulary.items()}
    for kind in ("flag", "choice", "number", "id", "ids", "text"):
        for entry in cells(context.of_kind[kind], bool):
            if not isinstance(entry.raw, str) or not _own(entry.row, entry.column.name):
                continue
            value = _as_meant(entry, lists)
            if value is not None and value != entry.raw:
                yield entry.row, entry.column.name, value


def _own(row: Row, column: str) -> bool:
    """Tell whether a cell stands in its own row, and not in that of a merged area above."""
    return row.cell(column).row == row.number


def _as_meant(entry: FilledCell, lists: Mapping[str, Mapping[str, str]]) -> Raw:
    """Return what a cell says in the one way of writing it; None where nobody may say so."""
    row, column = entry.row, entry.column
    if column.kind == "flag":
        flag = cell_value.flag(entry.raw if not isinstance(entry.raw, cell_value.Uncached) else None)
        return None if flag is None else YES if flag else NO
    if column.kind == "choice":
        known = lists[column.choices]
        if column.choices == "后续要求" and not nothing.filled(entry.text):
            return NOTHING_FOLLOWS
        word = choices.chosen(entry.text, known)
        return word if word in known.values() else None
    if column.kind == "number":
        number = None if "%" in cell_value.key(entry.text) else cell_value.number(entry.text)
        return None if number is None else int(number) if number.is_integer() else number
    if column.kind == "id":
        return entry.text if row.sheet in OWN_IDS and column.name != "问题编号" else row.id(column.name)
    if column.kind == "ids":
        return "、".join(row.ids(column.name)) or None
    return entry.text
