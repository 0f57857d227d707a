"""What is proof-read: the lines of a text, the notice that was read from them, and the day on which it was written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate, chinese
from rectify_xl.errors import NoticeError
from rectify_xl.judgement.promises import anchor
from rectify_xl.judgement.promises.anchor import Anchor
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import ParsedNotice, SourceLine
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.reading import notice_facts, notice_sections, site_lines, stated_totals
from rectify_xl.notice.reading.notice_facts import NoticeDays
from rectify_xl.notice.reading.parse import parse
from rectify_xl.notice.reading.stated_totals import StatedTotal
from rectify_xl.text.excerpts import around
from rectify_xl.text.sentences import whole_sentences

LONGEST_SENTENCE = 2000
"""Characters that are looked at together. No sentence is that long; a text without full stops is cut at its commas."""


class Sentence(NamedTuple):
    """A sentence with its closing mark: its line, where it starts in it, and its text."""

    line: int
    start: int
    text: str


class Manuscript(NamedTuple):
    """A text to proof-read.

    `lines` leaves out what surrounds the notice on a web page, long lines aside, into which a notice may have run.
    `parsed` is None where no list of problems could be read; `unread` then says why. `stated` are the totals in its
    prose, `dated` the dates of the round, `anchor` the year and the day from which its dates are judged; `signed` tells
    that unit and date stand somewhere in front of an annex.
    """

    lines: tuple[SourceLine, ...]
    parsed: ParsedNotice | None
    unread: str
    stated: tuple[StatedTotal, ...]
    dated: NoticeDays | None
    anchor: Anchor
    as_of: date
    signed: bool = False


def manuscript(lines: Sequence[SourceLine], as_of: date) -> Manuscript:
    """Return `lines` as a proof-reader sees them; `as_of` stands in where the text bears no date."""
    page = site_lines.split(lines)
    run_on = [line for line in page.left_out if len(line.text) > site_lines.FOOT_LINE]
    kept = tuple(sorted((*(line for line in (page.title, page.edition) if line), *page.lines, *run_on)))
    printed = site_lines.published(page.left_out)
    try:
        parsed = parse(lines)
    except NoticeError as error:
        around = _anchor(None, None, dates.NOTHING, printed, as_of)
        return Manuscript(kept, None, error.message, (), None, around, as_of)
    dated = notice_facts.dated(parsed.inspected_from, parsed.inspected_to, parsed.feedback, parsed.date.day)
    signature = dates.NOTHING if parsed.date.text else _signature(kept)
    when = parsed.date if parsed.date.text else signature
    around = _anchor(dated.feedback.day, dated.inspected_from.day, when, printed, as_of)
    stated = stated_totals.stated(parsed.passages)
    return Manuscript(kept, parsed, "", stated, dated, around, as_of, signed=bool(signature.text))


def _signature(lines: Sequence[SourceLine]) -> ReadDate:
    """Return the date of a signature that stands in front of an annex of any kind: a date alone below its unit."""
    for before, line in itertools.pairwise(lines):
        if notice_sections.is_date(line.text) and notice_sections.is_unit(before.text):
            return dates.read(line.text)
    return dates.NOTHING


def sentences(line: SourceLine) -> Iterator[Sentence]:
    """Yield the sentences of a line, none longer than `LONGEST_SENTENCE`."""
    for start, text in whole_sentences(line.text, LONGEST_SENTENCE):
        yield Sentence(line.number, start, text)


def finding_at(word: str, message: str, line: SourceLine, match: re.Match[str]) -> Finding:
    """Return a finding of the kind `word` on what `match` is in a line, with that place as its excerpt."""
    return finding(word, message, line=line.number, excerpt=around(line.text, match.start(), match.end()))


def _anchor(after: date | None, opened: date | None, when: ReadDate, printed: str, as_of: date) -> Anchor:
    """Return the anchor of the text: its own date, else that of its publication, else the day of proof-reading.

    A date before feedback is a mistake of its own (PR205), from which nothing else is judged.
    """
    anchored = anchor.anchor_from(after, opened, when, when.text)
    too_early = bool(anchored.written_by and after and anchored.written_by < after)
    if anchored.written_by and not too_early:
        return anchored
    day = dates.read(printed).day if printed else None
    if day and not (after and day < after):
        note = f"网页注明的发布日期为{chinese(day)}"
        return anchored._replace(year=day.year, year_note=note, written_by=day, written_note=note)
    why = "通报日期早于反馈日期，不能作准" if too_early else "文中没有通报日期"
    note = f"{why}，按核稿日期{chinese(as_of)}判断"
    return anchored._replace(year=anchored.year or as_of.year, year_note=note, written_by=as_of, written_note=note)
