"""Published counts come from rows: 完成 + 继续 = 具体问题, long-term is part of done, every breakdown sums up."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from generate import ledger_builder
from rectify_xl.commands import rollup as command
from rectify_xl.commands.outcome import Request
from rectify_xl.judgement import checks
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.problem_counts import GroupKey, StatusCounts
from rectify_xl.ledger.reading import reader

LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 方面 | 大项 | 责任科室 | 完成程度 | 后续要求 | 即知即改 | 剩余事项 | 整改时限 | 剩余时限
P001 | 履职 | 学习 | 办公室 | 已完成 | 无 | 是 | | 2025-06-30 |
P002 | 履职 | 学习 | 办公室 | 已完成 | 长期坚持 | | | 2025-06-30 |
P003 | 履职 | 服务 | 业务科 | 已完成 | 持续推进 | | | |
P004 | 管党 | 学习 | 业务科 | 已完成 | 长期坚持 | 是 | 补训 | 长期坚持 | 2025年7月
P005 | 管党 | | | 整改中 | | | | 2025-10-01 |
P006 | 管党 | | 业务科 | 基本完成 | 长期坚持 | | | 长期坚持 |
P007 | | | 业务科 | | | | | 2025-09-26 |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 完成程度
M001-1 | | P001 | 已完成
M001-1-1 | M001-1 | P001 | 已完成
M001-1-2 | M001-1 | P001 | 整改中
M005-1 | | P005 | 整改中
[制度清单]
名称 | 问题编号
印章管理办法 | P001
"""
AS_OF = date(2025, 9, 26)


def test_all_counts_of_a_small_ledger() -> None:
    """A row with something remaining is not done, whatever its 完成程度 says; only done rows are long-term."""
    found = problem_counts.roll_up(ledger_builder.load(LEDGER), AS_OF)
    assert found.total == StatusCounts("合计", problems=7, done=3, ongoing=4, longterm=2, immediate=1, overdue=1)
    assert found.aspects == (
        StatusCounts("履职", problems=3, done=3, ongoing=0, longterm=2, immediate=1, overdue=0),
        StatusCounts("管党", problems=3, done=0, ongoing=3, longterm=0, immediate=0, overdue=1),
        StatusCounts("（未填方面）", problems=1, done=0, ongoing=1, longterm=0, immediate=0, overdue=0),
    )
    assert [(line.title, line.problems, line.done) for line in found.departments] == [
        ("办公室", 2, 2),
        ("业务科", 4, 1),
        ("（未填责任科室）", 1, 0),
    ]
    assert (found.measures, found.measures_done, found.actions, found.actions_done, found.regulations) == (
        2,
        1,
        2,
        1,
        1,
    )


def test_groups_count_titles_and_aspects_without_one() -> None:
    """The same title under two aspects is two groups, an aspect's loose ones make one more; （未填方面） is none."""
    found = ledger_builder.load(LEDGER)
    assert problem_counts.group_list(found) == (GroupKey(1, 1, "学习"), GroupKey(2, 1, "服务"), GroupKey(3, 2, "学习"))
    assert problem_counts.count_groups(found) == 4
    assert problem_counts.roll_up(found, AS_OF).groups == 4


def test_overdue_days() -> None:
    """The deadline's own day is in time, a holiday moves it, and done rows are never overdue."""
    found = ledger_builder.load(LEDGER)
    assert problem_counts.overdue_rows(found, date(2025, 7, 31)) == frozenset()
    assert problem_counts.overdue_rows(found, date(2025, 8, 1)) == {5}
    assert problem_counts.overdue_rows(found, date(2025, 9, 29)) == {5, 8}
    assert problem_counts.overdue_rows(found, date(2025, 10, 9)) == {5, 8}
    assert problem_counts.overdue_rows(found, date(2025, 10, 10)) == {5, 6, 8}


