"""A step is taken back cell by cell: what a person changed since stays and is named."""

from __future__ import annotations

from collections.abc import Sequence

from generate.ledger_builder import apply, raw_book
from rectify_xl.ledger.changes import revert
from rectify_xl.ledger.changes.revert import Kept
from rectify_xl.ledger.changes.undo_record import CellContent, SheetState, UndoRecord, record
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text.cell_value import Raw

LEDGER = """
    [问题台账]
    编号 | 具体问题 | 校验标记
    P001 | 学习不具体 | 提醒【编号】
    P002 | 记录不规范 |
    P003 | 采购走过场 |
    [校验结果]
    序号 | 位置 | 问题
    #数 1 | 问题台账!A2 | 旧的一条
    #数 2 | 问题台账!A3 | 旧的二条
"""
MARKED: Changes = (
    SheetChanges("问题台账", (CellWrite(2, 3, "错误【编号】"), CellWrite(3, 3, "错误【编号】"), CellWrite(4, 3, None))),
    SheetChanges(
        "校验结果",
        (CellWrite(2, 1, 1), CellWrite(2, 2, "问题台账!A3", "问题台账!A3"), CellWrite(2, 3, "新的一条")),
        replace_rows=True,
    ),
)


def done(tables: str = LEDGER, changes: Changes = MARKED) -> tuple[UndoRecord, RawBook]:
    """Return the step that a command made, and the ledger after it."""
    before = raw_book(tables)
    return record(before, changes, command="校验台账", at="2025-09-26 10:30:00"), apply(before, changes)


def cells(book: RawBook, sheet: str) -> list[list[object]]:
    return [[value for value in row if value is not None] for row in book.sheets[sheet].rows]


def replaced(book: RawBook, sheet: str, rows: Sequence[Sequence[Raw]]) -> RawBook:
    return book._replace(sheets={**book.sheets, sheet: book.sheets[sheet]._replace(rows=rows)})


def test_a_step_holds_just_what_became_different() -> None:
    """Cells that were already as the command wants them are no part of the step."""
    step, _ = done()
    assert [(cell.sheet, cell.row, cell.column) for cell in step.cells] == [
        ("问题台账", 2, 3),
        ("问题台账", 3, 3),
        ("校验结果", 2, 2),
        ("校验结果", 2, 3),
        ("校验结果", 3, 1),
        ("校验结果", 3, 2),
        ("校验结果", 3, 3),
    ]
    assert step.cells[0].before == CellContent("提醒【编号】")
    assert step.cells[0].row_id == "P001"
    assert step.cells[2].after == CellContent("问题台账!A3", link="问题台账!A3")


def test_writing_what_stands_there_is_no_step() -> None:
    """A step without any difference is empty."""
    assert done(changes=(SheetChanges("问题台账", (CellWrite(2, 3, "提醒【编号】"), CellWrite(3, 3, ""))),))[0].empty


def test_taken_back_every_cell_is_as_before() -> None:
    """Marks, removed marks and the list come back; nothing has to be left alone."""
    step, after = done()
    taken = revert.revert(step, after)
    back = apply(after, taken.changes)
    assert taken.kept == ()
    assert cells(back, "问题台账") == cells(raw_book(LEDGER), "问题台账")
    assert cells(back, "校验结果") == cells(raw_book(LEDGER), "校验结果")


def test_a_cell_that_a_person_changed_is_left_alone_and_named() -> None:
    """The person's words stay, the others go; the address comes with both values."""
    step, after = done()
    edited = apply(after, (SheetChanges("问题台账", (CellWrite(2, 3, "已核对"),)),))
    taken = revert.revert(step, edited)
    assert taken.kept == (Kept("问题台账!C2", "已核对", "提醒【编号】"),)
    back = apply(edited, taken.changes)
    assert [row[2:] for row in back.sheets["问题台账"].rows[1:3]] == [["已核对"], [None]]


def test_a_number_that_became_text_counts_as_changed() -> None:
    """The text 1 is not the number 1."""
    step, after = done(changes=(SheetChanges("校验结果", (CellWrite(2, 1, 7),)),))
    taken = revert.revert(step, apply(after, (SheetChanges("校验结果", (CellWrite(2, 1, "7"),)),)))
    assert taken.kept == (Kept("校验结果!A2", "7", "1"),)


def test_rows_that_moved_are_found_by_their_ids() -> None:
    """A row inserted above, and a column inserted before, do no harm."""
    step, after = done()
    header, *rows = after.sheets["问题台账"].rows
    moved = [[row[0], "", *row[1:]] for row in (header, ["P000", "新插入", None], *rows)]
    taken = revert.revert(step, replaced(after, "问题台账", moved))
    assert taken.changes[0].writes == (CellWrite(3, 4, "提醒【编号】"), CellWrite(4, 4, None))
    assert taken.kept == ()


