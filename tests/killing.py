"""For tests that kill a process: what it leaves behind goes with the test."""

from __future__ import annotations

import os
from pathlib import Path


def elsewhere(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose temporary files lie below `tmp_path`: a killed process cannot remove its own."""
    folder = tmp_path / "tmp"
    folder.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(folder)}
