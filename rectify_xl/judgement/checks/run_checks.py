"""Run the checks of a profile, and turn what they say into findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from rectify_xl.judgement.checks.base import Check, Context, Reckoned, Remark
from rectify_xl.judgement.checks.profiles import Profile
from rectify_xl.judgement.checks.remembered import NOTHING, Memory
from rectify_xl.judgement.rules import Rule, guarded
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import merged_areas
from rectify_xl.ledger.records import Cell, Finding, Ledger, Severity

CRASHED = Rule(
    "RX900",
    "检查本身出错",
    "某一项检查的程序出了错，这一项没有结论；不是台账数据的错。",
    ignore="不要为此改动台账；这一项请人工核对，并告诉程序维护人员。",
    word="check-crashed",
)
"""Not run: it stands for a check that raised. Its findings are as serious as those of the check would have been."""

_Remarked = tuple[str, Severity, Remark]
"""What was found: the code, how serious it is, and what is said."""

_NOWHERE = Cell(schema.FINDINGS.name, 1, 1)
_PLACES = {sheet: place for place, sheet in enumerate(schema.SHEET_ORDER)}


def run(
    ledger: Ledger,
    profile: Profile,
    as_of: date,
    files: Mapping[str, str] | None = None,
    memory: Memory = NOTHING,
    *,
    known: Reckoned | None = None,
) -> tuple[Finding, ...]:
    """Return everything that the profile finds, by sheet, row and column; nothing is left out.

    `files` are the SHA-256 of the evidence files beside the ledger, None where nobody could look; `memory` is what
    the workbook says of changes beside its tables; `known` what was worked out of it before.
    """
    context = Context(ledger, as_of, files, memory, known=known)
    results = [
        (CRASHED.code if remark.cell is _NOWHERE else check.code, severity, remark)
        for check, severity in profile.checks
        for remark in guarded(partial(check.find, ledger, context), partial(_crashed, check))
    ]
    results = _seen(ledger, results)
    results.sort(key=_order)
    return tuple(
        Finding(
            code,
            severity,
            remark.cell.sheet,
            remark.cell.ref,
            remark.row_id,
            remark.message,
            remark.fix,
            remedy=remark.remedy,
        )
        for code, severity, remark in results
    )


def _seen(ledger: Ledger, results: list[_Remarked]) -> list[_Remarked]:
    """Leave out what is said of cells that merged areas hide, and what is said twice of one area.

    Nobody can fill in such a cell; that it is hidden is a finding of its own.
    """
    facts = [table for table in ledger.sheets.values() if table.merges]
    if not facts:
        return results
    hidden = {table.name: merged_areas.hidden(table.merges, table.headers) for table in facts}
    kept: list[_Remarked] = []
    reported: set[tuple[str, str]] = set()
    for code, severity, remark in results:
        cell = remark.cell
        of_sheet = hidden.get(cell.sheet, merged_areas.NOTHING)
        merged = any(
            cell.row == row and cell.column == at
            for anchors in of_sheet.anchors.values()
            for at, row in anchors.items()
        )
        if (cell.row, cell.column) in of_sheet.unreadable or (merged and (code, cell.address) in reported):
            continue
        reported.add((code, cell.address))
        kept.append((code, severity, remark))
    return kept


def _crashed(check: Check, error: Exception) -> Remark:
    """Return what is said of a check that raised."""
    message = f"检查{check.code}（{check.title}）运行出错，没有结论，不是台账的错：{type(error).__name__}: {error}。"
    fix = f"不必改动台账；请人工核对“{check.title}”，并把这一行发给程序维护人员。"
    return Remark(_NOWHERE, "", message, fix)


def _order(result: _Remarked) -> tuple[int, int, int, str]:
    code, _, remark = result
    cell = remark.cell
    return _PLACES.get(cell.sheet, len(_PLACES)), cell.row, cell.column, code
