"""Consolidate thousands of generated ledgers and compare that with what reading them costs anyway.

Run as `python benchmarks/consolidate.py [--units 10000] [--folder DIR]`; the ledgers are made in DIR where they are not
there yet (10,000 of 5 to 60 problems take 1.6 GB and some minutes). It prints

* the CPU time of a workbook that is read, fully checked in the 上报 profile and counted, as a ratio to a bare
  python-calamine read of the same sheets: one process against one, and two workers against two;
* the wall time of the whole command as a ratio to a loop of `pandas.read_excel` (engine openpyxl, a sample);
* the peak resident memory of all its processes together;
* the second run after 1 % of the files changed, and a third one after nothing did;
* how time grows with the number of workbooks.

Other work on the machine weighs on both sides of a ratio; seconds alone mean little.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psutil

from generate.unit_ledgers.__main__ import plans, write, write_all
from rectify_xl.commands import assess_submission
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile
from rectify_xl.workbook.reading.read_workbook import WANTED

AS_OF = date(2026, 9, 30)
PROBLEMS, ERRORS, SEED = (5, 60), 0.03, 1
SAMPLE, PANDAS_SAMPLE = 400, 12
EVERY = 0.1
"""Seconds between two looks at the memory."""
ROOT = Path(__file__).resolve().parents[1]


class RunFigures(NamedTuple):
    """What one run of the command took: seconds, CPU seconds of all processes, what it printed.

    `resident` is the peak of the memory of all processes together, `parent` that of the command itself, in MB; what
    processes share counts as often as they are.
    """

    wall: float
    cpu: float
    resident: float
    parent: float
    printed: dict[str, object]


def bare(path: str) -> None:
    """Read the sheets that a consolidation reads, and do nothing with them."""
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(Path(path).read_bytes()))
    present = set(book.sheet_names)
    for name in WANTED:
        if name in present:
            book.get_sheet_by_name(name).to_python()


def assessed(path: str) -> None:
    """Read, check and count a workbook."""
    data = Path(path).read_bytes()
    assess_submission.assess(SubmittedFile(path, "", len(data)), data, AS_OF)


def by_pandas(path: str) -> None:
    """Read all sheets as a script would."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pd.read_excel(path, sheet_name=None, engine="openpyxl")


def cpu_of_one(work: Callable[[str], None], other: Callable[[str], None], paths: Sequence[str]) -> tuple[float, float]:
    """Return the milliseconds of CPU a file of two kinds of work, done in turn in this process."""
    totals = [0.0, 0.0]
    for path in paths[:5]:
        work(path)
        other(path)
    for path in paths:
        for place, does in enumerate((work, other)):
            start = time.process_time()
            does(path)
            totals[place] += time.process_time() - start
    return totals[0] / len(paths) * 1000, totals[1] / len(paths) * 1000


def cpu_of_two(work: Callable[[str], None], paths: Sequence[str]) -> float:
    """Return the milliseconds of CPU a file of work done by two workers, without what it takes to start them."""
    with ProcessPoolExecutor(2, initializer=assess_submission.load) as pool:
        list(pool.map(work, paths[:20], chunksize=10))
        before = sum(sum(psutil.Process(worker).cpu_times()[:2]) for worker in pool._processes)  # noqa: SLF001 - no public way
        list(pool.map(work, paths, chunksize=20))
        after = sum(sum(psutil.Process(worker).cpu_times()[:2]) for worker in pool._processes)  # noqa: SLF001 - as above
    return (after - before) / len(paths) * 1000


def run(folder: Path, store: Path, result: Path, workers: int) -> RunFigures:
    """Run the command as a process and look at its memory and that of its workers meanwhile."""
    words = [sys.executable, "-m", "rectify_xl", "consolidate", str(folder), "-o", str(result), "--store", str(store)]
    words += ["--as-of", AS_OF.isoformat(), "--workers", str(workers), "--force", "--json"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    peak = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak))
    watcher.start()
    output, errors = process.communicate()
    wall = time.perf_counter() - start
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        raise SystemExit(errors.decode())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return RunFigures(wall, cpu, peak[0] / 1e6, peak[1] / 1e6, json.loads(output))


