"""Dropdowns and input messages: which cells lost theirs, and how they get them back."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from lxml import etree

from rectify_xl.text.refs import Area
from rectify_xl.workbook.repair import areas
from rectify_xl.workbook.repair.column_map import ColumnMap
from rectify_xl.workbook.repair.worksheet_order import MAIN, insert

_REFERENCE = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"


class Lost(NamedTuple):
    """A column in which cells lost their dropdown or message. `kept` are cells with a rule of somebody's own."""

    column: str
    areas: tuple[Area, ...]
    kept: int


def repair(sheet: Any, blank: Any, place: ColumnMap, names: frozenset[str]) -> tuple[Lost, ...]:
    """Put back into `sheet` what of the validations of `blank` it has lost; return what that was.

    Cells that have another rule keep it. `names` are the defined names of the ledger: a dropdown whose list has lost
    its name is left out.
    """
    losses: list[Lost] = []
    present = _validations(sheet)
    for rule in blank.iter(f"{MAIN}dataValidation"):
        position = areas.read(rule.get("sqref", ""))[0].left
        whole = place.column(position)
        if whole is None or not _usable(rule, names):
            continue
        signature = _sign(rule)
        mine = [validation for validation, sign, _ in present if sign == signature]
        covered = [area for _, sign, where in present if sign == signature for area in where]
        foreign = [area for _, sign, where in present if sign != signature for area in where]
        lost = areas.subtract(areas.subtract([place.soon(whole)], covered), foreign)
        if not lost:
            continue
        for validation in mine:
            _remove(validation, whole)
        _add(sheet, rule, areas.subtract([whole], foreign))
        present = _validations(sheet)
        used = [area for area in foreign if areas.subtract([area], [whole]) != [area]]
        kept = sum(min(area.bottom, place.last) - area.top + 1 for area in used if area.top <= place.last)
        losses.append(Lost(place.layout.columns[position - 1].name, tuple(lost), max(kept, 0)))
    return tuple(losses)


def _validations(sheet: Any) -> list[tuple[Any, tuple[str, str], list[Area]]]:
    """Return the validations of a sheet, also those in the extension that newer programs write: sign and areas too."""
    return [(validation, _sign(validation), _areas(validation)) for validation in sheet.iter("{*}dataValidation")]


def _areas(rule: Any) -> list[Area]:
    inner = rule.find(_REFERENCE)
    return areas.read(rule.get("sqref") or (inner.text if inner is not None else "") or "")


def _sign(rule: Any) -> tuple[str, str]:
    """Return by what a validation is known: its kind and list, or, where it only tells something, what it tells."""
    kind = rule.get("type") or "none"
    if kind == "none":
        return kind, rule.get("prompt") or ""
    formula = next(rule.iter("{*}formula1"), None)
    return kind, "".join("".join(formula.itertext()).split()) if formula is not None else ""


def _usable(rule: Any, names: frozenset[str]) -> bool:
    """Tell whether a rule shows something: a list has a name, or stands in the rule itself."""
    formula = _sign(rule)[1]
    return rule.get("type") != "list" or formula in names or formula.startswith('"')


def _remove(rule: Any, whole: Area) -> None:
    """Take a column out of a validation; one that covers nothing else goes."""
    rest = areas.subtract(_areas(rule), [whole])
    inner = rule.find(_REFERENCE)
    if not rest:
        parent = rule.getparent()
        parent.remove(rule)
        if parent.get("count"):
            parent.set("count", str(len(parent)))
    elif inner is not None:
        inner.text = areas.write(rest)
    else:
        rule.set("sqref", areas.write(rest))


def _add(sheet: Any, rule: Any, where: list[Area]) -> None:
    group = sheet.find(f"{MAIN}dataValidations")
    if group is None:
        group = etree.Element(f"{MAIN}dataValidations")
        insert(sheet, group)
    fresh = copy.deepcopy(rule)
    fresh.set("sqref", areas.write(where))
    group.append(fresh)
    group.set("count", str(len(group)))
