"""The generated text that is kept in `macros/`, so that a reviewer sees what the add-ins will do.

`python -m rectify_xl.addin.sources macros` writes it anew after a change of the command table.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl import resources
from rectify_xl.addin import calc_menu, ribbon_xml, vba

FOLDER = "macros"
RIBBON = "ribbon.xml"
CALLBACKS = f"{ribbon_xml.MODULE}.bas"
MENU = "Addons.xcu"


def texts() -> dict[str, str]:
    """Return the text of each file by its name."""
    return {RIBBON: ribbon_xml.render(), CALLBACKS: vba.render(), MENU: calc_menu.menu()}


def read(name: str) -> str:
    """Return the shipped text of a file; raises `RectifyError` when the installation is incomplete."""
    return resources.path(FOLDER, name).read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Write all files into `folder`, with LF at the ends of lines."""
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
