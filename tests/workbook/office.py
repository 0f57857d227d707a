"""What tests of the file host ask about a workbook on disk."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from rectify_xl.system import resources

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEMPLATE = resources.path("workbook_template.xlsx")


def parts(path: Path) -> dict[str, bytes]:
    """Return all parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def sheet_part(path: Path, sheet: str) -> str:
    """Return the name of a sheet's part."""
    content = parts(path)
    book = etree.fromstring(content["xl/workbook.xml"])
    links = etree.fromstring(content["xl/_rels/workbook.xml.rels"])
    identifier = next(
        each.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for each in book.iter(f"{MAIN}sheet")
        if each.get("name") == sheet
    )
    target = next(str(link.get("Target")) for link in links if link.get("Id") == identifier)
    return "xl/" + target.removeprefix("/xl/").removeprefix("xl/")


def sheet_xml(path: Path, sheet: str) -> Any:
    """Return a sheet's parsed part."""
    return etree.fromstring(parts(path)[sheet_part(path, sheet)])


def cell_xml(path: Path, sheet: str, ref: str) -> Any:
    """Return one cell's element, or None."""
    return next((cell for cell in sheet_xml(path, sheet).iter(f"{MAIN}c") if cell.get("r") == ref), None)


def row_xml(path: Path, sheet: str, number: int) -> Any:
    """Return one row's element."""
    return next(row for row in sheet_xml(path, sheet).iter(f"{MAIN}row") if row.get("r") == str(number))


def table_area(path: Path, table: str) -> str:
    """Return the area of an Excel table."""
    for name, content in parts(path).items():
        if name.startswith("xl/tables/"):
            found = etree.fromstring(content)
            if found.get("displayName") == table:
                auto_filter = found.find(f"{MAIN}autoFilter")
                assert auto_filter is None or auto_filter.get("ref") == found.get("ref")
                return str(found.get("ref"))
    raise AssertionError(f"no table {table}")


def canonical(content: bytes) -> bytes:
    """Return XML in its canonical form, without blanks between elements."""
    return etree.tostring(etree.fromstring(content, etree.XMLParser(remove_blank_text=True)), method="c14n")


def values(path: Path) -> dict[tuple[str, str], str]:
    """Return every filled cell of all sheets, as (sheet, reference): formula or text, read with openpyxl."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl tells what it would lose if it wrote the workbook
        book = load_workbook(io.BytesIO(path.read_bytes()))
    return {
        (sheet.title, cell.coordinate): str(getattr(cell.value, "text", cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def findings(path: Path) -> set[str]:
    """Return what openxml-audit finds."""
    from openxml_audit import OpenXmlValidator

    return {str(error) for error in OpenXmlValidator().validate(str(path)).errors}


STYLES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0"/></cellXfs>'
)


def minimal(
    path: Path, sheet_data: str, *, sheet: str = "问题台账", workbook_properties: str = "", styled: bool = False
) -> Path:
    """Write the smallest workbook that holds one sheet with the given rows; only a `styled` one can be written."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = MAIN.strip("{}")
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{excel}.sheet.main+xml"/>'
            + (f'<Override PartName="/xl/styles.xml" ContentType="{excel}.styles+xml"/>' if styled else "")
            + f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{excel}.worksheet+xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}">{workbook_properties}'
            f'<sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            + (f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/>' if styled else "")
            + "</Relationships>",
        )
        if styled:
            file.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}">{STYLES}</styleSheet>')
        file.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>',
        )
    return path


def touch(path: Path) -> None:
    """Save a workbook anew with other bytes, as an office program would."""
    content = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for name, data in content.items():
            made.writestr(name, data)
