"""All files of one submission, made in memory: the clean copy, 上报表, papers, findings, letter, 清单.json, draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rectify_xl import __version__
from rectify_xl.commands import form
from rectify_xl.commands.finding_tables import count_severities, place
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.submitting.attached_papers import AttachedPaper
from rectify_xl.dates import chinese
from rectify_xl.documents.mail import mail_draft
from rectify_xl.documents.mail.mail_draft import Attachment, MailDraft
from rectify_xl.judgement import checks, ledger_doubts
from rectify_xl.judgement.checks.profiles import SUBMIT
from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.ledger.counting import problem_counts, summary_layout
from rectify_xl.ledger.counting.problem_counts import Rollup
from rectify_xl.ledger.fingerprint import fingerprint
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import SEVERITY_LABEL, Finding, Ledger
from rectify_xl.ledger.verified_findings import SplitFindings
from rectify_xl.papers.form import reporting_form
from rectify_xl.supervision.submission import clean_rows, copy_line, submission_manifest, submission_words
from rectify_xl.supervision.submission.clean_rows import CleanRows, CopyOptions
from rectify_xl.supervision.submission.submission_manifest import (
    MANIFEST,
    FileRole,
    FormerSubmission,
    SubmissionManifest,
    SubmittedPart,
)
from rectify_xl.supervision.submission.submission_words import FINDINGS, FORM, LETTER, MAIL, LetterFacts
from rectify_xl.supervision.submission.submitted_record import SubmissionRecord
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text.excerpts import as_clicked
from rectify_xl.text.personal_numbers import covered


class SubmissionFile(NamedTuple):
    """A file that goes up."""

    name: str
    role: FileRole
    content: bytes


class PackingOrder(NamedTuple):
    """What is packed: the ledger as it was read, what its check says, the papers, the addresses, and what went before.

    `kept_errors` is why it goes up with errors, `open_remarks` how much of the last return is still open.
    """

    request: Request
    book: RawBook
    ledger: Ledger
    known: SplitFindings
    papers: tuple[AttachedPaper, ...]
    to: tuple[str, ...]
    former: Sequence[SubmissionRecord]
    kept_errors: str = ""
    open_remarks: int = 0


class SubmissionPackage(NamedTuple):
    """What was made: the files, their list, the mail; what was left out and covered, and the findings that go along.

    `differing` says where the copy counts otherwise than the ledger, empty where it does not.
    """

    files: tuple[SubmissionFile, ...]
    manifest: SubmissionManifest
    listed: bytes
    draft: MailDraft
    mail: bytes
    mail_name: str
    rows: CleanRows
    findings: tuple[Finding, ...]
    same_as: SubmissionRecord | None
    differing: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files in the folder."""
        return (*(file.name for file in self.files), MANIFEST, self.mail_name)

    @property
    def weight(self) -> int:
        """Bytes of all that the mail carries."""
        return sum(len(attachment.content) for attachment in self.draft.attachments)


class _Copy(NamedTuple):
    """The clean copy: its rows, its file, and what is read from that."""

    rows: CleanRows
    content: bytes
    book: RawBook
    ledger: Ledger
    rollup: Rollup
    fingerprint: str


