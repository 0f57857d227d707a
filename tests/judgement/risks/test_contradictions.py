"""A text that says 暂未开展 under a finished status is quoted with its cell; ordinary wording is not."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks import Reason, assess
from rectify_xl.judgement.risks.contradictions import contradicted, promise_passed, still_at_it, told_ahead
from rectify_xl.judgement.risks.subjects import risk_subjects

AS_OF = date(2025, 9, 26)


def signals(
    progress: str, *, follow_up: str = "无", completion: str = "已完成", column: str = "整改进展"
) -> list[Reason]:
    """Return what the signals of this module say about one problem with that text."""
    found = load(f"""
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 完成程度 | 后续要求 | {column}
    P001 | {completion} | {follow_up} | {progress}
    """)
    [case] = risk_subjects(found, AS_OF)
    return [reason for signal in (contradicted, promise_passed, still_at_it) for reason in signal(case)]


def test_not_begun_under_a_finished_status() -> None:
    """What is quoted is exactly what stands in the cell; the passed promise is told apart, with its days."""
    assert signals(
        "一是每月自查；二是每半年一次的培训暂未开展，拟于7月中旬完成培训，提高认识。", follow_up="长期坚持"
    ) == [
        Reason("RK101", "整改进展写有“暂未开展”，与完成程度“已完成”不符", "问题台账!D2"),
        Reason(
            "RK103",
            "整改进展写有“拟于7月中旬完成培训”，期限2025年7月20日（逢节假日，顺延到2025年7月21日）已过67天，没有写明结果，也没有记录"
            "（原文未写年份，按反馈日期推定为2025年）",
            "问题台账!D2",
        ),
    ]


@pytest.mark.parametrize(
    ("progress", "piece"),
    [
        ("档案室改造尚未完成验收。", "尚未完成验收"),
        ("新系统未启动，列入明年计划", "未启动"),
        ("拟于近期公示。", "拟于近期公示"),
        ("待新科室获批后报上级备案。", "待新科室获批后报上级备案"),
        ("计划于2025年12月完成采购。", "计划于2025年12月完成采购"),
        ("2025年12月底前完成验收", "2025年12月底前完成验收"),
        ("预计10月15日上线；", "预计10月15日上线"),
    ],
)
def test_pieces_that_contradict(progress: str, piece: str) -> None:
    """Denials, plans and promises that lie ahead say that the problem is not finished."""
    assert [(each.code, each.text) for each in signals(progress)] == [
        ("RK101", f"整改进展写有“{piece}”，与完成程度“已完成”不符")
    ]


@pytest.mark.parametrize(
    "progress",
    [
        "对尚未办理的3户逐户上门，对未完成任务的科室通报批评。",
        "如未完成，扣发绩效。",
        "尚未办理的3户现已全部办结。",
        "排查中尚未发现违规问题。",
        "对未整改完成的要继续加大力度。",
        "原计划6月底前完成，已于5月完成。",
        "已于2025年6月底前完成验收。",
        "每年7月底前完成考核。",
        "自2025年1月份开始代扣。",
        "2025年岗位设置方案已经报批，计划招聘5名。",
        "对待病人和待遇发放、待报废资产均按制度办理。",
        "6月底开展廉政风险排查工作。",
        "",
    ],
)
def test_ordinary_wording_is_silent(progress: str) -> None:
    """Cases (对未完成的……), the past, yearly routine and things done before their date are no contradiction."""
    assert signals(progress) == []


@pytest.mark.parametrize(
    ("progress", "piece"),
    [
        ("设备正在准备招标采购。", "正在准备招标采购"),
        ("还在学习中。", "还在学习中"),
        ("二期持续推进中", "推进中"),
        ("等待验收。", "等待验收"),
    ],
)
def test_work_under_way_is_a_sign_only_without_follow_up(progress: str, piece: str) -> None:
    """持续推进中 is what a long-term row says of itself; a row that needs nothing more says something else."""
    assert [(each.code, each.text) for each in signals(progress)] == [
        ("RK102", f"整改进展写有“{piece}”，而完成程度“已完成”且无后续要求")
    ]
    assert [each.code for each in signals(progress, follow_up="")] == ["RK102"]
    assert signals(progress, follow_up="长期坚持") == []
    assert signals(progress, follow_up="持续推进") == []


def test_an_open_problem_contradicts_nothing() -> None:
    """Under 整改中 the same words are the truth."""
    assert signals("暂未开展，拟于7月中旬完成。", completion="整改中") == []


def test_status_and_remark_are_read_too() -> None:
    """The other columns in which a clerk tells the state count as well."""
    assert [each.text for each in signals("采购尚未到货", column="备注")] == [
        "备注写有“尚未到货”，与完成程度“已完成”不符"
    ]
    assert [each.cell for each in signals("部分尚未到货", column="状态表述")] == ["问题台账!D2"]


def test_a_piece_is_told_once_though_measures_repeat_it() -> None:
    """Measures hold the same sentences as 整改进展; only what is new there is added, with its own cell."""
    [risk] = assess(
        load("""
        [基本信息]
        反馈日期 | 2025-03-18
        [问题台账]
        编号 | 完成程度 | 整改进展
        P001 | 已完成 | 一是培训暂未开展。二是修订制度。
        [整改措施]
        措施编号 | 问题编号 | 措施内容
        M001-1 | P001 | 培训暂未开展。
        M001-2 | P001 | 修订制度，尚未印发。
        """),
        AS_OF,
    )
    assert [(each.code, each.cell) for each in risk.reasons] == [
        ("RK101", "问题台账!C2"),
        ("RK101", "整改措施!C3"),
        ("RK106", "问题台账!B2"),
    ]
    assert (risk.level, risk.score) == ("橙", 50)


TOLD_AHEAD = """
    [基本信息]
    反馈日期 | 2025-03-18
    通报日期 | {told}
    [问题台账]
    编号 | 完成程度 | 后续要求 | 整改进展 | 状态表述
    P001 | {completion} | 无 | {progress} | 整改完成
    [佐证材料]
    编号 | 问题/措施编号 | 名称 | 日期
    {evidence}
