"""The sheets of the result workbook, written row by row by XlsxWriter: what is written is out of memory at once.

Texts stay texts whatever they begin with: no formulas, no links, no numbers come from them. What a sheet cannot hold
is left out and told, never silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rectify_xl.documents.consolidated import row_stream
from rectify_xl.documents.consolidated.row_stream import RowStream, StreamedValue
from rectify_xl.text import excerpts
from rectify_xl.text.cell_value import storable
from rectify_xl.text.refs import LAST_ROW, formula_address
from rectify_xl.workbook import colours
from rectify_xl.workbook.editing import row_heights

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CellKind = Literal["text", "word", "number", "change", "rate", "date", "moment", "link"]
"""What stands in a column: a wrapped text, a short centred word, a whole number, a signed one, a share, a day, a
moment, a link."""
RowTone = Literal["", "red", "orange", "yellow", "done", "sum"]

FILLS: dict[RowTone, str] = {
    "red": colours.RED_ROW,
    "orange": colours.ORANGE_ROW,
    "yellow": colours.YELLOW_ROW,
    "done": colours.DONE_ROW,
    "sum": colours.PALE,
}
_NUMBER_FORMATS: dict[CellKind, str] = {
    "number": "0",
    "change": "+0;-0;0",
    "rate": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
LONGEST_TEXT = 300
"""Characters of a text of a unit in a cell: the rest can be read where the row links to."""
_LONGEST_OWN = 30_000
"""Characters of a sentence of the program: nothing of it stands anywhere else, so that only the cell ends it."""
MOST_LINKS = 65_530
"""Links that a sheet can hold; Excel mends, and loses, what has more."""
_LONGEST_LINK = 2_000
MOST_ROWS = LAST_ROW - 100
_A3, _A4 = 8, 9
_WIDEST = {4: 161.0, 3: 229.0}
"""By paper, the sum of widths to which it prints 10 pt at 9 or more."""
_PADDING = 0.72
"""What XlsxWriter adds to each width."""
_LINE, _HIGHEST = 15.0, 400.0
_WORD, _MOST_KNOWN = 24, 20_000
"""Letters of texts that stand in many rows, and how many such cells are kept."""


class CellLink(NamedTuple):
    """A text that leads to a cell of another workbook; to the workbook itself where `sheet` is empty."""

    text: str
    path: str
    sheet: str
    ref: str


class _MadeCell(NamedTuple):
    """A cell as it is written, and how many lines it needs."""

    xml: str
    lines: int


CellContent = str | int | float | date | datetime | CellLink | None


class ResultColumn(NamedTuple):
    """A column: its head, its width in characters, and what stands in it; `own` where the program says it itself."""

    title: str
    width: float
    kind: CellKind = "text"
    own: bool = False


def numbers(width: float, *titles: str) -> tuple[ResultColumn, ...]:
    """Return columns of whole numbers, all of one width."""
    return tuple(ResultColumn(title, width, "number") for title in titles)


def fitted(columns: Sequence[ResultColumn], widest: float) -> tuple[ResultColumn, ...]:
    """Return columns that together are not wider than paper takes: texts give way by one factor, others do not."""
    soft = sum(column.width for column in columns if column.kind == "text")
    over = sum(column.width + _PADDING for column in columns) - widest
    if over <= 0:
        return tuple(columns)
    factor = (soft - over) / soft
    return tuple(
        column._replace(width=round(column.width * factor, 2)) if column.kind == "text" else column
        for column in columns
    )


class ResultBook(NamedTuple):
    """The workbook that is written, the folder in which it will stand, and its cell formats by look.

    `stamp` is printed above every page: the day on which it was made.
    """

    book: Workbook
    folder: Path
    stamp: str
    formats: dict[tuple[str, RowTone], Format]
    numbers: dict[tuple[str, RowTone], int]
    targets: dict[str, str]

    def look(self, kind: CellKind, tone: RowTone = "", *, middle: bool = False) -> Format:
        """Return the format of cells of one kind and tone; `middle` ones stand in the middle of their rows."""
        key: tuple[str, RowTone] = (f"{kind} middle" if middle else kind, tone)
        if key not in self.formats:
            upright = {"valign": "vcenter"} if middle else {}
            self.formats[key] = self.book.add_format(_format(kind, tone) | upright)
        return self.formats[key]

    def number(self, kind: CellKind, tone: RowTone = "") -> int:
        """Return the number of the style of cells of one kind and tone."""
        number = self.numbers.get((kind, tone))
        if number is None:
            number = self.numbers[kind, tone] = row_stream.style_number(self.look(kind, tone))
        return number

    def target(self, path: str) -> str:
        """Return to what a link to a file leads."""
        target = self.targets.get(path)
        if target is None:
            target = self.targets[path] = _target(path, str(self.folder))
        return target

    def special(self, name: str, **style: Any) -> Format:
        """Return a format of its own, made once."""
        key: tuple[str, RowTone] = (f"={name}", "")
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": colours.BODY_FONT, "font_size": 10, **style})
        return self.formats[key]


def _format(kind: CellKind, tone: RowTone) -> dict[str, Any]:
    style: dict[str, Any] = {
        "font_name": colours.BODY_FONT,
        "font_size": colours.BODY_SIZE,
        "font_color": f"#{colours.INK}",
        "border": 1,
        "border_color": f"#{colours.LINE}",
        "valign": "top",
        "text_wrap": kind in ("text", "word", "link"),
        "num_format": _NUMBER_FORMATS.get(kind, "@"),
    }
    if kind not in ("text", "link"):
        style |= {"align": "center"}
    if kind == "link":
        style |= {"font_color": "#0563C1", "underline": 1}
    if tone:
        style |= {"bg_color": f"#{FILLS[tone]}", "bold": tone == "sum"}
    return style


class ResultSheet:
    """One sheet with one table: a title, a note, a head that stays in sight and is printed on every page, rows."""

    def __init__(
        self,
        result: ResultBook,
        name: str,
        columns: Sequence[ResultColumn],
        *,
        title: str,
        note: str = "",
        paper: int = 4,
    ) -> None:
        self.result, self.columns = result, fitted(columns, _WIDEST[paper])
        self.sheet: Worksheet = result.book.add_worksheet(name)
        self.name = name
        self.row = 0
        self.left_out = 0
        self._stream = RowStream(self.sheet)
        self._heads: dict[tuple[RowTone, tuple[int, ...] | None], tuple[str, ...]] = {}
        self._known: dict[tuple[str, StreamedValue], _MadeCell] = {}
        self._links = 0
        self.unlinked = 0
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
        self._line(title, result.special("title", **_TITLE), 26)
        if note:
            self.note(note)
        self.head = self.row
        self._head()
        print_set_up(self.sheet, result.stamp, paper=paper, head=self.head)

    def note(self, text: str) -> None:
        """Write a sentence over the whole width."""
        width = sum(column.width for column in self.columns)
        high = _LINE * row_heights.lines(text, colours.BODY_SIZE, width) + 4
        self._line(text, self.result.special("note", **_NOTE), high)

    def _line(self, text: str, style: Format, height: float) -> None:
        self.sheet.set_row(self.row, height)
        if len(self.columns) > 1:
            self.sheet.merge_range(self.row, 0, self.row, len(self.columns) - 1, "", style)
        self.sheet.write_string(self.row, 0, storable(text), style)
        self.row += 1

    def _head(self) -> None:
        style = self.result.special("head", **_HEAD)
        lines = max(
            sum(row_heights.lines(line, colours.BODY_SIZE, column.width) for line in column.title.split("\n"))
            for column in self.columns
        )
        self.sheet.set_row(self.row, max(22.0, _LINE * lines + 4))
        for place, column in enumerate(self.columns):
            self.sheet.write_string(self.row, place, column.title, style)
        self.row += 1
        self.sheet.freeze_panes(self.row, 1)

    def add(self, cells: Sequence[CellContent], tone: RowTone = "", toned: tuple[int, ...] | None = None) -> None:
        """Write a row; `toned` are the places of the cells that are coloured, all where it is None.

        A row beyond the last one that a sheet has is counted in `left_out`.
        """
        if self.row >= MOST_ROWS:
            self.left_out += 1
            return
        heads = self._heads.get((tone, toned)) or self._heads_of(tone, toned)
        lines = 1
        written: list[str] = []
        for place, (head, content) in enumerate(zip(heads, cells, strict=True)):
            if isinstance(content, CellLink):
                made = self._linked(place, content, tone if toned is None or place in toned else "")
            else:
                made = self._known.get((head, content)) or self._made(place, head, content)
            written.append(made.xml)
            lines = max(lines, made.lines)
        self._stream.write(self.row, written, min(_HIGHEST, _LINE * lines + 3))
        self.row += 1

    def _heads_of(self, tone: RowTone, toned: tuple[int, ...] | None) -> tuple[str, ...]:
        """Return how the cells of a row of this tone begin."""
        heads = self._heads[tone, toned] = tuple(
            row_stream.cell_head(
                place, self.result.number(_plain(column.kind), tone if toned is None or place in toned else "")
            )
            for place, column in enumerate(self.columns)
        )
        return heads

    def _made(self, place: int, head: str, content: StreamedValue) -> _MadeCell:
        """Return a cell; words that stand in many rows are kept."""
        if not isinstance(content, str):
            value = content.replace(tzinfo=None) if isinstance(content, datetime) else content
            made = _MadeCell(row_stream.cell(head, value), 1)
            if content is None:
                self._known[head, content] = made
            return made
        column = self.columns[place]
        width = column.width
        text = excerpts.beginning(content, _LONGEST_OWN if column.own else LONGEST_TEXT)
        lines = 1
        if 2.2 * len(text) > width - 2 or "\n" in text:
            lines = row_stream.lines_needed(text, colours.BODY_SIZE, width)
        made = _MadeCell(row_stream.cell(head, text), lines)
        if len(text) <= _WORD and len(self._known) < _MOST_KNOWN:
            self._known[head, content] = made
        return made

    def _linked(self, place: int, link: CellLink, tone: RowTone) -> _MadeCell:
        """Return the text of a link, and make it one where it leads somewhere and the sheet can hold it."""
        text = excerpts.beginning(link.text, LONGEST_TEXT)
        lines = row_stream.lines_needed(link.text, colours.BODY_SIZE, self.columns[place].width)
        ref = formula_address(link.sheet, link.ref) if link.sheet else ""
        target = self.result.target(link.path)
        kind: CellKind = "text"
        if len(target) + len(ref) < _LONGEST_LINK:
            if self._links < MOST_LINKS:
                kind = "link"
                self._links += 1
                self._stream.link(self.row, place, target, ref)
            else:
                self.unlinked += 1
        head = row_stream.cell_head(place, self.result.number(kind, tone))
        return _MadeCell(row_stream.cell(head, text), lines)

    def finish(self, empty: str) -> None:
        """Say so where there is no row, where rows were left out, and where links were; offer a filter otherwise."""
        if self.row == self.head + 1:
            self.note(empty)
            return
        self.sheet.autofilter(self.head, 0, self.row - 1, len(self.columns) - 1)
        if self.left_out:
            self.note(f"还有{self.left_out}行放不下，没有列出。")
        if self.unlinked:
            self.note(f"链接太多，后面的{self.unlinked}行只写了位置，没有链接。")


def _plain(kind: CellKind) -> CellKind:
    """Return as what a content is written that is no link: a text that leads nowhere does not look as if it did."""
    return "text" if kind == "link" else kind


_TITLE = {"font_name": colours.HEAD_FONT, "font_size": 16, "font_color": f"#{colours.NAVY}", "valign": "vcenter"}
_NOTE = {"font_color": "#595959", "text_wrap": True, "valign": "vcenter"}
_HEAD = {
    "font_name": colours.HEAD_FONT,
    "bold": True,
    "font_color": f"#{colours.WHITE}",
    "bg_color": f"#{colours.NAVY}",
    "border": 1,
    "border_color": f"#{colours.LINE}",
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}


def print_set_up(sheet: Worksheet, stamp: str, *, paper: int, head: int | None = None, landscape: bool = True) -> None:
    """Print a sheet one page wide and as high as it is, the rows to its head on every page, pages numbered.

    `stamp` stands above at the right; the office program's own day would come in the form of its language.
    """
    sheet.set_paper(_A3 if paper == 3 else _A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    font = f'&"{colours.HEAD_FONT},Regular"'
    sheet.set_header(f"&L{font}&10巡察整改汇总&C{font}&14&A&R{font}&10{stamp}", {"margin": 0.3})
    sheet.set_footer(f"&C{font}&10第 &P 页 共 &N 页", {"margin": 0.3})
    if head is not None:
        sheet.repeat_rows(0, head)


def _target(path: str, folder: str) -> str:
    """Return a path as the relationships of a workbook name it: relative where it leads down, else as a file URL.

    What lies beside the result or below it is named from there, so that both can be moved together.
    """
    try:
        relative = relpath(path, folder)
    except ValueError:  # another drive
        relative = ""
    if relative and not Path(relative).is_absolute() and relative.count("..") <= 2:
        return _escaped(Path(relative).as_posix())
    whole = Path(path).as_posix()
    return "file:///" + _escaped(whole.lstrip("/"))


def _escaped(path: str) -> str:
    """Return a path with the characters escaped that mean something in an address; others stay as Excel writes them."""
    return "".join(f"%{ord(mark):02X}" if mark in ' %#?"<>[]^`{}|\\' or mark < " " else mark for mark in path)
