"""Compare `check --write` with a process in which openpyxl merely opens and saves the same file, and with `check`.

Run as `python benchmarks/write.py`. All three are whole processes, run in turn on copies of the ledgers of
`benchmarks/check.py` with 31, 300 and 2,900 problems. What counts is the median of the ratios of neighbouring runs
(1 at most is wanted beside openpyxl) and the most memory that a process held (150 MB at most).

A ledger that was written before is measured as well, with one progress changed in between as by hand: so it goes week
by week. Processor time is compared beside the time on the clock, so that other work on the machine does not decide.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

AS_OF = "2026-09-26"
SIZES = {31: 15, 300: 9, 2900: 5}
"""Problems of a ledger, and how many rounds are run with it."""
OPEN_AND_SAVE = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[1])"


TOOL = [sys.executable, "-m", "rectify_xl", "check"]


class Run(NamedTuple):
    """What one process took: seconds from start to end and of the processor, and the most memory in MB."""

    seconds: float
    processor: float
    memory: float


def run(command: list[str]) -> Run:
    """Run a process, with its modules compiled as an installation has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaint, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        complaint.seek(0)
        told = complaint.read().decode()
    if process.returncode not in (0, 1) or "Traceback" in told:
        raise SystemExit(told)
    memory = usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    return Run(taken, usage.ru_utime + usage.ru_stime, memory)


def make(path: Path, rows: int, *, again: bool) -> None:
    """Write a ledger of so many problems; with `again`, one that was written a week ago and changed since."""
    sys.path.insert(0, str(Path(__file__).parent))
    from check import ledger

    from rectify_xl.ledger.records import CellWrite, SheetChanges
    from rectify_xl.ledger.schema import PROBLEMS
    from rectify_xl.workbook.file_host import FileBook

    ledger(path.parent, rows)
    if again:
        run([*TOOL, str(path), "--write", "--as-of", AS_OF])
        FileBook(path).write(
            (SheetChanges(PROBLEMS.name, (CellWrite(2, PROBLEMS.position("整改进展"), "已逐人约谈。"),)),)
        )


def measure(source: Path, rounds: int) -> None:
    """Print the medians of each process on copies of `source`, and of the ratios of `check --write` to it."""
    options = ["--as-of", AS_OF, "--json"]
    commands: dict[str, Callable[[str], list[str]]] = {
        "openpyxl": lambda path: [sys.executable, "-c", OPEN_AND_SAVE, path],
        "check": lambda path: [*TOOL, path, *options],
        "check --write": lambda path: [*TOOL, path, "--write", *options],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                done = run(command(shutil.copy(source, folder)))
            if number:  # the first round warms the files up
                runs[name].append(done)
    mine = runs["check --write"]
    for name, taken in runs.items():
        clock, processor = (
            statistics.median(own[field] / other[field] for own, other in zip(mine, taken, strict=True))
            for field in (0, 1)
        )
        median = statistics.median(each.seconds for each in taken)
        print(
            f"  {name:14}{median * 1000:7.0f} ms{max(each.memory for each in taken):6.0f} MB   "
            f"check --write takes {clock:5.2f} times as long, {processor:5.2f} times the processor"
        )


def main() -> None:
    """Measure each size; what makes the ledgers has a process of its own, so that its memory is not counted here."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, help="rounds of each size")
    parser.add_argument("--make", nargs=3, metavar=("FILE", "ROWS", "AGAIN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make(Path(options.make[0]), int(options.make[1]), again=options.make[2] == "1")
        return
    for rows, rounds in SIZES.items():
        for again in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "台账.xlsx")
                run([sys.executable, __file__, "--make", str(path), str(rows), str(int(again))])
                print(f"{rows} problems, {path.stat().st_size / 1000:.0f} KB, {'again' if again else 'first write'}")
                measure(path, options.rounds or rounds)


if __name__ == "__main__":
    main()
