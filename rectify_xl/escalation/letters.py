"""Which letter is due for each late problem, and one letter for all problems of a department at the same stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl import deadlines, rollup
from rectify_xl.closure import case as cases
from rectify_xl.closure import conditions
from rectify_xl.closure.case import Case
from rectify_xl.closure.model import Files, Missing
from rectify_xl.deadlines import Deadline
from rectify_xl.escalation.issued import Issued, about
from rectify_xl.model import Ledger, Problem


class Late(NamedTuple):
    """A problem past its deadline and the letter that is due.

    `lacking` is what keeps it from being closed, `earlier` the letters that went out about it, `skipped` the milder
    letters of the ladder of which none is on record.
    """

    problem: Problem
    deadline: Deadline
    days: int
    word: str
    lacking: tuple[Missing, ...]
    earlier: tuple[Issued, ...]
    skipped: tuple[str, ...]

    @property
    def sent(self) -> Issued | None:
        """The letter of this stage, where it went out already."""
        return next((each for each in self.earlier if each.word == self.word), None)


class Letter(NamedTuple):
    """One letter to one department about its problems at one stage, the latest first."""

    word: str
    department: str
    late: tuple[Late, ...]

    @property
    def longest(self) -> int:
        """Days by which the latest problem is late."""
        return max(each.days for each in self.late)


def late(ledger: Ledger, as_of: date, issued: Sequence[Issued], files: Files) -> tuple[Late, ...]:
    """Return every problem for which a letter is due on `as_of`, in the order of the ledger.

    The stage follows from days late by the table 督办文书 of 字典 (DOMAIN, 销号: the five letters). A problem whose
    完成程度 may mean done gets none (`withheld`): nobody is reprimanded for a word that was not understood.
    """
    binding = deadlines.effective(ledger, as_of)
    return tuple(_late(ledger, as_of, issued, files, binding))


def withheld(ledger: Ledger, as_of: date) -> tuple[Problem, ...]:
    """Return the problems past their deadline that get no letter until their 完成程度 is a word of the list."""
    late = rollup.overdue_rows(ledger, as_of)
    return tuple(each for each in ledger.problems if each.number in late and rollup.may_be_done(each, ledger))


def _late(
    ledger: Ledger, as_of: date, issued: Sequence[Issued], files: Files, binding: Mapping[int, Deadline]
) -> Iterator[Late]:
    ladder = [each.word for each in ledger.escalation]
    facts = cases.gather(ledger, as_of, files)
    for problem in ledger.problems:
        due = binding.get(problem.number)
        if due is None or rollup.is_done(problem, ledger.counting) or (days := due.days_late(as_of)) <= 0:
            continue
        if rollup.may_be_done(problem, ledger):
            continue
        word = deadlines.letter(ledger.escalation, days)
        if not word:
            continue
        earlier = about(issued, problem.id) if problem.id else ()
        known = {each.word for each in earlier}
        skipped = tuple(each for each in ladder[: ladder.index(word)] if each not in known)
        case = cases.of(facts, problem.id)
        lacking = conditions.work(case) if isinstance(case, Case) and not case.doubt else ()
        yield Late(problem, due, days, word, lacking, earlier, skipped)


def letters(found: Sequence[Late]) -> tuple[Letter, ...]:
    """Return one letter for each department and stage: the gravest first, departments in the order of the ledger.

    Where a cell names several departments, the letter goes to the leading one.
    """
    grouped: dict[tuple[str, str], list[Late]] = {}
    for each in found:
        grouped.setdefault((each.word, each.problem.lead_department), []).append(each)
    made = [
        Letter(word, department, tuple(sorted(each, key=lambda one: -one.days)))
        for (word, department), each in grouped.items()
    ]
    return tuple(sorted(made, key=lambda letter: -letter.longest))
