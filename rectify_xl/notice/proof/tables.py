"""Tables in a notice: that 合计 rows are the sums of their columns, and that rows keep the sums that others keep.

A table reaches us as lines of cells (parted by tabs, bars or wide blanks), or, from Word and web pages, as one line a
cell. Both become the same grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.proof.manuscript import Manuscript
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value

_PARTING = re.compile(r"\s*[\t|｜]\s*|[ \u3000\xa0]{2,}")
_TOTAL = re.compile(r"(?:合计|总计|共计|小计|总数|合计数)(?:[(（].{0,6}[)）])?")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,4}))?(?:个|条|项|件|人|次|名|份)?", re.ASCII)
_SHARE = re.compile(r"(\d{1,4}(?:\.(\d{1,4}))?)%", re.ASCII)
_NOTHING = frozenset({"", "/", "-", "—", "——", "无"})
_ALL = re.compile("问题|总数|合计|总计|数量|措施|任务|应")
_DONE = re.compile("完成|销号|办结|到位")
_UNDONE = re.compile("未|正在|继续|推进|剩余|尚")
_RATE = re.compile("率|比例|占比")
LONGEST_CELL = 60


class PrintedCell(NamedTuple):
    """A cell: the line in which it stands, its own text, and its number, where it holds one."""

    line: SourceLine
    text: str
    value: Decimal | None
    share: bool = False
    digits: int = 0


class PrintedTable(NamedTuple):
    """A table: the words above its columns, and the rows below; the first column names the rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]


class _Fault(NamedTuple):
    """Where a sum does not hold: a row or a column, the cell that states it, and what its parts make."""

    cell: PrintedCell
    place: tuple[int, int]
    message: str


def totals(text: Manuscript) -> Iterator[Finding]:
    """Report a 合计 row, or a row, whose numbers do not add up; a cell in which both fail is named once."""
    for grid in _grids(text.lines):
        columns = list(_columns(grid))
        rows = list(_rows(grid))
        crossing = _crossing(columns, rows)
        if crossing is not None:
            column, row = crossing
            yield _finding(column.cell, f"{column.message}；{row.message}，多半是这一行写错")
            continue
        for fault in (*columns, *rows):
            yield _finding(fault.cell, fault.message)
        yield from _shares(grid)


def _grids(lines: Sequence[SourceLine]) -> Iterator[PrintedTable]:
    """Yield the tables that have a row of totals."""
    yield from _of_rows(lines)
    yield from _of_cells(lines)


def _of_rows(lines: Sequence[SourceLine]) -> Iterator[PrintedTable]:
    block: list[tuple[PrintedCell, ...]] = []
    for line in (*lines, SourceLine(0, "")):
        pieces = _PARTING.split(line.text.strip("|｜ \t"))
        if len(pieces) > 1 and all(len(piece) <= LONGEST_CELL for piece in pieces):
            block.append(tuple(_cell(line, piece) for piece in pieces))
            continue
        yield from _grid(block)
        block = []


def _grid(block: Sequence[tuple[PrintedCell, ...]]) -> Iterator[PrintedTable]:
    """Yield the table in a block of rows: those as wide as its row of totals."""
    total = next((row for row in block if _TOTAL.fullmatch(cell_value.key(row[0].text))), None)
    if total is None or len(total) < 2 or not any(cell.value is not None for cell in total[1:]):
        return
    wide = [row for row in block if len(row) == len(total)]
    head = next((row for row in wide if all(cell.value is None for cell in row)), None)
    body = tuple(row for row in wide if any(cell.value is not None for cell in row[1:]))
    if len(body) > 2:
        yield PrintedTable(tuple(cell.text for cell in head) if head else ("",) * len(total), body)


def _of_cells(lines: Sequence[SourceLine]) -> Iterator[PrintedTable]:
    """Yield tables whose cells stand one a line: 合计 and the numbers after it tell how wide they are."""
    for at, line in enumerate(lines):
        if not _TOTAL.fullmatch(cell_value.key(line.text)):
            continue
        end = at + 1
        while end < len(lines) and _is_value(lines[end].text):
            end += 1
        width = end - at
        if width < 2:
            continue
        rows = [tuple(_cell(line, line.text) for line in lines[at:end])]
        top = at
        while top >= width and _is_row(lines[top - width : top]):
            top -= width
            rows.insert(0, tuple(_cell(line, line.text) for line in lines[top : top + width]))
        head = lines[top - width : top] if top >= width else ()
        names = tuple(line.text for line in head) if all(len(line.text) <= 20 for line in head) else ()
        if len(rows) > 2:
            yield PrintedTable(names or ("",) * width, tuple(rows))


def _is_row(lines: Sequence[SourceLine]) -> bool:
    return (
        not _is_value(lines[0].text)
        and len(lines[0].text) <= LONGEST_CELL
        and all(_is_value(line.text) for line in lines[1:])
    )


def _is_value(text: str) -> bool:
    plain = cell_value.key(text)
    return plain in _NOTHING or bool(_NUMBER.fullmatch(plain) or _SHARE.fullmatch(plain))


