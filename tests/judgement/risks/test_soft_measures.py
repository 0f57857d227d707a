"""Finished by study and meetings alone is a sign of relapse; one rule, repayment or inspection is enough against it."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks.soft_measures import soft_only
from rectify_xl.judgement.risks.subjects import risk_subjects


def reasons(tables: str) -> list[tuple[str, str]]:
    [case] = risk_subjects(load(tables), date(2025, 9, 26))
    return [(each.text, each.cell) for each in soft_only(case)]


def progress(text: str) -> list[tuple[str, str]]:
    return reasons(f"[问题台账]\n编号 | 完成程度 | 整改进展\nP001 | 已完成 | {text}")


def test_study_and_meetings_alone() -> None:
    """The kinds of work that were found are named."""
    assert progress("一是组织集中学习；二是召开专题会议，开展谈心谈话，制定学习计划。") == [
        ("所做的都是学习、会议、谈心、谈话一类，没有建章立制、清退追缴、采购建设、监督检查", "问题台账!C2")
    ]


@pytest.mark.parametrize(
    "also",
    [
        "修订《印章管理办法》。",
        "建立月度例会制度。",
        "退回多发补贴3笔。",
        "采购档案柜6组。",
        "每月开展检查。",
        "对2人通报批评。",
        "完成岗位轮岗。",
        "未入账的桌椅已补记入账。",
        "建立派车登记簿。",
        "制作外出登记表并逐次登记。",
        "更正错账2笔。",
        "对材料不实的1份档案予以纠正。",
        "扣发3人当月绩效。",
        "扣减责任人奖金500元。",
        "制定采购、用印、合同等制度。",
        "考勤办法已修订印发。",
        "规定议题须提前两天送达。",
        "兑付拖欠的工时费1.2万元。",
        "调整分管领导1名。",
    ],
)
def test_anything_that_lasts_is_enough(also: str) -> None:
    """A rule, money, a thing, a person or an inspection beside the study silences the signal."""
    assert progress("组织集中学习，召开专题会议。" + also) == []


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("学习并修订《用印管理办法》。", False),
        ("通过培训，建立健全理论学习制度。", False),
        ("结合学习，新建外出报备流程和请假审批单。", False),
        ("组织学习，制定宣传方案、培训方案，发放学习资料。", True),
        ("组织学习，编制学习清单和学习手册。", True),
        ("召开会议强调，学习各项规定，作出公开承诺。", True),
    ],
)
def test_a_rule_in_the_sentence_of_study(text: str, soft: bool) -> None:  # noqa: FBT001
    """What is made in the same sentence counts; plans of study, and rules that are only learnt, do not."""
    assert bool(progress(text)) is soft


@pytest.mark.parametrize("text", ["明确审批权限，规范用印登记。", ""])
def test_work_of_another_kind_is_not_soft(text: str) -> None:
    """Where nothing says study or meeting, nothing is claimed."""
    assert progress(text) == []


def test_learning_a_rule_is_not_making_one() -> None:
    """学习了……制度 makes no rule."""
    assert len(progress("学习了请示报告制度，传达上级精神。")) == 1


def test_kinds_of_measures_decide_where_they_are_filled() -> None:
    """措施类型 goes before the wording; one measure of another kind is enough."""
    tables = """
    [问题台账]
    编号 | 完成程度 | 整改进展
    P001 | 已完成 | 修订制度，组织检查。
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 措施类型
    M001-1 | P001 | 甲 | 学习教育
    M001-2 | P001 | 乙 | {kind}
    """
    assert reasons(tables.format(kind="会议部署")) == [
        ("2条措施的类型都是会议部署、学习教育，没有建章立制、清退追缴、采购建设、监督检查", "整改措施!D2")
    ]
    assert reasons(tables.format(kind="建章立制")) == []
    assert reasons(tables.format(kind="")) == []


def test_a_rule_on_the_list_of_rules_counts() -> None:
    """制度清单 may hold what the text does not tell; an open problem is not judged."""
    text = "[问题台账]\n编号 | 完成程度 | 整改进展\nP001 | {} | 组织学习。\n"
    assert len(reasons(text.format("已完成"))) == 1
    assert reasons(text.format("已完成") + "[制度清单]\n名称 | 问题编号\n用印办法 | P001") == []
    assert reasons(text.format("整改中")) == []
