"""Formulas that several cells share: dragged ones keep working, arrays and data tables are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office

SHEET = "问题台账"


def ledger(path: Path, cells: dict[int, str]) -> Path:
    """Write the blank ledger with four problems, in whose column S (完成日期) the given cells stand by row."""
    name = office.sheet_part(office.TEMPLATE, SHEET)
    with zipfile.ZipFile(office.TEMPLATE) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.namelist():
            content = source.read(member)
            if member == name:
                head, tail = content.split(b"</sheetData>")
                rows = "".join(
                    f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>P{row:03}</t></is></c>'
                    f"{cells.get(row, '')}</row>"
                    for row in range(2, 6)
                )
                content = head[: head.index(b"</row>") + 6] + rows.encode() + b"</sheetData>" + tail
            made.writestr(member, content)
    return path


def dragged(path: Path) -> Path:
    """Write a ledger in which the formula of S2 was dragged as far as S5."""
    master = '<c r="S2"><f t="shared" ref="S2:S5" si="0">DATE(2026,9,ROW(A2))</f><v>46266</v></c>'
    others = {row: f'<c r="S{row}"><f t="shared" si="0"/><v>{46264 + row}</v></c>' for row in (3, 4, 5)}
    return ledger(path, {2: master, **others})


def formulas(path: Path) -> dict[str, tuple[str | None, dict[str, str]]]:
    """Return the formulas of column S: text and attributes."""
    return {
        str(cell.get("r")): (formula.text, {str(name): str(value) for name, value in formula.attrib.items()})
        for cell in office.sheet_xml(path, SHEET).iter(f"{office.MAIN}c")
        if (formula := cell.find(f"{office.MAIN}f")) is not None
    }


@pytest.mark.parametrize("value", ["2026-09-30", None])
def test_the_cells_below_keep_their_formula_when_the_first_is_overwritten(tmp_path: Path, value: str | None) -> None:
    """Each of the others holds the dragged formula as it reads there, and shares nothing."""
    path = dragged(tmp_path / "台账.xlsx")
    FileBook(path).write((SheetChanges(SHEET, (CellWrite(2, 19, value),)),))
    assert formulas(path) == {f"S{row}": (f"DATE(2026,9,ROW(A{row}))", {}) for row in (3, 4, 5)}


def test_undo_gives_all_of_them_back(tmp_path: Path) -> None:
    """Taken back cell by cell, since the ledger was saved meanwhile, every cell has its formula."""
    path = dragged(tmp_path / "台账.xlsx")
    FileBook(path).write((SheetChanges(SHEET, (CellWrite(2, 19, "2026-09-30"),)),))
    office.touch(path)
    assert cli.main(["undo", str(path)]) == 0
    assert {ref: text for ref, (text, _) in formulas(path).items()} == {
        f"S{row}": f"DATE(2026,9,ROW(A{row}))" for row in (2, 3, 4, 5)
    }


def test_a_formula_that_nobody_touches_stays_shared(tmp_path: Path) -> None:
    """Writing into another row leaves the group as it is."""
    path = dragged(tmp_path / "台账.xlsx")
    FileBook(path).write((SheetChanges(SHEET, (CellWrite(9, 1, "P009"),)),))
    assert formulas(path)["S2"] == ("DATE(2026,9,ROW(A2))", {"t": "shared", "ref": "S2:S5", "si": "0"})
    assert formulas(path)["S3"] == (None, {"t": "shared", "si": "0"})


@pytest.mark.parametrize("kind", ['t="array"', 't="dataTable" dt2D="0" dtr="0" r1="A1"'])
@pytest.mark.parametrize(
    "changes",
    [
        (SheetChanges(SHEET, (CellWrite(2, 19, "2026-09-30"),)),),
        (SheetChanges(SHEET, (CellWrite(4, 19, None),)),),
        (SheetChanges(SHEET, (CellWrite(2, 1, "P002"),), replace_rows=True),),
    ],
    ids=["first", "inner", "whole body"],
)
def test_part_of_an_array_is_never_changed(tmp_path: Path, kind: str, changes: Changes) -> None:
    """One cell of an area that one formula fills cannot be written: the area is named, the ledger stays."""
    path = ledger(tmp_path / "台账.xlsx", {2: f'<c r="S2"><f {kind} ref="S2:S4">ROW(A2:A4)</f><v>46266</v></c>'})
    before = path.read_bytes()
    with pytest.raises(BookError) as refused:
        FileBook(path).write(changes)
    assert refused.value.message == "《问题台账》S2:S4是数组公式或模拟运算表，不能只改其中一格，没有写入"
    assert refused.value.remedy == "请选中S2:S4，复制后“选择性粘贴→数值”，再重试"
    assert path.read_bytes() == before


def test_an_array_elsewhere_stops_nothing(tmp_path: Path) -> None:
    """Rows beside an array are written as ever."""
    path = ledger(tmp_path / "台账.xlsx", {2: '<c r="S2"><f t="array" ref="S2:S4">ROW(A2:A4)</f><v>46266</v></c>'})
    FileBook(path).write((SheetChanges(SHEET, (CellWrite(5, 19, "2026-09-30"),)),))
    assert formulas(path)["S2"] == ("ROW(A2:A4)", {"t": "array", "ref": "S2:S4"})


def test_a_dragged_formula_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A formula that cannot be moved stops the write with its cells."""
    master = '<c r="S2"><f t="shared" ref="S2:S3" si="0">SUM("A</f><v>1</v></c>'
    path = ledger(tmp_path / "台账.xlsx", {2: master, 3: '<c r="S3"><f t="shared" si="0"/><v>2</v></c>'})
    with pytest.raises(BookError, match="S2的公式拖到了S3，这个公式看不懂，没有写入"):
        FileBook(path).write((SheetChanges(SHEET, (CellWrite(2, 19, "2026-09-30"),)),))
