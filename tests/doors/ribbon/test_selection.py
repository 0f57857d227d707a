"""The problems that a click takes from the selected rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xlwings

from rectify_xl.doors.ribbon import selection
from rectify_xl.ledger.reading import reader
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live import ledgers

ADDRESS_LENGTH = 255
"""Longer addresses Excel cuts."""


def test_many_areas_are_all_taken(opened: Callable[[Path], xlwings.Book], tmp_path: Path) -> None:
    """Rows that were picked one by one have an address that is cut; the last of them counts like the first."""
    book = opened(ledgers.small(tmp_path))
    ledger = reader.read_ledger(LiveBook(book).read())
    rows = [problem.number for problem in ledger.problems[:2]]
    sheet = book.sheets["问题台账"]
    document = book.impl.model
    ranges = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    addresses = [f"{column}{rows[0]}" for column in "ACEGIKMOQSUWY"] + [
        f"{c}{r}" for r in range(200, 260) for c in "AC"
    ]
    addresses += [f"B{rows[1]}"]
    assert len(",".join(addresses)) > ADDRESS_LENGTH
    for address in addresses:
        ranges.addRangeAddress(sheet.impl.table.getCellRangeByName(address).RangeAddress, False)
    sheet.activate()
    document.CurrentController.select(ranges)
    assert selection.problems(book, ledger) == tuple(problem.id for problem in ledger.problems[:2])
