"""Dates by themselves: impossible ones, weekdays that do not fit, careless writing, and the order of a round."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from rectify_xl import dates
from rectify_xl.dates import chinese
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.proof.manuscript import Manuscript, finding_at, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.reading import lost_characters
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around, head

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)([一二三四五六日天])")
_DOTTED = re.compile(
    r"(?<![\d.A-Za-z/版第])(1[0-2]|[1-9])\.(3[01]|[12]\d|[1-9])(?:[日号]|(?=进行|开展|召开|组织|举办))", re.ASCII
)
_DAY_LOST = re.compile(r"^20\d\d年\d{1,2}月\d{1,2}$", re.ASCII)
_MAYBE_DATE = re.compile(r"\d\s*月|年\s*\d|月\s*\d", re.ASCII)


def damaged(text: Manuscript) -> Iterator[Finding]:
    """Report dates with lost characters, also where no notice could be read around them."""
    printed = text.anchor.written_note if text.anchor.written_note.startswith("网页") else ""
    for line in text.lines:
        plain = cell_value.narrow(line.text)
        for at, piece in _damaged(line.text, plain):
            hint = f"（{printed}，供核对）" if printed and plain.strip() == piece else ""
            yield finding(
                "日期缺字",
                f"日期“{piece}”缺少{'“日”字' if _DAY_LOST.search(piece) else '年、月或数字'}{hint}",
                line=line.number,
                excerpt=around(line.text, at, at + len(piece)),
            )


def _damaged(text: str, plain: str) -> list[tuple[int, str]]:
    """Return the damaged dates, that of a line which lacks nothing but 日 included."""
    if bare := re.fullmatch(r"\s*(20\d\d年\d{1,2}月\d{1,2})\s*", plain, re.ASCII):
        return [(bare.start(1), text[bare.start(1) : bare.end(1)])]
    return lost_characters.places(text)


def impossible(text: Manuscript) -> Iterator[Finding]:
    """Report days that no calendar has, such as 2月30日."""
    for line, piece, start in _pieces(text):
        yield finding(
            "日期不存在",
            f"“{piece}”不存在",
            line=line.number,
            excerpt=around(line.text, start, start + len(piece)),
        )


def _pieces(text: Manuscript) -> Iterator[tuple[SourceLine, str, int]]:
    for line in text.lines:
        if _MAYBE_DATE.search(cell_value.narrow(line.text)):
            for sentence in sentences(line):
                for start, piece in dates.impossible(sentence.text):
                    yield line, piece, sentence.start + start


def weekdays(text: Manuscript) -> Iterator[Finding]:
    """Report a date whose weekday is not that of the calendar."""
    for line in text.lines:
        if not re.search("星期|周[一二三四五六日]|礼拜", line.text):
            continue
        for sentence in sentences(line):
            plain = cell_value.narrow(sentence.text)
            for mention in dates.mentions(
                sentence.text, text.anchor.after, year=text.anchor.year, written_on=text.anchor.written
            ):
                match = _WEEKDAY.match(plain, mention.end)
                day = mention.when.day
                if match is None or day is None or mention.when.kind != "day":
                    continue
                real = _WEEKDAYS[day.weekday()]
                if match[1].replace("天", "日") != real:
                    yield finding(
                        "星期不符",
                        f"{chinese(day)}是星期{real}，文中写星期{match[1]}",
                        line=line.number,
                        excerpt=around(sentence.text, mention.start, match.end()),
                    )


def dotted(text: Manuscript) -> Iterator[Finding]:
    """Report dates written with a point in running text, such as 6.30日."""
    for line in text.lines:
        for match in _DOTTED.finditer(cell_value.narrow(line.text)):
            yield finding_at("日期写法不规范", f"日期写成“{match[0]}”，应写“{match[1]}月{match[2]}日”", line, match)


def order(text: Manuscript) -> Iterator[Finding]:
    """Report feedback before the end of the inspection, or after the notice, and an inspection that ends too early."""
    if text.parsed is None or text.dated is None:
        return
    if (reversed_span := _reversed(text)) is not None:
        yield reversed_span
        return
    known = [
        ("巡察开始", text.parsed.inspected_from, text.dated.inspected_from.day),
        ("巡察结束", text.parsed.inspected_to, text.dated.inspected_to.day),
        ("反馈", text.parsed.feedback, text.dated.feedback.day),
        ("通报", text.parsed.date.text, text.parsed.date.day),
    ]
    dated = [(name, printed, day) for name, printed, day in known if day]
    for (before, _, earlier), (name, printed, later) in itertools.pairwise(dated):
        if later < earlier:
            line = next(
                (candidate for candidate in text.lines if cell_value.key(printed) in cell_value.key(candidate.text)),
                None,
            )
            yield finding(
                "日期次序颠倒",
                f"{name}日期{chinese(later)}早于{before}日期{chinese(earlier)}（早{(earlier - later).days}天）",
                line=line.number if line else None,
                excerpt=_printed(line.text, printed) if line else "",
            )


def _reversed(text: Manuscript) -> Finding | None:
    """Return that an inspection ended before it began: its end, printed without a year, was read a year later."""
    if text.parsed is None or text.dated is None:
        return None
    start, end, feedback = (day.day for day in text.dated)
    if not (start and end and feedback) or end <= feedback or not text.dated.inspected_to.inferred:
        return None
    same_year = end.replace(year=start.year, day=min(end.day, 28))
    if same_year >= start:
        return None
    printed = text.parsed.inspected_from
    line = next(
        (candidate for candidate in text.lines if cell_value.key(printed) in cell_value.key(candidate.text)), None
    )
    return finding(
        "日期次序颠倒",
        f"巡察结束日期{text.parsed.inspected_to}早于巡察开始日期{printed}",
        line=line.number if line else None,
        excerpt=_printed(line.text, printed) if line else "",
    )


def _printed(text: str, printed: str) -> str:
    """Return a date as the line prints it, blanks included, with what stands around it."""
    match = re.search(r"\s*".join(map(re.escape, printed)), cell_value.narrow(text))
    return around(text, *match.span()) if match else head(text)
