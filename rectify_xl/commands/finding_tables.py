"""Findings as data for machines, as a table for people and as the headlines of a dialog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl.commands.outcome import HEADLINES, Headlines, Hindrance, OutputTable
from rectify_xl.ledger import schema, verified_findings
from rectify_xl.ledger.records import SEVERITY_LABEL, Finding, Ledger
from rectify_xl.ledger.verified_findings import SplitFindings, VerifiedFinding
from rectify_xl.text.excerpts import first_few

RESULTS = f"《{schema.FINDINGS.name}》"
RESULTS_WRITTEN = f"已写入{RESULTS}，有问题的单元格已标色。"
NAMED = 10
"""Most findings that one sentence names."""


def finding_data(finding: Finding) -> dict[str, object]:
    """Return a finding with the keys of the JSON contract; `line` and `excerpt` only where a text was read."""
    data: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row_id": finding.row_id,
        "message": finding.message,
        "fix": finding.fix,
    }
    if finding.line is not None:
        data |= {"line": finding.line, "excerpt": finding.excerpt}
    if finding.remedy is not None:
        data["change_to"] = finding.remedy.shown
    return data


def verified_data(finding: Finding, line: VerifiedFinding) -> dict[str, object]:
    """Return a finding that somebody verified, with who, when and why."""
    entry = {"time": line.time, "by": line.by, "reason": line.reason, "source": line.source}
    return {**finding_data(finding), "verified": entry}


def verified_sentences(known: SplitFindings, *, named: bool, listed: bool) -> Iterator[str]:
    """Say how many findings are not listed because they were verified; with `named`, which errors are among them."""
    if not known.verified:
        return
    how = "另列在后" if listed else "不再列出（见《核实登记》；全部列出加 --all）"
    yield f"已核实{verified_findings.in_numbers([line for _, line in known.verified])}，{how}。"
    errors = [finding for finding, _ in known.verified if finding.severity == "error"]
    if named and errors:
        places = first_few([f"{finding.code}（{place(finding)}）" for finding in errors], NAMED, "、", "……")
        yield f"已核实的当中，按本口径算错误的有{len(errors)}条：{places}。"


def verified_table(known: SplitFindings) -> OutputTable:
    """Return the findings that were verified, with who, when and why."""
    rows = tuple(
        (finding.code, place(finding), finding.message, line.by, line.time[:10], line.reason)
        for finding, line in known.verified
    )
    return OutputTable("已核实的", ("代码", "位置", "问题", "核实人", "日期", "理由"), rows)


def place(finding: Finding) -> str:
    """Return where a finding is: its cell, its line, or the whole text."""
    if finding.sheet:
        return finding.address
    return f"第{finding.line}行" if finding.line is not None else "全文"


def finding_table(title: str, findings: Sequence[Finding]) -> OutputTable:
    """Return findings as a table for people, all of them."""
    return OutputTable(
        title,
        ("级别", "代码", "位置", "问题", "处理办法"),
        tuple(
            (
                SEVERITY_LABEL[finding.severity],
                finding.code,
                place(finding),
                finding.message,
                finding.fix,
            )
            for finding in findings
        ),
        tuple(finding.severity for finding in findings),
    )


def finding_headlines(findings: Sequence[Finding], kept_in: str = "") -> tuple[Headlines, ...]:
    """Return what a dialog tells of findings, errors first; `kept_in` is where all of them stand, if anywhere."""
    if not findings:
        return ()
    urgent_first = sorted(findings, key=lambda finding: finding.severity != "error")
    lines = tuple(f"{place(finding)}　{finding.message}{finding.fix}" for finding in urgent_first[:HEADLINES])
    cell = next((place(finding) for finding in urgent_first if finding.sheet), "")
    return (Headlines(lines, len(findings), kept_in=kept_in, cell=cell),)


def finding_hindrances(findings: Sequence[Finding]) -> tuple[Hindrance, ...]:
    """Return findings as what keeps a paper from being made."""
    return tuple(Hindrance(finding.code, finding.message, finding.fix) for finding in findings)


def count_severities(findings: Sequence[Finding]) -> tuple[int, int]:
    """Return the number of errors and of warnings."""
    errors = sum(finding.severity == "error" for finding in findings)
    return errors, len(findings) - errors


def unreadable_letters(ledger: Ledger) -> Iterator[str]:
    """Say which letters are not in use because nobody can read from which day they are due."""
    stages = "、".join(
        f"“{stage.word}”（{stage.cell.address}）写的是“{stage.cell.text or '没有结果的公式'}”"
        for stage in ledger.letter_rules
        if stage.unreadable
    )
    if stages:
        yield f"督办文书的逾期天数看不懂，这些文书没有提示：{stages}；请改成1以上的整数，不用的请清空。"
