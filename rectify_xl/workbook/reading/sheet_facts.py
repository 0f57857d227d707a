"""Read from a package what python-calamine does not tell.

Which formula cells have no stored result, what error a cell shows, which date system is used, where the Excel tables
lie, which cells are merged, and how large a sheet really is.
"""

import pyexpat
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger.reading import tab_names
from rectify_xl.system import limits
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.kept_answers import remembered_part
from rectify_xl.text.refs import Area, parse_area, parse_cell
from rectify_xl.workbook.office_package import BOMB_REMEDY, Package, inflated

_OFFICE = "officeDocument"
_NAMING = ("sheet", "workbookPr", "Relationship", "table")
_READ = ("worksheet", "styles", "sharedStrings")
_ODD = (
    rb'<(?!/|v>|c r="[A-G]?[A-Z](?:[1-9]\d{0,3}|1\d{4})"(?: s="\d+")?(?: t="(?:s|n|str|inlineStr|b)")?/?>'
    rb'|row r="(?:\d{1,4}|1\d{4})"[ >]'
    rb'|is>|t>|t xml:space="preserve">)'
)
"""The beginning of an element that is not written as every office program writes a plain cell before row 20,000 and
column HA; all of those together are fewer than `limits.CELLS`. What differs in a blank goes to the parser."""

Attributes = dict[str, str]


class PartLink(NamedTuple):
    """One relationship: its kind (last word of its type) and the part that it leads to.

    It is `straight` where it names the part as the directory of the package does, without detours.
    """

    kind: str
    target: str
    straight: bool = True


class WorkbookFacts(NamedTuple):
    """The part of each sheet by its name, and the date system.

    Sheets of the layout have its names, others those of their tabs; `tabs` are the names of all tabs, in order;
    `styles` and `strings` are the parts of styles and shared texts; `straight` tells whether all links to these are.
    `worksheets` has the part of every tab but those of charts, `hidden` the tabs that are not shown.
    """

    part: str
    sheets: Mapping[str, str]
    date1904: bool
    tabs: tuple[str, ...] = ()
    styles: str = ""
    strings: str = ""
    straight: bool = True
    worksheets: Mapping[str, str] = {}
    hidden: frozenset[str] = frozenset()

    def tab(self, sheet: str) -> str:
        """Return the name of the tab of a sheet as it is written."""
        return tab_names.by_sheet(self.tabs).get(sheet, (sheet,))[0]


class SheetFacts(NamedTuple):
    """Formulas without a stored result and shown errors, by (row, column) from 1, and the merged areas.

    `formulas` are all cells with a formula, whatever it stored, also those that it fills from another one.
    """

    uncached: Mapping[tuple[int, int], str]
    errors: Mapping[tuple[int, int], str]
    merged: tuple[Area, ...] = ()
    formulas: Mapping[tuple[int, int], WrittenFormula] = {}


def workbook(package: Package) -> WorkbookFacts:
    """Return where the sheets of a workbook lie."""
    part = next((link.target for link in links(package, "").values() if link.kind == _OFFICE), "xl/workbook.xml")
    targets = links(package, part)
    parts: dict[str, str] = {}
    hidden: set[str] = set()
    main = _of_main_part(package, part)
    for listed in main["sheet"]:
        link = targets.get(next((value for key, value in listed.items() if key.endswith(":id")), ""))
        if link and link.kind == "worksheet":
            parts[listed.get("name", "")] = link.target
            if listed.get("state", "visible") != "visible":
                hidden.add(listed.get("name", ""))
    named = {names[0]: sheet for sheet, names in tab_names.by_sheet(parts).items()}
    sheets = {
        named.get(tab, tab): target for tab, target in parts.items() if tab in named or not tab_names.sheet_of(tab)
    }
    styles, strings = (
        next((link.target for link in targets.values() if link.kind == kind), "")
        for kind in ("styles", "sharedStrings")
    )
    straight = all(link.straight for link in targets.values() if link.kind in _READ)
    date1904 = any(stated.get("date1904") in ("1", "true") for stated in main["workbookPr"][-1:])
    return WorkbookFacts(part, sheets, date1904, tuple(parts), styles, strings, straight, parts, frozenset(hidden))


def _without_names(xml: bytes) -> bytes:
    """Return the main part without the defined names, of which a ledger has hundreds, where nothing is lost by that."""
    begin, end = xml.find(b"<definedNames>"), xml.find(b"</definedNames>")
    if begin < 0 or end < begin or b"<!" in xml or b"sheet " in xml[begin:end] or b"workbookPr" in xml[begin:end]:
        return xml
    return xml[:begin] + xml[end + len(b"</definedNames>") :]


