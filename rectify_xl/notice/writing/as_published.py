"""The notice as it was published: every row of 通报文稿 in order, with its printed number, even where it was lost.

Row slots such as `{{ 整改进展 }}` are filled from 问题台账, so that what was edited there shows here. Where several
rows of one problem hold `{{ 整改进展 }}` and nothing else, its paragraphs are shared among them: one each, and what is
left in the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rectify_xl.ledger.records import Problem, Prose
from rectify_xl.notice.model import Paragraph
from rectify_xl.notice.writing.draft import HEADING_LEVELS, ITEM_LEVELS, TITLE, Draft, is_edition, text_level
from rectify_xl.text import provenance
from rectify_xl.text.provenance import TracedText


def paragraphs(draft: Draft) -> Iterator[Paragraph]:
    """Yield one paragraph for each row; a line break inside a cell begins a new one."""
    rows = draft.prose()
    _judge(draft, rows)
    item = "h4" if any(prose.level == "大项" for prose in rows) else "h3"
    levels = {**HEADING_LEVELS, "方面": "h2", "大项": "h3", "问题": item}
    shares = _shares(rows)
    if not any(prose.part == TITLE for prose in rows):
        yield from _front(draft)
    for prose in rows:
        if _withheld(draft, prose):
            continue
        heading, body = draft.fill(prose, "标题"), draft.fill(prose, "正文")
        sources = tuple(dict.fromkeys((*heading.sources, *body.sources)))
        number = TracedText(prose.number, (prose.row.cell("编号").address,), kind="number", name="序号")
        level = levels.get(prose.level)
        if prose.part == TITLE:
            text = provenance.concat(heading.text, body.text)
            if draft.titled(prose):
                slot = draft.slots["通报标题"]
                text, sources = TracedText(slot.value, slot.sources), slot.sources
            yield Paragraph("edition" if is_edition(text) else "title", number, text, sources)
            continue
        text = _share(body.text, *shares[prose.row.number]) if prose.row.number in shares else body.text
        body_lines = provenance.lines(text if level and heading.text else provenance.concat(heading.text, text))
        if level:
            first = heading.text or provenance.concat(*body_lines[:1])
            rest = body_lines if heading.text else body_lines[1:]
            yield Paragraph(level, number, first, sources, provenance.concat(*rest[:1]))
            body_lines = rest[1:]
        elif body_lines:
            yield Paragraph(text_level(prose, body_lines[0]), number, body_lines[0], sources)
            body_lines = body_lines[1:]
        for line in body_lines:
            yield Paragraph(text_level(prose, line), "", line, sources)


def _shares(rows: Sequence[Prose]) -> dict[int, tuple[int, bool]]:
    """Return, by row number, which paragraph of 整改进展 a row prints, and if it is the last of several rows."""
    by_problem: dict[str, list[int]] = {}
    for prose in rows:
        if prose.related and re.fullmatch(r"\s*\{\{\s*整改进展\s*\}\}\s*", prose.body):
            by_problem.setdefault(prose.related, []).append(prose.row.number)
    return {
        number: (at, number == numbers[-1])
        for numbers in by_problem.values()
        if len(numbers) > 1
        for at, number in enumerate(numbers)
    }


def _share(text: TracedText, at: int, last: bool) -> TracedText:  # noqa: FBT001 - both from `_shares`
    """Return the paragraph at a place, or all from there on."""
    lines = provenance.lines(text)
    own = lines[at:] if last else lines[at : at + 1]
    joined: list[str] = []
    for line in own:
        joined += ["\n", line] if joined else [line]
    return provenance.concat(*joined)


def _withheld(draft: Draft, prose: Prose) -> bool:
    """Tell whether a row belongs to withheld problems only; a heading goes when nothing below it is shown."""
    problem = draft.problems.get(prose.related) if prose.related else None
    if problem is None:
        return False
    if prose.level == "方面":
        return all(other.aspect != problem.aspect for other in draft.shown)
    if prose.level == "大项":
        place = (problem.aspect, problem.group)
        return all((other.aspect, other.group) != place for other in draft.shown)
    return draft.audience == "public" and not problem.published


def _front(draft: Draft) -> Iterator[Paragraph]:
    """Yield title and edition line from 基本信息, where 通报文稿 has no row for them."""
    for level, name in (("title", "通报标题"), ("edition", "通报稿别")):
        slot = draft.slots[name]
        text = str(slot.value)
        if text:
            bracketed = text if level == "title" or is_edition(text) else f"（{text}）"
            yield Paragraph(level, "", TracedText(bracketed, slot.sources), slot.sources)


def _judge(draft: Draft, rows: Sequence[Prose]) -> None:
    """Note problems that 通报文稿 does not print."""
    printed = {prose.related for prose in rows if prose.level in ITEM_LEVELS}
    missing: list[Problem] = [problem for problem in draft.shown if problem.id not in printed]
    if missing:
        names = "、".join(problem.id or f"第{problem.number}行" for problem in missing)
        message = f"《通报文稿》第二部分没有印{len(missing)}个问题：{names}。"
        fix = "按原文印出时它们不会出现；请补上文稿行，或生成标准稿（不选“按原文”）。"
        draft.note("NT209", missing[0].row.cell("编号"), message, fix, about=missing[0].id)
