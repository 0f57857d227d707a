"""A workbook in any layout and of any kind is read as grids."""

from __future__ import annotations

import io
import struct
import subprocess
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from xlrd.compdoc import CompDoc

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import SheetGrid, WorkbookGrid
from rectify_xl.text.cell_value import Month, Percent, Year
from rectify_xl.text.refs import Area
from rectify_xl.workbook.reading.any_workbook import is_workbook, read_grid
from tests.workbook.office import minimal, parts

HEADER = ["序号", "问题", "时限", "进度", "完成日期", "年份", "备注"]
KINDS = ["xlsx", "xls", "ods"]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, soffice: list[str]) -> dict[str, bytes]:
    """Return one old ledger as each kind of file."""
    folder = tmp_path_factory.mktemp("old")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(["整改台账"])
    sheet.append(HEADER)
    sheet.append(
        [1, "一是学习不够\n二是落实不力", date(2026, 11, 1), 0.8, date(2026, 6, 30), date(2026, 1, 1), "隐藏行"]
    )
    sheet.append([2, "  前有空格", date(2026, 12, 15), 0.5, "2026.7", None, None])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("B4:B6")
    sheet["C3"].number_format = 'yyyy"年"m"月"'
    sheet["D3"].number_format = "0%"
    sheet["E3"].number_format = "yyyy-mm-dd"
    sheet["F3"].number_format = "yyyy"
    sheet["A3"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["A4"].fill = PatternFill("solid", fgColor="FF92D050")
    sheet["A8"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["B8"] = "未完成"
    sheet["B8"].font = Font(strike=True)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet["B3"].comment = Comment("请核实", "张三")
    sample = book.create_sheet("样表")
    sample["A1"] = "例"
    sample.sheet_state = "hidden"
    book.save(folder / "台账.xlsx")
    for kind in KINDS[1:]:
        command = [*soffice, "--convert-to", kind, "--outdir", str(folder), str(folder / "台账.xlsx")]
        subprocess.run(command, check=True, capture_output=True)
    return {kind: (folder / f"台账.{kind}").read_bytes() for kind in KINDS}


@pytest.fixture(scope="session")
def ledgers(files: dict[str, bytes]) -> dict[str, WorkbookGrid]:
    return {kind: read_grid(data, f"台账.{kind}") for kind, data in files.items()}


@pytest.fixture
def old_xls(files: dict[str, bytes]) -> bytes:
    return files["xls"]


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest, ledgers: dict[str, WorkbookGrid]) -> WorkbookGrid:
    return ledgers[request.param]


def test_values_are_those_that_the_cells_show(ledger: WorkbookGrid) -> None:
    """A month is a month, a year a year, a percentage a percentage, whatever the file is."""
    sheet = ledger.sheets[0]
    assert sheet.values == {
        (1, 1): "整改台账",
        **{
            (2, place): word
            for place, word in enumerate(("序号", "问题", "时限", "进度", "完成日期", "年份", "备注"), 1)
        },
        (3, 1): 1.0,
        (3, 2): "一是学习不够\n二是落实不力",
        (3, 3): Month(2026, 11, 1),
        (3, 4): Percent(0.8),
        (3, 5): date(2026, 6, 30),
        (3, 6): Year(2026, 1, 1),
        (3, 7): "隐藏行",
        (4, 1): 2.0,
        (4, 2): "  前有空格",
        (4, 3): date(2026, 12, 15),
        (4, 4): 0.5,
        (4, 5): "2026.7",
        (8, 2): "未完成",
    }
    assert [type(sheet.values[3, column]) for column in (3, 4, 5, 6)] == [Month, Percent, date, Year]
    assert type(sheet.values[4, 3]) is date


def test_merged_coloured_and_hidden_cells_are_told(ledger: WorkbookGrid) -> None:
    """The swatch of a legend is an empty cell with a colour; columns and rows may be hidden."""
    sheet = ledger.sheets[0]
    assert sorted(sheet.merged) == [Area(1, 1, 1, 7), Area(4, 2, 6, 2)]
    assert sheet.fills == {(3, 1): "FF0000", (4, 1): "92D050", (8, 1): "FFFF00"}
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {7}
    assert [note.replace("张三:\n", "") for note in sheet.notes.values()] == ["请核实"]
    assert list(sheet.notes) == [(3, 2)]


def test_what_is_struck_out_is_told_of_excel_s_own_kinds(ledgers: dict[str, WorkbookGrid]) -> None:
    """The font of a cell in .xlsx and .xls tells that its text is struck out."""
    assert {kind: book.sheets[0].struck for kind, book in ledgers.items() if kind != "ods"} == {
        "xlsx": frozenset({(8, 2)}),
        "xls": frozenset({(8, 2)}),
    }


def test_all_tabs_are_read_in_order_and_hidden_ones_say_so(ledger: WorkbookGrid) -> None:
    """A sheet that nobody sees is often a sample."""
    assert [(sheet.name, sheet.hidden) for sheet in ledger.sheets] == [("台账", False), ("样表", True)]


def test_an_old_workbook_need_not_be_a_compound_file(old_xls: bytes, ledgers: dict[str, WorkbookGrid]) -> None:
    """Some systems write the bare records of an .xls."""
    stream = CompDoc(old_xls).get_named_stream("Workbook")
    assert stream is not None
    assert is_workbook(old_xls, "台账")
    assert read_grid(stream, "台账.xls").sheets == ledgers["xls"].sheets


def test_an_old_workbook_with_damaged_formats_says_so(old_xls: bytes, ledgers: dict[str, WorkbookGrid]) -> None:
    """Its values are read, and a sentence tells what is missing."""
    place = old_xls.index(b"\x92\x00\xe2\x00\x38\x00")  # the palette, with its 56 colours
    book = read_grid(old_xls[: place + 4] + b"\xff\xff" + old_xls[place + 6 :], "台账.xls")
    assert book.sheets[0].values[3, 2] == ledgers["xls"].sheets[0].values[3, 2]
    assert book.unread == ("文件的格式部分有损坏：颜色、批注和隐藏的行列没有读出，只显示年月的日期读成了某一天",)
    assert ledgers["xls"].unread == ()


def test_a_torn_old_workbook_is_refused(old_xls: bytes) -> None:
    """A file that was not sent whole, and one whose records are not those of a workbook."""
    for data in (old_xls[:2500], old_xls[:1024] + bytes(len(old_xls) - 1024)):
        with pytest.raises(BookError, match="已损坏，无法读取"):
            read_grid(data, "台账.xls")


def read(book: Workbook) -> SheetGrid:
    stream = io.BytesIO()
    book.save(stream)
    return read_grid(stream.getvalue(), "台账.xlsx").sheets[0]


def test_colours_of_theme_and_palette_are_reckoned() -> None:
    """Excel writes the colours that its first palette offers as a theme colour with a tint."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "甲"
    sheet["A1"].fill = PatternFill("solid", fgColor=Color(theme=4))
    sheet["B1"].fill = PatternFill("solid", fgColor=Color(theme=0, tint=-0.25))
    sheet["A2"].fill = PatternFill("solid", fgColor=Color(indexed=13))
    sheet["B2"].fill = PatternFill("solid", fgColor=Color(rgb="FFFFFFFF"))
    sheet["C9"].fill = PatternFill("solid", fgColor=Color(indexed=13))
    assert read(book).fills == {(1, 1): "4F81BD", (1, 2): "BFBFBF", (2, 1): "FFFF00"}


def test_what_is_formatted_without_end_does_not_grow() -> None:
    """Colours far away from all contents, and merged areas over whole columns, end at what is used."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "甲"
    sheet["C3"] = "乙"
    sheet["A1048576"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.column_dimensions.group("D", "XFD", hidden=True)
    sheet.merged_cells.add("A1:B1000000")
    grid = read(book)
    assert (grid.merged, grid.fills, grid.hidden_columns) == ((Area(1, 1, 3, 2),), {}, frozenset())


def test_formulas_without_result_and_errors_are_told() -> None:
    """A formula that a program wrote without reckoning it is named; an error is the text that is shown."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "=SUM(B1:B2)"
    sheet["A2"] = "#N/A"
    grid = read(book)
    assert (grid.values, grid.uncached) == ({(2, 1): "#N/A"}, {(1, 1): "=SUM(B1:B2)"})


def test_results_that_change_by_themselves_are_told_of() -> None:
    """Whatever is stored; not those that stay, nor those without a result."""
    book = Workbook()
    sheet = book["Sheet"]
    for row, formula in enumerate(("=TODAY()+30", "=DATE(2026,9,30)", "=NOW()"), 1):
        sheet.cell(row, 1, formula)
    content = io.BytesIO()
    book.save(content)
    stored = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if name.endswith("sheet1.xml"):
                xml = xml.replace(b"<v></v>", b"<v>46384</v>", 2)
            new.writestr(name, xml)
    grid = read_grid(stored.getvalue(), "台账.xlsx").sheets[0]
    assert (grid.values, grid.unsteady) == ({(1, 1): 46384.0, (2, 1): 46384.0}, {(1, 1): "=TODAY()+30"})
    cell = '<table:table-cell table:formula="of:={}" office:value-type="{}" office:value="46384"/>'
    rows = "".join(cell.format(*what) for what in (("TODAY()+30", "float"), ("1+1", "float"), ("NOW()", "string")))
    document = read_grid(open_document(f"<table:table-row>{rows}</table:table-row>"), "台账.ods").sheets[0]
    assert (document.unsteady, document.uncached) == ({(1, 1): "=TODAY()+30"}, {})


def test_what_lies_beneath_a_merged_cell_is_not_there() -> None:
    """Nobody sees it in the office program, and some programs write it nevertheless."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["甲", "乙"])
    sheet["A1"].fill = sheet["B1"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.merged_cells.add("A1:B1")
    assert read(book).values == {(1, 1): "甲"}
    assert read(book).fills == {(1, 1): "FF0000"}


def open_document(rows: str, styles: str = "") -> bytes:
    """Return a spreadsheet of one sheet with the given rows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        names = "".join(f' xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text", "style"))
        file.writestr(
            "content.xml",
            f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f'<office:spreadsheet><table:table table:name="台账">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return stream.getvalue()


def test_rows_and_cells_that_are_written_once_for_many_are_many() -> None:
    """OpenDocument writes what repeats itself once; a million empty rows are none."""
    cell = '<table:table-cell table:number-columns-repeated="2"><text:p>同</text:p></table:table-cell>'
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{cell}</table:table-row>'
        '<table:table-row table:number-rows-repeated="3"/>'
        f'<table:table-row table:visibility="filter">{cell}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    sheet = read_grid(open_document(rows), "台账.ods").sheets[0]
    assert sorted(sheet.values) == [(1, 1), (1, 2), (2, 1), (2, 2), (6, 1), (6, 2)]
    assert sheet.hidden_rows == {6}


WIDE = '<table:table-cell table:number-columns-repeated="16000"><text:p>同</text:p></table:table-cell>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1000000">{WIDE}</table:table-row>',
        f"<table:table-row>{WIDE}</table:table-row>" * 40,
        f"<table:table-row>{WIDE}</table:table-row></table:table><table:table table:name='台账'>" * 40,
    ],
)
def test_a_bomb_of_repeated_cells_is_refused(rows: str) -> None:
    """A few bytes must not become billions of cells."""
    began = time.monotonic()
    with pytest.raises(BookError, match="读到《台账》时，单元格已超过50万个"):
        read_grid(open_document(rows), "台账.ods")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04abc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), b"%PDF-1.7"]
)
def test_what_is_no_workbook_is_refused_in_a_sentence(data: bytes) -> None:
    """Empty, torn, and other files."""
    with pytest.raises(BookError, match=r"台账|工作簿"):
        read_grid(data, "台账.xls")


def record(kind: int, content: bytes) -> bytes:
    """Return a record of an .xlsb: number and length in groups of seven bits."""
    groups = b"".join(
        bytes([number]) if number < 128 else bytes([number % 128 + 128, number // 128])
        for number in (kind, len(content))
    )
    return groups + content


def number(value: int, length: int = 4) -> bytes:
    return value.to_bytes(length, "little", signed=value < 0)


def wide(text: str) -> bytes:
    return number(len(text)) + text.encode("utf-16-le")


def binary_workbook() -> bytes:
    """Return an .xlsb with two rows, of which the second is hidden, as is the third column."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def relations(*links: tuple[str, str]) -> str:
        inner = "".join(
            f'<Relationship Id="r{place}" Type="{office}/{kind}" Target="{target}"/>'
            for place, (kind, target) in enumerate(links, 1)
        )
        return f'<Relationships xmlns="{package}">{inner}</Relationships>'

    def row(place: int, flags: int) -> bytes:
        return record(0, number(place) + bytes(4) + number(300, 2) + bytes([0, flags]) + bytes(5))

    def cell(kind: int, column: int, style: int, content: bytes = b"") -> bytes:
        return record(kind, number(column) + number(style) + content)

    styles = (
        record(615, number(1))
        + record(44, number(170, 2) + wide('yyyy"年"m"月"'))
        + record(616, b"")
        + record(45, number(0) + bytes(64))
        + record(45, number(1) + bytes([5, 0, 0, 0, 0xFF, 0, 0, 255]) + bytes(56))
        + record(45, number(1) + bytes([7, 0]) + number(-8192, 2) + bytes([0, 0, 0, 255]) + bytes(56))
        + record(617, number(4))
        + b"".join(
            record(47, bytes(2) + number(code, 2) + bytes(2) + number(fill, 2) + bytes(8)) for code, fill in STYLED
        )
        + record(618, b"")
    )
    sheet = (
        record(129, b"")
        + record(390, b"")
        + record(60, number(2) + number(2) + number(2560) + bytes(4) + number(1, 2))
        + record(391, b"")
        + record(148, number(0) + number(1) + number(0) + number(2))
        + record(145, b"")
        + row(0, 0)
        + cell(6, 0, 1, wide("红"))
        + cell(5, 1, 3, struct.pack("<d", 46327))
        + cell(5, 2, 0, struct.pack("<d", 3))
        + row(1, 0x10)
        + cell(1, 0, 2)
        + cell(6, 1, 0, wide("隐"))
        + record(146, b"")
        + record(176, number(0) + number(0) + number(1) + number(2))
        + record(130, b"")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("_rels/.rels", relations(("officeDocument", "xl/workbook.bin")))
        file.writestr(
            "xl/_rels/workbook.bin.rels", relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"))
        )
        sheets = record(143, b"") + record(156, number(1) + number(1) + wide("r1") + wide("台账")) + record(144, b"")
        file.writestr("xl/workbook.bin", record(131, b"") + sheets + record(132, b""))
        file.writestr("xl/styles.bin", record(278, b"") + styles + record(279, b""))
        file.writestr("xl/worksheets/sheet1.bin", sheet)
    return stream.getvalue()


STYLED = ((0, 0), (0, 1), (0, 2), (170, 0))
"""Number format and fill of the cell styles of the binary workbook."""


def test_a_binary_workbook_is_read_with_formats() -> None:
    """Its parts are records; a colour is given as such or by the theme, with a tint."""
    sheet = read_grid(binary_workbook(), "台账.xlsb").sheets[0]
    assert (sheet.name, sheet.hidden, sheet.merged) == ("台账", True, (Area(1, 2, 1, 3),))
    assert sheet.values == {(1, 1): "红", (1, 2): Month(2026, 11, 1), (2, 2): "隐"}
    assert isinstance(sheet.values[1, 2], Month)
    assert sheet.fills == {(1, 1): "FF0000", (2, 1): "BFBFBF"}
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {3}


def test_many_large_sheets_are_refused_like_one(tmp_path: Path) -> None:
    """What counts is how long the whole workbook takes."""
    row = f"<row>{'<c><v>1</v></c>' * 700}</row>"
    rows = minimal(tmp_path / "台账.xlsx", row * 400, sheet="台账")
    content = parts(rows)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = content["xl/workbook.xml"].replace(b"</sheets>", b'<sheet name="2025" sheetId="2" r:id="r9"/></sheets>')
    links = content["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="r9" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
    )
    with zipfile.ZipFile(rows, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {**content, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}.items():
            file.writestr(name, data)
    with pytest.raises(BookError, match="读到《2025》时，单元格已超过50万个"):
        read_grid(rows.read_bytes(), "台账.xlsx")


def test_a_thread_of_comments_is_read_in_its_own_words(tmp_path: Path) -> None:
    """Excel writes a note for older programs beside it, which says little more than to get a newer one."""
    book = Workbook()
    book["Sheet"]["A1"] = "甲"
    book["Sheet"]["A1"].comment = Comment("[线程批注] 你的Excel版本可读取此线程批注", "张三")
    book.save(tmp_path / "台账.xlsx")
    content = parts(tmp_path / "台账.xlsx")
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    content[links] = content[links].replace(
        b"</Relationships>",
        f'<Relationship Id="t1" Type="{kind}" Target="/xl/threadedComments/1.xml"/></Relationships>'.encode(),
    )
    thread = '<threadedComment ref="A1"><text>请核实</text></threadedComment>'
    content["xl/threadedComments/1.xml"] = f"<ThreadedComments>{thread}{thread}</ThreadedComments>".encode()
    with zipfile.ZipFile(tmp_path / "台账.xlsx", "w") as file:
        for name, data in content.items():
            file.writestr(name, data)
    sheet = read_grid((tmp_path / "台账.xlsx").read_bytes(), "台账.xlsx").sheets[0]
    assert sheet.notes == {(1, 1): "请核实\n请核实"}


def _page_of_sheets(*names: str) -> bytes:
    """Return a workbook as LibreOffice saves it as a page: a list of the sheets, each below its heading."""
    listed = "".join(f'<A HREF="#table{number}">{name}</A><br>' for number, name in enumerate(names))
    sheets = "".join(
        f'<A NAME="table{number}"><h1>Sheet {number + 1}: <em>{name}</em></h1></A>'
        f"<table><tr><td>编号</td><td>具体问题</td></tr><tr><td>{number}</td><td>{name}的事</td></tr></table>"
        for number, name in enumerate(names)
    )
    return f"<html><body><p><center><h1>Overview</h1>{listed}</center></p><hr>{sheets}</body></html>".encode()


def test_a_page_of_several_sheets_has_each_under_its_name() -> None:
    """The list of the sheets above them is none, and their headings are no rows."""
    grid = read_grid(_page_of_sheets("一季度", "二季度"), "台账.xls")
    assert [sheet.name for sheet in grid.sheets] == ["一季度", "二季度"]
    assert grid.sheets[1].values == {(1, 1): "编号", (1, 2): "具体问题", (2, 1): "1", (2, 2): "二季度的事"}


def test_a_ledger_saved_as_a_page_is_refused() -> None:
    """It would pass for a table of an office's own, and its evidence for problems."""
    with pytest.raises(BookError, match=r"“台账.xls”是整本台账另存成的网页或文本"):
        read_grid(_page_of_sheets("基本信息", "问题台账", "整改措施", "佐证材料"), "台账.xls")
