"""The list that goes with a pack of evidence, and names that are safe inside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.text.file_names import safe, unused_name

LIST = "清单.csv"
HEADER = (
    "问题编号",
    "具体问题",
    "佐证编号",
    "名称",
    "登记的文件或文号",
    "压缩包内文件",
    "校验码",
    "登记的校验码",
    "日期",
    "情况",
)
PACKED = "已收入"
MISSING = "找不到文件"
CHANGED = "已收入，但与登记时的内容不一致"
PAPER = "只登记了名称或文号，没有文件"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ManifestEntry(NamedTuple):
    """One document of one problem that belongs into the pack; `member` is the name that its file gets there."""

    problem: str
    title: str
    id: str
    name: str
    source: str
    sha256: str
    day: str
    member: str


class Packed(NamedTuple):
    """What became of an entry: the SHA-256 of the file, empty where there is none, and a word for the list."""

    entry: ManifestEntry
    sha256: str
    state: str


def entries(ledger: Ledger, names: Collection[str]) -> tuple[ManifestEntry, ...]:
    """Return the evidence of these problems and of their measures, in the order of the problems."""
    relations = Relations(ledger)
    result: list[ManifestEntry] = []
    used: set[str] = set()
    for problem in ledger.problems:
        if problem.id not in names:
            continue
        for document in relations.evidence_of(problem.id):
            member = _member(problem.id, document.id, document.source or document.name, used)
            result.append(
                ManifestEntry(
                    problem=problem.id,
                    title=problem.problem,
                    id=document.id,
                    name=document.name,
                    source=document.source,
                    sha256=document.row.text("SHA-256").lower(),
                    day=document.date.iso or document.date.text,
                    member=member,
                )
            )
    return tuple(result)


def _member(problem: str, identifier: str, source: str, used: set[str]) -> str:
    """Return a name inside the pack that is safe on every system and that no other entry has."""
    file = re.split(r"[/\\]", source)[-1]
    base = f"{safe(problem)}/{safe(identifier or '未编号')}_{safe(file)}"
    stem, dot, suffix = base.rpartition(".")
    return unused_name(stem, used, f".{suffix}") if dot and "/" not in suffix else unused_name(base, used)


def table(packed: Iterable[Packed]) -> str:
    """Return the list as CSV; a field that a spreadsheet would take for a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for item in packed:
        entry = item.entry
        member = entry.member if item.sha256 else ""
        line = (entry.problem, entry.title, entry.id, entry.name, entry.source, member)
        writer.writerow(_plain(field) for field in (*line, item.sha256, entry.sha256, entry.day, item.state))
    return text.getvalue()


def _plain(field: str) -> str:
    return f"'{field}" if field.startswith(_FORMULA) else field
