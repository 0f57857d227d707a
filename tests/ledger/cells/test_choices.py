"""The words of 完成程度 as people type them: known by hand, never guessed by their letters."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.ledger.counting import problem_counts

AS_OF = date(2026, 9, 28)
STATUS = vocabulary.LISTS["完成程度"]

CERTAIN = (
    ("完成", ("已完成",)),
    ("已整改", ("已完成",)),
    ("整改完毕", ("已完成",)),
    ("已办结", ("已完成",)),
    ("己完成", ("已完成",)),
    ("整改 到位。", ("已完成",)),
    ("100％", ("已完成",)),
    ("取得阶段性成效并持续推进", ("已完成",)),
    ("未完成", ("整改中", "未启动")),
    ("尚未完成", ("整改中", "未启动")),
    ("部分完成", ("整改中",)),
    ("推进中", ("整改中",)),
    ("正在整改", ("整改中",)),
    ("持续推进", ("整改中",)),
    ("转入长期整改", ("整改中",)),
    ("申请延期", ("整改中",)),
    ("大部分完成", ("基本完成",)),
    ("未起动", ("未启动",)),
    ("尚未启动", ("未启动",)),
)
UNCERTAIN = (
    "阶段性完成",
    "长期坚持",
    "是",
    "√",
    "已完成80%",
    "不完成",
    "完成情况良好",
    "已完",
    "待销号",
    "已完成？",
    "甲",
)


@pytest.mark.parametrize(("typed", "meant"), CERTAIN)
def test_a_known_word_has_its_choices(typed: str, meant: tuple[str, ...]) -> None:
    """A word of the table means one choice, or one of those named."""
    assert choices.advised(typed, "完成程度", STATUS, {}) == meant


@pytest.mark.parametrize("typed", UNCERTAIN)
def test_a_similar_word_means_nothing(typed: str) -> None:
    """A word that merely looks like a choice has none."""
    assert choices.advised(typed, "完成程度", STATUS, {}) == ()


@pytest.mark.parametrize("typed", ["已完成", "已 完成", " 已完成　", "已完成。", "已完成；"])
def test_the_same_word_with_blanks_is_the_choice(typed: str) -> None:
    """Blanks and a full stop make no other word: it counts, and nothing is said about it."""
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 完成程度\nP001 | {typed}")
    assert problem_counts.roll_up(ledger, AS_OF).total.done == 1
    assert [each.code for each in checks.run(ledger, checks.profile("填报"), AS_OF) if each.code == "RX303"] == []


def _advice(table: str, column: str = "编号 | 完成程度") -> list[str]:
    ledger = ledger_builder.load(f"[问题台账]\n{column}\n{table}")
    return [each.fix for each in checks.run(ledger, checks.profile("填报"), AS_OF) if each.code == "RX303"]


def test_advice_names_the_choice_only_where_it_is_certain() -> None:
    """未完成 is never advised to become 已完成, nor 已整改 to become 整改中."""
    assert _advice("P001 | 未完成") == ["请把B2改为“整改中”或“未启动”，或从下拉框另选。"]
    assert _advice("P001 | 已整改") == ["请把B2改为“已完成”，或从下拉框另选。"]
    assert _advice("P001 | 阶段性完成") == ["请在B2从下拉框里选一个。"]


def test_an_office_adds_its_words_in_the_dictionary() -> None:
    """常见写法 and 应填 go before the program's table; an empty 应填 takes its advice back."""
    own = "[字典]\n常见写法 | 应填\n阶段性完成 | 基本完成\n完成 |\n未完成 | 整改中"
    assert _advice(f"P001 | 阶段性完成\n{own}") == ["请把B2改为“基本完成”，或从下拉框另选。"]
    assert _advice(f"P001 | 完成\n{own}") == ["请在B2从下拉框里选一个。"]
    assert _advice(f"P001 | 未完成\n{own}") == ["请把B2改为“整改中”，或从下拉框另选。"]


def test_a_synonym_counts_only_where_the_office_counts_it() -> None:
    """已整改 is not counted as done by guess; a line of 口径 makes it count."""
    table = "[问题台账]\n编号 | 完成程度\nP001 | 已整改"
    counted = "[字典]\n口径·完成程度 | 计为完成\n已完成 | 是\n已整改 | 是"
    assert problem_counts.roll_up(ledger_builder.load(table), AS_OF).total.done == 0
    assert problem_counts.roll_up(ledger_builder.load(f"{table}\n{counted}"), AS_OF).total.done == 1


def test_a_word_of_the_counting_table_is_compared_folded_too() -> None:
    """已 完成 in 口径 is the choice 已完成, and what follows is spelled as its list has it."""
    rows = "[问题台账]\n编号 | 完成程度 | 后续要求\nP001 | 已完成。 | 长期　坚持"
    rules = "[字典]\n口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期\n已 完成 | 是 | 长期坚持。 | 是"
    total = problem_counts.roll_up(ledger_builder.load(f"{rows}\n{rules}"), AS_OF).total
    assert (total.done, total.longterm) == (1, 1)


def test_other_lists_are_not_guessed_either() -> None:
    """不通过 was advised to become 通过."""
    ledger = ledger_builder.load("[销号登记]\n问题编号 | 类型 | 结论\nP001 | 销号 | 不通过\nP002 | 销号 | 不予受理")
    found = [each.fix for each in checks.run(ledger, checks.profile("填报"), AS_OF) if each.code == "RX303"]
    assert found == ["请把C2改为“退回”，或从下拉框另选。", "请在C3从下拉框里选一个。"]


def test_a_wrong_word_is_the_only_finding_of_its_kind() -> None:
    """已整改 with a date, 即知即改 and a contradicting 状态表述 is one finding, not five."""
    ledger = ledger_builder.load(
        "[基本信息]\n反馈日期 | 2026-01-05\n声明数·完成 | 1\n声明数·继续整改 | 0\n声明数·具体问题 | 1\n"
        "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 后续要求 | 即知即改 | 完成日期 | 状态表述\n"
        "P001 | 甲 | 账实不符 | 已整改 | 无 | 是 | 2026-03-01 | 已整改完成。\n"
        "[销号登记]\n问题编号 | 类型 | 结论\nP001 | 销号 | 通过"
    )
    codes = [each.code for each in checks.run(ledger, checks.profile("上报"), AS_OF) if each.sheet == "问题台账"]
    about_status = [code for code in codes if code.startswith(("RX303", "RX4", "RX7", "RX5"))]
    assert about_status == ["RX303"]
    assert [each.code for each in checks.run(ledger, checks.profile("上报"), AS_OF) if each.code == "RX801"] == []
