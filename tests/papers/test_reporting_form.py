"""上报表 holds what its columns name, of the problems that are asked for, and counts them as the ledger does."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.documents.layout import form_settings
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.papers.form import form_contents, reporting_form
from rectify_xl.papers.form.reporting_form import EVERY, FormColumn, FormFilter, FormSettings, ReportingForm
from rectify_xl.text import personal_numbers
from tests.papers import form_ledgers

AS_OF = date(2026, 9, 30)
HEADER = (
    "编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 责任人 | 整改时限 | 完成程度 | 后续要求 | 即知即改 | 整改进展"
    " | 剩余事项 | 需上级支持"
)
LEDGER = f"""
[基本信息]
单位名称 | 清河镇党委
巡察轮次 | 十四届县委第六轮
反馈日期 | 2026-03-18
[问题台账]
{HEADER}
P001 | 履职 | 公示不及时 | 周明 | 财政所、党政办 | 李雷 | 2026-06-30 | 已完成 | 长期坚持 | 是 | 已公示 | |
P002 | 履职 | 台账不全 | 周明 | 党政办 | 韩梅 | 2026-07-31 | 整改中 | | | 正在补 | 尚缺两本。 | 是
P003 | 党建 | 学习走过场 | 吴芳 | 党建办 | 王力 | 长期坚持 | 已完成 | 无 | | 已学 | | |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 责任科室 | 责任人 | 时限 | 完成程度
M001-1 | | P001 | 制定公示办法 | 财政所 | 李雷 | 2026-05-31 | 已完成
M001-2 | | P001 | 每月公示 | 财政所 | 李雷 | 2026-06-30 | 整改中
M001-3 | M001-1 | P001 | 征求意见 | 财政所 | 李雷 | 2026-04-30 | 已完成
M002-1 | | P002 | 补齐台账 | 党政办 | 韩梅 | 2026-07-31 | 整改中
M009-1 | | P009 | 没有主的措施 | 党政办 | 韩梅 | 2026-07-31 | 整改中
[销号登记]
问题编号 | 类型 | 申请日期 | 申请人 | 分管领导 | 结论 | 延期至 | 延期理由 | 日期
P002 | 延期 | 2026-07-10 | 韩梅 | 周明 2026-07-12 | 通过 | 2026-08-31 | 档案在外地，须等返还 | 2026-07-12
"""


def made(*names: str, tables: str = LEDGER, asked: FormFilter = EVERY) -> ReportingForm:
    columns = [form_contents.content(name) for name in names]
    settings = FormSettings(tuple(FormColumn(column, column.name, column.width) for column in columns if column))
    return reporting_form.form(load(tables), AS_OF, settings if names else form_settings.shipped(), asked)


def texts(form: ReportingForm) -> list[list[str]]:
    return [[str(text) for text in row.texts] for row in form.rows]


def test_the_columns_that_ship_hold_what_offices_ask_for() -> None:
    """One row a problem: its texts as written, its deadline as set and as extended, how far it is."""
    form = made()
    assert [column.content.name for column in form.settings.columns] == [
        *("序号", "方面", "问题", "措施", "牵头领导", "责任单位", "责任人", "时限", "进展", "完成情况")
    ]
    assert texts(form) == [
        [
            "1",
            "履职",
            "公示不及时",
            "",
            "周明",
            "财政所、党政办",
            "李雷",
            "2026年6月30日",
            "已公示",
            "已完成，长期坚持（即知即改）",
        ],
        [
            *("2", "履职", "台账不全", "", "周明", "党政办", "韩梅"),
            *("原2026年7月31日\n延至2026年8月31日", "正在补", "整改中，尚缺两本，逾期30天"),
        ],
        ["3", "党建", "学习走过场", "", "吴芳", "党建办", "王力", "长期坚持", "已学", "已完成"],
    ]


def test_each_measure_has_a_row_and_a_part_follows_the_measure_whose_part_it_is() -> None:
    """Measures are numbered where there are several; a single one needs no number."""
    form = made("措施", "措施责任人", "措施时限", "措施完成情况")
    assert [[str(text) for text in measure] for measure in form.rows[0].measures] == [
        ["1.制定公示办法", "李雷", "2026年5月31日", "已完成"],
        ["（1）征求意见", "李雷", "2026年4月30日", "已完成"],
        ["2.每月公示", "李雷", "2026年6月30日", "整改中"],
    ]
    assert [str(form.rows[1].measures[0][0]), form.rows[2].measures] == ["补齐台账", ()]


def test_what_remains_stands_once() -> None:
    """Where what remains has a column of its own, the state does not repeat it."""
    assert texts(made("剩余事项", "完成情况", "上级支持", "是否销号"))[1] == [
        "尚缺两本。",
        "整改中，逾期30天",
        "需要",
        "否",
    ]


def test_measures_that_belong_to_nothing_are_named() -> None:
    """A measure whose problem is not in the ledger stands on no row, and is not kept silent."""
    ledger = load(LEDGER)
    rows = reporting_form.unprinted_measures(ledger, form_settings.shipped())
    assert [measure.id for measure in rows] == ["M009-1"]
    assert reporting_form.unprinted_measures(ledger, made("问题").settings) == ()


def test_totals_are_those_of_the_ledger() -> None:
    """The line of totals counts as `rollup` does; measures of no problem are told, so that both papers agree."""
    (line,) = made().lines
    assert line == (
        "共3个问题，完成2个（其中长期坚持1个、即知即改1个），继续整改1个（其中逾期1个），完成率66.67%；"
        "整改措施3条，完成1条（另有1条措施没有对应的问题，没有列出）。"
    )
    counted = problem_counts.roll_up(load(LEDGER), AS_OF)
    assert counted.measures == 3 + 1
    total = counted.total
    assert (total.problems, total.done, total.ongoing, total.overdue) == (3, 2, 1, 1)


@pytest.mark.parametrize(
    ("asked", "ids", "line"),
    [
        (FormFilter(department="党政办"), ["P001", "P002"], "本表只列责任单位“党政办”的问题2个（台账共3个）。"),
        (FormFilter(leader="吴芳"), ["P003"], "本表只列牵头领导“吴芳”的问题1个（台账共3个）。"),
        (FormFilter(aspect="党建"), ["P003"], "本表只列方面“党建”的问题1个（台账共3个）。"),
        (FormFilter(state="逾期"), ["P002"], "本表只列状态“逾期”的问题1个（台账共3个）。"),
        (FormFilter(state="已完成"), ["P001", "P003"], "本表只列状态“已完成”的问题2个（台账共3个）。"),
        (FormFilter(state="已延期"), ["P002"], "本表只列状态“已延期”的问题1个（台账共3个）。"),
        (FormFilter(state="需上级支持"), ["P002"], "本表只列状态“需上级支持”的问题1个（台账共3个）。"),
        (FormFilter(state="长期坚持"), ["P001"], "本表只列状态“长期坚持”的问题1个（台账共3个）。"),
        (
            FormFilter("党政办", "周明", "", "未完成"),
            ["P002"],
            "本表只列责任单位“党政办”、牵头领导“周明”、状态“未完成”的问题1个（台账共3个）。",
        ),
    ],
)
def test_a_choice_is_told_with_how_many_there_are(asked: FormFilter, ids: list[str], line: str) -> None:
    """A form of some problems says of which, and of how many."""
    form = made(asked=asked)
    assert [row.problem.id for row in form.rows] == ids
    assert form.lines[0] == line
    assert form.lines[1].startswith(f"共{len(ids)}个问题，")


def test_what_is_for_the_office_itself_never_goes_up() -> None:
    """No column holds 备注 or a mark, and none can be had."""
    tables = LEDGER.replace("需上级支持\n", "需上级支持 | 备注\n").replace("已公示 | |", "已公示 | | | 内部话")
    form = made(*(content.name for content in form_contents.CONTENTS), tables=tables)
    assert load(tables).problems[0].row.text("备注") == "内部话"
    printed = "".join(str(text) for row in form.rows for line in (row.texts, *row.measures) for text in line)
    assert "内部话" not in printed
    assert [name for name in form_contents.KEPT_INSIDE if form_contents.content(name)] == []


@pytest.mark.parametrize(
    ("unit", "turn", "inspector", "title"),
    [
        (
            "清河镇党委",
            "十四届县委第六轮",
            "县委第四巡察组",
            "清河镇党委关于十四届县委第六轮巡察反馈问题整改情况上报表",
        ),
        ("清河镇党委", "十四届县委第六轮巡察", "", "清河镇党委关于十四届县委第六轮巡察反馈问题整改情况上报表"),
        ("清河镇党委", "", "县委第四巡察组", "清河镇党委关于县委第四巡察组反馈问题整改情况上报表"),
        ("清河镇党委", "县委第六轮巡察反馈意见", "", "清河镇党委关于县委第六轮巡察反馈问题整改情况上报表"),
        ("市一院", "省委巡视", "", "市一院关于省委巡视反馈问题整改情况上报表"),
        ("", "", "", "关于巡察反馈问题整改情况上报表"),
    ],
)
def test_no_word_stands_in_the_title_twice(unit: str, turn: str, inspector: str, title: str) -> None:
    """The title names the unit and the round, however the round is written in the ledger."""
    ledger = load(
        f"[基本信息]\n单位名称 | {unit}\n巡察轮次 | {turn}\n巡察机构 | {inspector}\n[问题台账]\n编号 | 具体问题"
    )
    assert reporting_form.title(ledger, reporting_form.TITLE) == title


def test_what_cannot_be_read_is_marked() -> None:
    """The level above is not shown a word or a deadline of which nobody knows what it means as if it were certain."""
    tables = LEDGER.replace("2026-07-31 | 整改中 |", "2026.13.1 | 推进中 |").replace("P002 | 延期", "P001 | 延期")
    row = texts(made("时限", "完成情况", tables=tables))[1]
    assert row == ["2026.13.1（待核）", "推进中（待核），尚缺两本"]


def test_a_problem_registered_anew_stands_last_and_says_so() -> None:
    """It is none of the feedback's problems, and is counted apart from them."""
    tables = """
    [基本信息]
    单位名称 | 清河镇党委
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 关联编号
    P003 | 履职 | 又走过场 | 整改中 | P001
    P001 | 履职 | 走过场 | 已完成 |
    P002 | 履职 | 不公示 | 整改中 |
    [销号登记]
    问题编号 | 类型 | 申请日期 | 结论 | 日期
    P001 | 销号 | 2026-05-06 | 通过 | 2026-05-08
    """
    form = made("序号", "编号", "问题", tables=tables)
    assert texts(form) == [
        ["1", "P001", "走过场"],
        ["2", "P002", "不公示"],
        ["3", "P003", "又走过场（反弹后重新登记）"],
    ]
    assert form.lines[0] == (
        "共2个问题，完成1个，继续整改1个，完成率50%。另有反弹后重新登记的1个，完成0个，继续整改1个。"
    )


