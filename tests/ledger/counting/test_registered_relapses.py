"""A relapse that was registered anew is no problem of the round's feedback: it is counted apart, and still chased."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.commands import dump
from rectify_xl.commands.rollup import as_data
from rectify_xl.judgement import checks
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.memory.baseline import Past
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.writing.compose import compose
from rectify_xl.papers import monthly_notice, weekly_sheet
from rectify_xl.supervision.closure_steps import relapse
from rectify_xl.supervision.closure_steps.relapse import RelapseRow
from rectify_xl.supervision.meetings import meeting_state

AS_OF = date(2026, 9, 28)
HEADER = "编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 上轮问题 | 关联编号 | 备注"
CLOSED = "[销号登记]\n问题编号 | 类型 | 结论\nP001 | 销号 | 通过\n"


def _ledger(rows: str, more: str = CLOSED) -> Ledger:
    return ledger_builder.load(
        "[基本信息]\n反馈日期 | 2026-01-05\n声明数·具体问题 | 2\n声明数·完成 | 1\n声明数·继续整改 | 1\n"
        f"[问题台账]\n{HEADER}\n"
        "P001 | 甲 | 账实不符 | 财务科 | 已完成 | 2026-03-31 | | |\n"
        f"P002 | 乙 | 制度缺失 | 办公室 | 整改中 | 2026-12-31 | | |\n{rows}\n{more}"
    )


RELAPSE = "P003 | 甲 | 账实不符 | 财务科 | 整改中 | 2026-08-31 | | P001 |"


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        (RELAPSE, {4}),
        ("P003 | 甲 | 又犯 | 财务科 | 已完成 | | 是 | P001 |", {4}),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | P009、P001 |", {4}),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | 是 | |", set()),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | P002 |", set()),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | P009 |", set()),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | P003 |", set()),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | 无 |", set()),
        ("P003 | 甲 | 又犯 | 财务科 | 整改中 | | | P002 | 反弹：P002原已列为“已完成”", {4}),
    ],
)
def test_what_makes_a_relapse(rows: str, apart: set[int]) -> None:
    """It names another row of this ledger that is closed, or that `reopen` says it came from; 上轮问题 makes none."""
    assert registered_relapses.rows(_ledger(rows)) == apart


def test_a_relapse_of_a_relapse_and_a_circle() -> None:
    """P004 relapsed from P003, itself a relapse: both stand apart. Rows that name each other are ordinary ones."""
    chain = f"{RELAPSE}\nP004 | 甲 | 三犯 | 财务科 | 整改中 | | | P003 |"
    assert registered_relapses.ids(_ledger(chain, f"{CLOSED}P003 | 销号 | 通过")) == {"P003", "P004"}
    circle = "P003 | 甲 | 又犯 | 财务科 | 已完成 | | | P004 |\nP004 | 甲 | 又犯 | 财务科 | 已完成 | | | P003 |"
    assert registered_relapses.ids(_ledger(circle, f"{CLOSED}P003 | 销号 | 通过\nP004 | 销号 | 通过")) == frozenset()


def test_it_is_counted_apart() -> None:
    """Two problems of the feedback stay two, in total and in every breakdown; the relapse has counts of its own."""
    counted = problem_counts.roll_up(_ledger(RELAPSE), AS_OF)
    assert (counted.total.problems, counted.total.done, counted.total.ongoing, counted.total.overdue) == (2, 1, 1, 0)
    assert [(line.title, line.problems) for line in counted.departments] == [("财务科", 1), ("办公室", 1)]
    again = as_data(counted)["reopened"]
    assert isinstance(again, dict)
    assert {name: again[name] for name in ("problems", "done", "ongoing", "overdue")} == {
        "problems": 1,
        "done": 0,
        "ongoing": 1,
        "overdue": 1,
    }


def test_its_measures_and_rules_go_with_it() -> None:
    """A measure of the relapse alone is none of the round's; one that serves both is."""
    more = (
        f"{CLOSED}[整改措施]\n措施编号 | 上级措施 | 问题编号 | 完成程度\nM1 | | P001 | 已完成\nM2 | | P003 | 整改中\n"
        "M2-1 | M2 | | 整改中\nM3 | | P001、P003 | 已完成\n[制度清单]\n名称 | 问题编号\n甲办法 | P003\n乙办法 | P002"
    )
    counted = problem_counts.roll_up(_ledger(RELAPSE, more), AS_OF)
    assert (counted.measures, counted.measures_done, counted.actions, counted.regulations) == (2, 2, 0, 1)
    assert counted.relapses is not None
    assert (counted.relapses.measures, counted.relapses.actions, counted.relapses.regulations) == (1, 1, 1)


