"""Whatever happens to a workbook while a command runs, it ends with a clear message and an unchanged workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings
from openpyxl import Workbook, load_workbook

from rectify_xl.commands import check, undo
from rectify_xl.commands.outcome import Request
from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import CalcHost, cells

Open = Callable[[Path], CalcHost]
TWO_SHEETS: Changes = (
    SheetChanges("预警清单", (CellWrite(2, 2, "红"), CellWrite(3, 2, "黄")), replace_rows=True),
    SheetChanges("校验结果", (CellWrite(2, 2, "错误"),), replace_rows=True),
)


def test_a_workbook_closed_in_mid_command_is_told(calc: Open, tmp_path: Path) -> None:
    """Closing the ledger between reading and writing ends the command; the file is as it was."""
    path = ledgers.small(tmp_path)
    before = path.read_bytes()
    host = calc(path)
    book = host.book()
    book.read()
    host.xl.close()
    with pytest.raises(BookError, match="台账在处理过程中被关闭，没有写入。请重新打开台账"):
        book.write(TWO_SHEETS)
    assert path.read_bytes() == before


def test_a_protected_sheet_refuses_the_whole_change(calc: Open, tmp_path: Path) -> None:
    """Where one of two sheets is protected, neither is written, and the message says how to unprotect it."""
    host = calc(ledgers.small(tmp_path))
    host.xl.sheets["校验结果"].impl.table.protect("口令")
    with pytest.raises(BookError, match="《校验结果》工作表设有保护，没有写入。请在“审阅”中撤销工作表保护"):
        host.book().write(TWO_SHEETS)
    assert cells(host.book().read(), "预警清单")[1:] == []


def test_what_was_written_is_taken_back_when_a_later_sheet_fails(calc: Open, tmp_path: Path) -> None:
    """A failure in the second sheet restores the cells and the table of the first one, links included."""
    host = calc(ledgers.small(tmp_path))
    former = (
        SheetChanges(
            "预警清单", (CellWrite(2, 2, "橙"), CellWrite(2, 5, "问题台账!A2", "问题台账!A2")), replace_rows=True
        ),
    )
    host.book().write(former)
    before = host.book().read()
    book = host.book()
    book.read()
    table = host.xl.impl.model.DatabaseRanges
    table.removeByName("校验结果")
    longer = (TWO_SHEETS[0], TWO_SHEETS[1]._replace(writes=(CellWrite(2, 2, "错误"), CellWrite(3, 2, "错误"))))
    with pytest.raises(BookError, match="写入《校验结果》时，表格程序没有响应或拒绝了操作"):
        book.write(longer)
    after = host.book().read()
    assert cells(after, "预警清单") == cells(before, "预警清单")
    assert after.tables["预警清单"] == before.tables["预警清单"]
    assert host.jump("预警清单", "E2") == "问题台账!A2"
    assert cells(after, "校验结果")[1:] == []


class Silent:
    """A table that lets the workbook fall silent when it shall cover other cells."""

    def __init__(self, fall_silent: Callable[[], None]) -> None:
        self._fall_silent = fall_silent

    def resize(self, _cells: object) -> None:
        self._fall_silent()
        raise RuntimeError("busy")


def test_what_could_not_be_taken_back_is_told(calc: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody types in the middle of a step, and Excel takes nothing any more: undo is there for the rest."""
    host = calc(ledgers.small(tmp_path))
    book = host.book()
    before = cells(book.read(), "预警清单")
    book.read()

    def refuse(_cells: object, _values: object) -> None:
        raise RuntimeError("busy")

    def fall_silent() -> None:
        monkeypatch.setattr(xlwings.Range, "value", property(None, refuse))

    ordinary: Callable[[Any, str], Any] = xlwings.main.Tables.__getitem__

    def silent(tables: Any, name: str) -> Any:
        return Silent(fall_silent) if name == "校验结果" else ordinary(tables, name)

    monkeypatch.setattr(xlwings.main.Tables, "__getitem__", silent)
    longer = (TWO_SHEETS[0], TWO_SHEETS[1]._replace(writes=(CellWrite(2, 2, "错误"), CellWrite(3, 2, "错误"))))
    with pytest.raises(BookError, match=r"《预警清单》里已写的没有全部退回.*撤销上一步"):
        book.write(longer)
    monkeypatch.undo()
    assert cells(host.book().read(), "预警清单") != before
    assert undo.run(Request(date(2025, 9, 26), host.book())).summary
    assert cells(host.book().read(), "预警清单") == before


def test_a_filter_hides_rows_from_nobody(calc: Open, tmp_path: Path) -> None:
    """Rows that a filter hides are checked and marked like the others, and the filter stays."""
    host = calc(ledgers.small(tmp_path))
    uno_range = host.xl.impl.model.DatabaseRanges.getByName("问题")
    shown = _filter_by(uno_range, 0, "P003")
    sheet = host.xl.sheets["问题台账"]
    assert [sheet.range(f"{row}:{row}").rows.hidden for row in (2, 3, 4)] == [True, True, False]
    check.run(Request(date(2025, 9, 26), host.book(), options={"profile": "上报", "write": True}))
    marks = [row[-1] for row in cells(host.book().read(), "问题台账")[1:4]]
    assert all(str(mark).startswith(("错误【", "提醒【")) for mark in marks)
    assert [sheet.range(f"{row}:{row}").rows.hidden for row in (2, 3, 4)] == [True, True, False]
    assert shown == 1


