"""《收回清单》: the lines of a collection as a sheet of the ledger, and what a person chose there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook, find_header
from rectify_xl.ledger.records import CellWrite, Ledger, SheetChanges
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.supervision.collection.collect_lines import OPEN, WORDS, CollectLine
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.excerpts import beginning
from rectify_xl.text.refs import address_of, cell_ref

YES, NO = "收回的", "台账的"
"""What may stand in 采用; 是 and 否 mean the same."""
_YES, _NO = frozenset({YES, "收回", "是", "√", "收"}), frozenset({NO, "台账", "否", "×", "留"})
_MOST = 3_000
"""Characters of a text in the list; the whole of it is in the file."""


class ListChoice(NamedTuple):
    """What a person chose for a line of the list: its mark, the choice, the Excel row, and what stands in 收回的."""

    mark: str
    take: bool | None
    typed: str
    row: int
    returned: str = ""


def written(ledger: Ledger, lines: Iterable[CollectLine]) -> SheetChanges:
    """Return the list as it is written; what is certain is ticked already."""
    names = schema.COLLECTED.columns
    places = {column.name: at for at, column in enumerate(names, 1)}
    header = ledger.sheets.get(schema.COLLECTED.name)
    if header is not None:
        places |= {name: at for name, at in header.headers.items() if name in places}
    first = header.header_row + 1 if header else 2
    writes: list[CellWrite] = []
    for number, line in enumerate(lines, 1):
        address = address_of(line.sheet, cell_ref(line.row, line.place)) if line.row and line.place else ""
        cells: Mapping[str, Raw] = {
            "序号": number,
            "采用": YES if line.kind == "take" else "",
            "情况": WORDS[line.kind],
            "科室": line.to,
            "编号": line.key,
            "具体问题": line.problem,
            "列": line.column,
            "发出时": beginning(line.sent, _MOST),
            "台账现在": beginning(line.now, _MOST),
            "收回的": beginning(line.returned, _MOST),
            "说明": "；".join(filter(None, (line.reason, line.note))),
            "位置": address or f"《{line.sheet}》",
            "文件": line.file,
            "识别码": line.mark,
        }
        writes += [
            CellWrite(first + number - 1, places[name], value, address if name == "位置" else "")
            for name, value in cells.items()
            if value != ""
        ]
    return SheetChanges(schema.COLLECTED.name, tuple(writes), replace_rows=True)


def choices(book: RawBook) -> tuple[ListChoice, ...]:
    """Return what stands in 采用 of each line; none where there is no list."""
    raw = book.sheets.get(schema.COLLECTED.name)
    if raw is None:
        return ()
    header = find_header(raw, schema.COLLECTED)
    mark, choice, text = (header.headers.get(name, 0) for name in ("识别码", "采用", "收回的"))
    chosen: list[ListChoice] = []
    for number, row in enumerate(raw.rows[header.header_row :], header.header_row + 1):
        code = cell_value.text(row[mark - 1]) if 0 < mark <= len(row) else ""
        if code:
            typed = cell_value.text(row[choice - 1]) if 0 < choice <= len(row) else ""
            word = cell_value.key(typed)
            take = True if word in _YES else False if word in _NO else None
            returned = cell_value.text(row[text - 1]) if 0 < text <= len(row) else ""
            chosen.append(ListChoice(code, take, typed, number, returned))
    return tuple(chosen)


def amended(line: CollectLine, choice: ListChoice) -> bool:
    """Tell whether a person wrote something else into 收回的 of a line, or emptied it."""
    return choice.returned != cell_value.text(beginning(line.returned, _MOST))


def is_text(line: CollectLine) -> bool:
    """Tell whether a line is about words, which a person may amend in the list."""
    layout = schema.by_name(line.sheet)
    return layout is not None and layout.column(line.column).kind in ("text", "long")


def what(line: CollectLine) -> str:
    """Return which cell or row a line is about, in words."""
    if line.column == ROW_ADDED:
        return f"《{line.sheet}》新增一行{f'（{line.key}）' if line.key else ''}"
    if line.column == ROW_REMOVED:
        return f"{line.key}整行"
    return f"{line.key}『{line.column}』"


def may_take(line: CollectLine) -> bool:
    """Tell whether a person may take a line."""
    return line.kind in OPEN
