"""The libraries of the program and the program itself, put into a folder of packages for another computer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from generate.installers import supplies

NEEDLESS = (
    "tests",
    "test",
    "testing",
    "*.pyi",
    "*.c",
    "*.h",
    "PythonWin.exe",
    "Pythonwin",
    "isapi",
    "adodbapi",
    "bin",
    "olefile2.py",
)
"""What of the libraries no program of ours loads; the last is for Python 2, and cannot be compiled."""


def put(packages: Path, lock: Path, platform: Sequence[str], scratch: Path, root: Path) -> None:
    """Install what `lock` names, and the program, into `packages`; `platform` are pip's words for the computer."""
    wheels = scratch / "wheels"
    supplies.fetch(root / lock, wheels, *platform)
    _install(packages, wheels, platform, "--require-hashes", "--requirement", str(root / lock))
    _install(packages, own_wheel(root, scratch), platform, "rectify-xl")
    for pattern in NEEDLESS:
        for path in sorted(packages.glob(f"*/{pattern}")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(packages / "bin", ignore_errors=True)


def own_wheel(root: Path, scratch: Path) -> Path:
    """Build our own wheel and return the folder that holds it."""
    folder = scratch / "own"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, check=True, cwd=root, capture_output=True)
    return folder


def _install(packages: Path, wheels: Path, platform: Sequence[str], *what: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--upgrade",
    ]
    subprocess.run([*command, *platform, "--find-links", str(wheels), "--target", str(packages), *what], check=True)
