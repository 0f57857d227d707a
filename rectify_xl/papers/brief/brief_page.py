"""领导一页纸: where the round stands, every red row in a line, and what the leader has to decide, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rectify_xl.dates import chinese
from rectify_xl.ledger.memory.snapshots import UNKNOWN, Counts
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.brief import brief_grid, brief_lists, page_room
from rectify_xl.papers.brief.brief_lists import plain_name
from rectify_xl.papers.brief_fields import BriefSection, BriefValues, FigureRow, RedLine
from rectify_xl.supervision.meetings import movement
from rectify_xl.supervision.meetings.cell_phrases import NONE, addresses, month_day, name, signed
from rectify_xl.supervision.meetings.leader_brief import BriefFacts, course_of
from rectify_xl.supervision.meetings.monthly_course import MonthEnd
from rectify_xl.supervision.meetings.red_rows import RedRow
from rectify_xl.text.numerals import in_chinese
from rectify_xl.text.provenance import TracedText, concat

ENTRY_LINES = 3
"""Lines that an entry of a list takes at most where there is room for all."""
COLUMNS = ("问题", "完成", "已销号", "完成率", "继续", "逾期", "临期")


def values(facts: BriefFacts) -> tuple[BriefValues, int]:
    """Return what the template of 领导一页纸 may use, and how many red rows found no room."""
    notes = [page_room.fitted(note, brief_grid.line_ems(brief_grid.NOTE), 2) for note in brief_lists.notes(facts)]
    height = sum(page_room.lines_needed(f"注：{note}", brief_grid.line_ems(brief_grid.NOTE)) for note in notes)
    comparisons = _comparisons(facts)
    rows = [_red_line(row, facts.situation.as_of) for row in facts.red]
    lines = [_row_lines(row) for row in rows]
    for most, entry in [(months, longest) for longest in (ENTRY_LINES, 1) for months in brief_grid.MONTHS]:
        sections = brief_lists.sections(facts, entry)
        heights = [part.height for _, parts in sections for part in parts]
        course = course_of(facts, most)[:-1]
        room = brief_grid.room(len(comparisons) + len(course), height, 1 + len(sections), red=bool(rows))
        shares = page_room.share(room, lines, heights, brief_grid.ROWS)
        if len(shares.rows) == len(rows) and list(shares.listed) == heights:
            break
    kept = iter(shares.listed)
    situation = facts.situation
    leader = f"（{facts.scope.leader}）" if facts.scope.leader else ""
    unit = situation.ledger.info_text("单位名称") or NONE
    return BriefValues(
        题名=page_room.fitted(f"巡察整改一页纸{leader}", brief_grid.line_ems(brief_grid.TITLE), 1),
        单位=page_room.fitted(
            TracedText(unit, (situation.ledger.info_cell("单位名称").address,)),
            brief_grid.line_ems(brief_grid.UNIT) - 15,
            1,
        ),
        截至=chinese(situation.as_of),
        本期=_present(facts),
        比较=comparisons,
        走势=[_month_row(month) for month in course],
        红题=concat("一、", red_words(facts)),
        红=[_cut(row, most) for row, most in zip(rows, shares.rows, strict=False)],
        红另=_more_red(facts.red[len(shares.rows) :]),
        事项=[
            BriefSection(
                题=concat(f"{in_chinese(number)}、", heading),
                行=[line for part in parts for line in brief_lists.shown(part, next(kept))],
            )
            for number, (heading, parts) in enumerate(sections, 2)
        ],
        注=notes,
    ), len(rows) - len(shares.rows)


def red_words(facts: BriefFacts) -> TracedText:
    """Tell how many rows are red, and why."""
    late = [row for row in facts.red if row.days_late]
    again = sum(row.item.again for row in late)
    parts = [f"逾期{len(late)}个{f'（含反弹后重新登记{again}个，不计入上表）' if again else ''}"] if late else []
    parts += [f"可能反弹{len(facts.red) - len(late)}个"] if len(facts.red) > len(late) else []
    words = f"红色问题{len(facts.red)}个：{'，'.join(parts)}" if facts.red else "红色问题：没有"
    return TracedText(words, _places(facts.red))


def _places(rows: Sequence[RedRow]) -> tuple[str, ...]:
    """Return the cells by which rows are red."""
    return addresses(
        row.item.case.deadline.cell
        if row.days_late and row.item.case.deadline
        else row.item.problem.row.cell("完成程度")
        for row in rows
    )


def _present(facts: BriefFacts) -> FigureRow:
    """Return the counts of the day, each with the cells that it counts."""
    line, ledger = facts.scope.line, facts.situation.ledger
    items = facts.scope.counted
    numbers = (
        line.problems,
        line.done,
        line.closed,
        percent(line.done, line.problems),
        line.ongoing,
        line.overdue,
        facts.scope.soon,
    )
    columns = {**movement.COLUMNS, "完成率": movement.COLUMNS["完成"], "临期": movement.COLUMNS["逾期"]}

    def cells(column: str) -> tuple[str, ...]:
        sheet, header = columns[column]
        own = sheet == movement.COLUMNS["问题"][0] and facts.scope.leader
        return addresses(item.problem.row.cell(header) for item in items) if own else ledger.column_range(sheet, header)

    return _figures(
        "本期", [TracedText(number, cells(column)) for column, number in zip(COLUMNS, numbers, strict=True)]
    )


def _figures(label: str, numbers: Sequence[str]) -> FigureRow:
    problems, done, closed, rate, ongoing, overdue, soon = numbers
    return FigureRow(
        期=label, 问题=problems, 完成=done, 已销号=closed, 完成率=rate, 继续=ongoing, 逾期=overdue, 临期=soon
    )


def _comparisons(facts: BriefFacts) -> list[FigureRow]:
    """Return by how much the counts changed since last week and last month; one row where both are the same day."""
    rows: dict[date, FigureRow] = {}
    as_of = facts.situation.as_of
    monday = as_of - timedelta(days=as_of.weekday())
    month = (as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
    for word, begins, before in (("上周", monday - timedelta(days=7), facts.week), ("上月", month, facts.month)):
        if before is not None and before.snapshot.day not in rows:
            then = before.snapshot.day
            day = month_day(then, as_of)
            label = f"比{word}（{day}）" if before.exact and then >= begins else f"比{day}"
            rows[then] = _changes(label, facts.scope.present, facts.scope.then(before.snapshot))
    return list(rows.values())


def _changes(label: str, now: Counts, then: Counts) -> FigureRow:
    def change(here: int, there: int) -> str:
        return NONE if UNKNOWN in (here, there) else signed(here - there)

    shift = NONE
    if now.problems and then.problems:
        points = round(100 * now.done / now.problems - 100 * then.done / then.problems, 1)
        shift = f"{points:+g}点" if points else "0"
    return _figures(
        label,
        (
            change(now.problems, then.problems),
            change(now.done, then.done),
            change(now.closed, then.closed),
            shift,
            change(now.ongoing, then.ongoing),
            change(now.overdue, then.overdue),
            NONE,
        ),
    )


def _month_row(month: MonthEnd) -> FigureRow:
    """Return the counts at the end of a month; of one without a snapshot nothing but that there is none."""
    if month.counts is None or month.day is None:
        return _figures(f"{month.label}（无记录）", [NONE] * len(COLUMNS))
    counts = month.counts
    closed = NONE if counts.closed == UNKNOWN else str(counts.closed)
    rate = percent(counts.done, counts.problems)
    numbers = (counts.problems, counts.done, closed, rate, counts.ongoing, counts.overdue, NONE)
    return _figures(f"{month.label}（{month.day.day}日）", list(map(str, numbers)))


def _red_line(row: RedRow, as_of: date) -> RedLine:
    item, problem = row.item, row.item.problem
    due = item.case.deadline
    words = TracedText(plain_name(item), name(problem).sources)
    when = TracedText(_day(due.nominal, as_of), (due.cell.address,)) if due else NONE
    days = TracedText(f"{row.days_late}天", (due.cell.address,)) if due and row.days_late else "未逾期"
    return RedLine(
        编号=words,
        问题=TracedText(" ".join(problem.problem.split()), (problem.row.cell("具体问题").address,)),
        科室=TracedText(item.shown_department, (problem.row.cell("责任科室").address,)),
        时限=when,
        天数=days,
        卡点=row.stuck,
    )


def _day(day: date, as_of: date) -> str:
    """Return a day that fits a narrow column."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else f"{day.year}.{day.month}.{day.day}"


