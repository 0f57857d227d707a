"""What 变更记录 keeps of the steps of a closing, held against what stands in the ledger now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.changes.row_text import from_text
from rectify_xl.ledger.closure_rules import imprint
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, UnmetCondition
from rectify_xl.ledger.closure_rules.imprint import COMMAND, Imprint
from rectify_xl.ledger.records import Cell, Closure, Row
from rectify_xl.ledger.vocabulary import CLOSE, LATE_ENTRY_DAYS, PASSED, RETURNED
from rectify_xl.text import cell_value

BY_HAND = "是手工填的，没有办理时的存证，签批以后改没改过无从核对"


def traces(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return what was changed since it was signed, and what was closed or sent back without a trace left."""
    return (*_spoilt(case), *_undone(case), *_compared(case))


def gone(facts: ClosureFacts, names: Iterable[str]) -> Iterator[tuple[str, UnmetCondition]]:
    """Tell of problems that were closed by 变更记录 and are not in the ledger any more."""
    for name in names:
        kept = imprint.current(facts.imprints.get(name, ()))
        if kept and kept[-1].step == imprint.APPROVED and name not in facts.relations.problems:
            text = f"变更记录第{kept[-1].row.number}行记着{kept[-1].time[:10]}已批准销号，问题台账里却没有这个问题了"
            yield (
                name,
                UnmetCondition("vanished", kept[-1].row.cell("行编号"), text, "请恢复那一行；编号不能改、不能删"),
            )


def _spoilt(case: ClosureCase) -> Iterator[UnmetCondition]:
    for kept in case.facts.imprints.get(case.problem.id, ()):
        if not kept.sound:
            text = f"变更记录第{kept.row.number}行（{kept.time}，{kept.step}）的存证被改动过"
            yield UnmetCondition("imprint", kept.row.cell("新值"), text, "请从备份中恢复变更记录；变更记录只增不改")


def _undone(case: ClosureCase) -> Iterator[UnmetCondition]:
    """Tell of a verdict on record that the register does not hold any more."""
    every = case.facts.imprints.get(case.problem.id, ())
    returned = sum(record.step == imprint.RETURNED for record in every)
    standing = [closure for closure in case.history if closure.kind == CLOSE and closure.verdict == RETURNED]
    if returned > len(standing):
        last = [record for record in every if record.step == imprint.RETURNED][-1]
        text = f"变更记录中退回过{returned}次（最近一次{last.time[:10]}），销号登记里只有{len(standing)}行退回"
        yield UnmetCondition("returned", _register(case), text, "退回的结论不能改、不能删，请照变更记录恢复那一行")
    approved = [record for record in case.imprints if record.step == imprint.APPROVED]
    if approved and case.closed is None:
        when = approved[-1].time[:10]
        text = f"变更记录第{approved[-1].row.number}行记着{when}已批准销号，销号登记里的结论却没有了"
        yield UnmetCondition(
            "vanished", _register(case), text, "请恢复原来的那一行，已销号的不会重新打开；反弹的另作反弹登记"
        )


def _register(case: ClosureCase) -> Cell:
    closing = case.closing or (case.history[-1] if case.history else None)
    return closing.row.cell("结论") if closing else case.problem.row.cell("编号")


def _compared(case: ClosureCase) -> Iterator[UnmetCondition]:
    closing, kept = case.closing, case.imprints
    if closing is None:
        return
    if not kept or kept[-1].step == imprint.RETURNED or (kept[-1].step == imprint.APPROVED and not case.closed):
        if borrowed := _borrowed(case, closing):
            yield borrowed
        else:
            yield _destroyed(case, closing) or _unrecorded(closing)
        return
    if case.closed and kept[-1].step != imprint.APPROVED:
        text = f"第{closing.row.number}行的结论{BY_HAND}"
        yield UnmetCondition("by_hand", closing.row.cell("结论"), text, "请核对纸质审批表", "tell")
    yield from _recorded_late(case, closing, kept)
    yield from _stranger(case, closing, kept)
    yield from _differing(case, closing, kept[-1:] if case.closed and kept[-1].step == imprint.APPROVED else kept)


def _recorded_late(case: ClosureCase, closing: Closure, kept: tuple[Imprint, ...]) -> Iterator[UnmetCondition]:
    """Tell of a closing that was entered long after the day that it bears: nobody saw it signed then."""
    day, last = closing.decided.day, kept[-1]
    if not case.closed or day is None or last.step != imprint.APPROVED:
        return
    try:
        entered = date.fromisoformat(last.time[:10])
    except ValueError:
        return
    if (entered - day).days > LATE_ENTRY_DAYS:
        text = f"办结日期{day.isoformat()}，{entered.isoformat()}才登记（补录，晚{(entered - day).days}天）"
        yield UnmetCondition("late_entry", closing.row.cell("日期"), text, "请核对纸质审批表上的日期", "tell")


def _stranger(case: ClosureCase, closing: Closure, kept: tuple[Imprint, ...]) -> Iterator[UnmetCondition]:
    """Tell of an approval by somebody whom the ledger names nowhere else: nobody can tell in which office he acted."""
    last = kept[-1]
    if not case.closed or last.step != imprint.APPROVED:
        return
    name = re.split(r"\d{4}-\d\d-\d\d批准", last.words)[0]
    who = signatures.people(name)
    if who and not who & case.facts.named and not any(signatures.same_person(name, signer) for signer in _own(case)):
        text = f"批准的{name}没有在销号登记上签字，也不是台账里的责任人、牵头领导（变更记录第{last.row.number}行）"
        yield UnmetCondition("stranger", closing.row.cell("结论"), text, "请核对纸质审批表，核实批准人的职务", "tell")


