"""The lists of 领导一页纸: what waits for a decision, needs help from above or was put off; and the notes below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.counting.deadline_wording import UNREAD
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.papers.brief import brief_grid, page_room
from rectify_xl.supervision.escalation.due_letters import LetterDraft
from rectify_xl.supervision.meetings import decisions, monthly_course
from rectify_xl.supervision.meetings.cell_phrases import addresses, first_and_count, month_day, name, short
from rectify_xl.supervision.meetings.decisions import GrantedExtension, WaitingClosure, WaitingExtension
from rectify_xl.supervision.meetings.leader_brief import BriefFacts, BriefScope, course_of
from rectify_xl.supervision.meetings.meeting_state import ProblemState
from rectify_xl.text.provenance import TracedText, concat
from rectify_xl.text.sentences import last_sentence

LONGEST_TITLE = 22
"""Characters of a problem within a line about it."""
NAMED = 6
"""Names that a note gives one by one."""


def plain_name(item: ProblemState) -> str:
    """Return how the page calls a problem: its id, else its row, also where the id is too long for the column."""
    known = item.problem.id
    fits = known and page_room.lines_needed(known, brief_grid.ems(brief_grid.RED[0])) == 1
    return known if fits else f"第{item.problem.number}行"


class ListedLines(NamedTuple):
    """A list of a section: its lines, what counts them, and where the rest of them stands."""

    lines: list[TracedText]
    unit: str
    elsewhere: str

    @property
    def height(self) -> int:
        """How many lines of the page its entries take."""
        return sum(page_room.lines_needed(line, brief_grid.line_ems()) for line in self.lines)


def decision_words(facts: BriefFacts) -> TracedText:
    """Tell how much waits for a decision."""
    parts = [
        f"{what}{len(waiting)}{unit}"
        for what, waiting, unit in (
            ("延期待批", facts.extensions, "个"),
            ("销号待签", facts.closures, "个"),
            ("督办文书待发", facts.letters, "份"),
        )
        if waiting
    ]
    waiting = [one.closure.row.cell("申请日期") for one in facts.extensions]
    waiting += [one.closure.row.cell("申请日期") for one in facts.closures]
    late = [item.deadline.cell for draft in facts.letters for item in draft.late]
    return TracedText(f"请您决定：{'，'.join(parts) or '没有'}", addresses((*waiting, *late)))


def sections(facts: BriefFacts, most: int) -> list[tuple[TracedText, list[ListedLines]]]:
    """Return the sections below the red rows: their headings, and their lists; the first is always there.

    No entry takes more than `most` lines.
    """
    as_of = facts.situation.as_of
    waiting = [
        ListedLines([_asked_extension(one, as_of) for one in facts.extensions], "个", "《销号登记》没有结论的延期"),
        ListedLines([_asked_closure(one, as_of) for one in facts.closures], "个", "《销号登记》没有结论的销号"),
        ListedLines(_letter_lines(facts.letters, facts.situation.ledger), "种", "督办函"),
    ]
    support = ListedLines([_supported(item) for item in facts.support], "个", "《问题台账》“需上级支持”列")
    moved = ListedLines([_extended(one, as_of) for one in _still_open(facts)], "个", "《销号登记》已通过的延期")
    sections = [(decision_words(facts), [part for part in waiting if part.lines])]
    if support.lines:
        sections.append((_counted("需上级支持{}个", support), [support]))
    if moved.lines:
        sections.append((_counted("已批准延期、还没有完成{}个", moved), [moved]))
    return [(heading, [_cut(part, most) for part in parts]) for heading, parts in sections]


def _cut(part: ListedLines, most: int) -> ListedLines:
    return part._replace(lines=[page_room.fitted(line, brief_grid.line_ems(), most) for line in part.lines])


def _counted(words: str, part: ListedLines) -> TracedText:
    return TracedText(words.format(len(part.lines)), _sources(part.lines))


def _sources(lines: Sequence[TracedText]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for line in lines for source in line.sources))


def _still_open(facts: BriefFacts) -> list[GrantedExtension]:
    return [one for one in facts.granted if not one.item.case.done]


def shown(part: ListedLines, most: int) -> list[TracedText]:
    """Return the first lines of a list, and how many more there are where not all find room."""
    if len(part.lines) <= most:
        return part.lines
    rest = part.lines[most - 1 :]
    more = TracedText(f"另有{len(rest)}{part.unit}没有列出，见{part.elsewhere}。", _sources(rest))
    return [*part.lines[: most - 1], more]


def _one_line(*parts: str) -> TracedText:
    """Return a line of a list; where the page has no room for the whole of it, `sections` cuts it."""
    return concat(*parts)


def _problem(item: ProblemState) -> TracedText:
    """Return a problem by its name, its words and its department."""
    problem = item.problem
    words = short(" ".join(problem.problem.split()), LONGEST_TITLE)
    return concat(
        TracedText(f"{plain_name(item)} ", name(problem).sources),
        TracedText(words, (problem.row.cell("具体问题").address,)),
        TracedText(f"（{short(item.shown_department, 12)}）", (problem.row.cell("责任科室").address,)),
    )


def _asked_extension(one: WaitingExtension, as_of: date) -> TracedText:
    row, until = one.closure.row, one.closure.extended_to
    day = f"申请延到{month_day(until.day, as_of)}" if until.day else "没有写明延到哪一天"
    reason = " ".join(row.text("延期理由").split())
    return _one_line(
        "延期待批：",
        _problem(one.item),
        TracedText(f"：{day}", (row.cell("延期至").address,)),
        TracedText(f"，{reason}" if reason else "，没有写理由", (row.cell("延期理由").address,)),
    )


def _asked_closure(one: WaitingClosure, as_of: date) -> TracedText:
    row, applied = one.closure.row, one.closure.applied.day
    day = f"，{month_day(applied, as_of)}申请" if applied else ""
    return _one_line(
        "销号待签：", _problem(one.item), TracedText(f"：{one.what}{day}", (row.cell("申请日期").address,))
    )


def _letter_lines(letters: Sequence[LetterDraft], ledger: Ledger) -> list[TracedText]:
    """Return a line for each kind of letter: how many, and to whom."""
    cells: dict[str, list[str]] = {}
    for draft in letters:
        cells.setdefault(draft.word, []).extend(item.deadline.cell.address for item in draft.late)
    return [
        _one_line(TracedText(f"文书待发：{word}{len(names)}份（{first_and_count(names, NAMED)}）", cells[word]))
        for word, names in decisions.by_letter(letters, ledger).items()
    ]


def _supported(item: ProblemState) -> TracedText:
    row = item.problem.row
    words = item.problem.remaining or last_sentence(item.problem.progress)
    source = row.cell("剩余事项" if item.problem.remaining else "整改进展")
    label = "：" if item.problem.remaining else "：没有写剩余事项，最近的进展是"
    text = f"{label}{' '.join(words.split())}" if words else "：没有写要什么支持"
    return _one_line(_problem(item), TracedText(text, (source.address,)))


def _extended(one: GrantedExtension, as_of: date) -> TracedText:
    row, again = one.closure.row, f"（第{one.times}次）" if one.times > 1 else ""
    reason = " ".join(one.reason.split())
    return _one_line(
        _problem(one.item),
        TracedText(
            f"：{month_day(one.before, as_of)}延到{month_day(one.until, as_of)}{again}，{one.approver}批准",
            (row.cell("延期至").address,),
        ),
        TracedText(f"，{reason}" if reason else "", (row.cell("延期理由").address,)),
    )


def notes(facts: BriefFacts) -> list[TracedText]:
    """Return what a reader has to know about the numbers, without the cells, which the ledger's own lists name."""
    scope = facts.scope
    notes = [
        _unread(facts),
        _unstated(facts),
        _plans(facts),
        _again(scope),
        TracedText(_compared(facts)),
        TracedText(monthly_course.unknown(course_of(facts, brief_grid.MONTHS[0]))),
        _others(facts),
    ]
    return [note for note in notes if note]


