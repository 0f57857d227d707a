"""The live formulas of 统计汇总, calculated by LibreOffice, give the same numbers as `rollup`."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generate import ledger_builder
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting import summary_layout as at
from rectify_xl.ledger.counting.problem_counts import Rollup
from tests.generate import template_filling

AS_OF = date(2025, 9, 26)

LEDGERS = {
    "空白": "",
    "混合": """
        [基本信息]
        单位名称 | 云溪县人民医院
        反馈日期 | 2025-03-18
        研判日期 | #日 2025-09-26
        [问题台账]
        编号 | 方面   | 大项 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 即知即改 | 剩余事项 | 剩余时限 | 预警 | 备注
        P001 | 第一类 | 甲   | 办公室   | 2025-06-30 | 已完成   | 长期坚持 | 是       |          |          |      |
        P002 | 第一类 | 甲   | 财务科   | 2025-06-30 | 已完成   | 长期坚持 | √        | 制度待审 | 2025年12月 | 红·逾期
        P003 | 第一类 | 乙   | 财务科   | 2025-06-30 | 整改中   | 无       |          |          |          | 红·逾期 |
        P004 | 第二类 |      | 医务科   | 2025-06-30 | 已完成   | 持续推进 | 否       |          |          |      |
        P005 | 第二类 |      |          | 2025-12-31 | 基本完成 | 无       | 是       |          |          | 橙·临期 |
        P006 |        | 甲   | 办公室   | 2025-06-30 | 未启动   |          |          |          |          | 红·逾期 |
        P007 |        |      |          |            |          |          |          |          |          |      |
