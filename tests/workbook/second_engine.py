"""统计汇总 calculated by the package `formulas`, which shares no line with any office program.

It takes one formula at a time. What it lacks is done here, cell by cell of a scratch copy in memory: a defined name is
put in as the area or the values that it stands for, `INDEX(area,row,column)` as the address that it gives (`formulas`
works out row and column), and `SUBTOTAL(109,…)`, which `formulas` does not have, as the sum of the rows that are shown.
A day of 基本信息 that is written as text is given as its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import formulas
import numpy as np
import schedula
from formulas.ranges import Ranges
from formulas.tokens.operand import Error, XlError
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from rectify_xl.doors.service.remote_book import EPOCH
from rectify_xl.ledger import schema
from rectify_xl.text.refs import Area, column_letters, formula_address, parse_address, parse_area

ADDRESS = r"(?:'[^']+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(.])"
TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    rf"|{ADDRESS}"
    r"|[^\W\d][\w.]*\(?"  # a name or a function
    r"|\d+"  # a whole number
    r"|."
)
_INDEX, _SUBTOTAL = "INDEX(", "SUBTOTAL("
_WHERE = ("ROW(", "COLUMN(")
_ONLY_SHOWN = "109"


class Place(NamedTuple):
    """An area of a sheet, and whether a formula asks for its values, not only for where it is."""

    sheet: str
    area: Area
    valued: bool = True


class Values(NamedTuple):
    """What a defined name that is no area stands for."""

    rows: Any


Token = str | Place | Values


class SecondEngine:
    """One workbook; every cell of 统计汇总 is calculated when it is first asked for."""

    def __init__(self, path: Path) -> None:
        book: Any = load_workbook(path)
        self._names = {name: defined.attr_text for name, defined in book.defined_names.items()}
        self._cells = {
            sheet.title: {
                (cell.row, cell.column): _read(cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in book
        }
        info = self._cells[schema.INFO.name]
        info |= {place: _days(value) for place, value in info.items()}
        summary = book[schema.SUMMARY]
        self._hidden = {row for row, settings in summary.row_dimensions.items() if settings.hidden}
        self._known: dict[tuple[int, int], Any] = {}
        self._vectors: dict[str, Any] = {}
        self._areas: dict[Place, Ranges] = {}
        self._results: dict[Any, Any] = {}
        self.formulas: dict[tuple[int, int], tuple[str, Area]] = {}
        for (row, column), value in self._cells[schema.SUMMARY].items():
            if isinstance(value, ArrayFormula):
                area = parse_area(value.ref) or Area(row, column, row, column)
                self.formulas |= dict.fromkeys(area.cells(), (str(value.text), area))
            elif isinstance(value, str) and value.startswith("="):
                self.formulas[row, column] = (value, Area(row, column, row, column))

    def cell(self, row: int, column: int) -> Any:
        """Return the value of a cell of 统计汇总."""
        place = row, column
        if place not in self._known:
            if place not in self.formulas:
                self._known[place] = self._cells[schema.SUMMARY].get(place, schedula.EMPTY)
            else:
                formula, area = self.formulas[place]
                rows = _stretched(self._calculate(_tokens(formula.removeprefix("="))), area)
                self._known |= {spot: rows[spot[0] - area.top][spot[1] - area.left] for spot in area.cells()}
        return self._known[place]

    def _calculate(self, tokens: list[Token]) -> Any:
        """Return the values of a formula as an array of two dimensions."""
        text, given = "", list[Place | Values]()
        places: dict[Token, int] = {}
        for token in self._resolved(tokens):
            if isinstance(token, str):
                text += token
                continue
            number = places.get(token, len(given)) if isinstance(token, Place) else len(given)
            if number == len(given):
                given.append(token)
            if isinstance(token, Place):
                places[token] = number
            letters = column_letters(number + 1)
            text += f"{letters}1:{letters}2"
        keys = tuple(self._key(token) for token in given)
        results = self._results if any(isinstance(token, Place | Values) for token in keys) else _RESULTS
        if (text, keys) not in results:
            function = _compiled(text)
            result = function(*(self._bound(given[_number(name)]) for name in function.inputs))
            rows = np.asarray(getattr(result, "value", result), object)
            results[text, keys] = rows.reshape(1, 1) if rows.ndim == 0 else rows
        return results[text, keys]

    def _key(self, token: Place | Values) -> Any:
        """Return what decides about a result: the value of a single cell, or which area it is."""
        if isinstance(token, Values):
            return Values(id(token.rows))
        if not token.valued:
            return token.area
        if token.area.size > 1:
            return token
        value = self._value(token.sheet, token.area.top, token.area.left)
        return type(value), value

    def _resolved(self, tokens: list[Token]) -> Iterator[Token]:
        """Put areas, values and numbers in the place of what `formulas` does not know."""
        position = 0
        while position < len(tokens):
            valued = tokens[position - 1] not in _WHERE if position else True
            token = tokens[position]
            position += 1
            if token == _INDEX:
                place, position = self._index(tokens, position)
                if tokens[position : position + 2] == [":", _INDEX]:
                    other, position = self._index(tokens, position + 2)
                    place = _spanned(place, other)
                yield Place(place.sheet, place.area, valued) if isinstance(place, Place) else place
            elif token == _SUBTOTAL:
                arguments, position = _arguments(tokens, position)
                yield self._sum_of_shown(arguments)
            elif isinstance(token, str) and token in self._names:
                named = self._named(token)
                yield Place(named.sheet, named.area, valued) if isinstance(named, Place) else named
            else:
                here = self._address(token)
                yield Place(here.sheet, here.area, valued) if here else token

    def _index(self, tokens: list[Token], position: int) -> tuple[Token, int]:
        """Return what `INDEX(` gives, and where it ends."""
        (area, *numbers), end = _arguments(tokens, position)
        [inside] = self._resolved(area)
        if not isinstance(inside, Place):
            raise TypeError(f"INDEX of {inside}")
        row, column = [*(self._calculate(number)[0, 0] for number in numbers), 1][:2]
        wrong = next((value for value in (row, column) if isinstance(value, XlError)), None)
        return str(wrong) if wrong else _part(inside, int(row), int(column)), end

    def _sum_of_shown(self, arguments: list[list[Token]]) -> str:
        [[kind], [area]] = arguments
        place = self._address(area)
        if kind != _ONLY_SHOWN or place is None:
            raise ValueError(f"SUBTOTAL of {arguments}")
        return str(sum(self.cell(*cell) for cell in place.area.cells() if cell[0] not in self._hidden))

    def _named(self, name: str) -> Token:
        text = self._names[name]
        place = self._address(text)
        if place:
            return place
        if name not in self._vectors:
            self._vectors[name] = self._calculate(_tokens(text))
        return Values(self._vectors[name])

    @staticmethod
    def _address(token: Token) -> Place | None:
        if not isinstance(token, str) or not re.fullmatch(ADDRESS, token):
            return None
        parsed = parse_address(token if "!" in token else formula_address(schema.SUMMARY, token))
        return Place(*parsed) if parsed else None

    def _bound(self, token: Place | Values) -> Any:
        if isinstance(token, Values):
            return token.rows
        if token not in self._areas:
            top, left, bottom, right = token.area
            rows = np.empty((bottom - top + 1, right - left + 1), object)
            rows.fill(schedula.EMPTY)
            own = token.sheet == schema.SUMMARY
            for row, column in (token.area.cells() if own else self._cells[token.sheet]) if token.valued else ():
                if top <= row <= bottom and left <= column <= right:
                    rows[row - top, column - left] = self._value(token.sheet, row, column)
            address = formula_address(token.sheet, str(token.area))
            self._areas[token] = Ranges().push(address, rows)
        return self._areas[token]

    def _value(self, sheet: str, row: int, column: int) -> Any:
        if sheet == schema.SUMMARY:
            return self.cell(row, column)
        return self._cells[sheet].get((row, column), schedula.EMPTY)


_RESULTS: dict[Any, Any] = {}
"""What formulas over single cells gave, by formula and values: most helper cells of a summary are alike."""


@lru_cache(None)
def _compiled(text: str) -> Any:
    return formulas.Parser().ast(f"={text}")[1].compile()


def _tokens(text: str) -> list[Token]:
    return list(TOKEN.findall(text))


def _arguments(tokens: list[Token], position: int) -> tuple[list[list[Token]], int]:
    """Return the arguments of a function whose bracket was opened before `position`, and where it ends."""
    arguments, depth = [list[Token]()], 0
    while True:
        part = tokens[position]
        position += 1
        if part == ")" and not depth:
            return arguments, position
        if isinstance(part, str):
            depth += (part.endswith("(") or part == "{") - (part in ")}")
        if part == "," and not depth:
            arguments.append([])
        else:
            arguments[-1].append(part)


def _number(name: str) -> int:
    """Return which of the areas given to a formula one of its inputs is."""
    area = parse_area(name)
    assert area is not None
    return area.left - 1


def _part(place: Place, row: int, column: int) -> Token:
    """Return a cell, a row (no column) or a column (no row) of an area."""
    top, left, bottom, right = place.area
    rows = (top + row - 1, top + row - 1) if row else (top, bottom)
    columns = (left + column - 1, left + column - 1) if column else (left, right)
    if rows[0] > bottom or columns[0] > right:
        return "#REF!"
    return Place(place.sheet, Area(rows[0], columns[0], rows[1], columns[1]))


def _spanned(first: Token, last: Token) -> Token:
    if not (isinstance(first, Place) and isinstance(last, Place)):
        return next(token for token in (first, last) if not isinstance(token, Place))
    rows = sorted((first.area.top, first.area.bottom, last.area.top, last.area.bottom))
    columns = sorted((first.area.left, first.area.right, last.area.left, last.area.right))
    return Place(first.sheet, Area(rows[0], columns[0], rows[-1], columns[-1]))


def _read(value: Any) -> Any:
    """Return a value of a cell as `formulas` takes it."""
    if isinstance(value, datetime):
        return (value - EPOCH) / timedelta(days=1)
    if isinstance(value, str) and value in Error.errors:
        return Error.errors[value]
    return value


def _days(value: Any) -> Any:
    """Return the number of a day that is written as text: Excel and LibreOffice read it, `formulas` does not."""
    written = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    return (datetime.fromisoformat(value) - EPOCH).days if written else value


def _stretched(rows: Any, area: Area) -> list[list[Any]]:
    """Return the values of an area that a formula fills: one row, column or value stands for all."""
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    missing = Error.errors["#N/A"]

    def one(row: int, column: int) -> Any:
        row, column = (row if rows.shape[0] > 1 else 0), (column if rows.shape[1] > 1 else 0)
        return rows[row, column] if row < rows.shape[0] and column < rows.shape[1] else missing

    return [[one(row, column) for column in range(width)] for row in range(height)]
