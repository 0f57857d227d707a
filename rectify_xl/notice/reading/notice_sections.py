"""The three parts of a notice, its supervision channel and its signature.

Section two is where the problems stand: the part whose headings are followed by 整改情况 or 整改完成情况, or, in a
notice without labels, by running text. Its number and title alone decide nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading import heading_numbers, headings, labels
from rectify_xl.notice.reading.headings import Token
from rectify_xl.text import cell_value

_TITLE = re.compile(
    r"(?:反馈|巡察|巡视|问题|意见).*(?:整改|落实).*(?:情况|进展|成效|结果)|整改.*(?:落实|进展|完成)情况|逐项|逐条"
)
_LATER = re.compile(r"(?:下一步|今后|下步|接下来|下阶段|后续)")
_CONTACT = re.compile(
    r"联系(?:电话|方式|地址|人)|监督(?:电话|举报|邮箱)|举报电话|电子?(?:邮箱|信箱|邮件)|邮政?信箱|通[信讯]地址|邮寄地址|来信地址|邮政编码|邮编"
    r"|^(?:电话|手机|热线|传真|邮箱|信箱|地址|邮编|来信|来访)(?:号码)?:|欢迎.{0,30}监督|意见(?:和|或|与|、)?建议.{0,20}反映|向我们反映"
)
_DATE = re.compile(r"(?:20\d\d|[二][〇○零Oo0ＯΟ]..)[\d年月日号./\-〇○零一二三四五六七八九十]{2,12}", re.ASCII)
_UNIT = re.compile(r"(?:单位[:：])?[^。；;：:，,!！?？]{2,45}")
_TABLE = re.compile(r"\t|[|｜].*[|｜]")
_UNIT_END = re.compile(r"(?:委员会|党组|党委|支部|总支|中心|[局院校馆站所])$")


class Sections(NamedTuple):
    """The lines of a notice by their part; `heading` is that of section two where it has one of its own."""

    preamble: tuple[SourceLine, ...]
    before: tuple[SourceLine, ...]
    heading: SourceLine | None
    problems: tuple[Token, ...]
    after: tuple[SourceLine, ...]
    contact: tuple[SourceLine, ...]
    signature: tuple[SourceLine, ...]
    annex: tuple[SourceLine, ...] = ()


def divide(lines: Sequence[SourceLine]) -> Sections:
    """Divide the lines of a notice; with no problems in them, `problems` is empty."""
    lines = _with_annexed_problems(lines)
    tokens = [headings.token(line) for line in lines]
    below = _below_signature(lines)
    annex = tuple(lines[below:])
    end, contact, signature = _tail(lines[:below])
    bounds = [i for i in range(end) if _is_main(tokens[i])]
    spans = list(zip([0, *bounds], [*bounds, end], strict=True))
    chosen = _chosen(tokens, spans)
    if chosen is None:
        return Sections(tuple(lines[:end]), (), None, (), (), contact, signature, annex)
    first, last = chosen
    start, stop = spans[first][0], spans[last][1]
    heading = None
    if first == last and start in bounds:
        heading, start = lines[start], start + 1
    elif start not in bounds:
        start = next((i for i in range(start, stop) if tokens[i].heading), start)
    if stop == end:
        stop = _later(tokens, start, stop)
    opening = min([*bounds, start])
    return Sections(
        tuple(lines[:opening]),
        tuple(lines[opening : start - (heading is not None)]),
        heading,
        tuple(tokens[start:stop]),
        tuple(lines[stop:end]),
        contact,
        signature,
        annex,
    )


def _with_annexed_problems(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Return the lines with a table of problems that is attached below the date in front of unit and contact.

    The numbers of the lines keep the printed order.
    """
    places = [i for i, line in enumerate(lines) if line.role]
    if not places:
        return lines
    first, last = places[0], places[-1]
    while first and re.match("附[件表]", lines[first - 1].text):
        first -= 1
    end, _, signature = _tail(lines[:first])
    if not any(is_date(signed(line.text)[1]) for line in signature):
        return lines
    if any(is_date(signed(line.text)[1]) for line in lines[last + 1 :]):
        return lines
    return (*lines[:end], *lines[first : last + 1], *lines[end:first], *lines[last + 1 :])


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else, damaged ones included."""
    return bool(_DATE.fullmatch(cell_value.key(text)))


def is_unit(text: str) -> bool:
    """Tell whether a line is the name of a unit and nothing else."""
    plain = cell_value.key(text)
    return len(plain) <= 45 and bool(_UNIT_END.search(plain)) and _UNIT.fullmatch(text) is not None


def signed(text: str) -> tuple[str, str]:
    """Split a line that may hold unit and date side by side."""
    match = re.match(r"(.{4,45}?)\s+(\S.*)$", text)
    if match and is_date(match.group(2)) and not is_date(match.group(1)):
        return match.group(1).strip(), match.group(2).strip()
    return ("", text) if is_date(text) else (text, "")


def _is_main(token: Token) -> bool:
    return token.style == "一、" and not token.line.role and token.candidate and len(token.rest) <= 80


def _chosen(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the first and the last span that hold problems."""
    parts = [tokens[start:end] for start, end in spans]
    labelled = [_labels(part) for part in parts]
    if any(labelled):
        full = [i for i, count in enumerate(labelled) if count >= max(1, max(labelled) // 10)]
        return full[0], full[-1]
    worded = [_worded(part) for part in parts]
    numbered = [_numbered(part[1:]) for part in parts]
    titled = [i for i, part in enumerate(parts) if part and _is_main(part[0]) and _TITLE.search(part[0].rest)]
    best = max(titled, key=lambda i: (worded[i], numbered[i]), default=None)
    if best is not None and (worded[best] or (numbered[best] and not any(worded))):
        return best, best
    if sum(worded) > 1:
        full = [i for i, count in enumerate(worded) if count]
        return full[0], full[-1]
    return None


def _labels(tokens: Sequence[Token]) -> int:
    """Count labels that follow a heading or a phrase, or stand in the line of one."""
    count = 0
    previous: Token | None = None
    for token in tokens:
        if token.line.role:
            count += token.line.role == "problem"
        elif token.label is None:
            count += bool(token.split and token.split.label)
            previous = token
        elif token.label.kind != "field" and previous is not None:
            count += headings.is_phrase(previous.rest)
            previous = None
    return count


def _worded(tokens: Sequence[Token]) -> int:
    """Count headings that are worded as such and lead to running text."""
    alone = sum(
        token.strict and after.label is None and not after.strict and not (after.split and after.split.label)
        for token, after in itertools.pairwise(tokens)
    )
    return alone + sum(bool(token.split and headings.is_strict(token.split.title)) for token in tokens)


def _numbered(tokens: Sequence[Token]) -> int:
    """Count numbered phrases that lead to running text."""
    return sum(
        token.mark is not None and token.candidate and after.mark is None for token, after in itertools.pairwise(tokens)
    )


def _later(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where section two ends when nothing but its wording (下一步……) tells what comes next."""
    last = max((i for i in range(start, stop) if tokens[i].label or tokens[i].heading), default=start)
    return next((i for i in range(last + 1, stop) if tokens[i].mark is None and _LATER.match(tokens[i].rest)), stop)


def _below_signature(lines: Sequence[SourceLine]) -> int:
    """Return where what stands below unit and date begins: an annex, a table, a note; the end where nothing does."""
    for i in reversed(range(1, len(lines))):
        unit, day = signed(lines[i].text)
        rest = lines[i + 1 :]
        titled = bool(rest) and re.match(r"附[件表:]", cell_value.key(rest[0].text)) is not None
        if not ((day and (titled or is_unit(unit or lines[i - 1].text))) or (titled and is_unit(lines[i].text))):
            continue
        if rest and not any(headings.token(line).label for line in rest) and _is_annex(rest):
            return i + 1
        return len(lines)
    return len(lines)


def _is_annex(lines: Sequence[SourceLine]) -> bool:
    """Tell whether lines below the signature are an annex: titled so, a note in brackets, or a table."""
    first = cell_value.key(lines[0].text)
    if re.match(r"附[件表:]|\(|注[:：]|备注|联系", first) or _TABLE.search(lines[0].text):
        return True
    return sum(bool(_TABLE.search(line.text)) for line in lines) * 2 > len(lines)


def _tail(lines: Sequence[SourceLine]) -> tuple[int, tuple[SourceLine, ...], tuple[SourceLine, ...]]:
    """Find signature and supervision channel at the end, in either order; return where they begin."""
    contact: list[SourceLine] = []
    signature: list[SourceLine] = []
    i = len(lines)
    while i > 0:
        line = lines[i - 1]
        if _signs(line, signature):
            signature.append(line)
        elif _CONTACT.search(cell_value.key(line.text)) and not headings.token(line).label:
            contact.append(line)
        else:
            break
        i -= 1
    return i, tuple(reversed(contact)), tuple(reversed(signature))


def _signs(line: SourceLine, signature: Sequence[SourceLine]) -> bool:
    """Tell whether a line belongs to the signature, of which the lines below are known: date, unit or attachment."""
    plain = cell_value.key(line.text)
    if signed(line.text)[1] or (plain.startswith("附件") and len(plain) < 80):
        return True
    if not _UNIT.fullmatch(line.text) or heading_numbers.split(line.text)[0] or labels.at_start(line.text):
        return False
    return is_date(signature[-1].text) if signature else bool(_UNIT_END.search(plain))
