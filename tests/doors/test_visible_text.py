"""Nothing that stands in a cell steers the terminal on which it is shown."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from rectify_xl.commands.outcome import Outcome, OutputTable
from rectify_xl.doors import terminal
from rectify_xl.doors.visible_text import escaped, visible
from tests.doors.test_cli import call
from tests.workbook import office
from tests.workbook.live import ledgers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("整改进展，一是补齐资料17份。", "整改进展，一是补齐资料17份。"),
        ("\x1b[31m红", "〔U+001B〕[31m红"),
        ("\x1b]0;title\x07", "〔U+001B〕]0;title〔U+0007〕"),
        ("\x9b2J", "〔U+009B〕2J"),
        ("甲\u202e乙", "甲〔U+202E〕乙"),
        ("甲\u2066乙\u2069", "甲〔U+2066〕乙〔U+2069〕"),
        ("甲\r乙\x08\x7f", "甲〔U+000D〕乙〔U+0008〕〔U+007F〕"),
        ("甲\x0b\x1c\x85乙", "甲〔U+000B〕〔U+001C〕〔U+0085〕乙"),
        ("甲\ud800乙", "甲〔U+D800〕乙"),
        ("甲\r\n乙\t丙\u3000丁", "甲\n乙\t丙\u3000丁"),
    ],
)
def test_what_steers_a_terminal_is_shown_by_its_code(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_json_is_the_same_data_without_a_sign_that_a_terminal_obeys() -> None:
    data = {"甲\x9b": ["乙\x1b[2J", "丙\u202e", "丁\x7f", "戊\n", "己\ud800"]}
    text = escaped(data)
    assert json.loads(text) == data
    assert [mark for mark in text if not mark.isprintable() and mark != "\n"] == []
    assert escaped({"甲": "乙“丙”"}) == '{\n  "甲": "乙“丙”"\n}'


def test_titles_cells_and_summary_are_all_shown_so(capsys: pytest.CaptureFixture[str]) -> None:
    table = OutputTable("题\x1b[1m", ("级别", "问题"), (("错误", "甲\u202e乙"), ("提醒", "丙\x07")))
    terminal.show(Outcome({}, ("完\x1b[2J",), (table,)))
    shown = capsys.readouterr().out
    assert [mark for mark in shown if not mark.isprintable() and mark != "\n"] == []
    assert [code in shown for code in ("〔U+001B〕[1m", "甲〔U+202E〕乙", "丙〔U+0007〕", "完〔U+001B〕[2J")] == [
        True
    ] * 4


def test_a_name_of_a_file_in_a_message_does_not_steer_it_either(tmp_path: Path) -> None:
    done = call("check", str(tmp_path / "甲\x1b[31m.xlsx"))
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "甲〔U+001B〕[31m.xlsx" in done.stderr


HOSTILE = {
    "ansi": "_x001B_[31m红_x001B_]0;题_x0007_\u202e倒",
    "control": "甲_x0000__x0008_乙_x007F_\u2066丙_x009B_2J",
}
"""Texts as a workbook holds them: what XML cannot say stands there by its code."""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["notice", "-o"], ["rollup"]])
def test_hostile_workbooks_reach_no_terminal(name: str, words: list[str], tmp_path: Path) -> None:
    """Whatever a command says of them, by table or by JSON, holds no control character; the notice is not made."""
    paper = tmp_path / "通报.txt"
    rows = "编号 | 方面 | 具体问题 | 完成程度 | 整改进展\nP001 | 记号方面 | 记号问题 | 记号程度 | 记号进展"
    book = ledgers.build(tmp_path / "台账.xlsx", f"[问题台账]\n{rows}")
    content = office.parts(book)
    with zipfile.ZipFile(book, "w") as archive:
        for part, data in content.items():
            archive.writestr(part, data.replace("记号".encode(), HOSTILE[name].encode()))
    command, *rest = words
    done = call(command, str(book), *rest, *([str(paper)] if rest == ["-o"] else []))
    told = done.stdout + done.stderr
    assert len(told) > 20
    assert [mark for mark in told if not mark.isprintable() and mark != "\n"] == []
    assert not paper.exists()
