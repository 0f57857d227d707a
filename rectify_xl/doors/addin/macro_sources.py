"""The generated text that is kept in `macros/`, so that a reviewer sees what the add-ins will do.

`python -m rectify_xl.doors.addin.macro_sources macros` writes it anew after a change of the command table.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.doors.addin import calc_menu, excel_callbacks, ribbon_xml
from rectify_xl.system import resources

FOLDER = "macros"
RIBBON = "ribbon.xml"
CALLBACKS = f"{ribbon_xml.MODULE}.bas"
MENU = "Addons.xcu"
WPS_FOLDER = "wps"
WPS_RIBBON = f"{WPS_FOLDER}/ribbon.xml"


def texts() -> dict[str, str]:
    """Return the text of each file by its name."""
    return {
        RIBBON: ribbon_xml.render(),
        CALLBACKS: excel_callbacks.render(),
        MENU: calc_menu.menu(),
        WPS_RIBBON: ribbon_xml.render(handlers=ribbon_xml.WPS),
    }


def read(name: str) -> str:
    """Return the shipped text of a file; raises `RectifyError` when the installation is incomplete."""
    return resources.path(FOLDER, name).read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Write all files into `folder`, with LF at the ends of lines."""
    for name, text in texts().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
