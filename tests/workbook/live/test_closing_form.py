"""Three problems are closed by one button in LibreOffice, from the first list to the approval."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks, last_answers, run_lock
from rectify_xl.ledger import schema
from rectify_xl.ledger.closure_rules import standing
from rectify_xl.ledger.reading import reader
from rectify_xl.system import resources
from rectify_xl.system.digests import file_sha256
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import file_host
from rectify_xl.workbook.live.active_book import ActiveBook
from rectify_xl.workbook.live.live_host import LiveBook
from tests.supervision.closure_steps.form_filling import AS_OF, TABLES
from tests.workbook.live import ledgers
from tests.workbook.live.test_number_of_calls import MOST, Typed

SHEET = schema.CLOSING_FORM


@pytest.fixture(autouse=True)
def clerk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Log 王芳 in, and keep locks and answers apart from those of this computer."""
    monkeypatch.setenv("USERNAME", "王芳")
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path)
    monkeypatch.setattr(last_answers, "FILE", tmp_path / "习惯.json")


def fill(book: xlwings.Book, first: int, last: int, **cells: str) -> None:
    """Type the same into some columns of several lines."""
    for column, text in cells.items():
        letter = column_letters(SHEET.position(column))
        book.sheets[SHEET.name].range(f"{letter}{first}:{letter}{last}").value = [[text]] * (last - first + 1)


def test_three_problems_are_closed_by_one_button(counted: tuple[xlwings.App, list[str]], tmp_path: Path) -> None:
    """Six clicks, none asks anything, each shows the sheet and costs at most twelve calls; undo takes one back."""
    app, calls = counted
    tables = TABLES
    for name, digest in (("一.pdf", "aaaa"), ("二.pdf", "bbbb"), ("三.jpg", "cccc")):
        (tmp_path / name).write_bytes(name.encode())
        tables = tables.replace(digest, file_sha256(tmp_path / name))
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ledgers.filled(tables))
    book = app.books.open(path)
    book.sheets["问题台账"].activate()
    book.sheets["问题台账"].range("D2").select()
    costs: list[int] = []

    def press(command: str = "close") -> list[str]:
        dialogs = Typed(app, {}, tmp_path)
        calls.clear()
        outcome = clicks.press(command, "", ActiveBook(app, book), dialogs, AS_OF)
        costs.append(len(calls))
        assert dialogs.warned == []
        assert outcome is not None
        assert outcome.status == 0, outcome.summary
        return list(outcome.summary)

    assert press()[0] == "《销号办理》列出3个可以往下办的问题。"
    assert book.sheets.active.name == SHEET.name
    assert book.sheets[SHEET.name].range("B2:C4").value == [
        ["P001", "用印没有记录"],
        ["P002", "会议记录不规范"],
        ["P003", "食堂账目公示不及时"],
    ]
    fill(book, 2, 4, 办理="办")
    assert "P001、P002、P003：下一步由责任科室签字。" in press()
    fill(book, 2, 4, 办理="办", 意见或理由="同意销号")
    assert "P001、P002、P003：下一步由分管领导签字。" in press()
    press("undo")
    fill(book, 2, 4, 办理="办", 意见或理由="同意销号")
    assert "P001、P002、P003：下一步由分管领导签字。" in press()
    fill(book, 2, 4, 办理="办")
    assert "P001、P002、P003：下一步由主要负责人签字。" in press()
    fill(book, 2, 4, 办理="办", 办理人="孙某")
    assert "P001、P002、P003：签字已齐，可以批准销号。" in press()
    fill(book, 2, 4, 办理="办")
    assert "P001、P002、P003：已销号，不用再办。" in press()
    closed = standing.closed_ids(reader.read_ledger(LiveBook(book).read()), AS_OF)
    assert closed == {"P001", "P002", "P003"}
    assert max(costs) <= MOST, costs
    book.close()
