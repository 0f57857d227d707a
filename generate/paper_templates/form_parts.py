"""The pieces of a form in Word: fixed tables with their grid, labels, fields, and the marks of a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.documents.docx.docx_styles import fonts, size, tag
from rectify_xl.documents.layout.page_layout import BIAOSONG, FANGSONG, HEI

TEXT = 24
"""12 pt in half points."""
LINE = 350
_PADDING = (("top", 30), ("left", 100), ("bottom", 30), ("right", 100))
"""Between the lines of a table and its text, in twips."""
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def control(level: str, statement: str) -> str:
    """Return a paragraph that holds a statement for whole paragraphs (`p`) or whole table rows (`tr`)."""
    return tag("p", tag("r", tag("t", f"{{%{level} {statement} %}}")))


def title(text: str, *, new_page: bool = False) -> str:
    """Return the title of a form."""
    rules = tag(
        "pPr",
        tag("keepNext"),
        tag("pageBreakBefore") if new_page else "",
        tag("spacing", before=0, after=160, line=640, lineRule="atLeast"),
        tag("jc", val="center"),
    )
    return tag("p", rules, tag("r", tag("rPr", fonts(BIAOSONG), size(44)), tag("t", text)))


def styled(
    style: str,
    text: str,
    *,
    before: int = 0,
    after: int = 0,
    indent: bool = True,
    new_page: bool = False,
    keep: bool = False,
) -> str:
    """Return a paragraph in one of the styles of the notice (`documents/docx/docx_styles.py`).

    `keep` holds it on the page of what follows.
    """
    rules = tag(
        "pPr",
        tag("pStyle", val=style),
        tag("keepNext") if keep else "",
        tag("pageBreakBefore") if new_page else "",
        tag("spacing", before=before or None, after=after or None) if before or after else "",
        "" if indent else tag("ind", firstLineChars=0, firstLine=0),
    )
    return tag("p", rules, tag("r", tag("t", text)))


def paragraph(
    text: str,
    *,
    font: str = FANGSONG,
    half_points: int = TEXT,
    align: str = "left",
    before: int = 0,
    after: int = 0,
    line: int = LINE,
    keep: bool = False,
) -> str:
    """Return a paragraph in a form; `keep` holds it on the page of what follows."""
    rules = tag(
        "pPr",
        tag("keepNext") if keep else "",
        tag("spacing", before=before, after=after, line=line, lineRule="atLeast"),
        tag("jc", val=align),
    )
    return tag("p", rules, tag("r", tag("rPr", fonts(font), size(half_points)), tag("t", text)))


def table(grid: Sequence[int], *rows: str) -> str:
    """Return a table with lines; `grid` are the widths of its columns in twips."""
    borders = tag("tblBorders", *(tag(edge, val="single", sz=6, space=0, color="000000") for edge in _EDGES))
    properties = tag(
        "tblPr",
        tag("tblW", w=sum(grid), type="dxa"),
        tag("jc", val="center"),
        borders,
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", *(tag(edge, w=width, type="dxa") for edge, width in _PADDING)),
    )
    return tag("tbl", properties, tag("tblGrid", *(tag("gridCol", w=width) for width in grid)), *rows)


def row(*cells: str, height: int = 460, head: bool = False) -> str:
    """Return a row that is never broken between pages; `head` repeats it on each page."""
    rules = (tag("cantSplit"), tag("trHeight", val=height, hRule="atLeast"), tag("tblHeader") if head else "")
    return tag("tr", tag("trPr", *rules), *cells)


def cell(body: str, width: int, *, span: int = 1, top: bool = False, fill: str = "") -> str:
    """Return a cell; its text stands in the middle of its height, or at the top. `fill` is its colour (RRGGBB)."""
    rules = tag(
        "tcPr",
        tag("tcW", w=width, type="dxa"),
        tag("gridSpan", val=span) if span > 1 else "",
        tag("shd", val="clear", color="auto", fill=fill) if fill else "",
        tag("vAlign", val="top" if top else "center"),
    )
    return tag("tc", rules, body)


def label(text: str, width: int, *, half_points: int = TEXT) -> str:
    """Return a cell that names what stands beside or below it."""
    return cell(paragraph(text, font=HEI, align="center", half_points=half_points), width)


def heading(text: str) -> str:
    """Return the heading of a part of a form."""
    return paragraph(text, font=HEI, half_points=28, before=200, after=80, keep=True)


class ListColumn(NamedTuple):
    """One column of a list: its head, its width in twips, what its cells hold, and where that stands."""

    head: str
    width: int
    field: str
    align: str = "left"


def listing(
    columns: Sequence[ListColumn], statement: str, *, half_points: int = TEXT, line: int = LINE, keep: bool = False
) -> str:
    """Return a table with a head that repeats on each page, and one row for each turn of the loop `statement`.

    With `keep` it goes to the next page as a whole where it does not fit; one longer than a page is broken anyhow.
    """
    grid = [column.width for column in columns]
    return table(
        grid,
        row(*(label(column.head, column.width, half_points=half_points) for column in columns), head=True),
        loop(grid, statement),
        row(
            *(
                cell(
                    paragraph(
                        f"{{{{ {column.field} }}}}",
                        align=column.align,
                        half_points=half_points,
                        line=line,
                        keep=keep,
                    ),
                    column.width,
                )
                for column in columns
            ),
            height=400,
        ),
        loop(grid, "endfor"),
    )


def wide(grid: Sequence[int], name: str, text: str, *, align: str = "left", height: int = 460) -> str:
    """Return a row of one field: its name in the first column, its text over all the others."""
    return row(
        label(name, grid[0]), cell(paragraph(text, align=align), sum(grid[1:]), span=len(grid) - 1), height=height
    )


def pair(grid: Sequence[int], first: str, first_text: str, second: str, second_text: str) -> str:
    """Return a row of two fields in a table of four columns."""
    return row(
        label(first, grid[0]),
        cell(paragraph(first_text), grid[1]),
        label(second, grid[2]),
        cell(paragraph(second_text), grid[3]),
    )


def loop(grid: Sequence[int], statement: str) -> str:
    """Return a row that holds a statement for whole rows, such as `for 行 in 行们` or `endfor`."""
    return row(cell(control("tr", statement), sum(grid), span=len(grid)))


def annex() -> tuple[str, ...]:
    """Return the page with the pictures of evidence behind a form, and what is not printed; nothing without pictures.

    The pictures take the place of the paragraph that holds nothing but 表.照片.
    """
    return (
        control("p", "if 表.照片"),
        _annex_title("{{ 表.编号 }}佐证照片"),
        paragraph("{{ 表.照片 }}", align="center"),
        control("p", "endif"),
        control("p", "if 表.余件"),
        paragraph("{{ 表.余件 }}", half_points=21, before=60),
        control("p", "endif"),
    )


def _annex_title(text: str) -> str:
    rules = tag(
        "pPr", tag("keepNext"), tag("pageBreakBefore"), tag("spacing", before=0, after=120), tag("jc", val="center")
    )
    return tag("p", rules, tag("r", tag("rPr", fonts(HEI), size(32)), tag("t", text)))
