"""A number format that shows no day makes a month of a date, and a month stays one through every write."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rectify_xl.judgement import checks
from rectify_xl.ledger.changes import revert
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.ledger.schema import PROBLEMS
from rectify_xl.text import cell_value
from rectify_xl.text.refs import cell_ref, column_letters
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import number_formats
from tests.workbook.live import ledgers

DUE = PROBLEMS.position("整改时限")
DUE_CELL = cell_ref(2, DUE)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"', "month"),
        ('yyyy"年"m"月";@', "month"),
        ('[$-804]yyyy"年"m"月";@', "month"),
        ('[DBNum1][$-804]yyyy"年"m"月";@', "month"),
        (r"yyyy\-mm", "month"),
        ("yyyy-mm", "month"),
        ("yyyy/m", "month"),
        ("yyyy.mm", "month"),
        ("mmm-yy", "month"),
        ("[$-409]mmmm yyyy", "month"),
        ('m"月"', "month"),
        ("yyyy", "year"),
        ('yyyy"年"', "year"),
        ("yyyy-mm-dd", None),
        ('yyyy"年"m"月"d"日"', None),
        ('m"月"d"日"', None),
        ("yyyy/m/d h:mm", None),
        ("aaaa", None),
        ("mm:ss", None),
        ("[mm]:ss", None),
        ("General", None),
        ("0.0%", None),
        ("0.00E+00", None),
        ('#,##0"m"', None),
        ("@", None),
        ("", None),
    ],
)
def test_which_formats_hide_the_day(code: str, shown: str | None) -> None:
    """A visible day keeps a date a day; literals, colours and languages do not count."""
    assert number_formats.shows(code) == shown


@pytest.mark.parametrize(
    ("codes", "numbers", "found"),
    [
        ((), (0, 14, 31, 22), {}),
        ((), (0, 57), {"1": "month"}),
        ((), (17, 14, 27), {"0": "month", "2": "month"}),
        (((164, "yyyy-mm-dd"),), (0, 164), {}),
        (((164, "yyyy&quot;年&quot;m&quot;月&quot;"),), (0, 164, 164), {"1": "month", "2": "month"}),
        (((164, "yyyy&#34;年&#34;"),), (164,), {"0": "year"}),
        (((57, "yyyy-mm-dd"),), (0, 57), {}),
    ],
)
def test_styles_of_a_workbook(codes: tuple[tuple[int, str], ...], numbers: tuple[int, ...], found: object) -> None:
    """Styles are counted from 0; a format of a workbook goes before the built-in one of its number."""
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in codes)
    used = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    xml = (
        f"<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId='57'/></cellStyleXfs>"
        f"<cellXfs>{used}</cellXfs></styleSheet>"
    )
    assert number_formats.styles(xml.encode(), "xl/styles.xml") == found
    assert number_formats.styles(xml.replace('"', "'").replace("&quot;", '"').encode(), "xl/styles.xml") == found


def test_a_style_sheet_without_styles() -> None:
    """An empty style sheet has no month formats."""
    assert number_formats.styles(b"<styleSheet/>", "xl/styles.xml") == {}


def typed_months(folder: Path, code: str = 'yyyy"年"m"月"') -> Path:
    """Write the small ledger with a typed 2025年11月 in 整改时限 of row 2, and a real day in row 4."""
    path = ledgers.small(folder)
    book = load_workbook(path)
    cell = book["问题台账"].cell(2, DUE)
    cell.value, cell.number_format = datetime(2025, 11, 1), code  # noqa: DTZ001
    book.save(path)
    return path


def due(path: Path) -> list[tuple[str, str | None, date | None]]:
    problems = reader.read_ledger(FileBook(path).read()).problems
    return [(each.due.kind, each.due.iso, each.due.day) for each in problems]


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "mmm-yy", "yyyy-mm"])
def test_a_typed_month_binds_until_its_last_day(tmp_path: Path, code: str) -> None:
    """What Excel stores as 1 November and shows as 2025年11月 is November."""
    assert due(typed_months(tmp_path, code)) == [
        ("month", "2025-11", date(2025, 11, 30)),
        ("month", "2025-12", date(2025, 12, 31)),
        ("day", "2025-08-31", date(2025, 8, 31)),
    ]


def test_the_built_in_format_of_chinese_programs(tmp_path: Path) -> None:
    """Excel in Chinese gives a typed month format 57, which has no code in the file."""
    path = typed_months(tmp_path)
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/styles.xml":
                text = part.decode()
                number = re.search(r'numFmtId="(\d+)" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"', text)
                assert number
                part = text.replace(f'numFmtId="{number[1]}" font', 'numFmtId="57" font').encode()
            after.writestr(name, part)
    path.write_bytes(packed.getvalue())
    assert due(path)[0] == ("month", "2025-11", date(2025, 11, 30))
    book = FileBook(path, label="试")
    book.read()
    book.write((SheetChanges("问题台账", (CellWrite(2, DUE, date(2025, 12, 15)),)),))
    assert due(path)[0] == ("day", "2025-12-15", date(2025, 12, 15))


def test_a_day_written_into_a_month_cell_is_a_day_and_undo_gives_the_month_back(tmp_path: Path) -> None:
    """A written day shows its day, and what was a month is one again after 撤销."""
    path = typed_months(tmp_path)
    book = FileBook(path, label="试")
    book.read()
    book.write(
        (
            SheetChanges(
                "问题台账", (CellWrite(2, DUE, date(2025, 12, 15)), CellWrite(3, DUE, cell_value.Month(2025, 10, 1)))
            ),
        )
    )
    assert [each[1] for each in due(path)] == ["2025-12-15", "2025-10", "2025-08-31"]
    book = FileBook(path)
    step = book.last_step()
    assert step
    assert [cell_value.text(each.before.value) for each in step.cells] == ["2025-11", "2025年12月"]
    book.take_back(step, revert.revert(step, book.read()).changes)
    assert [each[1] for each in due(path)] == ["2025-11", "2025-12", "2025-08-31"]


@pytest.mark.parametrize(
    ("serial", "iso"),
    [
        (45838.99999999, "2025-07-01"),
        (45838.999996, "2025-07-01"),
        (45838.99998, "2025-06-30"),
        (45838.5, "2025-06-30"),
    ],
)
def test_a_fraction_of_a_second_is_what_the_office_shows(tmp_path: Path, serial: float, iso: str) -> None:
    """LibreOffice rounds to seconds before it shows a day: less than half a second before midnight is the next day."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    cell = book["问题台账"].cell(2, DUE)
    cell.value, cell.number_format = serial, "yyyy-mm-dd"
    book.save(path)
    assert due(path)[0][1] == iso


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("d", "2025-06-29T16:00:00Z"),
        ("d", "2025-06-29T16:00:00.000Z"),
        ("d", "2025-06-30T00:00:00+08:00"),
        ("d", "2025-06-30T00:00:00"),
        ("d", "2025-06-30"),
        ("str", "2025-06-29T16:00:00.000Z"),
        ("str", "2025-06-30T15:59:59.999Z"),
    ],
)
def test_moments_of_other_time_zones_are_days_in_beijing(tmp_path: Path, kind: str, value: str) -> None:
    """Programs that write UTC mean the day on which it is that moment here, in a date cell as in a text."""
    path = ledgers.small(tmp_path)
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            cell = rf'<c r="{DUE_CELL}"([^>]*?) t="[a-zA-Z]+"([^>]*)>.*?</c>'
            if name.startswith("xl/worksheets/") and "学习安排不具体".encode() in part:
                new = rf'<c r="{DUE_CELL}"\1 t="{kind}"\2><v>{value}</v></c>'
                part = re.sub(cell, new, part.decode(), count=1).encode()
                assert value.encode() in part
            after.writestr(name, part)
    path.write_bytes(packed.getvalue())
    assert due(path)[0][:2] == ("day", "2025-06-30")


def test_a_percentage_reads_as_it_is_shown(tmp_path: Path) -> None:
    """Of 80% and 100% in 完成程度 the program spoke as 0.8 and 1, which nobody had typed, and advised nothing."""
    path = ledgers.small(tmp_path)
    place = PROBLEMS.position("完成程度")
    book = load_workbook(path)
    sheet = book[PROBLEMS.name]
    for row, (value, code) in enumerate(((0.8, "0%"), (1, "0.00%"), (0.125, '0.0%"左右"'), (1, "General")), 2):
        sheet.cell(row, place, value).number_format = code
    book.save(path)
    raw = FileBook(path).read()
    found = reader.read_ledger(raw)
    assert [each.completion for each in found.problems][:4] == ["80%", "100%", "12.5%", "1"]
    assert [each.row.plain("完成程度") for each in found.problems][:4] == [0.8, 1, 0.125, 1]
    told = {each.cell: each.fix for each in checks.run(found, checks.profile("填报"), date(2026, 9, 28))}
    cell = f"{column_letters(place)}3"
    assert "已完成" in told[cell]
    assert cell_value.same(cell_value.Percent(0.8), 0.8)
    assert not cell_value.same(cell_value.Percent(1), "100%")
