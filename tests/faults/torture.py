"""Kill, hinder and crowd the writing commands, far longer than a test run may take.

`python -m tests.faults.torture --kills N --faults N --writers N --seed S` prints what was tried, a line for everything
that went wrong, and ends with status 1 where anything did.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import files, resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.commands import test_close as closing
from tests.faults import injecting
from tests.workbook import office

LEDGER = "台账.xlsx"
COMMANDS: tuple[tuple[str, ...], ...] = (
    injecting.REOPEN,
    ("check", "--write"),
    ("rollup", "--write"),
    ("repair", "--write"),
    (
        "close",
        "P006",
        "--step",
        "extend",
        "--by",
        "张三",
        "--until",
        "2029-01-01",
        "--reason",
        "汛期",
        "--as-of",
        "2026-09-30",
    ),
    ("undo",),
)
TOGETHER = 4
"""Writers that begin at once."""
_OLD = 3600


class Counts(NamedTuple):
    """What was tried and what was wrong, by kind; `seen` counts what is no fault: written, unwritten, drafts left."""

    tried: Counter[str]
    wrong: list[str]
    seen: Counter[str]


def prepared(path: Path) -> bytes:
    """Write a ledger with finished problems, P001 to P005, and P006 that is not; its memory has begun."""
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    for row in range(2, 7):
        closing.put(path, "问题台账", row, {**closing.PROBLEM, "编号": f"P{row - 1:03}"})
    late = {**closing.PROBLEM, "完成程度": "整改中", "完成日期": None, "编号": "P006"}
    closing.put(path, "问题台账", 7, late)
    cli_quiet(["check", str(path), "--write"])
    return path.read_bytes()


def cli_quiet(words: list[str]) -> tuple[int, str]:
    """Run a command line in this process, in the folder of its ledger; return its status and all that it said."""
    before = Path.cwd()
    try:
        return injecting.command(Path(words[1]).parent, words)
    finally:
        os.chdir(before)


def sizes(path: Path) -> Mapping[str, int]:
    """Return how many filled rows each sheet of a ledger has."""
    sheets = FileBook(path).read().sheets
    return {name: sum(any(value is not None for value in row) for row in sheet.rows) for name, sheet in sheets.items()}


def kills(counts: Counts, sound: bytes, number: int, rng: random.Random, folder: Path) -> None:
    """Kill commands at random moments; the ledger is as before or as after, and the next command works."""
    after: dict[tuple[str, ...], Mapping[str, int]] = {}
    lasts: dict[tuple[str, ...], float] = {}
    for words in (*COMMANDS, *COMMANDS):  # the second time all is loaded
        after[words], lasts[words] = _done(sound, words, folder)
    for at in range(number):
        words = COMMANDS[at % len(COMMANDS)]
        path, place = _fresh(folder / f"kill{at}", sound)
        if words == ("undo",):
            cli_quiet([injecting.REOPEN[0], str(path), *injecting.STEP])
        before, had = path.read_bytes(), sizes(path)
        child = os.fork()
        if child == 0:
            cli_quiet([words[0], str(path), *words[1:]])
            os._exit(0)
        time.sleep(rng.uniform(0.4, 1.2) * lasts[words])
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        counts.tried[f"kill {words[0]}"] += 1
        for wrong in _after_kill(counts, path, before, had, after[words]):
            counts.wrong.append(f"kill {at} {words[0]}: {wrong}")
        shutil.rmtree(place, ignore_errors=True)


def _after_kill(
    counts: Counts, path: Path, before: bytes, had: Mapping[str, int], done: Mapping[str, int]
) -> Iterator[str]:
    try:
        has = sizes(path)
    except BookError as error:
        yield f"torn: {error}"
        return
    changed = path.read_bytes() != before
    counts.seen["killed after the write" if changed else "killed before the write"] += 1
    if changed and has != done:
        yield f"half: {had} → {has}, not {done}"
    drafts = [each for each in path.parent.rglob("*") if each.name.endswith(files.TEMPORARY)]
    counts.seen["drafts left by a kill"] += len(drafts)
    for each in drafts:
        os.utime(each, (time.time() - _OLD, time.time() - _OLD))
    for copy in backup.copies(path):
        try:
            FileBook(copy).read()
        except BookError as error:
            yield f"torn copy {copy.name}: {error}"
    status, said = cli_quiet(["reopen", str(path), "P005", "--reason", "又见", "--by", "张某"])
    if status != 0:
        yield f"the next command: {said[-200:]}"
    stays = [each.name for each in path.parent.glob(f".*{files.TEMPORARY}")]
    if stays:
        yield f"left over after the next write: {stays}"
    if not any(each.related == ("P005",) for each in reader.read_ledger(FileBook(path).read()).problems):
        yield "lost the row of the next command"


def _done(sound: bytes, words: tuple[str, ...], folder: Path) -> tuple[Mapping[str, int], float]:
    """Return the sizes of the sheets after a command that nobody kills, and how many seconds it takes."""
    path, place = _fresh(folder / f"done-{words[0]}", sound)
    if words == ("undo",):
        cli_quiet([injecting.REOPEN[0], str(path), *injecting.STEP])
    before, began = path.read_bytes(), time.monotonic()
    status, said = cli_quiet([words[0], str(path), *words[1:]])
    lasted = time.monotonic() - began
    if status not in (0, 1) or path.read_bytes() == before:
        raise AssertionError(f"{words} should write: {said}")
    found = sizes(path)
    shutil.rmtree(place)
    return found, lasted


def faults(counts: Counts, sound: bytes, number: int, rng: random.Random, folder: Path) -> None:
    """Let calls of the system fail, one in each run of a command; what was said is true, and nothing is left over."""
    path, _ = _fresh(folder / "faults", sound)
    before = Path.cwd()
    totals: dict[tuple[str, ...], int] = {}
    for words in COMMANDS:
        with tempfile.TemporaryDirectory() as place:
            totals[words] = int(injecting.judged(path, Path(place), 0, None, late=False, words=words))
            os.chdir(before)
    for at in range(number):
        words = COMMANDS[at % len(COMMANDS)]
        fault = rng.choice(injecting.FAULTS)
        late = fault in injecting.FAULTS[-2:] and rng.random() < 0.5
        call = rng.randrange(1, totals[words] + 1)
        wrong = injecting.case(path, call, fault, late=late, words=words)
        counts.tried[f"fault {words[0]}"] += 1
        if wrong:
            counts.wrong.append(f"fault {words[0]} call {call} {fault!r} late={late}: {wrong}")


def writers(counts: Counts, sound: bytes, number: int, folder: Path) -> None:
    """Let several commands begin at once on one ledger: each writes its row, and no two have one number."""
    for start in range(0, number, TOGETHER):
        path, place = _fresh(folder / f"writers{start}", sound)
        together = min(TOGETHER, number - start)
        children = []
        for each in range(together):
            child = os.fork()
            if child == 0:
                status, _ = cli_quiet(["reopen", str(path), f"P00{each + 1}", "--reason", "又见", "--by", f"张{each}"])
                os._exit(status)
            children.append(child)
        ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        counts.tried["writers at once"] += together
        rows = [each for each in reader.read_ledger(FileBook(path).read()).problems if each.related]
        if len(rows) != ended.count(0) or len({each.id for each in rows}) != len(rows):
            counts.wrong.append(f"writers {start}: {ended} but {[each.id for each in rows]}")
        counts.seen["writers that waited in vain"] += together - ended.count(0)
        shutil.rmtree(place, ignore_errors=True)


def _fresh(place: Path, sound: bytes) -> tuple[Path, Path]:
    """Return a copy of the ledger in a folder of its own, some of whose dropdowns are gone, and the folder."""
    place.mkdir()
    path = place / LEDGER
    path.write_bytes(sound)
    return path, place


def damaged(path: Path) -> bytes:
    """Return the ledger with a memory, a change by hand, and a sheet whose colours are gone."""
    prepared(path)
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, 5, "手工改动"),)),))
    content = office.parts(path)
    name = office.sheet_part(path, "整改措施")
    content[name] = re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", content[name], flags=re.DOTALL)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, data in content.items():
            made.writestr(part, data)
    shutil.rmtree(path.parent / backup.FOLDER, ignore_errors=True)
    return path.read_bytes()


def run(*, kills_wanted: int, faults_wanted: int, writers_wanted: int, seed: int) -> Counts:
    """Try so many of each; return what was tried and what was wrong."""
    counts = Counts(Counter(), [], Counter())
    rng = random.Random(seed)  # noqa: S311 - repeatable is what is wanted
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = damaged(folder / LEDGER)
        kills(counts, sound, kills_wanted, rng, folder)
        writers(counts, sound, writers_wanted, folder)
        faults(counts, sound, faults_wanted, rng, folder)
    return counts


def main(arguments: list[str]) -> int:
    """Run what the command line asks for and print it."""
    wanted = argparse.ArgumentParser(prog="python -m tests.faults.torture")
    for name, default in (("kills", 100), ("faults", 100), ("writers", 20), ("seed", 1)):
        wanted.add_argument(f"--{name}", type=int, default=default)
    given = wanted.parse_args(arguments)
    counts = run(kills_wanted=given.kills, faults_wanted=given.faults, writers_wanted=given.writers, seed=given.seed)
    for kind, number in [*sorted(counts.tried.items()), *sorted(counts.seen.items())]:
        print(f"{kind:30} {number:6}")  # noqa: T201 - a program of its own
    print(f"{'wrong':30} {len(counts.wrong):6}")  # noqa: T201 - as above
    for each in counts.wrong:
        print(each)  # noqa: T201 - as above
    return 1 if counts.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
