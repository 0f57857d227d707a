"""The lines of 变更记录 that go up with a ledger: those by which its closings stand, or all of them. Pure.

Whether a closing counts is read from the imprints of its steps (销号存证). They always go along: without them the level
above would count otherwise than the unit. All other lines go only where the unit chooses so. What the copy leaves out
(备注, the office's own columns) is left out of them too, and numbers of people are covered in them as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log, row_text
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import DICTIONARY
from rectify_xl.ledger.closure_rules import imprint
from rectify_xl.ledger.closure_rules.closure_terms import SUPERIOR_ITEM
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.fingerprint import UNSUBMITTED
from rectify_xl.ledger.memory.unrecorded_changes import SUBMISSION
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import BEFORE_CLOSING, IMPRINT, ROW_ADDED, ROW_REMOVED
from rectify_xl.supervision.submission.submitted_record import COMMAND
from rectify_xl.text import cell_value
from rectify_xl.text.personal_numbers import covered

_ALWAYS = frozenset({IMPRINT, schema.CHANGES.name, schema.MEMORY.name})
"""Sheets as lines name them: steps of closings, and what was done by hand to the records themselves."""
_IDS = frozenset({(schema.PROBLEMS.name, "编号"), (schema.MEASURES.name, "措施编号"), (schema.EVIDENCE.name, "编号")})
"""Ids that were changed: imprints from before follow them."""
_WHOLE_ROWS = (ROW_ADDED, ROW_REMOVED)


def kept(book: RawBook, ledger: Ledger, copy: Ledger, *, all_lines: bool) -> Iterator[LogLine]:
    """Yield the lines that go along; `copy` is the ledger as it goes up, without 变更记录.

    An imprint of a text in which a number is covered now is one of the covered text, where that was as signed before.
    """
    digests = _Digests(ledger, copy)
    for line in change_log.read(book):
        change = line.change
        if change.sheet == IMPRINT:
            yield line._replace(change=change._replace(new=digests.restated(change)))
        elif _belongs(change) or (all_lines and _is_submitted(change)):
            yield line._replace(change=_clean(change))


def no_relapses(ledger: Ledger, moment: datetime, by: str) -> Iterator[LogLine]:
    """Yield a line for every row that points to a closed problem, and that the ledger knows to be no relapse of it.

    What shows it (程序状态, other lines) does not go up: without the line the level above would not count the row.
    """
    pointing = [problem for problem in ledger.problems if problem.id and problem.related]
    lineage = registered_relapses.Lineage(ledger) if pointing else None
    for problem in pointing:
        for name, why in lineage.older_than(problem) if lineage else ():
            change = Change(SUBMISSION, problem.id, BEFORE_CLOSING, name, why)
            yield LogLine(moment.strftime(change_log.TIME_FORMAT), by, COMMAND, change)


def _belongs(change: Change) -> bool:
    switched = change.sheet == schema.INFO.name and change.key.partition("#")[0] == SUPERIOR_ITEM
    return change.sheet in _ALWAYS or switched or (change.sheet, change.column) in _IDS


def _is_submitted(change: Change) -> bool:
    """Tell whether a line is about something that goes up: a sheet and a column of it that the copy has."""
    layout = DICTIONARY if change.sheet == schema.DICTIONARY else schema.by_name(change.sheet)
    if layout is None:
        return change.sheet not in (SUBMISSION, schema.SUMMARY)
    return not layout.output and (
        change.column in _WHOLE_ROWS
        or (change.column != UNSUBMITTED and any(column.name == change.column for column in layout.columns))
    )


def _clean(change: Change) -> Change:
    texts = (change.old, change.new)
    if change.column in _WHOLE_ROWS:
        texts = (row_text.without(change.old, (UNSUBMITTED,)), row_text.without(change.new, (UNSUBMITTED,)))
    old, new = map(covered, texts)
    return change._replace(old=old, new=new)


class _Digests:
    """The hashes of what was signed, before and after numbers of people were covered."""

    def __init__(self, ledger: Ledger, copy: Ledger) -> None:
        self._ledgers = (ledger, copy)
        self._relations = (Relations(ledger), Relations(copy))
        self._known: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {}

    def restated(self, change: Change) -> str:
        """Return the text of a line about a step, as it stands for the copy."""
        problem = cell_value.identifier(change.key)
        before, after = self._of(problem)
        if before == after:
            return change.new
        texts = [
            relations.problems[problem].row.text(imprint.GROWING[0]) if problem in relations.problems else ""
            for relations in self._relations
        ]
        return imprint.restated(change.column, change.new, problem, (before, after), (texts[0], texts[1]))

    def _of(self, problem: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        if problem not in self._known:
            marks = [
                imprint.signed_digests(ledger, relations, relations.problems[problem], None)
                if problem in relations.problems
                else {}
                for ledger, relations in zip(self._ledgers, self._relations, strict=True)
            ]
            self._known[problem] = marks[0], marks[1]
        return self._known[problem]
