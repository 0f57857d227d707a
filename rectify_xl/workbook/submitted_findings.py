"""校验情况.xlsx: the findings that go up with a ledger, and those that the unit verified, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from openpyxl import Workbook

from rectify_xl.ledger.records import SEVERITY_LABEL
from rectify_xl.supervision.submission.submission_words import FINDINGS, FINDINGS_HEADS, FINDINGS_TITLE
from rectify_xl.workbook import colours, palette, print_setup, program_mark, reproducible_save
from rectify_xl.workbook.explaining_sheet import ExplainingSheet
from rectify_xl.workbook.program_mark import ProgramMark

ERROR = SEVERITY_LABEL["error"]
VERIFIED = "已核实的"


class ListedFinding(NamedTuple):
    """A line: how serious (错误, 提醒), its code, its cell, the row, what is wrong, what to do about it."""

    severity: str
    code: str
    place: str
    row_id: str
    message: str
    fix: str


class VerifiedLine(NamedTuple):
    """A finding that somebody verified: code, cell, row, what is said, by whom, on which day, and why it is none."""

    code: str
    place: str
    row_id: str
    message: str
    by: str
    day: str
    reason: str


_OPEN_WIDTHS = (6, 7, 9, 17, 10, 56, 42)
_VERIFIED_HEADS = ("序号", "代码", "位置", "编号", "问题", "核实人", "日期", "核实理由")
_VERIFIED_WIDTHS = (6, 9, 17, 10, 46, 9, 12, 38)


def workbook(
    unit: str, day: str, listed: Sequence[ListedFinding], verified: Sequence[VerifiedLine], at: datetime
) -> bytes:
    """Return the workbook: whose ledger it is about, for which day that counts; `at` dates the file."""
    book = Workbook()
    program_mark.put(book, ProgramMark(FINDINGS, unit))
    sheet = book.worksheets[0]
    sheet.title = FINDINGS
    errors = sum(line.severity == ERROR for line in listed)
    page = ExplainingSheet(sheet, _OPEN_WIDTHS)
    page.wide(f"{unit or '本单位'}{FINDINGS_TITLE}（截至{day}）", palette.SECTION, 28)
    words = f"错误{errors}条、提醒{len(listed) - errors}条，位置是所附整改台账的单元格。" if listed else "没有未改的。"
    page.wide(f"按“上报”口径校验：{words}", palette.BODY)
    page.heads(FINDINGS_HEADS)
    for number, line in enumerate(listed, 1):
        fills = {2: colours.RED_ROW} if line.severity == ERROR else {}
        page.entry((str(number), *line), (1, 2, 3, 5), fills)
    print_setup.set_up(sheet, header_row=False)
    if verified:
        other = book.create_sheet(VERIFIED)
        page = ExplainingSheet(other, _VERIFIED_WIDTHS)
        page.wide(f"本单位已核实无误的{len(verified)}条，不计入错误和提醒", palette.SECTION, 28)
        page.heads(_VERIFIED_HEADS)
        for number, known in enumerate(verified, 1):
            page.entry((str(number), *known), (1, 2, 4, 6, 7), {})
        print_setup.set_up(other, header_row=False)
    return reproducible_save.content(book, at)
