"""Give a ledger the columns that it lacks: those of a newer layout, or such as somebody deleted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.workbook import office_package as packages
from rectify_xl.workbook import protection
from rectify_xl.workbook.reading import read_workbook, sheet_facts
from rectify_xl.workbook.repair import columns
from rectify_xl.workbook.repair.column_map import place
from rectify_xl.workbook.repair.mend import Damage, Repaired

COLUMN = "缺少的列"


def widen(data: bytes, name: str, *, asked: bool = False) -> Repaired:
    """Return the ledger in `data` with the columns that it lacks; they bear neither dropdowns nor colours yet.

    Protected sheets are left alone; raises `BookError` where one lacks a column and a user `asked` for the repair.
    """
    book, package = read_workbook.read(data, name), packages.unpack(data)
    facts = sheet_facts.workbook(package)
    changed: dict[str, bytes] = {}
    damages: list[Damage] = []
    styles = columns.Styles()
    for layout in schema.TABLES:
        part = facts.sheets.get(layout.name)
        if not part or layout.name not in book.sheets:
            continue
        raw = book.sheets[layout.name]
        where = place(layout, reader.find_header(raw, layout))
        lacking = columns.missing(raw, where)
        sheet = _parse(package.read(part))
        styles.learn(sheet, where)
        if lacking and protection.protected(package.read(part), layout.name):
            if asked:
                protection.refuse_protected(package.read(part), layout.name)
            continue
        if lacking:
            tables = dict(_tables(package, part))
            table = columns.table_of(tables.values(), where)
            columns.add(sheet, table, where, lacking, styles)
            changed[part] = _serialise(sheet)
            changed |= {target: _serialise(known) for target, known in tables.items() if known is table}
            damages += [Damage(layout.name, COLUMN, column.name, 0) for column in lacking]
    return Repaired(_packed(data, changed) if damages else data, tuple(damages))


def _tables(package: packages.Package, part: str) -> Iterator[tuple[str, Any]]:
    """Yield the tables of a sheet, parsed, with their parts."""
    for link in sheet_facts.links(package, part).values():
        if link.kind == "table" and link.target in package.members:
            yield link.target, _parse(package.read(link.target))


def _packed(data: bytes, changed: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            if not info.is_dir():
                content = changed.get(info.filename, source.read(info))
                archive.writestr(info, content, compress_type=info.compress_type)
    return target.getvalue()


def _parse(content: bytes) -> Any:
    """Return the parsed part; nothing outside of it is fetched."""
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def _serialise(tree: Any) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
