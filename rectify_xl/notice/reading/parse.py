"""Read the text of a notice into a model.

What is damaged becomes a finding and keeps its text; nothing is guessed and nothing is dropped without being listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectify_xl.notice.model import ParsedNotice, Part, Passage, SourceLine
from rectify_xl.notice.reading import (
    damage_check,
    heading_numbers,
    headings,
    items,
    notice_facts,
    notice_sections,
    refusals,
    site_lines,
    stated_totals,
)
from rectify_xl.text import cell_value

_HEADING_ENDS = 40
"""Characters of the longest first sentence that counts as a heading in front of its text."""


def parse(lines: Sequence[SourceLine]) -> ParsedNotice:
    """Return the notice in `lines`.

    Raises `NoticeError` when they hold no list of problems with their rectification, or only the form of one.
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
        raise refusals.of_text(lines)
    if refusals.is_blank(problems.items):
        raise refusals.empty_form()
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
