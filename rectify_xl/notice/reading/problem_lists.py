"""A list of problems without their rectification (反馈意见, 问题清单): which lines are problems, what is above them.

A heading with no deeper heading below it is a problem; those above are its aspect and group. How deep a number is, the
order tells in which its kind first appears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading import headings, notice_facts, notice_sections, site_lines
from rectify_xl.notice.reading.headings import Token
from rectify_xl.notice.reading.notice_facts import NoticeFacts
from rectify_xl.text import cell_value

_LIST = re.compile(
    r"反馈(?:的)?(?:意见|情况|问题)|问题(?:反馈)?(?:清单|汇总|台账|一览)|任务清单|(?:主要|突出|具体)问题"
    r"|存在(?:的)?(?:主要|突出)?问题"
)
_RECTIFIED = re.compile(r"整改(?:落实|工作)?(?:的)?(?:情况|进展|通报|报告|公示|公告|方案|总结|台账)")
_OTHER_SECTION = re.compile(
    r"建议|要求|下一步|概况|基本情况|工作情况|总体评价|成效|肯定|线索|说明|^附件|(?:整改|巡察)意见|组织(?:开展|领导)"
)
_SUB_LISTS = ("①", "1）")
_ADDRESSEE = re.compile(r"(?:中共)?([^，。,:：]{3,30})[:：]")
_FIELD = re.compile(
    r"[(（【]?\s*((?!.*(?:表现|问题|描述))[^:：，。,\d]{2,8})[】]?\s*[:：]\s*([^。:：]{1,40}?)[)）]?[。;；]?"
)
_INSPECTED = (
    r"(?:对|向|巡察)((?!你|我|反馈|发现)[^，。,:：]{2,24}?"
    r"(?:党组|党委|党支部|党总支|党工委|委员会|局|院|校|站|所|中心|馆|办))"
)
TITLE_LINES = 6
"""Lines from the beginning in which a list says what it is."""
LEAST = 2


class ListedProblem(NamedTuple):
    """A problem of a list: what stands above it, its number as printed, its text, and the fields told below it."""

    aspect: str
    group: str
    number: str
    text: str
    fields: tuple[tuple[str, str], ...]
    line: int


class ProblemList(NamedTuple):
    """A list of problems; `left_out` are the lines of which nothing became a problem."""

    title: str
    unit: str
    facts: NoticeFacts
    written: str
    problems: tuple[ListedProblem, ...]
    left_out: tuple[SourceLine, ...]


def read(lines: Sequence[SourceLine]) -> ProblemList | None:
    """Return the list in `lines`; None where they tell of rectification, or hold no two problems."""
    page = site_lines.split(lines)
    body = [line for line in (page.title, *page.lines) if line]
    first = [line.text for line in lines if line.text][:TITLE_LINES]
    tokens = [headings.token(line) for line in body]
    if not any(map(_LIST.search, first)) or _names_rectification(first) or _tells_of_rectification(tokens):
        return None
    sections = notice_sections.divide(page.lines)
    chosen = list(_chosen(tokens, {line.number for line in (*sections.signature, *sections.contact)}))
    problems = tuple(_problems(chosen))
    if len(problems) < LEAST:
        return None
    taken = {token.line.number for token in chosen}
    title = page.title.text if page.title else next(filter(_is_title, first), "")
    signature = notice_facts.signature(sections.signature)
    return ProblemList(
        title,
        _unit([line for line in lines if line.text], title),
        notice_facts.facts(title, body),
        signature.date.text,
        problems,
        tuple(line for line in lines if line.text and line.number not in taken and line.text != title),
    )


def _names_rectification(first: Sequence[str]) -> bool:
    """Tell whether a title among the first lines is that of a notice; on a web page others stand above it."""
    titles = (line for at, line in enumerate(first) if at < 2 or (len(line) < 60 and line[-1] not in "。：:"))
    return any(map(_RECTIFIED.search, titles))


def _is_title(text: str) -> bool:
    return bool(_LIST.search(text)) and len(text) < 60 and text[-1] not in "。：:"


def _tells_of_rectification(tokens: Sequence[Token]) -> bool:
    labels = [token.label or (token.split and token.split.label) for token in tokens]
    return any(label and label.kind != "field" and label.rest for label in labels)


def _chosen(tokens: Sequence[Token], outside: set[int]) -> Iterator[Token]:
    """Yield the lines of the problems: those of the sections about problems, or all but the sections about others."""
    mains = [i for i, token in enumerate(tokens) if token.style == "一、" and len(token.rest) <= headings.LONGEST]
    about = [i for i in mains if "问题" in tokens[i].rest and "方面" not in tokens[i].rest and not _is_other(tokens[i])]
    only = about[0] if len(about) == 1 else None
    inside = False
    for i, token in enumerate(tokens):
        if i in mains:
            inside = i == only if only is not None else not _is_other(token)
            if i == only:
                continue
        elif not mains and not inside:
            inside = token.mark is not None
        if inside and token.line.number not in outside:
            yield token


def _is_other(token: Token) -> bool:
    return bool(_OTHER_SECTION.search(token.rest)) and "方面" not in token.rest


def _problems(tokens: Sequence[Token]) -> Iterator[ListedProblem]:
    styles = list(dict.fromkeys(token.style for token in tokens if _is_heading(token)))
    marked = [i for i, token in enumerate(tokens) if _is_heading(token)]
    path: dict[int, str] = {}
    for at, i in enumerate(marked):
        token = tokens[i]
        depth = styles.index(token.style)
        end = marked[at + 1] if at + 1 < len(marked) else len(tokens)
        path = {level: title for level, title in path.items() if level < depth}
        if end < len(tokens) and styles.index(tokens[end].style) > depth:
            path[depth] = token.rest.rstrip("。：:；; ")
            continue
        titles = [path[level] for level in sorted(path)]
        texts, fields = _below(tokens[i + 1 : end])
        alone = not texts and headings.is_phrase(token.rest)
        yield ListedProblem(
            titles[0] if titles else "",
            titles[1] if len(titles) > 1 else "",
            token.mark.text.strip() if token.mark else "",
            "\n".join((headings.bare(token.rest) if alone else token.rest, *texts)),
            fields,
            token.line.number,
        )


def _is_heading(token: Token) -> bool:
    return token.mark is not None and token.style not in _SUB_LISTS and len(token.rest.strip()) > 1


def _below(tokens: Sequence[Token]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return what a problem says in further lines, and the fields among them (责任单位：办公室)."""
    texts: list[str] = []
    fields: list[tuple[str, str]] = []
    for token in tokens:
        match = _FIELD.fullmatch(token.line.text.strip())
        if match:
            fields.append((match[1].strip(), match[2].strip()))
        else:
            texts.append(token.line.text)
    return texts, tuple(fields)


def _unit(body: Sequence[SourceLine], title: str) -> str:
    """Return whom a list is about: the one whom it addresses, or the one whom the inspection looked at."""
    for line in body[:5]:
        match = _ADDRESSEE.fullmatch(line.text.strip())
        if match:
            return match[1].strip()
    texts = (cell_value.key(text) for text in (title, *(line.text for line in body[:6])))
    return next((match[1] for text in texts if (match := re.search(_INSPECTED, text))), "")
