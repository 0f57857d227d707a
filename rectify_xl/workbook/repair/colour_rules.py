"""Colouring rules: which of those of the blank ledger no longer reach the whole table, and how they do again."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from rectify_xl.text import formulas
from rectify_xl.text.refs import REFERENCE, Area, column_letters, column_number
from rectify_xl.workbook.editing.cell_styles import CellStyles
from rectify_xl.workbook.repair import areas
from rectify_xl.workbook.repair.column_map import ColumnMap
from rectify_xl.workbook.repair.worksheet_order import MAIN, canonical, insert


def moved(formula: str, columns: Mapping[int, int], header: int) -> str:
    """Return a rule of the blank ledger as it reads in a ledger whose columns stand elsewhere.

    `columns` gives the present place of each column of the blank ledger, `header` the row of the header.
    """

    def change(match: re.Match[str]) -> str:
        fixed, column, kept, row = match.groups()
        place = column_number(column)
        return f"{fixed}{column_letters(columns.get(place, place))}{kept}{int(row) + header - 1}"

    return formulas.outside_texts(formula, lambda part: re.sub(REFERENCE, change, part))


def names_one(formula: str, columns: Collection[int]) -> bool:
    """Tell whether a formula asks for a cell in one of some columns; to begin or end an area with one is no asking."""
    singles = (
        column_number(match[2])
        for part in formulas.parts(formula)
        for match in re.finditer(REFERENCE, part)
        if part[match.end() : match.end() + 1] != ":" and part[match.start() - 1 : match.start()] != ":"
    )
    return any(column in columns for column in singles)


_RULE, _GROUP = f"{MAIN}cfRule", f"{MAIN}conditionalFormatting"


class RuleFormats:
    """The formats of colouring rules in the styles of a ledger; those that are missing are taken from the blank one."""

    def __init__(self, styles: CellStyles, blank: Any) -> None:
        self._own = styles
        self._styles = styles.tree
        self._blank = list(blank.iterfind(f"{MAIN}dxfs/{MAIN}dxf"))

    def number(self, blank_number: int) -> int:
        """Return the number in the ledger of a format of the blank ledger."""
        group = self._styles.find(f"{MAIN}dxfs")
        if group is None:
            group = etree.Element(f"{MAIN}dxfs")
            before = self._styles.find(f"{MAIN}cellStyles")
            before = self._styles.find(f"{MAIN}cellXfs") if before is None else before
            before.addnext(group)
        canonical_look = self._blank[blank_number]
        for number, present in enumerate(group):
            if canonical(present) == canonical(canonical_look):
                return number
        group.append(copy.deepcopy(canonical_look))
        group.set("count", str(len(group)))
        self._own.changed = True
        return len(group) - 1


class _Wanted(NamedTuple):
    """A rule of the blank ledger as it reads here, and its fragments in the ledger."""

    rule: Any
    formula: str
    mine: tuple[Any, ...]
    lost: tuple[Area, ...]


def repair(sheet: Any, blank: Any, place: ColumnMap, styles: RuleFormats) -> tuple[Area, ...]:
    """Put back into `sheet` the colouring rules of `blank` that are gone or no longer cover the table.

    Returns the areas that had lost a rule. Rules that are not of the blank ledger stay as they are, and in their order.
    A rule that asks for a column which the ledger lacks is left out.
    """
    rules = [rule for rule in blank.iter(_RULE) if not names_one(_formula(rule), place.absent)]
    colourings = [_wanted(sheet, rule, place) for rule in sorted(rules, key=_priority)]
    broken = [colouring for colouring in colourings if colouring.lost]
    if not broken:
        return ()
    order = sorted(sheet.iter(_RULE), key=_priority)
    group = etree.Element(_GROUP, sqref=str(place.whole))
    for index, colouring in enumerate(colourings):
        if colouring.lost:
            fresh = _fresh(colouring, styles)
            order.insert(_position(order, colourings, index), fresh)
            colourings[index] = colouring._replace(mine=(fresh,))
            group.append(fresh)
    gone = [rule for colouring in broken for rule in colouring.mine]
    for rule in gone:
        parent = rule.getparent()
        parent.remove(rule)
        if not len(parent):
            parent.getparent().remove(parent)
    insert(sheet, group)
    _renumber([rule for rule in order if not any(rule is removed for removed in gone)])
    return tuple(dict.fromkeys(area for colouring in broken for area in colouring.lost))


def _wanted(sheet: Any, rule: Any, place: ColumnMap) -> _Wanted:
    formula = moved(_formula(rule), place.nearest, place.header)
    whole = place.whole
    sign = formulas.relative(formula, whole.top, whole.left)
    mine: list[Any] = []
    covered: list[Area] = []
    for group in sheet.iter(_GROUP):
        where = areas.read(group.get("sqref", ""))
        for candidate in group.iterfind(_RULE):
            if candidate.get("type") == "expression" and sign in _signs(candidate, where):
                mine.append(candidate)
                covered += where
    return _Wanted(rule, formula, tuple(mine), tuple(areas.subtract([place.soon(whole)], covered)))


def _signs(rule: Any, where: Sequence[Area]) -> set[str]:
    """Return what a rule says, whether it is written for the first cell of its areas or for their common corner."""
    text = _formula(rule)
    corners = (
        {(where[0].top, where[0].left), (min(a.top for a in where), min(a.left for a in where))} if where else set()
    )
    return {formulas.relative(text, row, column) for row, column in corners}


def _formula(rule: Any) -> str:
    return rule.findtext(f"{MAIN}formula") or ""


def _fresh(colouring: _Wanted, styles: RuleFormats) -> Any:
    fresh = copy.deepcopy(colouring.rule)
    for formula in fresh.iterfind(f"{MAIN}formula"):
        formula.text = colouring.formula
    styled = next((rule.get("dxfId") for rule in colouring.mine if rule.get("dxfId")), None)
    number = colouring.rule.get("dxfId")
    if styled is not None or number is not None:
        fresh.set("dxfId", styled if styled is not None else str(styles.number(int(number))))
    return fresh


def _position(order: Sequence[Any], colourings: Sequence[_Wanted], index: int) -> int:
    """Return where a rule is to be put: where its fragments are, or beside its neighbours of the blank ledger."""
    places = {id(rule): place for place, rule in enumerate(order)}
    for other in colourings[index:]:
        positions = [places[id(rule)] for rule in other.mine if id(rule) in places]
        if positions:
            return min(positions)
    for other in reversed(colourings[:index]):
        positions = [places[id(rule)] for rule in other.mine if id(rule) in places]
        if positions:
            return max(positions) + 1
    return len(order)


def _renumber(order: Sequence[Any]) -> None:
    for number, rule in enumerate(order, 1):
        if rule.get("priority") != str(number):
            rule.set("priority", str(number))


def _priority(rule: Any) -> int:
    return int(rule.get("priority") or 0)
