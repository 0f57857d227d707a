"""What moved since the last period is told unit by unit, and problems that went from done to undone by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.supervision.consolidation.consolidation import RosterStanding, RosterUnit
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges
from rectify_xl.supervision.consolidation.period_comparison import PeriodComparison
from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
from tests.drawn_units import consolidation, counted, drawn, finished, problem

Units = Sequence[tuple[str, Sequence[SubmittedProblem]]]


def changes(then: Units, now: Units) -> PeriodChanges:
    earlier = consolidation(
        [(counted(name, problems), problems) for name, problems in then], as_of=date(2026, 8, 31), period="2026-08"
    )
    present = consolidation([(counted(name, problems), problems) for name, problems in now])
    comparison = PeriodComparison(present, earlier)
    for unit, one in present.rows.problems():
        comparison.add(unit, one)
    return comparison.changes()


def test_a_problem_done_then_and_not_now_is_named() -> None:
    """反弹: the unit, the number and the row are told."""
    moved = changes([("甲局", [finished(1), problem(2)])], [("甲局", [problem(1), finished(2)])])
    (unit,) = moved.units
    assert (unit.kind, unit.finished, unit.set_back, unit.gone) == ("有变化", 1, 1, 0)
    assert [(back.unit.unit, back.id, back.row, back.completion) for back in moved.set_back] == [
        ("甲局", "P001", 2, "整改中")
    ]
    assert (moved.then.done, moved.now.done) == (1, 1)


def test_a_problem_that_the_unit_itself_sent_back_is_told_apart() -> None:
    """销号退回 since the last period is no 反弹; one from before it explains nothing."""
    for day, expected in ((date(2026, 9, 13), ("P001",)), (date(2026, 7, 1), ())):
        back = problem(1, returned=day, returned_words="分管领导周某退回。理由：缺少台账。")
        moved = changes([("甲局", [finished(1)])], [("甲局", [back])])
        assert (moved.units[0].set_back, moved.units[0].returned) == (1, expected)
        words = f"{day}分管领导周某退回。理由：缺少台账。" if expected else ""
        assert [one.returned for one in moved.set_back] == [words]


def test_measures_and_relapses_that_are_gone_are_named() -> None:
    """Fewer measures where some were unfinished; a relapse that is registered no more, not even as a problem."""
    texts = ("党费收缴不及时", "公车管理不严", "信访件超期")
    then = [problem(number, text, measures=3, measures_done=2) for number, text in enumerate(texts, 1)]
    now = [
        problem(1, texts[0], measures=2, measures_done=2),
        problem(2, texts[1], measures=3, measures_done=3),
        problem(3, texts[2], measures=4, measures_done=2),
    ]
    again = [problem(number, texts[0], relapse=True) for number in (8, 9)]
    moved = changes([("甲局", [*then, *again])], [("甲局", [*now, again[1]])])
    (unit,) = moved.units
    assert (unit.stripped, unit.relapses_gone, unit.gone, unit.touched) == (("P001",), ("P008",), 0, True)
    assert [(gone.id, gone.problem) for gone in moved.gone] == [("P008", f"反弹登记：{texts[0]}")]
    whole = changes([("甲局", [*then, *again])], [("甲局", [*then, again[1], problem(8, texts[0])])])
    assert whole.units[0].relapses_gone == ()
    merged = [problem(number, text, group="综合管理") for number, text in enumerate(texts, 1)]
    apart = [problem(number, text, group=f"（{number}）{text}") for number, text in enumerate(texts, 1)]
    assert changes([("甲局", apart)], [("甲局", merged)]).units[0].moved == ("P001", "P002", "P003")


def test_a_ledger_sent_again_as_it_was_is_told() -> None:
    """Nothing of status, progress and what remains is another."""
    same = [problem(1), finished(2)]
    assert [change.kind for change in changes([("甲局", same)], [("甲局", same)]).units] == ["没有变化"]
    moved = changes([("甲局", same)], [("甲局", [problem(1, progress="一是又查了2次。"), finished(2)])])
    assert [change.kind for change in moved.units] == ["有变化"]


def test_units_that_came_went_and_were_renamed_are_told_apart() -> None:
    """A new name over the problems of one that is gone is a renaming; each pair is told once."""
    texts = ["理论学习不深入", "公车管理不严", "低保动态管理不到位"]
    own = [problem(number, text) for number, text in enumerate(texts, 1)]
    other = [problem(1, "党费收缴不及时"), problem(2, "工程结算不及时")]
    moved = changes([("老名局", own), ("撤销局", other)], [("新名局", own), ("新设局", [problem(1, "信访件超期")])])
    assert [(change.unit, change.kind, change.was_called) for change in moved.units] == [
        ("新名局", "疑似改名", "老名局"),
        ("新设局", "本期新增", ""),
        ("撤销局", "本期没有", ""),
    ]


def test_a_renamed_unit_is_compared_with_what_it_was() -> None:
    """Two letters changed in a name hide nothing: what was undone and what is gone is told."""
    texts = ["理论学习不深入", "公车管理不严", "低保动态管理不到位", "党费收缴不及时", "信访件超期"]
    then = [finished(number, text) for number, text in enumerate(texts, 1)]
    now = [problem(1, texts[0]), *then[1:4]]
    moved = changes([("松河区教育局", then)], [("松河区教育和体育局", now)])
    (unit,) = moved.units
    assert (unit.kind, unit.was_called, unit.set_back, unit.gone) == ("疑似改名", "松河区教育局", 1, 1)
    assert [back.id for back in moved.set_back] == ["P001"]


def test_an_extension_is_a_movement() -> None:
    """A unit that did what its 退回单 asked did not send its ledger again as it was."""
    then = [problem(1, due=date(2026, 9, 1), overdue=True, late_days=30)]
    now = [problem(1, due=date(2026, 12, 1), original_due=date(2026, 9, 1))]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert (unit.kind, unit.postponed) == ("有变化", 0)


def test_only_units_of_both_periods_are_compared_in_sum() -> None:
    """A unit that did not report takes its numbers with it; that is no progress and no fall."""
    moved = changes([("甲局", [problem(1)]), ("没报局", [finished(1)])], [("甲局", [finished(1)])])
    number, then, now = moved.in_both
    assert (number, then.done, now.done) == (1, 0, 1)
    assert (moved.then.done, moved.now.done) == (1, 1)


def test_problems_that_vanished_are_counted_and_relapses_are_not() -> None:
    """A row registered anew stands beside all numbers, in both periods."""
    moved = changes(
        [("甲局", [problem(1), problem(2, "旧问题"), problem(9, relapse=True)])],
        [("甲局", [problem(1), problem(3, "新问题")])],
    )
    (unit,) = moved.units
    assert (unit.added, unit.gone) == (1, 1)


def test_a_number_given_twice_is_two_problems() -> None:
    """Two rows P009 in both periods: neither has gone, and the deadline of none was moved; one deleted is told."""
    twice = [
        problem(9, "党费收缴不及时", due=date(2026, 9, 18)),
        problem(9, "公车管理不严", row=11, due=date(2026, 12, 31)),
        problem(10, "信访件超期"),
    ]
    for now in (twice, twice[::-1]):
        (unit,) = changes([("甲局", twice)], [("甲局", now)]).units
        assert (unit.kind, unit.gone, unit.added, unit.postponed) == ("没有变化", 0, 0, 0)
    (unit,) = changes([("甲局", twice)], [("甲局", twice[1:])]).units
    assert (unit.gone, unit.added, unit.postponed) == (1, 0, 0)


def test_a_number_given_to_another_problem_is_another_problem() -> None:
    """借号换题: the feedback's problem is gone, and a trifle stands under its number."""
    then = [
        problem(1, "财务报销审核不严，12笔支出附件不全，涉及3.5万元", overdue=True, late_days=40),
        finished(2, "二"),
    ]
    now = [finished(1, "会议室桌牌摆放不整齐"), finished(2, "二")]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert (unit.gone, unit.added, unit.finished) == (1, 1, 0)


