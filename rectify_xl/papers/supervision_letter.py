"""What stands in a letter; every text is ready to be printed and knows its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from rectify_xl.dates import chinese
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.counting.deadline_wording import shown
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.records import Cell, Ledger, Problem
from rectify_xl.ledger.vocabulary import UNDER_WAY
from rectify_xl.papers import lacking_words
from rectify_xl.papers.letter_fields import LateProblem, LetterValues
from rectify_xl.supervision.escalation.due_letters import Late, LetterDraft
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.provenance import TracedText

BLANK_DATE = "　　　　年　　月　　日"
BLANK_NAME = "　　　　　　"
NO_PROGRESS = "没有填写"
LONGEST_REST = 60
"""Characters of 剩余事项 beside the state of a problem."""


def values(ledger: Ledger, letter: LetterDraft, as_of: date, reply_by: date | None) -> LetterValues:
    """Return what the template of a letter may use."""
    problems = [item.problem for item in letter.late]
    again = registered_relapses.rows(ledger)
    leads = dict.fromkeys(problem.lead for problem in problems if problem.lead)
    return LetterValues(
        单位=_info(ledger, "单位名称"),
        巡察机构=_info(ledger, "巡察机构") or "巡察组",
        文种=letter.word,
        年=str(as_of.year),
        主送=TracedText(letter.department, [problem.row.cell("责任科室").address for problem in problems])
        if letter.department
        else BLANK_NAME,
        抄送=TracedText(
            "、".join(leads), [problem.row.cell("牵头领导").address for problem in problems if problem.lead]
        ),
        截至=chinese(as_of),
        日期=chinese(as_of),
        回复期限=chinese(reply_by) if reply_by else BLANK_DATE,
        个数=TracedText(len(letter.late), [item.problem.row.cell("编号").address for item in letter.late]),
        反馈个数=_number(item for item in letter.late if item.problem.number not in again),
        反弹个数=_number(item for item in letter.late if item.problem.number in again),
        最长天数=TracedText(letter.longest, [letter.late[0].deadline.cell.address]),
        问题=[
            _line(ledger, number, item, as_of, again=item.problem.number in again)
            for number, item in enumerate(letter.late, 1)
        ],
        此前=_listed(letter),
        升级=_steps(letter, as_of),
    )


def _info(ledger: Ledger, item: str) -> TracedText:
    cell = ledger.info_cell(item)
    return TracedText(cell.text, [cell.address] if cell.filled else [])


def _line(ledger: Ledger, number: int, late: Late, as_of: date, *, again: bool) -> Mapping[str, object]:
    """Return one row of the table."""
    problem, row = late.problem, late.problem.row
    due = late.deadline
    return LateProblem(
        序号=str(number),
        编号=TracedText(problem.id + ("（反弹）" if again else ""), [row.cell("编号").address]),
        问题=_cell(row.cell("具体问题")),
        时限=shown(due),
        天数=TracedText(late.days, [due.cell.address]),
        程度=_state(ledger, problem),
        剩余=TracedText(problem.remaining, [row.cell("剩余事项").address]),
        还缺=lacking_words.lines(ledger, problem, late.lacking, as_of),
        此前="；".join(_letter_words(letter) for letter in late.earlier) or "没有记录",
        下一步=_next(late, as_of),
    )


def _number(items: Iterable[Late]) -> str:
    cells = [item.problem.row.cell("编号").address for item in items]
    return TracedText(len(cells), cells) if cells else ""


def _state(ledger: Ledger, problem: Problem) -> TracedText:
    """Return how far a problem has come, as it is counted: one of which something remains is not done."""
    row = problem.row
    word = UNDER_WAY if problem.completion in ledger.counting.done else problem.completion or NO_PROGRESS
    rest = "" if nothing.refers(problem.remaining) else problem.remaining
    if not rest:
        return TracedText(word, [row.cell("完成程度").address])
    rest = shortened(on_one_line(rest).rstrip("。；"), LONGEST_REST)
    return TracedText(f"{word}；剩余事项：{rest}", [row.cell("完成程度").address, row.cell("剩余事项").address])


def _cell(cell: Cell) -> TracedText:
    return TracedText(cell.text, [cell.address])


def _letter_words(issued: Issued) -> str:
    try:
        day = chinese(date.fromisoformat(issued.day))
    except ValueError:
        day = issued.day
    return f"{day}《{issued.word}》"


def _listed(letter: LetterDraft) -> str:
    """Return the letters that went out before, each once."""
    return "、".join(dict.fromkeys(_letter_words(issued) for item in letter.late for issued in item.earlier))


def _steps(letter: LetterDraft, as_of: date) -> str:
    """Return what follows for the problems that stay undone, those with the same next letter in one clause."""
    steps: dict[str, list[str]] = {}
    for number, item in enumerate(letter.late, 1):
        if step := _next(item, as_of):
            steps.setdefault(step, []).append(item.problem.id or f"第{number}项")
    if len(steps) == 1 and len(next(iter(steps.values()))) == len(letter.late):
        return f"自{next(iter(steps))}"
    return "；".join(f"{'、'.join(names)}自{step}" for step, names in steps.items())


def _next(late: Late, as_of: date) -> str:
    """Return the next letter and the day from which it is due; empty at the end of the ladder."""
    following = late.letter.following
    if following is None:
        return ""
    return f"{chinese(as_of + timedelta(days=late.letter.wait))}起发《{following.word}》"
