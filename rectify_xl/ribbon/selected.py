"""The problems whose rows are selected: what a click most likely means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from rectify_xl import schema
from rectify_xl.books.active import Book
from rectify_xl.model import Ledger

_VISIBLE = 12
"""`xlCellTypeVisible`: without the rows that a filter hides."""
_ROWS = re.compile(r"\$?[A-Z]+\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?|\$?(\d+):\$?(\d+)")
_LAST_ROW = 1_048_576


def problems(book: Book, ledger: Ledger) -> tuple[str, ...]:
    """Return the ids of the problems in the selected rows of 问题台账, 整改措施, 销号登记 or 回头看; else none."""
    with suppress(Exception):  # a picture is selected, no window is in front: there is no default then
        selection = book.app.impl.selection  # xlwings' own property asks the application twice
        if selection is not None and selection.sheet.book.fullname == book.fullname:
            sheet, address = str(selection.sheet.name), str(selection.address)
            if "," in address or ":" in address:
                with suppress(Exception):  # Excel on macOS has none of this; it keeps the plain address
                    address = str(selection.api.SpecialCells(_VISIBLE).Address)
            wanted = rows(address)
            found = (problem for row, problem in _known(ledger, sheet) if any(row in area for area in wanted))
            return tuple(dict.fromkeys(found))
    return ()


def rows(address: str) -> tuple[range, ...]:
    """Return the rows of an address such as `$A$2:$C$4,$B$9` or `$3:$5`; whole columns count for none."""
    found: list[range] = []
    for part in address.split(","):
        match = _ROWS.fullmatch(part)
        if match:
            first = int(match[1] or match[3])
            last = int(match[2] or match[4] or first)
            if last < _LAST_ROW:
                found.append(range(first, last + 1))
    return tuple(found)


def _known(ledger: Ledger, sheet: str) -> Iterator[tuple[int, str]]:
    """Yield row and problem of each row of a sheet that names a problem of the ledger."""
    ids = {problem.id for problem in ledger.problems if problem.id}
    measures = {measure.id: measure.problem for measure in ledger.measures if measure.id}
    named: dict[str, list[tuple[int, str]]] = {
        schema.PROBLEMS.name: [(each.number, each.id) for each in ledger.problems],
        schema.MEASURES.name: [(each.row.number, each.problem) for each in ledger.measures],
        schema.CLOSURES.name: [(each.row.number, each.problem) for each in ledger.closures],
        schema.REVIEWS.name: [
            (each.row.number, measures.get(target, target)) for each in ledger.reviews for target in each.targets
        ],
    }
    yield from ((row, problem) for row, problem in named.get(sheet, ()) if problem in ids)
