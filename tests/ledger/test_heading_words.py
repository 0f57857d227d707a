"""Headings of the ledgers of many offices mean what a clerk would say they mean, and no more."""

from __future__ import annotations

from collections import Counter

import pytest

from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import schema

HEADINGS = {
    # number
    "序号": "编号",
    "序 号": "编号",
    "编号": "编号",
    "问题编号": "编号",
    "总序号": "编号",
    "No.": "编号",
    # aspect and group
    "方面": "方面",
    "反馈方面": "方面",
    "巡察反馈方面": "方面",
    "三个聚焦": "方面",
    "四个方面": "方面",
    "一级分类": "方面",
    "大项": "大项",
    "二级分类": "大项",
    "问题概括": "大项",
    "问题大项": "大项",
    "问题类别": "类别",
    "类别": "类别",
    "问题类型": "类别",
    # problem
    "具体问题": "具体问题",
    "存在问题": "具体问题",
    "存在的问题": "具体问题",
    "反馈问题": "具体问题",
    "巡察反馈问题": "具体问题",
    "县委巡察反馈的具体问题": "具体问题",
    "问题描述": "具体问题",
    "问题表现": "具体问题",
    "具体表现": "具体问题",
    "问题清单": "具体问题",
    "巡察反馈意见": "具体问题",
    "反馈意见指出的问题": "具体问题",
    "主要问题": "主要问题",
    "反馈的主要问题": "主要问题",
    "存在问题（原文）": "具体问题",
    # goal and standard
    "整改目标": "整改目标",
    "整改要求": "整改目标",
    "目标任务": "整改目标",
    "完成标准": "验收标准",
    "销号标准": "验收标准",
    "整改标准": "验收标准",
    # people and offices
    "牵头领导": "牵头领导",
    "责任领导": "牵头领导",
    "分管领导": "牵头领导",
    "包保领导": "牵头领导",
    "包案领导": "牵头领导",
    "分管副局长": "牵头领导",
    "牵头责任人": "牵头领导",
    "第一责任人": "牵头领导",
    "责任科室": "责任科室",
    "责任单位": "责任科室",
    "责任部门": "责任科室",
    "牵头股室": "责任科室",
    "承办科室": "责任科室",
    "责任站办所": "责任科室",
    "整改责任单位": "责任科室",
    "责 任 部 门": "责任科室",
    "责任单位（科室）": "责任科室",
    "责任人": "责任人",
    "具体责任人": "责任人",
    "整改责任人": "责任人",
    "经办人": "责任人",
    "联络员": "责任人",
    "配合科室": "配合科室",
    "协办单位": "配合科室",
    "配合部门": "配合科室",
    # days
    "整改时限": "整改时限",
    "完成时限": "整改时限",
    "整改期限": "整改时限",
    "时间节点": "整改时限",
    "计划完成时间": "整改时限",
    "完成时间节点": "整改时限",
    "应完成时间": "整改时限",
    "完成时间": "完成时间",
    "整改时间": "完成时间",
    "时限类型": "时限类型",
    "整改类型": "时限类型",
    "实际完成时间": "完成日期",
    "办结时间": "完成日期",
    "销号时间": "完成日期",
    "剩余时限": "剩余时限",
    "预计完成时间": "剩余时限",
    # state and progress
    "完成情况": "完成情况",
    "整改完成情况": "完成情况",
    "整改状态": "完成情况",
    "是否完成": "完成情况",
    "是否整改到位": "完成情况",
    "目前状态": "完成情况",
    "办结情况": "完成情况",
    "完成情况（已完成/未完成）": "完成情况",
    "整改情况": "整改情况",
    "进展情况": "整改情况",
    "整改落实情况": "整改情况",
    "整改进展": "整改进展",
    "整改成效": "整改进展",
    "工作进展": "整改进展",
    "整改进展及成效": "整改进展",
    "整改进度": "完成进度",
    "完成率（%）": "完成进度",
    "未完成事项": "剩余事项",
    "遗留问题": "剩余事项",
    "是否长期坚持": "后续要求",
    "立行立改": "即知即改",
    "是否立行立改": "即知即改",
    # measures
    "整改措施": "整改措施",
    "具体措施": "整改措施",
    "整改举措": "整改措施",
    "主要措施": "整改措施",
    "整改任务": "整改措施",
    "措施1": "整改措施",
    "任务清单": "整改措施",
    "措施时限": "措施时限",
    "措施完成情况": "措施完成情况",
    "措施责任人": "措施责任人",
    "措施责任单位": "措施责任科室",
    "措施编号": "措施编号",
    # other columns
    "佐证材料": "佐证材料",
    "印证资料": "佐证材料",
    "附件": "佐证材料",
    "销号情况": "销号情况",
    "是否销号": "销号情况",
    "备注": "备注",
    "备 注": "备注",
    "需上级协调解决的问题": "需上级支持",
    "是否公开": "公开",
    # several in one
    "责任科室及责任人": "责任科室",
    "1.整改措施": "整改措施",
    "（一）存在问题": "具体问题",
    "整改\n时限": "整改时限",
    "整改措施：": "整改措施",
    "*具体问题": "具体问题",
}
"""What a clerk would say; `完成时间`, `类别`, `主要问题`, `整改情况` depend on the columns beside them."""

