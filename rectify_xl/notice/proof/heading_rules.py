"""Headings: that those of one kind are worded alike, that their numbers run on and stand in the right order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Heading, SourceLine
from rectify_xl.notice.proof.manuscript import Manuscript, finding_at
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.notice.proof.reader_remarks import WORDS
from rectify_xl.notice.reading import damage_check, heading_numbers, headings
from rectify_xl.notice.reading.heading_numbers import Numbered, sequence
from rectify_xl.text import cell_value, pairs
from rectify_xl.text.excerpts import head
from rectify_xl.text.numerals import in_chinese, read_numeral

RARE = 5
"""A wording is usual when it is this many times as frequent as the other ones together."""
FEW = 3
"""Headings of which one may be odd: among fewer nothing is usual."""
_LEVELS = ("一、", "（一）", "1.", "（1）")
_LISTED = re.compile(r"([一二三四五六七八九十]{1,3})是(?!否)")


def wording(text: Manuscript) -> Iterator[Finding]:
    """Report a heading whose beginning, quotation marks, last word or full stop is not that of all the others."""
    if text.parsed is None:
        return
    items = [item.heading for item in text.parsed.items]
    groups = [group.heading for group in text.parsed.groups]
    known = {fault.line for fault in text.parsed.findings if fault.code == "IM106"}
    for what, wordings in (("方面", list(text.parsed.aspects)), ("大项", groups), ("问题", items)):
        for feature, names in (
            (_opening, {"针对": "以“针对”开头", "关于": "以“关于”开头", "": "没有“针对”“关于”"}),
            (_quoted, {"y": "加了引号", "n": "没有加引号"}),
            (_ending, {"问题": "以“问题”结尾", "方面": "以“方面”结尾"}),
        ):
            features = [feature(heading.title) for heading in wordings]
            for i, usual, times in _odd(features):
                if feature is _quoted and pairs.lonely(wordings[i].title, "“”"):
                    continue
                if features[i] not in names or usual not in names or (feature is _ending and wordings[i].line in known):
                    continue
                yield finding(
                    "标题写法不一",
                    f"{what}标题“{head(wordings[i].title)}”{names[features[i]]}，其余{times}个{names[usual]}",
                    line=wordings[i].line,
                    excerpt=head(wordings[i].printed),
                )
        if len(wordings) >= FEW:
            yield from _full_stops(what, wordings)


def _full_stops(what: str, wordings: Sequence[Heading]) -> Iterator[Finding]:
    """Report once for a kind of heading that some end in a full stop and some do not."""
    ended = [heading.title.rstrip().endswith(("。", ".")) for heading in wordings]
    if all(ended) or not any(ended):
        return
    few = ended.count(True) * 2 < len(ended)
    places = [heading for heading, end in zip(wordings, ended, strict=True) if end == few]
    lines = "、".join(str(heading.line) for heading in places)
    yield finding(
        "标题写法不一",
        f"{what}标题末尾有的有句号、有的没有：{'有' if few else '没有'}句号的{len(places)}个（第{lines}行），"
        f"其余{len(ended) - len(places)}个{'没有' if few else '有'}",
        line=places[0].line,
        excerpt=head(places[0].printed),
    )


def _odd(features: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    if len(features) < FEW + 1:
        return
    usual, times = Counter(features).most_common(1)[0]
    if times < RARE * (len(features) - times):
        return
    yield from ((i, usual, times) for i, word in enumerate(features) if word != usual)


def _opening(title: str) -> str:
    match = re.match("针对|关于", title.strip())
    return match[0] if match and not headings.bare(title).startswith(match[0]) else ""


def _quoted(title: str) -> str:
    match = re.match("(?:针对|关于)?(“.*”)(?:的?(?:问题|方面))?[。.:：]?$", title.strip())
    return "y" if match and headings.wrapped(match[1]) else "n"


def _ending(title: str) -> str:
    match = re.search("(问题|方面)[”’」』]*[。.:：]?$", title.strip())
    return match[1] if match else ""


def prose_numbers(text: Manuscript) -> Iterator[Finding]:
    """Report numbers that jump or come twice in the headings of parts one and three, and of the parts themselves."""
    if text.parsed is None:
        return
    parents: dict[str, int] = {}
    numbered: dict[str, list[Numbered]] = {}
    for passage in sorted(text.parsed.passages, key=lambda entry: entry.line):
        mark, _ = heading_numbers.split(passage.number)
        if mark is None or mark.style not in ("一、", "（一）"):
            continue
        parents[mark.style] = passage.line
        parent = () if mark.style == "一、" else (parents.get("一、"),)
        heading = Heading(passage.number, passage.heading or head(passage.body), passage.line)
        numbered.setdefault(mark.style, []).append(Numbered(heading, parent))
    if damage_check.aspects_run_with_sections(text.parsed):
        numbered["一、"] = damage_check.main_headings(text.parsed)
    aspects = {aspect.line for aspect in text.parsed.aspects}
    for style, marked in numbered.items():
        for fault in sequence("一级" if style == "一、" else "二级", marked):
            if fault.line in aspects:
                continue
            message = fault.message.removeprefix(f"第{fault.line}行：").rstrip("。")
            yield finding(WORDS[fault.code], message, line=fault.line, excerpt=fault.excerpt)


def listed(text: Manuscript) -> Iterator[Finding]:
    """Report 一是……三是 without 二是, or 二是 twice, within one paragraph."""
    for line in text.lines:
        if "是" not in line.text:
            continue
        yield from _listed(line)


def _listed(line: SourceLine) -> Iterator[Finding]:
    """Report where the numbers of one paragraph break; a number that is wrong by itself is one finding."""
    expected = 1
    matches = list(_LISTED.finditer(line.text))
    for at, match in enumerate(matches):
        before = line.text[max(0, match.start() - 1) : match.start()]
        value = read_numeral(match[1]) or 0
        if before and before not in "。；;，,:：、)）”】" and (value == 1 or value != expected):
            continue
        following = read_numeral(matches[at + 1][1]) if at + 1 < len(matches) else None
        misnumbered = value != expected > 1 and following == expected + 1
        if value == 1 and not misnumbered:
            expected = 2
            continue
        if expected > 1 and value != expected and value <= 20:
            lost = "重复或倒退" if value < expected else f"缺“{in_chinese(expected)}是”"
            yield finding_at("分项序数不连", f"“{match[0]}”{lost}", line, match)
        expected = expected + 1 if misnumbered else value + 1


def levels(text: Manuscript) -> Iterator[Finding]:
    """Report, once, that （1） stands above 1. instead of below it."""
    path: list[str] = []
    marked = [(line, *heading_numbers.split(line.text)) for line in text.lines]
    levels = [(line, mark, rest) for line, mark, rest in marked if mark is not None and mark.style in _LEVELS]
    for at, (line, mark, rest) in enumerate(levels):
        if mark.style in path:
            del path[path.index(mark.style) + 1 :]
            continue
        if path and path[-1] == "（1）" and mark.style == "1." and "1." not in path and mark.value == 1:
            following = levels[at + 1][1] if at + 1 < len(levels) else None
            if following is None or following.style != "（1）":
                yield _reversed(line, rest)
                return
        path.append(mark.style)


def _reversed(line: SourceLine, rest: str) -> Finding:
    return finding(
        "层次序数颠倒",
        "“（1）”之下又用“1.”，应先用“1.”再用“（1）”（以下同样写法的不再逐条列出）",
        line=line.number,
        excerpt=head(cell_value.text(rest)),
    )
