"""Signed, final and protected workbooks: read as ever; what may not be written is told before anything is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column
from tests.workbook import office

FINAL = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="_MarkAsFinal"><vt:bool>true</vt:bool>'
    "</property></Properties>"
)


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """Write the blank ledger with something put in; a part that it has not is added."""
    content = office.parts(office.TEMPLATE)
    text = content.get(part, b"").decode()
    assert old in text
    content[part] = text.replace(old, new, 1).encode() if old else new.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content.items():
            made.writestr(name, data)
    return path


def protect(path: Path, sheet: str) -> Path:
    """Write the blank ledger with one protected sheet."""
    part = office.sheet_part(office.TEMPLATE, sheet)
    return changed(path, part, "</sheetData>", '</sheetData><sheetProtection sheet="1" objects="1" scenarios="1"/>')


SHARING = '<fileSharing userName="张某" algorithmName="SHA-512" hashValue="eA==" saltValue="eA==" spinCount="1"/>'
FORBIDDEN = {
    "signed": (
        ("_xmlsignatures/sig1.xml", "", "<Signature/>"),
        ("有数字签名，写入会使签名失效，没有写入", "删除签名"),
    ),
    "final": (("docProps/custom.xml", "", FINAL), ("已标记为最终状态，没有写入", "仍然编辑")),
    "read-only recommended": (
        ("xl/workbook.xml", "<bookViews>", '<fileSharing readOnlyRecommended="1"/><bookViews>'),
        ("设为“建议只读”，没有写入", "取消“建议只读”"),
    ),
    "password to modify": (
        ("xl/workbook.xml", "<bookViews>", f"{SHARING}<bookViews>"),
        ("设有修改权限密码，没有写入", "取消修改权限密码"),
    ),
}


@pytest.mark.parametrize("way", FORBIDDEN)
def test_what_may_not_be_written_is_read_and_told(tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Reading goes on; each way of writing says why it does not, and what to do."""
    edit, (message, remedy) = FORBIDDEN[way]
    path = changed(tmp_path / "台账.xlsx", *edit)
    before = path.read_bytes()
    assert cli.main(["check", str(path)]) in (0, 1)
    capsys.readouterr()
    for words in (["check", str(path), "--write"], ["rollup", str(path), "--write"], ["repair", str(path), "--write"]):
        assert cli.main(words) == 2
        said = capsys.readouterr().err
        assert f"“台账.xlsx”{message}" in said
        assert remedy in said
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["台账.xlsx"]


def test_a_protected_sheet_is_read_and_not_written(tmp_path: Path) -> None:
    """The sheet is named; another sheet of the same workbook is written."""
    path = protect(tmp_path / "台账.xlsx", "问题台账")
    book = FileBook(path)
    assert book.read().sheets["问题台账"].rows[0][0] == "编号"
    with pytest.raises(BookError) as refused:
        book.write((SheetChanges("问题台账", (CellWrite(2, column("编号"), "P001"),)),))
    assert refused.value.message == "《问题台账》设有工作表保护，没有写入"
    assert refused.value.remedy == "请在“审阅”中撤销工作表保护，保存后重试"
    book = FileBook(path)
    book.write((SheetChanges("整改措施", (CellWrite(2, column("措施编号", "整改措施"), "M001"),)),))
    assert FileBook(path).read().sheets["整改措施"].rows[1][0] == "M001"


def test_a_protection_that_is_off_stops_nothing(tmp_path: Path) -> None:
    """An element without `sheet` protects nothing."""
    part = office.sheet_part(office.TEMPLATE, "问题台账")
    path = changed(tmp_path / "台账.xlsx", part, "</sheetData>", '</sheetData><sheetProtection objects="1"/>')
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, column("编号"), "P001"),)),))
    assert FileBook(path).read().sheets["问题台账"].rows[1][0] == "P001"


def test_a_locked_structure_stops_only_a_new_sheet(tmp_path: Path) -> None:
    """Cells are written in a workbook whose structure is protected."""
    path = changed(
        tmp_path / "台账.xlsx", "xl/workbook.xml", "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'
    )
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, column("编号"), "P001"),)),))
    assert FileBook(path).read().sheets["问题台账"].rows[1][0] == "P001"
    renamed = office.parts(path)
    renamed["xl/workbook.xml"] = renamed["xl/workbook.xml"].replace("程序状态".encode(), "别的".encode())
    with zipfile.ZipFile(path, "w") as made:
        for name, data in renamed.items():
            made.writestr(name, data)
    before = path.read_bytes()
    assert cli.main(["repair", str(path), "--write"]) == 2
    assert path.read_bytes() == before
