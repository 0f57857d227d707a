"""核稿: what is wrong with the text of a notice, or with what a ledger would print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.finding_tables import count_severities, finding_data, finding_headlines, place
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, OutputTable, Request, made_paper
from rectify_xl.dates import chinese
from rectify_xl.ledger import command_needs
from rectify_xl.ledger.reading import guard, reader
from rectify_xl.ledger.records import SEVERITY_LABEL, Finding

if TYPE_CHECKING:
    from rectify_xl.documents.writers.write_proof import Opinion

KIND_LABEL = {"notice": "通报文稿", "ledger": "台账将印出的公开稿", "text": "文稿"}


def run(request: Request) -> Outcome:
    """Proof-read the file `source`, recognised by content, or the ledger in front; `--output` writes a paper."""
    from rectify_xl.documents.writers import write_proof
    from rectify_xl.workbook.saving import outputs

    target = Path(request.text("output")) if request.text("output") else None
    if target:
        outputs.refuse(target, write_proof.NAME, endings=write_proof.ENDINGS, overwrite=request.on("force"))
    kind, name, findings = _read(request)
    errors, warnings = count_severities(findings)
    if target:
        write_proof.write(_opinion(request, kind, name, findings), target, overwrite=request.on("force"))
    if findings:
        verdict = f"核对了{KIND_LABEL[kind]}“{name}”：错误{errors}处，提醒{warnings}处。"
    else:
        verdict = f"核对了{KIND_LABEL[kind]}“{name}”，没有发现问题。"
    return Outcome(
        {
            "source": request.source or name,
            "kind": kind,
            "as_of": request.as_of.isoformat(),
            "paper": str(target) if target else None,
            "findings": [
                {**finding_data(finding), "line": finding.line, "excerpt": finding.excerpt} for finding in findings
            ],
            "errors": errors,
            "warnings": warnings,
        },
        (verdict, *((f"核稿意见：{target}。",) if target else ())),
        (_table(findings),) if findings else (),
        FOUND if errors else FINE,
        made=made_paper(request, target or ""),
        headlines=finding_headlines(findings, "所生成的材料" if target else ""),
    )


def _read(request: Request) -> tuple[str, str, tuple[Finding, ...]]:
    """Return what was proof-read (notice, ledger, or another text), its name, and the findings."""
    from rectify_xl.intake import problem_tables
    from rectify_xl.notice import proof
    from rectify_xl.readers import read_source

    if request.book is not None:
        return "ledger", request.book.name, proof.of_ledger(reader.read_ledger(request.book.read()), request.as_of)
    path = Path(request.source)
    if read_source.sniff(path) == "workbook":
        from rectify_xl.workbook.file_host import FileBook

        book = FileBook(path).read()
        guard.refuse(book, command_needs.PROOF, "核稿")
        return "ledger", path.name, proof.of_ledger(reader.read_ledger(book), request.as_of)
    read = read_source.read(path)
    lines = problem_tables.spelled(read.lines, read.tables).lines
    unsorted = (*proof.unshown(read.unshown), *proof.proof(lines, request.as_of))
    findings = tuple(sorted(unsorted, key=lambda finding: finding.line or len(read.lines) + 1))
    unread = any(finding.code == "PR901" for finding in findings)
    return "text" if unread else "notice", path.name, findings


def _table(findings: Sequence[Finding]) -> OutputTable:
    return OutputTable(
        "核稿意见",
        ("级别", "代码", "位置", "原文", "问题", "处理办法"),
        tuple(
            (
                SEVERITY_LABEL[finding.severity],
                finding.code,
                place(finding),
                finding.excerpt,
                finding.message,
                finding.fix,
            )
            for finding in findings
        ),
        tuple(finding.severity for finding in findings),
    )


def _opinion(request: Request, kind: str, name: str, findings: Sequence[Finding]) -> Opinion:
    """Return what the paper prints."""
    from rectify_xl.documents.writers.write_proof import Opinion, PaperRemark
    from rectify_xl.text.excerpts import as_clicked

    errors, warnings = count_severities(findings)
    return Opinion(
        name,
        KIND_LABEL[kind],
        chinese(request.as_of),
        errors,
        warnings,
        [
            PaperRemark(
                place(finding),
                SEVERITY_LABEL[finding.severity],
                finding.excerpt,
                finding.message,
                as_clicked(finding.fix),
            )
            for finding in findings
        ],
    )
