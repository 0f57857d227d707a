"""A copy that was asked for ahead is what the click reads, once, and only while it is fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.calc import engine, prefetched_copy
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.calc.prefetched_copy import Ahead
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live import ledgers
from tests.workbook.live.counting import Counted

EDIT = "刚刚改写的问题"


class Click:
    """One click in a running office: what it asked for ahead, and every call that it made."""

    def __init__(self, office: Headless) -> None:
        self.calls: list[str] = []
        self.ahead = Ahead(Counted(office.context, self.calls))
        self.app = engine.app(self.ahead.context, self.ahead)

    def problem(self, book: xlwings.Book) -> object:
        """Return what the first problem of a ledger reads as."""
        return LiveBook(book).read().sheets["问题台账"].rows[1][3]


@pytest.fixture
def unsaved(app: xlwings.App, tmp_path: Path) -> Iterator[xlwings.Book]:
    """Return an open ledger in which somebody has just edited a problem."""
    book = app.books.open(ledgers.small(tmp_path))
    book.sheets["问题台账"].range("D2").value = EDIT
    yield book
    book.close()


@pytest.fixture
def click(office: Headless, unsaved: xlwings.Book) -> Iterator[Click]:
    """Return a click in that ledger."""
    assert unsaved.name
    made = Click(office)
    with made.ahead:
        yield made
    engine.engine().apps.forget(made.app.impl)


def test_the_copy_is_asked_for_once_and_holds_the_unsaved_edit(click: Click) -> None:
    """Reading moves the copy that is there; the application is not asked again."""
    click.ahead.begin()
    assert click.problem(click.app.books.active) == EDIT
    assert click.calls == ["storeToURL"]


def test_a_copy_serves_one_reading(click: Click) -> None:
    """What is read later is the workbook as it is then."""
    click.ahead.begin()
    book = click.app.books.active
    assert click.problem(book) == EDIT
    book.sheets["问题台账"].range("D2").value = "又改了一次"
    assert click.problem(book) == "又改了一次"


def test_a_copy_that_has_waited_is_not_used(click: Click, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user may have gone on typing since; the application is asked anew."""
    click.ahead.begin()
    click.ahead.wait()
    book = click.app.books.active
    book.sheets["问题台账"].range("D2").value = "等待时改的"
    monkeypatch.setattr(prefetched_copy, "FRESH_SECONDS", 0.0)
    assert click.problem(book) == "等待时改的"
    assert click.calls.count("storeToURL") == 2


def test_the_copy_of_another_workbook_is_not_used(click: Click, tmp_path: Path) -> None:
    """With two ledgers open, each is read as it is itself."""
    click.ahead.begin()
    other = click.app.books.open(ledgers.small(tmp_path, name="乙.xlsx"))
    other.sheets["问题台账"].range("D2").value = "乙的问题"
    assert click.problem(other) == "乙的问题"
    other.close()


def test_a_saved_workbook_is_not_copied(click: Click, unsaved: xlwings.Book) -> None:
    """Its file is the copy."""
    unsaved.impl.model.store()
    click.ahead.begin()
    click.ahead.wait()
    assert click.calls == []


def test_a_copy_that_failed_is_asked_for_again(click: Click, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong then is told when the click itself asks; here it goes well the second time."""
    with monkeypatch.context() as broken:
        broken.setattr("rectify_xl.workbook.calc.open_documents._XLSX_FILTER", "no such filter")
        click.ahead.begin()
        click.ahead.wait()
    assert click.problem(click.app.books.active) == EDIT
    assert click.calls == ["storeToURL", "storeToURL"]


def test_the_backup_is_the_copy(click: Click, tmp_path: Path) -> None:
    """A command that writes keeps the copy that it read, and asks for no other."""
    click.ahead.begin()
    book = LiveBook(click.app.books.active, label="校验台账")
    book.read()
    book.write((SheetChanges("问题台账", (CellWrite(2, 4, "写入的问题"),)),))
    (kept,) = (tmp_path / "rectify_xl_备份").glob("*.xlsx")
    assert click.calls.count("storeToURL") == 1
    again = click.app.books.open(kept)
    assert again.sheets["问题台账"].range("D2").value == EDIT
    again.close()
