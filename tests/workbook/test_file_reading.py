"""What the file host reads is what stands in the cells, each at its place."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office


def rows(path: Path, sheet: str = "问题台账") -> list[list[object]]:
    return [list(row) for row in FileBook(path).read().sheets[sheet].rows]


def test_the_first_row_and_column_are_those_of_the_sheet(tmp_path: Path) -> None:
    """A sheet whose data begins at C3 is read from A1, so that addresses are right."""
    path = office.minimal(tmp_path / "a.xlsx", '<row r="3"><c r="C3"><v>5</v></c></row>')
    assert rows(path) == [[None, None, None], [None, None, None], [None, None, 5.0]]


def test_cells_without_references_follow_each_other(tmp_path: Path) -> None:
    """Rows and cells may leave out where they stand; a formula without result is found there all the same."""
    path = office.minimal(
        tmp_path / "a.xlsx", "<row><c><v>1</v></c><c><f>A1+1</f></c></row><row><c><f>A1</f></c></row>"
    )
    assert FileBook(path).read().uncached == {("问题台账", 1, 2): "=A1+1", ("问题台账", 2, 1): "=A1"}


def test_errors_are_text_and_truth_values_are_truth_values(tmp_path: Path) -> None:
    """#N/A is read as its text, TRUE as true, a text as it is, blanks included."""
    path = office.minimal(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c>'
        '<c r="C1" t="str"><v> 甲 </v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    assert rows(path) == [["#N/A", True, " 甲 ", "#DIV/0!"]]


def test_a_formula_with_a_stored_result_reads_as_its_result(tmp_path: Path) -> None:
    """Only a formula whose result is not stored is reported; an empty text is a result."""
    path = office.minimal(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1"><f>1+1</f><v/></c></row>',
    )
    book = FileBook(path).read()
    assert book.sheets["问题台账"].rows == [[2.0, None, None]]
    assert book.uncached == {("问题台账", 1, 3): "=1+1"}


@pytest.mark.parametrize(("properties", "expected"), [('<workbookPr date1904="1"/>', True), ("<workbookPr/>", False)])
def test_the_date_system_is_known(tmp_path: Path, properties: str, *, expected: bool) -> None:
    """A workbook of the 1904 date system says so."""
    path = office.minimal(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', workbook_properties=properties
    )
    assert FileBook(path).read().date1904 is expected


def test_unknown_sheets_are_left_alone(tmp_path: Path) -> None:
    """A workbook with sheets of other names only is read as an empty ledger."""
    path = office.minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', sheet="随手记")
    assert FileBook(path).read().sheets == {}


def test_the_template_has_a_table_on_every_data_sheet() -> None:
    """Every data sheet of the blank ledger is one Excel table, whose area begins at A1."""
    book = FileBook(office.TEMPLATE).read()
    assert {name: area.split(":")[0] for name, area in book.tables.items()} == {
        sheet.table: f"{sheet.name}!A1" for sheet in schema.TABLES
    }
    assert reader.read_ledger(book).info_text("版式版本") == schema.LAYOUT_VERSION


def test_dates_of_a_saved_workbook_are_dates(tmp_path: Path) -> None:
    """Dates and times written by another program are read as such."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问题台账"
    sheet.append([dt.date(2025, 6, 30), dt.datetime(2025, 6, 30, 8, 5), dt.time(8, 5)])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    book.close()
    assert rows(tmp_path / "a.xlsx") == [
        [dt.date(2025, 6, 30), dt.datetime(2025, 6, 30, 8, 5), dt.time(8, 5)],  # noqa: DTZ001
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_in_a_far_corner_does_not_fill_the_memory(tmp_path: Path, rows: str) -> None:
    """Two cells at opposite corners of the largest sheet, in whatever order, are refused with the place named."""
    path = office.minimal(tmp_path / "a.xlsx", rows)
    with pytest.raises(BookError, match="第1048576行、第16384列"):
        FileBook(path).read()


def test_a_far_cell_without_content_is_no_hindrance(tmp_path: Path) -> None:
    """Formats down to the last row, which hold no value, are ignored."""
    path = office.minimal(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert rows(path) == [[1.0]]


def test_reading_imports_no_slow_module() -> None:
    """A cold process that reads a ledger imports neither zipfile nor pathlib nor dataclasses."""
    script = (
        "import sys; from rectify_xl.workbook.file_host import FileBook; FileBook(sys.argv[1]).read();"
        "print([m for m in ('zipfile', 'pathlib', 'dataclasses', 'lxml', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(office.TEMPLATE)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_formats_are_read_but_not_written(tmp_path: Path, soffice: list[str], kind: str) -> None:
    """An .ods or .xls ledger gives the same cells; writing into it is refused with what to do."""
    source = tmp_path / "台账.xlsx"
    source.write_bytes(office.TEMPLATE.read_bytes())
    subprocess.run(
        [*soffice, "--convert-to", kind, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True
    )
    book = FileBook(tmp_path / f"台账.{kind}")
    header = [value for value in book.read().sheets["问题台账"].rows[0] if value]
    assert header == [column.name for column in schema.PROBLEMS.columns]
    with pytest.raises(BookError, match=f"是 .{kind} 格式，只能读取，不能写入"):
        book.write((SheetChanges(schema.PROBLEMS.name, (CellWrite(2, 1, "P001"),)),))
