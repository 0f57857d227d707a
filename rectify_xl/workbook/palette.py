"""The looks of the ledger, as openpyxl takes them: fonts, alignments, fills, lines, conditional formats."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from rectify_xl.ledger.schema import Column, ColumnKind
from rectify_xl.workbook import colours

BODY = Font(name=colours.BODY_FONT, size=colours.BODY_SIZE, color=colours.INK)
STRONG = Font(name=colours.BODY_FONT, size=colours.BODY_SIZE, bold=True, color=colours.INK)
TITLE = Font(name=colours.HEAD_FONT, size=18, bold=True, color=colours.NAVY)
SECTION = Font(name=colours.HEAD_FONT, size=12, bold=True, color=colours.NAVY)
NOTE = Font(name=colours.BODY_FONT, size=9, color="595959")
LINK = Font(name=colours.BODY_FONT, size=colours.BODY_SIZE, color="0563C1", underline="single")

WRAPPED = Alignment(vertical="top", wrap_text=True)
ONE_LINE = Alignment(vertical="top")
CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT_MIDDLE = Alignment(horizontal="left", vertical="center", wrap_text=True)

NUMBER_FORMATS: dict[ColumnKind, str] = {
    "text": "General",
    "long": "General",
    "line": "General",
    "id": "@",
    "ids": "@",
    "date": "yyyy-mm-dd",
    "flag": "General",
    "choice": "General",
    "number": "General",
}
SHORT_KINDS = frozenset({"id", "date", "flag", "choice", "number"})


def solid(colour: str) -> PatternFill:
    """Return a plain fill; both colours are set because a conditional format shows the second."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def box(colour: str = colours.LINE) -> Border:
    """Return thin lines on all four sides."""
    side = Side(style="thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def body_alignment(column: Column) -> Alignment:
    """Return how the cells of a column stand: short ones centred, all at the top; all but those of one line wrapped."""
    if column.kind == "line":
        return ONE_LINE
    return CENTRED if column.kind in SHORT_KINDS else WRAPPED


def rule(
    formula: str,
    *,
    fill: str = "",
    ink: str = "",
    bold: bool = False,
    underline: bool = False,
    line: str = colours.LINE,
) -> Rule:
    """Return a conditional format.

    Each one draws the lines of its cell as well: LibreOffice applies only the first that matches.
    """
    style = DifferentialStyle(
        font=Font(color=ink or None, bold=bold or None, underline="single" if underline else None),
        fill=solid(fill) if fill else None,
        border=box(line),
    )
    return Rule(type="expression", formula=[formula], dxf=style)
