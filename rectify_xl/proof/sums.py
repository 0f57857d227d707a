"""Totals and their parts: 共64台，其中40台、15台……；14人、19人，合计33人；26名，现有19名，解除7名.

A rule speaks only where the text itself says that parts make up a total, and where they nearly do: a list of examples
(26个，其中长期坚持8个) is no sum.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl import values
from rectify_xl.model import Finding
from rectify_xl.notice import parse_totals
from rectify_xl.notice.parse_findings import around
from rectify_xl.proof.counts import Count, exact
from rectify_xl.proof.kinds import finding
from rectify_xl.proof.manuscript import Manuscript, Sentence, sentences

_AMONG = re.compile(r"其中(?:,|:|，|：|有)*")
_ALTOGETHER = re.compile(r"(?:合计|共计|总计|总共)[^,，;；。\d]{0,8}$")
_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|还有|尚有|尚未|仍有|未完成|未办结|未整改|未销号|继续整改|正在整改|正在办理|正在推进|解除)"
    r"[^,，;；。、\d]{0,10}$"
)
_BREAK = re.compile(r"目前|现已|已有|现有|同时|另外|此外|累计|合计|共计|全部|比|占|率|达到|较")
_APART = Decimal("0.2")
"""Parts that fall short of their total by more than this share of it are a selection, not a slip."""
_APART_OF_TWO = Decimal("0.1")


def parts(text: Manuscript) -> Iterator[Finding]:
    """Report totals whose parts, listed in the same sentence, add up to something else."""
    disputed = _disputed(text)
    for line in text.lines:
        previous: Sequence[Count] = ()
        for sentence in sentences(line):
            found = exact(sentence.text)
            if len(found) > 1:
                named = _named(sentence.text, found)
                for part in named:
                    yield from _compare(sentence, part.whole, part.parts, "其中")
                yield from _listed(sentence, found)
                if line.number not in disputed:
                    inner = {each for part in named for each in part.parts}
                    yield from _remainder(sentence, [each for each in found if each not in inner])
            if found:
                yield from _altogether(sentence, found, previous)
            previous = found


def problems(text: Manuscript) -> Iterator[Finding]:
    """Report done and remaining problems that, told in different places, do not make up all problems."""
    if text.parsed is None or _disputed(text):
        return
    declared = text.parsed.declared
    total, done, going = (declared.get(name) for name in ("具体问题", "完成", "继续整改"))
    lines = {each.total.name: each.line for each in reversed(text.stated)}
    if total and done and going and done + going != total and len({lines["完成"], lines["具体问题"]}) > 1:
        yield finding(
            "完成与未完成之和不符",
            f"完成{done}个、继续整改{going}个，合计{done + going}个，而问题总数写的是{total}个",
            line=lines["完成"],
            excerpt=f"完成{done}个，继续整改{going}个",
        )


def shares_of_problems(text: Manuscript) -> Iterator[Finding]:
    """Report kinds of problems, listed in one sentence (19项具体问题……12项……), that do not make up all of them."""
    total = text.parsed.declared.get("具体问题") if text.parsed else None
    if text.parsed is None or not total:
        return
    lines = {passage.line for passage in text.parsed.passages if passage.part in ("第一部分", "第三部分")}
    for line in text.lines:
        if line.number not in lines:
            continue
        for sentence in sentences(line):
            found = [int(each) for each in re.findall(r"(\d{1,4})[个条项](?:具体)?问题", values.narrow(sentence.text))]
            apart = abs(sum(found) - total)
            if len(found) > 1 and max(found) < total and 0 < apart <= total * _APART:
                shown = "+".join(map(str, found))
                yield finding(
                    "分项之和不符",
                    f"各类问题{shown}={sum(found)}个，而问题总数是{total}个，相差{apart}个",
                    line=sentence.line,
                    excerpt=around(sentence.text, 0, 1),
                )


def _disputed(text: Manuscript) -> frozenset[int]:
    """Return the lines where a stated total was found not to hold: the same slip is not told twice."""
    found = text.parsed.findings if text.parsed else ()
    conflicting = parse_totals.conflicting(text.stated).values()
    return frozenset(
        [
            *(each.line for each in found if each.code == "IM108" and each.line),
            *(place.line for places in conflicting for place in places),
        ]
    )


class _Part(NamedTuple):
    """What 其中 names: the total before it, and the parts after it."""

    whole: Count
    parts: tuple[Count, ...]


def _named(text: str, found: Sequence[Count]) -> list[_Part]:
    """Return the parts that each 其中 of a sentence names, as far as the next 其中."""
    starts = [each.start for each in found]
    named: list[_Part] = []
    matches = list(_AMONG.finditer(text))
    for index, match in enumerate(matches):
        at = bisect_left(starts, match.end())
        end = bisect_left(starts, matches[index + 1].start()) if index + 1 < len(matches) else len(found)
        if at and not re.search("[;；]", text[found[at - 1].end : match.start()]):
            whole = found[at - 1]
            named.append(_Part(whole, tuple(_run(text, found[at:end], whole.kind, match.end()))))
    return named


def _run(text: str, found: Sequence[Count], kind: str, start: int) -> list[Count]:
    """Return the parts after 其中: those that 、 or 和 join, or, where each has a clause, those of the clauses."""
    segment = re.match(r"[^,，;；。]*", text[start:])
    end = start + (len(segment[0]) if segment else 0)
    near = [each for each in found if each.end <= end and each.kind == kind]
    if len(near) > 1:
        return near
    run: list[Count] = []
    position = start
    for each in found:
        between = text[position : each.start]
        if each.kind != kind or _BREAK.search(between) or re.search("[;；]", between):
            break
        run.append(each)
        position = each.end
    return run


def _listed(sentence: Sentence, found: Sequence[Count]) -> Iterator[Finding]:
    """Check `图书共9120册，在架8305册，外借790册，遗失25册`: a total first, then at least three parts."""
    whole, rest = found[0], found[1:]
    same = [each for each in rest if each.kind == whole.kind]
    if "其中" in sentence.text or len(same) < 3 or len(same) != len(rest):
        return
    if not re.search(r"共(?:计|有)?\s*$", sentence.text[: whole.start]) or any(
        each.value > whole.value for each in same
    ):
        return
    if abs(sum(each.value for each in same) - whole.value) <= whole.value * Decimal("0.05"):
        yield from _compare(sentence, whole, same, "各项")


def _altogether(sentence: Sentence, found: Sequence[Count], previous: Sequence[Count]) -> Iterator[Finding]:
    for index, total in enumerate(found):
        if not _ALTOGETHER.search(sentence.text[max(0, total.start - 14) : total.start]):
            continue
        here = [each for each in found[:index] if each.kind == total.kind]
        there = [each for each in previous if each.kind == total.kind] if len(here) < 2 else []
        candidates = [*there, *here]
        if len(candidates) < 2 or any(
            sum(each.value for each in candidates[first:]) == total.value for first in range(len(candidates) - 1)
        ):
            continue
        if max(each.value for each in candidates) == total.value:
            continue
        shown = "+".join(str(each.value) for each in candidates)
        added = sum(each.value for each in candidates)
        yield finding(
            "分项之和不符",
            f"写明合计{total.shown}，而前面的{shown}={added}{total.unit}",
            line=sentence.line,
            excerpt=around(sentence.text, total.start, total.end),
        )


def _compare(sentence: Sentence, whole: Count, listed: Sequence[Count], how: str) -> Iterator[Finding]:
    if not listed:
        return
    added = sum((each.value for each in listed), Decimal(0))
    largest = max(each.value for each in listed)
    if largest > whole.value:
        message = f"总数写{whole.shown}，{how}却有{largest}{whole.unit}，部分大于总数"
    elif len(listed) > 1 and _slipped(added - whole.value, whole.value, len(listed)):
        shown = "+".join(str(each.value) for each in listed)
        message = f"总数写{whole.shown}，{how}{shown}={added}{whole.unit}，相差{abs(added - whole.value)}{whole.unit}"
    else:
        return
    yield finding(
        "分项之和不符",
        message,
        line=sentence.line,
        excerpt=around(sentence.text, whole.start, whole.end),
    )


def _slipped(gap: Decimal, whole: Decimal, count: int) -> bool:
    """Tell whether the parts were meant to make up the whole: they nearly do."""
    room = _APART if count > 2 else _APART_OF_TWO
    return gap != 0 and abs(gap) <= max(whole * room, Decimal(1))


def _remainder(sentence: Sentence, outer: Sequence[Count]) -> Iterator[Finding]:
    """Check `26名……现有19名，解除7名`: what was there, what was done, what is left; parts named after 其中 left out."""
    for index, rest in enumerate(outer):
        if not _REST.search(sentence.text[max(0, rest.start - 18) : rest.start]):
            continue
        before = [each for each in outer[:index] if each.kind == rest.kind]
        if len(before) < 2:
            continue
        whole = max(before, key=lambda each: each.value)
        between = [each for each in before if each.start > whole.start]
        if not between or rest.value >= whole.value:
            continue
        added = sum((each.value for each in between), rest.value)
        fits = whole.value in (added, between[-1].value + rest.value, between[0].value + rest.value)
        if not fits and abs(added - whole.value) <= max(whole.value * _APART, Decimal(1)):
            shown = "+".join(str(each.value) for each in (*between, rest))
            yield finding(
                "完成与未完成之和不符",
                f"总数写{whole.shown}，而{shown}={added}{whole.unit}，相差{abs(added - whole.value)}{whole.unit}",
                line=sentence.line,
                excerpt=around(sentence.text, rest.start, rest.end),
            )
