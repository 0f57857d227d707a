"""The mark by which the program knows a workbook that it made itself, whatever its file is called by now.

It is a custom document property, which Excel, WPS and LibreOffice keep when they save the file again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.text.cell_value import storable
from rectify_xl.workbook.office_package import Package

if TYPE_CHECKING:
    from openpyxl import Workbook

KIND, UNIT = "rectify_xl", "rectify_xl_unit"
"""The names of the properties: what the workbook is, and whose."""
_PART = "docProps/custom.xml"


class ProgramMark(NamedTuple):
    """What a marked workbook is (汇总表, 上报表, 校验情况), and of which unit; that may be empty."""

    kind: str
    unit: str


def put(book: Workbook, mark: ProgramMark) -> None:
    """Mark a workbook that is being made."""
    from openpyxl.packaging.custom import StringProperty

    for name, value in zip((KIND, UNIT), map(storable, mark), strict=True):
        if value:
            book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]  # the stubs are older


def read(package: Package) -> ProgramMark | None:
    """Return the mark of a workbook, None where it has none. Raises `BookError` for a package that is damaged."""
    if _PART not in package.members:
        return None
    content = package.read(_PART)
    if KIND.encode() not in content:
        return None
    from lxml import etree

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    values = {entry.get("name"): "".join(map(str, entry.itertext())) for entry in root}
    return ProgramMark(values[KIND], values.get(UNIT, "")) if KIND in values else None
