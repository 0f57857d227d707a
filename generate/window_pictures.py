"""Make docs/images/calc-menu.png and calc-sign.png anew: a real LibreOffice on a screen that nobody sees.

Needs Xvfb, xdotool, matchbox-window-manager, ImageMagick, and LibreOffice with its Chinese language pack.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rectify_xl.commands import demo  # noqa: E402
from rectify_xl.commands.outcome import Request  # noqa: E402
from rectify_xl.doors.addin import addin_command  # noqa: E402 - the root has to be found first
from rectify_xl.doors.addin.buttons import groups  # noqa: E402
from rectify_xl.workbook.calc import engine  # noqa: E402
from tests.doors.addin.conftest import User  # noqa: E402
from tests.windowed_office import Windowed  # noqa: E402

IMAGES = ROOT / "docs" / "images"
CHINESE = {"LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8", "FONTCONFIG_FILE": str(ROOT / "tools" / "official-fonts.conf")}
ROW = 7
"""The problem of the demo that waits for its second signature."""
CHINESE_MENUS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse"><value>zh-CN</value>
</prop></item></oor:items>
"""


def install(user: User) -> Path:
    """Install our extension; return the profile that has it, with Chinese menus."""
    outcome = addin_command.act(Request(date.min, source="install", options={"host": "calc"}), user.machine)
    if outcome.status:
        raise SystemExit("\n".join(outcome.summary))
    profile = user.home / ".config" / "libreoffice" / "4"
    (profile / "user" / "registrymodifications.xcu").write_text(CHINESE_MENUS, encoding="utf-8")
    return profile


def show(office: Windowed, path: Path) -> Any:
    """Open the ledger at the problem."""
    book = engine.app(office.context).books.open(path)
    book.sheets["问题台账"].activate()
    book.sheets["问题台账"].range(f"A{ROW}").select()
    time.sleep(4)
    return book


def cut(office: Windowed, path: Path, size: str) -> None:
    """Save the upper left part of the screen, with few colours: a small file."""
    office.picture(path)
    subprocess.run(("convert", str(path), "-crop", size, "+repage", "-strip", "-colors", "128", str(path)), check=True)


def main() -> None:
    """Make both pictures."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        demo.run(Request(date.today(), options={"output": str(folder)}))  # noqa: DTZ011 - the click asks the clock, too
        path = folder / demo.LEDGER
        folder.chmod(0o777)
        path.chmod(0o666)
        (folder / "home").mkdir()
        user = User(folder / "home")  # not root, whom LibreOffice lets install nothing
        account = {} if user.other is None else {"user": user.other, "group": user.other, "extra_groups": ()}
        variables = {**CHINESE, "HOME": str(user.home)}
        with Windowed(profile=install(user), account=account, variables=variables) as office:
            book = show(office, path)
            labels = [command.id for group in groups() for command in group.commands]
            office.open_menu()
            office.keys(*["Down"] * labels.index("close"), "Right")
            time.sleep(1)
            cut(office, IMAGES / "calc-menu.png", "1280x690+0+0")
            office.keys("Escape", "Escape", "Escape")
            environment = {
                **os.environ,
                "RECTIFY_XL_OFFICE": office.address,
                "RECTIFY_XL_DOCUMENT": book.impl.model.RuntimeUID,
                "HOME": str(folder),
            }
            click = subprocess.Popen(
                (sys.executable, "-m", "rectify_xl.doors.ribbon", "close", "sign"), env=environment
            )
            office.wait_for("签字")
            office.keys("Return")
            office.wait_for("签字")
            time.sleep(1)
            cut(office, IMAGES / "calc-sign.png", "1280x460+0+0")
            office.keys("Escape")
            click.wait(30)
            book.close()


if __name__ == "__main__":
    main()