def test_another_round_is_not_compared_problem_by_problem() -> None:
    """The numbers begin with P001 again; nothing was undone, and nothing is gone."""
    then, now = [finished(1, "四轮的"), finished(2, "甲")], [problem(1, "五轮的"), problem(2, "乙")]
    earlier = consolidation([(counted("甲局", then, round="第四轮"), then)], as_of=date(2026, 8, 31), period="2026-08")
    present = consolidation([(counted("甲局", now, round="第五轮"), now)])
    comparison = PeriodComparison(present, earlier)
    for unit, one in present.rows.problems():
        comparison.add(unit, one)
    moved = comparison.changes()
    (change,) = moved.units
    assert (change.kind, change.gone, change.set_back, change.finished) == ("换了轮次", 0, 0, 0)
    assert not change.round_reworded
    assert moved.set_back == ()
    assert moved.in_both[0] == 0


@pytest.mark.parametrize("written", ["第4轮", "第四轮巡察", "五轮"])
def test_a_round_that_is_only_written_otherwise_is_compared(written: str) -> None:
    """Else one changed word would hide what was undone and what was deleted."""
    then = [finished(1, "甲"), finished(2, "乙"), problem(3, "丙", overdue=True), problem(4, "丁")]
    now = [problem(1, "甲"), finished(2, "乙"), problem(4, "丁")]
    earlier = consolidation([(counted("甲局", then, round="第四轮"), then)], as_of=date(2026, 8, 31), period="2026-08")
    present = consolidation([(counted("甲局", now, round=written), now)])
    comparison = PeriodComparison(present, earlier)
    for unit, one in present.rows.problems():
        comparison.add(unit, one)
    moved = comparison.changes()
    (change,) = moved.units
    assert (change.kind, change.gone, change.set_back, change.round_reworded) == ("有变化", 1, 1, True)
    assert moved.in_both[0] == 1


