"""`promises` and `risks` never disagree about a row: on the notices, the sample, and rows made at random."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generate.ledger_builder import load
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.judgement.promises import Promise, by_row, find, judge, told_ahead_of_day
from rectify_xl.judgement.promises.undated_states import partly
from rectify_xl.judgement.risks import assess
from rectify_xl.judgement.risks.assess import signals
from rectify_xl.judgement.risks.risk_model import RiskSubject
from rectify_xl.judgement.risks.subjects import risk_subjects
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source
from tests.conftest import SEED_000, SEED_002
from tests.judgement.promises.test_phrases import AHEAD, DONE, INNOCENT, UNDATED, lines, rows
from tests.judgement.risks.test_risks_of_seeds import filled

ROOT = Path(__file__).resolve().parents[3]
OF_TEXT = ("RK101", "RK102", "RK103", "RK118")
PHRASES = (*lines(DONE), *lines(INNOCENT), *(row[0] for row in (*rows(AHEAD), *rows(UNDATED))))


def speaks(promise: Promise, case: RiskSubject) -> str:
    """Return the code of the signal that a promise must give on its row, empty where it must give none."""
    piece = promise.commitment.piece
    if promise.verdict == "kept":
        return ""
    if told_ahead_of_day(promise):
        return "RK118" if case.done else ""
    if piece.kind == "dated" and piece.tense == "planned" and promise.verdict == "broken":
        own = case.deadline and case.deadline.nominal == promise.due
        return "RK103" if case.done or not own else ""
    if not piece.unfinished or not case.done:
        return ""
    if piece.tense == "under_way" and not partly(piece.phrase):
        return "" if case.longterm else "RK102"
    return "RK101"


def agree(ledger: Ledger, as_of: date) -> None:
    """Compare, row by row, what the promises demand with what the risks say."""
    judged = by_row(judge(find(ledger), ledger, as_of), ledger)
    overdue = {risk.row: risk.days for risk in assess(ledger, as_of) if risk.kind == "overdue"}
    for case in risk_subjects(ledger, as_of):
        own = judged.get(case.problem.number, ())
        found = [each for each in signals(case) if each.code in OF_TEXT]
        demanded = [(promise, speaks(promise, case)) for promise in own]
        for promise, codes in demanded:
            piece = promise.commitment.piece
            told = [each.code for each in found if piece.phrase in each.text or promise.commitment.text in each.text]
            assert not codes or set(told) & set(codes.split()), (promise, found)
        assert {each.code for each in found} <= {code for _, codes in demanded for code in codes.split()}
        if not case.done and case.deadline:
            for promise in own:
                piece = promise.commitment.piece
                if piece.tense == "planned" and promise.due == case.deadline.nominal and promise.verdict != "kept":
                    late = overdue.get(case.problem.number, 0) or 0
                    assert (promise.verdict == "broken") is (late > 0), promise


def of_notice(path: Path) -> Ledger:
    return filled(over_blank(rows_of_notice(parse(read_source(path)))))


def all_done(ledger: Ledger) -> Ledger:
    return ledger._replace(problems=tuple(each._replace(completion="已完成", remaining="") for each in ledger.problems))


@pytest.mark.parametrize("days", [0, 30, 97, 182, 400])
@pytest.mark.parametrize("notice", [SEED_000, SEED_002])
def test_on_both_notices(notice: str, days: int, seeds: Path) -> None:
    """On the day of the notice and later, as printed and with every problem done."""
    ledger = of_notice(seeds / f"{notice}.txt")
    as_of = date(2025, 9, 26) + timedelta(days=days)
    agree(ledger, as_of)
    agree(all_done(ledger), as_of)


@pytest.mark.parametrize("days", [0, 30, 97, 182, 400])
def test_on_the_sample(days: int) -> None:
    """The sample of the demo too."""
    ledger = of_notice(ROOT / "samples" / "示例通报.txt")
    agree(ledger, date(2026, 9, 18) + timedelta(days=days))
    agree(all_done(ledger), date(2026, 9, 18) + timedelta(days=days))


ROWS = st.fixed_dictionaries(
    {
        "progress": st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4).map("。".join),
        "remark": st.sampled_from(("", *PHRASES)),
        "completion": st.sampled_from(("未启动", "整改中", "基本完成", "已完成")),
        "follow_up": st.sampled_from(("", "无", "长期坚持", "持续推进")),
        "due": st.dates(date(2025, 5, 1), date(2025, 12, 31)).map(str),
        "finished": st.one_of(st.just(""), st.dates(date(2025, 4, 1), date(2025, 12, 31)).map(str)),
        "noticed": st.sampled_from(("", "2025-09-26")),
    }
)
LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
通报日期 | {noticed}
[问题台账]
编号 | 整改时限 | 完成程度 | 后续要求 | 完成日期 | 整改进展 | 备注
P001 | {due} | {completion} | {follow_up} | {finished} | {progress}。 | {remark}
"""


@settings(max_examples=150, deadline=None)
@given(row=ROWS, as_of=st.dates(date(2025, 6, 1), date(2026, 6, 30)))
def test_on_rows_made_at_random(row: dict[str, str], as_of: date) -> None:
    """Whatever phrases a row holds, whatever its status, deadline and day."""
    agree(load(LEDGER.format(**row)), as_of)


@given(day=st.dates(date(2025, 4, 1), date(2026, 12, 31)), later=st.integers(-3, 12))
@settings(max_examples=80, deadline=None)
def test_a_deadline_and_its_promise_fall_due_on_the_same_day(day: date, later: int) -> None:
    """Sundays and holidays move both: what is 今天到期 is no 失约, and both are late by the same days."""
    as_of = day + timedelta(days=later)
    ledger = load(f"""
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 整改时限 | 完成程度 | 整改进展
    P001 | {day} | 整改中 | 拟于{day.year}年{day.month}月{day.day}日完成采购
    """)
    [promise] = judge(find(ledger), ledger, as_of)
    late = Counter({risk.kind: risk.days or 0 for risk in assess(ledger, as_of)})["overdue"]
    assert (promise.verdict == "broken") is (late > 0)
    if late:
        assert f"已过{late}天" in promise.reason


def test_the_same_sunday() -> None:
    """On Sunday 28 June 2026 both are due; on Monday both end today; on Tuesday both are late."""
    text = """
    [基本信息]
    反馈日期 | 2026-03-18
    [问题台账]
    编号 | 整改时限 | 完成程度 | 整改进展
    P001 | 2026-06-28 | 整改中 | 须于2026年6月28日前完成
    """
    ledger = load(text)
    told = {}
    for day in (28, 29, 30):
        [promise] = judge(find(ledger), ledger, date(2026, 6, day))
        [risk] = assess(ledger, date(2026, 6, day))
        told[day] = (promise.verdict, risk.kind, risk.days)
    assert told == {28: ("due", "due_soon", -1), 29: ("due", "due_soon", 0), 30: ("broken", "overdue", 1)}
