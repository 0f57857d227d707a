"""What a heading looks like: 关于“X”问题, 针对X问题, 反馈问题：X, 在“X”方面, or a bare numbered statement."""

from __future__ import annotations

import re
from typing import NamedTuple

from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading import heading_numbers, labels
from rectify_xl.notice.reading.heading_numbers import HeadingNumber
from rectify_xl.notice.reading.labels import Label
from rectify_xl.text import cell_value

LONGEST = 160
"""Characters of the longest heading; anything longer is running text."""
SHORTEST_BODY = 4
"""Characters of the shortest body that may follow a heading on its line without a label."""

_START = r"(?:关于|针对|对于|围绕|就|巡察反馈|反馈(?:的)?问题:|反馈指出|问题:|在[“\"]|聚焦)"
_REPORT = r"(?:的?整改(?:落实|进展|完成)?(?:情况)?)?"
_ASIDE = r"(?:\([^()]{1,20}\))?"
_END = rf"{_ASIDE}[。.:;]?$"
_LACK = "不足|差距|短板|薄弱|偏差|不到位|不够到位|不有力|不够有力|不力|不严|不实|不够|缺失"
_STRICT = re.compile(
    rf"{_START}.*(?:(?:问题|方面)的?{_REPORT}|[”\"]的?整改(?:情况)?){_END}|(?:关于|针对|反馈).*(?:{_LACK})的?{_REPORT}{_END}"
)
_OPENING = re.compile(rf"(?:关于|针对|反馈(?:的)?问题:|问题:).{{2,}}{_END}")
_ENDING = re.compile(rf".{{2,60}}(?:问题|方面){_REPORT}{_END}")
_LIST_TEXT = re.compile(r"[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[,，]")

_PREFIX = re.compile(
    r"(?:关于|巡察反馈(?:的)?(?:问题)?:?|反馈(?:的)?问题:|反馈指出(?:的)?:?|问题:|(?:针对|对于)\s*(?=[“\"‘])"
    rf"|(?:针对|对于)(?!性)(?=.*(?:问题|方面){_REPORT}{_END}))\s*"
)
"""What stands around a problem and is no part of it. 针对 may begin the problem itself (针对性教研活动偏少): it stands
around one where a quotation follows, or where the heading ends in 问题."""
_BEFORE_QUOTATION = re.compile(r"(?:围绕|就|对|在|聚焦)\s*(?=[“\"‘])")
"""What stands around a problem only where all of it is quoted: 就餐环境不规范 and 对“三农”工作重视不够 begin so too."""
_SUFFIX = re.compile(rf"(?:的|等|这一)?(?:方面存在的|方面的|方面)?(?:问题|方面)?{_REPORT}\s*{_ASIDE}[。.:;,]*$")
_UNNEST = str.maketrans("‘’", "“”")
_PAIRS = {"“": "”", "‘": "’", '"': '"', "「": "」", "『": "』"}


class Split(NamedTuple):
    """A line that holds a heading and its body: the title, the label between them if any, and the body."""

    title: str
    label: Label | None
    body: str


class Token(NamedTuple):
    """One line of section two, looked at: its number, what follows it, the label it begins with, or its two halves."""

    line: SourceLine
    mark: HeadingNumber | None
    rest: str
    label: Label | None
    split: Split | None = None

    @property
    def style(self) -> str:
        """The style of the number, empty without one."""
        return self.mark.style if self.mark else ""

    @property
    def strict(self) -> bool:
        """Tell whether the wording itself is that of a heading."""
        return self.label is None and is_strict(self.rest)

    @property
    def candidate(self) -> bool:
        """Tell whether the line may be a heading: one numbered phrase, or the wording of a heading."""
        if self.label is not None:
            return False
        if self.mark is not None:
            return is_phrase(self.rest) and not _LIST_TEXT.match(self.rest)
        return self.strict

    @property
    def heading(self) -> bool:
        """Tell whether the line may be a heading, with or without its body behind it."""
        return self.candidate or self.split is not None


def token(line: SourceLine) -> Token:
    """Return the token of a line."""
    if line.role:
        return _of_table(line)
    label = labels.at_start(line.text)
    if label is not None:
        return Token(line, None, line.text, label)
    mark, rest = heading_numbers.split(line.text)
    if mark is not None and mark.style != heading_numbers.PROBLEM:
        label = labels.at_start(rest)
        if label is not None and label.kind != "field" and label.mark:
            return Token(line, None, line.text, label._replace(printed=mark.text + label.printed))
    return Token(line, mark, rest, None, _split(mark, rest))


