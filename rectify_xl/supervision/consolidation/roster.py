"""名册: the units that have to report, as the level above keeps them in a table. Pure.

Columns are found by their headers, in any order: 单位, 别名, 层级, 上级, 邮箱, 应报日期. Only 单位 must be there.
What is merged downwards holds for each of its rows; rows of sums and signatures below the units are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.errors import UsageError
from rectify_xl.intake.grid import SheetGrid, WorkbookGrid
from rectify_xl.ledger import schema
from rectify_xl.supervision.consolidation.consolidation import RosterUnit
from rectify_xl.supervision.distribution import mail_addresses
from rectify_xl.text import cell_value, excerpts
from rectify_xl.text.refs import cell_ref

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("单位", "单位名称", "报送单位", "被巡察单位", "名称"),
    "aliases": ("别名", "简称", "曾用名", "又名"),
    "level": ("层级", "级别", "责任层级", "类别", "单位类别", "单位类型"),
    "superior": ("上级", "上级单位", "主管单位", "主管部门", "归口管理", "归口部门", "归口单位"),
    "mail": ("邮箱", "电子邮箱", "收件邮箱", "邮件地址"),
    "due": ("应报日期", "报送期限", "截止日期", "报送截止日期", "应报时间"),
}
"""The headers under which the table keeps what a line says."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "mail": ("邮箱", "邮件", "电邮", "信箱", "mail"),
    "aliases": ("别名", "简称", "旧名", "原名", "曾用", "又名"),
    "due": ("应报", "截止", "期限"),
    "superior": ("上级", "主管"),
    "level": ("层级", "级别"),
}
"""What a header of the office's own may hold in place of one of these, the plainest first."""
_PLAIN = ("序号", "备注", "联系人", "电话", "联系电话", "手机", "联系方式", "编号", "演示", "负责人", "地址", "职务")
"""Headers of columns that a roster may have and that nobody misses."""
_NO_UNITS = re.compile(
    r"^(?:合计|总计|小计|共计|总数|累计|制表|填表|审核|审批|备注|注|说明)(?:[:：(（\d].*|人.*|家.*|单位.*)?$"
    r"|^共?[\d.]+[家个户]?(?:单位)?$|^(?:全[市县区旗]|以上|本表|名册)?共计?[\d.]+[家个户].*$"
)
_HINT = re.compile(
    r"^[(\[【].*[)\]】]$|[:：]|^(?:其中|以下|以上|此表|本表|接上|续表)|小计$|\d{4}年\d+月|(?:制|印|填报?)$"
    r"|^(?:其他|[省市县区旗州](?:直|属|级)|直属|所属|乡镇?|镇|街道|镇街|部门|党群|党委|政府|事业|企业|国有|学校|医院|机关)*"
    r"(?:系统|单位|部门|机关|企业|学校|医院|乡镇|街道|镇街)$"
)
"""What stands in a roster beside units, as names are compared: how to fill it in, groups, sums, who made it."""
_NUMBERED = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、.．]|\d+[、.．])\s*")
_BETWEEN_UNITS = re.compile(r"[、，,；;\n]")
_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,11}(?:\(\d+\))?)+$")
_TAIL = re.compile(r"^(?:合计|总计|小计|共计|总数|(?:备注|注|说明|填表人?|制表人?|审核人?|审批人?)[:：]?$)")
_HALF_A_YEAR = timedelta(days=183)
LEDGER_SHEETS = frozenset({schema.INFO.name, schema.PROBLEMS.name})
"""A workbook with these sheets is a ledger."""
HOW_TO_WRITE = (
    "请在表里写一行列名：单位、别名、层级、上级、邮箱、应报日期（只有“单位”是必需的），"
    "下面一个单位一行，存成 .xlsx 或 .csv"
)
_HEADER_ROWS = 10
_SHORTEST_PART = 3
"""Characters of a unit's name that suffice to know a file that cannot be read by its path."""
_LISTED = 5
_PARTY = r"^(?:中共)?(.+?)(?<!机关)(?:党委|党组|党工委|党总支)$|^中共(.+?)(?<!机关)委员会$"
_OF_A_LEDGER = "台账"
_BEFORE_THE_NAME = re.compile(r"^(?:附件)?[\d\W_]*")
_NO_MATTER = re.compile(
    r"[\d\W_]|附件|扫描件?|盖章|签字|整改|情况|问题|清单|台账|报表|上报|报送|最终版?|最新|终稿|定稿|改好|重报|副本|版|年|月|日|期|第"
)
"""What stands in the name of a ledger, or of its scan, beside the name of its unit."""
_PLACES = "省市县区旗州盟乡镇"
_PLACE = re.compile(f"(.{{2,8}}?[{_PLACES}])")
_BETWEEN_ALIASES = "、，,；;\n/"


