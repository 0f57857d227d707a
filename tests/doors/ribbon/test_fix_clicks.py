"""一键处理 by buttons in Calc: look, choose, done, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests import addresses
from tests.doors.ribbon.conftest import Answers
from tests.doors.ribbon.test_clicks import Open, press
from tests.workbook.live import ledgers

DUE, FLAG, STATUS = (addresses.column(name) for name in ("整改时限", "即知即改", "完成程度"))

SERIAL = 45838
"""30 June 2025, as a cell holds it."""


def sloppy(tmp_path: Path) -> Path:
    """Return a ledger in which a clerk typed a deadline without year, √ and a word of his own."""
    path = ledgers.small(tmp_path)
    writes = (CellWrite(2, DUE, "6月30日"), CellWrite(2, FLAG, "√"), CellWrite(3, STATUS, "正在推进"))
    FileBook(path).write((SheetChanges("问题台账", writes),))
    return path


def at(book: Any, row: int, column: int) -> object:
    """Return what a cell of 问题台账 holds."""
    return book.sheets["问题台账"].range((row, column)).value


def test_look_then_all_in_one_click_and_undo(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """The first answer shows before → after, one choice does it; dates become dates; one undo brings all back."""
    book = opened(sloppy(tmp_path))
    answers.replies = {"怎么办": ["全部照改"]}
    press(book, answers, "fix", "look")
    assert answers.questions == ["怎么办[不改台账|全部照改|只办表中选的]"]
    shown = next(text for text in answers.said if "能一键改好的" in text)
    assert " → " in shown
    assert "--" not in shown
    assert any("可以撤销" in text for text in answers.said)
    assert at(book, 2, DUE) == SERIAL
    left = [row[2] for row in book.sheets["校验结果"].range("A2:C80").options(ndim=2).value]
    assert "RX406" not in left  # it looks like a date as well
    assert (at(book, 2, FLAG), at(book, 3, STATUS)) == ("是", "整改中")
    press(book, answers, "undo")
    assert (at(book, 2, DUE), at(book, 2, FLAG), at(book, 3, STATUS)) == ("6月30日", "√", "正在推进")


def test_only_what_is_chosen_in_the_sheet_is_done(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """A clerk looks, sets a line to 暂不处理 and another to 已核实, and clicks 照《校验结果》办理."""
    book = opened(sloppy(tmp_path))
    answers.replies = {"怎么办": ["不改台账"]}
    press(book, answers, "fix", "look")
    sheet = book.sheets["校验结果"]
    choice, reason = (addresses.column(name, "校验结果") for name in ("处理", "核实理由"))
    rows = [row for row in sheet.range("A2:J80").options(ndim=2).value if row[2]]
    codes = [row[2] for row in rows]
    assert all(row[choice - 1] == "照改" for row in rows if row[7])
    sheet.range((2 + codes.index("RX303"), choice)).value = "暂不处理"
    doubtful = (
        codes.index("RX802")
        if "RX802" in codes
        else next(number for number, row in enumerate(rows) if row[1] == "提醒" and not row[7])
    )
    sheet.range((2 + doubtful, choice)).value = "已核实"
    sheet.range((2 + doubtful, reason)).value = "已与科室核对"
    answers.said.clear()
    press(book, answers, "fix", "marked")
    text = "\n".join(answers.said)
    assert at(book, 3, STATUS) == "正在推进"
    assert at(book, 2, FLAG) == "√" or "已改好" in text
    assert at(book, 2, DUE) == SERIAL
    assert "已核实1条" in text or "没有登记为已核实" in text