def links(package: Package, part: str) -> dict[str, PartLink]:
    """Return the relationships of a part (of the package itself for an empty name) by their ids."""
    folder, _, file = part.rpartition("/")
    name = package.actual(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    by_cell: dict[str, PartLink] = {}
    if name not in package.members:
        return by_cell
    for attributes in _of_small_part(package, name)["Relationship"]:
        if attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            stated = attributes.get("Target", "")
            target = _resolve(folder, stated)
            actual = package.actual(target)
            straight = actual == target and "./" not in stated
            by_cell[attributes.get("Id", "")] = PartLink(kind, actual, straight)
    return by_cell


def _of_main_part(package: Package, part: str) -> Mapping[str, Sequence[Attributes]]:
    packed, member = package.packed(part), package.members[part]
    return _packed_main(packed, part, member.size) if member.method else _attributes(_without_names(packed), part)


@remembered_part
def _packed_main(packed: bytes, name: str, size: int) -> Mapping[str, Sequence[Attributes]]:
    return _attributes(_without_names(inflated(packed, size, name)), name)


def _of_small_part(package: Package, name: str) -> Mapping[str, Sequence[Attributes]]:
    """Return `_attributes` of a part, which are known for most ledgers before it is unpacked."""
    packed, member = package.packed(name), package.members[name]
    return _packed_attributes(packed, name, member.size) if member.method else _attributes(packed, name)


@remembered_part
def _packed_attributes(packed: bytes, name: str, size: int) -> Mapping[str, Sequence[Attributes]]:
    return _attributes(inflated(packed, size, name), name)


def _attributes(xml: bytes, name: str) -> Mapping[str, Sequence[Attributes]]:
    """Return the attributes of the elements of a part that name sheets, links or tables, by the name of the element."""
    by_tag: dict[str, list[Attributes]] = {tag: [] for tag in _NAMING}

    def start(tag: str, attributes: Attributes) -> None:
        if tag in by_tag:
            by_tag[tag].append(attributes)
            if len(by_tag[tag]) > limits.LINKS:
                raise BookError(f"工作簿里的链接超过{limits.LINKS}处，已停止读取", BOMB_REMEDY)

    parse(xml, name, start)
    return by_tag


def tables(package: Package, sheet_part: str) -> dict[str, str]:
    """Return the area of each Excel table of a sheet by the table's name (`{"问题": "A1:AE32"}`)."""
    parts = [
        link.target
        for link in links(package, sheet_part).values()
        if link.kind == "table" and link.target in package.members
    ]
    stated = [table for part in parts for table in _of_small_part(package, part)["table"]]
    return {table.get("displayName", ""): table.get("ref", "") for table in stated}


class PartFacts(NamedTuple):
    """What a sheet's part says: its special cells, more than the texts that it can hold, and whether it shares any."""

    cells: SheetFacts
    texts: int
    shared: bool


def of_part(package: Package, part: str, name: str) -> PartFacts:
    """Return what the part of a sheet says; of one that nobody filled in that is known before it is unpacked.

    Raises `BookError` when the sheet spans too large an area.
    """
    packed, member = package.packed(part), package.members[part]
    return _of_packed(packed, name, part, member.size) if member.method else _of_xml(packed, name)


@remembered_part
def _of_packed(packed: bytes, name: str, part: str, size: int) -> PartFacts:
    return _of_xml(inflated(packed, size, part), name)


def _of_xml(xml: bytes, name: str) -> PartFacts:
    return PartFacts(sheet(xml, name), most_texts(xml), b't="s"' in xml)


def most_texts(xml: bytes) -> int:
    """Return more than the texts of a sheet can be: a cell with one takes four tags."""
    return xml.count(b"<") // 4


def sheet(xml: bytes, name: str) -> SheetFacts:
    """Return the special cells of a sheet; raises `BookError` when the sheet spans too large an area."""
    merged = _merged_cells(xml, name)
    if _is_plain(xml):
        return SheetFacts({}, {}, merged)
    return CellReader().read(xml, name)._replace(merged=merged)


def _merged_cells(xml: bytes, name: str) -> tuple[Area, ...]:
    """Return the merged areas of a sheet, which stand behind its cells; raises `BookError` when there are too many."""
    tail = xml[xml.rfind(b"sheetData") :]
    if b"mergeCell" not in tail:
        return ()
    areas: list[Area] = []

    def start(tag: str, attributes: Attributes) -> None:
        area = parse_area(attributes.get("ref", "")) if tag == "mergeCell" else None
        if area:
            areas.append(area)

    parse(b"<tail>" + tail[tail.find(b">") + 1 : tail.rfind(b"</")] + b"</tail>", name, start)
    if len(areas) > limits.MERGED:
        raise BookError(f"《{name}》有{len(areas)}处合并单元格，无法读取", "请取消合并后重试")
    return tuple(areas)


def _is_plain(xml: bytes) -> bool:
    """Tell, in a glance, that a sheet has neither formulas nor errors and is not large; in doubt say no.

    The glance lists what is allowed, so that nothing which a parser would see escapes it.
    """
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or xml.count(b"sheetData") != 2 or not _is_utf8(xml):
        return False
    return not re.compile(_ODD).search(xml, start + 11, end)


def _is_utf8(xml: bytes) -> bool:
    """Tell whether a part begins as one in UTF-8, or states nothing else."""
    if not xml.startswith(b"<"):
        return False
    head = xml[: xml.find(b">") + 1]
    return b"encoding" not in head or b"utf-8" in head.lower()


class CellReader:
    """Collects formulas, errors and the filled area of one sheet."""

    def __init__(self) -> None:
        self.uncached: dict[tuple[int, int], str] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], WrittenFormula] = {}
        self.shared: dict[str, WrittenFormula] = {}
        self.filling: list[tuple[Area, WrittenFormula]] = []
        self.cell: Attributes = {}
        self.place = (0, 0)
        self.formula: str | None = None
        self.group: Attributes = {}
        self.value: str | None = None
        self.collect = ""
        self.last = (0, 0)

    def read(self, xml: bytes, name: str) -> SheetFacts:
        """Return the facts of a sheet's part; raises `BookError` when it is damaged or spans too large an area."""
        parse(xml, name, self.start, self.end, self.text)
        rows, columns = self.last
        if rows * columns > limits.CELLS:
            raise BookError(
                f"《{name}》有数据的范围大到第{rows}行、第{columns}列，无法读取",
                "请删除表格远处的零星内容（按 Ctrl+End 可以跳到那里）后重试",
            )
        self._fill()
        return SheetFacts(self.uncached, self.errors, formulas=self.formulas)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Begin an element."""
        if tag == "row":
            self.place = (int(attributes.get("r") or self.place[0] + 1), 0)
        elif tag == "c":
            self.cell = attributes
            stated = attributes.get("r", "")
            place = parse_cell(stated.upper())
            if stated and place is None:
                raise ValueError(stated)
            self.place = place or (self.place[0], self.place[1] + 1)
            self.formula = self.value = None
        elif tag == "f":
            self.formula, self.collect, self.group = "", tag, attributes
        elif tag in ("v", "is"):
            self.value, self.collect = "", tag

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self.collect == "f":
            self.formula = (self.formula or "") + text
        elif self.collect:
            self.value = (self.value or "") + text

    def end(self, tag: str) -> None:
        """End an element."""
        if tag in ("f", "v", "is"):
            self.collect = ""
        if tag == "f":
            self._note()
        if tag != "c":
            return
        kind = self.cell.get("t", "n")
        if self.formula is not None and (self.value is None or (not self.value and kind != "str")):
            self.uncached[self.place] = self.formulas[self.place].at(*self.place)
        elif kind == "e" and self.value:
            self.errors[self.place] = self.value
        if self.value is not None or self.formula is not None:
            self.last = (max(self.last[0], self.place[0]), max(self.last[1], self.place[1]))

    def _note(self) -> None:
        """Note the formula of the present cell: its own, or that from which it was dragged."""
        kind = self.group.get("t")
        written = WrittenFormula(f"={self.formula}", *self.place, fixed=kind in ("array", "dataTable"))
        if kind == "shared":
            written = written if self.formula else self.shared.get(self.group.get("si", ""), written)
            self.shared.setdefault(self.group.get("si", ""), written)
        elif written.fixed and (area := parse_area(self.group.get("ref", ""))):
            self.filling.append((area, written))
        self.formulas[self.place] = written

    def _fill(self) -> None:
        """Note the cells that formulas fill from another one, as far as there are any; the file names them by areas."""
        rows, columns = self.last
        left = limits.GRID_CELLS
        for area, written in self.filling:
            inside = area._replace(bottom=min(area.bottom, rows), right=min(area.right, columns))
            left -= inside.size
            if left < 0:
                break
            for place in inside.cells():
                self.formulas.setdefault(place, written)


def parse(
    xml: bytes,
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse `xml`, calling back with local names; a document type, which no workbook has, is refused."""
    parser = pyexpat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
        parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except (pyexpat.error, ValueError, LookupError) as error:
        raise BookError(f"工作簿已损坏（“{name}”读不出）", "请用 Excel 或 WPS 打开后另存为新文件") from error


def _refuse_doctype(*_declaration: object) -> None:
    raise BookError("工作簿含有不正常的内容（XML 文档类型声明）", "请向发来文件的人核实，不要打开")


def _resolve(folder: str, target: str) -> str:
    """Return the part that a relationship target names, without `..` and leading slash."""
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