def older(*periods: tuple[str, Sequence[SubmittedProblem], str]) -> PeriodChanges:
    """Return what moved of a unit that has two problems now, and had these in earlier periods, the latest first."""
    now = [problem(1, "甲"), problem(2, "乙")]
    last, *former = [
        consolidation(
            [(counted("甲局", problems, round=name), problems)] if problems else [],
            as_of=date.fromisoformat(f"{period}-28"),
            period=period,
        )
        for period, problems, name in periods
    ]
    present = consolidation([(counted("甲局", now, round="第五轮"), now)])
    comparison = PeriodComparison(present, last, former)
    for unit, one in present.rows.problems():
        comparison.add(unit, one)
    return comparison.changes()


def test_a_unit_is_compared_with_the_period_that_last_counted_its_round() -> None:
    """Newest first: not the oldest, and not that in which it told of another round; else it is no new unit."""
    three, four = [problem(number, text) for number, text in enumerate("甲乙丙", 1)], [*map(problem, range(5, 9))]
    (change,) = older(("2026-08", (), ""), ("2026-07", three, "第五轮"), ("2026-06", four, "第五轮")).units
    assert (change.kind, change.gone, change.older and change.older.period) == ("隔期对比", 1, "2026-07")
    moved = older(("2026-08", four, "第六轮"), ("2026-07", (), ""), ("2026-06", three, "第五轮"))
    (change,) = moved.units
    assert (change.kind, change.gone) == ("隔期对比", 1)
    assert change.older
    assert change.older.words == "上期报的是另一轮次，与2026-06（截至2026-06-28）比"
    assert [lost.period for lost in moved.gone] == ["2026-06"]
    assert (moved.in_both[0], moved.over_gap[0]) == (0, 1)
    (change,) = older(("2026-08", (), ""), ("2026-07", four, "第四轮")).units
    assert (change.kind, change.gone, change.comparable) == ("换了轮次", 0, False)


