"""Print traced values in Word with bookmarks around their pieces.

Each expression of a parsed template learns which run it stands in (`adapt`); its value is then printed as several runs
of the same looks, with the bookmarks between them. It is the value that knows its origin, so an office's own template
needs nothing for it. In attributes, field codes and formulas no bookmark can stand: there values are printed plainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from jinja2 import nodes
from markupsafe import Markup

from rectify_xl.documents.printable import printable
from rectify_xl.notice.trace import trace_record
from rectify_xl.notice.trace.trace_record import PrintedSpan
from rectify_xl.text.provenance import Span, TracedText
from rectify_xl.text.refs import split_address

LONGEST_NAME = 40
FIRST_ID = 1_000_000
"""Far above the ids that Word gives to the bookmarks of a template."""

FILTER = "placed"
"""The filter that `adapt` puts on expressions."""

_HEAD = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr/>|<w:rPr>.*?</w:rPr>)?", re.DOTALL)
_TEXT = '<w:t xml:space="preserve">'
_CLOSE = "</w:t></w:r>"
_START = '<w:bookmarkStart w:id="'


class Bookmarks:
    """The bookmarks of one document, and the record of its places."""

    def __init__(self) -> None:
        self.places: list[PrintedSpan] = []
        self._printed: list[tuple[Span, str, str]] = []
        self.begin("")

    def begin(self, part: str) -> None:
        """Begin another part: 正文, 页眉, 页脚 or 脚注."""
        self._part, self._head, self._within, self._fallback = part, "", False, False

    def adapt(self, output: nodes.Output) -> None:
        """Gather the expressions that follow upon each other, and tell them the run that they stand in.

        Called with the outputs of a template in the order of its text.
        """
        adapted: list[Any] = []
        for printed, group in groupby(output.nodes, lambda node: not isinstance(node, nodes.TemplateData)):
            members: list[Any] = list(group)
            if not printed:
                for data in members:
                    self._read(data.data)
            elif self._within and self._head and not self._fallback:
                run = [nodes.Const(self._head), nodes.Const(False)]
                listed = nodes.List(members, lineno=output.lineno)
                members = [nodes.Filter(listed, FILTER, run, [], None, None, lineno=output.lineno)]
            adapted += members
        self._take_whole_runs(adapted)
        output.nodes = adapted

    def _read(self, data: str) -> None:
        self._head, self._within = _context(data, self._head, within=self._within)
        self._fallback = _in_fallback(data, known=self._fallback)

    def _take_whole_runs(self, adapted: list[Any]) -> None:
        """Let expressions that are all there is in a run print the whole of it, so that no empty runs are left."""
        for before, node, after in zip(adapted, adapted[1:], adapted[2:], strict=False):
            if not (isinstance(node, nodes.Filter) and node.name == FILTER):
                continue
            head, _ = node.args
            opening = f"{head.value}{_TEXT}" if isinstance(head, nodes.Const) else ""
            around = isinstance(before, nodes.TemplateData) and isinstance(after, nodes.TemplateData)
            if around and before.data.endswith(opening) and after.data.startswith(_CLOSE):
                before.data = before.data.removesuffix(opening)
                after.data = after.data.removeprefix(_CLOSE)
                node.args = [head, nodes.Const(True)]

    def placed(self, values: list[object], head: str, whole: bool) -> Markup:  # noqa: FBT001 - the template calls it
        """Return the values as they are printed one after the other within a run that begins with `head`.

        With `whole` they are all that the run holds, and print it from its beginning to its end.
        """
        opening = f"{head}{_TEXT}"
        parts: list[str] = []
        opened = not whole
        for value in values:
            text = str(value) if not isinstance(plain := printable(value), str) else plain
            marks = self._marks(text) if isinstance(text, TracedText) else {}
            at = 0
            for place in (*sorted(marks), len(text)):
                if at < place:
                    piece = text[at:place]
                    parts += ("" if opened else opening, str(value) if hasattr(value, "__html__") else _escaped(piece))
                    opened, at = True, place
                if place in marks:
                    parts += (_CLOSE if opened else "", *marks.pop(place))
                    opened = False
        if opened == whole:
            parts.append(_CLOSE if whole else opening)
        return Markup("".join(parts))  # noqa: S704 - every text in it is escaped

    def _marks(self, text: TracedText) -> dict[int, list[str]]:
        """Return the bookmarks of a text by their place: first what ends there, the inner before the outer one."""
        marks: dict[int, list[str]] = {}
        for piece in text.pieces:
            number = len(self._printed) + 1
            name = _name(number, piece)
            self._printed.append((piece, name, text[piece.start : piece.end]))
            marks.setdefault(piece.start, []).append(f'{_START}{FIRST_ID + number}" w:name="{name}"/>')
            marks.setdefault(piece.end, []).insert(0, f'<w:bookmarkEnd w:id="{FIRST_ID + number}"/>')
        return marks

    def locate(self, xml: str) -> None:
        """Put the places in the XML of a part that was filled in on record, with their paragraphs."""
        paragraph = 0
        for before, number in _bookmarks(xml):
            paragraph += before.count("<w:p>") + before.count("<w:p ")
            piece, name, text = self._printed[number - 1]
            self.places.append(trace_record.place(piece, name, self._part, paragraph, text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bookmarks(xml: str) -> Iterator[tuple[str, int]]:
    """Yield for each bookmark of ours the XML before it, from the one before on, and its number."""
    pieces = xml.split(_START)
    before = pieces[0]
    for piece in pieces[1:]:
        number = int(piece[: piece.index('"')])
        if number > FIRST_ID:
            yield before, number - FIRST_ID
            before = piece
        else:
            before += piece


def _context(data: str, head: str, *, within: bool) -> tuple[str, bool]:
    """Return the beginning of the run that is open after `data`, and whether its text is."""
    tag = data.rfind("<")
    if tag < 0:
        return head, within
    run = max(data.rfind("<w:r>"), data.rfind("<w:r "))
    if data.find("</w:r>", max(run, 0)) >= 0:
        head = ""
    elif run >= 0:
        match = _HEAD.match(data, run)
        head = match.group() if match else ""
    opening = data[tag : data.find(">", tag) + 1]
    return head, opening == "<w:t>" or (opening.startswith("<w:t ") and not opening.endswith("/>"))


def _in_fallback(data: str, *, known: bool) -> bool:
    """Tell whether a picture for old versions of Word is open after `data`: it repeats what stands before it."""
    opened, closed = data.rfind("<mc:Fallback>"), data.rfind("</mc:Fallback>")
    return opened > closed if max(opened, closed) >= 0 else known


def _name(number: int, piece: Span) -> str:
    """Return a name that a person finds in Word's list: in the order of the text, with the place in its sheet."""
    ref = split_address(piece.sources[0])[1].replace(":", "_") if piece.sources else ""
    return f"rx_{number:04}_{ref}"[:LONGEST_NAME] if ref and ref.isascii() else f"rx_{number:04}"
