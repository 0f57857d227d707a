"""What the ledger records for a problem: evidence, look-backs, rules, and changes that a person made."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate, chinese
from rectify_xl.judgement.promises.intent import FAILED
from rectify_xl.judgement.promises.undated_states import AHEAD, DENIED, PARTLY, POSTPONED, STALLED, UNDER_WAY
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value, sentences

COMMON = "整改|完成|开展|工作|情况|进行|问题|落实|材料|报告|记录|关于|通知|医院|单位|中心|一次|制度"
"""Words that tell nothing about which of several promises a record belongs to."""
_PREPARING = "方案|计划|请示|申请|草案|初稿|征求意见|承诺书|招标公告|延期|说明"
"""Papers by which something is prepared or excused, and not done."""
_NOT_DONE = (
    f"{DENIED}|{FAILED}|{PARTLY}|{STALLED}|{POSTPONED}|{UNDER_WAY}|{AHEAD}"
    "|(?:须|应|限|最迟|计划|预计|力争|确保)(?:于|在)?\\d"
)


class KeptRecord(NamedTuple):
    """One record: its day, what it is in Chinese, the words that tell what it is about, and its cell.

    `closing` is set where the record says by itself that something is finished. Of a record that names only its month
    `day` is the last of it and `first` the first: which day it was, nobody knows.
    """

    day: date
    what: str
    subject: str
    cell: str
    closing: bool = False
    first: date = date.min

    @property
    def begins(self) -> date:
        """Return the first day on which it may have been made."""
        return self.day if self.first == date.min else self.first

    @property
    def shown(self) -> str:
        """Return its day, or its month, as a document prints it."""
        return chinese(self.day) if self.begins == self.day else f"{self.day.year}年{self.day.month}月"

    def late(self, due: date) -> str:
        """Return how late it is, as a clause to append; of a month only what its first day makes certain."""
        days = (self.begins - due).days
        return f"，{'' if self.begins == self.day else '至少'}迟{days}天" if days > 0 else ""


def first_day(when: ReadDate) -> date:
    """Return the first day that a date can mean: of a month its first, of a quarter or a year that of the year."""
    day = when.day
    if day is None or when.kind != "month":
        return date.min
    longer = not re.search(r"月|\d{4}[./-]?\d", when.text)
    return day.replace(month=1, day=1) if longer else day.replace(day=1)


def records(ledger: Ledger) -> Mapping[str, tuple[KeptRecord, ...]]:
    """Return the dated records of each problem by its id, oldest first; a measure's records are its problem's."""
    relations = Relations(ledger)
    by_target: dict[str, set[KeptRecord]] = defaultdict(set)
    for targets, record in (*_papers(ledger), *_reviews(ledger), *_changes(ledger)):
        for problem in relations.problems_behind(targets):
            by_target[problem].add(record)
    return {target: tuple(sorted(entries)) for target, entries in by_target.items()}


def _papers(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], KeptRecord]]:
    for evidence in ledger.evidence:
        if evidence.date.day:
            cell = evidence.row.cell("日期").address
            yield (
                evidence.targets,
                KeptRecord(
                    evidence.date.day,
                    "佐证材料",
                    _finished_statements(evidence.name),
                    cell,
                    first=first_day(evidence.date),
                ),
            )
    for regulation in ledger.regulations:
        if regulation.date.day:
            cell = regulation.row.cell("日期").address
            yield (
                regulation.problems,
                KeptRecord(regulation.date.day, "制度清单", regulation.name, cell, first=first_day(regulation.date)),
            )


def _reviews(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], KeptRecord]]:
    """Yield the look-backs; one that found 松动 or 反弹 speaks for nothing that was promised."""
    for review in ledger.reviews:
        if review.date.day:
            cell = review.row.cell("日期").address
            subject = _finished_statements(review.row.text("发现")) if review.verdict in ("", "巩固") else ""
            yield (
                review.targets,
                KeptRecord(review.date.day, "回头看", subject, cell, review.verdict == "巩固", first_day(review.date)),
            )


def _changes(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], KeptRecord]]:
    """Yield the changes by which a person set a row to done and left it so, or told anew what was done."""
    taken_back: set[str] = set()
    for row in reversed(ledger.rows.get(schema.CHANGES.name, ())):
        day = dates.read(row.plain("时间"), date1904=ledger.date1904).day
        column, new, target = row.text("列"), row.text("新值"), row.id("行编号")
        cell = row.cell("时间").address
        if column == "完成程度" and new in ledger.counting.done:
            if day and target not in taken_back:
                yield (target,), KeptRecord(day, "变更记录", "", cell, closing=True)
        elif column == "完成程度":
            taken_back.add(target)
        elif day and column == "整改进展" and new:
            yield (target,), KeptRecord(day, "变更记录", _finished_statements(new), cell)


def _finished_statements(text: str) -> str:
    """Return the sentences of a text that do not say that something is planned, put off or not done."""
    statements = sentences.pieces(cell_value.narrow(text))
    return "。".join(sentence for sentence in statements if not re.search(_NOT_DONE, sentence))


def same_subject(record: KeptRecord, words: str) -> bool:
    """Tell whether a record speaks of the same thing: two characters in a row that are more than a common word.

    A paper that prepares or excuses (培训方案, 延期申请) speaks of it only where the words are about that paper.
    """
    if any(paper not in words for paper in re.findall(_PREPARING, record.subject)):
        return False
    return bool(_pairs(record.subject) & _pairs(words))


def _pairs(text: str) -> frozenset[str]:
    runs = re.split(f"{COMMON}|[^\\u4e00-\\u9fff]", text)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
