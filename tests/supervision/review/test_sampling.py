"""A draw is random, the same for the same seed, and takes from every aspect."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate.ledger_builder import load
from rectify_xl.errors import UsageError
from rectify_xl.supervision.review.sampling import draw, pool, sample_size, share

CLOSED = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 剩余事项
    P001 | 甲 | 一 | 已完成 |
    P002 | 甲 | 二 | 已完成 |
    P003 | 甲 | 三 | 已完成 | 还有一处
    P004 | 乙 | 四 | 整改中 |
    P005 | 乙 | 五 | 已完成 |
"""
REGISTERED = """
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 剩余事项 | 即知即改 | 整改进展 | 完成日期
    P001 | 甲 | 一 | 已完成 | | 是 | 已补。 | 2025-04-01
    P002 | 甲 | 二 | 已完成 | | 是 | 已补。 | 2025-04-01
    P003 | 甲 | 三 | 已完成 | 还有一处 | 是 | 已补。 | 2025-04-01
    P004 | 乙 | 四 | 整改中
    P005 | 乙 | 五 | 已完成 | | 是 | 已补。 | 2025-04-01
    [佐证材料]
    编号 | 问题/措施编号 | 名称 | 文件或文号
    E001 | P001、P002、P003、P005 | 照片 | 照片.pdf
    [销号登记]
    问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
    P001 | 销号 | 2025-05-01 | 张三 | 不实 | 张三 | | | | 退回 | 补照片 | | | 2025-05-02
    P001 | 销号 | 2025-06-01 | 张三 | 同意 | 张三 | 李四 | 王五 | | 通过 | | | | 2025-06-02
    P002 | 销号 | 2025-05-01 | 张三 | 同意 | 张三 | 李四 | 王五 | | 通过 | | | | 2025-05-02
    P002 | 销号 | 2025-06-01 | 张三 | 不实 | 张三 | | | | 退回 | 补照片 | | | 2025-06-02
    P003 | 销号 | 2025-05-01 | 张三 | 同意 | 张三 | 待签 | 王五 | | 通过 | | | | 2025-05-02
    P004 | 延期 | 2025-05-01 | 张三 | | | 李四 | | | 通过 | | 2025-12-31 | 待采购 | 2025-05-02
    P005 | 销号 | 2025-05-01 | 张三
"""  # noqa: E501
AS_OF = date(2025, 9, 1)


def test_only_problems_closed_in_the_register_are_drawn() -> None:
    """What was sent back afterwards, or has 待签 for a signature, does not stand; an extension closes nothing."""
    found = pool(load(REGISTERED), AS_OF)
    assert ([problem.id for problem in found.problems], found.formal) == (["P001"], True)
    assert found.invalid == ("P002", "P003")


def test_where_nothing_is_closed_the_done_ones_stand_in() -> None:
    """A row with something remaining is not done."""
    found = pool(load(CLOSED), AS_OF)
    assert ([problem.id for problem in found.problems], found.formal) == (["P001", "P002", "P005"], False)


@pytest.mark.parametrize(
    ("text", "size", "number"),
    [("5", 20, 5), ("10%", 20, 2), ("10%", 21, 3), ("", 5, 1), ("１０％", 30, 3), ("100%", 7, 7), ("0.1%", 7, 1)],
)
def test_a_number_or_a_rate_is_understood(text: str, size: int, number: int) -> None:
    """A rate is rounded up, so that at least one is drawn."""
    assert sample_size(text, size) == number


@pytest.mark.parametrize("text", ["0", "八个", "-1", "21", "150%", "0%", "1.5"])
def test_what_cannot_be_drawn_is_refused(text: str) -> None:
    """Nothing, more than there are, and what is no number."""
    with pytest.raises(UsageError):
        sample_size(text, 20)


def test_the_same_seed_draws_the_same_problems_in_any_order_of_rows() -> None:
    """Sorting the ledger does not change who is drawn; another seed does."""
    rows = [f"P{number:03d} | {'甲' if number <= 15 else '乙'} | 事项{number} | 已完成" for number in range(1, 21)]
    head = "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度\n"
    there, back = load(head + "\n".join(rows)), load(head + "\n".join(reversed(rows)))
    drawn = [problem.id for problem in draw(pool(there, AS_OF), 5, "20251").problems]
    assert drawn == ["P002", "P008", "P011", "P013", "P019"]
    assert sorted(problem.id for problem in draw(pool(back, AS_OF), 5, "20251").problems) == drawn
    assert [problem.id for problem in draw(pool(there, AS_OF), 5, "20252").problems] != drawn


@pytest.mark.parametrize(
    ("number", "sizes", "shares"),
    [
        (5, {"甲": 13, "乙": 11, "丙": 6, "丁": 1}, {"甲": 2, "乙": 1, "丙": 1, "丁": 1}),
        (10, {"甲": 13, "乙": 11, "丙": 6, "丁": 1}, {"甲": 4, "乙": 3, "丙": 2, "丁": 1}),
        (2, {"甲": 13, "乙": 11, "丙": 6}, {"甲": 1, "乙": 1, "丙": 0}),
        (31, {"甲": 13, "乙": 11, "丙": 6, "丁": 1}, {"甲": 13, "乙": 11, "丙": 6, "丁": 1}),
    ],
)
def test_shares_go_by_the_largest_remainder(number: int, sizes: dict[str, int], shares: dict[str, int]) -> None:
    """Every aspect gets one where the number allows it."""
    assert share(number, sizes) == shares


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.data())
def test_shares_always_add_up(sizes: list[int], data: st.DataObject) -> None:
    """No stratum gives more than it has, and none is left out where there are enough."""
    number = data.draw(st.integers(1, sum(sizes)))
    named = {str(index): size for index, size in enumerate(sizes)}
    shares = share(number, named)
    assert sum(shares.values()) == number
    assert all(0 <= shares[name] <= size for name, size in named.items())
    assert number < len(sizes) or all(shares.values())
