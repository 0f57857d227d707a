"""The saved counts look like 统计汇总: four tables with totals and percentages, ready for paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_builder import MemoryBook, raw_book
from rectify_xl.commands import rollup
from rectify_xl.commands.outcome import Request
from rectify_xl.errors import PaperError

LEDGER = """
[基本信息]
单位名称 | 清河镇党委
巡察轮次 | 十四届县委第六轮
反馈日期 | 2026-03-18
[问题台账]
编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 剩余事项
P001 | =履职 | 公示不及时 | 周明 | 财政所 | 2026-06-30 | 已完成 | 长期坚持 |
P002 | =履职 | 台账不全 | 周明 | 党政办 | 2026-07-31 | 整改中 | | 尚缺两本
P003 | 党建 | 学习走过场 | 吴芳 | 党建办 | 明天再说 | 整改中 | |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 完成程度
M001-1 | | P001 | 制定公示办法 | 已完成
M001-2 | M001-1 | P001 | 征求意见 | 整改中
M002-1 | | P002 | 补齐台账 | 整改中
[制度清单]
名称 | 文号 | 新建/修订 | 日期 | 问题编号
公示办法 | 1号 | 新建 | 2026-05-01 | P001
"""


def saved(folder: Path, name: str = "汇总表.xlsx") -> Worksheet:
    target = folder / name
    request = Request(date(2026, 9, 30), MemoryBook(raw_book(LEDGER)), options={"output": str(target)})
    assert rollup.run(request).made[0].path == str(target)
    return load_workbook(target).worksheets[0]


def test_it_has_the_four_tables_with_their_sums(tmp_path: Path) -> None:
    """Counts are numbers, shares are percentages; nothing is called in time whose deadline nobody can read."""
    sheet = saved(tmp_path)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if row[1].value or row[0].value]
    assert rows[0][0] == "清河镇党委巡察整改统计汇总"
    assert rows[1][0] == "十四届县委第六轮　　截至2026年9月30日，口径见台账《字典》。"
    total = [None, "合计", 3, 1, 0, 2, 1, 1, 0, pytest.approx(1 / 3)]
    assert rows[2:7] == [
        ["一、按方面", *[None] * 9],
        [
            "序号",
            "名称",
            "问题数",
            "完成",
            "已销号",
            "继续整改",
            "其中逾期",
            "长期坚持",
            "即知即改",
            "完成率",
        ],
        [1, "=履职", 2, 1, 0, 1, 1, 1, 0, 0.5],
        [2, "党建", 1, 0, 0, 1, 0, 0, 0, 0],
        total,
    ]
    assert [row[:6] for row in rows[8:14]] == [
        ["序号", "类别", "总数", "完成", "未完成", "完成率"],
        [1, "整改措施", 2, 1, 1, 0.5],
        [2, "具体措施", 1, 0, 1, 0],
        [3, "制度", 1, None, None, None],
        [None, "　其中：新建", 1, None, None, None],
        [None, "　其中：修订", 0, None, None, None],
    ]
    assert [row[0] for row in rows if str(row[0])[1:2] == "、"] == [
        "一、按方面",
        "二、整改措施和制度",
        "三、按责任科室（一格写几个科室的，计入写在最前面的牵头科室）",
        "四、按牵头领导",
    ]
    assert [row for row in rows if row[1] == "合计"] == [total] * 3
    assert str(rows[-1][0]).startswith("注：时限读不出的问题1个，")
    assert sheet["J5"].number_format == "0.0%"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_it_prints_on_one_page_across(tmp_path: Path) -> None:
    """A4 upright, as wide as the paper; the cells of 10 pt are printed at 9 or more."""
    sheet = saved(tmp_path)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    across = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJ") * 7 / 96 * 25.4
    assert 10 * (210 - 2 * 0.3 * 25.4) / across >= 9


def test_programs_get_a_plain_table(tmp_path: Path) -> None:
    """A .csv stays a table of lines, in which no name is a formula."""
    target = tmp_path / "汇总表.csv"
    rollup.run(Request(date(2026, 9, 30), MemoryBook(raw_book(LEDGER)), options={"output": str(target)}))
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "口径,名称,问题,完成,已销号,继续整改,长期坚持,即知即改,逾期,完成率"
    assert lines[1] == "按方面,'=履职,2,1,0,1,1,0,1,0.5"
    with pytest.raises(PaperError, match="汇总表的文件名应以"):
        saved(tmp_path, "汇总表.txt")