"""


@pytest.mark.parametrize(
    ("told", "progress", "completion", "evidence", "text"),
    [
        (
            "2025-09-26",
            "设备已于2025年10月8日转入固定资产。",
            "已完成",
            "",
            "整改进展写有“已于2025年10月8日转入固定资产”，写成已办，但通报日期为2025年9月26日，2025年10月8日还没有到",
        ),
        (
            "2025-09-26",
            "8月和10月开展了义诊。",
            "已完成",
            "",
            "整改进展写有“10月开展了义诊”，写成已办，但通报日期为2025年9月26日，2025年10月还没有到（原文未写年份，按反馈日期推定为2025年）",
        ),
        ("2025-09-26", "设备已于2025年9月26日转入固定资产。", "已完成", "", ""),
        ("2025-09-26", "设备已于2025年10月8日转入固定资产。", "整改中", "", ""),
        ("2025-09-26", "设备拟于2025年10月8日转入固定资产。", "已完成", "", ""),
        ("2025-09-26", "设备已于2025年9月8日转入固定资产。", "已完成", "", ""),
    ],
)
def test_a_day_that_had_not_come_told_as_done(
    told: str, progress: str, completion: str, evidence: str, text: str
) -> None:
    """Against the day of the notice; a plan is none, nor what an open problem tells."""
    tables = TOLD_AHEAD.format(told=told, progress=progress, completion=completion, evidence=evidence)
    [case] = risk_subjects(load(tables), AS_OF)
    assert [each.text for each in told_ahead(case)] == [text] * bool(text)
    assert {each.code for each in told_ahead(case)} <= {"RK118"}


def test_a_record_of_the_day_bears_out_what_was_told_ahead() -> None:
    """Afterwards the words count for no relapse; without a record they do, and say for how long."""
    tables = TOLD_AHEAD.format(
        told="2025-09-26", progress="设备已于2025年10月8日转入固定资产。", completion="已完成", evidence="{evidence}"
    )
    [case] = risk_subjects(load(tables.format(evidence="E001 | P001 | 转固凭证 | 2025-10-08")), date(2025, 11, 1))
    assert list(told_ahead(case)) == []
    found = load(tables.format(evidence=""))
    [case] = risk_subjects(found, date(2025, 11, 1))
    assert [each.text.endswith("2025年10月8日还没有到，此后24天没有记录") for each in told_ahead(case)] == [True]
    [risk] = assess(found, date(2025, 11, 1))
    assert (risk.level, risk.score) == ("黄", 35)
