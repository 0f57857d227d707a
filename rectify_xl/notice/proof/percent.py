"""Percentages: does the part, divided by the whole, give what is printed?

What a rate is of, its own word tells (完成率 is the share of what is 完成); every number of the sentence that may be
the whole is tried, and sums of two (完成18个、继续整改7个 are 25). Where one reading fits, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.counts import Count, asides, exact
from rectify_xl.notice.proof.manuscript import Manuscript, Sentence, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around
from rectify_xl.text.numerals import read_digits, read_numeral

_PERCENT = re.compile(
    r"((?:[\u4e00-\u9fff]{1,6})?(?:率|占比?|比例|达到?))"
    r"(?:[^,，;；。%\d]{0,12}?|(?<=占)[^,，;；。%]{2,24}的)(?:(\d{1,4}(?:\.(\d{1,2}))?)%|百分之([一二三四五六七八九十百零]{1,5})(?:点([一二三四五六七八九零]{1,2}))?)",
    re.ASCII,
)
_CHANGE = "提升|提高|上升|下降|增长|增加|压降|降低|降至|升至|由|从|比去年|比上年|同比|较|不低于|不少于|超过|以上|目标"
_OF_PROBLEMS = re.compile(r"问题|措施|整改|领办|销号")
_RATES = (
    ("完成率|整改率|办结率|销号率|到位率|落实率|化解率", "完成|整改|办结|销号|到位|落实|化解"),
    ("采纳率|采用率", "采纳|采用"),
    ("回收率|收回率|追缴率|清退率", "收回|回收|追回|追缴|清退|退回"),
    ("满意率|满意度", "满意"),
    ("合格率|达标率|优良率", "合格|达标|优良"),
    ("签约率|覆盖率|参与率|参训率|到会率|出勤率|知晓率", "签约|覆盖|参与|参训|参加|到会|出勤|知晓"),
    ("服务率", "服务"),
)
"""Rates by their words, and the words of what they are the share of."""
_UNDONE = re.compile(r"[未不][\u4e00-\u9fff]{0,4}$|(?:继续|正在|持续|尚|其余|剩余|部分)[\u4e00-\u9fff]{0,6}$")


class _Rate(NamedTuple):
    """A percentage: what is printed, with how many decimals, its word, and where it stands."""

    printed: Decimal
    digits: int
    word: str
    words: str
    start: int
    end: int


def shares(text: Manuscript) -> Iterator[Finding]:
    """Report percentages that neither the counts of their sentence nor the stated totals give."""
    declared = text.parsed.declared if text.parsed else {}
    totals = [Decimal(declared[name]) for name in ("具体问题", "整改措施", "具体措施") if declared.get(name)]
    for line in text.lines:
        if re.search("[%％]|百分之", line.text):
            for sentence in sentences(line):
                yield from _of_sentence(sentence, totals)


def _of_sentence(sentence: Sentence, totals: Sequence[Decimal]) -> Iterator[Finding]:
    plain = cell_value.narrow(sentence.text)
    numbers = exact(sentence.text)
    aside = asides(sentence.text, numbers)
    numbers = [count for count in numbers if count not in aside] or numbers
    start = 0
    for rate in _rates(plain):
        begin = max(plain.rfind(";", 0, rate.start) + 1, 0)
        clause = plain[max(begin, plain.rfind(",", 0, rate.start) + 1) : rate.end]
        if rate.word.endswith(("占", "占比")):
            begin = 0
        counted = [count for count in numbers if begin <= count.start < rate.end]
        recent = [count for count in counted if count.start >= start]
        start = rate.end
        if re.search(_CHANGE, clause) or not (recent or counted):
            continue
        yield from _judged(sentence, rate, recent or counted, counted, totals)


def _rates(plain: str) -> Iterator[_Rate]:
    for match in _PERCENT.finditer(plain):
        if match[2]:
            yield _Rate(Decimal(match[2]), len(match[3] or ""), match[1], f"{match[2]}%", *match.span())
            continue
        whole = 100 if match[4] == "百" else read_numeral(match[4])
        digits = read_digits(match[5] or "")
        if whole is not None:
            words = match[0][match[0].index("百分之") :]
            yield _Rate(Decimal(f"{whole}.{digits or 0}"), len(digits), match[1], words, *match.span())


def _judged(
    sentence: Sentence, rate: _Rate, recent: Sequence[Count], counted: Sequence[Count], totals: Sequence[Decimal]
) -> Iterator[Finding]:
    inside = [count for count in counted if count.start >= rate.start]
    if rate.word.endswith("占") and inside:
        counted = [count for count in counted if count.start < rate.start]
        if counted:
            yield from _share_of(sentence, rate, counted[-1], inside[-1])
        return
    kind = recent[-1].kind
    same = [count for count in counted if count.kind == kind]
    about_problems = bool(_OF_PROBLEMS.search(sentence.text[max(0, same[0].start - 12) : rate.end]))
    wholes = [*(count.value for count in same), *_sums(same), *(totals if about_problems else ())]
    named = _named_parts(sentence.text, rate, same)
    if rate.word.endswith(("占", "占比")) and len(recent) == 1:
        named = list(recent)
    if not named and len(same) > 1 and any(_fits(count.value, whole, rate) for count in same for whole in wholes):
        return
    parts = named or ([count for count in same if count in recent] if len(same) < 3 else [])
    twice = Counter(count.value for count in same)
    pairs = [
        (part, whole)
        for part in dict.fromkeys(count.value for count in parts)
        for whole in dict.fromkeys(wholes)
        if whole != part or part in totals or twice[part] > 1
    ]
    if not pairs or any(_fits(part, whole, rate) for part, whole in pairs):
        return
    if len(same) == 1 and not about_problems:
        return
    part, whole = _nearest(_likely(pairs, same, totals) or pairs, rate.printed)
    yield finding(
        "百分比不符",
        f"印的是{rate.words}，而{part}÷{whole}={_share(part, whole):f}%",
        line=sentence.line,
        excerpt=around(sentence.text, parts[0].start if rate.end - parts[0].start < 36 else rate.start, rate.end),
    )


def _share_of(sentence: Sentence, rate: _Rate, part: Count, whole: Count) -> Iterator[Finding]:
    """Check 86人，占职工总数215人的40%, which names its whole itself."""
    if not _fits(part.value, whole.value, rate):
        yield finding(
            "百分比不符",
            f"印的是{rate.words}，而{part.value}÷{whole.value}={_share(part.value, whole.value):f}%",
            line=sentence.line,
            excerpt=around(sentence.text, part.start if rate.end - part.start < 36 else rate.start, rate.end),
        )


def _likely(
    pairs: Sequence[tuple[Decimal, Decimal]], same: Sequence[Count], totals: Sequence[Decimal]
) -> list[tuple[Decimal, Decimal]]:
    """Return the pairs to be named: those of two counts of the sentence, else those of a count and a total."""
    counted = {count.value for count in same}
    for wholes in (counted, set(totals[:1]), set(totals)):
        fitting = [pair for pair in pairs if pair[1] in wholes and pair[1] > pair[0]]
        if fitting:
            return fitting
    return [pair for pair in pairs if pair[1] >= pair[0]]


def _named_parts(text: str, rate: _Rate, same: Sequence[Count]) -> list[Count]:
    """Return the counts that the word of the rate names: 完成18个 for 完成率, and not 未完成7个 or 继续整改7个."""
    words = next((words for rates, words in _RATES if re.search(f"(?:{rates})$", rate.word)), "")
    if not words:
        return []
    parts: list[Count] = []
    for count in same:
        lead = re.split("[,，;；、。(（]", text[max(0, count.start - 14) : count.start])[-1]
        tail = re.match("[^,，;；、。(（]{0,8}", text[count.end : rate.start])
        follows = "" if any(count.end <= other.start <= count.end + 8 for other in same) or not tail else tail[0]
        context = f"{lead}|{follows}"
        if (
            re.search(words, context)
            and not _UNDONE.search(lead)
            and not re.search("继续|正在|未|不满意|制定", context)
        ):
            parts.append(count)
    return parts


def _sums(same: Sequence[Count]) -> list[Decimal]:
    """Return what two or three neighbours of a list make together."""
    few = same[-4:]
    return [sum((count.value for count in chosen), Decimal(0)) for size in (2, 3) for chosen in combinations(few, size)]


def _nearest(pairs: Sequence[tuple[Decimal, Decimal]], printed: Decimal) -> tuple[Decimal, Decimal]:
    return min(pairs, key=lambda pair: abs(_share(pair[0], pair[1]) - printed))


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in percent, with two decimals at most."""
    if not whole:
        return Decimal(0)
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def _fits(part: Decimal, whole: Decimal, rate: _Rate) -> bool:
    """Tell whether the share, rounded or cut to the printed digits, is what is printed."""
    return bool(whole) and abs(part * 100 / whole - rate.printed) < Decimal(1).scaleb(-rate.digits)
