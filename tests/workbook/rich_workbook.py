"""Build a ledger that holds everything a user may have put in.

openpyxl adds what it can write; the rest is put into the package by hand, as Excel stores it: shared strings with a
rich text, a text box, sparklines and 2010 rules in an extension list, a threaded comment, printer settings, a custom
XML part, a part of an unknown kind, stored formula results with their calculation chain.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.text.refs import Area, column_letters
from tests import addresses

EXTRA_SHEET = "科室自用表"
EXTRA_INSIDE = "科室分机"
EXTRA_RIGHT = "台账外的列"
WITHIN, BESIDE = len(schema.PROBLEMS.columns) + 1, len(schema.PROBLEMS.columns) + 4
"""Where the columns of a person's own stand: in the table, and to its right."""
RICH_TEXT = "加粗的字和平常的字"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_M = f"{{{_MAIN}}}"


def build(template: Path, target: Path) -> None:
    """Write the workbook that `template` becomes after months in many hands to `target`."""
    with zipfile.ZipFile(io.BytesIO(_with_openpyxl(template))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheets = _sheet_parts(parts)
    _share_strings(parts)
    _add_to_problems(parts, sheets[schema.PROBLEMS.name])
    _add_loose_parts(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _with_openpyxl(template: Path) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from PIL import Image as Pixels

    book = load_workbook(template)
    sheet: Any = book[schema.PROBLEMS.name]
    width = len(schema.PROBLEMS.columns)
    within, right = column_letters(WITHIN), column_letters(BESIDE)
    table = sheet.tables[schema.PROBLEMS.table]
    for number in range(2, 12):
        for column in range(1, width + 1):
            cell = sheet.cell(number, column)
            cell._style = sheet.cell(2, column)._style
        _fill(sheet, number)
    inside, outside = WITHIN, BESIDE
    sheet.cell(1, inside, EXTRA_INSIDE)
    sheet.cell(1, outside, EXTRA_RIGHT).font = Font(italic=True, color="FF7030A0")
    for number in range(2, 12):
        sheet.cell(number, inside, f"80{number:02d}")
        sheet.cell(number, outside, f"=LEN(D{number})").fill = PatternFill("solid", fgColor="FFEEDDFF")
    last = sheet.cell(11, inside).coordinate
    table.ref = f"A1:{last}"
    table.autoFilter.ref = table.ref
    table.tableColumns = []
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, sheet[1], strict=False):
        column.name = str(heading.value)
    sheet["D3"].comment = Comment("这一条已向书记汇报", "整改办")
    picture = io.BytesIO()
    Pixels.new("RGB", (24, 24), (200, 30, 30)).save(picture, "PNG")
    picture.seek(0)
    sheet.add_image(Image(picture), "AK3")
    mark = DifferentialStyle(fill=PatternFill("solid", bgColor="FF99CCFF"))
    sheet.conditional_formatting.add(
        f"{right}2:{right}40", Rule(type="cellIs", operator="greaterThan", formula=["8"], dxf=mark, priority=99)
    )
    rule = DataValidation(type="whole", operator="between", formula1="8000", formula2="8999", allow_blank=True)
    rule.add(f"{within}2:{within}40")
    sheet.add_data_validation(rule)
    sheet.row_dimensions[5].height = 64
    sheet.row_dimensions[7].hidden = True
    book.defined_names["我的区域"] = DefinedName("我的区域", attr_text=f"{schema.PROBLEMS.name}!$A$2:$D$11")
    own = book.create_sheet(EXTRA_SHEET)
    own.append(["合计", f"=COUNTA({schema.PROBLEMS.name}!A2:A3000)"])
    own.merge_cells("C1:E2")
    own["C1"] = "合并单元格"
    own["B5"].hyperlink = "https://example.org/"
    own["B5"] = "网址"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _fill(sheet: Any, number: int) -> None:
    values = {
        "编号": f"P{number - 1:03d}",
        "方面": "理论学习方面",
        "具体问题": f'第{number - 1}个问题 <&> "引号"',
        "整改时限": "2025年6月底前",
        "完成程度": "整改中",
        "整改进展": "一是开会研究；\n二是列出清单。",
    }
    for name, value in values.items():
        sheet.cell(number, schema.PROBLEMS.position(name), value)


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {link.get("Id"): str(link.get("Target")).removeprefix("/xl/").removeprefix("/") for link in links}
    return {str(sheet.get("name")): "xl/" + targets[sheet.get(f"{{{_REL}}}id")] for sheet in book.iter(f"{_M}sheet")}


def _share_strings(parts: dict[str, bytes]) -> None:
    """Store all texts as shared strings, as Excel does, and one of them as rich text."""
    strings: list[str] = []
    for name in [each for each in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", each)]:
        tree = etree.fromstring(parts[name])
        for cell in tree.iter(f"{_M}c"):
            found = cell.find(f"{_M}is")
            if cell.get("t") == "inlineStr" and found is not None:
                strings.append("".join(str(t.text or "") for t in found.iter(f"{_M}t")))
                cell.remove(found)
                cell.set("t", "s")
                etree.SubElement(cell, f"{_M}v").text = str(len(strings) - 1)
        parts[name] = _xml(tree)
    if not strings:
        raise AssertionError("openpyxl no longer writes inline strings: adapt _share_strings")
    root = etree.fromstring(f'<sst xmlns="{_MAIN}"/>')
    for text in strings:
        item = etree.SubElement(root, f"{_M}si")
        piece = etree.SubElement(item, f"{_M}t")
        piece.text = text
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parts["xl/sharedStrings.xml"] = _xml(root)


def _add_to_problems(parts: dict[str, bytes], name: str) -> None:
    tree = etree.fromstring(parts[name].replace(b"<worksheet ", _COMPATIBILITY, 1))
    data = tree.find(f"{_M}sheetData")
    assert data is not None
    for row in data:
        row.set(f"{{{_AC}}}dyDescent", "0.25")
    _rich_text(parts, _cell(tree, addresses.cell("备注", 4)))
    chain = etree.fromstring(f'<calcChain xmlns="{_MAIN}"/>')
    for cell in tree.iter(f"{_M}c"):
        if cell.find(f"{_M}f") is not None:
            value = cell.find(f"{_M}v")
            (value if value is not None else etree.SubElement(cell, f"{_M}v")).text = "7"
            etree.SubElement(chain, f"{_M}c", r=str(cell.get("r")), i="3")
    parts["xl/calcChain.xml"] = _xml(chain)
    _relate(parts, "xl/workbook.xml", f"{_REL}/calcChain", "calcChain.xml")
    setup = tree.find(f"{_M}pageSetup")
    assert setup is not None
    printer = _relate(parts, name, f"{_REL}/printerSettings", "../printerSettings/printerSettings1.bin")
    setup.set(f"{{{_REL}}}id", printer)
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256)) * 4
    drawing = tree.find(f"{_M}drawing")
    assert drawing is not None
    ignored = etree.Element(f"{_M}ignoredErrors")
    etree.SubElement(
        ignored,
        f"{_M}ignoredError",
        sqref=str(Area(2, WITHIN, 11, WITHIN)),
        numberStoredAsText="1",
    )
    drawing.addprevious(ignored)
    tree.append(etree.fromstring(_EXTENSIONS))
    parts[name] = _xml(tree)
    drawing_part = "xl/drawings/" + _target(parts, name, str(drawing.get(f"{{{_REL}}}id"))).rpartition("/")[2]
    shapes = etree.fromstring(parts[drawing_part])
    shapes.append(etree.fromstring(_TEXT_BOX))
    parts[drawing_part] = _xml(shapes)
    _relate(parts, name, f"{_OFFICE}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml")
    parts["xl/threadedComments/threadedComment1.xml"] = _THREAD.encode()


