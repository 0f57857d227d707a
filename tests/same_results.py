"""What a set-up makes in another system, against what this computer makes: papers, ledger, and many units together."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.workbook.file_host import FileBook

AS_OF = "2026-09-30"
MOMENTS = ("变更记录", "核实登记", "程序状态")
"""Sheets of a ledger that say when something was done."""
TEXT = "整改通报（公开稿）.txt"
UNITS, ROSTER, RESULT, PAGE = "汇总/来文", "汇总/名册.csv", "再汇总.xlsx", "再看板.html"
TOGETHER = (
    *("consolidate", UNITS, "-o", RESULT, "--roster", ROSTER, "--dashboard", PAGE, "--store", "再汇总库"),
    *("--workers", "2", "--as-of", AS_OF, "--json"),
)
"""The command line that puts the twelve units of the demo together, in two processes; it ends with 1, as errors do."""
LEDGER = "再台账.xlsx"
NEEDS = (
    ("check", LEDGER, "--profile", "上报", "--as-of", AS_OF),
    ("close", LEDGER, "--as-of", AS_OF),
    ("distribute", LEDGER, "-o", "再分发", "--as-of", AS_OF),
    ("collect", LEDGER, "再分发", "--as-of", AS_OF),
    ("undo", LEDGER),
    ("submit", LEDGER, "-o", "再上报", "--with-errors", "先报", "--as-of", AS_OF),
    ("return", UNITS, "-o", "再退回", "--as-of", AS_OF),
)
"""What an office and the level above need besides, on a copy of the demo's ledger."""
_DIFFERENT = ("汇总时间", "来源")
"""Lines of 说明 that say when and from where."""


def demo(target: Path) -> Path:
    """Make the demo here; return its folder, in which the units are put together once more."""
    command = [sys.executable, "-m", "rectify_xl"]
    subprocess.run([*command, "demo", "-o", str(target), "--as-of", AS_OF], check=True, capture_output=True)
    done = subprocess.run([*command, *TOGETHER], cwd=target, check=False, capture_output=True)
    assert done.returncode == 1, done.stderr
    (target / "json").write_bytes(done.stdout)
    shutil.copy(target / "示例台账.xlsx", target / LEDGER)
    codes = [
        subprocess.run([*command, *words], cwd=target, capture_output=True, check=False).returncode for words in NEEDS
    ]
    (target / "json-needs").write_text(json.dumps(codes), encoding="ascii")
    return target


def needs(made: Path, run: Callable[[Sequence[str]], int]) -> tuple[list[int], list[str]]:
    """Return how each of the needs ended in the folder `made`, where LEDGER is a copy, and which files came of it."""
    return [run(words) for words in NEEDS], _of_needs(made)


def needs_here(folder: Path) -> tuple[list[int], list[str]]:
    """Return the same of this computer."""
    return json.loads((folder / "json-needs").read_bytes()), _of_needs(folder)


def _of_needs(folder: Path) -> list[str]:
    return [name for name in names(folder) if name.startswith(("再分发", "再上报", "再退回"))]


def names(folder: Path) -> Sequence[str]:
    """Return the files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def papers(folder: Path) -> list[str]:
    """Return what a demo made, without backups and without what was made of it afterwards."""
    return [name for name in names(folder) if "rectify_xl_备份" not in name and not name.startswith(("再", "json"))]


def cells(path: Path) -> dict[str, list[list[Raw | Uncached]]]:
    """Return all cells of a ledger but those that say when something was done."""
    book = FileBook(path).read()
    return {name: [list(row) for row in sheet.rows] for name, sheet in book.sheets.items() if name not in MOMENTS}


def differences(made: Path, here: Path) -> list[tuple[str, int, Any, Any]]:
    """Return the rows in which two results of `consolidate` differ: sheet, row, theirs, ours."""
    theirs, ours = _rows(made), _rows(here)
    assert list(theirs) == list(ours)
    assert len(ours) > 8
    return [
        (name, number, row, own)
        for name in ours
        for number, (row, own) in enumerate(zip(theirs[name], ours[name], strict=True), 1)
        if row != own
    ]


def summary(answer: bytes | str) -> Any:
    """Return what `consolidate` says of the units, without the names of folders."""
    answered = json.loads(answer)
    return {key: answered[key] for key in ("received", "accepted", "units", "missing", "duplicates", "rejected")}


def _rows(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {name: [row for row in rows if not row or row[0] not in _DIFFERENT] for name, rows in sheets.items()}
