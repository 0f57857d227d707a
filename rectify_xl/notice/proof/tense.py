"""What is told as done, or promised, against the day on which the text was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import ReadDate, chinese
from rectify_xl.judgement.promises import grammar
from rectify_xl.judgement.promises.anchor import Anchor
from rectify_xl.judgement.promises.commitment import CommitmentPhrase
from rectify_xl.judgement.promises.intent import NEXT_TO_DATE
from rectify_xl.judgement.promises.prose_clauses import clause_start
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import NoticeItem, SourceLine
from rectify_xl.notice.proof.manuscript import Manuscript, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.reading.damage_check import id_of
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around, head

_INTENT = "拟|计划|预计|力争|争取|将|确保|承诺|定于"
_TOLD = r"全部|均|悉数|已|如期|按期|按时|提前|共(?!同)|\d(?:\.\d+)?[万亿]?元"
"""Words that tell what was done by a day (4月30日前全部返回), without a word of intent."""
_RULE = r"(?:每|应|须|需|要求|规定)[^，,]{0,12}$"
_TERM = r"截[至止]|[期限][^，,。]{0,3}[至到自从为]|^[至到自从]|[日月](?:[(（][^()（）]*[)）])?(?:之|以)?前"
"""Words of a term (协议期至2028年) or of a bound (9月30日（星期三）前), which tell of nothing done."""
_SPAN = r"[\d年月日]{4,12}(?:至|到|[-—–~]{1,2})[\d年月日]{2,12}"
"""A span of time alone (2025年3月3日至5月16日), of which nothing is told."""
_SETTLED = "已(?:于|经|全部|按期|如期|提前|完成|办结|投入|建成)"
_NO_PLAN = "作为|纳入|列入|依据"
"""Words of a rule about the future (将作为年底评优的依据), which is no promise of work."""


_JOINED = r"(?:至|到|和|、|及|与|[—–~-]{1,2})"
"""What joins months or days that share their year (1月至8月, 8月和10月)."""
_LONGEST_QUOTE = 80
_BARE_LINE = 20
"""Characters of a line that may be a date and nothing else: a cell of a table, which tells nothing."""


class _Found(NamedTuple):
    """A commitment in the text: its line, the problem whose body it is, its words, and what stands around them.

    `start` and `end` are its place in the line; `shared` tells that the words are joined to another month or day.
    """

    line: int
    start: int
    end: int
    shared: bool
    item: NoticeItem | None
    piece: CommitmentPhrase
    words: str
    before: str
    after: str


def judged(text: Manuscript) -> Iterator[Finding]:
    """Report dates told as done that have not come, promises that have passed, and unfinished work under 已完成."""
    written_on = text.anchor.written_by or text.as_of
    pieces = list(_pieces(text))
    ends: set[tuple[int, str]] = set()
    contradicted: set[int] = set()
    lines = {line.number: line.text for line in text.lines}
    for at, phrase in enumerate(pieces):
        when, tense = phrase.piece.when, phrase.piece.tense
        dated = phrase.piece.kind == "dated" and when.day is not None
        if dated and (tense in ("done", "stated") or (tense == "unclear" and _reports(phrase))):
            if (phrase.line, phrase.words[-8:]) not in ends and _ahead(phrase, when, text.anchor, written_on):
                ends.add((phrase.line, phrase.words[-8:]))
                yield _future(phrase, when, text.anchor.written_note)
        elif phrase.item is not None and _finished(phrase.item):
            if phrase.item.no in contradicted:
                continue
            if _unfinished(phrase):
                contradicted.add(phrase.item.no)
                yield _contradicted(phrase, phrase.item, pieces[at:], lines[phrase.line], written_on)
            elif _still(phrase, phrase.item):
                yield _under_way(phrase, phrase.item)
        elif dated and tense in ("planned", "not_begun") and _lapsed(phrase, written_on):
            yield _passed(phrase, written_on, text.anchor.written_note)
    yield from _statuses(text, written_on)


def _pieces(text: Manuscript) -> Iterator[_Found]:
    items = _by_line(text)
    statuses = {item.status_line: item for item in text.parsed.items if item.status} if text.parsed else {}
    for line, opening in _running(text):
        item = items.get(line.number)
        for sentence in sentences(line):
            for piece in grammar.read(sentence.text, text.anchor):
                status = statuses.get(line.number)
                start, end = sentence.start + piece.start, sentence.start + piece.end
                if start < opening or (status and _in_status(status, line.text, start)):
                    continue
                if piece.kind == "undated" and _quoted(line.text, start):
                    continue
                words = sentence.text[piece.start : piece.end]
                if _is_field(line.text, start, words):
                    continue
                if len(line.text) <= _BARE_LINE and len(line.text.strip("。")) - len(words) <= 1:
                    continue
                before = sentence.text[clause_start(sentence.text, piece.trigger) : piece.trigger]
                shared = _is_joined(sentence.text, piece)
                yield _Found(line.number, start, end, shared, item, piece, words, before, sentence.text[piece.end :])


def _running(text: Manuscript) -> Iterator[tuple[SourceLine, int]]:
    """Yield the lines of running text, and where in each it begins: headings name what was wrong, not what was done."""
    if text.parsed is None:
        yield from ((line, 0) for line in text.lines)
        return
    passages = text.parsed.passages
    left_out = {
        passage.line
        for passage in passages
        if passage.part in ("标题", "落款") or (passage.heading and not passage.body)
    }
    left_out |= {aspect.line for aspect in text.parsed.aspects} | {group.heading.line for group in text.parsed.groups}
    headings = {item.line: item for item in text.parsed.items}
    last = max((passage.line for passage in passages if passage.part == "落款"), default=text.lines[-1].number)
    for line in text.lines:
        item = headings.get(line.number)
        if line.number in left_out or line.number > last or (item and item.body_line != item.line):
            continue
        yield line, len(item.heading.printed) if item else 0


def _is_field(text: str, at: int, words: str) -> bool:
    """Tell whether a date fills a field of its own (整改时限：2026年9月12日), and neither tells nor promises."""
    return (
        bool(re.search("[时期]限[:：为是]?$", text[max(0, at - 3) : at]))
        or "剩余时限" in text[max(0, at - 4) : at + 1] + words
    )


def _quoted(text: str, at: int) -> bool:
    """Tell whether a place stands inside quotation marks: the words are cited."""
    return text.rfind("“", 0, at) > text.rfind("”", 0, at)


def _is_joined(sentence: str, piece: CommitmentPhrase) -> bool:
    """Tell whether a date is one of several that share their year."""
    plain = cell_value.narrow(sentence)
    return bool(
        re.search(rf"[月日底初]{_JOINED}$", plain[max(0, piece.trigger - 4) : piece.trigger])
        or re.match(rf"\d{{1,2}}月(?:\d{{1,2}}日|底|初)?{_JOINED}\d{{1,2}}月", plain[piece.trigger :])
    )


def _by_line(text: Manuscript) -> dict[int, NoticeItem]:
    """Return the problem in whose body each line stands."""
    if text.parsed is None:
        return {}
    starts = {item.line: item for item in text.parsed.items}
    after = {passage.line for passage in text.parsed.passages if passage.part in ("第三部分", "监督渠道", "落款")}
    items: dict[int, NoticeItem] = {}
    item: NoticeItem | None = None
    for line in text.lines:
        item = None if line.number in after else starts.get(line.number, item)
        if item is not None:
            items[line.number] = item
    return items


def _in_status(item: NoticeItem, line: str, position: int) -> bool:
    """Tell whether a place belongs to the status, which is judged by itself, and not to a body on the same line."""
    return item.status is not None and position >= line.rfind(item.status_label)


def _ahead(phrase: _Found, when: ReadDate, around: Anchor, written_on: date) -> bool:
    """Tell whether what is told as done lies ahead of the day when it was told; a rule (每年应在3月) tells nothing."""
    if (
        when.day is None
        or re.fullmatch(_SPAN, phrase.words)
        or re.search(_RULE, phrase.before)
        or (re.search(_TERM, phrase.before + phrase.words) and not _told_by_bound(phrase, around))
    ):
        return False
    first = when.day.replace(day=1) if when.kind == "month" else when.day
    return first > written_on and not _of_last_year(phrase, when, around.after, written_on)


def _told_by_bound(phrase: _Found, around: Anchor) -> bool:
    """Tell whether words report what was done by a bound (已于8月20日前全部清退, 截至8月25日，已收回).

    A day of report is held against the day of the notice only where that is whole: the two are often days apart.
    """
    words = "[均都也现]?已|截[至止]" if around.written else "[均都也现]?已"
    return phrase.piece.tense == "done" and bool(re.match(words, phrase.words))


def _reports(phrase: _Found) -> bool:
    """Tell whether words of no clear tense report a deed: they count what was done, and nobody intends it."""
    return bool(phrase.piece.quantity) and not _intended(phrase) and not re.search(_RULE, phrase.before)


def _of_last_year(phrase: _Found, when: ReadDate, after: date | None, written_on: date) -> bool:
    """Tell whether a date without a year, told as done, is of the year before: 1月至8月 in a notice of November."""
    if when.day is None or not when.inferred or re.match("[今本当]年", phrase.words):
        return False
    earlier = when.day.replace(year=when.day.year - 1, day=min(when.day.day, 28))
    return earlier <= written_on and (after is None or earlier >= after or phrase.shared)


def _future(phrase: _Found, when: ReadDate, note: str) -> Finding:
    day = when.day
    day_text = "" if day is None else f"{day.year}年{day.month}月" if when.kind == "month" else chinese(day)
    return finding(
        "未到的日期写成已办",
        f"“{head(phrase.words)}”写成已办，但{note}，{day_text}还没有到",
        line=phrase.line,
        excerpt=phrase.words,
        row_id=id_of(phrase.item) if phrase.item else "",
    )


def _finished(item: NoticeItem) -> bool:
    return item.status is not None and item.status.completion == vocabulary.DONE and not item.status.mixed


def _unfinished(phrase: _Found) -> bool:
    """Tell whether words say outright that something is not done; a day alone (4月30日前全部返回) tells what was."""
    piece = phrase.piece
    if piece.tense == "not_begun":
        return True
    if piece.kind != "dated" or piece.tense != "planned" or piece.when.day is None or re.search(_NO_PLAN, phrase.words):
        return False
    return _intended(phrase)


def _intended(phrase: _Found) -> bool:
    """Tell whether a word of intent leads to a date."""
    return bool(re.search(NEXT_TO_DATE, phrase.before) or re.match(_INTENT, phrase.words))


def _still(phrase: _Found, item: NoticeItem) -> bool:
    """Tell whether something is under way, or waits, under a problem that needs no more work."""
    if item.status is None or item.status.follow_up not in ("", vocabulary.NOTHING_FOLLOWS):
        return False
    return phrase.piece.kind == "undated" and phrase.piece.tense in ("planned", "under_way")


def _contradicted(phrase: _Found, item: NoticeItem, following: list[_Found], line: str, written_on: date) -> Finding:
    """Return one finding for all that a problem's text says is open: 暂未开展，拟于7月中旬完成 is one mistake."""
    others = [other for other in following if other.item is item and _unfinished(other)]
    past_days = [day for other in others if (day := other.piece.when.day) and day < written_on]
    more = f"，而且到{chinese(max(past_days))}的时限在通报之前已过" if past_days else ""
    last = max(other.end for other in others if other.line == phrase.line)
    words = line[phrase.start : last]
    excerpt = words if len(words) <= _LONGEST_QUOTE else phrase.words
    return finding(
        "已完成而写未办",
        f"第{item.no}个问题写“{_status(item)}”，正文却写“{excerpt}”{more}",
        line=phrase.line,
        excerpt=excerpt,
        row_id=id_of(item),
    )


