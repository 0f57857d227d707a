"""Wheel and sdist, each with the list of licences and the bill of materials; the wheel is built from the sdist."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

from rectify_xl import __version__

NAMES = {"sdist": f"rectify_xl-{__version__}.tar.gz", "wheel": f"rectify_xl-{__version__}-py3-none-any.whl"}


def build(target: Path, scratch: Path, root: Path) -> tuple[Path, Path]:
    """Write sdist and wheel into `target`; return where they are. So the sdist is proven to be whole."""
    source = _hatch("sdist", root, target)
    with tarfile.open(source) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.2 has no filters
        archive.extractall(scratch / "sdist")  # noqa: S202 - it was made a moment ago
    [tree] = (scratch / "sdist").iterdir()
    return source, _hatch("wheel", tree, target)


def _hatch(kind: str, tree: Path, target: Path) -> Path:
    """Build one of both from a source tree; return where it is."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=tree, capture_output=True, check=True)
    return target / NAMES[kind]
