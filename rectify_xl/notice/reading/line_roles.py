"""Which lines of section two are headings: of problems, of what stands above problems, or of nothing.

The first pass finds the headings of problems: those that a label (整改情况) or running text follows; numbered lists
inside a body are followed along so that they do not count as headings. The second finds what stands above them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from rectify_xl.notice.reading import heading_numbers, headings
from rectify_xl.notice.reading.headings import Token

Role = Literal["item", "container", "list", ""]

LABEL_REACH = 8
"""How many lines below a heading its body label may stand; fields such as 责任科室 stand between."""


_KNOWN: Mapping[str, Role] = {"aspect": "container", "group": "container", "problem": "item"}


def roles(tokens: Sequence[Token]) -> list[Role]:
    """Decide what each line is: the heading of a problem, a heading above problems, or a numbered line in a body."""
    reader = _Reader(tokens)
    result = [reader.role(i) for i in range(len(tokens))]
    for i in reversed(range(len(tokens))):
        if result[i] == "container" and not _leads_on(tokens, result, i):
            result[i] = ""
    return result


def _leads_on(tokens: Sequence[Token], before: Sequence[Role], i: int) -> bool:
    """Tell whether problems or headings follow, a paragraph or two of introduction aside."""
    for j in range(i + 1, min(i + 4, len(tokens))):
        if before[j] in ("item", "container"):
            return True
        if tokens[j].label or before[j] == "list":
            return False
    return False


def _mostly_worded(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the styles of number whose headings are worded as such at least every other time."""
    worded = Counter(token.style for token in tokens if token.strict)
    phrases = Counter(token.style for token in tokens if token.candidate)
    return frozenset(style for style, count in worded.items() if 2 * count >= phrases[style])


class _Reader:
    """Reads the lines in order, and knows which lists run and whether a body is open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._opening = self._opening_labels()
        self._plain = self._plain_headings()
        self._styles = {
            token.style for i, token in enumerate(tokens) if token.candidate and self._label_below(i) in self._opening
        }
        self._worded = _mostly_worded(tokens)
        self._with_text = {
            token.style
            for token, after in itertools.pairwise(tokens)
            if token.mark and token.strict and after.label is None and not after.heading
        }
        self._lists: dict[str, int] = {}
        self._containers: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._body_open = False

    def role(self, i: int) -> Role:
        """Return the role of the next line."""
        token = self._tokens[i]
        if token.line.role:
            return _KNOWN.get(token.line.role, "")
        if token.label:
            self._body_open = token.label.kind == "body"
            if token.label.kind == "status":
                self._lists = {}
            return ""
        role = self._judge(i, token)
        if role in ("item", "container"):
            self._lists = {}
            self._body_open = role == "item" and (not self._opening or token.split is not None)
        if token.mark:
            seen = {"item": self._before, "container": self._containers}.get(role, self._lists)
            seen[token.style] = token.mark.value
        return role

    def _judge(self, i: int, token: Token) -> Role:
        if token.style == heading_numbers.ASPECT and token.candidate:
            return "container"
        if token.style == heading_numbers.PROBLEM and token.candidate:
            return "item"
        goes_on = token.mark is not None and self._lists.get(token.style) == token.mark.value - 1
        if i in self._plain or self._is_item(i, token, goes_on=goes_on):
            return "item"
        if goes_on and not token.strict:
            return "list"
        if self._may_contain(i, token):
            return "container"
        return "list" if token.mark else ""

    def _is_item(self, i: int, token: Token, *, goes_on: bool) -> bool:
        """Tell whether a line is the heading of a problem; `goes_on` if a list in the body leads one to expect it."""
        if token.split:
            worded = headings.is_strict(token.split.title)
            if token.split.label is not None:
                return worded or not goes_on
            return worded or not (self._opening or self._body_open or goes_on)
        if not token.candidate:
            return False
        labelled = bool(self._opening) and self._label_below(i) in self._opening
        if labelled or (goes_on and not token.strict):
            return labelled
        following = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if following is not None and following.label is not None:
            return token.strict or (following.label.kind == "status" and not self._body_open)
        if self._opening:
            return token.strict and token.style in self._styles and not self._is_above(token, following)
        if following is None:
            return False
        if following.heading:
            return token.strict and not following.strict and token.style in self._with_text and not following.split
        return token.strict or not self._body_open or self._is_next(token)

    @staticmethod
    def _is_above(token: Token, following: Token | None) -> bool:
        """Tell whether the heading in the next line is no sibling of this one, and so stands below it."""
        if following is None or not following.strict:
            return False
        if following.mark is None or token.mark is None:
            return True
        return following.style != token.style or following.mark.value != token.mark.value + 1

    def _is_next(self, token: Token) -> bool:
        """Tell whether a numbered phrase goes on with the problems, where none of them is worded as a heading."""
        if token.mark is None or token.style in self._worded or token.style not in self._before:
            return False
        return token.mark.value in (self._before[token.style] + 1, 1)

    def _may_contain(self, i: int, token: Token) -> bool:
        """Tell whether a line may be the heading of an aspect or group."""
        following = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if following is None:
            return False
        if token.mark is None and not token.candidate:
            return following.heading and headings.ends_like_heading(token.rest)
        if not token.candidate:
            return False
        if token.strict or not self._body_open or token.style in ("一、", "（一）"):
            return True
        return token.mark is not None and self._containers.get(token.style) == token.mark.value - 1

    def _opening_labels(self) -> frozenset[str]:
        """Return the body labels that stand right below headings, and no second label of the same problem."""
        below: dict[str, list[bool]] = {}
        style: str | None = None
        previous: Token | None = None
        for token in self._tokens:
            if token.label is None:
                if token.split and token.split.label:
                    below.setdefault(token.split.label.name, []).append(True)
                previous = token
            elif token.label.kind == "body":
                if style is None and previous is not None:
                    style = previous.style
                good = previous is not None and (previous.strict or (previous.candidate and previous.style == style))
                below.setdefault(token.label.name, []).append(good or (style == "" and not below))
                previous = token
        return frozenset(name for name, hits in below.items() if 2 * sum(hits) >= len(hits))

    def _plain_headings(self) -> frozenset[int]:
        """Return the headings of a notice that neither numbers nor words them: the phrases above its labels."""
        above = [
            i for i, token in enumerate(self._tokens) if token.label is None and self._label_below(i, over_status=False)
        ]
        if any(self._tokens[i].candidate for i in above):
            return frozenset()
        return frozenset(i for i in above if headings.is_phrase(self._tokens[i].rest))

    def _label_below(self, i: int, *, over_status: bool = True) -> str:
        """Return the name of the body label below line `i`, over fields and a status line; empty where none is."""
        for token in self._tokens[i + 1 : i + LABEL_REACH]:
            if token.label is None or (token.label.kind == "status" and not over_status):
                return ""
            if token.label.kind == "body":
                return token.label.name
        return ""
