"""Make docs/images/setup.png anew: the set-up for Windows under wine, on a screen that nobody sees.

`python -m generate.setup_pictures dist/巡察整改-安装-0.1.0.exe`; needs wine, Xvfb, xdotool, ImageMagick, Chinese fonts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMAGE = Path(__file__).resolve().parents[1] / "docs" / "images" / "setup.png"
DISPLAY = ":97"
AREA = "580x467+10+23"
SECONDS = 120


def main(installer: str) -> None:
    """Draw the first page of the set-up, and end it without installing anything."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DISPLAY": DISPLAY,
            "WINEDEBUG": "-all",
            "WINEPREFIX": str(Path(folder, "prefix")),
            "LC_ALL": "zh_CN.UTF-8",
        }
        screen = subprocess.Popen(("Xvfb", DISPLAY, "-screen", "0", "600x490x24"), stderr=subprocess.DEVNULL)
        try:
            setup = subprocess.Popen(("wine", installer), env=environment, stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + SECONDS
            seeking = ("xdotool", "search", "--onlyvisible", "--name", "巡察整改")
            while subprocess.run(seeking, env=environment, capture_output=True, check=False).returncode:
                if time.monotonic() > deadline:
                    raise SystemExit("the set-up does not show itself")
                time.sleep(0.5)
            time.sleep(3)  # nothing tells when wine has drawn the last letter
            subprocess.run(("import", "-window", "root", "-crop", AREA, str(IMAGE)), env=environment, check=True)
            subprocess.run(("wineserver", "-k"), env=environment, check=False)
            setup.wait(SECONDS)
        finally:
            screen.terminate()
            screen.wait()


if __name__ == "__main__":
    main(sys.argv[1])