NOT_OURS = (
    "问题数", "问题个数", "问题数量", "已完成数", "涉及金额", "涉及资金（万元）", "问题来源", "问题性质",
    "问题产生原因", "原因分析", "联系电话", "联系方式", "办公电话", "追责问责情况", "得分", "占比", "满意率",
    "整改次数", "验收意见", "督办人",
)  # fmt: skip
"""Columns of which our layout knows nothing: they stay under their own heading."""
UNKNOWN = (
    "", "  ", "1", "2025年", "张三", "甲", "邮编", "地址", "性别", "年龄", "单价", "规格型号", "第三季度",
    "制定采购管理办法，明确采购流程，由办公室负责落实。", "每月召开一次党组会专题研究巡察整改工作落实情况",
)  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_means_what_a_clerk_says(heading: str) -> None:
    """Each heading has the role that a clerk would give it."""
    assert words.meaning(heading).role == HEADINGS[heading]


@pytest.mark.parametrize("heading", NOT_OURS)
def test_a_column_that_is_not_ours_is_kept_as_it_is(heading: str) -> None:
    """Numbers, money, causes, telephones and closures are no column of ours, whatever word they contain."""
    assert words.meaning(heading).role in ("", words.KEEP)


@pytest.mark.parametrize("heading", UNKNOWN)
def test_what_is_no_heading_means_nothing(heading: str) -> None:
    """Numbers, names, sentences and words of other tables have no role."""
    assert words.meaning(heading) == words.UNKNOWN_HEADING


def test_every_usual_word_means_its_own_role() -> None:
    """No pattern and no neighbour in the table takes a usual word from its role, and it is certain."""
    meanings = {(role, word): words.meaning(word) for role, usual in words.WORDS.items() for word in usual}
    wrong = {pair: meaning for pair, meaning in meanings.items() if meaning != (pair[0], words.CERTAIN)}
    assert wrong == {}


def test_usual_words_are_spelled_as_they_are_compared() -> None:
    """The words of the table are in the normal form, so that each of them can be met at all."""
    usual = [word for role in words.WORDS for word in words.WORDS[role]]
    assert [word for word in usual if words.normal(word) != word] == []


def test_no_word_stands_under_two_roles() -> None:
    """A word of the table has one meaning."""
    counts = Counter(word for usual in words.WORDS.values() for word in usual)
    assert [word for word, count in counts.items() if count > 1] == []


def test_every_role_reaches_a_column_that_exists() -> None:
    """The sheet and column of each role are those of the schema; what is kept or dropped has none."""
    columns = {(sheet.name, column.name) for sheet in schema.TABLES for column in sheet.columns}
    reached = {role: (place.sheet, place.column) for role, place in words.ROLES.items() if place.sheet}
    assert {role: place for role, place in reached.items() if place not in columns} == {}
    assert words.ROLES.keys() - reached.keys() == {"保留原列", "不导入"}


def test_every_meaning_is_a_role_or_is_decided_later() -> None:
    """Whatever a word or pattern can mean reaches a column, or is one of the five that their neighbours decide."""
    assert words.WORDS.keys() - words.ROLES.keys() == {"类别", "主要问题", "完成时间", "整改情况", "销号情况"}


def test_an_office_adds_its_own_words() -> None:
    """A word of the office comes first; one that names no role is not used."""
    own = {"包联事项": "具体问题", "问题 编号": "备注", "落款": "没有这一列"}
    assert words.meaning("包联事项", own) == ("具体问题", "一致")
    assert words.meaning("问题编号", own) == ("备注", "一致")
    assert words.meaning("落款", own).role == ""


def test_a_heading_is_compared_without_marks_blanks_and_brackets() -> None:
    """Full width, line breaks, numbers, stars, colons and explanations in brackets make no difference."""
    for heading in ("整改 措施", "整改\n措施", "２.整改措施", "整改措施（任务清单）", "（整改措施）", "*整改措施："):
        assert words.normal(heading) == "整改措施"
