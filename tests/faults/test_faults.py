"""Faults while a ledger is written, and two that write at once: real processes, real files, real locks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger.reading import reader
from rectify_xl.system import files, ledger_lock, resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.commands import test_close as closing
from tests.killing import elsewhere

HOLDER = """
import sys, time
from rectify_xl.system import ledger_lock
with ledger_lock.hold(sys.argv[1], "整理台账", "张某"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a ledger with the finished problems P001 and P002, whose changes are remembered."""
    path = tmp_path_factory.mktemp("finished") / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    for row, name in ((2, "P001"), (3, "P002")):
        closing.put(path, "问题台账", row, {"编号": name, **closing.PROBLEM})
    assert cli.main(["check", str(path), "--write"]) in (0, 1)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, finished: bytes) -> Path:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(finished)
    return target


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that holds the ledger."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def reopen(path: Path, problem: str) -> list[str]:
    return [sys.executable, "-m", "rectify_xl", "reopen", str(path), problem, "--reason", f"{problem}又见"]


def reopened(path: Path) -> dict[str, tuple[str, ...]]:
    return {each.id: each.related for each in reader.read_ledger(FileBook(path).read()).problems if each.related}


def test_two_that_write_at_once_both_write_and_undo_takes_back_one(path: Path, tmp_path: Path) -> None:
    """Two commands started together leave two rows with two numbers; each undo takes back one of them."""
    both = [
        subprocess.Popen(reopen(path, name), stdout=subprocess.DEVNULL, env=elsewhere(tmp_path))
        for name in ("P001", "P002")
    ]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    after = reopened(path)
    assert sorted(after) == ["P003", "P004"]
    assert sorted(after.values()) == [("P001",), ("P002",)]
    assert cli.main(["undo", str(path)]) == 0
    assert reopened(path) == {"P003": after["P003"]}
    assert cli.main(["undo", str(path)]) == 0
    assert reopened(path) == {}
    assert not ledger_lock.lock_of(path).exists()


def test_a_command_that_waits_in_vain_says_who_holds_the_ledger(
    path: Path, holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who waits too long is told by whom and by which command the ledger is held; nothing is written."""
    assert holder.poll() is None
    before = path.read_bytes()
    monkeypatch.setattr(ledger_lock, "WAIT_SECONDS", 0.2)
    assert cli.main(["reopen", str(path), "P001", "--reason", "又见"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("错误：“台账.xlsx”正由张某的“整理台账”（电脑")
    assert said.endswith("开始）处理，等了0.2秒还没有完，没有写入。请等它做完，再重新运行本命令。\n")
    assert path.read_bytes() == before


def test_reading_waits_for_nobody(path: Path, holder: subprocess.Popen[bytes]) -> None:
    """A command that only reads, and one that would write but was not asked to, run while a ledger is held."""
    assert holder.poll() is None
    for words in (["check", str(path)], ["rollup", str(path)], ["repair", str(path)]):
        assert cli.main(words) in (0, 1)
    assert holder.poll() is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once")
def test_a_killed_holder_frees_the_ledger(path: Path, holder: subprocess.Popen[bytes]) -> None:
    """The file that a killed process leaves locks nobody out, and the next command removes it."""
    holder.kill()
    holder.wait()
    assert ledger_lock.lock_of(path).exists()
    with ledger_lock.hold(str(path), seconds=0.2):
        pass
    assert not ledger_lock.lock_of(path).exists()


def test_a_second_thread_waits_and_the_holder_may_hold_again(path: Path) -> None:
    """Within one process another thread is kept out as another process is; the holder itself is not."""
    refused: list[str] = []

    def other() -> None:
        try:
            with ledger_lock.hold(str(path), seconds=0.1):
                refused.append("held twice")
        except BookError as error:
            refused.append(error.message)

    with ledger_lock.hold(str(path), "校验台账", "李某"), ledger_lock.hold(str(path)):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert [said.partition("（")[0] for said in refused] == ["“台账.xlsx”正由李某的“校验台账”"]


def test_where_there_can_be_no_lock_the_step_goes_on(tmp_path: Path) -> None:
    """In a folder in which nothing can be made, the block runs without a lock and nothing is raised."""
    ran = []
    with ledger_lock.hold(str(tmp_path / "没有这个文件夹" / "台账.xlsx")):
        ran.append(1)
    assert ran == [1]


def test_undo_does_not_touch_a_ledger_that_another_copy_replaced(
    path: Path, finished: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Put back to before the step there is nothing to undo; a stranger with the same cells is refused, not emptied."""
    assert cli.main(["reopen", str(path), "P001", "--reason", "又见"]) == 0
    written = FileBook(path).read().sheets["问题台账"].rows[3]
    path.write_bytes(finished)
    assert cli.main(["undo", str(path)]) == 0
    assert path.read_bytes() == finished
    headers = FileBook(path).read().sheets["问题台账"].rows[0]
    closing.put(path, "问题台账", 4, {str(name): value for name, value in zip(headers, written, strict=False) if value})
    backup.discard(backup.copies(path)[0])  # a person typed it, no command
    before = path.read_bytes()
    capsys.readouterr()
    assert cli.main(["undo", str(path)]) == 2
    assert "留下的登记，没有撤销：台账可能被别的版本盖掉过" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_every_fault_leaves_the_ledger_whole_and_is_told_as_it_is(path: Path) -> None:
    """One call of the system after the other fails: the ledger is old or new, and the sentence says which."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.injecting", str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    *wrong, count = done.stdout.splitlines()
    assert wrong == []
    assert int(count.removesuffix(" faults")) >= 30


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_result_that_cannot_be_shown_is_not_called_unwritten(path: Path) -> None:
    """With standard output full, the row is there and the sentence says so; a reading command changed nothing."""
    with Path("/dev/full").open("w") as full:
        wrote = subprocess.run(reopen(path, "P001"), stdout=full, stderr=subprocess.PIPE, check=False)
        command = [sys.executable, "-m", "rectify_xl", "check", str(path)]
        looked = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert sorted(reopened(path)) == ["P003"]
    assert (wrote.returncode, wrote.stderr.decode()) == (
        2,
        "错误：“台账.xlsx”已经写好，但结果没能显示完：接收结果的文件或程序不再接收。请打开核对，不要直接重新运行。\n",
    )
    assert (looked.returncode, looked.stderr.decode()) == (
        2,
        "错误：结果没能显示完：接收结果的文件或程序不再接收，没有改动任何文件。\n",
    )


def test_backups_follow_each_other_although_the_clock_went_back(path: Path) -> None:
    """A copy that is made after the clock was put back is still the newest, and is not the one that is removed."""
    import time

    late, early = time.strptime("2026-11-28 10:00:00", "%Y-%m-%d %H:%M:%S"), time.strptime("2020-01-01", "%Y-%m-%d")
    first = backup.keep(path, b"first", "{}", now=lambda: late)
    second = backup.keep(path, b"second", "{}", now=lambda: early)
    third = backup.keep(path, b"third", "{}", now=lambda: early)
    assert backup.copies(path) == [third, second, first]
    backup.prune(path, 1)
    assert backup.copies(path) == [third]
    assert not backup.record_of(first).exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_copy_is_no_more_open_than_its_ledger(path: Path) -> None:
    """Ledger, copy and record of a ledger that only its owner reads are read by nobody else."""
    path.chmod(0o600)
    assert cli.main(["reopen", str(path), "P001", "--reason", "又见"]) == 0
    copy = backup.copies(path)[0]
    assert [each.stat().st_mode & 0o777 for each in (path, copy, backup.record_of(copy))] == [0o600] * 3


def test_no_temporary_file_stays_after_a_write_that_is_broken_off(path: Path) -> None:
    """An error while the content is made leaves the ledger as it was, and nothing beside it."""
    before = path.read_bytes()

    def broken() -> None:
        with files.atomic(path) as draft:
            draft.write(b"half")
            raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        broken()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["台账.xlsx"]