|||||||||||待补
        [整改措施]
        措施编号 | 上级措施 | 问题编号 | 措施内容 | 完成程度
        M001-1   |          | P001     | 修订办法 | 已完成
        M001-2   | M001-1   | P001     | 印发办法 | 已完成
        M001-3   | M001-1   | P001     | 组织学习 | 整改中
        M002-1   |          | P002     | 专项检查 | 基本完成
        [制度清单]
        名称 | 文号 | 新建/修订
        采购管理办法 | 院发1号 | 修订
        会议制度 |  | 新建
        请销假制度 |  |
    """,
    "改口径": """
        [问题台账]
        编号 | 方面 | 责任科室 | 完成程度 | 后续要求
        P001 | 甲   | 办公室   | 基本完成 | 持续推进
        P002 | 甲   | 办公室   | 已办结   | 每年复查
        P003 | 甲   | 办公室   | 已完成   | 长期坚持
        P004 | 乙   | 人事科   | 整改中   | 长期坚持
        [字典]
        完成程度 | 口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期
        未启动   | 未启动        | 否       | 无            | 否
                 | 整改中        |          | 长期坚持      | √
        基本完成 | 基本完成      | 是       | 持续推进      | 否
        已完成   | 已完成        | √        | 每年复查      | Y
        已办结   | 已办结        | 1        |               | 是
    """,
    "怪字": """
        [问题台账]
        编号 | 方面          | 大项  | 责任科室   | 完成程度   | 即知即改
        P001 | 甲?           | 一    | 医务科*    | 已完成　   | ＴＲＵＥ
        P002 | 甲乙          | 一    | 医务科甲   | 已完成     | #数 1
        P003 | 　甲?         | 　    | 医务科*    | 整改中     | 1
        P004 | =1+1          | <2>   | ~科        | #N/A       | 对
    """,
    "十一个方面": "[问题台账]\n编号 | 方面 | 责任科室 | 完成程度\n"
    + "\n".join(f"P{number:03} | 方面{number} | 办公室 | 已完成" for number in range(1, 12)),
    "六个方面": "[问题台账]\n编号 | 方面 | 责任科室 | 完成程度\n"
    + "\n".join(f"P{number:03} | 方面{(number - 1) % 6} | 科{(number - 1) % 9} | 整改中" for number in range(1, 61)),
}
LEDGERS["行数太多"] = "[整改措施]\n措施编号 | 措施内容\n" + "M001-1 | 修订办法\n" * 3000
FORMULAS = ("=ROWS(字典_完成程度)", "=INDEX(字典_完成程度,ROWS(字典_完成程度))", "=ROWS(字典_是否)")


@pytest.fixture(scope="module")
def calculated(soffice: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with all ledgers as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("filled")
    for name, tables in LEDGERS.items():
        template_filling.fill(folder / f"{name}.xlsx", tables, FORMULAS)
    sources = [str(path) for path in sorted(folder.glob("*.xlsx"))]
    target = folder / "calculated"
    subprocess.run(
        [*soffice, "--convert-to", "xlsx", "--outdir", str(target), *sources],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return target


def summary(folder: Path, name: str) -> list[list[Any]]:
    return template_filling.cells(folder / f"{name}.xlsx", "统计汇总")


def expected(name: str) -> Rollup:
    return problem_counts.roll_up(ledger_builder.load(LEDGERS[name]), AS_OF)


def judged(name: str) -> bool:
    return "研判日期" in LEDGERS[name]


def lines(rows: list[list[Any]], first: int, last: int) -> dict[str, tuple[Any, ...]]:
    """Return problems, done, ongoing, longterm, immediate, overdue, closed by title for the lines with problems."""
    return {
        row[1]: (
            row[2],
            row[3],
            row[5],
            row[8],
            row[9],
            *(0 if row[column] == "未研判" else row[column] for column in (7, 4)),
        )
        for row in rows[first - 1 : last]
        if row[2] not in ("", 0)
    }


def as_lines(counted: tuple[problem_counts.StatusCounts, ...]) -> dict[str, tuple[Any, ...]]:
    return {
        line.title: (line.problems, line.done, line.ongoing, line.longterm, line.immediate, line.overdue, line.closed)
        for line in counted
    }


def test_the_mixed_ledger_gives_the_numbers_counted_by_hand(calculated: Path) -> None:
    """Mixed rows go on, long-term is a part of done, rows without aspect or department have their own line."""
    rows = summary(calculated, "混合")
    assert rows[0][0] == "云溪县人民医院巡察整改统计汇总"
    assert rows[3][:11] == [8, "", 2, 0, 6, 3, 2, 1, 0.25, 2, 4]
    assert lines(rows, at.ASPECTS.first, at.ASPECTS.loose) == {
        "第一类": (3, 1, 2, 1, 1, 2, 0),
        "第二类": (2, 1, 1, 1, 0, 0, 0),
        "（未填方面）": (3, 0, 3, 0, 0, 1, 0),
    }
    assert lines(rows, at.DEPARTMENTS.first, at.DEPARTMENTS.loose) == {
        "办公室": (2, 1, 1, 1, 1, 1, 0),
        "财务科": (2, 0, 2, 0, 0, 2, 0),
        "医务科": (1, 1, 0, 1, 0, 0, 0),
        "（未填责任科室）": (3, 0, 3, 0, 0, 0, 0),
    }
    measures = [row[1:6] for row in rows[at.MEASURE_HEADER : at.MEASURE_LAST]]
    assert measures[:3] == [["整改措施", 2, 1, 1, 0.5], ["具体措施", 2, 1, 1, 0.5], ["制度", 3, "", "", ""]]
    assert [row[1] for row in measures[3:]] == [1, 1]


@pytest.mark.parametrize("name", [name for name in LEDGERS if name not in {"十一个方面", "行数太多"}])
def test_formulas_agree_with_the_roll_up(calculated: Path, name: str) -> None:
    """Totals, aspects, departments, groups, measures and rules are those of `rollup`."""
    rows, counted = summary(calculated, name), expected(name)
    assert lines(rows, at.ASPECTS.first, at.ASPECTS.loose) == as_lines(counted.aspects)
    assert lines(rows, at.DEPARTMENTS.first, at.DEPARTMENTS.loose) == as_lines(counted.departments)
    for total in (at.ASPECTS.total, at.DEPARTMENTS.total, at.LEADERS.total):
        line = rows[total - 1]
        by_day = (counted.total.overdue, counted.total.closed) if judged(name) else ("未研判", "未研判")
        assert (line[7], line[4]) == by_day
        assert (line[2], line[3], line[5], line[8], line[9]) == counted.total[1:6]
    assert rows[3][9:11] == [counted.named_aspects, counted.groups]
    measures = rows[at.MEASURE_HEADER : at.MEASURE_LAST]
    assert [row[2] for row in measures[:3]] == [counted.measures, counted.actions, counted.regulations]
    assert [row[3] for row in measures[:2]] == [counted.measures_done, counted.actions_done]


def test_edited_counting_rules_count_at_once(calculated: Path) -> None:
    """With 基本完成 and 已办结 counted, three of four are done; 持续推进 no longer is long-term."""
    assert summary(calculated, "改口径")[3][:8] == [4, "", 3, "未研判", 1, "未研判", 2, 0]


@pytest.mark.parametrize("name", LEDGERS)
def test_no_cell_shows_an_error(calculated: Path, name: str) -> None:
    """Nothing like #DIV/0! or #N/A stands on the sheet, on the blank ledger least of all."""
    shown = [value for row in summary(calculated, name) for value in row if isinstance(value, str)]
    assert [value for value in shown if value.startswith("#") and "错误" not in value] == []


