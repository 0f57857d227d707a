"""What of a 退回单 is still open in the ledger as it is now. Pure.

A remark of a check is open as long as the check says the same of the same row and column, wherever the row stands now.
Of what no check of this program says (the file as a whole, a check of a newer program) only the cell can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from rectify_xl.judgement.checks.base import ID_COLUMNS
from rectify_xl.judgement.checks.profiles import SUBMIT
from rectify_xl.ledger import schema, verified_findings
from rectify_xl.ledger.records import Cell, Finding, Ledger, Row
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.returns.return_slip import SlipLine
from rectify_xl.text import cell_value
from rectify_xl.text.refs import parse_cell, split_address

RemarkState = Literal["open", "settled", "verified", "changed", "gone", "asked"]
STATE_WORDS: dict[RemarkState, str] = {
    "open": "还没改",
    "settled": "已改好",
    "verified": "已核实",
    "changed": "改过了，请核对",
    "gone": "这一行已不在台账里",
    "asked": "请人工核对",
}
"""How a remark stands, in words; `asked` is one that no cell can answer."""
ALONE: tuple[RemarkState, ...] = ("verified", "changed", "gone", "asked")
"""The states of which a person is told apart from what is open and what is settled."""
FROM_ABOVE = "【上级退回】"
"""What begins 处理办法 of a line in 校验结果 that came from above."""
_CODES = frozenset(graded.check.code for graded in SUBMIT.checks)
_Key = tuple[str, str, str, str]


class ReturnedRemark(NamedTuple):
    """A line of a slip, how it stands, and where it is now: the finding that says it still, the cell."""

    line: SlipLine
    state: RemarkState
    cell: Cell | None = None
    finding: Finding | None = None

    @property
    def unsettled(self) -> bool:
        """Tell whether somebody has to do something about it."""
        return self.state in ("open", "changed", "gone", "asked")


def compare(lines: Iterable[SlipLine], ledger: Ledger, findings: Sequence[Finding]) -> tuple[ReturnedRemark, ...]:
    """Return how every line of a slip stands; `findings` are what the 上报 profile says of the ledger now."""
    known = verified_findings.split(ledger, findings)
    left, verified = _Waiting(ledger, known.left), _Waiting(ledger, [finding for finding, _ in known.verified])
    return tuple(_remark(line, ledger, left, verified) for line in lines)


def as_findings(remarks: Iterable[ReturnedRemark]) -> tuple[Finding, ...]:
    """Return the open remarks as lines of 校验结果, in the order of the sheets; where they come from stands first."""
    listed = [_finding(remark) for remark in remarks if remark.unsettled]
    return tuple(sorted(listed, key=_place))


def _finding(remark: ReturnedRemark) -> Finding:
    if remark.finding is not None:
        return remark.finding._replace(fix=FROM_ABOVE + remark.finding.fix)
    line, cell = remark.line, remark.cell
    note = "" if remark.state == "open" else f"（{STATE_WORDS[remark.state]}）"
    sheet, ref = (cell.sheet, cell.ref) if cell else (schema.FINDINGS.name, "A1")
    return Finding(line.code, line.severity, sheet, ref, line.row_id, line.message, f"{FROM_ABOVE}{note}{line.fix}")


def _place(finding: Finding) -> tuple[int, int, int]:
    sheet = schema.SHEET_ORDER.index(finding.sheet) if finding.sheet in schema.SHEET_ORDER else len(schema.SHEET_ORDER)
    return sheet, *(parse_cell(finding.cell) or (0, 0))


class _Waiting:
    """Findings by what they are known again by; each answers one line."""

    def __init__(self, ledger: Ledger, findings: Iterable[Finding]) -> None:
        self._by_key: dict[_Key, list[Finding]] = {}
        for finding in findings:
            column, _ = return_slip.place_of(ledger, finding)
            self._by_key.setdefault(_key(finding.code, finding.sheet, finding.row_id, column), []).append(finding)

    def take(self, line: SlipLine) -> Finding | None:
        """Return the finding that says what a line says, of several the one at the same place."""
        same = self._by_key.get(_key(line.code, line.sheet, line.row_id, line.column), [])
        if not same:
            return None
        here = next((finding for finding in same if finding.address == line.address), same[0])
        same.remove(here)
        return here


def _key(code: str, sheet: str, row_id: str, column: str) -> _Key:
    return code, sheet, cell_value.identifier(row_id), column


def _remark(line: SlipLine, ledger: Ledger, left: _Waiting, verified: _Waiting) -> ReturnedRemark:
    if finding := left.take(line):
        row, column = parse_cell(finding.cell) or (1, 1)
        return ReturnedRemark(line, "open", Cell(finding.sheet, row, column), finding)
    if verified.take(line):
        return ReturnedRemark(line, "verified")
    if line.sheet not in ledger.rows:
        return ReturnedRemark(line, "asked")
    rows = list(_rows(line, ledger))
    if not rows:
        return ReturnedRemark(line, "gone" if line.row_id else "settled")
    if line.code in _CODES:
        return ReturnedRemark(line, "settled")
    cells = [cell for row in rows if (cell := _cell(line, row)) is not None]
    unchanged = next((cell for cell in cells if return_slip.excerpt(cell.text) == line.text), None)
    if not cells:
        return ReturnedRemark(line, "asked")
    return ReturnedRemark(line, "open", unchanged) if unchanged else ReturnedRemark(line, "changed", cells[0])


def _rows(line: SlipLine, ledger: Ledger) -> Iterator[Row]:
    """Yield the rows that a line may be about now: those with its number, else the one in its place."""
    rows = ledger.rows.get(line.sheet, ())
    wanted = cell_value.identifier(line.row_id)
    if line.sheet == schema.INFO.name:
        yield from (row for row in rows if row.text("项目") == line.column)
    elif wanted:
        column = ID_COLUMNS.get(line.sheet, "编号")
        yield from (row for row in rows if cell_value.identifier(row.text(column)) == wanted)
    else:
        place = parse_cell(split_address(line.address)[1])
        yield from (row for row in rows if place and row.number == place[0])


def _cell(line: SlipLine, row: Row) -> Cell | None:
    column = "内容" if line.sheet == schema.INFO.name else line.column
    return row.cell(column) if column in row.headers else None
