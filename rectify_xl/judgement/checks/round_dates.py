"""RX43x: whether the steps of the round, of a closure and of a look-back follow one another."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.judgement.checks.base import Context, Remark, at_info, check, is_blank, remark
from rectify_xl.judgement.checks.date_cells import begins_on, read_as
from rectify_xl.ledger.records import Ledger


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
    begins = begins_on(earlier)
    if begins and later.day and begins > later.day:
        yield at_info(
            ledger,
            first,
            f"{read_as(earlier)} 晚于『{second}』{read_as(later)}（晚{(begins - later.day).days}天）。",
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
        begins = begins_on(closure.applied)
        if begins and closure.decided.day and closure.decided.day < begins:
            yield remark(
                closure.row,
                "日期",
                f"{read_as(closure.decided)} 早于申请日期 {read_as(closure.applied)}"
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
        begins = begins_on(problem.finished)
        if begins and closure.decided.day < begins:
            yield remark(
                closure.row,
                "日期",
                f"{read_as(closure.decided)} 早于{problem.id}的完成日期 {read_as(problem.finished)}"
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
        begins = begins_on(review.date)
        if begins and review.next.day and review.next.day <= begins and not is_blank(review.row, "下次日期"):
            yield remark(
                review.row,
                "下次日期",
                f"{read_as(review.next)} 不晚于本次日期 {read_as(review.date)}。",
                "请改正{}；不再查看的请留空。",
            )
