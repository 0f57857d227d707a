"""到期提醒: what is late or falls due: a text for each person (微信, SMS, mail) and a calendar. It reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request, Tone
from rectify_xl.dates import chinese, workdays
from rectify_xl.errors import UsageError
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.distribution import mail_addresses
from rectify_xl.supervision.distribution.mail_addresses import AddressBook
from rectify_xl.supervision.reminders import due_items, reminder_texts
from rectify_xl.supervision.reminders.due_items import Addressee, Addressing, DueItem, Reminders
from rectify_xl.supervision.reminders.reminder_texts import ReminderText
from rectify_xl.text import cell_value, excerpts, file_names

if TYPE_CHECKING:
    from rectify_xl.documents.mail.calendar_file import CalendarEntry

ADDRESSING: dict[str, Addressing] = {"责任人": "person", "科室": "department", "领导": "leader"}
TEXTS, CALENDAR = "提醒短信.txt", "到期日历.ics"
MOST_NAMED = 12


def run(request: Request) -> Outcome:
    """Tell who is to be reminded of what; `--output` writes texts, drafts of mails and a calendar into a folder."""
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    days = _days(request, ledger)
    addressing = ADDRESSING[request.text("by_whom") or "责任人"]
    reminders = due_items.due(ledger, request.as_of, days, addressing)
    reply_by = workdays.on_or_after(request.as_of + timedelta(days=1))
    unit = ledger.info_text("单位名称")
    texts = [
        reminder_texts.text(addressee, items, unit, request.as_of, reply_by)
        for addressee, items in _in_order(reminders)
        if addressee.name and _asked(addressee, request.many("only"))
    ]
    _refuse_unknown(texts, reminders, request.many("only"))
    unaddressed = reminders.groups.get(Addressee("", is_person=addressing == "leader"), ())
    addresses = mail_addresses.address_book(book)
    folder = request.text("output") if texts else ""
    files = _write(Path(folder), texts, addresses, unit, request) if folder else ()
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "within": days,
            "folder": folder or None,
            "reminders": [_data(one, request.as_of) for one in texts],
            "unaddressed": [item.cell.address for item in unaddressed],
            "undated": [problem.row.cell("整改时限").address for problem in reminders.undated],
        },
        (
            *_summary(texts, days),
            *_left_out(ledger, unaddressed, reminders),
            *_where(folder, texts, addresses),
        ),
        _tables(ledger, texts, request.as_of),
        made=((MadeFile("folder", folder), *(MadeFile("paper", path, "never") for path in files)) if files else ()),
    )


def _days(request: Request, ledger: Ledger) -> int:
    """Return how many days ahead is looked: as asked, else 临期天数 of 基本信息."""
    stated = request.text("within").strip()
    if not stated:
        return binding_deadline.days_setting(ledger, "临期天数")
    if not (stated.isascii() and stated.isdecimal() and len(stated) <= 3):
        raise UsageError(f"天数应是0到999的整数，不能是“{stated}”", "请改正天数（--within）")
    return int(stated)


def _in_order(reminders: Reminders) -> list[tuple[Addressee, tuple[DueItem, ...]]]:
    """Return the groups, the one with the latest item first."""
    return sorted(
        reminders.groups.items(),
        key=lambda group: (-max((item.days for item in group[1] if item.binding), default=-9999), group[0]),
    )


def _asked(addressee: Addressee, only: Sequence[str]) -> bool:
    names = [departments.name(name) for name in only]
    return not names or addressee.name in names or addressee.department in names


def _refuse_unknown(texts: Sequence[ReminderText], reminders: Reminders, only: Sequence[str]) -> None:
    if only and not texts:
        known = [addressee.name for addressee, _ in _in_order(reminders) if addressee.name]
        listed = excerpts.first_few(dict.fromkeys(known), MOST_NAMED, "、", "……")
        raise UsageError(f"“{'、'.join(only)}”没有到期的事项", f"现在要提醒的有：{listed}" if listed else "不必提醒")


def _write(
    folder: Path, texts: Sequence[ReminderText], addresses: AddressBook, unit: str, request: Request
) -> tuple[str, ...]:
    """Write the texts, a calendar, and a draft of a mail for each addressee; return their paths."""
    from rectify_xl.documents.mail import calendar_file, mail_draft
    from rectify_xl.workbook.saving import fresh_folder

    at, as_of = request.now, request.as_of
    names = _mail_names(texts)
    fresh_folder.refuse(folder, (TEXTS, CALENDAR, *names), "提醒")
    title = f"巡察整改到期提醒（{chinese(as_of)}，共{len(texts)}份，逐份复制发出）"
    entries = {entry.identity: entry for one in texts for entry in _entries(one, unit, as_of)}
    with fresh_folder.making(folder) as files:
        content = cell_value.storable(reminder_texts.joined(texts, title)).replace("\n", "\r\n")
        files.put(TEXTS, content.encode("utf-8-sig"), "提醒短信")
        files.put(CALENDAR, calendar_file.ics(entries.values(), at), "日历")
        for one, name in zip(texts, names, strict=True):
            own = _entries(one, unit, as_of)
            address = _address(one.addressee, addresses)
            draft = mail_draft.MailDraft(
                _subject(one),
                one.text + "\n",
                (address,) if address else (),
                (mail_draft.Attachment(CALENDAR, calendar_file.ics(own, at)),) if own else (),
            )
            files.put(name, mail_draft.eml(draft, at), "邮件草稿")
    return tuple(str(path) for path in files.paths)


def _mail_names(texts: Sequence[ReminderText]) -> list[str]:
    """Return a file name for the draft of each addressee, no two alike."""
    used: set[str] = set()
    names: list[str] = []
    for one in texts:
        who = "_".join(filter(None, (one.addressee.name, one.addressee.department)))
        names.append(file_names.unused_name(f"提醒_{file_names.of_whom(who)}", used, ".eml"))
    return names


def _address(addressee: Addressee, addresses: AddressBook) -> str:
    """Return the address of a person or department; of a person without one that of the department."""
    return addresses.of(addressee.name) or (addresses.of(addressee.department) if addressee.department else "")


def _subject(one: ReminderText) -> str:
    late, soon, unread = one.counts
    parts = [
        f"{words}{count}项" for words, count in (("已逾期", late), ("即将到期", soon), ("时限不清", unread)) if count
    ]
    return f"【提醒】巡察整改事项{'、'.join(parts)}（{one.addressee.name}）"


def _entries(one: ReminderText, unit: str, as_of: date) -> list[CalendarEntry]:
    """Return the days of one addressee; what is late already stands on the day of writing."""
    from rectify_xl.documents.mail.calendar_file import CalendarEntry

    entries = []
    for item in one.items:
        if item.binding is not None:
            who = one.addressee.name
            state = f"已逾期{item.days}天" if item.late else "到期"
            words = f"{reminder_texts.words_of(item)}，{reminder_texts.when(item, as_of)}。{item.department}　{who}"
            title = f"巡察整改{state}：{reminder_texts.words_of(item)}（{who}）"
            entries.append(CalendarEntry(f"{unit} {item.key}", max(item.binding, as_of), title, words))
    return entries


def _summary(texts: Sequence[ReminderText], days: int) -> Iterator[str]:
    if not texts:
        yield f"没有逾期的，{days}天内也没有到期的，不必提醒。"
        return
    late, soon, unread = (sum(one.counts[place] for one in texts) for place in range(3))
    parts = [
        f"{words}{count}项"
        for words, count in (("已逾期", late), (f"{days}天内到期", soon), ("时限看不清", unread))
        if count
    ]
    names = excerpts.first_few([one.addressee.name for one in texts], MOST_NAMED, "、", f"等{len(texts)}份")
    yield f"要提醒的共{len(texts)}份：{'、'.join(parts)}。发给{names}。"


def _left_out(ledger: Ledger, unaddressed: Sequence[DueItem], reminders: Reminders) -> Iterator[str]:
    """Say what nobody is reminded of, and why."""
    if unaddressed:
        named = excerpts.first_few(
            map(reminder_texts.words_of, unaddressed), MOST_NAMED, "、", f"等{len(unaddressed)}项"
        )
        term = ledger.department_term
        yield f"没有写明由谁负责、无人可提醒的{len(unaddressed)}项：{named}。请补上责任人或责任{term}。"
    if reminders.undated:
        listed = [problem.id or f"第{problem.number}行" for problem in reminders.undated]
        named = excerpts.first_few(listed, MOST_NAMED, "、", f"等{len(listed)}个")
        yield f"没有填整改时限、无从提醒的问题{len(listed)}个：{named}。"


def _where(folder: str, texts: Sequence[ReminderText], addresses: AddressBook) -> Iterator[str]:
    if folder:
        yield (
            f"都在文件夹“{Path(folder).name}”里：{TEXTS}（逐份复制到微信或短信）、邮件草稿{len(texts)}份、"
            f"{CALENDAR}（双击导入日历，再导入一次会更新，不会重复）。"
        )
        yield from filter(None, (addresses.complaint(),))
    elif texts:
        yield "没有生成文件；加 -o 文件夹 生成短信、邮件草稿和日历。"


def _tables(ledger: Ledger, texts: Sequence[ReminderText], as_of: date) -> tuple[OutputTable, ...]:
    rows = tuple(
        (one.addressee.name, item.department, reminder_texts.words_of(item), reminder_texts.when(item, as_of))
        for one in texts
        for item in one.items
    )
    tones: tuple[Tone, ...] = tuple("red" if item.late else "orange" for one in texts for item in one.items)
    return (
        (OutputTable("到期提醒", ("提醒谁", ledger.termed("责任科室"), "事项", "时限"), rows, tones),) if rows else ()
    )


def _data(one: ReminderText, as_of: date) -> dict[str, object]:
    return {
        "to": one.addressee.name,
        "department": one.addressee.department or None,
        "text": one.text,
        "items": [
            {
                "kind": "measure" if item.is_measure else "problem",
                "cell": item.cell.address,
                "with_measures": [cell.address for cell in item.within],
                "due": item.nominal.isoformat() if item.nominal else None,
                "binding": item.binding.isoformat() if item.binding else None,
                "days": item.days if item.binding else None,
                "text": reminder_texts.when(item, as_of),
            }
            for item in one.items
        ],
    }
