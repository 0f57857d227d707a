"""The two charts of 统计汇总; hidden lines leave them."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines, Scaling
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.ledger.counting import summary_layout
from rectify_xl.text.refs import formula_address
from rectify_xl.workbook import colours

ROW_POINTS = 10
_GAP = 36000
_DONE, _IN_TIME, _LATE = "92C47D", "DDEBF7", "C00000"
"""Light, lighter, and hatched: they stay apart on a black and white printer."""


def add(sheet: Worksheet) -> None:
    """Put the charts side by side below the numbers at the top."""
    status = _bars("各方面整改状态（问题数）")
    status.grouping, status.overlap = "stacked", 100
    for letter, label, colour in (
        ("D", "完成", _DONE),
        ("L", "继续整改（未逾期或未研判）", _IN_TIME),
        ("H", "逾期", _LATE),
    ):
        status.series.append(_series(sheet, letter, label, colour))
        _label(status.series[-1], "#")
    late = status.series[-1]
    late.graphicalProperties = GraphicalProperties(
        pattFill=PatternFillProperties(prst="dkUpDiag", fgClr=_colour(_LATE), bgClr=_colour(colours.WHITE))
    )
    late.dLbls.spPr = GraphicalProperties(solidFill=colours.WHITE)
    status.y_axis.delete = True
    status.y_axis.majorGridlines = None
    _place(sheet, status, 0, 5)

    rate = _bars("各方面完成率")
    series = _series(sheet, "K", "完成率", colours.BLUE)
    _label(series, "0.0%")
    rate.series.append(series)
    rate.y_axis.scaling = Scaling(orientation="minMax", min=0, max=1)
    rate.y_axis.majorUnit = 0.5
    rate.y_axis.number_format = "0%"
    rate.legend = None
    _place(sheet, rate, 5, 11)


def _place(sheet: Worksheet, chart: BarChart, left: int, right: int) -> None:
    """Let a chart fill the columns from `left` up to `right` of the rows kept free for it, in any program's units."""
    top = summary_layout.CHART_ROW - 1
    anchor: Any = TwoCellAnchor(
        _from=AnchorMarker(col=left, row=top, colOff=_GAP, rowOff=_GAP),
        to=AnchorMarker(col=right, row=top + summary_layout.CHART_ROWS),
    )
    chart.anchor = anchor  # declared as text in the stubs
    sheet.add_chart(chart)


def _colour(rgb: str) -> ColorChoice:
    choice = ColorChoice()
    choice.RGB = rgb
    return choice


def _bars(title: str) -> BarChart:
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 60
    chart.title = _title(title)
    chart.legend.position = "b"
    chart.legend.txPr = _text(1020)
    chart.visible_cells_only = True
    chart.x_axis.scaling = Scaling(orientation="maxMin")
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.txPr = chart.y_axis.txPr = _text(1020)
    chart.y_axis.crosses = "max"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D9D9D9")))
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=colours.LINE))
    chart.roundedCorners = False
    return chart


def _series(sheet: Worksheet, letter: str, label: str, colour: str) -> Series:
    def lines(column: str) -> str:
        return formula_address(
            sheet.title, f"${column}${summary_layout.ASPECTS.first}:${column}${summary_layout.ASPECTS.last}"
        )

    series: Series = SeriesFactory(lines(letter), title=label)
    series.cat = AxDataSource(strRef=StrRef(f=lines("B")))
    series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="7F7F7F"))
    series.invertIfNegative = False
    return series


def _label(series: Series, number_format: str) -> None:
    series.dLbls = DataLabelList(
        numFmt=number_format,
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        txPr=_text(1020),
    )


def _title(text: str) -> Title:
    properties = _characters(1200, colours.NAVY, bold=True)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=properties),
        r=[RegularTextRun(rPr=_characters(1200, colours.NAVY, bold=True), t=text)],
    )
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _text(size: int, ink: str = colours.INK) -> RichText:
    """Return text properties; `size` is in hundredths of a point."""
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_characters(size, ink)), endParaRPr=CharacterProperties())
    return RichText(p=[paragraph])


def _characters(size: int, ink: str, *, bold: bool = False) -> CharacterProperties:
    """Return character properties whose East Asian typeface has Chinese glyphs on every system."""
    return CharacterProperties(
        lang="zh-CN",
        sz=size,
        b=bold,
        solidFill=ink,
        latin=Font(typeface=colours.HEAD_FONT),
        ea=Font(typeface=colours.HEAD_FONT),
    )
