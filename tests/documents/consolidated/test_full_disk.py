"""Where the disk is full the database is not written, it is said in Chinese, and no draft stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.commands import consolidate, demo_units
from rectify_xl.commands.outcome import Request
from rectify_xl.documents.consolidated import database
from tests.conftest import ROOT

SCRIPT = """
import resource, signal, sys
if __name__ == "__main__":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    from rectify_xl.doors import cli
    sys.exit(cli.main(sys.argv[1:]))
"""
"""No file may grow beyond 200,000 bytes: as on a full disk, writing fails in the middle."""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no sizes of files; a full disk is the same there")
def test_a_database_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """The database of before stays as it was."""
    demo_units.put_together(tmp_path, Request(date(2026, 11, 22)))
    home = tmp_path / demo_units.FOLDER
    store = home / consolidate.STORE
    before = (store / database.DATABASE).read_bytes()
    words = ["consolidate", str(home / demo_units.SENT), "-o", str(home / "再次.xlsx"), "--store", str(store)]
    script = tmp_path / "limited.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), *words, "--as-of", "2026-11-22"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2, done.stderr
    assert "没有写成（" in done.stderr
    assert "Traceback" not in done.stderr
    assert (store / database.DATABASE).read_bytes() == before
    assert [path.name for path in store.iterdir() if "unfinished" in path.name] == []