def test_a_row_that_is_gone_is_named() -> None:
    """What stood in a deleted row is not written into the row that took its place."""
    step, after = done()
    rows = [list(row) for row in after.sheets["问题台账"].rows]
    taken = revert.revert(step, replaced(after, "问题台账", [rows[0], *rows[2:]]))
    assert taken.kept == (Kept("问题台账!C2", "（该行或该列已不在）", "提醒【编号】"),)
    assert taken.changes[0].writes == (CellWrite(2, 3, None),)


def test_a_renamed_sheet_is_named_cell_by_cell() -> None:
    """The cells of a sheet that is no longer there are left alone, the others are not."""
    step, after = done()
    sheets = {name: sheet for name, sheet in after.sheets.items() if name != "问题台账"}
    taken = revert.revert(step, after._replace(sheets=sheets))
    assert [each.address for each in taken.kept] == ["问题台账!C2", "问题台账!C3"]
    assert [block.sheet for block in taken.changes] == ["校验结果"]


def test_formulas_and_links_come_back_as_such() -> None:
    """What a command overwrote is written again as the formula or the link that it was."""
    before = raw_book(LEDGER)
    states = {
        "问题台账": SheetState({(2, 3): '=IF(A2="","",1)'}),
        "校验结果": SheetState(links={(2, 2): "问题台账!A2"}),
    }
    step = record(before, MARKED, command="", at="", stated=lambda sheet: states[sheet])
    taken = revert.revert(step, apply(before, MARKED))
    assert taken.changes[0].writes[0] == CellWrite(2, 3, "提醒【编号】", formula='=IF(A2="","",1)')
    assert CellWrite(2, 2, "问题台账!A2", "问题台账!A2") in taken.changes[1].writes


def test_the_table_ends_where_it_ended_unless_somebody_stretched_it() -> None:
    """A table that a command made shorter gets its rows back; one that a person made longer stays so."""
    before = raw_book(LEDGER)._replace(tables={"校验结果": "校验结果!A1:C3"})
    step = record(before, MARKED, command="", at="")
    after = apply(before, MARKED)
    shorter = after._replace(tables={"校验结果": "校验结果!A1:C2"})
    assert revert.revert(step, shorter).changes[1].table_end == 3
    stretched = after._replace(tables={"校验结果": "校验结果!A1:C30"})
    assert revert.revert(step, stretched).changes[1].table_end == 30


def test_rows_are_hidden_and_shown_as_they_were() -> None:
    """Only rows whose visibility the command changed are changed back."""
    changes = (SheetChanges("统计汇总", (), hidden_rows=(5, 6), shown_rows=(7, 8)),)
    step = record(
        raw_book(LEDGER), changes, command="", at="", stated=lambda _sheet: SheetState(hidden=frozenset({6, 7}))
    )
    taken = revert.revert(step, raw_book(LEDGER))
    assert taken.changes == (SheetChanges("统计汇总", (), hidden_rows=(7,), shown_rows=(5,)),)


def test_what_was_typed_into_a_row_that_goes_is_named() -> None:
    """A command added a row, somebody filled in more of it: what stays behind when the row goes is listed."""
    added: Changes = (SheetChanges("问题台账", (CellWrite(5, 1, "P004"), CellWrite(5, 2, "反弹"))),)
    tables = LEDGER.replace("具体问题 | 校验标记", "具体问题 | 责任人 | 校验标记").replace("提醒", "| 提醒")
    step, after = done(tables, added)
    rows = [list(row) for row in after.sheets["问题台账"].rows]
    rows[4] = ["P004", "反弹", "张三", "错误【编号】", "自己的一列"]
    taken = revert.revert(step, replaced(after, "问题台账", rows))
    assert taken.kept == (
        Kept("问题台账!C5", "张三", "（整行已撤销，请移走）"),
        Kept("问题台账!E5", "自己的一列", "（整行已撤销，请移走）"),
    )


def test_a_row_that_only_got_its_number_stays() -> None:
    """A real row without a number was given one, and its date was put right: undo asks nobody to move that row away."""
    tables = LEDGER.replace("P002 |", " |").replace("P003 |", " |")
    numbered: Changes = (
        SheetChanges("问题台账", (CellWrite(3, 1, "P004"), CellWrite(4, 1, "P005"), CellWrite(4, 2, "采购不规范"))),
    )
    step, after = done(tables, numbered)
    taken = revert.revert(step, after)
    assert taken.kept == ()
    assert cells(apply(after, taken.changes), "问题台账") == cells(raw_book(tables), "问题台账")


def test_rows_that_stood_there_before_name_nobody_elses_cells() -> None:
    """Cells beside a mark that is taken back are no news."""
    step, after = done()
    assert revert.revert(step, after).kept == ()
