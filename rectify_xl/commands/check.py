"""校验台账: all findings of a profile, and, on demand, into the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify_xl import checks, ledger
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.reporting import count_severities, finding_data, finding_sheet

if TYPE_CHECKING:
    from rectify_xl.closure.model import Files
    from rectify_xl.model import Ledger


def run(request: Request) -> Outcome:
    """Check the ledger by `--profile`; `--write` fills 校验结果 and 校验标记."""
    profile = checks.profile(request.text("profile") or "填报")
    found = ledger.read(request.ledger.read())
    files, unseen = _files(request, found) if profile.name != "填报" else (None, "")
    findings = checks.run(found, profile, request.as_of, files)
    errors, warnings = count_severities(findings)
    if request.on("write"):
        from rectify_xl.checks.report import mark

        request.ledger.write(mark(found, findings))
    verdict = (
        f"按“{profile.name}”口径校验：错误{errors}条，提醒{warnings}条。" if findings else "校验通过，没有发现问题。"
    )
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "profile": profile.name,
            "findings": [finding_data(finding) for finding in findings],
            "errors": errors,
            "warnings": warnings,
        },
        (
            verdict,
            *((unseen,) if unseen else ()),
            *(("已写入《校验结果》，有问题的单元格已标色。",) if request.on("write") else ()),
        ),
        (finding_sheet("校验结果", findings),) if findings else (),
        FOUND if errors else FINE,
    )


def _files(request: Request, found: Ledger) -> tuple[Files | None, str]:
    """Return the evidence files of closed problems, and, where there is none to look at, a sentence that says so."""
    from rectify_xl.closure import standing
    from rectify_xl.closure.evidence import sources_of

    wanted = sources_of(found, standing.claimed(found))
    if not wanted:
        return None, ""
    from rectify_xl.books import evidence

    files = evidence.look(request.ledger.folder, wanted)
    if files:
        return files, ""
    return None, f"已销号问题的佐证文件{len(wanted)}份都不在台账旁边，没有核对有没有改动。"
