"""A click of Calc's menu that the service carries out: by itself, over UNO, in the document in which it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.doors.service.exchange import DONE
from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.file_host import FileBook
from tests import recorded_cells
from tests.doors.service.conftest import Posting
from tests.workbook.live import ledgers

Start = Callable[..., Posting]
AS_OF = date(2025, 9, 26)


@pytest.fixture
def app(office: Headless) -> Iterator[xlwings.App]:
    """Return the running office; what a test opened is closed."""
    app = engine.app(office.context)
    yield app
    for book in list(app.books):
        book.close()
    engine.leave(app)


def press(door: Posting, office: str, document: str, command: str) -> dict[str, Any]:
    """Click, wait for the end as the menu does, and return it."""
    click = {
        "protocol": 1,
        "command": command,
        "variant": "",
        "asOf": AS_OF.isoformat(),
        "calc": {"office": office, "document": document},
    }
    status, step = door.post("/click", click)
    assert status == 200
    while step["op"] != DONE:
        assert step["op"] == "wait"
        step = door.post("/reply", {"click": step["click"], "number": 0})[1]
    return dict(step)


@pytest.mark.parametrize("command", ["check", "risks", "clear"])
@pytest.mark.usefixtures("home")
def test_a_click_writes_what_the_command_line_writes(
    serving: Start, office: Headless, app: xlwings.App, tmp_path: Path, command: str
) -> None:
    """Into the document of the click, although another one is in front."""
    path = ledgers.small(tmp_path)
    book = app.books.open(path)
    other = app.books.open(ledgers.small(tmp_path, name="另一本.xlsx"))
    untouched = recorded_cells.content(FileBook(Path(other.fullname)).read())
    assert press(serving(), office.address, book.impl.model.RuntimeUID, command)["trouble"] == ""
    entry = find(command)
    assert entry is not None
    options = {option.name: option.default for option in entry.options} | {"write": True}
    twin = ledgers.small(tmp_path, name="对照.xlsx")
    invoke(entry, Request(AS_OF, FileBook(twin), options=options))
    assert content(book, tmp_path) == content_of(twin)
    assert content(other, tmp_path) == {place: value for place, value in untouched.items() if timeless(place)}


def content(book: xlwings.Book, folder: Path) -> dict[recorded_cells.Place, Any]:
    """Return what an open workbook holds now."""
    target = folder / "现在.xlsx"
    book.api.SaveCopyAs(str(target))
    return content_of(target)


def content_of(path: Path) -> dict[recorded_cells.Place, Any]:
    read = recorded_cells.content(FileBook(path).read())
    return {place: value for place, value in read.items() if timeless(place)}


def timeless(place: recorded_cells.Place) -> bool:
    return place[0] not in (*recorded_cells.BY_THE_CLOCK, "统计汇总")


@pytest.mark.usefixtures("home")
def test_an_office_is_let_go_after_each_click(
    serving: Start, office: Headless, app: xlwings.App, tmp_path: Path
) -> None:
    """A service that runs for weeks may not gather them."""
    book = app.books.open(ledgers.small(tmp_path))
    door, before = serving(), len(engine.engine().apps)
    for _ in range(3):
        press(door, office.address, book.impl.model.RuntimeUID, "rollup")
    assert len(engine.engine().apps) == before


@pytest.mark.usefixtures("home")
def test_an_office_that_has_ended_is_told_through_the_door(serving: Start) -> None:
    """Nothing of it can show a message."""
    assert "连不上 LibreOffice" in press(serving(), "pipe,name=rectify_xl_gone", "1", "check")["trouble"]


def test_a_document_that_was_closed_is_no_other(
    serving: Start, office: Headless, app: xlwings.App, tmp_path: Path, home: Path
) -> None:
    """The click says so in its own dialog, and nothing is written."""
    _ = home
    ledger = ledgers.small(tmp_path)
    before = ledger.read_bytes()
    app.books.open(ledger)
    assert press(serving(), office.address, "closed", "check")["trouble"] == ""
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    "place",
    [
        {"calc": {"office": "socket,host=example.org,port=2002", "document": "1"}},
        {"calc": {"office": "pipe,name=a;urp;x", "document": "1"}},
        {"calc": {"office": 7, "document": "1"}},
        {"calc": "pipe,name=a"},
        {"excel": {"window": "1", "workbook": "甲"}},
        {"excel": {"window": 1, "workbook": ""}},
        {"excel": []},
    ],
    ids=["elsewhere", "more", "number", "text", "no window", "no workbook", "list"],
)
def test_what_is_no_place_on_this_computer_is_refused(serving: Start, place: dict[str, Any]) -> None:
    """The service connects to nobody elsewhere."""
    status, _ = serving().post("/click", {"protocol": 1, "command": "check", "variant": "", **place})
    assert status == 400


def test_without_excel_the_macro_goes_another_way(serving: Start) -> None:
    """This computer has none."""
    click = {"protocol": 1, "command": "check", "variant": "", "excel": {"window": 1, "workbook": "甲.xlsx"}}
    assert serving().post("/click", click) == (501, {"error": "no such application here"})
