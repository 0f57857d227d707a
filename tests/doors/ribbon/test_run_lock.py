"""Only one command works on a ledger at a time, and a process that died stops nobody for long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rectify_xl.doors.ribbon import run_lock


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_running_command_is_known_by_its_label_until_it_ends() -> None:
    """Another ledger is free all the while."""
    with run_lock.mark("甲.xlsx", "校验台账"):
        assert run_lock.other("甲.xlsx") == "校验台账"
        assert run_lock.other("乙.xlsx") == ""
    assert run_lock.other("甲.xlsx") == ""


def test_a_request_to_stop_ends_with_the_command(tmp_path: Path) -> None:
    """The next command is not stopped by an old request, and no mark is left."""
    with run_lock.mark("甲.xlsx", "校验台账"):
        run_lock.stop("甲.xlsx")
        assert run_lock.stopper("甲.xlsx")()
    with run_lock.mark("甲.xlsx", "预警研判"):
        assert not run_lock.stopper("甲.xlsx")()
    assert list(tmp_path.iterdir()) == []


def test_the_mark_of_a_process_that_died_is_not_believed_for_ever(tmp_path: Path) -> None:
    """A mark counts for ten minutes, and for ten seconds once its command was asked to stop."""
    with run_lock.mark("甲.xlsx", "校验台账"):
        (found,) = tmp_path.iterdir()
        age(found, run_lock.STALE_SECONDS + 5)
        assert run_lock.other("甲.xlsx") == ""
        age(found, 60)
        assert run_lock.other("甲.xlsx") == "校验台账"
        run_lock.stop("甲.xlsx")
        assert run_lock.other("甲.xlsx") == "校验台账"
        age(found.with_suffix(".stop"), run_lock.STOP_SECONDS + 5)
        assert run_lock.other("甲.xlsx") == ""


def test_a_command_that_ends_while_it_is_asked_for_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mark may go between finding and reading it."""
    monkeypatch.setattr(run_lock, "_age", lambda _path: 0.0)
    assert run_lock.other("刚刚结束的台账.xlsx") == ""
