"""What a click made is opened in the program that the user has for it."""

from __future__ import annotations

import gc
import sys
import time
import warnings
from pathlib import Path

import pytest

from rectify_xl.doors.ribbon import click_files

OPEN_FILE = click_files.open_file
"""The function itself: in these tests `conftest.py` puts a list in its place."""
WAIT_SECONDS = 20


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS open files in their own way")
def test_a_viewer_gets_the_paper_and_its_end_is_awaited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is left behind that nobody waits for."""
    opened = tmp_path / "打开了"
    viewer = tmp_path / "xdg-open"
    viewer.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{opened}.part"\nmv "{opened}.part" "{opened}"\nexec sleep 30\n')
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        OPEN_FILE(Path("/材料/周调度表 甲.docx"))
        gc.collect()
    end = time.monotonic() + WAIT_SECONDS
    while not opened.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert opened.read_text(encoding="utf-8") == "/材料/周调度表 甲.docx"
