"""The templates that ship, and the names that each may use. What each may use is declared in `papers/`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rectify_xl.documents.docx.docx_styles import RUN_ON, paragraph_styles
from rectify_xl.documents.layout.page_layout import NATIONAL
from rectify_xl.errors import UsageError
from rectify_xl.papers import (
    brief_fields,
    closure_form_fields,
    letter_fields,
    monthly_fields,
    notice_fields,
    proof_fields,
    report_fields,
    reporting_form_fields,
    return_letter_fields,
    signing_sheet_fields,
    visit_sheet_fields,
    weekly_fields,
)
from rectify_xl.papers.paper_fields import Field, fields_of
from rectify_xl.system import resources


class Shipped(NamedTuple):
    """A template: what it makes, its formats, its fields, and the styles that the layout of the paper needs."""

    name: str
    help: str
    fields: tuple[Field, ...]
    formats: tuple[str, ...] = ("docx",)
    styles: tuple[str, ...] = ()

    def path(self, suffix: str) -> Path:
        """Return the file that ships."""
        return resources.path("templates", f"{self.name}.{suffix}")


NOTICE = Shipped(
    notice_fields.NAME,
    "整改情况通报",
    fields_of(notice_fields.NoticeValues),
    ("docx", "html", "txt"),
    (*(style.style for style in paragraph_styles(NATIONAL)), RUN_ON),
)
CLOSURE_FORM = Shipped(
    closure_form_fields.NAME, "销号审批表，每个问题一页", fields_of(closure_form_fields.ClosureForms)
)
SIGNING_SHEET = Shipped(
    signing_sheet_fields.NAME, "销号签批单，一个问题一行", fields_of(signing_sheet_fields.SigningSheet)
)
CHECK_SHEET = Shipped(
    visit_sheet_fields.NAME, "回头看现场检查单，每个问题一页", fields_of(visit_sheet_fields.VisitSheets)
)
REPORT = Shipped(report_fields.NAME, "报上级的整改情况报告", fields_of(report_fields.ReportValues))
FORM = Shipped(
    reporting_form_fields.NAME,
    "报上级的上报表，列由上报表.toml定",
    fields_of(reporting_form_fields.ReportingFormValues),
)
PROOF = Shipped(proof_fields.NAME, "核稿意见", fields_of(proof_fields.ProofValues))
_LETTER = fields_of(letter_fields.LetterValues)
LETTERS = tuple(
    Shipped(name, f"督办函：{name}" if name != letter_fields.GENERAL else "督办函，用于自定的函名", _LETTER)
    for name in letter_fields.NAMES
)
RETURN_LETTER = Shipped(
    return_letter_fields.NAME, "退回函，退回下级单位报送的台账", fields_of(return_letter_fields.ReturnLetterValues)
)
BRIEF = Shipped(brief_fields.NAME, "领导一页纸，只有一页", fields_of(brief_fields.BriefValues))
WEEKLY = Shipped(weekly_fields.NAME, "周调度表，一张表或每个科室一页", fields_of(weekly_fields.WeeklyValues))
MONTHLY = Shipped(monthly_fields.NAME, "月通报", (*fields_of(monthly_fields.MonthlyValues), *monthly_fields.CHARTS))

TEMPLATES: tuple[Shipped, ...] = (
    NOTICE,
    REPORT,
    FORM,
    BRIEF,
    WEEKLY,
    MONTHLY,
    *LETTERS,
    RETURN_LETTER,
    PROOF,
    CLOSURE_FORM,
    SIGNING_SHEET,
    CHECK_SHEET,
)


def ships(template: Path) -> bool:
    """Tell whether a file is one of the templates that ship, which need no distrust."""
    return template.resolve().parent == resources.path("templates").resolve()


def find(name: str) -> Shipped:
    """Return the template of this name; raises `UsageError` when there is none."""
    match = next((template for template in TEMPLATES if template.name == name), None)
    if match is None:
        raise UsageError(f"没有名为“{name}”的模板", f"现有的模板：{'、'.join(template.name for template in TEMPLATES)}")
    return match
