"""A click in Excel, from the macro to the cells, with what stands for Excel behind real windows and real COM.

The macro is that of the built add-in, run in an interpreter of VBA; the request goes through wine's MSXML; the service
is the one of the folder, and finds its way to the workbook by the window, as it would in Excel. No Excel was there.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands.table import find
from tests import recorded_cells
from tests.windows.conftest import SECONDS, Windows, native
from tests.workbook.live import ledgers

STAND_IN = Path(__file__).with_name("stand_in_excel.py")
WRITING = ("check", "risks", "close")
READING = ("rollup", "promises")
PAPERS = (("weekly", "", "周调度表_*.docx"), ("notice", "internal", "整改通报（内部稿）_*.docx"))
"""Commands that make a paper, and which."""
SELECTED = {"close": ("P001",)}
"""What a command does with the selected row; the command line is told it."""
GONE = "C:\\刚关闭.xlsx"
NO_WINDOW = 1
CLICKS = (
    *({"command": command} for command in (*WRITING, *READING)),
    *({"command": command, "variant": variant} for command, variant, _ in PAPERS),
    {"command": "check", "yes": True},
    {"command": "check", "workbook": GONE},
    {"command": "check", "handle": NO_WINDOW},
)
YES, OTHER_WORKBOOK, OTHER_WINDOW = len(CLICKS) - 3, len(CLICKS) - 2, len(CLICKS) - 1


@pytest.fixture(scope="module")
def service(windowed: Windows, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let the service run, as it does after the user has logged on."""
    state = windowed.user / ".rectify_xl" / "service.json"
    with windowed.start(folder / "python" / "python.exe", "-P", "-m", "rectify_xl.doors.service") as running:
        while not state.is_file():
            assert running.poll() is None, running.stdout.read() if running.stdout else ""
        yield running
        windowed.run(folder / "rectify-xl.exe", "service", "stop")
        running.kill()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of three problems."""
    return ledgers.small(tmp_path_factory.mktemp("台 账"))


@pytest.fixture(scope="module")
def records(windowed: Windows, folder: Path, ledger: Path, service: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    """Return what came of each click, one after another in one Excel."""
    _ = service
    plan, record = ledger.with_name("plan.json"), ledger.with_name("record.json")
    plan.write_text(json.dumps({"ledger": native(ledger), "saved": True, "clicks": CLICKS}), encoding="utf-8")
    done = windowed.run(folder / "python" / "python.exe", STAND_IN, native(plan), native(record))
    assert record.is_file(), done.stdout + done.stderr
    read: list[dict[str, Any]] = json.loads(record.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("command", WRITING)
def test_a_click_writes_what_the_command_line_writes(records: list[dict[str, Any]], ledger: Path, command: str) -> None:
    """Cell by cell; into the ledger of the click, although the user turned to another workbook at once."""
    record = records[WRITING.index(command)]
    today = date.today()  # noqa: DTZ011 - as the click has it
    items = SELECTED.get(command, ())
    assert recorded_cells.differences(record["fills"], ledger, command, today, items) == []


def test_what_was_not_taken_by_the_service_is_nothing(records: list[dict[str, Any]]) -> None:
    """RunPython had nothing to do, and the service asked for nothing that an Excel of today lacks."""
    assert [record["cold"] for record in records] == [""] * len(CLICKS)
    assert [call for record in records for call in record["calls"] if call.startswith("MISSING")] == []


def test_the_outcome_is_told_before_the_window_of_excel(records: list[dict[str, Any]]) -> None:
    """By a message that belongs to it, so that it is in front; what only reads writes nothing."""
    for name, record in zip((*WRITING, *READING), records, strict=False):
        command = find(name)
        assert command is not None
        assert record["dialogs"][-1].removeprefix("? ").startswith(f"巡察整改 · {command.label}"), name
        assert "没有主窗口" not in record["dialogs"][-1]
    for record in records[len(WRITING) :][: len(READING)]:
        assert {fill["sheet"] for fill in record["fills"]} <= set(recorded_cells.BY_THE_CLOCK)


def test_papers_are_made_beside_the_ledger(records: list[dict[str, Any]], ledger: Path) -> None:
    """By a click in Excel, as from the command line; whether to open them is asked."""
    for (_, _, name), record in zip(PAPERS, records[len(WRITING) + len(READING) :], strict=False):
        [paper] = ledger.parent.glob(name)
        assert paper.stat().st_size > 10_000
        assert any(paper.name in dialog for dialog in record["dialogs"]), record["dialogs"]


def test_the_user_is_taken_to_the_first_finding(records: list[dict[str, Any]]) -> None:
    """Where the answer to the question is yes."""
    assert [call for call in records[YES]["calls"] if call.startswith("select")] == ["select 基本信息!B3"]


def test_a_workbook_that_was_closed_meanwhile_is_told(records: list[dict[str, Any]]) -> None:
    """Nothing is written into another one."""
    record = records[OTHER_WORKBOOK]
    assert record["fills"] == []
    assert "没有找到“刚关闭.xlsx”" in record["dialogs"][0]


def test_an_excel_that_was_closed_meanwhile_is_told(records: list[dict[str, Any]]) -> None:
    """As above."""
    record = records[OTHER_WINDOW]
    assert record["fills"] == []
    assert "窗口已经关闭" in record["dialogs"][0]


def test_the_service_ends_although_a_message_is_open(
    windowed: Windows, folder: Path, ledger: Path, records: list[dict[str, Any]], service: subprocess.Popen[bytes]
) -> None:
    """An update could replace nothing otherwise; the message goes with it, as if the answer were no."""
    assert records
    plan, record, marker = (ledger.with_name(name) for name in ("plan2.json", "record2.json", "shown"))
    clicks = [{"command": "check", "unanswered": native(marker)}]
    plan.write_text(json.dumps({"ledger": native(ledger), "saved": True, "clicks": clicks}), encoding="utf-8")
    python = folder / "python" / "python.exe"
    with windowed.start(python, STAND_IN, native(plan), native(record)) as excel:
        while not marker.is_file():
            assert excel.poll() is None, excel.stdout.read() if excel.stdout else ""
        assert windowed.run(folder / "rectify-xl.exe", "service", "stop").returncode == 0
        service.wait(SECONDS)
        assert excel.wait(SECONDS) == 0
    [shown] = json.loads(record.read_text(encoding="utf-8"))
    assert [call for call in shown["calls"] if call.startswith("select")] == []
