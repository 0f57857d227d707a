"""The clean copy of a ledger that goes up: a whole ledger that begins from the blank one, without the memory.

It begins from the blank ledger, never from the unit's own file: what is not written into it cannot be in it.
"""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.system import archive, resources
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook, sheet_facts
from rectify_xl.workbook.repair import page_head
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

TEMPLATE = "workbook_template.xlsx"
_TYPES = "[Content_Types].xml"


class BlankCopy(NamedTuple):
    """The workbook that a copy begins from."""

    data: bytes
    book: RawBook


def blank() -> BlankCopy:
    """Return the blank ledger without 程序状态."""
    data = _without_memory(resources.path(TEMPLATE).read_bytes())
    return BlankCopy(data, read_workbook.read(data, TEMPLATE))


def workbook(blank_copy: BlankCopy, rows: Changes, name: str) -> bytes:
    """Return the copy with `rows` in it, headed with its unit and round; `name` is what its file is called."""
    return page_head.with_unit(edit.edit(blank_copy.data, name, rows), name)


def _without_memory(data: bytes) -> bytes:
    """Return a workbook without the very hidden sheet, which is its last one: no name counts sheets beyond it."""
    draft = PackageDraft(data)
    part, main = draft.facts.sheets[schema.MEMORY.name], draft.facts.part
    identifier = next(name for name, link in sheet_facts.links(draft.package, main).items() if link.target == part)
    parts = archive.unpack(data)
    del parts[part]
    folder, _, file = main.rpartition("/")
    for owner, attribute, wanted in (
        (_TYPES, "PartName", f"/{part}"),
        (f"{folder}/_rels/{file}.rels", "Id", identifier),
    ):
        tree = parse(parts[owner])
        for entry in [entry for entry in tree if entry.get(attribute) == wanted]:
            tree.remove(entry)
        parts[owner] = serialise(tree)
    book = parse(parts[main])
    sheets = book.find(f"{MAIN}sheets")
    sheets.remove(next(sheet for sheet in sheets if sheet.get("name") == schema.MEMORY.name))
    parts[main] = serialise(book)
    return archive.pack(parts)
