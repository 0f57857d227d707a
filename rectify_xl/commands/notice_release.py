"""What was released for the public notice: registered once, it passes until what was looked at changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.commands.outcome import Releasable
from rectify_xl.ledger import verified_findings
from rectify_xl.ledger.records import Finding, Ledger, SheetChanges
from rectify_xl.ledger.verified_findings import VerifiedFinding
from rectify_xl.notice.publishing import gate
from rectify_xl.notice.publishing.waivers import Waiver
from rectify_xl.text.excerpts import shortened

SHOWN = 40
"""Characters of a reason that the terminal shows in one line."""


def released(refused: Sequence[Finding], asked: Mapping[str, str], ledger: Ledger) -> Mapping[Finding, VerifiedFinding]:
    """Return what was released for an earlier notice and is as it was then, with the lines of 核实登记."""
    waiting = [finding for finding in refused if finding.code not in asked and not gate.never(finding, ledger)]
    return dict(verified_findings.split(ledger, waiting, (verified_findings.BY_RELEASE,)).verified)


def sentences(released: Mapping[Finding, VerifiedFinding]) -> Iterator[str]:
    """Say what passes because it was released before, by whom and why."""
    for finding, line in released.items():
        yield (
            f"{finding.code}（{gate.TITLES[finding.code]}，{finding.address}）{line.time[:10]}已由{line.by}放行，"
            f"内容没有变，照用：{shortened(line.reason, SHOWN)}。"
        )


def registered(
    ledger: Ledger, refused: Sequence[Finding], asked: Mapping[str, str], waived: Sequence[Waiver]
) -> tuple[SheetChanges, ...]:
    """Return the lines of 核实登记 for what is released now; an old ledger may have no such sheet."""
    if not verified_findings.can_hold(ledger):
        return ()
    findings = [finding for finding in refused if finding.code in asked]
    fresh = verified_findings.split(ledger, findings, (verified_findings.BY_RELEASE,)).left
    return verified_findings.appended(
        ledger,
        [
            verified_findings.line_for(
                finding,
                ledger,
                time=waived[0].time,
                by=waived[0].by,
                reason=asked[finding.code],
                source=verified_findings.BY_RELEASE,
            )
            for finding in fresh
        ],
    )


def may_be_released(left: Sequence[Finding], ledger: Ledger) -> tuple[Releasable, ...]:
    """Return what a person may release, code by code; nothing while anything has to be put right."""
    if any(gate.never(finding, ledger) for finding in left):
        return ()
    codes = dict.fromkeys(finding.code for finding in left)
    return tuple(
        Releasable(code, gate.TITLES[code], tuple(f.address for f in left if f.code == code)) for code in codes
    )
