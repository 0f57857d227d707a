"""Count problems by aspect and department, and measures, by the counting rules (口径) of the workbook.

Source of the rules: docs/使用手册.md, 计数口径. 完成 + 继续 = 具体问题 always holds, and every breakdown sums to
the total.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import DeadlineDoubt, Deadlines
from rectify_xl.ledger.records import Cell, Counting, Ledger, Problem
from rectify_xl.text import cell_value

NO_DEPARTMENT = "（未填责任科室）"
NO_LEADER = "（未填牵头领导）"
NO_ASPECT = "（未填方面）"


def shown_department(title: str, ledger: Ledger) -> str:
    """Return how the title of a department is shown: as written, and for those without one in the office's term."""
    return ledger.termed(title) if title == NO_DEPARTMENT else title


class GroupKey(NamedTuple):
    """A 大项 in the order of the ledger: `aspect` is the 1-based position of its aspect, None where it has none."""

    no: int
    aspect: int | None
    title: str


class StatusCounts(NamedTuple):
    """The counts of one aspect, one department, or of all problems."""

    title: str
    problems: int
    done: int
    ongoing: int
    longterm: int
    immediate: int
    overdue: int
    closed: int = 0

    @property
    def rate(self) -> float:
        """Share of done problems, 0 to 1; 0 where there is no problem."""
        return self.done / self.problems if self.problems else 0.0

    @property
    def parts(self) -> str:
        """What of the done problems is 长期坚持 and 即知即改, in words; what there is none of is not named."""
        parts = (("长期坚持", self.longterm), ("即知即改", self.immediate))
        return "、".join(f"{word}{count}个" for word, count in parts if count)

    @property
    def done_words(self) -> str:
        """How many problems are done, and how many of these formally (完成24个（已销号3个）)."""
        return f"完成{self.done}个" + (f"（已销号{self.closed}个）" if self.closed else "")

    def open_words(self, soon: int) -> str:
        """How many go on, of these late and falling due (继续整改6个，其中逾期5个); no zeros."""
        parts = "、".join(f"{word}{count}个" for word, count in (("逾期", self.overdue), ("临期", soon)) if count)
        return f"继续整改{self.ongoing}个" + (f"，其中{parts}" if parts else "")


class Rollup(NamedTuple):
    """All counts of one ledger on one day.

    `relapses` counts the rows registered anew (反弹登记), which no other number holds; None where there is none.
    `unread` are the 完成程度 cells of problems whose word nobody knows, `unread_measures` those of measures; they count
    as not done. `unread_follow_ups` are the 后续要求 cells of which nobody knows whether
    they mean 长期; such a row does not count as 长期.
    """

    as_of: date
    total: StatusCounts
    aspects: tuple[StatusCounts, ...]
    departments: tuple[StatusCounts, ...]
    groups: int
    measures: int
    measures_done: int
    actions: int
    actions_done: int
    regulations: int
    leaders: tuple[StatusCounts, ...] = ()
    relapses: "Rollup | None" = None
    unread: tuple[Cell, ...] = ()
    unread_measures: tuple[Cell, ...] = ()
    unread_follow_ups: tuple[Cell, ...] = ()

    @property
    def named_aspects(self) -> int:
        """Number of 方面; the line of rows that name none is not one."""
        return sum(line.title != NO_ASPECT for line in self.aspects)


def is_done(problem: Problem, counting: Counting) -> bool:
    """Tell whether a problem counts as 完成: its 完成程度 counts, and nothing remains."""
    return problem.completion in counting.done and not problem.remaining


class WidenedWord(NamedTuple):
    """A word besides 已完成 that 字典 counts as done: its cell, and how many problems and measures are done by it."""

    word: str
    cell: Cell
    problems: int
    measures: int

    @property
    def added(self) -> str:
        """What it adds, in words: 3个问题、17条措施; measures where there are some."""
        return f"{self.problems}个问题{f'、{self.measures}条措施' if self.measures else ''}"


