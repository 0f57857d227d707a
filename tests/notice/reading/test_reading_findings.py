"""The table of findings is complete: each kind has its own code and word, and says what, why and what to do."""

from __future__ import annotations

from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading.parse import parse
from rectify_xl.notice.reading.reading_rules import IMPORT_RULES, finding


def test_codes_and_words_are_unique() -> None:
    """Codes run from IM101 without gaps, no word stands twice, and no field is empty."""
    assert [rule.code for rule in IMPORT_RULES] == [f"IM{number}" for number in range(101, 101 + len(IMPORT_RULES))]
    assert all(rule.title and rule.what and rule.why and rule.remedy for rule in IMPORT_RULES)


def test_a_finding_says_where_and_what_to_do() -> None:
    """The message begins with the line; the remedy is that of its kind."""
    found = finding("日期缺字", "日期“202442日”缺字", line=5, excerpt="202442日")
    assert (found.code, found.severity, found.line, found.excerpt) == ("IM101", "warning", 5, "202442日")
    assert found.message == "第5行：日期“202442日”缺字。"
    assert found.fix == "请对照原件在通报和台账中补全该日期。"


def test_a_text_too_long_for_a_cell_is_told() -> None:
    """A body beyond 32,767 characters is a finding at its line."""
    text = f"某馆关于巡察整改情况的通报\n1.关于“甲”问题。\n整改情况：{'改' * 40000}。"
    parsed = parse([SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)])
    found = next(each for each in parsed.findings if each.code == "IM115")
    assert (found.line, "超过单元格上限32767字" in found.message) == (3, True)


def test_a_damaged_date_in_full_width_digits_is_a_finding_too() -> None:
    """It stands in the excerpt as it was printed."""
    text = "某馆关于巡察整改情况的通报\n会议于２０２４４２日召开。\n1.关于“甲”问题。\n整改情况：已改。"
    parsed = parse([SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)])
    (found,) = (each for each in parsed.findings if each.code == "IM101")
    assert (found.line, "２０２４４２日" in found.excerpt) == (2, True)