def test_declared_numbers_are_those_of_the_feedback() -> None:
    """RX801 advised to falsify the declared number when a relapse was registered."""
    found = checks.run(_ledger(RELAPSE), checks.profile("上报"), AS_OF)
    assert [each.code for each in found if each.code == "RX801"] == []


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_notice_of_the_round_leaves_it_out(audience: str) -> None:
    """Neither the item nor a number of the notice holds it, and a finding says so."""
    document = compose(
        _ledger(RELAPSE.replace("账实不符", "再次账实不符")),
        as_of=AS_OF,
        audience="public" if audience == "public" else "internal",
        as_published=False,
    )
    printed = "\n".join(each.printed for each in document.paragraphs)
    assert ("再次账实不符" in printed, "2个具体问题" in printed) == (False, True)
    notes = [each.message for each in document.findings if each.code == "NT212"]
    assert notes == [
        "有1个反弹后重新登记的问题不是本轮反馈的问题，没有写进通报，也不计入各项数字：P003（原P001，整改中）。"
    ]


def test_it_is_still_chased_in_a_line_of_its_own() -> None:
    """Weekly and monthly papers keep their totals, name the relapse, and the department is asked about it."""
    seen = meeting_state.assess(_ledger(RELAPSE), AS_OF, Past())
    told = "另有反弹后重新登记的问题1个（P003），不计入以上各数：继续整改1个，其中逾期1个（P003逾期28天）。"
    assert str(weekly_sheet.overall(seen)).endswith(told)
    assert monthly_notice.overall(seen)[-1] == told
    assert [(each.name, each.line.ongoing, [item.name for item in each.open]) for each in seen.departments] == [
        ("财务科", 0, ["P003（反弹）"]),
        ("办公室", 1, ["P002"]),
    ]


def test_what_points_to_an_open_row_or_back_is_said() -> None:
    """RX616: such a row counts as one of the round, and a clerk who meant a relapse learns it."""

    def said(rows: str, more: str = CLOSED) -> list[str]:
        found = checks.run(_ledger(rows, more), checks.profile("上报"), AS_OF)
        return [each.message for each in found if each.code == "RX616"]

    row = "P003 | 甲 | 又犯 | 财务科 | 整改中 | | {} | {} |"
    assert said(row.format("", "P002")) == ["第4行『关联编号』指向的P002没有销号，本行按本轮反馈的问题计数。"]
    assert said(row.format("是", "P002")) == []
    assert said(RELAPSE) == []
    circle = "P003 | 甲 | 又犯 | 财务科 | 已完成 | | | P004 |\nP004 | 甲 | 又犯 | 财务科 | 已完成 | | | P003 |"
    assert len(said(circle, f"{CLOSED}P003 | 销号 | 通过\nP004 | 销号 | 通过")) == 2


def test_one_department_alone_sees_the_same_relapse() -> None:
    """P001 belongs to another department than its relapse: the page of the latter does not count it as the round's."""
    ledger = _ledger("P003 | 甲 | 账实不符 | 后勤科 | 整改中 | 2026-08-31 | | P001 |")
    seen = meeting_state.assess(meeting_state.for_department(ledger, "后勤科"), AS_OF, Past())
    assert (seen.counted.total.problems, [item.name for item in seen.relapses]) == (0, ["P003（反弹）"])


def test_what_reopen_writes_is_a_relapse() -> None:
    """Also where the old row counts as done without having been closed formally."""
    columns = (
        "问题编号 | 类型 | 申请日期 | 申请人 | 延期至 | 延期理由 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核"
    )
    book = ledger_builder.raw_book(
        ledger_builder.complete(
            f"[基本信息]\n反馈日期 | 2026-01-05\n[问题台账]\n{HEADER}\nP001 | 甲 | 账实不符 | 财务科 | 已完成 | | | |\n"
            f"[销号登记]\n{columns} | 结论 | 补充要求 | 日期\n"
        )
    )
    from rectify_xl.ledger.reading import reader

    found = relapse.register_relapse(reader.read_ledger(book), "P001", "复查时账实又不符", AS_OF, AS_OF)
    assert isinstance(found, RelapseRow)
    after = reader.read_ledger(ledger_builder.apply(book, found.changes))
    assert registered_relapses.ids(after) == {"P002"}
    assert problem_counts.roll_up(after, AS_OF).total.problems == 1
    assert [each["reopened"] for each in dump.as_data(after)["problems"]] == [False, True]  # type: ignore[attr-defined]
