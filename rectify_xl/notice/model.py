"""What a notice consists of, as read and as composed."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rectify_xl.dates import NOTHING, ReadDate
from rectify_xl.ledger.records import Finding

LineRole = Literal["", "aspect", "group", "problem", "body", "text", "status", "field", "prose"]
"""What a line is where that is known before it is read: it comes from a table whose headings say so.

`body`, `status` and `field` begin with the heading of their column and a colon; `text` goes on with a body, `prose`
belongs to no problem.
"""


class SourceLine(NamedTuple):
    """One line of the source: its number (from 1) and its text without surrounding white space."""

    number: int
    text: str
    role: LineRole = ""


class Status(NamedTuple):
    """What a status line says: how far, what follows, and, for a mixed line, what remains until when."""

    text: str
    completion: str = ""
    follow_up: str = ""
    immediate: bool = False
    remaining: str = ""
    remaining_due: ReadDate = NOTHING
    mixed: bool = False


class Heading(NamedTuple):
    """A heading of an aspect or group: the number as printed (may be lost) and the title without it."""

    number: str
    title: str
    line: int

    @property
    def printed(self) -> str:
        """The heading as printed, number included."""
        return self.number + self.title


class GroupHeading(NamedTuple):
    """A 大项: its heading and the 1-based position of its aspect."""

    heading: Heading
    aspect: int


class NoticeItem(NamedTuple):
    """One problem of section two.

    `aspect` and `group` are 1-based positions or None; `title` is printed without its number, `problem` is the bare
    problem; `label` stands before the body, `status_label` before the status line, both without their colon
    (`label_mark`, `status_mark`: the colon as printed). `no` counts through the notice, whatever number is printed;
    `body_line` and `status_line` are the lines where body and status begin, 0 where there is none. Where the body goes
    on below the status, `below_line` is the line and `above_status` how many paragraphs stand above the status; else 0.
    """

    no: int
    heading: Heading
    aspect: int | None
    group: int | None
    problem: str
    label: str
    label_mark: str
    body: str
    measures: tuple[str, ...]
    status_label: str
    status_mark: str
    status: Status | None
    line: int
    body_line: int = 0
    status_line: int = 0
    above_status: int = 0
    below_line: int = 0


Part = Literal["标题", "导语", "第一部分", "第二部分", "第三部分", "监督渠道", "落款"]


class Passage(NamedTuple):
    """One paragraph of prose: all of the notice but the aspects, groups and problems of section two.

    `level` is 一级, 二级, 三级, 四级 or 正文; `number` the printed number (`一、`, `(一)`); `heading` its title without
    the number, `body` the running text.
    """

    part: Part
    level: str
    number: str
    heading: str
    body: str
    line: int


class Contact(NamedTuple):
    """How the public reaches the unit."""

    phone: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""


class ParsedNotice(NamedTuple):
    """A whole notice as read. `declared` holds stated totals by their name in 基本信息 (without the prefix)."""

    title: str
    edition: str
    unit: str
    date: ReadDate
    inspector: str
    round: str
    inspected_from: str
    inspected_to: str
    feedback: str
    passages: tuple[Passage, ...]
    aspects: tuple[Heading, ...]
    groups: tuple[GroupHeading, ...]
    items: tuple[NoticeItem, ...]
    contact: Contact
    declared: dict[str, int]
    left_out: tuple[SourceLine, ...]
    findings: tuple[Finding, ...]


class Paragraph(NamedTuple):
    """One paragraph of a composed notice.

    `level`: title, edition, h1, h2, h3, h4, body, contact, signature or date. `number` is printed literally before
    `text`; `sources` are the addresses of the cells it comes from; `body` is running text that follows a heading in
    the same paragraph.
    """

    level: str
    number: str
    text: str
    sources: tuple[str, ...] = ()
    body: str = ""

    @property
    def printed(self) -> str:
        """The whole paragraph as printed."""
        return self.number + self.text + self.body


class ComposedNotice(NamedTuple):
    """A composed notice, ready for rendering."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    findings: tuple[Finding, ...] = ()
