"""Work without what is only formatted: hundreds of thousands of empty rows below a table, thousands of empty cells.

Somebody who formats whole columns makes a workbook whose sheets have a million rows that hold nothing. They are left
out before a sheet is read or edited, and put back, byte for byte, into what is written; both is done piece by piece,
so that neither time nor memory grows with them. What is not surely blank stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.system import limits
from rectify_xl.workbook import office_package

if TYPE_CHECKING:
    from rectify_xl.workbook.office_package import Package

KEPT = 1_000
"""Blank rows of a sheet that stay: whoever adds rows finds them as they were formatted."""
FEWEST_CELLS = 16
"""Blank cells beyond column ZZ that are left out, if there are as many in one row."""
_LONGEST_HEAD = 8 << 20
"""Bytes within which the rows of a sheet have to begin."""
_FAR = rb'\br="[A-Z]{3}\d'
_ROW = rb'<(?:\w+:)?row\b[^<>]*?\br="(\d+)"'
_LEVEL = 1
"""How hard what is put back is packed: the others take up to ten times as long."""


class BlankRun(NamedTuple):
    """The blank rows of a sheet: how many there are, and the last run of them."""

    number: int
    first: int
    last: int


class Cut(NamedTuple):
    """What was left out of a part: its bytes from `start` to `stop`; with `number` 0 they are far cells of a row."""

    start: int
    stop: int
    first: int
    last: int
    number: int


class Slim(NamedTuple):
    """A package without its blank rows, and what was left out of each part; nothing in nearly every workbook."""

    package: Package
    blank: Mapping[str, BlankRun]
    cuts: Mapping[str, Sequence[Cut]] = {}


class _Segment(NamedTuple):
    """A piece of a sheet: so many blank rows from `first` to `last`, far cells of the row `first`, or anything else.

    `stays` tells whether the piece is part of the slim sheet, `filled` that it holds rows with a content.
    """

    content: bytes
    first: int = 0
    last: int = 0
    number: int = 0
    stays: bool = True
    filled: bool = False


class _UnclearError(Exception):
    """The sheet is written in a way in which nobody can leave out rows."""


_last: list[Slim] = []
"""What was made last, behind its package: a step asks three times for the same one."""


def slim(package: Package) -> Slim:
    """Return the package without the rows and cells that are only formatted, where there are very many of them."""
    if not any(member.size > limits.LARGE_SHEET for member in package.members.values()):
        return Slim(package, {})
    if not _last or _last[0].package.data is not package.data:
        _last[:] = Slim(package, {}), _slim(package)
    return _last[1]


def slimmed(data: bytes) -> bytes:
    """Return a workbook without what is only formatted; the same bytes where there is little of that."""
    return slim(office_package.unpack(data)).package.data


def _slim(package: Package) -> Slim:
    large = [name for name, member in package.members.items() if office_package.is_large_sheet(name, member)]
    thin: dict[str, bytes] = {}
    blank: dict[str, BlankRun] = {}
    cuts: dict[str, Sequence[Cut]] = {}
    for name in large:
        try:
            kept, left_out, blanks = _parted(package, name)
        except _UnclearError:
            for _ in package.pieces(name):
                pass  # it is at least as long as it says, and no longer
            continue
        if left_out:
            thin[name], cuts[name], blank[name] = kept, left_out, blanks
    if not thin:
        return Slim(package, {})
    return Slim(
        office_package.unpack(_packed(package, thin)),
        {name: table for name, table in blank.items() if table.number},
        cuts,
    )


def _parted(package: Package, name: str) -> tuple[bytes, Sequence[Cut], BlankRun]:
    """Return what stays of a part, what is left out, and its blank rows."""
    kept: list[bytes] = []
    cuts: list[Cut] = []
    number = first = last = at = 0
    for segment in _thinned(package, name):
        start, at = at, at + len(segment.content)
        if segment.stays:
            kept.append(segment.content)
        else:
            cuts.append(Cut(start, at, segment.first, segment.last, segment.number))
        if segment.number:
            number += segment.number
            first, last = first or segment.first, segment.last
        elif segment.filled:
            first = last = 0
    return b"".join(kept), cuts, BlankRun(number, first, last)


def restored(data: bytes, original: bytes) -> bytes:
    """Return the workbook in `data`, which was made of a slim one, with all that had been left out of `original`."""
    package = office_package.unpack(original)
    whole = slim(package)
    if whole.package.data is original:
        return data
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as rebuilt:
        for info in source.infolist():
            cuts = whole.cuts.get(info.filename)
            if not cuts:
                rebuilt.writestr(info, source.read(info))
                continue
            fresh = zipfile.ZipInfo(info.filename, info.date_time)
            fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
            fresh._compresslevel = _LEVEL  # type: ignore[attr-defined] # noqa: SLF001 - has no public name before 3.13
            with rebuilt.open(fresh, "w") as file:
                for piece in _merged(source.read(info), package.pieces(info.filename), cuts):
                    file.write(piece)
    return target.getvalue()


def _packed(package: Package, thin: Mapping[str, bytes]) -> bytes:
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in package.members:
            info = zipfile.ZipInfo(name)
            info.filename = name  # a backslash stays one
            archive.writestr(info, thin[name] if name in thin else package.read(name), zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()


def _thinned(package: Package, name: str) -> Iterator[_Segment]:
    """Yield the pieces of a part, those of blank rows apart; of the first of them some stay."""
    left, before = KEPT, 0
    for segment in _segments(package.pieces(name)):
        if not segment.number:
            yield segment
            continue
        if segment.first <= before or segment.last - segment.first < segment.number - 1:
            raise _UnclearError
        before = segment.last
        if left >= segment.number:
            left -= segment.number
            yield segment._replace(stays=True)
        elif left:
            at, row = _row_begins(segment.content, left)
            yield segment._replace(content=segment.content[:at], last=row - 1, number=left, stays=True)
            yield segment._replace(content=segment.content[at:], first=row, number=segment.number - left)
            left = 0
        else:
            yield segment


def _segments(pieces: Iterator[bytes]) -> Iterator[_Segment]:
    """Yield the pieces of a sheet's part: whole rows, those that are blank together."""
    buffer = b""
    marks: _Marks | None = None
    for piece in pieces:
        buffer += piece
        if marks is None:
            begins = re.compile(rb"<((?:\w+:)?)sheetData\s*>").search(buffer)
            if begins is None:
                if len(buffer) > _LONGEST_HEAD:
                    raise _UnclearError
                continue
            marks = _Marks(begins[1])
            yield _Segment(buffer[: begins.end()])
            buffer = buffer[begins.end() :]
        end = buffer.find(marks.end)
        cut = end if end >= 0 else buffer.rfind(marks.row)
        if cut > 0:
            yield from marks.runs(buffer[:cut])
            buffer = buffer[cut:]
        if end >= 0:
            break
    yield _Segment(buffer)
    if marks is None or not buffer.startswith(marks.end):
        raise _UnclearError
    for piece in pieces:
        yield _Segment(piece)