def _unread(facts: BriefFacts) -> TracedText:
    """Tell of the deadlines that count neither as late nor as fine."""
    items = facts.unread
    if not items:
        return TracedText("")
    names = first_and_count([plain_name(item) for item in items], NAMED)
    text = f"{UNREAD}的问题{len(items)}个（{names}），没有计入逾期，也不能当作没有逾期，请责成改正。"
    return TracedText(text, addresses(item.case.doubt.cell for item in items if item.case.doubt))


def _unstated(facts: BriefFacts) -> TracedText:
    """Tell of the problems whose 完成程度 is empty or no word of the list."""
    problems = [item.problem for item in facts.scope.counted]
    odd = [problem for problem in problems if facts.situation.ledger.unread_status(problem.completion)]
    empty = [problem for problem in problems if not problem.completion]
    parts = [f"{_ids(odd)}的完成程度写的不是规定的词（如“{short(odd[0].completion, 8)}”）"] if odd else []
    parts += [f"{_ids(empty)}没有填完成程度"] if empty else []
    text = f"{'，'.join(parts)}，都按继续整改计。" if parts else ""
    return TracedText(text, addresses(problem.row.cell("完成程度") for problem in (*odd, *empty)))


def _ids(problems: Sequence[Problem]) -> str:
    return first_and_count([problem.id or f"第{problem.number}行" for problem in problems], NAMED)


