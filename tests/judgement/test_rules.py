"""Rules with a code: one catalogue a family, one guarded run, one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from generate import findings, ledger_builder
from generate.samples import AS_OF
from rectify_xl.judgement.risks import Reason, assess
from rectify_xl.judgement.rules import Catalogue, Rule, guarded
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.publishing import gate

PACKAGE = Path(__file__).resolve().parents[2] / "rectify_xl"
LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 具体问题 | 完成程度 | 整改进展
P001 | 用印没有登记 | 已完成 | 已建立登记簿。
"""


def test_a_code_or_a_title_that_stands_twice_is_refused() -> None:
    """A catalogue with two rules of one code, or of one title, cannot be made; nor one with a stranger's code."""
    first = Rule("PR101", "分项之和不符", "甲。")
    with pytest.raises(ValueError, match="代码相同"):
        Catalogue("PR", first, Rule("PR101", "日期缺字", "乙。"))
    with pytest.raises(ValueError, match="名称相同"):
        Catalogue("PR", first, Rule("PR102", "分项之和不符", "乙。"))
    with pytest.raises(ValueError, match="代码不以PR开头：RX101"):
        Catalogue("PR", first, Rule("RX101", "缺工作表", "乙。"))


def test_a_finding_takes_from_its_rule_what_is_not_told() -> None:
    """Level and remedy are those of the rule, unless the finding has its own."""
    rule = Rule("PR101", "分项之和不符", "甲。", "warning", remedy="请核对")
    assert rule.finding("不符。", line=3)[:7] == ("PR101", "warning", "", "", "", "不符。", "请核对。")
    assert rule.finding("不符。", level="error", remedy="请改正。")[1:7] == ("error", "", "", "", "不符。", "请改正。")


def test_a_rule_that_crashes_keeps_what_it_said() -> None:
    """What was said before the crash stands, the crash is one sentence more, and nothing is raised."""

    def faulty() -> Iterator[str]:
        yield "甲"
        raise KeyError("乙")

    assert list(guarded(faulty, lambda error: f"出错：{type(error).__name__}")) == ["甲", "出错：KeyError"]


def test_the_committed_document_is_the_generated_one() -> None:
    """docs/findings.md is what `python -m generate.findings` writes today."""
    assert findings.TARGET.read_text(encoding="utf-8") == findings.render()


def test_every_rule_has_its_page_in_a_chapter() -> None:
    """No family leaves a rule out, none of its chapters is empty, and no code stands in two families."""
    families = findings.families()
    for family in families:
        for beginning, _ in family.chapters:
            assert any(rule.code.startswith(beginning) for rule in family.rules), beginning
        beginnings = tuple(beginning for beginning, _ in family.chapters)
        assert [rule.code for rule in family.rules if not rule.code.startswith(beginnings)] == []
        assert all(rule.title and rule.what.endswith("。") for rule in family.rules)
    assert [family.rules.beginning for family in families] == ["RX", "IM", "IL", "PR", "NT", "TP", "RK"]


def test_every_code_that_is_written_anywhere_is_a_rule() -> None:
    """A code that no catalogue knows would be a finding without a page."""
    known = {rule.code for family in findings.families() for rule in family.rules}
    written = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in re.findall(r"\b(?:RX|IM|PR|NT|TP|RK)\d{3}\b", path.read_text(encoding="utf-8"))
    }
    assert sorted(written - known) == []


def test_a_signal_that_crashes_brings_its_problem_onto_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether it may relapse: the warning says which signal failed, and the other signals are heard."""

    def broken(_case: object) -> Iterator[Reason]:
        raise ZeroDivisionError("某处")

    monkeypatch.setattr(import_module("rectify_xl.judgement.risks.assess"), "RELAPSE_SIGNALS", (broken,))
    (risk,) = assess(ledger_builder.load(LEDGER), AS_OF)
    assert (risk.id, risk.level, risk.score) == ("P001", "黄", 20)
    assert risk.reasons[0].text == ("信号程序出错，test_rules.broken没有结论，请人工核对（ZeroDivisionError：某处）")


def test_a_condition_of_the_gate_that_crashes_keeps_the_notice_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be judged is not for the public, and nobody can waive it."""

    def broken(_ledger: Ledger, _document: ComposedNotice) -> None:
        raise ZeroDivisionError("某处")

    monkeypatch.setattr("rectify_xl.notice.publishing.residue.judge", broken)
    found = ledger_builder.load(LEDGER)
    judged = gate.judge(found, (), ComposedNotice("", (), ()), (), AS_OF)
    (crash,) = (each for each in judged if each.code == "NT900")
    assert crash.message == "发布前对残留的核对运行出错，没有结论，不是台账的错：ZeroDivisionError: 某处。"
    assert gate.never(crash, found)
    assert {"NT302", "NT304"} <= {each.code for each in judged}
