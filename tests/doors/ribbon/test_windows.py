"""The dialogs that a person sees: a click in a LibreOffice with real windows, answered with the keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlwings

from rectify_xl.errors import BookError
from rectify_xl.workbook.calc import engine
from tests import windowed_office
from tests.commands.test_import_mapping import old_ledger
from tests.windowed_office import Windowed
from tests.workbook.live import ledgers

Click = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def window() -> Iterator[Windowed]:
    """Return an office with windows, or skip where it, or the screen, is not installed."""
    if windowed_office.missing():
        pytest.skip(f"no window can be shown here without {windowed_office.missing()}")
    try:
        office = Windowed()
    except BookError as error:
        pytest.skip(f"LibreOffice cannot be used here: {error}")
    with office:
        yield office


@pytest.fixture
def app(window: Windowed) -> Iterator[xlwings.App]:
    """Return the office as an xlwings app; workbooks are closed afterwards."""
    app = engine.app(window.context)
    yield app
    for book in list(app.books):
        book.close()
    engine.engine().apps.forget(app.impl)


@pytest.fixture
def click(window: Windowed, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts the process which the menu starts; it is ended if the test leaves it running."""
    started: list[subprocess.Popen[str]] = []

    def start(book: xlwings.Book, *words: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "RECTIFY_XL_OFFICE": window.address,
            "RECTIFY_XL_DOCUMENT": book.impl.model.RuntimeUID,
            "HOME": str(tmp_path),
            "USERNAME": "Wang Fang",
        }
        command = (sys.executable, "-m", "rectify_xl.doors.ribbon", *words)
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            window.keys("Escape")
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    return process.wait(60), process.stderr.read() if process.stderr else ""


def show(app: xlwings.App, path: Path, cell: str) -> xlwings.Book:
    book = app.books.open(path)
    book.sheets["问题台账"].activate()
    book.sheets["问题台账"].range(cell).select()
    return book


def test_an_extension_is_typed_into_real_dialogs(
    window: Windowed, app: xlwings.App, click: Click, tmp_path: Path
) -> None:
    """Enter takes the selected problem, the user and today; a slip is asked again; the summary is answered with yes."""
    book = show(app, ledgers.small(tmp_path), "D4")
    process = click(book, "close", "extend")
    later = date.today() + timedelta(days=300)  # noqa: DTZ011 - the click asks the clock, so must the test
    for typed in (
        "",  # P003, the row of the selected cell
        "",  # Wang Fang
        "",  # today
        "soon",
        later.isoformat(),  # what was typed before is selected, and typed over
        "waiting for funds",
        "",  # yes
        "",  # the outcome is read
    ):
        window.wait_for("申请延期")
        window.type(typed)
        window.keys("Return")
    assert ended(process) == (0, "")
    row = book.sheets["销号登记"].range("A2:N2").value
    assert row[:2] == ["P003", "延期"]
    assert "Wang Fang" in row
    assert "waiting for funds" in row


def test_escape_ends_it_at_the_first_dialog(window: Windowed, app: xlwings.App, click: Click, tmp_path: Path) -> None:
    """Nothing is written, and no message stands in the way."""
    book = show(app, ledgers.small(tmp_path), "D4")
    process = click(book, "close", "apply")
    window.wait_for("销号审批 · 申请")
    window.keys("Escape")
    assert ended(process) == (0, "")
    assert book.sheets["销号登记"].range("A2").value is None
    assert not book.impl.model.isModified()


def test_a_list_is_chosen_from_with_the_arrow_keys(window: Windowed, app: xlwings.App) -> None:
    """The default is marked; one step down and Enter takes the next."""
    chosen: list[object] = []
    import threading

    roles = ("责任科室", "分管领导", "主要负责人")
    thread = threading.Thread(target=lambda: chosen.append(app.api.Choose("以什么身份办理", "身份", roles, "分管领导")))
    thread.start()
    window.wait_for("身份")
    window.keys("Down", "Return")
    thread.join(30)
    assert chosen == ["主要负责人"]


def test_files_are_asked_for_after_other_dialogs(
    window: Windowed, app: xlwings.App, click: Click, tmp_path: Path
) -> None:
    """GTK's dialog for files ends well after one of ours, and the office lives on."""
    book = show(app, ledgers.small(tmp_path), "D4")
    process = click(book, "close", "evidence")
    window.wait_for("登记佐证")
    window.keys("Return")
    window.wait_for("佐证文件")
    window.keys("Escape")
    assert ended(process) == (0, "")
    assert [each.name for each in app.books] == ["台账 甲.xlsx"]


def test_the_last_window_is_closed_and_opened_again_for_a_repair(
    window: Windowed, app: xlwings.App, click: Click, tmp_path: Path
) -> None:
    """The office survives that its only document is closed, and the user sees the mended ledger."""
    path = ledgers.small(tmp_path)
    damaged = openpyxl.load_workbook(path)
    damaged["问题台账"].data_validations.dataValidation = []
    damaged.save(path)
    book = show(app, path, "D4")
    book.impl.model.store()
    process = click(book, "repair")
    window.wait_for("修复下拉和标色")
    window.keys("Return")  # yes
    window.wait_for("修复下拉和标色")
    window.keys("Return")
    assert ended(process) == (0, "")
    assert [each.name for each in app.books] == ["台账 甲.xlsx"]
    assert len(openpyxl.load_workbook(path)["问题台账"].data_validations.dataValidation) > 5


def test_an_old_ledger_is_imported_by_two_clicks(
    window: Windowed, app: xlwings.App, click: Click, tmp_path: Path
) -> None:
    """The workbook in front is shown as 导入对照; corrected on the screen, it gives the ledger."""
    book = app.books.open(old_ledger(tmp_path / "旧台账.xlsx"))
    process = click(book, "import")
    for _ in range(2):  # yes, that one; and what was seen in it
        window.wait_for("导入")
        window.keys("Return")
    assert ended(process) == (0, "")
    mapping = app.books["导入对照_旧台账.xlsx"]
    mapping.sheets["导入对照"].range("F9").value = "整改措施"
    process = click(mapping, "import")
    window.wait_for("Save|另存")
    window.keys("Return")
    window.wait_for("导入$")
    window.keys("Return")
    assert ended(process) == (0, "")
    assert app.books.active.name == "台账_旧台账.xlsx"
    assert app.books.active.sheets["整改措施"].range("D2").value is not None
