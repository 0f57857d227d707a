"""收回合并 by button, in a running LibreOffice: the folder is chosen beside the ledger, the list is a sheet of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks
from rectify_xl.ledger import schema
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.doors.ribbon.conftest import Answers
from tests.supervision.distribution import offices
from tests.workbook.live import ledgers

AS_OF = date(2025, 9, 26)
Open = Callable[[Path], xlwings.Book]
PROBLEMS, LIST = schema.PROBLEMS, schema.COLLECTED


def press(book: xlwings.Book, answers: Answers, command: str, variant: str = "") -> str:
    """Click, and return all that was shown."""
    answers.said.clear()
    clicks.press(command, variant, ActiveBook(book.app, book), answers, AS_OF)
    return "\n".join(answers.said)


def cell(book: xlwings.Book, layout: schema.Sheet, row: int, column: str) -> object:
    return book.sheets[layout.name].range((row, layout.position(column))).value


@pytest.fixture
def sent(opened: Open, answers: Answers, tmp_path: Path) -> xlwings.Book:
    """A ledger that was sent out; 办公室 has filled in its table, and the ledger was edited meanwhile."""
    home = tmp_path / "办公"
    home.mkdir()
    book = opened(ledgers.small(home))
    press(book, answers, "distribute")
    folder = next(path for path in home.iterdir() if path.is_dir() and any(path.glob("填报表_*.xlsx")))
    back = home / "交回"
    back.mkdir()
    for path in folder.glob("填报表_*.xlsx"):
        path.rename(back / path.name)
    (mine,) = back.glob("填报表_办公室_*.xlsx")
    offices.fill(mine, PROBLEMS.name, "P001", 整改进展="学习计划已经执行。", 责任人="李岚")
    offices.fill(mine, PROBLEMS.name, "P002", 整改进展="记录员写的")
    book.sheets[PROBLEMS.name].range((3, PROBLEMS.position("整改进展"))).value = "整改办写的"
    answers.folders = [back, back]
    return book


def test_the_differences_come_first_and_what_is_certain_is_taken_at_once(sent: xlwings.Book, answers: Answers) -> None:
    """One click lists what differs and asks; one choice takes what has no conflict; one undo takes it back."""
    answers.replies = {"怎么办": ["全部采用没有冲突的"]}
    text = press(sent, answers, "collect")
    assert "交回的表在哪个文件夹（办公）" in answers.questions
    assert "科室改过、台账没动的2处，可以收；1处要您决定（其中1处两边写得不一样）。" in text
    assert "有冲突：办公室 P002“整改进展”" in text
    assert "--" not in text
    assert "警告" not in text
    assert cell(sent, PROBLEMS, 2, "整改进展") == "学习计划已经执行。"
    assert cell(sent, PROBLEMS, 2, "责任人") == "李岚"
    assert cell(sent, PROBLEMS, 3, "整改进展") == "整改办写的"
    assert [cell(sent, LIST, 2, name) for name in ("情况", "编号", "台账现在", "收回的")] == [
        "有冲突",
        "P002",
        "整改办写的",
        "记录员写的",
    ]
    press(sent, answers, "undo")
    assert cell(sent, PROBLEMS, 2, "整改进展") == "一是已制定学习计划。"


def test_what_is_chosen_in_the_sheet_is_taken(sent: xlwings.Book, answers: Answers) -> None:
    """The first click leaves the ledger alone and ticks what is certain; the choice for the conflict counts."""
    answers.replies = {"怎么办": ["不改台账"]}
    press(sent, answers, "collect")
    assert cell(sent, PROBLEMS, 2, "整改进展") == "一是已制定学习计划。"
    assert [cell(sent, LIST, row, "采用") for row in (2, 3, 4)] == [None, "收回的", "收回的"]
    sent.sheets[LIST.name].range((2, LIST.position("采用"))).value = "收回的"
    text = press(sent, answers, "collect", "listed")
    assert "已收进台账3处（办公室3处）" in text
    assert cell(sent, PROBLEMS, 3, "整改进展") == "记录员写的"
    assert cell(sent, LIST, 2, "编号") is None
    assert "发出2家，都已交回。" in press(sent, answers, "collect", "status")
