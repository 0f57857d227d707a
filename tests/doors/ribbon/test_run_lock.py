"""Only one command works on a ledger at a time, and a process that died stops nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rectify_xl.doors.ribbon import run_lock

HOME = {**os.environ, "HOME": "/home/甲"}


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


HOLD = """
import sys, time
from pathlib import Path
from rectify_xl.doors.ribbon import run_lock
run_lock.folder = lambda: Path(sys.argv[1])
with run_lock.mark("甲.xlsx", "校验台账"):
    print("marked", flush=True)
    time.sleep(600)
"""


def test_the_mark_of_a_process_that_was_killed_stops_nobody(tmp_path: Path) -> None:
    """Neither does its request to stop, and whatever the clock says by then."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert run_lock.other("甲.xlsx") == "校验台账"
        run_lock.stop("甲.xlsx")
        assert not run_lock.ended("甲.xlsx", 0.1)
        process.kill()
    (left,) = tmp_path.glob("*.running")
    os.utime(left, (time.time() + 86_400,) * 2)
    assert run_lock.ended("甲.xlsx", 5)
    with run_lock.mark("甲.xlsx", "预警研判"):
        assert run_lock.other("甲.xlsx") == "预警研判"
        assert not run_lock.stopper("甲.xlsx")()
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_waits_for_a_dead_application_is_given_up(tmp_path: Path) -> None:
    """Long after it was asked to stop."""
    with run_lock.mark("甲.xlsx", "校验台账"):
        run_lock.stop("甲.xlsx")
        assert run_lock.other("甲.xlsx") == "校验台账"
        (request,) = tmp_path.glob("*.stop")
        age(request, run_lock.GIVEN_UP_SECONDS + 5)
        assert run_lock.other("甲.xlsx") == ""


def test_a_stop_is_heard_by_the_command_that_runs_alone() -> None:
    """Another click on the same ledger, which asked for it, goes on asking."""
    heard: list[bool] = []
    with run_lock.mark("甲.xlsx", "校验台账"):
        run_lock.stop("甲.xlsx")
        other = threading.Thread(target=lambda: heard.append(run_lock.stopper("甲.xlsx")()))
        other.start()
        other.join()
        assert run_lock.stopper("甲.xlsx")()
    assert heard == [False]


def test_two_ledgers_of_one_name_are_two(tmp_path: Path) -> None:
    """And one ledger under two names is one."""
    first, second, link = tmp_path / "甲" / "台账.xlsx", tmp_path / "乙" / "台账.xlsx", tmp_path / "链接.xlsx"
    link.symlink_to(first)
    with run_lock.mark(str(first), "校验台账"):
        assert run_lock.other(str(second)) == ""
        assert run_lock.other(str(link)) == "校验台账"


@pytest.mark.skipif(os.name == "nt", reason="a user's folder is kept from others by Windows itself")
def test_marks_lie_where_nobody_else_can_put_one() -> None:
    """A mark in the folder for temporary files could be anybody's, and lead anywhere."""
    code = "from rectify_xl.doors.ribbon import run_lock; print(run_lock.folder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=HOME)
    assert done.stdout.strip() == "/home/甲/.rectify_xl/running"


def test_where_no_mark_can_be_made_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is a file, a mark that is a pipe or a folder."""
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path / "file" / "marks")
    (tmp_path / "file").touch()
    with run_lock.mark("甲.xlsx", "校验台账"):
        assert run_lock.other("甲.xlsx") == ""
