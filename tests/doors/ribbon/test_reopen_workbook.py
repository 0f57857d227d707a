"""Dropdowns that pasting took away come back by a button: the ledger is closed, mended as a file, and opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks, reopen_workbook
from rectify_xl.errors import BookError
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.doors.ribbon.conftest import Answers
from tests.workbook.live import ledgers

AS_OF = date(2025, 9, 26)
Open = Callable[[Path], xlwings.Book]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Return a ledger without the dropdowns of 问题台账."""
    path = ledgers.small(tmp_path)
    book = openpyxl.load_workbook(path)
    book["问题台账"].data_validations.dataValidation = []
    book.save(path)
    return path


def dropdowns(path: Path) -> int:
    return len(openpyxl.load_workbook(path)["问题台账"].data_validations.dataValidation)


def repair(book: xlwings.Book, answers: Answers) -> None:
    clicks.press("repair", "", ActiveBook(book.app, book), answers, AS_OF)


def test_the_button_mends_the_file_and_opens_it_again(
    opened: Open, app: xlwings.App, answers: Answers, damaged: Path
) -> None:
    """It tells what is lost and asks; afterwards the same sheet is in front and the dropdowns are there."""
    book = opened(damaged)
    book.impl.model.store()
    assert dropdowns(damaged) == 0
    book.sheets["问题台账"].activate()
    answers.yes = True
    repair(book, answers)
    assert answers.said[0].startswith("有")
    assert "尚未补回。" in answers.said[0]
    assert answers.said[0].endswith("补回时，程序先关闭这本台账，改好再打开。现在补回吗？")
    assert "已补回。" in answers.said[1]
    assert dropdowns(damaged) > 5
    assert [each.name for each in app.books] == ["台账 甲.xlsx"]
    assert app.books.active.sheets.active.name == "问题台账"
    assert app.books.active.sheets["问题台账"].range("D4").value == "采购验收走过场"
    assert list((damaged.parent / "rectify_xl_备份").glob("*.xlsx"))


def test_no_leaves_it_open_and_as_it_is(opened: Open, app: xlwings.App, answers: Answers, damaged: Path) -> None:
    """Whoever says no keeps the window and the file."""
    book = opened(damaged)
    book.impl.model.store()
    before = damaged.read_bytes()
    repair(book, answers)
    assert len(answers.said) == 1
    assert damaged.read_bytes() == before
    assert [each.impl.model.RuntimeUID for each in app.books] == [book.impl.model.RuntimeUID]


def test_a_sound_ledger_is_not_closed(opened: Open, app: xlwings.App, answers: Answers, tmp_path: Path) -> None:
    """Where nothing is lost, one message says so."""
    book = opened(ledgers.small(tmp_path))
    book.impl.model.store()
    repair(book, answers)
    assert answers.said == ["下拉选项、填写提示和自动标色都完好，不用修复。"]
    assert [each.impl.model.RuntimeUID for each in app.books] == [book.impl.model.RuntimeUID]


def test_unsaved_changes_are_never_lost(opened: Open, answers: Answers, damaged: Path) -> None:
    """With an edit that is not in the file the button asks to save first, and closes nothing."""
    book = opened(damaged)
    book.sheets["问题台账"].range("D4").value = "还没保存"
    answers.yes = True
    repair(book, answers)
    assert answers.said == ["警告：台账有还没保存的改动，或者文件刚被别人改过。请先保存台账（Ctrl+S），再点一次。"]
    assert book.sheets["问题台账"].range("D4").value == "还没保存"


def test_a_ledger_that_was_never_saved_has_no_file_to_mend(app: xlwings.App, opened: Open) -> None:
    """A new window is refused with what to do."""
    _ = opened
    model = app.impl.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    book = next(each for each in app.books if each.impl.model.RuntimeUID == model.RuntimeUID)
    with pytest.raises(BookError, match="这本台账没有存在本机的文件夹里"):
        reopen_workbook.ledger_file(book, "rectify-xl repair 台账.xlsx")


def test_a_failure_opens_the_ledger_again(opened: Open, app: xlwings.App, damaged: Path) -> None:
    """Whatever happens to the file meanwhile, the user gets the window back."""
    book = opened(damaged)
    open_meanwhile: list[str] = []
    with pytest.raises(ZeroDivisionError), reopen_workbook.closed(book, damaged):
        open_meanwhile.extend([each.name for each in app.books] or [str(1 // 0)])
    assert open_meanwhile == []
    assert [each.name for each in app.books] == ["台账 甲.xlsx"]
