"""A slip is read back from the workbook as it was written, whatever its texts hold."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.errors import UsageError
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.returns.return_slip import ReturnOffice, SlipLine
from rectify_xl.text import cell_value
from rectify_xl.workbook import return_workbook
from rectify_xl.workbook.reading import any_workbook

AT = datetime(2026, 9, 30, 10, 0)  # noqa: DTZ001 - the user's own clock
OFFICE = ReturnOffice("中共某县委巡察办", date(2026, 9, 30), date(2026, 10, 13))
TEXT = st.text(min_size=1, max_size=40).map(lambda text: cell_value.text(cell_value.storable(text))).filter(bool)
"""What can stand in a cell."""
LINES = st.builds(
    SlipLine,
    code=st.sampled_from(("RX403", "HZ111", "ZZ999")),
    severity=st.sampled_from(("error", "warning")),
    address=st.sampled_from(("", "问题台账!K12", "基本信息!B3", "整改措施!A2")),
    row_id=st.sampled_from(("", "P001", "=P1", "＋甲")),
    column=st.sampled_from(("", "整改时限")),
    text=TEXT | st.just(""),
    message=TEXT,
    fix=TEXT | st.just(""),
    remedy=TEXT | st.just(""),
)


@given(st.lists(LINES, max_size=6))
def test_what_is_written_is_read_back(lines: list[SlipLine]) -> None:
    """Every line comes back letter by letter, also one that looks like a formula."""
    slip = return_slip.slip("甲镇", "台账.xlsx", OFFICE, lines, "ab")
    data = return_workbook.explanation(slip, AT)
    assert return_workbook.read_slip(any_workbook.read_grid(data, "退.xlsx").sheets, "退.xlsx") == slip


def test_another_workbook_is_no_slip() -> None:
    """Who chooses the wrong file hears what to choose."""
    with pytest.raises(UsageError, match="不是上级退回的文件"):
        return_workbook.read_slip((), "台账.xlsx")


def test_what_the_level_above_has_to_do_itself_goes_to_nobody() -> None:
    """Its roster, its program and its disk are not the unit's; what the unit must mend stands in front."""
    rejections = [Rejection(code, f"{code}。", "请改。") for code in ("HZ106", "HZ108", "HZ109", "HZ111", "HZ119")]
    lines = return_slip.lines(None, (), rejections)
    assert [(line.code, line.severity) for line in lines] == [("HZ111", "error"), ("HZ108", "warning")]


def test_a_slip_repeats_no_number_of_a_person() -> None:
    """A number that somebody wrote into a wrong cell is covered in what goes out by mail."""
    rejection = Rejection("HZ111", "写的是110101199003077758。", "请改。")
    assert "110101199003077758" not in return_slip.lines(None, (), [rejection])[0].message