def test_an_office_may_count_otherwise() -> None:
    """口径 of 字典: here 基本完成 counts as done, and 持续推进 not as long-term."""
    found = ledger_builder.load(
        LEDGER
        + """
        [字典]
        口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期
        基本完成 | 是 | 长期坚持 | 是
        已完成 | 是 | 持续推进 | 否
        """
    )
    total = problem_counts.roll_up(found, AS_OF).total
    assert (total.done, total.ongoing, total.longterm) == (4, 3, 2)


def test_a_wider_counting_is_told() -> None:
    """What 字典 counts as done besides 已完成: `rollup` says it in one line, 上报 reminds of it at the cell of 字典."""
    rules = "[字典]\n口径·完成程度 | 计为完成\n整改中 | 是\n已 完成 | 是\n基本完成 | 否"
    book = ledger_builder.raw_book(ledger_builder.complete(f"{LEDGER}{rules}"))
    outcome = command.run(Request(AS_OF, ledger_builder.MemoryBook(book)))
    assert "口径：除“已完成”外，字典还把“整改中”（字典!B2，1个问题、1条措施）计为完成。" in outcome.summary
    assert outcome.data["counting"] == [{"word": "整改中", "cell": "字典!B2", "problems": 1, "measures": 1}]
    for profile, severities in (("填报", []), ("上报", ["warning"]), ("公开", ["warning"])):
        found = checks.run(reader.read_ledger(book), checks.profile(profile), AS_OF)
        assert [each.severity for each in found if (each.code, each.sheet, each.cell) == ("RX715", "字典", "B2")] == (
            severities
        )
    usual = command.run(
        Request(AS_OF, ledger_builder.MemoryBook(ledger_builder.raw_book(ledger_builder.complete(LEDGER))))
    )
    assert (usual.data["counting"], [line for line in usual.summary if line.startswith("口径")]) == ([], [])


def test_an_empty_ledger_counts_nothing() -> None:
    """All counts are 0, and the rate of nothing is 0."""
    found = problem_counts.roll_up(ledger_builder.load("[问题台账]\n编号 | 方面"), AS_OF)
    assert found.total == StatusCounts("合计", 0, 0, 0, 0, 0, 0)
    assert (found.aspects, found.groups, found.total.rate) == ((), 0, 0.0)


def test_rate() -> None:
    """The rate is the share of done problems."""
    assert StatusCounts("甲", problems=4, done=3, ongoing=1, longterm=0, immediate=0, overdue=0).rate == 0.75


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "履职", "管党", "组织"]),
        st.sampled_from(["", "学习", "服务"]),
        st.sampled_from(["", "办公室", "业务科"]),
        st.sampled_from(["", "未启动", "整改中", "基本完成", "已完成", "做完了"]),
        st.sampled_from(["", "无", "长期坚持", "持续推进"]),
        st.sampled_from(["", "补训"]),
        st.sampled_from(["", "2025-06-30", "长期坚持", "2025年12月", "202442日"]),
    ),
    max_size=12,
)


@given(ROWS, st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_every_breakdown_sums_to_the_total(rows: list[tuple[str, ...]], as_of: date) -> None:
    """完成 + 继续 = 具体问题 in every line, and aspects and departments each sum to the total."""
    lines = "\n".join(" | ".join((f"P{number}", *row)) for number, row in enumerate(rows))
    found = problem_counts.roll_up(
        ledger_builder.load(
            f"[问题台账]\n编号 | 方面 | 大项 | 责任科室 | 完成程度 | 后续要求 | 剩余事项 | 整改时限\n{lines}"
        ),
        as_of,
    )
    assert found.total.problems == len(rows)
    for breakdown in (found.aspects, found.departments, (found.total,)):
        sums = [sum(counts) for counts in zip(*(line[1:] for line in breakdown), strict=True)]
        assert sums == (list(found.total[1:]) if breakdown else [])
    for line in (found.total, *found.aspects, *found.departments):
        assert line.done + line.ongoing == line.problems
        assert line.longterm <= line.done
        assert line.overdue <= line.ongoing
    assert found.named_aspects <= found.groups <= len(rows)