def _watch(pid: int, peak: list[float]) -> None:
    """Note the largest sum of the resident memory of a process and all below it, and the largest of its own."""
    try:
        top = psutil.Process(pid)
        while top.is_running() and top.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for process in (top, *top.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[:] = max(peak[0], total), max(peak[1], top.memory_info().rss)
            time.sleep(EVERY)
    except psutil.NoSuchProcess:
        return


def ledgers(folder: Path, count: int) -> list[Path]:
    """Return so many generated ledgers, made where they are not there yet."""
    present = sorted(folder.glob("*.xlsx")) if folder.is_dir() else []
    if len(present) != count:
        shutil.rmtree(folder, ignore_errors=True)
        start = time.perf_counter()
        write_all(folder, list(plans(count, PROBLEMS, ERRORS, SEED, AS_OF)))
        print(f"generated {count} ledgers in {time.perf_counter() - start:.0f} s")
        present = sorted(folder.glob("*.xlsx"))
    return present


def linked(paths: Sequence[Path], folder: Path) -> Path:
    """Return a folder with these files."""
    folder.mkdir()
    for path in paths:
        os.link(path, folder / path.name)
    return folder


def change(folder: Path, count: int) -> None:
    """Let so many units fill in other ledgers; the files of the benchmark itself stay."""
    for plan in plans(count, PROBLEMS, ERRORS + 0.3, SEED + 1, AS_OF):
        (victim,) = folder.glob(f"*_{plan.number:05d}.xlsx")
        fresh = write(folder.parent, plan._replace(seed=SEED))
        victim.unlink()
        fresh.replace(victim)


def main() -> None:
    """Print all figures as a table."""
    parser = argparse.ArgumentParser(description="measure consolidate")
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "rectify_xl_units"))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    paths = ledgers(given.folder / str(given.units), given.units)
    step = max(1, len(paths) // SAMPLE)
    sample = [str(path) for path in paths[::step][:SAMPLE]]
    size = sum(path.stat().st_size for path in paths) / len(paths) / 1000
    print(f"{len(paths)} workbooks of {size:.0f} KB on average, {given.workers} workers, {os.cpu_count()} processors")
    assess_submission.load()
    one_bare, one_ours = cpu_of_one(bare, assessed, sample)
    _line("CPU a workbook, one process: bare read", one_bare, "ms")
    _line("CPU a workbook, one process: assessed", one_ours, "ms")
    _line("  ratio", one_ours / one_bare, "", "<= 4")
    two_bare, two_ours = (cpu_of_two(work, sample) for work in (bare, assessed))
    _line("CPU a workbook, two workers: bare read", two_bare, "ms")
    _line("CPU a workbook, two workers: assessed", two_ours, "ms")
    _line("  ratio", two_ours / two_bare, "", "<= 4")
    looped = sample[:: max(1, len(sample) // PANDAS_SAMPLE)][:PANDAS_SAMPLE]
    start = time.perf_counter()
    for path in looped:
        by_pandas(path)
    pandas_each = (time.perf_counter() - start) / len(looped) * 1000
    _line("pandas.read_excel, wall a workbook", pandas_each, "ms")
    with tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        _runs(paths, Path(scratch), given.workers, pandas_each)


def _runs(paths: Sequence[Path], scratch: Path, workers: int, pandas_each: float) -> None:
    sizes = [count for count in (100, 1_000) if count < len(paths)]
    cpu: dict[int, float] = {}
    for count in (*sizes, len(paths)):
        folder = linked(paths[:count], scratch / f"各单位_{count}")
        store, result = scratch / f"库_{count}", scratch / f"汇总_{count}.xlsx"
        first = run(folder, store, result, workers)
        cpu[count] = first.cpu
        _line(f"{count} workbooks: first run, wall", first.wall, "s")
        _line(f"{count} workbooks: first run, wall a workbook", first.wall / count * 1000, "ms")
        _line(f"{count} workbooks: first run, CPU a workbook, all in all", first.cpu / count * 1000, "ms")
        _line(f"{count} workbooks: peak resident, all processes", first.resident, "MB", "< 500")
        _line(f"{count} workbooks: peak resident, the command itself", first.parent, "MB")
        if int(str(first.printed["accepted"])) != count:
            raise SystemExit(f"{first.printed['accepted']} of {count} workbooks were taken")
    _line("  times faster than the pandas loop", pandas_each * len(paths) / 1000 / first.wall, "", ">= 20")
    changed = max(1, len(paths) // 100)
    change(folder, changed)
    second = run(folder, store, result, workers)
    _line(f"second run, {changed} changed (read anew: {second.printed['read']}), wall", second.wall, "s")
    _line("  share of the first", second.wall / first.wall * 100, "%", "< 5")
    third = run(folder, store, result, workers)
    _line("third run, nothing changed, wall", third.wall, "s")
    if sizes:
        growth = (cpu[len(paths)] / len(paths)) / (cpu[sizes[-1]] / sizes[-1])
        _line(f"CPU a workbook, {len(paths)} against {sizes[-1]}", growth, "", "1 is linear")


def _line(what: str, number: float, unit: str, wanted: str = "") -> None:
    print(f"{what:66} {number:10.2f} {unit:3} {f'(wanted {wanted})' if wanted else ''}", flush=True)


if __name__ == "__main__":
    main()
