"""领导一页纸: what a leader reads in a minute and decides. It reads only."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands import paper_options
from rectify_xl.commands.meeting_input import read
from rectify_xl.commands.outcome import Outcome, OutputTable, Request, made_paper
from rectify_xl.errors import UsageError
from rectify_xl.judgement import risks
from rectify_xl.ledger.counting import deadline_wording
from rectify_xl.ledger.memory import baseline
from rectify_xl.ledger.memory.baseline import Baseline
from rectify_xl.ledger.memory.snapshots import MONTH, UNKNOWN, WEEK, Counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers import brief_fields
from rectify_xl.papers.brief import brief_lists, brief_page
from rectify_xl.supervision.meetings import leader_brief, movement
from rectify_xl.supervision.meetings.cell_phrases import name_of
from rectify_xl.supervision.meetings.leader_brief import BriefFacts
from rectify_xl.supervision.meetings.monthly_course import MonthEnd
from rectify_xl.supervision.meetings.red_rows import RedRow

NAME = brief_fields.NAME


def run(request: Request) -> Outcome:
    """Tell what is red and what waits for a decision; `--output` writes the page."""
    facts = _facts(request)
    values, left_out = brief_page.values(facts)
    target = request.text("output")
    saved = "没有生成文件；加 -o 领导一页纸.docx 生成可打印的一页。"
    if target:
        from rectify_xl.documents import make_paper

        options, notes = paper_options.paper_options(request, facts.situation.ledger, NAME)
        make_paper.write(NAME, values, Path(target), title=str(values["题名"]), options=options)
        saved = "".join((f"领导一页纸：{target}。", *paper_options.personal_note(values), *notes))
    line, whose = facts.scope.line, f"，{facts.scope.leader}牵头" if facts.scope.leader else ""
    counted = (
        f"截至{request.as_of.isoformat()}{whose}：问题{line.problems}个，"
        f"{line.done_words}，完成率{percent(line.done, line.problems)}；{line.open_words(facts.scope.soon)}。"
    )
    more = f"一页排不下的红色问题{left_out}个，纸上写明了去哪里看。" if left_out else ""
    return Outcome(
        _data(request, facts, left_out),
        (
            counted,
            f"{brief_page.red_words(facts)}。",
            f"{brief_lists.decision_words(facts)}。",
            *(() if facts.week or facts.month else (movement.HOW_TO_KEEP,)),
            *filter(None, (more,)),
            saved,
        ),
        tuple(table for table in (_red(facts),) if table.rows),
        made=made_paper(request, target),
    )


def _facts(request: Request) -> BriefFacts:
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    leader = _leader(request.text("leader"), ledger)
    situation = read(request, book, ledger, WEEK)
    scope = leader_brief.scope_of(situation, leader)
    if scope is None:
        raise UsageError(f"没有一个问题由{leader}牵头", "请核对《问题台账》的“牵头领导”列；几个人并列的，第一位算牵头")
    month = baseline.past(book, request.as_of, since=None, period=MONTH).before
    warnings = risks.assess(ledger, request.as_of)
    return leader_brief.gather(situation, scope, (situation.before, month), warnings)


def _leader(name: str, ledger: Ledger) -> str:
    """Return the leader who is asked for; raises `UsageError` where the ledger does not name him."""
    known = {leader for problem in ledger.problems for leader in problem.leaders}
    if name and name not in known:
        listed = "、".join(sorted(known)) or "“牵头领导”列还没有填"
        raise UsageError(f"台账中没有牵头领导“{name}”", f"请核对姓名，可选：{listed}")
    return name


def _data(request: Request, facts: BriefFacts, left_out: int) -> dict[str, object]:
    """Return the same for machines: every row, whether the page had room for it or not."""
    return {
        "as_of": request.as_of.isoformat(),
        "leader": facts.scope.leader or None,
        "paper": request.text("output") or None,
        "totals": {**_counts(facts.scope.present), "due_soon": facts.scope.soon},
        "week": _change(facts, facts.week),
        "month": _change(facts, facts.month),
        "months": [_month(month) for month in leader_brief.course_of(facts)],
        "red": [_row(row) for row in facts.red],
        "red_left_out": left_out,
        "extensions_waiting": [name_of(one.item.problem) for one in facts.extensions],
        "closures_waiting": [{"id": name_of(one.item.problem), "waits_for": one.role} for one in facts.closures],
        "letters_due": [
            {
                "letter": draft.word,
                "department": draft.department,
                "ids": [name_of(late.problem) for late in draft.late],
            }
            for draft in facts.letters
        ],
        "support": [name_of(item.problem) for item in facts.support],
        "extended": [
            {
                "id": name_of(one.item.problem),
                "from": one.before.isoformat(),
                "until": one.until.isoformat(),
                "approver": one.approver,
                "times": one.times,
                "done": one.item.case.done,
            }
            for one in facts.granted
        ],
        "unreadable": deadline_wording.data([item.case.doubt for item in facts.unread if item.case.doubt is not None]),
    }


def _counts(counts: Counts) -> dict[str, int | None]:
    return {
        key: None if number == UNKNOWN else number
        for key, number in (
            ("problems", counts.problems),
            ("done", counts.done),
            ("closed", counts.closed),
            ("ongoing", counts.ongoing),
            ("overdue", counts.overdue),
        )
    }


def _change(facts: BriefFacts, before: Baseline | None) -> dict[str, object] | None:
    if before is None:
        return None
    then = facts.scope.then(before.snapshot)
    return {"since": before.snapshot.day.isoformat(), "exact": before.exact, **_counts(then)}


def _month(month: MonthEnd) -> dict[str, object]:
    counts = _counts(month.counts) if month.counts else None
    day = month.day.isoformat() if month.day else None
    return {"month": f"{month.year:04d}-{month.month:02d}", "day": day, "counts": counts}


def _row(row: RedRow) -> dict[str, object]:
    item = row.item
    due = item.case.deadline
    return {
        "id": item.problem.id,
        "row": item.problem.number,
        "department": item.department,
        "due": due.nominal.isoformat() if due else None,
        "days_late": row.days_late,
        "may_relapse": row.risk is not None,
        "registered_anew": row.item.again,
        "stuck": str(row.stuck),
    }


def _red(facts: BriefFacts) -> OutputTable:
    return OutputTable(
        "红色问题",
        ("编号", facts.situation.ledger.termed("责任科室"), "逾期天数", "卡在哪里"),
        tuple(
            (
                row.item.name,
                row.item.shown_department,
                str(row.days_late) if row.days_late else "可能反弹",
                str(row.stuck),
            )
            for row in facts.red
        ),
        tuple("red" for _ in facts.red),
    )
