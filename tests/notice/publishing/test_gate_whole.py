"""What decides whether a row is printed is there and readable, or the notice stops: whole workbooks, at the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests import addresses
from tests.doors.test_cli import call
from tests.workbook.live import ledgers

PLAIN = """
    [基本信息]
    单位名称 | 青石镇卫生院
    巡察机构 | 县委第二巡察组
    巡察开始 | 2026-01-05
    巡察结束 | 2026-02-10
    反馈日期 | 2026-03-18
    通报日期 | 2026-09-26
    落款单位 | 中共青石镇卫生院支部委员会
    联系电话 | 0999-5550123
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 责任人 | 整改时限 | 完成程度 | 后续要求 | 整改进展 | 公开 | 不公开理由
    P001 | 甲 | 学习走过场 | 办公室 | 张建国 | 2026-06-30 | 已完成 | 无 | 一是补齐学习资料17份。 | 是 | #空
    P002 | 甲 | 库房没有巡检 | 办公室 | 李卫东 | 2026-06-30 | 已完成 | 无 | 一是逐日巡检库房。 | 是 | #空
    P003 | 乙 | 用车登记不全 | 办公室 | 王海霞 | 2026-06-30 | 已完成 | 无 | 一是补登公务用车。 | 是 | #空
"""


def ledger(folder: Path, change: Callable[[Any], None]) -> Path:
    """Write a ledger whose public notice can be made, and change it in another program."""
    path = ledgers.build(folder / "台账.xlsx", PLAIN.replace("#空", ""))
    book = load_workbook(path)
    book["通报文稿"].delete_rows(2, 100)  # the sample prose of a new ledger stops every public notice
    change(book)
    book.save(path)
    return path


def notice(path: Path) -> tuple[int, str, str]:
    """Return the exit code of `notice`, what it said and what it wrote."""
    paper = path.with_name("通报.txt")
    done = call("notice", str(path), "--as-of", "2026-09-28", "-o", str(paper))
    told = "".join((done.stdout + done.stderr).split())
    return done.returncode, told, paper.read_text(encoding="utf-8") if paper.exists() else ""


def cell(book: Any, header: str, row: int) -> Any:
    """Return the cell of a column of 问题台账."""
    sheet = book["问题台账"]
    return sheet.cell(row, next(each.column for each in sheet[1] if each.value == header))


def test_a_plain_ledger_is_published(tmp_path: Path) -> None:
    status, _, printed = notice(ledger(tmp_path, lambda _: None))
    assert status == 0
    assert [word in printed for word in ("学习资料", "逐日巡检", "公务用车")] == [True, True, True]


def test_a_renamed_flag_stops_the_notice_and_is_named(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        cell(book, "公开", 3).value = "否"
        cell(book, "公开", 1).value = "是否公开"

    status, told, printed = notice(ledger(tmp_path, rename))
    assert (status, printed) == (2, "")
    assert f"{addresses.cell('公开', 1)}“是否公开”可能就是它，请改回“公开”" in told


def test_a_merged_flag_holds_for_all_its_rows(tmp_path: Path) -> None:
    """公开 = 否 over P002 and P003: neither is printed, and `check` names the merged cells."""

    def merge(book: Any) -> None:
        for header, word in (("公开", "否"), ("不公开理由", "涉及办案秘密")):
            first = cell(book, header, 3)
            first.value = word
            cell(book, header, 4).value = None
            book["问题台账"].merge_cells(start_row=3, end_row=4, start_column=first.column, end_column=first.column)

    path = ledger(tmp_path, merge)
    status, _, printed = notice(path)
    assert (status, "学习资料" in printed) == (0, True)
    assert [word in printed for word in ("巡检", "公务用车")] == [False, False]
    checked = call("check", str(path), "--as-of", "2026-09-28", "--json").stdout
    assert f"『公开』有1处上下合并（{addresses.area('公开', 3, 4)}），读作各行都是“否”。" in checked


@pytest.mark.parametrize("name", ["肖建国", "古丽米热·艾比布力", "王𬭚生", "扎西次仁", "闫丽", "农布"])
def test_names_of_every_kind_are_covered_or_stop_the_notice(name: str, tmp_path: Path) -> None:
    def named(book: Any) -> None:
        cell(book, "责任人", 2).value = name
        cell(book, "整改进展", 2).value = f"一是{name}逐一核对登记簿。"

    _, _, printed = notice(ledger(tmp_path, named))
    assert name not in printed


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("问题台账", "牵头领导"),
        ("问题台账", "责任人"),
        ("整改措施", "责任人"),
        ("销号登记", "验收人"),
        ("回头看", "检查人"),
    ],
)
def test_a_renamed_column_of_people_stops_the_notice(sheet: str, name: str, tmp_path: Path) -> None:
    """The names in it would not be known, and so would be printed."""
    place = addresses.cell(name, 1, sheet)

    def rename(book: Any) -> None:
        assert book[sheet][place].value == name
        book[sheet][place] = "经手的同志"

    status, told, printed = notice(ledger(tmp_path, rename))
    assert (status, printed) == (2, "")
    assert f"《{sheet}》没有“{name}”列，{place}“经手的同志”可能就是它" in told


def test_a_picture_of_wps_is_called_one_and_nobody_is_told_to_damage_it(tmp_path: Path) -> None:
    def picture(book: Any) -> None:
        cell(book, "整改进展", 3).value = '=DISPIMG("ID_7F3A",1)'
        cell(book, "整改进展", 3).data_type = "s"

    path = ledger(tmp_path, picture)
    told = call("check", str(path), "--as-of", "2026-09-28", "--json").stdout
    assert "WPS的单元格图片（公式DISPIMG" in told
    assert "删去P3开头的" not in told
    status, _, printed = notice(path)
    assert (status, printed) == (1, "")
