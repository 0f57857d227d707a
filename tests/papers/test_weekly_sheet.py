"""周调度表: every number is that of the rollup and of the deltas, and knows its cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generate.ledger_builder import complete, load
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.memory import snapshots
from rectify_xl.ledger.memory.baseline import Baseline, Past
from rectify_xl.papers import weekly_sheet
from rectify_xl.papers.weekly_sheet import WeeklyEdition
from rectify_xl.supervision.meetings import meeting_questions, meeting_state
from rectify_xl.supervision.meetings.cell_phrases import listed
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.sentences import last_sentence

AS_OF = date(2026, 9, 26)
LAST_WEEK = """
[基本信息]
单位名称 | 青石镇中心卫生院
反馈日期 | 2026-03-18
[问题台账]
编号 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 整改进展
P001 | 往来款挂账 | 财务科 | 2026-07-31 | 整改中 | | 一是清理三笔。二是函询两家。
P002 | 报销不及时 | 财务科 | 2026-09-25 | 整改中 | | 已报销。
P003 | 值班登记不全 | 办公室 | 2026-10-08 | 整改中 | | 拟于9月28日前完成补录。
P004 | 印章管理不严 | 办公室 | 2026-06-30 | 已完成 | 长期坚持 | 已修订。
P005 | 学习不深入 | 党办 | 2026-06-30 | 整改中 | | 已学习。
P009 | 已并入P001 | 党办 | 2026-06-30 | 整改中 | | 并入。
"""
NOW = (
    LAST_WEEK.replace("P002 | 报销不及时 | 财务科 | 2026-09-25", "P002 | 报销不及时 | 财务科 | 2026-09-24")
    .replace("2026-06-30 | 已完成 | 长期坚持", "2026-06-30 | 整改中 | 长期坚持")
    .replace("P005 | 学习不深入 | 党办 | 2026-06-30 | 整改中", "P005 | 学习不深入 | 党办 | 2026-06-30 | 已完成")
    .replace("P009 | 已并入P001 | 党办", "P010 | 又发现一处 | 党办")
    .replace("2026-06-30 | 整改中 | | 并入。", "2026-12-31 | 已完成 | | 已办。")
)
BEFORE = Baseline(snapshots.snapshot(load(LAST_WEEK), date(2026, 9, 18)), exact=True)


def look(tables: str = NOW, before: Baseline | None = BEFORE) -> meeting_state.MeetingState:
    return meeting_state.assess(load(complete(tables)), AS_OF, Past(before))


def values(tables: str = NOW, before: Baseline | None = BEFORE) -> dict[str, Any]:
    found = look(tables, before)
    return dict(weekly_sheet.values(found, meeting_questions.ask(found)))


def test_the_totals_are_those_of_the_rollup_now_and_then() -> None:
    """Each line counts what `rollup` counts on its day, and the third is the difference."""
    now = problem_counts.roll_up(load(NOW), AS_OF).total
    then = problem_counts.roll_up(load(LAST_WEEK), date(2026, 9, 18)).total
    first, second, third = values()["合计"]
    for line, counted in ((first, now), (second, then)):
        assert (line["问题"], line["完成"], line["继续"], line["长期"], line["逾期"]) == (
            str(counted.problems),
            str(counted.done),
            str(counted.ongoing),
            str(counted.longterm),
            str(counted.overdue),
        )
    assert second["期"] == "上期（9月18日）"
    assert {name: third[name] for name in ("问题", "完成", "继续", "长期", "逾期", "完成率")} == {
        "问题": "0",
        "完成": "+1",
        "继续": "-1",
        "长期": "-1",
        "逾期": "0",
        "完成率": "+16.67个百分点",
    }


def test_what_moved_is_what_the_deltas_say() -> None:
    """One line for each kind, with the departments of what is still there."""
    moved = snapshots.between(
        BEFORE.snapshot, snapshots.snapshot(load(NOW), AS_OF), ("未启动", "整改中", "基本完成", "已完成")
    )
    lines = {line["类"]: (line["数"], str(line["名单"])) for line in values()["变化"]}
    assert lines == {
        "新增": ("1", "P010（党办）"),
        "办结": ("2", "P005（党办）、P010（党办）"),
        "退步": ("1", "P004（办公室）"),
        "逾期新增": ("2", "P002（财务科）、P004（办公室）"),
        "移出": ("1", "P009"),
    }
    assert (moved.added, moved.finished, moved.slipped, moved.newly_late, moved.gone) == (
        ("P010",),
        ("P005", "P010"),
        ("P004",),
        ("P002", "P004"),
        ("P009",),
    )


def test_without_a_snapshot_the_paper_says_so() -> None:
    """One line of totals, no changes, a plain sentence."""
    found = values(before=None)
    assert (len(found["合计"]), found["变化"], found["比较"]) == (
        1,
        [],
        "台账中还没有上一周的记录，本期无从比较。",
    )


def test_an_older_snapshot_is_told() -> None:
    """The memory does not reach back as far as was asked for."""
    assert values(before=BEFORE._replace(exact=False))["比较"] == "没有更早的记录，与最早的一次（2026年9月18日）相比。"


def test_who_owes_most_stands_first_and_who_owes_nothing_is_named() -> None:
    """By overdue problems, then by the longest; 党办 has no page."""
    found = values()
    assert [
        (line["科室"], line["未完成"], line["逾期"], line["临期"], line["最长"], line["要问"]) for line in found["欠账"]
    ] == [
        ("财务科", "2", "2", "0", "57天（P001）", "2"),
        ("办公室", "2", "1", "1", "88天（P004）", "2"),
    ]
    assert found["清账"] == "没有未完成问题的科室1个：党办。"
    assert [str(page["科室"]) for page in found["科室页"]] == [str(line["科室"]) for line in found["欠账"]]


def test_questions_to_a_department_without_a_page_stand_in_front() -> None:
    """P005 and P010 were finished this week without papers."""
    assert [(line["序号"], str(line["问"])[:4]) for line in values()["另问"]] == [("1", "P005"), ("2", "P010")]


def test_a_row_tells_deadline_progress_what_is_missing_promises_and_letter() -> None:
    """The most urgent problem of 财务科, and the promise of 办公室 that falls due on Monday."""
    pages = {str(page["科室"]): page["问题"] for page in values()["科室页"]}
    row: Mapping[str, str] = pages["财务科"][0]
    assert dict(row) == {
        "编号": "P001",
        "问题": "往来款挂账",
        "时限": "7月31日",
        "天数": "逾期57天",
        "程度": "整改中",
        "进展": "二是函询两家。",
        "还缺": "完成日期、整改措施（没有登记）、佐证材料、销号申请",
        "眼前缺": "—",
        "承诺": "—",
        "要问": "时限7月31日，已逾期57天，没有申请延期。哪一天能完成，还差什么？",
        "督办": "督办通知书",
    }
    late, near = pages["办公室"]
    assert (str(late["编号"]), str(near["编号"])) == ("P004", "P003")
    assert (str(near["天数"]), str(near["承诺"]), near["督办"]) == (
        "剩12天",
        "9月28日到期：拟于9月28日前完成补录",
        "—",
    )


def test_an_extension_shows_both_deadlines() -> None:
    """The new one first, then the one that it replaced."""
    closures = """[销号登记]
    问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由
    P001 | 延期 | 通过 | 2026-11-30 | 2026-07-20 | 2026-07-18 | 周某 | 等待采购"""
    (row,) = [
        row for page in values(f"{NOW}\n{closures}")["科室页"] for row in page["问题"] if str(row["编号"]) == "P001"
    ]
    assert (str(row["时限"]), str(row["天数"])) == ("11月30日（已延期，原7月31日）", "剩65天")
    assert row["时限"].sources == ("销号登记!D2", "问题台账!D2")


def test_every_text_of_the_ledger_knows_its_cells() -> None:
    """Numbers, names and sentences of the pages alike."""
    found = values()
    for page in found["科室页"]:
        assert page["科室"].sources
        for row in page["问题"]:
            plain = [
                key
                for key, text in row.items()
                if text not in ("—", "") and not (isinstance(text, TracedText) and text.sources)
            ]
            assert plain == []
    assert found["合计"][0]["完成"].sources == ("问题台账!E2:E7",)
    assert found["单位"].sources == ("基本信息!B2",)


def test_long_texts_are_cut_and_are_seen_to_be() -> None:
    """A cell of 40,000 characters keeps the table readable."""
    long = values(NOW.replace("往来款挂账", "账" * 40_000).replace("二是函询两家。", "询" * 40_000))
    row = next(row for page in long["科室页"] for row in page["问题"] if str(row["编号"]) == "P001")
    assert str(row["问题"]) == "账" * 70 + "……"
    assert str(row["进展"]) == "询" * 70 + "……"


def test_a_problem_without_an_id_is_named_by_its_row() -> None:
    """It is counted, listed, and told to be beyond comparison."""
    found = values(NOW.replace("P003 |", "|", 1))
    rows = [str(row["编号"]) for page in found["科室页"] for row in page["问题"]]
    assert "第4行" in rows
    assert "有1个问题没有编号（《问题台账》第4行），只计入总数，无从逐个比较；请补填编号。" in found["注"]


def test_one_department_alone_is_compared_with_itself() -> None:
    """Its problems of last week count, wherever they stood then; what is gone belongs to nobody."""
    ledger = load(complete(NOW))
    past = meeting_state.past_of(Past(BEFORE), ledger, "财务科")
    found = meeting_state.assess(meeting_state.for_department(ledger, "财务科"), AS_OF, past)
    assert found.moved is not None
    assert (found.moved.added, found.moved.newly_late, found.moved.gone) == ((), ("P002",), ())
    printed = weekly_sheet.values(found, meeting_questions.ask(found), WeeklyEdition(department="财务科"))
    assert printed["题名"] == "巡察整改周调度表（财务科）"
    lines = printed["变化"]
    assert isinstance(lines, list)
    assert [line["类"] for line in lines] == ["新增", "办结", "退步", "逾期新增"]
    assert found.counted.total.problems == 2


def test_the_last_sentence_is_what_was_told_last() -> None:
    """Sentences end with 。, ；, ！ or the line."""
    assert last_sentence("一是清理；二是函询。\n三是约谈\n\n") == "三是约谈"
    assert last_sentence("一是清理；二是函询。") == "二是函询。"
    assert last_sentence(" 。\n") == ""


def test_ids_in_a_row_become_a_range() -> None:
    """Two are not worth it, and other names stay."""
    assert listed(["P001", "P002", "P003", "P007", "P008", "第9行"]) == "P001至P003、P007、P008、第9行"
    assert listed(["P009", "P010", "P011"]) == "P009至P011"
    assert listed([]) == ""
