"""Whether the numbers in front of headings run on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Heading
from rectify_xl.notice.reading import heading_numbers
from rectify_xl.notice.reading.reading_rules import finding
from rectify_xl.text.excerpts import head


class Numbered(NamedTuple):
    """A heading and what it stands under."""

    heading: Heading
    parent: tuple[int | None, ...]


def sequence(what: str, headings: Sequence[Numbered]) -> Iterator[Finding]:
    """Yield where numbers of one kind are lost, leave a gap or come twice; a new parent may restart them."""
    marks = [heading_numbers.split(heading.heading.number)[0] for heading in headings]
    if not any(marks):
        return
    last, parent = 0, headings[0].parent
    for at, (heading, mark) in enumerate(zip(headings, marks, strict=True)):
        title, line = head(heading.heading.title), heading.heading.line
        if mark is None:
            example = next(mark.text.strip() for mark in marks if mark)
            yield finding(
                "序号丢失", f"{what}标题“{title}”没有序号，而同级标题有（如“{example}”）", line=line, excerpt=title
            )
            last, parent = last + 1, heading.parent
            continue
        restarts = mark.value == 1 and (heading.parent != parent or last == 0)
        if mark.value > last + 1:
            lost = _span(last + 1, mark.value - 1)
            yield finding(
                "序号跳号",
                f"{what}“{mark.text.strip()}{title}”之前缺第{lost}号",
                line=line,
                excerpt=head(heading.heading.printed),
            )
        elif mark.value <= last and not restarts:
            yield finding(
                "序号重复",
                f"{what}“{mark.text.strip()}{title}”的序号重复或倒退（前一个是第{last}号）",
                line=line,
                excerpt=head(heading.heading.printed),
            )
            following = marks[at + 1] if at + 1 < len(marks) else None
            if following and following.value == last + 2:
                last, parent = last + 1, heading.parent
                continue
        last, parent = mark.value, heading.parent


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}至{last}"
