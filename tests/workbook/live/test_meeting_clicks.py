"""The papers for a meeting, by their buttons in LibreOffice: one click each, and few calls to the application."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks, last_answers, run_lock
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.papers.drawn_rounds import AS_OF, draw
from tests.workbook.live.test_number_of_calls import MOST, Typed

CLICKS = (
    ("brief", "", "领导一页纸*.docx", 1),
    ("brief", "leader", "领导一页纸*.docx", 2),
    ("weekly", "", "周调度表*.docx", 1),
    ("weekly", "leaders", "周调度表（分领导）*.docx", 1),
    ("weekly", "leader_files", "周调度表_分领导*/*.docx", 3),
    ("wallchart", "small", "挂图*.pdf", 1),
)
"""Command, menu entry, and how many files of that name there are after the click."""


@pytest.fixture(autouse=True)
def clerk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Log 王芳 in, and keep locks and answers apart from those of this computer."""
    monkeypatch.setenv("USERNAME", "王芳")
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path)
    monkeypatch.setattr(last_answers, "FILE", tmp_path / "习惯.json")


def pressed(counted: tuple[xlwings.App, list[str]], folder: Path, count: int) -> list[list[str]]:
    """Press every button on a ledger of `count` problems with an unsaved edit; return what each asked for."""
    app, calls = counted
    folder.mkdir()
    drawn = draw(folder / "台账.xlsx", count, seed=30)
    book = app.books.open(drawn.path)
    asked: list[list[str]] = []
    for command, variant, made, number in CLICKS:
        book.sheets["字典"].range("Z99").value = f"{command} {variant}"
        dialogs = Typed(app, {}, folder)
        calls.clear()
        outcome = clicks.press(command, variant, ActiveBook(app, book), dialogs, AS_OF)
        asked.append(list(calls))
        assert dialogs.warned == []
        assert outcome is not None
        assert len(list(folder.glob(made))) == number, (command, variant)
    book.close()
    return asked


def test_a_paper_is_one_click_and_costs_few_calls(counted: tuple[xlwings.App, list[str]], tmp_path: Path) -> None:
    """At most twelve calls each, as many on 120 problems as on 30."""
    few, many = pressed(counted, tmp_path / "少", 30), pressed(counted, tmp_path / "多", 120)
    assert many == few
    assert [len(calls) for calls in few if len(calls) > MOST] == []
