"""A button asks the application at most twelve times (thirteen in one extreme case), however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl import resources
from rectify_xl.books import file
from rectify_xl.books.calc import engine
from rectify_xl.books.calc.office import Headless
from rectify_xl.books.live import LiveBook
from rectify_xl.commands.invoking import invoke
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.table import find
from rectify_xl.model import Block, Changes, Write
from tests.books.live import ledgers
from tests.books.live.counting import Counted

AS_OF = date(2025, 9, 26)
BUTTONS: tuple[tuple[str, dict[str, str | bool]], ...] = (
    ("check", {"profile": "上报", "write": True}),
    ("risks", {"write": True}),
    ("rollup", {"write": True}),
    ("notice", {"format": "txt"}),
    ("clear", {}),
    *((f"undo {step}", {}) for step in ("clear", "rollup", "risks", "check")),
)
MOST = 12

EVERYWHERE = """
    [基本信息]
    反馈日期 | 二月三十日
    [问题台账]
    编号 | 具体问题 | 整改时限
    P001 | 学习安排不具体 | 2025-02-30
    P002 | 会议记录不规范 | 2025-06-30
    P003 | 采购验收走过场 | 2025-06-30
    [整改措施]
    措施编号 | 问题编号
    M001-1 | P009
    [制度清单]
    名称 | 日期
    某办法 | 2025-13-01
    [佐证材料]
    编号 | 名称
    Z01 | 照片
    [销号登记]
    问题编号 | 类型
    P008 | 销号
    [回头看]
    日期 | 问题/措施编号
    2025-02-31 | P007
"""
LOOSE_PROSE = Block("通报文稿", (Write(60, 4, "不知属于哪一部分的一段"),))


@pytest.fixture
def counted(office: Headless) -> Iterator[tuple[xlwings.App, list[str]]]:
    """Return the running office behind a counter, and what it was asked."""
    calls: list[str] = []
    app = engine.app(Counted(office.context, calls))
    yield app, calls
    engine.engine().apps.forget(app.impl)


def asked(
    counted: tuple[xlwings.App, list[str]], folder: Path, name: str, changes: Changes, *, saved: bool = False
) -> dict[str, list[str]]:
    """Return what each button asked for on such a ledger, each time with an unsaved edit or just saved."""
    app, calls = counted
    path = folder / f"{name}.xlsx"
    file.create(resources.path("workbook_template.xlsx"), path, changes)
    book = app.books.open(path)
    found: dict[str, list[str]] = {}
    for button, options in BUTTONS:
        command = find(button.partition(" ")[0])
        assert command is not None
        if saved:
            book.impl.model.store()
        else:
            book.sheets["字典"].range("Z99").value = button
        calls.clear()
        paper = {"output": str(folder / f"{name}.txt")} if button == "notice" else {}
        invoke(command, Request(AS_OF, LiveBook(book), options={**options, **paper}))
        found[button] = list(calls)
    book.close()
    return found


def test_3000_rows_cost_no_more_calls_than_30(counted: tuple[xlwings.App, list[str]], tmp_path: Path) -> None:
    """Every button asks for the same, in the same order, on 30 problems and on 2,999, as many as the layout takes."""
    few = asked(counted, tmp_path, "三十行", ledgers.many(30))
    many = asked(counted, tmp_path, "三千行", ledgers.many(2999))
    assert many == few
    assert few["check"][0] == "storeToURL"
    assert {"setDataArray", "setFormulaArray", "DataArea ="} <= set(few["check"])
    assert {"setDataArray", "setFormulaArray", "DataArea ="} <= set(few["risks"])
    assert max(map(len, few.values())) <= MOST


def test_a_saved_ledger_is_read_from_its_file(counted: tuple[xlwings.App, list[str]], tmp_path: Path) -> None:
    """Without unsaved edits no button asks the application for a copy; apart from that it asks for the same."""
    edited = asked(counted, tmp_path, "未保存", ledgers.many(5))
    saved = asked(counted, tmp_path, "已保存", ledgers.many(5), saved=True)
    assert {calls[0] for calls in edited.values()} == {"storeToURL"}
    assert saved == {button: calls[1:] for button, calls in edited.items()}


def test_findings_in_every_sheet_cost_thirteen_calls_at_most(
    counted: tuple[xlwings.App, list[str]], tmp_path: Path
) -> None:
    """Also where all eight data sheets get marks, and the memory its entry.

    Thirteen are needed only to empty eight columns of marks and two lists at once, unsaved, and to undo that: a copy,
    ten sheets, two tables.
    """
    found = asked(counted, tmp_path, "处处有误", (*ledgers.filled(EVERYWHERE), LOOSE_PROSE))
    assert found["check"].count("setDataArray") == 8 + 1
    assert {button: len(calls) for button, calls in found.items() if len(calls) > MOST} == {
        "clear": 13,
        "undo clear": 13,
    }
