"""校验台账: all findings of a profile, and, on demand, into the workbook."""

from __future__ import annotations

from rectify_xl.commands import profile_run
from rectify_xl.commands.finding_tables import (
    RESULTS,
    RESULTS_WRITTEN,
    count_severities,
    finding_data,
    finding_headlines,
    finding_table,
    verified_data,
    verified_sentences,
    verified_table,
)
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.judgement import checks
from rectify_xl.ledger import verified_findings
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.ledger.verified_findings import SplitFindings


def run(request: Request) -> Outcome:
    """Check the ledger by `--profile`; `--write` fills 校验结果 and 校验标记.

    公开 finds what `notice` would find, and says what of it stops the public notice.
    """
    profile = checks.profile(request.text("profile") or "填报")
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    refused: tuple[Finding, ...] = ()
    if profile.alias == "publish":
        from rectify_xl.commands import public_edition  # composes the notice, which no other profile needs

        (findings, unseen), refused = public_edition.examined(request, book, ledger)
    else:
        sent = profile.alias != "draft" or request.on("write")
        findings, unseen = profile_run.run_profile(request, book, ledger, profile, sent=sent)
    known, refused = _verified(ledger, findings, refused)
    findings = known.left
    errors, warnings = count_severities(findings)
    if request.on("write"):
        from rectify_xl.judgement.checks.mark_findings import mark

        request.ledger.write(mark(ledger, findings))
    stops = ""
    if profile.alias == "publish" and errors:
        stops = f"（其中{len(refused)}条会拦下公开稿）" if refused else "（都不会拦下公开稿）"
    verdict = "校验通过，没有发现问题。"
    if findings:
        verdict = f"按“{profile.name}”口径校验：错误{errors}条{stops}，提醒{warnings}条。"
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "profile": profile.name,
            "findings": [finding_data(finding) for finding in findings],
            "errors": errors,
            "warnings": warnings,
            "verified": [verified_data(finding, line) for finding, line in known.verified],
            **({"refused": [finding_data(finding) for finding in refused]} if profile.alias == "publish" else {}),
        },
        (
            verdict,
            *((unseen,) if unseen else ()),
            *verified_sentences(known, named=profile.alias != "draft", listed=request.on("all")),
            *((RESULTS_WRITTEN,) if request.on("write") else ()),
        ),
        (
            *((finding_table("校验结果", findings),) if findings else ()),
            *((verified_table(known),) if known.verified and request.on("all") else ()),
        ),
        FOUND if errors else FINE,
        headlines=finding_headlines(findings, RESULTS if request.on("write") else ""),
    )


def _verified(
    ledger: Ledger, findings: tuple[Finding, ...], refused: tuple[Finding, ...]
) -> tuple[SplitFindings, tuple[Finding, ...]]:
    """Return what somebody verified, and what still stops the notice: that is released there, and nowhere else."""
    released = verified_findings.split(ledger, refused, (verified_findings.BY_RELEASE,))
    others = verified_findings.split(ledger, [finding for finding in findings if finding not in refused])
    verified = (*released.verified, *others.verified)
    silent = {finding for finding, _ in verified}
    return SplitFindings(tuple(f for f in findings if f not in silent), verified), released.left
