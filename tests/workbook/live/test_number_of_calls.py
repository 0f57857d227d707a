"""A button asks the application at most twelve times, however many rows there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import clicks, last_answers, run_lock
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.live.active_book import ActiveBook
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live import ledgers

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
LOOSE_PROSE = SheetChanges("通报文稿", (CellWrite(60, 4, "不知属于哪一部分的一段"),))


def asked(
    counted: tuple[xlwings.App, list[str]], folder: Path, name: str, changes: Changes, *, saved: bool = False
) -> dict[str, list[str]]:
    """Return what each button asked for on such a ledger, each time with an unsaved edit or just saved."""
    app, calls = counted
    path = folder / f"{name}.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, changes)
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


def test_findings_in_every_sheet_cost_no_more(counted: tuple[xlwings.App, list[str]], tmp_path: Path) -> None:
    """Also where all eight data sheets get marks and the memory its entry, and where all of them lose their marks."""
    found = asked(counted, tmp_path, "处处有误", (*ledgers.filled(EVERYWHERE), LOOSE_PROSE))
    assert found["check"].count("setDataArray") == 8 + 1
    assert found["clear"].count("setDataArray") == 8 + 3  # both lists, and the day of 预警研判 in 基本信息
    assert max(map(len, found.values())) <= MOST


def test_a_step_that_left_tables_long_is_taken_back_whole(
    counted: tuple[xlwings.App, list[str]], tmp_path: Path
) -> None:
    """Where clear would make too many calls, emptied tables stay long; undo and the next result find them right."""
    app, _ = counted
    path = tmp_path / "处处有误.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, (*ledgers.filled(EVERYWHERE), LOOSE_PROSE))
    book = app.books.open(path)

    def run(button: str, **options: str | bool) -> tuple[dict[str, str], list[list[Raw]]]:
        command = find(button)
        assert command is not None
        invoke(command, Request(AS_OF, LiveBook(book), options=options))
        found = LiveBook(book).read()
        rows = [list(row) for row in found.sheets["校验结果"].rows[1:] if any(row)]
        return dict(found.tables), rows

    run("check", profile="上报", write=True)
    marked = run("risks", write=True)
    assert len(marked[1]) > 2
    assert run("clear") == (marked[0], [])
    assert run("undo") == marked
    assert run("clear") == (marked[0], [])
    assert run("check", profile="上报", write=True) == marked
    book.close()


CLOSING = """
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限 | 完成程度 | 整改进展 | 完成日期
    P0001 | 甲方面 | 用印没有记录 | 2025-06-30 | 已完成 | 已修订印章管理办法。 | 2025-06-20
    P0002 | 甲方面 | 账实不符 | 2025-12-31 | 整改中 | 正在盘点。 |
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 完成程度 | 完成日期
    M001-1 | P0001 | 修订印章管理办法 | 已完成 | 2025-06-18
"""
CLICKS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("close", "list", {}),
    ("close", "evidence", {}),
    ("close", "apply", {}),
    ("close", "sign", {"验收意见": "同意"}),
    ("reopen", "", {"反弹的原因": "抽查发现"}),
    ("close", "reject", {"理由": "缺记录", "补充要求": "补记录"}),
    ("close", "extend", {"延期日期": "2026-03-31", "理由": "等批复"}),
    ("close", "approve", {"办理人姓名": "李敏"}),
    ("close", "form", {}),
    ("close", "pack", {}),
    ("close", "folder", {}),
    ("close", "sheet", {}),
    ("review", "draw", {}),
    ("review", "record", {"检查发现": "仍有漏登"}),
    ("history", "life", {}),
    ("history", "moved", {}),
    ("risks", "previous", {}),
    ("undo", "", {}),
)


class Typed(Dialogs):
    """Dialogs that cost no call: what the test laid down is typed, else Enter is pressed."""

    def __init__(self, app: xlwings.App, replies: dict[str, str], folder: Path) -> None:
        super().__init__(app, "calc")
        self._replies = replies
        self._folder = folder
        self.warned: list[str] = []

    def tell(self, text: str) -> None:
        """Nobody reads it."""

    def warn(self, text: str) -> None:
        self.warned.append(text)

    def ask(self, question: str) -> bool:
        return "确定吗" in question

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        assert complaint == "", complaint
        asked = re.sub(r"^P\d.*\n", "", question)  # the first line names the problems
        return self._replies.get(re.split("[（：，]", asked)[0], default)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        _ = question, choices
        return default

    def source(self, filters: str) -> Path | None:
        _ = filters
        return self._folder / "上轮.xlsx"

    def sources(self, question: str, filters: str, start: Path | None = None) -> tuple[Path, ...] | None:
        _ = question, filters, start
        return (self._folder / "办法.pdf",)


def clicked(counted: tuple[xlwings.App, list[str]], folder: Path, rows: int) -> dict[str, list[str]]:
    """Return what each click with questions asked for, on a ledger with so many more problems and an unsaved edit."""
    app, calls = counted
    folder.mkdir()
    (folder / "办法.pdf").write_bytes(b"abc")
    more = tuple(
        CellWrite(row, column, value)
        for row in range(4, rows + 4)
        for column, value in ((1, f"P{row - 1:04d}"), (2, "甲方面"), (4, f"第{row}件事"))
    )
    changes = (*ledgers.filled(CLOSING), SheetChanges("问题台账", more))
    file_host.create(resources.path("workbook_template.xlsx"), folder / "上轮.xlsx", changes)
    file_host.create(resources.path("workbook_template.xlsx"), folder / "台账.xlsx", changes)
    book = app.books.open(folder / "台账.xlsx")
    book.sheets["问题台账"].activate()
    found: dict[str, list[str]] = {}
    for command, variant, replies in CLICKS:
        book.sheets["问题台账"].range("D3" if variant in ("extend", "approve") else "D2").select()
        book.sheets["字典"].range("Z99").value = f"{command} {variant}"
        dialogs = Typed(app, replies, folder)
        calls.clear()
        clicks.press(command, variant, ActiveBook(app, book), dialogs, AS_OF)
        found[f"{command} {variant}"] = list(calls)
        assert dialogs.warned == []
    book.close()
    return found


def test_clicks_with_questions_cost_no_more_either(
    counted: tuple[xlwings.App, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Besides the dialogs themselves at most twelve calls, as many on 100 problems as on 30."""
    monkeypatch.setenv("USERNAME", "王芳")
    monkeypatch.setattr(run_lock, "folder", lambda: tmp_path)
    monkeypatch.setattr(last_answers, "FILE", tmp_path / "习惯.json")
    few = clicked(counted, tmp_path / "少", 28)
    many = clicked(counted, tmp_path / "多", 98)
    assert many == few
    wrote = [name for name, calls in few.items() if "setDataArray" in calls]
    assert (
        len(wrote) == len(CLICKS) - 8
    )  # looking, papers, an empty folder and history write nothing; nor does the draw
    assert {name: len(calls) for name, calls in few.items() if len(calls) > MOST} == {}
