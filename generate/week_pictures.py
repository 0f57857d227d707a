"""Make docs/images/calc-fix.png, calc-collect.png and calc-close.png: sheets that a click filled in a real LibreOffice.

Needs what `window_pictures` needs.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generate.window_pictures import CHINESE, CHINESE_MENUS, IMAGES, cut  # noqa: E402 - the root has to be found first
from rectify_xl.commands import demo  # noqa: E402
from rectify_xl.commands.outcome import Request  # noqa: E402
from rectify_xl.doors.ribbon import clicks  # noqa: E402
from rectify_xl.doors.ribbon.dialogs import Dialogs  # noqa: E402
from rectify_xl.ledger import schema  # noqa: E402
from rectify_xl.workbook.calc import engine  # noqa: E402
from rectify_xl.workbook.live.active_book import ActiveBook  # noqa: E402
from tests.supervision.distribution import offices  # noqa: E402
from tests.windowed_office import Windowed  # noqa: E402

SIZE = "1216x560+0+20"
ZOOM = 85
BY_VALUE = 3
"""`com.sun.star.view.DocumentZoomType`."""
PROBLEMS = schema.PROBLEMS
SLOPPY = ((3, "即知即改", "√"), (4, "完成程度", "正在推进"), (6, "整改时限", "12月31日"))


class Silent(Dialogs):
    """Dialogs that nobody sees: the ledger stays as it is, and the folder is the one that was laid down."""

    def __init__(self, app: Any, returned: Path) -> None:
        super().__init__(app, "calc")
        self._returned = returned

    def tell(self, text: str) -> None:
        """Nobody reads it."""
        _ = text

    def warn(self, text: str) -> None:
        """There is no picture of a failure."""
        raise SystemExit(text)

    def ask(self, question: str) -> bool:
        """Say no."""
        _ = question
        return False

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        """Press Enter."""
        _ = question, complaint
        return default

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        """Leave what is chosen."""
        _ = question, choices
        return default

    def folder(self, question: str, start: Path) -> Path | None:
        """Choose what was sent back."""
        _ = question, start
        return self._returned


def press(book: Any, returned: Path, command: str, variant: str = "") -> None:
    """Click."""
    place = ActiveBook(book.app, book)
    clicks.press(command, variant, place, Silent(book.app, returned), date.today())  # noqa: DTZ011 - as a click does


def show(office: Windowed, book: Any, sheet: str, name: str, *, first: int = 0) -> None:
    """Save what a sheet looks like; so many columns at the left are scrolled away."""
    book.sheets[sheet].activate()
    book.sheets[sheet].range("A2").select()
    view = book.impl.model.CurrentController
    view.ZoomType, view.ZoomValue = BY_VALUE, ZOOM
    view.setFirstVisibleColumn(first)
    time.sleep(4)
    cut(office, IMAGES / f"{name}.png", SIZE)


def send_back(folder: Path, book: Any) -> Path:
    """Fill in what two departments were sent, and change one of the cells in the ledger too."""
    sent = [path for path in sorted(folder.rglob("填报表_*.xlsx")) if len(numbers(path)) > 1][:2]
    for path in sent:
        for number in numbers(path)[:2]:
            offices.fill(path, PROBLEMS.name, number, 整改进展="一是已修订制度，二是已组织学习，佐证材料随表报送。")
    table = book.sheets[PROBLEMS.name]
    both = numbers(sent[0])[0]
    row = next(row for row in range(2, 60) if table.range((row, 1)).value == both)
    table.range((row, PROBLEMS.position("整改进展"))).value = "整改办已经到现场核实，制度正在会签。"
    return sent[0].parent


def numbers(path: Path) -> list[str]:
    """Return the problems of a department's table."""
    rows = openpyxl.load_workbook(path)[PROBLEMS.name].iter_rows(min_row=2, max_col=1, values_only=True)
    return [str(value) for (value,) in rows if re.fullmatch(r"P\d+", str(value))]


def main() -> None:
    """Make the three pictures."""
    with tempfile.TemporaryDirectory(prefix="巡察整改_") as made:
        folder = Path(made)
        demo.run(Request(date.today(), options={"output": str(folder)}))  # noqa: DTZ011 - the click asks the clock, too
        home = folder / "home"
        (home / "profile" / "user").mkdir(parents=True)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(CHINESE_MENUS, encoding="utf-8")
        with Windowed(profile=home / "profile", variables={**CHINESE, "HOME": str(home)}) as office:
            book = engine.app(office.context).books.open(folder / demo.LEDGER)
            press(book, folder, "close", "batch")
            show(office, book, schema.CLOSING_FORM.name, "calc-close")
            press(book, folder, "distribute")
            press(book, send_back(folder, book), "collect", "folder")
            show(office, book, schema.COLLECTED.name, "calc-collect")
            for row, column, text in SLOPPY:
                book.sheets[PROBLEMS.name].range((row, PROBLEMS.position(column))).value = f"'{text}"
            press(book, folder, "fix", "look")
            show(office, book, schema.FINDINGS.name, "calc-fix", first=3)
            book.close()


if __name__ == "__main__":
    main()
