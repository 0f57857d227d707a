"""What moved since the last snapshot: the totals side by side, and the problems by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import count_caveats
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT
from rectify_xl.ledger.memory.snapshots import MONTH, UNKNOWN, WEEK, Deltas
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.supervision.meetings.cell_phrases import NONE, addresses, month_day, name, name_of, signed
from rectify_xl.supervision.meetings.meeting_fields import TotalsRow
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.text.provenance import TracedText

LABELS = {"added": "新增", "finished": "办结", "slipped": "退步", "newly_late": "逾期新增", "gone": "移出"}
_LEDGER = schema.PROBLEMS.name
COLUMNS = {
    "问题": (_LEDGER, "编号"),
    "完成": (_LEDGER, "完成程度"),
    "已销号": (schema.CLOSURES.name, "结论"),
    "继续": (_LEDGER, "完成程度"),
    "长期": (_LEDGER, "后续要求"),
    "逾期": (_LEDGER, "整改时限"),
}
"""The columns of the totals, and the sheet and column that each one counts."""
_PERIODS = {WEEK: "上一周", MONTH: "上个月"}
NOTHING_KEPT = "台账中还没有{}的记录，本期无从比较。"
HOW_TO_KEEP = "校验或研判一次并写入台账（check 或 risks 加 --write），就从那时起留痕，下期可以比较。"
"""For the screen: a printed paper names no commands."""


class Move(NamedTuple):
    """One kind of change: its label, how many problems, and which, with their departments."""

    label: str
    ids: tuple[str, ...]
    named: TracedText

    @property
    def number(self) -> TracedText:
        """How many problems, with the cells of their ids."""
        return TracedText(len(self.ids), self.named.sources)


def moves(situation: MeetingState) -> tuple[Move, ...]:
    """Return the changes since the snapshot, kind by kind; nothing where there is no snapshot."""
    if situation.moved is None:
        return ()
    known = {item.problem.id: item for item in situation.items}
    return tuple(_move(label, ids_of(situation.moved, kind), known) for kind, label in LABELS.items())


def ids_of(moved: Deltas, kind: str) -> tuple[str, ...]:
    """Return the ids of one kind of change; the kinds are those of `LABELS`."""
    ids: tuple[str, ...] = getattr(moved, kind)
    return ids


def _move(label: str, ids: tuple[str, ...], known: Mapping[str, ProblemState]) -> Move:
    items = [known[problem_id] for problem_id in ids if problem_id in known]
    names = [f"{item.name}（{item.department}）" if item.department != NO_DEPARTMENT else item.name for item in items]
    names += [problem_id for problem_id in ids if problem_id not in known]
    cells = [source for item in items for source in name(item.problem).sources]
    return Move(label, ids, TracedText("、".join(names) or NONE, cells))


def note(situation: MeetingState, period: str) -> str:
    """Tell what the present is compared with, or why it is not."""
    if situation.before is None:
        return NOTHING_KEPT.format(_PERIODS[period])
    day = chinese(situation.before.snapshot.day)
    if situation.before.exact:
        return f"与{day}相比。"
    return f"没有更早的记录，与最早的一次（{day}）相比。"


def unstated(situation: MeetingState, *, on_paper: bool = False) -> tuple[TracedText, ...]:
    """Tell what the totals leave out, or count only because a cell is empty or holds no known word."""
    reader: count_caveats.Reader = "paper" if on_paper else "office"
    return count_caveats.notes(situation.ledger, [item.problem for item in situation.items], reader)


def relapses(situation: MeetingState) -> TracedText:
    """Tell of the problems that were registered anew after closing, which no total holds; empty where there is none."""
    items = situation.relapses
    if not items:
        return TracedText("")
    done = sum(item.case.done for item in items)
    late = [item for item in items if item.late]
    names = "、".join(name_of(item.problem) for item in items)
    lateness = "、".join(f"{name_of(item.problem)}逾期{item.days_late}天" for item in late)
    still = len(items) - done
    parts = [f"完成{done}个"] if done else []
    parts += [f"继续整改{still}个"] if still else []
    parts += [f"其中逾期{len(late)}个（{lateness}）"] if late else []
    sentence = f"另有反弹后重新登记的问题{len(items)}个（{names}），不计入以上各数：{'，'.join(parts)}。"
    return TracedText(sentence, addresses(item.problem.row.cell("关联编号") for item in items))


def unnamed(situation: MeetingState) -> TracedText:
    """Tell how many problems cannot be followed, because they have no id; empty where all have one."""
    items = [item for item in situation.items if not item.problem.id]
    if not items:
        return TracedText("")
    rows = "、".join(item.name for item in items)
    sentence = f"有{len(items)}个问题没有编号（《问题台账》{rows}），只计入总数，无从逐个比较；请补填编号。"
    return TracedText(sentence, addresses(item.problem.row.cell("编号") for item in items))


def totals(situation: MeetingState) -> list[TotalsRow]:
    """Return the lines of totals: now, then, and the change; only the first where there is no snapshot."""
    total = situation.counted.total
    now = (total.problems, total.done, total.closed, total.ongoing, total.longterm, total.overdue)
    ranges = [situation.ledger.column_range(*place) for place in COLUMNS.values()]
    current = {column: TracedText(value, cells) for column, value, cells in zip(COLUMNS, now, ranges, strict=True)}
    rate = TracedText(percent(total.done, total.problems), ranges[1])
    lines = [_totals_row("本期", current, rate)]
    if situation.before is None:
        return lines
    old = situation.before.snapshot.total
    then = (old.problems, old.done, old.closed, old.ongoing, old.longterm, old.overdue)
    earlier = {column: NONE if count == UNKNOWN else str(count) for column, count in zip(COLUMNS, then, strict=True)}
    changed = {
        column: TracedText(NONE if there == UNKNOWN else signed(here - there), cells)
        for column, here, there, cells in zip(COLUMNS, now, then, ranges, strict=True)
    }
    day = month_day(situation.before.snapshot.day, situation.as_of)
    shift = _points(total.done, total.problems, old.done, old.problems)
    return [
        *lines,
        _totals_row(f"上期（{day}）", earlier, percent(old.done, old.problems)),
        _totals_row("增减", changed, TracedText(shift, ranges[1])),
    ]


def _totals_row(period: str, counts: Mapping[str, str], rate: str) -> TotalsRow:
    """Return a line of totals; `counts` are the columns of `COLUMNS`."""
    return TotalsRow(
        期=period,
        问题=counts["问题"],
        完成=counts["完成"],
        已销号=counts["已销号"],
        完成率=rate,
        逾期=counts["逾期"],
        继续=counts["继续"],
        长期=counts["长期"],
    )


def _points(done: int, problems: int, old_done: int, old_problems: int) -> str:
    """Return by how many percentage points a share has changed; — where there was nothing to share."""
    if not problems or not old_problems:
        return NONE
    change = round(100 * done / problems - 100 * old_done / old_problems, 2)
    return f"{change:+g}个百分点" if change else "0"
