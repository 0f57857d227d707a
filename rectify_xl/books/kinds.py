"""Recognise what a file is by its content, whatever its name ends with."""

from typing import Literal, NamedTuple

from rectify_xl.books import parts
from rectify_xl.books.parts import Package
from rectify_xl.errors import BookError

Kind = Literal["xlsx", "xlsb", "xls", "ods"]

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重试"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)


class Recognised(NamedTuple):
    """The kind of a workbook, and its package where it is one."""

    kind: Kind
    package: Package | None


def recognise(data: bytes, name: str) -> Recognised:
    """Return what kind of workbook `data` is; raises `BookError` that says what it is instead."""
    if not data:
        raise BookError(f"“{name}”是空文件（0字节）", "文件可能没有传完，请重新获取")
    if data.startswith(_ZIP):
        package = parts.unpack(data)
        return Recognised(_zipped(package, name), package)
    if data.startswith(_COMPOUND):
        return Recognised(_compound(data, name), None)
    for start, what in _OTHERS:
        if data.startswith(start):
            raise BookError(f"“{name}”不是工作簿，而是{what}", "请选择台账文件（.xlsx）")
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower().replace(b"\0", b"")
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")) or b"<html" in head:
        raise BookError(f"“{name}”不是工作簿，而是改了扩展名的网页（有的系统导出的就是这种文件）", _SAVE_AS)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise BookError(f"“{name}”是旧式 XML 表格", _SAVE_AS)
    raise BookError(f"“{name}”不是工作簿，内容像是文本或其他文件", "请选择台账文件（.xlsx）")


def refuse_writing(found: Recognised, name: str) -> None:
    """Raise `BookError` unless such a workbook can be written."""
    if found.kind != "xlsx" or found.package is None:
        raise BookError(f"“{name}”是 .{found.kind} 格式，只能读取，不能写入", _SAVE_AS)
    if "xl/vbaProject.bin" in found.package.members or name.lower().endswith(".xlsm"):
        raise BookError(f"“{name}”是带宏的工作簿，只能读取，不能写入", _SAVE_AS)


def _zipped(package: Package, name: str) -> Kind:
    members = package.members
    if "xl/workbook.bin" in members:
        return "xlsb"
    if "word/document.xml" in members:
        raise BookError(f"“{name}”不是工作簿，而是 Word 文档", "通报请用“导入通报”，台账请选择 .xlsx 文件")
    if "ppt/presentation.xml" in members:
        raise BookError(f"“{name}”不是工作簿，而是演示文稿", "请选择台账文件（.xlsx）")
    if any(member.startswith("xl/") for member in members):
        return "xlsx"
    if "content.xml" in members and b"opendocument.spreadsheet" in package.data[:200]:
        return "ods"
    raise BookError(f"“{name}”不是工作簿，而是压缩包", "请先解压，再选择其中的台账文件（.xlsx）")


def _compound(data: bytes, name: str) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BookError(f"“{name}”设有打开密码", "请在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿）后重试")
    if "WordDocument".encode("utf-16-le") in data:
        raise BookError(f"“{name}”不是工作簿，而是 Word 文档", "通报请用“导入通报”，台账请选择 .xlsx 文件")
    return "xls"
