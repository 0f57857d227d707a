"""What a formula says that a person or another program wrote: what it refers to, and whether its result stays.

Formulas are texts as a workbook keeps them (names of functions in English, commas between arguments); texts in quotes
within them are nobody's references. Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number

_QUOTED = r'("(?:[^"]|"")*")'
_NAMES_TOO = r"""("(?:[^"]|"")*"|'(?:[^']|'')*')"""
"""Texts, and names of sheets in quotes."""
_ANY_CELL = r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.!])"
"""A cell of whatever sheet: $ or nothing, letters, $ or nothing, row."""
_DAYS = ("TODAY", "NOW")
_CHANCE = ("RAND", "RANDBETWEEN", "RANDARRAY")
_ELSEWHERE = ("OFFSET", "INDIRECT", "CELL", "INFO")
_OUTSIDE = ("WEBSERVICE", "RTD", "DDE", "IMAGE", "STOCKHISTORY")
_CALL = r"(?<![\w.])(?:_XLFN\.)?(?:_XLWS\.)?([A-Z]+)\("
_OTHER_BOOK = r"\[(?:\d+|[^\[\]]*\.[A-Z]{2,4})\][^\[\]!()+*/,<>=&]*!|\w\|[^!]*!"
"""A cell of another workbook, by its number or its name, or of another program (`excel|'file'!'cell'`)."""
_NAMED_SHEET = r"(?:'((?:[^']|'')+)'|([\w.]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?"
_OWN_SHEET = r"(?<![\w.!$':])\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(.!])"


class WrittenFormula(NamedTuple):
    """A formula as it stands in the cell at `row` and `column`, of which other cells may have been filled by dragging.

    `fixed`: it fills an area by itself and says the same in each of its cells.
    """

    text: str
    row: int
    column: int
    fixed: bool = False

    def at(self, row: int, column: int) -> str:
        """Return the formula as the cell at `row` and `column` has it."""
        return self.text if self.fixed else moved(self.text, row - self.row, column - self.column)

    @property
    def pattern(self) -> str:
        """The formula in a form that is the same in all cells over which it was dragged."""
        return relative(self.text, self.row, self.column)


class Reference(NamedTuple):
    """Cells that a formula asks for; `sheet` is empty for its own."""

    sheet: str
    area: Area


def parts(formula: str) -> Iterator[str]:
    """Yield a formula without its texts in quotes, piece by piece."""
    return (part for index, part in enumerate(re.split(_QUOTED, formula)) if not index % 2)


def outside_texts(formula: str, change: Callable[[str], str], quoted: str = _QUOTED) -> str:
    """Return a formula with `change` made to all of it but the texts in quotes."""
    pieces = enumerate(re.split(quoted, formula))
    return "".join(piece if index % 2 else change(piece) for index, piece in pieces)


def relative(formula: str, row: int, column: int) -> str:
    """Return a formula that stands for the cell at `row` and `column` in a form that does not depend on the cell."""

    def change(match: re.Match[str]) -> str:
        fixed, name, kept, number = match.groups()
        across = f"${name}" if fixed else f"[{column_number(name) - column}]"
        return across + (f"${number}" if kept else f"[{int(number) - row}]")

    plain = formula.strip().removeprefix("=")
    return outside_texts(plain, lambda part: re.sub(_ANY_CELL, change, "".join(part.split()).upper()), _NAMES_TOO)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads when it is dragged; references that leave the sheet read #REF!."""

    def change(match: re.Match[str]) -> str:
        fixed, name, kept, number = match.groups()
        column = column_number(name) + (0 if fixed else columns)
        row = int(number) + (0 if kept else rows)
        if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
            return "#REF!"
        return f"{fixed}{column_letters(column)}{kept}{row}"

    if not (rows or columns):
        return formula
    return outside_texts(formula, lambda part: re.sub(_ANY_CELL, change, part), _NAMES_TOO)


def unsteady(formula: str) -> str:
    """Say by what the result of a formula changes though nobody changes anything in the sheet; empty for no such thing.

    Functions of the day, of chance, of cells that are named by texts, and whatever comes from outside of the workbook.
    """
    bare = _bare(formula)
    called = set(re.findall(_CALL, bare))
    for names, why in (
        (_DAYS, "随打开的日子变"),
        (_CHANCE, "每次计算都变"),
        (_ELSEWHERE, "取哪一格不固定"),
        (_OUTSIDE, "取自工作簿以外"),
    ):
        if named := [name for name in names if name in called]:
            return f"{'、'.join(named)}，{why}"
    return "引用别的工作簿" if re.search(_OTHER_BOOK, bare) else ""


def references(formula: str) -> Iterator[Reference]:
    """Yield the cells that a formula names, those of other sheets of the workbook with the name of their sheet."""
    bare = re.sub(_QUOTED, '""', formula)
    for match in re.finditer(_NAMED_SHEET, bare):
        quoted, plain, *corners = match.groups()
        yield _reference((quoted or plain).replace("''", "'"), corners)
    for match in re.finditer(_OWN_SHEET, re.sub(_NAMED_SHEET, "", bare)):
        yield _reference("", match.groups())


def _reference(sheet: str, corners: Sequence[str | None]) -> Reference:
    left, top, right, bottom = corners
    first, last = column_number(left or ""), column_number(right or left or "")
    above, below = int(top or 0), int(bottom or top or 0)
    return Reference(sheet, Area(min(above, below), min(first, last), max(above, below), max(first, last)))


def _bare(formula: str) -> str:
    """Return a formula in capitals, without blanks and without the texts in quotes."""
    return "".join(re.sub(_QUOTED, '""', formula).split()).upper()
