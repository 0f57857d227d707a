"""上报表 on its paper: how wide the columns are, what stands on which page, and how high the rows are.

A row is as high as its texts need, and a problem that does not fit on a page goes on on the next one, marked （续）: no
text is cut, and none is printed smaller than 9 pt. Pages are made here rather than by the spreadsheet, which prints no
part of a row and cuts through merged cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.papers.form import form_lines
from rectify_xl.papers.form.form_contents import NUMBER
from rectify_xl.papers.form.form_lines import POINT, WrappedText
from rectify_xl.papers.form.reporting_form import FormColumn, FormRow, ReportingForm

SIZES = {"A3": (10.5, 10.0, 9.5, 9.0), "A4": (9.5, 9.0)}
"""Sizes of type in points by paper, the largest that fits being taken; nothing smaller is legible on paper."""
SMALLEST = 9.0
LEADING = 1.46
"""Height of a line in font sizes: 宋体 needs 1.3, its stand-ins on other systems 1.45."""
HIGHEST_ROW = 400.0
"""Points; no spreadsheet has rows above 409."""
MARGIN = 12.0
"""Millimetres at the left and the right of the paper."""
MARGIN_ABOVE, MARGIN_BELOW = 14.0, 16.0
_SIDES = 1.8
"""Millimetres that a cell keeps free beside its text."""
_ABOVE = 4.0
"""Points that a row keeps free above and below its text."""
_SAFE_WIDTH, _SAFE_HEIGHT = 0.96, 0.97
"""What of the paper is used: screens, programs and printers differ by so much in what a width is."""
_SAFE_LINE = 0.96
_SHARPNESS, _STEPS = 6, 60
"""How much the longest text of a row decides on its height, and in how many bits room is given away."""
_LEAST_LINES = 3
"""Lines of a problem that stand on a page at least."""
_WASTED = 5
"""The part of a page that stays empty rather than that a problem is divided: a fifth."""
CONTINUED = "（续）"
_KEPT_LINES = 6
"""Lines up to which a measure is not divided, unless it is the first on its page."""
_MARKED_LINES = 2
"""Lines of a number with that mark."""


class FormPaper(NamedTuple):
    """A paper, landscape, in millimetres."""

    name: str
    wide: float
    high: float

    @property
    def body(self) -> tuple[float, float]:
        """What may be printed on: millimetres across, points down."""
        return (self.wide - 2 * MARGIN) * _SAFE_WIDTH, (self.high - MARGIN_ABOVE - MARGIN_BELOW) / POINT * _SAFE_HEIGHT


PAPERS = {"A3": FormPaper("A3", 420, 297), "A4": FormPaper("A4", 297, 210)}


class ColumnWidths(NamedTuple):
    """The size of the type in points, and the widths of the columns in millimetres."""

    size: float
    widths: tuple[float, ...]

    def ems(self, column: int) -> float:
        """Return how many characters a line of a column holds, on the safe side."""
        return (self.widths[column] - _SIDES) / (self.size * POINT) * _SAFE_LINE

    @property
    def line(self) -> float:
        """The height of a line in points."""
        return self.size * LEADING

    def high(self, count: int) -> float:
        """Return the height in points of so many lines."""
        return count * self.line + _ABOVE if count else self.line + _ABOVE


class SubRow(NamedTuple):
    """One row of the grid: its height in points and the texts of the columns of measures; `merged` goes on above it."""

    height: float
    texts: tuple[str, ...]
    merged: bool = False


class Segment(NamedTuple):
    """What of one problem stands on one page: the texts of its own columns, and the rows beside them."""

    number: int
    texts: tuple[str, ...]
    rows: tuple[SubRow, ...]
    continued: bool = False

    @property
    def height(self) -> float:
        """The height of all its rows."""
        return sum(row.height for row in self.rows)


class FormGrid(NamedTuple):
    """The form laid out: widths, the height of its header, and the problems page by page."""

    paper: FormPaper
    columns: ColumnWidths
    header: float
    pages: tuple[tuple[Segment, ...], ...]


def lay_out(made: ReportingForm, paper: FormPaper, above: float, below: float) -> FormGrid:
    """Return the form on its paper.

    `above` is the height of what stands over the header on the first page, `below` of what stands under the last row.
    Raises `UsageError` where the columns do not fit at 9 pt.
    """
    columns = fit(made, paper)
    header = columns.high(
        max(form_lines.lines(column.heading, columns.ems(at)).number for at, column in enumerate(made.settings.columns))
    )
    room = paper.body[1] - header
    blocks = [_Block(made.settings.columns, row, columns) for row in made.rows]
    pages: list[list[Segment]] = [[]]
    left = room - above
    for block in blocks:
        last = block is blocks[-1]
        while not block.empty:
            need = block.height + (below if last else 0)
            if need <= left:
                segment = block.take(left)
            elif left >= (
                columns.high(2 * _LEAST_LINES) if not pages[-1] else max(room / _WASTED, columns.high(2 * _LEAST_LINES))
            ):
                segment = block.take(min(left, block.height - columns.high(_LEAST_LINES)))
            else:
                pages.append([])
                left = room
                continue
            pages[-1].append(segment)
            left -= segment.height
    return FormGrid(paper, columns, header, tuple(map(tuple, pages)))


def short_rows(made: ReportingForm, columns: ColumnWidths, paper: FormPaper) -> frozenset[int]:
    """Return which problems, the first being 1, take so little of a page that it would be a pity to divide them."""
    most = paper.body[1] / 2
    lines = {
        row.number: max(
            (
                form_lines.lines(text or "\n".join(texts[at] for texts in row.measures), columns.ems(at)).number
                for at, text in enumerate(row.texts)
            ),
            default=0,
        )
        for row in made.rows
    }
    return frozenset(number for number, count in lines.items() if columns.high(count) <= most)


def fit(made: ReportingForm, paper: FormPaper) -> ColumnWidths:
    """Return the largest type and the widths with which the columns fill the paper.

    Raises `UsageError`, with what to leave out, where they do not fit at 9 pt.
    """
    columns, room = made.settings.columns, paper.body[0]
    sizes = (made.settings.size,) if made.settings.size else SIZES[paper.name]
    for size in sizes:
        least = [_least(column, size) for column in columns]
        if sum(least) <= room:
            return ColumnWidths(size, _shared(made, least, room, size))
    raise UsageError(*_too_many(made, paper, sizes[-1]))


def _least(column: FormColumn, size: float) -> float:
    return column.width * size * POINT / _SAFE_LINE + _SIDES


def _too_many(made: ReportingForm, paper: FormPaper, size: float) -> tuple[str, str]:
    """Say that the columns do not fit, and what would help."""
    columns, room = made.settings.columns, paper.body[0]
    least = [_least(column, size) for column in columns]
    message = (
        f"{len(columns)}列在{paper.name}纸上排不下：按{size:g}磅字要{sum(least):.0f}毫米宽，纸上只有{room:.0f}毫米"
    )
    if size > SMALLEST:
        return message, f"请把设置里的字号改小（不小于{SMALLEST:g}磅），或不写字号"
    if paper.name == "A4" and sum(least) <= PAPERS["A3"].body[0]:
        return message, "请改用A3纸，或从设置里减去几列"
    kept = ("序号", "问题", "措施", "责任单位", "时限", "进展", "完成情况")
    spare = [at for at in reversed(range(len(columns))) if columns[at].content.name not in kept] or list(
        reversed(range(len(columns)))
    )
    dropped: list[str] = []
    over = sum(least) - room
    for at in spare:
        if over <= 0:
            break
        over -= least[at]
        dropped.append(columns[at].heading)
    return message, f"请从设置里减去几列，例如：{'、'.join(dropped)}"


def _shared(made: ReportingForm, least: Sequence[float], room: float, size: float) -> tuple[float, ...]:
    """Return the widths: what is left of the room goes, bit by bit, to the column that makes the form shortest."""
    columns = range(len(least))
    held = [
        [
            form_lines.width(row.texts[at]) + sum(form_lines.width(texts[at]) + 1 for texts in row.measures)
            for at in columns
        ]
        for row in made.rows
    ] or [[1.0] * len(least)]
    widths = list(least)
    em = size * POINT / _SAFE_LINE
    lines = [[(texts[at] * em / (widths[at] - _SIDES)) ** _SHARPNESS for at in columns] for texts in held]
    free = room - sum(widths)
    step = max(em, free / _STEPS)
    while free > step / 2 + 1e-6:
        step = min(step, free)
        gains = [
            sum(
                sum(row) ** (1 / _SHARPNESS)
                - (sum(row) - row[at] * (1 - ((widths[at] - _SIDES) / (widths[at] + step - _SIDES)) ** _SHARPNESS))
                ** (1 / _SHARPNESS)
                for row in lines
            )
            for at in columns
        ]
        best = max(columns, key=gains.__getitem__)
        narrower = ((widths[best] - _SIDES) / (widths[best] + step - _SIDES)) ** _SHARPNESS
        for row in lines:
            row[best] *= narrower
        widths[best] += step
        free -= step
    return tuple(widths)


class _Block:
    """A problem of which a part may already stand on earlier pages."""

    def __init__(self, columns: Sequence[FormColumn], row: FormRow, widths: ColumnWidths) -> None:
        self._row, self._widths = row, widths
        self._mark = next((at for at, column in enumerate(columns) if column.content.name in (NUMBER, "编号")), None)
        self._texts = [form_lines.lines(text, widths.ems(at)) for at, text in enumerate(row.texts)]
        self._measures = [
            [form_lines.lines(text, widths.ems(at)) for at, text in enumerate(texts)] for texts in row.measures
        ]
        self._at, self._measure, self._line = 0, 0, 0
        self._taken = False

    @property
    def empty(self) -> bool:
        """Tell whether all of it stands on pages."""
        return self._taken and self._measure >= len(self._measures) and self._at >= _most(self._texts)

    @property
    def height(self) -> float:
        """The height of what is left of it."""
        parts = [max(1, _most(texts)) for texts in self._measures[self._measure :]]
        if parts:
            parts[0] = max(1, parts[0] - self._line)
        beside = sum(map(self._widths.high, parts))
        return max(beside, self._widths.high(_most(self._texts) - self._at))

    def take(self, room: float) -> Segment:
        """Return as much of it as stands in `room` points, at least one line."""
        widths, most = self._widths, _most(self._texts)
        lines = max(1, int((room - _ABOVE) / widths.line + 1e-6))
        rows: list[tuple[float, tuple[str, ...]]] = []
        used = 0.0
        while self._measure < len(self._measures):
            texts = self._measures[self._measure]
            whole = max(1, _most(texts))
            fitting = min(whole - self._line, int((room - used - _ABOVE) / widths.line + 1e-6))
            divided = fitting < whole - self._line
            if rows and divided and (whole <= _KEPT_LINES or fitting < 2):
                break
            fitting = max(1, fitting)
            rows.append((widths.high(fitting), tuple(text.part(self._line, self._line + fitting) for text in texts)))
            used += rows[-1][0]
            self._line += fitting
            if self._line < whole:
                break
            self._measure, self._line = self._measure + 1, 0
        taken = [text.part(self._at, self._at + lines) for text in self._texts]
        beside = min(lines, max(most - self._at, 0))
        self._at = min(self._at + lines, max(most, self._at))
        if not rows:
            rows.append((0.0, ("",) * len(taken)))
        if self._taken:
            beside = max(beside, _MARKED_LINES)
        rows[-1] = (rows[-1][0] + max(0.0, widths.high(beside) - sum(height for height, _ in rows)), rows[-1][1])
        if self._taken and self._mark is not None:
            taken[self._mark] = f"{self._row.texts[self._mark]}\n{CONTINUED}"
        segment = Segment(self._row.number, tuple(taken), _pieces(rows), continued=self._taken)
        self._taken = True
        return segment


def _most(texts: Sequence[WrappedText]) -> int:
    return max((text.number for text in texts), default=0)


def _pieces(rows: Sequence[tuple[float, tuple[str, ...]]]) -> tuple[SubRow, ...]:
    """Return the rows, those that are higher than a spreadsheet allows as several that are merged."""
    pieces: list[SubRow] = []
    for height, texts in rows:
        count = max(1, -int(-height // HIGHEST_ROW))
        pieces += [
            SubRow(height / count, texts if not at else ("",) * len(texts), merged=at > 0) for at in range(count)
        ]
    return tuple(pieces)
