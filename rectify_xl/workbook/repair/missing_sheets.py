"""Give a ledger the sheets that it lacks: copies of those of the blank one, with tables, charts, names and looks.

They come as the last ones, so that no name that counts sheets by their place goes astray. A sheet that seems to bear
another name is not lacking. 统计汇总 brings the names along by which its formulas count.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import headers, tab_names
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text.refs import quote_sheet
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.repair.colour_rules import RuleFormats
from rectify_xl.workbook.repair.list_names import LIST_PREFIX
from rectify_xl.workbook.repair.mend import SHEET, Damage
from rectify_xl.workbook.repair.worksheet_order import MAIN, canonical, parse, serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES, _STYLES, _STRINGS = "[Content_Types].xml", "xl/styles.xml", "xl/sharedStrings.xml"
_BROKEN = "#REF!"
_LOOKS = (("font", "fonts"), ("fill", "fills"), ("border", "borders"))
_FIRST_OWN_FORMAT = 164


def add_sheets(data: bytes, blank: bytes, book: RawBook, *, asked: bool = False) -> tuple[bytes, tuple[Damage, ...]]:
    """Return the ledger with the sheets that it lacks, and which they are; the memory aside, which `mend` puts back.

    Raises `BookError` where its structure is protected and a user `asked` for the repair.
    """
    draft = PackageDraft(data)
    names = _lacking(draft, book)
    if not names or etree.QName(parse(draft.read(draft.facts.part))).namespace != MAIN.strip("{}"):
        return data, ()
    if asked:
        protection.refuse_new_sheet(draft.package, draft.facts.part, book.name)
    copying = SheetCopying(draft, PackageDraft(blank))
    for name in names:
        copying.add(name)
    return copying.finished(), tuple(Damage(name, SHEET, "", 0) for name in names)


def _lacking(draft: PackageDraft, book: RawBook) -> tuple[str, ...]:
    """Return the sheets that a ledger lacks; one whose table stands on another tab only bears another name."""
    present, others = tab_names.by_sheet(book.tabs), tab_names.others(book.tabs)
    absent = [name for name in schema.SHEET_ORDER if name not in present and not headers.similar(name, others)]
    if not book.tabs or not absent:
        return ()
    tables = {str(table.get("displayName")) for table in _tables(draft)}
    layouts = {sheet.name: sheet.table for sheet in schema.TABLES}
    return tuple(name for name in absent if layouts.get(name) not in tables)


def _tables(draft: PackageDraft) -> Iterator[Any]:
    """Yield all tables of a workbook, parsed."""
    for part in draft.facts.worksheets.values():
        for link in sheet_facts.links(draft.package, part).values():
            if link.kind == "table" and link.target in draft:
                yield parse(draft.read(link.target))


def is_old_summary(data: bytes, blank: bytes) -> bool:
    """Tell whether 统计汇总 is of an earlier layout: names are missing by which its formulas count today."""
    draft, source = PackageDraft(data), PackageDraft(blank)
    if schema.SUMMARY not in draft.facts.sheets:
        return False
    present = {str(name.get("name")) for name in _global_names(parse(draft.read(draft.facts.part)))}
    wanted = _global_names(parse(source.read(source.facts.part)))
    return any(str(name.get("name")) not in present for name in wanted)


def _global_names(workbook: Any) -> list[Any]:
    """Return the names that formulas of 统计汇总 use: all that are neither of one sheet nor of a dropdown list."""
    names = workbook.iterfind(f"{MAIN}definedNames/{MAIN}definedName")
    return [
        name
        for name in names
        if name.get("localSheetId") is None and not str(name.get("name")).startswith((LIST_PREFIX, "_xlnm"))
    ]


class SheetCopying:
    """Copies sheets of one workbook, the blank ledger or a page made for it, into the draft of another one."""

    def __init__(self, draft: PackageDraft, source: PackageDraft) -> None:
        """Begin to copy from `source` into `draft`, which `finished` packs."""
        self.draft, self.source = draft, source
        self.types = parse(draft.read(_TYPES))
        self.kinds = {
            override.get("PartName"): override.get("ContentType")
            for override in parse(source.read(_TYPES)).iterfind(f"{{{_PACKAGE}/content-types}}Override")
        }
        self.workbook = parse(draft.read(draft.facts.part))
        self.blank_workbook = parse(source.read(source.facts.part))
        self.strings = list(parse(source.read(_STRINGS)).iterfind(f"{MAIN}si")) if _STRINGS in source else []
        self.looks = _Looks(draft, source)
        self.made: set[str] = set()
        self.table_ids = max((int(table.get("id") or 0) for table in _tables(draft)), default=0)

    def add(self, name: str, tab: str = "") -> None:
        """Copy one sheet with all that hangs on it, under its own name or as another `tab`."""
        part = self.source.facts.sheets[name]
        target = self._fresh("xl/worksheets/sheet{}.xml")
        self._put(part, target, self._sheet(parse(self.source.read(part))))
        self._links(part, target)
        folder, _, file = self.draft.facts.part.rpartition("/")
        relations_part = f"{folder}/_rels/{file}.rels"
        relations = parse(self.draft.read(relations_part))
        used = {str(relation.get("Id")) for relation in relations}
        identifier = next(free for number in range(1, 10_000) if (free := f"rId{number}") not in used)
        _relate(relations, identifier, "worksheet", target)
        self.draft.put(relations_part, serialise(relations))
        sheets = self.workbook.find(f"{MAIN}sheets")
        fresh = etree.SubElement(sheets, f"{MAIN}sheet", name=tab or name)
        fresh.set("sheetId", str(1 + max(int(sheet.get("sheetId") or 0) for sheet in sheets)))
        fresh.set(f"{{{_OFFICE}}}id", identifier)
        self._names(name, len(sheets) - 1, tab or name)

    def finished(self) -> bytes:
        """Return the whole ledger."""
        self.draft.put(_TYPES, serialise(self.types))
        self.draft.put(self.draft.facts.part, serialise(self.workbook))
        return self.draft.packed()

    def _fresh(self, pattern: str) -> str:
        name = next(
            part
            for number in range(1, 10_000)
            if (part := pattern.format(number)) not in self.draft and part not in self.made
        )
        self.made.add(name)
        return name

    def _put(self, part: str, target: str, tree: Any) -> None:
        self.draft.put(target, serialise(tree))
        etree.SubElement(
            self.types,
            f"{{{_PACKAGE}/content-types}}Override",
            PartName=f"/{target}",
            ContentType=self.kinds[f"/{part}"],
        )

    def _links(self, part: str, target: str) -> None:
        """Copy the parts to which a part leads: tables, drawings and their charts."""
        links = sheet_facts.links(self.source.package, part)
        if not links:
            return
        nsmap: Any = {None: f"{_PACKAGE}/relationships"}
        relations = etree.Element(f"{{{_PACKAGE}/relationships}}Relationships", nsmap=nsmap)
        for identifier, link in links.items():
            folder = link.target.rpartition("/")[0]
            copied = self._fresh(f"{folder}/{link.kind}{{}}.xml")
            tree = parse(self.source.read(link.target))
            if link.kind == "table":
                self.table_ids += 1
                tree.set("id", str(self.table_ids))
            self._put(link.target, copied, tree)
            self._links(link.target, copied)
            _relate(relations, identifier, link.kind, copied)
        folder, _, file = target.rpartition("/")
        self.draft.put(f"{folder}/_rels/{file}.rels", serialise(relations))

    def _sheet(self, sheet: Any) -> Any:
        """Return a sheet whose styles, colours and texts are those of the ledger."""
        for element in sheet.iter(f"{MAIN}c", f"{MAIN}row"):
            if element.get("s"):
                element.set("s", self.looks.style(int(element.get("s"))))
        for element in sheet.iter(f"{MAIN}col"):
            if element.get("style"):
                element.set("style", self.looks.style(int(element.get("style"))))
        for rule in sheet.iter(f"{MAIN}cfRule"):
            if rule.get("dxfId"):
                rule.set("dxfId", str(self.looks.rules.number(int(rule.get("dxfId")))))
        for cell in sheet.iter(f"{MAIN}c"):
            if cell.get("t") == "s":
                number = int(cell.findtext(f"{MAIN}v"))
                for child in list(cell):
                    cell.remove(child)
                cell.set("t", "str")
                texts = self.strings[number].iter(f"{MAIN}t")
                etree.SubElement(cell, f"{MAIN}v").text = "".join(text.text or "" for text in texts)
        return sheet

    def _names(self, sheet: str, place: int, tab: str) -> None:
        """Bring the names of a sheet along, and for 统计汇总 those by which it counts."""
        sheets = [entry.get("name") for entry in self.blank_workbook.iterfind(f"{MAIN}sheets/{MAIN}sheet")]
        group = self._group()
        for name in self.blank_workbook.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
            if name.get("localSheetId") == str(sheets.index(sheet)):
                fresh = copy.deepcopy(name)
                fresh.set("localSheetId", str(place))
                fresh.text = (fresh.text or "").replace(f"{quote_sheet(sheet)}!", f"{quote_sheet(tab)}!")
                group.append(fresh)
        present = {str(name.get("name")): name for name in _global_names(self.workbook)}
        for name in _global_names(self.blank_workbook):
            known = present.get(str(name.get("name")))
            if sheet == schema.SUMMARY and known is None:
                group.append(copy.deepcopy(name))
            elif known is not None and (sheet == schema.SUMMARY or _BROKEN in (known.text or "")):
                known.text = name.text

    def _group(self) -> Any:
        group = self.workbook.find(f"{MAIN}definedNames")
        if group is None:
            group = etree.Element(f"{MAIN}definedNames")
            before = ("externalReferences", "functionGroups", "sheets")
            next(element for name in before if (element := self.workbook.find(f"{MAIN}{name}")) is not None).addnext(
                group
            )
        return group


class _Looks:
    """The styles of cells of the blank ledger as a ledger has them; those that it lacks are added."""

    def __init__(self, draft: PackageDraft, source: PackageDraft) -> None:
        self.own = draft.styles
        self.tree = self.own.tree
        self.blank = parse(source.read(_STYLES))
        self.rules = RuleFormats(self.own, self.blank)
        self._known: dict[int, str] = {}

    def style(self, number: int) -> str:
        """Return the number in the ledger of a style of the blank ledger."""
        if number not in self._known:
            self._known[number] = self._style(number)
        return self._known[number]

    def _style(self, number: int) -> str:
        fresh = copy.deepcopy(self.blank.findall(f"{MAIN}cellXfs/{MAIN}xf")[number])
        for kind, group in _LOOKS:
            at = int(fresh.get(f"{kind}Id") or 0)
            fresh.set(f"{kind}Id", str(self._member(group, self.blank.find(f"{MAIN}{group}")[at])))
        fresh.set("numFmtId", str(self._format(int(fresh.get("numFmtId") or 0))))
        fresh.set("xfId", "0")
        return str(self._member("cellXfs", fresh))

    def _format(self, number: int) -> int:
        codes = _formats(self.blank)
        if number < _FIRST_OWN_FORMAT or number not in codes:
            return number
        own = _formats(self.tree)
        known = next((at for at, code in own.items() if code == codes[number]), 0)
        if known:
            return known
        group = self.tree.find(f"{MAIN}numFmts")
        if group is None:
            group = etree.Element(f"{MAIN}numFmts")
            self.tree.insert(0, group)
        fresh = max(_FIRST_OWN_FORMAT - 1, *own, 0) + 1
        etree.SubElement(group, f"{MAIN}numFmt", numFmtId=str(fresh), formatCode=codes[number])
        group.set("count", str(len(group)))
        self.own.changed = True
        return fresh

    def _member(self, group_name: str, wanted: Any) -> int:
        group = self.tree.find(f"{MAIN}{group_name}")
        shown = canonical(wanted)
        for number, present in enumerate(group):
            if canonical(present) == shown:
                return number
        group.append(copy.deepcopy(wanted))
        group.set("count", str(len(group)))
        self.own.changed = True
        return len(group) - 1


def _formats(styles: Any) -> Mapping[int, str]:
    formats = styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    return {int(element.get("numFmtId") or 0): str(element.get("formatCode")) for element in formats}


def _relate(relations: Any, identifier: str, kind: str, target: str) -> None:
    etree.SubElement(
        relations,
        f"{{{_PACKAGE}/relationships}}Relationship",
        Id=identifier,
        Type=f"{_OFFICE}/{kind}",
        Target=f"/{target}",
    )
