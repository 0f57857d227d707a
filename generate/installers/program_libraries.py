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
    "*.chm",
    "pythonwin",
    "isapi",
    "adodbapi",
    "Demos",
    "demos",
    "bin",
    "share",
    "olefile2.py",
)
"""What of the libraries no program of ours loads, by the names of libraries and of what lies in them.

The last is for Python 2, and cannot be compiled.
"""


def put(packages: Path, lock: Path, platform: Sequence[str], scratch: Path, root: Path) -> None:
    """Install what `lock` names, and the program, into `packages`; `platform` are pip's words for the computer."""
    wheels = scratch / "wheels"
    supplies.fetch(root / lock, wheels, *platform)
    _install(packages, wheels, platform, "--require-hashes", "--requirement", str(root / lock))
    _install(packages, own_wheel(root, scratch), platform, "rectify-xl")
    for path in needless(packages):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def needless(packages: Path) -> list[Path]:
    """Return what in a folder of packages goes away."""
    places = (place for pattern in NEEDLESS for place in (pattern, f"*/{pattern}"))
    return sorted({path for place in places for path in packages.glob(place)})


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
