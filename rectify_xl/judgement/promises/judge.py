"""Judge commitments on one day: kept, due, or broken, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.dates import chinese, workdays
from rectify_xl.dates.meaning import months_later
from rectify_xl.judgement.promises import intent, prose_clauses
from rectify_xl.judgement.promises.anchor import Anchor, anchor
from rectify_xl.judgement.promises.commitment import TOLD_AS_DONE, Commitment, CommitmentPhrase, Promise
from rectify_xl.judgement.promises.kept_on_record import KeptRecord, first_day, records, same_subject
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.records import Ledger, Measure, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value

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

NO_RECORD = "没有佐证材料、制度、回头看或变更记录"


class _Case(NamedTuple):
    """What is known about the problem of a commitment."""

    as_of: date
    around: Anchor
    problem: Problem | None
    done: bool
    deadline: Deadline | None
    records: Sequence[KeptRecord]
    later: bool
    measures: Mapping[int, Measure]


def judge(commitments: Iterable[Commitment], ledger: Ledger, as_of: date) -> tuple[Promise, ...]:
    """Return each commitment with its verdict on `as_of`, in the same order.

    A date is kept by words that tell it as done, or by a record of its day or later; it is broken when the last
    working day that keeps it has passed without either. A rhythm is kept when its last period has a record, broken when
    that period has ended without one. What was told as done for a day on which it cannot yet have happened waits for
    a record like a plan.
    """
    around = anchor(ledger)
    relations = Relations(ledger)
    due = binding_deadline.effective(ledger, as_of)
    recorded = records(ledger)
    measures = {
        measure.row.number: measure for measure in ledger.measures if measure.completion in ledger.counting.done
    }
    judged = []
    for commitment in commitments:
        cell = commitment.cell
        own_row = cell.sheet == schema.PROBLEMS.name
        problem = relations.problem_in_row.get(cell.row) if own_row else relations.problems.get(commitment.row_id)
        known = [record for record in recorded.get(commitment.row_id, ()) if record.begins <= as_of]
        case = _Case(
            as_of,
            around,
            problem,
            problem is not None and problem_counts.is_done(problem, ledger.counting),
            due.get(problem.number) if problem else None,
            known,
            any(record.what == "变更记录" and around.written_by and record.day > around.written_by for record in known),
            measures,
        )
        promise = {"periodic": _rhythm, "dated": _date, "undated": _open}[commitment.piece.kind](commitment, case)
        note = commitment.piece.when.inferred
        judged.append(promise._replace(reason=f"{promise.reason}（{note}）") if note else promise)
    return tuple(judged)


def by_row(promises: Iterable[Promise], ledger: Ledger) -> Mapping[int, Sequence[Promise]]:
    """Return promises by the Excel row of their problem; those of a measure belong to its problem."""
    problems = Relations(ledger).problems
    rows: dict[int, list[Promise]] = {}
    for promise in promises:
        cell = promise.commitment.cell
        if cell.sheet == schema.PROBLEMS.name:
            rows.setdefault(cell.row, []).append(promise)
        elif owner := problems.get(promise.commitment.row_id):
            rows.setdefault(owner.number, []).append(promise)
    return rows


def told_ahead_of_day(promise: Promise) -> bool:
    """Tell whether a text tells as done what it cannot yet have known, and no record has borne out since."""
    piece = promise.commitment.piece
    as_done = piece.kind == "dated" and piece.tense in TOLD_AS_DONE and piece.when.day is not None
    return as_done and promise.verdict != "kept"


# Rhythms


def _rhythm(commitment: Commitment, case: _Case) -> Promise:
    begun = _begun(commitment, case)
    period = commitment.piece.period
    days = [record.day for record in case.records if begun is None or record.day > begun]
    written = _written(case) if commitment.piece.reported else None
    last = max((day for day in (begun, written, *days) if day), default=None)
    if last is None:
        return Promise(commitment, None, "due", f"承诺“{period}”，反馈日期、通报日期都读不出来，期限无从推算")
    due = _on_its_day(commitment, last + timedelta(days=PERIOD_DAYS[period]))
    if case.as_of > due:
        not_begun = "原文写明未开展，" if commitment.piece.tense == "not_begun" else ""
        days_since = f"{(case.as_of - last).days}天"
        text = f"承诺“{period}”，{not_begun}{_since(last, case)}{days_since}{NO_RECORD}"
        return Promise(commitment, due, "broken", text)
    if written and last == written:
        return Promise(commitment, due, "kept", f"同一句写明已办，下一次不晚于{chinese(due)}")
    if days:
        record = next(record for record in reversed(case.records) if record.day == last)
        text = f"{record.shown}有{record.what}（{record.cell}），下一次不晚于{chinese(due)}"
        return Promise(commitment, due, "kept", text)
    return Promise(commitment, due, "due", f"承诺“{period}”，应在{chinese(due)}前留下记录")


def _since(last: date, case: _Case) -> str:
    """Return from when a rhythm has left nothing; of a month that alone is known, how long at least."""
    finished = case.problem.finished if case.problem else None
    month = any(record.day == last and record.begins < last for record in case.records)
    if month or (finished and finished.kind == "month" and finished.day == last):
        return f"{last.year}年{last.month}月以来至少"
    return f"{chinese(last)}以来"


def _on_its_day(commitment: Commitment, due: date) -> date:
    """Return the end of a month's rhythm, no earlier than the day of the month that it names (每月25日前)."""
    named = re.match(r"每个?月(?:的)?(\d{1,2})[日号]", cell_value.narrow(commitment.text[commitment.text.find("每") :]))
    if commitment.piece.period != "每月" or named is None or not 1 <= int(named[1]) <= 28:
        return due
    later = due.replace(day=int(named[1]))
    return later if later >= due else months_later(later, 1)


