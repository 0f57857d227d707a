"""A table as plain text (.csv, or the “Unicode 文本” of the office programs) as one sheet. Cells stay texts."""

from __future__ import annotations

import csv
import io
import re

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.readers.decode import decode
from rectify_xl.system import limits
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.reading import grid_bounds

_MARKS = "\t,;|，"
_SAMPLE = 40
"""Lines by which the mark between cells is recognised."""


def mark_between_cells(data: bytes) -> str:
    """Return the mark between the cells of a table as text, empty where the text is no table.

    It is the one that most lines have, and more often than others.
    """
    text = decode(data) or ""
    if match := re.match(r"\ufeff?sep=(.)\r?\n", text):
        return match[1]
    bare = re.sub(r'"[^"]*"', '""', text[:200_000])
    lines = [line for line in bare.splitlines() if line.strip()][:_SAMPLE]
    counts = {mark: sum(line.count(mark) for line in lines if mark in line) for mark in _MARKS}
    most = max(_MARKS, key=lambda mark: counts[mark])
    with_mark = sum(most in line for line in lines)
    return most if len(lines) > 1 and 2 * with_mark > len(lines) else ""


def _of_one_column(data: bytes, name: str) -> str:
    """Return a mark for a table of one column, which has none: nothing but its name tells it apart from any text."""
    return _MARKS[0] if name.lower().endswith(".csv") and decode(data) else ""


def read(data: bytes, name: str) -> SheetGrid:
    """Return the sheet, which has the name of the file; raises `BookError` for what is no table or too large."""
    mark = mark_between_cells(data) or _of_one_column(data, name)
    if not mark:
        raise BookError(f"“{name}”是文本，里面没有用逗号或制表符分开的表格", "请选择台账的表格文件（.xlsx）")
    text = re.sub(r"\A\ufeff?(?:sep=.\r?\n)?", "", decode(data) or "").replace("\0", "")
    values: dict[Place, Raw] = {}
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            for column, cell in enumerate(cells, 1):
                plain = cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
                if plain.strip():
                    values[row, column] = plain.replace("\r\n", "\n").replace("\r", "\n")
            if len(values) > limits.GRID_CELLS:
                raise grid_bounds.too_large(name)
    except csv.Error as error:
        raise BookError(
            f"“{name}”的内容读不出", "请在Excel或WPS中打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
        ) from error
    return grid_bounds.bounded(SheetGrid(name.rpartition(".")[0] or name, values))
