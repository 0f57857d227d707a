"""导入对照 as a file: a workbook for a clerk, .json for programs.

What a person may change is one yellow column with a list of the words to choose from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from rectify_xl.errors import BookError
from rectify_xl.intake.old_ledger import import_mapping, mapping_sheet
from rectify_xl.intake.old_ledger.import_mapping import COLOUR, COLUMN, KINDS, SHEET, ImportMapping
from rectify_xl.system import files, special_files
from rectify_xl.text import json_text
from rectify_xl.text.refs import Area
from rectify_xl.workbook import plain_workbook
from rectify_xl.workbook.plain_workbook import OfferedWords, TextSheet, TextStyle
from rectify_xl.workbook.saving import outputs

ENDINGS = (".xlsx", ".json")
WHAT = mapping_sheet.SHEET_NAME
ADVICE = "只改黄色的『改为』一列（点单元格右侧的箭头选词），空着就按『程序判断』；改好后再点一次“导入”。"
_WIDTHS = (8, 16, 10, 24, 15, 15, 11, 56)
_YELLOW = "FFFF99"
_PLAIN = TextStyle("宋体", 10, wrapped=False)
_STRONG = _PLAIN._replace(bold=True)
_FRAMED = TextStyle("宋体", 10, framed=True)
_TITLE = TextStyle("黑体", 18, bold=True, ink="1F4E79", wrapped=False)
_ADVICE = _TITLE._replace(size=12)
_HEADER = TextStyle("黑体", 10, bold=True, ink="FFFFFF", fill="1F4E79", framed=True, centred=True)
_HEADER_ROW = 4
_LINE_HEIGHT = 15
"""Points of one line of text in a row."""


ListedRows = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A list on a sheet of its own: title, header and rows."""


def write(target: Path, mapping: ImportMapping, *, overwrite: bool, lists: Sequence[ListedRows] = ()) -> None:
    """Write a mapping to an .xlsx or .json; `lists` go on further sheets of the workbook.

    Raises `PaperError` when it cannot be written.
    """
    outputs.refuse(target, WHAT, endings=ENDINGS, overwrite=overwrite)
    if target.suffix.lower() == ".json":
        text = json.dumps(mapping_sheet.data(mapping), ensure_ascii=False, indent=2)
        outputs.put(target, f"{text}\n".encode(), WHAT, endings=ENDINGS, overwrite=overwrite)
    else:
        outputs.put(target, _workbook(mapping, lists), WHAT, endings=ENDINGS, overwrite=overwrite)


def read(path: Path) -> ImportMapping:
    """Return the mapping in a file. Raises `BookError` when it is missing, is none, or holds words that none knows."""
    if not path.exists():
        raise BookError(f"找不到导入对照“{path}”", "请核对文件名和所在文件夹")
    if path.is_dir() or special_files.special_kind(path):
        raise BookError(f"“{path}”不是文件", "请写导入对照的文件名")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BookError(f"打不开“{path.name}”（{files.reason(error)}）", "请关闭正在使用它的程序再试") from error
    mapping = _of_json(content, path.name) if content.lstrip()[:1] == b"{" else _of_workbook(content, path.name)
    import_mapping.refuse_wrong_words(mapping, path.name)
    return mapping


def _of_json(content: bytes, name: str) -> ImportMapping:
    try:
        entries = json_text.parsed(content)
    except ValueError as error:
        raise BookError(f"“{name}”不是完整的 JSON", "请用 --map-out 重新生成导入对照") from error
    return mapping_sheet.mapping_of_data(entries, name)


def _of_workbook(content: bytes, name: str) -> ImportMapping:
    from rectify_xl.workbook.reading import any_workbook

    grid = any_workbook.read_grid(content, name)
    sheet = next((sheet for sheet in grid.sheets if mapping_sheet.is_mapping(sheet)), None)
    if sheet is None:
        raise BookError(f"“{name}”里没有工作表《{WHAT}》", "请用 --map-out 生成导入对照，改好后再用 --map 写上它")
    return mapping_sheet.mapping_of_sheet(sheet)


def _workbook(mapping: ImportMapping, lists: Sequence[ListedRows]) -> bytes:
    sheets = [_mapping_sheet(mapping), *(_list_sheet(*rows) for rows in lists)]
    return plain_workbook.workbook(sheets)


def _mapping_sheet(mapping: ImportMapping) -> TextSheet:
    rows: list[list[tuple[str, TextStyle]]] = [
        [(WHAT, _TITLE)],
        [(mapping_sheet.SOURCE_LABEL, _STRONG), (mapping.source, _PLAIN)],
        [(ADVICE, _ADVICE)],
        [
            (name, _HEADER if number != mapping_sheet.CORRECTION else _HEADER._replace(fill="DDEBF7", ink="262626"))
            for number, name in enumerate(mapping_sheet.HEADER, 1)
        ],
    ]
    heights = {1: 28.0, 3: 20.0, _HEADER_ROW: 20.0}
    for number, line in enumerate(mapping.lines, _HEADER_ROW + 1):
        texts = (line.kind, line.sheet, line.place, line.heading, line.judged, line.corrected, line.certainty)
        style = _FRAMED._replace(bold=True, fill="DDEBF7") if line.kind == SHEET else _FRAMED
        styles = [style] * len(mapping_sheet.HEADER)
        styles[mapping_sheet.CORRECTION - 1] = _FRAMED._replace(bold=True, fill=_YELLOW)
        if line.kind == COLOUR and _is_colour(line.place):
            styles[3] = _FRAMED._replace(fill=line.place)
        rows.append(list(zip((*texts, line.samples), styles, strict=True)))
        heights[number] = _LINE_HEIGHT * max(map(_lines_of, (*texts, line.samples), _WIDTHS))
    return TextSheet(WHAT, rows, _WIDTHS, heights, _HEADER_ROW, tuple(_offered(mapping)))


def _is_colour(place: str) -> bool:
    return len(place) == 6 and all(digit in "0123456789ABCDEFabcdef" for digit in place)


def _list_sheet(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> TextSheet:
    widest = [max((len(row[column]) for row in rows), default=0) for column in range(len(header))]
    widths = [min(60, 2 * max(longest, len(name)) + 2) for longest, name in zip(widest, header, strict=True)]
    cells = [[(name, _HEADER) for name in header], *([(text, _FRAMED) for text in row] for row in rows)]
    return TextSheet(title, cells, widths, {}, 1)


def _lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, a Chinese character being two wide."""
    return max(1, math.ceil(sum(2 if character > "\u2e7f" else 1 for character in text) / (0.87 * width)))


def _offered(mapping: ImportMapping) -> Iterator[OfferedWords]:
    """Offer in the yellow column the words that may stand there; a state may also be told in other words."""
    known = {SHEET: import_mapping.SHEET_WORDS, COLUMN: import_mapping.ROLE_WORDS}
    for kind in KINDS:
        rows = [row for row, line in enumerate(mapping.lines, _HEADER_ROW + 1) if line.kind == kind]
        if rows:
            areas = " ".join(
                str(Area(first, mapping_sheet.CORRECTION, last, mapping_sheet.CORRECTION))
                for first, last in _runs(rows)
            )
            yield OfferedWords(areas, known.get(kind, import_mapping.STATES), kind in known)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow one another."""
    first = last = rows[0]
    for row in rows[1:]:
        if row > last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
