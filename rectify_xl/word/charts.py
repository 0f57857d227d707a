"""Put native charts into a filled document, each where the template has its name.

They stay editable in Word: the numbers are in the workbook behind each chart.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from rectify_xl.books.chart import draw
from rectify_xl.scheduling.charts import Chart
from rectify_xl.values import storable

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


def markers(charts: Mapping[str, Chart | None]) -> dict[str, str]:
    """Return what the template prints in the place of each chart, by name; nothing where there is none."""
    return {name: f"〔{name}〕" if chart else "" for name, chart in charts.items()}


def place(document: Any, charts: Mapping[str, Chart | None]) -> None:
    """Replace the marks that `markers` left in a document (python-docx) by the charts, each once."""
    wanted = {f"〔{name}〕": _printable(chart) for name, chart in charts.items() if chart}
    for number, paragraph in enumerate(list(document.element.body.iter(qn("w:p"))) if wanted else ()):
        chart = wanted.pop("".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip(), None)
        if chart is None:
            continue
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        run = OxmlElement("w:r")
        run.append(_drawing(document.part, chart, _FIRST_ID + number))
        paragraph.append(run)


def _printable(chart: Chart) -> Chart:
    """Return a chart without the characters that no document can hold."""
    return chart._replace(names=tuple(map(storable, chart.names)))


def height(chart: Chart) -> float:
    """Return the height of a chart in millimetres."""
    return _STANDING if chart.way == "column" else min(_HEAD + _BAR * len(chart.names), _MOST)


def _drawing(owner: Any, chart: Chart, number: int) -> Any:
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


def _part(package: Any, chart: Chart) -> Part:
    """Return the part of a chart, with its workbook behind it."""
    drawn = draw(chart)
    root = etree.parse(io.BytesIO(drawn.xml)).getroot()
    part: Any = Part(package.next_partname("/word/charts/chart%d.xml"), _CHART, b"", package)
    behind = Part(PackURI(package.next_partname("/word/embeddings/chart%d.xlsx")), _WORKBOOK, drawn.workbook, package)
    relation = part.relate_to(behind, RELATIONSHIP_TYPE.PACKAGE)
    external = etree.SubElement(root, f"{{{_C}}}externalData", {f"{{{_R}}}id": relation})
    etree.SubElement(external, f"{{{_C}}}autoUpdate", {"val": "0"})
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - no setter
    made: Part = part
    return made
