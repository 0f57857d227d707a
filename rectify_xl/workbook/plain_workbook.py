"""Write a small workbook of texts as Excel's own parts: openpyxl would take longer to load than all the rest.

A cell is a text and the number of a style; texts stay texts whatever they begin with.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rectify_xl.text.refs import cell_ref

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAY = (2025, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class TextStyle(NamedTuple):
    """How a cell looks: font, size, colours (RRGGBB, empty for none), a frame, centred."""

    font: str
    size: int
    bold: bool = False
    ink: str = "262626"
    fill: str = ""
    framed: bool = False
    centred: bool = False
    wrapped: bool = True


class OfferedWords(NamedTuple):
    """The words that a list offers in some areas (`F5:F9 F12`); `strict` refuses others."""

    areas: str
    words: Sequence[str]
    strict: bool


class TextSheet(NamedTuple):
    """A sheet: rows of cells, each a text with its style; widths, heights by row, rows that stay in sight, lists."""

    name: str
    rows: Sequence[Sequence[tuple[str, TextStyle]]]
    widths: Sequence[float]
    heights: dict[int, float]
    frozen: int
    lists: Sequence[OfferedWords] = ()


def workbook(sheets: Sequence[TextSheet]) -> bytes:
    """Return a workbook; the same sheets give the same bytes."""
    styles = list(dict.fromkeys(style for sheet in sheets for row in sheet.rows for _, style in row))
    numbers = {style: number for number, style in enumerate(styles, 1)}
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _book_rels(len(sheets)),
        "xl/styles.xml": _styles(styles),
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, numbers)
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            info = ZipInfo(name, _DAY)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, text.encode())
    return buffer.getvalue()


def _content_types(count: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{number}", "worksheet") for number in range(1, count + 1)),
        )
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _book(sheets: Sequence[TextSheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONSHIPS}"><sheets>{listed}</sheets></workbook>'


def _book_rels(count: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONSHIPS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{_RELATIONSHIPS}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}{styles}</Relationships>'


def _styles(styles: Sequence[TextStyle]) -> str:
    fonts = ['<font><sz val="10"/><name val="宋体"/></font>']
    fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
    formats = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
    for number, style in enumerate(styles, 1):
        bold = "<b/>" if style.bold else ""
        ink = f'<color rgb="FF{style.ink}"/>'
        fonts.append(f'<font>{bold}<sz val="{style.size}"/>{ink}<name val={quoteattr(style.font)}/></font>')
        if style.fill:
            solid = f'<patternFill patternType="solid"><fgColor rgb="FF{style.fill}"/></patternFill>'
            fills.append(f"<fill>{solid}</fill>")
        fill = len(fills) - 1 if style.fill else 0
        across = ' horizontal="center"' if style.centred else ""
        placed = (
            f'<alignment{across} vertical="{"center" if style.centred else "top"}" wrapText="{int(style.wrapped)}"/>'
        )
        formats.append(
            f'<xf numFmtId="49" fontId="{number}" fillId="{fill}" borderId="{int(style.framed)}" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{placed}</xf>'
        )
    side = "".join(
        f'<{name} style="thin"><color rgb="FFA6A6A6"/></{name}>' for name in ("left", "right", "top", "bottom")
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{side}<diagonal/></border></borders>"
        f'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        f'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(sheet: TextSheet, numbers: dict[TextStyle, int]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    rows = "".join(_row(number, row, sheet, numbers) for number, row in enumerate(sheet.rows, 1))
    below = f"A{sheet.frozen + 1}"
    pane = f'<pane ySplit="{sheet.frozen}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
    lists = "".join(map(_offered, sheet.lists))
    if lists:
        lists = f'<dataValidations count="{len(sheet.lists)}">{lists}</dataValidations>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>{lists}"
        f'<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, row: Sequence[tuple[str, TextStyle]], sheet: TextSheet, numbers: dict[TextStyle, int]) -> str:
    height = sheet.heights.get(number)
    high = f' ht="{height}" customHeight="1"' if height else ""
    cells = "".join(
        _cell(cell_ref(number, column), text, numbers[style]) for column, (text, style) in enumerate(row, 1)
    )
    return f'<row r="{number}"{high}>{cells}</row>'


def _cell(ref: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{ref}" s="{style}"/>'
    kept = "".join(character for character in text if _is_written(character))
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(kept)}</t></is></c>'


def _is_written(character: str) -> bool:
    """Tell whether XML can hold a character."""
    return (
        character in "\n\t"
        or (character >= " " and not "\ud800" <= character <= "\udfff" and character < "\ufffe")
        or (character > "\uffff")
    )


def _offered(offered: OfferedWords) -> str:
    words = escape(f'"{",".join(offered.words)}"')
    stop = ' showErrorMessage="1" error="请从列表里选一个词，或者清空。"' if offered.strict else ""
    return (
        f'<dataValidation type="list" allowBlank="1"{stop} sqref="{offered.areas}">'
        f"<formula1>{words}</formula1></dataValidation>"
    )
