"""RX723: a deadline that 变更记录 shows to have been earlier, whatever stands in its place now."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.reading import reader

AS_OF = date(2026, 11, 28)
TABLES = """
[基本信息]
反馈日期 | 2026-06-01
[问题台账]
编号 | 具体问题 | 完成程度 | 整改时限
P003 | 没有补记 | {completion} | {due}
[变更记录]
时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值
2026-11-20 09:00:00 | 未署名 | 人工修改 | 问题台账 | P003 | {column} | {old} |
"""
DELETED = "编号：P003\n具体问题：没有补记\n　又没有登记\n整改时限：2026-09-30\n完成程度：整改中"


def told(due: str, *, column: str = "整改时限", old: str = "2026-09-30", completion: str = "整改中") -> list[str]:
    """Return what RX723 says of P003, of which 变更记录 has one line."""
    raw = ledger_builder.raw_book(TABLES.format(due=due, completion=completion, column=column, old="原值在此"))
    sheet = raw.sheets["变更记录"]
    rows = [[old if cell == "原值在此" else cell for cell in row] for row in sheet.rows]
    raw = raw._replace(sheets={**raw.sheets, "变更记录": sheet._replace(rows=rows)})
    found = checks.run(reader.read_ledger(raw), checks.profile("上报"), AS_OF)
    return [f"{each.cell} {each.message}" for each in found if each.code == "RX723"]


@pytest.mark.parametrize(
    ("due", "became"),
    [
        ("2026-12-31", "改成了2026-12-31（晚92天，见"),
        ("2026年12月底前", "改成了2026-12（晚92天，见"),
        ("长期坚持", "换成了“长期坚持”（见"),
        ("每季度", "换成了“每季度”（见"),
        ("立行立改", "换成了“立行立改”（见"),
        ("", "清空了（见"),
    ],
)
@pytest.mark.parametrize(("column", "old"), [("整改时限", "2026-09-30"), ("（删除行）", DELETED)])
def test_an_earlier_deadline_is_named(due: str, became: str, column: str, old: str) -> None:
    """Made later, emptied, put into words, or typed again after the row was deleted: the first day is named."""
    [text] = told(due, column=column, old=old)
    assert text.startswith(f"D2 第2行『整改时限』原来是2026-09-30，后来{became}『变更记录』第2行），没有批准的延期。")


@pytest.mark.parametrize(
    ("due", "column", "old", "completion"),
    [
        ("2026-09-30", "整改时限", "2026-09-30", "整改中"),
        ("2026-08-31", "（删除行）", DELETED, "整改中"),
        ("长期坚持", "整改时限", "持续推进", "整改中"),
        ("长期坚持", "整改时限", "2026-09-30", "已完成"),
        ("2026-09-31", "整改时限", "2026-09-30", "整改中"),
        ("2026-12-31", "整改进展", "2026-09-30", "整改中"),
        ("2026-12-31", "（删除行）", "编号：P003\n整改进展：写了\n　整改时限：2026-09-30", "整改中"),
    ],
)
def test_what_is_no_later_is_not_told(due: str, column: str, old: str, completion: str) -> None:
    """The same or an earlier day, what is done, and what another check tells, and a text that only quotes."""
    assert told(due, column=column, old=old, completion=completion) == []
