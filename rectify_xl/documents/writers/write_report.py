"""Write 整改情况报告 as a Word document."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.documents import make_paper
from rectify_xl.documents.docx.title_lines import break_title
from rectify_xl.documents.layout.page_layout import NATIONAL
from rectify_xl.documents.make_notice import lines
from rectify_xl.documents.make_paper import ANY, PaperOptions
from rectify_xl.papers import report_fields
from rectify_xl.papers.report.compose_report import Report, ReportRow, Share
from rectify_xl.papers.report.report_wording import ENCLOSURES
from rectify_xl.papers.report_fields import AspectShare, ProblemStanding, ReportValues
from rectify_xl.text.provenance import TracedText

NAME = report_fields.NAME


def write_report(report: Report, target: Path, options: PaperOptions = ANY) -> None:
    """Write `report` to `target`; raises `PaperError` as `make_paper.write`."""
    length = (options.layout or NATIONAL).title_characters
    values = ReportValues(
        题名=TracedText(break_title(report.title.text, length), report.title.sources),
        主送=TracedText(report.addressee.text, report.addressee.sources),
        前文=lines(report.front),
        方面表=[_share(share) for share in report.shares],
        中文=lines(report.middle),
        未完成=[_standing(problem) for problem in report.open],
        后文=lines(report.back),
        附件=ENCLOSURES,
        一览=[_standing(problem) for problem in report.overview],
        逐项=lines(report.items),
    )
    make_paper.write(NAME, values, target, title=report.title.text, options=options)


def _share(share: Share) -> AspectShare:
    return AspectShare(
        方面=share.title,
        问题=share.problems,
        完成=share.done,
        长期=share.longterm,
        继续=share.ongoing,
        逾期=share.overdue,
        完成率=share.rate,
    )


def _standing(standing: ReportRow) -> ProblemStanding:
    return ProblemStanding(
        编号=standing.id,
        问题=standing.problem,
        科室=standing.department,
        时限=standing.due,
        逾期=standing.late,
        状态=standing.state,
        剩余=standing.rest,
    )
