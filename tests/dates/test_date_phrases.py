"""What clerks write for a deadline, phrase by phrase, seen from rounds that begin at different times of a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl import dates

JUNE = date(2026, 6, 30)
"""A round fed back in the middle of a year."""
MARCH = date(2025, 3, 18)
"""A round whose holidays are all announced."""
NOVEMBER = date(2025, 11, 20)
"""A round that runs over two years."""
NEW_YEARS_EVE = date(2024, 12, 31)
LEAP_DAY = date(2024, 2, 29)
"""29 February, from which months and years are counted."""


@pytest.mark.parametrize(
    ("text", "after", "kind", "day"),
    [
        # months and their parts
        ("2026年11月", JUNE, "month", "2026-11-30"),
        ("2026.12", JUNE, "month", "2026-12-31"),
        ("2026-11", JUNE, "month", "2026-11-30"),
        ("2026/11", JUNE, "month", "2026-11-30"),
        ("二〇二六年九月", JUNE, "month", "2026-09-30"),
        ("二零二六年九月底前", JUNE, "month", "2026-09-30"),
        ("十月底前", JUNE, "month", "2026-10-31"),
        ("十月底前", NOVEMBER, "month", "2026-10-31"),
        ("十二月底", NOVEMBER, "month", "2025-12-31"),
        ("七月中旬", JUNE, "month", "2026-07-20"),
        ("7月中", JUNE, "month", "2026-07-20"),
        ("7月上半月", JUNE, "month", "2026-07-15"),
        ("7月下半月", JUNE, "month", "2026-07-31"),
        ("8月上旬", JUNE, "month", "2026-08-10"),
        ("9月初", JUNE, "month", "2026-09-05"),
        ("2月底前", NEW_YEARS_EVE, "month", "2025-02-28"),
        ("2月底前", NOVEMBER, "month", "2026-02-28"),
        ("2月底前", date(2023, 12, 1), "month", "2024-02-29"),
        ("12月", NEW_YEARS_EVE, "month", "2024-12-31"),
        ("11月", NEW_YEARS_EVE, "month", "2025-11-30"),
        ("九月份", JUNE, "month", "2026-09-30"),
        ("9月底前完成整改", JUNE, "month", "2026-09-30"),
        ("不晚于9月底", JUNE, "month", "2026-09-30"),
        # quarters, halves, years
        ("第一季度", JUNE, "month", "2027-03-31"),
        ("第一季度", MARCH, "month", "2025-03-31"),
        ("一季度末", NOVEMBER, "month", "2026-03-31"),
        ("2026年一季度", NOVEMBER, "month", "2026-03-31"),
        ("三季度前", JUNE, "month", "2026-09-30"),
        ("第4季度", JUNE, "month", "2026-12-31"),
        ("前三季度", JUNE, "month", "2026-09-30"),
        ("2026Q3", JUNE, "month", "2026-09-30"),
        ("上半年", JUNE, "month", "2026-06-30"),
        ("上半年", NOVEMBER, "month", "2026-06-30"),
        ("下半年", JUNE, "month", "2026-12-31"),
        ("2026年上半年完成", MARCH, "month", "2026-06-30"),
        ("年内", JUNE, "month", "2026-12-31"),
        ("年内完成", NOVEMBER, "month", "2025-12-31"),
        ("年底前", NEW_YEARS_EVE, "month", "2024-12-31"),
        ("2026年底前", JUNE, "month", "2026-12-31"),
        ("年中", MARCH, "month", "2025-06-30"),
        ("本年度", JUNE, "month", "2026-12-31"),
        ("全年", JUNE, "month", "2026-12-31"),
        ("2026年度", JUNE, "month", "2026-12-31"),
        # years that are counted
        ("明年3月底前", JUNE, "month", "2027-03-31"),
        ("明年3月底前", NOVEMBER, "month", "2026-03-31"),
        ("明年3月底前", NEW_YEARS_EVE, "month", "2025-03-31"),
        ("次年3月", NOVEMBER, "month", "2026-03-31"),
        ("来年一季度", MARCH, "month", "2026-03-31"),
        ("翌年6月30日", MARCH, "day", "2026-06-30"),
        ("明年底", MARCH, "month", "2026-12-31"),
        ("今年底", NOVEMBER, "month", "2025-12-31"),
        ("今年12月31日", JUNE, "day", "2026-12-31"),
        ("当年12月", JUNE, "month", "2026-12-31"),
        ("去年12月", JUNE, "month", "2025-12-31"),
        ("2025年11月至次年3月", MARCH, "month", "2026-03-31"),
        ("2026年11月至明年3月", JUNE, "month", "2027-03-31"),
        # spans from the feedback
        ("30日内", JUNE, "day", "2026-07-30"),
        ("60天内", NOVEMBER, "day", "2026-01-19"),
        ("3个月内", JUNE, "day", "2026-09-30"),
        ("3 个月内", NOVEMBER, "day", "2026-02-20"),
        ("三个月之内完成", LEAP_DAY, "day", "2024-05-29"),
        ("一年内", LEAP_DAY, "day", "2025-02-28"),
        ("两个月以内", NEW_YEARS_EVE, "day", "2025-02-28"),
        ("半个月内", JUNE, "day", "2026-07-15"),
        ("一个半月内", JUNE, "day", "2026-08-14"),
        ("半年内", NOVEMBER, "day", "2026-05-20"),
        ("两周内", JUNE, "day", "2026-07-14"),
        ("一个季度内", JUNE, "day", "2026-09-30"),
        ("反馈后3个月内", JUNE, "day", "2026-09-30"),
        ("自收到反馈意见之日起2个月内", JUNE, "day", "2026-08-30"),
        ("巡察反馈后两个月内", JUNE, "day", "2026-08-30"),
        ("不超过3个月", JUNE, "day", "2026-09-30"),
        ("限期三个月", JUNE, "day", "2026-09-30"),
        ("15个工作日内", MARCH, "day", "2025-04-09"),
        ("15个工作日内", date(2025, 9, 26), "day", "2025-10-23"),
        ("5个工作日内完成", date(2025, 1, 24), "day", "2025-02-07"),
        # before holidays
        ("春节前", NOVEMBER, "day", "2026-02-14"),
        ("春节前", date(2024, 12, 18), "day", "2025-01-27"),
        ("2026年春节假期前", NOVEMBER, "day", "2026-02-14"),
        ("明年春节前", MARCH, "day", "2026-02-14"),
        ("国庆前", JUNE, "day", "2026-09-30"),
        ("国庆节前完成", MARCH, "day", "2025-09-30"),
        ("“十一”前", JUNE, "day", "2026-09-30"),
        ("中秋节前", JUNE, "day", "2026-09-24"),
        ("中秋节前", MARCH, "day", "2025-09-30"),
        ("元旦前", MARCH, "day", "2025-12-31"),
        ("“五一”前", MARCH, "day", "2025-04-30"),
        ("端午节前", MARCH, "day", "2025-05-30"),
        ("清明前", MARCH, "day", "2025-04-03"),
        ("“七一”前", MARCH, "day", "2025-06-30"),
        # days, and times of day
        ("2026年6月30日24时前", JUNE, "day", "2026-06-30"),
        ("2026年6月30日24:00前", JUNE, "day", "2026-06-30"),
        ("6月30日下午5点前", JUNE, "day", "2026-06-30"),
        ("2026年9月30日下班前", JUNE, "day", "2026-09-30"),
        ("2026-09-30 17:30前", JUNE, "day", "2026-09-30"),
        ("7月1日0时前", JUNE, "day", "2026-06-30"),
        ("2026年10月1日零时前", JUNE, "day", "2026-09-30"),
        ("6月30日周二", JUNE, "day", "2026-06-30"),
        ("九月三十日前", JUNE, "day", "2026-09-30"),
        ("2026,9,30", JUNE, "day", "2026-09-30"),
        ("2026、9、30", JUNE, "day", "2026-09-30"),
        ("2026 9 30", JUNE, "day", "2026-09-30"),
        ("2026。9。30", JUNE, "day", "2026-09-30"),
        ("【2026年9月30日】", JUNE, "day", "2026-09-30"),
        ("完成时限：2026年9月30日", JUNE, "day", "2026-09-30"),
        ("最晚9月30日", JUNE, "day", "2026-09-30"),
        ("2026年6⽉30⽇", JUNE, "day", "2026-06-30"),
        ("1月5日", NEW_YEARS_EVE, "day", "2025-01-05"),
        ("2月29日", date(2023, 9, 1), "day", "2024-02-29"),
        # moments with a time zone
        ("2026-06-29T16:00:00Z", JUNE, "day", "2026-06-30"),
        ("2026-06-29T16:00:00.000Z", JUNE, "day", "2026-06-30"),
        ("2026-06-29T15:59:59Z", JUNE, "day", "2026-06-29"),
        ("2026-06-30T08:00:00+08:00", JUNE, "day", "2026-06-30"),
        ("2026-06-30T01:00:00+09:00", JUNE, "day", "2026-06-30"),
        ("2026-06-30T00:30:00+0900", JUNE, "day", "2026-06-29"),
        ("2025-12-31T16:00:00Z", NOVEMBER, "day", "2026-01-01"),
        ("Tue Jun 30 2026 00:00:00 GMT+0800 (中国标准时间)", JUNE, "day", "2026-06-30"),
        # words
        ("立即整改", JUNE, "immediate", None),
        ("即时整改", JUNE, "immediate", None),
        ("立即整改到位", JUNE, "immediate", None),
        ("马上整改", JUNE, "immediate", None),
        ("当场整改", JUNE, "immediate", None),
        ("立整立改", JUNE, "immediate", None),
        ("逐月", JUNE, "period", None),
        ("按季度推进", JUNE, "period", None),
        ("每3个月", JUNE, "period", None),
        ("每两个月一次", JUNE, "period", None),
        ("2次/年", JUNE, "period", None),
        ("每年2次", JUNE, "period", None),
        ("一年一评", JUNE, "period", None),
        ("一月一调度", JUNE, "period", None),
        ("半年一次", JUNE, "period", None),
        ("每月25日前", JUNE, "period", None),
        ("不定期", JUNE, "period", None),
        ("转入长期整改", JUNE, "longterm", None),
        ("常态化推进", JUNE, "longterm", None),
        ("持续整改", JUNE, "longterm", None),
        ("长期坚持到底", JUNE, "longterm", None),
        ("持续3个月", JUNE, "longterm", None),
        ("长期坚持，每年12月底前", JUNE, "longterm", None),
        ("每月5日、20日前", JUNE, "period", None),
        ("每年3月、9月底前", JUNE, "period", None),
        # a date after such words binds as it does before them
        ("持续推进，2026年8月底前", JUNE, "month", "2026-08-31"),
        ("2026年8月底前，持续推进", JUNE, "month", "2026-08-31"),
        ("长期坚持;2026-06-30", JUNE, "day", "2026-06-30"),
        ("长期坚持：2026年9月30日", JUNE, "day", "2026-09-30"),
        ("长期坚持 2026-06-30", JUNE, "day", "2026-06-30"),
        ("长期坚持、2026年9月底前建立制度", JUNE, "month", "2026-09-30"),
        ("每月，8月底前", JUNE, "month", "2026-08-31"),
        ("每周一次；7月15日前", JUNE, "day", "2026-07-15"),
        ("每半年，年底前", JUNE, "month", "2026-12-31"),
        ("持续推进至2026年8月底", JUNE, "month", "2026-08-31"),
        ("持续推进八月底前完成", JUNE, "month", "2026-08-31"),
        ("常态化推进，3个月内", JUNE, "day", "2026-09-30"),
    ],
)
def test_a_phrase_and_its_day(text: str, after: date, kind: str, day: str | None) -> None:
    """Each phrase has one meaning, whenever the round began; what was not written is told."""
    when = dates.read(text, after=after)
    assert (when.kind, when.day and when.day.isoformat()) == (kind, day)
    assert not when.unreadable
    assert "None" not in when.inferred
    assert not ("未写年份" in when.inferred and re.search(r"\d{4}|[二〇零]{3}|[今明次来翌去当]年", text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("长期坚持，2026-06-31", "impossible"),
        ("持续推进，202442日", "damaged"),
        ("持续推进，6月底前完成制度，12月底前完成验收", "unclear"),
        ("长期坚持（2026年9月底前）", "unclear"),
    ],
)
def test_what_is_wrong_behind_a_word_is_told(text: str, kind: str) -> None:
    """长期坚持 in front hides no date that is wrong."""
    when = dates.read(text, after=JUNE)
    assert when.kind == kind
    assert when.unreadable


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("2个月", "unclear", "“2个月”读不出日期（没有写从哪天起算；是不是“2个月内”，即2026年8月30日？）"),
        ("3 个月", "unclear", "“3 个月”读不出日期（没有写从哪天起算；是不是“3个月内”，即2026年9月30日？）"),
        (
            "15个工作日",
            "unclear",
            "“15个工作日”读不出日期（没有写从哪天起算；是不是“15个工作日内”，即2026年7月21日？）",
        ),
        ("半年", "unclear", "“半年”读不出日期（没有写从哪天起算；是不是“半年内”，即2026年12月30日？）"),
        (
            "200个工作日内",
            "unclear",
            "“200个工作日内”读不出日期（期间的节假日安排尚未公布，工作日数不准；是不是2027年4月12日前后？）",
        ),
        ("春节前", "unclear", "“春节前”读不出日期（2027年节假日安排尚未公布）"),
        ("元旦前", "unclear", "“元旦前”读不出日期（2027年节假日安排尚未公布；是不是2026年12月31日？）"),
        ("2027年国庆前", "unclear", "“2027年国庆前”读不出日期（2027年节假日安排尚未公布；是不是2027年9月30日？）"),
        ("节前", "unclear", "“节前”读不出日期（未写明是哪个节）"),
        ("年前", "unclear", "“年前”读不出日期（不知是春节前还是年底前；是不是春节前？）"),
        ("2026年前", "unclear", "“2026年前”读不出日期（不知含不含这一年；是不是2026年底前？）"),
        ("本月底", "unclear", "“本月底”读不出日期（未写明是哪个月；是不是2026年6月底？）"),
        ("下月初", "unclear", "“下月初”读不出日期（未写明是哪个月；是不是2026年7月初？）"),
        ("2026年6月31日", "impossible", "“2026年6月31日”在日历上不存在（是不是2026年6月30日？）"),
        ("2月30日", "impossible", "“2月30日”在日历上不存在（是不是2026年2月28日？）"),
        ("2026年13月", "impossible", "“2026年13月”在日历上不存在"),
        ("2062-06-30", "implausible", "“2062-06-30”年份离谱（是不是2026年6月30日？）"),
        ("3026年6月", "implausible", "“3026年6月”年份离谱"),
        ("1905-07-18", "implausible", "“1905-07-18”年份离谱（数字2026被表格当成了日期；是不是2026年？）"),
        ("11/2026", "unclear", "“11/2026”读不出日期（是不是2026年11月？）"),
        ("30/6/2026", "unclear", "“30/6/2026”读不出日期（是不是2026年6月30日？）"),
        ("26.6.30", "unclear", "“26.6.30”读不出日期（是不是2026年6月30日？）"),
        ("2026930", "unclear", "“2026930”读不出日期（是不是2026年9月30日？）"),
        ("2O26年6月30日", "unclear", "“2O26年6月30日”读不出日期（是不是2026年6月30日？）"),
        ("2026年6月30曰", "unclear", "“2026年6月30曰”读不出日期（是不是2026年6月30日？）"),
        ("1782748800000", "unclear", "“1782748800000”读不出日期（是不是2026年6月30日？）"),
        ("9月底左右", "unclear", "“9月底左右”读不出日期（不是确定的日子；是不是2026年9月？）"),
        (
            "延期至2026年9月30日",
            "unclear",
            "“延期至2026年9月30日”读不出日期（写的是延期后的日子；延期要在《销号登记》登记并批准）",
        ),
        ("202442日", "damaged", "“202442日”缺字，无法确定是哪一天"),
        ("集中整改期内", "campaign", "“集中整改期内”算不出是哪一天（未填集中整改结束日期，无从推算）"),
        ("待设备到货", "unclear", "“待设备到货”读不出日期"),
        ("3个月后", "unclear", "“3个月后”读不出日期"),
    ],
)
def test_what_cannot_be_read_says_what_was_probably_meant(text: str, kind: str, told: str) -> None:
    """Nothing is guessed: no day, the reason, and a question where one meaning is likely."""
    when = dates.read(text, after=JUNE)
    assert (when.kind, when.day, when.iso, when.unreadable) == (kind, None, None, True)
    assert dates.unread(when) == told


@pytest.mark.parametrize(
    ("raw", "likely"),
    [
        (2026.12, "2026年12月"),
        (2026.1, "2026年1月或2026年10月"),
        (2026.0, "2026年"),
        (12.31, "2026年12月31日"),
        (202612.0, "2026年12月"),
    ],
)
def test_a_number_that_a_date_cell_made_a_date_of(raw: float, likely: str) -> None:
    """2026.12 in a date cell is 18 July 1905, 2:52 in the morning: no deadline, and the number says what was typed."""
    cell = datetime(1899, 12, 30) + timedelta(days=raw + (1 if raw < 60 else 0))  # noqa: DTZ001
    when = dates.read(cell, after=JUNE)
    assert (when.kind, when.day, when.likely) == ("implausible", None, likely)
    assert dates.read(cell).kind == "implausible"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("明年3月底前完成", [("明年3月底前", "2026-03-31")]),
        ("2025年11月启动，次年3月底前完成。", [("2025年11月", "2025-11-30"), ("次年3月底前", "2026-03-31")]),
        ("2024年12月开会研究，3月底前完成整改", [("2024年12月", "2024-12-31"), ("3月底前", "2025-03-31")]),
        ("2024年开展自查，11月底完成。", [("11月底", "2024-11-30")]),
        ("2025年9月印发方案，6月曾开展自查。", [("2025年9月", "2025-09-30"), ("6月", "2025-06-30")]),
        ("落实2024年度要求，7月底前完成", [("7月底前", "2025-07-31")]),
        ("去年12月开展专项检查", [("去年12月", "2024-12-31")]),
        ("拟于本月底完成", [("本月底", "2025-09-30")]),
        ("下月10日前报送", [("下月10日前", "2025-10-10")]),
        ("拟于十月底前办结", [("十月底前", "2025-10-31")]),
        ("十月三十一日前办结", [("十月三十一日前", "2025-10-31")]),
        ("6月30日24时前完成", [("6月30日24时前", "2025-06-30")]),
        ("6月30日9时召开会议", [("6月30日", "2025-06-30")]),
        ("3 个月内完成", [("3 个月内", "2025-06-18")]),
        ("2025 年 6 月 30 日前", [("2025 年 6 月 30 日前", "2025-06-30")]),
        ("反馈后15个工作日内完成", [("15个工作日内", "2025-04-09")]),
        ("承诺30日内办结", [("30日内", "2025-04-17")]),
        ("国庆节前完成整改", [("国庆节前", "2025-09-30")]),
        ("力争年内完成", [("年内", "2025-12-31")]),
        ("拟第四季度完成", [("第四季度", "2025-12-31")]),
        ("明年上半年建成", [("明年上半年", "2026-06-30")]),
        ("当年底前建成", [("当年底前", "2025-12-31")]),
        ("于2025年6⽉30⽇完成", [("2025年6⽉30⽇", "2025-06-30")]),
        ("《关于2025年6月30日有关情况的通报》", []),
        ("〔2025年6月30日〕", []),
        ("接到投诉后3日内答复", []),
        ("签订合同之日起3个月内付款", []),
        ("近3年内、近年内", []),
        ("上半年开展培训3次", []),
        ("春节前夕走访慰问", []),
        ("每年第一季度", []),
        ("一月一调度、一年一评、一日三餐", []),
    ],
)
def test_the_same_phrases_in_prose(text: str, found: list[tuple[str, str]]) -> None:
    """A notice of 26 September 2025 on a feedback of 18 March: years come from the sentence, the notice, the round."""
    mentions = dates.mentions(text, MARCH, year=2025, written_on=date(2025, 9, 26))
    assert [(each.text, each.when.day and each.when.day.isoformat()) for each in mentions] == found
    assert all(text[each.start : each.end] == each.text for each in mentions)


@pytest.mark.parametrize(
    ("text", "after", "notice", "day"),
    [
        ("12月底前完成", date(2024, 12, 18), date(2025, 9, 26), "2025-12-31"),
        ("继续整改，3月底完成", date(2025, 3, 18), date(2025, 9, 26), "2026-03-31"),
        ("7月底前完成", date(2025, 3, 18), date(2025, 9, 26), "2025-07-31"),
        ("4月17日集中学习", date(2025, 3, 18), date(2026, 9, 26), "2026-04-17"),
        ("10月开展检查", date(2025, 11, 20), date(2026, 2, 10), "2025-10-31"),
        ("3月20日召开会议", date(2025, 3, 18), date(2025, 9, 26), "2025-03-20"),
        ("9月28日已完成", date(2025, 3, 18), date(2025, 9, 26), "2025-09-28"),
        ("明年3月底前完成", date(2024, 12, 18), date(2025, 9, 26), "2026-03-31"),
        ("今年5月20日", date(2024, 12, 18), date(2025, 5, 12), "2025-05-20"),
        ("1月底前完成", date(2025, 11, 20), date(2025, 12, 30), "2026-01-31"),
    ],
)
def test_a_date_without_a_year_in_a_round_of_two_years(text: str, after: date, notice: date, day: str) -> None:
    """Plans lie ahead of the notice or have just passed; what is told lies behind it."""
    [mention] = dates.mentions(text, after, year=notice.year, written_on=notice)
    assert mention.when.day
    assert mention.when.day.isoformat() == day


STYLES = (
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日前",
    "{y}年{m}月{d}日24时前",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y} 年 {m} 月 {d} 日",
    "最迟{y}年{m}月{d}日完成",
    "{y}年{m}月{d}日（星期{w}）",
)


@given(
    st.dates(date(2010, 1, 1), date(2035, 12, 31)),
    st.sampled_from(STYLES),
    st.dates(date(2016, 1, 1), date(2030, 12, 31)),
)
def test_any_written_day_is_read_back(day: date, style: str, after: date) -> None:
    """A day with its year is that day in a cell and in prose, whenever the round began, and nothing is inferred."""
    text = style.format(y=day.year, m=day.month, d=day.day, w="一二三四五六日"[day.weekday()])
    when = dates.read(text, after=after)
    assert (when.kind, when.day, when.inferred) == ("day", day, "")
    [mention] = dates.mentions(f"一是{text}，二是学习。", after)
    assert mention.when.day == day


@given(st.dates(date(2010, 1, 1), date(2035, 12, 31)), st.dates(date(2016, 1, 1), date(2030, 12, 31)))
def test_any_month_binds_until_its_last_day(day: date, after: date) -> None:
    """Year and month are that month, in every writing."""
    for text in (f"{day.year}年{day.month}月", f"{day.year}年{day.month}月底前", f"{day.year}-{day.month:02}"):
        when = dates.read(text, after=after)
        assert (when.kind, when.iso, when.day) == ("month", f"{day:%Y-%m}", dates.last_day(day.year, day.month))


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_its_year_is_the_next_one(after: date, month: int, day: int) -> None:
    """It never lies before the feedback and never more than a year after it."""
    when = dates.read(f"{month}月{day}日", after=after)
    assert when.day
    assert (when.day.month, when.day.day) == (month, day)
    assert 0 <= (when.day - after).days < 366


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(1, 23), st.integers(0, 59))
def test_a_moment_in_utc_is_a_day_in_beijing(day: date, hour: int, minute: int) -> None:
    """From 16 o'clock on it is the next day."""
    read = dates.read(f"{day}T{hour:02}:{minute:02}:00Z", after=day).day
    assert read == (day + timedelta(days=1) if hour >= 16 else day)
