"""The door of WPS, run by node against the service: what stands for WPS, which is not here, records its cells."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.doors.service import running, state_file
from rectify_xl.doors.service.state_file import ServiceState
from rectify_xl.workbook.file_host import FileBook
from tests import recorded_cells
from tests.doors.impostor import impostor
from tests.doors.service.conftest import Posting, announce
from tests.workbook.live import ledgers

HERE = Path(__file__).parent
DOOR = HERE.parents[2] / "macros" / "wps"
AS_OF = date(2025, 9, 26)
SECONDS = 120
FILL = {"click": "x", "number": 1, "op": "fill", "sheet": "问题台账", "area": "A2:A2", "values": [["=1"]], "days": []}
Start = Callable[..., Posting]


def press(home: Path, ledger: Path, tag: str, **more: Any) -> dict[str, Any]:
    """Press a button with `ledger` in front; return what was recorded."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the door of WPS cannot be run here")
    book = {
        "name": ledger.name,
        "fullName": str(ledger),
        "saved": True,
        "sheets": list(FileBook(ledger).read().tabs),
        "active": "问题台账",
        "selection": ["$A$2"],
        **more.pop("book", {}),
    }
    plan = {"door": str(DOOR), "home": str(home), "book": book, "tag": tag, "asOf": AS_OF.isoformat(), **more}
    target = home / "plan.json"
    target.write_text(json.dumps(plan), encoding="utf-8")
    done = subprocess.run(
        [node, str(HERE / "press.js"), str(target)], capture_output=True, timeout=SECONDS, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    record: dict[str, Any] = json.loads(done.stdout)
    return record


@pytest.mark.parametrize("command", ["check", "risks"])
def test_a_click_in_wps_writes_what_the_command_line_writes(
    serving: Start, home: Path, tmp_path: Path, command: str
) -> None:
    """Cell by cell: every cell that the command line changes gets that value, and no other cell changes."""
    announce(serving(), home)
    ledger = ledgers.small(tmp_path)
    record = press(home, ledger, command)
    assert recorded_cells.differences(record["fills"], ledger, command, AS_OF) == []
    assert record["dialogs"][-1].removeprefix("? ").startswith("巡察整改 · ")


def test_unsaved_edits_are_read_from_a_copy(serving: Start, home: Path, tmp_path: Path) -> None:
    """The file is older than the screen; the door writes what is on the screen."""
    announce(serving(), home)
    ledger = ledgers.small(tmp_path)
    screen = tmp_path / "屏幕.xlsx"
    screen.write_bytes(ledger.read_bytes())
    record = press(home, ledger, "rollup", book={"saved": False}, copyOf=str(screen))
    assert "copy" in record["calls"]


def test_what_a_click_asks_is_asked_in_wps(serving: Start, home: Path, tmp_path: Path) -> None:
    """The selected problem is the default; a typed answer is taken, a cancelled question ends the click."""
    announce(serving(), home)
    ledger = ledgers.small(tmp_path)
    record = press(home, ledger, "close apply", answers={"办理人": "吴某"}, yes=False)
    assert any("P001" in dialog for dialog in record["dialogs"])
    assert record["fills"] == []
    record = press(home, ledger, "close apply", answers={"办理人": False})
    assert record["fills"] == []


def test_papers_and_packages_are_made_from_wps(serving: Start, home: Path, tmp_path: Path) -> None:
    """Beside the ledger, as from any other door; what is asked is answered with yes."""
    announce(serving(), home)
    ledger = ledgers.small(tmp_path)
    for tag, words, made in (
        ("weekly", "周调度表", "周调度表_*.docx"),
        ("notice internal", "已生成通报（内部稿）", "整改通报（内部稿）_*.docx"),
        ("submit", "已打包上报材料", "打包上报_*"),
        ("distribute", "填报表", "分发*"),
    ):
        record = press(home, ledger, tag, answers={"理由": "上级同意先报"}, yes=True)
        assert any(words in dialog for dialog in record["dialogs"]), record["dialogs"]
        assert len([*tmp_path.glob(made)]) == 1, tag


def test_without_a_workbook_the_user_is_told(serving: Start, home: Path, tmp_path: Path) -> None:
    """A sentence, no error."""
    announce(serving(), home)
    record = press(home, ledgers.small(tmp_path), "check", book={"name": ""})
    assert "没有打开的台账" in record["dialogs"][-1]


def test_a_protected_sheet_is_told_and_nothing_is_written(serving: Start, home: Path, tmp_path: Path) -> None:
    """As in every host."""
    announce(serving(), home)
    record = press(home, ledgers.small(tmp_path), "check", book={"protectedSheets": ["问题台账"]})
    assert "设有保护" in record["dialogs"][-1]
    assert record["fills"] == []


def test_the_service_is_started_by_the_first_click(home: Path, tmp_path: Path) -> None:
    """The door starts the program, waits until it answers, and goes on with the click."""
    ledger = ledgers.small(tmp_path)
    program = f"HOME='{home}' '{sys.executable}' -m rectify_xl.doors.service"
    try:
        record = press(home, ledger, "rollup", start=program)
    finally:
        state = state_file.read(state_file.path(home))
        if state is not None:
            running.stop(state)
    assert record["calls"][0].startswith("status 正在启动")
    assert record["dialogs"]
    assert "没有运行" not in record["dialogs"][-1]


def test_where_no_program_can_be_started_the_user_is_told(home: Path, tmp_path: Path) -> None:
    """After ten seconds, with what to do."""
    record = press(home, ledgers.small(tmp_path), "check", endsOnAlert=True)
    assert record["dialogs"] == [
        "巡察整改\n\n“巡察整改”程序没有运行，这次点击没有执行。请在开始菜单里打开“巡察整改”，再点一次按钮。"
    ]


def test_another_program_on_the_port_of_a_dead_service_is_not_obeyed(home: Path, tmp_path: Path) -> None:
    """It is told nothing of the ledger but its name, and what it wants is not done."""
    fill = {
        "click": "x",
        "number": 1,
        "op": "fill",
        "sheet": "问题台账",
        "area": "A2",
        "values": [["=1+1"]],
        "days": [],
    }
    with impostor("another", {"/click": fill}) as stranger:
        state_file.write(ServiceState(stranger.port, "token", "proof", 1, "1"), state_file.path(home))
        record = press(home, ledgers.small(tmp_path), "check", endsOnAlert=True)
    assert record["fills"] == []
    assert "没有执行" in record["dialogs"][-1]
    assert set(stranger.asked) == {"/click"}


def test_a_service_that_dies_in_the_middle_is_not_said_to_have_done_nothing(home: Path, tmp_path: Path) -> None:
    """Cells may have been filled by then."""
    with impostor("proof", {"/click": FILL, "/reply": None}) as dying:
        state_file.write(ServiceState(dying.port, "token", "proof", 1, "1"), state_file.path(home))
        record = press(home, ledgers.small(tmp_path), "check", endsOnAlert=True)
    assert len(record["fills"]) == 1
    assert record["dialogs"] == [
        "巡察整改\n\n“巡察整改”程序中途没有了回应，台账可能只改了一部分。请核对台账，再点一次按钮。"
    ]


def test_the_door_is_es5() -> None:
    """Newer syntax, async functions above all, keeps the ribbon of WPS from working."""
    text = (DOOR / "js" / "door.js").read_text(encoding="utf-8")
    code = "\n".join(line.partition("//")[0] for line in text.splitlines() if "http://" not in line)
    for mark in ("=>", "let ", "const ", "async ", "await ", "`", "class ", "...", "**"):
        assert mark not in code.replace('"……"', ""), mark
