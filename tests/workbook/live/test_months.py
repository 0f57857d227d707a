"""A month typed into an open workbook is a month there too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.schema import PROBLEMS
from rectify_xl.workbook.calc import bridge
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import CalcHost


def test_a_cell_of_calc_that_shows_no_day_is_a_month(tmp_path: Path, calc: Callable[[Path], CalcHost]) -> None:
    """Calc keeps 1 November with a format that shows year and month: November; the same date with its day is a day."""
    host = calc(ledgers.small(tmp_path))
    sheet = host.xl.sheets["问题台账"]
    formats = host.xl.impl.model.NumberFormats
    locale = bridge.load().createUnoStruct("com.sun.star.lang.Locale", "zh", "CN", "")
    for row, code in ((2, 'YYYY"年"M"月"'), (3, "YYYY-MM-DD"), (4, "YYYY-MM")):
        cell = sheet.range((row, PROBLEMS.position("整改时限")))
        cell.value = datetime(2025, 11, 1)  # noqa: DTZ001
        key = formats.queryKey(code, locale, False)
        cell.impl.cells.NumberFormat = key if key != -1 else formats.addNew(code, locale)
    problems = reader.read_ledger(host.book().read()).problems
    assert [(each.due.kind, each.due.iso, each.due.day) for each in problems] == [
        ("month", "2025-11", date(2025, 11, 30)),
        ("day", "2025-11-01", date(2025, 11, 1)),
        ("month", "2025-11", date(2025, 11, 30)),
    ]
