"""What an old ledger should become, and how far an import is from it: for the training files and the benchmark.

The expectations are those of `../shared/training/ledgers`; `unchecked` and `accept` of a problem, which newer beds
have, name fields that are left out and further right readings.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl.doors import cli

Data = Mapping[str, Any]
AS_OF = "2026-01-15"
ROWS, FIELDS, STATUSES, MEASURES = "rows", "fields", "statuses", "measures"
KINDS = (ROWS, FIELDS, STATUSES, MEASURES)


class Reading(NamedTuple):
    """One thing that was compared: its kind, whether it was read right, and what was read."""

    kind: str
    right: bool
    what: str


class ImportedCase(NamedTuple):
    """An old ledger after its import: exit status, report of the import, dump and findings of `check`, or stderr."""

    status: int
    report: Data
    dump: Data
    findings: list[dict[str, Any]]
    errors: str


def run(*words: str) -> tuple[int, str, str]:
    """Run a command in this process; return its exit status and what it printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main(words)
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return status, texts[0], texts[1]


def imported(source: Path, folder: Path) -> ImportedCase:
    """Import an old ledger into a folder, dump the new one and check it."""
    target = str(folder / f"{source.name}.xlsx")
    status, report, errors = run("import", str(source), "-o", target, "--json", "--as-of", AS_OF)
    if status == 2:
        return ImportedCase(status, {}, {}, [], errors)
    dump = json.loads(run("dump", target, "--json")[1])
    check = json.loads(run("check", target, "--profile", "填报", "--json", "--as-of", AS_OF)[1])
    return ImportedCase(status, json.loads(report), dump, check["findings"], errors)


def squeezed(text: object) -> str:
    """Return a text as it is compared: half-width, without blanks, without the stop behind it."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or ""))).rstrip("。;；,，")


def names(text: str | None) -> list[str]:
    """Return the names in a cell, sorted."""
    return sorted(name for name in re.split(r"[、,，;；/\s]+", text or "") if name)


def readings(dump: Data, expected: Data) -> Iterator[Reading]:
    """Yield everything that is compared of an imported ledger."""
    aspects = [squeezed(aspect["title"]) for aspect in dump["aspects"] if "未填" not in aspect["title"]]
    yield Reading(ROWS, aspects == [squeezed(aspect["title"]) for aspect in expected["aspects"]], f"aspects {aspects}")
    groups = [(group["aspect"], squeezed(group["title"])) for group in dump["groups"]]
    wanted_groups = [(group["aspect"], squeezed(group["title"])) for group in expected["groups"]]
    yield Reading(ROWS, groups == wanted_groups, f"groups {groups}")
    count = len(dump["problems"])
    yield Reading(ROWS, count == len(expected["problems"]), f"{count} problems")
    for name in ("unit", "title", "feedback"):
        wanted = expected["meta"].get(name)
        if wanted:
            value = dump["meta"].get(name)
            yield Reading(FIELDS, squeezed(value) == squeezed(wanted), f"{name} {value!r}, not {wanted!r}")
    left = list(dump["problems"])
    for wanted in expected["problems"]:
        text = squeezed(wanted["problem"])
        problem = next((problem for problem in left if squeezed(problem["problem"]) == text), None)
        yield Reading(ROWS, problem is not None, f"[{wanted['no']}] missing: {wanted['problem'][:30]}")
        if problem is not None:
            left.remove(problem)
            for reading in _of_problem(problem, wanted):
                yield reading._replace(what=f"[{wanted['no']}] {reading.what}")
    for problem in left:
        yield Reading(ROWS, right=False, what=f"no problem: {str(problem['problem'])[:40]}")


def _of_problem(problem: Data, wanted: Data) -> Iterator[Reading]:
    def compared(kind: str, name: str, value: object, right: list[object]) -> Reading:
        return Reading(
            kind, name in wanted.get("unchecked", ()) or value in right, f"{name} {value!r}, not {right[0]!r}"
        )

    def further(name: str) -> list[Any]:
        return [wanted[name], *wanted.get("accept", {}).get(name, ())]

    for name in ("aspect", "group"):
        yield compared(FIELDS, name, problem[name], further(name))
    for name in ("completion", "immediate"):
        yield compared(STATUSES, name, problem[name], further(name))
    if wanted["completion"] == "已完成":
        right = [value or "无" for value in further("follow_up")]
        yield compared(STATUSES, "follow_up", problem["follow_up"] or "无", right)
    yield compared(FIELDS, "lead", squeezed(problem["lead"]), [squeezed(value) for value in further("lead")])
    yield compared(FIELDS, "department", names(problem["department"]), [names(v) for v in further("department")])
    yield compared(FIELDS, "due", problem["due"], further("due"))
    if wanted["status_text"] not in ("", None, "√"):
        right = [squeezed(value) for value in further("status_text")]
        yield compared(STATUSES, "status_text", squeezed(problem["status_text"]), right)
    if wanted["progress"]:
        holds = "progress" in wanted.get("unchecked", ()) or squeezed(wanted["progress"]) in squeezed(
            problem["progress"]
        )
        yield Reading(FIELDS, holds, f"progress {problem['progress']!r}")
    texts = [squeezed(measure["text"]) for measure in problem["measures"]]
    right = [[squeezed(measure["text"]) for measure in wanted["measures"]]]
    right += [[squeezed(text) for text in reading] for reading in wanted.get("accept", {}).get("measures", ())]
    yield compared(MEASURES, "measures", texts, list(right))
    for measure, own in zip(problem["measures"], wanted["measures"], strict=False):
        if "due" in own:
            state = (measure["due"], measure["completion"])
            yield compared(MEASURES, "own state", state, [(own["due"], own["completion"])])