class Roster(NamedTuple):
    """The units in the order of the table, and what of it could not be used, as sentences."""

    units: tuple[RosterUnit, ...]
    complaints: tuple[str, ...] = ()

    def by_key(self) -> Mapping[str, RosterUnit]:
        """Return the units by all the names under which they are known, spelled as names are compared."""
        known: dict[str, RosterUnit] = {}
        for line in self.units:
            for name in (line.unit, *line.aliases):
                known.setdefault(unit_key(name), line)
        return known


def mailboxes(known: Roster) -> Mapping[str, RosterUnit]:
    """Return the units by the addresses from which they write, in lower case; one that several share is nobody's."""
    owners: dict[str, list[RosterUnit]] = {}
    for line in known.units:
        if line.mail:
            owners.setdefault(line.mail.lower(), []).append(line)
    return {address: lines[0] for address, lines in owners.items() if len(lines) == 1}


def line_of(name: str, known: Mapping[str, RosterUnit]) -> RosterUnit | None:
    """Return the unit that a name means, `known` being `Roster.by_key`; a unit's Party organisation stands for it.

    Titles of old ledgers name it so: 青林县水利局党组, 中共云岭镇委员会.
    """
    return known.get(unit_key(name)) or known.get(bare_key(name))


def is_named_for(name: str, own: str) -> bool:
    """Tell whether a file is named like the ledger of the unit with the key `own`, and not like a paper about it.

    The unit stands first, and what follows are words of a ledger: 报县教育局台账 and 教育局转来 name another one.
    """
    key = unit_key(_ENDINGS.sub("", name) or name)
    stem = _BEFORE_THE_NAME.sub("", key)
    return stem.startswith(own) and not _NO_MATTER.sub("", stem.removeprefix(own))


def may_be_ledger_of(name: str, own: str) -> bool:
    """Tell whether a scan so named may be meant for the ledger of the unit with the key `own`: else it is a paper."""
    return is_named_for(name, own) or _OF_A_LEDGER in unit_key(name)


def named_in(text: str, known: Iterable[str]) -> str:
    """Return the longest name of a unit, as names are compared, that stands in a text (a path); empty without one."""
    key = unit_key(text)
    return max((name for name in known if len(name) >= _SHORTEST_PART and name in key), key=len, default="")


def place_of(name: str) -> str:
    """Return the place with which the name of an office begins (青林县 of 中共青林县委巡察办), empty for none."""
    match = _PLACE.match(unit_key(name).removeprefix("中共"))
    return match[1] if match else ""


def ends_with_place(text: str) -> bool:
    """Tell whether a text ends with the name of a place: what follows is another unit than the same words alone."""
    return text.endswith(tuple(_PLACES))


def bare_key(name: str) -> str:
    """Return the name of a unit as it is compared, of its Party organisation (中共…党组、…党委) that of the unit."""
    return unit_key(re.sub(_PARTY, r"\1\2", name))


def unit_key(name: str) -> str:
    """Return the name of a unit as it is compared: look-alike signs, width, blanks and case make no difference."""
    return cell_value.key(name).casefold()


def read(grid: WorkbookGrid, as_of: date | None = None) -> Roster:
    """Return the roster in the first sheet that has a column of units.

    A day without a year (9月30日) is the one next to `as_of`. Raises `UsageError` where no sheet has units, and for a
    ledger: its 基本信息 has a line 单位名称, and would pass for a list of units.
    """
    if {sheet.name.strip() for sheet in grid.sheets} >= LEDGER_SHEETS:
        raise UsageError(f"“{grid.name}”是台账，不是名册", HOW_TO_WRITE)
    headers = [(sheet, header) for sheet in grid.sheets if (header := _header(sheet))]
    if headers:
        (sheet, header), *others = headers
        known = _roster(_filled_down(sheet), header, as_of)
        unused = [other.name for other, below in others if _has_more(other, below, known)]
        return known._replace(complaints=(*known.complaints, *_unused_sheets(sheet.name, unused)))
    raise UsageError(
        f"名册“{grid.name}”里没有找到“单位”一列",
        HOW_TO_WRITE,
    )


def _has_more(sheet: SheetGrid, header: _Header, known: Roster) -> bool:
    """Tell whether a further sheet names units that the roster does not have."""
    lines = known.by_key()
    return any(line_of(name, lines) is None for _, name, _ in _named_rows(_filled_down(sheet), header, []))


def _unused_sheets(used: str, others: Sequence[str]) -> Iterator[str]:
    if others:
        named = "".join(f"《{name}》" for name in others)
        yield f"只用了《{used}》，{named}也有“单位”一列，里面的单位没有算；都要算的，请合在一张表里"


