"""Part formulas that were dragged over several cells: only the first of these holds the formula, the others name it.

Where the first cell gets another content, the others would lose theirs; each is given its own formula before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rectify_xl.errors import BookError
from rectify_xl.text.refs import cell_ref, parse_cell

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part(sheet: Any, touched: Callable[[int], bool]) -> None:
    """Give every cell of a group of which a row is `touched` the formula that it shows; the rows have numbers."""
    groups: dict[str, list[tuple[int, int, Any]]] = {}
    for row, column, formula in _shared(sheet):
        groups.setdefault(formula.get("si", ""), []).append((row, column, formula))
    for cells in groups.values():
        if any(touched(row) for row, _, _ in cells):
            _part(cells)


def _shared(sheet: Any) -> Iterator[tuple[int, int, Any]]:
    for row in sheet.iter(f"{_M}row"):
        number, column = int(row.get("r")), 0
        for cell in row.iterchildren(f"{_M}c"):
            column = (parse_cell(cell.get("r") or "") or (0, column + 1))[1]
            formula = cell.find(f"{_M}f")
            if formula is not None and formula.get("t") == "shared":
                yield number, column, formula


def _part(cells: list[tuple[int, int, Any]]) -> None:
    """Give each cell its own formula; where nobody holds the formula, they keep the results that are stored."""
    source = next((cell for cell in cells if cell[2].text), None)
    for row, column, formula in cells:
        if source is None:
            formula.getparent().remove(formula)
            continue
        if not formula.text:
            formula.text = moved(f"={source[2].text}", source[:2], (row, column)).removeprefix("=")
        for name in ("t", "ref", "si"):
            formula.attrib.pop(name, None)


def moved(formula: str, start: tuple[int, int], target: tuple[int, int]) -> str:
    """Return a formula that was dragged from one cell into others as it is in one of these.

    Raises `BookError` where it cannot be told.
    """
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    origin, destination = (cell_ref(row, column) for row, column in (start, target))
    try:
        return str(Translator(formula, origin).translate_formula(destination))
    except (TokenizerError, TranslatorError) as error:
        raise BookError(
            f"{origin}的公式拖到了{destination}，这个公式看不懂，没有写入", f"请在{destination}重新填写公式或填写数值"
        ) from error
