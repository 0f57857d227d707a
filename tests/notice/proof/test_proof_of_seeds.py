"""What proof-reading says about the two real notices: every known contradiction, and no sum that holds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof import proof
from rectify_xl.readers.read_source import read_source
from tests.conftest import SEED_000, SEED_002

AS_OF = date(2026, 9, 20)


@pytest.fixture(scope="module")
def seed_000(seeds: Path) -> tuple[Finding, ...]:
    return proof(read_source(seeds / f"{SEED_000}.txt"), AS_OF)


@pytest.fixture(scope="module")
def seed_002(seeds: Path) -> tuple[Finding, ...]:
    return proof(read_source(seeds / f"{SEED_002}.txt"), AS_OF)


def at(findings: tuple[Finding, ...], code: str) -> list[int | None]:
    return [each.line for each in findings if each.code == code]


def test_known_contradictions_of_the_first(seed_000: tuple[Finding, ...]) -> None:
    """The passed promise of item 16, the unfinished work of item 7, 9 against 8, the odd label and the lost 问题."""
    assert [(each.line, each.row_id) for each in seed_000 if each.code == "PR207"] == [(79, "P016")]
    assert [(each.line, each.row_id) for each in seed_000 if each.code == "PR301"] == [(47, "P007")]
    assert "在通报之前已过" in next(each.message for each in seed_000 if each.code == "PR301")
    recount = next(each for each in seed_000 if each.code == "PR106")
    assert (recount.line, "8次" in recount.message, "9场次" in recount.message) == (23, True, True)
    assert [(each.line, each.row_id) for each in seed_000 if each.code == "PR607"] == [(116, "P027")]
    assert (33, "P003") in [(each.line, each.row_id) for each in seed_000 if each.code == "PR606"]


def test_known_contradictions_of_the_second(seed_002: tuple[Finding, ...]) -> None:
    """A future day told as done, the damaged dates, and 101 measures for 97."""
    assert 85 in at(seed_002, "PR206")
    assert [(each.line, len(each.excerpt) > 0) for each in seed_002 if each.code == "PR201"] == [
        (5, True),
        (5, True),
        (5, True),
        (169, True),
    ]
    declared = next(each for each in seed_002 if each.code == "PR103")
    assert (declared.line, "97" in declared.message, "101" in declared.message) == (9, True, True)


@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_sums_and_percentages_hold(name: str, request: pytest.FixtureRequest) -> None:
    """Every sum and share in both notices is right, and none is flagged; nothing crashed."""
    findings: tuple[Finding, ...] = request.getfixturevalue(name)
    assert {"PR101", "PR102", "PR104", "PR105", "PR202", "PR205", "PR901", "PR902"} & {
        each.code for each in findings
    } == set()


def test_the_whole_tally(seed_000: tuple[Finding, ...], seed_002: tuple[Finding, ...]) -> None:
    """Each of these was read against the text and found to be so; a change here is to be read again."""
    assert Counter(each.code for each in seed_000) == {
        "PR106": 1,
        "PR107": 1,
        "PR204": 1,
        "PR207": 1,
        "PR301": 1,
        "PR302": 1,
        "PR504": 1,
        "PR605": 1,
        "PR606": 5,
        "PR607": 1,
        "PR702": 1,
        "PR703": 1,
        "PR705": 2,
        "PR706": 1,
        "PR707": 2,
        "PR708": 1,
    }
    assert Counter(each.code for each in seed_002) == {
        "PR103": 1,
        "PR201": 4,
        "PR206": 1,
        "PR401": 4,
        "PR503": 1,
        "PR507": 1,
        "PR508": 1,
        "PR601": 1,
        "PR606": 1,
        "PR701": 1,
        "PR702": 1,
        "PR703": 1,
        "PR706": 1,
        "PR708": 1,
    }


def test_a_habit_is_told_once_with_all_its_places(seed_000: tuple[Finding, ...], seed_002: tuple[Finding, ...]) -> None:
    """Dates with a point, quotation marks inside their own kind, lost numbers: one finding each, nothing left out."""
    dotted = next(each for each in seed_000 if each.code == "PR204")
    assert dotted.message == "日期写成“6.30日”，应写“6月30日”；同样的写法全文共4处，在第37、44、130行。"
    nested = next(each for each in seed_000 if each.code == "PR702")
    assert "同样的写法全文共4处，在第30、74、81、100行" in nested.message
    lost = next(each for each in seed_002 if each.code == "PR601")
    assert "同样的写法全文共3处，在第49、95、133行" in lost.message


@pytest.mark.parametrize("name", [SEED_000, SEED_002])
def test_excerpts_are_the_words_of_the_text(name: str, seeds: Path) -> None:
    """What is quoted stands in the line that is named."""
    lines = read_source(seeds / f"{name}.txt")
    words = {line.number: line.text for line in lines}
    for each in proof(lines, AS_OF):
        if each.line:
            assert each.excerpt.strip("…") in words[each.line], each
