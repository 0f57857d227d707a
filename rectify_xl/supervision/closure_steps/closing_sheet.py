"""销号办理 as a sheet: one line for each problem that can move, with the names that the ledger knows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import STATE_LABEL, ClosureCase, ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, Refusal
from rectify_xl.ledger.records import CellWrite, Ledger, Row, SheetChanges
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, RETURNED
from rectify_xl.supervision.closure_steps.next_steps import NextStep, next_step
from rectify_xl.supervision.closure_steps.taken_lines import (
    BY,
    CHOICE,
    DAY,
    REQUIREMENT,
    ROLE,
    UNTIL,
    WORDS,
    TakenLines,
    shown_words,
)
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.excerpts import as_clicked

_TYPED = (ROLE, BY, DAY, WORDS, REQUIREMENT, UNTIL)
"""What a clerk fills in."""
_SPELLED_OUT = 4
"""Conditions that a line spells out; the rest are counted."""


def movable(facts: ClosureFacts, named: Iterable[str] = ()) -> tuple[ClosureCase, ...]:
    """Return the problems that can move, in the order of the ledger: on their way, finished, or `named`.

    Those that are closed are left out, unless named; so are those that no ledger can tell apart.
    """
    wanted = set(named)
    cases = (closure_case.of(facts, name) for name in dict.fromkeys(p.id for p in facts.ledger.problems) if name)
    return tuple(
        case
        for case in cases
        if isinstance(case, ClosureCase)
        and (case.problem.id in wanted or (not case.closed and (case.doubt or case.running or _finished(case))))
    )


def _finished(case: ClosureCase) -> bool:
    return case.problem.completion in case.ledger.counting.done


def filled(
    ledger: Ledger, cases: Sequence[ClosureCase], before: Sequence[Row] = (), taken: TakenLines | None = None
) -> SheetChanges | None:
    """Return what puts the lines on the sheet; None where the workbook has no such sheet.

    What a clerk had typed on the lines `before` stays while the next step is the same. Where lines were `taken`, each
    stays in its row, so that the cells that a refusal names are the right ones, and one that was refused for something
    that can be put right keeps its choice.
    """
    facts = ledger.sheets.get(schema.CLOSING_FORM.name)
    if facts is None:
        return None
    former = {row.id("问题编号"): row for row in reversed(before)}
    signed = _last_signatures(ledger)
    lines = {case.problem.id: _line(case, former.get(case.problem.id), signed, taken) for case in cases}
    refused = taken.refused if taken else {}
    lines |= {
        name: {**{column: row.plain(column) for column in facts.headers}, **_refused(refused[name])}
        for name, row in former.items()
        if name in refused and name not in lines
    }
    last = max((row.number for row in before), default=facts.header_row) if taken else facts.header_row
    writes: list[CellWrite] = []
    for name, line in lines.items():
        last, number = (last, former[name].number) if taken and name in former else (last + 1, last + 1)
        writes += [
            CellWrite(number, facts.headers[column], value)
            for column, value in line.items()
            if column in facts.headers and value not in (None, "")
        ]
    return SheetChanges(facts.name, tuple(writes), replace_rows=True)


def _refused(refusal: Refusal) -> Mapping[str, Raw]:
    return {"结果": f"没有办：{as_clicked(refusal.text)}。{as_clicked(refusal.remedy)}。"}


def _line(
    case: ClosureCase, former: Row | None, signed: Mapping[str, str], taken: TakenLines | None
) -> Mapping[str, Raw]:
    following, name = next_step(case), case.problem.id
    line: dict[str, Raw] = {
        "问题编号": name,
        "具体问题": shown_words(case),
        "责任科室": case.problem.department,
        "现状": _state(case),
        "还缺": _lacking(case),
        "下一步": following.text,
        ROLE: following.role,
        BY: _likely(case, following, signed),
    }
    done = taken is not None and name in taken.done
    if former is not None and not done and former.text("下一步") == following.text:
        line |= {column: former.plain(column) for column in _TYPED if former.cell(column).filled}
    refused = taken.refused.get(name) if taken else None
    if taken and refused:
        line |= _refused(refused)
        if former is not None and name not in taken.stale:
            line[CHOICE] = former.plain(CHOICE)
    elif taken and done:
        line["结果"] = taken.done[name]
    return line


def _state(case: ClosureCase) -> str:
    if case.state == "closed" and not conditions.stands(case):
        return "销号不成立"
    decided = [entry for entry in case.history if entry.kind == CLOSE and entry.verdict]
    if case.state == "open" and decided and decided[-1].verdict == RETURNED:
        return "已退回"
    return STATE_LABEL[case.state]


def _lacking(case: ClosureCase) -> str:
    """Return what is wanting beyond the next step itself, and what has to be explained before an approval."""
    if case.doubt:
        return f"{case.doubt.cell.address}：{case.doubt.text}"
    faults = conditions.faults(case) if case.closed else conditions.missing(case) if case.running else ()
    if not case.closed and not (case.running and case.running.kind == CLOSE):
        faults = tuple(fault for fault in conditions.work(case) if fault.severity != "tell")
    texts = [
        as_clicked(fault.text) for fault in faults if fault.place.filled or fault.code not in ("signature", "opinion")
    ]
    texts += [f"要说明：{as_clicked(note.text)}" for note in conditions.notes(case)] if case.running else []
    rest = len(texts) - _SPELLED_OUT
    return "；".join(texts[:_SPELLED_OUT]) + (f"；等{len(texts)}项" if rest > 0 else "")


def _last_signatures(ledger: Ledger) -> Mapping[str, str]:
    """Return who signed last in each role, by the column of 销号登记, and who applied last, by department."""
    names: dict[str, str] = {}
    departments = {problem.id: problem.department for problem in ledger.problems}
    for closure in ledger.closures:
        for signer in SIGNERS:
            name = signatures.signature(closure.row.text(signer.column)).name
            if signatures.is_name(name):
                names[signer.column] = name
        applicant = closure.row.text("申请人")
        if signatures.is_name(applicant):
            names[f"申请人·{departments.get(closure.problem, '')}"] = applicant
    return names


def _likely(case: ClosureCase, following: NextStep, signed: Mapping[str, str]) -> str:
    """Return who most likely takes the next step: as 问题台账 names them, else as they signed last."""
    problem = case.problem
    person, leader, head = problem.person, problem.leader or problem.lead, signed.get(SIGNERS[2].column, "")
    if following.step == "apply":
        names = (person, signed.get(f"申请人·{problem.department}", ""))
    elif following.role == SIGNERS[0].role:
        names = (person, "")
    elif following.role == SIGNERS[1].role or (case.running and case.running.kind == EXTEND):
        names = (leader, "")
    elif following.role == SIGNERS[3].role:
        names = (signed.get(SIGNERS[3].column, ""), "")
    elif following.step == "approve" and case.running:
        names = (signatures.signature(case.running.row.text(SIGNERS[2].column)).name, head)
    else:
        names = (head, "")
    return next((name for name in names if name and signatures.is_name(name)), "")


def refused_cases(facts: ClosureFacts, named: Iterable[str]) -> tuple[Refusal, ...]:
    """Return why some named problems cannot be listed: unknown, or in several rows."""
    cases = (closure_case.of(facts, name) for name in named)
    return tuple(case for case in cases if isinstance(case, Refusal))