def _filter_by(area: object, field: int, text: str) -> int:
    """Show only the rows of a database range that hold `text`; return the number of conditions."""
    from rectify_xl.workbook.calc import bridge

    descriptor = area.getFilterDescriptor()  # type: ignore[attr-defined]  # UNO objects have no types
    wanted = bridge.load().createUnoStruct("com.sun.star.sheet.TableFilterField")
    wanted.Field, wanted.IsNumeric, wanted.StringValue = field, False, text
    wanted.Operator = bridge.load().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.ContainsHeader = True
    descriptor.setFilterFields((wanted,))
    area.refresh()  # type: ignore[attr-defined]  # as above
    return len(descriptor.getFilterFields())


def test_a_sheet_renamed_in_mid_command_is_told(calc: Open, tmp_path: Path) -> None:
    """Renaming a result sheet between reading and writing ends the command before anything is written."""
    host = calc(ledgers.small(tmp_path))
    book = host.book()
    book.read()
    host.xl.sheets["校验结果"].name = "旧结果"
    with pytest.raises(BookError, match="《校验结果》工作表刚刚被改名或删除，没有写入。请恢复它的名称后重试"):
        book.write(TWO_SHEETS)
    assert cells(host.book().read(), "预警清单")[1:] == []


def test_of_two_open_ledgers_only_the_one_is_touched(calc: Open, tmp_path: Path) -> None:
    """What is written into one ledger does not show in another one that is open."""
    one, other = calc(ledgers.small(tmp_path, name="甲.xlsx")), calc(ledgers.small(tmp_path, name="乙.xlsx"))
    one.book().write(TWO_SHEETS)
    assert [row[1] for row in cells(one.book().read(), "预警清单")[1:]] == ["红", "黄"]
    assert cells(other.book().read(), "预警清单")[1:] == []
    assert not other.xl.impl.model.isModified()


def test_unsaved_edits_are_read_and_the_file_is_left_alone(calc: Open, tmp_path: Path) -> None:
    """A command works on what the screen shows; it neither saves the workbook nor changes its name."""
    path = ledgers.small(tmp_path)
    before = path.read_bytes()
    host = calc(path)
    host.xl.sheets["问题台账"].range("D2").value = "刚刚改写的问题"
    assert host.book().read().sheets["问题台账"].rows[1][3] == "刚刚改写的问题"
    host.book().write(TWO_SHEETS)
    assert path.read_bytes() == before
    assert Path(host.xl.fullname) == path
    assert host.xl.impl.model.isModified()


def test_a_file_that_somebody_else_replaced_is_not_taken_for_the_screen(calc: Open, tmp_path: Path) -> None:
    """Without unsaved edits the file is read in the screen's stead, but not one that was written by somebody else."""
    path = ledgers.small(tmp_path)
    host = calc(path)
    book = load_workbook(path)
    book["问题台账"]["D2"] = "别人改写的问题"
    book.save(path)
    assert not host.xl.impl.model.isModified()
    assert host.book().read().sheets["问题台账"].rows[1][3] == "学习安排不具体"


def test_results_of_formulas_are_those_on_the_screen(calc: Open, tmp_path: Path) -> None:
    """A formula whose result the file lacks reads as what the screen shows, and is known as a formula."""
    path = ledgers.small(tmp_path)
    book = load_workbook(path)
    book["问题台账"]["H3"] = '=UPPER("bgs")'
    book.save(path)
    raw = calc(path).book().read()
    assert raw.sheets["问题台账"].rows[2][7] == "BGS"
    assert raw.formulas["问题台账", 3, 8].at(3, 8) == '=UPPER("bgs")'


def test_another_workbook_is_no_ledger(calc: Open, tmp_path: Path) -> None:
    """A workbook without the ledger's sheets is refused by name, with the way out."""
    path = tmp_path / "通讯录.xlsx"
    Workbook().save(path)
    with pytest.raises(BookError, match=r"当前打开的“通讯录\.xlsx”不是整改台账。请切换到台账窗口再点按钮"):
        calc(path).book().read()


def test_a_backup_that_cannot_be_written_stops_the_command(calc: Open, tmp_path: Path) -> None:
    """Without a backup nothing is changed."""
    host = calc(ledgers.small(tmp_path))
    (tmp_path / "rectify_xl_备份").write_text("一个同名文件", encoding="utf-8")
    with pytest.raises(BookError, match="备份没有写成"):
        host.book().write(TWO_SHEETS)
    assert cells(host.book().read(), "预警清单")[1:] == []


def test_a_lost_office_is_told(app: xlwings.App, calc: Open, tmp_path: Path) -> None:
    """A book whose window is gone cannot even be named, and says so."""
    host = calc(ledgers.small(tmp_path))
    handle = app.books[Path(host.xl.fullname).name]
    host.xl.close()
    with pytest.raises(BookError, match="台账在处理过程中被关闭"):
        LiveBook(handle)
