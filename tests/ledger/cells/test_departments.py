"""A cell that names several departments counts once, under the one that leads; every one of them is known."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import problem_counts

AS_OF = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", ()),
        ("办公室", ("办公室",)),
        ("党政办、纪委", ("党政办", "纪委")),
        ("农业农村办，财政所", ("农业农村办", "财政所")),
        ("农业农村办,财政所", ("农业农村办", "财政所")),
        ("党政办;财政所；纪委", ("党政办", "财政所", "纪委")),
        ("医务科/护理部", ("医务科", "护理部")),
        ("医务科／护理部", ("医务科", "护理部")),
        ("党政办\n纪委", ("党政办", "纪委")),
        ("党政办＋纪委", ("党政办", "纪委")),
        ("党政办 纪委", ("党政办", "纪委")),
        ("党政办　纪委 财政所", ("党政办", "纪委", "财政所")),
        ("财 务 科", ("财务科",)),
        ("财务 科", ("财务科",)),
        ("组织办（党建办）", ("组织办（党建办）",)),
        ("组织办 (党建办)", ("组织办（党建办）",)),
        ("组织办（党建办、统战办），财政所", ("组织办（党建办、统战办）", "财政所")),
        ("党政办、纪委、党政办", ("党政办", "纪委")),
        ("党政办、", ("党政办",)),
        ("、党政办", ("党政办",)),
        ("人事与教育科", ("人事与教育科",)),
        ("各站办所", ("各站办所",)),
        ("、", ("、",)),
    ],
)
def test_the_names_of_a_cell_stand_in_its_order(cell: str, names: tuple[str, ...]) -> None:
    """Whatever separates them; brackets hold an alias, blanks may pad a name, and nothing is named twice."""
    assert departments.names(cell) == names


def test_the_office_says_what_counts_as_what() -> None:
    """A line of 字典 counts a name under another one, in whatever place of a cell it stands."""
    rules = departments.rules([("党建办", "组织办（党建办）"), ("组织办", "组织办(党建办)"), ("财政所", "")])
    assert departments.names("党建办、财政所，组织办", rules) == ("组织办（党建办）", "财政所")


@pytest.mark.parametrize(
    ("cell", "wanted", "concerned"),
    [
        ("农业农村办，财政所", "财政所", True),
        ("农业农村办，财政所", "农业农村办", True),
        ("农业农村办，财政所", "财政", False),
        ("组织办（党建办）", "组织办", True),
        ("组织办（党建办）", "党建办", True),
        ("组织办（党建办）", "组织办(党建办)", True),
        ("各站办所", "财政所", True),
        ("全院各科室", "财务科", True),
        ("全科医学科", "财务科", False),
        ("", "财务科", False),
    ],
)
def test_a_department_is_found_in_every_place(cell: str, wanted: str, *, concerned: bool) -> None:
    """As the leading one, as another one, by its alias, and as one of all."""
    assert departments.concerns(departments.names(cell), wanted) is concerned


LEDGER = """
    [基本信息]
    反馈日期 | 2026-03-01
    [问题台账]
    编号 | 方面 | 责任科室 | 牵头领导 | 整改时限 | 完成程度 | 即知即改 | 整改进展 | 完成日期
    P001 | 甲 | 农业农村办，财政所 | 张三 | 2026-06-30 | 已完成 | 是 | 已逐户核对。 | 2026-06-01
    P002 | 甲 | 财政所；农业农村办 | 李四、张三 | 2026-06-30 | 整改中
    P003 | 甲 | 农业农村办 | 张 三 | 2026-12-31 | 整改中
    P004 | 乙 | 各站办所 |  | 2026-06-30 | 已完成
    P005 | 乙 |  | 李四 | 2026-06-30 | 整改中
    [佐证材料]
    编号 | 问题/措施编号 | 名称 | 文件或文号
    E001 | P001 | 核对表 | 核对表.pdf
    [销号登记]
    问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
    P001 | 销号 | 2026-06-20 | 王五 | 同意 | 王五 | 张三 | 钱六 | | 通过 | | | | 2026-07-01
    P004 | 销号 | | | | | | | | 退回 | | | | 2026-07-01
    P005 | 延期 | | | | | | | | 通过 | | | | 2026-07-01
"""  # noqa: E501


def test_each_problem_counts_under_its_leading_department_and_leader() -> None:
    """Problems, done, closed, overdue of each; every breakdown sums to the total."""
    counted = problem_counts.roll_up(ledger_builder.load(LEDGER), AS_OF)
    assert [(each.title, each.problems, each.done, each.closed, each.overdue) for each in counted.departments] == [
        ("农业农村办", 2, 1, 1, 0),
        ("财政所", 1, 0, 0, 1),
        ("各站办所", 1, 1, 0, 0),
        ("（未填责任科室）", 1, 0, 0, 1),
    ]
    assert [(each.title, each.problems, each.done, each.closed, each.overdue) for each in counted.leaders] == [
        ("张三", 2, 1, 1, 0),
        ("李四", 2, 0, 0, 2),
        ("（未填牵头领导）", 1, 1, 0, 0),
    ]
    assert (counted.total.problems, counted.total.done, counted.total.closed) == (5, 2, 1)


def test_the_dictionary_counts_one_department_under_another() -> None:
    """With 财政所 under 农业农村办, the ledger has one department less."""
    rule = "[字典]\n科室名单 | 计入科室\n财政所 | 农业农村办\n农业农村办 |\n各站办所 | 党政办\n"
    counted = problem_counts.roll_up(ledger_builder.load(LEDGER + rule), AS_OF)
    assert [(each.title, each.problems) for each in counted.departments] == [
        ("农业农村办", 3),
        ("党政办", 1),
        ("（未填责任科室）", 1),
    ]
