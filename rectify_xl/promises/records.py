"""What the ledger records for a problem: evidence, look-backs, rules, and changes that a person made."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl import dates, schema
from rectify_xl.model import Ledger
from rectify_xl.relations import Relations

COMMON = "整改|完成|开展|工作|情况|进行|问题|落实|材料|报告|记录|关于|通知|医院|单位|中心|一次|制度"
"""Words that tell nothing about which of several promises a record belongs to."""


class Record(NamedTuple):
    """One record: its day, what it is in Chinese, the words that tell what it is about, and its cell.

    `closing` is set where the record says by itself that something is finished.
    """

    day: date
    what: str
    subject: str
    cell: str
    closing: bool = False


def records(ledger: Ledger) -> Mapping[str, tuple[Record, ...]]:
    """Return the dated records of each problem by its id, oldest first; a measure's records are its problem's."""
    relations = Relations(ledger)
    found: dict[str, set[Record]] = defaultdict(set)
    for targets, record in (*_papers(ledger), *_reviews(ledger), *_changes(ledger)):
        for problem in relations.problems_behind(targets):
            found[problem].add(record)
    return {target: tuple(sorted(each)) for target, each in found.items()}


def _papers(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], Record]]:
    for evidence in ledger.evidence:
        if evidence.date.day:
            cell = evidence.row.cell("日期").address
            yield evidence.targets, Record(evidence.date.day, "佐证材料", evidence.name, cell)
    for regulation in ledger.regulations:
        if regulation.date.day:
            cell = regulation.row.cell("日期").address
            yield regulation.problems, Record(regulation.date.day, "制度清单", regulation.name, cell)


def _reviews(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], Record]]:
    for review in ledger.reviews:
        if review.date.day:
            cell, found = review.row.cell("日期").address, review.row.text("发现")
            yield review.targets, Record(review.date.day, "回头看", found, cell, closing=review.verdict == "巩固")


def _changes(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], Record]]:
    """Yield the changes by which a person set a row to done, or told anew how far it is."""
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        day = dates.read(row.plain("时间"), date1904=ledger.date1904).day
        column, new = row.text("列"), row.text("新值")
        closing = column == "完成程度" and new in ledger.counting.done
        if day and (closing or (column == "整改进展" and new)):
            told = "" if closing else new
            yield (row.id("行编号"),), Record(day, "变更记录", told, row.cell("时间").address, closing)


def about(record: Record, words: str) -> bool:
    """Tell whether a record speaks of the same thing: two characters in a row that are more than a common word."""
    return bool(_pairs(record.subject) & _pairs(words))


def _pairs(text: str) -> frozenset[str]:
    runs = re.split(f"{COMMON}|[^\\u4e00-\\u9fff]", text)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
