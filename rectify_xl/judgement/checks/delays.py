"""RX72x: whether a later day was really granted: 延期 that move nothing, and 剩余时限 beyond the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import deadline_cells
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.vocabulary import EXTEND

if TYPE_CHECKING:
    from rectify_xl.ledger.deadlines.extensions import ExtensionFault, Refused


@check(
    "RX721",
    "extension-moves-nothing",
    "延期不算数",
    guards="登记的延期没有批准人、没有理由、不比原时限晚、超过次数上限，或者批准的日子还没有到，却被当作已经延期。",
    ignore="不能忽略；这样的延期不改变时限，问题仍按原时限计算逾期。",
)
def extension_moves_nothing(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell by which an approved extension moves nothing, whatever other checks do not tell."""
    for refused in context.standing.refused:
        for fault in refused.faults:
            if fault.kind == "wrong":
                yield _moves_nothing(refused, fault, context)


def _moves_nothing(refused: Refused, fault: ExtensionFault, context: Context) -> Remark:
    closure = refused.closure
    problem = context.problems.get(closure.problem)
    bound = context.standing.written.get(problem.number) if problem else None
    still = f"，{closure.problem}仍按{bound.day.isoformat()}（{bound.cell.address}）计算" if bound else ""
    fault_text = fault.text if fault.column else f"是“{closure.verdict}”，但{fault.text}"
    return remark(
        closure.row, fault.column or "结论", f"{fault_text}；这次延期不算数{still}。", f"{fault.remedy}（{{}}）。"
    )


@check(
    "RX722",
    "plan-beyond-deadline",
    "剩余时限晚于整改时限",
    guards="没有办理延期，只把剩余时限写到了整改时限以后，逾期就看不出来了。",
    ignore="不能忽略；剩余时限只是计划，没有批准的延期，问题仍按整改时限计算逾期。",
)
def plan_beyond_deadline(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 剩余时限 of an unfinished problem that lies beyond what binds it."""
    for problem in ledger.problems:
        bound = context.standing.written.get(problem.number)
        plan = bound.later_plan if bound else None
        if bound is None or plan is None or problem_counts.is_done(problem, ledger.counting):
            continue
        later = (plan.when.day - bound.day).days if plan.when.day else 0
        what = "延期后的时限" if bound.extended else "整改时限"
        rest = f"（{quote(problem.remaining)}）" if problem.remaining else ""
        name = problem.id or "编号"
        yield remark(
            problem.row,
            "剩余时限",
            f"{plan.when.iso} 晚于{what} {bound.day.isoformat()}（{bound.cell.address}，晚{later}天），"
            f"没有批准延期，本行仍按{what}计算逾期{rest}。",
            f"请申请延期（close 台账 {name} --step extend），批准后即按新的时限计算；"
            f"不延期的，请把{{}}改到{what}以前。",
        )


@check(
    "RX723",
    "deadline-overwritten",
    "整改时限被改晚",
    guards="没有办理延期，直接把整改时限改成更晚的日子、清空、换成文字，或者删掉这一行重新登记，逾期就看不出来了。",
    ignore="原来写错、已核实改正的可以忽略。",
)
def deadline_overwritten(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 整改时限 of an unfinished problem that was earlier, by what the ledger remembers."""
    days = context.days
    for problem in ledger.problems if context.record.lines else ():
        past = context.record.trails.get(problem.id, {}).get("整改时限", ())
        if not past or deadline_cells.unreadable(problem.row, "整改时限", problem.due):
            continue
        read = (
            (dates.read(change.text, after=ledger.feedback, date1904=ledger.date1904), change.line) for change in past
        )
        first = next(
            (reading for reading in read if reading[0].day and not deadline_cells.far_off(reading[0], days)), None
        )
        if first is None or deadline_cells.early(first[0], days) or problem_counts.is_done(problem, ledger.counting):
            continue
        if became := _became(problem.due, first[0]):
            yield remark(
                problem.row,
                "整改时限",
                f"原来是{first[0].iso}，后来{became}{first[1].where}），没有批准的延期。",
                f"请把{{}}改回原来的日期，需要延期的申请延期（close 台账 {problem.id} --step extend）；"
                "原来写错的，请核实后保留。",
            )


def _became(now: ReadDate, old: ReadDate) -> str:
    """Return what became of an earlier deadline, with an open bracket; empty where it is no later now."""
    if now.day and old.day:
        late = (now.day - old.day).days
        return f"改成了{now.iso}（晚{late}天，" if late > 0 else ""
    return f"换成了{quote(now.text)}（" if now.text else "清空了（"


@check(
    "RX727",
    "extension-late",
    "延期是事后批准或补录的",
    guards="时限过了才批准延期，或者时限过了才补登一个以前的批准日期，逾期就看不出来了；登记时原时限还没有到的不算。",
    ignore="确是事后才批准、有审批表的，可以忽略；这样的延期照样算数。",
)
def extension_late(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 延期 in force that was approved after the deadline before it, or entered after that."""
    if not any(closure.kind == EXTEND for closure in ledger.closures):
        return
    from rectify_xl.ledger.deadlines import late_grants

    unrecorded = context.closings.memory.unrecorded
    for grants in late_grants.late_grants(ledger, context.as_of, unrecorded).values():
        for grant in grants:
            yield remark(
                grant.closure.row, "日期", f"：{grant.closure.problem}{grant.text}。", "请核对纸质审批表（{}）。"
            )
