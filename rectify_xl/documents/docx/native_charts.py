"""Draw a chart for a Word document: openpyxl makes its part, and the workbook behind it for who edits its data.

The bars stay apart in black and white: grey, white and hatched, each with an outline and its number.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.chart.axis import Scaling
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.xml.functions import tostring

from rectify_xl.supervision.meetings.chart_data import SERIES, ChartData
from rectify_xl.text.cell_value import storable
from rectify_xl.text.excerpts import beginning
from rectify_xl.text.refs import Area, address_of, fixed_ref

SHEET = "数据"
FONT = "宋体"
"""Word and WPS have it; a machine that lacks it takes its own Chinese font."""
POINTS = 1050
"""10.5 pt in hundredths of a point."""
LONGEST_NAME = 16
"""Characters of a name beside its bar; the workbook behind the chart has the whole."""


class Drawn(NamedTuple):
    """A chart as parts of an Office document: its XML, and the workbook that holds its data."""

    xml: bytes
    workbook: bytes


def _draw(chart: ChartData) -> Drawn:
    """Return the parts of a chart."""
    bars = BarChart()
    bars.type = "bar" if chart.way == "bar" else "col"
    bars.grouping, bars.overlap, bars.gapWidth = "stacked", 100, 50
    bars.title = _title(chart.title)
    bars.legend.position = "b"
    bars.legend.txPr = _text()
    bars.x_axis.delete, bars.y_axis.delete = False, True
    bars.x_axis.txPr = _text()
    bars.x_axis.tickLblSkip = 1
    bars.x_axis.majorTickMark = "none"
    bars.y_axis.majorGridlines = None
    bars.y_axis.scaling = Scaling(orientation="minMax", min=0)
    if chart.way == "bar":
        bars.x_axis.scaling = Scaling(orientation="maxMin")
    bars.roundedCorners = False
    bars.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    for index in range(len(SERIES)):
        bars.series.append(_series(chart, index))
    written: Any = bars
    xml: Any = tostring(written._write())  # noqa: SLF001 - openpyxl offers this to worksheets only
    return Drawn(xml, _workbook(chart))


def _series(chart: ChartData, index: int) -> Series:
    last = len(chart.names) + 1
    label = address_of(SHEET, fixed_ref(1, index + 2))
    names_area, values_area = (address_of(SHEET, Area(2, column, last, column).fixed) for column in (1, index + 2))
    values = [NumVal(idx=number, v=str(row[index])) for number, row in enumerate(chart.counts) if row]
    names = [StrVal(idx=number, v=_short(name)) for number, name in enumerate(chart.names)]
    series = Series(
        idx=index,
        order=index,
        tx=SeriesLabel(
            strRef=StrRef(
                f=label,
                strCache=StrData(ptCount=1, pt=[StrVal(idx=0, v=SERIES[index])]),
            )
        ),
        cat=AxDataSource(strRef=StrRef(f=names_area, strCache=StrData(ptCount=len(names), pt=names))),
        val=NumDataSource(
            numRef=NumRef(
                f=values_area,
                numCache=NumData(formatCode="General", ptCount=len(chart.counts), pt=values),
            )
        ),
        spPr=_fill(index),
        invertIfNegative=False,
    )
    series.dLbls = DataLabelList(
        numFmt="#", showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False,
        txPr=_text(), spPr=GraphicalProperties(solidFill="FFFFFF") if index == len(SERIES) - 1 else None,
    )  # fmt: skip
    return series


def _fill(index: int) -> GraphicalProperties:
    """Return how the bars of a series look: grey, white, hatched in black."""
    edge = LineProperties(solidFill="000000", w=6350)
    if index == len(SERIES) - 1:
        return GraphicalProperties(
            pattFill=PatternFillProperties(prst="dkUpDiag", fgClr=_colour("000000"), bgClr=_colour("FFFFFF")), ln=edge
        )
    return GraphicalProperties(solidFill=("BFBFBF", "FFFFFF")[index], ln=edge)


def _colour(rgb: str) -> ColorChoice:
    choice = ColorChoice()
    choice.RGB = rgb
    return choice


def _title(text: str) -> Title:
    characters = _characters(bold=True)
    run = RegularTextRun(rPr=characters, t=text)
    return Title(
        tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[run])])), overlay=False
    )


def _text() -> RichText:
    return RichText(
        p=[Paragraph(pPr=ParagraphProperties(defRPr=_characters()), endParaRPr=CharacterProperties(lang="zh-CN"))]
    )


def _characters(*, bold: bool = False) -> CharacterProperties:
    font = Font(typeface=FONT)
    return CharacterProperties(lang="zh-CN", sz=POINTS, b=bold, solidFill="000000", latin=font, ea=font)


def _short(name: str) -> str:
    return beginning(name, LONGEST_NAME)


def _workbook(chart: ChartData) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    rows: list[tuple[str | int, ...]] = [("", *SERIES)]
    rows += [(name, *(counts or ())) for name, counts in zip(chart.names, chart.counts, strict=True)]
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            cell: Any = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is a name
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST_ID = 9000
"""Numbers of drawings begin here, above those that a template has of its own."""

WIDTH = 152
"""Millimetres, within the type area of 156."""
_STANDING = 78
_HEAD, _BAR, _MOST = 30, 8.5, 205
"""Height in millimetres of title and legend, of one lying bar, and of the largest chart."""


def markers(charts: Mapping[str, ChartData | None]) -> dict[str, str]:
    """Return what the template prints in the place of each chart, by name; nothing where there is none."""
    return {name: f"〔{name}〕" if chart else "" for name, chart in charts.items()}


def place(document: Any, charts: Mapping[str, ChartData | None]) -> None:
    """Replace the marks that `markers` left in a document (python-docx) by the charts, each once."""
    by_mark = {f"〔{name}〕": _printable(chart) for name, chart in charts.items() if chart}
    for number, paragraph in enumerate(list(document.element.body.iter(qn("w:p"))) if by_mark else ()):
        chart = by_mark.pop("".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip(), None)
        if chart is None:
            continue
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        run = OxmlElement("w:r")
        run.append(_drawing(document.part, chart, _FIRST_ID + number))
        paragraph.append(run)


def _printable(chart: ChartData) -> ChartData:
    """Return a chart without the characters that no document can hold."""
    return chart._replace(names=tuple(map(storable, chart.names)))


def height(chart: ChartData) -> float:
    """Return the height of a chart in millimetres."""
    return _STANDING if chart.way == "column" else min(_HEAD + _BAR * len(chart.names), _MOST)


def _drawing(owner: Any, chart: ChartData, number: int) -> Any:
    relation = owner.relate_to(_part(owner.package, chart), RELATIONSHIP_TYPE.CHART)
    drawing: Any = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{Mm(WIDTH)}" cy="{Mm(height(chart))}"/>'
        f'<wp:docPr id="{number}" name="图{number - _FIRST_ID}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    drawing.find(f".//{qn('wp:docPr')}").set("descr", chart.alt)
    return drawing


def _part(package: Any, chart: ChartData) -> Part:
    """Return the part of a chart, with its workbook behind it."""
    drawn = _draw(chart)
    root = etree.parse(io.BytesIO(drawn.xml)).getroot()
    part: Any = Part(package.next_partname("/word/charts/chart%d.xml"), _CHART, b"", package)
    behind = Part(PackURI(package.next_partname("/word/embeddings/chart%d.xlsx")), _WORKBOOK, drawn.workbook, package)
    relation = part.relate_to(behind, RELATIONSHIP_TYPE.PACKAGE)
    external = etree.SubElement(root, f"{{{_C}}}externalData", {f"{{{_R}}}id": relation})
    etree.SubElement(external, f"{{{_C}}}autoUpdate", {"val": "0"})
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - no setter
    picture_part: Part = part
    return picture_part
