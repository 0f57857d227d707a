"""How each problem stands on a day: one state, by the counting rules of the workbook."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.counting.deadline_wording import UNREAD, with_plan
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.ledger.vocabulary import NOT_STARTED
from rectify_xl.text import cell_value

UNREAD_SIGN = "？"
"""What stands behind the id of a problem whose deadline cannot be read: neither late nor in time."""
LONGEST_ID = 12
"""Characters of the longest id that a cell has room for; a longer one is replaced by its row."""


class ChartState(NamedTuple):
    """One state and its looks, told apart by symbol and weight where there is no colour.

    Every symbol but ✓ is a character of GB 2312, which all Chinese fonts have. `fill`, `ink` are RRGGBB.
    """

    key: str
    label: str
    symbol: str
    fill: str
    ink: str
    bold: bool
    done: bool


OVERDUE = ChartState("overdue", "逾期", "▲", "B3261E", "FFFFFF", bold=True, done=False)
DUE_SOON = ChartState("due_soon", "临期", "◆", "F6A623", "000000", bold=True, done=False)
SUPPORT = ChartState("support", "需上级支持", "↑", "CDB5E8", "000000", bold=True, done=False)
ONGOING = ChartState("ongoing", "整改中", "○", "FFF1B8", "000000", bold=False, done=False)
IDLE = ChartState("not_started", "未启动", "□", "FFFFFF", "000000", bold=False, done=False)
LONGTERM = ChartState("longterm", "完成并长期坚持", "◎", "D3E8F5", "1F3A4D", bold=False, done=True)
DONE = ChartState("done", "完成", "✓", "DCEFD6", "23452A", bold=False, done=True)

STATES = (DONE, LONGTERM, OVERDUE, DUE_SOON, SUPPORT, ONGOING, IDLE)
"""In the order of the legend; what is done and what is not each add up to the number that is published."""


class ChartProblem(NamedTuple):
    """One problem of the chart.

    `label` is its id, or its row where it has none or one too long; `days` is positive when late, negative while
    days are left, None without a deadline or when done; `due` is the day as written. `support` tells that an open
    problem waits for the level above, `unread` that its deadline cannot be read, `plan` what it plans beyond it.
    `place` is that of its aspect and of its department among all of the chart, from 0.
    """

    row: int
    label: str
    aspect: str
    department: str
    title: str
    cell: str
    state: ChartState
    days: int | None
    due: date | None
    support: bool
    place: tuple[int, int] = (0, 0)
    unread: bool = False
    plan: str = ""

    @property
    def head(self) -> str:
        """Symbol and id, and the signs of who waits for the level above, and of a deadline that cannot be read."""
        support = SUPPORT.symbol if self.support and self.state != SUPPORT else ""
        return f"{self.state.symbol}{self.label}{support}{UNREAD_SIGN if self.unread else ''}"

    @property
    def note(self) -> str:
        """What presses: days late, or days left, or that nobody knows."""
        if self.unread:
            return UNREAD
        if self.days is None or self.state not in (OVERDUE, DUE_SOON):
            return ""
        if self.days > 0:
            return f"逾期{self.days}天"
        return f"剩{-self.days}天" if self.days else "今天到期"

    @property
    def short_note(self) -> str:
        """The same in as few characters as the symbol before it makes clear."""
        return self.note.removeprefix("逾期").removeprefix("剩").removesuffix("到期")


def items(ledger: Ledger, as_of: date) -> tuple[ChartProblem, ...]:
    """Return every problem of the feedback with its state on `as_of`, in the order of the ledger.

    So stand aspects and departments; only who has no department comes last.
    """
    binding = binding_deadline.effective(ledger, as_of)
    window = binding_deadline.days_setting(ledger, "临期天数")
    unread = {doubt.problem.number for doubt in problem_counts.unreadable(ledger, as_of)}
    result = [
        _item(ledger, problem, binding.get(problem.number), window, as_of)._replace(unread=problem.number in unread)
        for problem in registered_relapses.feedback(ledger).problems
    ]
    aspects = list(dict.fromkeys(item.aspect for item in result))
    departments = sorted(
        dict.fromkeys(item.department for item in result), key=lambda name: name == problem_counts.NO_DEPARTMENT
    )
    rows = {name: index for index, name in enumerate(aspects)}
    columns = {name: index for index, name in enumerate(departments)}
    return tuple(item._replace(place=(rows[item.aspect], columns[item.department])) for item in result)


def _item(ledger: Ledger, problem: Problem, due: Deadline | None, window: int, as_of: date) -> ChartProblem:
    done = problem_counts.is_done(problem, ledger.counting)
    days = due.days_late(as_of) if due and not done else None
    support = not done and bool(problem.row.flag("需上级支持"))
    cell = problem.row.cell("具体问题")
    return ChartProblem(
        row=problem.number,
        label=_label(problem),
        aspect=problem.aspect or problem_counts.NO_ASPECT,
        department=problem_counts.department_of(problem),
        title=" ".join(cell_value.storable(problem.problem).split()),
        cell=cell.address,
        state=_state(ledger, problem, days, window, support=support),
        days=days,
        due=due.nominal if due else None,
        support=support,
        plan=with_plan(due) if due and due.later_plan and not done else "",
    )


def _state(ledger: Ledger, problem: Problem, days: int | None, window: int, *, support: bool) -> ChartState:
    if problem_counts.is_done(problem, ledger.counting):
        return LONGTERM if problem_counts.is_longterm(problem, ledger.counting) else DONE
    if days is not None and days > 0:
        return OVERDUE
    if days is not None and -days <= window:
        return DUE_SOON
    if support:
        return SUPPORT
    return IDLE if problem.completion == NOT_STARTED else ONGOING


def _label(problem: Problem) -> str:
    bare = "".join(cell_value.storable(problem.id).split())
    return bare if 0 < len(bare) <= LONGEST_ID else f"第{problem.number}行"