def pack(order: PackingOrder) -> SubmissionPackage:
    """Return all that goes up; nothing is written anywhere."""
    request, ledger = order.request, order.ledger
    unit, as_of = ledger.info_text("单位名称"), request.as_of
    name = submission_words.file_name(unit, "整改台账", as_of, "xlsx")
    request.say("正在做上报用的台账……")
    copy = _copied(order, name)
    verified = order.known.verified
    findings = tuple(_findings(copy.ledger, order))
    errors, warnings = count_severities(findings)
    files = [SubmissionFile(name, "ledger", copy.content)]
    request.say("正在做上报表……")
    files += _form(order, copy.ledger)
    files += [SubmissionFile(paper.name, "paper", paper.content) for paper in order.papers]
    if findings or verified:
        content = _findings_workbook(order, findings)
        files.append(SubmissionFile(submission_words.file_name(unit, FINDINGS, as_of, "xlsx"), "findings", content))
    same = next((former for former in reversed(order.former) if former.fingerprint == copy.fingerprint), None)
    letter_name = submission_words.file_name(unit, LETTER, as_of, "txt")
    facts = LetterFacts(
        [(file.name, file.role) for file in files],
        copy.fingerprint,
        errors,
        warnings,
        len(verified),
        order.kept_errors,
        len(copy.rows.covered),
        request.on("log"),
        same.when if same else "",
        order.open_remarks,
    )
    letter = submission_words.letter(ledger, copy.rollup, facts, request.now.date())
    files.append(SubmissionFile(letter_name, "letter", b"\xef\xbb\xbf" + letter.replace("\n", "\r\n").encode()))
    manifest = _manifest(order, copy, files, (errors, warnings))
    listed = submission_manifest.dump(manifest)
    attachments = (*(Attachment(file.name, file.content) for file in files), Attachment(MANIFEST, listed))
    draft = MailDraft(submission_words.subject(ledger, as_of), letter, order.to, attachments)
    return SubmissionPackage(
        tuple(files),
        manifest,
        listed,
        draft,
        mail_draft.eml(draft, request.now),
        submission_words.file_name(unit, MAIL, as_of, "eml"),
        copy.rows,
        findings,
        same,
        _differing(problem_counts.roll_up(ledger, as_of), copy.rollup),
    )


def _copied(order: PackingOrder, name: str) -> _Copy:
    from rectify_xl.workbook import submitted_workbook
    from rectify_xl.workbook.reading import read_workbook

    request = order.request
    blank = submitted_workbook.blank()
    in_use = summary_layout.lines_in_use(problem_counts.roll_up(order.ledger, request.as_of))

    def made(whole: str) -> _Copy:
        options = CopyOptions(request.as_of, request.now, covered(request.by), request.on("log"), whole)
        rows = clean_rows.rows(blank.book, order.book, order.ledger, options)
        content = submitted_workbook.workbook(blank, (*rows.changes, in_use), name)
        book = read_workbook.read(content, name)
        copy = reader.read_ledger(book)
        return _Copy(rows, content, book, copy, problem_counts.roll_up(copy, request.as_of), fingerprint(book, copy))

    copy = made("")
    if copy_line.says_otherwise(
        copy.book, copy.fingerprint
    ):  # a cell is read from the file otherwise than it was written
        return made(copy.fingerprint)
    return copy


def _form(order: PackingOrder, copy: Ledger) -> Iterator[SubmissionFile]:
    """Yield 上报表 of the clean copy, in the columns that the office has chosen."""
    from rectify_xl.papers.form.form_grid import PAPERS
    from rectify_xl.workbook import form_workbook
    from rectify_xl.workbook.program_mark import ProgramMark

    settings, _ = form.settings_of(order.request)
    made = reporting_form.form(copy, order.request.as_of, settings)
    if made.rows:
        unit = order.ledger.info_text("单位名称")
        content, _ = form_workbook.workbook(made, PAPERS[settings.paper], ProgramMark(FORM, covered(unit)))
        name = submission_words.file_name(unit, FORM, order.request.as_of, "xlsx")
        yield SubmissionFile(name, "form", content)


def _findings(copy: Ledger, order: PackingOrder) -> Iterator[Finding]:
    """Yield what is open: what anybody finds in the copy, and what only the unit's own ledger shows."""
    verified = {_key(finding) for finding, _ in order.known.verified}
    seen: set[tuple[str, ...]] = set()
    for finding in checks.run(copy, SUBMIT, order.request.as_of):
        seen.add(_key(finding))
        if _key(finding) not in verified:
            yield finding
    yield from (finding for finding in order.known.left if _key(finding) not in seen)


