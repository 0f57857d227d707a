"""What was sent back from above, as the ledger remembers it from when a clerk took it over until all of it is settled.

The entries of 程序状态 are called `退回 CODE`; they go with the step that put them when it is undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.memory.memory_store import Json
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.supervision.returns import open_remarks
from rectify_xl.supervision.returns.open_remarks import ReturnedRemark
from rectify_xl.supervision.returns.return_slip import ReturnOffice, ReturnSlip, SlipLine

PREFIX = "退回"
LOG_SHEET = "退回单"
"""What stands in the place of a sheet in the line of 变更记录."""


class TakenSlip(NamedTuple):
    """A slip that was taken over: `moment` (YYYY-MM-DD HH:MM:SS) and `by` say when and by whom."""

    slip: ReturnSlip
    moment: str
    by: str


def entry_name(code: str) -> str:
    """Return under which name the memory keeps a slip."""
    return f"{PREFIX} {code}"


def as_data(taken: TakenSlip) -> dict[str, Json]:
    """Return a slip as the memory keeps it."""
    slip, office = taken.slip, taken.slip.office
    return {
        "code": slip.code,
        "unit": slip.unit,
        "file": slip.file,
        "office": office.name,
        "day": office.day.isoformat(),
        "reply_by": office.reply_by.isoformat(),
        "lines": [list(line) for line in slip.lines],
        "moment": taken.moment,
        "by": taken.by,
    }


def read(book: RawBook) -> tuple[TakenSlip, ...]:
    """Return the slips that were taken over, the oldest first; what is not whole is left out."""
    sheet = book.sheets.get(schema.MEMORY.name)
    if sheet is None:
        return ()
    return tuple(sorted(_slips(memory_store.read(sheet).entries), key=lambda taken: (taken.moment, taken.slip.code)))


def _slips(entries: Mapping[str, Json]) -> Iterator[TakenSlip]:
    for name in entries:
        if name.startswith(f"{PREFIX} ") and (taken := _of_data(entries[name])) is not None:
            yield taken


def _of_data(data: Json) -> TakenSlip | None:
    """Return a slip from what is kept; None where that was not put by us."""
    if not isinstance(data, dict):
        return None
    try:
        office = ReturnOffice(data["office"], date.fromisoformat(data["day"]), date.fromisoformat(data["reply_by"]))
        lines = tuple(SlipLine(*(str(text) for text in line)) for line in data["lines"])  # type: ignore[arg-type]
        slip = ReturnSlip(str(data["code"]), str(data["unit"]), str(data["file"]), office, lines)
        return TakenSlip(slip, str(data["moment"]), str(data["by"]))
    except (KeyError, TypeError, ValueError):
        return None


def log_change(slip: ReturnSlip, remarks: Sequence[ReturnedRemark]) -> Change:
    """Return the line of 变更记录 that says that a slip was taken over."""
    open_ones = sum(remark.unsettled for remark in remarks)
    content = f"{len(remarks)}处，还没改好的{open_ones}处，请于{chinese(slip.office.reply_by)}前改好"
    return Change(LOG_SHEET, slip.office.name, slip.code, "", content)


def still_open(
    book: RawBook, ledger: Ledger, findings: Sequence[Finding]
) -> tuple[TakenSlip | None, tuple[ReturnedRemark, ...]]:
    """Return the last slip that was taken over, and what of it must still be mended; (None, ()) without one.

    What no cell can answer is left to the level above, which sees it again.
    `findings` are what the 上报 profile says of the ledger now.
    """
    taken = read(book)
    if not taken:
        return None, ()
    remarks = open_remarks.compare(taken[-1].slip.lines, ledger, findings)
    must = (remark for remark in remarks if remark.unsettled and remark.line.severity == "error")
    return taken[-1], tuple(remark for remark in must if remark.state != "asked")
