"""The strips around the matrix: title, totals, deadline axis, legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger.counting.deadline_wording import UNREAD
from rectify_xl.ledger.counting.problem_counts import Rollup
from rectify_xl.supervision.wallchart import text_width
from rectify_xl.supervision.wallchart.deadline_axis import Period
from rectify_xl.supervision.wallchart.problem_states import (
    DONE,
    DUE_SOON,
    LONGTERM,
    OVERDUE,
    STATES,
    SUPPORT,
    UNREAD_SIGN,
    ChartProblem,
    ChartState,
)
from rectify_xl.supervision.wallchart.shapes import Box, Rect, TextLine
from rectify_xl.supervision.wallchart.tiles import SMALLEST
from rectify_xl.text.excerpts import first_few

NAVY = "1F3864"
WHITE = "FFFFFF"
LINE = "8C8C8C"
PALE = "EEF2F7"
DARK = "3B3B3B"
PERIOD = "F4F4F4"
SMALLEST_TITLE = 16.0
"""A long name of a unit is set smaller, down to this, before it is cut."""
FINISHED = tuple(state for state in STATES if state.done)
OPEN = tuple(state for state in STATES if not state.done)


def title(area: Rect, unit: str, about: str, as_of: date, part: str) -> Iterator[Box]:
    """Yield the unit and what this is, in the middle; on its left the round, on its right the day and the page."""
    side = area.w * 0.22
    size = area.h / (text_width.POINT * text_width.LEADING) * 0.8
    small = area.h / (text_width.POINT * text_width.LEADING) * 0.4
    middle = area.w - 2 * side
    name = "巡察整改挂图作战"
    size = max(SMALLEST_TITLE, min(size, middle / text_width.millimetres(unit + name, 1.0)))
    most = middle - text_width.millimetres(name, size)
    yield Box(
        "title",
        Rect(area.x, area.y, side, area.h),
        tuple(TextLine(line, small) for line in text_width.wrap(about, small, side - 2, 2)),
        align="left",
    )
    yield Box(
        "title",
        Rect(area.x + side, area.y, middle, area.h),
        (TextLine(text_width.cut(unit, size, most) + name, size, bold=True),),
        ink=NAVY,
    )
    day = TextLine(f"截至{chinese(as_of)}", small * 1.15, bold=True)
    yield Box(
        "title",
        Rect(area.x + side + middle, area.y, side, area.h),
        (day, TextLine(part, small)) if part else (day,),
        align="right",
    )


def totals(area: Rect, counted: Rollup, soon: int) -> Iterator[Box]:
    """Yield one card for each published number."""
    total = counted.total
    cards = [
        ("具体问题", str(total.problems), NAVY, WHITE),
        ("完成", f"{total.done}（{total.rate:.2%}）", DONE.fill, "000000"),
        ("其中长期坚持", str(total.longterm), LONGTERM.fill, "000000"),
        ("继续整改", str(total.ongoing), "FFF1B8", "000000"),
        (f"{OVERDUE.symbol}其中逾期", str(total.overdue), OVERDUE.fill, OVERDUE.ink),
        (f"{DUE_SOON.symbol}其中临期", str(soon), DUE_SOON.fill, DUE_SOON.ink),
    ]
    if counted.measures:
        cards.append(("整改措施完成", f"{counted.measures_done}/{counted.measures}", PALE, "000000"))
    label = area.h / (text_width.POINT * text_width.LEADING) * 0.33
    weights = [1.55 if "（" in number else 1.0 for _, number, _, _ in cards]
    x, gap = area.x, 2.0
    unit = (area.w - gap * (len(cards) - 1)) / sum(weights)
    for (name, number, fill, ink), weight in zip(cards, weights, strict=True):
        w = unit * weight
        size = min(
            area.h / (text_width.POINT * text_width.LEADING) * 0.62, (w - 2) / text_width.millimetres(number, 1.0)
        )
        lines = (TextLine(number, size, bold=True), TextLine(name, label))
        yield Box("card", Rect(x, area.y, w, area.h), lines, fill, ink, border=LINE)
        x += w + gap


def axis(area: Rect, periods: Sequence[Period], as_of: date) -> Iterator[Box]:
    """Yield the deadline axis: for each period what falls due in it, and below it the period; today's stands out.

    Open problems are named where all of them find room, else counted; finished ones are counted.
    """
    size = max(SMALLEST, area.h * 0.3)
    foot = text_width.height(size) * 2 + 1.2
    w = area.w / len(periods)
    for index, period in enumerate(periods):
        x = area.x + index * w
        body = Rect(x, area.y, w, area.h - foot)
        yield Box("axis", body, _due(period, body, size), _urgency(period), border=LINE)
        label = TextLine(text_width.cut(period.label, size, w - 1), size, bold=period.today)
        under = f"▲今天{as_of.month}月{as_of.day}日" if period.today else f"{len(period.items)}个到期"
        if period.today and text_width.millimetres(under, size) > w - 1:
            under = "▲今天"
        if period.label in ("没有定日期", UNREAD):
            under = f"{len(period.items)}个"
        yield Box(
            "axis",
            Rect(x, area.y + area.h - foot, w, foot),
            (label, TextLine(text_width.cut(under, size, w - 1), size, bold=period.today)),
            NAVY if period.today else ("C9CDD3" if period.past else PALE),
            WHITE if period.today else "000000",
            border=LINE,
        )


def _urgency(period: Period) -> str:
    """Return the colour behind what falls due in a period."""
    states_shown = {item.state for item in period.items}
    if OVERDUE in states_shown:
        return "FBE0DC"
    if DUE_SOON in states_shown:
        return "FDEBCB"
    return PERIOD if period.past else WHITE


def _due(period: Period, body: Rect, usual: float) -> tuple[TextLine, ...]:
    """Return the lines of one period, in the largest size in which the open problems can be named."""
    room, high = body.w - 1.6, body.h - 1.0
    counts = Counter(item.state for item in period.items)
    done = [f"{state.symbol}{counts[state]}个" for state in FINISHED if counts[state]]
    named = [item.head for item in _open(period)]
    sizes = (1.6 * usual, 1.3 * usual, usual, SMALLEST)
    for size in sizes:
        names, rest = _flowed(named, size, room), _flowed(done, size, room)
        if (len(names) + len(rest)) * text_width.height(size) <= high:
            return (*(TextLine(line, size, bold=True) for line in names), *(TextLine(line, size) for line in rest))
    totals = [f"{state.symbol}{counts[state]}个" for state in (*OPEN, *FINISHED) if counts[state]]
    flowed = [(size, _flowed(totals, size, room)) for size in sizes]
    size, lines = next(
        (candidate for candidate in flowed if len(candidate[1]) * text_width.height(candidate[0]) <= high), flowed[-1]
    )
    return tuple(TextLine(line, size, bold=True) for line in lines)


def _open(period: Period) -> list[ChartProblem]:
    order = {state: place for place, state in enumerate(STATES)}
    return sorted((item for item in period.items if not item.state.done), key=lambda item: order[item.state])


def _flowed(words: Sequence[str], size: float, room: float) -> list[str]:
    """Put words on lines, unbroken."""
    lines: list[str] = []
    for word in words:
        if lines and text_width.millimetres(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(text_width.cut(word, size, room))
    return lines


def legend(area: Rect, shown_items: Sequence[ChartProblem]) -> Iterator[Box]:
    """Yield what each symbol means and how many there are; done and open ones each add up to a published number."""
    counts = Counter(item.state for item in shown_items)
    done = sum(counts[state] for state in FINISHED)
    parts: list[tuple[str, ChartState | None]] = [(f"完成{done}个：", None)]
    parts += [(_meaning(state, counts), state) for state in FINISHED]
    parts.append((f"继续整改{len(shown_items) - done}个：", None))
    parts += [(_meaning(state, counts), state) for state in OPEN]
    size = area.h / (text_width.POINT * text_width.LEADING) * 0.62
    widths = [text_width.width(words) + 1.2 for words, _ in parts]
    size = min(size, area.w / (sum(widths) * text_width.POINT + 1e-9))
    unit = area.w / sum(widths)
    x = area.x
    for (words, state), ems in zip(parts, widths, strict=True):
        bold = state is None or state.bold
        yield Box(
            "legend",
            Rect(x, area.y, ems * unit, area.h),
            (TextLine(words, size, bold=bold),),
            state.fill if state else "",
            state.ink if state else "000000",
            border=LINE if state else "",
        )
        x += ems * unit


def _meaning(state: ChartState, counts: Counter[ChartState]) -> str:
    return f"{state.symbol}{state.label} {counts[state]}"


PLANS = 3
"""Problems with a plan of their own that the note names; it says how many there are."""


def notes(shown_items: Sequence[ChartProblem], counted: Rollup, *, cut: bool, unstated: str = "") -> str:
    """Return what a reader must know besides; `unstated` is what tells of rows whose 完成程度 nobody knows."""
    again = counted.relapses.total if counted.relapses else None
    also = sum(item.support and item.state != SUPPORT for item in shown_items)
    unread = sum(item.unread for item in shown_items)
    planned = [f"{item.label}{item.plan}" for item in shown_items if item.plan]
    plans = first_few(planned, PLANS, "；", f"等{len(planned)}个")
    return "".join(
        (
            f"另有反弹后重新登记的{again.problems}个不在图内（未完成{again.ongoing}个，逾期{again.overdue}个）。"
            if again
            else "",
            "每格一个问题，▲后为逾期天数，◆后为剩余天数。",
            unstated,
            f"编号后带↑的{also}个也需上级支持。" if also else "",
            f"编号后带{UNREAD_SIGN}的{unread}个时限读不出，没有计入逾期，也不能当作没有逾期。" if unread else "",
            f"剩余时限晚于时限、没有批准延期的仍按时限计算：{plans}。" if plans else "",
            "没有写全的以…表示，全文见《问题台账》同一编号的行。" if cut else "",
            "没有编号或编号过长的以行号表示。" if any(item.label == f"第{item.row}行" for item in shown_items) else "",
            "数字由台账按《字典》的口径算出。",
        )
    )
