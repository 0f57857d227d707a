"""A ledger that a command makes remembers from its first row: the very first edit by hand is recorded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.personal_numbers import covered
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column

MOMENT = datetime(2026, 9, 18, 9, 30)  # noqa: DTZ001
LATER = datetime(2026, 9, 21, 8, 0)  # noqa: DTZ001


def run(name: str, moment: datetime, path: Path | None = None, *, source: str = "", **options: Value) -> Outcome:
    command = find(name)
    assert command is not None
    book = FileBook(path, label=command.label) if path else None
    return invoke(command, Request(moment.date(), book, source, options, by="王芳", moment=moment))


@pytest.fixture(params=["new", "import", "demo"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A ledger just made by a command."""
    if request.param == "demo":
        run("demo", MOMENT, output=str(tmp_path))
        return tmp_path / "示例台账.xlsx"
    path = tmp_path / "台账.xlsx"
    source = str(resources.path("samples", "示例通报.txt")) if request.param == "import" else ""
    run(request.param, MOMENT, source=source, output=str(path))
    return path


def test_a_new_ledger_holds_its_first_snapshot_and_no_change_of_a_row(made: Path) -> None:
    """What stands in it is the beginning, and 变更记录 leads to the same rows; the demo notes its waivers."""
    book = FileBook(made).read()
    assert [name for name in change_tracking.frozen(book) if name.startswith("起点")] == ["起点 2026-09-18"]
    assert {each.command for each in change_log.read(book)} <= {"生成通报"}
    state = change_tracking.from_first(book)
    assert state is not None
    now = {
        sheet: [{name: covered(text) for name, text in row.items()} for row in each.rows]
        for sheet, each in present(book).items()
        if each.rows
    }
    assert {sheet: list(rows.values()) for sheet, rows in state.items()} == now


def test_the_first_edit_by_hand_is_recorded_by_the_first_command(made: Path) -> None:
    """Nothing is passed over as the state that was found."""
    by_hand = FileBook(made)
    lines = list(enumerate(by_hand.read().sheets["基本信息"].rows, 1))
    row, former = next((number, cells[1] or "") for number, cells in lines if cells[0] == "上级单位")
    by_hand.write((SheetChanges("基本信息", (CellWrite(row, column("内容", "基本信息"), "青石县卫生健康局"),)),))
    before = len(change_log.read(by_hand.read()))
    outcome = run("check", LATER, made, write=True)
    assert outcome.summary[-1] == "上次运行以来的人工修改1处，已记入《变更记录》。"
    assert [(each.time, each.command, each.change) for each in change_log.read(FileBook(made).read())[before:]] == [
        ("2026-09-21 08:00:00", "人工修改", Change("基本信息", "上级单位", "内容", str(former), "青石县卫生健康局"))
    ]


def test_what_a_new_ledger_replaces_is_kept_and_named(tmp_path: Path) -> None:
    """`--force` says where the former one is; without a former one nothing is said of it."""
    target = tmp_path / "台账.xlsx"

    def again() -> Outcome:
        return run("new", MOMENT, output=str(target), force=True)

    assert "没有丢" not in "".join(again().summary)
    target.write_bytes(target.read_bytes() + b"old")
    (sentence,) = [line for line in again().summary if "没有丢" in line]
    (copy,) = (tmp_path / "rectify_xl_备份").glob("*.xlsx")
    assert sentence == f"原来的“台账.xlsx”没有丢，在“rectify_xl_备份”文件夹里，叫“{copy.name}”。"
    assert copy.read_bytes().endswith(b"old")
