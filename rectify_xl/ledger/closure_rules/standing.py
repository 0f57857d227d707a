"""Which problems are closed (已销号): not what a cell says, but what stands on all conditions of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rectify_xl.ledger.closure_rules import closure_case, conditions, imprint
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE


def claimed(ledger: Ledger) -> tuple[str, ...]:
    """Return the problems of which 销号登记 says that they are closed, in the order of its rows."""
    return tuple(Relations(ledger).closings)


def closed_ids(ledger: Ledger, as_of: date) -> frozenset[str]:
    """Return the ids of the problems that are closed on a day."""
    names = claimed(ledger)
    if not names:
        return frozenset()
    facts = closure_case.gather(ledger, as_of)
    return frozenset(case.problem.id for case in of_all(facts, names) if conditions.stands(case))


def invalid_ids(ledger: Ledger, as_of: date) -> tuple[str, ...]:
    """Return the problems that 销号登记 says are closed, though the closing does not stand."""
    valid = closed_ids(ledger, as_of)
    return tuple(name for name in claimed(ledger) if name not in valid)


def of_all(facts: ClosureFacts, names: Iterable[str]) -> tuple[ClosureCase, ...]:
    """Return the cases of some problems; those that cannot be told apart, or are not there, are left out."""
    looked = (closure_case.of(facts, name) for name in names)
    return tuple(case for case in looked if isinstance(case, ClosureCase))


def on_record(ledger: Ledger, imprints: Mapping[str, tuple[imprint.Imprint, ...]]) -> tuple[str, ...]:
    """Return the problems that have, or by 变更记录 had, a row of 销号: those whose closing can be wrong."""
    rows = (closure.problem for closure in ledger.closures if closure.kind == CLOSE)
    return tuple(name for name in dict.fromkeys((*rows, *imprints)) if name)


def altered(before: Ledger, after: Ledger) -> tuple[str, ...]:
    """Return the problems whose rows of 销号 read differently in the two, and of which a step is on record."""
    kept = imprint.read(before)
    if not kept:
        return ()
    rows = [_register(ledger) for ledger in (before, after)]
    return tuple(name for name in kept if rows[0].get(name) != rows[1].get(name))


def _register(ledger: Ledger) -> Mapping[str, list[tuple[str, ...]]]:
    entries: dict[str, list[tuple[str, ...]]] = {}
    for closure in ledger.closures:
        if closure.kind == CLOSE:
            entries.setdefault(closure.problem, []).append(
                tuple(closure.row.text(column) for column in imprint.ENTRIES)
            )
    return entries
