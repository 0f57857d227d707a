"""Read the dates in running text, each with the year that the sentence, the round or the notice gives it."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.dates import cell_words
from rectify_xl.dates.meaning import ReadDate, RoundDates, months_later
from rectify_xl.dates.patterns import WrittenDate, ahead, written
from rectify_xl.text import cell_value, folding

_OWN_YEAR = r"20\d\d[年./-]|20\d{6}日|[二〇○零一三四五六七八九]{4}年"
_RELATIVE = "[今本明次来翌去当同上]年"
_NAMED_YEAR = (
    r"(?<![\d.〔])(20\d\d)(?:年(?!度|工作|计划|版|考核|预算|决算|级|报|鉴|至|到|[—–~-]"
    r"|[底末]?(?:以来|前|之前|以前))|(?=[第届]))"
)
_LONGEST = 300
"""Characters of a sentence that are looked through for the year of a date; junk may have no full stop at all."""
_NO_YEAR = "原文未写年份"
_JUST_PASSED = 8
"""Months for which a plan without a year may have passed when it was written; what is earlier is meant ahead.

A plan of which the next occurrence is more than four months away is rather one that was not kept.
"""
_GOING_ON = 5
"""The same of what goes on (继续整改，3月底完成)."""
_TOO_EARLY = 3
"""Months ahead of its writing at which what is told as done belongs to the year before; until then it is a slip."""
_PUT_OFF = "(?:推迟|推后|延期|延后|顺延|改期|延)[至到为]?$"
"""What is put off to a day lies ahead."""
_ONWARD_MONTHS = 6
"""So many months after the date before it in its sentence, a month of the next year is meant (12月…，3月底前…)."""


class Mention(NamedTuple):
    """A date in running text: `text` is the piece from `start` to `end`, `when` what it means."""

    start: int
    end: int
    text: str
    when: ReadDate


def mentions(
    text: str, after: date | None = None, *, year: int | None = None, written_on: date | None = None
) -> list[Mention]:
    """Return the dates in running text, in order, as far as they can be read.

    A date without a year that continues a list or range (`2026年5月6日、5月13日`) falls on or after the one before it;
    one in a sentence that names a year falls in that year; any other on or after `after`, as in `read`. 今年 and 明年
    count from `year`, 本月 and 下月 from `written_on`. Amounts, shares, version numbers and what stands inside 《》 or
    〔〕 are no dates.
    """
    result: list[Mention] = []
    plain = _plain(text)
    around = RoundDates(after, year=year, written=written_on)
    for piece in written(plain, in_titles=False):
        when = _read(plain, piece, result[-1] if result else None, around)
        if when.day or when.kind == "unclear":
            result.append(Mention(piece.start, piece.end, text[piece.start : piece.end], when))
    return result


def impossible(text: str) -> list[tuple[int, str]]:
    """Return where in `text` a date stands that no calendar has (2月30日, 13月), and its words."""
    plain = _plain(text)
    return [
        (piece.start, text[piece.start : piece.end])
        for piece in written(plain)
        if cell_words.read(piece.text, RoundDates(None)).kind == "impossible"
        and not plain.startswith(("龄", "大"), piece.end)
    ]


def _plain(text: str) -> str:
    """Return half-width text with look-alike characters made ordinary; every character keeps its place."""
    folded = "".join([folding.cleaned(mark) or mark for mark in text]) if folding.odd(text) else text
    return cell_value.narrow(folded)


def _read(plain: str, piece: WrittenDate, last: Mention | None, around: RoundDates) -> ReadDate:
    if re.match(_OWN_YEAR, piece.text):
        return cell_words.read(piece.text, around)._replace(text=piece.text)
    begins = max(piece.start - _LONGEST, *(plain.rfind(mark, 0, piece.start) + 1 for mark in "。\n"), 0)
    before = last if last and last.start >= begins and last.when.day else None
    relative = re.match(_RELATIVE, piece.text)
    if relative:
        named = (
            _named(plain, begins, piece, before) if relative[0] in ("次年", "翌年", "来年", "当年", "同年") else None
        )
        return cell_words.read(piece.text, around._replace(year=named or around.year))._replace(text=piece.text)
    if last and re.fullmatch("[、,至到和及—-]{1,2}", plain[last.end : piece.start]):
        return cell_words.read(piece.text, around._replace(after=last.when.day or around.after))._replace(
            text=piece.text
        )
    named = _named(plain, begins, piece, before)
    if named and not re.search("[个日天周]内|以内|之内|[本下]个?[月季]", piece.text):
        reading = _in_named_year(plain[begins : piece.start], piece, named, before, around)
        if reading:
            return reading
    return _near_writing(plain, begins, piece, around)._replace(text=piece.text)


def _near_writing(plain: str, begins: int, piece: WrittenDate, around: RoundDates) -> ReadDate:
    """Return a date without a year as it was meant on the day of writing.

    What is planned lies ahead, or has just passed; what is told as done is the last such day before.
    """
    first = cell_words.read(piece.text, around)
    written_on = around.written
    if not (written_on and first.day and first.inferred.startswith(_NO_YEAR)):
        return first
    if _planned(plain, begins, piece):
        goes_on = "继续整改" in plain[begins : piece.start]
        later = months_later(written_on, -(_GOING_ON if goes_on else _JUST_PASSED))
        moved = first.day < later
    else:
        later = months_later(written_on, -12) + timedelta(days=1)
        moved = first.day < later or (
            first.day > months_later(written_on, _TOO_EARLY) and not _soon_after(first.day, written_on, around.after)
        )
    if not moved:
        return first
    reading = cell_words.read(piece.text, around._replace(after=later))
    return reading._replace(inferred=f"{_NO_YEAR}，按成文日期推定为{reading.day.year}年") if reading.day else first


def _soon_after(day: date, written_on: date, after: date | None) -> bool:
    """Tell whether a day lies nearer behind the writing than the same day a year before lies ahead of the feedback."""
    return after is not None and day - written_on <= after - months_later(day, -12)


def _planned(plain: str, begins: int, piece: WrittenDate) -> bool:
    """Tell whether a date is one by which something will be done, by its own clause and what comes right after it."""
    clause = re.split("[，,；;：:]", plain[begins : piece.start])[-1]
    if piece.text.endswith("前") or ahead(clause) or "继续整改" in clause:
        return True
    if re.search(
        "(?:拟|将|预计|(?<!学习)计划|力争)[^，。]{0,6}$|(?:推迟|推后|延期|延后|顺延|改期|延)[至到为]?$", clause
    ):
        return True
    after = re.match("[^，。；,;\n]*", plain[piece.end :])
    done = bool(re.search("已|了|均", clause[-6:] + (after[0] if after else "")))
    return bool(after and re.match("完成|办结|到位|建成|整改", after[0])) and not done


def _named(plain: str, begins: int, piece: WrittenDate, before: Mention | None) -> int | None:
    """Return the year that the sentence names last before the date."""
    years = re.findall(_NAMED_YEAR, plain[begins : piece.start], re.ASCII)
    if years:
        return int(years[-1])
    return before.when.day.year if before and before.when.day and "同一句" in before.when.inferred else None


def _in_named_year(
    lead: str, piece: WrittenDate, year: int, before: Mention | None, around: RoundDates
) -> ReadDate | None:
    """Return the date in the year that the sentence names, or in the next one where the text runs on into it."""
    reading = cell_words.read(piece.text, around._replace(after=date(year, 1, 1)))
    if reading.day is None:
        return None
    due = piece.text.endswith("前") or ahead(lead)
    earlier = before.when.day if before else None
    if earlier and (reading.day.year, reading.day.month) < (earlier.year, earlier.month):
        months = (reading.day.year + 1 - earlier.year) * 12 + reading.day.month - earlier.month
        if due or 0 < months <= _ONWARD_MONTHS:
            year += 1
            reading = cell_words.read(piece.text, around._replace(after=date(year, 1, 1)))
    if reading.day is None or (due and around.after and reading.day < around.after):
        return None
    return reading._replace(text=piece.text, inferred=f"年份取自同一句的{year}年")
