"""Folders of unit ledgers for the tests of consolidation, made once and copied."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from generate.unit_ledgers.__main__ import plans, write
from rectify_xl.doors import cli

AS_OF = date(2026, 9, 30)
NUMBER = 12


class Answer(NamedTuple):
    """What a run of the command line gave: exit status, JSON, and what was said on standard error."""

    status: int
    data: Mapping[str, Any]
    said: str


def draw(folder: Path, number: int = NUMBER) -> Path:
    """Write ledgers of few problems into a folder and return it."""
    for plan in plans(number, (3, 9), 0.1, 11, AS_OF):
        write(folder, plan)
    return folder


def copied(folder: Path, target: Path) -> Path:
    """Copy a folder of ledgers, times included."""
    shutil.copytree(folder, target)
    return target


def edited(path: Path, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Return a ledger after an edit in openpyxl."""
    book = openpyxl.load_workbook(path)
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def consolidate(*words: str | Path, as_of: date = AS_OF) -> Answer:
    """Run the command as the command line does."""
    result = []
    if "-o" not in words:  # the result is looked at elsewhere; here it goes beside the store
        store = Path(words[words.index("--store") + 1]).absolute()
        result = ["--force", "-o", store.with_name(f"{store.name}.xlsx")]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main(["consolidate", *map(str, (*words, *result)), "--as-of", as_of.isoformat(), "--json"])
    return Answer(status, json.loads(out.getvalue()) if out.getvalue() else {}, err.getvalue())


def lasting(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of an answer that does not depend on where the store is and what it knew."""
    return {
        key: value for key, value in data.items() if key not in ("store", "database", "result", "read", "unchanged")
    }
