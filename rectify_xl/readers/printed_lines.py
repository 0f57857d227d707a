"""From the letters of printed pages (PDF, OFD) to paragraphs: page numbers, heads and feet go, lines are joined.

A page knows only where its lines stand. That a paragraph goes on is seen as a typesetter saw it: the first word of the
next line found no room on this one, and the next line is not indented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rectify_xl.readers.docx.paragraphs import ParagraphText, UnshownPiece
from rectify_xl.readers.ruled_tables import RuledTable
from rectify_xl.readers.table_cells import CellPlace
from rectify_xl.text.refs import Area

_PADDING = 6.0
"""Points between the rule of a cell and its text, at most."""
_MARGIN = 0.13
"""Part of the page's height, at its top and bottom, in which heads and feet stand."""
_RULE = r"[\s—–―─\-－_·•.]*"
_NUMBER = rf"{_RULE}(?:第\s*)?[0-9０-９]{{1,4}}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*[0-9０-９]{{1,4}}\s*页?)?{_RULE}"
"""A page number: — 1 —, 第1页 共5页, 1/5."""
_MARK = (
    r"[（(【]?(?:第?[一二三四五六七八九十百]{1,4}|[0-9０-９]{1,3})(?:[、.．)）】是]|方面|[章节条项])|[①-⑳⑴-⒛]|[【（(]"
)
_LABEL = r"(?:整改|完成|责任|牵头|配合|联系|监督|电子|邮政|附件|附表)[^，。；]{0,8}[:：]"
"""How a paragraph of a notice begins that is not indented; a label stands at the beginning only."""
_OPENING, _CLOSING = "“‘（《【〔「『([", "，。、；：！？”’）》】〕」』,.;:!?)]%％"
_LATIN = "[A-Za-z0-9.,:/%@_+-]"
_ENDS = "。！？；：!?;:…”）"


