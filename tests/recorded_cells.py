"""What a stand-in for a spreadsheet program was given to write, against what the command line writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import prompts
from rectify_xl.doors.service.remote_book import EPOCH
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.refs import parse_area
from rectify_xl.workbook.file_host import FileBook

Place = tuple[str, int, int]
BY_THE_CLOCK = ("程序状态", "变更记录")
"""Sheets that also hold when something was done."""


def differences(
    fills: Sequence[Mapping[str, Any]], ledger: Path, command: str, as_of: date, items: tuple[str, ...] = ()
) -> list[str]:
    """Return how what was filled into `ledger` differs from what the command line does to a twin of it.

    Every cell that the command line changes must have got that value, and no other cell another one than it had.
    """
    before = content(FileBook(ledger).read())
    twin = ledger.with_name(f"对照{command}.xlsx")
    twin.write_bytes(ledger.read_bytes())
    entry = find(command)
    assert entry is not None
    options = {option.name: option.default for option in entry.options} | {"write": True}
    invoke(entry, Request(as_of, FileBook(twin), options=options | dict(prompts.entry(entry, "").options), items=items))
    after = content(FileBook(twin).read())
    return [*_differences(filled(fills), before, after)]


def _differences(
    cells: Mapping[Place, Any], before: Mapping[Place, Raw | Uncached], after: Mapping[Place, Raw | Uncached]
) -> Iterator[str]:
    changed = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    if not cells or not changed:
        yield "nothing was written"
    for place in sorted(changed | cells.keys()):
        if place[0] in BY_THE_CLOCK:
            continue
        if place not in cells:
            yield f"{place} was not written: {after.get(place)!r}"
        elif as_read(cells[place], after.get(place)) != after.get(place):
            yield f"{place}: {cells[place]!r} instead of {after.get(place)!r}"


def filled(fills: Sequence[Mapping[str, Any]]) -> dict[Place, Any]:
    """Return what each cell was given."""
    cells: dict[Place, Any] = {}
    for fill in fills:
        area = parse_area(fill["area"])
        assert area is not None
        for down, row in enumerate(fill["values"]):
            for across, value in enumerate(row):
                cells[fill["sheet"], area.top + down, area.left + across] = value
    return cells


def content(book: RawBook) -> dict[Place, Raw | Uncached]:
    """Return the cells of a workbook that hold something."""
    return {
        (sheet, row, column): value
        for sheet, raw in book.sheets.items()
        for row, values in enumerate(raw.rows, 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }


def as_read(value: Any, expected: Raw | Uncached) -> Any:
    """Return what a workbook holds after `value` was put into a cell; a day is told by what is expected there."""
    if value is None or isinstance(value, str):
        text = value or ""
        if text.startswith("=HYPERLINK("):
            return text.rpartition(',"')[2].removesuffix('")').replace('""', '"')
        return text.removeprefix("'") or None
    return EPOCH + timedelta(days=value) if isinstance(expected, date) else value
