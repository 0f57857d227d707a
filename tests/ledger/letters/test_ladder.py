"""Letters go out rung by rung, and none is passed over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.letters import ladder
from rectify_xl.ledger.letters.issued import Issued

AS_OF = date(2026, 11, 20)


def letters(*gone: tuple[str, int]) -> tuple[Issued, ...]:
    """Return letters about P001, each with the days since it went out."""
    return tuple(Issued("P001", word, (AS_OF - timedelta(days=ago)).isoformat(), "") for word, ago in gone)


def standing(days: int, *gone: tuple[str, int]) -> tuple[str, int] | None:
    """Return what the letter reads like, and after how many days the next one follows."""
    due = ladder.due(vocabulary.LETTERS, days, letters(*gone), AS_OF)
    return (due.shown, due.wait) if due else None


@pytest.mark.parametrize("days", [1, 14, 15, 90, 400])
def test_the_first_letter_is_the_mildest(days: int) -> None:
    """Nothing went out yet: 督办通知书, also where lateness alone would call for 问责书."""
    due = ladder.due(vocabulary.LETTERS, days, (), AS_OF)
    assert due is not None
    assert (due.word, due.sent) == ("督办通知书", None)
    assert due.behind is (days >= 15)


def test_none_is_due_on_the_last_day_in_time() -> None:
    """A problem that is not late has no letter."""
    assert standing(0) is None


def test_letters_that_went_out_in_time_follow_the_table() -> None:
    """The second is due on day 15, the third on day 30, whenever within its stage the one before went out."""
    assert standing(14, ("督办通知书", 13)) == ("督办通知书（已发）", 1)
    assert standing(15, ("督办通知书", 14)) == ("阶段督查指导书", 15)
    assert standing(15, ("督办通知书", 3)) == ("阶段督查指导书", 15)
    assert standing(30, ("督办通知书", 25), ("阶段督查指导书", 15)) == ("情况提醒书", 30)


def test_letters_that_catch_up_leave_time_to_answer() -> None:
    """On day 95 the first went out: the second follows 14 days later, not on the same day, as in the table."""
    assert standing(95, ("督办通知书", 0)) == ("督办通知书（已发）", 14)
    assert standing(108, ("督办通知书", 13)) == ("督办通知书（已发）", 1)
    assert standing(109, ("督办通知书", 14)) == ("阶段督查指导书", 15)
    assert standing(109, ("督办通知书", 14), ("阶段督查指导书", 0)) == ("阶段督查指导书（已发）", 15)


def test_nothing_follows_the_gravest() -> None:
    """After 问责书 nothing is due any more."""
    due = ladder.due(vocabulary.LETTERS, 200, letters(("问责书", 100)), AS_OF)
    assert due is not None
    assert (due.shown, due.following) == ("问责书（已发）", None)


def test_a_rung_that_was_passed_over_is_not_gone_back_to() -> None:
    """告诫书 is on record and the milder ones are not: 问责书 is next."""
    assert standing(95, ("告诫书", 3)) == ("告诫书（已发）", 27)
    assert standing(122, ("告诫书", 30)) == ("问责书", 0)


def test_a_graver_letter_from_before_an_extension_stays_on_record() -> None:
    """Three days late anew: 告诫书 went out, and the ladder does not begin again."""
    assert standing(3, ("告诫书", 100)) == ("告诫书（已发）", 87)


def test_a_day_that_nobody_can_read_keeps_nothing_back() -> None:
    """The table alone decides."""
    due = ladder.due(vocabulary.LETTERS, 20, (Issued("P001", "督办通知书", "上周", ""),), AS_OF)
    assert due is not None
    assert due.shown == "阶段督查指导书"
