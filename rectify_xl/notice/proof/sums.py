"""Totals and their parts: 共64台，其中40台、15台……；问题24个（党建类8个、业务类15个）；5次、8次，共13次.

A rule speaks only where the text itself says that parts make up a total. Where one reading of a list fits, nothing is
said; a list of examples (26个，其中长期坚持8个) is no sum, and parts that may overlap (党员60人、女性50人) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.counts import Count, exact, plainly
from rectify_xl.notice.proof.manuscript import Manuscript, Sentence, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around

_AMONG = re.compile(r"其中(?:,|:|，|：|有)*")
_BREAK = re.compile(r"目前|现已|已有|现有|同时|另外|此外|累计|合计|共计|全部|比|占|率|达到|较")
_NEAR = Decimal("0.2")
"""Parts that fall short of their total by more than this share of it are a selection, not a slip."""
_NEAR_OF_TWO = Decimal("0.1")
_LISTED_NEAR = Decimal("0.05")
_ONE = Decimal(1)
CLAUSES_BETWEEN = 2
"""Commas that may stand between a total and 其中."""
_FEW = 6
"""A total from which one may be missing by a slip; of a smaller one half is a selection."""
_EXHAUSTIVE = re.compile(
    r"其余|剩余|余下|剩下|其他|另外?(?=\d)|(?:新建|新增|制定).*(?:修订|修改)|(?:修订|修改).*(?:新建|新增|制定)|在[职岗编].*(?:退休|离岗|编外|聘用)|男.*女|女.*男|上半年.*下半年|"
    r"(?:已|完成).*(?:未|尚|正在|继续)|([\u4e00-\u9fff]{1,3})[\d一二三四五六七八九十百]+.*[未不]\1|线上.*线下|城镇.*农村|机关.*基层"
)
"""Words that tell that the parts are all there is."""
_OVERLAPPING = re.compile(
    r"女|男|岁|党员|团员|少数民族|本科|研究生|博士|硕士|大专|学历|职称|高级|中级|初级|干部|科级|处级|股级|退休|离休|困难|残疾|返乡|"
    r"发现|(?<!限期)(?<!分期)整改|立案|办结|处分|处理|问责|移交|约谈|长期|即知即改|立行立改|逾期|临期"
)
"""Qualities and steps of which one thing may have several."""
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{4,120})[)）]")
_AFTER_COLON = re.compile(r"[:：]([^。；;:：]{4,120})")
_BARE = re.compile(r"(?:^|[、和及与,，])[^\d、和,，。；;]{0,10}?(\d{1,9})(?=[、和,，。；;)）]|$)", re.ASCII)


class Parts(NamedTuple):
    """A total and what is named as its parts: right after it (`near`), and as far as the list may reach (`far`)."""

    whole: Count
    near: tuple[Count, ...]
    far: tuple[Count, ...]
    words: str


def parts(text: Manuscript) -> Iterator[Finding]:
    """Report totals whose parts, listed in the same sentence, add up to something else."""
    for line in text.lines:
        for sentence in sentences(line):
            numbers = exact(sentence.text)
            if not numbers:
                continue
            for split in (*among(sentence.text, numbers), *_enclosed(sentence.text, numbers)):
                yield from _compare(sentence, split, "其中")
            if len(numbers) > 1:
                yield from _listed(sentence, numbers)


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
            places = list(re.finditer(r"(\d{1,4})[个条项](?:具体)?问题", cell_value.narrow(sentence.text)))
            numbers = [int(place[1]) for place in places]
            apart = abs(sum(numbers) - total)
            if len(numbers) > 1 and max(numbers) < total and 0 < apart <= total * _NEAR:
                addends = "+".join(map(str, numbers))
                yield finding(
                    "分项之和不符",
                    f"各类问题{addends}={sum(numbers)}个，而问题总数是{total}个，相差{apart}个",
                    line=sentence.line,
                    excerpt=around(sentence.text, places[0].start(), places[-1].end()),
                )


def among(text: str, numbers: Sequence[Count]) -> list[Parts]:
    """Return what each 其中 of a sentence names, as far as the next 其中; a unit of its own for each total."""
    starts, ends = [count.start for count in numbers], [count.end for count in numbers]
    named: list[Parts] = []
    matches = list(_AMONG.finditer(text))
    if not matches:
        return named
    marks = _Marks.of(text)
    closes = [marks.closing(count) for count in numbers]
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        stop = marks.bracket_end(match.start(), stop)
        first, last = bisect_left(starts, match.end()), bisect_left(starts, stop)
        near = range(bisect_left(ends, marks.reach(match.start())), first)
        before = [numbers[index] for index in near if closes[index] == 0 or closes[index] > match.start()]
        if not before:
            continue
        wholes = {count.kind: count for count in before}
        segment = _segment(text, match.end(), stop)
        listed = numbers[first:last]
        named += [
            _run(text, whole, listed, match.end(), segment)
            for whole in wholes.values()
            if any(count.alike(whole) for count in listed)
        ]
        if before[-1].end >= match.start() - 2 and not any(count.alike(before[-1]) for count in listed):
            named += _unitless(text, before[-1], match.end(), segment)
    return named


class _Marks(NamedTuple):
    """Where the marks of a sentence stand, found once for all its 其中."""

    narrow: str
    commas: list[int]
    semicolons: list[int]
    brackets: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> _Marks:
        """Return the marks of a sentence."""
        narrow = cell_value.narrow(text)
        return cls(
            narrow,
            [at for at, char in enumerate(narrow) if char == ","],
            [at for at, char in enumerate(narrow) if char == ";"],
            [match.span() for match in re.finditer(r"\([^()]*\)", narrow)],
        )

    def reach(self, at: int) -> int:
        """Return from where on a count can be what 其中 is about: no semicolon and no two clauses stand between."""
        semicolons, commas = bisect_left(self.semicolons, at), bisect_left(self.commas, at)
        since = self.semicolons[semicolons - 1] + 1 if semicolons else 0
        clause = self.commas[commas - CLAUSES_BETWEEN - 1] + 1 if commas > CLAUSES_BETWEEN else 0
        return max(since, clause)

    def bracket_end(self, at: int, stop: int) -> int:
        """Return where the bracket closes in which 其中 stands, `stop` where it stands in none."""
        if self.narrow.rfind("(", 0, at) <= self.narrow.rfind(")", 0, at):
            return stop
        closed = self.narrow.find(")", at, stop)
        return closed if closed >= 0 else stop

    def closing(self, count: Count) -> int:
        """Return where the round brackets end in which a count stands, 0 where it stands in none.

        After them it is no total any more: 完成26个（已销号6个），其中…… is about 26.
        """
        place = bisect_left(self.brackets, (count.start,)) - 1
        start, end = self.brackets[place] if place >= 0 else (0, 0)
        return end if start < count.start < end else 0


def _segment(text: str, start: int, stop: int) -> int:
    """Return where the first clause after 其中 ends."""
    match = re.match(r"[^,，;；。]*", text[start:stop])
    return start + (len(match[0]) if match else 0)


def _run(text: str, whole: Count, listed: Sequence[Count], start: int, segment: int) -> Parts:
    inside = [count for count in listed if count.alike(whole)]
    near = tuple(count for count in inside if count.end <= segment)
    far: list[Count] = []
    position = start
    for count in inside:
        between = text[position : count.start]
        strange = any(
            position <= other.start < count.start and not other.alike(whole) and other.kind == whole.kind
            for other in listed
        )
        if strange or re.search("[;；]", between) or (_BREAK.search(between) and count.end > segment):
            break
        far.append(count)
        position = count.end
    if len(near) < 2:
        near = tuple(far)
    end = max((count.end for count in (*near, *far)), default=start)
    tail = re.match("[^,，;；。、\\d]{0,6}", text[end:])
    return Parts(whole, near, tuple(far), text[start:end] + (tail[0] if tail else ""))


def _unitless(text: str, whole: Count, start: int, segment: int) -> list[Parts]:
    """Return parts without a unit of their own: 100册，其中60、90."""
    numbers: list[Count] = []
    piece = text[start:]
    for match in _BARE.finditer(piece):
        at, end = start + match.start(1), start + match.end(1)
        if numbers and re.search("[。；;]", text[numbers[-1].end : at]):
            break
        numbers.append(Count(Decimal(match[1]), whole.unit, whole.kind, at, end, rough=False, words=match[1]))
    if len(numbers) < 2:
        return []
    return [Parts(whole, tuple(numbers), tuple(numbers), text[start : max(segment, numbers[-1].end)])]


def _enclosed(text: str, numbers: Sequence[Count]) -> Iterator[Parts]:
    """Yield totals whose parts stand in brackets or after a colon: 24个（党建类8个、业务类15个）."""
    for pattern in (_IN_BRACKETS, _AFTER_COLON):
        for match in pattern.finditer(text):
            whole = next((count for count in reversed(numbers) if count.end <= match.start()), None)
            if whole is None or re.search("[,，。；;、]", text[whole.end : match.start()]) or "其中" in match[1]:
                continue
            inside = [count for count in numbers if match.start() < count.start < match.end()]
            same = [count for count in inside if count.alike(whole)]
            joined = re.split("[、,，和及]", match[1])
            if len(same) < 2 or len(same) != len(inside) or len(same) < len(joined):
                continue
            yield Parts(whole, tuple(same), tuple(same), match[1])


def _listed(sentence: Sentence, numbers: Sequence[Count]) -> Iterator[Finding]:
    """Check `图书共9120册，在架8305册，外借790册，遗失25册`: a total first, then all that it is made of."""
    whole, rest = numbers[0], numbers[1:]
    same = tuple(count for count in rest if count.alike(whole))
    if "其中" in sentence.text or len(same) < 2 or len(same) != len(rest):
        return
    before = sentence.text[: whole.start]
    if not re.search(r"共(?:计|有)?[^\d,，;；。、]{0,6}$", before):
        return
    words = sentence.text[whole.end : same[-1].end + 4]
    added = sum(count.value for count in same)
    joined = not re.search("[,，]", sentence.text[same[0].end : same[-1].start])
    near = len(same) > 2 and abs(added - whole.value) <= whole.value * _LISTED_NEAR
    if max(count.value for count in same) <= whole.value and (near or joined):
        yield from _compare(sentence, Parts(whole, same, same, words), "各项")


def _compare(sentence: Sentence, parts: Parts, how: str) -> Iterator[Finding]:
    """Report parts that no reading of their list brings up to their total."""
    whole, near = parts.whole, parts.near
    if not near or _fits(whole.value, near, parts.far):
        return
    largest = max(near, key=lambda part: part.value)
    added = sum((part.value for part in near), Decimal(0))
    if largest.value > whole.value:
        message = f"总数写{whole.shown}，{how}却有{largest.shown}，部分大于总数"
    elif len(near) > 1 and _slipped(added, whole.value, parts):
        addends = "+".join(plainly(part.value) for part in near)
        apart = plainly(abs(added - whole.value))
        message = f"总数写{whole.shown}，{how}{addends}={plainly(added)}{whole.unit}，相差{apart}{whole.unit}"
    else:
        return
    yield finding(
        "分项之和不符",
        message,
        line=sentence.line,
        excerpt=around(sentence.text, whole.start, near[-1].end),
    )


def _fits(whole: Decimal, near: Sequence[Count], far: Sequence[Count]) -> bool:
    """Tell whether the list, read to any of its places, makes up the total."""
    return any(
        sum((part.value for part in read[:size]), Decimal(0)) == whole
        for read in (near, far)
        for size in range(2, len(read) + 1)
    )


def _slipped(added: Decimal, whole: Decimal, parts: Parts) -> bool:
    """Tell whether the parts were meant to make up the whole: they nearly do, or the words say so, or exceed it."""
    if len(_OVERLAPPING.findall(parts.words)) > 1 and not _EXHAUSTIVE.search(parts.words):
        return False
    if added > whole:
        return True
    if _EXHAUSTIVE.search(parts.words):
        return True
    room = _NEAR if len(parts.near) > 2 else _NEAR_OF_TWO
    return whole - added <= max(whole * room, _ONE if whole >= _FEW else Decimal(0))
