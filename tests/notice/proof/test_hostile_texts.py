"""Nothing that is fed to proof-reading makes it raise, and nothing lets a rule crash."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.errors import NoticeError
from rectify_xl.notice.proof import READINGS, proof, run_rules
from rectify_xl.notice.proof.manuscript import LONGEST_SENTENCE, Manuscript, manuscript, sentences
from rectify_xl.readers.read_source import lines
from rectify_xl.system import resources

AS_OF = date(2026, 9, 20)
WORDS = (
    "其中|合计|其余|共|问题|整改情况：|整改完成情况：|已整改完成|一是|二是|个|名|次|年|月|日|2026年|6月31日|202442日|率|关于|针对|"
    "电话：|邮编：|第一巡察组|拟于|暂未开展"
)
BITS = (*"，。；：“”‘’（）《》,.;:()% \n一二三四十0123456789", *WORDS.split("|"))
SAMPLE = resources.path("samples", "示例通报.txt").read_text(encoding="utf-8")


def judge(text: str) -> None:
    read = lines(text)
    if not any(line.text.strip() for line in read):
        with pytest.raises(NoticeError, match="没有文字"):
            proof(read, AS_OF)
        return
    found = proof(read, AS_OF)
    assert [each.message for each in found if each.code == "PR902"] == []
    assert all(each.message.endswith("。") and each.fix.endswith("。") for each in found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=120))
def test_any_mixture_of_what_notices_are_made_of(bits: list[str]) -> None:
    """Fragments of notices in any order give findings, never a crash."""
    judge("".join(bits))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    """Any Unicode text gives findings, never a crash."""
    judge(text)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 60), st.lists(st.sampled_from(BITS), max_size=6))
def test_any_cut_into_a_real_notice(start: int, size: int, bits: list[str]) -> None:
    """Something taken out of a notice, and something else put in, gives findings, never a crash."""
    judge(SAMPLE[:start] + "".join(bits) + SAMPLE[start + size :])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="字，。！？\n 其中3个", max_size=6000))
def test_sentences_are_short_and_lose_nothing(text: str) -> None:
    """The sentences of a line are the line again, and none is longer than the limit and its closing marks."""
    for line in lines(text):
        pieces = list(sentences(line))
        assert "".join(piece.text for piece in pieces) == line.text
        assert all(len(piece.text.rstrip("。！？!?")) <= LONGEST_SENTENCE for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE.replace("\n", "") * 40,
        SAMPLE.replace("。", "，").replace("；", "，").replace("\n", "") * 40,
        "其中3个、" * 60_000,
        "2025年1月2日" * 40_000,
        "一是" * 150_000,
        "“" * 300_000,
        "(" * 300_000,
        " 中 " * 100_000,
        "电子邮箱：" + "a." * 150_000,
        SAMPLE.replace("整改情况：一是修订", "整改情况：" + "改" * 40_000 + "一是修订", 1),
    ],
    ids=[
        "one line",
        "no stops",
        "counts",
        "dates",
        "一是",
        "quotes",
        "brackets",
        "blanks",
        "address",
        "long paragraph",
    ],
)
def test_huge_texts_are_read_to_the_end(text: str) -> None:
    """A line of a megabyte is proof-read like any other: no rule takes ever longer with its length."""
    judge(text)


def test_a_paragraph_beyond_any_cell_is_told() -> None:
    """40,000 characters in one paragraph are a finding of their own."""
    text = SAMPLE.replace("整改情况：一是修订", "整改情况：" + "改" * 40_000 + "一是修订", 1)
    assert [each.line for each in proof(lines(text), AS_OF) if each.code == "PR709"] == [22]


def test_a_notice_that_ran_into_one_line_is_read() -> None:
    """Even where the line begins like the head of a web page, its words are looked at."""
    found = proof(lines(SAMPLE.replace("\n", "")), AS_OF)
    assert {"PR201", "PR901"} <= {each.code for each in found}


def test_a_text_that_is_no_notice_is_still_read() -> None:
    """What cannot be taken apart is told, and its dates and marks are looked at all the same."""
    found = proof(lines("我馆定于2026年2月30日召开座谈会，“请准时参加。"), AS_OF)
    assert [(each.code, each.line) for each in found] == [("PR202", 1), ("PR701", 1), ("PR901", None)]


def test_a_rule_that_crashes_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its crash is a finding, and all other rules are heard."""

    def broken(_text: Manuscript) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run_rules, "READINGS", (broken, *READINGS))
    found = run_rules.proof(lines("我馆定于2026年2月30日召开座谈会。"), AS_OF)
    assert [each.code for each in found] == ["PR202", "PR901", "PR902"]
    assert "test_hostile_texts.broken" in found[-1].message


def test_the_day_from_which_dates_are_judged() -> None:
    """The notice's own date, else that of the web page, else the day of proof-reading; each is told."""
    sound = lines(SAMPLE)
    assert manuscript(sound, AS_OF).anchor.written_by == date(2026, 9, 18)
    undated = SAMPLE.replace("\n2026年9月18日\n", "\n")
    assert "网页注明" in manuscript(lines(undated), AS_OF).anchor.written_note
    bare = undated.replace("成文日期：2026年9月18日\n", "")
    assert manuscript(lines(bare), AS_OF).anchor.written_by == AS_OF
