"""RX117: characters that only look like those that are meant."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import folding
from rectify_xl.checks.base import Context, Remark, at, check, listed
from rectify_xl.model import Ledger, Row


@check(
    "RX117",
    "lookalike-characters",
    "看着像、其实不是的字",
    guards="从PDF或旧系统复制来的部首、兼容字（如⽅、⾯），看上去一样，公式、筛选、查找却认不出来。",
    ignore="只用本程序统计时可以忽略：程序按普通的字来读。",
)
def lookalike_characters(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every cell with radicals or compatibility ideographs in place of ordinary characters."""
    if not ledger.folded:
        return
    rows = {(row.sheet, row.number): row for of_sheet in ledger.rows.values() for row in of_sheet}
    for (sheet, number, column), text in ledger.folded.items():
        marks = [mark for mark in folding.strange(text) if folding.cleaned(mark)]
        row = rows.get((sheet, number))
        name = _header(row, column) if row else ""
        if row and name and marks:
            shown = listed([f"{mark}应为{folding.cleaned(mark)}" for mark in marks])
            yield at(
                row,
                name,
                f"有{len(marks)}个看着像、其实不是的字（{shown}），多半是从PDF复制来的；程序按普通的字读，公式、筛选却认不出。",
                "请重新录入{}，或用“查找和替换”换成普通的字。",
            )


def _header(row: Row, column: int) -> str:
    return next((name for name, position in row.headers.items() if position == column), "")