def _own(case: ClosureCase) -> tuple[str, ...]:
    """Return who answers for a problem, leads or signs, for names that are given by surname and office."""
    row = case.closing.row if case.closing else None
    signed = (signatures.signature(row.text(signer.column)).name for signer in SIGNERS) if row else ()
    return tuple(filter(None, (case.problem.person, case.problem.lead, *signed)))


def _borrowed(case: ClosureCase, closing: Closure) -> UnmetCondition | None:
    """Tell of a row that was signed for another problem and bears the id of this one now."""
    if not case.facts.imprints:
        return None
    filled = {imprint.entry(column): imprint.digest(closing.row.text(column)) for column in imprint.ENTRIES}
    for other, kept in case.facts.imprints.items():
        last = imprint.current(kept)[-1:]
        if not last or other == case.problem.id or last[0].step != imprint.APPROVED:
            continue
        signed = {name: mark for name, mark in last[0].marks.items() if name in filled}
        if signed and all(filled[name] == mark for name, mark in signed.items()) and not _passed(case, other):
            text = f"第{closing.row.number}行是{other}的销号登记（变更记录第{last[0].row.number}行），问题编号改过"
            return UnmetCondition("changed", closing.row.cell("问题编号"), text, f"请把问题编号改回{other}")
    return None


def _passed(case: ClosureCase, other: str) -> bool:
    return case.facts.relations.closing(other) is not None


def _unrecorded(closing: Closure) -> UnmetCondition:
    """Tell of a row that was typed: nothing shows that anybody signed what stands there now."""
    text = f"第{closing.row.number}行的销号登记{BY_HAND}"
    return UnmetCondition(
        "by_hand", closing.row.cell("申请人"), text, "请核对纸质审批表；今后请用“销号审批”办理", "tell"
    )


def _destroyed(case: ClosureCase, closing: Closure) -> UnmetCondition | None:
    """Tell of a closing that a step approved, by 变更记录, while what the steps leave there is not to be seen.

    Ledgers from before there was such a trace have none; so something must show that lines were taken out.
    """
    rows = case.ledger.rows.get(schema.CHANGES.name, ())
    steps = [row for row in rows if _stepped(row, case.problem.id)]
    applied = {row.text("行编号") for row in steps if from_text(row.text("新值")).get("类型") == CLOSE}
    approvals = (row for row in reversed(steps) if row.text("新值") == PASSED and row.text("行编号") in applied)
    stepped = next(approvals, None)
    if stepped is None:
        return None
    touched = any(row.raw("表") == schema.CHANGES.name for row in rows)
    earlier = any(record.row.number < stepped.number for kept in case.facts.imprints.values() for record in kept)
    if not touched and not earlier:
        return None
    text = f"变更记录第{stepped.number}行记着是用“{COMMAND}”批准的，当时的销号存证却不见了"
    return UnmetCondition("imprint", closing.row.cell("结论"), text, "请从备份中恢复变更记录；变更记录只增不改")


def _stepped(row: Row, name: str) -> bool:
    """Tell whether a line of 变更记录 holds what a step wrote into 销号登记 about a problem."""
    mine = row.raw("表") == schema.CLOSURES.name and row.text("命令") == COMMAND
    return mine and cell_value.identifier(row.text("行编号").partition("#")[0]) == name


def _differing(case: ClosureCase, closing: Closure, kept: tuple[Imprint, ...]) -> Iterator[UnmetCondition]:
    """Yield each difference once, with the first step that it comes after."""
    known: set[str] = set()
    relations = case.facts.relations
    for record in kept:
        for differing in imprint.differences(case.ledger, relations, case.problem, closing, record.marks):
            if differing.name in known:
                continue
            known.add(differing.name)
            when = f"{record.words.partition('；')[0]}（{record.time[:10]}）以后，{differing.text}"
            if differing.added:
                yield UnmetCondition("added", differing.cell, when, "请核对添加的内容是否影响验收结论", "tell")
            else:
                remedy = (
                    "请照变更记录恢复签批时的内容；有新情况的另写一段，反弹的另作反弹登记"
                    if case.closed
                    else f"请恢复签字时的内容；确需改的，请退回重办（close 台账 {case.problem.id} --step reject）"
                )
                yield UnmetCondition("changed", differing.cell, when, remedy)
    yield from _filled_later(closing, kept)


def _filled_later(closing: Closure, kept: tuple[Imprint, ...]) -> Iterator[UnmetCondition]:
    """Tell of what was filled in by hand after the approval: no step has recorded it."""
    if not any(record.step == imprint.APPROVED for record in kept):
        return
    recorded = {name for record in kept for name in record.marks}
    for column in imprint.ENTRIES:
        if closing.row.text(column) and imprint.entry(column) not in recorded:
            text = f"『{column}』是批准以后手工补填的，没有办理时的存证"
            yield UnmetCondition("added", closing.row.cell(column), text, "请核对纸质审批表", "tell")
