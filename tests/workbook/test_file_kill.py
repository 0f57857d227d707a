"""A process that is killed while it writes leaves the ledger whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.killing import elsewhere
from tests.workbook import office

KILLS = 12
WRITER = """
import sys
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.ledger.records import SheetChanges, CellWrite
book = FileBook(sys.argv[1])
number = 0
while True:
    number += 1
    rows = range(2, 12)
    book.write((SheetChanges("问题台账", tuple(CellWrite(row, 1, f"P{number:05d}") for row in rows)),))
    print("wrote", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once")
def test_a_killed_writer_leaves_the_ledger_as_before_or_as_after(tmp_path: Path) -> None:
    """After each of twelve kills at random moments, all rows are of one and the same write, and no backup is torn."""
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(office.TEMPLATE.read_bytes())
    moments = random.Random(20260921)  # noqa: S311
    seen = set()
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(ledger)], stdout=subprocess.PIPE, env=elsewhere(tmp_path)
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"wrote\n"  # the first write is done, however slow the machine is
            time.sleep(moments.random() * 0.5)
            writer.kill()
        rows = FileBook(ledger).read().sheets["问题台账"].rows
        ids = {row[0] for row in rows[1:11]}
        assert len(ids) <= 1
        seen |= ids
    assert seen
    copies = backup.copies(ledger)
    assert copies
    for copy in copies:
        assert "问题台账" in FileBook(copy).read().sheets
