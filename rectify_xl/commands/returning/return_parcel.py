"""What one unit is sent about one file of its own: the marked workbook, the letter, the receipt, the draft of a mail.

A pure function of the bytes of that file and of who returns it, so that it runs in any process; nothing of another
unit is at hand where it runs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands import assess_submission
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile
from rectify_xl.supervision.distribution.mail_addresses import is_address
from rectify_xl.supervision.returns import return_slip, return_words
from rectify_xl.supervision.returns.return_slip import ReturnOffice, ReturnSlip
from rectify_xl.supervision.submission import receipt
from rectify_xl.supervision.submission.receipt import Receipt, Verdict
from rectify_xl.text import cell_value

WORKBOOK, LETTER, RECEIPT, MAIL = "退回的台账", "退回函", "回执", "邮件草稿"
_MARKED, _BESIDE, _LETTER, _MAIL = "_退回单.xlsx", f"_{return_slip.SHEET}.xlsx", "_退回函.docx", "_邮件.eml"
_RECEIPT = f"_{receipt.RECEIPT}"
ENDINGS = (_MARKED, _BESIDE, _LETTER, _RECEIPT, _MAIL)
"""How the names of the files of all answers end."""
UNKNOWN = "报送单位"
"""How a unit is called that did not write its name."""


class ReturnCase(NamedTuple):
    """One file that was sent in, and all that it takes to answer it.

    `assessed` is what the consolidation makes of it, `unit` its unit as the roster names it, else as the file does,
    both without what must not be said of another unit. `stem` begins the names of all files of this answer. `office`
    answers, on the day of the check; where it has no name, 上级单位 of the ledger stands in. `address` may be empty.
    `template` is a letter of the office's own. `at` is when all this is made.
    """

    assessed: AssessedFile
    data: bytes
    unit: str
    stem: str
    office: ReturnOffice
    address: str
    at: datetime
    template: Path | None = None

    @property
    def file(self) -> SubmittedFile:
        """The file as it came."""
        return self.assessed.file


class NamedPart(NamedTuple):
    """A file of an answer: its name, its content, and what people call it."""

    name: str
    content: bytes
    what: str


class ReturnParcel(NamedTuple):
    """The answer to one file: `slip` is None for one that is taken as it is.

    `marked` tells whether the unit's own workbook goes back with its cells marked, `reason` why it does not.
    `verified` errors stand in no slip, since the unit says that they are none: the level above decides about them.
    """

    file: SubmittedFile
    unit: str
    address: str
    parts: tuple[NamedPart, ...]
    slip: ReturnSlip | None = None
    marked: bool = False
    reason: str = ""
    verified: int = 0

    def name(self, what: str) -> str:
        """Return the name of the file that people call `what`, empty where there is none."""
        return next((part.name for part in self.parts if part.what == what), "")


class UnansweredFile(NamedTuple):
    """A file to which nothing is answered, and why: what stands against it only the level above can put right.

    `settled` are those of which nobody has to do anything more: an earlier period had them, or better ones came.
    """

    place: str
    code: str
    message: str
    fix: str
    unit: str = ""
    settled: bool = False


READABLE = frozenset({"HZ105", "HZ107", "HZ113"})
"""Reasons for which a ledger does not count, though it can be read and marked all the same."""


def is_readable(assessed: AssessedFile) -> bool:
    """Tell whether a file is looked at again for its answer; else it cannot be read, or it killed its reader."""
    return assessed.result is not None or all(entry.code in READABLE for entry in assessed.rejections)


def parcels(cases: Sequence[ReturnCase]) -> list[ReturnParcel]:
    """Return the answers to several files."""
    return [parcel(case) for case in cases]


def lost(case: ReturnCase, _seconds: float) -> ReturnParcel:
    """Return the answer to a file of which a worker died: nothing of it is looked at any more."""
    return parcel(case._replace(assessed=AssessedFile(case.file, None, rejections=(rejection("HZ114"),))))


def parcel(case: ReturnCase) -> ReturnParcel:
    """Return the answer to one file; raises `RectifyError` where the letter cannot be made by the template."""
    rejections = case.assessed.rejections
    if not is_readable(case.assessed):
        case = case._replace(unit=case.unit or UNKNOWN)
        lines = return_slip.lines(None, (), rejections)
        return _answer(case, return_slip.slip(case.unit, case.file.name, case.office, lines, case.file.sha256), None)
    data, source = _as_ledger(case, assess_submission.source_of(case.data, case.file.name))
    ledger = reader.read_ledger(source.book)
    case = _completed(case, ledger)
    findings, known = assess_submission.findings_of(source.book, ledger, case.office.day, own=not source.intake)
    verified = sum(finding.severity == "error" for finding, _ in known)
    lines = return_slip.lines(ledger, findings, (*rejections, *_foreign(source.intake)))
    slip = return_slip.slip(case.unit, case.file.name, case.office, lines, case.file.sha256)
    if not slip.errors:
        return _accepted(case)._replace(verified=verified)
    from rectify_xl.workbook import return_workbook

    sent = return_workbook.SentLedger(data, case.file.name, source.book, ledger, findings)
    copy = return_workbook.returned_copy(sent, slip, case.at)
    workbook = NamedPart(f"{case.stem}{_MARKED if copy.marked else _BESIDE}", copy.content, WORKBOOK)
    return _answer(case, slip, workbook)._replace(marked=copy.marked, reason=copy.reason, verified=verified)


def _completed(case: ReturnCase, ledger: Ledger) -> ReturnCase:
    """Return a case with what the ledger itself says of its unit, of who receives it, and of its address."""
    unit = case.unit or " ".join(ledger.info_text("单位名称").split()) or UNKNOWN
    office = case.office
    if not office.name:
        office = office._replace(name=" ".join(ledger.info_text("上级单位").split()))
    own = cell_value.narrow(ledger.info_text("电子邮箱")).strip()
    return case._replace(unit=unit, office=office, address=case.address or (own if is_address(own) else ""))


def _as_ledger(
    case: ReturnCase, source: assess_submission.LedgerSource
) -> tuple[bytes, assess_submission.LedgerSource]:
    """Return a workbook as a ledger of ours: one of another layout as the intake understood it, in a fresh one."""
    if not source.intake:
        return case.data, source
    from rectify_xl.system import resources
    from rectify_xl.workbook.editing import edit
    from rectify_xl.workbook.reading import read_workbook

    blank = resources.path("workbook_template.xlsx").read_bytes()
    data = edit.edit(blank, case.file.name, source.rows)
    return data, source._replace(book=read_workbook.read(data, case.file.name))


def _foreign(intake: str) -> tuple[Rejection, ...]:
    """Return what a unit whose ledger has another layout has to do first; nothing for a ledger of ours."""
    if not intake:
        return ()
    fix = "随附的工作簿是照你们的表转成的台账，请核对转得对不对，今后在它里面填报。"
    return (Rejection("HZ112", intake, fix),)


def _answer(case: ReturnCase, slip: ReturnSlip, workbook: NamedPart | None) -> ReturnParcel:
    """Return the answer to a file that has to be mended."""
    attached = workbook.name if workbook else ""
    letter = NamedPart(f"{case.stem}{_LETTER}", _letter(case, slip, attached), LETTER)
    parts = [*([workbook] if workbook else []), letter]
    if case.assessed.result is not None:
        parts.append(_receipt(case, "returned"))
    mail = _mail(case, return_words.subject(slip), return_words.body(slip, attached), parts)
    return ReturnParcel(case.file, case.unit, case.address, (*parts, mail), slip)


def _accepted(case: ReturnCase) -> ReturnParcel:
    """Return the answer to a file that is taken as it is."""
    proof = _receipt(case, "accepted")
    subject = return_words.thanks_subject(case.unit)
    body = return_words.thanks(case.unit, case.file.name, case.office)
    mail = _mail(case, subject, body, [proof])
    return ReturnParcel(case.file, case.unit, case.address, (proof, mail))


def _letter(case: ReturnCase, slip: ReturnSlip, attached: str) -> bytes:
    from rectify_xl.documents import make_paper
    from rectify_xl.papers import return_letter, return_letter_fields

    values = return_letter.values(slip, readable=bool(attached), attached=attached)
    with tempfile.TemporaryDirectory(prefix="rectify_xl_") as folder:
        target = Path(folder, "letter.docx")
        options = make_paper.PaperOptions(template=case.template)
        make_paper.write(return_letter_fields.NAME, values, target, title="退回函", options=options)
        return target.read_bytes()


def _receipt(case: ReturnCase, verdict: Verdict) -> NamedPart:
    result = case.assessed.result
    if result is None:
        raise AssertionError("nothing is confirmed of what could not be read")
    content = receipt.make(
        Receipt(
            case.unit,
            result.round,
            result.fingerprint,
            case.file.manifest,
            case.file.received or case.at,
            verdict,
            case.office.name,
            case.at,
            result.counts.problems,
            case.assessed.errors,
            case.assessed.warnings,
        )
    )
    return NamedPart(f"{case.stem}{_RECEIPT}", content, RECEIPT)


def _mail(case: ReturnCase, subject: str, body: str, parts: list[NamedPart]) -> NamedPart:
    from rectify_xl.documents.mail import mail_draft

    draft = mail_draft.MailDraft(
        subject,
        body,
        (case.address,) if case.address else (),
        tuple(mail_draft.Attachment(part.name, part.content) for part in parts),
    )
    return NamedPart(f"{case.stem}{_MAIL}", mail_draft.eml(draft, case.at), MAIL)