def test_a_unit_typed_on_two_lines_is_one_name() -> None:
    """A line break in a cell does not break the title."""
    ledger = form_ledgers.ledger(1)
    row = ledger.info["单位名称"]
    broken = row._replace(values=("单位名称", "清河镇\n党委"), texts=("单位名称", "清河镇\n党委"))
    ledger = ledger._replace(info={**ledger.info, "单位名称": broken})
    form = reporting_form.form(ledger, AS_OF, form_settings.shipped())
    assert (form.unit, form.title) == ("清河镇党委", "清河镇党委关于十四届县委第六轮巡察反馈问题整改情况上报表")


def test_numbers_of_persons_are_told() -> None:
    """What is printed of a person's numbers is named with its cell; nothing is covered on the way up."""
    tables = LEDGER.replace("已公示", "已联系群众（手机13812345678）")
    form = made(tables=tables)
    assert personal_numbers.places(reporting_form.printed_texts(form)) == (("问题台账!K2", "手机号"),)
    assert "13812345678" in str(form.rows[0].texts[8])


def test_every_problem_and_measure_is_there_in_order() -> None:
    """An independent count of the rows of a larger ledger."""
    form = reporting_form.form(form_ledgers.ledger(120), AS_OF, form_settings.shipped())
    assert [row.problem.id for row in form.rows] == [f"P{number:03d}" for number in range(1, 121)]
    assert [len(row.measures) for row in form.rows] == [number % 4 for number in range(1, 121)]
