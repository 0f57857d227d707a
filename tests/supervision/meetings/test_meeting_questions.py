"""Each rule asks where the ledger gives cause, and is silent where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.ledger.memory.baseline import Baseline, Past
from rectify_xl.ledger.memory.snapshots import Counts, ProblemSnapshot, Snapshot
from rectify_xl.supervision.meetings import meeting_questions, meeting_state

AS_OF = date(2026, 9, 26)
NOTHING = Counts(0, 0, 0, 0, 0)
HEADER = "编号 | 责任科室 | 整改时限 | 完成程度 | 整改进展 | 需上级支持"


def ledger(row: str, more: str = "") -> str:
    return f"""
    [基本信息]
    反馈日期 | 2026-03-18
    [问题台账]
    {HEADER}
    {row}
    {more}
    """


def asked(tables: str, past: Past | None = None) -> list[tuple[str, str, str, tuple[str, ...]]]:
    found = meeting_state.assess(load(tables), AS_OF, past or Past())
    return [(each.rule, each.id, each.text, each.cells) for each in meeting_questions.ask(found)]


def rules(tables: str, past: Past | None = None) -> list[str]:
    return [rule for rule, *_ in asked(tables, past)]


def standing(step: str, *, done: bool, began: str = "2026-09-18") -> Past:
    """Return a past in which P001 stood so last week."""
    snapshot = Snapshot(date(2026, 9, 18), NOTHING, {}, {}, {"P001": ProblemSnapshot(step, done, overdue=False)})
    return Past(Baseline(snapshot, exact=True), date.fromisoformat(began))


OPEN = "P001 | 财务科 | 2026-12-31 | 整改中 | 已清理一半。 |"


def test_an_open_problem_in_time_is_not_asked_about() -> None:
    """Deadline, progress and department are there: no question."""
    assert asked(ledger(OPEN)) == []


def test_an_overdue_problem_is_asked_for_its_day() -> None:
    """31 July has passed 57 days ago."""
    assert asked(ledger("P016 | 财务科 | 2026-07-31 | 整改中 | 已清理一半。 |")) == [
        (
            "overdue",
            "P016",
            "P016 时限7月31日，已逾期57天，没有申请延期。哪一天能完成，还差什么？",
            ("问题台账!C2",),
        )
    ]
    assert rules(ledger("P016 | 财务科 | 2026-07-31 | 已完成 | 已清理。 |")) == []


def test_an_extension_that_waits_is_asked_for() -> None:
    """Whoever applied is not asked why there is no application; an approved one moves the deadline."""
    row = "P001 | 财务科 | 2026-07-31 | 整改中 | 已清理一半。 |"
    closures = """[销号登记]
    问题编号 | 类型 | 申请日期 | 结论 | 延期至 | 日期 | 分管领导 | 延期理由
    P001 | 延期 | 2026-07-20 | {} | 2026-10-31 | {} | {} | 等待采购"""
    (found,) = asked(ledger(row, closures.format("", "", "")))
    assert found[2] == "P001 时限7月31日，已逾期57天，延期申请还没有结论。由谁来定，什么时候定？"
    assert found[3] == ("问题台账!C2", "销号登记!D2")
    assert rules(ledger(row, closures.format("通过", "2026-07-22", "周某"))) == []


def test_a_promise_that_has_passed_is_asked_for() -> None:
    """The example of the brief: what blocks it, who has to help."""
    row = "P016 | 财务科 | 2026-12-31 | 整改中 | 已制定方案，拟于7月底前完成清理。 |"
    assert asked(ledger(row)) == [
        (
            "promise_broken",
            "P016",
            "P016 承诺“拟于7月底前完成清理”，已过57天，卡在哪里？需要谁协调？",
            ("问题台账!E2",),
        )
    ]
    assert rules(ledger(row.replace("7月底", "10月底"))) == []


def test_a_promise_that_is_the_deadline_itself_is_asked_for_once() -> None:
    """Overdue since the day that the text promised too: one question."""
    row = "P016 | 财务科 | 2026-07-31 | 整改中 | 拟于7月底前完成清理。 |"
    assert rules(ledger(row)) == ["overdue"]


def test_a_promise_under_a_finished_problem_is_asked_for_its_result() -> None:
    """The status says done, the text says that it will be."""
    row = "P001 | 财务科 | 2026-12-31 | 已完成 | 拟于7月底前完成清理。 |"
    (found,) = asked(ledger(row))
    assert found[2] == "P001 已报完成，文中承诺“拟于7月底前完成清理”，已过57天，没有写明结果，结果怎样？"


def test_a_contradiction_is_asked_about() -> None:
    """Reported as done, while the text says 暂未开展."""
    row = "P007 | 财务科 | 2026-12-31 | 已完成 | 暂未开展专项检查。 |"
    (found,) = asked(ledger(row))
    assert found == (
        "contradiction",
        "P007",
        "P007 报告为“已完成”，整改进展写有“暂未开展专项检查”，以哪个为准？",
        ("问题台账!D2", "问题台账!E2"),
    )
    assert rules(ledger(row.replace("暂未开展专项检查", "已开展专项检查"))) == []


def test_a_step_back_is_asked_about() -> None:
    """Last week it was done, now it is not."""
    (found,) = asked(ledger(OPEN), standing("已完成", done=True))
    assert found[:3] == ("slipped", "P001", "P001 在9月18日还是“已完成”，现在是“整改中”，为什么退步？")
    assert rules(ledger(OPEN), standing("未启动", done=False)) == []
    assert rules(ledger(OPEN.replace("P001", "")), standing("已完成", done=True)) == []


def test_what_was_finished_this_week_is_asked_for_its_papers() -> None:
    """A registered document answers the question beforehand."""
    row = "P001 | 财务科 | 2026-12-31 | 已完成 | 已清理。 |"
    past = standing("整改中", done=False)
    assert rules(ledger(row), past) == ["finished_without_evidence"]
    papers = "[佐证材料]\n    编号 | 问题/措施编号 | 名称\n    E001 | P001 | 清理台账"
    assert rules(ledger(row, papers), past) == []
    assert rules(ledger(row), standing("已完成", done=True)) == []


def test_what_is_nearly_due_and_not_begun_is_asked_about() -> None:
    """Four days are left, by the working day on which the deadline binds."""
    row = "P013 | 财务科 | 2026-09-30 | {} | 已制定方案。 |"
    (found,) = asked(ledger(row.format("未启动")))
    assert found[:3] == ("not_started", "P013", "P013 还剩4天，完成程度还是“未启动”，来得及吗？要不要先申请延期？")
    assert rules(ledger(row.format("整改中"))) == []


def test_two_quiet_weeks_are_asked_about() -> None:
    """The memory began on 3 September, and nothing was recorded since; without a memory nobody can tell."""
    (found,) = asked(ledger(OPEN), standing("整改中", done=False, began="2026-09-03"))
    assert found[:3] == ("no_update", "P001", "P001 已经23天没有更新进展，这段时间做了什么？")
    assert found[3] == ("问题台账!E2",)
    assert rules(ledger(OPEN), standing("整改中", done=False, began="2026-09-13")) == []
    assert rules(ledger(OPEN)) == []


def test_a_recorded_or_a_fresh_change_ends_the_quiet() -> None:
    """Either stands in 变更记录, or the memory sees that the row differs."""
    past = standing("整改中", done=False, began="2026-08-03")
    changes = """[变更记录]
    时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值
    {} 09:00:00 | 王芳 | 人工修改 | 问题台账 | P001 | 整改进展 | 甲 | 乙"""
    assert rules(ledger(OPEN, changes.format("2026-09-13")), past) == []
    assert rules(ledger(OPEN, changes.format("2026-09-12")), past) == ["no_update"]
    assert rules(ledger(OPEN), past._replace(unrecorded=frozenset({"P001"}))) == []


def test_several_quiet_problems_are_one_question() -> None:
    """Ids in a row are printed as a range, the others one by one."""
    rows = "\n    ".join(OPEN.replace("P001", f"P{number:03d}") for number in (1, 2, 3, 7))
    past = Past(began=date(2026, 9, 1))
    (found,) = asked(ledger(rows), past)
    assert found[:3] == (
        "no_update",
        "",
        "P001至P003、P007共4个问题已经14天以上（最长25天）没有更新进展，这段时间做了什么？",
    )
    assert found[3] == ("问题台账!E2", "问题台账!E3", "问题台账!E4", "问题台账!E5")


@pytest.mark.parametrize(
    ("row", "rule", "text"),
    [
        ("P001 | 财务科 | 2026-12-31 | | 已清理一半。 |", "no_status", "P001 没有填写完成程度，走到哪一步了？"),
        ("P001 | 财务科 | 2026-12-31 | 整改中 | |", "no_words", "P001 没有填写整改进展，做了什么？"),
        ("P001 | 财务科 | | 整改中 | 已清理一半。 |", "no_deadline", "P001 没有整改时限，哪一天完成？"),
        ("P001 | | 2026-12-31 | 整改中 | 已清理一半。 |", "unassigned", "P001 没有填责任科室，由谁负责？"),
        (
            "P001 | 财务科 | 长期坚持 | 整改中 | 已清理一半。 |",
            "unclear_deadline",
            "P001 整改时限“长期坚持”定不到具体的日子，哪一天完成？",
        ),
        (
            "P001 | 财务科 | 2026年9月31日 | 整改中 | 已清理一半。 |",
            "unclear_deadline",
            (
                "P001 时限读不出：“2026年9月31日”在日历上不存在（是不是2026年9月30日？），"
                "既不算逾期也不算正常，到底是哪一天？"
            ),
        ),
        (
            "P001 | 财务科 | 2026-12-31 | 整改中 | 已清理一半。 | 是",
            "superior",
            "P001 需要上级支持，报上去了没有，上级怎么答复？",
        ),
    ],
)
def test_what_a_row_lacks_is_asked_for(row: str, rule: str, text: str) -> None:
    """One empty cell, one question; a finished problem is not asked."""
    assert [each[:3] for each in asked(ledger(row))] == [(rule, "P001", text)]
    if rule != "no_status":
        assert rules(ledger(row.replace("整改中", "已完成"))) == []


@pytest.mark.parametrize(
    ("due", "remaining", "found"),
    [
        (
            "2026-07-31",
            "2026-12-31",
            [
                ("overdue", "P001 时限7月31日，已逾期57天，没有申请延期。哪一天能完成，还差什么？"),
                (
                    "plan",
                    "P001 剩余时限写的是2026年12月31日，晚于时限7月31日，没有批准延期。为什么办不完，要不要申请延期？",
                ),
            ],
        ),
        ("2026-12-31", "2026年7月", [("plan", "P001 剩余事项计划7月31日办完，已过57天，办了没有？")]),
        ("2026-12-31", "等通知", [("plan", "P001 剩余时限“等通知”读不出日期，剩余事项打算哪一天办完？")]),
        ("2026-12-31", "2026-10-31", []),
        ("2026-12-31", "2026-12-31", []),
        ("", "2026-12-31", []),
    ],
)
def test_a_plan_for_what_remains_is_asked_about(due: str, remaining: str, found: list[tuple[str, str]]) -> None:
    """Beyond the deadline, before it and passed, or unreadable; a plan that is the deadline asks nothing."""
    tables = f"""
    [基本信息]
    反馈日期 | 2026-03-18
    [问题台账]
    编号 | 责任科室 | 整改时限 | 剩余时限 | 剩余事项 | 完成程度 | 整改进展
    P001 | 财务科 | {due} | {remaining} | 二库 | 整改中 | 已清理一半。
    """
    assert [(each[0], each[2]) for each in asked(tables)] == found


def test_regular_work_without_a_record_is_asked_for() -> None:
    """每月 leaves a record every month; here a month has passed since the evidence, there it has not."""
    row = "P001 | 财务科 | 2026-12-31 | 整改中 | 每月检查一次。 |"
    papers = "[佐证材料]\n    编号 | 问题/措施编号 | 名称 | 日期\n    E001 | P001 | 检查记录 | {}"
    (found,) = asked(ledger(row, papers.format("2026-08-01")))
    assert found[:3] == (
        "rhythm_broken",
        "P001",
        "P001 承诺每月要做的事，最近一期没有任何记录：“每月检查一次”，做了没有，材料在哪里？",
    )
    assert rules(ledger(row, papers.format("2026-09-10"))) == []


def test_every_rule_has_its_case_here() -> None:
    """A new rule needs a test in which it asks (extension_late: tests/test_late_grants.py)."""
    collective = {"unassigned", "no_update", "no_status", "no_words", "no_deadline"}
    assert {*meeting_questions.RULES, *collective} == {
        "overdue",
        "extension_late",
        "promise_broken",
        "contradiction",
        "slipped",
        "finished_without_evidence",
        "not_started",
        "rhythm_broken",
        "unclear_deadline",
        "plan",
        "superior",
        *collective,
    }


def test_places_name_the_sheet_once_and_count_many_cells() -> None:
    """What is printed under 依据."""
    assert meeting_questions.places(("问题台账!P8", "问题台账!K8", "销号登记!D2")) == "问题台账 P8、K8；销号登记 D2"
    assert meeting_questions.places([f"问题台账!K{row}" for row in range(2, 9)]) == "问题台账 K2等7格"
