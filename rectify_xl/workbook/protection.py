"""Tell what the makers of a workbook forbade: it is read as ever, and written only where nothing forbids it."""

from __future__ import annotations

from rectify_xl.errors import BookError
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

_SIGNATURES = "_xmlsignatures/"
_CUSTOM = "docProps/custom.xml"
_TRUE = ("1", "true", "on")


def refuse(package: Package, name: str) -> None:
    """Raise `BookError` where a workbook is signed, final, or kept from being changed by a password."""
    if any(member.replace("\\", "/").lower().lstrip("/").startswith(_SIGNATURES) for member in package.members):
        raise BookError(
            f"“{name}”有数字签名，写入会使签名失效，没有写入",
            "请在 Excel 中删除签名（文件→信息→查看签名）后重试，写好再重新签名；或另存一份后写那一份",
        )
    if _final(package):
        raise BookError(
            f"“{name}”已标记为最终状态，没有写入", "确要改动的，请在 Excel 中打开，点“仍然编辑”并保存后重试"
        )
    sharing = _attributes(package, sheet_facts.workbook(package).part, "fileSharing")
    if sharing.keys() & {"reservationPassword", "hashValue"}:
        raise BookError(
            f"“{name}”设有修改权限密码，没有写入",
            "请在 Excel 的“另存为→工具→常规选项”中取消修改权限密码，保存后重试",
        )
    if sharing.get("readOnlyRecommended", "").lower() in _TRUE:
        raise BookError(
            f"“{name}”设为“建议只读”，没有写入",
            "确要改动的，请在 Excel 的“另存为→工具→常规选项”中取消“建议只读”，保存后重试",
        )


def refuse_new_sheet(package: Package, part: str, name: str) -> None:
    """Raise `BookError` where no sheet may be added to a workbook, whose main part is `part`."""
    if _attributes(package, part, "workbookProtection").get("lockStructure", "").lower() in _TRUE:
        raise BookError(
            f"“{name}”设有“保护工作簿结构”，不能补上缺少的工作表，没有写入",
            "请在“审阅”中取消“保护工作簿”，保存后重试",
        )


def protected(xml: bytes, name: str) -> bool:
    """Tell whether a sheet is protected, which is said behind its cells."""
    tail = xml[xml.rfind(b"sheetData") :]
    if b"sheetProtection" not in tail:
        return False
    tail = b"<tail>" + tail[tail.find(b">") + 1 : tail.rfind(b"</")] + b"</tail>"
    return _first(tail, name, "sheetProtection").get("sheet", "").lower() in _TRUE


def refuse_protected(xml: bytes, sheet: str) -> None:
    """Raise `BookError` where a sheet is protected."""
    if protected(xml, sheet):
        raise BookError(f"《{sheet}》设有工作表保护，没有写入", "请在“审阅”中撤销工作表保护，保存后重试")


def _final(package: Package) -> bool:
    if _CUSTOM not in package.members:
        return False
    content = package.read(_CUSTOM)
    if b"_MarkAsFinal" not in content:
        return False
    lines: list[str] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "property":
            inside[0] = attributes.get("name") == "_MarkAsFinal"

    def text(piece: str) -> None:
        if inside[0]:
            lines.append(piece)

    sheet_facts.parse(content, _CUSTOM, start, text=text)
    return "".join(lines).strip().lower() in _TRUE


def _attributes(package: Package, part: str, element: str) -> Attributes:
    xml = package.read(part)
    return _first(xml, part, element) if element.encode() in xml else {}


def _first(xml: bytes, name: str, element: str) -> Attributes:
    """Return the attributes of an element, which other programs write twice."""
    result: Attributes = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == element:
            result.update(attributes)

    sheet_facts.parse(xml, name, start)
    return result
