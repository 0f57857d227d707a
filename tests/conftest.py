"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import etree

from rectify_xl.system import office_program

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure: tests are never timed
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Give every process of tests a folder for temporary files of its own: marks of running commands lie there."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix=f"rectify_xl_{worker}_")
        Path(tempfile.tempdir).chmod(0o755)  # other users, as whom some tests run, have their homes in it


def pytest_unconfigure() -> None:
    """Take it away again."""
    if os.environ.get("PYTEST_XDIST_WORKER") and tempfile.tempdir:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)


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


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program see a computer on which LibreOffice is not installed."""
    monkeypatch.setattr(office_program, "executable", lambda: None)


@pytest.fixture(scope="session")
def official_fonts() -> dict[str, str]:
    """Return an environment in which free fonts stand in for all that a paper names, and fail where one is missing.

    What is measured on a page depends on the fonts, so that another one that happens to be there must not slip in.
    """
    config = ROOT / "tools" / "official-fonts.conf"
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    for match in etree.parse(config).getroot().findall("match"):
        name, stand_in = match.findtext("test/string", ""), match.findtext("edit/string", "")
        command = ["fc-match", "-f", "%{family}", name]
        shown = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment).stdout
        assert stand_in in shown.split(","), f"{stand_in} is not installed (it stands in for {name}): see .ci/run"
    return environment
