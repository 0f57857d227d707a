"""Every command that writes makes the tables reach down to the last filled row; undo gives the old ends back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.workbook.file_host import FileBook
from tests.workbook.live import ledgers

AS_OF = date(2026, 9, 28)


def ends(path: Path) -> dict[str, str]:
    return {name: area.rpartition(":")[2] for name, area in FileBook(path).read().tables.items()}


def run(path: Path, name: str, **options: str | bool) -> None:
    command = find(name)
    assert command is not None
    invoke(command, Request(AS_OF, FileBook(path), options=options, by="王芳"))


def test_tables_grow_with_every_write_and_shrink_with_undo(tmp_path: Path) -> None:
    """Two problems, one of them after an empty row, and a measure were typed below their tables."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    for row, name in ((5, "P004"), (7, "P005")):
        for column, value in enumerate((name, "甲方面", None, "新的问题"), 1):
            book["问题台账"].cell(row, column, value)
    book["整改措施"].cell(2, 1, "M001-1")
    book["整改措施"].cell(4, 1, "M001-2")
    book.save(path)
    before = ends(path)
    assert (before["问题"][-1:], before["措施"][-1:]) == ("4", "2")
    run(path, "risks", write=True)
    after = ends(path)
    assert (after["问题"][-1:], after["措施"][-1:]) == ("7", "4")
    run(path, "undo")
    assert ends(path) == before


def test_a_table_that_covers_all_its_rows_stays(tmp_path: Path) -> None:
    """Nothing grows where nothing stands below."""
    path = ledgers.small(tmp_path)
    before = ends(path)
    run(path, "risks", write=True)
    assert {name: end for name, end in ends(path).items() if name in {"问题", "措施"}} == {
        name: end for name, end in before.items() if name in {"问题", "措施"}
    }
