"""The looks of the ledger: one palette, told apart in colour and in black and white."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from rectify_xl.ledger.schema import Column, ColumnKind

BODY_FONT = "宋体"
HEAD_FONT = "黑体"
BODY_SIZE = 10

NAVY = "1F4E79"
BLUE = "2E75B6"
PALE = "DDEBF7"
GREY = "E7E6E6"
LINE = "A6A6A6"
INK = "262626"
WHITE = "FFFFFF"

RED_ROW = "F8CBC4"
ORANGE_ROW = "FFD9A3"
YELLOW_ROW = "FFF6BF"
DONE_ROW = "E6F2E3"
DONE_INK = "1E3A1E"
ERROR_CELL = "C00000"
REMINDER_CELL = "FFE699"

BODY = Font(name=BODY_FONT, size=BODY_SIZE, color=INK)
STRONG = Font(name=BODY_FONT, size=BODY_SIZE, bold=True, color=INK)
TITLE = Font(name=HEAD_FONT, size=18, bold=True, color=NAVY)
SECTION = Font(name=HEAD_FONT, size=12, bold=True, color=NAVY)
NOTE = Font(name=BODY_FONT, size=9, color="595959")
LINK = Font(name=BODY_FONT, size=BODY_SIZE, color="0563C1", underline="single")

WRAPPED = Alignment(vertical="top", wrap_text=True)
ONE_LINE = Alignment(vertical="top")
CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT_MIDDLE = Alignment(horizontal="left", vertical="center", wrap_text=True)

HEAD_COLOURS = {
    "required": (NAVY, WHITE),
    "expected": (BLUE, WHITE),
    "optional": (PALE, INK),
    "computed": (GREY, INK),
}
"""Fill and ink of a header by who fills the column in."""

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


def box(colour: str = LINE) -> Border:
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
    line: str = LINE,
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
