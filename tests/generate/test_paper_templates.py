"""The committed templates of papers are what their builders make."""

from __future__ import annotations

import io
import zipfile

import pytest

from generate.paper_templates.__main__ import BUILDERS
from rectify_xl.system import resources


@pytest.mark.parametrize("name", BUILDERS)
def test_a_committed_template_is_what_its_builder_makes(name: str) -> None:
    """Part by part, so that the time of the zip does not count."""
    committed = zipfile.ZipFile(resources.path("templates", f"{name}.docx"))
    built = zipfile.ZipFile(io.BytesIO(BUILDERS[name]()))
    assert committed.namelist() == built.namelist()
    assert [part for part in built.namelist() if built.read(part) != committed.read(part)] == []
