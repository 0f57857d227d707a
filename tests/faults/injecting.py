"""Run a writing command again and again, and let one call of the system fail each time.

Run as a program, `python -m tests.faults.injecting LEDGER [all]`, it forks a process for each fault and prints what is
wrong, a line each, and how many faults were tried. Without `all` each call fails once, each time in another way, and
asking for the state of a file never does.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from rectify_xl.doors import cli
from rectify_xl.system import files
from rectify_xl.workbook.saving import backup

CALLS = ["open", "close", "fsync", "replace", "rename", "unlink", "link", "mkdir", "chmod", "fchmod", "write"]
FAULTS: tuple[BaseException, ...] = (
    OSError(errno.ENOSPC, "injected"),
    OSError(errno.EIO, "injected"),
    PermissionError(errno.EACCES, "injected"),
    KeyboardInterrupt(),
    MemoryError(),
)
UNDONE = 8
"""Of so many faults after which the step was written one is followed by taking it back."""
STEP = ("P001", "--reason", "又堆了", "--until", "2026-12-31", "--as-of", "2026-11-01", "--by", "张某")
REOPEN = ("reopen", *STEP)


class Injector:
    """Patches of the system's calls; the one with number `at` fails, before it is done or (`late`) after it."""

    def __init__(self, at: int, fault: BaseException | None, *, late: bool) -> None:
        self.count = 0
        self.name = ""
        self._at = at
        self._fault = fault
        self._late = late
        for name in CALLS:
            setattr(os, name, self._patched(name, getattr(os, name)))

    def _patched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.count += 1
            if self.count != self._at or self._fault is None:
                return real(*given, **named)
            self.name = name
            if self._late:
                real(*given, **named)
            raise self._fault

        return call


def main(ledger: Path, *, everything: bool) -> int:
    """Try each call with one fault or with all; return how many faults were tried."""
    if everything:
        CALLS.append("stat")
    with tempfile.TemporaryDirectory() as folder:  # loads what each process would else load for itself
        total = int(judged(ledger, Path(folder), 0, None, late=False))
    tried = 0
    ways = [(fault, False) for fault in FAULTS] + [(fault, True) for fault in FAULTS[-2:]]  # what failed was not done
    for at in range(1, total + 1):
        for fault, late in ways if everything else (ways[at % len(ways)],):
            tried += 1
            wrong = case(ledger, at, fault, late=late)
            if wrong:
                print(f"call {at} {fault!r} late={late}: {wrong}", flush=True)  # noqa: T201 - a program of its own
    return tried


def case(ledger: Path, at: int, fault: BaseException | None, *, late: bool, words: tuple[str, ...] = REOPEN) -> str:
    """Fork, run the command in a folder of its own, and return what is wrong (without a fault: how many calls)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with tempfile.TemporaryDirectory() as folder:
            try:
                answer = judged(ledger, Path(folder), at, fault, late=late, words=words)
            except BaseException as error:  # noqa: BLE001 - the parent has to hear of it
                answer = f"harness: {error!r}"
            shutil.rmtree(folder, ignore_errors=True)
        os.write(writer, answer.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        answer = answers.read().decode()
    os.waitpid(child, 0)
    return answer


def judged(
    ledger: Path, folder: Path, at: int, fault: BaseException | None, *, late: bool, words: tuple[str, ...] = REOPEN
) -> str:
    """Run the command with one fault and return what is wrong afterwards; what is undone is done before."""
    path = folder / "台账.xlsx"
    shutil.copyfile(ledger, path)
    if words[0] == "undo":
        command(folder, [REOPEN[0], str(path), *STEP])
    before = path.read_bytes()
    real = {name: getattr(os, name) for name in CALLS}
    injector = Injector(at, fault, late=late)
    try:
        status, said = command(folder, [words[0], str(path), *words[1:]])
    finally:
        for name, call in real.items():
            setattr(os, name, call)
    if fault is None:
        return str(injector.count)
    problems = list(untrue(before, path, status, said))
    if injector.name != "unlink":  # what may not be removed stays
        problems += [f"left over: {each.name}" for each in sorted(folder.rglob("*")) if orphan(each)]
    if words[0] == "reopen" and path.read_bytes() != before and not problems and at % UNDONE == 0:
        _, undone = command(folder, ["undo", str(path)])
        if "已撤销" not in undone:
            problems.append(f"undo: {undone}")
    return "; ".join(f"[{injector.name}] {each}" for each in problems)


def untrue(before: bytes, path: Path, status: int, said: str) -> list[str]:
    """Return what was said that is not so."""
    changed = path.read_bytes() != before
    claims = status in (0, 1) or "“台账.xlsx”已经写好" in said
    if changed is not claims:
        return [f"changed={changed} status={status} said={said}"]
    if changed and any(word in said for word in ("没有写入", "保持原样", "没有改动")):
        return [f"denies what it wrote: {said}"]
    return ["a traceback"] if "Traceback" in said else []


def orphan(path: Path) -> bool:
    """Tell whether a file is what a failed write left over; a lock that is left over locks nobody out."""
    if path.name.endswith(files.TEMPORARY):
        return True
    return path.suffix == ".json" and not path.with_suffix(".xlsx").exists() and path.parent.name == backup.FOLDER


def command(folder: Path, words: list[str]) -> tuple[int, str]:
    """Run a command line in this process; return its status and all that it said."""
    out, err = io.StringIO(), io.StringIO()
    os.chdir(folder)
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main(words)
    return status, out.getvalue() + err.getvalue()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]).resolve(), everything="all" in sys.argv), "faults")  # noqa: T201 - as above
