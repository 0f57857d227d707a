"""Files of other kinds are called by their names, each with its own remedy; nothing is called damaged that is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.readers.read_source import read
from tests.documents.packed import put, zipped

ODF = "application/vnd.oasis.opendocument."
SLIDES = "openxmlformats-officedocument.presentationml.presentation.main"
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
TYPES = '<Types><Override PartName="/a" ContentType="application/vnd.{}+xml"/></Types>'.format
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


def xml(root: str, space: str) -> bytes:
    return f'<?xml version="1.0"?><{root} xmlns:x="{space}"><p>整改</p></{root}>'.encode()


KINDS: dict[str, tuple[bytes, str, str]] = {
    "odt": (zipped({"mimetype": f"{ODF}text".encode()}), "OpenDocument文字文档", "另存为.docx"),
    "ott": (zipped({"mimetype": f"{ODF}text-template".encode()}), "OpenDocument文字文档", "另存为.docx"),
    "ods": (zipped({"mimetype": f"{ODF}spreadsheet".encode()}), "电子表格", "旧台账"),
    "odp": (zipped({"mimetype": f"{ODF}presentation".encode()}), "演示文稿", "Word文档"),
    "pptx": (zipped({"[Content_Types].xml": TYPES(SLIDES).encode()}), "演示文稿", "Word文档"),
    "epub": (zipped({"mimetype": b"application/epub+zip"}), "电子书", "Word文档"),
    "pages": (zipped({"Index/Document.iwa": b"x"}), "Pages", "导出为Word"),
    "uof": (xml("x:UOF", "http://schemas.uof.org/cn/2009/uof"), "标文通", "另存为.docx"),
    "wps": (ole("WordDocument"), "旧版Word文档", "另存为.docx"),
    "et": (ole("Workbook"), "电子表格", "旧台账"),
    "dps": (ole("PowerPoint Document"), "演示文稿", "Word文档"),
    "msg": (ole("__substg1.0_0037001F"), "Outlook邮件", "附件另存"),
    "word 2003 xml": (xml("x:wordDocument", WORD_2003), "Word XML", "另存为.docx"),
    "flat odt": (xml('office:document office:mimetype="application/vnd.oasis.opendocument.text"', "a").replace(
        b"</office:document office", b"</office:document><!-- "), "OpenDocument文字文档", "另存为.docx"),
    "excel 2003 xml": (xml("x:Workbook", "urn:schemas-microsoft-com:office:spreadsheet"), "电子表格", "旧台账"),
    "xml": (xml("x:rss", "urn:a"), "XML数据文件", "Word文档"),
    "rtf": (b"{\\rtf1 a}", "RTF文档", "另存为.docx"),
    "rar": (b"Rar!\x1a\x07\x00aaaa", "压缩包", "解压"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00aaaa", "压缩包", "解压"),
    "jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片", "文字识别"),
}  # fmt: skip


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_its_name_and_remedy(name: str, tmp_path: Path) -> None:
    """Whatever its name ends in, a file is called what it is, and what to do with it is told."""
    data, called, remedy = KINDS[name]
    with pytest.raises(NoticeError) as caught:
        read(put(tmp_path / "通报.docx", data))
    assert called in caught.value.message
    assert remedy in caught.value.remedy
    assert "已损坏" not in caught.value.message


def test_a_text_that_only_mentions_markup_is_a_text(tmp_path: Path) -> None:
    """Neither a colon in the first line nor a tag in the middle makes a text something else."""
    text = "Content-Type: text/html\n关于整改情况的通报\n见 <xml> 一节"
    assert [line.text for line in read(put(tmp_path / "a.txt", text.encode())).lines] == text.split("\n")
