"""A signature is somebody's name: no blank, date, put-off word, refusal or bare office is one, however it is typed."""

from __future__ import annotations

import pytest

from rectify_xl.signatures import denied, is_name, is_opinion, people, same_person, turned_down

NOBODY = (
    *("", " ", "　", "\u200b", "\u3000\xa0\u2060", "/", "——", "…", "123", "2026-06-01", "2026年6月1日"),
    *("二〇二六年六月一日", "6月初", "待签", "待 签", "待签字", "（待签）", "未签", "尚未签字", "暂未签批"),
    *("待领导签批", "拟签", "同上", "同 上", "同左", "同一人", "如上", "本人", "见纸质件", "详见附件", "见签批单"),
    *("另附", "已签", "已签字", "签字", "同意", "同意销号", "通过", "已阅", "无", "略", "空缺", "某某", "×××", "XXX"),
    *("xx", "李", "A", "OK", "分管领导", "责任人", "领导", "上级", "admin", "未署名"),
    *("党政办公室", "中共某某支部委员会", "整改工作专班"),
)
SOMEBODY = (
    *("张三", "吴某", "李 四", "=吴某", "肖建国", "古丽米热·艾比布力", "王𬭚生", "欧阳文静", "John Smith"),
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
