"""A running office, and dialogs that a test answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from rectify_xl.books.calc import engine
from rectify_xl.books.calc.office import Headless
from rectify_xl.ribbon import running
from rectify_xl.ribbon.dialogs import Dialogs
from tests.office_session import office

__all__ = ["office"]


class Answers(Dialogs):
    """Dialogs that keep what they say and answer what the test decided."""

    def __init__(self, app: xlwings.App) -> None:
        super().__init__(app, "calc")
        self.said: list[str] = []
        self.yes = False
        self.chosen: Path | None = None

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

    def target(self, suggested: Path, filters: str) -> Path | None:
        self.said.append(f"{suggested.name} {filters}")
        return self.chosen


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
    """Keep the marks of running commands away from those of a person at this computer."""
    monkeypatch.setattr(running, "folder", lambda: tmp_path)
