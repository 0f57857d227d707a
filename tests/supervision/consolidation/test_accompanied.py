"""What goes along with a ledger is no submission; what may be all that another unit sent stays one."""

from __future__ import annotations

import pytest

from rectify_xl.supervision.consolidation import accompanied
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.consolidation import RosterUnit
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import Roster
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile
from tests.supervision.consolidation.test_latest import MADE, assessed, result

ROSTER = Roster(
    (RosterUnit(2, "青林县教育局"), RosterUnit(3, "云岭县教育局", ("云岭教育局",)), RosterUnit(4, "白水县水利局"))
)


@pytest.mark.parametrize(
    ("name", "known", "goes_along"),
    [
        ("青林县教育局台账扫描件.pdf", None, True),
        ("附件2：青林县教育局整改通报.docx", ROSTER, True),
        ("⻘林县教育局.jpg", ROSTER, True),
        ("云岭县教育局台账.pdf", None, False),
        ("云岭教育局台账.pdf", ROSTER, False),
        ("青林县教育局转来云岭县教育局台账.pdf", ROSTER, False),
        ("青林县教育局、白水县水利局.jpg", ROSTER, False),
        ("扫描件001.pdf", ROSTER, False),
    ],
)
def test_a_paper_goes_along_with_the_ledger_of_the_one_unit_that_it_names(
    name: str, known: Roster | None, *, goes_along: bool
) -> None:
    """Whose ledger did not come, and who is named beside another one, may have sent nothing else."""
    ledger = assessed("台账.xlsx", result("青林县教育局", reported=MADE))
    paper = AssessedFile(SubmittedFile(name, "", 9, MADE), None, rejections=(rejection("HZ103"),))
    sorted_out = accompanied.sort_out([ledger, paper], known=known)
    assert (len(sorted_out.files), sorted_out.enclosures) == ((1, 1) if goes_along else (2, 0))


@pytest.mark.parametrize(("name", "goes_along"), [("教育局台账.pdf", True), ("云岭县教育局台账.pdf", False)])
def test_a_name_behind_a_place_is_another_units(name: str, *, goes_along: bool) -> None:
    """A unit that writes only 教育局 is not every 教育局 of the country."""
    ledger = assessed("台账.xlsx", result("教育局", reported=MADE))
    paper = AssessedFile(SubmittedFile(name, "", 9, MADE), None, rejections=(rejection("HZ103"),))
    assert accompanied.sort_out([ledger, paper]).enclosures == int(goes_along)


def test_what_is_damaged_stays_a_submission() -> None:
    """A torn workbook that bears the unit's name is no paper."""
    ledger = assessed("台账.xlsx", result("青林县教育局", reported=MADE))
    torn = AssessedFile(SubmittedFile("青林县教育局.xlsx", "", 9, MADE), None, rejections=(rejection("HZ102"),))
    assert accompanied.sort_out([ledger, torn]).enclosures == 0
