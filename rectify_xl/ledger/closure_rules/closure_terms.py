"""What closing a problem (销号) deals with: orders, what is missing, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, get_args

from rectify_xl.ledger.records import Cell

SUPERIOR_ITEM = "销号须上级复核"
"""The line of 基本信息 that asks for 双审."""

ClosureStep = Literal["apply", "sign", "approve", "reject", "extend"]
STEPS: tuple[ClosureStep, ...] = get_args(ClosureStep)
STEP_LABEL: Mapping[str, str] = {
    "apply": "申请销号",
    "sign": "签字",
    "approve": "批准",
    "reject": "退回",
    "extend": "申请延期",
}

Files = Mapping[str, str]
"""SHA-256 of each evidence file that was found, by its name as written in 佐证材料; a missing file is not in it."""


class Signer(NamedTuple):
    """Who signs: the role as it is given, and the column of 销号登记 that holds the signature."""

    role: str
    column: str


SIGNERS = (
    Signer("责任科室", "验收人"),
    Signer("分管领导", "分管领导"),
    Signer("主要负责人", "主要负责人"),
    Signer("上级", "上级复核"),
)
"""In the order in which they sign; the last one only where 基本信息 asks for it."""

ROLES = tuple(signer.role for signer in SIGNERS)


class StepRequest(NamedTuple):
    """What somebody wants done: the step, the day on which it is done, and what the step needs.

    `at` is the moment at which it is done on this computer, `operator` who does it: both for 变更记录.
    """

    step: ClosureStep
    day: date
    by: str = ""
    role: str = ""
    opinion: str = ""
    requirement: str = ""
    reason: str = ""
    until: date | None = None
    at: str = ""
    operator: str = ""


ConditionSeverity = Literal["void", "refuse", "tell"]
"""How much a condition that is not met weighs.

void: no step is taken, and a closing that stands in the ledger does not count. refuse: no step is taken; a closing
counts all the same, since only who holds the files can judge. tell: it is told before the step and goes on record.
"""


class UnmetCondition(NamedTuple):
    """One condition that is not met: a stable word, its cell, what is wrong there, and what to do."""

    code: str
    place: Cell
    text: str
    remedy: str
    severity: ConditionSeverity = "void"

    @property
    def cell(self) -> str:
        """The address of the cell within the workbook."""
        return self.place.address


class Refusal(NamedTuple):
    """Why a step cannot be taken for a problem, and what to do; `missing` lists every condition not met."""

    problem: str
    text: str
    remedy: str
    missing: tuple[UnmetCondition, ...] = ()
