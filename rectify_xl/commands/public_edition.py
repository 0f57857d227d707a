"""What the public notice of a ledger would be, and all that keeps it from the public: one list for all who ask.

`check --profile 公开` shows this list and says how much of it stops the notice; `notice` stops at that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rectify_xl.commands import profile_run
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.profile_run import ProfileFindings
from rectify_xl.errors import BookError
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.profiles import UNSEEN
from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.guard import refuse
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.notice.publishing import gate
from rectify_xl.notice.redaction import edition
from rectify_xl.notice.redaction.edition import Redacted, Redaction
from rectify_xl.notice.writing.compose import compose
from rectify_xl.text.refs import parse_cell

_SAID_BY: Mapping[str, frozenset[str]] = {
    "NT305": frozenset({"RX301", "RX302", "RX857", "RX858"}),
    "NT306": frozenset({"NT202", "RX201", "RX202", "RX203", "RX204", "RX854"}),
    "NT303": frozenset({"RX859"}),
    "NT211": frozenset({"RX859"}),
    "NT214": frozenset({"RX860"}),
    "NT213": frozenset({"RX403"}),
    "NT302": frozenset({"RX203", "RX204"}),
    "NT304": frozenset({"RX203", "RX204"}),
    **dict.fromkeys(("RX301", "RX302", "RX401", "RX402", "RX404", "RX407"), frozenset({"NT213"})),
    "RX201": frozenset({"NT203"}),
}
"""Which findings of a cell are the same fault as another one there, which says it."""


class Publication(NamedTuple):
    """A public edition: the notice, what was covered in it, and what is found.

    `broken` are what no notice can be made with, `refused` what keeps it from being published, `findings` all of it
    with the reminders, by place; `unseen` says what nobody could look at.
    """

    document: ComposedNotice
    redactions: tuple[Redaction, ...]
    broken: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    unseen: str


def publication(request: Request, book: RawBook, ledger: Ledger) -> Publication:
    """Return the public edition of a ledger and what is found in it."""
    profile = checks.profile("公开")
    checked, unseen = profile_run.run_profile(request, book, ledger, profile, sent=True)
    covered: Redacted = edition.redact(book, ledger)
    printed_ledger = ledger if covered.book is book else reader.read_ledger(covered.book)
    document = compose(printed_ledger, as_of=request.as_of, audience="public", as_published=False)
    printed = {source for paragraph in document.paragraphs for source in paragraph.sources}
    redactions = tuple(redaction for redaction in covered.redactions if redaction.cell.address in printed)
    broken = tuple(finding for finding in document.findings if finding.severity == "error")
    judged = gate.judge(ledger, checked, document, covered.doubts, request.as_of)
    places = {_place(finding) for finding in (*broken, *judged)}
    found_else = (*checked, *document.findings, *map(_covered_finding, redactions))
    others = [finding for finding in found_else if _place(finding) not in places]
    findings = tuple(sorted(_once((*broken, *judged, *others)), key=_order))
    stopping = set(findings)
    return Publication(
        document, redactions, broken, tuple(finding for finding in judged if finding in stopping), findings, unseen
    )


def examined(request: Request, book: RawBook, ledger: Ledger) -> tuple[ProfileFindings, tuple[Finding, ...]]:
    """Return what is found in the public edition, and what of it stops the notice.

    Of a ledger in which the notice cannot see what it prints, that is what the checks find.
    """
    try:
        refuse(book, command_needs.NOTICE, "生成通报")
    except BookError:
        examined = profile_run.run_profile(request, book, ledger, checks.profile("公开"), sent=True)
        unseen = {check.code for check in UNSEEN}
        stopping = gate.stopping(ledger, examined.findings, frozenset())
        return examined, (*(finding for finding in examined.findings if finding.code in unseen), *stopping)
    published = publication(request, book, ledger)
    return ProfileFindings(published.findings, published.unseen), (*published.broken, *published.refused)


def _covered_finding(redaction: Redaction) -> Finding:
    """Return the reminder that something was covered."""
    message = f"{redaction.kind}已遮盖，公开稿印作“{redaction.printed}”。"
    fix = f"请核对；不该遮盖的，写进《基本信息》的“{edition.KEPT}”。"
    cell = redaction.cell
    return NOTICE_RULES["NT211"].finding(message, sheet=cell.sheet, cell=cell.ref, row_id=redaction.row_id, remedy=fix)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what another finding of the same cell says."""
    codes: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        codes.setdefault((finding.sheet, finding.cell), set()).add(finding.code)
    return tuple(
        finding
        for finding in findings
        if not any(
            finding.code in _SAID_BY.get(code, ())
            for code in codes[finding.sheet, finding.cell]
            if code != finding.code
        )
    )


def _order(finding: Finding) -> tuple[int, int, int, str]:
    """Return where a finding stands in a list, as the checks order theirs; what has no cell comes last."""
    names = schema.SHEET_ORDER
    row, column = parse_cell(finding.cell) or (0, 0)
    return names.index(finding.sheet) if finding.sheet in names else len(names), row, column, finding.code


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.sheet, finding.cell
