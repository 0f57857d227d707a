"""Small sheets of old ledgers, written as text, and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from rectify_xl.intake.grid import Place, SheetGrid, WorkbookGrid
from rectify_xl.intake.imported_rows import Cells
from rectify_xl.intake.old_ledger import ledger_rows, read_old_ledger
from rectify_xl.intake.old_ledger.ledger_rows import OldLedgerRows
from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger
from rectify_xl.text import refs
from rectify_xl.text.cell_value import Raw


def place(ref: str) -> Place:
    """Return the place of a cell (`B3`)."""
    area = refs.parse_area(ref)
    assert area is not None
    return area.top, area.left


def sheet(
    table: str,
    *,
    name: str = "台账",
    merged: str = "",
    values: Mapping[str, Raw] | None = None,
    fills: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
    hidden: bool = False,
    struck: str = "",
) -> SheetGrid:
    """Return a sheet: a line a row, cells between strokes, ⏎ for a line break; `values` for what is no text."""
    cells: dict[Place, Raw] = {}
    for row, line in enumerate(dedent(table).strip("\n").split("\n"), 1):
        for column, text in enumerate(line.split("|"), 1):
            if text.strip():
                cells[row, column] = text.strip().replace("⏎", "\n")
    cells.update({place(ref): value for ref, value in (values or {}).items()})
    areas = [refs.parse_area(ref) for ref in merged.split()]
    return SheetGrid(
        name,
        cells,
        tuple(area for area in areas if area),
        {place(ref): colour for ref, colour in (fills or {}).items()},
        hidden_rows,
        hidden_columns,
        hidden,
        {},
        {place(ref): note for ref, note in (notes or {}).items()},
        frozenset(map(place, struck.split())),
    )


def old_ledger(*sheets: SheetGrid | str) -> OldLedger:
    """Return what is read from sheets, each given as a grid or as its text."""
    return read_old_ledger.read(
        WorkbookGrid("旧台账.xlsx", tuple(s if isinstance(s, SheetGrid) else sheet(s) for s in sheets))
    )


def imported(*sheets: SheetGrid | str) -> OldLedgerRows:
    """Return the rows that sheets become."""
    return ledger_rows.rows_of_old_ledger(old_ledger(*sheets))


def problems(*sheets: SheetGrid | str) -> list[Cells]:
    """Return the rows of 问题台账 that sheets become."""
    return list(imported(*sheets).imported.rows["问题台账"])


def measures(*sheets: SheetGrid | str) -> list[Cells]:
    """Return the rows of 整改措施 that sheets become."""
    return list(imported(*sheets).imported.rows["整改措施"])


def column(rows: list[Cells], name: str) -> list[Raw]:
    """Return one column of rows, None where a cell is empty."""
    return [cells.get(name) for cells in rows]


def codes(*sheets: SheetGrid | str) -> list[str]:
    """Return the codes of what is reported of sheets."""
    return sorted(finding.code for finding in imported(*sheets).findings)


def reasons(*sheets: SheetGrid | str) -> dict[str, str]:
    """Return, by text, why cells were left out."""
    return {item.text: item.reason for item in old_ledger(*sheets).left_out}