class _Header(NamedTuple):
    """The last row of the headers, the column of each field, and what stands in each column."""

    row: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]


def _filled_down(sheet: SheetGrid) -> SheetGrid:
    """Return a sheet in which what is merged downwards stands in each of its rows."""
    values = dict(sheet.values)
    for area in sheet.merged:
        value = sheet.values.get((area.top, area.left))
        if value is not None and area.left == area.right:
            values.update({(row, area.left): value for row in range(area.top, area.bottom + 1)})
    return sheet._replace(values=values)


def _header(sheet: SheetGrid) -> _Header | None:
    """Return the headers, in one row or in several below one another; None in a sheet without units."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), raw in sorted(sheet.values.items()):
        if row > _HEADER_ROWS:
            break
        text = cell_value.key(cell_value.text(raw))
        for field, names in COLUMNS.items():
            if text in names:
                rows.setdefault(row, {}).setdefault(field, column)
    row = next((row for row, columns in rows.items() if "unit" in columns), 0)
    if not row:
        return None
    columns, texts = dict(rows[row]), _texts(sheet, row)
    while row + 1 in rows and columns["unit"] not in _texts(sheet, row + 1):
        row += 1
        columns |= {field: column for field, column in rows[row].items() if field not in columns}
        texts |= _texts(sheet, row)
    for column, text in texts.items():
        if column not in columns.values():
            low = text.lower()
            field = next((field for field, parts in _PARTS.items() if any(part in low for part in parts)), "")
            if field:
                columns.setdefault(field, column)
    return _Header(row, columns, texts)


def _texts(sheet: SheetGrid, row: int) -> dict[int, str]:
    """Return the texts of a row by their columns."""
    cells = {column: cell_value.key(cell_value.text(raw)) for (at, column), raw in sheet.values.items() if at == row}
    return dict(sorted((column, text) for column, text in cells.items() if text))


def _unused(header: _Header) -> Iterator[str]:
    """Yield which columns nobody found, where there are others that might be they; without days nobody is late."""
    others = [text for column, text in header.texts.items() if column not in header.columns.values()]
    others = [text for text in others if text not in _PLAIN]
    missing = [COLUMNS[field][0] for field in ("due", "level", "superior") if field not in header.columns]
    if missing and others:
        named = excerpts.first_few((f"“{excerpts.beginning(text, 20)}”" for text in others), _LISTED)
        late = "，不判断是否迟报" if "due" not in header.columns else ""
        wanted = "".join(f"“{title}”" for title in missing)
        yield f"没有认出{wanted}{'这几列' if len(missing) > 1 else '一列'}{late}；没有用到的列有{named}，是的请改列名"


def _refuse_sideways(sheet: SheetGrid, header: _Header) -> None:
    """Raise `UsageError` for a roster with a column for each unit: its headers stand below one another."""
    fields = {name for field, names in COLUMNS.items() if field != "unit" for name in names}
    own = header.columns["unit"]
    below = {cell_value.key(cell_value.text(raw)) for (_, column), raw in sheet.values.items() if column == own}
    if below & fields:
        raise UsageError("名册是横着排的（“单位”下面是别的列名），读不了", HOW_TO_WRITE)


def _roster(sheet: SheetGrid, header: _Header, as_of: date | None) -> Roster:
    _refuse_sideways(sheet, header)
    columns = header.columns
    complaints: list[str] = list(_unused(header))
    units: list[RosterUnit] = []
    owners: dict[str, RosterUnit] = {}
    namesakes: set[RosterUnit] = set()
    for row, name, texts in _named_rows(sheet, header, complaints):
        aliases = tuple(_aliases(texts.get("aliases", "")))
        former = owners.get(unit_key(name))
        full = _full_name(aliases, former, owners)
        if former and not full:
            complaints.append(f"第{row}行的“{name}”与第{former.row}行是同一单位，只算一次")
            continue
        line = RosterUnit(
            row,
            full or name,
            (name, *aliases) if full else aliases,
            texts.get("level", ""),
            texts.get("superior", ""),
            _mail(texts.get("mail", ""), row, complaints),
            _due(sheet, (row, columns.get("due", 0)), as_of, complaints),
        )
        if former:
            namesakes.add(line)
            other = f"第{row}行的“{name}”与第{former.row}行名称相同、别名不同"
            complaints.append(f"{other}，按别名“{full}”计；请在“单位”一列写全称")
        units.append(line)
        owners[unit_key(line.unit)] = line
    complaints += _shared_aliases(units, owners, namesakes)
    if not units:
        raise UsageError("名册里一个单位也没有", "请在“单位”一列逐行填写单位名称")
    return Roster(tuple(units), tuple(_few(complaints)))


def _named_rows(
    sheet: SheetGrid, header: _Header, complaints: list[str]
) -> Iterator[tuple[int, str, Mapping[str, str]]]:
    """Yield each unit below the headers: its row, its name, the texts of its row; several of one cell one by one."""
    for row in sorted({row for row, _ in sheet.values if row > header.row}):
        texts = {field: cell_value.text(sheet.values.get((row, column))) for field, column in header.columns.items()}
        name = " ".join(texts["unit"].split())
        if not name or name in COLUMNS["unit"] or _NO_UNITS.match(cell_value.key(name)) or _is_tail(sheet, row):
            continue
        shown = excerpts.beginning(name, 40)
        name = _NUMBERED.sub("", name) or name
        if _HINT.search(cell_value.key(name)):
            complaints.append(f"第{row}行的“{shown}”不像单位名称，没有算作单位")
            continue
        names = _of_one_place(name if "\n" not in texts["unit"] else texts["unit"])
        if names:
            complaints.append(
                f"第{row}行的“{shown}”写了{len(names)}个单位，按{len(names)}个算；"
                "是一个单位的，请只写它的名称，其余写进“别名”"
            )
        elif _BETWEEN_UNITS.search(name):
            complaints.append(f"第{row}行的“{shown}”像是写了几个单位，按一个算；请一个单位写一行")
        for one in names or [name]:
            yield row, one, texts


def _of_one_place(text: str) -> list[str]:
    """Return the units that stand in one cell, where each is named with the same place; else none."""
    parts = [" ".join(part.split()) for part in _BETWEEN_UNITS.split(text) if part.strip()]
    places = {place_of(part) for part in parts}
    if len(parts) < 2 or len(places) > 1 or not all(places):
        return []
    (place,) = places
    return parts if all(len(unit_key(part)) > len(place) for part in parts) else []


def _is_tail(sheet: SheetGrid, row: int) -> bool:
    """Tell whether a row begins with a word for a sum, a note or a signature, in whatever column."""
    return any(_TAIL.match(text) for text in list(_texts(sheet, row).values())[:1])


def _full_name(aliases: Sequence[str], former: RosterUnit | None, owners: Collection[str]) -> str:
    """Return the alias by which a unit goes whose name another line has already; empty where it is that very unit."""
    if former is None or not former.aliases or {*aliases} & {*former.aliases}:
        return ""
    return next((alias for alias in aliases if unit_key(alias) not in owners), "")


def _aliases(text: str) -> Iterator[str]:
    for sign in _BETWEEN_ALIASES[1:]:
        text = text.replace(sign, _BETWEEN_ALIASES[0])
    yield from dict.fromkeys(name.strip() for name in text.split(_BETWEEN_ALIASES[0]) if name.strip())


def _mail(text: str, row: int, complaints: list[str]) -> str:
    """Return the first address in a cell: people write names before it, and several behind one another."""
    parts = re.split(r"[\s<>()（）;；,，、:：]+", cell_value.narrow(text))
    address = next((part for part in parts if mail_addresses.is_address(part)), "")
    if text.strip() and not address:
        complaints.append(f"第{row}行的邮箱“{excerpts.beginning(text, 40)}”不是邮箱地址，没有用")
    return address


def _due(sheet: SheetGrid, cell: tuple[int, int], as_of: date | None, complaints: list[str]) -> date | None:
    raw = sheet.values.get(cell)
    if raw is None or not cell_value.text(raw):
        return None
    day = dates.read(raw, after=as_of - _HALF_A_YEAR if as_of else None, written=as_of).day
    if day is None:
        text = excerpts.beginning(cell_value.text(raw), 20)
        complaints.append(f"{cell_ref(*cell)}的应报日期“{text}”读不出，不判断是否迟报")
    return day


def _shared_aliases(
    units: Sequence[RosterUnit], owners: Mapping[str, RosterUnit], namesakes: Collection[RosterUnit]
) -> Iterator[str]:
    """Yield which names two lines claim; the first line has it. Of `namesakes` that was said already."""
    claimed = dict(owners)
    for line in units:
        for alias in line.aliases:
            owner = claimed.setdefault(unit_key(alias), line)
            if owner is not line and line not in namesakes:
                yield (f"别名“{alias}”在第{owner.row}行和第{line.row}行都有，看台账的上级单位分；分不清的不算哪一家")


def _few(complaints: Sequence[str]) -> Iterator[str]:
    yield from complaints[:_LISTED]
    if len(complaints) > _LISTED:
        yield f"名册里还有{len(complaints) - _LISTED}处类似的问题"