def widened(ledger: Ledger) -> tuple[WidenedWord, ...]:
    """Return the words besides 已完成 that 字典 counts as done, with what each adds."""
    others = [(word, cell) for word, cell in ledger.counted_done if cell_value.key(word) != vocabulary.DONE]
    done = [
        cell_value.key(problem.completion)
        for problem in ledger.problems
        if others and is_done(problem, ledger.counting)
    ]
    measures = [cell_value.key(measure.completion) for measure in ledger.measures if others and not measure.parent]
    keys = [(word, cell, cell_value.key(word)) for word, cell in others]
    return tuple(WidenedWord(word, cell, done.count(key), measures.count(key)) for word, cell, key in keys)


def may_be_done(problem: Problem, ledger: Ledger) -> bool:
    """Tell whether 完成程度 is a word that nobody knows and that may mean done: it counts as not done, and is told.

    未完成 is no choice either, but certainly means not done.
    """
    if not ledger.unread_status(problem.completion):
        return False
    words = ledger.vocabulary[choices.STATUS_LIST]
    meant = choices.advised(problem.completion, choices.STATUS_LIST, words, ledger.synonyms)
    return not meant or any(word in ledger.counting.done for word in meant)


def is_longterm(problem: Problem, counting: Counting) -> bool:
    """Tell whether a problem counts as 长期, a subset of 完成."""
    return is_done(problem, counting) and problem.follow_up in counting.longterm


def department_of(problem: Problem) -> str:
    """Return the department under which a problem counts, or the word for none."""
    return problem.lead_department or NO_DEPARTMENT


def leader_of(problem: Problem) -> str:
    """Return the 牵头领导 under whom a problem counts, or the word for none."""
    return problem.leader or NO_LEADER


def aspect_titles(ledger: Ledger) -> tuple[str, ...]:
    """Return the distinct aspects in the order of the ledger."""
    return tuple(dict.fromkeys(problem.aspect for problem in ledger.problems if problem.aspect))


def group_list(ledger: Ledger) -> tuple[GroupKey, ...]:
    """Return the distinct groups that have a title, in the order of the ledger."""
    position = {title: no for no, title in enumerate(aspect_titles(ledger), 1)}
    pairs = dict.fromkeys((problem.aspect, problem.group) for problem in ledger.problems if problem.group)
    return tuple(GroupKey(no, position.get(aspect), title) for no, (aspect, title) in enumerate(pairs, 1))


def count_groups(ledger: Ledger) -> int:
    """Return the number of 大项: titled groups, plus one for each aspect that has problems without a group."""
    titled = group_list(ledger)
    loose = {problem.aspect for problem in ledger.problems if problem.aspect and not problem.group}
    return len(titled) + len(loose)


def roll_up(ledger: Ledger, as_of: date, deadlines: Deadlines | None = None) -> Rollup:
    """Return all counts of `ledger` on `as_of`: those of the feedback, and apart from them those of its relapses.

    `deadlines` are what binds its problems, where that was worked out before.
    """
    feedback = registered_relapses.feedback(ledger)
    late = overdue_rows(ledger, as_of, deadlines)
    counted = count_part(feedback, as_of, late=late)
    unread = tuple(
        problem.row.cell("完成程度") for problem in ledger.problems if ledger.unread_status(problem.completion)
    )
    measures = tuple(
        measure.row.cell("完成程度") for measure in ledger.measures if ledger.unread_status(measure.completion)
    )
    again = None if feedback is ledger else count_part(registered_relapses.relapses(ledger), as_of, late=late)
    follow_ups = tuple(
        problem.row.cell("后续要求") for problem in ledger.problems if ledger.unread_follow_up(problem.follow_up)
    )
    return counted._replace(relapses=again, unread=unread, unread_measures=measures, unread_follow_ups=follow_ups)


