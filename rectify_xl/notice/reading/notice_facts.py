"""Who, when and how to reach: unit, dates, inspection, round and contact, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import NOTHING, ReadDate
from rectify_xl.notice.model import Contact, SourceLine
from rectify_xl.notice.reading import lost_characters, notice_sections
from rectify_xl.text import cell_value
from rectify_xl.text.numerals import HUNDREDS

_NUMBERS = rf"{HUNDREDS}零〇\d"
_INSPECTOR = re.compile(
    rf"(?:自治区党|省|市|区|县|旗|盟|州|镇|乡|局|校|院|党|工)委(?:提级|联合|交叉|专项)?第[{_NUMBERS}]{{1,6}}巡[察视](?:工作)?组"
)
_ANY_INSPECTOR = re.compile(r"(?:自治区党|省|市|区|县|旗|盟|州|校|院|党)委巡[察视]组")
_ROUND = re.compile(rf"[{_NUMBERS}]{{1,6}}届(?:[^，。,\s]{{0,4}}?)委(?:员会)?第[{_NUMBERS}]{{1,6}}轮")
_SOME_DATE = r"20\d\d[\d年月日号./]{1,10}"
_SHORT_DATE = r"(?:20\d\d年?)?[\d年月日号./]{0,10}[\d日号月]"
_PERIOD = re.compile(rf"({_SOME_DATE})起?(?:至|到|[-—–~]{{1,2}})({_SHORT_DATE})止?", re.ASCII)
_FEEDBACK = re.compile(
    r"20\d\d年?[\d月]{1,5}[日号]?|\d{1,2}月\d{1,2}[日号]|20\d\d[./-]\d{1,2}[./-]\d{1,2}|(?<!\d)\d{3,4}日", re.ASCII
)

_UNTIL = ("截至", "截止", "截止到", "截至到")
"""What stands before the day of a count (截至9月15日，反馈的30个问题中……), which is no day of feedback."""

_PHONE = re.compile(
    r"(?:电话|手机|联系方式|热线)[^\d:]{0,10}:?\s*((?:\(?\d[\d\-—–―()\s]{5,18}\d)(?:\s*[、/或,]\s*\d[\d\-—–―()]{5,18}\d)*)",
    re.ASCII,
)
_ADDRESS = re.compile(
    r"(?:通[信讯]地址|邮寄地址|来信地址|联系地址|办公地址|地址|邮政信箱|邮箱地址)\s*:?\s*([^;。,\n:]{4,60})"
)
_POSTCODE = re.compile(r"(?:邮政编码|邮编)\s*:?\s*(\d{6})(?!\d)", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){0,5}\.[A-Za-z]{2,24}")


class NoticeFacts(NamedTuple):
    """What the prose says about the round; texts as printed, empty where nothing was found."""

    inspector: str
    round: str
    inspected_from: str
    inspected_to: str
    feedback: str


class NoticeSignature(NamedTuple):
    """Who signs, and when."""

    unit: str
    date: ReadDate


class NoticeDays(NamedTuple):
    """The dates of the round, read. A month and day without a year follow the date before them."""

    inspected_from: ReadDate
    inspected_to: ReadDate
    feedback: ReadDate


def facts(title: str, lines: Iterable[SourceLine]) -> NoticeFacts:
    """Return what the paragraphs before section two say about the inspection."""
    texts = [cell_value.key(line.text) for line in lines]
    whole = "。".join([*texts, cell_value.key(title)])
    inspector = _INSPECTOR.search(whole) or _ANY_INSPECTOR.search(whole)
    found_round = _ROUND.search(whole)
    period = next((match for text in texts for match in _PERIOD.finditer(text) if _inspects(text, match)), None)
    return NoticeFacts(
        inspector.group() if inspector else "",
        found_round.group() if found_round else "",
        period.group(1) if period else "",
        period.group(2) if period else "",
        _feedback(texts),
    )


def signature(lines: Sequence[SourceLine]) -> NoticeSignature:
    """Return unit and date of the signature; the last date counts."""
    unit, when = "", NOTHING
    for line in lines:
        name, day = notice_sections.signed(line.text)
        if day:
            when = dates.read(day)
        if name and not cell_value.key(name).startswith("附件"):
            unit = re.sub(r"^单位[:：]\s*", "", name)
    return NoticeSignature(unit, when)


def owner(title: str) -> str:
    """Return the unit that a title begins with, empty where it begins with 关于."""
    return title.split("关于", 1)[0].strip() if "关于" in title else ""


def contact(lines: Iterable[SourceLine]) -> Contact:
    """Return how the public reaches the unit."""
    text = cell_value.narrow("\n".join(line.text for line in lines))
    text = re.sub(r"(电|地|邮|手|传|信)[ \t]+(话|址|编|箱|机|真)", r"\1\2", text)
    email = _EMAIL.search(text)
    plain = _EMAIL.sub("", text)
    phone, postcode = _PHONE.search(plain), _POSTCODE.search(plain)
    address = _ADDRESS.search(plain)
    return Contact(
        phone=phone.group(1).strip() if phone else "",
        address=_closed(address.group(1).strip()) if address else "",
        postcode=postcode.group(1) if postcode else "",
        email=email.group() if email else "",
    )


def _closed(text: str) -> str:
    """Return a text up to the bracket that closes the remark in which it stands."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return text[:i].strip()
    return text


def dated(inspected_from: str, inspected_to: str, feedback: str, noticed: date | None = None) -> NoticeDays:
    """Read the dates of the round; what is damaged or without a dated predecessor stays unread.

    No feedback comes after the notice (`noticed`): where the year that follows the inspection is too late, it is the
    one before, so that a slip in the month is told as what it is.
    """
    start = dates.read(inspected_from)
    end = _following(inspected_to, start.day)
    fed_back = _following(feedback, end.day)
    if noticed and start.day and fed_back.inferred and fed_back.day and fed_back.day > noticed:
        earlier = dates.read(feedback, after=start.day.replace(day=1))
        if earlier.day and earlier.day <= noticed:
            note = f"未写年份，按通报日期推定为{dates.chinese(earlier.day)}"
            fed_back = earlier._replace(inferred=note)
    return NoticeDays(start, end, fed_back)


def _following(printed: str, before: date | None) -> ReadDate:
    if lost_characters.run_together(printed):
        return NOTHING._replace(kind="damaged", text=printed)
    when = dates.read(printed, after=before)
    if when.inferred and when.day:
        return when._replace(inferred=f"未写年份，按前文日期推定为{dates.chinese(when.day)}")
    return when


def _inspects(text: str, match: re.Match[str]) -> bool:
    return bool(re.search("巡[察视]|进驻|督察|检查", text[match.end() : match.end() + 80]))


def _feedback(texts: Iterable[str]) -> str:
    for text in texts:
        plain = _PERIOD.sub("", text)
        for sentence in re.split("[。;]", plain):
            at = re.search(r"(?<!回头看)反馈", sentence)
            if at and re.search("反馈(?:了|会)?.{0,12}(?:意见|情况|问题|会)", sentence[at.start() :]):
                before = sentence[: at.start()]
                matches = [
                    match for match in _FEEDBACK.finditer(before) if not before[: match.start()].endswith(_UNTIL)
                ]
                if matches:
                    return matches[-1].group()
    return ""
