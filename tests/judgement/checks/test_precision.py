"""Checks that read Chinese words tell the wrong from the merely similar."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks

AS_OF = date(2025, 9, 26)


def codes(tables: str) -> set[str]:
    """Return the codes of what the strictest profile finds."""
    return {finding.code for finding in checks.run(ledger_builder.load(tables), checks.profile("公开"), AS_OF)}


@pytest.mark.parametrize(
    ("completion", "status", "found"),
    [
        ("已完成", "已整改完成。", set()),
        ("已完成", "长期任务取得阶段性成效并长期坚持", set()),
        ("已完成", "即知即改并已整改完成", set()),
        ("已完成", "整改取得阶段性成效并持续推进", set()),
        ("已完成", "2025年7月整改完成", set()),
        ("已完成", "已于2025年6月底前整改完成", set()),
        ("已完成", "已整改完成；继续整改、2025年12月前整改完成", {"RX701"}),
        ("已完成", "已整改完成。培训2025年12月前完成", {"RX701"}),
        ("已完成", "正在整改", {"RX702"}),
        ("已完成", "未完成", {"RX702"}),
        ("整改中", "正在整改", set()),
        ("整改中", "已整改完成", {"RX702"}),
        ("基本完成", "基本完成", set()),
        ("整改中", "部分已整改完成，其余正在整改", set()),
    ],
)
def test_status_text_against_completion(completion: str, status: str, found: set[str]) -> None:
    """A status text contradicts its 完成程度 only where it plainly says something else."""
    tables = f"[问题台账]\n编号 | 完成程度 | 状态表述\nP001 | {completion} | {status}"
    assert codes(tables) & {"RX701", "RX702"} == found


@pytest.mark.parametrize(
    "text",
    [
        "加强教育",
        "一是提高思想认识，进一步强化责任担当。",
        "切实加强管理、不断提升服务水平",
        "落实",
        "按要求改",
        "（1）加强学习；",
    ],
)
def test_vague_measures_are_found(text: str) -> None:
    """A measure that only intends, or says next to nothing, is vague."""
    assert "RX851" in codes(f"[整改措施]\n措施编号 | 措施内容\nM001-1 | {text}")


@pytest.mark.parametrize(
    "text",
    [
        "加强教育，每月集中学习1次",
        "强化制度建设，修订采购管理办法",
        "加强培训，由医务科牵头",
        "提升服务质量，增设便民窗口",
        "进一步规范流程，严格执行《处方管理办法》",
        "清退违规津补贴",
    ],
)
def test_concrete_measures_are_left_alone(text: str) -> None:
    """How, who, when or a document makes a measure concrete."""
    assert "RX851" not in codes(f"[整改措施]\n措施编号 | 措施内容\nM001-1 | {text}")


def test_a_measure_with_actions_may_be_general() -> None:
    """A general measure is filled by its 具体措施."""
    assert "RX851" not in codes(
        "[整改措施]\n措施编号 | 上级措施 | 措施内容\nM001-1 | | 加强教育\nM001-2 | M001-1 | 每月组织学习并测试"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1）制定办法；2）印发各科室", False),
        ("（一）制定办法(含附件）", False),
        ("既抓“眼前事”又抓“管长远”的事", False),
        ("既抓“眼前事又抓“管长远”的事", True),
        ("既抓”眼前事“也抓长远", True),
        ("印发办法(试行，执行到位", True),
        ('执行"三重一大制度', True),
    ],
)
def test_marks_in_pairs(text: str, found: bool) -> None:  # noqa: FBT001 - a column of the table above
    """Quotation marks and brackets match; the bracket of an enumeration needs no partner."""
    assert ("RX855" in codes(f"[问题台账]\n编号 | 整改进展\nP001 | {text}")) is found


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [
        ("整改进展", "待补充", True),
        ("整改进展", "于XX月印发", True),
        ("整改进展", "已印发（待核实）", True),
        ("整改进展", "____年印发", True),
        ("整改进展", "/", True),
        ("责任科室", "/", False),
        ("备注", "/", False),
        ("备注", "无", False),
        ("整改进展", "约谈刘某某，邮箱xxgk@example.com", False),
        ("整改进展", "待遇已补发", False),
    ],
)
def test_placeholders(column: str, text: str, found: bool) -> None:  # noqa: FBT001 - a column of the table above
    """What waits to be filled in is found; 某某, a dash in a cell that may be empty, and an address are not."""
    assert ("RX854" in codes(f"[问题台账]\n编号 | {column}\nP001 | {text}")) is found


@pytest.mark.parametrize(
    ("text", "found"), [("=1+A1", True), ("+制定办法", True), ("@医务科", True), ("-", False), ("+86 0999", False)]
)
def test_text_like_a_formula(text: str, found: bool) -> None:  # noqa: FBT001 - a column of the table above
    """Words behind = + - @ would become a formula; a dash or a number would not."""
    assert ("RX857" in codes(f"[问题台账]\n编号 | 备注\nP001 | {text}")) is found


@pytest.mark.parametrize(
    ("wrong", "likely"), [("完成", "已完成"), ("己完成", "已完成"), ("正在整改", "整改中"), ("未起动", "未启动")]
)
def test_nearest_word_is_proposed(wrong: str, likely: str) -> None:
    """A word that is not in the list comes with the one that was probably meant."""
    findings = checks.run(
        ledger_builder.load(f"[问题台账]\n编号 | 完成程度\nP001 | {wrong}"), checks.profile("填报"), AS_OF
    )
    fixes = [finding.fix for finding in findings if finding.code == "RX303"]
    assert fixes == [f"请把B2改为“{likely}”，或从下拉框另选。"]


def test_gaps_in_the_numbering_are_no_mistake() -> None:
    """P001, P005, P031 are three good ids."""
    tables = "[问题台账]\n编号 | 方面\nP001 | 甲\nP005 | 甲\nP031 | 甲"
    assert not codes(tables) & {"RX501", "RX502", "RX503", "RX504", "RX307"}


def test_differently_numbered_headings_are_different() -> None:
    """一分院 and 二分院 are two aspects; only a number in front of 、 or in brackets is left aside."""
    assert "RX507" not in codes("[问题台账]\n编号 | 方面\nP001 | 一分院管理\nP002 | 二分院管理")


def test_a_word_added_to_the_dictionary_is_known() -> None:
    """An office may add words to 字典."""
    tables = "[问题台账]\n编号 | 完成程度\nP001 | 持续整改\n[字典]\n完成程度\n已完成\n持续整改"
    assert "RX303" not in codes(tables)


def test_a_month_that_reaches_over_the_limit_is_given_the_doubt() -> None:
    """A deadline 2025年6月 is within a 集中整改 that ends on 18 June; 2025年7月 is not."""
    tables = "[基本信息]\n集中整改结束 | 2025-06-18\n[问题台账]\n编号 | 整改时限 | 时限类型\n"
    tables += "P001 | 2025年{}月 | 集中整改期内"
    assert "RX422" not in codes(tables.format(6))
    assert "RX422" in codes(tables.format(7))
