"""The two charts of 统计汇总; hidden lines leave them."""

from __future__ import annotations

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl import summary_layout as at
from rectify_xl.books.template import styles

ROW_POINTS = 16
_POINT_CM = 2.54 / 72
_HEIGHT = at.CHART_ROWS * ROW_POINTS * _POINT_CM - 0.3
_WIDTHS = (12.6, 12.9)
_HIDE_ZERO = "0;;"
_DONE, _IN_TIME, _LATE = "548235", "BDD7EE", "C00000"


def add(sheet: Worksheet) -> None:
    """Put the charts side by side below the numbers at the top."""
    status = _bars("各方面整改状态（问题数）", _WIDTHS[0])
    status.grouping, status.overlap = "stacked", 100
    for letter, label, colour in (("D", "完成", _DONE), ("F", "继续整改（未逾期）", _IN_TIME), ("G", "逾期", _LATE)):
        series = _series(sheet, letter, label, colour)
        _label(series, _HIDE_ZERO, styles.WHITE if letter != "F" else styles.INK)
        status.series.append(series)
    status.series[-1].graphicalProperties = GraphicalProperties(
        pattFill=PatternFillProperties(
            prst="dkUpDiag", fgClr=ColorChoice(srgbClr=_LATE), bgClr=ColorChoice(srgbClr=styles.WHITE)
        )
    )
    _label(status.series[-1], _HIDE_ZERO, styles.INK)
    status.y_axis.majorUnit = None
    status.y_axis.number_format = "0"
    sheet.add_chart(status, f"A{at.CHART_ROW}")

    rate = _bars("各方面完成率", _WIDTHS[1])
    series = _series(sheet, "J", "完成率", styles.BLUE)
    _label(series, "0.0%;;", styles.INK)
    rate.series.append(series)
    rate.y_axis.scaling.min, rate.y_axis.scaling.max = 0, 1
    rate.y_axis.majorUnit = 0.25
    rate.y_axis.number_format = "0%"
    sheet.add_chart(rate, f"E{at.CHART_ROW}")


def _bars(title: str, width: float) -> BarChart:
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 60
    chart.width, chart.height = width, _HEIGHT
    chart.title = _title(title)
    chart.legend.position = "b"
    chart.legend.txPr = _text(900)
    chart.visible_cells_only = True
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.txPr = chart.y_axis.txPr = _text(900)
    chart.y_axis.crosses = "max"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=styles.LINE))
    chart.roundedCorners = False
    return chart


def _series(sheet: Worksheet, letter: str, label: str, colour: str) -> Series:
    def lines(column: str) -> str:
        return f"{quote_sheetname(sheet.title)}!${column}${at.ASPECT_FIRST}:${column}${at.ASPECT_LAST}"

    series = SeriesFactory(lines(letter), title=label)
    series.cat = AxDataSource(strRef=StrRef(f=lines("B")))
    series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="7F7F7F"))
    series.invertIfNegative = False
    return series


def _label(series: Series, number_format: str, ink: str) -> None:
    series.dLbls = DataLabelList(
        numFmt=number_format,
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        txPr=_text(900, ink),
    )


def _title(text: str) -> Title:
    properties = _characters(1200, styles.NAVY, bold=True)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=properties),
        r=[RegularTextRun(rPr=_characters(1200, styles.NAVY, bold=True), t=text)],
    )
    title = Title(overlay=False)
    title.tx.rich.paragraphs = [paragraph]
    return title


def _text(size: int, ink: str = styles.INK) -> RichText:
    """Return text properties; `size` is in hundredths of a point."""
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_characters(size, ink)), endParaRPr=CharacterProperties())
    return RichText(p=[paragraph])


def _characters(size: int, ink: str, *, bold: bool = False) -> CharacterProperties:
    """Return character properties whose East Asian typeface has Chinese glyphs on every system."""
    return CharacterProperties(
        sz=size, b=bold, solidFill=ink, latin=Font(typeface=styles.HEAD_FONT), ea=Font(typeface=styles.HEAD_FONT)
    )
