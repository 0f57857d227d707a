"""What a notice states in three parts, measures that nobody numbered, and a feedback that was dated too early."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.notice.reading.notice_facts import dated
from rectify_xl.notice.reading.parse import parse
from rectify_xl.notice.reading.stated_totals import counted, find
from rectify_xl.readers.read_source import lines
from tests.notice.proof.planted import NOTICE


@pytest.mark.parametrize(
    ("text", "going_on"),
    [
        ("反馈的4个方面10个问题，已完成8个，基本完成1个，未完成1个。", [2]),
        ("反馈的4个方面10个问题。经过集中整改，已完成7个，基本完成2个，未完成1个。", [3]),
        ("反馈的4个方面10个问题，已完成8个，正在推进1个，未完成1个。", [2]),
        ("反馈的4个方面10个问题，已完成8个，继续整改2个，其中基本完成1个。", [2]),
        ("反馈的4个方面10个问题，已完成8个，未完成1个。", [1]),
        ("反馈的4个方面10个问题，已完成8个，基本完成2个，未完成1个。", [1]),
    ],
)
def test_parts_that_make_up_all_problems_are_added(text: str, going_on: list[int]) -> None:
    """基本完成 and 未完成 together go on, where they and what is finished are all; else each says what it says."""
    assert [each.value for each in find(text) if each.name == "继续整改"] == going_on


@pytest.mark.parametrize(
    ("feedback", "noticed", "day"),
    [
        ("2月2日", date(2026, 7, 6), date(2026, 2, 2)),
        ("4月2日", date(2026, 7, 6), date(2026, 4, 2)),
        ("2月2日", date(2027, 7, 6), date(2027, 2, 2)),
        ("2月2日", None, date(2027, 2, 2)),
        ("2026年2月2日", date(2026, 7, 6), date(2026, 2, 2)),
    ],
)
def test_no_feedback_follows_its_notice(feedback: str, noticed: date | None, day: date) -> None:
    """A day without a year that lies before the end of the inspection is a slip, and not one of the next year."""
    assert dated("2026年1月5日", "3月6日", feedback, noticed).feedback.day == day


def test_measures_are_counted_only_where_every_problem_numbers_them() -> None:
    """A paragraph without 一是 may tell of several measures, or of none."""
    items = tuple(each._replace(measures=("甲", "乙")) for each in parse(lines(NOTICE)).items)
    assert counted((), (), items)["整改措施"] == 2 * len(items)
    whole = (items[0]._replace(measures=("一整段",)), *items[1:])
    assert "整改措施" not in counted((), (), whole)
