"""A running office, and dialogs that a test answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import click_files, last_answers, run_lock
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from tests.office_session import office

__all__ = ["office"]


class Answers(Dialogs):
    """Dialogs that keep what they say and answer what the test decided."""

    def __init__(self, app: xlwings.App) -> None:
        super().__init__(app, "calc")
        self.said: list[str] = []
        self.yes = False
        self.chosen: Path | None = None
        self.files: list[tuple[Path, ...] | None] = []
        self.folders: list[Path | None] = []
        self.replies: dict[str, list[str | None]] = {}
        self.questions: list[str] = []
        self.defaults: dict[str, str] = {}

    def tell(self, text: str) -> None:
        self.said.append(text)

    def warn(self, text: str) -> None:
        self.said.append(f"警告：{text}")

    def ask(self, question: str) -> bool:
        self.said.append(question)
        return self.yes

    def source(self, filters: str) -> Path | None:
        self.said.append(filters)
        return self.chosen

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        """Type what the test laid down for this question, one reply after another, else press Enter."""
        return self._reply(f"{complaint}{question}", question, default)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        """Choose what the test laid down, else what is chosen already."""
        answer = self._reply(f"{question}[{'|'.join(choices)}]", question, default)
        assert answer is None or answer in choices
        return answer

    def sources(self, question: str, filters: str, start: Path | None = None) -> tuple[Path, ...] | None:
        _ = filters, start
        self.questions.append(question)
        return self.files.pop(0) if self.files else None

    def folder(self, question: str, start: Path) -> Path | None:
        self.questions.append(f"{question}（{start.name}）")
        return self.folders.pop(0) if self.folders else None

    def _reply(self, shown: str, question: str, default: str) -> str | None:
        self.questions.append(shown)
        label = re.split("[（：，]", re.sub(r"^[PM]\d.*\n", "", question))[0]
        self.defaults[label] = default
        laid = self.replies.get(label)
        assert laid or self.questions.count(shown) == 1, f"Enter does not answer: {shown}"
        return laid.pop(0) if laid else default

    def target(self, suggested: Path, filters: str, refusal: Callable[[Path], str] = lambda _: "") -> Path | None:
        self.said.append(f"{suggested.name} {filters}")
        words = refusal(self.chosen) if self.chosen else ""
        if words:
            self.said.append(words)
        return None if words else self.chosen


@pytest.fixture(autouse=True)
def clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person be logged in, whose name is offered where one is asked for; nobody is called root."""
    monkeypatch.setenv("USERNAME", "周国强")


@pytest.fixture(scope="session")
def app(office: Headless) -> xlwings.App:
    """Return the running office as an xlwings app."""
    return engine.app(office.context)


@pytest.fixture
def answers(app: xlwings.App) -> Answers:
    """Return dialogs that answer no and cancel, until a test says otherwise."""
    return Answers(app)


@pytest.fixture
def opened(app: xlwings.App) -> Iterator[Callable[[Path], xlwings.Book]]:
    """Return a function that opens a workbook; whatever is open afterwards is closed."""
    yield app.books.open
    for book in list(app.books):
        book.close()


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the marks of running commands, and the last answers, away from those of a person at this computer."""
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path)
    monkeypatch.setattr(last_answers, "FILE", tmp_path / "习惯" / "上次填写.json")


@pytest.fixture(autouse=True)
def opened_papers(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Keep what a click would open for the user: no viewer starts on the computer of whoever runs the tests."""
    papers: list[Path] = []
    monkeypatch.setattr(click_files, "open_file", papers.append)
    return papers
