"""变更记录 is a chain: what was rewritten, cut out, moved or typed into it shows, also without 程序状态."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rectify_xl.doors.cli import main
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import log_chain
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook

NOW = datetime(2026, 9, 1, 9)  # noqa: DTZ001 - the clock of a computer has no zone
LINES = 5
"""Lines that the steps of `path` leave."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a day moved, a word changed and a text rewritten: five lines of 变更记录."""
    made = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), made, ())
    place = schema.PROBLEMS.position
    writes = tuple(
        CellWrite(row, place(name), value)
        for row, number in enumerate(("P001", "P002", "P003"), 2)
        for name, value in (("编号", number), ("具体问题", f"会议记录不规范{row}"), ("整改时限", date(2026, 9, 30)))
    )
    book = FileBook(made)
    book.write(change_tracking.begin(book.read(), (SheetChanges("问题台账", writes),), NOW))
    for row, day in ((2, 1), (3, 2), (4, 3), (2, 4), (3, 5)):
        FileBook(made).write((SheetChanges("问题台账", (CellWrite(row, place("整改时限"), date(2026, 10, day)),)),))
        assert main(["rollup", str(made), "--write", "--as-of", "2026-10-10"]) == 0
    return made


def told(path: Path, capsys: pytest.CaptureFixture[str], profile: str = "上报") -> list[tuple[str, str]]:
    """Return cell and message of what `check` says of 变更记录."""
    capsys.readouterr()
    main(["check", str(path), "--profile", profile, "--as-of", "2026-11-28", "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(each["cell"], each["message"]) for each in findings if each["code"] == "RX228"]


def edit(path: Path, change: Callable[[Any], None], *, forget: bool = True) -> None:
    """Change 变更记录 in another program; with `forget` 程序状态 is emptied as well."""
    book = openpyxl.load_workbook(path)
    change(book["变更记录"])
    if forget:
        book["程序状态"].delete_rows(2, 100)
    book.save(path)


def test_a_ledger_that_only_commands_wrote_holds(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = log_chain.links(FileBook(path).read())
    assert [link.row for link in links] == [*range(2, 2 + LINES)]
    assert len({link.code for link in links}) == LINES
    assert log_chain.breaks(links) == ()
    assert told(path, capsys) == []


def test_saving_elsewhere_breaks_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, lambda _: None, forget=False)
    assert told(path, capsys) == []
    edit(path, lambda _: None)
    assert told(path, capsys) == []


def older(path: Path) -> None:
    """Make a ledger of before there were sums: without the column, and with a memory that knows none."""
    edit(path, lambda sheet: sheet.delete_cols(9, 1), forget=False)
    book = FileBook(path).read()
    sheet = book.sheets["程序状态"]
    kept = memory_store.read(sheet).entries[change_tracking.LOG]
    assert isinstance(kept, dict)
    changed = memory_store.update(
        sheet, {change_tracking.LOG: {name: value for name, value in kept.items() if name != "code"}}
    )
    assert changed
    FileBook(path).write((changed,))


@pytest.mark.parametrize("profile", ["上报", "公开"])
def test_a_rewritten_line_is_named(path: Path, profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, lambda sheet: sheet.cell(4, 8, "2026-09-30"))
    (only,) = told(path, capsys, profile)
    assert only == ("I4", "变更记录第4行与校验码对不上：这一行改写过，或者它上面有行被删掉、挪动过。")


def test_a_line_that_was_cut_out_is_named_at_the_next(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, lambda sheet: sheet.delete_rows(3, 1))
    assert [cell for cell, _ in told(path, capsys)] == ["I3"]


def test_a_line_that_was_typed_in_is_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def typed(sheet: Any) -> None:
        for column, text in enumerate(("2026-10-10 09:00:00", "张三", "汇总统计", "问题台账", "P002", "整改时限"), 1):
            sheet.cell(2 + LINES, column, text)

    edit(path, typed)
    assert told(path, capsys) == [("I7", "变更记录第7行没有校验码，是手工添加的。")]


def test_moved_lines_are_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def swapped(sheet: Any) -> None:
        upper, lower = ([cell.value for cell in sheet[row]] for row in (3, 4))
        for column, (one, other) in enumerate(zip(upper, lower, strict=True), 1):
            sheet.cell(3, column, other)
            sheet.cell(4, column, one)

    edit(path, swapped)
    assert {"I3", "I4"} <= {cell for cell, _ in told(path, capsys)}


def test_what_the_memory_still_knows_is_told_once(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With 程序状态 in place the line is named by it, and after the next command by what that recorded."""
    edit(path, lambda sheet: sheet.cell(4, 8, "2026-09-30"), forget=False)
    (now,) = told(path, capsys)
    assert (now[0], "第4行改写过" in now[1]) == ("A4", True)
    assert main(["rollup", str(path), "--write", "--as-of", "2026-10-11"]) == 0
    main(["check", str(path), "--write", "--as-of", "2026-10-11"])
    (later,) = told(path, capsys)
    assert later[0].startswith("G")
    assert "第4行改写过" in later[1]


@pytest.mark.parametrize("taken", ["cells", "header", "column"])
def test_sums_that_were_taken_away_are_told(path: Path, capsys: pytest.CaptureFixture[str], taken: str) -> None:
    """Now, and for ever after the next command: the chain does not begin anew in silence."""

    def remove(sheet: Any) -> None:
        if taken == "header":
            sheet.cell(1, 9, "备注")
        elif taken == "column":
            sheet.delete_cols(9, 1)
        else:
            for row in range(2, 2 + LINES):
                sheet.cell(row, 9).value = None

    edit(path, remove, forget=False)
    assert ["校验码被清空或改动" in message for _, message in told(path, capsys)] == [True]
    place = schema.PROBLEMS.position("整改时限")
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(4, place, date(2026, 10, 20)),)),))
    assert main(["rollup", str(path), "--write", "--as-of", "2026-10-21"]) == 0
    assert ["校验码被清空或改动" in message for _, message in told(path, capsys)] == [True]


def test_an_older_ledger_gets_the_column_with_its_next_lines(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines from before are no breaks; one of them rewritten later breaks the first sum, which covers them all."""
    older(path)
    place = schema.PROBLEMS.position("整改时限")
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(4, place, date(2026, 10, 20)),)),))
    assert main(["rollup", str(path), "--write", "--as-of", "2026-10-21"]) == 0
    links = log_chain.links(FileBook(path).read())
    assert [bool(link.code) for link in links] == [False] * LINES + [True]
    assert told(path, capsys) == []
    edit(path, lambda sheet: sheet.cell(2, 2, "李四"))
    assert [cell for cell, _ in told(path, capsys)] == ["I7"]


@pytest.mark.parametrize("removed", [True, False])
def test_a_removed_sheet_and_one_that_was_emptied_are_named(
    path: Path, capsys: pytest.CaptureFixture[str], *, removed: bool
) -> None:
    book = openpyxl.load_workbook(path)
    if removed:
        del book["变更记录"]
    else:
        book["变更记录"].delete_rows(2, 100)
    book.save(path)
    ((_, message),) = told(path, capsys)
    assert f"应有{LINES}行，{'工作表已被删掉' if removed else '实有0行'}" in message