class _Marks:
    """How rows and cells are written in one sheet, whose elements may have a prefix."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.end, self.row = b"</" + prefix + b"sheetData", b"<" + prefix + b"row"
        self._first = self.row + b' r="'
        self._close = b"</" + prefix + b"row>"
        self._odd = re.compile(rb"<(?!%b(?:c|row)[ />]|/%b(?:row|c)>)" % (p, p))
        cell = rb"<%bc(?: [^<>]*)?(?:/>|></%bc>)\s*" % (p, p)
        row = rb'<%brow [^<>]*?\br="\d+"[^<>]*(?:(?<=/)>|>\s*(?:%b)*</%brow>)\s*' % (p, cell, p)
        self._blank = re.compile(rb"(?:%b)+" % row)
        self._number = re.compile(rb'<%brow [^<>]*?\br="(\d+)"' % p)
        far = rb'<%bc r="[A-Z]{3}\d+"[^<>]*(?:/>|></%bc>)\s*' % (p, p)
        self._far = re.compile(rb"(?:%b){%d,}(?=</%brow>)" % (far, FEWEST_CELLS, p))

    def runs(self, block: bytes) -> Iterator[_Segment]:
        """Yield the blank rows of a block of whole rows apart from the others."""
        if not self._odd.search(block) and block.count(self.row) == block.count(self._first):
            yield self._run(block)
            return
        at = 0
        for match in self._blank.finditer(block):
            if match.start() > at:
                yield from self._kept(block[at : match.start()])
            yield self._run(match[0])
            at = match.end()
        if at < len(block):
            yield from self._kept(block[at:])

    def _kept(self, rows: bytes) -> Iterator[_Segment]:
        if rows.count(self.row) != len(self._number.findall(rows)):
            raise _UnclearError
        at = 0
        for match in self._far.finditer(rows):
            row = self._number.search(rows, rows.rfind(self.row, 0, match.start()))
            if row is None:
                raise _UnclearError
            yield _Segment(rows[at : match.start()], filled=True)
            yield _Segment(match[0], int(row[1]), int(row[1]), stays=False)
            at = match.end()
        yield _Segment(rows[at:], filled=True)

    def _run(self, rows: bytes) -> _Segment:
        count = rows.count(self.row)
        first = self._number.search(rows)
        last = self._number.search(rows, rows.rfind(self.row))
        if first is None or last is None:
            raise _UnclearError
        return _Segment(rows, int(first[1]), int(last[1]), count, stays=False)


def _row_begins(rows: bytes, number: int) -> tuple[int, int]:
    """Return where the row after `number` rows begins, and its own number."""
    match = list(re.compile(_ROW).finditer(rows))[number]
    return match.start(), int(match[1])


def _merged(edited: bytes, pieces: Iterator[bytes], cuts: Sequence[Cut]) -> Iterator[bytes]:
    """Yield an edited part with the blank rows that it was made without; a row that has come meanwhile wins."""
    sheet = _Edited(edited)
    for cut, content in _taken(pieces, cuts):
        if not cut.number:
            yield sheet.with_far(cut.first, content)
            continue
        yield sheet.before(cut.first)
        fresh = sheet.before(cut.last + 1)
        yield from _interleaved(content, fresh) if fresh else (content,)
    yield sheet.rest()


def _taken(pieces: Iterator[bytes], cuts: Sequence[Cut]) -> Iterator[tuple[Cut, bytes]]:
    """Yield what was left out, each with its bytes."""
    at, content = 0, b""
    for cut in cuts:
        while at + len(content) < cut.stop:
            if at + len(content) < cut.start:
                at, content = at + len(content), b""
            content += next(pieces)
        yield cut, content[cut.start - at : cut.stop - at]
        at, content = cut.stop, content[cut.stop - at :]


class _Edited:
    """The part that was edited, given out from its beginning to its end; what has no rows is given out as it is."""

    def __init__(self, xml: bytes) -> None:
        begins = re.compile(rb"<((?:\w+:)?)sheetData\s*(/?)>").search(xml)
        if begins and begins[2]:
            element = begins[1] + b"sheetData>"
            xml = xml[: begins.start()] + b"<" + element + b"</" + element + xml[begins.end() :]
        self._xml = xml
        self._end = xml.rfind(b"</", 0, xml.rfind(b"sheetData>")) if begins else 0
        row_matches = re.compile(_ROW).finditer(xml, begins.start() if begins else 0, self._end)
        self._rows = [(int(match[1]), match.start()) for match in row_matches]
        self._place = self._at = 0

    def before(self, row: int) -> bytes:
        """Return what was not given out yet, as far as the row with this number or the next one that there is."""
        while self._place < len(self._rows) and self._rows[self._place][0] < row:
            self._place += 1
        return self._until(self._start(self._place))

    def with_far(self, row: int, cells: bytes) -> bytes:
        """Return all as far as the end of a row, with the far cells of it, unless the row is gone or has others."""
        given = self.before(row)
        start, stop = self._start(self._place), self._start(self._place + 1)
        close = self._xml.rfind(b"</", start, stop)
        present = self._place < len(self._rows) and self._rows[self._place][0] == row
        if not present or close < 0 or re.compile(_FAR).search(self._xml, start, close):
            return given
        return given + self._until(close) + cells

    def rest(self) -> bytes:
        """Return all that was not given out yet."""
        return self._until(len(self._xml))

    def _until(self, stop: int) -> bytes:
        given, self._at = self._xml[self._at : stop], max(stop, self._at)
        return given

    def _start(self, place: int) -> int:
        return self._rows[place][1] if place < len(self._rows) else self._end


def _interleaved(blank: bytes, fresh: bytes) -> Iterator[bytes]:
    """Yield blank rows and rows that were written among them, in order."""
    mine, others = _by_number(fresh), _by_number(blank)
    both = {**others, **mine}
    yield b"".join([both[number] for number in sorted(both)])


def _by_number(rows: bytes) -> dict[int, bytes]:
    starts = [(int(match[1]), match.start()) for match in re.compile(_ROW).finditer(rows)]
    ends = [*(start for _, start in starts[1:]), len(rows)]
    return {number: rows[start:end] for (number, start), end in zip(starts, ends, strict=True)}
