"""What goes out with a workbook: the words of the mail, the file's name, and the line in 变更记录. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.supervision.distribution.fill_columns import FILLED
from rectify_xl.supervision.distribution.fill_guide import UNREAD, FillGuide, GuideRow, Sender
from rectify_xl.supervision.distribution.sent_record import SentFile
from rectify_xl.supervision.distribution.shares import LEADS, LedgerShare
from rectify_xl.text import personal_numbers
from rectify_xl.text.file_names import of_whom, unused_name

SHEET = "分发填报"
"""What stands in the place of a sheet in the lines of 变更记录 about what was sent."""
FILES_STAY = "已经做好的填报表和邮件草稿还在文件夹里，用不着的请自行删除。"
MOST_LISTED = 12


def file_names(names: Sequence[str], day: date) -> tuple[str, ...]:
    """Return a file name for each recipient, dated, no two alike on any system."""
    used: set[str] = set()
    return tuple(unused_name(f"填报表_{of_whom(name)}_{day:%Y%m%d}", used, ".xlsx") for name in names)


def subject(share: LedgerShare, sender: Sender) -> str:
    """Return what a mail is about."""
    until = f"，请于{sender.reply_by.month}月{sender.reply_by.day}日前退回" if sender.reply_by else ""
    return f"【请填报】巡察整改填报表（{share.name}）{until}"


def letter(share: LedgerShare, guide: FillGuide, sender: Sender, file: str) -> str:
    """Return the words of the mail with which a workbook goes out."""
    until = f"于{chinese(sender.reply_by)}前" if sender.reply_by else "尽快"
    lines = [
        f"{share.name}：",
        "",
        f"　　现发去巡察整改填报表（附件“{file}”）。{guide.summary}",
        f"　　请打开附件，先看第一页《填报说明》，更新蓝色表头的各列，{until}把附件原样退回；编号、表头请不要改。",
    ]
    unread = [row for row in guide.rows if row.state == UNREAD]
    urgent = [row for row in guide.rows if row.tone and row.state != UNREAD]
    for words, rows in (("已逾期和即将到期的：", urgent), ("时限写得看不出是哪一天、请告诉我们的：", unread)):
        if rows:
            lines += ["", words, *(_line(number, row) for number, row in enumerate(rows[:MOST_LISTED], 1))]
            if len(rows) > MOST_LISTED:
                lines.append(f"（共{len(rows)}个，其余见附件。）")
    closing = [sender.unit, chinese(sender.day)]
    return "\n".join([*lines, "", "　　谢谢支持！", "", *filter(None, closing), ""])


def record(sent: SentFile, problems: int, measures: int) -> Change:
    """Return the line of 变更记录 that says that a workbook went out."""
    until = f"，请于{chinese(sent.reply_by)}前退回" if sent.reply_by else ""
    return Change(SHEET, sent.to, sent.code, "", f"问题{problems}个、措施{measures}条，{sent.file}{until}")


def withdrawn(sent: SentFile) -> Change:
    """Return the line of 变更记录 that says that a sending was taken back."""
    return Change(SHEET, sent.to, sent.code, sent.file, "撤销，不再等它退回")


def personal_numbers_of(share: LedgerShare) -> tuple[tuple[str, str], ...]:
    """Return which rows tell a recipient that does not lead them of numbers of people: row, and what numbers."""
    hits: list[tuple[str, str]] = []
    for one in share.problems:
        if one.part != LEADS and not one.shown_only:
            texts = (one.problem.row.text(column) for column in (*FILLED[schema.PROBLEMS.name], "具体问题"))
            kinds = dict.fromkeys(hit.kind for text in texts for hit in personal_numbers.find(text))
            if kinds:
                hits.append((one.problem.id, "、".join(kinds)))
    return tuple(hits)


def _line(number: int, row: GuideRow) -> str:
    state = "" if row.state == UNREAD else f"，{row.state}"
    return f"{number}. {row.id} {row.problem}（时限{row.due}{state}）"
