"""Each warning is raised by what it says, and by nothing less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.supervision.consolidation import unit_warnings
from rectify_xl.supervision.consolidation.overview import overview
from rectify_xl.supervision.consolidation.unit_result import SubmittedFinding, SubmittedProblem
from rectify_xl.supervision.consolidation.unit_warnings import UnitWarning
from tests.drawn_units import consolidation, counted, finished, problem

Problems = Sequence[SubmittedProblem]


def warned(
    problems: Problems,
    *,
    before: Problems | None = None,
    others: Sequence[tuple[str, Problems]] = (),
    codes: Sequence[str] = (),
    **unit: object,
) -> dict[str, UnitWarning]:
    """Return the warnings about a unit with these problems by their codes."""
    own = counted("甲局", problems, **unit)
    parts = [(own, problems), *((counted(name, theirs), theirs) for name, theirs in others)]
    findings = [
        (own, SubmittedFinding(code, "error", f"问题台账!J{row}", f"P{row - 1:03d}", "矛盾", "改"))
        for row, code in enumerate(codes, 2)
    ]
    earlier = None
    if before is not None:
        earlier = consolidation([(counted("甲局", before), before)], period="2026-08", as_of=date(2026, 8, 31))
    seen = overview(consolidation(parts, findings, earlier=earlier)).warnings
    return {warning.kind.code: warning for warning in seen if warning.unit.unit == "甲局"}


def late(number: int, days: int = 20) -> SubmittedProblem:
    return problem(number, overdue=True, late_days=days, due=date(2026, 9, 1))


def some(count: int, make: Callable[[int], SubmittedProblem], first: int = 1) -> list[SubmittedProblem]:
    return [make(number) for number in range(first, first + count)]


def test_an_orderly_unit_is_not_warned_of() -> None:
    """Some done on different days, some going on in time."""
    assert warned([*some(8, finished), *some(4, problem, 9)]) == {}


def test_many_late_problems_are_orange_and_most_of_them_red() -> None:
    """Two of two are no trend, three of twelve are, six of twelve are red."""
    assert warned([*some(2, late)]) == {}
    assert warned([*some(3, late), *some(9, finished, 4)])["HZ201"].level == "橙"
    warning = warned([*some(6, late), *some(6, finished, 7)])["HZ201"]
    assert (warning.level, warning.text) == ("红", "12个问题中逾期6个（50%），最长逾期20天")


def test_long_overdue_problems_are_named() -> None:
    """Ninety days are not yet long."""
    assert "HZ202" not in warned([late(1, 90), *some(9, finished, 2)])
    warning = warned([late(1, 91), *some(9, finished, 2)])["HZ202"]
    assert (warning.level, warning.ids) == ("橙", ("P001",))


def test_a_ledger_as_it_was_a_month_ago_is_warned_of() -> None:
    """But not where all is done: nothing has to move there."""
    assert "HZ203" in warned([problem(1), finished(2)], before=[problem(1), finished(2)])
    assert warned([finished(1), finished(2)], before=[finished(1), finished(2)]) == {}


def test_done_and_undone_again_is_red() -> None:
    """And the fall of the share is not told a second time."""
    warnings = warned([problem(1), finished(2)], before=[finished(1), finished(2)])
    assert list(warnings) == ["HZ204"]
    assert (warnings["HZ204"].level, warnings["HZ204"].ids) == ("红", ("P001",))


def test_what_the_unit_itself_sent_back_is_yellow_with_its_reason() -> None:
    """The procedure works: nothing is red, and what was undone besides is told by itself."""
    back = problem(1, returned=date(2026, 9, 13), returned_words="分管领导周某退回。理由：缺少台账。")
    warning = warned([back, finished(2)], before=[finished(1), finished(2)])["HZ204"]
    assert (warning.level, warning.kind.title, warning.ids) == ("黄", "退回重办", ("P001",))
    assert "P001：2026-09-13分管领导周某退回。理由：缺少台账。" in warning.text
    warning = warned([back, problem(2)], before=[finished(1), finished(2)])["HZ204"]
    assert (warning.level, warning.ids) in {("红", ("P002",)), ("黄", ("P001",))}


def test_a_relapse_that_is_registered_no_more_is_told() -> None:
    """A rebuilt ledger has no memory of it; the last period has."""
    before = [finished(1), problem(2), problem(9, relapse=True)]
    warning = warned([finished(1), problem(2)], before=before)["HZ211"]
    assert (warning.level, warning.kind.title, warning.ids) == ("橙", "反弹登记比上期少", ("P009",))
    assert "HZ211" not in warned(before, before=before)


def test_measures_that_are_fewer_are_a_trace() -> None:
    """Where some were unfinished in the last period, and of three problems: one or two may be put together."""
    before = [problem(number, measures=3, measures_done=1) for number in (1, 2, 3)]
    before.append(problem(4, measures=3, measures_done=3))
    now = [one._replace(measures=one.measures - 1) for one in before]
    warning = warned(now, before=before)["HZ216"]
    assert (warning.level, warning.ids) == ("黄", ("P001", "P002", "P003"))
    assert "上期有未完成的措施、本期措施少了的3个" in warning.text
    assert "HZ216" not in warned([*now[:2], *before[2:]], before=before)


def test_a_share_that_fell_is_told_unless_problems_only_came() -> None:
    """From two of three to one of two; a problem that was added on order takes nothing back."""
    texts = ("理论学习不深入", "公车管理不严", "低保动态管理不到位")
    before = [finished(1, texts[0]), finished(2, texts[1]), problem(3, texts[2], progress="一是。")]
    warnings = warned([before[0], problem(3, texts[2])], before=before)
    assert warnings["HZ205"].text == "完成率由66.7%降到50.0%（完成由2个变为1个，问题由3个变为2个）"
    assert warnings["HZ211"].ids == ("P002",)
    assert "HZ205" not in warned(
        [finished(1), problem(2), problem(3)], before=[finished(1), problem(2, progress="一。")]
    )


def test_signs_put_in_or_left_out_are_no_change() -> None:
    """A full stop at the end of 剩余事项 does not make a new ledger."""
    own = [problem(1, remaining="等候批复"), finished(2)]
    assert "HZ203" in warned([problem(1, remaining="等候批复。 "), finished(2)], before=own)
    assert "HZ203" not in warned([problem(1, remaining="等候上级批复"), finished(2)], before=own)


def test_warnings_name_their_problems() -> None:
    """What was postponed and what the check found altered, by number; what is gone also by its words."""
    later = [problem(number, due=date(2027, 3, 31)) for number in (1, 2)]
    assert warned(later, before=some(2, problem))["HZ214"].ids == ("P001", "P002")
    still = [problem(1), finished(2), problem(3, relapse=True)]
    assert warned(still, before=still)["HZ203"].ids == ("P001",)
    assert warned([*some(3, late), *some(9, finished, 4)])["HZ201"].ids == ("P001", "P002", "P003")
    same_day = [finished(number, finished=date(2026, 9, 28)) for number in range(1, 6)]
    assert warned([*same_day, finished(6)])["HZ206"].ids == tuple(f"P00{number}" for number in range(1, 6))
    unread = [problem(number, unreadable=True) for number in (1, 2, 3)]
    assert warned([*unread, finished(4, unreadable=True)], unreadable=3)["HZ213"].ids == ("P001", "P002", "P003")
    doubts = (LedgerDoubt("RX723", 2, ("P001", "P003")),)
    warning = warned(some(5, finished), doubts=doubts)["HZ216"]
    assert (warning.ids, warning.text) == (("P001", "P003"), "整改时限被改晚2处（P001、P003）")


def test_all_finished_on_one_day_is_told_and_at_once_is_not() -> None:
    """即知即改 is finished on the day of feedback by its nature; half a year later it is a word and no more."""
    day = date(2026, 9, 28)
    assert "HZ206" in warned([finished(number, finished=day) for number in range(1, 6)])
    at_once = [finished(number, finished=day, immediate=True) for number in range(1, 6)]
    assert "HZ206" not in warned(at_once, feedback=date(2026, 9, 28))
    assert "HZ206" in warned(at_once, feedback=date(2026, 3, 16))
    assert "HZ206" not in warned([*(finished(n, finished=day) for n in range(1, 6)), *some(5, finished, 6)])


def test_contradictions_of_the_check_are_counted_by_problem() -> None:
    """Two findings of one row are one contradiction."""
    assert warned(some(5, finished), codes=("RX702",))["HZ207"].level == "黄"
    assert warned(some(5, finished), codes=("RX702", "RX703", "RX611"))["HZ207"].level == "橙"
    assert warned(some(5, finished), codes=("RX201",)) == {}


def test_one_text_for_five_problems_is_told() -> None:
    """Blanks make no difference."""
    copied = [finished(number, progress="已完成整改，" + " " * number + "效果良好。") for number in range(1, 6)]
    assert warned(copied)["HZ208"].ids == ("P001", "P002", "P003", "P004", "P005")


def test_texts_of_another_unit_are_told_of_both() -> None:
    """Long ones only: short ones come about by themselves."""
    long = [
        finished(number, progress=f"一是逐次核实派车事由并补办手续{number}份；二是修订公务用车管理办法；三是按月检查。")
        for number in range(1, 4)
    ]
    assert warned(long, others=[("乙局", long)])["HZ209"].ids == ("P001", "P002", "P003")
    short = [finished(number, progress="已整改。") for number in range(1, 4)]
    assert warned(short, others=[("乙局", short)]) == {}


@pytest.mark.parametrize(
    ("number", "words"), [(2, "乙1局、乙2局"), (7, "等7家"), (20, "等20家以上"), (26, "等20家以上")]
)
def test_how_many_other_units_have_a_text_is_true(number: int, words: str) -> None:
    """All are counted up to twenty; of more it says that there may be more."""
    same = [problem(place, progress=f"第{place}项：{'建立台账、逐笔核对、公开结果，' * 3}") for place in (1, 2, 3)]
    warning = warned(same, others=[(f"乙{place}局", same) for place in range(1, number + 1)])["HZ209"]
    assert f"{words}）一字不差" in warning.text


def test_the_ledger_of_another_unit_under_a_new_name_is_red() -> None:
    """Problems, departments and people all the same; other people are other ledgers."""
    texts = ("理论学习不深入", "公车管理不严", "低保动态管理不到位", "党费收缴不及时", "信访件超期")
    own = [finished(number, text) for number, text in enumerate(texts, 1)]
    warning = warned(own, others=[("乙局", own)])["HZ217"]
    assert (warning.level, warning.text) == ("红", "5个问题中，5个连同责任科室、责任人与别的单位（乙局）一字不差")
    nameless = [one._replace(id="") for one in own]
    assert warned(nameless, others=[("乙局", nameless)])["HZ217"].ids[0] == "第2行"
    others = [one._replace(person="李明") for one in own]
    assert "HZ217" not in warned(own, others=[("乙局", others)])


def test_problems_that_are_gone_are_told() -> None:
    """One is orange, five are red."""
    assert warned(some(3, finished), before=some(4, finished))["HZ211"].level == "橙"
    assert warned(some(3, finished), before=some(8, finished))["HZ211"].level == "红"


def test_problems_that_grow_by_themselves_are_told() -> None:
    """凑数: trifles done on the day on which they are written raise the share; two more are no sign."""
    own = [problem(number, f"第{number}件事情的办理不及时") for number in range(1, 6)]
    trifles = [finished(number, f"桌牌摆放不整齐第{number}处") for number in range(6, 10)]
    warning = warned([*own, *trifles], before=own)["HZ218"]
    assert (warning.level, warning.text) == ("橙", "本期新增4个问题，其中4个当期就计为完成（问题由5个变为9个）")
    late_comers = [one._replace(done=False, completion="整改中") for one in trifles]
    assert warned([*own, *late_comers], before=own)["HZ218"].level == "黄"
    assert "HZ218" not in warned([*own, *trifles[:2]], before=own)


def test_nothing_begun_two_months_after_feedback_is_red() -> None:
    """A unit that was told its problems last week is not."""
    idle = [problem(number, completion="未启动", progress="") for number in range(1, 4)]
    assert warned(idle)["HZ212"].level == "红"
    assert warned(idle, feedback=date(2026, 9, 20)) == {}


def test_unreadable_and_postponed_deadlines_are_told() -> None:
    """Both hide how much is late."""
    assert "HZ213" in warned([problem(number, unreadable=True, due=None) for number in range(1, 4)])
    moved = warned([problem(1, progress="二是。")], before=[problem(1, due=date(2026, 9, 1))])
    assert "HZ214" in moved


def test_a_widened_counting_rule_is_told() -> None:
    """A unit that counts 整改中 as done stands first in the ranking; the reminder of the check comes up here."""
    warning = warned(some(5, finished), codes=("RX715",))["HZ215"]
    assert (warning.level, warning.text) == ("橙", "矛盾（《问题台账》J2）")


def test_traces_of_changes_are_counted_by_kind() -> None:
    """A deleted record weighs more than a changed number."""
    assert warned(some(5, finished), codes=("RX725", "RX725"))["HZ216"].level == "黄"
    warning = warned(some(5, finished), codes=("RX725", "RX724"))["HZ216"]
    assert (warning.level, warning.text) == ("橙", "问题或反弹记录被删除1处、问题编号被改动1处")


def test_doubtful_relapses_are_told_with_what_they_hide() -> None:
    """Who calls open problems relapses has fewer of them, and fewer late ones; the reader sees both numbers."""
    own = [*some(3, finished), problem(4)]
    apart = late(5)._replace(relapse=True)
    honest = problem(6)._replace(relapse=True)
    codes = ("", "", "", "", "RX619")
    warning = warned([*own, apart, honest], codes=codes)["HZ219"]
    assert (warning.level, warning.ids) == ("橙", ("P005",))
    assert warning.text == (
        "1个问题按反弹另计、没有计入问题数，却有疑点；计入的话，问题由4个变为5个，完成率由75.0%变为60.0%，逾期由0个变为1个"
    )
    in_time = apart._replace(overdue=False, late_days=0)
    assert warned([*own, in_time, honest], codes=codes)["HZ219"].level == "黄"
    assert "HZ219" not in warned([*own, in_time, honest])


@pytest.mark.parametrize("place", range(len(unit_warnings.RULES)))
def test_every_kind_has_its_own_code_and_its_measure(place: int) -> None:
    """The codes follow one another, and no sentence is empty."""
    kind, rule = unit_warnings.RULES[place]
    assert kind.code == f"HZ{201 + place}"
    assert kind.advice
    assert rule


@pytest.mark.parametrize(
    ("label", "then", "least", "words"),
    [
        ("immediate", False, 3, "上期不算即知即改、本期改填为即知即改的"),
        ("from_last_round", True, 1, "上期填为上轮问题、本期去掉了的"),
    ],
)
def test_labels_that_are_changed_are_told(label: str, then: bool, least: int, words: str) -> None:  # noqa: FBT001 - one case
    """What makes a unit look better is told, from as many on as are no slip; the other way round nothing is told."""
    names = ("P001", "P002", "P003")[:least]
    had: dict[str, Any] = {label: then}
    has: dict[str, Any] = {label: not then}
    before = [finished(number, **had) for number in range(1, 6)]
    after = [finished(number, **has) for number in range(1, 6)]
    warning = warned([*after[:least], *before[least:]], before=before)["HZ216"]
    assert (warning.level, warning.ids) == ("黄", names)
    assert warning.text == f"{words}{least}个（{'、'.join(names)}）"
    assert "HZ216" not in warned([*after[: least - 1], *before[least - 1 :]], before=before)
    assert "HZ216" not in warned(before, before=before)


def test_a_label_that_was_forgotten_and_fits_is_no_trace() -> None:
    """即知即改 is filled in late for what was done within two months after the feedback, as the last period knew."""
    before = [finished(number, finished=date(2026, 4, number)) for number in range(1, 6)]
    after = [one._replace(immediate=True) for one in before]
    assert "HZ216" not in warned(after, before=before)
