"""What the jobs of `close` have in common: the cases of the problems that were named, and how they are told."""

from __future__ import annotations

from collections.abc import Sequence

from rectify_xl.commands.outcome import FOUND, Hindrance, Outcome, OutputTable, Request
from rectify_xl.judgement import closure_notes
from rectify_xl.ledger.changes import applied
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import Refusal, UnmetCondition
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, Ledger
from rectify_xl.supervision.closure_steps import next_steps

MISSING_HEADER = ("编号", "位置", "情况", "处理办法")


def facts_of(request: Request, book: RawBook, ledger: Ledger) -> ClosureFacts:
    """Return what the cases need: the evidence files beside the ledger, and what risks and the memory know of them.

    The day is that of `--as-of`, but never one that the clock of this computer has not reached.
    """
    from rectify_xl.supervision.closure_steps.evidence_rows import sources
    from rectify_xl.workbook import evidence_files

    files = evidence_files.digests_of(request.ledger.folder, sources(ledger))
    today = min(request.as_of, request.now.date())
    return closure_case.gather(
        ledger, today, files, closure_notes.notes(ledger, today, closure_notes.unrecorded_and_log_damage(book))
    )


def cases_of(request: Request, book: RawBook, ledger: Ledger) -> tuple[list[ClosureCase], list[Refusal]]:
    """Return the cases of the problems that were named, or of all."""
    facts = facts_of(request, book, ledger)
    names = request.items or tuple(problem.id for problem in ledger.problems if problem.id)
    looked = [closure_case.of(facts, name) for name in dict.fromkeys(names)]
    return [case for case in looked if isinstance(case, ClosureCase)], [
        refusal for refusal in looked if isinstance(refusal, Refusal)
    ]


def facts_after(facts: ClosureFacts, book: RawBook, changes: Changes) -> ClosureFacts:
    """Return the facts as they are after changes, without reading the workbook again."""
    ledger = reader.read_ledger(applied.apply(book, changes))
    notes = closure_notes.notes(ledger, facts.as_of, closure_notes.unrecorded_and_log_damage(book))
    return closure_case.gather(ledger, facts.as_of, facts.files, notes)


def cases_after(facts: ClosureFacts, book: RawBook, changes: Changes, names: Sequence[str]) -> list[ClosureCase]:
    """Return the cases as they stand after changes: what whoever acts next has to know of them."""
    later = facts_after(facts, book, changes)
    cases = (closure_case.of(later, name) for name in names)
    return [case for case in cases if isinstance(case, ClosureCase)]


def next_data(case: ClosureCase) -> dict[str, object]:
    """Return what comes next for a problem, for machines."""
    following = next_steps.next_step(case)
    return {"id": case.problem.id, "step": following.step, "role": following.role, "text": following.text}


def note_table(notes: Sequence[tuple[str, UnmetCondition]]) -> tuple[OutputTable, ...]:
    """Return what has to be explained before an approval, as a table; nothing where there is nothing."""
    rows = tuple((name, note.cell, note.text, note.remedy) for name, note in notes)
    return (OutputTable("批准前要说明的", MISSING_HEADER, rows),) if rows else ()


def ids_of(request: Request) -> list[str]:
    """Return the problems that were named, each once."""
    from rectify_xl.text import cell_value

    return list(dict.fromkeys(cell_value.identifier(text) for text in request.items))


def refused_paper(paper: str, refused: Sequence[Refusal]) -> Outcome:
    """Return why a paper was not made."""
    lines = tuple(map(refusal_sentence, refused))
    data = {paper: None, "refused": [refusal_data(refusal) for refusal in refused]}
    return Outcome(data, lines, status=FOUND, refused=hindrances(refused))


def refusal_sentence(refusal: Refusal) -> str:
    """Return why a step is not taken, and what to do, as a sentence."""
    return f"{refusal.problem}{refusal.text}。{refusal.remedy}。"


def hindrances(refused: Sequence[Refusal]) -> tuple[Hindrance, ...]:
    """Return what was refused, for the doors."""
    return tuple(Hindrance(refusal.problem, refusal.text, refusal.remedy) for refusal in refused)


def refusal_data(refusal: Refusal) -> dict[str, object]:
    """Return a refusal for machines."""
    missing = [missing_data(lack) for lack in refusal.missing]
    return {"id": refusal.problem, "message": refusal.text, "fix": refusal.remedy, "missing": missing}


def missing_data(missing: UnmetCondition) -> dict[str, object]:
    """Return a condition that is not met, for machines."""
    return {"code": missing.code, "cell": missing.cell, "message": missing.text, "fix": missing.remedy}


def lacking_table(lacking: Sequence[tuple[str, UnmetCondition]]) -> tuple[OutputTable, ...]:
    """Return conditions that are not met as a table; nothing where there are none."""
    rows = tuple((name, lack.cell, lack.text, lack.remedy) for name, lack in lacking)
    return (OutputTable("还缺的条件", MISSING_HEADER, rows),) if rows else ()
