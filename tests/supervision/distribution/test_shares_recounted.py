"""Who is sent which rows, recounted from the cells of ledgers of invented units; and nothing of others leaks."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generate.unit_ledgers import __main__ as unit_ledgers
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.memory import memory_store
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 9, 30)
CASES = ((30, 0.0, 3), (30, 0.3, 4), (70, 0.1, 5))
"""Problems, share of rows with a slip, seed."""
Line = Mapping[str, str]


def lines(path: Path, sheet: str) -> list[Line]:
    """Return the filled rows of a sheet as texts by header."""
    header, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    texts = [
        {
            str(name): folded(str(name), str(value or "").strip())
            for name, value in zip(header, row, strict=True)
            if name
        }
        for row in rows
    ]
    return [line for line in texts if any(line.values())]


def folded(column: str, text: str) -> str:
    """Return an id in half width, without blanks; every other text as it is."""
    return "".join(unicodedata.normalize("NFKC", text).split()) if column.endswith("编号") else text


def named(cell: str) -> list[str]:
    return [part for part in re.split(r"[、，,；;／/＋+\s]+", cell) if part]


def recounted(path: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each department the problems that it leads or helps with, and the measures that it is sent."""
    problems, measures = lines(path, "问题台账"), lines(path, "整改措施")
    ids = [line["编号"] for line in problems]
    shares: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for line in problems:
        if line["编号"] and ids.count(line["编号"]) == 1:
            for name in (*named(line["责任科室"]), *named(line["配合科室"])):
                shares[name][0].add(line["编号"])
    known = {line["编号"] for line in problems if line["编号"] and ids.count(line["编号"]) == 1}
    for line in measures:
        of = set(named(line["问题编号"])) & known
        for name in {*named(line["责任科室"]), *shares}:
            own = shares[name][0] if name in shares else set()
            if of & own or (of and name in named(line["责任科室"])):
                shares[name][1].add(line["措施编号"])
    return {name: share for name, share in shares.items() if any(share)}


def run(ledger: Path, folder: Path) -> Outcome:
    command = find("distribute")
    assert command is not None
    request = Request(
        AS_OF,
        FileBook(ledger),
        options={"output": str(folder), "all": True},
        moment=datetime(2026, 9, 30, 9),  # noqa: DTZ001
    )
    return invoke(command, request)


def everything(path: Path) -> str:
    """Return the text of every part of a workbook, its own memory unpacked."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    kept = memory_store.read(FileBook(path).read().sheets[schema.MEMORY.name]).entries
    return "\n".join([*parts, *(repr(kept[name]) for name in kept)])


def of_others(ledger: Path, problems: set[str], measures: set[str]) -> Iterator[str]:
    """Yield texts and people that stand in rows of others and in no row of the share."""
    columns = {"问题台账": ("具体问题", "整改进展", "责任人", "牵头领导"), "整改措施": ("措施内容", "责任人")}
    mine, theirs = set[str](), set[str]()
    for sheet, names in columns.items():
        ids, key = (problems, "编号") if sheet == "问题台账" else (measures, "措施编号")
        for line in lines(ledger, sheet):
            texts = {line[name] for name in names if len(line[name]) > 1}
            (mine if line[key] in ids else theirs).update(texts)
    granted = (line for line in lines(ledger, "销号登记") if line["问题编号"] in problems and line["类型"] == "延期")
    inside = "\n".join([*mine, *(text for line in granted for text in line.values())])
    yield from (text for text in sorted(theirs - mine) if text not in inside)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2]}")
def test_shares_are_what_a_clerk_counts_and_hold_nothing_of_others(
    case: tuple[int, float, int], tmp_path: Path
) -> None:
    """Every department gets the rows that name it, no other; no part of its file tells of rows that it was not sent."""
    size, errors, seed = case
    (plan,) = unit_ledgers.plans(1, (size, size), errors, seed, AS_OF)
    ledger = unit_ledgers.write(tmp_path, plan)
    expected = recounted(ledger)
    outcome = run(ledger, tmp_path / "发")
    sent = {entry["to"]: entry for entry in outcome.data["sent"]}  # type: ignore[attr-defined]
    assert {name: set(entry["problems"]) for name, entry in sent.items()} == {
        name: problems for name, (problems, _) in expected.items()
    }
    assert {name: set(entry["measures"]) for name, entry in sent.items()} == {
        name: measures for name, (_, measures) in expected.items()
    }
    for name, (problems, measures) in expected.items():
        text = everything(tmp_path / "发" / sent[name]["file"])
        shown = problems | set(sent[name]["shown"])
        leaked = [words for words in of_others(ledger, shown, measures) if words in text]
        assert leaked == [], name
