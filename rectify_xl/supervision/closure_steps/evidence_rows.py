"""Evidence files as rows of 佐证材料, each sealed with its SHA-256."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import command_needs, schema, used_ids
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_terms import Refusal
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, SheetChanges
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import file_names
from rectify_xl.text.cell_value import Raw


class EvidenceFile(NamedTuple):
    """A file that an adapter has read: where it lies from the ledger's folder, with `/`, its name, and its SHA-256."""

    source: str
    name: str
    sha256: str


class FolderFile(NamedTuple):
    """A file in the folder of a problem, and the day that it bears."""

    problem: str
    file: EvidenceFile
    day: date


class Registered(NamedTuple):
    """What registering files comes to: the changes, the new ids, and files that stood there already."""

    changes: Changes
    ids: tuple[str, ...]
    known: tuple[str, ...]


def sources(ledger: Ledger) -> tuple[str, ...]:
    """Return every file name in 佐证材料 that is sealed, each once: what an adapter has to look for."""
    return tuple(
        dict.fromkeys(
            document.source for document in ledger.evidence if document.row.text("SHA-256") and document.source
        )
    )


def sources_of(ledger: Ledger, problems: Iterable[str]) -> tuple[str, ...]:
    """Return the sealed files that stand for some problems, each once."""
    names = list(problems)
    if not names:
        return ()
    relations = Relations(ledger)
    documents = (document for name in names for document in relations.evidence_of(name))
    return tuple(
        dict.fromkeys(document.source for document in documents if document.row.text("SHA-256") and document.source)
    )


def register(ledger: Ledger, name: str, files: Sequence[EvidenceFile], day: date) -> Registered | Refusal:
    """Add files to 佐证材料 for one problem; another content under a known name is its next version."""
    case = closure_case.load_case(ledger, name, day, None)
    if isinstance(case, Refusal):
        return case
    unready = not_ready(ledger)
    if unready:
        return Refusal(case.problem.id, unready, "请照新台账补上")
    documents = case.facts.relations.evidence_of(case.problem.id)
    sealed = {(document.source, document.row.text("SHA-256").lower()) for document in documents}
    known = tuple(file.source for file in files if (file.source, file.sha256) in sealed)
    fresh = [file for file in dict.fromkeys(files) if file.source not in known]
    changes, ids = appended(ledger, [FolderFile(case.problem.id, file, day) for file in fresh])
    return Registered(changes, ids, known)


def not_ready(ledger: Ledger) -> str:
    """Say what 佐证材料 lacks for a row to be added; empty where it lacks nothing."""
    facts = ledger.sheets.get(schema.EVIDENCE.name)
    needed = command_needs.written(schema.EVIDENCE)
    lacking = needed if facts is None else [column for column in needed if column not in facts.headers]
    return f"《佐证材料》缺少{'、'.join(lacking)}" if facts is None or lacking else ""


def appended(ledger: Ledger, files: Sequence[FolderFile]) -> tuple[Changes, tuple[str, ...]]:
    """Return what adds a row for each file, and their ids; a name that stood there already gets its next version."""
    facts = ledger.sheets[schema.EVIDENCE.name]
    ids = _ids(ledger, len(files))
    writes: list[CellWrite] = []
    for row, (identifier, (problem, file, day)) in enumerate(zip(ids, files, strict=True), facts.last_row + 1):
        version = 1 + sum(document.source == file.source for document in ledger.evidence)
        filled: dict[str, Raw] = {
            "编号": identifier,
            "问题/措施编号": problem,
            "名称": file_names.readable(file.name),
            "文件或文号": file.source,
            "SHA-256": file.sha256,
            "版本": str(version),
            "日期": day,
        }
        writes += [CellWrite(row, facts.headers[column], value) for column, value in filled.items()]
    return ((SheetChanges(schema.EVIDENCE.name, tuple(writes)),) if writes else ()), ids


def _ids(ledger: Ledger, count: int) -> tuple[str, ...]:
    ids: list[str] = []
    for _ in range(count):
        ids.append(used_ids.next_document_id(ledger, ids))
    return tuple(ids)
