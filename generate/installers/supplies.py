"""What is fetched to make a package: by the lock files of `requirements/`, each file checked against its hash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class SupplyError(Exception):
    """Something that was fetched or built is not what it must be."""


def fetch(lock: Path, target: Path, *more: str) -> None:
    """Download from PyPI what a lock file names."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, *more, "--dest", str(target), "--requirement", str(lock)], check=True)