def _begun(commitment: Commitment, case: _Case) -> date | None:
    """Return the day from which a rhythm counts: that of completion, of the notice, or of feedback.

    What the text itself says has not begun counts from feedback.
    """
    if commitment.piece.tense == "not_begun":
        return case.around.after or case.around.written_by
    finished = case.problem.finished.day if case.problem else None
    begun = finished or case.around.written_by or case.around.after
    since = commitment.piece.since
    return max(begun, since - timedelta(days=1)) if begun and since else begun


# Dates


def _date(commitment: Commitment, case: _Case) -> Promise:
    piece = commitment.piece
    when = piece.when
    if when.day is None:
        lost = "日期残缺" if when.kind == "damaged" else "日期不完整"
        if piece.tense in TOLD_AS_DONE:
            return Promise(commitment, None, "kept", f"写成已办；{lost}，未作推算")
        return Promise(commitment, None, "due", f"{lost}，无法判断是否到期，请核对原文补全")
    if piece.tense == "done" and piece.reported:
        return Promise(commitment, when.day, "kept", "同一句写明已办")
    if piece.tense == "in_force":
        return _in_force(commitment, case, when.day)
    if piece.tense in TOLD_AS_DONE and not (_bare_end(piece) and not case.done):
        return _told_done(commitment, case, when.day)
    if piece.reported and case.done and when.day <= _written(case):
        return Promise(commitment, when.day, "kept", f"写成{_shown(piece)}前已办")
    return _planned(commitment, case, when.day)


def _in_force(commitment: Commitment, case: _Case, day: date) -> Promise:
    first = day.replace(day=1) if commitment.piece.when.kind == "month" else day
    if first <= case.as_of:
        return Promise(commitment, day, "kept", f"写成{_shown(commitment.piece)}起")
    return Promise(commitment, day, "due", f"从{_shown(commitment.piece)}起，还没有到")


def _bare_end(piece: CommitmentPhrase) -> bool:
    """Tell whether a month only stands with 完成 (9月底完成), which is a plan where the work is not done."""
    return (
        piece.tense == "stated"
        and piece.when.kind == "month"
        and bool(re.fullmatch(_BARE_END, piece.phrase) and not re.search("如期|按期|提前|按时", piece.phrase))
    )


_BARE_END = f"{prose_clauses.REST}*?[月度年底末旬初份](?:完成|办结|建成|完工|竣工)(?:整改)?(?:任务|工作)?"


def _planned(commitment: Commitment, case: _Case, nominal: date) -> Promise:
    """Judge what lies ahead; a day that is no working day binds on the next one."""
    day, moved = _extended(nominal, case)
    binding = workdays.on_or_after(day)
    day_text = chinese(day) + (f"（逢节假日，顺延到{chinese(binding)}）" if binding != day else "")
    if record := _settled(commitment, case, _begins(commitment.piece, nominal)):
        text = f"{record.shown}有{record.what}（{record.cell}）{record.late(binding)}{moved}"
        return Promise(commitment, day, "kept", text, binding)
    state = {"not_begun": "原文写明没有办", "under_way": "原文写明只办了一部分"}.get(commitment.piece.tense, "")
    prefix = f"{state}，" if state else ""
    if case.as_of <= binding:
        left = (binding - case.as_of).days
        rest = f"还剩{left}天" if left else "今天到期"
        return Promise(commitment, day, "due", f"{prefix}期限{day_text}，{rest}{moved}", binding)
    if _unsaid(commitment.piece):
        late = (case.as_of - binding).days
        return Promise(commitment, day, "due", f"{day_text}已过{late}天，看不出是否已办，也没有记录{moved}", binding)
    result = "也没有记录" if state else "没有写明结果，也没有记录"
    text = f"{prefix}期限{day_text}已过{(case.as_of - binding).days}天，{result}{moved}"
    return Promise(commitment, day, "broken", text, binding)


def _unsaid(piece: CommitmentPhrase) -> bool:
    """Tell whether nobody can say that a day was missed: the text names no deed, or a rule."""
    return piece.tense == "unclear" or _bare_end(piece) or bool(re.search(intent.RULE, piece.phrase))


