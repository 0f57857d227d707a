"""A sheet's part taken apart: the frame is parsed, the rows stay bytes, and only those that change are cut into cells.

A sheet has tens of thousands of cells and a command changes few of them; what nobody changes keeps its bytes. Rows and
cells are cut at their tags, which is exact where nothing but tags can hold a “<”: a part with comments or CDATA, or
with attributes in single quotes, is first written anew by an XML library. What cannot be cut even so is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from rectify_xl.errors import BookError
from rectify_xl.text.refs import Area, column_letters, column_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACEHOLDER = "rectify_xl: rows"
_ATTRIBUTES = rb'((?:\s+[\w:.-]+="[^"<>]*")*)\s*'
_ATTRIBUTE = rb'\s([\w:.-]+)="([^"]*)"'
_COLUMN = rb'\sr="\$?([A-Z]{1,3})\$?\d+"'
_STYLE = rb'\ss="(\d+)"'


class _IrregularError(Exception):
    """Rows or cells cannot be told apart by their tags."""


def parse(content: bytes) -> Any:
    """Return the parsed part; nothing outside of it is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser)


def serialise(tree: Any) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_plain(content: bytes) -> bool:
    """Tell whether no tag among the rows has single quotes; in doubt say no."""
    return not re.compile(rb"<[^<>]*'").search(content, content.find(b"sheetData"), content.rfind(b"sheetData"))


