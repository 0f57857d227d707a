"""The grammar of commitments: one text of a ledger becomes its pieces, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from rectify_xl import dates, values
from rectify_xl.dates import Mention, When
from rectify_xl.promises import tenses
from rectify_xl.promises.anchor import Anchor
from rectify_xl.promises.model import Piece, Tense
from rectify_xl.promises.tenses import REST, clause_end, clause_start

PERIODS: tuple[tuple[str, str], ...] = (
    ("每个?工作日|每[天日]|按日", "每天"),
    ("每两周|每半个?月", "每半月"),
    ("每个?(?:周|星期)|按周|(?<=[一二三])周例会", "每周"),
    ("每旬", "每旬"),
    ("每(?:两|2)个?月|每双月", "每两月"),
    (
        r"每个?月度?|按月(?!份)|(?<![\d一二三四五六七八九十个本当上下两每按])月度?(?:例会|考核|调度|通报)",
        "每月",
    ),
    (f"每个?季度?|按季度?|(?<![第一二三四每按])季度(?:{REST}{{0,4}}考核|例会|通报|{REST}{{2,10}}会议)", "每季度"),
    ("每半年|半年度(?:考核|检查)", "每半年"),
    (r"每个?年度?|按年(?!度?计划|龄|限)|(?<![\d前本])(?<![列纳]入)年度考核", "每年"),
)
"""Words of a rhythm, and the rhythm. A named one (季度考核) repeats as its name says."""

COUNTS = (
    r"(?:至少|不少于|不低于|不超过|最少|共|各)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*"
    r"(?:人次|次|人|名|期|场|份|条|家|户|例|项|个|轮|遍)(?!性)(?:以上)?"
)
_BARE_COUNT = rf"\s*{COUNTS}\s*"
_EACH_TIME = f"[，,]\\s*每(?:次|期|场|人){REST}*"
_REPORTED = "(?:绩效|考核|经营|财务)?(?:考核)?(?:数据|指标|报表|情况汇报)|以来|以前的|前的"
"""What follows a date that belongs to a figure or a period, and not to something done."""


def read(text: str, anchor: Anchor) -> tuple[Piece, ...]:
    """Return the dated, periodic and undated commitments in `text`; nothing of it is read twice as undated."""
    plain = values.narrow(text)
    found = [*_dated(plain, anchor), *_periodic(plain)]
    found += _undated(plain, found)
    return tuple(sorted(found, key=lambda each: (each.trigger, each.kind)))


# Dates


def _dated(text: str, anchor: Anchor) -> Iterator[Piece]:
    opens: int | None = None
    found = _mentions(text, anchor)
    for mention, following in zip_longest(found, found[1:]):
        when = _yeared(text, mention, anchor)
        end = clause_end(text, mention.end)
        if following and re.fullmatch("至|到|[—–~-]{1,2}", text[mention.end : following.start]):
            opens = mention.start if opens is None else opens
            continue
        trigger = mention.start if opens is None else opens
        opens = None
        begin = clause_start(text, trigger)
        sentence = re.match("[^。\n]*", text[mention.end :])
        tense = tenses.of_date(_led(text, begin, trigger), mention.text, sentence[0] if sentence else "")
        if mention.text == "年底":
            tense = "planned"
        if not _background(text, mention, when, anchor, tense):
            start = begin + _lead(text[begin:trigger], far=mention.text == "年底")
            yield Piece(start, end, trigger, "dated", when, "", _quantity(text[mention.end : end]), tense)


def _mentions(text: str, anchor: Anchor) -> list[Mention]:
    """Return what `dates.mentions` finds, damaged dates, and a bare 年底 of which something is said to come."""
    found = dates.mentions(text, anchor.after)
    taken = [(each.start, each.end) for each in found]
    position = 0
    for piece in dates.damaged(text):
        start = text.index(piece, position)
        position = start + len(piece)
        if all(position <= begin or start >= end for begin, end in taken):
            found.append(Mention(start, position, piece, When("damaged", piece)))
    for match in re.finditer(r"(?<![\d年月今本每去上明次来翌当同])年底(?!前)", text):
        if re.search("[将拟]|计划|力争", text[clause_start(text, match.start()) : match.start()]):
            found.append(Mention(*match.span(), match[0], dates.read(match[0], after=anchor.after)))
    return sorted(found, key=lambda each: each.start)


def _lead(before: str, *, far: bool) -> int:
    """Return where the words begin that lead to a date, such as 拟于; `far` looks for them in the whole clause."""
    pattern = "[将拟计力]" if far else "(?:拟定|拟|计划|预计|力争|争取|确保|将|定|已|均)*(?:于|在|到|至)?$"
    found = re.search(pattern, before)
    return found.start() if found else len(before)


def _led(text: str, begin: int, start: int) -> str:
    """Return what leads to a date: its clause up to it, and the clause before where that says 继续整改."""
    earlier = text[clause_start(text, max(begin - 1, 0)) : begin]
    return (earlier if "继续整改" in earlier else "") + text[begin:start]


def _yeared(text: str, mention: Mention, anchor: Anchor) -> When:
    """Return what a date means once the sentence, or the round, has told its year."""
    bare = re.sub("^(?:今年|本年度?)", "", mention.text)
    if bare != mention.text and anchor.year:
        return _in_year(bare, mention, anchor.year, f"“今年”的年份：{anchor.year_note}")
    if mention.when.day or mention.when.kind == "damaged":
        return mention.when
    sentence = text[max(text.rfind(mark, 0, mention.start) for mark in "。\n") + 1 : mention.start]
    years = re.findall(r"(?<!\d)(20\d\d)(?:年|(?=[第届]))", sentence, re.ASCII)
    if years:
        return _in_year(bare, mention, int(years[-1]), f"年份取自同一句的{years[-1]}年")
    return mention.when


def _in_year(bare: str, mention: Mention, year: int, note: str) -> When:
    found = dates.read(bare, after=date(year, 1, 1))
    return found._replace(text=mention.text, inferred=note) if found.day else mention.when


def _background(text: str, mention: Mention, when: When, anchor: Anchor, tense: Tense) -> bool:
    """Tell whether a date belongs to the problem's own history, or to a figure, and not to what is done about it."""
    if anchor.opened and when.day and when.day < anchor.opened:
        return True
    if re.match(_REPORTED, text[mention.end :]):
        return True
    return tense != "planned" and bool(re.search(r"季度$|(?:19|20)\d\d年$", mention.text))


