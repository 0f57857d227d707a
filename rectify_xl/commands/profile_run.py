"""Put a profile to a ledger with all that its checks can be given: its memory, and the evidence files beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.base import any_closing
from rectify_xl.judgement.checks.remembered import Memory
from rectify_xl.ledger import schema

if TYPE_CHECKING:
    from rectify_xl.commands.outcome import Request
    from rectify_xl.judgement.checks.profiles import Profile
    from rectify_xl.ledger.closure_rules.closure_terms import Files
    from rectify_xl.ledger.reading.reader import RawBook
    from rectify_xl.ledger.records import Finding, Ledger

MEMORIES = (schema.CHANGES.name, schema.MEMORY.name)
REMEMBERED = (
    schema.INFO.name,
    schema.PROBLEMS.name,
    schema.MEASURES.name,
    schema.EVIDENCE.name,
    schema.REVIEWS.name,
    schema.CLOSURES.name,
)
"""The sheets of which changes are told that no command has recorded."""


class ProfileFindings(NamedTuple):
    """What a profile finds; `unseen` says what nobody could look at, empty where all was seen."""

    findings: tuple[Finding, ...]
    unseen: str = ""


def run_profile(request: Request, book: RawBook, ledger: Ledger, profile: Profile, *, sent: bool) -> ProfileFindings:
    """Return what `profile` finds in a ledger; with `sent` also what no command has recorded."""
    files, unseen = _evidence(request, ledger) if any_closing(ledger) else (None, "")
    memory = memory_of(book) if sent else Memory()
    return ProfileFindings(checks.run(ledger, profile, request.as_of, files, memory), unseen)


def _evidence(request: Request, ledger: Ledger) -> tuple[Files | None, str]:
    """Return the evidence files of closed problems; where there is none to look at, a sentence that says so."""
    from rectify_xl.ledger.closure_rules import standing
    from rectify_xl.supervision.closure_steps.evidence_rows import sources_of
    from rectify_xl.workbook import evidence_files

    sources = sources_of(ledger, standing.claimed(ledger))
    files = evidence_files.digests_of(request.ledger.folder, sources) if sources else {}
    if files or not sources:
        return files or None, ""
    return None, f"已销号问题的佐证文件{len(sources)}份都不在台账旁边，没有核对有没有改动。"


def memory_of(book: RawBook) -> Memory:
    """Return what the workbook remembers beside its tables: what no line of 变更记录 tells, and what is not there."""
    from rectify_xl.ledger.memory import unrecorded_changes

    kept = any(sheet.rows[1:] for name in MEMORIES if (sheet := book.sheets.get(name)))
    if not kept:
        return Memory(lost=unrecorded_changes.lost(book))
    from rectify_xl.judgement import closure_notes
    from rectify_xl.ledger.changes import log_chain
    from rectify_xl.ledger.memory import change_tracking

    change = change_tracking.log_broken(book)
    broken = closure_notes.log_damage_text(change) if change else ""
    breaks = log_chain.breaks(log_chain.links(book))
    return Memory(unrecorded_changes.changes(book, REMEMBERED), broken, unrecorded_changes.lost(book), breaks)
