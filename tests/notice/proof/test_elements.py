"""What a notice must have, and names that must agree."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generate.samples.slips import changed, clean
from rectify_xl.notice.proof import proof
from rectify_xl.readers.read_source import lines
from rectify_xl.system import resources

AS_OF = date(2026, 9, 20)


@pytest.fixture(scope="module")
def sound() -> str:
    return clean(resources.path("samples", "示例通报.txt").read_text(encoding="utf-8"))


def said(text: str) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in proof(lines(text), AS_OF)]


def test_without_its_third_part(sound: str) -> None:
    """A notice that says nothing of what comes next is told so."""
    cut = re.sub(r"三、下一步工作打算.*?(?=欢迎社会各界)", "", sound, flags=re.DOTALL)
    assert said(cut) == [("PR502", "没有找到第三部分（下一步打算）。")]


def test_without_its_first_part(sound: str) -> None:
    """A notice that says nothing of how the work was organised is told so."""
    cut = re.sub(r"一、整改工作组织情况.*?(?=二、反馈意见)", "", sound, flags=re.DOTALL)
    assert ("PR502", "没有找到第一部分（整改组织情况）。") in said(cut)


def test_two_editions_at_once(sound: str) -> None:
    """A notice cannot be public and internal."""
    both = changed(sound, [("（社会公开稿）\n", "（社会公开稿）\n（内部稿）\n")])
    assert said(both) == [("PR503", "同时标有“社会公开稿”“内部稿”。")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("电话：0999-5550123", "电话：0999-555012345678901"),
        ("zhenggai@yunling-library.example", "zhenggai@yunling"),
    ],
)
def test_a_contact_that_cannot_be_right(sound: str, old: str, new: str) -> None:
    """A telephone number of impossible length, or half an address, is told."""
    assert [code for code, _ in said(changed(sound, [(old, new)]))] == ["PR504"]


@pytest.mark.parametrize("other", ["县图书馆", "市图书馆", "云岭县图书馆流通部", "云岭图书馆", "中共云岭县图书馆支部"])
def test_short_names_and_other_units_are_no_misspelling(sound: str, other: str) -> None:
    """What is left out, or belongs to somebody else, is not the unit's name written wrongly."""
    assert said(changed(sound, [("在馆内通报一次", f"向{other}通报一次")])) == []
