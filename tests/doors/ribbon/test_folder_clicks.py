"""汇总下级 by button: without any ledger in front; a click asks for the folder, and what is made lies beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.consolidated_units import draw
from tests.doors.ribbon.conftest import Answers

AS_OF = date(2026, 9, 30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "报送"
    target.mkdir()
    return draw(target, 3)


def press(app: xlwings.App, answers: Answers, command: str = "consolidate") -> str:
    answers.said.clear()
    clicks.press(command, "", ActiveBook(app, None), answers, AS_OF)
    for book in [book for book in app.books if book.name.startswith("汇总下级")]:
        answers.said.append(f"打开的是{book.name}")
        book.close()
    return "\n".join(answers.said)


def test_a_click_consolidates_a_folder(app: xlwings.App, answers: Answers, folder: Path) -> None:
    """The result stands beside the folder and is opened; a second click makes another one and reads nothing anew."""
    answers.folders = [folder, folder]
    answers.yes = False
    text = press(app, answers)
    result = folder.parent / "汇总下级_2026-09-30.xlsx"
    assert "计入3家单位" in text
    assert "要不要对照名册" in text
    assert "--" not in text
    assert f"打开的是{result.name}" in text
    assert "本次读了0份" in press(app, answers)
    assert (folder.parent / "汇总下级_2026-09-30_2.xlsx").is_file()


def test_a_roster_beside_the_folder_is_taken(app: xlwings.App, answers: Answers, folder: Path) -> None:
    """No question is asked for it, and it tells who is missing; who cancels gets nothing."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["单位"], ["没有报的镇"]):
        book.active.append(row)
    book.save(folder.parent / "名册.xlsx")
    answers.folders = [folder, None]
    text = press(app, answers)
    assert "未报1家（没有报的镇）" in text
    assert "要不要对照名册" not in text
    before = sorted(folder.parent.iterdir())
    assert press(app, answers) == ""
    assert sorted(folder.parent.iterdir()) == before


def test_a_click_sends_back_what_lies_in_a_folder(app: xlwings.App, answers: Answers, folder: Path) -> None:
    """All answers stand in a folder beside it; what the consolidation has read is not read again."""
    answers.folders = [folder, folder]
    answers.yes = False
    press(app, answers)
    text = press(app, answers, "return")
    answered = folder.parent / "退回单_2026-09-30"
    assert "要不要用名册里的单位名称和收件邮箱" in text
    assert f"都在文件夹“{answered.name}”里" in text
    assert len(list(answered.glob("*_邮件.eml"))) == 3
    assert "--" not in text
