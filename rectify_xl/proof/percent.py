"""Percentages: does the part, divided by the whole, give what is printed?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from rectify_xl import values
from rectify_xl.model import Finding
from rectify_xl.notice.parse_findings import around
from rectify_xl.proof.counts import exact
from rectify_xl.proof.kinds import finding
from rectify_xl.proof.manuscript import Manuscript, Sentence, sentences

_PERCENT = re.compile(r"(率|占比?|比例)[^,，;；。%\d]{0,12}?(\d{1,4}(?:\.(\d{1,2}))?)%", re.ASCII)
_OF_PROBLEMS = re.compile(r"问题|措施|整改|领办|销号")


def shares(text: Manuscript) -> Iterator[Finding]:
    """Report percentages that neither the two counts before them nor the stated totals give."""
    declared = text.parsed.declared if text.parsed else {}
    totals = [Decimal(declared[name]) for name in ("具体问题", "整改措施", "具体措施") if declared.get(name)]
    for line in text.lines:
        if "%" in line.text or "％" in line.text:
            for sentence in sentences(line):
                yield from _of_sentence(sentence, totals)


def _of_sentence(sentence: Sentence, totals: Iterable[Decimal]) -> Iterator[Finding]:
    plain = values.narrow(sentence.text)
    start = 0
    for match in _PERCENT.finditer(plain):
        printed = Decimal(match[2])
        clause = plain[start : match.start()].rpartition(";")[2]
        start = match.end()
        if re.search("提升|提高|上升|下降|由|从|比去年|同比|较", clause.rpartition(",")[2] + match[0]):
            continue
        found = exact(clause)
        same = [each for each in found if found and each.kind == found[-1].kind]
        if len(same) == 1 and _OF_PROBLEMS.search(clause[same[0].end :] + clause[max(0, same[0].start - 12) :]):
            pairs = [(same[0].value, total) for total in totals]
        elif len(same) == 2:
            pairs = [(same[0].value, same[1].value), (same[1].value, same[0].value)]
        else:
            continue
        digits = len(match[3] or "")
        if not pairs or any(_fits(part, whole, printed, digits) for part, whole in pairs):
            continue
        part, whole = _nearest(pairs, printed)
        yield finding(
            "百分比不符",
            f"印的是{match[2]}%，而{part}÷{whole}={_share(part, whole):f}%",
            line=sentence.line,
            excerpt=around(sentence.text, match.start(), match.end()),
        )


def _nearest(pairs: Iterable[tuple[Decimal, Decimal]], printed: Decimal) -> tuple[Decimal, Decimal]:
    return min(pairs, key=lambda pair: abs(_share(pair[0], pair[1]) - printed))


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in percent, with two decimals at most."""
    if not whole:
        return Decimal(0)
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def _fits(part: Decimal, whole: Decimal, printed: Decimal, digits: int) -> bool:
    """Tell whether the share, rounded or cut to the printed digits, is what is printed."""
    return bool(whole) and abs(part * 100 / whole - printed) < Decimal(1).scaleb(-digits)