def _begins(piece: CommitmentPhrase, day: date) -> date:
    """Return the first day whose record keeps a promise: that of its month or part of a month, else the day itself.

    A deadline (7月20日前) is kept from the first of its month.
    """
    if piece.when.kind == "month":
        return day.replace(day={5: 1, 10: 1, 20: 11}.get(day.day, 1))
    return day.replace(day=1) if _is_deadline(piece) else day


def _is_deadline(piece: CommitmentPhrase) -> bool:
    return bool(re.search("前(?!后)|以内|之内|月内|不[晚迟]于|最[迟晚]|至迟", piece.phrase))


def _written(case: _Case) -> date:
    """Return the last day on which the text can have been written.

    A row that holds the words printed in the notice (通报标题, 状态表述) stands as the notice had it, until 变更记录
    or 完成日期 shows that somebody went on with it. Any other row is written up to the day of the judgement.
    """
    written_on = case.around.written_by
    row = case.problem.row if case.problem else None
    if written_on is None or written_on >= case.as_of or row is None:
        return case.as_of
    if not (row.text("通报标题") or row.text("状态表述")) or case.later:
        return case.as_of
    finished = case.problem.finished.day if case.problem else None
    return min(max(written_on, finished or written_on), case.as_of)


def _shown(piece: CommitmentPhrase) -> str:
    day = piece.when.day
    if day is None:
        return piece.when.text
    return f"{day.year}年{day.month}月" if piece.when.kind == "month" else chinese(day)


def _told_done(commitment: Commitment, case: _Case, day: date) -> Promise:
    """Judge what is told as done; before its day has come, the words prove nothing."""
    first = day.replace(day=1) if commitment.piece.when.kind == "month" else day
    day_text = _shown(commitment.piece)
    if first <= _written(case):
        return Promise(commitment, day, "kept", f"写成{day_text}已办")
    if record := next((record for record in case.records if record.day >= first), None):
        return Promise(commitment, day, "kept", f"{record.shown}有{record.what}（{record.cell}）")
    written_on = case.around.written_by
    printed = written_on is not None and _written(case) == written_on
    why = case.around.written_note if printed else f"截至{chinese(case.as_of)}"
    text = f"写成已办，但{why}，{day_text}还没有到"
    if not printed and commitment.piece.tense == "stated":
        text = f"写了{day_text}的事，{why}那一天还没有到"
    if case.as_of <= day:
        return Promise(commitment, day, "due", text)
    return Promise(commitment, day, "broken", f"{text}，此后{(case.as_of - day).days}天没有记录")


def _extended(day: date, case: _Case) -> tuple[date, str]:
    """Return the day that an approved extension of the problem moves the promise to, and how to say so."""
    due = case.deadline
    if due and due.extended and due.nominal > day:
        return due.nominal, f"，已批准延期到{chinese(due.nominal)}（{due.cell.address}）"
    return day, ""


def _settled(commitment: Commitment, case: _Case, since: date | None) -> KeptRecord | None:
    """Return the record that shows that a plan was carried out, the latest of several.

    What closes the problem, or the measure that promises, counts from `since` on; what speaks of the same thing from
    the month of the day on, and for a deadline (9月底前) also where it came earlier. What is not begun or under way
    takes a record that is younger than the notice.
    """
    text, piece = commitment.cell.text, commitment.piece
    sentence = text[prose_clauses.sentence_start(text, piece.start) : piece.end]
    written = case.around.written_by if piece.tense in ("not_begun", "under_way") else None
    month = since.replace(day=1) if since and not _is_deadline(piece) else None
    known = max((day for day in (case.around.after, written, month) if day), default=None)
    fitting = [
        record
        for record in case.records
        if (record.closing and since is not None and record.day >= since)
        or ((known is None or record.day >= known) and same_subject(record, sentence))
    ]
    return fitting[-1] if fitting else _finished(commitment, case, since)


def _finished(commitment: Commitment, case: _Case, since: date | None) -> KeptRecord | None:
    """Return 完成日期 of the measure that promises, or of the problem, where it is done and its day has come."""
    measure = case.measures.get(commitment.cell.row) if commitment.cell.sheet == schema.MEASURES.name else None
    done_rows = [(measure.finished, measure.row)] if measure else []
    if case.problem and case.done:
        done_rows.append((case.problem.finished, case.problem.row))
    for when, row in done_rows:
        if when.day and since and since <= when.day:
            record = KeptRecord(when.day, "完成日期", "", row.cell("完成日期").address, True, first_day(when))
            if record.begins <= case.as_of:
                return record
    return None


# Intentions without a date


def _open(commitment: Commitment, case: _Case) -> Promise:
    if record := _settled(commitment, case, None):
        return Promise(commitment, None, "kept", f"{record.shown}有{record.what}（{record.cell}）")
    contradicts = f"，而完成程度填“{case.problem.completion}”" if case.problem and case.done else ""
    return Promise(commitment, None, "due", f"没有写明期限，也没有记录{contradicts}")