def _plans(facts: BriefFacts) -> TracedText:
    items = [
        item
        for item in facts.scope.items
        if not item.case.done and item.case.deadline and item.case.deadline.later_plan
    ]
    if not items:
        return TracedText("")
    names = first_and_count([plain_name(item) for item in items], NAMED)
    text = f"剩余时限晚于时限、没有批准延期的{len(items)}个（{names}），仍按原时限计算。"
    return TracedText(text, addresses(item.problem.row.cell("剩余时限") for item in items))


def _again(scope: BriefScope) -> TracedText:
    """Tell of the problems that were registered anew after closing, which no number of the table holds."""
    items = [item for item in scope.items if item.again]
    if not items:
        return TracedText("")
    late = sum(item.late is not None for item in items)
    still = sum(not item.case.done for item in items)
    left = "都已完成"
    if still:
        left = f"尚未完成{still}个" + (f"，已逾期{late}个" if late else "")
    text = f"另有反弹后重新登记的{len(items)}个（{first_and_count([plain_name(item) for item in items], NAMED)}），"
    text += f"不计入表中各数：{left}。"
    return TracedText(text, addresses(item.problem.row.cell("关联编号") for item in items))


def _compared(facts: BriefFacts) -> str:
    """Say why nothing is compared, or what stands in for an older snapshot."""
    if facts.week is None and facts.month is None:
        return "台账中还没有以前的记录，无从比较。"
    if any(before and not before.exact for before in (facts.week, facts.month)):
        return "没有更早的记录，是与台账中最早的一次相比。"
    return ""


def _others(facts: BriefFacts) -> TracedText:
    """Tell of problems in which the leader is named, but not first."""
    leader = facts.scope.leader
    rows = {item.problem.number for item in facts.scope.items}
    others = [
        item.problem
        for item in facts.situation.items
        if leader and leader in item.problem.leaders and item.problem.number not in rows
    ]
    if not others:
        return TracedText("")
    names = first_and_count([problem.id or f"第{problem.number}行" for problem in others], NAMED)
    text = f"另有{len(others)}个问题由别人牵头、{leader}名列其后（{names}），不在本页。"
    return TracedText(text, addresses(problem.row.cell("牵头领导") for problem in others))
