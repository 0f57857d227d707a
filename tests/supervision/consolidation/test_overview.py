"""The sums over all units are the sums of the units, whichever way they are broken down."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.supervision.consolidation.overview import overview, rank_units
from tests.drawn_units import consolidation, counted, drawn, finished, problem, standing, total


@settings(max_examples=15, deadline=None)
@given(count=st.integers(0, 30), seed=st.integers(0, 9))
def test_every_breakdown_sums_to_the_total(count: int, seed: int) -> None:
    """By aspect, level, superior, 完成程度 and lateness."""
    parts = drawn(count, seed=seed, size=(1, 12))
    sums = overview(consolidation(parts))
    assert sums.total == total(parts)
    for lines in (sums.aspects, [group.counts for group in sums.levels], [group.counts for group in sums.superiors]):
        assert sum(line.problems for line in lines) == sums.total.problems
        assert sum(line.overdue for line in lines) == sums.total.overdue
    assert sum(share.problems for share in sums.statuses) == sums.total.problems
    assert sum(share.done for share in sums.statuses) == sums.total.done
    assert sum(number for _, number in sums.lateness) == sums.total.overdue
    assert sum(group.units for group in sums.levels) == count


def test_ties_share_a_place_and_units_without_problems_have_none() -> None:
    """After two second places comes the fourth; one third is one third."""
    units = [
        counted("无问题局", []),
        counted("甲局", [finished(1), problem(2), problem(3)]),
        counted("乙局", [finished(1), finished(2), *(problem(number) for number in range(3, 7))]),
        counted("丙局", [finished(1)]),
        counted("丁局", [problem(1, overdue=True)]),
    ]
    assert [(place.place, place.unit.unit, place.few) for place in rank_units(units)] == [
        (1, "丙局", True),
        (2, "甲局", False),
        (2, "乙局", False),
        (4, "丁局", True),
    ]


def test_relapses_stand_beside_the_numbers() -> None:
    """They are told, and no sum holds them."""
    problems = [finished(1), problem(2, relapse=True, overdue=True, late_days=9)]
    sums = overview(consolidation([(counted("甲局", problems), problems)]))
    assert (sums.total.problems, sums.total.overdue, sums.relapses) == (1, 0, 1)
    assert sum(number for _, number in sums.lateness) == 0


def test_a_roster_without_superiors_expects_units_where_they_say_they_belong() -> None:
    """What the ledger says of its superior holds where the roster says nothing: no group has units nobody expected."""
    parts = drawn(3)
    roster = tuple(standing(number, unit.unit, "按时") for number, (unit, _) in enumerate(parts, 1))
    sums = overview(consolidation(parts, roster=(*roster, standing(9, "没报局", "未报"))))
    groups = {group.title: (group.expected, group.units) for group in sums.superiors}
    assert groups.pop("（未写上级）") == (1, 0)
    assert all(expected == units > 0 for expected, units in groups.values())


def test_levels_tell_how_many_were_expected() -> None:
    """A level of which nobody reported stands there with its zero."""
    parts = drawn(4)
    roster = (
        *(standing(number, unit.unit, "按时", level=unit.level) for number, (unit, _) in enumerate(parts, 1)),
        standing(5, "没报局", "未报", level="国有企业"),
    )
    sums = overview(consolidation(parts, roster=roster))
    assert [(group.title, group.expected, group.units) for group in sums.levels][-1] == ("国有企业", 1, 0)


def test_units_that_the_roster_lacks_stand_by_themselves() -> None:
    """Expected and reported can be compared line by line: a stranger is in no level of the roster."""
    parts = [(unit._replace(listed=number > 0), problems) for number, (unit, problems) in enumerate(drawn(4))]
    roster = tuple(
        standing(number, unit.unit, "按时", level=unit.level) for number, (unit, _) in enumerate(parts[1:], 1)
    )
    sums = overview(consolidation(parts, roster=roster))
    assert [(group.title, group.expected, group.units) for group in sums.levels][-1] == ("（不在名册）", 0, 1)


def test_what_stands_beside_the_numbers_accuses_of_no_more_than_the_warnings() -> None:
    """An extension that the last period had too is in neither; another one is in both, with the same number."""
    first, later = date(2026, 8, 20), date(2026, 12, 31)
    then = [problem(1, original_due=first, due=later), problem(2, "会议记录不全", due=first)]
    now = [then[0], problem(2, "会议记录不全", original_due=first, due=later)]
    last = consolidation([(counted("甲局", then), then)], period="2026-08", as_of=date(2026, 8, 31))
    for names, kept in ((("P001",), 0), (("P001", "P002"), 1)):
        unit = counted("甲局", now, doubts=(LedgerDoubt("RX727", len(names), names),))
        sums = overview(consolidation([(unit, now)], earlier=last))
        texts = [warning.text for warning in sums.warnings if warning.kind.code == "HZ216"]
        assert any("延期是事后批准或补录的" in text for text in texts) == bool(kept)
        sentences = sums.caveats["甲局"]
        assert [sentence for sentence in sentences if "补录延期" in sentence] == [
            "台账里有改动须核实：补录延期1处（RX727）；是哪些问题，见《预警》。"
        ] * kept


def test_what_is_not_warned_of_is_named_beside_the_numbers() -> None:
    """A closing filled in by hand stands in no warning: nobody is sent to look there. Only a list says so of some."""
    own = [finished(1), finished(2, "会议记录不全")]
    doubts = (LedgerDoubt("RX225", 2, ("P001", "P002")), LedgerDoubt("RX725", 1, ("P002",)))
    unit = counted("甲局", own, doubts=doubts, beyond=("RX725",))
    assert overview(consolidation([(unit, own)])).caveats["甲局"] == (
        "台账里有改动须核实：改过编号1处（RX725），见报来的校验情况；是哪些问题，见《预警》。",
        "手工填的销号2处（RX225）须核实：P001、P002。",
    )
