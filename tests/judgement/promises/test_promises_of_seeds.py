"""On the two real notices the grammar finds what a person finds who reads all 64 items, with one exception."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.judgement.promises import Promise, find, judge
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source
from tests.conftest import SEED_000, SEED_002
from tests.judgement.risks.test_risks_of_seeds import filled

READ_000 = """
P002  57 dated kept, 173 dated kept
P003  93 periodic due, 204 dated due
P004  189 periodic due, 245 dated kept
P005  182 periodic due
P006  25 dated kept, 88 dated kept
P007  28 periodic due, 54 periodic due, 107 dated kept, 121 periodic due, 180 periodic broken, 208 dated broken
P007  224 periodic due
P008  42 periodic due, 54 periodic due, 110 periodic due
P009  49 periodic due, 117 periodic due
P011  107 periodic due, 138 periodic due
P012  2 dated kept, 35 periodic due
P013  2 dated kept, 127 periodic due, 173 periodic due
P014  117 undated due, 205 dated kept, 283 dated kept, 5 dated due
P016  46 periodic due, 94 periodic due, 17 dated broken
P018  41 periodic due
P021  260 dated kept
P022  8 dated kept
P023  154 undated due
P024  66 periodic due
P030  108 dated kept, 114 dated kept, 171 dated kept
P031  50 dated kept, 130 periodic due, 11 dated due
"""
"""What reading found in seed 000, judged on 2025-09-26: item, where its date or rhythm begins, kind, verdict."""

READ_002 = """
P002  159 undated due, 479 undated due, 537 dated kept, 571 dated kept, 603 dated kept
P003  256 dated due
P005  47 periodic due, 82 periodic due, 98 periodic due, 218 dated kept, 221 dated due, 224 dated due, 245 dated kept
P005  288 dated kept, 322 dated kept, 354 dated kept
P006  139 dated kept, 157 undated due
P007  257 undated due
P008  38 undated due, 104 undated due, 141 undated due
P009  81 periodic due
P010  12 dated kept, 30 dated kept
P013  161 periodic due, 210 periodic due
P014  154 periodic due
P015  181 periodic due, 279 periodic due, 309 periodic due, 338 periodic due
P017  197 dated due
P023  92 dated kept
P026  59 undated due, 233 undated due
P027  220 periodic due
P028  233 periodic due, 282 periodic due, 392 dated kept, 493 dated kept, 544 periodic due
P029  206 dated kept
P030  119 dated kept, 130 dated kept, 136 dated kept, 143 dated kept
P032  100 dated kept, 169 undated due
"""
"""The same for seed 002, judged on 2025-05-12."""

MISSED = {("P003", 256, "dated", "due")}
"""A number of courses that is planned for a year which stands there without 年底 or 前."""

Line = tuple[str, int, str, str]


def read(table: str) -> set[Line]:
    found = set()
    for line in table.strip().splitlines():
        item, _, rest = line.partition("  ")
        for part in rest.split(", "):
            trigger, kind, verdict = part.split()
            found.add((item, int(trigger), kind, verdict))
    return found


def lines(promises: tuple[Promise, ...]) -> set[Line]:
    return {
        (each.commitment.row_id, each.commitment.piece.trigger, each.commitment.piece.kind, each.verdict)
        for each in promises
    }


@pytest.fixture(scope="module")
def unit_000(seeds: Path) -> Ledger:
    return filled(over_blank(rows_of_notice(parse(read_source(seeds / f"{SEED_000}.txt")))))


@pytest.fixture(scope="module")
def unit_002(seeds: Path) -> Ledger:
    return filled(over_blank(rows_of_notice(parse(read_source(seeds / f"{SEED_002}.txt")))))


def judged(unit: Ledger, as_of: date) -> tuple[Promise, ...]:
    return judge(find(unit), unit, as_of)


def of(promises: tuple[Promise, ...], item: str, trigger: int) -> Promise:
    [found] = [each for each in promises if (each.commitment.row_id, each.commitment.piece.trigger) == (item, trigger)]
    return found


def test_seed_000_as_read(unit_000: Ledger) -> None:
    """All 46 commitments of its 31 items are found, and nothing else."""
    found = judged(unit_000, date(2025, 9, 26))
    assert lines(found) == read(READ_000)
    assert len(found) == 46


def test_seed_002_as_read(unit_002: Ledger) -> None:
    """Of 49 commitments of its 33 items 48 are found, and nothing else."""
    found = judged(unit_002, date(2025, 5, 12))
    assert lines(found) == read(READ_002) - MISSED
    assert len(found) == 48


def test_the_words_are_those_of_the_cell(unit_000: Ledger, unit_002: Ledger) -> None:
    """Every span gives back its text, and holds its trigger."""
    for each in (*find(unit_000), *find(unit_002)):
        piece = each.piece
        assert each.cell.text[piece.start : piece.end] == each.text
        assert piece.start <= piece.trigger < piece.end


def test_item_7_is_broken_twice(unit_000: Ledger) -> None:
    """What was to be done in mid-July has no result, and the rhythm that has not begun counts from feedback."""
    found = judged(unit_000, date(2025, 9, 26))
    july, half_year = of(found, "P007", 208), of(found, "P007", 180)
    assert (july.due, july.verdict, july.commitment.piece.tense) == (date(2025, 7, 20), "broken", "planned")
    assert "按反馈日期推定为2025年" in july.reason
    assert (half_year.due, half_year.commitment.piece.period) == (date(2025, 9, 17), "每半年")
    assert half_year.commitment.piece.tense == "not_begun"


def test_items_14_16_and_31(unit_000: Ledger) -> None:
    """Two are due in December and broken in January, one was due in July; item 14 is still being studied."""
    september, january = judged(unit_000, date(2025, 9, 26)), judged(unit_000, date(2026, 1, 1))
    assert of(september, "P016", 17).reason.startswith("期限2025年7月31日已过57天")
    for item, trigger in (("P014", 5), ("P031", 11)):
        assert of(september, item, trigger).due == date(2025, 12, 31)
        assert of(january, item, trigger).verdict == "broken"
        assert of(january, item, trigger).commitment.column == "状态表述"
    assert of(september, "P014", 117).commitment.piece.tense == "under_way"


@pytest.mark.parametrize(("as_of", "verdict"), [(date(2025, 5, 12), "due"), (date(2025, 5, 21), "broken")])
def test_a_day_to_come_told_as_done(unit_002: Ledger, as_of: date, verdict: str) -> None:
    """今年5月20日 lies after any reading of the damaged date of the notice, whose year is whole."""
    told = of(judged(unit_002, as_of), "P017", 197)
    assert (told.due, told.verdict, told.commitment.text[:7]) == (date(2025, 5, 20), verdict, "今年5月20日")
    assert told.reason.startswith(
        "写成已办，但通报日期“2025年512”残缺，怎样断读都不晚于2025年5月12日，2025年5月20日还没有到"
    )
    assert "其中年份2025年完整，据此推定" in told.reason


def test_quantities_are_kept_as_written(unit_000: Ledger, unit_002: Ledger) -> None:
    """Counts stand beside their rhythm or date, without blanks."""
    assert of(judged(unit_000, date(2025, 9, 26)), "P005", 182).commitment.piece.quantity == "至少1次、不少于200人"
    assert of(judged(unit_002, date(2025, 5, 12)), "P013", 210).commitment.piece.quantity == "1次"


def test_half_a_year_later_the_rhythms_are_broken(unit_000: Ledger) -> None:
    """Without any record every monthly, quarterly and half-yearly promise is broken by April 2026."""
    rhythms = [each for each in judged(unit_000, date(2026, 4, 1)) if each.commitment.piece.kind == "periodic"]
    assert len(rhythms) == 23
    assert {each.commitment.piece.period for each in rhythms if each.verdict == "due"} == {"每年"}
