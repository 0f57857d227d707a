"""The committed templates of papers are what their builders make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial

import pytest

from rectify_xl import resources
from rectify_xl.word import (
    build_check_sheet,
    build_closure_form,
    build_letters,
    build_monthly,
    build_proof_paper,
    build_report,
    build_weekly,
)

BUILDERS: dict[str, Callable[[], bytes]] = {
    "销号审批表": build_closure_form.build,
    "整改情况报告": build_report.build,
    "核稿意见": build_proof_paper.build,
    "周调度表": build_weekly.build,
    "月通报": build_monthly.build,
    "回头看检查单": build_check_sheet.build,
    **{word: partial(build_letters.build, word) for word in build_letters.WORDINGS},
}


@pytest.mark.parametrize("name", BUILDERS)
def test_a_committed_template_is_what_its_builder_makes(name: str) -> None:
    """Part by part, so that the time of the zip does not count."""
    committed = zipfile.ZipFile(resources.path("templates", f"{name}.docx"))
    built = zipfile.ZipFile(io.BytesIO(BUILDERS[name]()))
    assert committed.namelist() == built.namelist()
    assert [part for part in built.namelist() if built.read(part) != committed.read(part)] == []
