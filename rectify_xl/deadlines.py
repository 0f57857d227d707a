"""The deadline that really binds a problem."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl import schema, workdays
from rectify_xl.model import Cell, Ledger, Problem
from rectify_xl.vocabulary import Letter


class Deadline(NamedTuple):
    """The last day on which a problem is in time.

    `nominal` is the day as written (for a month its last day), `binding` the working day on which it falls due,
    `cell` the cell that sets it.
    """

    nominal: date
    binding: date
    cell: Cell
    extended: bool = False

    def days_late(self, as_of: date) -> int:
        """Return calendar days past the binding day; negative before it, 0 on it."""
        return (as_of - self.binding).days


def letter(escalation: Iterable[Letter], days_late: int) -> str:
    """Return the letter that is due after so many days; empty where none is. `escalation` begins with the mildest."""
    due = [each.word for each in escalation if each.days <= days_late]
    return due[-1] if due else ""


def effective(ledger: Ledger) -> Mapping[int, Deadline]:
    """Return the binding deadline of every problem that has one, by its Excel row.

    剩余时限 goes before 整改时限; an approved 延期 moves either to a later day (DESIGN §4). Of several, the one
    approved last counts.
    """
    extensions = _extensions(ledger)
    found: dict[int, Deadline] = {}
    for problem in ledger.problems:
        deadline = _written(problem)
        extension = extensions.get(problem.id) if problem.id else None
        if extension and (deadline is None or extension[0] > deadline[0]):
            (day, cell), extended = extension, True
        elif deadline:
            (day, cell), extended = deadline, False
        else:
            continue
        found[problem.number] = Deadline(day, workdays.on_or_after(day), cell, extended)
    return found


def days_setting(ledger: Ledger, item: str) -> int:
    """Return a number of days from 基本信息, or its default where none is filled in."""
    stated = ledger.info_number(item)
    if stated is not None and stated >= 0:
        return int(stated)
    return int(next(each.default for each in schema.INFO_ITEMS if each.name == item))


def _extensions(ledger: Ledger) -> Mapping[str, tuple[date, Cell]]:
    """Return what the last approved 延期 of each problem sets; where no day of approval is known, the lower row."""
    approved = [each for each in ledger.closures if each.kind == "延期" and each.verdict == "通过"]
    approved.sort(key=lambda each: each.decided.day or each.applied.day or date.min)
    return {each.problem: (each.extended_to.day, each.row.cell("延期至")) for each in approved if each.extended_to.day}


def _written(problem: Problem) -> tuple[date, Cell] | None:
    if problem.remaining_due.day:
        return problem.remaining_due.day, problem.row.cell("剩余时限")
    if problem.due.day:
        return problem.due.day, problem.row.cell("整改时限")
    return None
