"""What was there, what was done and what is left (26名……现有19名，解除7名), and totals that come last (……，共13次)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.counts import Count, asides, exact, plainly
from rectify_xl.notice.proof.manuscript import Manuscript, Sentence, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.proof.sums import among
from rectify_xl.notice.reading import stated_totals
from rectify_xl.text.excerpts import around

_ALTOGETHER = re.compile(r"(合计|共计|总计|总共)[^,，;；。\d]{0,8}$")
_SHORT = re.compile(r"(?:^|[,，、;；])\s*(?:一|全年|年内|前后|先后|两项|三项|各项)?(?:累计|共(?:有)?)\s*$")
"""共 alone: a total only where its clause holds nothing else (5次、8次，共13次)."""
_ALL_THE_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|未完成|未办结|未整改|未销号|继续整改|正在整改|正在办理|正在推进)[^,，;；。、\d]{0,10}$"
)
_THE_REST = re.compile(r"(?:还有|尚有|尚未|仍有|解除)[^,，;；。、\d]{0,10}$")
_NOT = re.compile(r"[未不]([\u4e00-\u9fff]{1,4})$")
_APART = Decimal("0.2")


def altogether(text: Manuscript) -> Iterator[Finding]:
    """Report totals that come after their parts (5次、8次，共13次) and do not hold."""
    for line in text.lines:
        previous: Sequence[Count] = ()
        for sentence in sentences(line):
            numbers = exact(sentence.text)
            yield from _altogether(sentence, numbers, previous)
            previous = numbers or previous


def remainders(text: Manuscript) -> Iterator[Finding]:
    """Report what was done and what is left, told in one sentence, that do not make up what was there."""
    disputed = _disputed(text)
    for line in text.lines:
        if line.number in disputed:
            continue
        for sentence in sentences(line):
            numbers = exact(sentence.text)
            if len(numbers) > 2:
                inner = {part for named in among(sentence.text, numbers) for part in (*named.near, *named.far)}
                inner.update(asides(sentence.text, numbers))
                yield from _remainder(sentence, [count for count in numbers if count not in inner])


def problems(text: Manuscript) -> Iterator[Finding]:
    """Report done and remaining problems that, told in different places, do not make up all problems."""
    if text.parsed is None or _disputed(text):
        return
    declared = text.parsed.declared
    total, done, going = (declared.get(name) for name in ("具体问题", "完成", "继续整改"))
    places = {statement.total.name: statement for statement in reversed(text.stated)}
    if not (total and done and going) or done + going == total:
        return
    stated = places["完成"]
    if len({stated.line, places["具体问题"].line}) > 1:
        yield finding(
            "完成与未完成之和不符",
            f"完成{done}个、继续整改{going}个，合计{done + going}个，而问题总数写的是{total}个",
            line=stated.line,
            excerpt=stated.words,
        )


def _disputed(text: Manuscript) -> frozenset[int]:
    """Return the lines where a stated total was found not to hold: the same slip is not told twice."""
    findings = text.parsed.findings if text.parsed else ()
    conflicting = stated_totals.conflicting(text.stated).values()
    return frozenset(
        [
            *(fault.line for fault in findings if fault.code == "IM108" and fault.line),
            *(place.line for places in conflicting for place in places),
        ]
    )


def _altogether(sentence: Sentence, numbers: Sequence[Count], previous: Sequence[Count]) -> Iterator[Finding]:
    for index, total in enumerate(numbers):
        before = sentence.text[max(0, total.start - 14) : total.start]
        short = bool(_SHORT.search(before))
        match = _ALTOGETHER.search(before)
        if not (match or (short and re.match(r"[,，、;；。)）]|$", sentence.text[total.end :]))):
            continue
        here = [count for count in numbers[:index] if count.alike(total)]
        there = [count for count in previous if count.alike(total)] if len(here) < 2 and not short else []
        candidates = [*there, *here]
        if len(candidates) < 2 or any(
            sum(count.value for count in candidates[first:last]) == total.value
            for first in range(len(candidates) - 1)
            for last in range(first + 2, len(candidates) + 1)
        ):
            continue
        if max(count.value for count in candidates) == total.value:
            continue
        addends = "+".join(plainly(count.value) for count in candidates)
        added = sum((count.value for count in candidates), Decimal(0))
        word = "共" if short or not match else match[1]
        yield finding(
            "分项之和不符",
            f"写明{word}{total.shown}，而前面的{addends}={plainly(added)}{total.unit}",
            line=sentence.line,
            excerpt=around(sentence.text, (here or [total])[0].start, total.end),
        )


def _remainder(sentence: Sentence, outer: Sequence[Count]) -> Iterator[Finding]:
    """Check `26名……现有19名，解除7名`; what 其中 names is left out."""
    for index, rest in enumerate(outer):
        lead = sentence.text[max(0, rest.start - 18) : rest.start]
        strict = bool(_ALL_THE_REST.search(lead)) or _opposite(sentence.text, lead, outer[:index])
        if not (strict or _THE_REST.search(lead)):
            continue
        before = [count for count in outer[:index] if count.alike(rest)]
        read = [
            (whole, before[at + 1 :]) for at, whole in enumerate(before[:-1]) if _holds_more(whole, before, at, rest)
        ]
        if not read or any(_made_up(whole, between, rest) for whole, between in read):
            continue
        whole, between = min(read, key=lambda pair: _apart(pair[0], pair[1], rest) / pair[0].value)
        added = sum((count.value for count in between), rest.value)
        near = abs(added - whole.value) <= max(whole.value * _APART, Decimal(1))
        if near or (strict and len(between) < 4):
            addends = "+".join(plainly(count.value) for count in (*between, rest))
            yield finding(
                "完成与未完成之和不符",
                f"总数写{whole.shown}，而{addends}={plainly(added)}{whole.unit}，"
                f"相差{plainly(abs(added - whole.value))}{whole.unit}",
                line=sentence.line,
                excerpt=around(sentence.text, whole.start, rest.end),
            )


def _holds_more(whole: Count, before: Sequence[Count], at: int, rest: Count) -> bool:
    """Tell whether a count may be what was there: more than is left, and than any that follows it."""
    return whole.value > rest.value and all(whole.value >= count.value for count in before[at + 1 :])


def _made_up(whole: Count, between: Sequence[Count], rest: Count) -> bool:
    """Tell whether what was done and what is left make up what was there, in one reading of the list."""
    added = sum((count.value for count in between), rest.value)
    return whole.value in (added, between[-1].value + rest.value, between[0].value + rest.value)


def _apart(whole: Count, between: Sequence[Count], rest: Count) -> Decimal:
    return abs(sum((count.value for count in between), rest.value) - whole.value)


def _opposite(text: str, lead: str, before: Sequence[Count]) -> bool:
    """Tell whether a count is of what an earlier one is not: 采纳33条，未采纳8条."""
    match = _NOT.search(lead)
    if not match or not before:
        return False
    word = re.escape(match[1])
    return any(re.search(rf"(?<![未不]){word}$", text[max(0, count.start - 6) : count.start]) for count in before)
