"""分发填报: a workbook for each department or leader with its rows only, drafts of mails, and a note in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.commands.reply_day import reply_day
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.dates import chinese
from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.distribution import (
    fill_guide,
    mail_addresses,
    sending_words,
    sent_record,
    share_rows,
    shares,
)
from rectify_xl.supervision.distribution.fill_guide import FillGuide, Sender
from rectify_xl.supervision.distribution.mail_addresses import AddressBook
from rectify_xl.supervision.distribution.sent_record import RecipientKind, SentFile
from rectify_xl.supervision.distribution.shares import Division, LedgerShare
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import excerpts

KINDS: dict[str, RecipientKind] = {"科室": "department", "领导": "leader"}
TURNAROUND = 3
"""Working days that a department has, where nobody says until when."""
MOST_NAMED = 12
COVER = "分发清单.xlsx"
WORKBOOK, MAIL = "填报表", "邮件草稿"


class Parcel(NamedTuple):
    """What one recipient is sent: the workbook, the draft of the mail, what is remembered, and the address used."""

    share: LedgerShare
    guide: FillGuide
    sent: SentFile
    workbook: bytes
    mail: bytes
    address: str

    @property
    def mail_name(self) -> str:
        """The file name of the draft."""
        return f"{self.sent.file.removesuffix('.xlsx')}.eml"

    @property
    def late(self) -> int:
        """The number of its problems that are late."""
        return sum(row.tone == "red" for row in self.guide.rows)


class Sending(NamedTuple):
    """One call of the command: the request, the recipients' file names, until when they answer, their addresses."""

    request: Request
    names: tuple[str, ...]
    reply_by: date
    addresses: AddressBook


def run(request: Request) -> Outcome:
    """Write a workbook and a draft of a mail for each recipient into the folder `--output`, and remember what was sent.

    Raises `UsageError` for a recipient that the ledger does not name, `BookError` where the ledger cannot keep what was
    sent.
    """
    from rectify_xl.workbook.saving import fresh_folder

    folder = Path(request.text("output"))
    kind = KINDS[request.text("by_whom") or "科室"]
    reply_by = reply_day(request, TURNAROUND)
    book = request.ledger.read()
    if not change_tracking.can_remember(book):
        raise BookError("台账缺少《程序状态》或《变更记录》，发了什么没有地方登记", "请先点“修复下拉和标色”")
    ledger = reader.read_ledger(book)
    division = shares.divide(ledger, request.as_of, kind, closed_too=request.on("all"))
    chosen = _chosen(division, request.many("only"))
    if not chosen:
        return _nothing(request, division)
    names = sending_words.file_names([share.name for share in chosen], request.as_of)
    mails = [f"{name.removesuffix('.xlsx')}.eml" for name in names]
    fresh_folder.refuse(folder, (*names, *mails, COVER), WORKBOOK)
    sending = Sending(request, names, reply_by, mail_addresses.address_book(book))
    parcels = list(_parcels(book, ledger, chosen, sending))
    with fresh_folder.making(folder) as files:
        for parcel in parcels:
            files.put(parcel.sent.file, parcel.workbook, WORKBOOK)
            files.put(parcel.mail_name, parcel.mail, MAIL)
        files.put(COVER, _cover(parcels, division, request, reply_by), "分发清单")
        _remember(book, parcels, request)
    return _outcome(sending, folder, division, parcels)


def _chosen(division: Division, only: Sequence[str]) -> list[LedgerShare]:
    """Return the shares of those that are named, all where nobody is; raises `UsageError` for an unknown name."""
    if not only:
        return list(division.shares)
    by_name = {share.name: share for share in division.shares}
    names = [name for cell in only for name in departments.names(cell)]
    unknown = [name for name in names if name not in by_name and name not in division.idle]
    if unknown:
        listed = "、".join((*by_name, *division.idle))
        raise UsageError(f"台账中没有“{unknown[0]}”", f"请核对名称，可选：{listed}" if listed else "请核对名称")
    return [by_name[name] for name in dict.fromkeys(names) if name in by_name]