def _status(item: NoticeItem) -> str:
    return head(item.status.text.rstrip("。.")) if item.status else ""


def _under_way(phrase: _Found, item: NoticeItem) -> Finding:
    return finding(
        "已完成而仍在办",
        f"第{item.no}个问题写“{_status(item)}”，正文却写“{head(phrase.words)}”",
        line=phrase.line,
        excerpt=phrase.words,
        row_id=id_of(item),
    )


def _lapsed(phrase: _Found, written_on: date) -> bool:
    """Tell whether a promised day had passed, and the sentence does not go on to say what came of it.

    Without a word of intent only the text of an unfinished problem promises; elsewhere, and where the words say so,
    it tells what was done by that day.
    """
    day = phrase.piece.when.day
    if day is None or day >= written_on or re.search(_SETTLED, phrase.after):
        return False
    if phrase.piece.tense == "not_begun" or _intended(phrase):
        return True
    return phrase.item is not None and not re.search(_TOLD, phrase.words)


def _passed(phrase: _Found, written_on: date, note: str) -> Finding:
    day = phrase.piece.when.day
    late = f"的时限{chinese(day)}已过{(written_on - day).days}天（{note}），没有写明结果" if day else ""
    return finding(
        "承诺时限已过",
        f"“{head(phrase.words)}”{late}",
        line=phrase.line,
        excerpt=phrase.words,
        row_id=id_of(phrase.item) if phrase.item else "",
    )


def _statuses(text: Manuscript, written_on: date) -> Iterator[Finding]:
    """Report deadlines in status lines that had passed when the notice was written."""
    lines = {line.number: line.text for line in text.lines}
    for item in text.parsed.items if text.parsed else ():
        if item.status is None or item.status.completion == vocabulary.DONE:
            continue
        day = item.status.remaining_due.day
        if day and day < written_on:
            number = item.status_line or item.line
            where = lines.get(number, "").rfind(item.status.text[:8])
            yield finding(
                "承诺时限已过",
                f"第{item.no}个问题承诺的时限{chinese(day)}，到通报时已过{(written_on - day).days}天"
                f"（{text.anchor.written_note}）",
                line=number,
                excerpt=around(
                    lines.get(number, item.status.text), max(where, 0), max(where, 0) + len(item.status.text)
                ),
                row_id=id_of(item),
            )
