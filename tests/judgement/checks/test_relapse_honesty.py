"""A 反弹 is not talked away, and an old problem does not become a relapse by a pointer."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.judgement.risks.assess import assess
from rectify_xl.ledger.counting import problem_counts, registered_relapses

AS_OF = date(2026, 11, 28)
LOOKED = """
[问题台账]
编号 | 具体问题 | 完成程度 | 完成日期 | 责任人
P001 | 读者证办理超期 | 已完成 | 2026-08-20 | 李四
[回头看]
日期 | 问题/措施编号 | 结论 | 检查人
2026-11-01 | P001 | 反弹 | 王芳
{later}
"""


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ("2026-11-01 | P001 | 巩固 | 赵六", "和“反弹”是同一天查的"),
        ("2026-11-10 | P001 | 巩固 | 李四", "检查人李四就是P001的责任人"),
        ("2026-11-10 | P001 | 松动 | 李 四（阅览室）", "检查人李 四（阅览室）就是P001的责任人"),
    ],
)
def test_a_relapse_is_not_lifted_by_the_day_or_the_man(later: str, why: str) -> None:
    """`risks` keeps the signal, and `check` says why the later verdict does not count."""
    ledger = ledger_builder.load(LOOKED.format(later=later))
    [risk] = [each for each in assess(ledger, AS_OF) if each.kind == "relapse"]
    assert "2026年11月1日回头看结论为“反弹”" in [each.text for each in risk.reasons]
    found = checks.run(ledger, checks.profile("上报"), AS_OF)
    [message] = [each.message for each in found if each.code == "RX617"]
    assert f"但{why}，P001仍按第2行的“反弹”对待。" in message


@pytest.mark.parametrize("later", ["2026-11-10 | P001 | 巩固 | 王芳", "2026-11-10 | P001 | 巩固 | 赵六"])
def test_who_looks_again_later_lifts_it(later: str) -> None:
    """Another day, and anybody but who answers for the problem."""
    ledger = ledger_builder.load(LOOKED.format(later=later))
    assert [each for each in assess(ledger, AS_OF) if "回头看结论" in str(each.reasons)] == []
    assert [each for each in checks.run(ledger, checks.profile("上报"), AS_OF) if each.code == "RX617"] == []


POINTING = """
[问题台账]
编号 | 具体问题 | 完成程度 | 完成日期 | 关联编号
P001 | 读者证办理超期 | 已完成 | 2026-08-20 |
P003 | 组织生活记录不全 | {status} | {finished} | P001
[整改措施]
措施编号 | 问题编号 | 措施内容 | 完成程度 | 完成日期
M001 | P001 | 修订办法 | 已完成 | 2026-08-20
{measure}
[销号登记]
问题编号 | 类型 | 申请日期 | 结论 | 日期
P001 | 销号 | 2026-09-01 | 通过 | 2026-09-07
[变更记录]
时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值
{log}
"""
ADDED = "2026-{} 09:00:00 | 张三 | 人工修改 | 问题台账 | P003 | （新增行） | | 编号：P003"
CLOSED = "2026-09-07 09:00:00 | 张三 | 销号审批 | 销号登记 | P001 | 结论 | | 通过"


def pointing(log: str = "", *, status: str = "整改中", finished: str = "", measure: str = "") -> tuple[bool, list[str]]:
    """Return whether P003 counts as a relapse of P001, and what RX616 says of it."""
    ledger = ledger_builder.load(POINTING.format(log=log, status=status, finished=finished, measure=measure))
    relapse = registered_relapses.ids(ledger) == {"P003"}
    assert problem_counts.roll_up(ledger, AS_OF).total.problems == (1 if relapse else 2)
    found = checks.run(ledger, checks.profile("上报"), AS_OF)
    return relapse, [each.message for each in found if each.code == "RX616" and "不是它的反弹" in each.message]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"log": f"{ADDED.format('06-10')}\n{CLOSED}"}, "『变更记录』第2行，P001的销号在第3行"),
        ({"status": "已完成", "finished": "2026-09-01"}, "完成日期2026-09-01，P001的办结日期2026-09-07"),
        ({"measure": "M003 | P003 | 补记 | 已完成 | 2026-07-01"}, "措施M003完成于2026-07-01，P001的办结日期2026-09-07"),
    ],
)
def test_a_row_that_was_there_before_the_closing_is_no_relapse(given: dict[str, str], why: str) -> None:
    """It is counted as a problem of the round, and told, whatever 关联编号 says."""
    assert pointing(**given) == (
        False,
        [
            f"第3行『关联编号』指向的P001销号以前，本行就有了（{why}），不是它的反弹，本行按本轮反馈的问题计数。",
        ],
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"log": f"{CLOSED}\n{ADDED.format('11-10')}"},
        {"log": f"{ADDED.format('09-07')}\n{CLOSED}"},  # typed together, recorded by one command
        {"status": "已完成", "finished": "2026-11-20"},
        {"measure": "M003 | P001、P003 | 修订办法 | 已完成 | 2026-07-01"},
    ],
)
def test_an_honest_relapse_stays_one(given: dict[str, str]) -> None:
    """Registered after the closing, or together with it; a measure of the old problem proves nothing."""
    assert pointing(**given) == (True, [])
