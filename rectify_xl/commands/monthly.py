"""月通报: the notice of the month. It reads only."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands import paper_options, rollup
from rectify_xl.commands.meeting_input import moved_data, read
from rectify_xl.commands.outcome import Outcome, OutputTable, Request, made_paper
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import deadline_wording, problem_counts
from rectify_xl.ledger.memory.snapshots import MONTH
from rectify_xl.ledger.reading import reader
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers import monthly_fields, monthly_lists, monthly_notice, weekly_sheet
from rectify_xl.supervision.meetings import chart_data, decisions, movement, ranking
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.supervision.meetings.ranking import Placed

NAME = monthly_fields.NAME


def run(request: Request) -> Outcome:
    """Rank the departments and tell what moved, what is late and what falls due; `--output` writes the notice."""
    book = request.ledger.read()
    situation = read(request, book, reader.read_ledger(book), MONTH)
    target = request.text("output")
    saved = "没有生成文件；加 -o 月通报.docx 生成通报。"
    if target:
        from rectify_xl.documents import make_paper
        from rectify_xl.documents.docx.title_lines import break_title
        from rectify_xl.documents.layout.page_layout import NATIONAL

        values = monthly_notice.values(situation)
        title = str(values["题名"])
        options, notes = paper_options.paper_options(request, situation.ledger, NAME, official=True)
        length = (options.layout or NATIONAL).title_characters
        pictures = {"进度图": chart_data.progress(situation), "趋势图": chart_data.course(situation)}
        values = {**values, "题名": break_title(title, length)}
        make_paper.write(NAME, values, Path(target), title=title, charts=pictures, options=options)
        saved = "".join((f"月通报：{target}。", *paper_options.personal_note(values), *notes))
    ranked = ranking.rank(situation.departments)
    late, due = ranking.overdue(situation), monthly_notice.due_next(situation)
    due_again = monthly_notice.due_next(situation, again=True)
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            **moved_data(situation),
            "paper": target or None,
            "totals": rollup.as_data(situation.counted)["totals"],
            "departments": [_placed(place, situation) for place in ranked],
            "leaders": ranking.data(situation),
            "praised": [department.name for department in ranking.praised(situation)],
            "urged": [department.name for department in ranking.urged(situation)],
            "overdue": [_item(item) for item in late],
            "relapses": [_item(item) for item in situation.relapses],
            "due": [_item(item) for item in due],
            "months": [
                {
                    "month": f"{month.year:04d}-{month.month:02d}",
                    "day": month.day.isoformat() if month.day else None,
                    "problems": month.counts.problems if month.counts else None,
                    "done": month.counts.done if month.counts else None,
                    "overdue": month.counts.overdue if month.counts else None,
                }
                for month in monthly_lists.course(situation)
            ],
            "extended": [
                {
                    "id": one.item.problem.id,
                    "from": one.before.isoformat(),
                    "until": one.until.isoformat(),
                    "approver": one.approver,
                    "reason": one.reason,
                }
                for one in monthly_lists.granted(situation)
            ],
            "support": [item.problem.id for item in decisions.needing_support(situation.items)],
            "due_relapses": [_item(item) for item in due_again],
            "unreadable": deadline_wording.data(problem_counts.unreadable(situation.ledger, request.as_of)),
        },
        (
            *monthly_notice.overall(situation),
            *filter(
                None, (weekly_sheet.unread(situation), deadline_wording.later_plans(situation.ledger, request.as_of))
            ),
            *filter(None, (*movement.unstated(situation), movement.unnamed(situation))),
            movement.note(situation, MONTH),
            *(() if situation.before else (movement.HOW_TO_KEEP,)),
            monthly_notice.late_words(late, ranking.overdue_relapses(situation), sure=monthly_notice.sure(situation)),
            monthly_notice.praise(situation),
            *filter(None, (monthly_notice.urge(situation),)),
            monthly_notice.due_words(
                due,
                monthly_notice.month_end_after(request.as_of),
                due_again,
                sure=monthly_notice.sure(situation),
                late=bool(late or ranking.overdue_relapses(situation)),
                term=situation.ledger.department_term,
            ),
            saved,
        ),
        tuple(
            table
            for table in (
                _ranking(ranked, situation.ledger.department_term),
                OutputTable("牵头领导排名", ranking.COLUMNS, ranking.cells(situation)),
            )
            if table.rows
        ),
        made=made_paper(request, target),
    )


def _placed(placed: Placed, situation: MeetingState) -> dict[str, object]:
    line = placed.department.line
    old = situation.before.snapshot.departments.get(line.title) if situation.before else None
    return {
        "place": placed.place,
        "title": line.title,
        "problems": line.problems,
        "done": line.done,
        "closed": line.closed,
        "ongoing": line.ongoing,
        "overdue": line.overdue,
        "few": placed.few,
        "done_before": old.done if old else None,
    }


def _item(item: ProblemState) -> dict[str, object]:
    due = item.case.deadline
    return {
        "id": item.problem.id,
        "row": item.problem.number,
        "department": departments.shown(item.problem.department),
        "due": due.binding.isoformat() if due else None,
        "days_late": item.days_late,
        "letter": item.late.letter.word if item.late and item.late.letter else "",
    }


def _ranking(ranked: tuple[Placed, ...], term: str) -> OutputTable:
    return OutputTable(
        f"{term}排名",
        ("名次", f"责任{term}", "问题", "完成", "已销号", "完成率", "逾期"),
        tuple(
            (
                str(place.place),
                place.department.name + ("*" if place.few else ""),
                str(place.department.line.problems),
                str(place.department.line.done),
                str(place.department.line.closed),
                percent(place.department.line.done, place.department.line.problems),
                str(place.department.line.overdue),
            )
            for place in ranked
        ),
    )
