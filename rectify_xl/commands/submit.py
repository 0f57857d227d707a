"""打包上报: check, pack what goes up into a folder with the draft of a mail, send it where asked, and remember it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands import profile_run
from rectify_xl.commands.finding_tables import (
    count_severities,
    finding_data,
    finding_headlines,
    finding_hindrances,
    finding_table,
    verified_sentences,
)
from rectify_xl.commands.outcome import FINE, FOUND, MadeFile, Outcome, OutputTable, Pending, Request
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.commands.submitting import submission_memory
from rectify_xl.dates import chinese
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.judgement.checks.profiles import SUBMIT
from rectify_xl.ledger import fingerprint, verified_findings
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.verified_findings import SplitFindings
from rectify_xl.supervision.distribution import mail_addresses
from rectify_xl.supervision.returns import return_record
from rectify_xl.supervision.submission import submission_words, submitted_record
from rectify_xl.supervision.submission.submission_manifest import MANIFEST
from rectify_xl.supervision.submission.submitted_record import SubmissionRecord
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text.excerpts import first_few

if TYPE_CHECKING:
    from rectify_xl.commands.submitting.submission_package import SubmissionPackage
    from rectify_xl.documents.mail.mail_settings import MailSettings
    from rectify_xl.ledger.records import Ledger
    from rectify_xl.supervision.returns.open_remarks import ReturnedRemark
    from rectify_xl.supervision.returns.return_record import TakenSlip

WHAT = "上报材料"
NAMED = 6


def run(request: Request) -> Outcome:
    """Pack the ledger into the folder `--output`; with `--receipt` verify what came back instead.

    Errors of the 上报 profile stop it unless `--with-errors` says why they go up. Raises `UsageError` for an address
    that is none and for missing settings of the mail, `PaperError` for a folder that cannot be written.
    """
    if request.text("receipt"):
        from rectify_xl.commands.submitting import receipt_check

        return receipt_check.run(request)
    return _pack(request)


def _pack(request: Request) -> Outcome:
    from rectify_xl.commands.submitting import attached_papers, submission_package
    from rectify_xl.commands.submitting.submission_package import PackingOrder
    from rectify_xl.workbook.saving import fresh_folder

    if not request.text("output"):
        raise UsageError("没有写明上报材料放在哪里", "请写 -o 文件夹；核对上级发来的回执请写 --receipt 回执.json")
    folder = Path(request.text("output"))
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    if not ledger.problems:
        raise UsageError("台账里还没有问题，没有可以上报的", "请先在《问题台账》里填写")
    to = _recipients(request, book, ledger)
    settings = _settings(request, to)
    letter = submission_words.file_name(ledger.info_text("单位名称"), submission_words.LETTER, request.as_of, "txt")
    papers = attached_papers.read(request.many("report"), (MANIFEST, letter))
    request.say("正在按“上报”口径校验……")
    findings, unseen = profile_run.run_profile(request, book, ledger, SUBMIT, sent=True)
    known = verified_findings.split(ledger, findings)
    errors, _ = count_severities(known.left)
    why = " ".join(request.text("with_errors").split())
    returned, remarks = return_record.still_open(book, ledger, findings)
    if errors and not why:
        return _stopped(request, known, (*_open_remarks(returned, remarks), *((unseen,) if unseen else ())))
    former = submitted_record.read(book)
    order = PackingOrder(request, book, ledger, known, papers, to, former, why, len(remarks))
    package = submission_package.pack(order)
    fresh_folder.refuse(folder, package.names, WHAT)
    record = _record(request, book, package, folder)
    with fresh_folder.making(folder) as files:
        for file in package.files:
            files.put(file.name, file.content, WHAT)
        files.put(MANIFEST, package.listed, WHAT)
        files.put(package.mail_name, package.mail, submission_words.MAIL)
        if change_tracking.can_remember(book):
            submission_memory.remember(request, book, record, record.packed_line())
    sent, unsent = _send(request, package, settings, record)
    notes = [
        *sent,
        *_told(package, folder, to),
        *_open_remarks(returned, remarks),
        *attached_papers.cautions(papers),
        *((unseen,) if unseen else ()),
        *verified_sentences(known, named=True, listed=False),
        *_remembered(book),
    ]
    return Outcome(
        {
            **_data(request, package, folder, to),
            "open_remarks": [{"cell": remark.line.address, "message": remark.line.message} for remark in remarks],
            "sent": bool(sent),
            "unsent": unsent,
        },
        (*((unsent,) if unsent else ()), *notes),
        _tables(package),
        FOUND if unsent else FINE,
        made=(
            MadeFile("folder", str(folder)),
            *(MadeFile("ledger", str(folder / file.name), "never") for file in package.files if file.role == "ledger"),
        ),
    )


def _recipients(request: Request, book: RawBook, ledger: Ledger) -> tuple[str, ...]:
    """Return the addresses: those of `--to`, else the one that 字典 has for the level above."""
    asked = tuple(dict.fromkeys(address.strip() for address in request.many("to") if address.strip()))
    bad = [address for address in asked if not mail_addresses.is_address(address)]
    if bad:
        raise UsageError(f"“{bad[0]}”不是邮箱地址", "请改正收件人的邮箱（--to）")
    own = mail_addresses.address_book(book).of(ledger.info_text("上级单位"))
    return asked or ((own,) if own else ())


def _settings(request: Request, to: Sequence[str]) -> MailSettings | None:
    """Return through which server the mail goes out, None where it is not to be sent; raises what stands against it."""
    if not request.on("send"):
        if request.text("smtp"):
            raise UsageError("--smtp 要与 --send 一起用", "只打包、不发信的，请不写 --smtp")
        return None
    from rectify_xl.documents.mail import mail_settings

    if not to:
        raise UsageError(
            "没有写收件人，不能发出",
            "请在《字典》的“收件人”“收件邮箱”两列写上级单位（同《基本信息》的“上级单位”）和它的邮箱（或写 --to 邮箱）",
        )
    return mail_settings.load(request.text("smtp"), Path.home())


def _stopped(request: Request, known: SplitFindings, notes: Sequence[str]) -> Outcome:
    """Say that errors keep the ledger from going up, all of them, and what is to be done."""
    errors, warnings = count_severities(known.left)
    urgent = [finding for finding in known.left if finding.severity == "error"]
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "folder": None,
            "errors": errors,
            "warnings": warnings,
            "findings": [finding_data(finding) for finding in known.left],
        },
        (
            f"没有打包：按“上报”口径校验，还有错误{errors}条、提醒{warnings}条。",
            "请先改正错误再打包；确须带着错误上报的，请写明理由（--with-errors 理由），清单和上报说明里会照写。",
            *notes,
            *verified_sentences(known, named=True, listed=False),
        ),
        (finding_table("校验结果", known.left),),
        FOUND,
        pending=(Pending("submit"),),
        refused=finding_hindrances(urgent),
        headlines=finding_headlines(urgent),
    )


def _record(request: Request, book: RawBook, package: SubmissionPackage, folder: Path) -> SubmissionRecord:
    manifest = package.manifest
    return SubmissionRecord(
        manifest.fingerprint,
        fingerprint.fingerprint(book),
        bytes_sha256(package.listed),
        request.now.strftime(change_log.TIME_FORMAT),
        request.by or UNSIGNED,
        request.as_of,
        manifest.counts["problems"],
        manifest.errors,
        folder.name,
    )


def _send(
    request: Request, package: SubmissionPackage, settings: MailSettings | None, record: SubmissionRecord
) -> tuple[tuple[str, ...], str]:
    """Send the mail where asked; return what to tell of it, and why it was not sent, empty where it was.

    The files are there already, and are not taken back: the draft can be sent by hand.
    """
    if settings is None:
        return (), ""
    from rectify_xl.documents.mail import send_mail

    request.say(f"正在发往{'、'.join(package.draft.to)}……")
    try:
        send_mail.send(package.draft, settings, request.now)
    except PaperError as error:
        return (), f"上报材料已打包，但邮件没有发成：{error}"
    moment = request.now.strftime(change_log.TIME_FORMAT)
    book = request.ledger.read()
    if change_tracking.can_remember(book):
        sent = record._replace(to=package.draft.to, sent=moment)
        submission_memory.remember(request, book, sent, sent.sent_line())
    return (f"已发往{'、'.join(package.draft.to)}（发件人{settings.sender}）。",), ""


def _told(package: SubmissionPackage, folder: Path, to: Sequence[str]) -> Iterator[str]:
    """Say what was packed, what was left out, and what is to be looked at."""
    manifest, rows = package.manifest, package.rows
    yield (
        f"已打包上报材料{len(package.names)}个文件，都在文件夹“{folder.name}”里；"
        f"问题{manifest.counts['problems']}个，完成{manifest.counts['done']}个，核对码{fingerprint.code(manifest.fingerprint)}。"
    )
    if manifest.errors:
        yield f"带着错误{manifest.errors}条、提醒{manifest.warnings}条上报，理由已写进清单和上报说明。"
    else:
        more = f"，提醒{manifest.warnings}条（见校验情况）" if manifest.warnings else "，也没有提醒"
        yield f"按“上报”口径校验，没有错误{more}。"
    if package.same_as:
        yield f"台账内容与{package.same_as.when}那次上报的完全相同，是重复报送。"
    if package.differing:
        yield package.differing
    if rows.covered:
        listed = first_few((cell.replace("!", "") for cell in rows.covered), NAMED, "、", f"等{len(rows.covered)}处")
        yield f"上报件里遮盖了{len(rows.covered)}处个人号码：{listed}；台账没有改动。"
    if rows.doubtful:
        listed = first_few((cell.replace("!", "") for cell in rows.doubtful), NAMED, "、", f"等{len(rows.doubtful)}处")
        yield f"有{len(rows.doubtful)}处像是手机号，没有遮盖，发出前请看：{listed}。"
    if rows.computed:
        listed = first_few((cell.replace("!", "") for cell in rows.computed), NAMED, "、", f"等{len(rows.computed)}处")
        yield f"台账里有{len(rows.computed)}格是公式，上报件里写的是存着的结果，不带公式：{listed}。"
    if rows.own:
        listed = first_few(rows.own, NAMED, "、", f"等{len(rows.own)}处")
        yield f"本单位自己加的没有上报：{listed}。"
    if rows.slips:
        yield f"上级退回时放在前面的{'、'.join(f'《{tab}》' for tab in rows.slips)}不用上报，没有放进上报件。"
    yield from filter(None, (submission_words.heavy(package.weight),))
    how = "核对后即可发出" if to else "填上收件人即可发出"
    yield f"邮件草稿（{package.mail_name}）双击打开，{how}；收到上级的回执后，点“核对回执”。"


def _open_remarks(returned: TakenSlip | None, remarks: Sequence[ReturnedRemark]) -> Iterator[str]:
    """Say what of the last return is still open: the level above will find it again."""
    if returned is not None and remarks:
        office = returned.slip.office
        places = (remark.line.address.replace("!", "") for remark in remarks)
        listed = first_few(places, NAMED, "、", f"等{len(remarks)}处")
        yield f"{office.name}退回的意见还有{len(remarks)}处没有改好（{listed}），期限是{chinese(office.reply_by)}。"


def _remembered(book: RawBook) -> Iterator[str]:
    if not change_tracking.can_remember(book):
        yield "台账缺少《程序状态》或《变更记录》，这次上报没有登记，以后无从核对回执；请点“修复下拉和标色”后再打包。"


def _tables(package: SubmissionPackage) -> tuple[OutputTable, ...]:
    files = OutputTable(
        WHAT,
        ("文件", "是什么", "大小", "SHA-256"),
        tuple(
            (part.name, submission_words.ROLE_WORDS[file.role], f"{part.size / 1024:.0f}KB", part.sha256[:12])
            for part, file in zip(package.manifest.files, package.files, strict=True)
        ),
    )
    urgent = [finding for finding in package.findings if finding.severity == "error"]
    return (files, finding_table("带着上报的错误", urgent)) if urgent else (files,)


def _data(request: Request, package: SubmissionPackage, folder: Path, to: Sequence[str]) -> dict[str, object]:
    manifest = package.manifest
    return {
        "as_of": request.as_of.isoformat(),
        "folder": str(folder),
        "unit": manifest.unit,
        "fingerprint": manifest.fingerprint,
        "code": fingerprint.code(manifest.fingerprint),
        "manifest": bytes_sha256(package.listed),
        "files": [part._asdict() for part in manifest.files],
        "mail": package.mail_name,
        "to": list(to),
        "counts": dict(manifest.counts),
        "errors": manifest.errors,
        "warnings": manifest.warnings,
        "findings": [finding_data(finding) for finding in package.findings],
        "covered": list(package.rows.covered),
        "doubtful": list(package.rows.doubtful),
        "computed": list(package.rows.computed),
        "left_out": list(package.rows.own),
        "same_as": package.same_as.moment if package.same_as else None,
    }
