"""Recognise what a file is by its content, whatever its name ends with."""

from typing import Literal, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.workbook import office_package
from rectify_xl.workbook.office_package import Package

FileKind = Literal["xlsx", "xlsb", "xls", "ods"]

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重试"
_UNLOCK = "请在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿）后重试"
_ZIP = b"PK\x03\x04"
STARTS = (_ZIP, b"\xd0\xcf\x11\xe0")
"""How files begin that may be ledgers of ours: packages, and what Excel wrote before there were packages."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"PK\x05\x06", "空的压缩包"),
)


_STYLES = "xl/styles.xml"
_READ = ("xl/sharedStrings.xml", _STYLES)
"""Parts beside the sheets that the native reader reads."""


class Recognised(NamedTuple):
    """The kind of a workbook, and its package where it is one."""

    kind: FileKind
    package: Package | None

    @property
    def is_usual_xlsx(self) -> bool:
        """Tell whether it is an .xlsx whose main part has the name that every office program gives it."""
        return self.kind == "xlsx" and self.package is not None and "xl/workbook.xml" in self.package.members


def recognise(data: bytes, name: str) -> Recognised:
    """Return what kind of workbook `data` is; raises `BookError` that says what it is instead."""
    if not data:
        raise BookError(f"“{name}”是空文件（0字节）", "文件可能没有传完，请重新获取")
    if data.startswith(_ZIP):
        package = office_package.unpack(data)
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
    _refuse_mail(data, name)
    raise BookError(f"“{name}”不是工作簿，内容像是文本或其他文件", "请选择台账文件（.xlsx）")


def refuse_writing(recognised: Recognised, name: str) -> None:
    """Raise `BookError` unless such a workbook can, and may, be written."""
    if recognised.kind != "xlsx" or recognised.package is None:
        raise BookError(f"“{name}”是 .{recognised.kind} 格式，只能读取，不能写入", _SAVE_AS)
    if unusual := _unusual(recognised.package):
        raise BookError(f"“{name}”{unusual}，只能读取，不能写入", _SAVE_AS)
    if "xl/vbaProject.bin" in recognised.package.members or name.lower().endswith(".xlsm"):
        raise BookError(f"“{name}”是带宏的工作簿，只能读取，不能写入", _SAVE_AS)
    from rectify_xl.workbook import protection

    protection.refuse(recognised.package, name)


def is_usual(package: Package) -> bool:
    """Tell whether an .xlsx is written as the native reader expects; what is not is rewritten before it is read."""
    names = package.members
    if "xl/workbook.xml" not in names or any("\\" in name or name.startswith("/") or ".." in name for name in names):
        return False
    if len({name.lower() for name in names}) != len(names):
        return False
    if b"purl.oclc.org" in package.read("xl/workbook.xml"):
        return False
    sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
    return all(_in_utf8(package.head(part)) for part in ("xl/workbook.xml", *_READ, *sheets))


def _in_utf8(head: bytes) -> bool:
    """Tell whether a part begins without byte order mark and states no other encoding than UTF-8."""
    if head and not head.startswith(b"<"):
        return False
    declaration = head[: head.find(b">") + 1 or len(head)] if head.startswith(b"<?xml") else b""
    return b"encoding" not in declaration or b"utf-8" in declaration.lower()


def _unusual(package: Package) -> str:
    """Return in which unusual way an .xlsx is written, empty for those that can be written back."""
    if any("\\" in name or name.startswith("/") for name in package.members):
        return "的压缩包里文件名用的是反斜杠"
    if "xl/workbook.xml" not in package.members:
        return "的主要部分用了少见的名称"
    if b"purl.oclc.org/ooxml" in package.read("xl/workbook.xml"):
        return "是“Strict Open XML 电子表格”"
    parts_read = [name for name in package.members if name.startswith("xl/") and name.endswith((".xml", ".rels"))]
    if not all(_in_utf8(package.head(name)) for name in parts_read):
        return "里有少见的文字编码"
    from rectify_xl.workbook.reading import sheet_facts

    facts = sheet_facts.workbook(package)
    if not facts.straight or facts.styles not in ("", _STYLES) or facts.strings not in ("", _READ[0]):
        return "的各部分用了少见的名称"
    if _STYLES not in package.members:
        return "没有样式表（有的程序导出的就是这种文件），日期都成了数字"
    if b"cellXfs" not in package.read(_STYLES):
        return "的样式表是空的（有的程序导出的就是这种文件），日期都成了数字"
    return ""


def _zipped(package: Package, name: str) -> FileKind:
    members = {member.replace("\\", "/").lstrip("/") for member in package.members}
    if "xl/workbook.bin" in members:
        return "xlsb"
    if "word/document.xml" in members:
        raise BookError(f"“{name}”不是工作簿，而是 Word 文档", "通报请用“导入”，台账请选择 .xlsx 文件")
    if "ppt/presentation.xml" in members:
        raise BookError(f"“{name}”不是工作簿，而是演示文稿", "请选择台账文件（.xlsx）")
    if any(member.startswith("xl/") for member in members) or _states_workbook(package):
        return "xlsx"
    if _is_locked(package):
        raise BookError(f"“{name}”设有打开密码", _UNLOCK)
    if "content.xml" in members and b"opendocument.spreadsheet" in package.data[:200]:
        return "ods"
    if not members.isdisjoint(("[Content_Types].xml", "mimetype")):
        raise BookError(f"“{name}”不是工作簿，而是别的程序的文档", "请选择台账文件（.xlsx）")
    raise BookError(f"“{name}”不是工作簿，而是压缩包", "请先解压，再选择其中的台账文件（.xlsx）")


def _is_locked(package: Package) -> bool:
    """Tell whether a document of the OpenDocument kind has a password."""
    name = "META-INF/manifest.xml"
    return name in package.members and b"encryption-data" in package.read(name)


def _states_workbook(package: Package) -> bool:
    """Tell whether the list of content types names the main part of a workbook, which may have any name."""
    name = "[Content_Types].xml"
    return name in package.members and b"spreadsheetml.sheet.main" in package.read(name)


def _compound(data: bytes, name: str) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BookError(f"“{name}”设有打开密码", _UNLOCK)
    _refuse_mail(data, name)
    if "WordDocument".encode("utf-16-le") in data:
        raise BookError(f"“{name}”不是工作簿，而是 Word 文档", "通报请用“导入”，台账请选择 .xlsx 文件")
    return "xls"


def _refuse_mail(data: bytes, name: str) -> None:
    from rectify_xl.readers import chosen_mail

    if chosen_mail.is_mail(data):
        raise chosen_mail.refusal(data, name)
