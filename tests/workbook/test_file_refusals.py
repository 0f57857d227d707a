"""A file that cannot be read or written gives one clear Chinese line, and nothing is written."""

from __future__ import annotations

import os
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import limits
from rectify_xl.workbook import file_host, office_package
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column
from tests.workbook import office

CHANGES = (SheetChanges("问题台账", (CellWrite(2, column("预警"), "红·逾期3天"),)),)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "整改 台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    return path


def refusal(book: FileBook) -> str:
    """Return the whole line with which writing is refused, after making sure that the folder is as it was."""
    folder = Path(book.path).parent
    before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    with pytest.raises(BookError) as caught:
        book.write(CHANGES)
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空文件"),
        ("单位\t问题\n".encode(), "不是工作簿，内容像是文本"),
        ("单位,问题\n".encode("gbk"), "不是工作簿，内容像是文本"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "改了扩展名的网页"),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table></table>", "改了扩展名的网页"),
        (b"%PDF-1.7 ...", "而是PDF 文件"),
        (b"PK\x03\x04 and then the connection broke", "没有传完"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """The line says what the file is instead, by its content and not by its name."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(BookError, match=words) as caught:
        FileBook(path).read()
    assert caught.value.remedy


@pytest.mark.parametrize(("member", "words"), [("word/document.xml", "而是 Word 文档"), ("台账.xlsx", "而是压缩包")])
def test_other_packages_are_named(tmp_path: Path, member: str, words: str) -> None:
    """A Word document and a zip archive with a ledger in it are no workbooks."""
    path = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "x")
    with pytest.raises(BookError, match=words):
        FileBook(path).read()


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    """A path that does not exist and a folder each get their own line."""
    with pytest.raises(BookError, match="找不到文件"):
        FileBook(tmp_path / "没有.xlsx").read()
    with pytest.raises(BookError, match="这是文件夹"):
        FileBook(tmp_path).read()


def test_a_truncated_or_damaged_package_is_refused(ledger: Path) -> None:
    """Half a file and a file with flipped bytes are damaged."""
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BookError, match="没有传完"):
        FileBook(ledger).read()
    with zipfile.ZipFile(office.TEMPLATE) as package:
        info = package.getinfo(office.sheet_part(office.TEMPLATE, "问题台账"))
    start = info.header_offset + 200
    ledger.write_bytes(whole[:start] + bytes(byte ^ 0x55 for byte in whole[start : start + 40]) + whole[start + 40 :])
    with pytest.raises(BookError, match="已损坏"):
        FileBook(ledger).read()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """A package that would unpack to more than 500 MB is refused, whether it says so or lies about it."""
    path = tmp_path / "a.xlsx"
    office.minimal(path, "")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/a.xml", "w") as member:
        for _ in range(limits.UNPACKED // 10_000_000 + 1):
            member.write(bytes(10_000_000))
    with pytest.raises(BookError, match="解压后超过500 MB"):
        FileBook(path).read()
    data = bytearray(path.read_bytes())
    directory = data.rfind(b"PK\x01\x02")
    assert data[directory + 46 :].startswith(b"xl/media/a.xml")
    data[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(data))
    with pytest.raises(BookError, match="已损坏"):
        FileBook(path).read()


def test_entities_are_refused(tmp_path: Path) -> None:
    """A document type, with which small files grow without end, is refused."""
    path = office.minimal(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    content["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    with pytest.raises(BookError, match="不正常的内容"):
        FileBook(path).read()


@pytest.mark.parametrize(
    "owner",
    [
        "~$整改 台账.xlsx",
        "~$ 台账.xlsx",
        ".~整改 台账.xlsx",
        ".~改 台账.xlsx",
        ".~ 台账.xlsx",
        ".~lock.整改 台账.xlsx#",
    ],
)
def test_a_ledger_that_is_open_elsewhere_is_read_but_not_written(ledger: Path, owner: str) -> None:
    """The owner file of Excel, WPS or LibreOffice beside the ledger stops writing and nothing else."""
    (ledger.parent / owner).write_bytes(b"\x06Zhang")
    book = FileBook(ledger)
    assert "问题台账" in book.read().sheets
    assert "正在别处打开" in refusal(book)


def test_a_read_only_file_is_not_written(ledger: Path) -> None:
    """A file marked as read-only is left alone, even where the user could override it."""
    ledger.chmod(0o444)
    assert "是只读文件" in refusal(FileBook(ledger))


def test_what_somebody_else_wrote_meanwhile_is_not_lost(ledger: Path) -> None:
    """A ledger that changed between our reading and our writing is not overwritten."""
    book = FileBook(ledger)
    book.read()
    FileBook(ledger).write((SheetChanges("问题台账", (CellWrite(2, column("编号"), "P001"),)),))
    assert "被别人改动过" in refusal(book)
    book.read()
    book.write(CHANGES)
    assert book.read().sheets["问题台账"].rows[1][0] == "P001"


def test_a_macro_workbook_is_not_written(ledger: Path) -> None:
    """Macros are not ours to touch: an .xlsm is read only."""
    macro = ledger.rename(ledger.with_suffix(".xlsm"))
    assert "带宏的工作簿" in refusal(FileBook(macro))


@pytest.mark.parametrize("row", [2, 3])
def test_a_merged_cell_is_named(ledger: Path, row: int) -> None:
    """A cell of a merged range over several rows cannot be written: the first would be read for all of them."""
    FileBook(ledger).write(CHANGES)
    book = load_workbook(ledger)
    book["问题台账"].merge_cells("AC2:AC4")
    book.save(ledger)
    book.close()
    with pytest.raises(BookError, match=f"《问题台账》AC{row}在合并单元格AC2:AC4中"):
        FileBook(ledger).write((SheetChanges("问题台账", (CellWrite(row, column("预警"), "红"),)),))


def test_a_missing_sheet_is_named(ledger: Path) -> None:
    """A sheet that is not there cannot be written; the line names it."""
    content = office.parts(ledger)
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace('name="问题台账"'.encode(), 'name="别的"'.encode())
    with zipfile.ZipFile(ledger, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    assert "没有《问题台账》工作表" in refusal(FileBook(ledger))


def test_a_text_longer_than_a_cell_is_refused_with_its_cell(ledger: Path) -> None:
    """32,767 characters fit, one more does not; characters beyond the basic plane count twice, as in Excel."""
    book = FileBook(ledger)
    book.write((SheetChanges("问题台账", (CellWrite(2, column("整改进展"), "字" * 32_767),)),))
    assert len(str(book.read().sheets["问题台账"].rows[1][15])) == 32_767
    for text in ("字" * 32_768, "𠮷" * 16_384):
        with pytest.raises(BookError, match="《问题台账》P3的文字有32768个字符"):
            book.write((SheetChanges("问题台账", (CellWrite(3, column("整改进展"), text),)),))


@pytest.mark.parametrize(
    ("name", "words"), [("台账.xls", "应以 .xlsx 结尾"), ("没有/台账.xlsx", "文件夹不存在"), ("有.xlsx", "已存在")]
)
def test_a_new_ledger_needs_a_free_name(tmp_path: Path, name: str, words: str) -> None:
    """A new ledger gets a name that ends with .xlsx, in a folder that is there, and replaces nothing."""
    (tmp_path / "有.xlsx").write_bytes(b"important")
    with pytest.raises(BookError, match=words):
        file_host.create(office.TEMPLATE, tmp_path / name, ())
    assert (tmp_path / "有.xlsx").read_bytes() == b"important"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 KB, which only an administrator can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)], capture_output=True)  # noqa: PLW1510
    if made.returncode:
        pytest.skip("this user may not mount a small file system, so no disk can be filled")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_leaves_the_ledger_as_it_was(small_disk: Path) -> None:
    """When the disk is full the ledger stays whole and no half-written file is left beside it."""
    ledger = small_disk / "台账.xlsx"
    ledger.write_bytes(office.TEMPLATE.read_bytes())
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(os.urandom(1_000_000))
    assert "磁盘空间不足" in refusal(FileBook(ledger))
    assert not [each.name for each in small_disk.iterdir() if each.name.endswith(".tmp")]


def test_a_read_only_disk_is_named(small_disk: Path) -> None:
    """A disk that cannot be written, such as a CD, gets a line of its own."""
    ledger = small_disk / "台账.xlsx"
    ledger.write_bytes(office.TEMPLATE.read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "只读" in refusal(FileBook(ledger))


def test_a_package_of_stored_parts_is_read(tmp_path: Path) -> None:
    """Parts that are not compressed are read like others."""
    path = office.minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>')
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    assert FileBook(path).read().sheets["问题台账"].rows == [[7.0]]
    assert zlib.crc32(office_package.unpack(path.read_bytes()).read("xl/workbook.xml")) == zlib.crc32(
        content["xl/workbook.xml"]
    )
