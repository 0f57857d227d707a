"""The notice as published prints the rows of 通报文稿 in order, with what the ledger now says in their row slots."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.problem_wording import Audience

TABLES = """
[基本信息]
通报标题 | 关于整改进展情况的通报
通报稿别 | 社会公开稿
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 通报标题 | 整改进展 | 状态表述 | 完成程度 | 公开 | 公开表述
P001 | 甲 | 子 | 学习不够 | 针对“学习不够”问题 | 一是学习。 | 已完成 | 已完成 | |
P002 | 甲 | 子 | 账目不清 | | 一是清账。 | | 已完成 | 否 | 略写。
[通报文稿]
部分 | 层级 | 标题 | 正文 | 编号 | 关联编号
第一部分 | 一级 | 基本情况 | | 一、 |
第一部分 | 二级 | 组织领导。 | 成立专班。 | (一) |
第二部分 | 一级 | 进展情况 | | 二、 |
第二部分 | 方面 | 甲方面 | | (一) |
第二部分 | 大项 | 子 | | 1. |
第二部分 | 问题 | {{ 通报标题 }} | | (1) | P001
第二部分 | 进展 | 整改情况: | {{ 整改进展 }} | | P001
第二部分 | 状态 | 整改完成情况: | {{ 状态表述 }} | | P001
第二部分 | 问题 | {{ 通报标题 }} | | (2) | P002
第二部分 | 进展 | 整改情况: | {{ 整改进展 }} | | P002
第二部分 | 状态 | 整改完成情况: | {{ 状态表述 }} | | P002
监督渠道 | 正文 | | 欢迎监督。 | |
落款 | 正文 | | 青石镇卫生院 | |
落款 | 正文 | | 2026年926 | |
"""


def composed(tables: str = TABLES, audience: Audience = "internal") -> ComposedNotice:
    return compose(load(tables), as_of=date(2026, 9, 26), audience=audience, as_published=True)


def test_every_row_is_one_paragraph_with_its_printed_number() -> None:
    assert [paragraph[:3] for paragraph in composed().paragraphs] == [
        ("title", "", "关于整改进展情况的通报"),
        ("edition", "", "（社会公开稿）"),
        ("h1", "一、", "基本情况"),
        ("h2", "(一)", "组织领导。"),
        ("h1", "二、", "进展情况"),
        ("h2", "(一)", "甲方面"),
        ("h3", "1.", "子"),
        ("h4", "(1)", "针对“学习不够”问题"),
        ("body", "", "整改情况:一是学习。"),
        ("body", "", "整改完成情况:已完成"),
        ("h4", "(2)", "针对“账目不清”问题。"),
        ("body", "", "整改情况:一是清账。"),
        ("body", "", "整改完成情况:已整改完成。"),
        ("contact", "", "欢迎监督。"),
        ("signature", "", "青石镇卫生院"),
        ("date", "", "2026年926"),
    ]
    assert composed().paragraphs[3].body == "成立专班。"
    assert composed().findings == ()


def test_a_row_edited_in_the_ledger_shows_in_the_notice() -> None:
    edited = composed(TABLES.replace("一是学习。", "一是学习三次。"))
    assert "整改情况:一是学习三次。" in [paragraph.text for paragraph in edited.paragraphs]


def test_a_row_slot_is_traced_to_the_cell_of_its_problem() -> None:
    found = next(each for each in composed().paragraphs if each.text == "整改情况:一是学习。")
    assert found.sources == ("通报文稿!C8", "通报文稿!D8", "问题台账!F2")


def test_the_public_edition_leaves_out_withheld_problems_and_takes_the_public_wording() -> None:
    texts = [paragraph.text for paragraph in composed(audience="public").paragraphs]
    assert not any("账目不清" in text for text in texts)
    shown = composed(TABLES.replace("| 否 |", "| 是 |"), audience="public")
    assert "整改情况:略写。" in [paragraph.text for paragraph in shown.paragraphs]


def test_a_heading_goes_only_when_nothing_below_it_is_shown() -> None:
    headed = TABLES.replace("甲方面 | | (一) |", "{{ 方面 }} | | (一) | P002").replace(
        "大项 | 子 | | 1. |", "大项 | {{ 大项 }} | | 1. | P002"
    )
    assert [each.text for each in composed(headed, "public").paragraphs][5:7] == ["甲", "子"]
    gone = headed.replace("P001 | 甲 | 子 |", "P001 | 乙 | 丑 |")
    assert not {"甲", "子"} & {each.text for each in composed(gone, "public").paragraphs}


def test_lost_numbers_stay_lost() -> None:
    found = next(each for each in composed(TABLES.replace("| (一) |", "| |")).paragraphs if each.text == "甲方面")
    assert found.number == ""


def test_a_reference_to_no_problem_is_an_error_at_its_cell() -> None:
    findings = composed(TABLES.replace("| (2) | P002", "| (2) | P009")).findings
    assert [(each.code, each.severity, each.cell) for each in findings] == [("NT108", "error", "F10")]


def test_a_problem_that_the_prose_does_not_print_is_a_warning() -> None:
    added = TABLES.replace("[通报文稿]", "P003 | 甲 | 子 | 新增 | | 一。 | | 已完成 | |\n[通报文稿]")
    [finding] = composed(added).findings
    assert (finding.code, finding.severity, finding.row_id) == ("NT209", "warning", "P003")
