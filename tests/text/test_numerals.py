"""Numerals are read and written as people use them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.text.numerals import (
    CIRCLED,
    digit_by_digit,
    enclosed,
    full_width,
    in_chinese,
    read_digits,
    read_numeral,
)

NUMERALS = {
    1: "一", 2: "二", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 35: "三十五", 99: "九十九",
    100: "一百", 101: "一百零一",
    110: "一百一十", 111: "一百一十一", 120: "一百二十", 305: "三百零五", 999: "九百九十九",
    1000: "一千", 1001: "一千零一",
    1010: "一千零一十", 1100: "一千一百", 2026: "二千零二十六", 9999: "九千九百九十九",
}  # fmt: skip
LARGE = {
    10000: "一万",
    10001: "一万零一", 10010: "一万零一十", 10100: "一万零一百", 12000: "一万二千", 20305: "二万零三百零五",
    100000: "十万", 100010: "十万零一十", 1050000: "一百零五万", 99999999: "九千九百九十九万九千九百九十九",
}  # fmt: skip
SERIES = {
    "①": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
    "⑴": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "⒈": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "㈠": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "㊀": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}


def test_numbers_are_written_as_they_are_counted() -> None:
    """A zero inside is said once, and 十 stands bare at the beginning only."""
    assert {number: in_chinese(number) for number in NUMERALS | LARGE} == NUMERALS | LARGE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((text, number) for number, text in NUMERALS.items()),
        ("两", 2), ("一百〇五", 105), ("7", 7), ("012", 12), ("⑫", 12), ("㊿", 50), ("㈢", 3), ("⒌", 5), ("⑽", 10),
        ("零", None), ("", None), ("几", None), ("三个", None), ("⓪", None), ("①②", None),
    ],
)  # fmt: skip
def test_numerals_are_read_in_every_spelling(text: str, number: int | None) -> None:
    """Chinese, Arabic and enclosed numerals have their value; whatever is no number, and zero, has none."""
    assert read_numeral(text) == number


@given(st.integers(min_value=1, max_value=9999))
def test_what_is_written_is_read_back(number: int) -> None:
    """Every number below ten thousand survives writing and reading."""
    assert read_numeral(in_chinese(number)) == number


@given(st.integers(min_value=0))
def test_digits_are_read_back_one_by_one(number: int) -> None:
    """二〇二五 is 2025, for any number of digits."""
    assert read_digits(digit_by_digit(number)) == str(number)


def test_every_way_to_write_a_zero_in_a_year_is_read() -> None:
    """〇, 零, ○ and the letter O stand for a zero; what is no digit stays."""
    assert [read_digits(year) for year in ("二〇二五", "二零二五", "二○二五", "二O二五", "二Ｏ二五年")] == [
        "2025", "2025", "2025", "2025", "2025年",
    ]  # fmt: skip


@pytest.mark.parametrize("first", SERIES)
def test_enclosed_numbers_follow_their_series(first: str) -> None:
    """Each series is written and read sign by sign; what lies beyond it stays in Arabic digits."""
    signs = SERIES[first]
    assert "".join(enclosed(number, first) for number in range(1, len(signs) + 1)) == signs
    assert [read_numeral(sign) for sign in signs] == list(range(1, len(signs) + 1))
    assert enclosed(len(signs) + 1, first) == str(len(signs) + 1)


def test_circled_numbers_are_known_to_fifty() -> None:
    """① to ㊿ stand in one string, in order; zero has its own sign."""
    assert (CIRCLED, enclosed(0)) == (SERIES["①"], "⓪")


def test_full_width_digits_replace_every_digit() -> None:
    """12 is １２."""
    assert full_width(1203) == "１２０３"
