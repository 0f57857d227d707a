"""What remedies do to a ledger, cell by cell: as data for machines, as a table for people, as lines of a dialog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.commands.finding_tables import RESULTS
from rectify_xl.commands.outcome import HEADLINES, Headlines, OutputTable
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.refs import address_of, cell_ref, column_letters

SHORT = 30
"""Characters of a text in a table."""


class BeforeAfter(NamedTuple):
    """One cell of a remedy, or the end of a table, before and after."""

    finding: Finding
    place: str
    column: str
    old: str
    new: str


def before_after(ledger: Ledger, findings: Sequence[Finding]) -> Iterator[BeforeAfter]:
    """Yield the cells that remedies write, and the tables that they stretch."""
    for finding in findings:
        for block in finding.remedy.changes if finding.remedy else ():
            facts = ledger.sheets.get(block.sheet)
            headers = {position: name for name, position in facts.headers.items()} if facts else {}
            rows = {row.number: row for row in ledger.rows.get(block.sheet, ())}
            hidden = {place: area for area in block.unmerge for place in area.cells()[1:]}
            for write in block.writes:
                name = headers.get(write.column, column_letters(write.column))
                old = rows[write.row].text(name) if write.row in rows else ""
                former = ledger.folded.get((block.sheet, write.row, write.column), old)
                place = address_of(block.sheet, cell_ref(write.row, write.column))
                new = cell_value.text(write.value)
                if area := hidden.get((write.row, write.column)):
                    former = f"（合并在{cell_ref(area.top, area.left)}）"
                elif new == former:  # the same to the eye: a text becomes what Excel knows as a date or a number
                    former, new = f"{former}（文字）", f"{new}（{'日期' if isinstance(write.value, date) else '数字'}）"
                yield BeforeAfter(finding, place, name, former, new)
            filled = {hidden.get((write.row, write.column)) for write in block.writes}
            for area in block.unmerge:
                if area not in filled:
                    name = headers.get(area.left, column_letters(area.left))
                    yield BeforeAfter(finding, address_of(block.sheet, str(area)), name, "（合并的格）", "（取消合并）")
            if block.table_end:
                yield BeforeAfter(finding, f"《{block.sheet}》", "表格", "有行在表格之外", f"到第{block.table_end}行")


def pair_data(pair: BeforeAfter) -> dict[str, object]:
    """Return one cell for machines."""
    return {
        "code": pair.finding.code,
        "cell": pair.place,
        "id": pair.finding.row_id,
        "column": pair.column,
        "old": pair.old,
        "new": pair.new,
    }


def pair_table(title: str, pairs: Sequence[BeforeAfter]) -> OutputTable:
    """Return cells as a table for people."""
    rows = tuple(
        (pair.finding.code, pair.place, pair.column, _short(pair.old) or "（空）", _short(pair.new)) for pair in pairs
    )
    return OutputTable(title, ("代码", "单元格", "列", "现在", "改为"), rows)


def pair_headlines(pairs: Sequence[BeforeAfter], *, kept: bool = False) -> tuple[Headlines, ...]:
    """Return the first cells for a dialog; with `kept` all of them stand in 校验结果."""
    if not pairs:
        return ()
    lines = tuple(
        f"{pair.place}『{pair.column}』：{_short(pair.old) or '（空）'} → {_short(pair.new)}"
        for pair in pairs[:HEADLINES]
    )
    return (Headlines(lines, len(pairs), unit="格", kept_in=RESULTS if kept else ""),)


def _short(text: str) -> str:
    return shortened(on_one_line(text), SHORT)
