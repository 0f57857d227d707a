"""A waiver names its code and reason, stays on record, and is printed for those who manage."""

from __future__ import annotations

import pytest

from generate.ledger_builder import apply, blank_book
from rectify_xl.errors import UsageError
from rectify_xl.ledger.changes import change_log
from rectify_xl.notice.publishing import waivers
from rectify_xl.notice.publishing.waivers import Waiver


def test_codes_and_reasons_are_read_as_people_type_them() -> None:
    assert waivers.asked(["NT204=已报巡察办同意", "ｒｘ801＝另有口径 = 见附件"]) == {
        "NT204": "已报巡察办同意",
        "RX801": "另有口径 = 见附件",
    }


def test_all_that_is_wrong_with_waivers_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        waivers.asked(["NT101=甲", "NT204=", "NT301", "乙", "RX802=丙", "RX802=丁"])
    assert caught.value.message == (
        "放行没有办成：“NT101”不是可以放行的代码；NT204没有写理由；NT301没有写理由；“乙”不是可以放行的代码；RX802写了两个理由"
    )


def test_what_is_recorded_is_read_back_once_for_each_day() -> None:
    """Three files of one notice on one day are one waiver; the next day is another."""
    waiver = Waiver("NT204", "已报同意", "李四", "2026-09-26 09:00:00", "问题台账!F3")
    later, next_day = waiver._replace(time="2026-09-26 10:00:00"), waiver._replace(time="2026-09-27 09:00:00")
    block = change_log.append(blank_book(), [waivers.record(each, "生成通报") for each in (waiver, later, next_day)])
    assert block is not None
    assert waivers.on_record(apply(blank_book(), (block,))) == (waiver, next_day)


def test_the_annex_tells_day_who_what_and_why() -> None:
    told = list(waivers.annex([Waiver("NT204", "已报同意。", "李四", "2026-09-26 09:00:00", "问题台账!F3")]))
    assert [(each.level, each.printed) for each in told] == [
        ("h1", "附：公开放行说明"),
        ("body", "公开稿中有1项经人工放行，均记入《变更记录》。"),
        ("body", "1.2026年9月26日，李四放行NT204（逾期未完成，问题台账!F3），理由：已报同意。"),
    ]
    assert list(waivers.annex([])) == []