def count_part(
    ledger: Ledger, as_of: date, closed: frozenset[str] | None = None, late: frozenset[int] | None = None
) -> Rollup:
    """Return the counts of all rows of a ledger that holds a part of them; relapses are rows like all others.

    `closed` are the problems whose closing stands, `late` the Excel rows of those past their deadline, where these were
    judged of the whole ledger.
    """
    if late is None:
        late = overdue_rows(ledger, as_of)
    if closed is None:
        closed = closed_ids(ledger, as_of)
    actions = [measure for measure in ledger.measures if measure.parent]
    measures = [measure for measure in ledger.measures if not measure.parent]
    done = ledger.counting.done
    problems = ledger.problems
    standings = [_standing(problem, ledger.counting, late, closed) for problem in problems]
    return Rollup(
        as_of=as_of,
        total=_line("合计", standings),
        aspects=_lines(problems, standings, lambda problem: problem.aspect or NO_ASPECT),
        departments=_lines(problems, standings, department_of),
        leaders=_lines(problems, standings, leader_of),
        groups=count_groups(ledger),
        measures=len(measures),
        measures_done=sum(measure.completion in done for measure in measures),
        actions=len(actions),
        actions_done=sum(action.completion in done for action in actions),
        regulations=len(ledger.regulations),
    )


def overdue_rows(ledger: Ledger, as_of: date, deadlines: Deadlines | None = None) -> frozenset[int]:
    """Return the Excel rows of problems that are not done and past their binding deadline."""
    written = (deadlines or binding_deadline.standing(ledger, as_of)).written
    return frozenset(
        problem.number
        for problem in ledger.problems
        if problem.number in written
        and written[problem.number].day < as_of
        and not is_done(problem, ledger.counting)
        and binding_deadline.falls_due(written[problem.number].day) < as_of
    )


def closed_ids(ledger: Ledger, as_of: date) -> frozenset[str]:
    """Return the ids of the problems that are closed (已销号): those whose closing stands on all its conditions."""
    if not ledger.closures:
        return frozenset()
    from rectify_xl.ledger.closure_rules import standing

    return standing.closed_ids(ledger, as_of)


def invalid_ids(ledger: Ledger, as_of: date) -> tuple[str, ...]:
    """Return the ids of the problems that 销号登记 says are closed, though the closing does not stand."""
    if not ledger.closures:
        return ()
    from rectify_xl.ledger.closure_rules import standing

    return standing.invalid_ids(ledger, as_of)


def unreadable(ledger: Ledger, as_of: date) -> tuple[DeadlineDoubt, ...]:
    """Return the deadlines of problems not done that count neither as late nor as fine, in the order of the ledger."""
    doubts = binding_deadline.doubts(ledger, as_of)
    open_rows = (problem for problem in ledger.problems if not is_done(problem, ledger.counting))
    return tuple(doubts[problem.number] for problem in open_rows if problem.number in doubts)


def _standing(
    problem: Problem, counting: Counting, late: frozenset[int], closed: frozenset[str]
) -> tuple[bool, bool, bool, bool, bool]:
    """Return whether a problem is done, done as 长期, done at once, late, and closed."""
    done = is_done(problem, counting)
    longterm = done and problem.follow_up in counting.longterm
    overdue = problem.number in late
    return done, longterm, done and problem.immediate, overdue, bool(problem.id) and problem.id in closed


def _lines(
    problems: Sequence[Problem], standings: Sequence[Sequence[bool]], name: Callable[[Problem], str]
) -> tuple[StatusCounts, ...]:
    parts: dict[str, list[Sequence[bool]]] = {}
    for problem, standing in zip(problems, standings, strict=True):
        parts.setdefault(name(problem), []).append(standing)
    return tuple(_line(title, part) for title, part in parts.items())


def _line(title: str, standings: Sequence[Sequence[bool]]) -> StatusCounts:
    """Return the counts of some problems, given how each of them stands."""
    done, longterm, immediate, overdue, closed = map(sum, zip(*standings, strict=True)) if standings else (0,) * 5
    number = len(standings)
    return StatusCounts(title, number, done, number - done, longterm, immediate, overdue, closed)
