"""RX4xx: whether dates can be read, and whether they can follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl import schema
from rectify_xl.checks.base import Context, Dated, Remark, at, at_info, blank, check, quote
from rectify_xl.dates import When
from rectify_xl.model import Ledger, Problem, Row

IMMEDIATE = "立行立改"
WITHIN_ROUND = "集中整改期内"
FAR_YEARS = 20
"""A date this many years from today is a slip of the pen."""

RECORD_DATES = frozenset(
    {(schema.REGULATIONS.name, "日期"), (schema.EVIDENCE.name, "日期"), (schema.REVIEWS.name, "日期")}
    | {(schema.CLOSURES.name, "申请日期"), (schema.CLOSURES.name, "日期")}
)
"""Cells that tell what has already happened."""


def _remark(found: Dated, what: str, fix: str) -> Remark:
    return at(found.row, found.column, what, fix)


def _read_as(when: When) -> str:
    """Return a date as it is told: a month as written, a day in figures; both where a part was concluded."""
    if when.inferred:
        return f"{when.iso}（原文{quote(when.text)}）"
    return when.text if when.kind == "month" else when.iso or when.text


def _begins(when: When) -> date | None:
    """Return the first day that `when` may mean: for a month its first day."""
    if when.day is None:
        return None
    return when.day.replace(day=1) if when.kind == "month" else when.day


def _span(ledger: Ledger, item: str) -> tuple[date, str] | None:
    """Return a day of 基本信息 and how it is written."""
    when = ledger.info_when(item)
    return (when.day, when.iso) if when.day and when.iso else None


@check(
    "RX401",
    "date-damaged",
    "日期缺字",
    guards="复制时丢了“年”“月”等字（如202442日），无法确定是哪一天。",
    ignore="不能忽略；程序不会猜。",
)
def date_damaged(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date cell with lost characters."""
    for found in context.dated:
        if found.when.kind == "damaged":
            yield _remark(
                found, f"{quote(found.when.text)}缺字，无法确定是哪一天。", "请对照原件改正{}，如2025-06-30。"
            )


