"""Where dates stand in running text: whole ones, and those that have lost characters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.dates.deadline_grammar import compact
from rectify_xl.dates.meaning import RoundDates
from rectify_xl.text import cell_value
from rectify_xl.text.numerals import COUNTING

_DAMAGED = (
    r"20(?<![\d.．]20)\d\d(?:"
    r"\d{1,4}日"  # 202442日, 2025年 and 月 lost
    r"|年\d{3,4}(?:日|(?=[\s\u3000]*(?:$|[，。；、,;)）至到—])))"
    r"|(?:1[0-2]|[1-9])月\d{1,2}日?"
    r"|月\d{1,2}日"
    r")|至(?<=[日号]至)\d{3,4}日(?!内)|到(?<=[日号]到)\d{3,4}日(?!内)"
)
"""Every alternative begins with a letter of its own, so that `re` passes over the rest of a long text quickly."""
_YEARS = "[今本明次来翌去当同上]年"
_PART = "初|[上中下]旬|[上下]半月|底|末|份"
_QUARTER = f"第?[1-4{COUNTING[:4]}]季度"
_HOLIDAY = "元旦|春节|清明|五一|劳动节|端午|中秋|国庆|七一|八一"
_DATES = (
    r"(?<![\d.A-Za-z/\-〇])(?:"
    rf"(?:20\d\d年|[二〇○零一三四五六七八九]{{4}}年|{_YEARS}度?)?(?:\d{{1,2}}|(?<=年)[{COUNTING}]{{1,2}})月"
    rf"(?:份?(?:\d{{1,2}}|[{COUNTING}]{{1,3}})[日号]|{_PART})?"
    rf"|20\d\d(?:年(?:年?[底末内]|(?:[上下]半年|{_QUARTER})[底末]?)|[./-]\d{{1,2}}[./-]\d{{1,2}}[日号]?)"
    rf"|20\d{{6}}日|{_YEARS}(?:年?[底末]|内|(?:[上下]半年|{_QUARTER})[底末]?)"
    rf"|年底(?=前|之前|以前)|(?<![近前过每])(?:\d{{1,2}}|[两{COUNTING}]{{1,2}})个月(?:之内|以内|内)"
    rf"|(?P<counted>(?<![近前过每{COUNTING}])(?:\d{{1,3}}|[两{COUNTING}]{{1,3}})(?:[日天周年]|个?工作日|个星期)(?:之内|以内|内))"
    rf"|(?<![第每几数{COUNTING}])[{COUNTING}]{{1,2}}月(?:份?[{COUNTING}]{{1,3}}[日号]|{_PART}|(?=之前|以前|前))"
    rf"|(?P<bare>(?<![前年度])(?:{_QUARTER}|[上下]半年)[底末]?|(?<![年近每{COUNTING}几数全半两])年内)"
    rf"|(?P<coming>[本下]个?(?:月(?:[底末初]|[上中下]旬|\d{{1,2}}[日号])?|季度[底末]?))"
    rf"|(?P<holiday>[“\"]?(?:{_HOLIDAY})[”\"]?节?(?:假期|长假)?(?=之前|以前|前))"
    r"|1?\d\.[123]?\d(?:[日号]|(?=进行|开展|召开|组织|举办))"
    r")(?:(?:[01]?\d|2[0-4]|二十四|十二|十七|十八)(?:[时点]整?|:\d\d)(?=之前|以前|前)"
    r"|(?<=[日号])|(?![\d%％]|\.\d))(?:之前|以前|前)?"
)
_AHEAD = "(?:拟定?|计划|力争|争取|确保|预计|将|须|应|务必|承诺|要求|最迟|不晚于|不迟于|限)(?:于|在|到|至)?$"
_TO_BE_DONE = (
    "(?:前|之前|以前)?(?:须|应|要|将|全部|全面|基本|整改)*(?:完成|办结|到位|整改|建成|报送|上报|销号|落实|实现)"
)
_OTHER_START = "之日|接到|收到|发现|受理|立案|签订|印发|发布|通知|公示|[后起]"
_NEAR = 80
"""Characters on either side of a date that tell what it is."""
_END_OF_CLAUSE = "，。；、：,;:!！\n"
_BLANKS = r"(?<=\d)[^\S\n]+(?=[年月日号个时点])|(?<=[年月])[^\S\n]+(?=\d)|(?<=个)[^\S\n]+(?=月)"


class WrittenDate(NamedTuple):
    """A date as written: where it begins and ends, and its text without blanks inside."""

    start: int
    end: int
    text: str


def written(plain: str, *, in_titles: bool = True) -> Iterator[WrittenDate]:
    """Yield the dates in half-width text; without `in_titles` none that stand inside 《》 or 〔〕."""
    if not in_titles and ("《" in plain or "〔" in plain):
        plain = re.sub("《[^《》]*》|〔[^〔〕]*〕", lambda match: "\0" * len(match[0]), plain)
    closed, places = _without_blanks(plain)
    for match in re.finditer(_DATES, closed, re.ASCII):
        if _is_date(closed, match):
            start, end = match.span()
            yield WrittenDate(places[start], places[end - 1] + 1, match[0])


def ahead(before: str) -> bool:
    """Tell whether the words before a date say that it is planned."""
    return bool(re.search(_AHEAD, before))


def _without_blanks(plain: str) -> tuple[str, range | list[int]]:
    """Return the text without the blanks inside its dates (2025 年 6 月), and where each character stood."""
    blanks = [match.span() for match in re.finditer(_BLANKS, plain)] if re.search(r"\s", plain) else []
    if not blanks:
        return plain, range(len(plain))
    places: list[int] = []
    position = 0
    for start, end in [*blanks, (len(plain), len(plain))]:
        places += range(position, start)
        position = end
    return "".join([plain[place] for place in places]), places


def _is_date(plain: str, match: re.Match[str]) -> bool:
    """Tell whether words that may be a date are one here: 三季度 and 5日内 are where something is due then."""
    kind = match.lastgroup
    if kind is None and "个月" not in match[0]:
        return True
    start, end = match.span()
    begins = max(plain.rfind(mark, max(start - _NEAR, 0), start) for mark in _END_OF_CLAUSE) + 1 or max(
        start - _NEAR, 0
    )
    before, after = plain[begins:start], plain[end : end + _NEAR]
    due = match[0].endswith("前") or ahead(before)
    if kind == "bare":
        if match[0].startswith("年内"):
            return due or bool(re.match(_TO_BE_DONE, after))
        return due and "每" not in before
    if kind == "coming":
        return due or bool(re.search(r"[底末初旬日号]$", match[0]))
    if kind == "holiday":
        return ahead(before) or bool(re.match(_TO_BE_DONE, after))
    from_feedback = "反馈" in before
    if not from_feedback and re.search(_OTHER_START, before):
        return False
    return kind is None or due or from_feedback


def damaged(text: str) -> list[str]:
    """Return the pieces of `text` that are dates with lost characters, as written (`202442日`)."""
    return [piece for _, piece in damaged_places(text)]


def may_be_damaged(lines: str) -> bool:
    """Tell whether one of many texts, each on lines of its own, may hold a date with lost characters."""
    return re.search(_DAMAGED, _narrow(lines), re.ASCII | re.MULTILINE) is not None


def _narrow(text: str) -> str:
    return cell_value.narrow(text) if re.search("[０-９]", text) else text


def damaged_places(text: str) -> list[tuple[int, str]]:
    """Return where in `text` dates with lost characters begin, and these as written."""
    plain = _narrow(text)
    places = ((match[0].lstrip("至到"), match.end()) for match in re.finditer(_DAMAGED, plain, re.ASCII))
    return [(end - len(piece), text[end - len(piece) : end]) for piece, end in places if _lost(piece)]


def _lost(piece: str) -> bool:
    """Tell whether digits that run together could be month and day; whole compact dates have lost nothing."""
    if re.fullmatch(r"20\d{6}日", piece, re.ASCII):
        return compact(piece, RoundDates(None)) is None
    digits = re.search(r"(?:20\d\d年|^)(\d{3,4})日?$", piece, re.ASCII)
    if digits is None:
        return True
    run = digits[1]
    return any(1 <= int(run[:i]) <= 12 and 1 <= int(run[i:]) <= 31 for i in (1, 2))
