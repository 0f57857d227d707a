"""A notice is read from whatever file it comes in; what cannot be read is refused in plain words."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rectify_xl.errors import NoticeError
from rectify_xl.readers import read_source as source
from rectify_xl.readers.docx import word_package
from rectify_xl.readers.read_source import read_source, sniff

TEXT = "某馆关于巡察整改情况的通报\n\n　一、整改情况\u3000\n（一）甲问题。"


def texts(path: Path) -> list[str]:
    return [line.text for line in read_source(path)]


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    """UTF-8, GB18030 and UTF-16 are told apart; lines keep their numbers and lose their margins."""
    path = put(tmp_path / "通报.html", TEXT.encode(encoding))
    assert sniff(path) == "notice text"
    assert [(line.number, line.text) for line in read_source(path)] == [
        (1, "某馆关于巡察整改情况的通报"),
        (2, ""),
        (3, "一、整改情况"),
        (4, "（一）甲问题。"),
    ]


def test_line_ends_and_control_characters(tmp_path: Path) -> None:
    """Windows, old Mac and Unicode line ends split; control characters that a workbook cannot hold are gone."""
    path = put(tmp_path / "a.txt", "整改情况一\r\n整改情况二\r整改情况三\u2028整\x07改情况\x00四\ufffe".encode())
    assert texts(path) == ["整改情况一", "整改情况二", "整改情况三", "整改情况四"]


def test_a_word_document_with_tables_numbers_and_changes(tmp_path: Path) -> None:
    """Tables give their cells in order, automatic numbers are written out, deleted text is gone."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
            '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in ((0, "甲方面"), (1, "关于乙问题"), (1, "关于丙问题"), (0, "丁方面")):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>')
        )
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "问题", "整改情况"
    changed = document.add_paragraph("已")
    changed._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>未</w:delText></w:r></w:del>"))
    changed._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>完成</w:t><w:br/><w:t>整改</w:t></w:r></w:ins>"))
    path = tmp_path / "通报.txt"
    document.save(str(path))
    assert sniff(path) == "docx"
    assert texts(path) == [
        "（一）甲方面",
        "3.关于乙问题",
        "4.关于丙问题",
        "（二）丁方面",
        "问题",
        "整改情况",
        "已完成",
        "整改",
    ]


def test_a_web_page_without_its_furniture(tmp_path: Path) -> None:
    """Scripts, styles, navigation and hidden parts are left out; blocks are lines; the stated charset is believed."""
    page = """<!DOCTYPE html><html><head><meta charset="gbk"><title>标题</title><style>p{}</style></head><body>
    <nav>首页 <a>栏目</a></nav><script>var a = "<p>x</p>";</script>
    <div>某馆关于<b>巡察</b>整改<br>情况的通报<p>一、整改
    情况</p></div><ol><li>甲问题</li><li>乙问题</li></ol><div style="display: none">暗处</div>
    <table><tr><td>左</td><td>右</td></tr></table>尾&amp;声</body></html>"""
    path = put(tmp_path / "通报.docx", page.encode("gbk"))
    assert sniff(path) == "html"
    assert texts(path) == [
        "某馆关于巡察整改",
        "情况的通报",
        "一、整改 情况",
        "1.甲问题",
        "2.乙问题",
        "左",
        "右",
        "尾&声",
    ]


def test_deeply_nested_pages_are_read(tmp_path: Path) -> None:
    """Deep nesting is read; what is nested beyond the parser's limit is refused rather than read in part."""
    page = "<html><body>{}整改{}</body></html>"
    assert texts(put(tmp_path / "a.html", page.format("<div>" * 1500, "</div>" * 1500).encode())) == ["整改"]
    with pytest.raises(NoticeError, match="结构异常"):
        read_source(put(tmp_path / "b.html", page.format("<div>" * 9000, "</div>" * 9000).encode()))


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "empty": (b"", "是空文件"),
    "blank": (b" \r\n\xef\xbb\xbf ", "是空文件"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "不是完整的PDF文件"),
    "rtf": (b"{\\rtf1\\ansi hello}", "是RTF文档"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "旧版Word文档"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "是电子表格"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
    "unknown OLE": (OLE, "旧版Office格式"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "是图片"),
    "zip": (zipped(a=b"x"), "是压缩包"),
    "broken zip": (b"PK\x03\x04" + b"\x01" * 200, "不是文本"),
    "broken docx": (zipped(word__document_xml=b"<a", word=b"x").replace(b"document_xml", b"document.xml"), "已损坏"),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "是电子表格"),
}


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    """The refusal names the file, says what it is and what to do."""
    data, said = REFUSED[name]
    with pytest.raises(NoticeError) as caught:
        read_source(put(tmp_path / "通报.txt", data))
    assert "通报.txt" in caught.value.message
    assert said in caught.value.message
    assert caught.value.remedy


def test_a_workbook_is_recognised(tmp_path: Path) -> None:
    """A workbook under any name is a workbook, and refused as a notice."""
    path = tmp_path / "通报.docx"
    openpyxl.Workbook().save(path)
    assert sniff(path) == "workbook"
    with pytest.raises(NoticeError, match="是电子表格"):
        read_source(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """A missing file and a folder are told apart."""
    with pytest.raises(NoticeError, match="找不到文件"):
        read_source(tmp_path / "没有.txt")
    with pytest.raises(NoticeError, match="是文件夹"):
        read_source(tmp_path)
    with pytest.raises(NoticeError, match="打不开"):
        read_source(Path("a\x00b"))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file beyond the limit is refused before it is loaded."""
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), source.LARGEST + 1)
    with pytest.raises(NoticeError, match="超过50MB"):
        read_source(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A Word document that unpacks to more than the limit is refused by what its directory states."""
    path = tmp_path / "通报.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        block = b" " * 1024 * 1024
        for _ in range(word_package.MAIN_PART // len(block) + 1):
            part.write(block)
    with pytest.raises(NoticeError, match="已停止读取"):
        read_source(path)
