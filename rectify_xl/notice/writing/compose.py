"""Compose a notice from a ledger: every number computed, every paragraph with the cells it comes from.

A notice with findings of severity error must not be written: the text of such a cell stands in the document as it was
typed, braces included. `compose` never raises on what a cell holds, so that all findings are seen at once.

NT101 unknown slot, NT102 syntax, NT103 forbidden construct, NT104 too long, NT105 nothing to fill in, NT106 full-width
braces, NT107 unknown 部分 or 层级, NT108 unknown 关联编号; warnings: NT201 withheld problems, NT202 no 整改进展,
NT203 no 完成程度, NT204 promised day has passed, NT205 control characters, NT206 no problem at all, NT208 no prose,
NT209 problems that the published prose leaves out, NT210 text that the standard edition leaves out,
NT212 relapses registered anew, which are no problems of this round, NT213 a printed deadline that cannot be read,
NT214 prose that is still the sample of a new ledger, NT215 a 完成程度 that nobody knows, in the internal edition (the
public one is kept back by RX303), NT216 a row of sums, which is no problem,
NT217 剩余事项 that names nothing (同上).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Cell, Ledger, Prose
from rectify_xl.notice.model import ComposedNotice, Paragraph
from rectify_xl.notice.writing import as_published as published
from rectify_xl.notice.writing import section_two
from rectify_xl.notice.writing.draft import (
    CONTACT,
    HEADING_LEVELS,
    ITEM_LEVELS,
    SECTION_TWO,
    SIGNATURE,
    TITLE,
    Draft,
    is_edition,
    text_level,
)
from rectify_xl.notice.writing.numbering import Outline, numbered
from rectify_xl.notice.writing.problem_wording import Audience
from rectify_xl.text import provenance
from rectify_xl.text.provenance import TracedText

EDITIONS: dict[Audience, str] = {"public": "（社会公开稿）", "internal": "（内部稿）"}
SECTION_TWO_TITLE = "巡察反馈意见整改进展情况"

_AFTER_SECTION_TWO = ("第三部分", CONTACT, SIGNATURE)
_RUNS_ON = ("。", "！", "？", "；", "：", ":", ".")


def compose(
    ledger: Ledger, *, as_of: date, audience: Audience, as_published: bool, annex: Sequence[Paragraph] = ()
) -> ComposedNotice:
    """Return the notice of `ledger` on `as_of`: the standard edition, or the prose `as_published`.

    `annex` is what follows the signature.
    The caller must refuse to write a document whose findings hold an error.
    """
    draft = Draft(ledger, as_of, audience, as_published=as_published)
    if not ledger.problems:
        name = schema.PROBLEMS.name
        draft.note("NT206", Cell(name, 1, 1), f"《{name}》没有问题，无法生成通报。", f"请先填写《{name}》。")
    if audience == "public":
        draft.judge_withheld()
    draft.note_relapses()
    draft.note_unread_status()
    draft.note_sums()
    body = published.paragraphs(draft) if as_published else _standard(draft)
    paragraphs = tuple(draft.clean(chain(body, annex)))
    title = next((str(paragraph.text) for paragraph in paragraphs if paragraph.level == "title"), "")
    return ComposedNotice(title, paragraphs, tuple(draft.findings))


def _standard(draft: Draft) -> Iterator[Paragraph]:
    """Yield the standard edition: the prose of 通报文稿 with computed numbers, and section two from the rows."""
    rows = draft.prose()
    outline = Outline()
    computed = False
    yield from _front(draft, [prose for prose in rows if prose.part == TITLE])
    for prose in rows:
        if prose.part == TITLE:
            continue
        of_item = prose.part == SECTION_TWO and (prose.level in ITEM_LEVELS or bool(prose.related))
        if not computed and (of_item or prose.part in _AFTER_SECTION_TWO):
            yield from _section_two(draft, rows, outline)
            computed = True
        if prose.part == CONTACT and draft.audience == "internal":
            continue  # nobody outside reads it
        if not of_item:
            yield from prose_paragraphs(draft, prose, outline)
        elif prose.level == "进展" and prose.body and "{{" not in prose.body:
            message = "这一行的文字只在按原文印出时出现，标准稿里没有。"
            draft.note("NT210", prose.row.cell("正文"), message, "需要保留的，请移入问题台账的“整改进展”。")
    if not computed:
        yield from _section_two(draft, rows, outline)
    if not any(prose.part == SIGNATURE for prose in rows):
        yield from _signature(draft)


def _front(draft: Draft, rows: list[Prose]) -> Iterator[Paragraph]:
    slot = draft.slots["通报标题"]
    title = Paragraph("title", "", TracedText(slot.value, slot.sources), slot.sources)
    for prose in rows:
        heading, body = draft.fill(prose, "标题"), draft.fill(prose, "正文")
        text = provenance.concat(heading.text, body.text)
        if text and not is_edition(text) and not draft.titled(prose):
            title = Paragraph("title", "", text, (*heading.sources, *body.sources))
            break
    yield title
    yield Paragraph("edition", "", EDITIONS[draft.audience])


def _section_two(draft: Draft, rows: tuple[Prose, ...], outline: Outline) -> Iterator[Paragraph]:
    if not any(prose.part == SECTION_TWO and prose.level == "一级" for prose in rows):
        yield Paragraph("h1", outline.number("h1"), SECTION_TWO_TITLE)
    yield from section_two.paragraphs(draft, outline)


def prose_paragraphs(draft: Draft, prose: Prose, outline: Outline) -> Iterator[Paragraph]:
    """Yield one row: a heading runs into its text where it ends like a sentence, else they are two paragraphs."""
    heading, body = draft.fill(prose, "标题"), draft.fill(prose, "正文")
    body_lines = provenance.lines(body.text)
    sources = (*heading.sources, *body.sources)
    level = HEADING_LEVELS.get(prose.level)
    if level and (heading.text or body_lines):
        first = heading.text or body_lines.pop(0)
        runs_on = body_lines.pop(0) if body_lines and first.endswith(_RUNS_ON) else ""
        origin = sources if runs_on else heading.sources or sources
        yield Paragraph(level, numbered(outline.number(level), origin), first, origin, runs_on)
    elif heading.text or body_lines:
        text = provenance.concat(heading.text, *body_lines[:1])
        yield Paragraph(text_level(prose, text), "", text, sources)
        body_lines = body_lines[1:]
    for line in body_lines:
        yield Paragraph(text_level(prose, line), "", line, body.sources)


def _signature(draft: Draft) -> Iterator[Paragraph]:
    for level, name in (("signature", "落款单位"), ("date", "通报日期")):
        slot = draft.slots[name]
        if slot.value:
            yield Paragraph(level, "", TracedText(slot.value, slot.sources), slot.sources)
