"""A process that is killed in the middle of `close` leaves the workbook as before or as after."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.killing import elsewhere

KILLS = 6
CLERK = """
import sys
from datetime import date
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.commands import close
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import SheetChanges, CellWrite
day = date(2026, 9, 30)
path = sys.argv[1]
def step(**options):
    outcome = invoke(find("close"), Request(day, FileBook(path), options=options, items=("P001",)))
    assert outcome.status == 0, outcome.summary
while True:
    step(step="apply", by="吴某")
    step(step="reject", by="周某", reason="不实", requirement="补齐")
    book = FileBook(path)
    found = reader.read_ledger(book.read())
    problem = found.problems[0]
    filled = {"完成程度": "已完成", "完成日期": date(2026, 6, 1), "即知即改": "是", "备注": str(len(found.closures))}
    writes = [CellWrite(problem.number, problem.row.cell(name).column, value) for name, value in filled.items()]
    book.write((SheetChanges("问题台账", tuple(writes)),))
    print("once round", flush=True)
"""


def first_problem(path: Path) -> None:
    """Make a ledger with one finished problem and its evidence."""
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    path.with_name("办法.pdf").write_bytes(b"abc")
    from rectify_xl.commands import close
    from rectify_xl.commands.outcome import Request
    from tests.commands.test_close import FEEDBACK, PROBLEM, put

    put(path, "基本信息", 9, FEEDBACK)
    put(path, "问题台账", 2, {"编号": "P001", **PROBLEM, "备注": "0"})
    given = (str(path.with_name("办法.pdf")),)
    close.run(Request(date(2026, 9, 30), FileBook(path), options={"evidence": given}, items=("P001",)))


def torn(found: Ledger) -> str:
    """Return what is half-done in a ledger, or nothing."""
    [problem] = found.problems
    *decided, last = found.closures
    if any(each.verdict != "退回" or not each.row.text("补充要求") for each in decided):
        return "a decided row is incomplete"
    if not last.row.text("申请人") or not last.applied.day:
        return "an application is incomplete"
    if bool(last.verdict) is not bool(last.row.text("补充要求")):
        return "a rejection is incomplete"
    if not last.verdict or problem.row.text("备注") == str(len(found.closures)):
        return "" if problem.completion == "已完成" and problem.finished.day else "the problem went back too early"
    return "" if problem.completion == "整改中" and not problem.finished.known else "the problem did not go back"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once")
def test_a_killed_close_leaves_both_sheets_as_before_or_as_after(tmp_path: Path) -> None:
    """A rejection changes 销号登记 and 问题台账: after each kill both are of the same moment, and no backup is torn."""
    path = tmp_path / "台账.xlsx"
    first_problem(path)
    moments = random.Random(20260930)  # noqa: S311
    seen = 0
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", CLERK, str(path)], stdout=subprocess.PIPE, env=elsewhere(tmp_path)
        ) as clerk:
            assert clerk.stdout is not None
            assert clerk.stdout.readline() == b"once round\n"
            time.sleep(moments.random())
            clerk.kill()
        found = reader.read_ledger(FileBook(path).read())
        assert torn(found) == ""
        seen = max(seen, len(found.closures))
        if not found.closures[-1].verdict or found.problems[0].completion == "整改中":
            break_off(path, found)
    assert seen >= KILLS
    for copy in backup.copies(path):
        kept = reader.read_ledger(FileBook(copy).read())
        assert not kept.closures or torn(kept) == ""


def break_off(path: Path, found: Ledger) -> None:
    """Bring a ledger whose clerk was killed between two commands back to where the next one begins."""
    from rectify_xl.commands import close
    from rectify_xl.commands.outcome import Request
    from tests.commands.test_close import put

    if not found.closures[-1].verdict:
        options = {"step": "reject", "by": "周某", "reason": "不实", "requirement": "补齐"}
        close.run(Request(date(2026, 9, 30), FileBook(path), options=options, items=("P001",)))
    remark = str(len(found.closures))
    put(path, "问题台账", 2, {"完成程度": "已完成", "完成日期": date(2026, 6, 1), "即知即改": "是", "备注": remark})
