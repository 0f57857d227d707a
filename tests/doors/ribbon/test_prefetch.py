"""A click asks for the copy of the ledger at once, unless it does not need one or must not have it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import prefetch, run_lock
from rectify_xl.workbook.calc.office import Headless
from tests.workbook.live import ledgers

Open = Callable[[Path], xlwings.Book]


@pytest.fixture
def unsaved(office: Headless, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> xlwings.Book:
    """Return an open ledger with an unsaved edit, in the office that clicks connect to."""
    monkeypatch.setenv("RECTIFY_XL_OFFICE", office.address)
    book = opened(ledgers.small(tmp_path))
    book.sheets["问题台账"].range("D2").value = "刚刚改写的问题"
    return book


def copied(command: str, book: xlwings.Book, target: Path) -> bool:
    started = prefetch.prefetch(command)
    assert started is not None
    with started:
        return started.hand_over(book.impl.model, target)


def test_a_command_on_the_ledger_gets_its_copy(unsaved: xlwings.Book, tmp_path: Path) -> None:
    """The copy is a workbook."""
    target = tmp_path / "副本.xlsx"
    assert copied("check", unsaved, target)
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("command", ["new", "nosuch"])
def test_a_command_that_reads_no_ledger_gets_none(unsaved: xlwings.Book, tmp_path: Path, command: str) -> None:
    """LibreOffice is not kept busy for nothing."""
    assert not copied(command, unsaved, tmp_path / "副本.xlsx")


def test_nothing_is_copied_while_another_command_works_on_the_ledger(unsaved: xlwings.Book, tmp_path: Path) -> None:
    """The copy could hold half of what that command writes."""
    with run_lock.mark(unsaved.fullname, "预警研判"):
        assert not copied("check", unsaved, tmp_path / "副本.xlsx")


def test_where_nobody_answers_the_click_itself_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no head start then."""
    monkeypatch.setenv("RECTIFY_XL_OFFICE", "pipe,name=nobody_there")
    assert prefetch.prefetch("check") is None
