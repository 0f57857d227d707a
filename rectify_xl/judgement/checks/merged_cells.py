"""RX113 to RX116: merged cells, how they are read, and where that is not possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl.judgement.checks.base import DATA_SHEETS, Context, Remark, check, join_names, quote
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import merged_areas
from rectify_xl.ledger.reading.merged_areas import Merge, MergeKind
from rectify_xl.ledger.records import Cell, CellWrite, Ledger, Remedy, SheetChanges
from rectify_xl.text import cell_value

SUMMED = ("方面", "大项", "牵头领导", "责任科室", "整改时限", "完成程度", "后续要求", "即知即改", "剩余事项")
"""Columns of 问题台账 from which the formulas of 统计汇总 count: they see the first row of a merged area only."""


MENDED = (schema.PROBLEMS, schema.MEASURES)
"""The sheets in which people merge cells to say a thing once for several rows; the others are registers."""


def _merges(ledger: Ledger, *kinds: MergeKind) -> Iterator[tuple[schema.Sheet, Merge]]:
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        for merge in facts.merges if facts else ():
            if merge.kind in kinds:
                yield sheet, merge


def _first(ledger: Ledger, sheet: schema.Sheet, merge: Merge) -> Cell:
    """Return the first cell of an area with what stands there."""
    area = merge.area
    rows = (row for row in ledger.rows.get(sheet.name, ()) if row.number == area.top)
    value = next((row.values[area.left - 1] for row in rows if area.left <= len(row.values)), None)
    return Cell(sheet.name, area.top, area.left, value)


def _certain(ledger: Ledger, sheet: schema.Sheet, merge: Merge) -> bool:
    """Tell whether an area can be taken apart and each of its rows filled with what stands in it.

    It covers one column and rows of the table only, nothing else stands under it, and no formula says what is in it:
    then each row reads afterwards what it reads now.
    """
    area, facts = merge.area, ledger.sheets[sheet.name]
    if sheet not in MENDED or area.left != area.right or area.top <= facts.header_row or merge.computed:
        return False
    visible = cell_value.key(_first(ledger, sheet, merge).text)
    if any(cell_value.key(value) != visible for _, value in merge.under):
        return False
    names = merged_areas.IDENTITY[sheet.name]
    rows = {row.number for row in ledger.rows[sheet.name] if any(map(row.text, names))}
    return rows.issuperset(range(area.top, area.bottom + 1))


def _filled_down(ledger: Ledger, sheet: schema.Sheet, merges: Sequence[Merge]) -> Remedy:
    """Return the remedy that takes areas apart and fills their rows; what stands there already is left."""
    writes: list[CellWrite] = []
    for merge in merges:
        first = _first(ledger, sheet, merge)
        value = ledger.folded.get((sheet.name, first.row, first.column), first.plain)
        standing = {row for row, _ in merge.under}
        if first.text:
            writes += [CellWrite(row, first.column, value) for row in merge.rows if row not in standing]
    areas = tuple(merge.area for merge in merges)
    texts = list(dict.fromkeys(_first(ledger, sheet, merge).text for merge in merges))
    content = quote(texts[0]) if len(texts) == 1 and texts[0] else "各自合并格里的内容"
    return Remedy(
        f"取消合并，各行都填{content}" if any(texts) else "取消合并（空格）",
        (SheetChanges(sheet.name, tuple(writes), unmerge=areas),),
    )


def _columns(merge: Merge) -> str:
    return "".join(f"『{name}』" for name in merge.columns)


@check(
    "RX113",
    "unreadable-merge",
    "合并单元格挡住了内容",
    guards="几行的编号、具体问题合并成一格，分不清是几个问题；或者横着合并，挡住了右边的列。",
    ignore="不能忽略；用到这些列的命令会停下来。",
)
def unreadable_merge(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every merged area that hides what tells rows apart, or other columns of a row."""
    for sheet, merge in _merges(ledger, "identity", "across"):
        cell, area = _first(ledger, sheet, merge), merge.area
        if merge.kind == "identity":
            what = f"{area}把{len(merge.rows) + 1}行的{_columns(merge)}合并成了一格，分不清是几行。"
            fix = f"请取消{area}的合并，每行各填各的；其实是一行的，请并成一行。"
        else:
            what = f"{area}横着合并，挡住了{_columns(merge)}，这些列读不到也填不了。"
            fix = f"请取消{area}的合并，把{_columns(merge)}补填上。"
        yield Remark(cell, "", what, fix)


@check(
    "RX114",
    "merged-down",
    "合并单元格按各行相同读取",
    guards="上下合并的格子里只存了一份内容；程序按合并的各行都相同来读，别的软件和公式只看得到第一行。",
    ignore="各行确实相同的可以忽略。",
)
def merged_down(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every column in which cells are merged downwards, with all areas; those that can be filled down apart."""
    areas: dict[tuple[str, str, bool], list[tuple[schema.Sheet, Merge]]] = {}
    for sheet, merge in _merges(ledger, "down"):
        areas.setdefault((sheet.name, merge.columns[0], _certain(ledger, sheet, merge)), []).append((sheet, merge))
    for (name, column, certain), merges in areas.items():
        cell = _first(ledger, *merges[0])
        places = join_names([str(merge.area) for _, merge in merges])
        read = f"，读作各行都是{quote(cell.text)}" if len(merges) == 1 and cell.text else "，读作各行与首行相同"
        seen = "；『统计汇总』的公式只看得到首行，以“汇总统计”为准" if name == "问题台账" and column in SUMMED else ""
        yield Remark(
            cell,
            "",
            f"『{column}』有{len(merges)}处上下合并（{places}）{read}{seen}。",
            "各行相同的可以照旧，也可以一键处理（取消合并，逐行填上）；各行不同的，请取消合并，逐行填写。"
            if certain
            else "各行相同的可以照旧；各行不同的，或要让公式也算对，请取消合并，逐行填写。",
            _filled_down(ledger, merges[0][0], [merge for _, merge in merges]) if certain else None,
        )


@check(
    "RX115",
    "line-across",
    "横贯表格的文字行",
    guards="在表格里插了横贯各列的小标题、合计或填表人签名，这一行不是数据。",
    ignore="这一行确实不是数据时可以忽略；程序不计它，排序、筛选时它会跟着乱。",
)
def line_across(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every line of text that is merged over the columns of a table."""
    for sheet, merge in _merges(ledger, "banner"):
        yield Remark(
            Cell(sheet.name, merge.area.top, merge.area.left),
            "",
            f"第{merge.area.top}行{merge.area}合并成一格，当作文字行，不算一行数据。",
            f"是小标题、合计或签名的，请移到表格外面或删除；是数据的，请取消{merge.area}的合并，逐列填写。",
        )


@check(
    "RX116",
    "hidden-under-merge",
    "合并单元格下面藏着别的内容",
    guards="合并之后，下面的格子里还存着原来的内容，人看不见，别的软件和公式却会读到。",
    ignore="不能忽略；程序只认看得见的那一份。",
)
def hidden_under_merge(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every cell of a merged area in which something else stands than a person sees."""
    for sheet, merge in _merges(ledger, "down"):
        visible = _first(ledger, sheet, merge).text
        for number, value in merge.under:
            if cell_value.key(value) != cell_value.key(visible):
                yield Remark(
                    Cell(sheet.name, number, merge.area.left),
                    "",
                    f"第{number}行『{merge.columns[0]}』合并在{merge.area}里，显示为{quote(visible)}，"
                    f"下面却藏着{quote(value)}；读作{quote(visible)}。",
                    f"请取消{merge.area}的合并，核对第{number}行该填哪一个。",
                )
