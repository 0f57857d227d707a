"""Finished problems must stay looked after: evidence, look-backs, and records of periodic promises."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks.subjects import risk_subjects
from rectify_xl.judgement.risks.upkeep import (
    no_evidence,
    nobody_looked,
    period_unrecorded,
    review_missed,
    review_verdict,
)

BASE = """
[基本信息]
反馈日期 | 2025-03-18
通报日期 | {notice}
回头看间隔天数 | {interval}
[问题台账]
编号 | 完成程度 | 后续要求 | 完成日期 | 整改进展
P001 | 已完成 | 长期坚持 | {finished} | {progress}
[整改措施]
措施编号 | 问题编号 | 周期
M001-1 | P001 | {period}
{more}
"""


def told(
    signal: object,
    as_of: date,
    *,
    notice: str = "",
    interval: str = "",
    finished: str = "",
    progress: str = "",
    period: str = "",
    more: str = "",
) -> list[tuple[str, str, str]]:
    """Return the reasons of one signal for the one problem."""
    tables = BASE.format(
        notice=notice, interval=interval, finished=finished, progress=progress, period=period, more=more
    )
    [case] = risk_subjects(load(tables), as_of)
    assert callable(signal)
    return [(each.code, each.text, each.cell) for each in signal(case)]


REVIEWED = """
[回头看]
日期 | 问题/措施编号 | 结论 | 下次日期 | 发现
2025-06-30 | P001 | {first} | {next} |
2025-09-01 | {target} | {second} | | 记录又有缺页
"""


@pytest.mark.parametrize(
    ("notice", "finished", "day", "text"),
    [
        ("", "", date(2025, 9, 15), "2025年3月18日反馈以来181天没有人回头看（间隔不超过180天）"),
        ("2025-05-12", "", date(2025, 11, 9), "2025年5月12日通报以来181天没有人回头看（间隔不超过180天）"),
        ("2025-05-12", "2025-06-30", date(2025, 12, 28), "2025年6月30日完成以来181天没有人回头看（间隔不超过180天）"),
    ],
)
def test_nobody_looked(notice: str, finished: str, day: date, text: str) -> None:
    """Days count from 完成日期, else 通报日期, else 反馈日期; the day before is still in time."""
    assert told(nobody_looked, day, notice=notice, finished=finished) == [("RK107", text, "问题台账!C2")]
    assert told(nobody_looked, day.replace(day=day.day - 1), notice=notice, finished=finished) == []


def test_a_look_back_counts_for_the_problem_and_its_measures() -> None:
    """A look-back at a measure is one at its problem; the interval may be set in the ledger."""
    more = REVIEWED.format(first="巩固", next="", target="M001-1", second="巩固")
    assert told(nobody_looked, date(2026, 2, 28), more=more) == []
    assert told(nobody_looked, date(2026, 2, 28), interval="90", more=more) == [
        ("RK107", "2025年9月1日上次回头看以来180天没有人回头看（间隔不超过90天）", "问题台账!C2")
    ]


def test_a_look_back_that_was_set_down_and_missed() -> None:
    """The day itself is in time; a missed date stands in for the interval, and a later look-back settles it."""
    more = REVIEWED.format(first="巩固", next="2025-08-01", target="P999", second="巩固")
    assert told(review_missed, date(2025, 8, 1), more=more) == []
    assert told(review_missed, date(2025, 8, 4), more=more) == [
        ("RK108", "登记的下次回头看日期为2025年8月1日，已过3天，没有新的记录", "回头看!D2")
    ]
    assert told(nobody_looked, date(2026, 8, 4), more=more) == []
    assert told(review_missed, date(2025, 9, 2), more=more.replace("P999", "P001")) == []


def test_the_last_look_back_decides() -> None:
    """An earlier 反弹 that was mended later is no risk, a later one is, and one in the future is not known yet."""
    mended = REVIEWED.format(first="反弹", next="", target="P001", second="巩固")
    loose = REVIEWED.format(first="巩固", next="", target="P001", second="松动")
    assert told(review_verdict, date(2025, 9, 26), more=mended) == []
    assert told(review_verdict, date(2025, 7, 1), more=mended) == [
        ("RK112", "2025年6月30日回头看结论为“反弹”", "回头看!C2")
    ]
    assert told(review_verdict, date(2025, 9, 26), more=loose) == [
        ("RK111", "2025年9月1日回头看结论为“松动”：记录又有缺页", "回头看!C3")
    ]


@pytest.mark.parametrize(
    ("progress", "period", "quiet", "loud", "word", "cell"),
    [
        ("每季度检查一次", "", date(2025, 6, 18), date(2025, 6, 19), "每季度", "问题台账!E2"),
        ("每半年一次，每月自查", "", date(2025, 4, 18), date(2025, 4, 19), "每月", "问题台账!E2"),
        ("", "每半年", date(2025, 9, 17), date(2025, 9, 18), "每半年", "整改措施!C2"),
    ],
)
def test_a_periodic_promise_without_a_record(  # noqa: PLR0917
    progress: str, period: str, quiet: date, loud: date, word: str, cell: str
) -> None:
    """The shortest promise counts, from the round's own date."""
    assert told(period_unrecorded, quiet, progress=progress, period=period) == []
    [(code, text, where)] = told(period_unrecorded, loud, progress=progress, period=period)
    assert (code, where) == ("RK109", cell)
    assert text.startswith(f"承诺“{word}”，2025年3月18日以来")


def test_any_record_within_the_period_keeps_a_promise() -> None:
    """Evidence, a rule or a look-back of that time will do."""
    more = "[佐证材料]\n编号 | 问题/措施编号 | 日期\nZ1 | M001-1 | 2025-09-01"
    assert told(period_unrecorded, date(2025, 9, 26), progress="每月自查", more=more) == []
    assert len(told(period_unrecorded, date(2025, 10, 3), progress="每月自查", more=more)) == 1


def test_missing_evidence_weighs_where_the_unit_keeps_it() -> None:
    """One of two has it: the other is named. One of three: it is the register that is empty."""
    tables = """
    [问题台账]
    编号 | 完成程度
    P001 | 已完成
    P002 | 已完成
    P003 | {third}
    [佐证材料]
    编号 | 问题/措施编号
    Z1 | P001
    """
    half = risk_subjects(load(tables.format(third="整改中")), date(2025, 9, 26))
    assert [(each.code, each.text, each.cell) for case in half for each in no_evidence(case)] == [
        ("RK105", "佐证材料和制度清单中没有本问题的材料，列为完成的2个问题中有材料的1个", "问题台账!B3")
    ]
    third = risk_subjects(load(tables.format(third="已完成")), date(2025, 9, 26))
    assert [each.code for case in third for each in no_evidence(case)] == ["RK106", "RK106"]


def test_a_month_of_completion_tells_how_long_at_least() -> None:
    """Which day of the month it was, nobody knows: no day is named."""
    [(code, text, _)] = told(nobody_looked, date(2026, 3, 1), finished="2025年6月")
    assert (code, text) == ("RK107", "2025年6月完成以来至少244天没有人回头看（间隔不超过180天）")
    [(_, text, _)] = told(period_unrecorded, date(2026, 3, 1), finished="2025年6月", period="每月")
    assert text == "承诺“每月”，2025年6月以来至少244天没有佐证材料、制度或回头看记录"
