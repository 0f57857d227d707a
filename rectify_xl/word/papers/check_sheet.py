"""Write 回头看现场检查单 as a Word document."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.papers import check_sheet_fields
from rectify_xl.papers.check_sheet_fields import CheckSheet, CheckSheets
from rectify_xl.review.paper import Claim, Paper
from rectify_xl.word import paper as papers
from rectify_xl.word.paper import ANY, PaperOptions

NAME = check_sheet_fields.NAME


def render(paper: Paper, target: Path, options: PaperOptions = ANY) -> None:
    """Write the list of the drawn problems and one page for each to `target`; raises `PaperError` as `paper.write`."""
    papers.write(NAME, context(paper), target, title="巡察整改回头看现场检查单", options=options)


def context(paper: Paper) -> CheckSheets:
    """Return what the template may use: 单位, 日期, 抽查依据 (lines), and 检查单 (one for each problem)."""
    return CheckSheets(
        单位=paper.unit,
        日期=paper.day,
        抽查依据=list(paper.basis),
        检查单=[_claim(claim) for claim in paper.claims],
    )


def _claim(claim: Claim) -> CheckSheet:
    return CheckSheet(
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
        出处=f"注：本页内容取自《问题台账》第{claim.row}行。",
    )
