"""A workbook that is being changed: each part is unpacked once, shared by all who look, and all are packed once."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from rectify_xl.text.refs import Area, parse_area
from rectify_xl.workbook import office_package
from rectify_xl.workbook.editing import cell_facts, dimension
from rectify_xl.workbook.editing.cell_styles import CellStyles
from rectify_xl.workbook.editing.sheet_xml import SheetXml, parse, serialise
from rectify_xl.workbook.reading import sheet_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TYPES, _STYLES, _SHEETS = "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


class PackageDraft:
    """The parts of one workbook and what is to become of them; what nobody changes keeps its bytes.

    `package` and `facts` tell of the workbook as it was.
    """

    def __init__(self, data: bytes) -> None:
        self.package = office_package.unpack(data)
        self.facts = sheet_facts.workbook(self.package)
        self._read: dict[str, bytes] = {}
        self._sheets: dict[str, SheetXml] = {}
        self._cells = cell_facts.Reader.shared(self.package, self.facts, {})
        self._styles: CellStyles | None = None
        self._changed: dict[str, bytes] = {}
        self._written: set[str] = set()
        self._dropped: set[str] = set()

    def __contains__(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return part in self._changed or (part in self.package.members and part not in self._dropped)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part as it was, or as it was put."""
        if part in self._changed:
            return self._changed[part]
        if part not in self._read:
            self._read[part] = self.package.read(part)
        return self._read[part]

    def put(self, part: str, content: bytes) -> None:
        """Give a part another content, or add one."""
        self._changed[part] = content

    def drop(self, part: str) -> None:
        """Take a part away, with its relationships and with what the main part and the list of types state of it."""
        folder, _, file = part.rpartition("/")
        for gone in (part, f"{folder}/_rels/{file}.rels"):
            self._dropped.add(gone)
            self._changed.pop(gone, None)
        main_folder, _, main = self.facts.part.rpartition("/")
        for holder, mark in ((f"{main_folder}/_rels/{main}.rels", "Target"), (_TYPES, "PartName")):
            tree = parse(self.read(holder))
            for entry in list(tree):
                stated = str(entry.get(mark) or "")
                if stated.lstrip("/") == part or (mark == "Target" and f"{main_folder}/{stated}" == part):
                    tree.remove(entry)
            self.put(holder, serialise(tree))

    @property
    def cells(self) -> cell_facts.Reader:
        """What stands in the cells beside values, as it was."""
        return self._cells

    def sheet(self, part: str) -> SheetXml:
        """Return a sheet's part taken apart; who changes it says so by `touch`."""
        if part not in self._sheets:
            self._sheets[part] = SheetXml(self.read(part))
        return self._sheets[part]

    def touch(self, part: str) -> None:
        """Note that a sheet that was taken apart was changed."""
        self._written.add(part)

    @property
    def styles(self) -> CellStyles:
        """The cell styles, which every workbook has that may be written."""
        if self._styles is None:
            self._styles = CellStyles(self.read(_STYLES))
        return self._styles

    def stretch(self, part: str, table: str, area: str) -> None:
        """Give an Excel table of a sheet another area."""
        for link in sheet_facts.links(self.package, part).values():
            if link.kind != "table" or link.target not in self:
                continue
            tree = parse(self.read(link.target))
            if tree.get("displayName") == table:
                tree.set("ref", area)
                _stretch_filter(tree, parse_area(area))
                self.put(link.target, serialise(tree))

    def unchain(self, part: str, cells: Iterable[str]) -> None:
        """Take cells of a sheet that hold no formula any more out of the order of calculation."""
        gone = set(cells)
        chain = next(
            (
                link.target
                for link in sheet_facts.links(self.package, self.facts.part).values()
                if link.kind == "calcChain" and link.target in self
            ),
            "",
        )
        if not gone or not chain:
            return
        tree, number = parse(self.read(chain)), self._sheet_number(part)
        index = ""
        for entry in list(tree):
            index = entry.get("i") or index
            if index == number and entry.get("r") in gone:
                following = entry.getnext()
                if following is not None and not following.get("i"):
                    following.set("i", index)
                tree.remove(entry)
        self.put(chain, serialise(tree))

    def _sheet_number(self, part: str) -> str:
        links = sheet_facts.links(self.package, self.facts.part)
        identifiers = {identifier for identifier, link in links.items() if link.target == part}
        for sheet in parse(self.read(self.facts.part)).iter(f"{_MAIN}sheet"):
            if any(key.endswith("}id") and value in identifiers for key, value in sheet.attrib.items()):
                return str(sheet.get("sheetId"))
        return ""

    def recalculate(self) -> None:
        """Ask the next program to compute all formulas, whose stored results are old after a write."""
        sheets = (part for part in self.package.members if part.startswith(_SHEETS))
        if any(_FORMULA.search(self.read(part)) for part in sheets):
            content = self.read(self.facts.part)
            asked = _asking_to_recalculate(content)
            if asked != content:
                self.put(self.facts.part, asked)

    def packed(self) -> bytes:
        """Return the workbook with all that was changed; the dimensions of its sheets are true.

        The draft is at its end then: what it held of the parts is let go.
        """
        changed = self._contents()
        self._sheets.clear()
        self._changed.clear()
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.package.data)) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for info in source.infolist():
                if info.is_dir() or info.filename in self._dropped:
                    continue
                before = self._read.pop(info.filename, None)
                content = changed.pop(info.filename, before)
                if content is None:
                    content = source.read(info)
                archive.writestr(info, content, compress_type=info.compress_type)
            for name, content in changed.items():
                archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)  # without a clock
        return target.getvalue()

    def _contents(self) -> dict[str, bytes]:
        """Return the parts that are to be written anew."""
        changed = dict(self._changed)
        if self._styles is not None and (styles := self._styles.content) is not None:
            changed.setdefault(_STYLES, styles)
        for part in self.package.members:
            if part in self._dropped:
                continue
            if part in self._written:
                sheet = self._sheets[part]
                content = sheet.content()
                changed[part] = dimension.stretched(content, sheet.extent)
            elif part.startswith(_SHEETS) and part.endswith(".xml"):
                content = self.read(part)
                true = dimension.corrected(content, part)
                if true is not content:
                    changed[part] = true
        return changed


def _stretch_filter(table: Any, area: Area | None) -> None:
    """Let the filter of a table end where its rows end."""
    auto_filter = table.find(f"{_MAIN}autoFilter")
    before = parse_area(auto_filter.get("ref", "")) if auto_filter is not None else None
    if auto_filter is not None and before and area:
        totals = int(table.get("totalsRowCount") or 0)
        auto_filter.set("ref", str(before._replace(bottom=max(before.top, area.bottom - totals))))


def _asking_to_recalculate(content: bytes) -> bytes:
    tree = parse(content)
    properties = tree.find(f"{_MAIN}calcPr")
    if properties is not None and properties.get("fullCalcOnLoad") in ("1", "true"):
        return content
    if properties is None:
        properties = tree.makeelement(f"{_MAIN}calcPr")
        before = next(element for name in _BEFORE_CALCULATION if (element := tree.find(f"{_MAIN}{name}")) is not None)
        before.addnext(properties)
    properties.set("fullCalcOnLoad", "1")
    return serialise(tree)