def _parcels(book: RawBook, ledger: Ledger, chosen: Sequence[LedgerShare], sending: Sending) -> Iterator[Parcel]:
    from rectify_xl.documents.mail import mail_draft
    from rectify_xl.workbook import department_blank, share_workbook

    blank = department_blank.blank()
    addresses = sending.addresses
    unit, request = ledger.info_text("单位名称"), sending.request
    moment = request.now.strftime(change_log.TIME_FORMAT)
    by = request.by if request.by != UNSIGNED else ""
    first = 1 + len(sent_record.read(book))
    for number, (share, name) in enumerate(zip(chosen, sending.names, strict=True), first):
        request.say(f"正在做{share.name}的填报表……")
        rows = share_rows.changes(blank.book, ledger, share)
        sent_rows = share_workbook.sent_rows(blank, rows)
        mark = text_sha256(f"{unit}\n{share.name}\n{moment}\n{sent_rows}", 4)
        code = f"{request.as_of:%Y%m%d}-{number:02d}-{mark}"
        sender = Sender(unit, by, request.as_of, sending.reply_by, code, ledger.info_text("联系电话"))
        guide = fill_guide.guide(ledger, share, sender, request.as_of)
        shown = tuple(one.problem.id for one in share.problems if one.shown_only)
        sent = SentFile(
            code, share.kind, share.name, name, moment, by or UNSIGNED, sending.reply_by, sent_rows, shown=shown
        )
        workbook = share_workbook.workbook(blank, rows, guide, request.now, ledger.department_term)
        address = addresses.of(share.name)
        draft = mail_draft.MailDraft(
            sending_words.subject(share, sender),
            sending_words.letter(share, guide, sender, name),
            (address,) if address else (),
            (mail_draft.Attachment(name, workbook),),
        )
        yield Parcel(share, guide, sent, workbook, mail_draft.eml(draft, request.now), address)


def _remember(book: RawBook, parcels: Sequence[Parcel], request: Request) -> None:
    """Put what was sent into the memory and a line for each into 变更记录, in one step."""
    moment, by = request.now.strftime(change_log.TIME_FORMAT), request.by or UNSIGNED
    lines = [
        LogLine(
            moment,
            by,
            sending_words.SHEET,
            sending_words.record(
                parcel.sent,
                sum(not one.shown_only for one in parcel.share.problems),
                len(parcel.share.measures),
            ),
        )
        for parcel in parcels
    ]
    kept = memory_store.update(
        book.sheets[schema.MEMORY.name],
        {sent_record.entry_name(parcel.sent.code): sent_record.as_data(parcel.sent) for parcel in parcels},
    )
    request.ledger.write(tuple(block for block in (change_log.append(book, lines), kept) if block))


def _nothing(request: Request, division: Division) -> Outcome:
    """Say that nobody was sent anything, and why."""
    return Outcome(
        {"as_of": request.as_of.isoformat(), "folder": None, **_data(division, ())},
        ("没有要分发的：没有还没销号的问题。" if not division.unsent else "没有可以发出的问题。", *_left_out(division)),
        _tables((), division),
    )


def _outcome(sending: Sending, folder: Path, division: Division, parcels: Sequence[Parcel]) -> Outcome:
    request, reply_by = sending.request, sending.reply_by
    names = excerpts.first_few([parcel.share.name for parcel in parcels], MOST_NAMED, "、", f"等{len(parcels)}家")
    without = sum(not parcel.address for parcel in parcels)
    mail = "邮件草稿（.eml）双击打开，" + ("填上收件人即可发出" if without else "核对后即可发出")
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "folder": str(folder),
            "reply_by": reply_by.isoformat(),
            **_data(division, parcels),
        },
        (
            f"已做好{len(parcels)}份填报表：{names}，请于{chinese(reply_by)}前退回。",
            f"都在文件夹“{folder.name}”里：填报表和邮件草稿各{len(parcels)}份，另有一张分发清单；{mail}。",
            *_left_out(division),
            *_personal(parcels),
            *filter(None, (sending.addresses.complaint(),)),
            "发了什么已登记在台账里；收到退回的文件后，点“收回合并”。",
        ),
        _tables(parcels, division),
        made=(
            MadeFile("folder", str(folder)),
            *(MadeFile("ledger", str(folder / parcel.sent.file), "never") for parcel in parcels),
        ),
    )


def _personal(parcels: Sequence[Parcel]) -> Iterator[str]:
    """Say which workbooks tell a department of people's numbers that another one wrote down."""
    hits = [
        f"{parcel.share.name}的表里{name}（{kinds}）"
        for parcel in parcels
        if parcel.share.kind == "department"
        for name, kinds in sending_words.personal_numbers_of(parcel.share)
    ]
    if hits:
        listed = excerpts.first_few(hits, MOST_NAMED, "、", f"等{len(hits)}处")
        yield f"不由它牵头的问题里写有个人号码，发出前请看：{listed}。"


