"""Give a ledger of an older layout the very hidden sheet of the program's memory."""

from __future__ import annotations

from typing import Any

from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES = "[Content_Types].xml"


def add(draft: PackageDraft, workbook_part: str) -> None:
    """Add the sheet, empty but for its header, as the last one."""
    folder, _, file = workbook_part.rpartition("/")
    relations_part = f"{folder}/_rels/{file}.rels"
    number = next(
        candidate for candidate in range(1, 10_000) if f"{folder}/worksheets/sheet{candidate}.xml" not in draft
    )
    part = f"{folder}/worksheets/sheet{number}.xml"
    types, relations, book = (parse(draft.read(name)) for name in (_TYPES, relations_part, workbook_part))
    etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{part}", ContentType=_KIND)
    identifier = _unused({str(relation.get("Id")) for relation in relations})
    etree.SubElement(
        relations,
        f"{{{_PACKAGE}/relationships}}Relationship",
        Id=identifier,
        Type=f"{_OFFICE}/worksheet",
        Target=f"worksheets/sheet{number}.xml",
    )
    sheets = book.find(f"{MAIN}sheets")
    fresh = etree.SubElement(sheets, f"{MAIN}sheet", name=schema.MEMORY.name)
    fresh.set("sheetId", str(1 + max(int(sheet.get("sheetId") or 0) for sheet in sheets)))
    fresh.set("state", "veryHidden")
    fresh.set(f"{{{_OFFICE}}}id", identifier)
    draft.put(_TYPES, serialise(types))
    draft.put(relations_part, serialise(relations))
    draft.put(workbook_part, serialise(book))
    draft.put(part, serialise(_sheet()))


def _unused(used: set[str]) -> str:
    return next(name for number in range(1, 10_000) if (name := f"rId{number}") not in used)


def _sheet() -> Any:
    nsmap: Any = {None: MAIN.strip("{}")}
    sheet = etree.Element(f"{MAIN}worksheet", nsmap=nsmap)
    row = etree.SubElement(etree.SubElement(sheet, f"{MAIN}sheetData"), f"{MAIN}row", r="1")
    for position, column in enumerate(schema.MEMORY.columns, 1):
        cell = etree.SubElement(row, f"{MAIN}c", r=f"{column_letters(position)}1", t="str")
        etree.SubElement(cell, f"{MAIN}v").text = column.name
    return sheet
