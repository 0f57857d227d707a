"""校验台账: all findings of a profile, and, on demand, into the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify_xl import checks, ledger, schema
from rectify_xl.checks.base import any_closing
from rectify_xl.checks.record import Memory
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.reporting import count_severities, finding_data, finding_sheet

MEMORIES = (schema.CHANGES.name, schema.MEMORY.name)
REMEMBERED = (schema.PROBLEMS.name, schema.REVIEWS.name, schema.CLOSURES.name)
"""The sheets of which changes are told that no command has recorded."""

if TYPE_CHECKING:
    from rectify_xl.closure.model import Files
    from rectify_xl.ledger import RawBook
    from rectify_xl.model import Ledger


def run(request: Request) -> Outcome:
    """Check the ledger by `--profile`; `--write` fills 校验结果 and 校验标记."""
    profile = checks.profile(request.text("profile") or "填报")
    book = request.ledger.read()
    found = ledger.read(book)
    files, unseen = _evidence(request, found) if any_closing(found) else (None, "")
    sent = profile is not checks.profile("填报") or request.on("write")
    findings = checks.run(found, profile, request.as_of, files, _memory(book, found) if sent else Memory())
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


def _evidence(request: Request, found: Ledger) -> tuple[Files | None, str]:
    """Return the evidence files of closed problems; where there is none to look at, a sentence that says so."""
    from rectify_xl.books import evidence
    from rectify_xl.closure import standing
    from rectify_xl.closure.evidence import sources_of

    wanted = sources_of(found, standing.claimed(found))
    files = evidence.look(request.ledger.folder, wanted) if wanted else {}
    if files or not wanted:
        return files or None, ""
    return None, f"已销号问题的佐证文件{len(wanted)}份都不在台账旁边，没有核对有没有改动。"


def _memory(book: RawBook, found: Ledger) -> Memory:
    """Return what the workbook remembers beside its tables: what no line of 变更记录 tells, and what is not there."""
    if not any(sheet.rows[1:] for name in MEMORIES if (sheet := book.sheets.get(name))) and not found.closures:
        return Memory()
    from rectify_xl.history import pending

    broken = ""
    if found.rows.get(schema.CHANGES.name) or any_closing(found):
        from rectify_xl import closing_notes
        from rectify_xl.history import memory

        change = memory.log_broken(book)
        broken = closing_notes.log_broken(change) if change else ""
    return Memory(pending.changes(book, REMEMBERED), broken, pending.lost(book))
