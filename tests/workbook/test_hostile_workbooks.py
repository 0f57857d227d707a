"""Workbooks that would take all memory, and those that are written in unusual ways."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rectify_xl.errors import BookError
from rectify_xl.system import resources
from rectify_xl.workbook import file_host, file_kind, office_package, soundness
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import foreign_format, sheet_facts
from tests.workbook import office

FAR = "XFD1048576"


def package(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, content: dict[str, bytes]) -> Path:
    """Write a workbook of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def sheet_of(content: dict[str, bytes]) -> str:
    """Return the name of the only sheet's part."""
    return next(name for name in content if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def run(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a workbook in a process that may take 1 GB and 10 seconds."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    return subprocess.run(
        (sys.executable, "-m", "rectify_xl", arguments[0], str(path), *arguments[1:]),
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
        preexec_fn=bounded,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r = "{FAR}">',
        f"<c r\n=\n'{FAR}'>",
        f'<c s="0" r="{FAR}">',
        '<c r="&#88;FD1048576">',
        '<c r="xfd1048576">',
        f'<c\tr="{FAR}">',
        f'<c t="n" r="{FAR}">',
    ],
)
def test_a_cell_in_the_far_corner_is_measured_however_it_is_written(tmp_path: Path, cell: str) -> None:
    """A stray cell in the last corner ends in a sentence, in whichever way XML lets its address be written."""
    path = office.minimal(tmp_path / "远.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row><row>{cell}<v>2</v></c></row>')
    ended = run(path, "check")
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "无法读取" in ended.stderr


def test_a_far_cell_behind_a_prefix_or_a_second_block_of_rows_is_measured(tmp_path: Path) -> None:
    """Neither a prefix nor a second sheetData hides a far cell from the measuring."""
    path = office.minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    content = package(path)
    name = sheet_of(content)
    far = b'<x:sheetData xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:row r="1048576">'
    far += b'<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    content[name] = content[name].replace(b"<sheetData", far + b"<sheetData", 1)
    with pytest.raises(BookError, match="第1048576行、第16384列"):
        FileBook(pack(path, content)).read()


def test_a_plain_sheet_is_known_in_a_glance() -> None:
    """The sheets of the template are measured without a parser: a sound ledger pays nothing."""
    whole = office_package.unpack(office.TEMPLATE.read_bytes())
    facts = sheet_facts.workbook(whole)
    sheets = ("问题台账", "佐证材料", "销号登记", "回头看", "通报文稿")
    assert [name for name in sheets if not sheet_facts._is_plain(whole.read(facts.sheets[name]))] == []


def test_a_shared_text_is_counted_as_often_as_it_is_used(tmp_path: Path) -> None:
    """A text of 200,000 characters in 3,000 cells is refused; in one cell it is read."""
    uses = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3001))
    path = office.minimal(tmp_path / "a.xlsx", uses)
    content = package(path)
    content["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + "整" * 200_000
        + "</t></si></sst>"
    ).encode()
    ended = run(pack(path, content), "check")
    assert (ended.returncode, "展开后超过300 MB" in ended.stderr) == (2, True)


def test_an_ods_that_grows_without_end_kills_only_its_own_reader(tmp_path: Path) -> None:
    """Repeated rows and columns of an OpenDocument sheet end in a sentence, within the limits."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    cell += "<text:p>整改</text:p></table:table-cell>"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="问题台账"><table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:x"/>')
    ended = run(path, "check")
    assert (ended.returncode, "Traceback" in ended.stderr, "panicked" in ended.stderr) == (2, False, False)
    assert ended.stderr.startswith("错误：“a.ods”")


def test_backslashes_utf16_and_another_main_part_are_read_and_not_written(tmp_path: Path) -> None:
    """Valid but unusual packages read like the plain one, and writing them is refused with the reason."""
    plain = package(office.minimal(tmp_path / "plain.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>'))
    sheet = sheet_of(plain)
    ways = {
        "反斜杠": {name.replace("/", "\\"): data for name, data in plain.items()},
        "少见的名称": {
            name.replace("xl/workbook.xml", "xl/book7.xml").replace("workbook.xml.rels", "book7.xml.rels"): data
            for name, data in plain.items()
        }
        | {"_rels/.rels": plain["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/book7.xml")}
        | {"[Content_Types].xml": plain["[Content_Types].xml"].replace(b"xl/workbook.xml", b"xl/book7.xml")},
        "文字编码": {**plain, sheet: plain[sheet].decode().replace("UTF-8", "UTF-16").encode("utf-16")},
    }
    for reason, content in ways.items():
        path = pack(tmp_path / "odd.xlsx", content)
        assert FileBook(path).read().sheets["问题台账"].rows == [[7.0]], reason
        with pytest.raises(BookError, match="只能读取，不能写入"):
            file_kind.refuse_writing(file_kind.recognise(path.read_bytes(), "odd.xlsx"), "odd.xlsx")


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    """Where two parts have one name, each program may read another one: such a workbook is refused."""
    path = office.minimal(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(BookError, match="两个同名的部分"):
        FileBook(path).read()
    path = office.minimal(tmp_path / "b.xlsx", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/Workbook.xml", "<workbook/>")
    with pytest.raises(BookError, match="两个同名的部分"):
        FileBook(path).read()


@pytest.mark.parametrize("error", ["#GETTING_DATA", "#SPILL!", "#CALC!", "Err:508", "#BLOCKED!"])
def test_an_error_value_that_is_newer_than_the_reader_is_read(tmp_path: Path, error: str) -> None:
    """An unusual error in a cell of one's own stops nothing: it is read as what the cell shows."""
    cells = f'<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="e"><v>{error}</v></c></row>'
    path = office.minimal(tmp_path / "a.xlsx", cells)
    assert FileBook(path).read().sheets["问题台账"].rows == [[7.0, error]]


