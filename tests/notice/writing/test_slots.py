"""A slot in 通报文稿 prints what the ledger says, and a cell that asks for more is refused with its address."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.ledger.records import Cell, Finding, Ledger
from rectify_xl.notice.writing import slot_facts
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.slots import Filled, Slot, fill

CELL = Cell("通报文稿", 7, 4, "……")
SLOTS = {"问题数": Slot(31, ("问题台账!A2:A32",)), "继续整改数": Slot(0), "联系电话": Slot("", ("基本信息!B18",))}


def filled(text: str) -> Filled:
    return fill(text, CELL, SLOTS)


def only(text: str) -> Finding:
    [finding] = filled(text).findings
    assert (finding.sheet, finding.cell, finding.severity) == ("通报文稿", "D7", "error")
    assert filled(text).text == text
    return finding


def test_a_slot_prints_its_number_and_adds_its_cells_to_the_sources() -> None:
    found = filled("共{{ 问题数 }}个、{{问题数}}条")
    assert found == ("共31个、31条", ("通报文稿!D7", "问题台账!A2:A32"), ())


def test_text_without_slots_stays_as_it_is() -> None:
    assert filled("100% & <甲> 「乙」").text == "100% & <甲> 「乙」"


def test_conditions_comparisons_and_sums_are_allowed() -> None:
    assert filled("{% if 继续整改数 %}还有{% else %}没有{% endif %}").text == "没有"
    assert filled("{% if 问题数 > 30 and not 继续整改数 %}多{% endif %}").text == "多"
    assert filled("{{ 问题数 - 继续整改数 }}").text == "31"
    assert filled("{{ '是' if 联系电话 else '否' }}").text == "否"


def test_an_unknown_slot_is_named_with_the_nearest_known_one() -> None:
    finding = only("共{{ 问题总数 }}个")
    assert finding.code == "NT101"
    assert finding.message == "『通报文稿』D7：没有名为“问题总数”的占位。"
    assert finding.fix.startswith("是否应为 {{ 问题数 }}？可用的占位：问题数、")


def test_all_unknown_slots_of_a_cell_are_told_at_once() -> None:
    findings = filled("{{ 甲 }}{{ 乙 }}{{ 甲 }}").findings
    assert [finding.message for finding in findings] == [
        "『通报文稿』D7：没有名为“甲”的占位。",
        "『通报文稿』D7：没有名为“乙”的占位。",
    ]


@pytest.mark.parametrize(
    "text", ["{{ 问题数", "{% if 问题数 %}甲", "{{ }}", "{% 甲 %}", "问题数 }}", "{{ 问题数 + '甲' }}"]
)
def test_a_slot_that_cannot_be_read_is_a_syntax_error(text: str) -> None:
    assert only(text).code == "NT102"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{% for i in range(10**9) %}甲{% endfor %}", "循环"),
        ("{{ 问题数.__class__ }}", "取属性"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "取属性"),
        ("{{ range(10) }}", "调用"),
        ("{% include '/etc/passwd' %}", "引用文件"),
        ("{{ '甲' * 1000000000 }}", "乘法"),
        ("{{ 9 ** 9 ** 9 }}", "乘方"),
        ("{{ 问题数 | upper }}", "过滤器"),
        ("{% set 甲 = 1 %}", "此种写法"),
        ("{% macro 甲() %}{% endmacro %}", "此种写法"),
    ],
)
def test_anything_but_names_and_conditions_is_refused(text: str, word: str) -> None:
    findings = filled(text).findings
    assert {finding.code for finding in findings} == {"NT103"}
    assert f"『通报文稿』D7：占位中不允许{word}。" in [finding.message for finding in findings]


@pytest.mark.parametrize(
    "text",
    ["{{ 问题数 }}" * 4000, "{{ " + "(" * 20000 + ")" * 20000 + " }}", "{{ 问题数 }}" + "甲" * 40000, "{{" * 20000],
)
def test_an_overlong_cell_with_slots_is_refused(text: str) -> None:
    assert only(text).code == "NT104"


def test_a_deeply_nested_cell_is_refused_and_does_no_harm() -> None:
    assert only("{% if 问题数 %}" * 150 + "甲" + "{% endif %}" * 50).code == "NT102"


def test_forty_thousand_characters_without_slots_are_printed() -> None:
    assert filled("甲" * 40000) == ("甲" * 40000, ("通报文稿!D7",), ())


def test_braces_typed_with_a_chinese_keyboard_are_explained() -> None:
    assert only("共｛｛ 问题数 ｝｝个").code == "NT106"


def test_an_empty_cell_behind_a_slot_shows_in_the_text() -> None:
    found = fill("电话：{{ 联系电话 }}", CELL, SLOTS, unfilled="warning")
    assert found.text == "电话：〔联系电话未填〕"
    [finding] = found.findings
    assert (finding.code, finding.severity) == ("NT105", "warning")
    assert finding.fix == "请先填写“联系电话”（基本信息!B18），或删去这个占位。"


def info(tables: str) -> Ledger:
    return load("[基本信息]\n" + tables)


def test_dates_are_printed_in_official_form_and_damaged_ones_as_written() -> None:
    slots = slot_facts.info(
        info("巡察开始 | #日 2026-01-05\n巡察结束 | 2026.2.10\n反馈日期 | 202631日\n通报日期 | 2026年9月\n")
    )
    assert [slots[name].value for name in ("巡察开始", "巡察结束", "反馈日期", "通报日期")] == [
        "2026年1月5日",
        "2026年2月10日",
        "202631日",
        "2026年9月",
    ]


def test_the_contact_slot_lists_what_is_filled_in() -> None:
    slots = slot_facts.info(info("联系电话 | 0000-1\n电子邮箱 | a@b.cn\n"))
    assert slots["联系方式"][:2] == ("联系电话：0000-1；电子邮箱：a@b.cn", ("基本信息!B2", "基本信息!B3"))


def test_the_unit_signs_where_no_other_name_is_given() -> None:
    assert slot_facts.info(info("单位名称 | 甲院\n"))["落款单位"][:2] == ("甲院", ("基本信息!B2",))


def test_a_share_has_two_decimals_at_most() -> None:
    assert [
        slot_facts.percent(23, 33),
        slot_facts.percent(1, 2),
        slot_facts.percent(31, 31),
        slot_facts.percent(0, 0),
    ] == [
        "69.7%",
        "50%",
        "100%",
        "0%",
    ]


def test_all_bad_cells_of_a_notice_are_reported_with_their_addresses() -> None:
    ledger = load(
        """
        [问题台账]
        编号 | 方面 | 具体问题 | 完成程度 | 整改进展
        P001 | 甲   | 乙       | 已完成   | 一。
        [通报文稿]
        部分     | 层级 | 标题        | 正文
        导语     | 正文 |             | {{ 甲 }}
        第一部分 | 一级 | {{ 乙.丙 }} | {% for i in 丁 %}{% endfor %}
        """
    )
    findings = compose(ledger, as_of=date(2026, 9, 26), audience="public", as_published=False).findings
    assert [(each.code, each.cell) for each in findings if each.code < "NT105"] == [
        ("NT101", "D2"),
        ("NT103", "C3"),
        ("NT103", "D3"),
    ]
