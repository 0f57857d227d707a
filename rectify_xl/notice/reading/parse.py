"""Read the text of a notice into a model.

What is damaged becomes a finding and keeps its text; nothing is guessed and nothing is dropped without being listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import ParsedNotice, Part, Passage, SourceLine
from rectify_xl.notice.reading import (
    damage_check,
    heading_numbers,
    headings,
    items,
    notice_facts,
    notice_sections,
    site_lines,
    stated_totals,
)
from rectify_xl.text import cell_value

_MANY_UNITS = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)(?:家|个)(?:被巡[察视])?(?:单位|部门|党组织|党委|乡镇|镇街|街道|村|社区)"
)
_HEADING_ENDS = 40
"""Characters of the longest first sentence that counts as a heading in front of its text."""


def parse(lines: Sequence[SourceLine]) -> ParsedNotice:
    """Return the notice in `lines`.

    Raises `NoticeError` when they hold no list of problems with their rectification.
    """
    page = site_lines.split(lines)
    sections = notice_sections.divide(page.lines)
    title = page.title.text if page.title else ""
    prose = (*sections.preamble, *sections.before)
    facts = notice_facts.facts(title, prose)
    signature = notice_facts.signature(sections.signature)
    read = notice_facts.dated(facts.inspected_from, facts.inspected_to, facts.feedback, signature.date.day)
    problems = items.read(sections.problems, read.feedback.day, signature.date.day)
    if not problems.items or not any("整改" in line.text for line in lines):
        raise _no_notice(lines)
    passages = (*_passages(page, sections), *problems.passages)
    stated = stated_totals.stated(passages)
    parsed = ParsedNotice(
        title=title,
        edition=cell_value.narrow(page.edition.text).strip("()") if page.edition else "",
        unit=signature.unit or notice_facts.owner(title),
        date=signature.date,
        inspector=facts.inspector,
        round=facts.round,
        inspected_from=facts.inspected_from,
        inspected_to=facts.inspected_to,
        feedback=facts.feedback,
        passages=tuple(sorted(passages, key=lambda passage: passage.line)),
        aspects=problems.aspects,
        groups=problems.groups,
        items=problems.items,
        contact=notice_facts.contact(
            (*sections.contact, *sections.after[-3:], *sections.signature, *sections.annex[:3])
        ),
        declared=stated_totals.declared(stated),
        left_out=page.left_out,
        findings=(),
    )
    kept = [line for line in (page.title, page.edition) if line] + list(page.lines)
    published = site_lines.published(page.left_out)
    return parsed._replace(findings=damage_check.find_damage(parsed, kept, stated, published))


def _passages(page: site_lines.NoticePage, sections: notice_sections.Sections) -> list[Passage]:
    passages = [Passage("标题", "正文", "", "", line.text, line.number) for line in (page.title, page.edition) if line]
    parts: tuple[tuple[Part, tuple[SourceLine, ...]], ...] = (
        ("导语", sections.preamble),
        ("第一部分", sections.before),
        ("第二部分", (sections.heading,) if sections.heading else ()),
        ("第三部分", sections.after),
    )
    passages += [_passage(part, line) for part, lines in parts for line in lines]
    passages += [Passage("监督渠道", "正文", "", "", line.text, line.number) for line in sections.contact]
    for line in sections.signature:
        pieces = [piece for piece in notice_sections.signed(line.text) if piece]
        passages += [Passage("落款", "正文", "", "", piece, line.number) for piece in pieces]
    passages += [Passage("第三部分", "正文", "", "", line.text, line.number) for line in sections.annex]
    return passages


def _passage(part: Part, line: SourceLine) -> Passage:
    """Return a paragraph of prose: its number, its heading, and the text that runs on after the heading."""
    mark, rest = heading_numbers.split(line.text)
    if mark is None:
        return Passage(part, "正文", "", "", line.text, line.number)
    level = heading_numbers.LEVELS.get(mark.style, "四级")
    heading, body = _split_heading(rest)
    return Passage(part, level, mark.text, heading, body, line.number)


def _split_heading(text: str) -> tuple[str, str]:
    blanked = headings.outside_quotes(cell_value.narrow(text))
    match = re.search(r"[。:;]", blanked)
    if match is None or match.end() == len(text):
        return (text, "") if len(text) <= headings.LONGEST else ("", text)
    if match.end() <= _HEADING_ENDS:
        return text[: match.end()], text[match.end() :].strip()
    return "", text


def _no_notice(lines: Sequence[SourceLine]) -> NoticeError:
    whole = "\n".join(line.text for line in lines)
    if not whole.strip():
        return NoticeError("文件里没有文字", "请换用含有通报正文的文件")
    plain = cell_value.key(whole)
    if "整改" in plain and _MANY_UNITS.search(plain) and re.search(r"\d+(?:个|条|项)(?:具体)?问题", plain):
        return NoticeError(
            "这是多个单位整改情况的综合公告，只有总数，没有逐条的问题和整改情况，不能生成台账",
            "请改用某一个单位自己的整改进展情况通报",
        )
    if "整改" in plain:
        return NoticeError(
            f"文中（共{len(plain)}字）没有找到逐条列出的问题和整改情况，不能生成台账",
            "请确认是一个单位的整改进展情况通报全文，各问题的标题和“整改情况”各自成段",
        )
    return NoticeError("这不是巡察整改情况通报：文中没有出现“整改”", "请选择单位公开的整改进展情况通报")
