"""The life of one problem (问题履历): all that the ledger records of it, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import row_text
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change, named
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.memory.snapshots import Snapshot
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import IMPRINT, ROW_ADDED, ROW_REMOVED
from rectify_xl.text.excerpts import beginning, on_one_line

LONGEST = 60
"""Characters that are shown of a text; the whole of it stands in 变更记录."""
OWN_LINES = frozenset({schema.CLOSURES.name, schema.REVIEWS.name})
"""Sheets whose rows are told themselves, so that the record of their coming would tell them twice."""


class Event(NamedTuple):
    """Something that happened to a problem. `time` is a day or a moment, as ISO text, empty where nobody wrote it."""

    time: str
    source: str
    by: str
    text: str


def timeline(
    ledger: Ledger,
    records: Sequence[LogLine],
    snapshots: Mapping[str, Snapshot],
    problem: str,
    unrecorded: Sequence[Change] = (),
) -> tuple[Event, ...]:
    """Return the events of the problem with this id, oldest first; those without a date come last.

    `unrecorded` are changes by hand that 变更记录 does not tell yet: the id may be one of them.
    """
    former = _former_ids([*(record.change for record in records), *unrecorded], problem)
    events = [
        *_closures(ledger, former),
        *_reviews(ledger, former),
        *_records(ledger, records, former),
        *_standings(snapshots, former),
        *_relapses(ledger, former),
    ]
    return tuple(sorted(events, key=lambda event: (not event.time, event.time)))


def _former_ids(changes: Sequence[Change], problem: str) -> frozenset[str]:
    """Return the id and those that the row had before."""
    ids = {problem}
    for change in reversed(changes):
        if change.sheet == schema.PROBLEMS.name and change.column == "编号" and change.new in ids and change.old:
            ids.add(change.old)
    return frozenset(ids)


def _records(ledger: Ledger, records: Sequence[LogLine], ids: frozenset[str]) -> Iterator[Event]:
    measures = _measures(ledger, ids)
    for record in records:
        change = record.change
        mine = (change.sheet == schema.PROBLEMS.name and change.key in ids) or (
            change.sheet == schema.MEASURES.name and change.key in measures
        )
        names_it = change.sheet in OWN_LINES and change.key.partition("#")[0] in ids and change.column != ROW_ADDED
        beside = named(change.sheet) is None and change.key in ids
        if mine or names_it or beside:
            yield Event(record.time, record.command, record.by, _change_words(record))


def _measures(ledger: Ledger, ids: frozenset[str]) -> frozenset[str]:
    """Return the ids of the measures of the problem, whichever of its ids they name."""
    relations = Relations(ledger)
    return frozenset(measure.id for problem in ids for measure in relations.measures_of(problem) if measure.id)


def _change_words(record: LogLine) -> str:
    change = record.change
    where = f"《{change.sheet}》{change.key}"
    if change.sheet == IMPRINT:
        return f"{change.sheet}：{change.new.partition('〔')[0]}"  # what follows are sums for the program
    if named(change.sheet) is None:
        return f"{change.sheet}：{change.column}（{_short(change.new) or f'撤回，原为{_short(change.old)}'}）"
    if change.column == ROW_ADDED:
        return f"{where}新增：{_short(row_text.title(change.new))}"
    if change.column == ROW_REMOVED:
        return f"{where}删除：{_short(row_text.title(change.old))}"
    return f"{where}“{change.column}”由“{_short(change.old) or '空'}”改为“{_short(change.new) or '空'}”"


def _closures(ledger: Ledger, ids: frozenset[str]) -> Iterator[Event]:
    for closure in ledger.closures:
        if closure.problem in ids:
            kind = closure.kind or "销号"
            texts = (
                f"{kind}：{closure.verdict or '尚无结论'}",
                *_given(closure.row, ("申请人", "验收意见", "验收人", "补充要求", "延期至", "延期理由")),
            )
            yield Event(closure.decided.iso or closure.applied.iso or "", schema.CLOSURES.name, "", "；".join(texts))


def _reviews(ledger: Ledger, ids: frozenset[str]) -> Iterator[Event]:
    relations = Relations(ledger)
    for review in ledger.reviews:
        if relations.names(review.targets, ids):
            texts = (f"回头看：{review.verdict or '尚无结论'}", *_given(review.row, ("方式", "发现", "下次日期")))
            yield Event(review.date.iso or "", schema.REVIEWS.name, review.row.text("检查人"), "；".join(texts))


def _standings(snapshots: Mapping[str, Snapshot], ids: frozenset[str]) -> Iterator[Event]:
    before = None
    for name, snapshot in snapshots.items():
        now = next((snapshot.problems[problem_id] for problem_id in ids if problem_id in snapshot.problems), None)
        if now is not None and now != before:
            late = "，逾期" if now.overdue else ""
            counted = "计为完成" if now.done else "计为继续整改"
            yield Event(snapshot.day.isoformat(), f"快照·{name}", "", f"{now.step or '未填完成程度'}，{counted}{late}")
        before = now


def _relapses(ledger: Ledger, ids: frozenset[str]) -> Iterator[Event]:
    lineage = registered_relapses.Lineage(ledger)
    for problem in ledger.problems:
        if ids & set(problem.related):
            relapse = lineage.origin(problem) in ids
            text = f"{problem.id}是本问题反弹后的重新登记" if relapse else f"{problem.id}关联本问题"
            yield Event("", schema.PROBLEMS.name, "", f"{text}：{_short(problem.problem)}")


def _given(row: Row, columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        if row.text(column):
            yield f"{column}{_short(row.text(column))}"


def _short(text: str) -> str:
    return beginning(on_one_line(text), LONGEST)
