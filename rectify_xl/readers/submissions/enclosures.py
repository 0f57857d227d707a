"""Papers of this program that go with a ledger and are none: 上报表 and 校验情况, as `submit` writes them.

They are known by themselves, by their mark or by how they are laid out, so that no list need come along and no name
need be kept.
"""

from __future__ import annotations

import re

from rectify_xl.intake.grid import WorkbookGrid
from rectify_xl.supervision.consolidation.unit_result import Enclosure
from rectify_xl.supervision.submission.submission_words import ENCLOSED, FINDINGS, FINDINGS_HEADS, FINDINGS_TITLE
from rectify_xl.workbook import file_kind, program_mark

_HEADS_WITHIN = 6
"""Rows in which the heads of 校验情况 stand: below its title, and a line or two that somebody put above."""


def recognised(data: bytes, grid: WorkbookGrid) -> Enclosure | None:
    """Return which paper of a submission a workbook is, None for every other workbook."""
    if data.startswith(b"PK"):
        package = file_kind.recognise(data, grid.name).package
        mark = program_mark.read(package) if package else None
        if mark is not None and mark.kind in ENCLOSED:
            return Enclosure(mark.kind, mark.unit)
    return _findings(grid)


def _findings(grid: WorkbookGrid) -> Enclosure | None:
    """Return a workbook as 校验情况 where its first sheet is laid out as one: its mark may be gone."""
    sheet = grid.sheets[0] if grid.sheets else None
    if sheet is None or sheet.name != FINDINGS:
        return None
    rows = (
        tuple(sheet.values.get((row, column)) for column in range(1, len(FINDINGS_HEADS) + 1))
        for row in range(1, _HEADS_WITHIN + 1)
    )
    if FINDINGS_HEADS not in rows:
        return None
    title = re.match(f"(.+?){FINDINGS_TITLE}", str(sheet.values.get((1, 1), "")))
    return Enclosure(FINDINGS, title[1] if title else "")
