"""Problems of many units that are one problem are found together, and different ones stay apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from generate.unit_ledgers.problem_texts import KINDS
from rectify_xl.supervision.consolidation.common_problems import (
    LEAST_ALIKE,
    CommonProblem,
    CommonProblemFinder,
    without_numbers,
)
from rectify_xl.text import similar
from tests.drawn_units import finished, problem


def common(*told: tuple[str, str]) -> tuple[CommonProblem, ...]:
    finder = CommonProblemFinder()
    for number, (unit, text) in enumerate(told, 1):
        finder.add(unit, problem(number, text))
    return finder.common()


def test_other_figures_are_the_same_problem() -> None:
    """3次 and 十二次, full width or not, are numbers of one problem."""
    (cluster,) = common(
        ("青林县教育局", "公车管理不严，3次派车没有审批单"),
        ("松河区水利局", "公车管理不严，十二次派车没有审批单"),
        ("白水县民政局", "公车管理不严，１８次派车没有审批单。"),
    )
    assert (cluster.units, cluster.problems, cluster.text) == (3, 3, "公车管理不严，3次派车没有审批单")
    assert cluster.unit_names == ("青林县教育局", "松河区水利局", "白水县民政局")


def test_other_wordings_are_found_and_quoted_as_they_are() -> None:
    """Two offices never write one sentence; each is quoted in its own words with its row."""
    (cluster,) = common(
        ("青林县教育局", "“三会一课”记录不规范，5个支部存在补记现象"),
        ("松河区水利局", "“三会一课”落实不严，7个支部会议记录缺失"),
    )
    assert [(wording.unit, wording.id, wording.row) for wording in cluster.examples] == [
        ("青林县教育局", "P001", 2),
        ("松河区水利局", "P002", 3),
    ]
    assert cluster.examples[1].text == "“三会一课”落实不严，7个支部会议记录缺失"


def test_two_things_of_one_field_stay_apart() -> None:
    """公务接待 and 公务用车 are two problems, and one unit's own repetition is not common."""
    assert (
        common(
            ("青林县教育局", "公车管理不严，3次派车没有审批单"),
            ("松河区水利局", "公务接待不规范，4次接待无公函"),
            ("松河区水利局", "公务接待不规范，5次接待无公函"),
        )
        == ()
    )


def test_no_two_kinds_of_the_generator_are_joined() -> None:
    """The threshold stands above every pair of different problems."""
    bare = [
        (
            kind.statements,
            similar.without_boilerplate(without_numbers(text.replace("{n}", "3").replace("{money}", "3.5"))),
        )
        for kind in KINDS
        for text in kind.statements
    ]
    alike = [similar.similarity(one, other) for (mine, one), (theirs, other) in combinations(bare, 2) if mine != theirs]
    assert max(alike) < LEAST_ALIKE - 20


def test_states_are_counted_over_all_wordings() -> None:
    """Done, going on and late problems add up."""
    finder = CommonProblemFinder()
    finder.add("甲局", finished(1))
    finder.add("乙局", problem(2, overdue=True, late_days=9))
    finder.add("乙局", problem(3))
    (cluster,) = finder.common()
    assert (cluster.problems, cluster.done, cluster.ongoing, cluster.overdue) == (3, 1, 2, 1)


def test_texts_without_letters_are_no_problem() -> None:
    """Blanks and signs are not compared."""
    assert common(("甲局", "  "), ("乙局", "……"), ("丙局", "12%")) == ()


units = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from([text for kind in KINDS for text in kind.statements])),
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(units)
def test_what_is_common_does_not_depend_on_luck(told: list[tuple[str, str]]) -> None:
    """The same problems give the same clusters, each of two units at least, no problem in two of them."""
    once = common(*told)
    assert once == common(*told)
    assert all(cluster.units == len(set(cluster.unit_names)) >= 2 for cluster in once)
    assert sum(cluster.problems for cluster in once) <= len(told)


def test_what_one_unit_alone_was_told_is_not_compared_with_itself() -> None:
    """A ledger of thousands of made-up rows may not hold up all others; a second unit's words still find its own."""
    finder = CommonProblemFinder()
    for number in range(1, 4):
        finder.add("甲局", problem(number, f"公车管理不严，没有审批单的派车{'又' * number}有发生"))
    assert finder.common() == ()
    finder.add("乙局", problem(1, "公车管理不严，没有审批单的派车又有发生"))
    assert [(one.units, one.unit_names) for one in finder.common()] == [(2, ("甲局", "乙局"))]
