"""整改报告: from the ledger to the report for the level above."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands import paper_options
from rectify_xl.commands.finding_tables import (
    count_severities,
    finding_data,
    finding_headlines,
    finding_hindrances,
    finding_table,
)
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request, made_paper
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.reading import reader


def run(request: Request) -> Outcome:
    """Write the report to `--output`; refused when a paragraph of 通报文稿 cannot be filled in."""
    from rectify_xl.documents import make_paper
    from rectify_xl.documents.tracing import printed_places
    from rectify_xl.documents.writers import write_report
    from rectify_xl.papers.report.compose_report import compose
    from rectify_xl.workbook.saving import outputs

    target = Path(request.text("output"))
    outputs.refuse(target, write_report.NAME, endings=make_paper.ENDINGS, overwrite=request.on("force"))
    ledger = reader.read_ledger(request.ledger.read())
    options, notes = paper_options.paper_options(request, ledger, write_report.NAME, official=True)
    printed_places.refuse(options.trace_to, overwrite=options.overwrite)
    report = compose(ledger, request.as_of)
    errors, warnings = count_severities(report.findings)
    data: dict[str, object] = {
        "as_of": request.as_of.isoformat(),
        "findings": [finding_data(finding) for finding in report.findings],
    }
    tables = (finding_table("需要留意", report.findings),) if report.findings else ()
    headlines = finding_headlines(report.findings)
    if errors:
        sentence = f"报告没有生成：有{errors}处必须先改正，请照所列各条改正后再试。"
        return Outcome(
            {"report": None, **data},
            (sentence,),
            tables,
            FOUND,
            refused=finding_hindrances([finding for finding in report.findings if finding.severity == "error"]),
            headlines=headlines,
        )
    write_report.write_report(report, target, options)
    doubts = problem_counts.unreadable(ledger, request.as_of)
    unread = tuple(filter(None, (deadline_wording.sentence(doubts), *count_caveats.notes(ledger))))
    data["unreadable"] = deadline_wording.data(doubts)
    noted = (f"有{warnings}处需要留意，见下表。",) if warnings else ()
    return Outcome(
        {"report": str(target), **data},
        (f"已生成整改情况报告：{target}。", *noted, *unread, *paper_options.personal_note(report), *notes),
        tables,
        FINE,
        made=made_paper(request, target),
        headlines=headlines,
    )
