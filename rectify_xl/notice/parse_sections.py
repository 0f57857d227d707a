"""The three parts of a notice, its supervision channel and its signature.

Section two is where the problems stand: the part whose headings are followed by 整改情况 or 整改完成情况, or, in a notice
without labels, by running text. Its number and title alone decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl import values
from rectify_xl.notice import parse_headings
from rectify_xl.notice.model import Line
from rectify_xl.notice.parse_headings import Token

_TITLE = re.compile(r"(?:反馈|巡察|巡视|问题|意见).*(?:整改|落实).*(?:情况|进展|成效|结果)|整改.*(?:落实|进展|完成)情况|逐项|逐条")
_LATER = re.compile(r"(?:下一步|今后|下步|接下来|下阶段|后续)")
_CONTACT = re.compile(
    r"联系(?:电话|方式|地址|人)|监督(?:电话|举报|邮箱)|举报电话|电子?(?:邮箱|信箱|邮件)|邮政?信箱|通[信讯]地址|邮寄地址|来信地址|邮政编码|邮编"
    r"|欢迎.{0,30}监督|意见(?:和|或|与|、)?建议.{0,20}反映|向我们反映"
)
_DATE = re.compile(r"(?:20\d\d|[二][〇○零Oo0ＯΟ]..)[\d年月日号./\-〇○零一二三四五六七八九十]{2,12}", re.ASCII)
_UNIT = re.compile(r"[^。；;：:，,!！?？]{4,45}")


class Sections(NamedTuple):
    """The lines of a notice by their part; `heading` is that of section two where it has one of its own."""

    preamble: tuple[Line, ...]
    before: tuple[Line, ...]
    heading: Line | None
    problems: tuple[Token, ...]
    after: tuple[Line, ...]
    contact: tuple[Line, ...]
    signature: tuple[Line, ...]


def divide(lines: Sequence[Line]) -> Sections:
    """Divide the lines of a notice; with no problems in them, `problems` is empty."""
    tokens = [parse_headings.look(line) for line in lines]
    end, contact, signature = _tail(lines)
    bounds = [i for i in range(end) if _is_main(tokens[i])]
    spans = list(zip([0, *bounds], [*bounds, end], strict=True))
    chosen = _chosen(tokens, spans)
    if chosen is None:
        return Sections(tuple(lines[:end]), (), None, (), (), contact, signature)
    first, last = chosen
    start, stop = spans[first][0], spans[last][1]
    heading = None
    if first == last and start in bounds:
        heading, start = lines[start], start + 1
    elif start not in bounds:
        start = next((i for i in range(start, stop) if tokens[i].candidate), start)
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
    )


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else, damaged ones included."""
    return bool(_DATE.fullmatch(values.key(text)))


def signed(text: str) -> tuple[str, str]:
    """Split a line that may hold unit and date side by side."""
    match = re.match(r"(.{4,45}?)\s+(\S.*)$", text)
    if match and is_date(match.group(2)) and not is_date(match.group(1)):
        return match.group(1).strip(), match.group(2).strip()
    return ("", text) if is_date(text) else (text, "")


def _is_main(token: Token) -> bool:
    return token.style == "一、" and token.candidate and len(token.rest) <= 80


def _chosen(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the first and the last span that hold problems."""
    labelled = [_labels(tokens[start:end]) for start, end in spans]
    if any(labelled):
        full = [i for i, count in enumerate(labelled) if count >= max(1, max(labelled) // 10)]
        return full[0], full[-1]
    worded = [_worded(tokens[start:end]) for start, end in spans]
    titled = [
        i
        for i, (start, end) in enumerate(spans)
        if start < end and _is_main(tokens[start]) and _TITLE.search(tokens[start].rest) and end - start > 2
    ]
    if titled and (not any(worded) or any(worded[i] for i in titled)):
        best = max(titled, key=lambda i: (worded[i], _numbered(tokens[spans[i][0] : spans[i][1]])))
        if worded[best] or _numbered(tokens[spans[best][0] + 1 : spans[best][1]]):
            return best, best
    if any(count > 1 for count in worded):
        full = [i for i, count in enumerate(worded) if count > 1]
        return full[0], full[-1]
    return None


def _labels(tokens: Sequence[Token]) -> int:
    """Count labels that follow a heading, or stand in its line."""
    count = 0
    for i, token in enumerate(tokens):
        if token.label and token.label.kind != "field":
            previous = next((each for each in reversed(tokens[:i]) if each.label is None), None)
            near = previous is not None and i and tokens[i - 1].line.number - previous.line.number < 40
            count += bool(near and previous and (previous.candidate or len(previous.rest) <= parse_headings.LONGEST))
        elif token.label is None and (found := parse_headings.cut(token)) and found[1]:
            count += 1
    return count


def _worded(tokens: Sequence[Token]) -> int:
    """Count headings that are worded as such and lead to running text."""
    return sum(
        (token.strict and after is not None and after.label is None and not after.candidate) or _inline(token)
        for token, after in zip(tokens, [*tokens[1:], None], strict=False)
    )


def _inline(token: Token) -> bool:
    found = parse_headings.cut(token)
    return found is not None and parse_headings.is_strict(found[0])


def _numbered(tokens: Sequence[Token]) -> int:
    """Count numbered phrases that lead to running text."""
    return sum(
        bool(token.mark) and token.candidate and after.mark is None for token, after in zip(tokens, tokens[1:], strict=False)
    )


def _later(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where section two ends when nothing but its wording (下一步……) tells what comes next."""
    last = max((i for i in range(start, stop) if tokens[i].label or tokens[i].candidate), default=start)
    return next((i for i in range(last + 2, stop) if tokens[i].mark is None and _LATER.match(tokens[i].rest)), stop)


def _tail(lines: Sequence[Line]) -> tuple[int, tuple[Line, ...], tuple[Line, ...]]:
    """Find signature and supervision channel at the end, in either order; return where they begin."""
    contact: list[Line] = []
    signature: list[Line] = []
    i = len(lines)
    while i > 0:
        text = lines[i - 1].text
        plain = values.key(text)
        if is_date(text) or signed(text)[1]:
            signature.append(lines[i - 1])
        elif plain.startswith("附件") and len(plain) < 80:
            signature.append(lines[i - 1])
        elif _CONTACT.search(plain) and not parse_headings.look(lines[i - 1]).label:
            contact.append(lines[i - 1])
        elif _is_unit(text) and signature and lines[i - 1 : i] and is_date(signature[-1].text):
            signature.append(lines[i - 1])
        elif _is_unit(text) and not signature and re.search(r"(?:委员会|党组|党委|支部|总支|中心|[局院校馆站所])$", plain):
            signature.append(lines[i - 1])
        else:
            break
        i -= 1
    return i, tuple(reversed(contact)), tuple(reversed(signature))


def _is_unit(text: str) -> bool:
    return bool(_UNIT.fullmatch(text)) and not parse_headings.look(Line(0, text)).mark