def _of_table(line: SourceLine) -> Token:
    """Return the token of a line whose role is known."""
    if line.role in ("aspect", "group", "problem"):
        return Token(line, *heading_numbers.split(line.text), None)
    if line.role in ("body", "status", "field"):
        name, mark, rest = line.text.partition("：")
        return Token(line, None, line.text, Label(line.role, name, name, mark, rest))
    return Token(line, None, line.text, None)


def is_phrase(text: str) -> bool:
    """Tell whether `text` is one phrase: no sentence ends inside it, quotations and brackets aside."""
    if not 2 <= len(text) <= LONGEST:
        return False
    return not re.search(r"[。！？!?；;].", outside_quotes(cell_value.narrow(text)).rstrip())


def is_strict(text: str) -> bool:
    """Tell whether `text` is worded as a heading."""
    if not is_phrase(text):
        return False
    plain = cell_value.narrow(text).strip()
    if _STRICT.match(plain):
        return True
    return bool(_OPENING.match(plain)) and not re.search(r"[,;]", outside_quotes(plain)) and len(plain) <= 60


def ends_like_heading(text: str) -> bool:
    """Tell whether an unnumbered phrase ends in 问题 or 方面, as a heading does."""
    return (
        is_phrase(text)
        and bool(_ENDING.match(cell_value.narrow(text)))
        and not re.search(r"[,;:]", cell_value.narrow(text[:-1]))
    )


def outside_quotes(text: str) -> str:
    """Return `text` with the inside of quotations, titles and brackets blanked out, nested ones included."""
    pattern = re.compile(r"“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|《[^《》]*》|\([^()]*\)|〔[^〔〕]*〕|「[^「」]*」")
    for _ in range(6):
        blanked = pattern.sub(lambda match: "_" * len(match.group()), text)
        if blanked == text:
            break
        text = blanked
    return text


def _split(mark: HeadingNumber | None, text: str) -> Split | None:
    """Split a line such as `1.针对X问题。整改情况：一是……` or `（1）关于X问题。一是……`; None for any other."""
    plain = cell_value.narrow(text)
    if mark is None and not re.match(_START, plain):
        return None
    if inside := labels.inside(text):
        at, label = inside
        title = text[:at].strip()
        if is_phrase(title) and label.rest and (mark or is_strict(title)):
            return Split(title, label, label.rest)
    for match in re.finditer(r"[。.:;](?!\d)", outside_quotes(plain)):
        title, body = text[: match.end()].strip(), text[match.end() :].strip()
        if len(body) < SHORTEST_BODY or not is_phrase(title):
            break
        if is_strict(title) or (mark and len(title) <= LONGEST // 2 and _begins_list(body)):
            return Split(title, None, body)
        if match.group() != ":":
            break
    return None


def _begins_list(body: str) -> bool:
    return bool(re.match(r"一是|第一[,，、]|\(1\)|1[.、]|①", cell_value.narrow(body)))


def bare(title: str) -> str:
    """Return the problem alone: without 针对……问题, the quotes around it and the full stop."""
    plain = cell_value.narrow(title)
    start = match.end() if (match := _PREFIX.match(plain)) else 0
    if (quoted := _BEFORE_QUOTATION.match(plain)) and wrapped(_without_suffix(title[quoted.end() :].strip())):
        start = quoted.end()
    text = title[start:].strip()
    without = _without_suffix(text)
    if wrapped(without):
        text = without[1:-1]
        text = text if "“" in text else text.translate(_UNNEST)
    elif start:
        text = without if len(without) > 1 else text
    else:
        text = re.sub(r"[。.；;：:\s]+$", "", text)
    return text.strip() or title.strip()


def _without_suffix(text: str) -> str:
    suffix = _SUFFIX.search(cell_value.narrow(text))
    return text[: suffix.start()] if suffix else text


def wrapped(text: str) -> bool:
    """Tell whether one pair of quotes stands around the whole text, inner pairs of the same kind allowed."""
    if len(text) < 3 or _PAIRS.get(text[0]) != text[-1]:
        return False
    if text[0] == text[-1]:
        return text.count(text[0]) == 2
    depth = 0
    for i, char in enumerate(text):
        depth += (char == text[0]) - (char == text[-1])
        if depth == 0:
            return i == len(text) - 1
    return False


def lacks_word(title: str) -> bool:
    """Tell whether a heading ends neither in 问题 nor in 方面."""
    return not re.search(rf"(?:问题|方面)[”\"’」』]*{_REPORT}{_END}", cell_value.narrow(title))
