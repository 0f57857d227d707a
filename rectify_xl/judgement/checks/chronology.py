"""RX41x, RX42x: whether the deadlines and finishing dates of problems and measures are possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rectify_xl.dates import ReadDate
from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.judgement.checks.date_cells import begins_on, read_as
from rectify_xl.ledger import schema
from rectify_xl.ledger.deadlines import deadline_cells
from rectify_xl.ledger.records import Ledger, Measure, Row
from rectify_xl.ledger.vocabulary import EXTEND, PASSED

RECORD_DATES = frozenset(
    {(schema.REGULATIONS.name, "日期"), (schema.EVIDENCE.name, "日期"), (schema.REVIEWS.name, "日期")}
    | {(schema.CLOSURES.name, "申请日期"), (schema.CLOSURES.name, "日期")}
)
"""Cells that tell what has already happened."""


def _span(ledger: Ledger, item: str) -> tuple[date, str] | None:
    """Return a day of 基本信息 and how it is written."""
    when = ledger.info_when(item)
    return (when.day, when.iso) if when.day and when.iso else None


@check(
    "RX411",
    "due-before-feedback",
    "时限早于反馈日期",
    guards="整改时限排在巡察反馈之前，多半是年份或月份敲错。",
    ignore="立行立改、边巡边改的问题不受此限，程序已排除。",
)
def due_before_feedback(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every deadline of a problem or measure before the feedback date, problems rectified at once left out."""
    feedback = ledger.feedback
    if feedback is None:
        return
    for problem in ledger.problems:
        if deadline_cells.early(problem.due, context.days) and not deadline_cells.at_once(problem):
            yield _before_feedback(problem.row, "整改时限", problem.due, feedback)
    early = [measure for measure in ledger.measures if deadline_cells.early(measure.due, context.days)]
    for measure in _after_feedback(early, ledger, context):
        yield _before_feedback(measure.row, "时限", measure.due, feedback)


def _after_feedback(measures: Sequence[Measure], ledger: Ledger, context: Context) -> Iterator[Measure]:
    """Yield measures but those that belong to problems rectified at once and to no other."""
    at_once = {problem.id for problem in ledger.problems if deadline_cells.at_once(problem)} if measures else set[str]()
    for measure in measures:
        owners = context.relations.owners(measure)
        if not owners or not at_once.issuperset(owners):
            yield measure


def _before_feedback(row: Row, column: str, when: ReadDate, feedback: date) -> Remark:
    early = (feedback - when.day).days if when.day else 0
    at_once = "；巡察期间立行立改的，请把“即知即改”填“是”" if column == "完成日期" else ""
    return remark(
        row,
        column,
        f"{read_as(when)} 早于反馈日期 {feedback.isoformat()}（早{early}天）。",
        f"请改正{{}}，或核对『基本信息』中的反馈日期{at_once}。",
    )