def _left_out(division: Division) -> Iterator[str]:
    """Say which rows went to nobody, and who has nothing to fill in."""
    if division.unsent:
        described = excerpts.first_few(
            (f"{row.name}（{row.reason}）" for row in division.unsent), MOST_NAMED, "、", f"等{len(division.unsent)}处"
        )
        yield f"没有发出的{len(division.unsent)}处：{described}。"
    if division.idle:
        named = excerpts.first_few(division.idle, MOST_NAMED, "、", f"等{len(division.idle)}家")
        yield f"没有要填的，没有做：{named}。"


def _tables(parcels: Sequence[Parcel], division: Division) -> tuple[OutputTable, ...]:
    sent = OutputTable(
        "分发",
        ("发给", "问题", "措施", "逾期", "文件"),
        tuple(
            (
                parcel.share.name,
                str(len(parcel.share.problems)),
                str(len(parcel.share.measures)),
                str(parcel.late),
                parcel.sent.file,
            )
            for parcel in parcels
        ),
    )
    left = OutputTable(
        "没有发出的",
        ("位置", "名称", "原因", "处理办法"),
        tuple((row.cell.address, row.name, row.reason, row.remedy) for row in division.unsent),
    )
    return tuple(table for table in (sent, left) if table.rows)


def _data(division: Division, parcels: Sequence[Parcel]) -> dict[str, object]:
    return {
        "sent": [
            {
                "code": parcel.sent.code,
                "kind": parcel.sent.kind,
                "to": parcel.share.name,
                "file": parcel.sent.file,
                "mail": parcel.mail_name,
                "address": parcel.address or None,
                "problems": [one.problem.id for one in parcel.share.problems if not one.shown_only],
                "shown": list(parcel.sent.shown),
                "measures": [measure.id for measure in parcel.share.measures],
                "overdue": parcel.late,
            }
            for parcel in parcels
        ],
        "unsent": [
            {"cell": row.cell.address, "name": row.name, "reason": row.reason, "fix": row.remedy}
            for row in division.unsent
        ],
        "nothing_to_fill": list(division.idle),
    }


def _cover(parcels: Sequence[Parcel], division: Division, request: Request, reply_by: date) -> bytes:
    """Return the list of what went to whom, with room to note what came back."""
    from rectify_xl.workbook import plain_workbook
    from rectify_xl.workbook.plain_workbook import TextSheet, TextStyle

    title = TextStyle("黑体", 16, bold=True, wrapped=False)
    head = TextStyle("黑体", 10, bold=True, ink="FFFFFF", fill="1F4E79", framed=True, centred=True)
    body, middle = TextStyle("宋体", 10, framed=True), TextStyle("宋体", 10, framed=True, centred=True)
    note = TextStyle("宋体", 10, wrapped=False)
    heads = ("序号", "发给", "问题", "措施", "逾期", "文件", "填报编号", "收件邮箱", "退回日期", "备注")
    rows = [
        [(f"巡察整改填报表分发清单（{chinese(request.as_of)}发，请于{chinese(reply_by)}前退回）", title)],
        [(text, head) for text in heads],
    ]
    for number, parcel in enumerate(parcels, 1):
        texts = (
            str(number),
            parcel.share.name,
            str(len(parcel.share.problems)),
            str(len(parcel.share.measures)),
            str(parcel.late),
            parcel.sent.file,
            parcel.sent.code,
            parcel.address,
            "",
            "",
        )
        rows.append([(text, middle if place in (0, 2, 3, 4) else body) for place, text in enumerate(texts)])
    if division.unsent:
        rows += [[("", note)], [(f"没有发出的{len(division.unsent)}处：", note)]]
        rows += [[(f"{row.name}：{row.reason}，{row.remedy}。", note)] for row in division.unsent]
    if division.idle:
        rows += [[("", note)], [(f"没有要填的：{'、'.join(division.idle)}。", note)]]
    widths = (6, 15, 6, 6, 6, 32, 17, 18, 11, 13)
    return plain_workbook.workbook([TextSheet("分发清单", rows, widths, {1: 30, 2: 24}, 2)])
