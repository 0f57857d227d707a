"""The sheet 导入对照 as rows of cells, and a mapping as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import SheetGrid
from rectify_xl.intake.old_ledger.import_mapping import COLOUR, COLUMN, KINDS, SHEET, SYMBOL, ImportMapping, MappingLine
from rectify_xl.text import cell_value, refs

SHEET_NAME = "导入对照"
HEADER = ("种类", "工作表", "列或符号", "旧台账的列名", "程序判断", "改为", "把握", "内容举例")
CORRECTION = HEADER.index("改为") + 1
SOURCE_LABEL = "旧台账"
_FIELDS = ("kind", "sheet", "place", "heading", "judged", "corrected", "certainty", "samples")
_ENGLISH = {SHEET: "sheet", COLUMN: "column", SYMBOL: "symbol", COLOUR: "colour"}
_KEYS = {"kind": "kind", "sheet": "sheet", "place": "place", "heading": "heading", "judged": "judged"} | {
    "corrected": "to",
    "certainty": "certainty",
    "samples": "samples",
}
"""The keys of a line in .json: `to` is the correction, empty where the judgement holds."""
_REMEDY = "请用 --map-out 重新生成导入对照，只改『改为』一列"


def is_mapping(sheet: SheetGrid) -> bool:
    """Tell whether a sheet is 导入对照, by its header."""
    return _header_row(sheet) > 0


def mapping_of_sheet(sheet: SheetGrid) -> ImportMapping:
    """Return the mapping on a sheet. Raises `BookError` where a row has lost what it is about."""
    header = _header_row(sheet)
    if not header:
        raise BookError(f"《{sheet.name}》里没有“{'、'.join(HEADER[:6])}”这一行表头", _REMEDY)
    places = {
        name: column
        for name in HEADER
        for (row, column), raw in sheet.values.items()
        if row == header and cell_value.text(raw).strip() == name
    }
    return ImportMapping(_source(sheet, header), tuple(_lines(sheet, header, places)))


def _header_row(sheet: SheetGrid) -> int:
    by_row: dict[int, set[str]] = {}
    for (row, _), raw in sheet.values.items():
        by_row.setdefault(row, set()).add(cell_value.text(raw).strip())
    return next((row for row, texts in sorted(by_row.items()) if texts >= set(HEADER[:6])), 0)


def _source(sheet: SheetGrid, header: int) -> str:
    for (row, column), raw in sheet.values.items():
        if row < header and cell_value.text(raw).strip() == SOURCE_LABEL:
            return cell_value.text(sheet.values.get((row, column + 1))).strip()
    return ""


def _lines(sheet: SheetGrid, header: int, places: Mapping[str, int]) -> Iterator[MappingLine]:
    wrong: list[str] = []
    for row in sorted({row for row, _ in sheet.values if row > header}):
        texts = [cell_value.text(sheet.values.get((row, places.get(name, 0)))).strip() for name in HEADER]
        line = MappingLine(*texts)._replace(cell=refs.cell_ref(row, places[HEADER[CORRECTION - 1]]))
        if line.kind in KINDS:
            yield line
        elif line.corrected:
            wrong.append(f"第{row}行")
    if wrong:
        raise BookError(
            f"《{sheet.name}》{'、'.join(wrong)}的『种类』不是{'、'.join(KINDS)}，看不出要改的是什么", _REMEDY
        )


def data(mapping: ImportMapping) -> dict[str, object]:
    """Return a mapping for .json: `{"kind": "导入对照", "source", "lines": [{"kind", "sheet", "place", …, "to"}]}`."""
    return {"kind": SHEET_NAME, "source": mapping.source, "lines": [line_data(line) for line in mapping.lines]}


def line_data(line: MappingLine) -> dict[str, str]:
    """Return one line for .json."""
    entries = {_KEYS[name]: str(getattr(line, name)) for name in _FIELDS}
    return entries | {"kind": _ENGLISH[line.kind]}


def mapping_of_data(entries: object, name: str) -> ImportMapping:
    """Return the mapping in a .json file. Raises `BookError` where it is none."""
    lines = entries.get("lines") if isinstance(entries, dict) else None
    if not isinstance(entries, dict) or entries.get("kind") != SHEET_NAME or not isinstance(lines, list):
        raise BookError(f"“{name}”不是导入对照", _REMEDY)
    kinds = {english: kind for kind, english in _ENGLISH.items()}
    kept: list[MappingLine] = []
    for number, entry in enumerate(lines, 1):
        if not isinstance(entry, dict) or entry.get("kind") not in kinds:
            raise BookError(f"“{name}”的 lines 第{number}项没有写明 kind（{'、'.join(kinds)}）", _REMEDY)
        texts = {field: str(entry.get(key) or "") for field, key in _KEYS.items()}
        kept.append(MappingLine(**(texts | {"kind": kinds[entry["kind"]]}), cell=f"lines第{number}项"))
    return ImportMapping(str(entries.get("source") or ""), tuple(kept))
