"""RX730: the workbook of a former round, filled in with the problems of another one."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, raw_book
from rectify_xl.judgement import checks
from rectify_xl.ledger.reading import reader

AS_OF = date(2026, 11, 28)
BY = "2026-11-20 09:00:00 | 张三 | 人工修改"
ROUND = f"{BY} | 基本信息 | 巡察轮次 | 内容 | 第六轮 | 第七轮"
SWAPS = [
    f"{BY} | 问题台账 | P001 | 具体问题 | 组织生活记录不全 | 读者证办理超期",
    f"{BY} | 问题台账 | P002 | 具体问题 | 公车管理不严 | 图书采购没有比价",
    f"{BY} | 问题台账 | P009 | （删除行） | 具体问题：档案室没有防潮 |",
]


def told(*lines: str) -> list[str]:
    """Return the codes of what is said of two problems with these lines in 变更记录."""
    log = "\n    ".join(lines)
    tables = f"""
    [问题台账]
    编号 | 具体问题 | 方面
    P001 | 读者证办理超期 | 服务
    P002 | 图书采购没有比价 | 管理
    [变更记录]
    时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值
    {log}
    """
    findings = checks.run(reader.read_ledger(raw_book(complete(tables))), checks.profile("上报"), AS_OF)
    return sorted(finding.code for finding in findings if finding.code in ("RX724", "RX726", "RX728", "RX730"))


def test_a_new_round_in_an_old_workbook_is_told_once() -> None:
    """Nobody swapped or deleted anything in it: these were other problems. What is changed later is told."""
    assert told(ROUND, *SWAPS) == ["RX730"]
    assert told(*SWAPS, ROUND) == ["RX730"]
    later = "2026-11-22 09:00:00 | 张三 | 人工修改 | 问题台账 | P002 | 具体问题 | 会议室桌牌不齐 | 图书采购没有比价"
    assert told(ROUND, *SWAPS, later) == ["RX728", "RX730"]


def test_another_word_for_the_round_hides_nothing() -> None:
    """Nor does swapping without another round."""
    assert told(*SWAPS) == ["RX724", "RX728", "RX728"]
    assert told(ROUND, SWAPS[0], SWAPS[2]) == ["RX724", "RX728"]
    assert told(ROUND.replace("第六轮", ""), *SWAPS) == ["RX724", "RX728", "RX728"]