# Rhythms


def _periodic(text: str) -> Iterator[Piece]:
    for words, period in PERIODS:
        for match in re.finditer(words, text):
            begin, end = clause_start(text, match.start()), clause_end(text, match.end())
            start = match.start()
            if re.fullmatch(_BARE_COUNT, text[match.end() : end]) and begin == start and begin:
                start = clause_start(text, begin - 1)
            more = re.match(_EACH_TIME, text[end:])
            end += len(more[0]) if more else 0
            tense = _of_rhythm(text[begin : match.start()], text[match.end() : end])
            quantity = _quantity(text[match.end() : end])
            yield Piece(start, end, match.start(), "periodic", When("period", match[0]), period, quantity, tense)


def _of_rhythm(before: str, after: str) -> Tense:
    if re.search("暂未|尚未|还未|未能|未开展|未启动", before + after):
        return "not_begun"
    return "planned" if re.search("(?:拟|将|计划)(?:在|于)?$", before) else "stated"


def _quantity(text: str) -> str:
    found = (re.sub(r"\s+", "", each) for each in re.findall(COUNTS, text))
    return "、".join(dict.fromkeys(each for each in found if each))


# Intentions without a date


def _undated(text: str, known: Sequence[Piece]) -> Iterator[Piece]:
    patterns: tuple[tuple[str, Tense], ...] = (
        (tenses.UNDER_WAY, "under_way"),
        (tenses.NOT_DONE, "planned"),
        (tenses.INTENDED, "planned"),
    )
    taken = [(each.start, each.end) for each in known]
    for pattern, tense in patterns:
        for match in re.finditer(pattern, text):
            start, end = match.start(), clause_end(text, match.end())
            if match[0].endswith("中") and not match[0].startswith(("正在", "还在")):
                start = clause_start(text, start)
            inside = any(begin < end and start < stop for begin, stop in taken)
            if inside or tenses.conditional(text, match):
                continue
            taken.append((start, end))
            not_begun = re.match("[暂尚还仍]?未", match[0])
            what: Tense = "not_begun" if not_begun else tense
            yield Piece(start, end, match.start(), "undated", When("none"), "", _quantity(match[0]), what)
