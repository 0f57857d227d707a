"""What `make dist` made installs into an environment that has nothing, with libraries from PyPI, and works."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from generate.installers.python_packages import NAMES
from rectify_xl import __version__
from tests.conftest import ROOT

DIST = "RECTIFY_XL_DIST"


@pytest.mark.parametrize("name", NAMES.values())
def test_it_installs_and_runs_the_demo(name: str, tmp_path: Path) -> None:
    """Nothing is missing, nothing is too much, and the whole demo runs."""
    if DIST not in os.environ:
        pytest.skip("`make test-dist` makes what this test needs, and runs it")
    package = Path(os.environ[DIST]) / name
    lock = ROOT / "requirements" / f"linux-{platform.machine()}.lock"
    if not sys.platform.startswith("linux") or not lock.is_file():
        pytest.skip("there is no list of locked libraries for this computer")
    venv.create(tmp_path / "环 境", with_pip=True)
    programs = tmp_path / "环 境" / "bin"

    def run(*words: str | Path) -> str:
        done = subprocess.run([*map(str, words)], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(programs / "python", "-m", "pip", "install", "--require-hashes", "--requirement", lock)
    run(programs / "python", "-m", "pip", "install", "--no-deps", package)
    assert "No broken requirements" in run(programs / "python", "-m", "pip", "check")
    installed = run(programs / "python", "-m", "pip", "list", "--format=freeze").lower()
    assert "pandas" not in installed
    assert run(programs / "rectify-xl", "--version").strip() == f"rectify-xl {__version__}"
    run(programs / "rectify-xl", "demo", "-o", "结果", "--as-of", "2026-09-30")
    assert (tmp_path / "结果" / "整改通报（公开稿）.docx").is_file()
