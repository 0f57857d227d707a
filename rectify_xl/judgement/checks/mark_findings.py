"""Put findings into the workbook, and take them out again. Nothing but 校验结果 and 校验标记 is ever written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.judgement.checks import chosen_lines
from rectify_xl.judgement.checks.base import DATA_SHEETS
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import (
    SEVERITY_LABEL,
    CellWrite,
    Changes,
    Finding,
    Ledger,
    Severity,
    SheetChanges,
    TableHeader,
)
from rectify_xl.text.excerpts import as_clicked
from rectify_xl.text.refs import column_letters

_DIGITS = "0123456789"
_ACTED = ("改为", "处理", "核实理由")
"""The columns of what is to be done: empty for most findings."""


def mark(ledger: Ledger, findings: Sequence[Finding]) -> Changes:
    """Return the changes that show `findings`: the list in 校验结果, and in every row its 校验标记.

    A mark is one token per column, `错误【整改时限】` or `提醒【整改时限】`, separated by blanks; an error hides a
    reminder of the same column. A row without findings gets an empty mark. Cells that already say so are not written.
    What a person chose for a finding that is still there stays; 照改 is preset where there is one remedy.
    """
    return (_list(ledger, findings), *_marks(ledger, _tokens(ledger, findings)))


def clear(ledger: Ledger) -> Changes:
    """Return the changes that empty 校验结果 and every 校验标记."""
    listed = ledger.rows.get(schema.FINDINGS.name)
    emptied = (SheetChanges(schema.FINDINGS.name, (), replace_rows=True),) if listed else ()
    return (*emptied, *_marks(ledger, {}))


def _list(ledger: Ledger, findings: Sequence[Finding]) -> SheetChanges:
    facts = ledger.sheets.get(schema.FINDINGS.name)
    if facts is None:
        header_row, columns = 1, {column.name: index for index, column in enumerate(schema.FINDINGS.columns, 1)}
    else:
        header_row, columns = facts.header_row, dict(facts.headers)
    writes: list[CellWrite] = []
    former = chosen_lines.choices(ledger)
    for index, finding in enumerate(findings, 1):
        before = former.get(chosen_lines.sign(finding), chosen_lines.UNDECIDED)
        link = finding.address if finding.sheet in ledger.sheets else ""
        cells: Mapping[str, CellWrite] = {
            "序号": CellWrite(0, 0, index),
            "级别": CellWrite(0, 0, SEVERITY_LABEL[finding.severity]),
            "代码": CellWrite(0, 0, finding.code),
            "位置": CellWrite(0, 0, finding.address, link),
            "编号": CellWrite(0, 0, finding.row_id),
            "问题": CellWrite(0, 0, as_clicked(finding.message)),
            "处理办法": CellWrite(0, 0, as_clicked(finding.fix)),
            "改为": CellWrite(0, 0, finding.remedy.shown if finding.remedy else None),
            "处理": CellWrite(0, 0, before.choice or (schema.TAKE if finding.remedy else None)),
            "核实理由": CellWrite(0, 0, before.reason or None),
        }
        writes += [
            write._replace(row=header_row + index, column=columns[name])
            for name, write in cells.items()
            if name in columns and (write.value is not None or name not in _ACTED)
        ]
    return SheetChanges(schema.FINDINGS.name, tuple(writes), replace_rows=True)


def _tokens(ledger: Ledger, findings: Sequence[Finding]) -> Mapping[tuple[str, int], str]:
    """Return the mark of every row that has findings, by sheet and row."""
    worst: dict[tuple[str, int], dict[str, Severity]] = {}
    for finding in findings:
        facts = ledger.sheets.get(finding.sheet)
        column = finding.cell.rstrip(_DIGITS)
        name = _header(facts, column) if facts else ""
        if not name:
            continue
        marks = worst.setdefault((finding.sheet, int(finding.cell[len(column) :])), {})
        if marks.get(name) != "error":
            marks[name] = finding.severity
    return {
        place: " ".join(f"{SEVERITY_LABEL[severity]}【{name}】" for name, severity in marks.items())
        for place, marks in worst.items()
    }


def _header(facts: TableHeader, column: str) -> str:
    return next((name for name, position in facts.headers.items() if column_letters(position) == column), "")


def _marks(ledger: Ledger, tokens: Mapping[tuple[str, int], str]) -> Iterator[SheetChanges]:
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        column = facts.headers.get(schema.MARK.name) if facts else None
        if facts is None or column is None:
            continue
        present = {row.number: row.text(schema.MARK.name) for row in ledger.rows.get(sheet.name, ())}
        writes = []
        for number in range(facts.header_row + 1, facts.last_row + 1):
            mark_text = tokens.get((sheet.name, number), "")
            # A row of which only the mark is left is no row of the ledger; what it says is not known, so it is emptied.
            if number not in present or present[number] != mark_text:
                writes.append(CellWrite(number, column, mark_text or None))
        if writes:
            yield SheetChanges(sheet.name, tuple(writes))
