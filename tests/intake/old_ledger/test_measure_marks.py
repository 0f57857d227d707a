"""The measures of one cell are divided by whatever mark an office uses, and by nothing else."""

from __future__ import annotations

import pytest

from rectify_xl.intake.old_ledger import measure_marks

THREE = ("制定计划", "召开会议", "建立台账")
MARKS = {
    "1.": "1.制定计划；\n2.召开会议；\n3.建立台账。",
    "1、": "1、制定计划；\n2、召开会议；\n3、建立台账。",
    "1．": "1．制定计划\n2．召开会议\n3．建立台账",
    "1)": "1)制定计划\n2)召开会议\n3)建立台账",
    "1）": "1）制定计划；\n2）召开会议；\n3）建立台账。",
    "（1）": "（1）制定计划；\n（2）召开会议；\n（3）建立台账。",
    "(1)": "(1)制定计划\n(2)召开会议\n(3)建立台账",
    "①": "①制定计划；②召开会议；③建立台账。",
    "① lines": "①制定计划\n②召开会议\n③建立台账",
    "一是": "一是制定计划；二是召开会议；三是建立台账。",
    "一是 lines": "一是制定计划；\n二是召开会议；\n三是建立台账。",
    "一、": "一、制定计划\n二、召开会议\n三、建立台账",
    "（一）": "（一）制定计划\n（二）召开会议\n（三）建立台账",
    "措施1": "措施1：制定计划\n措施2：召开会议\n措施3：建立台账",
    "措施一": "措施一：制定计划\n措施二：召开会议\n措施三：建立台账",
    "第一，": "第一，制定计划。\n第二，召开会议。\n第三，建立台账。",
    "a.": "a.制定计划\nb.召开会议\nc.建立台账",
    "in a line": "1.制定计划；2.召开会议；3.建立台账。",
    "in a line 、": "1、制定计划；2、召开会议；3、建立台账。",
    "in a line （1）": "（1）制定计划；（2）召开会议；（3）建立台账。",
    "lines without marks": "制定计划；\n召开会议；\n建立台账。",
    "blank lines": "1.制定计划；\n\n2.召开会议；\n\n3.建立台账。",
    "blanks": "  1. 制定计划\n  2. 召开会议\n  3. 建立台账",
}


@pytest.mark.parametrize("cell", MARKS.values(), ids=MARKS)
def test_every_mark_divides(cell: str) -> None:
    """Three measures are three, whatever mark stands before them, and the mark and the stop are no part of them."""
    assert measure_marks.split(cell) == THREE


SINGLE = {
    "制定计划。": ("制定计划",),
    "1.制定计划": ("制定计划",),
    "1、制定计划": ("制定计划",),
    "（1）制定计划": ("制定计划",),
    "一是制定计划。": ("制定计划",),
    "1.5万元已上缴": ("1.5万元已上缴",),
    "2.0版已发布": ("2.0版已发布",),
    "2.召开会议": ("2.召开会议",),
    "2025年完成3项": ("2025年完成3项",),
    "3人已返回": ("3人已返回",),
    "制定计划，明确1.责任人2.时限": ("制定计划，明确1.责任人2.时限",),
    "修订《1号制度》": ("修订《1号制度》",),
    "": (),
    " \n ": (),
    "。": (),
}


@pytest.mark.parametrize("cell", SINGLE)
def test_a_single_measure_stays_whole(cell: str) -> None:
    """A number at the beginning is a mark only where it is 1 and no part of a figure."""
    assert measure_marks.split(cell) == SINGLE[cell]


def test_a_mark_may_stand_before_a_digit() -> None:
    """1.3人返回 in a numbered list is the first measure, 3人返回, and no figure."""
    assert measure_marks.split("1.3人返回；\n2.1.5万元已上缴；\n3.2.0版已发布。") == (
        "3人返回",
        "1.5万元已上缴",
        "2.0版已发布",
    )


def test_a_line_without_a_mark_goes_on_with_the_measure_above() -> None:
    """A clerk breaks lines by hand; what has no mark of its own belongs to what stands above."""
    assert measure_marks.split("1.制定计划，\n明确责任；\n2.召开会议。") == ("制定计划，\n明确责任", "召开会议")


def test_marks_that_do_not_count_from_one_divide_nothing() -> None:
    """3. and 5. are no list."""
    assert measure_marks.split("3.制定计划\n5.召开会议") == ("3.制定计划\n5.召开会议",)


def test_nothing_of_a_cell_is_lost() -> None:
    """Words before the first mark belong to the measures, so the cell stays whole."""
    text = "由办公室牵头：一是制定计划；二是召开会议。"
    assert "".join(measure_marks.split(text)).startswith("由办公室牵头")


def test_sub_marks_stay_within_their_measure() -> None:
    """（1）（2） below 1. belong to it."""
    cell = "1.制定计划：\n（1）定目标\n（2）定时间\n2.召开会议"
    assert measure_marks.split(cell) == ("制定计划：\n（1）定目标\n（2）定时间", "召开会议")
