"""What stands in 销号签批单: several problems on one paper, each with the boxes in which its closing is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, Signer
from rectify_xl.ledger.records import Closure, Ledger
from rectify_xl.papers.signing_sheet_fields import SigningRow, SigningSheet
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.provenance import TracedText

_PROBLEM, _PROGRESS, _OPINION = 40, 46, 12
"""Characters of a problem, of what was done about it, and of an opinion: three lines of a box."""


def signing_sheet(ledger: Ledger, cases: Sequence[ClosureCase], as_of: date) -> SigningSheet:
    """Return the paper for some problems, in the order given."""
    unit, stage = ledger.info_text("单位名称"), ledger.info_text("巡察轮次")
    return SigningSheet(
        单位=TracedText(unit, [ledger.info_cell("单位名称").address]) if unit else "",
        轮次=TracedText(stage, [ledger.info_cell("巡察轮次").address]) if stage else "",
        日期=chinese(as_of),
        总况=f"共{len(cases)}个问题",
        上级=any(len(case.signers) == len(SIGNERS) for case in cases),
        签批=[_row(case) for case in cases],
    )


def _row(case: ClosureCase) -> SigningRow:
    problem, closing = case.problem, case.closing
    evidence = conditions.evidence_of(case)
    applicant = closing.row.text("申请人") if closing else ""
    return SigningRow(
        编号=TracedText(problem.id, [problem.row.cell("编号").address]),
        问题=_cell(case, "具体问题", shortened(on_one_line(problem.problem), _PROBLEM)),
        情况=_cell(case, "整改进展", _progress(case)),
        佐证=f"{len(evidence)}份" if evidence else "无",
        科室=_cell(case, "责任科室", "\n".join(filter(None, (problem.department, applicant)))),
        验收="\n".join(filter(None, (_opinion(closing), _signed(closing, SIGNERS[0])))),
        分管=_signed(closing, SIGNERS[1]),
        主要=_signed(closing, SIGNERS[2]),
        复核=_signed(closing, SIGNERS[3]),
    )


def _cell(case: ClosureCase, column: str, text: str) -> TracedText:
    return TracedText(text, [case.problem.row.cell(column).address])


def _progress(case: ClosureCase) -> str:
    problem = case.problem
    words = "，".join(filter(None, (problem.completion, problem.follow_up if problem.follow_up != "无" else "")))
    progress = on_one_line(problem.progress)
    return shortened(f"{words}。{progress}" if words and progress else words or progress, _PROGRESS)


def _opinion(closing: Closure | None) -> str:
    return shortened(on_one_line(closing.row.text("验收意见")), _OPINION) if closing else ""


def _signed(closing: Closure | None, signer: Signer) -> str:
    """Return name and day of a signature on record; nothing where a pen is to sign."""
    mark = signatures.signature(closing.row.text(signer.column)) if closing else None
    if mark is None or not mark.name:
        return ""
    return f"{mark.name}\n{mark.day.isoformat()}" if mark.day else mark.name