def _plain(content: bytes) -> bytes:
    """Return the part as an XML library writes it: without comments, CDATA and single quotes."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return serialise(etree.fromstring(content, parser))


class CellXml:
    """One cell: its style, and all of it in bytes."""

    __slots__ = ("content", "style")

    def __init__(self, content: bytes, style: int) -> None:
        self.content = content
        self.style = style

    @property
    def has_formula(self) -> bool:
        """Tell whether the cell holds a formula."""
        return b"<f" in self.content or b":f" in self.content


class RowXml:
    """One row that changes: its attributes, its cells by column, and what stands behind them."""

    __slots__ = ("attributes", "cells", "rest")

    def __init__(self, attributes: dict[bytes, bytes], cells: dict[int, CellXml], rest: bytes = b"") -> None:
        self.attributes = attributes
        self.cells = cells
        self.rest = rest


class SheetXml:
    """A worksheet's part. `frame` is the parsed part without its rows.

    `row` gives a row for changing, `add` makes one; both are written when `content` is asked for.
    """

    def __init__(self, xml: bytes) -> None:
        try:
            self._take_apart(xml if _is_plain(xml) else _plain(xml))
        except _IrregularError:
            try:
                self._take_apart(_plain(xml))
            except _IrregularError as error:
                raise self._refused() from error

    @staticmethod
    def _refused() -> BookError:
        return BookError("工作簿里有不能改写的内容", "请用 Excel 或 WPS 打开后另存为新文件，再重试")

    def _take_apart(self, xml: bytes) -> None:
        begin = re.search(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>", xml)
        if begin is None:
            raise _IrregularError
        prefix = self._prefix = begin[1]
        close = b"</" + prefix + b"sheetData"
        end = begin.end() if begin[2] else xml.find(close, begin.end())
        if end < 0 or xml.find(b"<!", 0, end) >= 0 or xml.find(b"<?", 5, end) >= 0:
            raise _IrregularError
        after = begin.end() if begin[2] else xml.find(b">", end) + 1
        element = b"<" + prefix + b"sheetData>" + _PLACEHOLDER.encode() + close + b">"
        self._frame_bytes: bytes | None = xml[: begin.start()] + element + xml[after:]
        self._frame: Any = None
        self._tag = prefix.decode()
        self._patterns(prefix)
        self._pieces: list[bytes | None] = []
        self._places: dict[int, int] = {}
        self._cut_rows(xml[begin.end() : end])
        self.numbers = sorted(self._places)
        self._changed: dict[int, RowXml] = {}
        self._behind: dict[int, list[int]] = {}
        """New rows, by the place of the piece behind which they stand."""

    def _patterns(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self._row_tag = re.compile(rb"<%brow(?=[\s/>])" % p)
        self._row_head = re.compile(rb"<%brow%b(/?)>" % (p, _ATTRIBUTES))
        self._row_close = b"</" + prefix + b"row>"
        self._usual_cell = re.compile(
            rb'(<%bc r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="\w+")?(?:/>|>.*?</%bc>))' % (p, p), re.DOTALL
        )
        self._cell = re.compile(rb"<%bc%b(?:/>|>(?:.*?)</%bc>)" % (p, _ATTRIBUTES, p), re.DOTALL)

    def _cut_rows(self, body: bytes) -> None:
        starts = [match.start() for match in self._row_tag.finditer(body)]
        if body[: starts[0] if starts else len(body)].strip():
            raise _IrregularError
        number = 0
        for place, (start, stop) in enumerate(zip(starts, [*starts[1:], len(body)], strict=True)):
            piece = body[start:stop]
            head = self._row_head.match(piece)
            if head is None:
                raise _IrregularError
            if not piece[head.end() :].strip() if head[2] else piece.rstrip().endswith(self._row_close):
                stated = re.search(rb'\sr="(\d+)"', head[1])
                number = int(stated[1]) if stated else number + 1
                if not stated:
                    at = 4 + len(self._prefix)
                    piece = piece[:at] + b' r="%d"' % number + piece[at:]
                self._pieces.append(piece)
                self._places[number] = place
            else:
                raise _IrregularError

    @property
    def frame(self) -> Any:
        """The parsed part without its rows."""
        if self._frame is None and self._frame_bytes is not None:
            self._frame, self._frame_bytes = parse(self._frame_bytes), None
        return self._frame

    def __contains__(self, number: int) -> bool:
        """Tell whether there is a row with this number."""
        return number in self._places or number in self._changed

    def styles(self, number: int) -> Mapping[int, int]:
        """Return the style of each cell of a row, by column; nothing where there is no such row."""
        if number in self._changed:
            return {column: cell.style for column, cell in self._changed[number].cells.items()}
        if number not in self._places:
            return {}
        return {column: cell.style for column, cell in self._opened(number).cells.items()}

    def row(self, number: int) -> RowXml | None:
        """Return a row for changing, None where there is none."""
        if number not in self._changed:
            if number not in self._places:
                return None
            self._changed[number] = self._opened(number)
            self._pieces[self._places[number]] = None
        return self._changed[number]

    def _opened(self, number: int) -> RowXml:
        piece = self._pieces[self._places[number]]
        head = self._row_head.match(piece or b"")
        if piece is None or head is None:
            raise self._refused()
        attributes = dict(re.findall(_ATTRIBUTE, head[1]))
        if head[2]:
            return RowXml(attributes, {})
        stop = piece.rfind(self._row_close)
        usual = self._usual_cell.findall(piece, head.end(), stop)
        if sum([len(content) for content, _, _ in usual]) == stop - head.end():
            return RowXml(
                attributes,
                {
                    column_number(letters.decode()): CellXml(content, int(style) if style else 0)
                    for content, letters, style in usual
                },
            )
        cells: dict[int, CellXml] = {}
        column, at = 0, head.end()
        for match in self._cell.finditer(piece, head.end(), stop):
            if piece[at : match.start()].strip():
                break
            stated = re.search(_COLUMN, match[1])
            column = column_number(stated[1].decode()) if stated else column + 1
            content = match[0]
            if not stated:
                start = 2 + len(self._prefix)
                content = content[:start] + b' r="%b%d"' % (column_letters(column).encode(), number) + content[start:]
            style = re.search(_STYLE, match[1])
            cells[column] = CellXml(content, int(style[1]) if style else 0)
            at = match.end()
        rest = piece[at:stop].strip()
        if rest.startswith(b"<" + self._prefix + b"c") or b"<" + self._prefix + b"c " in rest:
            raise self._refused()
        return RowXml(attributes, cells, rest)

    def add(self, number: int) -> RowXml:
        """Insert an empty row where there is none, behind the last one with a smaller number."""
        place = bisect_left(self.numbers, number)
        before = self._places[self.numbers[place - 1]] if place else -1
        self._behind.setdefault(before, []).append(number)
        row = self._changed[number] = RowXml({b"r": b"%d" % number}, {})
        return row

    def drop(self, number: int) -> None:
        """Take a row away that was there."""
        self._pieces[self._places.pop(number)] = None
        self._changed.pop(number, None)
        del self.numbers[bisect_left(self.numbers, number)]

    def cell(self, row: int, column: int, style: int, inner: str = "", kind: str = "") -> CellXml:
        """Return a new cell with this style, content and type."""
        p = self._tag
        head = f'<{p}c r="{column_letters(column)}{row}"'
        if style:
            head += f' s="{style}"'
        if kind:
            head += f' t="{kind}"'
        return CellXml((f"{head}>{inner}</{p}c>" if inner else f"{head}/>").encode(), style)

    def tagged(self, tag: str, text: str) -> str:
        """Return an element of a cell with its text."""
        return f"<{self._tag}{tag}>{_escaped(text)}</{self._tag}{tag}>"

    def blank_text(self, text: str) -> str:
        """Return the inner of a cell whose text has blanks at its ends, or what looks like an escape."""
        p = self._tag
        return f'<{p}is><{p}r><{p}t xml:space="preserve">{_escaped(text)}</{p}t></{p}r></{p}is>'

    def extent(self) -> Area:
        """Return the area from A1 to the last row and the last column of any cell."""
        right = 1
        for piece in self._pieces:
            if piece is not None:
                last = re.match(_COLUMN, piece[at:]) if (at := piece.rfind(b' r="')) >= 0 else None
                right = max(right, column_number(last[1].decode()) if last else 0)
        right = max(right, *(max(row.cells, default=0) for row in self._changed.values()), 1)
        return Area(1, 1, max((*self._places, *self._changed), default=1), right)

    def content(self) -> bytes:
        """Return the part as it is now."""
        frame = serialise(self.frame)
        mark = _PLACEHOLDER.encode()
        if frame.count(mark) != 1:
            raise self._refused()
        head, tail = frame.split(mark)
        return b"".join((head, *self._rows(), tail))

    def _rows(self) -> Iterator[bytes]:
        by_place = {place: number for number, place in self._places.items()}
        yield from map(self._made, sorted(self._behind.get(-1, ())))
        for place, piece in enumerate(self._pieces):
            if piece is not None:
                yield piece
            elif by_place.get(place) in self._changed:
                yield self._made(by_place[place])
            yield from map(self._made, sorted(self._behind.get(place, ())))

    def _made(self, number: int) -> bytes:
        row = self._changed[number]
        attributes = b"".join([b' %b="%b"' % attribute for attribute in row.attributes.items()])
        cells = b"".join([row.cells[column].content for column in sorted(row.cells)])
        return b"<%brow%b>%b%b%b" % (self._prefix, attributes, cells, row.rest, self._row_close)


def _escaped(text: str) -> str:
    """Return a text as it stands between tags."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
