"""`check` finds what makes commands stop, and names what stands there instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rectify_xl.judgement import checks
from rectify_xl.ledger.reading import reader
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import cell, ref

AS_OF = date(2026, 9, 28)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(resources.path("workbook_template.xlsx").read_bytes())
    return target


def found(path: Path, *codes: str) -> list[tuple[str, str, str, str]]:
    """Return what `check` by 填报 finds of some codes: code, cell, message, remedy."""
    findings = checks.run(reader.read_ledger(FileBook(path).read()), checks.profile("填报"), AS_OF)
    return [
        (each.severity, f"{each.sheet}!{each.cell}", each.message, each.fix) for each in findings if each.code in codes
    ]


def test_a_renamed_tab_is_named(path: Path) -> None:
    """问题台帐 is probably 问题台账."""
    book = load_workbook(path)
    book["问题台账"].title = "问题台帐"
    book.save(path)
    assert found(path, "RX101") == [
        (
            "error",
            "问题台账!A1",
            "缺少工作表『问题台账』（用途：一行一个具体问题，是台账的主表），其中的内容读不到。",
            "“问题台帐”可能是它改名后的样子，是的话请把工作表名改回“问题台账”；如果删掉了，请从空白台账复制一张过来。",
        )
    ]


def test_a_lost_dictionary_is_an_error(path: Path) -> None:
    """What counts as 完成 is said nowhere any more."""
    book = load_workbook(path)
    book["字典"].title = "数据字典"
    book.save(path)
    assert found(path, "RX119") == [
        (
            "error",
            "字典!A1",
            "缺少工作表『字典』，口径和下拉选项读不到。",
            "“数据字典”可能是它改名后的样子，是的话请把工作表名改回“字典”；如果删掉了，请从空白台账复制一张过来。",
        )
    ]


def test_two_tabs_of_one_name_are_an_error(path: Path) -> None:
    """A copy with a blank behind its name."""
    book = load_workbook(path)
    book.copy_worksheet(book["问题台账"]).title = "问题台账 "
    book.save(path)
    assert [each[2] for each in found(path, "RX118")] == [
        (
            "工作表『问题台账』有2张（“问题台账”、“问题台账 ”），只差看不见的字符；"
            "不知道该读哪一张，用到这张表的命令会停下来。"
        )
    ]


def test_a_column_that_commands_use_is_an_error_where_it_is_missing(path: Path) -> None:
    """公开 is optional to fill in, but `notice` cannot do without it; 整改目标 nobody reads."""
    book = load_workbook(path)
    sheet = book["问题台账"]
    sheet[cell("公开", 1)], sheet[cell("整改目标", 1)] = "是否公开", "目标"
    book.save(path)
    assert [each[:3] for each in found(path, "RX102", "RX103")] == [
        ("warning", ref("整改目标", 1), "第1行缺少列『整改目标』，『目标』可能是它改名后的样子。"),
        ("error", ref("公开", 1), "第1行缺少列『公开』，『是否公开』可能是它改名后的样子。"),
    ]
