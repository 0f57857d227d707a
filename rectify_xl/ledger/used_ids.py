"""The ids that a ledger has ever used, and the next free one: a number is never given twice. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.vocabulary import ROW_REMOVED
from rectify_xl.text import cell_value

_NUMBERED = r"(\D*)(\d+)"
_LAST_NUMBER = r"(.*\D)(\d+)"


def next_id(ledger: Ledger, like: str, taken: Collection[str] = ()) -> str:
    """Return a problem id that was never used, numbered on in the manner of `like` (P003 gives P032 after P031).

    An id that merely stands somewhere, as in 问题编号 of a measure, is avoided, not outbid: it may be a slip (P999).
    `taken` are further ids that are not free: such as were given meanwhile, or belonged to a row that was deleted.
    """
    match = re.fullmatch(_NUMBERED, like)
    prefix, width = (match[1], len(match[2])) if match else ("P", 3)
    number = max(_numbers((*_of_problems(ledger), *taken), prefix), default=0) + 1
    avoided = set(_numbers(used(ledger), prefix))
    while number in avoided:
        number += 1
    return f"{prefix}{number:0{width}d}"


def _numbers(ids: Iterable[str], prefix: str) -> Iterator[int]:
    for identifier in ids:
        parts = re.fullmatch(_NUMBERED, identifier)
        if parts and parts[1] == prefix:
            yield int(parts[2])


def _of_problems(ledger: Ledger) -> Iterator[str]:
    """Yield the ids that 问题台账 has, or had by 变更记录."""
    yield from (problem.id for problem in ledger.problems)
    yield from _in_log(ledger, schema.PROBLEMS)


def _in_log(ledger: Ledger, sheet: schema.Sheet) -> Iterator[str]:
    """Yield the ids that rows of a sheet had by 变更记录."""
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.text("表") == sheet.name:
            columns = ("行编号", "原值", "新值") if row.text("列") == "编号" else ("行编号",)
            yield from (cell_value.identifier(row.plain(column)) for column in columns)


def next_document_id(ledger: Ledger, taken: Collection[str] = ()) -> str:
    """Return an id for one more document, numbered on in the manner of the last one that has a number, else from E001.

    `taken` are ids that were given meanwhile; those of other rows do no harm.
    """
    numbered = [match for document in ledger.evidence if (match := re.fullmatch(_NUMBERED, document.id))]
    prefix, width = (numbered[-1][1], len(numbered[-1][2])) if numbered else ("E", 3)
    known = (*(document.id for document in ledger.evidence), *_in_log(ledger, schema.EVIDENCE), *taken)
    return f"{prefix}{max(_numbers(known, prefix), default=0) + 1:0{width}d}"


def next_measure_id(ledger: Ledger, problem: str, siblings: Iterable[str], taken: Collection[str] = ()) -> str:
    """Return an id for one more measure of a problem, numbered on after `siblings` (M003-1, M003-2 give M003-3).

    A problem without measures gives its digits: those of P032 are M032-1 and so on.
    """
    known = [match for sibling in siblings if (match := re.fullmatch(_LAST_NUMBER, sibling))]
    digits = re.search(r"\d+", problem)
    prefix = known[-1][1] if known else f"M{digits[0]}-" if digits else f"{problem}-"
    numbers = [
        int(match[2])
        for number in (*used(ledger), *taken)
        if (match := re.fullmatch(_LAST_NUMBER, number)) and match[1] == prefix
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def removed(changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the ids of rows that went: of changes that 变更记录 does not hold yet."""
    return tuple(cell_value.identifier(change.key) for change in changes if change.column == ROW_REMOVED)


def used(ledger: Ledger) -> Iterator[str]:
    """Yield every id that stands or stood anywhere for a problem or a measure."""
    for problem in ledger.problems:
        yield from (problem.id, *problem.related)
    for measure in ledger.measures:
        yield from (measure.id, measure.parent, *measure.problems)
    yield from (closure.problem for closure in ledger.closures)
    for document in ledger.evidence:
        yield from document.targets
    for review in ledger.reviews:
        yield from review.targets
    for regulation in ledger.regulations:
        yield from regulation.problems
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        yield from (cell_value.identifier(row.plain(column)) for column in ("行编号", "原值", "新值"))