def _key(finding: Finding) -> tuple[str, ...]:
    """Return by what a finding of the ledger is known again in the copy, whose rows stand where they stood."""
    return (finding.code, finding.sheet, finding.row_id or finding.cell)


def _manifest(
    order: PackingOrder, copy: _Copy, files: Sequence[SubmissionFile], counted: tuple[int, int]
) -> SubmissionManifest:
    ledger, rollup = order.ledger, copy.rollup
    total = rollup.total
    counts = {
        **{name: getattr(total, name) for name in total._fields if name != "title"},
        "aspects": rollup.named_aspects,
        **{name: getattr(rollup, name) for name in ("groups", "measures", "measures_done", "actions", "actions_done")},
        "regulations": rollup.regulations,
        "relapses": rollup.relapses.total.problems if rollup.relapses else 0,
    }
    last = order.former[-1] if order.former else None
    return SubmissionManifest(
        unit=covered(ledger.info_text("单位名称")),
        superior=covered(ledger.info_text("上级单位")),
        round=covered(ledger.info_text("巡察轮次")),
        as_of=order.request.as_of,
        made=order.request.now.replace(microsecond=0, tzinfo=None),
        program=__version__,
        layout=copy.ledger.info_text("版式版本"),
        fingerprint=copy.fingerprint,
        counts=counts,
        errors=counted[0],
        warnings=counted[1],
        files=tuple(
            SubmittedPart(file.name, file.role, len(file.content), bytes_sha256(file.content)) for file in files
        ),
        kept_errors=covered(order.kept_errors) if counted[0] else "",
        with_log=order.request.on("log"),
        previous=FormerSubmission(last.fingerprint, last.moment) if last else None,
        verified=sum(finding.severity == "error" for finding, _ in order.known.verified),
        doubts=tuple(_doubts(order)),
    )


def _doubts(order: PackingOrder) -> Iterator[LedgerDoubt]:
    """Yield what the unit's own ledger shows of changes and formulas; the copy has neither its memory nor formulas."""
    for doubt in ledger_doubts.doubts(order.ledger, order.known.left):
        yield doubt._replace(names=tuple(map(covered, doubt.names)))


def _differing(before: Rollup, after: Rollup) -> str:
    """Say where the copy counts otherwise than the ledger; empty where it does not, as it always should be."""
    words = (
        ("问题", "problems"),
        ("完成", "done"),
        ("长期坚持", "longterm"),
        ("逾期", "overdue"),
        ("已销号", "closed"),
    )
    differing = [
        f"{word}{getattr(before.total, name)}→{getattr(after.total, name)}"
        for word, name in words
        if getattr(before.total, name) != getattr(after.total, name)
    ]
    return f"上报件的统计与台账不一致（{'、'.join(differing)}），请先核对再报送。" if differing else ""


def _findings_workbook(order: PackingOrder, findings: Sequence[Finding]) -> bytes:
    """Return the findings as a workbook, worded for people who click, with numbers of persons covered."""
    from rectify_xl.workbook import submitted_findings
    from rectify_xl.workbook.submitted_findings import ListedFinding, VerifiedLine

    def clean(texts: Iterable[str]) -> Iterator[str]:
        return (covered(as_clicked(text)) for text in texts)

    listed = [
        ListedFinding(
            *clean((SEVERITY_LABEL[finding.severity], finding.code, place(finding), finding.row_id)),
            *clean((finding.message, finding.fix)),
        )
        for finding in findings
    ]
    verified = [
        VerifiedLine(
            *clean((finding.code, place(finding), finding.row_id, finding.message, line.by, line.time[:10])),
            *clean((line.reason,)),
        )
        for finding, line in order.known.verified
    ]
    unit, day = covered(order.ledger.info_text("单位名称")), chinese(order.request.as_of)
    return submitted_findings.workbook(unit, day, listed, verified, order.request.now)