@check(
    "RX402",
    "date-impossible",
    "日期不存在",
    guards="写了日历上没有的日子，如2025年6月31日。",
    ignore="不能忽略。",
)
def date_impossible(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date that the calendar does not have."""
    for found in context.dated:
        if found.when.kind == "impossible":
            yield _remark(found, f"{quote(found.when.text)}在日历上不存在。", "请核对并改正{}。")


@check(
    "RX403",
    "date-unclear",
    "日期看不懂",
    guards="日期写成了程序读不懂的文字，逾期、临期都无法计算。",
    ignore="不能忽略；要说明的话请写进备注。",
)
def date_unclear(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date cell that cannot be read as a date."""
    for found in context.dated:
        if found.when.kind != "unclear":
            continue
        hint = "" if ledger.feedback else "；没有反馈日期，也无法推定年份"
        words = "，或填“立行立改”“长期坚持”" if found.deadline else ""
        yield _remark(
            found, f"{quote(found.when.text)}读不出日期{hint}。", f"请把{{}}改为2025-06-30这样的日期{words}。"
        )


@check(
    "RX404",
    "date-is-word",
    "该填日期的填了文字",
    guards="完成日期、反馈日期等要填具体日子的地方，填了“长期坚持”“每月”。",
    ignore="不能忽略。",
)
def date_is_word(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell with 长期坚持 and the like where only a date makes sense."""
    for found in context.dated:
        if not found.deadline and found.when.kind in ("longterm", "immediate", "period"):
            yield _remark(
                found, f"{quote(found.when.text)}不是日期，这里要填具体日子。", "请把{}改为日期；没有日期的请留空。"
            )


@check(
    "RX405",
    "year-inferred",
    "年份是推定的",
    guards="日期没有写年份，程序按反馈日期推定，跨年时可能推错。",
    ignore="推定的年份正确时可以忽略。",
)
def year_inferred(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date whose year comes from the round."""
    for found in context.dated:
        if found.when.inferred and not found.when.inferred.startswith("数字"):
            yield _remark(
                found,
                f"{quote(found.when.text)}没有写年份，按反馈日期推定为{found.when.iso}。",
                "请核对；正确的话，把{}补成完整日期。",
            )


@check(
    "RX406",
    "serial-number",
    "日期显示为数字",
    guards="日期单元格丢了日期格式，显示成45838这样的数字，打印和上报时别人看不懂。",
    ignore="程序能读懂；只在打印、上报前改好即可。",
)
def serial_number(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date that is a bare serial number."""
    for found in context.dated:
        if found.when.inferred.startswith("数字"):
            yield _remark(
                found, f"是数字{found.when.text}，按日期序列号读作{found.when.iso}。", "请把{}的格式设为“日期”并核对。"
            )


@check(
    "RX407",
    "date-far-off",
    "日期离谱",
    guards="年份敲错（如2052、1925），差了几十年。",
    ignore="不能忽略。",
)
def date_far_off(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date more than twenty years away from today."""
    for found in context.dated:
        if found.when.day and abs(found.when.day.year - context.as_of.year) > FAR_YEARS:
            years = abs(found.when.day.year - context.as_of.year)
            yield _remark(found, f"{_read_as(found.when)}与今天相差{years}年，年份可能有误。", "请核对并改正{}。")


@check(
    "RX411",
    "due-before-feedback",
    "时限早于反馈日期",
    guards="整改时限排在巡察反馈之前，多半是年份或月份敲错。",
    ignore="立行立改、边巡边改的问题不受此限，程序已排除。",
)
def due_before_feedback(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every deadline of a problem or measure before the feedback date, problems rectified at once left out."""
    feedback = ledger.feedback
    if feedback is None:
        return
    at_once = {problem.id for problem in ledger.problems if _at_once(problem)}
    deadlines = [(each.row, "整改时限", each.due) for each in ledger.problems if not _at_once(each)]
    deadlines += [(each.row, "时限", each.due) for each in ledger.measures if each.problem not in at_once]
    for row, column, due in deadlines:
        if due.day and due.day < feedback:
            yield _before_feedback(row, column, due, feedback)


def _at_once(problem: Problem) -> bool:
    return problem.immediate or problem.row.text("时限类型") == IMMEDIATE


def _before_feedback(row: Row, column: str, when: When, feedback: date) -> Remark:
    early = (feedback - when.day).days if when.day else 0
    at_once = "；巡察期间立行立改的，请把“即知即改”填“是”" if column == "完成日期" else ""
    return at(
        row,
        column,
        f"{_read_as(when)} 早于反馈日期 {feedback.isoformat()}（早{early}天）。",
        f"请改正{{}}，或核对『基本信息』中的反馈日期{at_once}。",
    )


@check(
    "RX412",
    "remaining-due-before-feedback",
    "剩余时限早于反馈日期",
    guards="剩余事项的时限排在巡察反馈之前，多半是年份敲错。",
    ignore="不能忽略。",
)
def remaining_due_before_feedback(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every 剩余时限 before the feedback date."""
    feedback = ledger.feedback
    for problem in ledger.problems:
        if feedback and problem.remaining_due.day and problem.remaining_due.day < feedback:
            yield _before_feedback(problem.row, "剩余时限", problem.remaining_due, feedback)


@check(
    "RX413",
    "finished-before-feedback",
    "完成日期早于反馈日期",
    guards="问题还没有反馈就已完成，多半是年份敲错。",
    ignore="巡察期间立行立改的，请把“即知即改”填“是”，即不再提示。",
)
def finished_before_feedback(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every 完成日期 of a problem or measure before feedback, problems rectified at once left out."""
    feedback = ledger.feedback
    if feedback is None:
        return
    at_once = {problem.id for problem in ledger.problems if _at_once(problem)}
    finished = [(each.row, each.finished) for each in ledger.problems if not _at_once(each)]
    finished += [(each.row, each.finished) for each in ledger.measures if each.problem not in at_once]
    for row, when in finished:
        if when.day and when.day < feedback:
            yield _before_feedback(row, "完成日期", when, feedback)


@check(
    "RX414",
    "finished-in-future",
    "完成日期是将来的日子",
    guards="还没到的日子就写成已完成。",
    ignore="不能忽略；计划完成的日子请填在时限一列。",
)
def finished_in_future(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 完成日期 of a problem or measure after today."""
    finished = [(each.row, each.finished) for each in ledger.problems]
    finished += [(each.row, each.finished) for each in ledger.measures]
    for row, when in finished:
        yield from _in_future(row, "完成日期", when, context.as_of)


def _in_future(row: Row, column: str, when: When, as_of: date) -> Iterator[Remark]:
    begins = _begins(when)
    if begins and begins > as_of:
        late = (begins - as_of).days
        yield at(
            row,
            column,
            f"{_read_as(when)} 晚于今天 {as_of.isoformat()}（晚{late}天），还没有发生。",
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
    """Yield every date of a closure, look-back, rule or document after today."""
    for found in context.dated:
        if (found.row.sheet, found.column) in RECORD_DATES:
            yield from _in_future(found.row, found.column, found.when, context.as_of)


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
    for problem in ledger.problems:
        begins = _begins(problem.finished)
        if notice and begins and begins > notice[0]:
            yield at(
                problem.row,
                "完成日期",
                f"{_read_as(problem.finished)} 晚于通报日期 {notice[1]}（晚{(begins - notice[0]).days}天）。",
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
    extended: dict[str, date] = {}
    for closure in ledger.closures:
        if closure.kind == "延期" and closure.verdict == "通过" and closure.extended_to.day:
            extended[closure.problem] = closure.extended_to.day
    for measure in ledger.measures:
        problem = context.problems.get(measure.problem)
        begins = _begins(measure.due)
        if problem is None or problem.due.day is None or begins is None:
            continue
        latest = max(problem.due.day, problem.remaining_due.day or date.min, extended.get(problem.id, date.min))
        if begins > latest:
            yield at(
                measure.row,
                "时限",
                f"{_read_as(measure.due)} 晚于{problem.id}的时限 {latest.isoformat()}"
                f"（晚{(begins - latest).days}天）。",
                f"请改正{{}}，或核对『问题台账』{problem.row.cell('整改时限').ref}。",
            )


@check(
    "RX422",
    "due-outside-round",
    "时限超出集中整改期",
    guards="时限类型写的是“集中整改期内”或“立行立改”，时限却在集中整改结束之后。",
    ignore="已批准延期的，请登记在『销号登记』，并把时限类型改为“限期整改”。",
)
def due_outside_round(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every deadline after the end of 集中整改 whose type says that it lies within."""
    end = _span(ledger, "集中整改结束")
    for problem in ledger.problems:
        kind = problem.row.text("时限类型")
        begins = _begins(problem.due)
        if end and kind in (WITHIN_ROUND, IMMEDIATE) and begins and begins > end[0]:
            yield at(
                problem.row,
                "整改时限",
                f"{_read_as(problem.due)} 在集中整改结束 {end[1]} 之后（晚{(begins - end[0]).days}天），"
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
        kind = problem.row.text("时限类型")
        longterm = problem.due.kind == "longterm" and kind in (WITHIN_ROUND, IMMEDIATE, "限期整改")
        at_once = problem.due.kind == "immediate" and kind in ("限期整改", "长期坚持", "持续推进")
        if longterm or at_once:
            yield at(
                problem.row,
                "整改时限",
                f"{quote(problem.due.text)}与时限类型“{kind}”矛盾。",
                f"请改正{{}}，或改正{problem.row.cell('时限类型').ref}的时限类型。",
            )


@check(
    "RX431",
    "feedback-after-notice",
    "反馈日期晚于通报日期",
    guards="通报发布在巡察反馈之前，两个日期必有一个填错。",
    ignore="不能忽略。",
)
def feedback_after_notice(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a feedback date after the date of the notice."""
    yield from _reversed(ledger, "反馈日期", "通报日期")


@check(
    "RX432",
    "inspection-reversed",
    "巡察起止颠倒",
    guards="巡察结束早于开始，两个日期填反。",
    ignore="不能忽略。",
)
def inspection_reversed(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield an inspection that ends before it begins."""
    yield from _reversed(ledger, "巡察开始", "巡察结束")


@check(
    "RX433",
    "feedback-before-inspection-end",
    "反馈日期早于巡察结束",
    guards="巡察还没有结束就已反馈，两个日期必有一个填错。",
    ignore="提前反馈确有其事时可以忽略。",
)
def feedback_before_inspection_end(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a feedback date before the end of the inspection."""
    yield from _reversed(ledger, "巡察结束", "反馈日期")


@check(
    "RX434",
    "round-reversed",
    "集中整改起止颠倒",
    guards="集中整改结束早于开始，或早于反馈日期，时限无从核对。",
    ignore="不能忽略。",
)
def round_reversed(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a 集中整改 that ends before it begins, or before feedback where its beginning is not given."""
    first = "集中整改开始" if ledger.info_when("集中整改开始").day else "反馈日期"
    yield from _reversed(ledger, first, "集中整改结束")


def _reversed(ledger: Ledger, first: str, second: str) -> Iterator[Remark]:
    """Yield a remark where the day of `first` lies after that of `second`, both lines of 基本信息."""
    earlier, later = ledger.info_when(first), ledger.info_when(second)
    begins = _begins(earlier)
    if begins and later.day and begins > later.day:
        yield at_info(
            ledger,
            first,
            f"{_read_as(earlier)} 晚于『{second}』{_read_as(later)}（晚{(begins - later.day).days}天）。",
            f"请核对并改正{{}}或{ledger.info_cell(second).ref}。",
        )


@check(
    "RX435",
    "closure-dates-reversed",
    "批准日期早于申请日期",
    guards="销号或延期还没有申请就已批准，两个日期必有一个填错。",
    ignore="不能忽略。",
)
def closure_dates_reversed(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every application decided before it was made."""
    for closure in ledger.closures:
        begins = _begins(closure.applied)
        if begins and closure.decided.day and closure.decided.day < begins:
            yield at(
                closure.row,
                "日期",
                f"{_read_as(closure.decided)} 早于申请日期 {_read_as(closure.applied)}"
                f"（早{(begins - closure.decided.day).days}天）。",
                f"请核对并改正{{}}或{closure.row.cell('申请日期').ref}。",
            )


@check(
    "RX436",
    "closed-before-finished",
    "销号早于完成",
    guards="销号通过的日期早于问题的完成日期，顺序颠倒。",
    ignore="不能忽略。",
)
def closed_before_finished(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every approved closure dated before its problem was finished."""
    for closure in ledger.closures:
        problem = context.problems.get(closure.problem)
        if closure.kind != "销号" or closure.verdict != "通过" or problem is None or closure.decided.day is None:
            continue
        begins = _begins(problem.finished)
        if begins and closure.decided.day < begins:
            yield at(
                closure.row,
                "日期",
                f"{_read_as(closure.decided)} 早于{problem.id}的完成日期 {_read_as(problem.finished)}"
                f"（早{(begins - closure.decided.day).days}天）。",
                f"请核对并改正{{}}，或『问题台账』{problem.row.cell('完成日期').ref}。",
            )


@check(
    "RX437",
    "next-review-not-later",
    "下次回头看不在以后",
    guards="下次回头看的日期不晚于本次，提醒不会出现。",
    ignore="不能忽略；不再查看的请留空。",
)
def next_review_not_later(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every look-back whose next date is not after it."""
    for review in ledger.reviews:
        begins = _begins(review.date)
        if begins and review.next.day and review.next.day <= begins and not blank(review.row, "下次日期"):
            yield at(
                review.row,
                "下次日期",
                f"{_read_as(review.next)} 不晚于本次日期 {_read_as(review.date)}。",
                "请改正{}；不再查看的请留空。",
            )
