"""Try remedies before they are followed: what goes, what comes up, and which numbers change.

A remedy that makes an error, or touches what was signed, is not followed, whatever its rule says; one that does not
make its finding go neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands import profile_run
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks import closures, delays, profiles
from rectify_xl.ledger.changes import applied, table_region
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Changes, Finding, Ledger
from rectify_xl.text.refs import parse_cell

if TYPE_CHECKING:
    from rectify_xl.commands.outcome import Request
    from rectify_xl.ledger.reading.reader import RawBook

_NEVER_MADE = frozenset(
    check.code
    for check in (
        *profiles.BROKEN,
        *profiles.SENT,
        closures.closure_changed,
        closures.closure_file_changed,
        closures.log_changed,
        delays.deadline_overwritten,
    )
)
"""What no remedy may bring about: what is wrong from the first day, and what looks like forging."""
_COUNTED = (("done", "完成"), ("ongoing", "继续整改"), ("longterm", "长期坚持"), ("overdue", "逾期"))


class LedgerState(NamedTuple):
    """A ledger as it is or would be, with all that is found in it."""

    book: RawBook
    ledger: Ledger
    findings: tuple[Finding, ...]


class Trial(NamedTuple):
    """What following remedies comes to: those that hold, those that do not, and the ledger afterwards."""

    held: tuple[Finding, ...]
    failed: tuple[Finding, ...]
    after: LedgerState
    revealed: tuple[Finding, ...] = ()

    @property
    def changes(self) -> Changes:
        """All that is written, one block a sheet."""
        return joined(self.held)


def state(request: Request, book: RawBook, profile_name: str) -> LedgerState:
    """Return the ledger with what the profile finds, and what is only to be written otherwise."""
    ledger = reader.read_ledger(book)
    profile = profiles.with_writing(checks.profile(profile_name))
    return LedgerState(book, ledger, profile_run.run_profile(request, book, ledger, profile, sent=True).findings)


def joined(findings: Sequence[Finding]) -> Changes:
    """Return what the remedies of some findings write together."""
    return table_region.joined(block for finding in findings if finding.remedy for block in finding.remedy.changes)


def attempt(request: Request, before: LedgerState, chosen: Sequence[Finding], profile_name: str) -> Trial:
    """Follow the remedies of `chosen` on paper, leaving out those that do harm or do not help."""
    held, failed = [finding for finding in chosen if finding.remedy], list[Finding]()
    known = {_sign(finding) for finding in before.findings}
    while True:
        after = state(request, applied.apply(before.book, joined(held)), profile_name)
        standing = {_sign(finding) for finding in after.findings}
        fresh = tuple(finding for finding in after.findings if _sign(finding) not in known)
        harm = [finding for finding in fresh if finding.code in _NEVER_MADE]
        useless = [finding for finding in held if _sign(finding) in standing]
        blamed = [finding for finding in held if finding in useless or _meets(finding, harm)]
        if harm and not blamed:
            blamed = held
        if not blamed:
            return Trial(tuple(held), tuple(failed), after, fresh)
        failed += blamed
        held = [finding for finding in held if finding not in blamed]


def count_changes(request: Request, before: Ledger, after: Ledger) -> Iterator[str]:
    """Yield which numbers become others, in words."""
    former, later = (problem_counts.roll_up(ledger, request.as_of) for ledger in (before, after))
    for name, label in _COUNTED:
        one, other = getattr(former.total, name), getattr(later.total, name)
        if one != other:
            yield f"{label}由{one}个变为{other}个"
    if former.named_aspects != later.named_aspects:
        yield f"方面由{former.named_aspects}个变为{later.named_aspects}个"
    if former.groups != later.groups:
        yield f"大项由{former.groups}个变为{later.groups}个"


def _sign(finding: Finding) -> tuple[str, str]:
    """Return by what a finding is known again; its row may get an id meanwhile."""
    return finding.code, finding.address


def _meets(finding: Finding, harm: Sequence[Finding]) -> bool:
    """Tell whether a remedy writes into a row in which harm shows."""
    rows = {(block.sheet, write.row) for block in joined([finding]) for write in block.writes}
    return any((wrong.sheet, (parse_cell(wrong.cell) or (0, 0))[0]) in rows for wrong in harm)
