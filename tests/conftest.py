"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEED_000 = "000_60b429b0891c94b2"
SEED_002 = "002_0f29da3bc5976d6b"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Return the folder of the two real notices, or skip where this checkout stands without them."""
    folder = Path(os.environ.get("RECTIFY_XL_SEEDS") or ROOT.parent / "shared" / "seeds")
    if not folder.is_dir():
        pytest.skip(f"the two real notices are not here: {folder} is missing (set RECTIFY_XL_SEEDS)")
    return folder


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command line of LibreOffice with a profile of its own, or skip where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: nothing here can convert or recalculate a document")
    profile: Path = tmp_path_factory.mktemp("libreoffice")
    return [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
