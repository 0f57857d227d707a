"""Where a problem stands on its way to being closed, derived from 问题台账 and 销号登记."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from rectify_xl import schema, values
from rectify_xl.closure.model import SIGNERS, Files, Refusal, Signer
from rectify_xl.model import Cell, Closure, Ledger, Measure, Problem
from rectify_xl.relations import Relations
from rectify_xl.signatures import Signature, begins, denied, is_name, said, signature, signed
from rectify_xl.vocabulary import CLOSE, EXTEND, PASSED, RETURNED

__all__ = [
    "STATE_LABEL",
    "SUPERIOR_ITEM",
    "Case",
    "Doubt",
    "Signature",
    "State",
    "begins",
    "denied",
    "is_name",
    "look",
    "said",
    "signature",
    "signed",
]

State = Literal["open", "applied", "extending", "closed", "doubtful"]
STATE_LABEL: dict[State, str] = {
    "open": "未申请",
    "applied": "销号办理中",
    "extending": "延期办理中",
    "closed": "已销号",
    "doubtful": "登记有误",
}
SUPERIOR_ITEM = "销号须上级复核"


class Doubt(NamedTuple):
    """Why the rows of a problem in 销号登记 cannot be understood."""

    cell: Cell
    text: str
    remedy: str


class Case(NamedTuple):
    """One problem on its way: `running` is its undecided row, `closed` the row that closed it.

    `free_row` is the row of 销号登记 where a new application goes.
    """

    ledger: Ledger
    as_of: date
    files: Files
    problem: Problem
    history: tuple[Closure, ...]
    running: Closure | None
    closed: Closure | None
    doubt: Doubt | None
    free_row: int

    @property
    def state(self) -> State:
        """Where the problem stands; `open` also after a rejection."""
        if self.doubt:
            return "doubtful"
        if self.closed:
            return "closed"
        if self.running:
            return "applied" if self.running.kind == CLOSE else "extending"
        return "open"

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who has to sign in this ledger, in order."""
        return SIGNERS if self.ledger.double_review else SIGNERS[:-1]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of the problem, and those below them, also where a 具体措施 leaves its 问题编号 empty."""
        return Relations(self.ledger).measures_of(self.problem.id)

    def next_signer(self) -> Signer | None:
        """Return who has to sign next; None when nobody has to."""
        if self.running is None:
            return None
        row = self.running.row
        return next((signer for signer in self.signers if not row.text(signer.column)), None)


def look(ledger: Ledger, name: str, as_of: date, files: Files, *, skip: int = 0) -> Case | Refusal:
    """Return the case of one problem; `skip` rows below the last one are taken already.

    Refuses a problem that the ledger does not hold exactly once, and a 销号登记 without its sheet or columns.
    """
    wanted = values.identifier(name)
    found = [problem for problem in ledger.problems if problem.id == wanted and wanted]
    if not found:
        return Refusal(name, f"『问题台账』中没有编号{name}", "请核对编号")
    if len(found) > 1:
        rows = "、".join(f"第{problem.number}行" for problem in found)
        return Refusal(name, f"『问题台账』中有{len(found)}行的编号都是{wanted}（{rows}）", "请先改正编号")
    facts = ledger.sheets.get(schema.CLOSURES.name)
    if facts is None:
        return Refusal(wanted, "工作簿中没有《销号登记》工作表", "请恢复该工作表，或从新台账中复制一张")
    lacking = [each.name for each in schema.CLOSURES.columns if each.entry != "computed"]
    lacking = [column for column in lacking if column not in facts.headers]
    if lacking:
        return Refusal(wanted, f"『销号登记』缺少{len(lacking)}列：{'、'.join(lacking)}", "请照新台账补上这些列")
    history = tuple(each for each in ledger.closures if each.problem == wanted)
    undecided = [each for each in history if not each.row.cell("结论").filled]
    return Case(
        ledger=ledger,
        as_of=as_of,
        files=files,
        problem=found[0],
        history=history,
        running=undecided[0] if undecided else None,
        closed=next((each for each in history if each.kind == CLOSE and each.verdict == PASSED), None),
        doubt=_doubt(history, undecided),
        free_row=facts.last_row + 1 + skip,
    )


def _doubt(history: tuple[Closure, ...], undecided: list[Closure]) -> Doubt | None:
    """Return the first thing in the rows of a problem that nobody but a person can settle."""
    for each in history:
        verdict, kind = each.row.cell("结论"), each.row.cell("类型")
        if each.kind not in (CLOSE, EXTEND):
            return Doubt(kind, f"类型是“{kind.text}”，不知是销号还是延期", "请填“销号”或“延期”")
        if verdict.filled and each.verdict not in (PASSED, RETURNED):
            return Doubt(verdict, f"结论是“{verdict.text}”，不知是否通过", "请填“通过”或“退回”；还在办理的请清空")
    if len(undecided) > 1:
        rows = "、".join(f"第{each.row.number}行" for each in undecided)
        text = f"同时有{len(undecided)}项没有结论（{rows}）"
        return Doubt(undecided[1].row.cell("结论"), text, "请只留一项在办，其余填写结论")
    for each in undecided:
        for column in ("申请日期", "申请人", "验收意见", *(signer.column for signer in SIGNERS)):
            cell = each.row.cell(column)
            if cell.filled and (not cell.text or values.is_error(cell.plain)):
                return Doubt(cell, f"“{column}”是公式，没有可用的结果", "请改填文字")
    return None
