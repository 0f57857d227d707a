"""What the buttons of an office's week ask of the application: twelve calls, and more for scattered cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks, last_answers, run_lock
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.commands.test_notice import GOOD, INFO, LATE
from tests.supervision.distribution import offices
from tests.workbook.live.test_number_of_calls import MOST, Typed

AS_OF = date(2026, 9, 26)
PROBLEMS = schema.PROBLEMS
ROWS = 12
Calls = tuple[xlwings.App, list[str]]


class Chosen(Typed):
    """Dialogs that say yes, pick what the test laid down, and keep what was shown."""

    def __init__(self, app: xlwings.App, choice: str = "", folder: Path | None = None) -> None:
        super().__init__(app, {"放行人姓名": "王芳"}, folder or Path())
        self._choice = choice

    def ask(self, question: str) -> bool:
        return "现在放行吗" in question

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        return "已报巡察办同意" if "的理由" in question else super().enter(question, default, complaint)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        _ = question
        return self._choice if self._choice in choices else default

    def folder(self, question: str, start: Path) -> Path | None:
        _ = question, start
        return self._folder


@pytest.fixture(autouse=True)
def own_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep marks and answers away from those of a person at this computer."""
    monkeypatch.setenv("USERNAME", "王芳")
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path)
    monkeypatch.setattr(last_answers, "FILE", tmp_path / "习惯.json")


def rows(cells: dict[str, str], **scattered: str) -> Changes:
    """Return a dozen problems; `scattered` goes into every second of them."""
    return (
        SheetChanges("基本信息", tuple(_info())),
        SheetChanges(
            PROBLEMS.name,
            tuple(
                CellWrite(row, PROBLEMS.position(name), value)
                for row in range(2, ROWS + 2)
                for name, value in {
                    **cells,
                    "编号": f"P{row - 1:03d}",
                    "具体问题": f"第{row}件事没有办好",
                    **(scattered if row % 2 else {}),
                }.items()
            ),
        ),
    )


def _info() -> list[CellWrite]:
    items = [item.name for item in schema.INFO_ITEMS]
    return [CellWrite(items.index(name) + 2, 2, text) for name, text in INFO.items()]


@contextmanager
def opened(counted: Calls, path: Path, changes: Changes) -> Iterator[xlwings.Book]:
    """Give a ledger that is open in Calc; it is closed in the end."""
    path.parent.mkdir(exist_ok=True)
    file_host.create(resources.path("workbook_template.xlsx"), path, changes)
    book = counted[0].books.open(path)
    try:
        yield book
    finally:
        book.close()


def click(counted: Calls, book: xlwings.Book, entry: str, dialogs: Chosen) -> int:
    """Click after an unsaved edit, and return how often the application was asked; nothing may be warned of."""
    app, calls = counted
    book.sheets["字典"].range("Z99").value = entry
    calls.clear()
    command, _, variant = entry.partition(" ")
    clicks.press(command, variant, ActiveBook(app, book), dialogs, AS_OF)
    assert dialogs.warned == []
    return len(calls)


PAPERS = (
    "remind people",
    "remind departments",
    "brief all",
    "form sheet",
    "form word",
    "form open",
    "weekly",
    "monthly",
    "distribute departments",
    "distribute leaders",
    "fix look",
    "notice public",
    "notice public",
)
"""The second notice finds registered what was released for the first."""


def test_papers_of_the_week_and_a_release_cost_at_most_twelve_calls(counted: Calls, tmp_path: Path) -> None:
    """Also a notice that is refused, released and made in one click: two runs of six calls each."""
    with opened(
        counted, tmp_path / "办公" / "台账.xlsx", rows({**LATE, "责任科室": "办公室", "责任人": "李岚"})
    ) as book:
        asked = [(entry, click(counted, book, entry, Chosen(counted[0]))) for entry in PAPERS]
        papers = list((tmp_path / "办公").glob("整改通报*.docx"))
    assert [pair for pair in asked if pair[1] > MOST] == []
    assert len(papers) == 2


@pytest.mark.parametrize("cells", [0, ROWS // 2])
def test_a_cell_that_is_put_right_costs_one_call(counted: Calls, tmp_path: Path, cells: int) -> None:
    """Between scattered cells that people fill in, a text may have two colours: nothing there is touched."""
    sloppy = {"即知即改": "√"} if cells else {}
    with opened(counted, tmp_path / "台账.xlsx", rows({**GOOD, "责任科室": "办公室"}, **sloppy)) as book:
        looked = click(counted, book, "fix look", Chosen(counted[0]))
        at_once = click(counted, book, "fix look", Chosen(counted[0], "全部照改"))
        undone = click(counted, book, "undo", Chosen(counted[0]))
        listed = click(counted, book, "fix look", Chosen(counted[0]))
        marked = click(counted, book, "fix marked", Chosen(counted[0]))
    assert (looked, listed) == (6, 1)
    assert at_once <= 10 + 2 * cells
    assert undone <= 7 + 2 * cells
    assert marked <= 17 + 2 * cells  # two dates of 基本信息 get their formats again, six calls each


@pytest.mark.parametrize("cells", [1])
def test_a_cell_that_is_taken_costs_one_call(counted: Calls, tmp_path: Path, cells: int) -> None:
    """The list is one rectangle; what is taken costs a call for each run of cells."""
    home = tmp_path / "办公"
    with opened(counted, home / "台账.xlsx", rows({**GOOD, "责任科室": "办公室"})) as book:
        click(counted, book, "distribute departments", Chosen(counted[0]))
        (sent,) = home.rglob("填报表_办公室_*.xlsx")
        for number in range(1, 2 * cells, 2):
            offices.fill(sent, PROBLEMS.name, f"P{number:03d}", 整改进展=f"第{number}件已经办好。")
        dialogs = Chosen(counted[0], folder=sent.parent)
        looked = click(counted, book, "collect folder", dialogs)
        listed = click(counted, book, "collect listed", dialogs)
        status = click(counted, book, "collect status", dialogs)
        click(counted, book, "undo", dialogs)
        at_once = click(counted, book, "collect folder", Chosen(counted[0], "全部采用没有冲突的", sent.parent))
    assert max(looked, listed, status, at_once) <= MOST + 2 * cells