def test_names_that_lead_out_of_the_package_are_refused() -> None:
    """No part of a workbook is called `../x` or `C:x`."""
    member = office_package.Member(0, 0, 0, 0)
    for name in ("xl\\..\\..\\a.xml", "C:\\a.xml", "xl//a.xml"):
        with pytest.raises(BookError, match="指向包外"):
            foreign_format.with_plain_names(office_package.Package(b"", {name: member}))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("[Content_Types].xml", b"<Default", b"<Defa<ult"),
        ("xl/styles.xml", b"</styleSheet>", b""),
        ("xl/worksheets/sheet10.xml", b'<row r="', b'<row r="x'),
        ("docProps/core.xml", b"</cp:coreProperties>", b""),
    ],
)
def test_a_damaged_part_is_named_when_writing_stumbles_over_it(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    """Damage that reading does not touch is told as damage, not as a fault of the program; the ledger stays."""
    content = package(office.TEMPLATE)
    content[part] = content[part].replace(old, new, 1)
    path = pack(tmp_path / "台账.xlsx", content)
    before = path.read_bytes()
    ended = run(path, "repair", "--write")
    assert "程序内部出错" not in ended.stderr
    assert ended.returncode in (0, 2)
    if ended.returncode == 2:
        assert "已损坏" in ended.stderr
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/worksheets/sheet3.xml", b' ht="', b" ht=\"'", "“row”中“ht”应是数字"),
        ("xl/worksheets/sheet3.xml", b' min="', b' min="x', "“col”中“min”应是数字"),
        ("xl/worksheets/sheet3.xml", b' width="', b' width="1e999', "“col”中“width”应是数字"),
        ("xl/worksheets/sheet3.xml", b' sqref="', b' sqref="A0 ', "单元格地址“A0 "),
        ("xl/worksheets/sheet3.xml", b' priority="', b' priority="-', "“cfRule”中“priority”应是数字"),
        ("xl/styles.xml", b'<sz val="', b'<sz val="NaN', "“sz”中“val”应是数字"),
        ("xl/workbook.xml", b' sheetId="', b' sheetId="one', "“sheet”中“sheetId”应是数字"),
    ],
)
def test_a_number_or_an_address_that_is_none_is_found(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    """What a writer stumbles over is named with its part; the sound workbook has no such place."""
    content = package(office.TEMPLATE)
    assert old in content[part]
    assert soundness.damage(office.TEMPLATE) == ""
    content[part] = content[part].replace(old, new, 1)
    found = soundness.damage(pack(tmp_path / "a.xlsx", content))
    assert found.startswith(f"“{part}”里的")
    assert said in found


@pytest.mark.parametrize("reference", ["ZZZZ99999999", "AAAAAAAAAA1", "A0x1", "1A", "R1C1", "-A1"])
def test_a_cell_whose_address_is_none_is_damage(reference: str, tmp_path: Path) -> None:
    """The native reader aborts the process where columns have four letters."""
    path = office.minimal(tmp_path / "台账.xlsx", f'<row r="1"><c r="{reference}"><v>1</v></c></row>')
    outcome = run(path, "check")
    assert (outcome.returncode, "已损坏" in outcome.stderr) == (2, True)
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(("part", "piece"), [("sharedStrings", "<si><t>a</t></si>"), ("styles", "<xf numFmtId='0'/>")])
def test_parts_that_are_far_too_large_are_not_read(part: str, piece: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    content = package(path)
    name = f"xl/{part}.xml"
    end = b"</sst>" if part == "sharedStrings" else b"</cellXfs>"
    content[name] = content[name].replace(end, (piece * (70_000_000 // len(piece))).encode() + end)
    outcome = run(pack(path, content), "check")
    assert (outcome.returncode, "MB，已停止读取" in outcome.stderr) == (2, True)