def _cell(line: SourceLine, text: str) -> PrintedCell:
    plain = cell_value.key(text)
    if share := _SHARE.fullmatch(plain):
        return PrintedCell(line, text, Decimal(share[1]), share=True, digits=len(share[2] or ""))
    number = _NUMBER.fullmatch(plain)
    if number:
        return PrintedCell(line, text, Decimal(number[1].replace(",", "") + (f".{number[2]}" if number[2] else "")))
    return PrintedCell(line, text, Decimal(0) if plain in _NOTHING else None)


def _columns(grid: PrintedTable) -> Iterator[_Fault]:
    """Yield the totals that are not the sum of the rows above them, up to the total before."""
    for column in range(1, len(grid.rows[0])):
        parts: list[Decimal] = []
        subtotals: list[Decimal] = []
        cells = [row[column] for row in grid.rows]
        if any(cell.value is None or cell.share for cell in cells) or _is_number(grid, column):
            continue
        for at, row in enumerate(grid.rows):
            cell, name = row[column], cell_value.key(row[0].text)
            value = cell.value or Decimal(0)
            if not _TOTAL.fullmatch(name):
                parts.append(value)
                continue
            added = sum(parts, Decimal(0))
            if name.startswith("小计"):
                subtotals.append(value)
            elif not parts and subtotals:
                parts = subtotals
                added = sum(parts, Decimal(0))
            elif subtotals:
                added += sum(subtotals, Decimal(0))
            if len(parts) > 1 and added != value:
                addends = "+".join(f"{part:f}" for part in parts) if len(parts) <= 8 else f"{len(parts)}行之和"
                words = f"“{grid.head[column]}”一列" if grid.head[column] else f"第{column + 1}列"
                row_text = " ".join(cell.text for cell in row)
                message = f"“{row_text}”：{words}{addends}={added:f}，而{row[0].text}写的是{value:f}"
                yield _Fault(cell, (at, column), message)
            parts = []


def _is_number(grid: PrintedTable, column: int) -> bool:
    """Tell whether a column only numbers the rows, or holds years."""
    return bool(re.search("序号|编号|年份|排名|名次", grid.head[column]))


def _rows(grid: PrintedTable) -> Iterator[_Fault]:
    """Yield rows in which 问题数 is not what is finished and what is not, where the head names both."""
    head = [cell_value.key(name) for name in grid.head]
    whole = next((i for i, name in enumerate(head) if i and _ALL.search(name) and not _part(name)), None)
    if whole is None:
        return
    done = next((i for i, name in enumerate(head) if i > whole and _DONE.search(name) and _part(name) == "done"), None)
    rest = [i for i, name in enumerate(head) if i > whole and _part(name) == "rest"]
    if done is None or len(rest) != 1:
        return
    for at, row in enumerate(grid.rows):
        numbers = (row[whole].value, row[done].value, row[rest[0]].value)
        total, finished, going = numbers
        if total is None or finished is None or going is None:
            continue
        if finished + going != total:
            message = (
                f"“{row[0].text}”一行{grid.head[done]}{finished:f}+{grid.head[rest[0]]}{going:f}={finished + going:f}，"
                f"而{grid.head[whole]}写的是{total:f}"
            )
            yield _Fault(row[whole], (at, whole), message)


def _part(name: str) -> str:
    """Return what a column of a status table counts: what is done, what is left, or neither."""
    if _RATE.search(name) or "其中" in name or re.search("逾期|长期|即知|临期", name):
        return "other"
    if _UNDONE.search(name):
        return "rest"
    return "done" if _DONE.search(name) else ""


def _crossing(columns: Sequence[_Fault], rows: Sequence[_Fault]) -> tuple[_Fault, _Fault] | None:
    """Return a column and a row that one wrong cell explains, since both fail and no others do."""
    return (columns[0], rows[0]) if len(columns) == 1 and len(rows) == 1 else None


def _shares(grid: PrintedTable) -> Iterator[Finding]:
    """Yield percentages in the table that its own numbers do not give."""
    head = [cell_value.key(name) for name in grid.head]
    rates = [i for i, name in enumerate(head) if i and re.search("完成率|整改率|销号率|办结率", name)]
    whole = next((i for i, name in enumerate(head) if i and _ALL.search(name) and not _part(name)), None)
    done = next((i for i, name in enumerate(head) if i and _part(name) == "done"), None)
    if len(rates) != 1 or whole is None or done is None:
        return
    for row in grid.rows:
        printed, part, total = row[rates[0]], row[done].value, row[whole].value
        if not printed.share or printed.value is None or part is None or not total:
            continue
        share = part * 100 / total
        if abs(share - printed.value) >= Decimal(1).scaleb(-printed.digits):
            yield finding(
                "百分比不符",
                f"表中“{row[0].text}”一行写{printed.text}，而{part:f}÷{total:f}={round(share, 2):f}%",
                line=printed.line.number,
                excerpt=printed.line.text,
            )


def _finding(cell: PrintedCell, message: str) -> Finding:
    return finding("表中合计不符", f"表中{message}", line=cell.line.number, excerpt=cell.line.text)
