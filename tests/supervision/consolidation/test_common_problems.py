"""Problems of many units that are one problem are found together, and different ones stay apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from generate.unit_ledgers.problem_texts import KINDS
from rectify_xl.supervision.consolidation import common_problems
from rectify_xl.supervision.consolidation.common_problems import LEAST_ALIKE, CommonProblem, without_numbers
from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
from rectify_xl.text import similar
from tests.drawn_units import consolidation, counted, finished, problem


def common_of(*told: tuple[str, SubmittedProblem]) -> tuple[CommonProblem, ...]:
    """Return what is common to units, which come in the order in which they are first named."""
    parts: dict[str, list[SubmittedProblem]] = {}
    for unit, one in told:
        parts.setdefault(unit, []).append(one)
    whole = consolidation([(counted(name, problems), problems) for name, problems in parts.items()])
    return common_problems.common(whole).problems


def common(*told: tuple[str, str]) -> tuple[CommonProblem, ...]:
    return common_of(*((unit, problem(number, text)) for number, (unit, text) in enumerate(told, 1)))


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
    late = problem(2, overdue=True, late_days=9)
    (cluster,) = common_of(("甲局", finished(1)), ("乙局", late), ("乙局", problem(3)))
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
    own = [("甲局", f"公车管理不严，没有审批单的派车{'又' * number}有发生") for number in range(1, 4)]
    assert common(*own) == ()
    both = common(*own, ("乙局", "公车管理不严，没有审批单的派车又有发生"))
    assert [(one.units, one.unit_names) for one in both] == [(2, ("甲局", "乙局"))]


def test_what_was_registered_anew_is_not_common() -> None:
    """It stands beside all numbers; and of too many statements the later ones are counted apart."""
    anew = problem(2, relapse=True)
    assert common_of(("甲局", problem(1)), ("乙局", anew)) == ()
    texts = ["公车管理不严", "党费收缴不及时", "低保动态管理不到位"]
    problems = [problem(number, text) for number, text in enumerate((*texts, texts[2]), 1)]
    statements, left_out = consolidation([(counted("甲局", problems), problems)]).rows.statements(2)
    assert ([one.text for one in statements], left_out) == (texts[:2], 2)


@settings(max_examples=25, deadline=None)
@given(units)
def test_what_is_counted_is_what_a_plain_count_finds(told: list[tuple[str, str]]) -> None:
    """Problems, units and words of all statements, one by one."""
    parts: dict[str, list[SubmittedProblem]] = {}
    for number, (unit, text) in enumerate(told, 1):
        made = finished if number % 3 else problem
        parts.setdefault(unit, []).append(made(number, text, overdue=number % 2 == 0, aspect=text[:1]))
    rows = consolidation([(counted(name, problems), problems) for name, problems in parts.items()]).rows
    statements, left_out = rows.statements(1_000)
    own: dict[str, list[tuple[int, SubmittedProblem]]] = {}
    for place, problems in enumerate(parts.values()):
        for one in problems:
            own.setdefault(without_numbers(one.problem), []).append((place, one))
    assert [one.text for one in statements] == list(own)
    assert left_out == 0
    for counted_one, said in zip(statements, rows.said(list(own), 2), strict=True):
        problems_of = own[counted_one.text]
        places = list(dict.fromkeys(place for place, _ in problems_of))
        assert (counted_one.units, counted_one.problems) == (len(places), len(problems_of))
        assert counted_one.owner == (places[0] if len(places) == 1 else None)
        assert said.units == tuple(places)
        assert said.done == sum(one.done for _, one in problems_of)
        assert said.overdue == sum(one.overdue for _, one in problems_of)
        assert dict(said.aspects) == Counter(one.aspect for _, one in problems_of)
        first = [next(one for place, one in problems_of if place == wanted) for wanted in places[:2]]
        assert [(word.unit, word.row, word.text) for word in said.wordings] == [
            (place, one.row, one.problem) for place, one in zip(places, first, strict=False)
        ]
