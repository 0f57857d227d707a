"""Write the forms and letters of supervision as Word documents: 销号审批表, 回头看现场检查单, 督办函."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rectify_xl.documents import make_paper
from rectify_xl.documents import make_paper as papers
from rectify_xl.documents.make_paper import ANY, PaperOptions
from rectify_xl.papers import closure_form_fields, signing_sheet_fields, visit_sheet_fields
from rectify_xl.papers.closure_form_fields import ClosureForms
from rectify_xl.papers.evidence_annex import EvidenceAnnex, by_mark, mark
from rectify_xl.papers.letter_fields import GENERAL, NAMES
from rectify_xl.papers.signing_sheet_fields import SigningSheet
from rectify_xl.papers.visit_sheet import LedgerClaim, VisitPaper
from rectify_xl.papers.visit_sheet_fields import VisitSheet, VisitSheets
from rectify_xl.supervision.escalation.due_letters import LetterDraft

CLOSURE_FORM = closure_form_fields.NAME
SIGNING_SHEET = signing_sheet_fields.NAME


def write_closure_forms(
    forms: Sequence[Mapping[str, object]],
    target: Path,
    options: PaperOptions = ANY,
    annexes: Mapping[str, EvidenceAnnex] | None = None,
) -> None:
    """Write one form per page to `target`, each with its pictures; raises `PaperError` as `make_paper.write`."""
    make_paper.write(
        CLOSURE_FORM,
        ClosureForms(审批表=list(forms)),
        target,
        title="巡察整改问题销号审批表",
        pictures=by_mark(annexes or {}),
        options=options,
    )


def write_signing_sheet(sheet: SigningSheet, target: Path, options: PaperOptions = ANY) -> None:
    """Write one paper for all problems to `target`; raises `PaperError` as `make_paper.write`."""
    make_paper.write(SIGNING_SHEET, sheet, target, title="巡察整改问题销号签批单", options=options)


def letter_template(letter: LetterDraft) -> str:
    """Return the name of the template of a letter: its own, or the general one for a word that the office added."""
    return letter.word if letter.word in NAMES else GENERAL


def write_letter(letter: LetterDraft, fields: Mapping[str, Any], target: Path, options: PaperOptions) -> None:
    """Write one letter with the values `fields` to `target`; raises `PaperError` as `make_paper.write`."""
    make_paper.write(letter_template(letter), fields, target, title=letter.word, options=options)


CHECK_SHEET = visit_sheet_fields.NAME


def write_visit_sheet(
    paper: VisitPaper,
    target: Path,
    options: PaperOptions = ANY,
    annexes: Mapping[str, EvidenceAnnex] | None = None,
) -> None:
    """Write the list of the drawn problems and a page for each; raises `PaperError` as `make_paper.write`."""
    values = _context(paper, annexes or {})
    pictures = by_mark(annexes or {})
    papers.write(CHECK_SHEET, values, target, title="巡察整改回头看现场检查单", pictures=pictures, options=options)


def _context(paper: VisitPaper, annexes: Mapping[str, EvidenceAnnex]) -> VisitSheets:
    """Return what the template may use: 单位, 日期, 抽查依据 (lines), and 检查单 (one for each problem)."""
    return VisitSheets(
        单位=paper.unit,
        日期=paper.day,
        抽查依据=list(paper.basis),
        检查单=[_visit_claim(claim, annexes.get(str(claim.id))) for claim in paper.claims],
    )


def _visit_claim(claim: LedgerClaim, annex: EvidenceAnnex | None) -> VisitSheet:
    return VisitSheet(
        编号=claim.id,
        方面=claim.aspect,
        问题=claim.problem,
        领导=claim.lead,
        科室=claim.department,
        责任人=claim.person,
        销号=claim.closed,
        进展=claim.progress,
        措施=claim.measures,
        制度=claim.regulations,
        佐证=claim.evidence,
        以前=claim.before,
        出处="注：本页内容取自整改台账。",
        照片=mark(str(claim.id), annex),
        余件=annex.rest_text if annex else "",
    )
