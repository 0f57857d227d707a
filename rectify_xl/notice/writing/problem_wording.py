"""The words of one problem in a notice: its title, its progress, and its status line.

What the office wrote for the notice (通报标题, 公开表述, 状态表述) goes first; otherwise the words are composed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices, nothing
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines.binding_deadline import Deadline, DeadlineDoubt
from rectify_xl.ledger.deadlines.deadline_cells import unreadable_text
from rectify_xl.ledger.records import Cell, Counting, Problem
from rectify_xl.notice.writing import remaining_wording
from rectify_xl.text import provenance
from rectify_xl.text.provenance import TracedText

Audience = Literal["public", "internal"]


_PART_OF_MONTH = {5: "初", 10: "上旬", 20: "中旬"}
_NEST = str.maketrans("“”‘’", "‘’“”")
_LABEL = re.compile(r"(?:整改情况|整改进展情况|整改进展)[:：]\s*")


class Worded(NamedTuple):
    """A text of a problem and the cells it comes from."""

    text: str
    cells: tuple[Cell, ...]

    @property
    def traced(self) -> TracedText:
        """The text with its origin."""
        if len(self.cells) == 1 and self.cells[0].text == self.text:
            return provenance.verbatim(self.text, self.cells[0].address)
        return TracedText(self.text, self.sources)

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses of the filled cells, or, where none is, of those that should be."""
        return tuple(cell.address for cell in self.cells if cell.filled) or tuple(cell.address for cell in self.cells)


def title(problem: Problem) -> Worded:
    """Return the heading of a problem: as the office wrote it, else 针对“……”问题。 with inner quotes nested."""
    if problem.title:
        return Worded(problem.title, (problem.row.cell("通报标题"),))
    bare = problem.problem.rstrip("。；;,，").removesuffix("的问题")
    tail = "。" if bare.endswith("问题") else "问题。"
    return Worded(f"针对“{bare.translate(_NEST)}”{tail}", (problem.row.cell("具体问题"),))


def progress(problem: Problem, audience: Audience) -> Worded:
    """Return what was done: 公开表述 goes first in the public edition. Empty where nothing was filled in."""
    public = problem.row.cell("公开表述")
    cell = public if audience == "public" and nothing.filled(public.text) else problem.row.cell("整改进展")
    return Worded(nothing.filled(cell.text), (cell,))


def without_label(text: str) -> TracedText:
    """Return progress without a label that the department typed in front of it (整改情况：一是… is 一是…)."""
    label = _LABEL.match(text)
    return provenance.slice_text(text, label.end() if label else 0, len(text))


def status(
    problem: Problem,
    counting: Counting,
    deadline: Deadline | None,
    doubt: DeadlineDoubt | None = None,
    *,
    as_of: date,
    unread: bool = False,
) -> Worded:
    """Return the status line; empty where 完成程度 was not filled in either.

    A day before `as_of` is no promise, and is told as past. With `unread`, where 完成程度 is a word that nobody knows,
    it is that word, or the usual one where it means that a problem is not done (推进中: 正在整改), and no promise.
    """
    if problem.status_text:
        return Worded(problem.status_text, (problem.row.cell("状态表述"),))
    columns = ("完成程度", "后续要求", "即知即改", "剩余事项", "剩余时限")
    cells = tuple(problem.row.cell(column) for column in columns)
    if not problem.completion:
        return Worded("", cells)
    if problem_counts.is_done(problem, counting):
        return Worded(_finished(problem), cells)
    rest = "" if nothing.refers(problem.remaining) else problem.remaining
    if unread and not rest:
        usual = _UNFINISHED.get(choices.STATUS_SYNONYMS.get(problem.completion, ""))
        return Worded(f"{usual or problem.completion.rstrip('。；')}。", cells)
    when = _promised(problem, deadline, doubt, as_of)
    if deadline:
        cells = tuple(dict.fromkeys((*cells, deadline.original[1], deadline.cell)))
    if rest:
        done = "部分已整改完成；" if problem.completion in counting.done else ""
        return Worded(f"{done}{remaining_wording.continued(rest)}{when}。", cells)
    if problem.completion in counting.done:
        return Worded(f"部分已整改完成，其余继续整改{when}。", cells)
    return Worded(f"{_UNFINISHED.get(problem.completion, problem.completion)}{when}{_follow_up(problem)}。", cells)


_UNFINISHED = {
    vocabulary.UNDER_WAY: "正在整改",
    vocabulary.NOT_STARTED: "尚未启动整改",
    vocabulary.MOSTLY_DONE: "基本完成整改",
}


def _finished(problem: Problem) -> str:
    follow = _follow_up(problem)
    if problem.immediate:
        return f"即知即改并已整改完成{follow}。" if not follow else f"即知即改，已整改完成{follow}。"
    if follow and (problem.due.kind == "longterm" or problem.row.text("时限类型") in dates.LONGTERM_WORDS):
        return f"长期任务取得阶段性成效{follow}。"
    return f"已整改完成{follow}。"


def _follow_up(problem: Problem) -> str:
    kept = problem.follow_up and problem.follow_up != vocabulary.NOTHING_FOLLOWS
    return f"并{problem.follow_up}" if kept else ""


def _promised(problem: Problem, deadline: Deadline | None, doubt: DeadlineDoubt | None, as_of: date) -> str:
    """Return the deadline as a clause (，2026年12月底前完成), or nothing where there is no day to name."""
    written = problem.remaining_due if problem.remaining_due.kind != "none" else problem.due
    plan = deadline.plan if deadline else None
    if deadline and plan and plan.when.day and plan.when.day != deadline.nominal:
        bound = "延期后的时限" if deadline.extended else "整改时限"
        return f"，{bound}{dates.chinese(deadline.nominal)}，{_planned(plan.when, as_of)}"
    if deadline and deadline.days_late(as_of) > 0:
        return f"，已超过{'延期后的' if deadline.extended else ''}时限（{dates.chinese(deadline.nominal)}）"
    if deadline and deadline.extended:
        return f"，{dates.chinese(deadline.nominal)}前完成"
    if doubt:
        return UNCLEAR
    if written.day:
        return f"，{_until(written)}前完成" if written.day >= as_of or deadline else f"，{_planned(written, as_of)}"
    return UNCLEAR if unreadable_text(written) else ""


UNCLEAR = "，整改时限待明确"
"""What a notice prints of a deadline that nobody can read; where it stands and what it says, the findings tell."""


def _planned(when: ReadDate, as_of: date) -> str:
    """Return a plan as a clause; one whose day has passed is told as the plan that it was."""
    return f"{'原计划' if when.day and when.day < as_of else '计划'}{_until(when)}前完成"


def _until(when: ReadDate) -> str:
    """Return a day as a clause names it, a month with the part of it that is meant."""
    if when.day is None or when.kind != "month":
        return dates.chinese(when.day) if when.day else when.text
    return f"{when.day.year}年{when.day.month}月{_PART_OF_MONTH.get(when.day.day, '底')}"


def shown_date(when: ReadDate) -> str:
    """Return a date as the notice prints it: a full date in official form, anything else as written."""
    if when.day and when.kind == "day" and not when.inferred:
        return dates.chinese(when.day)
    if when.day and when.kind == "month" and re.fullmatch(r"[\d./-]+", when.text):
        return f"{when.day.year}年{when.day.month}月"
    return when.text
