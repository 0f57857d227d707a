"""The answers to units that lie among what units sent in: known by their very bytes, which their list names.

`return` writes a list (退回清单.xlsx) into the folder of its answers, with the SHA-256 of each. A file that is another
one, if only by one byte, is a submission: a unit may mend the returned workbook itself and send it again.
"""

from __future__ import annotations

from collections.abc import Mapping

from rectify_xl.errors import RectifyError

LIST = "退回清单.xlsx"
"""The name of the list."""
SUMS_SHEET = "文件核对"
SUMS_HEADS = ("文件", "SHA-256")
"""The sheet of the list that names the files, and its heads."""
LARGEST = 20_000_000
"""Most bytes of such a list."""


def listed(data: bytes) -> Mapping[str, str]:
    """Return the SHA-256 of each file that a list names; nothing where `data` is no such list."""
    from rectify_xl.workbook.reading import any_workbook

    try:
        sheets = any_workbook.read_grid(data, LIST).sheets
    except RectifyError:
        return {}
    sheet = next((sheet for sheet in sheets if sheet.name == SUMS_SHEET), None)
    if sheet is None or (sheet.values.get((1, 1)), sheet.values.get((1, 2))) != SUMS_HEADS:
        return {}
    rows = {row for row, column in sheet.values if column == 2 and row > 1}
    return {str(sheet.values.get((row, 1))): str(sheet.values[row, 2]) for row in rows}