@pytest.mark.parametrize("name", ["空白", "改口径"])
def test_the_control_agrees(calculated: Path, name: str) -> None:
    """Where all lines are shown and suffice, the control cell says so."""
    assert summary(calculated, name)[4][1] == "相符：各分项之和等于合计。"


def test_the_control_tells_empty_aspects_though_the_sums_agree(calculated: Path) -> None:
    """Three rows of the mixed ledger have no 方面, as the lower cells of a merge have none."""
    assert summary(calculated, "混合")[4][1] == (
        "相符：各分项之和等于合计。有3个问题的方面是空的：如果是合并单元格，这里数不到，请取消合并、逐行填写；"
    )


def test_the_control_names_what_has_no_line(calculated: Path) -> None:
    """Eleven aspects in ten lines: one problem stands in a line of its own, and the sums agree all the same."""
    rows = summary(calculated, "十一个方面")
    assert rows[4][1] == (
        "不符：方面超过10个，方面列不下的问题1个在“（本页列不下）”行；"
        "另有7个问题所在的方面行没有显示，请点“汇总统计”，或选中第25行至第37行右键“取消隐藏”；"
    )
    assert rows[3][:3] == [11, "", 11]
    assert rows[3][9] == 11


def test_hidden_lines_are_told_though_the_sums_agree(calculated: Path) -> None:
    """Six aspects and nine departments where the blank sheet shows four and eight lines: nothing is wrong."""
    assert summary(calculated, "六个方面")[4][1] == (
        "相符：各分项之和等于合计。另有20个问题所在的方面行没有显示，请点“汇总统计”，或选中第25行至第37行右键“取消隐藏”；"
        "另有6个问题所在的科室行没有显示，请点“汇总统计”，或选中第50行至第82行右键“取消隐藏”；"
    )


def test_the_control_names_rows_below_the_last_one(calculated: Path) -> None:
    """3000 measures end in row 3001, one row below the last that is counted."""
    assert summary(calculated, "行数太多")[4][1] == "不符：《整改措施》第3000行以下还有内容，没有计入；"


def test_dropdowns_reach_words_that_the_office_adds(calculated: Path) -> None:
    """The list runs to its last word, also across a gap; other lists keep their length."""
    blank = [row[0] for row in template_filling.cells(calculated / "空白.xlsx", template_filling.SCRATCH)]
    edited = [row[0] for row in template_filling.cells(calculated / "改口径.xlsx", template_filling.SCRATCH)]
    assert blank == [4, "已完成", 2]
    assert edited == [5, "已办结", 2]


def test_libreoffice_prints_the_template(soffice: list[str], tmp_path: Path) -> None:
    """The blank ledger converts to a PDF with at least a page per sheet."""
    source = str(template_filling.TEMPLATE)
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), source],
        check=True,
        capture_output=True,
        timeout=300,
    )
    content = (tmp_path / "workbook_template.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) >= 14
