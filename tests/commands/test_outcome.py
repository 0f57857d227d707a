"""What a command made, wrote, left to be done and refused stands in the fields of its outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rectify_xl.commands.outcome import MadeFile, Outcome, Pending, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 11, 20)
LATE = SheetChanges(
    "问题台账",
    (
        CellWrite(2, 1, "P001"),
        CellWrite(2, 2, "资产方面"),
        CellWrite(2, 4, "设备闲置"),
        CellWrite(2, 8, "采编部"),
        CellWrite(2, 11, date(2026, 6, 30)),
        CellWrite(2, 13, "整改中"),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, (LATE,))
    return FileBook(path)


def run(name: str, book: FileBook | None = None, *items: str, source: str = "", **options: Value) -> Outcome:
    command = find(name)
    assert command is not None
    return invoke(command, Request(AS_OF, book, source, options, items=items, by="王芳"))


def test_a_new_ledger_is_a_file_that_is_opened_at_once(tmp_path: Path) -> None:
    """So is one from a notice; the papers of a ledger wait until somebody wants them."""
    made = run("new", output=str(tmp_path / "新.xlsx")).made
    assert made == (MadeFile("ledger", str(tmp_path / "新.xlsx"), "at once"),)


def test_the_record_of_sources_is_never_opened(book: FileBook, tmp_path: Path) -> None:
    """`--trace` leaves a file for machines beside the paper."""
    outcome = run("weekly", book, output=str(tmp_path / "表.docx"), trace=str(tmp_path / "T.json"))
    assert outcome.made == (
        MadeFile("paper", str(tmp_path / "表.docx")),
        MadeFile("trace", str(tmp_path / "T.json"), "never"),
    )
    assert run("weekly", book).made == ()


def test_letters_are_a_folder_and_are_still_to_be_registered(book: FileBook, tmp_path: Path) -> None:
    """The folder is what a click opens; once the letters went out, nothing is pending."""
    outcome = run("letters", book, output=str(tmp_path / "函"))
    assert [(each.kind, each.opening) for each in outcome.made] == [("folder", "asked"), ("paper", "never")]
    assert outcome.pending == (Pending("register", ("P001",)),)
    assert run("letters", book, issued=True).pending == ()


def test_what_was_written_are_the_sheets_that_really_changed(book: FileBook) -> None:
    """Reading changes none, and writing the same once more changes none either; the memory is not counted."""
    assert run("check", book, profile="填报").written == ()
    assert run("check", book, profile="填报", write=True).written == ("校验结果", "基本信息", "问题台账")
    assert run("check", book, profile="填报", write=True).written == ()


def test_a_sound_ledger_leaves_nothing_for_repair_to_write(tmp_path: Path) -> None:
    """A sound ledger has nothing pending (see tests/workbook/test_repair.py for a damaged one)."""
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, (LATE,))
    assert run("repair", source=str(path)).pending == ()


def test_a_public_notice_that_is_stopped_names_the_rules(book: FileBook, tmp_path: Path) -> None:
    """Nothing is made; each hindrance says what removes it."""
    outcome = run("notice", book, output=str(tmp_path / "通报.docx"), audience="public")
    assert outcome.made == ()
    assert {each.subject for each in outcome.refused} == {str(each["code"]) for each in listed(outcome, "refused")}
    assert all(each.message and each.fix for each in outcome.refused)


def test_a_step_that_is_refused_names_the_problem(book: FileBook) -> None:
    """The ledger is not written then."""
    outcome = run("close", book, "P001", step="approve", by="王芳")
    assert [each.subject for each in outcome.refused] == ["P001"]
    assert outcome.written == ()


def listed(outcome: Outcome, key: str) -> list[dict[str, object]]:
    entries = outcome.data[key]
    assert isinstance(entries, list)
    return entries
