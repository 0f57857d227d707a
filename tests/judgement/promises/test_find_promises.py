"""Dates, rhythms and intentions in prose become commitments with their exact words; the rest of the prose is silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate.ledger_builder import load
from rectify_xl.judgement.promises import Commitment, find


def found(text: str, column: str = "整改进展", info: str = "反馈日期 | 2025-03-18") -> tuple[Commitment, ...]:
    return find(load(f"[基本信息]\n{info}\n[问题台账]\n编号 | {column}\nP001 | {text}"))


@pytest.mark.parametrize(
    ("text", "words", "iso", "tense"),
    [
        ("一是制度汇编2025年6月底前完成。", "2025年6月底前完成", "2025-06", "planned"),
        ("培训拟于7月中旬完成，提高认识。", "拟于7月中旬完成", "2025-07", "planned"),
        ("力争3个月内完成采购。", "力争3个月内完成采购", "2025-06-18", "planned"),
        ("会后年底前报告完成情况。", "年底前报告完成情况", "2025-12", "planned"),
        ("4月17日学习了实施细则。", "4月17日学习了实施细则", "2025-04-17", "done"),
        ("6.30日开展专题会议", "6.30日开展专题会议", "2025-06-30", "stated"),
        ("方案出台,6.28进行考核；", "6.28进行考核", "2025-06-28", "stated"),
        ("3月至5月开展盘点。", "3月至5月开展盘点", "2025-05", "stated"),
        ("原计划6月底前完成，现已于5月完成。", "原计划6月底前完成", "2025-06", "done"),
        ("检查暂未开展，计划于10月进行。", "计划于10月进行", "2025-10", "planned"),
        ("将作为年底评优的依据。", "将作为年底评优的依据", "2025-12", "planned"),
        ("培训继续整改，2025年7月完成.", "2025年7月完成", "2025-07", "planned"),
    ],
)
def test_dates(text: str, words: str, iso: str, tense: str) -> None:
    """The words run from what leads to the date to the end of the clause; the year comes from the round."""
    first = next(each for each in found(text) if each.piece.kind == "dated")
    assert (first.text, first.piece.when.iso, first.piece.tense) == (words, iso, tense)


@pytest.mark.parametrize(
    ("text", "words", "period", "quantity"),
    [
        ("一是每季度开展一次培训，", "每季度开展一次培训", "每季度", "一次"),
        (
            "随访，每季度至少 1 次，每次不少于 9 人。",
            "随访，每季度至少 1 次，每次不少于 9 人",
            "每季度",
            "至少1次、不少于9人",
        ),
        ("随访办按月汇总；", "按月汇总", "每月", ""),
        ("书记信箱每周开取1次。", "每周开取1次", "每周", "1次"),
        ("每半年自查", "每半年自查", "每半年", ""),
        ("每个月两次例会", "每个月两次例会", "每月", "两次"),
        ("结合公共卫生季度考核督导", "季度考核督导", "每季度", ""),
        ("每年考核一次", "每年考核一次", "每年", "一次"),
    ],
)
def test_rhythms(text: str, words: str, period: str, quantity: str) -> None:
    """A rhythm takes its quantities along, and what is repeated where it stands in the clause before."""
    [only] = found(text)
    assert (only.text, only.piece.period, only.piece.quantity) == (words, period, quantity)
    assert only.piece.kind == "periodic"


@pytest.mark.parametrize(
    ("text", "words", "tense"),
    [
        ("目前正在准备招标采购，", "正在准备招标采购", "under_way"),
        ("系统建设持续推进中。", "系统建设持续推进中", "under_way"),
        ("按学习计划还在学习中；", "还在学习中", "under_way"),
        ("培训暂未开展。", "暂未开展", "not_begun"),
        ("待新科室审批后报上级备案。", "待新科室审批后报上级备案", "planned"),
        ("计划招聘5名医师。", "计划招聘5名医师", "planned"),
    ],
)
def test_intentions(text: str, words: str, tense: str) -> None:
    """What is only intended has no date."""
    [only] = found(text)
    assert (only.text, only.piece.tense, only.piece.kind) == (words, tense, "undated")


@pytest.mark.parametrize(
    "text",
    [
        "2025年第一季度考核数据较2024年第二季度考核数据提升。",
        "4月以来累计出车63次。",
        "召开2024年度民主生活会，把结果列入年度考核。",
        "管理率为6.28，比例由34.46%提升至45.64%。",
        "定期开展自查，不定期抽查。",
        "对未完成任务的科室通报批评。",
        "将意识形态工作纳入考核。",
        "制定学习计划。",
        "印发〔2024〕28号文件。",
    ],
)
def test_ordinary_prose_is_silent(text: str) -> None:
    """Figures, document numbers, periods of report and rhythms without a period promise nothing that can be judged."""
    assert found(text) == ()


def test_background_before_the_inspection_is_left_out() -> None:
    """How a problem arose is no commitment."""
    assert found("2023年6月调整岗位。", info="反馈日期 | 2025-03-18\n巡察开始 | 2024-11-20") == ()


def test_a_damaged_date_stays_damaged() -> None:
    """It is listed as written, without a day."""
    [only] = found("2025428日首批抽查。")
    assert (only.text, only.piece.when.kind, only.piece.when.day) == ("2025428日首批抽查", "damaged", None)


def test_the_year_of_a_damaged_round() -> None:
    """今年 takes the whole year of a damaged date, other dates that of their sentence; else the year stays open."""
    damaged = "反馈日期 | 2024919日\n通报日期 | 2025年512"
    this_year, same_sentence, unknown = found(
        "今年6月5日验收。2025年已义诊19次，4月3日参加义诊。4月8日会议。", info=damaged
    )
    assert this_year.piece.when.iso == "2025-06-05"
    assert this_year.piece.when.inferred == "“今年”的年份：通报日期“2025年512”残缺，其中年份2025年完整，据此推定"
    assert (same_sentence.piece.when.iso, same_sentence.piece.when.inferred) == ("2025-04-03", "年份取自同一句的2025年")
    assert unknown.piece.when.day is None


def test_the_same_words_count_once() -> None:
    """A measure repeats 整改进展, and 剩余事项 the status; a measure of its own is found in its own cell."""
    ledger = load("""
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 整改进展 | 状态表述 | 剩余事项
    P001 | 一是每月自查；二是修订制度。 | 继续整改、2025年12月前整改完成。 | 2025年12月前整改完成
    [整改措施]
    措施编号 | 问题编号 | 措施内容
    M001-1 | P001 | 每月自查
    M001-2 | P001 | 每季度通报
    M009-1 | P009 | 每周调度
    """)
    assert [(each.row_id, each.cell.address, each.text) for each in find(ledger)] == [
        ("P001", "问题台账!B2", "每月自查"),
        ("P001", "问题台账!C2", "2025年12月前整改完成"),
        ("P001", "整改措施!C3", "每季度通报"),
        ("P009", "整改措施!C4", "每周调度"),
    ]


@given(st.text(alphabet="每月季度年日内前底今将拟于计划已暂未正在中待后0123456789一二.,。；至、〇次人 ", max_size=60))
def test_spans_lie_within_their_cell(text: str) -> None:
    """Whatever stands in a cell, every span gives back its words."""
    for each in found(text.replace("|", "")):
        assert each.cell.text[each.piece.start : each.piece.end] == each.text
        assert each.piece.start <= each.piece.trigger < max(each.piece.end, each.piece.start + 1)
