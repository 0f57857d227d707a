"""RX40x: whether a date can be read, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.judgement.checks import certain_dates
from rectify_xl.judgement.checks.base import Context, DateEntry, Remark, check, quote, remark
from rectify_xl.ledger import schema
from rectify_xl.ledger.deadlines import deadline_cells
from rectify_xl.ledger.records import Ledger, Remedy

FAR_YEARS = 20
"""A date this many years from today is a slip of the pen."""


DEADLINES = frozenset(
    {
        (schema.PROBLEMS.name, "整改时限"),
        (schema.PROBLEMS.name, "剩余时限"),
        (schema.MEASURES.name, "时限"),
        (schema.CLOSURES.name, "延期至"),
    }
)
"""Cells that say until when."""


def _remark(dated: DateEntry, what: str, fix: str, remedy: Remedy | None = None) -> Remark:
    return remark(dated.row, dated.column, what, fix, remedy)


def _counted_day(when: ReadDate) -> str:
    """Return which day of a month is counted where it is not the last one (9月中旬 is up to the 20th)."""
    part = when.kind == "month" and when.day and (when.day + timedelta(days=1)).day != 1
    return f"，按{dates.chinese(when.day)}计算" if part and when.day else ""


def read_as(when: ReadDate) -> str:
    """Return a date as it is told: a month as written, a day in figures; both where a part was concluded."""
    if when.inferred:
        return f"{when.iso}（原文{quote(when.text)}）"
    return when.text if when.kind == "month" else when.iso or when.text


def begins_on(when: ReadDate) -> date | None:
    """Return the first day that `when` may mean: for a month its first day."""
    if when.day is None:
        return None
    return when.day.replace(day=1) if when.kind == "month" else when.day


@check(
    "RX401",
    "date-damaged",
    "日期缺字",
    guards="复制时丢了“年”“月”等字（如202442日），无法确定是哪一天。",
    ignore="不能忽略；程序不会猜。",
)
def date_damaged(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date cell with lost characters."""
    for dated in context.dated_as("damaged"):
        yield _remark(dated, f"{quote(dated.when.text)}缺字，无法确定是哪一天。", "请对照原件改正{}，如2025-06-30。")


@check(
    "RX402",
    "date-impossible",
    "日期不存在",
    guards="写了日历上没有的日子，如2025年6月31日。",
    ignore="不能忽略。",
)
def date_impossible(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date that the calendar does not have."""
    for dated in context.dated_as("impossible"):
        yield _remark(dated, f"{dates.unread(dated.when)}。", "请核对并改正{}。")


@check(
    "RX403",
    "date-unclear",
    "日期看不懂",
    guards="日期写成了程序读不懂的文字，逾期、临期都无法计算。",
    ignore="不能忽略；要说明的话请写进备注。",
)
def date_unclear(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date cell that cannot be read as a date."""
    for dated in context.dated_as("unclear", "campaign"):
        if dated.when.kind == "campaign" and not dated.when.unreadable:
            continue
        hint = "" if ledger.feedback or dated.when.inferred else "；没有反馈日期，也无法推定年份"
        words = "，或填“立行立改”“长期坚持”" if dated.deadline else ""
        fix = f"请把{{}}改为2025-06-30这样的日期{words}。"
        yield _remark(dated, f"{dates.unread(dated.when)}{hint}。", fix, certain_dates.dashed(dated))


@check(
    "RX404",
    "date-is-word",
    "该填日期的填了文字",
    guards="完成日期、反馈日期等要填具体日子的地方，填了“长期坚持”“每月”。",
    ignore="不能忽略。",
)
def date_is_word(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell with 长期坚持 and the like where only a date makes sense."""
    for dated in context.dated_as("longterm", "immediate", "period"):
        if not dated.deadline:
            yield _remark(
                dated, f"{quote(dated.when.text)}不是日期，这里要填具体日子。", "请把{}改为日期；没有日期的请留空。"
            )


@check(
    "RX405",
    "year-inferred",
    "日期是推定的",
    guards="日期没有写全（如没有年份、从反馈起算、写在某个节前），程序按反馈日期和节假日安排推定，可能推错。",
    ignore="推定的日期正确时可以忽略。",
)
def year_inferred(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date of which a part was concluded, such as its year."""
    for dated in context.inferred:
        if not dated.when.inferred.startswith("数字"):
            yield _remark(
                dated,
                f"{quote(dated.when.text)}读作{dated.when.iso}{_counted_day(dated.when)}：{dated.when.inferred}。",
                "请核对；正确的话，把{}补成完整日期。",
                certain_dates.completed(dated, ledger, context.as_of),
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
    for dated in context.inferred:
        if dated.when.inferred.startswith("数字"):
            yield _remark(
                dated,
                f"是{dated.when.inferred}。",
                "请把{}的格式设为“日期”并核对。"
                if "序列号" in dated.when.inferred
                else f"请核对；正确的话，把{{}}改写成{dates.in_words(dated.when)}。",
                certain_dates.written_out(dated),
            )


@check(
    "RX407",
    "date-far-off",
    "日期离谱",
    guards="年份敲错（如2052、1925），差了几十年。",
    ignore="不能忽略。",
)
def date_far_off(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date more than twenty years away from today, and every deadline too far from the feedback."""
    for dated in context.dated_as("implausible"):
        yield _remark(dated, f"{dates.unread(dated.when)}。", "请核对并改正{}。")
    days, now = context.days, context.as_of.year
    odd = context.dated_on(lambda day: abs(day.year - now) > FAR_YEARS or deadline_cells.far(day.year, days))
    for dated in odd:
        years = abs(dated.when.day.year - now) if dated.when.day else 0
        far = deadline_cells.far_off(dated.when, days)
        if far and (dated.row.sheet, dated.column) in DEADLINES:
            against = "反馈日期" if days.feedback else "今天"
            meant = deadline_cells.likely(dated.when, days)
            yield _remark(
                dated, f"{read_as(dated.when)}与{against}相差{far}年，年份可能有误{meant}。", "请核对并改正{}。"
            )
        elif years > FAR_YEARS:
            yield _remark(dated, f"{read_as(dated.when)}与今天相差{years}年，年份可能有误。", "请核对并改正{}。")