class PrintedLine(NamedTuple):
    """A line of a page: its text, its left and right edge, its base line, the size of its letters (0: unknown).

    All are in points, from the left and from the foot of the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    cell: CellPlace | None = None
    room: float = 0


class PageTable(NamedTuple):
    """A table of a page: where its columns begin, how many rows it has, and the areas of its cells."""

    columns: tuple[float, ...]
    rows: int
    cells: tuple[Area, ...]


class PrintedPage(NamedTuple):
    """The size of a page in points, its lines in reading order, and its tables from the top.

    A line within a table names its cell (tables count from 0 on their page) and the `room` that a line has there.
    """

    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    tables: tuple[PageTable, ...] = ()


class PrintedLetter(NamedTuple):
    """A letter, its left and right edge, its base line, and its height."""

    char: str
    left: float
    right: float
    base: float
    height: float


class _Column(NamedTuple):
    """Where the text of a page begins and ends, the step between its lines, the usual size of its letters.

    Paragraphs may be `indented` (begin further in than lines), or `spaced` (stand further apart than lines).
    """

    left: float
    right: float
    indented: bool
    pitch: float
    size: float
    spaced: bool = False


def lines(letters: Sequence[PrintedLetter]) -> list[PrintedLine]:
    """Return the lines that letters make, which come in the order in which they were printed.

    What stands apart on the same height (cells of a table, a date beside a name) is a line of its own; what was printed
    later into the gaps of a line, as quotation marks of another font are, goes into them.
    """
    runs: list[list[PrintedLetter]] = []
    at_height: dict[int, list[int]] = {}
    for letter in letters:
        step = max(letter.height, 1) / 2
        if runs and _adjoins(runs[-1][-1], letter):
            runs[-1].append(letter)
            continue
        height = round(letter.base)
        near = (place for at in (height, height - 1, height + 1) for place in at_height.get(at, ()))
        home = next((place for place in near if _within(runs[place], letter)), None)
        if home is None:
            at_height.setdefault(height, []).append(len(runs))
            runs.append([letter])
        elif runs[home][-1].right <= letter.left + step:
            runs[home].append(letter)
        else:
            place = next(place for place, other in enumerate(runs[home]) if other.left > letter.left - step / 4)
            runs[home].insert(place, letter)
    return [_line(run) for run in _touching(runs) if any(letter.char.strip() for letter in run)]


def _touching(runs: Sequence[list[PrintedLetter]]) -> Iterator[list[PrintedLetter]]:
    """Yield runs, those that touch at the same height as one, in the place of the one that was printed first."""
    beginnings: dict[tuple[int, int], list[int]] = {}
    for place, run in enumerate(runs):
        beginnings.setdefault((round(run[0].base), round(run[0].left / 8)), []).append(place)
    taken: set[int] = set()
    for place, run in enumerate(runs):
        if place in taken:
            continue
        whole = list(run)
        while True:
            end, height = whole[-1], max(whole[-1].height, 1)
            at, base = round(end.right / 8), round(end.base)
            near = (
                other
                for step in (-1, 0, 1)
                for up in (0, -1, 1)
                for other in beginnings.get((base + up, at + step), ())
            )
            following = next(
                (o for o in near if o > place and o not in taken and abs(runs[o][0].left - end.right) < height / 3),
                None,
            )
            if following is None:
                break
            taken.add(following)
            whole += runs[following]
        yield whole


def _adjoins(before: PrintedLetter, letter: PrintedLetter) -> bool:
    height = max(before.height, letter.height, 1)
    return abs(letter.base - before.base) < 0.5 * height and -0.3 * height < letter.left - before.right < 1.4 * height


def _within(run: Sequence[PrintedLetter], letter: PrintedLetter) -> bool:
    """Tell whether a letter was printed into a gap of a line, or right before or behind it."""
    height = max(letter.height, 1)
    return run[0].left - 1.1 * height < letter.left < run[-1].right + 0.3 * height and not any(
        abs(letter.left - other.left) < 0.1 * height for other in run
    )


def _line(run: Sequence[PrintedLetter]) -> PrintedLine:
    first = next(place for place, letter in enumerate(run) if letter.char.strip())
    last = next(place for place in range(len(run), 0, -1) if run[place - 1].char.strip())
    text, before, run = "", run[first], run[first:last]
    for letter in run:
        gap = letter.left - before.right
        words = before.char.isascii() and before.char.isalnum() and letter.char.isascii() and letter.char.isalnum()
        text += " " * (gap > (0.15 if words else 0.8) * letter.height) + letter.char
        before = letter
    widths = sorted(letter.right - letter.left for letter in run if "\u4e00" <= letter.char <= "\u9fff")
    em = widths[len(widths) // 2] if widths else 0.0
    return PrintedLine(text, run[0].left, run[-1].right, run[0].base, em)


def with_tables(
    letters: Sequence[PrintedLetter], tables: Sequence[RuledTable], height: float
) -> tuple[list[PrintedLine], tuple[PageTable, ...]]:
    """Return the lines of a page with those of its tables in their places, cell by cell, and the tables."""
    outside: list[PrintedLetter] = []
    inside: list[dict[Area, list[PrintedLetter]]] = [{} for _ in tables]
    for letter in letters:
        middle = ((letter.left + letter.right) / 2, letter.base + letter.height / 4)
        homes = ((number, table.cell_at(*middle)) for number, table in enumerate(tables))
        number, area = next(((number, area) for number, area in homes if area), (0, None))
        (inside[number].setdefault(area, []) if area else outside).append(letter)
    page = lines(outside)
    for number, table in enumerate(tables):
        within: list[PrintedLine] = []
        for area in table.cells:
            left, right = table.columns[area.left - 1], table.columns[area.right]
            texts = lines(inside[number].get(area, ()))
            margin = min([_PADDING, *(max(line.left - left, 0) for line in texts)])
            room = right - left - 2 * margin
            within += [line._replace(cell=CellPlace(number, area), room=room) for line in texts]
        low, high = table.rows[-1], table.rows[0]
        below = (place for place, line in enumerate(page) if height * _MARGIN < line.base < low)
        at = max((place for place, line in enumerate(page[: next(below, None)], 1) if line.base > high), default=0)
        page[at:at] = within
    return page, tuple(PageTable(table.columns, len(table.rows) - 1, table.cells) for table in tables)


def page_text(pages: Sequence[PrintedPage], remarks: Sequence[Sequence[UnshownPiece]]) -> list[ParagraphText]:
    """Return the paragraphs of pages with the remarks of each page, which stand before what begins after them."""
    left_out, texts = margins(pages)
    waiting = [UnshownPiece("unread", "页眉页脚", text) for text in texts]
    next_page = 0
    read: list[ParagraphText] = []
    for number, paragraph, cell in paragraphs(pages, left_out):
        waiting += [piece for pieces in remarks[next_page : number + 1] for piece in pieces]
        next_page = max(next_page, number + 1)
        read.append(ParagraphText(paragraph, tuple(waiting), cell))
        waiting = []
    waiting += [piece for pieces in remarks[next_page:] for piece in pieces]
    return [*read, *([ParagraphText("", tuple(waiting))] if waiting else [])]


def margins(pages: Sequence[PrintedPage]) -> tuple[frozenset[tuple[int, int]], tuple[str, ...]]:
    """Return the lines (page, place) that are heads, feet and page numbers, and what they say besides numbers."""
    left_out: set[tuple[int, int]] = set()
    repeated: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        heights = sorted(line.base for line in page.lines)
        for place, line in enumerate(page.lines):
            low, high = line.base < page.height * _MARGIN, line.base > page.height * (1 - _MARGIN)
            if line.cell or (not low and not high):
                continue
            outer = line.base - heights[0] < 1 if low else heights[-1] - line.base < 1
            if outer and re.fullmatch(_NUMBER, line.text):
                left_out.add((number, place))
            else:
                bare = re.sub(r"[0-9０-９\s]+", "#", line.text)
                repeated.setdefault((bare, round(line.base / 6)), []).append((number, place))
    texts: list[str] = []
    for places in repeated.values():
        if len({number for number, _ in places}) > max(1, len(pages) // 3):
            left_out.update(places)
            first, place = places[0]
            text = pages[first].lines[place].text
            if re.sub(r"[\d\s\W_第页共]", "", text):
                texts.append(text)
    return frozenset(left_out), tuple(dict.fromkeys(texts))


def paragraphs(
    pages: Sequence[PrintedPage], left_out: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[tuple[int, str, CellPlace | None]]:
    """Yield the paragraphs of these pages, each with the page (from 0) on which it begins, and its cell."""
    kept = [
        (
            number,
            [line for place, line in enumerate(page.lines) if (number, place) not in left_out and line.text.strip()],
        )
        for number, page in enumerate(pages)
    ]
    columns = _columns(pages, {number: [line for line in lines if not line.cell] for number, lines in kept})
    begun: list[PrintedLine] = []
    at, before = 0, -1
    table = _RunningTable(pages)
    for number, lines in kept:
        for line in lines:
            if line.cell:
                if begun:
                    yield at, _joined(begun), None
                    begun = []
                if not table.goes_on(number, line.cell, lines):
                    yield from table.ended()
                table.add(number, line)
                continue
            yield from table.ended()
            follows = bool(begun) and number - before < 2  # not over a page without lines
            if follows and _goes_on(begun, line, columns[number], columns[before], same_page=number == before):
                begun.append(line)
            else:
                if begun:
                    yield at, _joined(begun), None
                begun, at = [line], number
            before = number
    if begun:
        yield at, _joined(begun), None
    yield from table.ended()


class _RunningTable:
    """Gathers the lines of a table by its cells, over pages where it goes on."""

    def __init__(self, pages: Sequence[PrintedPage]) -> None:
        self._pages = pages
        self._number = 0
        self._start: int | None = None
        self._at = (0, 0)
        self._offset = self._skipped = 0
        self._cells: dict[Area, list[PrintedLine]] = {}

    def goes_on(self, page: int, cell: CellPlace, lines: Sequence[PrintedLine]) -> bool:
        """Tell whether a line belongs to the table, which may go on at the top of the next page."""
        if self._start is None or self._at == (page, cell.table):
            return self._start is not None
        before = self._pages[self._at[0]].tables
        if page != self._at[0] + 1 or self._at[1] != len(before) - 1 or cell.table != 0 or not lines[0].cell:
            return False
        ours, theirs = before[-1].columns, self._pages[page].tables[0].columns
        if len(ours) != len(theirs) or any(
            abs(one - other) > _PADDING for one, other in zip(ours, theirs, strict=True)
        ):
            return False
        self._at = (page, 0)
        self._turn(before[-1].rows, [line for line in lines if line.cell and line.cell.table == 0])
        return True

    def add(self, page: int, line: PrintedLine) -> None:
        """Take in a line; the first one begins a table. The head that each page repeats is taken once."""
        if line.cell is None:
            return
        if self._start is None:
            self._start, self._at = page, (page, line.cell.table)
            self._number += 1
            self._offset = self._skipped = 0
        area = line.cell.area
        if area.top <= self._skipped:
            return
        moved = area._replace(top=area.top + self._offset, bottom=area.bottom + self._offset)
        self._cells.setdefault(moved, []).append(line)

    def _turn(self, rows: int, lines: Sequence[PrintedLine]) -> None:
        """Count on from the page before, whose part of the table has these `rows`."""
        self._offset += rows
        head = {area.left: "".join(line.text for line in cell) for area, cell in self._cells.items() if area.top == 1}
        again: dict[int, str] = {}
        for line in lines:
            if line.cell and line.cell.area.top == 1:
                again[line.cell.area.left] = again.get(line.cell.area.left, "") + line.text
        self._skipped = int(head == again)
        last = {area.left: area for area in self._cells if area.bottom == self._offset}
        first = {
            line.cell.area.left: line
            for line in reversed(lines)
            if line.cell and line.cell.area.top == 1 + self._skipped
        }
        self._offset -= self._skipped
        if (
            1 not in first
            and first
            and all(
                column in last and _goes_on_in_cell(self._cells[last[column]][-1], line)
                for column, line in first.items()
            )
        ):
            self._offset -= 1  # the rest of a row that the end of the page has broken
        for area in self._pages[self._at[0]].tables[0].cells:
            above = last.get(area.left)
            if above is None or area.top != 1 + self._skipped or area.left in first:
                continue
            if area.bottom > area.top or above.bottom > above.top:
                self._cells[above._replace(bottom=area.bottom + self._offset)] = self._cells.pop(above)

    def ended(self) -> Iterator[tuple[int, str, CellPlace | None]]:
        """Yield the paragraphs of the cells, by rows, and let go of the table."""
        page = self._start or 0
        for area in sorted(self._cells):
            begun: list[PrintedLine] = []
            for line in self._cells[area]:
                if begun and not _goes_on_in_cell(begun[-1], line):
                    yield page, _joined(begun), CellPlace(self._number, area)
                    begun = []
                begun.append(line)
            yield page, _joined(begun), CellPlace(self._number, area)
        self._start, self._cells = None, {}


def _goes_on_in_cell(before: PrintedLine, line: PrintedLine) -> bool:
    size = before.size or line.size or 10
    if re.match(_LABEL, line.text):
        return False
    return before.right - before.left + _first_word(line.text) * size > before.room - 0.5 * size


def _columns(pages: Sequence[PrintedPage], kept: dict[int, list[PrintedLine]]) -> list[_Column]:
    """Return the column of each page: odd and even pages may have other margins, and each size of paper has its own."""
    alike: dict[tuple[int, int], list[int]] = {}
    for number, page in enumerate(pages):
        alike.setdefault((round(page.width), number % 2 if len(pages) > 3 else 0), []).append(number)
    columns: dict[int, _Column] = {}
    for numbers in alike.values():
        lines = [line for number in numbers for line in kept[number]]
        column = _column(lines, [kept[number] for number in numbers], pages[numbers[0]].width)
        columns.update(dict.fromkeys(numbers, column))
    every = [columns[number] for number in range(len(pages))]
    inside = sum(
        _is_indented(line, column) for column, lines in zip(every, kept.values(), strict=True) for line in lines
    )
    is_indented = inside * 8 > sum(map(len, kept.values()))
    return [column._replace(indented=is_indented, spaced=column.spaced and not is_indented) for column in every]


def _is_indented(line: PrintedLine, column: _Column) -> bool:
    return 1.2 * column.size < line.left - column.left < 3.2 * column.size


def _column(lines: Sequence[PrintedLine], by_page: Sequence[Sequence[PrintedLine]], width: float) -> _Column:
    if not lines:
        return _Column(0, width, indented=True, pitch=0, size=10)
    sizes = Counter(round(line.size, 1) for line in lines if line.size).most_common(1)
    size = sizes[0][0] if sizes else 10
    lefts = Counter(round(line.left / 3) for line in lines)
    left = 3 * min((place for place, count in lefts.items() if count > 1), default=min(lefts))
    rights = Counter(round(line.right / 3) for line in lines)
    right: float = 3 * max((place for place, count in rights.items() if count > 1), default=max(rights))
    right = max(right, 0.6 * width)
    steps = Counter(
        round(above.base - below.base) for page in by_page for above, below in pairwise(page)
        if above.base > below.base
    )  # fmt: skip
    pitch = min((step for step, count in steps.items() if count * 6 > steps.total() and step > size), default=0)
    apart = sum(count for step, count in steps.items() if step > 1.2 * pitch)
    return _Column(left, right, indented=True, pitch=pitch, size=size, spaced=apart * 5 > steps.total())


def _goes_on(
    begun: Sequence[PrintedLine], line: PrintedLine, here: _Column, there: _Column, *, same_page: bool
) -> bool:
    """Tell whether the paragraph whose lines are `begun` goes on in `line`."""
    before, first = begun[-1], begun[0]
    size = before.size or line.size or here.size
    if before.size and line.size and abs(line.size - before.size) > 0.1 * size:
        return False
    step = before.base - line.base
    if same_page and (step <= 0 or (here.pitch and step > (1.2 if here.spaced else 1.6) * max(here.pitch, size))):
        return False
    inside, inside_before = line.left - here.left, before.left - there.left
    ended = before.text.rstrip().endswith(tuple(_ENDS))
    flush = inside < 0.7 * size
    room = there.right - before.right - _first_word(line.text) * size
    if _centred(line, here) and (_centred(before, there) or size > 1.15 * here.size or room < 0):
        return len(begun) < 4 and not ended
    if len(begun) == 1 and inside_before > 0.4 * (there.right - there.left):
        return False  # a signature or a date at the right
    if here.spaced and same_page:
        return room < 2 * size
    if room > (2 if flush and here.indented else 0.5) * size:
        return False
    marked = bool(re.match(_MARK, line.text))
    if flush:
        begins = re.match(_LABEL, line.text) or (marked and before.text.rstrip().endswith(("。", "！", "？")))
        return here.indented or not begins
    hanging = len(begun) == 1 and 0 < inside - inside_before < 4 * size and bool(re.match(_MARK, first.text))
    if hanging or (len(begun) > 1 and abs(inside - inside_before) < 0.4 * size):
        return not marked
    if here.indented and _is_indented(line, here):
        return False
    return not ended and not marked and abs(inside - inside_before) < 0.4 * size


def _centred(line: PrintedLine, column: _Column) -> bool:
    aside, size = (line.left - column.left, column.right - line.right), line.size or column.size
    if column.indented and _is_indented(line, column) and size < 1.15 * column.size:
        return False
    return min(aside) > 0.8 * size and abs(aside[0] - aside[1]) < size


def _first_word(text: str) -> float:
    """Return how much room, in letters, the first word of a line takes, with the marks that cannot leave it."""
    word = re.match(
        rf"[{re.escape(_OPENING + _CLOSING)}]*(?:{_LATIN}+|.)(?:[{re.escape(_CLOSING)}]+{_LATIN}*)*", text.strip()
    )
    return sum(1 if ord(char) > 0x2000 else 0.5 for char in word[0]) if word else 1


def _joined(lines: Sequence[PrintedLine]) -> str:
    whole = ""
    for line in lines:
        text = line.text.strip()
        words = re.search(r"[!-~]+\n[!-~]+", f"{whole[-80:]}\n{text[:80]}")
        apart = words is not None and re.search(r"[A-Za-z]\n[A-Za-z]", words[0]) and not re.search(r"[./@:]", words[0])
        whole += (" " if apart else "") + text
    return whole
