"""A plan and its result in one sentence, days of report, effective dates, old faults and old rhythms."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.promises import find, judge
from rectify_xl.judgement.risks.contradictions import contradicted
from rectify_xl.judgement.risks.subjects import risk_subjects
from tests.judgement.promises.test_phrases import signals, verdicts

TOLD = """
要求各站所5月底前报送自查报告，已全部报送。
要求8月底前报送，12个站所均已报送。
要求各村6月15日前上报名册，6月12日全部上报。
责令8月10日前拆除，8月8日拆除完毕。
合同约定6月30日前交货，6月25日到货。
根据合同，8月31日前应付清尾款，现尾款已付清。
约定8月10日前付款，已于8月8日付清。
责令商户6月30日前退出公房，6月28日商户已搬离。
限6月底前收回欠款30万元，已全部收回。
原定5月底完成的档案补录，于5月12日提前完成。
原定6月底完工，已于5月20日完工。
原计划于6月底召开的会议，于6月12日召开。
原计划5月底完成的补录工作，5月12日完成。
会议定于6月20日召开，6月18日提前召开。
较原计划6月30日提前12天完成。
4月8日召开会议，要求4月30日前完成自查，4月28日完成自查。
截止6月15日，共收缴水费12万元。
截止2025年6月15日，收缴水费12万元。
截止5月31日，全县公开栏均更新到位。
截至6月15日，到期租金全部收回。
截至6月20日，收到期租金38.4万元。
截止6月15日完成改造12户。
自2025年7月1日起执行新的收费标准。
从5月1日起，食堂实行刷卡就餐。
此前暂缓拨付的资金已于5月20日拨付到位。
停工3年的安置房已于4月18日复工。
因疫情搁置的规划编制工作已重新启动并于5月30日完成。
曾经停滞的验收已于6月5日完成。
"""

NOT_TOLD = """
力争6月30日提前完成。
要求6月底前完成拆迁，前期摸底已完成。
要求6月底前完成管网改造，管网设计已完成。
要求6月底前报送方案，已完成初稿。
限8月底前拆除，全部清理到位。
限6月底前收回欠款30万元，已收回12万元。
要求6月底前整改，7月10日前复查。
截止6月15日完成整改。
截止6月15日，应收回12万元。
整改截止6月15日。
"""


@pytest.mark.parametrize("phrase", TOLD.strip().splitlines())
def test_a_sentence_that_tells_the_result_of_its_plan_keeps_it(phrase: str) -> None:
    """Nobody is asked where it stands: neither an open nor a finished row gets a signal."""
    assert set(verdicts(phrase).split()) == {"kept"}
    assert signals(phrase) == ""


@pytest.mark.parametrize("phrase", NOT_TOLD.strip().splitlines())
def test_what_tells_of_another_thing_or_of_a_part_keeps_nothing(phrase: str) -> None:
    """The plan stays broken."""
    assert verdicts(phrase).split()[0] == "broken"
    assert "RK103" in signals(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "自2025年10月1日起执行新的收费标准。",
        "办法规定自10月1日起施行。",
        "到2025年12月，漏损率降到9%。",
        "到2025年底，漏损率降至9%以下。",
        "工期为2025年3月至2025年8月。",
        "限6月底前收回欠款，已收回12万元。",
    ],
)
def test_what_nobody_told_as_done_or_missed_accuses_nobody(phrase: str) -> None:
    """A rule that is not in force yet, a target, a term of works, and a result that may be all or a part."""
    assert verdicts(phrase) == "due"
    assert signals(phrase) == ""


@pytest.mark.parametrize(
    ("text", "rhythms"),
    [
        ("集体备课由每月1次增加到每周1次。", ["每周"]),
        ("检查频次从原来的每季度一次调整为每月一次。", ["每月"]),
        ("4月至6月每月开展一次抽查，发现问题9个。", []),
        ("5月、6月每月开展一次抽查。", []),
        ("每月开展一次抽查。", ["每月"]),
        ("7月至12月每月开展一次抽查。", ["每月"]),
    ],
)
def test_a_rhythm_that_was_given_up_or_is_over_is_no_promise(text: str, rhythms: list[str]) -> None:
    """Only the one that holds on is; the notice is of 30 June."""
    ledger = load(
        f"[基本信息]\n反馈日期 | 2026-03-12\n通报日期 | 2026-06-30\n[问题台账]\n编号 | 整改进展\nP001 | {text}"
    )
    judged = judge(find(ledger), ledger, date(2026, 9, 28))
    assert [each.commitment.piece.period for each in judged if each.commitment.piece.period] == rhythms


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("要求供应商于5月20日前退还差价。", "2026-05-20"),
        ("3月底前完成清理。", "2026-03-31"),
        ("计划于4月10日开展培训。", "2026-04-10"),
        ("完工时间推迟到10月31日。", "2026-10-31"),
        ("1月底前完成。", "2027-01-31"),
        ("继续整改，3月底完成。", "2027-03-31"),
        ("10月20日拆除完毕。", "2026-10-20"),
        ("2月5日召开会议。", "2026-02-05"),
    ],
)
def test_a_date_without_a_year_is_not_moved_a_year_ahead(text: str, due: str) -> None:
    """On the day on which the notice goes out, half a year after the feedback: what has passed has passed."""
    ledger = load(
        f"[基本信息]\n反馈日期 | 2026-03-12\n通报日期 | 2026-09-28\n[问题台账]\n编号 | 整改进展\nP001 | {text}"
    )
    [judged] = judge(find(ledger), ledger, date(2026, 9, 28))
    assert str(judged.commitment.piece.when.day) == due


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("原定5月底完成补录。", "原定5月底完成补录"),
        ("限各水厂于7月15日前补齐验收资料。", "限各水厂于7月15日前补齐验收资料"),
        ("最迟不超过9月15日完成。", "最迟不超过9月15日完成"),
        ("合同约定8月30日前交付。", "合同约定8月30日前交付"),
        ("责令商户于6月30日前退出。", "责令商户于6月30日前退出"),
    ],
)
def test_a_promise_is_quoted_with_the_words_that_lead_to_it(text: str, quoted: str) -> None:
    """Who was asked, and by what, belongs to it."""
    ledger = load(f"[基本信息]\n反馈日期 | 2025-03-18\n[问题台账]\n编号 | 整改进展\nP001 | {text}")
    assert [each.text for each in find(ledger)] == [quoted]


def test_two_dates_of_one_passage_are_one_signal() -> None:
    """7月底顺延至10月底 is quoted once, though it holds two dates."""
    ledger = load(
        "[基本信息]\n反馈日期 | 2025-03-18\n[问题台账]\n编号 | 完成程度 | 整改进展\n"
        "P001 | 已完成 | 完工时间由7月底顺延至10月底。"
    )
    [case] = risk_subjects(ledger, date(2025, 9, 26))
    assert [each.text.partition("，")[0] for each in contradicted(case)] == ["整改进展写有“7月底顺延至10月底”"]