def _rich_text(parts: dict[str, bytes], cell: Any) -> None:
    strings = etree.fromstring(parts["xl/sharedStrings.xml"])
    strings.append(
        etree.fromstring(
            f'<si xmlns="{_MAIN}"><r><rPr><b/><sz val="11"/></rPr><t>加粗的字</t></r>'
            "<r><rPr><sz val='11'/></rPr><t>和平常的字</t></r></si>"
        )
    )
    parts["xl/sharedStrings.xml"] = _xml(strings)
    cell.set("t", "s")
    etree.SubElement(cell, f"{_M}v").text = str(len(strings) - 1)


def _cell(tree: Any, ref: str) -> Any:
    return next(cell for cell in tree.iter(f"{_M}c") if cell.get("r") == ref)


def _add_loose_parts(parts: dict[str, bytes]) -> None:
    own = _sheet_parts(parts)[EXTRA_SHEET]
    _relate(parts, "xl/workbook.xml", f"{_REL}/sharedStrings", "sharedStrings.xml")
    _relate(parts, "xl/workbook.xml", f"{_OFFICE}/2017/10/relationships/person", "persons/person.xml")
    parts["xl/persons/person.xml"] = _PERSONS.encode()
    _relate(parts, "xl/workbook.xml", f"{_REL}/customXml", "../customXml/item1.xml")
    parts["customXml/item1.xml"] = "<公文 xmlns='urn:oa'><文号>〔2025〕7号</文号></公文>".encode()
    _relate(parts, own, "http://schemas.example.org/2030/pivotLike", "../pivotLike/pivotLike1.xml")
    parts["xl/pivotLike/pivotLike1.xml"] = b"<pivotLike xmlns='urn:future'><cache id='1'/></pivotLike>"
    types = etree.fromstring(parts["[Content_Types].xml"])
    space = "{http://schemas.openxmlformats.org/package/2006/content-types}"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    etree.SubElement(types, f"{space}Default", Extension="bin", ContentType=f"{office}.printerSettings")
    for part, kind in (
        ("/xl/sharedStrings.xml", f"{office}.sharedStrings+xml"),
        ("/xl/calcChain.xml", f"{office}.calcChain+xml"),
        ("/xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
        ("/xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"),
        ("/xl/pivotLike/pivotLike1.xml", "application/vnd.example.pivotlike+xml"),
    ):
        if not any(each.get("PartName") == part for each in types):
            etree.SubElement(types, f"{space}Override", PartName=part, ContentType=kind)
    parts["[Content_Types].xml"] = _xml(types)


def _relate(parts: dict[str, bytes], source: str, kind: str, target: str) -> str:
    """Add a relationship unless it is there already, and return its id."""
    folder, _, file = source.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    links = etree.fromstring(parts.get(name) or f'<Relationships xmlns="{_PKG}"/>'.encode())
    for link in links:
        if link.get("Type") == kind:
            return str(link.get("Id"))
    identifier = f"rIdUser{len(links) + 1}"
    etree.SubElement(links, f"{{{_PKG}}}Relationship", Id=identifier, Type=kind, Target=target)
    parts[name] = _xml(links)
    return identifier


def _target(parts: dict[str, bytes], source: str, identifier: str) -> str:
    folder, _, file = source.rpartition("/")
    links = etree.fromstring(parts[f"{folder}/_rels/{file}.rels"])
    return next(str(link.get("Target")) for link in links if link.get("Id") == identifier)


def _xml(tree: Any) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


_AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_COMPATIBILITY = (
    f'<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x14ac="{_AC}" '
    'mc:Ignorable="x14ac" '
).encode()
_OFFICE = "http://schemas.microsoft.com/office"
_EXTENSIONS = f"""
<extLst xmlns="{_MAIN}" xmlns:x14="{_X14}" xmlns:xm="{_XM}">
  <ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">
    <x14:conditionalFormattings><x14:conditionalFormatting>
      <x14:cfRule type="dataBar" id="{{7A6E0C5B-95E7-4C3D-9C55-6C1F6E8E0001}}">
        <x14:dataBar minLength="0" maxLength="100" border="1">
          <x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/><x14:borderColor rgb="FF638EC6"/>
          <x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/>
        </x14:dataBar>
      </x14:cfRule>
      <xm:sqref>AI2:AI11</xm:sqref>
    </x14:conditionalFormatting></x14:conditionalFormattings>
  </ext>
  <ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">
    <x14:dataValidations xmlns:xm="{_XM}" count="1">
      <x14:dataValidation type="list" allowBlank="1">
        <x14:formula1><xm:f>{EXTRA_SHEET}!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>AG2:AG40</xm:sqref>
      </x14:dataValidation>
    </x14:dataValidations>
  </ext>
  <ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}">
    <x14:sparklineGroups>
      <x14:sparklineGroup displayEmptyCellsAs="gap">
        <x14:colorSeries rgb="FF376092"/>
        <x14:sparklines>
          <x14:sparkline><xm:f>{schema.PROBLEMS.name}!AI2:AI11</xm:f><xm:sqref>AJ2</xm:sqref></x14:sparkline>
        </x14:sparklines>
      </x14:sparklineGroup>
    </x14:sparklineGroups>
  </ext>
</extLst>"""

_TEXT_BOX = """<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<xdr:from><xdr:col>36</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>39</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="99" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>
<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="600000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>
<xdr:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>周五前报专班办公室</a:t></a:r></a:p></xdr:txBody></xdr:sp>
<xdr:clientData/></xdr:twoCellAnchor>"""

_PERSONS = """<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<person displayName="整改办"
 id="{11111111-2222-3333-4444-555555555555}" userId="zgb" providerId="None"/></personList>"""

_THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="D3" dT="2025-06-01T08:00:00.00" personId="{11111111-2222-3333-4444-555555555555}"
 id="{99999999-2222-3333-4444-555555555555}"><text>请补充佐证</text></threadedComment></ThreadedComments>"""
