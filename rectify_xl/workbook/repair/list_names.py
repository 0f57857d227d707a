"""The names of the dropdown lists: which of those of the blank ledger are gone or lead nowhere, and where they led."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree

from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.text.refs import FIXED_REFERENCE, fixed_ref
from rectify_xl.workbook.repair.worksheet_order import MAIN

LIST_PREFIX = "字典_"
_BROKEN = "#REF!"
_BEFORE = ("externalReferences", "functionGroups", "sheets")


def repair(book: Any, blank: Any, dictionary: RawSheet | None) -> tuple[str, ...]:
    """Put back into the workbook part `book` the list names of `blank` that it lost; return the lists.

    A name leads to where its list stands in `dictionary` now. One whose list is gone from there stays lost: its
    dropdowns would show nothing.
    """
    present = {str(name.get("name")): name for name in _names(book)}
    restored: list[str] = []
    for blank_name in _names(blank):
        name = str(blank_name.get("name"))
        before = present.get(name)
        if not name.startswith(LIST_PREFIX) or (before is not None and _BROKEN not in (before.text or "")):
            continue
        place = _place(dictionary, name.removeprefix(LIST_PREFIX))
        if place is None:
            continue
        fresh = copy.deepcopy(blank_name)
        fresh.text = _moved(blank_name.text or "", *place)
        if before is not None:
            before.getparent().replace(before, fresh)
        else:
            _group(book).append(fresh)
        restored.append(name.removeprefix(LIST_PREFIX))
    return tuple(restored)


def known(book: Any) -> frozenset[str]:
    """Return the names that lead somewhere."""
    return frozenset(str(name.get("name")) for name in _names(book) if _BROKEN not in (name.text or ""))


def _names(book: Any) -> list[Any]:
    return [name for name in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName") if name.get("localSheetId") is None]


def _place(dictionary: RawSheet | None, header: str) -> tuple[int, int] | None:
    """Return the row of the header of a list and its column."""
    if dictionary is None or not dictionary.rows:
        return None
    row, names = reader.header_row(vocabulary.LISTS, dictionary.rows)
    return (row, names.index(header) + 1) if header in names else None


def _moved(formula: str, header: int, column: int) -> str:
    """Return the formula of a list, which names no other column than its own, for where that column is."""
    return re.sub(FIXED_REFERENCE, lambda match: fixed_ref(int(match[1]) + header - 1, column), formula)


def _group(book: Any) -> Any:
    group = book.find(f"{MAIN}definedNames")
    if group is None:
        group = etree.Element(f"{MAIN}definedNames")
        next(element for name in _BEFORE if (element := book.find(f"{MAIN}{name}")) is not None).addnext(group)
    return group
