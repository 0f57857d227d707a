"""Judge commitments on one day: kept, due, or broken, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl import deadlines, rollup
from rectify_xl.dates import chinese
from rectify_xl.deadlines import Deadline
from rectify_xl.model import Ledger, Problem
from rectify_xl.promises.anchor import Anchor, anchor
from rectify_xl.promises.model import Commitment, Promise
from rectify_xl.promises.records import Record, about, records

PERIOD_DAYS = {
    "每天": 31,
    "每周": 7,
    "每半月": 16,
    "每旬": 11,
    "每月": 31,
    "每两月": 62,
    "每季度": 92,
    "每半年": 183,
    "每年": 366,
}
"""Days within which a rhythm should leave its next record; nobody files a daily round every day, but every month."""

TOLD_AS_DONE = frozenset({"done", "stated"})
"""The tenses in which a text tells that something happened."""

NO_RECORD = "没有佐证材料、制度、回头看或变更记录"


class _Case(NamedTuple):
    """What is known about the problem of a commitment."""

    as_of: date
    around: Anchor
    problem: Problem | None
    done: bool
    deadline: Deadline | None
    records: Sequence[Record]


def judge(commitments: Iterable[Commitment], ledger: Ledger, as_of: date) -> tuple[Promise, ...]:
    """Return each commitment with its verdict on `as_of`, in the same order.

    A date is kept when it is told as done or when the ledger records it, broken when it has passed without either; a
    rhythm is kept when its last period has a record, broken when that period has ended without one. What was told as
    done for a day on which it cannot yet have happened waits for a record like a plan.
    """
    around = anchor(ledger)
    problems = {problem.id: problem for problem in reversed(ledger.problems) if problem.id}
    due = deadlines.effective(ledger, as_of)
    recorded = records(ledger)
    found = []
    for each in commitments:
        problem = problems.get(each.row_id)
        case = _Case(
            as_of,
            around,
            problem,
            problem is not None and rollup.is_done(problem, ledger.counting),
            due.get(problem.number) if problem else None,
            [record for record in recorded.get(each.row_id, ()) if record.day <= as_of],
        )
        judged = {"periodic": _rhythm, "dated": _date, "undated": _open}[each.piece.kind](each, case)
        note = each.piece.when.inferred
        found.append(judged._replace(reason=f"{judged.reason}（{note}）") if note else judged)
    return tuple(found)


def told_ahead(promise: Promise) -> bool:
    """Tell whether a text tells as done what it cannot yet have known, and no record has borne out since."""
    piece = promise.commitment.piece
    told = piece.kind == "dated" and piece.tense in TOLD_AS_DONE and piece.when.day is not None
    return told and promise.verdict != "kept"


# Rhythms


def _rhythm(each: Commitment, case: _Case) -> Promise:
    begun = _begun(each, case)
    period = each.piece.period
    days = [record.day for record in case.records if begun is None or record.day > begun]
    last = max((day for day in (begun, *days) if day), default=None)
    if last is None:
        return Promise(each, None, "due", f"承诺“{period}”，反馈日期、通报日期都读不出来，期限无从推算")
    due = last + timedelta(days=PERIOD_DAYS[period])
    if case.as_of > due:
        not_begun = "原文写明未开展，" if each.piece.tense == "not_begun" else ""
        text = f"承诺“{period}”，{not_begun}{chinese(last)}以来{(case.as_of - last).days}天{NO_RECORD}"
        return Promise(each, due, "broken", text)
    if days:
        record = next(record for record in reversed(case.records) if record.day == last)
        text = f"{chinese(last)}有{record.what}（{record.cell}），下一次不晚于{chinese(due)}"
        return Promise(each, due, "kept", text)
    return Promise(each, due, "due", f"承诺“{period}”，应在{chinese(due)}前留下记录")


def _begun(each: Commitment, case: _Case) -> date | None:
    """Return the day from which a rhythm counts: that of completion, of the notice, or of feedback.

    What the text itself says has not begun counts from feedback.
    """
    if each.piece.tense == "not_begun":
        return case.around.after or case.around.told
    finished = case.problem.finished.day if case.problem else None
    return finished or case.around.told or case.around.after


# Dates


def _date(each: Commitment, case: _Case) -> Promise:
    when, tense = each.piece.when, each.piece.tense
    told_done = tense in TOLD_AS_DONE
    if when.day is None:
        lost = "日期残缺" if when.kind == "damaged" else "日期不完整"
        if told_done:
            return Promise(each, None, "kept", f"写成已办；{lost}，未作推算")
        return Promise(each, None, "due", f"{lost}，无法判断是否到期，请核对原文补全")
    if told_done:
        return _told_done(each, case, when.day)
    day, moved = _extended(when.day, case)
    if record := _settled(each, case):
        late = (record.day - day).days
        text = f"{chinese(record.day)}有{record.what}（{record.cell}）" + (f"，迟{late}天" if late > 0 else "")
        return Promise(each, day, "kept", text + moved)
    if case.as_of <= day:
        return Promise(each, day, "due", f"期限{chinese(day)}，还剩{(day - case.as_of).days}天{moved}")
    text = f"期限{chinese(day)}已过{(case.as_of - day).days}天，没有写明结果，也没有记录{moved}"
    return Promise(each, day, "broken", text)


def _told_done(each: Commitment, case: _Case, day: date) -> Promise:
    """Judge what is told as done; before its day has come, the words prove nothing."""
    month = each.piece.when.kind == "month"
    first = day.replace(day=1) if month else day
    shown = f"{day.year}年{day.month}月" if month else chinese(day)
    told = case.around.told
    written = min(case.as_of, told) if told else case.as_of
    if first <= written:
        return Promise(each, day, "kept", f"写成{shown}已办")
    if record := next((record for record in case.records if record.day >= first), None):
        return Promise(each, day, "kept", f"{chinese(record.day)}有{record.what}（{record.cell}）")
    why = case.around.told_note if told and told < first else f"截至{chinese(case.as_of)}"
    text = f"写成已办，但{why}，{shown}还没有到"
    if case.as_of <= day:
        return Promise(each, day, "due", text)
    return Promise(each, day, "broken", f"{text}，此后{(case.as_of - day).days}天没有记录")


def _extended(day: date, case: _Case) -> tuple[date, str]:
    """Return the day that an approved extension of the problem moves the promise to, and how to say so."""
    due = case.deadline
    if due and due.extended and due.nominal > day:
        return due.nominal, f"，已批准延期到{chinese(due.nominal)}（{due.cell.address}）"
    return day, ""


def _settled(each: Commitment, case: _Case) -> Record | None:
    """Return the record that shows that a plan was carried out, the latest of several."""
    begins = max((each.cell.text.rfind(mark, 0, each.piece.start) for mark in "。；;\n"), default=-1) + 1
    sentence = each.cell.text[begins : each.piece.end]
    since = case.around.after
    fitting = [
        record
        for record in case.records
        if (since is None or record.day >= since) and (record.closing or about(record, sentence))
    ]
    if fitting:
        return fitting[-1]
    finished = case.problem.finished.day if case.problem and case.done else None
    if case.problem and finished and finished <= case.as_of:
        return Record(finished, "完成日期", "", case.problem.row.cell("完成日期").address, closing=True)
    return None


# Intentions without a date


def _open(each: Commitment, case: _Case) -> Promise:
    if record := _settled(each, case):
        return Promise(each, None, "kept", f"{chinese(record.day)}有{record.what}（{record.cell}）")
    contradicts = f"，而完成程度填“{case.problem.completion}”" if case.problem and case.done else ""
    return Promise(each, None, "due", f"没有写明期限，也没有记录{contradicts}")
