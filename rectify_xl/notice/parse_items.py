"""Section two: aspects, groups and problems, whatever their numbers look like.

Two passes. The first finds the headings of problems: those that a label (整改情况) or running text follows; numbered
lists inside a body are followed so that they do not count as headings. The second finds what stands above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.notice import parse_headings, parse_labels, parse_measures, parse_statuses
from rectify_xl.notice.model import GroupHeading, Heading, Item, Line, Passage, Status
from rectify_xl.notice.parse_headings import Token
from rectify_xl.notice.parse_labels import Label

Role = Literal["item", "container", "list", ""]


class Problems(NamedTuple):
    """What section two holds; `passages` is the prose between its headings that belongs to no problem."""

    aspects: tuple[Heading, ...]
    groups: tuple[GroupHeading, ...]
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]


def read(tokens: Sequence[Token], after: date | None) -> Problems:
    """Read section two. Dates without a year in status lines fall on or after `after`."""
    return _build(tokens, _roles(tokens), after)


def _roles(tokens: Sequence[Token]) -> list[Role]:
    """Decide what each line is: the heading of a problem, a heading above problems, or a numbered line in a body."""
    opening = _opening_labels(tokens)
    plain_headings = _plain_headings(tokens, opening)
    roles: list[Role] = [""] * len(tokens)
    lists: dict[str, int] = {}
    containers: dict[str, int] = {}
    styles = {token.style for i, token in enumerate(tokens) if token.candidate and _next_label(tokens, i) in opening}
    body_open = False
    for i, token in enumerate(tokens):
        if token.label:
            body_open = token.label.kind == "body"
            if token.label.kind == "status":
                lists = {}
            continue
        goes_on = bool(token.mark) and lists.get(token.style) == (token.mark.value - 1 if token.mark else None)
        if i in plain_headings or _is_item(tokens, i, opening, styles, goes_on=goes_on, body_open=body_open):
            roles[i], lists, body_open = "item", {}, not opening or parse_headings.cut(token) is not None
        elif token.mark and goes_on and not token.strict:
            roles[i], lists[token.style] = "list", token.mark.value
        elif _may_contain(tokens, i, containers, body_open=body_open):
            roles[i], lists, body_open = "container", {}, False
            if token.mark:
                containers[token.style] = token.mark.value
        elif token.mark:
            roles[i] = "list"
            lists[token.style] = token.mark.value
    for i in reversed(range(len(tokens))):
        if roles[i] == "container" and not _leads_on(tokens, roles, i):
            roles[i] = ""
    return roles


def _opening_labels(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the body labels that stand right below headings; a second label of the same problem is none of them."""
    below: dict[str, list[bool]] = {}
    style: str | None = None
    previous: Token | None = None
    for token in tokens:
        if token.label is None:
            found = parse_headings.cut(token)
            if found and found[1]:
                below.setdefault(found[1].name, []).append(True)
            previous = token
        elif token.label.kind == "body":
            if style is None and previous is not None:
                style = previous.style
            good = previous is not None and (previous.strict or (previous.candidate and previous.style == style))
            below.setdefault(token.label.name, []).append(good or (style == "" and len(below) == 0))
            previous = token
    return frozenset(name for name, hits in below.items() if 2 * sum(hits) >= len(hits))


def _plain_headings(tokens: Sequence[Token], opening: frozenset[str]) -> frozenset[int]:
    """Return the headings of a notice that neither numbers nor words its headings: the phrases above the labels."""
    above = [i for i, token in enumerate(tokens) if token.label is None and _next_label(tokens, i, near=True)]
    if any(tokens[i].candidate for i in above):
        return frozenset()
    names = opening or {token.label.name for token in tokens if token.label and token.label.kind == "body"}
    return frozenset(i for i in above if parse_headings.is_phrase(tokens[i].rest) and _next_label(tokens, i, near=True) in names)


def _next_label(tokens: Sequence[Token], i: int, *, near: bool = False) -> str:
    """Return the name of the body label that follows line `i`, over fields and a status line; empty where none does."""
    for token in tokens[i + 1 : i + 8]:
        if token.label is None:
            return ""
        if token.label.kind == "body":
            return token.label.name
        if near and token.label.kind == "status":
            return ""
    return ""


def _is_item(
    tokens: Sequence[Token],
    i: int,
    opening: frozenset[str],
    styles: set[str],
    *,
    goes_on: bool,
    body_open: bool,
) -> bool:
    token = tokens[i]
    found = parse_headings.cut(token)
    if found:
        title, label, _ = found
        if label is not None:
            return not goes_on or parse_headings.is_strict(title)
        worded = parse_headings.is_strict(title)
        return worded if opening or body_open else not goes_on
    if not token.candidate or (goes_on and not token.strict and not _next_label(tokens, i) in opening):
        return False
    if _next_label(tokens, i) in opening and opening:
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and following.label is not None:
        return token.strict or (following.label.kind == "status" and not body_open)
    if opening:
        return token.strict and token.style in styles
    if following is None or following.candidate or goes_on:
        return False
    return token.strict or (token.mark is not None and not body_open) or _bare(tokens, i)


