"""`python -m generate.installers windows --output dist`: write what an office installs."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from generate.installers import windows_folder, windows_setup
from generate.installers.embedded_python import SupplyError
from rectify_xl import __version__

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000


def main() -> int:
    """Read the command line, write the folder, its .zip and the set-up, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=("windows",))
    parser.add_argument("--output", type=Path, default=Path("dist"))
    given = parser.parse_args()
    target: Path = given.output.resolve()
    target.mkdir(parents=True, exist_ok=True)
    folder = target / f"巡察整改-{__version__}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            windows_folder.build(folder, Path(scratch), ROOT)
    except SupplyError as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder.name}: {size / MEGABYTE:.1f} MB")
    for path in (windows_setup.pack(folder, target), windows_setup.build(folder, target)):
        print(f"{path.name}: {path.stat().st_size / MEGABYTE:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
