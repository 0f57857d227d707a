"""汇总统计: the counts by aspect, department and measure."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.counting.problem_counts import NO_LEADER, Rollup, StatusCounts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger

HEADER = ("", "问题", "完成", "已销号", "继续整改", "长期坚持", "即知即改", "逾期", "完成率")


def run(request: Request) -> Outcome:
    """Count; `--output` saves the tables, `--write` shows just the used lines of 统计汇总."""
    ledger = reader.read_ledger(request.ledger.read())
    counted = problem_counts.roll_up(ledger, request.as_of)
    unread = problem_counts.unreadable(ledger, request.as_of)
    invalid = problem_counts.invalid_ids(ledger, request.as_of)
    saved: tuple[str, ...] = ()
    if request.text("output"):
        saved = (_save(request, ledger, counted, (deadline_wording.sentence(unread), *count_caveats.notes(ledger))),)
    if request.on("write"):
        from rectify_xl.ledger.counting import summary_layout

        request.ledger.write((summary_layout.lines_in_use(counted),))
        saved = (*saved, "已整理《统计汇总》的显示行。")
    total = counted.total
    problems = (
        f"{f'{counted.named_aspects}个方面、' if counted.named_aspects else ''}"
        f"{f'{counted.groups}个大项、' if counted.groups else ''}{total.problems}个问题："
        f"完成{total.done}个{f'（其中{total.parts}）' if total.parts else ''}"
        f"{f'，已销号{total.closed}个' if total.closed else ''}，{total.open_words(0)}。"
    )
    measures = _measures(counted)
    return Outcome(
        {
            **as_data(counted),
            "unreadable": deadline_wording.data(unread),
            "closed_invalid": list(invalid),
            "subtotals": list(count_caveats.sums(ledger).sources),
            "counting": [
                {"word": one.word, "cell": one.cell.address, "problems": one.problems, "measures": one.measures}
                for one in problem_counts.widened(ledger)
            ],
        },
        (
            problems,
            *filter(None, (deadline_wording.sentence(unread), _unsound(ledger, invalid))),
            *((measures,) if measures else ()),
            *_widened(ledger),
            *_apart(counted),
            *count_caveats.notes(ledger),
            *saved,
        ),
        tuple(_table(title, lines, total) for title, lines in _breakdowns(ledger, counted)),
        goes_to=f"{schema.SUMMARY}!A1" if request.on("write") else "",
        made=(MadeFile("table", request.text("output"), "never"),) if request.text("output") else (),
    )


def _measures(counted: Rollup) -> str:
    """Return what is told of measures and rules; nothing of what there is none of."""
    parts = [
        f"整改措施{counted.measures}条，完成{counted.measures_done}条" if counted.measures else "",
        f"具体措施{counted.actions}条，完成{counted.actions_done}条" if counted.actions else "",
        f"制度{counted.regulations}项" if counted.regulations else "",
    ]
    return f"{'；'.join(filter(None, parts))}。" if any(parts) else ""


def _save(request: Request, ledger: Ledger, counted: Rollup, notes: tuple[str, ...]) -> str:
    """Save the counts: a workbook for people, a .csv for programs; return what to say."""
    from pathlib import Path

    from rectify_xl.workbook import rollup_workbook

    target = Path(request.text("output"))
    overwrite = request.on("force")
    if target.suffix.lower() == ".csv":
        tables = {title: _frame_rows(lines) for title, lines in _breakdowns(ledger, counted)}
        rollup_workbook.save_tables(target, tables, overwrite=overwrite)
    else:
        from rectify_xl.workbook.saving import outputs

        name, endings = rollup_workbook.NAME, rollup_workbook.ENDINGS
        outputs.refuse(target, name, endings=endings, overwrite=overwrite)
        content = rollup_workbook.workbook(ledger, counted, tuple(filter(None, map(str, notes))))
        outputs.put(target, content, name, endings=endings, overwrite=overwrite)
    return f"汇总表：{target}。"


def _widened(ledger: Ledger) -> Iterator[str]:
    """Tell which words besides 已完成 the workbook counts as done: nobody sees that in the numbers."""
    words = problem_counts.widened(ledger)
    if words:
        named = "、".join(f"“{one.word}”（{one.cell.address}，{one.added}）" for one in words)
        yield f"口径：除“已完成”外，字典还把{named}计为完成。"


def _apart(counted: Rollup) -> Iterator[str]:
    """Tell of the problems that were registered anew, which no other number holds."""
    again = counted.relapses
    if again:
        total = again.total
        yield (
            f"另有反弹后重新登记的问题{total.problems}个，不计入以上各数："
            f"{f'完成{total.done}个，' if total.done else ''}{total.open_words(0)}。"
        )


def _unsound(ledger: Ledger, invalid: tuple[str, ...]) -> str:
    """Say which closings are not counted because they do not stand."""
    if not invalid:
        return ""
    known = {problem.id for problem in ledger.problems}
    ids = "、".join(
        problem_id if problem_id in known else f"{problem_id}（问题台账中没有这个编号）" for problem_id in invalid
    )
    shown = next((problem_id for problem_id in invalid if problem_id in known), "")
    why = f"（close 台账 {shown} 看原因）" if shown else ""
    return f"登记为已销号、但销号不成立的{len(invalid)}个没有计入：{ids}{why}。"


def _breakdowns(ledger: Ledger, counted: Rollup) -> tuple[tuple[str, tuple[StatusCounts, ...]], ...]:
    """Return the ways in which the problems are broken down; by leader only where any is named."""
    owners = tuple(
        line._replace(title=problem_counts.shown_department(line.title, ledger)) for line in counted.departments
    )
    tables = (("按方面", counted.aspects), (ledger.termed("按责任科室"), owners))
    if all(line.title == NO_LEADER for line in counted.leaders):
        return tables
    return (*tables, ("按牵头领导", counted.leaders))


def as_data(counted: Rollup) -> dict[str, object]:
    """Return the counts with the keys of the JSON contract."""
    return {
        "as_of": counted.as_of.isoformat(),
        "totals": {
            "aspects": counted.named_aspects,
            "groups": counted.groups,
            "problems": counted.total.problems,
            "done": counted.total.done,
            "closed": counted.total.closed,
            "ongoing": counted.total.ongoing,
            "longterm": counted.total.longterm,
            "immediate": counted.total.immediate,
            "overdue": counted.total.overdue,
            "measures": counted.measures,
            "measures_done": counted.measures_done,
            "actions": counted.actions,
            "actions_done": counted.actions_done,
            "regulations": counted.regulations,
        },
        "aspects": [{"no": no, **_line_data(line)} for no, line in _numbered(counted.aspects)],
        "departments": [_line_data(line) for line in counted.departments],
        "leaders": [_line_data(line) for line in counted.leaders],
        "reopened": _reopened(counted),
        "unread": [{"cell": cell.address, "text": cell.text} for cell in counted.unread],
        "unread_measures": [{"cell": cell.address, "text": cell.text} for cell in counted.unread_measures],
        "unread_follow_ups": [{"cell": cell.address, "text": cell.text} for cell in counted.unread_follow_ups],
    }


def _reopened(counted: Rollup) -> dict[str, object]:
    """Return the counts of the problems that were registered anew; zeros where there is none."""
    again = counted.relapses
    line = again.total if again else StatusCounts("", 0, 0, 0, 0, 0, 0)
    data = {name: count for name, count in _line_data(line).items() if name != "title"}
    return {
        **data,
        "measures": again.measures if again else 0,
        "measures_done": again.measures_done if again else 0,
        "actions": again.actions if again else 0,
        "actions_done": again.actions_done if again else 0,
        "regulations": again.regulations if again else 0,
    }


def _numbered(lines: tuple[StatusCounts, ...]) -> Iterator[tuple[int | None, StatusCounts]]:
    """Yield the aspects with their position; the line of rows that name none has none."""
    no = 0
    for line in lines:
        no += line.title != problem_counts.NO_ASPECT
        yield (no if line.title != problem_counts.NO_ASPECT else None), line


def _line_data(line: StatusCounts) -> dict[str, object]:
    return {
        "title": line.title,
        "problems": line.problems,
        "done": line.done,
        "closed": line.closed,
        "ongoing": line.ongoing,
        "longterm": line.longterm,
        "immediate": line.immediate,
        "overdue": line.overdue,
    }


def _table(title: str, lines: tuple[StatusCounts, ...], total: StatusCounts) -> OutputTable:
    return OutputTable(title, (title.removeprefix("按"), *HEADER[1:]), tuple(_cells(line) for line in (*lines, total)))


def _cells(line: StatusCounts) -> tuple[str, ...]:
    counts = (line.problems, line.done, line.closed, line.ongoing, line.longterm, line.immediate, line.overdue)
    return (line.title, *(str(count) for count in counts), f"{line.rate:.2%}")


def _frame_rows(lines: tuple[StatusCounts, ...]) -> list[dict[str, object]]:
    return [
        {
            "名称": line.title,
            "问题": line.problems,
            "完成": line.done,
            "已销号": line.closed,
            "继续整改": line.ongoing,
            "长期坚持": line.longterm,
            "即知即改": line.immediate,
            "逾期": line.overdue,
            "完成率": round(line.rate, 4),
        }
        for line in lines
    ]
