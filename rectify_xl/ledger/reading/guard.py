"""Stop a command that cannot see what it uses: a sheet or a column that is missing, doubled, or cannot be read. Pure.

What a command uses is declared in the command table. A column that a command cannot see would count as empty: nothing
finished, nothing late, nothing withheld. So it does nothing at all, and says what stands there instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import headers, reader, tab_names
from rectify_xl.ledger.reading.headers import Header
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text import cell_value
from rectify_xl.text.refs import Area

LEAST_SHEETS = 3
"""A workbook with fewer sheets of the layout than this is no ledger."""
LISTED = 3
"""Most tabs of a foreign workbook that are named."""
FEWEST_HEADERS = 2
"""A sheet in which fewer names of columns are known has no header that can be read."""

LAYOUT = "版式版本"
"""The line of 基本信息 that holds the layout version."""


class SheetNeed(NamedTuple):
    """A sheet that a command uses, and the columns of it.

    `older` are columns that older layouts have not: they may be absent, but not doubled; `optional` ones may be absent,
    but neither doubled nor renamed. With `option` it counts only where that option is given; with `if_present` the
    sheet may be absent.
    """

    sheet: str
    columns: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    option: str = ""
    if_present: bool = False
    optional: tuple[str, ...] = ()


def is_foreign(book: RawBook) -> bool:
    """Tell whether a workbook is no ledger of ours at all."""
    return len({*tab_names.by_sheet(book.tabs), *book.sheets}) < LEAST_SHEETS


def refuse_foreign(book: RawBook) -> None:
    """Raise `BookError` when a workbook is no ledger at all."""
    if not is_foreign(book):
        return
    tabs = tuple(book.tabs) or tuple(book.sheets)
    listed = "".join(f"《{tab}》" for tab in tabs[:LISTED]) + (f"等{len(tabs)}张表" if len(tabs) > LISTED else "")
    raise BookError(
        f"这不是本工具的台账：“{book.name}”里是{listed}",
        "请选择本工具的台账；通报、原有台账可用 `import` 导入成台账",
    )


def layout_number(version: str) -> int | None:
    """Return the layout version that a text gives: a whole number of at most nine digits, or None."""
    return int(version) if version.isdecimal() and len(version) < 10 else None


def refuse_newer(book: RawBook) -> None:
    """Raise `BookError` when a newer program made the ledger: what it holds beyond this layout could be damaged."""
    raw = book.sheets.get(schema.INFO.name)
    if raw is None:
        return
    places = reader.find_header(raw, schema.INFO).headers
    item, content = places.get("项目", 0) - 1, places.get("内容", 0) - 1
    lines = [cells for cells in raw.rows if 0 <= item < len(cells) and 0 <= content < len(cells)]
    stated = [
        cell_value.text(cells[content]) for cells in lines if cell_value.key(cell_value.text(cells[item])) == LAYOUT
    ]
    number = layout_number(stated[0]) if stated else None
    if number is not None and number > int(schema.LAYOUT_VERSION):
        raise BookError(
            f"这本台账是更新的程序做的（版式版本{number}，本程序只认识到{schema.LAYOUT_VERSION}），没有写入，台账没有改动",
            "请先更新程序；只看不写的命令照常可用",
        )


def refuse(book: RawBook, uses: Iterable[SheetNeed], label: str) -> None:
    """Raise `BookError` when a workbook is no ledger, or when a command cannot see what it uses.

    `label` is what the command is called. All that is wrong is told in one sentence.
    """
    refuse_foreign(book)
    faults = [fault for used in together(tuple(uses)) for fault in _faults(book, used)]
    if faults:
        raise BookError(
            f"“{label}”没有运行，台账没有改动：{'；'.join(faults)}",
            "改好后再试一次；要看全部问题，请运行“校验台账”",
        )


@lru_cache(maxsize=64)
def together(uses: Sequence[SheetNeed]) -> tuple[SheetNeed, ...]:
    """Return what is used with one entry for each sheet."""
    sheets: dict[str, SheetNeed] = {}
    for use in uses:
        known = sheets.get(use.sheet, SheetNeed(use.sheet, if_present=True))
        columns = tuple(dict.fromkeys((*known.columns, *use.columns)))
        older = tuple(dict.fromkeys((*known.older, *use.older)))
        optional = tuple(dict.fromkeys((*known.optional, *use.optional)))
        absent = known.if_present and use.if_present
        sheets[use.sheet] = SheetNeed(use.sheet, columns, older, if_present=absent, optional=optional)
    return tuple(sheets.values())


def _header_of(book: RawBook, sheet: str) -> Header | None:
    """Return the header of a sheet, None where the sheet is missing."""
    raw, layout = book.sheets.get(sheet), schema.by_name(sheet)
    if raw is None:
        return None
    names = [column.name for column in layout.columns] if layout else reader.DICTIONARY_COLUMNS
    return Header(sheet, *reader.header_row(names, raw.rows, raw.merged))


def _faults(book: RawBook, used: SheetNeed) -> Iterator[str]:
    tabs = tab_names.by_sheet(book.tabs).get(used.sheet, ())
    header = _header_of(book, used.sheet)
    unknown = not book.tabs and schema.by_name(used.sheet) is None
    if len(tabs) > 1:
        listed = "、".join(f"“{tab}”" for tab in tabs)
        yield f"工作表《{used.sheet}》有{len(tabs)}张（{listed}），不知道该读哪一张，请删去或改名多余的"
    elif header is None and not (tabs or unknown or used.if_present):
        yield _missing_sheet(book, used.sheet)
    elif header is not None and used.columns:
        yield from _column_faults(header, used, book.sheets[used.sheet].merged)
        yield from _merge_faults(book, used)


def _missing_sheet(book: RawBook, sheet: str) -> str:
    close = headers.similar(sheet, tab_names.others(book.tabs))
    if close:
        return f"没有《{sheet}》工作表，“{close}”可能就是它，请把工作表名改回“{sheet}”"
    layout = schema.by_name(sheet)
    if layout is not None and layout.output:
        return f"没有《{sheet}》工作表（旧台账没有这一张），请点一次“修复下拉和标色”补上（repair 台账 --write）"
    return f"没有《{sheet}》工作表，请恢复它的名称，或从新台账中复制一张"


def _column_faults(header: Header, used: SheetNeed, merged: Sequence[Area]) -> Iterator[str]:
    layout = schema.by_name(used.sheet)
    names: Sequence[str] = [column.name for column in layout.columns] if layout else reader.DICTIONARY_COLUMNS
    missing = [name for name in used.columns if name not in header.names]
    if sum(name in header.names for name in names) < min(FEWEST_HEADERS, len(used.columns)):
        yield f"《{used.sheet}》前{reader.HEADER_SEARCH_ROWS}行里找不到表头，请恢复表头一行（{'、'.join(names[:4])}……）"
        return
    absent = [(name, headers.likely(name, header, names)) for name in missing]
    fewer = [name for name in used.optional if name not in header.names and name not in missing]
    renamed = [(name, cell) for name, cell in absent if cell]
    renamed += [(name, cell) for name in fewer if (cell := headers.likely(name, header, names))]
    for name, cell in renamed:
        content = f"『{cell.text}』" if cell.text else "没有表头，"
        yield f"《{used.sheet}》没有『{name}』列，{cell.ref}{content}可能就是它，请改回“{name}”"
    gone = [name for name, cell in absent if not cell]
    if gone:
        across = [str(area) for area in merged if area.top <= header.row <= area.bottom and area.left < area.right]
        joined = f"（表头{'、'.join(across)}是横着合并的）" if across else ""
        yield f"《{used.sheet}》没有{_quoted(gone)}列{_instead(header, names)}{joined}，请在第{header.row}行补上表头"
    for name in dict.fromkeys((*used.columns, *used.older, *used.optional)):
        if header.names.count(name) > 1:
            cells = header.cells(name)
            places = "、".join(cell.ref for cell in cells)
            yield f"《{used.sheet}》的『{name}』有{len(cells)}列（{places}），不知道该读哪一列，请删去或改名多余的"


def _merge_faults(book: RawBook, used: SheetNeed) -> Iterator[str]:
    """Yield the merged areas that hide what tells rows apart, or columns that are used."""
    raw, layout = book.sheets[used.sheet], schema.by_name(used.sheet)
    for merge in reader.find_header(raw, layout).merges if layout and raw.merged else ():
        hidden = [name for name in merge.columns if name in (*used.columns, *used.older, *used.optional)]
        if hidden and merge.kind == "identity":
            what = f"把几行的{_quoted(hidden)}合并成了一格，分不清是几行"
            yield f"《{used.sheet}》{merge.area}{what}，请取消合并，每行各填各的"
        elif hidden and merge.kind == "across":
            yield f"《{used.sheet}》{merge.area}横着合并，挡住了{_quoted(hidden)}，请取消合并，把各列填上"


def _quoted(names: Sequence[str]) -> str:
    return "".join(f"『{name}』" for name in names)


def _instead(header: Header, layout: Sequence[str]) -> str:
    """Return which headers stand there that nobody knows."""
    strangers = header.strangers(layout)
    if not strangers:
        return ""
    listed = "、".join(f"{cell.ref}『{cell.text}』" for cell in strangers[: headers.SHOWN])
    return f"（不认识的表头：{listed}{'等' if len(strangers) > headers.SHOWN else ''}）"