def test_renumbered_and_reworded_problems_are_the_same() -> None:
    """A row deleted above moves all numbers; a word mended changes the text. Only the deleted row is gone."""
    then = [problem(1, "药品盘点不及时"), problem(2, "乙问题"), problem(3, "丙问题")]
    now = [problem(1, "乙问题"), problem(2, "丙问题")]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert (unit.gone, unit.added) == (1, 0)
    (unit,) = changes([("甲局", then)], [("甲局", [problem(1, "2025年药品盘点、对账不及时（改）"), *then[1:]])]).units
    assert (unit.gone, unit.added, unit.kind) == (0, 0, "没有变化")


def test_a_problem_that_became_a_relapse_is_gone_and_told_as_such() -> None:
    """It is not among the round's any more, and the ledger still has it: both are said; a true relapse is new."""
    then = [finished(1, "甲"), problem(2, "乙"), problem(3, "丙")]
    apart = [problem(2, "乙")._replace(relapse=True), problem(4, "甲")._replace(relapse=True)]
    (unit,) = changes([("甲局", then)], [("甲局", [finished(1, "甲"), *apart])]).units
    assert (unit.gone, unit.turned, unit.added) == (2, 1, 0)


rows = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(("甲", "乙", "丙"))), max_size=7)


@settings(max_examples=150, deadline=None)
@given(rows, rows)
def test_what_came_and_went_always_adds_up(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> None:
    """Whatever numbers and texts are given twice: then − gone + added = now, and no count is negative."""
    then = [problem(number, text) for number, text in before]
    now = [problem(number, text) for number, text in after]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert len(then) - unit.gone + unit.added == len(now)
    assert min(unit.gone, unit.added) >= 0


def test_a_deadline_written_later_is_told_and_an_extension_is_not() -> None:
    """What an approved extension moved has its first deadline still."""
    then = [problem(1, due=date(2026, 9, 1)), problem(2, due=date(2026, 9, 1))]
    now = [
        problem(1, due=date(2026, 12, 1)),
        problem(2, due=date(2026, 12, 1), original_due=date(2026, 9, 1)),
    ]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert unit.postponed == 1


def test_a_period_compared_with_itself_does_not_move() -> None:
    """Sixty drawn units, all of them the same twice."""
    parts = [(unit.unit, problems) for unit, problems in drawn(60)]
    moved = changes(parts, parts)
    assert {change.kind for change in moved.units} == {"没有变化"}
    assert moved.then == moved.now
    assert moved.set_back == ()


def test_nothing_moves_in_a_column_that_an_own_layout_does_not_have() -> None:
    """An office's own table without 方面, 上轮问题 and measures accuses nobody, and says what was not compared."""
    texts = ("党费收缴不及时", "公车管理不严", "信访件超期", "会议记录不全")
    full = {"aspect": "一、党建方面", "from_last_round": True, "measures": 2, "measures_done": 1}
    then = [problem(number, text, department="办公室", **full) for number, text in enumerate(texts, 1)]
    now = [problem(number, text, department="办公室", aspect="", measures=0) for number, text in enumerate(texts, 1)]
    earlier = consolidation([(counted("甲局", then), then)], as_of=date(2026, 8, 31), period="2026-08")
    bare = ("P001", "P002", "P003", "P004")
    for intake, moved, absent in (
        ("", bare, ()),
        ("不是本工具的版式，按旧台账读取。", (), ("方面", "上轮问题", "整改措施")),
    ):
        unit = counted("甲局", now)._replace(intake=intake)
        comparison = PeriodComparison(consolidation([(unit, now)]), earlier)
        for one in now:
            comparison.add(unit, one)
        (change,) = comparison.changes().units
        assert (change.moved, change.renewed, change.stripped, change.absent) == (moved, moved, moved, absent)


def test_what_the_last_period_shows_of_changes_without_any_memory() -> None:
    """An extension of what was late, another aspect or department, fewer households, a deadline that is gone."""
    day, later = date(2026, 8, 20), date(2027, 3, 1)
    then = [
        problem(1, overdue=True, late_days=11, due=day),
        problem(2, "惠农补贴审核不严，11户重复领取", aspect="一、党建方面"),
        problem(3, "会议记录不全", aspect="二、民生方面", department="办公室"),
        problem(4, "公车管理不严", due=day),
        problem(5, "档案不齐，9户没有记录", aspect="一、党建方面", department="办公室"),
        problem(6, "台账不清", due=day),
    ]
    now = [
        problem(1, due=later, original_due=day),
        problem(2, "惠农补贴审核不严，1户重复领取", aspect="一、党建方面"),
        problem(3, "会议记录不全", aspect="一、党建方面", department="办公室"),
        problem(4, "公车管理不严", due=None),
        problem(5, "档案不齐，九户没有记录", aspect="1、党建方面", department="办公室"),
        problem(6, "台账不清", due=later),
    ]
    (change,) = changes([("甲局", then)], [("甲局", now)]).units
    assert (change.extended, change.moved, change.softened) == (("P001",), ("P003",), ("P002",))
    assert change.postponed == 2
    honest = [one._replace(aspect="三、组织方面" if "党建" in one.aspect else one.aspect) for one in then]
    (change,) = changes([("甲局", then)], [("甲局", honest)]).units
    assert (change.extended, change.moved, change.softened, change.postponed) == ((), (), (), 0)


@pytest.mark.parametrize(("then", "predated"), [(None, ("P001",)), (date(2026, 6, 1), ())])
def test_a_day_of_completion_that_stood_there_then_is_not_written_now(
    then: date | None, predated: tuple[str, ...]
) -> None:
    """A word that is mended (已整改) makes a problem done by the day that the last period knew already."""
    before = problem(1, completion="已整改", finished=then)
    (unit,) = changes([("甲局", [before])], [("甲局", [finished(1, finished=date(2026, 6, 1))])]).units
    assert unit.predated == predated


def test_a_new_name_that_the_roster_knows_is_no_renaming() -> None:
    """单位 has the new name and 别名 the old one: then and now are compared, and nobody has to look into it."""
    then = [finished(1), problem(2, "公车管理不严")]
    earlier = consolidation([(counted("石门市教育局", then), then)], as_of=date(2026, 8, 31), period="2026-08")
    unit = counted("石门市教育体育局", then[:1])
    line = RosterUnit(2, "石门市教育体育局", ("石门市教育局",))
    standing = RosterStanding(line, "已报", 1)
    comparison = PeriodComparison(consolidation([(unit, then[:1])], roster=(standing,)), earlier)
    comparison.add(unit, then[0])
    (change,) = comparison.changes().units
    assert (change.kind, change.was_called, change.gone) == ("有变化", "", 1)


def test_the_same_words_under_another_number_are_told() -> None:
    """Numbers that were dealt out anew; two rows with the same words keep theirs."""
    texts = ("学习不深入", "公车管理不严", "台账不全", "台账不全")
    then = [problem(number, text) for number, text in enumerate(texts, 1)]
    now = [problem(number, text) for number, text in zip((2, 1, 3, 4), texts, strict=True)]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert unit.renumbered == ("P002", "P001")
    (unit,) = changes([("甲局", then)], [("甲局", then)]).units
    assert unit.renumbered == ()


def test_a_deadline_that_could_not_be_read_and_is_a_day_now_is_told() -> None:
    """等通知 last month, a day in next summer this month: whoever knows the first one has to compare."""
    then = [problem(1, due=None, due_text="等通知", unreadable=True), problem(2), problem(3, due=None)]
    now = [problem(1, due=date(2027, 6, 30)), problem(2), finished(3)]
    (unit,) = changes([("甲局", then)], [("甲局", now)]).units
    assert unit.dated == ("P001",)
