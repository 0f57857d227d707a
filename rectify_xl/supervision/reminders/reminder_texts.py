"""What a reminder says: short, polite, for 微信 or a text message; no codes, no cell addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.supervision.reminders.due_items import Addressee, DueItem
from rectify_xl.text import excerpts

LONGEST_WORDS = 28
TITLES = "长记任员"
"""How a name ends that bears a title (王院长, 李书记, 张主任, 赵委员): nobody is called 王院长同志."""
UNSTARTED = "未启动"


class ReminderText(NamedTuple):
    """What one addressee is told, and the items that it is about."""

    addressee: Addressee
    items: tuple[DueItem, ...]
    text: str

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many items are late, fall due, and cannot be read."""
        late = sum(item.late for item in self.items)
        unread = sum(item.binding is None for item in self.items)
        return late, len(self.items) - late - unread, unread


def text(addressee: Addressee, items: Sequence[DueItem], unit: str, as_of: date, reply_by: date) -> ReminderText:
    """Return the reminder for one addressee; `reply_by` is until when an answer is asked for."""
    greeting = f"{addressee.name}同志" if addressee.is_person and addressee.name[-1] not in TITLES else addressee.name
    lines = [f"{greeting}：您好！提醒您以下巡察整改事项："]
    numbered = len(items) > 1
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if numbered else ""
        lines.append(f"{mark}{_line(item, as_of)}")
    lines.append(_asked(items, reply_by, as_of))
    lines.append(f"收到请回复，谢谢！{f'（{unit}）' if unit else ''}")
    return ReminderText(addressee, tuple(items), "\n".join(lines))


def joined(texts: Iterable[ReminderText], title: str) -> str:
    """Return all texts in one file, each to be copied by itself."""
    parts = [title]
    for one in texts:
        head = "　".join(filter(None, (one.addressee.name, one.addressee.department)))
        parts.append(f"――――――――――  {head}  ――――――――――\n{one.text}")
    return "\n\n".join(parts) + "\n"


def words_of(item: DueItem) -> str:
    """Return what an item is called in a sentence."""
    words = _short(item.words)
    return f"措施“{words}”" if item.is_measure else f"问题“{words}”"


def when(item: DueItem, as_of: date) -> str:
    """Return until when an item is to be done, and how late it is or how many days are left."""
    if item.binding is None or item.nominal is None:
        return f"时限写的是“{_short(item.doubt)}”，看不出是哪一天"
    shifted = f"（逢节假日顺延到{month_day(item.binding, as_of)}）" if item.binding != item.nominal else ""
    day = f"{month_day(item.nominal, as_of)}到期{'（已延期）' if item.extended else ''}{shifted}"
    if item.days > 0:
        return f"{day}，已逾期{item.days}天"
    return f"{day}，还有{-item.days}天" if item.days else f"{day}，就是今天"


def month_day(day: date, as_of: date) -> str:
    """Return a day without its year where it is that of the day of writing."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else chinese(day)


def _line(item: DueItem, as_of: date) -> str:
    state = "，还没有启动" if item.completion in ("", UNSTARTED) else ""
    if item.remaining:
        state = f"；列为“{_short(item.completion)}”，但还剩“{_short(item.remaining)}”没有办"
    inside = f"（其中措施{len(item.within)}条也没有办完）" if item.within else ""
    return f"{words_of(item)}{inside}，{when(item, as_of)}{state}。"


def _short(words: str) -> str:
    """Return words as they stand between quotes in a short message."""
    return excerpts.quoted(excerpts.shortened(" ".join(words.split()).rstrip("。；;"), LONGEST_WORDS))


def _asked(items: Sequence[DueItem], reply_by: date, as_of: date) -> str:
    """Return what is asked of the addressee."""
    asked = []
    if any(item.late for item in items):
        asked.append(f"逾期的请抓紧办结，{month_day(reply_by, as_of)}前回复进展、卡在哪里、预计哪天办完")
    if any(item.binding and not item.late for item in items):
        asked.append("临近到期的请按期办结并报送佐证材料，确实办不完的请在到期前申请延期")
    if any(item.binding is None for item in items):
        asked.append("时限看不清的请告诉我们准确日期")
    return f"{'；'.join(asked)}。"
