"""The line that each step of a closing leaves in 变更记录: what was done, and what stood in the ledger then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.closure_rules import conditions, imprint
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import StepRequest, UnmetCondition
from rectify_xl.ledger.closure_rules.imprint import COMMAND
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, SheetChanges
from rectify_xl.ledger.vocabulary import CLOSE
from rectify_xl.text import cell_value
from rectify_xl.text.personal_numbers import covered

COLUMNS = tuple(column.name for column in schema.CHANGES.columns if column.name != schema.CHANGES_CODE)
UNSIGNED = "未署名"


class StepLine(NamedTuple):
    """One line of 变更记录 about a step of a closing."""

    time: str
    by: str
    problem: str
    step: str
    text: str


def needed(case: ClosureCase, order: StepRequest) -> bool:
    """Tell whether a step goes on record: every step of a closing, none of an extension."""
    return order.step != "extend" and (case.running is None or case.running.kind == CLOSE)


def possible(ledger: Ledger) -> bool:
    """Tell whether the workbook has 变更记录 with all its columns."""
    sheet = ledger.sheets.get(schema.CHANGES.name)
    return sheet is not None and set(COLUMNS) <= set(sheet.headers)


def of_step(case: ClosureCase, order: StepRequest, changes: Changes) -> Iterator[StepLine]:
    """Return the line about a step of a closing that makes these changes."""
    if not needed(case, order):
        return
    kept: dict[str, str] = {}
    if order.step != "reject":
        facts = case.facts
        kept = imprint.signed_digests(facts.ledger, facts.relations, case.problem, case.closing, double=case.double)
        kept |= _entries(case.ledger, changes)
    step, words = _words(case, order)
    text = imprint.line(step, words, kept, case.problem.id)
    yield StepLine(order.at or f"{order.day.isoformat()} 00:00:00", _who(order), case.problem.id, step, text)


def _who(order: StepRequest) -> str:
    return order.operator.strip() or order.by or UNSIGNED


def _entries(ledger: Ledger, changes: Changes) -> dict[str, str]:
    """Return the hashes of what the step writes into 销号登记."""
    columns = {position: name for name, position in ledger.sheets[schema.CLOSURES.name].headers.items()}
    return {
        imprint.entry(name): imprint.digest(cell_value.text(write.value))
        for block in changes
        if block.sheet == schema.CLOSURES.name
        for write in block.writes
        if (name := columns[write.column]) in imprint.ENTRIES
    }


def _words(case: ClosureCase, order: StepRequest) -> tuple[str, str]:
    """Return the step, and what a person reads of it."""
    day = order.day.isoformat()
    if order.step == "apply":
        return imprint.APPLIED, f"{order.by}{day}申请"
    if order.step == "sign":
        return f"{order.role}{imprint.SIGNED}", f"{order.role}{order.by}{day}签字"
    if order.step == "reject":
        return imprint.RETURNED, f"{order.role}{order.by}{day}退回；理由：{covered(order.reason)}"
    notes = conditions.notes(case)
    return imprint.APPROVED, "；".join((f"{order.by}{day}批准", *_notes_and_reason(notes, order.reason)))


def _notes_and_reason(notes: Sequence[UnmetCondition], reason: str) -> Iterator[str]:
    """Return what was told before an approval, and why it was given all the same."""
    if notes:
        yield f"批准前已提示{len(notes)}处：{'，'.join(note.text for note in notes)}"
    if reason:
        yield f"理由：{covered(reason)}"


def withdrawn(ledger: Ledger, problems: Sequence[str], time: str, by: str) -> Changes:
    """Return the lines that say that the last step about some problems was taken back."""
    step = imprint.WITHDRAWN
    lines = [StepLine(time, by, problem, step, imprint.line(step, "撤销上一步", {}, problem)) for problem in problems]
    return block(ledger, lines)


def block(ledger: Ledger, records: Sequence[StepLine]) -> Changes:
    """Return what adds the lines below the last one of 变更记录."""
    if not records or not possible(ledger):
        return ()
    sheet = ledger.sheets[schema.CHANGES.name]
    writes = [
        CellWrite(row, sheet.headers[column], text)
        for row, record in enumerate(records, sheet.last_row + 1)
        for column, text in zip(
            COLUMNS,
            (record.time, record.by, COMMAND, imprint.SHEET, record.problem, record.step, "", record.text),
            strict=True,
        )
        if text
    ]
    return (SheetChanges(schema.CHANGES.name, tuple(writes)),)
