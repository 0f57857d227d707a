"""A date is read the same however a clerk writes it; what is damaged or unclear keeps its text and says why."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl import dates
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

FEEDBACK = date(2025, 3, 18)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025年6月30日",
        "2025 年 6 月 30 日",
        "２０２５年６月３０日",
        "2025\u00a0年6月30日\u200b",
        "2025.6.30",
        "2025.06.30",
        "2025-06-30",
        "2025/6/30",
        "25年6月30日",
        "2025年6月30号",
        "20250630",
        "2025-06-30T00:00:00",
        "2025-06-30 17:30:00.000",
        "2025-06-30T08:00:00+08:00",
        "2025/6/30 0:00",
        "2025年6月30日17:30前",
        "二○二五年六月三十日",
        "二〇二五年六月三十日",
        "二零二五年六月三十日",
        "二Ｏ二五年六月三十日",
        "2025年6月30日前",
        "2025年6月30日之前完成整改",
        "最迟2025年6月30日完成",
        "2025年6月30日（星期一）",
        "（2025年6月30日）",
        "2025年6月30日。",
        "45838",
        "6月30日",
        "6.30",
        "今年6月30日",
    ],
)
def test_one_day_in_many_writings(text: str) -> None:
    """All of these are 30 June 2025 for a round fed back on 18 March 2025."""
    found = dates.read(text, after=FEEDBACK)
    assert (found.kind, found.iso, found.text) == ("day", "2025-06-30", text.strip("\u200b"))


@pytest.mark.parametrize(
    ("text", "iso", "day"),
    [
        ("2025年6月", "2025-06", 30),
        ("2025年6月底前", "2025-06", 30),
        ("2025年12月前整改完成", "2025-12", 31),
        ("2025年2月", "2025-02", 28),
        ("2025-06", "2025-06", 30),
        ("2025.10", "2025-10", 31),
        ("202506", "2025-06", 30),
        ("2025年6月份", "2025-06", 30),
        ("2025年7月初", "2025-07", 5),
        ("2025年7月上旬", "2025-07", 10),
        ("拟于7月中旬完成", "2025-07", 20),
        ("六月底", "2025-06", 30),
        ("2025年底前", "2025-12", 31),
        ("25年底", "2025-12", 31),
        ("年底", "2025-12", 31),
        ("2025年", "2025-12", 31),
        ("2025年内", "2025-12", 31),
        ("上半年", "2025-06", 30),
        ("2025年下半年", "2025-12", 31),
        ("第三季度", "2025-09", 30),
        ("2025年三季度末", "2025-09", 30),
        ("2025年3月—6月", "2025-06", 30),
        ("2025年3月-6月", "2025-06", 30),
        ("2025年11月至3月", "2026-03", 31),
        ("3-6月", "2025-06", 30),
    ],
)
def test_months_and_parts_of_a_year(text: str, iso: str, day: int) -> None:
    """A month binds to its last day; its 初, 上旬 and 中旬 to the 5th, 10th and 20th."""
    found = dates.read(text, after=FEEDBACK)
    assert (found.kind, found.iso, found.day and found.day.day) == ("month", iso, day)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025年3月1日至6月30日", "2025-06-30"),
        ("2025.3.1-2025.6.30", "2025-06-30"),
        ("2025-03-01至2025-06-30", "2025-06-30"),
        ("2025年5月9日至11日", "2025-05-11"),
        ("3个月内", "2025-06-18"),
        ("三个月内完成", "2025-06-18"),
        ("自反馈之日起60日内", "2025-05-17"),
        ("半年内", "2025-09-18"),
        ("一年内", "2026-03-18"),
        ("2周内", "2025-04-01"),
    ],
)
def test_ranges_and_spans_end_on_a_day(text: str, iso: str) -> None:
    """A range ends on its last day; a span counts from the feedback date; both say that it was concluded."""
    found = dates.read(text, after=FEEDBACK)
    assert (found.kind, found.iso) == ("day", iso)
    assert "推定" in found.inferred


def test_three_months_from_the_last_of_november() -> None:
    """A month that has no such day ends on its last."""
    assert dates.read("3个月内", after=date(2024, 11, 30)).iso == "2025-02-28"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("长期坚持", "longterm"),
        ("长期坚持，每季度一次", "longterm"),
        ("每季度一次，长期坚持", "longterm"),
        ("持续推进中", "longterm"),
        ("立行立改", "immediate"),
        ("立行立改，长期坚持", "immediate"),
        ("每月", "period"),
        ("每半年一次", "period"),
        ("集中整改期内", "campaign"),
        ("集中整改期内完成", "campaign"),
        ("202442日", "damaged"),
        ("2025年512", "damaged"),
        ("2025年2月29日", "impossible"),
        ("2025年6月31日", "impossible"),
        ("2025年13月", "impossible"),
        ("20250631", "impossible"),
        ("2月30日", "impossible"),
        ("本月底", "unclear"),
        ("2025年6月30日开始", "unclear"),
        ("2025年6月30日（延期至2025年9月30日）", "unclear"),
        ("2025年6月底完成培训，12月底完成采购", "unclear"),
        ("6月、9月", "unclear"),
        ("2025年9月至3月1日至5日", "unclear"),
        ("#N/A", "unclear"),
        ("P001", "unclear"),
        ("13.5", "unclear"),
        ("20256", "unclear"),
        ("底", "unclear"),
        ("", "none"),
        (" \u200b ", "none"),
    ],
)
def test_kinds_without_a_day(text: str, kind: str) -> None:
    """Words keep their kind; what cannot be understood has no day."""
    found = dates.read(text, after=FEEDBACK)
    assert (found.kind, found.day) == (kind, None)


@pytest.mark.parametrize(
    ("text", "kind", "iso", "inferred"),
    [
        ("2025年6月30日前（已延期）", "day", "2025-06-30", "括号内“已延期”未计入"),
        ("2025年6月底前，长期坚持", "month", "2025-06", "“长期坚持”不是时限，未计入"),
        ("6月30日", "day", "2025-06-30", "原文未写年份，按反馈日期推定为2025年"),
        ("2月10日", "day", "2026-02-10", "原文未写年份，按反馈日期推定为2026年"),
        ("3个月内", "day", "2025-06-18", "从反馈日期2025年3月18日起算，推定为2025年6月18日"),
        ("2025年度", "month", "2025-12", "只写了年份，按年底推定"),
        ("2025年3月—6月", "month", "2025-06", "写的是一段时间，按最后一天2025年6月30日推定"),
        ("45838", "day", "2025-06-30", "数字45838按日期序列号读作2025年6月30日"),
        ("2025年6月底前建成运行", "month", "2025-06", "只取“2025年6月底前建成运行”中的日期"),
        ("6月、9月", "unclear", None, "写有2个不同日期（6月、9月），不知以哪个为准"),
        ("2025年6月—3月1日", "day", "2026-03-01", "写的是一段时间，按最后一天2026年3月1日推定"),
        ("2025年6月1日—2025年3月1日", "unclear", None, "起止日期颠倒"),
        ("本月底", "unclear", None, "未写明是哪个月"),
    ],
)
def test_what_was_concluded_is_told(text: str, kind: str, iso: str | None, inferred: str) -> None:
    """`inferred` says in Chinese what was concluded, or why nothing was."""
    found = dates.read(text, after=FEEDBACK)
    assert (found.kind, found.iso, found.inferred) == (kind, iso, inferred)


@pytest.mark.parametrize(
    ("number", "kind", "iso"),
    [
        (45838, "day", "2025-06-30"),
        (45838.75, "day", "2025-06-30"),
        (20250630, "day", "2025-06-30"),
        (202506, "month", "2025-06"),
        (2025.6, "month", "2025-06"),
        (2025.11, "month", "2025-11"),
        (2025.2, "month", "2025-02"),
        (6.25, "day", "2025-06-25"),
        (2025.1, "unclear", None),
        (6.3, "unclear", None),
        (2025, "unclear", None),
        (20256, "unclear", None),
        (0, "unclear", None),
        (-45838, "unclear", None),
        (1e308, "unclear", None),
        (float("nan"), "unclear", None),
        (float("inf"), "unclear", None),
        (True, "unclear", None),
    ],
)
def test_numbers(number: float, kind: str, iso: str | None) -> None:
    """Serial dates and dates taken for decimals are read; 2025.1 may be January or October and stays unclear."""
    found = dates.read(number, after=FEEDBACK)
    assert (found.kind, found.iso) == (kind, iso)


@pytest.mark.parametrize("raw", [44376, 44376.0, "44376"])
def test_the_1904_system(raw: Raw) -> None:
    """The same serial number is four years and a day later in a workbook of the 1904 system, also as text."""
    assert dates.read(raw, date1904=True).iso == "2025-06-30"
    assert dates.read(raw).iso == "2021-06-29"


def test_real_dates_and_times() -> None:
    """Date cells are taken as they are; a time alone is no date."""
    assert dates.read(date(2025, 6, 30)).iso == "2025-06-30"
    assert dates.read(datetime(2025, 6, 30, 17, 30)).iso == "2025-06-30"  # noqa: DTZ001
    assert dates.read(time(8, 30)).kind == "unclear"


def test_without_a_feedback_date_the_year_stays_open() -> None:
    """A month and day alone are unclear when there is nothing to count from, and say so."""
    found = dates.read("6月30日")
    assert (found.kind, found.inferred) == ("unclear", "未写年份，也没有反馈日期可供推算")
    assert dates.read("3个月内").inferred == "未填反馈日期，无从推算"
    assert dates.read("2月29日").kind == "unclear"
    assert dates.read("2月30日").kind == "impossible"


def test_29_february_needs_a_leap_year_in_reach() -> None:
    """It is read where the round reaches one, and impossible where it does not."""
    assert dates.read("2月29日", after=date(2023, 9, 1)).iso == "2024-02-29"
    assert dates.read("2月29日", after=FEEDBACK).kind == "impossible"


def test_the_end_of_the_campaign_comes_from_the_ledger() -> None:
    """集中整改期内 ends on the day that 基本信息 gives."""
    found = dates.read("集中整改期内", after=FEEDBACK, until=date(2025, 9, 18))
    assert (found.kind, found.iso, found.inferred) == (
        "campaign",
        "2025-09-18",
        "按集中整改结束日期推定为2025年9月18日",
    )


@given(
    st.text(max_size=60) | st.text("0123456789年月日号.-/—至底中旬前（）二〇零○十三", max_size=20),
    st.none() | st.dates(),
)
def test_no_text_raises(text: str, after: date | None) -> None:
    """Whatever stands in a cell is read as something, and keeps its text."""
    found = dates.read(text, after=after)
    assert found.kind == "none" or found.text == cell_value.text(text)
    assert (found.day is None) == (found.iso is None)
    assert all(text[each.start : each.end] == each.text for each in dates.mentions(text, after))
    assert all(piece for piece in dates.damaged(text))


@given(st.floats() | st.integers(-(10**9), 10**9), st.booleans())
def test_no_number_raises(number: float, date1904: bool) -> None:  # noqa: FBT001
    """Any number is a date, far from the round, or unclear."""
    kinds = {"day", "month", "unclear", "impossible", "implausible"}
    assert dates.read(number, after=FEEDBACK, date1904=date1904).kind in kinds


@given(DAYS)
def test_iso_dates_round_trip(day: date) -> None:
    """What is written as ISO is read as the same day."""
    assert dates.read(dates.read(day).iso).day == day


@given(
    DAYS,
    st.sampled_from(
        [
            "{y}年{m}月{d}日",
            "{y}年{m:02}月{d:02}日前",
            "{y}.{m}.{d}",
            "{y}-{m:02}-{d:02} 00:00:00",
            "{y}/{m}/{d}",
            "{y}{m:02}{d:02}",
            "截至{y}年{m}月{d}号",
        ]
    ),
)
def test_every_day_in_every_writing(day: date, writing: str) -> None:
    """Every day of the century is read back from each of the supported writings."""
    text = writing.format(y=day.year, m=day.month, d=day.day)
    assert dates.read(text).day == day
    assert dates.damaged(text) == []


@given(DAYS)
def test_every_day_in_chinese_numerals(day: date) -> None:
    """二〇二五年六月三十日 and its like are read for every day."""
    ones = "〇一二三四五六七八九"
    year = "".join(ones[int(digit)] for digit in str(day.year))

    def count(number: int) -> str:
        tens, rest = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else ones[tens] + "十") + (ones[rest] if rest else "")

    assert dates.read(f"{year}年{count(day.month)}月{count(day.day)}日").day == day


@given(DAYS)
def test_every_day_as_a_serial_number(day: date) -> None:
    """Serial numbers of both systems lead back to the day."""
    assert dates.read((day - date(1899, 12, 30)).days).day == day
    assert dates.read(str((day - date(1904, 1, 1)).days), date1904=True).day in {day, None}
    assert dates.chinese(day) == f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("202442日至820日，巡察组进驻。", ["202442日", "820日"]),
        ("2024919日反馈意见", ["2024919日"]),
        ("落款 2025年512", ["2025年512"]),
        ("2025年630日前", ["2025年630日"]),
        ("20256月30日前", ["20256月30日"]),
        ("2024月9日", ["2024月9日"]),
        ("２０２４９１９日反馈", ["２０２４９１９日"]),
    ],
)
def test_damaged_dates_are_found_as_written(text: str, pieces: list[str]) -> None:
    """Dates that lost characters in copying are quoted as they stand."""
    assert dates.damaged(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "2024年120人次",
        "2025年100条",
        "20250630日",
        "12345投诉热线",
        "2021、2022、2023年",
        "办发〔2024〕48号",
        "2024年1130万元",
        "2025年365天",
        "期限延长至180日",
        "合同2024001号",
        "自2025年6月30日至120日内",
        "电话2025630",
        "1998—2024年",
        "2025年6月30日至7月15日",
        "2024年150余家",
        "累计2024.12日均",
        "2025年990，较上年增加",
    ],
)
def test_ordinary_numbers_are_no_damaged_dates(text: str) -> None:
    """Amounts, numbers of documents and whole dates are left alone."""
    assert dates.damaged(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("力争2025年6月底前完成", [("2025年6月底前", "2025-06")]),
        ("4月17日结合党日集中学习", [("4月17日", "2025-04-17")]),
        ("6.30日开展自查", [("6.30日", "2025-06-30")]),
        ("拟于7月中旬完成", [("7月中旬", "2025-07")]),
        ("2025年5月、8月和10月各一期", [("2025年5月", "2025-05"), ("8月", "2025-08"), ("10月", "2025-10")]),
        (
            "2024年11月1日、12月22日、1月5日",
            [("2024年11月1日", "2024-11-01"), ("12月22日", "2024-12-22"), ("1月5日", "2025-01-05")],
        ),
        ("今年底前，2025年上半年", [("今年底前", "2025-12"), ("2025年上半年", "2025-06")]),
        ("二〇二五年六月三十日印发", [("二〇二五年六月三十日", "2025-06-30")]),
        ("2025.6.30完成，2025-07-01起执行", [("2025.6.30", "2025-06-30"), ("2025-07-01", "2025-07-01")]),
        ("由58.42%提升至63.17%，增长6.5%", []),
        ("升级到2.6.30版，v1.2", []),
        ("每月一次，3个月一轮，12345热线", []),
        ("2025年6月31日", []),
        ("电话0999-5550123", []),
    ],
)
def test_mentions_in_prose(text: str, found: list[tuple[str, str]]) -> None:
    """Dates in running text are found in order; shares, versions and spans are none."""
    mentions = dates.mentions(text, FEEDBACK)
    assert [(each.text, each.when.iso) for each in mentions] == found
    assert all(text[each.start : each.end] == each.text for each in mentions)


@pytest.mark.parametrize(
    "junk", ["1" * 40_000, "2025年" * 8_000, "(" * 40_000, "一" * 40_000, "至" * 40_000, "2025.6.30-" * 4_000]
)
def test_forty_thousand_characters_are_read(junk: str) -> None:
    """A page pasted into a date cell is unclear, and is searched to its end."""
    assert dates.read(junk, after=FEEDBACK).kind in {"unclear", "damaged"}
    assert dates.mentions(junk + " 2025年6月30日", FEEDBACK)[-1].text == "2025年6月30日"
    assert dates.damaged(junk + "，2024919日")[-1] == "2024919日"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("定于2026年2月30日召开", [(2, "2026年2月30日")]),
        ("6月31日、13月前完成", [(0, "6月31日"), (6, "13月前")]),
        ("2028年2月29日召开", []),
        ("18月龄儿童、占地25.31亩", []),
    ],
)
def test_dates_that_no_calendar_has(text: str, found: list[tuple[int, str]]) -> None:
    """Days and months that do not exist are found with their places; leap days and ages are none."""
    assert dates.impossible(text) == found
