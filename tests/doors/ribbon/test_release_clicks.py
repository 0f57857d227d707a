"""生成通报 by button in Calc: refused, released with reasons and a name, made; the next click asks no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl.doors.ribbon import clicks
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.commands.test_notice import GOOD, INFO, LATE
from tests.doors.ribbon.conftest import Answers

AS_OF = date(2026, 9, 26)
Open = Callable[[Path], xlwings.Book]
REASON = "已报巡察办同意"


def late(folder: Path) -> Path:
    """Write a ledger of a finished problem and of an overdue one."""
    items = [item.name for item in schema.INFO_ITEMS]
    changes = (
        SheetChanges(schema.INFO.name, tuple(CellWrite(items.index(name) + 2, 2, text) for name, text in INFO.items())),
        SheetChanges(
            schema.PROBLEMS.name,
            tuple(
                CellWrite(number, schema.PROBLEMS.position(column), text)
                for number, row in enumerate((GOOD, LATE), 2)
                for column, text in row.items()
            ),
        ),
    )
    path = folder / "放行台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, changes)
    return path


def test_a_refused_notice_is_released_in_the_same_click_and_passes_the_next_time(
    opened: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No makes nothing; yes asks for the reason and the name, and makes the notice; 核实登记 keeps both."""
    book = opened(late(tmp_path))
    release = [False, True]

    def ask(question: str) -> bool:
        answers.said.append(question)
        return "现在放行吗" in question and release.pop(0)

    def enter(question: str, default: str, complaint: str = "") -> str:
        assert complaint == ""
        answers.questions.append(question)
        return REASON if "的理由" in question else "王芳" if question.startswith("放行人姓名") else default

    def press() -> list[str]:
        answers.questions.clear()
        answers.said.clear()
        clicks.press("notice", "public", ActiveBook(book.app, book), answers, AS_OF)
        return [path.name for path in tmp_path.glob("整改通报*.docx")]

    monkeypatch.setattr(answers, "ask", ask)
    monkeypatch.setattr(answers, "enter", enter)
    assert press() == []
    assert answers.questions == []
    assert "NT204" in answers.said[0]
    assert [row[0] for row in book.sheets["核实登记"].range("A2:A4").options(ndim=2).value] == [None] * 3
    assert len(press()) == 1
    assert "放行“逾期未完成”" in [question.partition("（")[0] for question in answers.questions]
    assert answers.questions[-1] == "放行人姓名："
    kept = [set(row) for row in book.sheets["核实登记"].range("A2:Z9").value]
    assert [row for row in kept if {"王芳", REASON, "NT204", "P002"} <= row]
    assert len(press()) == 2
    assert answers.questions == []
    assert any(f"已由王芳放行，内容没有变，照用：{REASON}" in text for text in answers.said)
    assert [text for text in answers.said if text.startswith("警告：")] == []
