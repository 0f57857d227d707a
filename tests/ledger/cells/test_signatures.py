"""A signature is somebody's name: no blank, date, put-off word, refusal or bare office is one, however it is typed."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.ledger.cells.signatures import denied, is_name, is_opinion, people, same_person, signature, turned_down

NOBODY = (
    *("", " ", "　", "\u200b", "\u3000\xa0\u2060", "/", "——", "…", "123", "2026-06-01", "2026年6月1日"),
    *("二〇二六年六月一日", "6月初", "待签", "待 签", "待签字", "（待签）", "未签", "尚未签字", "暂未签批"),
    *("待领导签批", "拟签", "同上", "同 上", "同左", "同一人", "如上", "本人", "见纸质件", "详见附件", "见签批单"),
    *("另附", "已签", "已签字", "签字", "同意", "同意销号", "通过", "已阅", "无", "略", "空缺", "某某", "×××", "XXX"),
    *("xx", "李", "A", "OK", "分管领导", "责任人", "领导", "上级", "admin", "未署名"),
    *(
        "馆长",
        "副馆长",
        "（馆长）",
        "主要领导",
        "馆主要负责人",
        "党委书记",
        "办公室主任",
        "局长",
        "一把手",
        "本馆领导",
        "负责同志",
    ),
    *("陈某某", "陈某某（馆长）", "巡察办孙某某", "张××", "张XX", "张**", "欧阳××", "陈○○"),
    *("张三 李四", "张三　李四", "张三和李四", "张三与李四", "张三以及李四", "王小明 李大力", "欧阳锋 李四"),
    *("张三、李四", "张三/李四", "张三，李四", "张三；李四", "张三\n李四", "张三、李四、王五", "陈馆长、王芳"),
    *("党政办公室", "中共某某支部委员会", "整改工作专班"),
)
SOMEBODY = (
    *("张三", "吴某", "李 四", "=吴某", "肖建国", "古丽米热·艾比布力", "王𬭚生", "欧阳文静", "John Smith"),
    *(
        "蓝海",
        "农志高",
        "欧阳锋",
        "馆长 王芳",
        "馆长王芳",
        "王芳（馆长）",
        "陈馆长",
        "王芳、馆长",
        "财务科/王芳",
        "张三（办公室、财务科）",
    ),
    *("欧 阳 锋", "李和平", "王和", "周和生", "李同文", "赵与时", "阿卜杜拉 买买提", "党政办 李四", "李四 副局长"),
    *("长孙馆", "书记华", "任主义", "法学文", "总小平"),
    *(
        "张三（科长）",
        "张三（办公室）",
        "王局长",
        "代建国",
        "同小林",
        "包同意",
        "卫见山",
        "方月",
        "年广久",
        "肖十一",
        "万日红",
    ),
)


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_nobody_is_no_signature(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("text", SOMEBODY)
def test_a_name_is_a_name(text: str) -> None:
    """Also one with signs, blanks or an office, and one whose characters stand in other words too."""
    assert is_name(text)


def test_a_post_before_a_name_with_its_day_is_a_signature() -> None:
    assert signature("馆长 王芳 2026-05-01") == ("馆长 王芳", date(2026, 5, 1))
    assert not is_name(signature("馆长 2026-05-01").name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("不同意销号，材料不全", "不同意"),
        ("暂不予以销号", "暂不予以销号"),
        ("验收未通过", "未通过"),
        ("不具备销号条件", "不具备销号条件"),
        ("验收不合格。", "不合格"),
        ("有异议", "异议"),
        ("予以驳回", "驳回"),
        ("同意销号", ""),
        ("经查没有不合格项，同意", ""),
        ("不合格产品已全部下架，同意销号", ""),
        ("公示无异议，同意销号", ""),
        ("退回款项已到账，同意销号", ""),
    ],
)
def test_an_opinion_that_refuses_is_told_by_its_words(text: str, words: str) -> None:
    assert denied(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "未整改到位，先销号",
        "尚有40件未办结，原则同意",
        "还需整改",
        "基本到位",
        "基本整改到位，同意销号",
        "没有完成，同意销号",
        "整改不到位，同意",
        "仍有3户未搬迁，同意销号",
        "剩余2项继续推进，同意销号",
        "待资金到位后销号",
        "材料不全，先同意",
        "同意先行销号",
        "部分完成，同意",
        "大部分问题已解决，同意销号",
        "已完成80%，同意销号",
        "正在整改，同意销号",
        "整改中",
        "请继续整改",
        "只完成了一半，同意",
        "资金未收回，同意销号",
        "40件未办结，现已办结20件",
        "尚有40件未办结，其余均已办结，同意",
        "未 整 改 到 位，同意",
        "还差5万元没有追回，同意",
        "佐证材料后补，同意销号",
        "巡察反馈的问题未整改到位",
        "尚存问题，同意销号",
        "无法按期完成，先销号",
        "整改没做完，同意",
        "仍在办理，同意销号",
        "初步完成，同意",
        "整改完成后再销号",
    ],
)
def test_an_opinion_that_says_that_work_is_left_is_no_consent(text: str) -> None:
    """Whatever it concludes: 未整改到位，先销号 closes nothing."""
    assert denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "同意销号",
        "未发现问题，同意销号",
        "无遗留问题",
        "无未办结事项，同意销号",
        "未发现未整改到位的情况，同意销号",
        "不存在整改不到位情形，同意",
        "原未办结的3件已全部办结，同意销号",
        "因疫情未能按期完成，现已完成，同意销号",
        "限期整改已完成，同意",
        "按要求整改到位，同意销号",
        "需整改事项均已整改，同意销号",
        "应整改5项，已整改5项，同意",
        "同意销号，请继续巩固整改成果",
        "同意销号，长期坚持",
        "没有整改不到位的问题，同意",
        "制度仍有效执行，同意销号",
        "完成100%，同意销号",
        "首先通过查阅资料，情况属实，同意",
        "未办结0件，同意",
        "尚有0件未办结，同意销号",
        "落实不到位问题已整改，同意",
        "剩余款项已收回，同意",
        "整改部分均已完成，同意销号",
        "两部分均已完成，同意",
        "情况属实，整改到位，同意销号",
        "公示无异议，同意销号",
        "无剩余事项",
        "已完成，今后要进一步加强管理",
        "未再发生，同意销号",
        "经继续整改到位，同意销号",
        "原则同意",
        "情况属实，同意。请在后续工作中进一步完善制度",
        "提前完成，同意提前销号",
        "已整改，待遇发放后无异议，同意",
        "不仅完成了整改，还建立了制度，同意",
        "没有遗留问题，未出现反弹",
        "已补齐材料，同意",
        "整改到位，无需再整改，同意",
        "经审核，符合要求，准予销号",
        "退回款项已到账，同意销号",
        "巡察指出的责任未落实问题已整改，同意销号",
        "无剩余问题待解决，同意",
        "已全部整改完成，不需要继续整改",
        "该问题已整改到位，请尽快办理销号手续",
        "整改成效有待继续巩固，同意销号",
    ],
)
def test_an_opinion_that_tells_of_finished_work_is_a_consent(text: str) -> None:
    """Also where it says that nothing is left, or what was left before."""
    assert denied(text) == ""


def test_the_words_that_tell_of_work_left_are_named() -> None:
    assert [denied(each) for each in ("未整改到位，先销号", "尚有40件未办结，原则同意", "还需整改", "基本到位")] == [
        "未整改到位",
        "尚有40件",
        "还需整改",
        "基本到位",
    ]


def test_in_a_signature_more_words_refuse_than_in_an_opinion() -> None:
    assert (turned_down("退回 张三 2026-06-01"), turned_down("拒签"), turned_down("张三 2026-06-01")) == (
        "退回",
        "拒签",
        "",
    )


@pytest.mark.parametrize("text", ["同意", "情况属实，同意销号"])
def test_an_opinion_says_something(text: str) -> None:
    assert is_opinion(text)


@pytest.mark.parametrize("text", ["/", "略", "同上", "待补", "2026-06-01", "", "\u200b"])
def test_a_sign_or_a_word_of_delay_is_no_opinion(text: str) -> None:
    assert not is_opinion(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张三", "张 三", True),
        ("张三", "张三（办公室）", True),
        ("张三", "张三\u200b", True),
        ("张三、李四", "李四", True),
        ("王卫国", "王局长", True),
        ("王卫国", "王卫东", False),
        ("张三", "李局长", False),
        ("Ann Li", "ANN LI", True),
    ],
)
def test_one_person_is_known_however_the_name_is_written(one: str, other: str, *, same: bool) -> None:
    assert same_person(one, other) is same


def test_several_names_in_one_cell_are_several_people() -> None:
    assert people("张三、李四(科长)；王五 ") == {"张三", "李四", "王五"}
