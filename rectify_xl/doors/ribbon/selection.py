"""The problems whose rows are selected: what a click most likely means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.text.refs import LAST_ROW, parse_area
from rectify_xl.workbook.live.active_book import ExcelBook

_VISIBLE = 12
"""`xlCellTypeVisible`: without the rows that a filter hides."""


NAMING = (schema.PROBLEMS.name, schema.MEASURES.name, schema.CLOSURES.name, schema.REVIEWS.name)
"""The sheets whose rows name a problem."""


def on_problems(book: ExcelBook) -> bool:
    """Tell whether the selection is on a sheet whose rows name problems; asked before a ledger is read for it."""
    with suppress(Exception):  # as below
        selection = book.app.impl.selection
        return selection is not None and str(selection.sheet.name) in NAMING
    return False


def problems(book: ExcelBook, ledger: Ledger) -> tuple[str, ...]:
    """Return the ids of the problems in the selected rows of 问题台账, 整改措施, 销号登记 or 回头看; else none."""
    with suppress(Exception):  # a picture is selected, no window is in front: there is no default then
        selection = book.app.impl.selection  # xlwings' own property asks the application twice
        if selection is not None and selection.sheet.book.fullname == book.fullname:
            sheet, address = str(selection.sheet.name), str(selection.address)
            if "," in address or ":" in address:
                with suppress(Exception):  # Excel on macOS has none of this; it keeps the plain address
                    visible = selection.api.SpecialCells(_VISIBLE).Areas  # the address of all would be cut at 255
                    address = ",".join(str(visible.Item(number).Address) for number in range(1, visible.Count + 1))
            areas = rows(address)
            selected = (problem for row, problem in _known(ledger, sheet) if any(row in area for area in areas))
            return tuple(dict.fromkeys(selected))
    return ()


def rows(address: str) -> tuple[range, ...]:
    """Return the rows of an address such as `$A$2:$C$4,$B$9` or `$3:$5`; whole columns count for none."""
    ranges: list[range] = []
    for part in address.split(","):
        area = parse_area(part)
        if area and area.bottom < LAST_ROW:
            ranges.append(range(area.top, area.bottom + 1))
    return tuple(ranges)


def _known(ledger: Ledger, sheet: str) -> Iterator[tuple[int, str]]:
    """Yield row and problem of each row of a sheet that names a problem of the ledger."""
    known = Relations(ledger)
    named: dict[str, list[tuple[int, tuple[str, ...]]]] = {
        schema.PROBLEMS.name: [(problem.number, (problem.id,)) for problem in ledger.problems],
        schema.MEASURES.name: [(measure.row.number, known.owners(measure)) for measure in ledger.measures],
        schema.CLOSURES.name: [(closure.row.number, (closure.problem,)) for closure in ledger.closures],
        schema.REVIEWS.name: [(review.row.number, known.problems_behind(review.targets)) for review in ledger.reviews],
    }
    for row, problems_of_row in named.get(sheet, ()):
        yield from ((row, problem) for problem in problems_of_row if problem in known.problems)
