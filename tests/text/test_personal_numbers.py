"""Numbers of persons are found, and numbers that only look like them are left alone."""

from __future__ import annotations

import pytest

from rectify_xl.text import personal_numbers
from rectify_xl.text.personal_numbers import replaced

CARD = "370403198001011234"[:17]
WHOLE = next(CARD + sign for sign in "0123456789X" if personal_numbers.card_is_whole(CARD + sign))
TORN = next(CARD + sign for sign in "0123456789" if not personal_numbers.card_is_whole(CARD + sign))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("已电话告知13800000000，", "已电话告知138****0000，"),
        ("手机号１３８００００００００。", "手机号138****0000。"),
        ("联系138-0000-0000或138 1111 2222", "联系138****0000或138****2222"),
        ("拨打+86 13800000000说明", "拨打138****0000说明"),
        (f"患者{WHOLE}的费用", "患者370403****的费用"),
        (f"身份证号：{TORN}", "身份证号：370403****"),
        ("身份证370403800101123", "身份证370403****"),
        ("退至账号6228480402564890018", "退至账号6228****0018"),
        ("汇入账户1601 0123 4567 8901 234", "汇入账户1601****1234"),
        ("通过6222021234567890128转账", "通过6222****0128转账"),
        ("家庭电话0999-5550123", "家庭电话0999-****123"),
        ("发至zhang.san@example.com", "发至z***@example.com"),
        ("车牌鲁D12345违规停放", "车牌鲁D***45违规停放"),
        ("鲁DD12345车辆", "鲁D***45车辆"),
    ],
)
def test_what_is_certain_is_replaced(text: str, printed: str) -> None:
    assert replaced(text, personal_numbers.find(text)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "投入资金13800000000元",
        "共13912345678册",
        "收入15912345678.50元",
        "合同编号13800000000",
        "发票号码13800000000123456789",
        "项目编号SDGP370403202402000123",
        f"项目编号{TORN}",
        "统一社会信用代码12370403MB2857123X",
        "统一社会信用代码123704004955703038",
        "云图发〔2026〕13号",
        "2024010120240131",
        "自20240101至20241231",
        "投诉电话0999-5550123",
        "24小时值班电话：0999—5550123",
        "拨打12345热线",
        "公布举报邮箱jubao@example.com",
        "报送至wjw@city.gov.cn",
        "凭证号00013800000000",
        "资产编号10000000000000001",
        "8305+790+25",
        "58.42%提升至63.17%",
        "云ICP备20260731号",
        "第13800000000次",
    ],
)
def test_what_only_looks_like_it_is_neither_replaced_nor_doubted(text: str) -> None:
    assert personal_numbers.find(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"其中{TORN}一项", "像身份证号，但校验码不符"),
        (f"合同编号{WHOLE}", "像身份证号，但前面写着编号"),
        ("详询0999-5550123", "像固定电话，看不出是单位的还是个人的"),
        ("涉及1234567890123456", "像银行账号，看不出是什么号码"),
        ("购置鲁D12345", "像车牌号，但前后没有写明是车"),
    ],
)
def test_what_may_be_personal_is_a_doubt_and_stays(text: str, why: str) -> None:
    found = personal_numbers.find(text)
    assert [(hit.certain, hit.why) for hit in found] == [(False, why)]
    assert replaced(text, found) == text


def test_what_the_unit_publishes_itself_stays() -> None:
    """The unit's own telephone and address are no secret, wherever they stand."""
    assert personal_numbers.find("详询0999-5550123或a@example.com", {"09995550123", "a@example.com"}) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("电话138.1234.5698", "电话138****5698"),
        ("138—1234—5697", "138****5697"),
        ("（138）12345696", "138****5696"),
        ("138·1234·5696", "138****5696"),
        ("+86-138-1234-5678", "138****5678"),
        ("138\u200b1234\u200b5699。", "138****5699。"),
        ("身份证号110101\u200b199003077758", "身份证号110101****"),
        ("手机13812\n345695", "手机138****5695"),
        ("微信号wx13012345678", "微信号wx130****5678"),
        ("手机：\n13812345678\n15000000000", "手机：\n138****5678\n150****0000"),
    ],
)
def test_numbers_written_in_odd_ways_are_covered(text: str, printed: str) -> None:
    """Dots, dashes, brackets, unseen blanks, the end of a line, letters of an account: a person reads the number."""
    assert personal_numbers.covered(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "金额15000\n230000",
        "编号wx13012345678",
        "v1.13812345678",
        "共158.1234万元",
        "20240930150000",
        "1.\n38123\n45698",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    """Two amounts in two lines, an id, a version, an amount, a serial number."""
    assert personal_numbers.covered(text) == text
