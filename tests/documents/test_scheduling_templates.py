"""The templates of 周调度表 and 月通报 show in every program and have the page that they should."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from generate.paper_templates import monthly_template, weekly_template

BUILDERS: dict[str, Callable[[], bytes]] = {"周调度表": weekly_template.build, "月通报": monthly_template.build}


@pytest.mark.parametrize(("name", "width"), [("周调度表", 14740), ("月通报", 8845)])
def test_every_table_has_its_grid_and_fills_the_page(name: str, width: int) -> None:
    """WPS shows a table without gridCol as blank; the head of each repeats."""
    for table in docx.Document(io.BytesIO(BUILDERS[name]())).tables:
        grid = [int(str(each.get(qn("w:w")))) for each in table._tbl.tblGrid.iterchildren()]
        assert sum(grid) == width
        assert table.rows[0]._tr.trPr is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_weekly_sheet_lies_across_and_the_monthly_notice_stands() -> None:
    """A4 both; the notice keeps the margins of the official format."""
    across, upright = (docx.Document(io.BytesIO(build())).sections[0] for build in BUILDERS.values())
    assert (across.orientation, _millimetres(across.page_width)) == (WD_ORIENT.LANDSCAPE, 297)
    assert (upright.orientation, _millimetres(upright.page_width)) == (WD_ORIENT.PORTRAIT, 210)
    assert (_millimetres(upright.top_margin), _millimetres(upright.left_margin)) == (37, 28)


def _millimetres(length: Length | None) -> int:
    assert length is not None
    return int(length.mm + 0.5)