def _bare(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a numbered phrase is the next of its kind in a notice whose headings have no wording of their own."""
    mark = tokens[i].mark
    if mark is None or any(token.strict for token in tokens if token.style == mark.style):
        return False
    before = [token.mark.value for token in tokens[:i] if token.mark and token.style == mark.style and token.candidate]
    return bool(before) and mark.value in (before[-1] + 1, 1)


def _may_contain(tokens: Sequence[Token], i: int, containers: dict[str, int], *, body_open: bool) -> bool:
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    if token.mark is None and not token.candidate:
        return following.candidate and parse_headings.ends_like_heading(token.rest)
    if not token.candidate:
        return False
    if token.strict or not body_open or token.style in ("一、", "（一）"):
        return True
    return token.mark is not None and containers.get(token.style) == token.mark.value - 1


def _leads_on(tokens: Sequence[Token], roles: Sequence[Role], i: int) -> bool:
    """Tell whether problems or headings follow, a paragraph or two of introduction aside."""
    for j in range(i + 1, min(i + 4, len(tokens))):
        if roles[j] in ("item", "container"):
            return True
        if tokens[j].label or roles[j] == "list":
            return False
    return False


class _Open:
    """The problem that is being read."""

    def __init__(self, heading: Heading, aspect: int | None, group: int | None) -> None:
        self.heading, self.aspect, self.group = heading, aspect, group
        self.body: list[str] = []
        self.label: Label | None = None
        self.status: Label | None = None
        self.body_line = self.status_line = 0

    def take(self, label: Label, line: Line) -> None:
        """Take a labelled line: the status, the body, or what goes on in the body."""
        if label.kind == "status" and self.status is None:
            self.status, self.status_line = label, line.number
        elif label.kind != "field" and not self.body and self.label is None:
            self.label, self.body_line = label, line.number
            self.add(label.rest, line)
        else:
            self.body.append(label.printed + label.mark + label.rest)
            self.body_line = self.body_line or line.number

    def add(self, text: str, line: Line) -> None:
        """Add running text; a status line at its end is taken apart."""
        found = parse_labels.inside(text, status_only=True) if self.status is None else None
        if found and found[1].kind == "status" and len(found[1].rest) <= 120:
            at, label = found
            self.status, self.status_line = label, line.number
            text = text[:at].rstrip()
        if text:
            self.body.append(text)
            self.body_line = self.body_line or line.number

    def close(self, no: int, after: date | None) -> Item:
        """Return the problem."""
        body = "\n".join(self.body).strip()
        status: Status | None = None
        if self.status is not None:
            status = parse_statuses.read(self.status.rest, after)
        return Item(
            no=no,
            heading=self.heading,
            aspect=self.aspect,
            group=self.group,
            problem=parse_headings.bare(self.heading.title),
            label=self.label.printed if self.label else "",
            label_mark=self.label.mark if self.label else "",
            body=body,
            measures=parse_measures.measures(body),
            status_label=self.status.printed if self.status else "",
            status_mark=self.status.mark if self.status else "",
            status=status,
            line=self.heading.line,
            body_line=self.body_line,
            status_line=self.status_line,
        )


def _build(tokens: Sequence[Token], roles: Sequence[Role], after: date | None) -> Problems:
    aspects: list[Heading] = []
    groups: list[GroupHeading] = []
    items: list[Item] = []
    passages: list[Passage] = []
    levels = _Levels()
    group: int | None = None
    current: _Open | None = None
    previous: Role = ""
    for token, role in zip(tokens, roles, strict=True):
        line = token.line
        if role in ("item", "container") and current is not None:
            items.append(current.close(len(items) + 1, after))
            current = None
        if role == "container":
            level = levels.of(token, directly_below=previous == "container")
            heading = Heading(parse_headings.number_of(token), token.rest, line.number)
            if level == 1:
                aspects.append(heading)
                group = None
            elif level == 2:
                groups.append(GroupHeading(heading, len(aspects)))
                group = len(groups)
            else:
                passages.append(Passage("第二部分", "四级", heading.number, heading.title, "", line.number))
        elif role == "item":
            found = parse_headings.cut(token)
            title = found[0] if found else token.rest
            heading = Heading(parse_headings.number_of(token), title, line.number)
            current = _Open(heading, len(aspects) or None, group)
            if found and found[1]:
                current.take(found[1], line)
            elif found:
                current.add(found[2], line)
        elif current is None or (token.label and token.label.kind == "field" and not current.body and not current.label):
            passages.append(Passage("第二部分", "正文", "", "", line.text, line.number))
        elif token.label:
            current.take(token.label, line)
        elif current.status is not None and current.status_line and current.body and not current.label and not token.mark:
            current.add(line.text, line)
        else:
            current.add(line.text, line)
        previous = role or previous if role != "item" else "item"
    if current is not None:
        items.append(current.close(len(items) + 1, after))
    return Problems(tuple(aspects), tuple(groups), tuple(items), tuple(passages))


class _Levels:
    """Which style of number stands on which level, learnt from the order in which they appear."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._last = 0

    def of(self, token: Token, *, directly_below: bool) -> int:
        """Return the level of a heading above problems: 1 aspect, 2 group, 3 and more in between."""
        style = token.style
        if style in self._known and style:
            level = self._known[style]
        elif self._last == 0:
            level = 1
        elif not style:
            level = 1 if "方面" in token.rest or max(self._known.values(), default=1) == 1 else 2
            level = level if not directly_below or "方面" in token.rest else self._last + 1
        elif directly_below:
            level = self._last + 1
        else:
            first = next((each for each, number in self._known.items() if number == 1), "")
            order = parse_headings.ORDER
            outer = not first or order.index(style) < order.index(first)
            level = 1 if outer else 2
        if style:
            self._known.setdefault(style, level)
        self._last = level
        return level
