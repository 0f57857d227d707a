"""Fixtures of the host tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command line of LibreOffice with a profile of its own, or skip where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: nothing here can convert or recalculate a workbook")
    profile: Path = tmp_path_factory.mktemp("libreoffice")
    return [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
