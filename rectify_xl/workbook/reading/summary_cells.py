"""Which cells of 统计汇总 should hold a formula, as in the blank ledger, and hold none: somebody typed over it.

Nearly always the cells that hold one are just those of the blank ledger, by a checksum of their addresses; only
otherwise they are looked at one by one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from functools import lru_cache

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import LostFormulas
from rectify_xl.text.refs import parse_cell
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.office_package import Package, inflated
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import WorkbookFacts

FORMULAS = (4113, 999683966)
"""Of the cells of the blank 统计汇总 whose formula asks for cells: the number, and the CRC-32 of their addresses."""
_OWN = rb"(?![^<>]*>[\d\s.+\-*/()]+<)"
"""No formula that asks for no cell (=18): it is a number that was typed."""
_WITH_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^<>]{0,99}?\br="([A-Z]+\d+)"[^<>]{0,99}>\s*<(?:\w+:)?f\b' + _OWN)
_USUAL = re.compile(rb' r="([A-Z]+\d+)"[^<>]{0,99}><f' + _OWN)
"""The same as every office program writes it; what it does not find is looked for with care."""
_LONGEST = 20_000_000
"""Bytes of a sheet from which on it is not looked at: ours has one million, two as LibreOffice writes it."""
_NAMES = re.compile(rb"<(?:\w+:)?definedName\b([^<>]*)>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_LOCAL = b"localSheetId="
_LISTS = (f"{schema.DICTIONARY}_", "_xlnm")
"""How names begin that belong to dropdowns and to printing."""


def lost(package: Package, facts: WorkbookFacts) -> LostFormulas:
    """Return the cells that have lost their formula; of a sheet of an earlier layout nothing is said."""
    part = facts.sheets.get(schema.SUMMARY, "")
    if part not in package.members:
        return LostFormulas()
    member = package.members[part]
    if member.size > _LONGEST:
        return LostFormulas()
    try:
        if _digest(package.packed(part), member.size if member.method else 0, part) == FORMULAS:
            return LostFormulas()
    except BookError:  # what people write can be read all the same; a program that opens the sheet says what is wrong
        return LostFormulas()
    from rectify_xl.system import resources  # a plain `check` loads no pathlib

    template = "workbook_template.xlsx"
    blank = file_kind.recognise(resources.path(template).read_bytes(), template).package
    if blank is None:
        return LostFormulas()
    blank_facts = sheet_facts.workbook(blank)
    if not _names(package.read(facts.part)) >= _names(blank.read(blank_facts.part)):
        return LostFormulas()
    wanted, present = _formulas(blank.read(blank_facts.sheets[schema.SUMMARY])), set(_formulas(package.read(part)))
    refs = tuple(ref for ref in wanted if ref not in present)
    return LostFormulas(tuple(sorted(refs, key=_place)), bool(refs) and not present <= set(wanted))


@lru_cache(maxsize=4)
def _digest(packed: bytes, size: int, part: str) -> tuple[int, int]:
    """Return the digest of a packed part (of 0 bytes where it is not packed), as `FORMULAS` is made."""
    content = inflated(packed, size, part) if size else packed
    refs = _USUAL.findall(content)
    return len(refs), zlib.crc32(b" ".join(refs))


def _formulas(content: bytes) -> Collection[str]:
    return [ref.decode() for ref in _WITH_FORMULA.findall(content)]


def _names(main: bytes) -> set[str]:
    """Return the names of a workbook that belong to no single sheet, by which 统计汇总 counts."""
    from html import unescape

    stated = (_NAME.search(attributes) for attributes in _NAMES.findall(main) if _LOCAL not in attributes)
    names = (unescape(name[1].decode("utf-8", "replace")) for name in stated if name)
    return {name for name in names if not name.startswith(_LISTS)}


def _place(ref: str) -> tuple[int, int]:
    return parse_cell(ref) or (0, 0)
