"""Where the tables of a sheet begin: blocks of headings that hold at least three known roles.

The way of messytables and unpivotr: a header is recognised by what its cells mean, not by where it stands. It spans
one to three rows, merged or not; a word over several columns, or with empty cells to its right, is said of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.old_ledger import row_kinds, status_words
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.ledger import heading_words
from rectify_xl.ledger.heading_words import KEEP, MEASURE, PROBLEM, SUMMARY, TICK, HeadingMeaning
from rectify_xl.text import cell_value

LEAST_ROLES = 3
"""Known roles of a header: what has fewer is a list of something else, or a sentence."""
MOST_ROWS = 3
LONGEST_NUMBER = 7
"""Characters of the longest heading of a first column that ends like a title (问题清单)."""
LONGEST_HEADING = 40
"""Characters of the longest heading, brackets with explanations included."""
_KEY_ROLES = frozenset((PROBLEM, SUMMARY, MEASURE))


class TableColumn(NamedTuple):
    """A column of a table: its place, its headings from top to bottom, and what they mean."""

    column: int
    headings: tuple[str, ...]
    meaning: HeadingMeaning

    @property
    def heading(self) -> str:
        """The headings as one text."""
        return "·".join(dict.fromkeys(self.headings))

    @property
    def second(self) -> str:
        """What the heading names besides (责任领导及责任科室), empty where it names one thing."""
        several = heading_words.joined_roles(self.headings[-1]) if self.headings else ()
        return several[1] if len(several) > 1 and several[0] == self.meaning.role else ""


class HeaderBlock(NamedTuple):
    """The rows of a block of headings, and the columns below it."""

    top: int
    bottom: int
    columns: tuple[TableColumn, ...]

    def signature(self) -> tuple[tuple[int, str], ...]:
        """Return what makes two headers the same."""
        return tuple((column.column, heading_words.normal(column.heading)) for column in self.columns)


def headers(view: SheetView, own: Mapping[str, str]) -> list[HeaderBlock]:
    """Return the headers of a sheet from top to bottom, repeated ones too; of tables side by side each has its own."""
    blocks: list[HeaderBlock] = []
    last = 0
    for row in view.rows:
        if row <= last or not _may_begin(view, row):
            continue
        candidates = (block for size in range(1, MOST_ROWS + 1) if (block := _block(view, row, size, own)))
        whole = max(candidates, key=_score, default=None)
        if whole is None or _ends_with_repeated(view, whole, blocks, own):
            continue
        tables = [part for part in _parts(view, whole) if _is_header(part)]
        if tables:
            blocks += tables
            last = whole.bottom
    return blocks


def _ends_with_repeated(
    view: SheetView, block: HeaderBlock, earlier: Sequence[HeaderBlock], own: Mapping[str, str]
) -> bool:
    """Tell whether an earlier header stands again in the lower rows of a block, whose first row is then data."""
    known = {header.signature() for header in earlier}
    lower = (_block(view, top, block.bottom + 1 - top, own) for top in range(block.top + 1, block.bottom + 1))
    return bool(known) and any(rest and rest.signature() in known for rest in lower)


def _may_begin(view: SheetView, row: int) -> bool:
    """Tell whether several short texts stand side by side in a row."""
    columns = view.rows[row]
    return len(columns) > 1 and sum(len(view.text(row, column)) <= LONGEST_HEADING for column in columns) > 1


def _block(view: SheetView, top: int, size: int, own: Mapping[str, str]) -> HeaderBlock | None:
    rows = range(top, top + size)
    cells = [(row, column) for row in rows for column in view.rows.get(row, ())]
    if (
        size > 1
        and not view.rows.get(rows[-1])
        and not any(view.area(top, c).bottom >= rows[-1] for c in view.rows[top])
    ):
        return None
    if any(len(view.text(*cell)) > LONGEST_HEADING or not isinstance(view.raw(*cell), str) for cell in cells):
        return None
    if any(view.area(*cell).bottom > rows[-1] or _is_label(view.text(*cell)) for cell in cells):
        return None
    columns = sorted({column for row, first in cells for column in range(first, view.area(row, first).right + 1)})
    if not view.flipped and top in view.rows and _is_title(view.text(top, view.rows[top][0])):
        return None
    if top not in view.rows or all(_is_band(view.text(top, column)) for column in view.rows[top]):
        return None
    return HeaderBlock(top, rows[-1], tuple(_columns(view, rows, columns, own)))


def _is_title(text: str) -> bool:
    """Tell whether a text is the title of a ledger rather than the first of its headings."""
    title = re.search(r"(?:台账|清单|一览表|分解表|任务书|情况表|统计表)(?:[（(].*[）)])?$", text.strip())
    return bool(title) and len(text) > LONGEST_NUMBER and heading_words.meaning(text).certainty != heading_words.CERTAIN


def _is_band(text: str) -> bool:
    """Tell whether a text is a marked title across the table rather than a heading with a number."""
    return row_kinds.band(text).level in (1, 2) and heading_words.meaning(text).certainty != heading_words.CERTAIN


def _is_label(text: str) -> bool:
    """Tell whether a text is a label with its value (反馈时间：2025年3月20日), which is no heading."""
    return bool(re.search(r"[:：]\s*\S", text)) and not re.match(r"[（(]", text)


def _parts(view: SheetView, header: HeaderBlock) -> list[HeaderBlock]:
    """Return the tables of a row of headings: behind a column in which nothing stands at all another one begins.

    What stands there without being a table of its own, nor adding roles to the first, belongs to none.
    """
    filled = {column for row, columns in view.rows.items() if row >= header.top for column in columns}
    parts: list[list[TableColumn]] = []
    for column in header.columns:
        gap = parts and any(at not in filled for at in range(parts[-1][-1].column + 1, column.column))
        if not parts or gap:
            parts.append([])
        parts[-1].append(column)
    if len(parts) < 2:
        return [header]
    tables = [header._replace(columns=tuple(part)) for part in parts]
    main = max(tables, key=lambda table: len(set(roles(table))))
    known = set(roles(main))
    own = [
        table
        for table in tables
        if table is main
        or (not _is_header(table) and 2 * sum(role not in known for role in roles(table)) > len(table.columns))
    ]
    joined = header._replace(columns=tuple(column for table in own for column in table.columns))
    return [joined, *(table for table in tables if table not in own and _is_header(table))]


def _columns(view: SheetView, rows: range, columns: Sequence[int], own: Mapping[str, str]) -> Iterable[TableColumn]:
    inherited = [""] * len(rows)
    previous = 0
    for column in columns:
        texts = [view.governing(row, column) for row in rows]
        if column != previous + 1:
            inherited = [""] * len(rows)
        previous = column
        path: list[str] = []
        for level, text in enumerate(texts):
            below = any(texts[level + 1 :])
            if text:
                inherited[level:] = [text, *[""] * (len(rows) - level - 1)]
                path.append(text)
            elif below and inherited[level] and level < len(rows) - 1:
                path.append(inherited[level])
        if path:
            headings = tuple(dict.fromkeys(path))
            yield TableColumn(column, headings, column_meaning(headings, own))


def column_meaning(headings: Sequence[str], own: Mapping[str, str]) -> HeadingMeaning:
    """Return what the headings over a column mean: the lowest first, then together, then the one above."""
    leaf = headings[-1]
    joined = "".join(map(heading_words.normal, headings[-2:]))
    direct = heading_words.meaning(leaf, own)
    if direct.certainty != heading_words.CERTAIN and status_words.is_tick_heading(leaf):
        return HeadingMeaning(TICK, heading_words.LIKELY)
    if direct.role and direct.role != KEEP:
        if len(headings) > 1 and direct.role in (heading_words.STATE, heading_words.CATEGORY):
            together = heading_words.meaning(joined, own)
            several = heading_words.joined_roles(joined)
            return direct if several or together.role in ("", KEEP) else together
        return direct
    if len(headings) > 1:
        together = heading_words.meaning(joined, own)
        if together.role and together.role != KEEP:
            return HeadingMeaning(together.role, heading_words.LIKELY)
        above = heading_words.meaning(headings[-2], own)
        if (
            above.role in _KEY_ROLES
            and not direct.role
            and re.fullmatch(r"内容|名称|表述|描述|具体内容", cell_value.key(leaf))
        ):
            return HeadingMeaning(above.role, heading_words.LIKELY)
    return direct


def roles(header: HeaderBlock) -> list[str]:
    """Return the roles of the columns that are known."""
    return [column.meaning.role for column in header.columns if column.meaning.role not in ("", KEEP)]


def _score(header: HeaderBlock) -> tuple[int, int]:
    """Prefer the block that knows most columns, and of equal ones the one with fewer rows."""
    known = roles(header)
    certain = sum(column.meaning.certainty == heading_words.CERTAIN for column in header.columns)
    strangers = sum(not column.meaning.role for column in header.columns)
    return 4 * len(set(known)) + len(known) + certain - strangers, -(header.bottom - header.top)


def _is_header(header: HeaderBlock) -> bool:
    known = set(roles(header))
    return len(known) >= LEAST_ROLES and bool(known & _KEY_ROLES)
