"""Where a problem stands on its way to being closed, derived from 问题台账, 销号登记 and 变更记录."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.cells.signatures import (
    Signature,
    denied,
    first_day,
    format_signature,
    is_name,
    signature,
    signature_text,
)
from rectify_xl.ledger.closure_rules import imprint
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, Files, Refusal, Signer, UnmetCondition
from rectify_xl.ledger.closure_rules.imprint import Imprint
from rectify_xl.ledger.records import Cell, Closure, Evidence, Ledger, Measure, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, PASSED, RETURNED
from rectify_xl.text import cell_value

__all__ = [
    "STATE_LABEL",
    "Ambiguity",
    "ClosureCase",
    "ClosureFacts",
    "ClosureState",
    "Signature",
    "denied",
    "first_day",
    "format_signature",
    "gather",
    "is_name",
    "load_case",
    "of",
    "signature",
    "signature_text",
]

ClosureState = Literal["open", "applied", "extending", "closed", "doubtful"]
STATE_LABEL: dict[ClosureState, str] = {
    "open": "未申请",
    "applied": "销号办理中",
    "extending": "延期办理中",
    "closed": "已销号",
    "doubtful": "登记有误",
}


class ClosureFacts(NamedTuple):
    """What the cases of one ledger have in common: relations, imprints, evidence files, and what others know of them.

    `files` is None where nobody could look for the files. `others` are conditions that those above this layer found
    out, by the id of their problem. `switched_off` and `switched_on` are the days on which 双审 was, `proven_by` the
    problems for which a file or a content stands, `repeated` the ids of several problems, `offices` the departments,
    `named` all people whom the ledger names: who answers for a problem, leads, signs or inspects.
    """

    ledger: Ledger
    as_of: date
    relations: Relations
    imprints: Mapping[str, tuple[Imprint, ...]]
    files: Files | None = None
    others: Mapping[str, tuple[UnmetCondition, ...]] = {}
    switched_off: tuple[str, ...] = ()
    proven_by: Mapping[str, frozenset[str]] = {}
    repeated: frozenset[str] = frozenset()
    feedback: date | None = None
    offices: frozenset[str] = frozenset()
    switched_on: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()

    def sharing(self, document: Evidence) -> frozenset[str]:
        """Return the problems for which the same document stands: the same row, file or content."""
        return frozenset[str]().union(*(self.proven_by.get(mark, frozenset()) for mark in _marks(document)))


class Ambiguity(NamedTuple):
    """Why the rows of a problem in 销号登记 cannot be understood."""

    cell: Cell
    text: str
    remedy: str


class ClosureCase(NamedTuple):
    """One problem on its way: `running` is its undecided row, `closed` the row that says that it was closed.

    `free_row` is the row of 销号登记 where a new application goes.
    """

    facts: ClosureFacts
    problem: Problem
    history: tuple[Closure, ...]
    running: Closure | None
    closed: Closure | None
    doubt: Ambiguity | None
    free_row: int

    @property
    def ledger(self) -> Ledger:
        """The ledger in which the problem stands."""
        return self.facts.ledger

    @property
    def as_of(self) -> date:
        """The day on which the case is looked at."""
        return self.facts.as_of

    @property
    def state(self) -> ClosureState:
        """Where the problem stands; `open` also after a rejection."""
        if self.doubt:
            return "doubtful"
        if self.closed:
            return "closed"
        if self.running:
            return "applied" if self.running.kind == CLOSE else "extending"
        return "open"

    @property
    def closing(self) -> Closure | None:
        """The row of the closing that stands, or else that is on its way."""
        return self.closed or (self.running if self.running and self.running.kind == CLOSE else None)

    @property
    def imprints(self) -> tuple[Imprint, ...]:
        """What 变更记录 keeps of the steps of this closing, oldest first."""
        return imprint.current(self.facts.imprints.get(self.problem.id, ()))

    @property
    def double(self) -> bool:
        """Whether the level above signs too (双审): it was asked for when somebody applied or signed, or is now."""
        kept = self.imprints
        if self.closed and kept and kept[-1].step == imprint.APPROVED:
            return any(record.double for record in kept)
        if self.switched_on_since:
            return any(record.double for record in kept) or self.switched_off
        return self.ledger.double_review or any(record.double for record in kept) or self.switched_off

    @property
    def switched_off(self) -> bool:
        """Whether 双审 was asked for when the closing was applied for, and was switched off since."""
        applied = self.closing.applied.day if self.closing else None
        return applied is not None and any(day >= applied.isoformat() for day in self.facts.switched_off)

    @property
    def switched_on_since(self) -> bool:
        """Whether 双审 was asked for the first time on record after the closing had passed."""
        closed_on = self.closed.decided.day if self.closed else None
        return closed_on is not None and min(self.facts.switched_on, default="") > closed_on.isoformat()

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who has to sign, in order."""
        return SIGNERS if self.double else SIGNERS[:-1]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of the problem, and those below them, also where a 具体措施 leaves its 问题编号 empty."""
        return self.facts.relations.measures_of(self.problem.id)

    def next_signer(self) -> Signer | None:
        """Return who has to sign next; None when nobody has to."""
        if self.running is None:
            return None
        row = self.running.row
        return next((signer for signer in self.signers if not row.text(signer.column)), None)


def gather(
    ledger: Ledger,
    as_of: date,
    files: Files | None = None,
    others: Mapping[str, tuple[UnmetCondition, ...]] | None = None,
) -> ClosureFacts:
    """Return what the cases of a ledger need, worked out once for all of them."""
    relations = Relations(ledger)
    return ClosureFacts(
        ledger,
        as_of,
        relations,
        imprint.read(ledger),
        files,
        others or {},
        imprint.switched_off(ledger),
        _proven_by(ledger, relations),
        frozenset(name for name, count in Counter(problem.id for problem in ledger.problems).items() if count > 1),
        ledger.feedback,
        frozenset(name for problem in ledger.problems for name in problem.departments),
        imprint.switched_on(ledger),
        _named(ledger),
    )


def _named(ledger: Ledger) -> frozenset[str]:
    """Return all people whom a ledger names, as names are compared."""
    columns = ("申请人", *(signer.column for signer in SIGNERS))
    texts = {text for problem in ledger.problems for text in (problem.person, problem.lead) if text}
    texts |= {signature(closure.row.text(column)).name for closure in ledger.closures for column in columns}
    texts |= {review.row.text("检查人") for review in ledger.reviews}
    return frozenset().union(*(signatures.people(text) for text in texts if text))


def _marks(document: Evidence) -> tuple[str, ...]:
    """Return by what a document is known again: its file or 文号, and its content."""
    return tuple(filter(None, (signatures.folded(document.source), document.row.text("SHA-256").casefold())))


def _proven_by(ledger: Ledger, relations: Relations) -> Mapping[str, frozenset[str]]:
    problems_of: dict[str, set[str]] = {}
    for document in ledger.evidence:
        for mark in _marks(document):
            problems_of.setdefault(mark, set()).update(relations.problems_behind(document.targets))
    return {mark: frozenset(problems) for mark, problems in problems_of.items()}


def load_case(ledger: Ledger, name: str, as_of: date, files: Files | None) -> ClosureCase | Refusal:
    """Return the case of one problem, where no other is looked at; see `of`."""
    return of(gather(ledger, as_of, files), name)


def of(facts: ClosureFacts, name: str, *, skip: int = 0) -> ClosureCase | Refusal:
    """Return the case of one problem; `skip` rows below the last one are taken already.

    Refuses a problem that the ledger does not hold exactly once, and a 销号登记 without its sheet or columns.
    """
    ledger, wanted_id = facts.ledger, cell_value.identifier(name)
    problem = facts.relations.problems.get(wanted_id)
    rows = facts.relations.closures_of(wanted_id)
    if problem is None:
        return Refusal(name, f"『问题台账』中没有编号{name}", "请核对编号")
    if wanted_id in facts.repeated:
        same = [problem for problem in ledger.problems if problem.id == wanted_id]
        numbers = "、".join(f"第{problem.number}行" for problem in same)
        return Refusal(name, f"『问题台账』中有{len(same)}行的编号都是{wanted_id}（{numbers}）", "请先改正编号")
    sheet = ledger.sheets.get(schema.CLOSURES.name)
    if sheet is None:
        return Refusal(wanted_id, "工作簿中没有《销号登记》工作表", "请恢复该工作表，或从新台账中复制一张")
    lacking = [column for column in command_needs.written(schema.CLOSURES) if column not in sheet.headers]
    if lacking:
        return Refusal(wanted_id, f"『销号登记』缺少{len(lacking)}列：{'、'.join(lacking)}", "请照新台账补上这些列")
    undecided = [closure for closure in rows if not closure.row.cell("结论").filled]
    return ClosureCase(
        facts=facts,
        problem=problem,
        history=rows,
        running=undecided[0] if undecided else None,
        closed=facts.relations.closing(wanted_id),
        doubt=_doubt(rows, undecided),
        free_row=sheet.last_row + 1 + skip,
    )


def _doubt(history: tuple[Closure, ...], undecided: list[Closure]) -> Ambiguity | None:
    """Return the first thing in the rows of a problem that nobody but a person can settle."""
    for closure in history:
        verdict, kind = closure.row.cell("结论"), closure.row.cell("类型")
        if closure.kind not in (CLOSE, EXTEND):
            return Ambiguity(kind, f"类型是“{kind.text}”，不知是销号还是延期", "请填“销号”或“延期”")
        if verdict.filled and closure.verdict not in (PASSED, RETURNED):
            return Ambiguity(verdict, f"结论是“{verdict.text}”，不知是否通过", "请填“通过”或“退回”；还在办理的请清空")
    if len(undecided) > 1:
        rows = "、".join(f"第{closure.row.number}行" for closure in undecided)
        text = f"同时有{len(undecided)}项没有结论（{rows}）"
        return Ambiguity(undecided[1].row.cell("结论"), text, "请只留一项在办，其余填写结论")
    for closure in undecided:
        for column in ("申请日期", "申请人", "验收意见", *(signer.column for signer in SIGNERS)):
            cell = closure.row.cell(column)
            if cell.filled and (not cell.text or cell_value.is_error(cell.plain)):
                return Ambiguity(cell, f"“{column}”是公式，没有可用的结果", "请改填文字")
    return None
