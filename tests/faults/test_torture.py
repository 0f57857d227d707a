"""A short run of what `make torture` does for long."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="this system cannot fork")
def test_kills_faults_and_crowds_leave_every_ledger_whole() -> None:
    """Nothing is torn, lost, left over or told otherwise than it is, whichever command is hindered."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.torture", "--kills=12", "--faults=18", "--writers=4", "--seed=20261128"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    lines = done.stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("wrong")] == [["wrong", "0"]]
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(int(line.split()[-1]) for line in lines if line.startswith(("kill ", "fault "))) == 30
