"""`python -m generate.installers windows --output dist`: write what an office installs.

`linux` does it for Linux (both architectures, or the one given); `linux-sources` writes the list of Debian's sources
anew; `python` writes wheel and sdist.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from generate.installers import (
    debian_sources,
    linux_folder,
    linux_setup,
    portable_python,
    python_packages,
    windows_folder,
    windows_setup,
)
from generate.installers.supplies import SupplyError
from rectify_xl import __version__

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000


def main() -> int:
    """Read the command line, write the folders, archives and set-ups, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=("windows", "linux", "linux-sources", "python"))
    parser.add_argument("--output", type=Path, default=Path("dist"))
    parser.add_argument("--architecture", choices=portable_python.ARCHITECTURES, action="append")
    given = parser.parse_args()
    target: Path = given.output.resolve()
    target.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            if given.system == "windows":
                _windows(target, Path(scratch))
            elif given.system == "linux":
                _linux(target, Path(scratch), given.architecture or portable_python.ARCHITECTURES)
            elif given.system == "python":
                _report(None, *python_packages.build(target, Path(scratch), ROOT))
            else:
                print(*debian_sources.renew(ROOT / debian_sources.LOCK, Path(scratch)), sep="\n")
    except SupplyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _windows(target: Path, scratch: Path) -> None:
    folder = target / f"巡察整改-{__version__}"
    shutil.rmtree(folder, ignore_errors=True)
    windows_folder.build(folder, scratch, ROOT)
    _report(folder, windows_setup.pack(folder, target), windows_setup.build(folder, target))


def _linux(target: Path, scratch: Path, architectures: tuple[str, ...]) -> None:
    sources = scratch / "sources"
    for architecture in architectures:
        began = time.monotonic()
        python = portable_python.built(architecture, ROOT)
        if not python.is_dir():
            if not sources.is_dir():
                debian_sources.fetch(debian_sources.locked(ROOT / debian_sources.LOCK), sources, scratch)
            portable_python.build(architecture, ROOT, sources)
            print(f"Python, {architecture}: built in {(time.monotonic() - began) / 60:.1f} min")
        folder = target / f"巡察整改-{__version__}-{architecture}"
        shutil.rmtree(folder, ignore_errors=True)
        work = scratch / architecture
        work.mkdir()
        linux_folder.build(folder, architecture, python, work, ROOT)
        archive = linux_setup.pack(folder, target)
        _report(folder, archive, linux_setup.build(archive, folder, architecture, target))


def _report(folder: Path | None, *files: Path) -> None:
    if folder is not None:
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{folder.name}: {size / MEGABYTE:.1f} MB")
    for path in files:
        print(f"{path.name}: {path.stat().st_size / MEGABYTE:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
