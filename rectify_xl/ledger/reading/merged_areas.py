"""Merged cells: what a person reads in each row of them, and where nobody can read or write. Pure.

A workbook keeps the content of a merged area in its first cell. Offices merge 方面 and 大项 downwards in every ledger
and mean each row, so areas are read as filled down. Three kinds cannot be: one over the columns that tell rows apart
(编号, 具体问题), one over several columns of a row, and a line of text over a whole row, which is no row of the table.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area

MergeKind = Literal["down", "identity", "across", "banner"]
RawRows = Sequence[Sequence[Raw]]
T = TypeVar("T")

IDENTITY: Mapping[str, tuple[str, ...]] = {
    schema.INFO.name: ("项目", "内容"),
    schema.PROBLEMS.name: ("编号", "具体问题"),
    schema.MEASURES.name: ("措施编号", "措施内容"),
    schema.REGULATIONS.name: ("名称",),
    schema.EVIDENCE.name: ("编号", "名称"),
    schema.PROSE.name: ("标题", "正文"),
}
"""The columns that tell one row from the next: what stands there belongs to one row only."""
SUBTOTALS = ("合计", "小计", "总计", "共计")
"""What a row of sums is called. Such a row is no problem and no measure."""
_SUM = r"(?:共?\d+[个项条]?(?:具体)?(?:问题|措施)?)?"
"""What stands in the identity columns of a row of sums, beside its name: a number, or nothing."""
_SUM_BEGINS = "0123456789０１２３４５６７８９共个项条具问措"
BANNER_WIDTH = 3
"""Least columns of the layout that a line of text covers."""
MOST_CELLS = 1_000_000
"""Most cells that merged areas may hide among filled rows; no ledger has nearly as many, an attack may."""


class Merge(NamedTuple):
    """A merged area among the rows of a table.

    `kind` says how it is read: filled down, hiding what tells rows apart, hiding other columns of a row, or as a line
    of text. `columns` are the columns of which it hides cells, `rows` the filled rows in which it does; `under` holds
    what still stands, unseen, in an area that is filled down, by row. `computed`: a formula says what stands there.
    """

    area: Area
    kind: MergeKind
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    under: tuple[tuple[int, str], ...] = ()
    computed: bool = False


class Hidden(NamedTuple):
    """What merged areas do to the rows of a sheet.

    `anchors` gives for each row the columns that are read from above, with the row where their content stands;
    `unreadable` the cells in which nobody can read or write; `banners` the rows that are lines of text.
    """

    anchors: Mapping[int, Mapping[int, int]] = {}
    unreadable: frozenset[tuple[int, int]] = frozenset()
    banners: frozenset[int] = frozenset()


NOTHING = Hidden()


class _Table(NamedTuple):
    """The rows of a table from row 1 on, its columns that people fill in by position, and its filled rows."""

    rows: RawRows
    layout: schema.Sheet
    own: Mapping[int, str]
    filled: Sequence[int]

    def judged(self, area: Area, columns: Sequence[str], within: Sequence[int]) -> list[Merge]:
        """Return how an area is read that covers cells in `columns` in the filled rows `within`."""
        identity = IDENTITY.get(self.layout.name, ())
        wide = columns[0] == next(iter(self.own.values())) and len(columns) >= BANNER_WIDTH
        if wide and self.is_banner(area, within):
            return [Merge(area, "banner", tuple(columns), tuple(within))]
        merges: list[Merge] = []
        first = self.own.get(area.left)
        below = tuple(number for number in within if number > area.top)
        if first and below:
            kind: MergeKind = "identity" if first in identity else "down"
            merges.append(Merge(area, kind, (first,), below, self.under(area, below) if kind == "down" else ()))
        beside = tuple(name for name in columns if name != first)
        if beside:
            merges.append(Merge(area, "across", beside, tuple(within)))
        return merges

    def under(self, area: Area, rows: Sequence[int]) -> tuple[tuple[int, str], ...]:
        """Return what stands in the first column of an area, below its first cell."""
        cells = ((number, self.rows[number - 1][area.left - 1 : area.left]) for number in rows)
        texts = ((number, cell_value.text(value[0])) for number, value in cells if value)
        return tuple((number, text) for number, text in texts if text)

    def is_banner(self, area: Area, within: Sequence[int]) -> bool:
        """Tell whether a wide area is a line of text: a subtotal, or nothing else stands in its rows."""
        cells = self.rows[area.top - 1] if area.top <= len(self.rows) else ()
        text = cell_value.text(cells[area.left - 1]) if area.left <= len(cells) else ""
        outside = [at for at in self.own if not area.left <= at <= area.right]
        return is_subtotal(text) or not any(_any(self.rows[number - 1], outside) for number in within)


def find(
    rows: RawRows, areas: Iterable[Area], layout: schema.Sheet, headers: Mapping[str, int], body: int
) -> list[Merge]:
    """Return the merged areas that concern the rows of a table, which begin with row `body`.

    Raises `BookError` when they hide more cells than any ledger has.
    """
    if layout.output:
        return []
    columns = [column.name for column in layout.columns if column.entry != "computed" and column.name in headers]
    own = dict(sorted((headers[name], name) for name in columns))
    table = _Table(rows, layout, own, [at for at in range(body, len(rows) + 1) if _any(rows[at - 1], own)])
    merges: list[Merge] = []
    hidden = 0
    for area in areas:
        within = [number for number in table.filled if area.top <= number <= area.bottom]
        covered = [name for at, name in own.items() if area.left <= at <= area.right]
        if area.size > 1 and within and covered:
            hidden += len(within) * len(covered)
            if hidden > MOST_CELLS:
                raise BookError(f"《{layout.name}》的合并单元格太多，无法读取", "请取消合并后重试")
            merges += table.judged(area, covered, within)
    return merges


def hidden(merges: Iterable[Merge], headers: Mapping[str, int]) -> Hidden:
    """Return what merged areas do to the rows of a sheet."""
    anchors: dict[int, dict[int, int]] = {}
    unreadable: set[tuple[int, int]] = set()
    banners: set[int] = set()
    for merge in merges:
        if merge.kind == "banner":
            banners.update(merge.rows)
        for row in merge.rows:
            for name in merge.columns:
                if merge.kind == "down":
                    anchors.setdefault(row, {})[headers[name]] = merge.area.top
                elif (row, headers[name]) != (merge.area.top, merge.area.left):
                    unreadable.add((row, headers[name]))
    return Hidden(anchors, frozenset(unreadable), frozenset(banners))


def with_above(cells: Sequence[T], above: Mapping[int, Sequence[T]]) -> list[T | None]:
    """Return the cells of a row with what stands above in some columns; `above` gives one cell for each, or none."""
    filled: list[T | None] = [*cells]
    filled.extend([None] * (max(above) - len(filled)))
    for column, value in above.items():
        filled[column - 1] = value[0] if value else None
    return filled


def filled_down(rows: RawRows, anchors: Mapping[int, Mapping[int, int]]) -> RawRows:
    """Return the rows with what stands above in every cell that is read from there."""
    if not anchors:
        return rows
    grid = list(rows)
    for number, columns in anchors.items():
        above = {column: rows[row - 1][column - 1 : column] for column, row in columns.items()}
        grid[number - 1] = with_above(rows[number - 1], above)
    return grid


def is_subtotal(text: str) -> bool:
    """Tell whether a cell holds no more than 合计, 小计, 总计 or 共计."""
    return "计" in text and len(text) <= 6 and cell_value.key(text).strip(":") in SUBTOTALS


def is_sum(identity: Iterable[str], row: Iterable[str]) -> bool:
    """Tell whether a row is one of sums: one of its texts says so, and nothing tells it apart from other rows.

    A row with an id or a text of its own is never one, whatever stands beside them.
    """
    if not all(is_subtotal(text) or _is_number(text) for text in identity):
        return False
    return any(map(is_subtotal, row))


def _is_number(text: str) -> bool:
    """Tell whether nothing stands in a cell but a number of problems or measures, or nothing at all."""
    text = text.strip()
    if text and text[0] not in _SUM_BEGINS:
        return False
    return re.fullmatch(_SUM, cell_value.key(text)) is not None


def header_rows(rows: RawRows, areas: Iterable[Area], last: int) -> RawRows:
    """Return the first rows, as far as `last`, with headers that are merged downwards in each of their rows."""
    grid = [list(row) for row in rows[:last]]
    for area in areas:
        cells = grid[area.top - 1] if area.top <= len(grid) else []
        value = cells[area.left - 1] if area.left <= len(cells) else None
        for below in range(area.top + 1, min(area.bottom, len(grid)) + 1):
            grid[below - 1].extend([None] * (area.left - len(grid[below - 1])))
            grid[below - 1][area.left - 1] = value
    return grid


def header_end(rows: RawRows, areas: Iterable[Area], row: int, columns: Sequence[int], last: int) -> int:
    """Return the last row of a header that begins with `row` and is merged downwards in some of its `columns`.

    Rows in which something else stands belong to the table.
    """
    merged = [area for area in areas if area.top <= row < area.bottom <= last and area.left in columns]
    end = max((area.bottom for area in merged), default=row)
    free = [at for at in columns if all(area.left != at for area in merged)]
    below = rows[row : min(end, len(rows))]
    return row if any(_any(cells, free) for cells in below) else end


def _any(cells: Sequence[Raw], columns: Iterable[int]) -> bool:
    return any(at <= len(cells) and cell_value.text(cells[at - 1]) for at in columns)
