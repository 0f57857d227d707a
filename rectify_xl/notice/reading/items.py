"""Section two: aspects, groups and problems, whatever their numbers look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.notice.model import GroupHeading, Heading, NoticeItem, Passage, SourceLine
from rectify_xl.notice.reading import heading_numbers, headings, labels, measures, status_lines
from rectify_xl.notice.reading.headings import Token
from rectify_xl.notice.reading.labels import Label
from rectify_xl.notice.reading.line_roles import roles

LONGEST_STATUS = 120
_SECTION = re.compile(r"(?<!方面的)(?<!方面)(?:整改|落实)(?:落实|进展|完成)*(?:情况|进展)[。:：]?$")
"""A part of the notice that holds problems like its neighbour (三、选人用人专项检查反馈问题整改情况), and no aspect."""


class Problems(NamedTuple):
    """What section two holds; `passages` is the prose between its headings that belongs to no problem."""

    aspects: tuple[Heading, ...]
    groups: tuple[GroupHeading, ...]
    items: tuple[NoticeItem, ...]
    passages: tuple[Passage, ...]


def read(tokens: Sequence[Token], after: date | None, written: date | None = None) -> Problems:
    """Read section two of a notice of the day `written`. Dates without a year fall on or after `after`."""
    builder = _Builder(after, written)
    previous = ""
    for token, role in zip(tokens, roles(tokens), strict=True):
        if role == "container":
            builder.container(token, directly_below=previous == "container")
        elif role == "item":
            builder.item(token)
        else:
            builder.text(token)
        previous = role or previous
    return builder.result()


class _Builder:
    """Puts section two together, line by line."""

    def __init__(self, after: date | None, written: date | None) -> None:
        self._after = after
        self._written = written
        self._aspects: list[Heading] = []
        self._groups: list[GroupHeading] = []
        self._items: list[NoticeItem] = []
        self._passages: list[Passage] = []
        self._levels = _Levels()
        self._group: int | None = None
        self._current: _Open | None = None

    def container(self, token: Token, *, directly_below: bool) -> None:
        """Take the heading of an aspect, a group, or something in between."""
        self._close()
        heading = _heading(token, token.rest)
        if token.style == "一、" and not token.line.role and _SECTION.search(heading.title):
            self._group = None
            self._passages.append(Passage("第二部分", "一级", heading.number, heading.title, "", heading.line))
            return
        known = {"aspect": 1, "group": 2}.get(token.line.role)
        level = known or self._levels.of(token, directly_below=directly_below)
        if level == 1:
            self._aspects.append(heading)
            self._group = None
        elif level == 2:
            self._groups.append(GroupHeading(heading, len(self._aspects)))
            self._group = len(self._groups)
        else:
            self._passages.append(Passage("第二部分", "四级", heading.number, heading.title, "", heading.line))

    def item(self, token: Token) -> None:
        """Take the heading of a problem, and the body that may follow it on its line."""
        self._close()
        title = token.split.title if token.split else token.rest
        self._current = _Open(_heading(token, title), len(self._aspects) or None, self._group)
        if token.split and token.split.label:
            self._current.take(token.split.label, token.line)
        elif token.split:
            self._current.add(token.split.body, token.line)

    def text(self, token: Token) -> None:
        """Take a labelled line or running text."""
        field = token.label is not None and token.label.kind == "field"
        beside = token.line.role == "prose" or (field and token.line.role == "field")
        if self._current is None or beside or (field and self._current.untouched):
            self._passages.append(Passage("第二部分", "正文", "", "", token.line.text, token.line.number))
        elif token.label:
            self._current.take(token.label, token.line)
        else:
            self._current.add(token.line.text, token.line)

    def result(self) -> Problems:
        """Return all that was taken; a heading with no problem below it is prose."""
        self._close()
        aspects = sorted({item.aspect for item in self._items if item.aspect})
        groups = sorted({item.group for item in self._items if item.group})
        empty = [heading for no, heading in enumerate(self._aspects, 1) if no not in aspects]
        empty += [group.heading for no, group in enumerate(self._groups, 1) if no not in groups]
        for item in empty:
            self._passages.append(Passage("第二部分", "四级", item.number, item.title, "", item.line))
        aspect_no = {old: new for new, old in enumerate(aspects, 1)}
        group_no = {old: new for new, old in enumerate(groups, 1)}
        items = (
            item._replace(aspect=aspect_no.get(item.aspect or 0), group=group_no.get(item.group or 0))
            for item in self._items
        )
        kept = (self._groups[no - 1] for no in groups)
        return Problems(
            tuple(self._aspects[no - 1] for no in aspects),
            tuple(group._replace(aspect=aspect_no[group.aspect]) for group in kept),
            tuple(items),
            tuple(self._passages),
        )

    def _close(self) -> None:
        if self._current is not None:
            self._items.append(self._current.close(len(self._items) + 1, self._after, self._written))
            self._current = None


class _Open:
    """The problem that is being read."""

    def __init__(self, heading: Heading, aspect: int | None, group: int | None) -> None:
        self.heading, self.aspect, self.group = heading, aspect, group
        self.body: list[str] = []
        self.label: Label | None = None
        self.status: Label | None = None
        self.body_line = self.status_line = self.below_line = self.above_status = 0

    @property
    def untouched(self) -> bool:
        """Tell whether nothing of its body has come yet."""
        return not self.body and self.label is None

    def take(self, label: Label, line: SourceLine) -> None:
        """Take a labelled line: the status, the body, or what goes on in the body."""
        if label.kind == "status" and self.status is None:
            self.status, self.status_line = label, line.number
        elif label.kind != "field" and self.untouched:
            self.label, self.body_line = label, line.number
            self.add(label.rest, line)
        else:
            self.add(label.printed + label.mark + label.rest, line)

    def add(self, text: str, line: SourceLine) -> None:
        """Add running text; a status line at its end is taken apart."""
        label = labels.inside(text, status_only=True) if self.status is None else None
        if label and label[1].kind == "status" and len(label[1].rest) <= LONGEST_STATUS:
            at, self.status = label
            self.status_line = line.number
            text = text[:at].rstrip()
        if text:
            if self.status_line and self.body and line.number > self.status_line and not self.below_line:
                self.below_line, self.above_status = line.number, len(self.body)
            self.body.append(text)
            self.body_line = self.body_line or line.number

    def close(self, no: int, after: date | None, written: date | None) -> NoticeItem:
        """Return the problem."""
        body = "\n".join(self.body).strip()
        printed = self.status.rest if self.status else self._aside(body)
        at_end = status_lines.closing(body) if printed is None else ""
        if at_end:
            printed = status_lines.without_now(at_end)
        return NoticeItem(
            no=no,
            heading=self.heading,
            aspect=self.aspect,
            group=self.group,
            problem=headings.bare(self.heading.title),
            label=self.label.printed if self.label else "",
            label_mark=self.label.mark if self.label else "",
            body=body,
            measures=measures.measures(body.removesuffix(at_end).strip() or body),
            status_label=self.status.printed if self.status else "",
            status_mark=self.status.mark if self.status else "",
            status=status_lines.read(printed, after, written) if printed is not None else None,
            line=self.heading.line,
            body_line=self.body_line,
            status_line=self.status_line,
            above_status=self.above_status if self.below_line else 0,
            below_line=self.below_line,
        )

    def _aside(self, body: str) -> str | None:
        """Return a status that stands in brackets at the end of the heading or the body, and stays there."""
        for text in (self.heading.title, body):
            match = re.search(r"[（(【]([^（）()【】]{2,30})[)）】][。.]?$", text)
            if match and status_lines.is_status_only(match.group(1)):
                return match.group(1)
        return None


def _heading(token: Token, title: str) -> Heading:
    return Heading(token.mark.text if token.mark else "", title, token.line.number)


class _Levels:
    """Which style of number stands on which level, learnt from the order in which they appear."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._last = 0

    def of(self, token: Token, *, directly_below: bool) -> int:
        """Return the level of a heading above problems: 1 aspect, 2 group, 3 and more in between."""
        style = token.style
        if style == heading_numbers.ASPECT:
            level = 1
        elif style and style in self._known:
            level = self._known[style]
        elif self._last == 0:
            level = 1
        elif not style:
            level = self._without_number(token, directly_below=directly_below)
        else:
            level = self._last + 1 if directly_below else self._by_custom(style)
        if style:
            self._known.setdefault(style, level)
        self._last = level
        return level

    def _without_number(self, token: Token, *, directly_below: bool) -> int:
        """Return the level of a heading that lost its number: an aspect, unless groups are known and it names none."""
        if "方面" in token.rest:
            return 1
        if directly_below:
            return self._last + 1
        return 1 if max(self._known.values(), default=1) == 1 else 2

    def _by_custom(self, style: str) -> int:
        outermost = next((candidate for candidate, level in self._known.items() if level == 1), style)
        order = heading_numbers.ORDER
        return 1 if order.index(style) <= order.index(outermost) else 2
