"""Which letter is due for each late problem, and one letter for all problems of a department at the same stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import Files, UnmetCondition
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.letters import issued, ladder
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.letters.ladder import LetterDue
from rectify_xl.ledger.records import Cell, Ledger, Problem


class Late(NamedTuple):
    """A problem past its deadline and the letter at which it stands.

    `lacking` is what keeps it from being closed, `earlier` the letters that went out about it.
    """

    problem: Problem
    deadline: Deadline
    days: int
    letter: LetterDue
    lacking: tuple[UnmetCondition, ...]
    earlier: tuple[Issued, ...]

    @property
    def word(self) -> str:
        """The letter at which it stands."""
        return self.letter.word

    @property
    def sent(self) -> Issued | None:
        """That letter, where it went out already."""
        return self.letter.sent


class LetterDraft(NamedTuple):
    """One letter to one department about its problems at one stage, the latest first."""

    word: str
    department: str
    late: tuple[Late, ...]

    @property
    def longest(self) -> int:
        """Days by which the latest problem is late."""
        return max(item.days for item in self.late)


def late(ledger: Ledger, as_of: date, files: Files) -> tuple[Late, ...]:
    """Return every problem that stands at a letter on `as_of`, in the order of the ledger.

    Which letter it is, `ladder` says (DOMAIN, 销号: the five letters). A problem whose
    完成程度 may mean done gets none (`withheld`): nobody is reprimanded for a word that was not understood.
    """
    binding = binding_deadline.effective(ledger, as_of)
    return tuple(_late(ledger, as_of, files, binding))


def withheld(ledger: Ledger, as_of: date) -> tuple[Problem, ...]:
    """Return the problems past their deadline that get no letter until their 完成程度 is a word of the list."""
    late = problem_counts.overdue_rows(ledger, as_of)
    return tuple(
        problem for problem in ledger.problems if problem.number in late and problem_counts.may_be_done(problem, ledger)
    )


def without_letter(ledger: Ledger, as_of: date) -> tuple[tuple[Problem, int], ...]:
    """Return the late problems for which 字典 has no letter in use so early, each with the days by which it is late."""
    late_rows = problem_counts.overdue_rows(ledger, as_of)
    binding = binding_deadline.effective(ledger, as_of) if late_rows else {}
    days = [
        (problem, binding[problem.number].days_late(as_of))
        for problem in ledger.problems
        if problem.number in late_rows and not problem_counts.may_be_done(problem, ledger)
    ]
    return tuple((problem, late) for problem, late in days if not ladder.due(ledger.escalation, late, (), as_of))


def why_no_letter(ledger: Ledger) -> str:
    """Say by which cells of 字典 no letter is due yet for the problems `without_letter`."""
    if ledger.escalation:
        first = ledger.escalation[0]
        cell = next(stage.cell for stage in ledger.letter_rules if (stage.word, stage.days) == first)
        return f"字典中最早的“{first.word}”要逾期{first.days}天才发（{cell.address}），请核对逾期天数"
    if ledger.letter_rules:
        cells = "、".join(stage.cell.address for stage in ledger.letter_rules)
        return f"字典的“{vocabulary.LETTER_WORD}”没有一种填写了可用的“{vocabulary.LETTER_DAYS}”（{cells}），请填写"
    return f"{_emptied(ledger)}是空的，没有一种文书启用，请补上文书和天数"


def _emptied(ledger: Ledger) -> str:
    """Name the two columns of letters in 字典, in which nothing stands below the headers."""
    names = (vocabulary.LETTER_WORD, vocabulary.LETTER_DAYS)
    headers = ledger.dictionary or ()
    cells = "、".join(Cell(schema.DICTIONARY, 2, headers.index(name) + 1).address for name in names if name in headers)
    return f"字典的“{names[0]}”“{names[1]}”两列（{cells}起）"


def _late(ledger: Ledger, as_of: date, files: Files, binding: Mapping[int, Deadline]) -> Iterator[Late]:
    sent = issued.of(ledger)
    facts = closure_case.gather(ledger, as_of, files)
    for problem in ledger.problems:
        due = binding.get(problem.number)
        if due is None or problem_counts.is_done(problem, ledger.counting) or (days := due.days_late(as_of)) <= 0:
            continue
        if problem_counts.may_be_done(problem, ledger):
            continue
        earlier = issued.issued_for(sent, problem.id) if problem.id else ()
        letter = ladder.due(ledger.escalation, days, earlier, as_of)
        if letter is None:
            continue
        case = closure_case.of(facts, problem.id)
        lacking = conditions.work(case) if isinstance(case, ClosureCase) and not case.doubt else ()
        yield Late(problem, due, days, letter, lacking, earlier)


def letters(late: Sequence[Late]) -> tuple[LetterDraft, ...]:
    """Return one letter for each department and stage, that about the latest problem first.

    Where a cell names several departments, the letter goes to the leading one.
    """
    grouped: dict[tuple[str, str], list[Late]] = {}
    for item in late:
        grouped.setdefault((item.word, item.problem.lead_department), []).append(item)
    drafts = [
        LetterDraft(word, department, tuple(sorted(items, key=lambda one: -one.days)))
        for (word, department), items in grouped.items()
    ]
    return tuple(sorted(drafts, key=lambda letter: -letter.longest))