_CELLS = ("编号", "问题", "科室", "时限", "天数", "卡点")


def _row_lines(row: RedLine) -> int:
    """Return how many lines a row would take, at most `ENTRY_LINES`."""
    texts: Mapping[str, str] = row  # type: ignore[assignment]  # all its values are texts
    needed = max(
        page_room.lines_needed(texts[column], brief_grid.ems(width))
        for column, width in zip(_CELLS, brief_grid.RED, strict=True)
    )
    return min(needed, ENTRY_LINES)


def _cut(row: RedLine, most: int) -> RedLine:
    """Return a row none of whose cells takes more than `most` lines."""
    texts: Mapping[str, str] = row  # type: ignore[assignment]  # as above
    cells = [
        page_room.fitted(texts[column], brief_grid.ems(width), most)
        for column, width in zip(_CELLS, brief_grid.RED, strict=True)
    ]
    number, problem, department, due, days, stuck = cells
    return RedLine(编号=number, 问题=problem, 科室=department, 时限=due, 天数=days, 卡点=stuck)


def _more_red(rest: Sequence[RedRow]) -> TracedText:
    """Say how many red rows found no room, and where they stand."""
    if not rest:
        return TracedText("")
    late = sum(bool(row.days_late) for row in rest)
    parts = [f"逾期{late}个见周调度表"] if late else []
    parts += [f"可能反弹{len(rest) - late}个见预警清单"] if len(rest) > late else []
    return TracedText(f"另有{len(rest)}个没有列出：{'，'.join(parts)}。", _places(rest))