@check(
    "RX412",
    "remaining-due-before-feedback",
    "剩余时限早于反馈日期",
    guards="剩余事项的时限排在巡察反馈之前，多半是年份敲错。",
    ignore="不能忽略。",
)
def remaining_due_before_feedback(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 剩余时限 before the feedback date."""
    feedback = context.days.feedback
    for problem in ledger.problems if feedback else ():
        if feedback and deadline_cells.early(problem.remaining_due, context.days):
            yield _before_feedback(problem.row, "剩余时限", problem.remaining_due, feedback)


@check(
    "RX413",
    "finished-before-feedback",
    "完成日期早于反馈日期",
    guards="问题还没有反馈就已完成，多半是年份敲错。",
    ignore="巡察期间立行立改的，请把“即知即改”填“是”，即不再提示。",
)
def finished_before_feedback(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 完成日期 of a problem or measure before feedback, problems rectified at once left out."""
    feedback = ledger.feedback
    if feedback is None:
        return
    for problem in ledger.problems:
        when = problem.finished
        if when.day and when.day < feedback and not deadline_cells.at_once(problem):
            yield _before_feedback(problem.row, "完成日期", when, feedback)
    early = [measure for measure in ledger.measures if measure.finished.day and measure.finished.day < feedback]
    for measure in _after_feedback(early, ledger, context):
        yield _before_feedback(measure.row, "完成日期", measure.finished, feedback)


@check(
    "RX414",
    "finished-in-future",
    "完成日期是将来的日子",
    guards="还没到的日子就写成已完成。",
    ignore="不能忽略；计划完成的日子请填在时限一列。",
)
def finished_in_future(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 完成日期 of a problem or measure after today."""
    for row, when in (
        *((problem.row, problem.finished) for problem in ledger.problems),
        *((measure.row, measure.finished) for measure in ledger.measures),
    ):
        if when.day and when.day > context.as_of:
            yield from _in_future(row, "完成日期", when, context.as_of)


def _in_future(row: Row, column: str, when: ReadDate, as_of: date) -> Iterator[Remark]:
    begins = begins_on(when)
    if begins and begins > as_of:
        late = (begins - as_of).days
        yield remark(
            row,
            column,
            f"{read_as(when)}{'' if when.inferred else ' '}晚于校验日 {as_of.isoformat()}（晚{late}天），还没有发生。",
            "请改正{}；还没有办的，请先留空。",
        )


@check(
    "RX415",
    "record-in-future",
    "登记日期是将来的日子",
    guards="销号、回头看、制度、佐证的日期还没有到。",
    ignore="制度已定稿、生效日期在后的，可以忽略。",
)
def record_in_future(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date of a closure, look-back, rule or document after today.

    Of an approved 延期 the check tells that it moves nothing.
    """
    for dated in context.dated_on(lambda day: day > context.as_of):
        if (dated.row.sheet, dated.column) not in RECORD_DATES:
            continue
        if dated.row.text("类型") != EXTEND or dated.row.text("结论") != PASSED:
            yield from _in_future(dated.row, dated.column, dated.when, context.as_of)


@check(
    "RX416",
    "finished-after-notice",
    "完成日期晚于通报日期",
    guards="通报里写着已完成，完成日期却在通报之后。",
    ignore="通报日期还没有定时可以忽略。",
)
def finished_after_notice(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every 完成日期 of a problem after the date of the notice."""
    notice = _span(ledger, "通报日期")
    for problem in ledger.problems if notice else ():
        begins = begins_on(problem.finished)
        if notice and begins and begins > notice[0]:
            yield remark(
                problem.row,
                "完成日期",
                f"{read_as(problem.finished)} 晚于通报日期 {notice[1]}（晚{(begins - notice[0]).days}天）。",
                "请改正{}，或核对『基本信息』中的通报日期。",
            )


@check(
    "RX421",
    "measure-due-after-problem",
    "措施时限晚于问题时限",
    guards="问题到期了，它的措施还没有到期，问题不可能按时完成。",
    ignore="问题已定为长期坚持，或剩余事项另有时限的，程序已排除。",
)
def measure_due_after_problem(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every measure due after the latest deadline of its problem, approved extensions included."""
    problems = context.problems
    for measure in ledger.measures:
        owner = next((name for name in context.relations.owners(measure) if name in problems), "")
        problem = problems.get(owner)
        begins = begins_on(measure.due)
        bound = context.standing.written.get(problem.number) if problem else None
        if problem is None or problem.due.day is None or begins is None or bound is None:
            continue
        latest = max(bound.day, problem.remaining_due.day or date.min)
        if begins > latest:
            yield remark(
                measure.row,
                "时限",
                f"{read_as(measure.due)} 晚于{problem.id}的时限 {latest.isoformat()}（晚{(begins - latest).days}天）。",
                f"请改正{{}}，或核对『问题台账』{problem.row.cell('整改时限').ref}。",
            )


@check(
    "RX422",
    "due-outside-round",
    "时限超出集中整改期",
    guards="时限类型写的是“集中整改期内”或“立行立改”，时限却在集中整改结束之后。",
    ignore="已批准延期的，请登记在『销号登记』，并把时限类型改为“限期整改”。",
)
def due_outside_round(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every deadline after the end of 集中整改 whose type says that it lies within."""
    end = _span(ledger, "集中整改结束")
    days = context.days
    for problem in ledger.problems:
        begins = begins_on(problem.due)
        kind = deadline_cells.outside_round(problem, days)
        if end and begins and kind and not deadline_cells.far_off(problem.due, days):
            yield remark(
                problem.row,
                "整改时限",
                f"{read_as(problem.due)} 在集中整改结束 {end[1]} 之后（晚{(begins - end[0]).days}天），"
                f"时限类型却是“{kind}”。",
                f"请改正{{}}，或把{problem.row.cell('时限类型').ref}改为“限期整改”。",
            )


@check(
    "RX423",
    "due-kind-conflict",
    "时限与时限类型矛盾",
    guards="时限写着“长期坚持”，类型却是“立行立改”“集中整改期内”；或者反过来。",
    ignore="不能忽略。",
)
def due_kind_conflict(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every deadline in words that contradicts its type."""
    for problem in ledger.problems:
        if kind := deadline_cells.word_conflict(problem):
            yield remark(
                problem.row,
                "整改时限",
                f"{quote(problem.due.text)}与时限类型“{kind}”矛盾。",
                f"请改正{{}}，或改正{problem.row.cell('时限类型').ref}的时限类型。",
            )
