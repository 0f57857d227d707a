"""RX724 tells what was taken out of the ledger, as 变更记录 holds it."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import complete, raw_book
from rectify_xl.judgement import checks
from rectify_xl.ledger.reading import reader

AS_OF = date(2026, 11, 28)
HEADER = "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值"
HAND = "2026-11-20 09:00:00 | 张三 | 人工修改"
BY = "于2026-11-20 09:00:00由张三（人工修改）"
TEXT = "具体问题：组织生活记录不全"


def told(log: str, *, problems: str = "", reviews: str = "", profile: str = "上报") -> list[tuple[str, str, str]]:
    """Return what RX724 says of a ledger with these lines in 变更记录; ⏎ is a line break within a cell."""
    tables = f"""
    [问题台账]
    编号 | 具体问题 | 关联编号
    P001 | 读者证办理超期 |
    {problems}
    [回头看]
    日期 | 问题/措施编号 | 结论
    {reviews}
    [变更记录]
    {HEADER}
    {log}
    """
    book = raw_book(complete(tables))
    log_sheet = book.sheets["变更记录"]
    rows = [[each.replace("⏎", "\n") if isinstance(each, str) else each for each in row] for row in log_sheet.rows]
    book = book._replace(sheets={**book.sheets, "变更记录": log_sheet._replace(rows=rows)})
    found = checks.run(reader.read_ledger(book), checks.profile(profile), AS_OF)
    return [(each.severity, each.cell, each.message) for each in found if each.code == "RX724"]


@pytest.mark.parametrize("profile", ["上报", "公开"])
def test_a_deleted_problem_is_told_with_its_line(profile: str) -> None:
    """The reminder says which problem it was, when it went, by whom, and where that stands."""
    assert told(f"{HAND} | 问题台账 | P003 | （删除行） | {TEXT} |", profile=profile) == [
        (
            "warning",
            "F2",
            f"变更记录第2行记着：P003（“组织生活记录不全”）{BY}删除了，『问题台账』现在没有这条记录。",
        )
    ]


def test_a_deleted_or_rewritten_relapse_is_told() -> None:
    """反弹 stays on record: neither its row of 回头看 goes, nor its verdict, nor the row that was registered anew."""
    review = f"{HAND} | 回头看 | P001 | （删除行） | 日期：2026-11-01⏎问题/措施编号：P001⏎结论：反弹 |"
    assert [message for *_, message in told(review)] == [
        f"变更记录第2行记着：P001 2026-11-01 的“反弹”回头看记录{BY}删除了，『回头看』现在没有这条记录。"
    ]
    assert [message for *_, message in told(f"{HAND} | 回头看 | P001 | 结论 | 反弹 | 巩固")] == [
        f"变更记录第2行记着：P001的回头看结论“反弹”{BY}改成了“巩固”，『回头看』现在没有这条记录。"
    ]
    again = "具体问题：读者证办理超期⏎关联编号：P001"
    assert [cell for _, cell, _ in told(f"{HAND} | 问题台账 | P005 | （删除行） | {again} |")] == ["F2"]
    undone = f"2026-11-20 09:00:00 | 张三 | 撤销上一步 | 问题台账 | P005 | （删除行） | {again} |"
    assert [cell for _, cell, _ in told(undone)] == ["F2"]


def test_an_id_given_to_another_problem_hides_nothing() -> None:
    """P003 stands in the ledger, but it is another problem than the one that was deleted."""
    line = f"{HAND} | 问题台账 | P003 | （删除行） | {TEXT} |"
    assert [cell for _, cell, _ in told(line, problems="P003 | 党费收缴不及时 |")] == ["F2"]


def test_what_came_back_is_not_told() -> None:
    """Under its id or another, or typed anew and reworded since; nor what a command had entered and was undone."""
    line = f"{HAND} | 问题台账 | P003 | （删除行） | {TEXT} |"
    assert told(line, problems="P003 | 组织生活记录 不全 |") == []
    assert told(line, problems="P007 | 组织生活记录不全 |") == []
    anew = f"{line}\n    {HAND} | 问题台账 | P003 | （新增行） | | {TEXT}"
    assert told(anew, problems="P003 | 组织生活记录不完整 |") == []
    assert told(f"2026-11-20 09:00:00 | 张三 | 撤销上一步 | 问题台账 | P003 | （删除行） | {TEXT} |") == []
    review = f"{HAND} | 回头看 | P001 | （删除行） | 日期：2026-11-01⏎结论：反弹 |"
    assert told(review, reviews="2026-11-01 | P001 | 反弹") == []
    assert told(f"{HAND} | 回头看 | P001 | （删除行） | 日期：2026-11-01⏎结论：巩固 |") == []


def test_a_problem_of_the_same_words_beside_it_is_no_replacement() -> None:
    """P007 stood there before P003 was deleted; where it came together with that, it is P003 again."""
    line = f"{HAND} | 问题台账 | P003 | （删除行） | {TEXT} |"
    earlier = "2026-10-01 09:00:00 | 李四 | 录入进展 | 问题台账 | P007 | 整改进展 | | 已补记"
    together = f"{HAND} | 问题台账 | P007 | （新增行） | | {TEXT}"
    standing = "P007 | 组织生活记录不全 |"
    assert [cell for _, cell, _ in told(f"{earlier}\n    {line}", problems=standing)] == ["F3"]
    assert told(f"{together}\n    {line}", problems=standing) == []
    assert told(f"{line}\n    {together}", problems=standing) == []
