"""Compare a cold click in Calc with a process that only imports xlwings and reads the same cells.

Run as `python benchmarks/click.py`. All are whole processes, run in turn against one LibreOffice without a window, on a
ledger of 31 problems that is opened anew before each; the ratios of the medians are what counts (issue 3 asks for
1.3 at most). A click is 校验台账 from the start of its process to its end: connect, read, check, back up, write, tell.
It reads thirteen sheets; the second ratio is against a process that reads one of them.

The ledger is as in use: LibreOffice saved it before, and the fonts that it names are there (free ones stand in for
them). Without the font 宋体, LibreOffice 7.4 writes a thousand empty rows into each sheet, which costs a fifth more.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import xlwings
from check import ledger, seconds

from rectify_xl.ledger.schema import PROBLEMS
from rectify_xl.workbook.calc import engine, open_documents
from rectify_xl.workbook.calc.connection import ADDRESS_VARIABLE
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.reading.read_workbook import WANTED

ROUNDS = 9
FONTS = Path(__file__).resolve().parents[1] / "tools" / "official-fonts.conf"
READ = (
    "import os; {imported}; from rectify_xl.workbook.calc import connection, engine;"
    f"app = engine.app(connection.connect(os.environ['{ADDRESS_VARIABLE}']));"
    f"sizes = [len(app.books.active.sheets[name].used_range.value) for name in {{sheets!r}}];"
    "assert max(sizes) > 31"
)
XLWINGS = "import xlwings"
LIGHT = "from rectify_xl.workbook.live import active_book; active_book.light_xlwings()"
COPY = (
    "import os, sys; from rectify_xl.workbook.calc import connection, open_documents;"
    f"desktop = open_documents.desktop(connection.connect(os.environ['{ADDRESS_VARIABLE}']));"
    "open_documents.store_copy(open_documents.in_front(desktop), sys.argv[1])"
)
CLICK = [sys.executable, "-m", "rectify_xl.doors.ribbon", "check"]
SAME_CELLS = "xlwings, the same cells"
ONE_SHEET = "xlwings, one sheet"
RUNS: dict[str, tuple[list[str], bool]] = {
    SAME_CELLS: ([sys.executable, "-c", READ.format(imported=XLWINGS, sheets=WANTED)], True),
    ONE_SHEET: ([sys.executable, "-c", READ.format(imported=XLWINGS, sheets=(PROBLEMS.name,))], True),
    "the same without pandas": ([sys.executable, "-c", READ.format(imported=LIGHT, sheets=(PROBLEMS.name,))], True),
    "only the copy, unsaved": ([sys.executable, "-c", COPY, str(Path(tempfile.gettempdir(), "copy_only.xlsx"))], False),
    "click, saved ledger": (CLICK, True),
    "click, unsaved edit": (CLICK, False),
}
"""Each command, and whether the ledger is as saved. A click with unsaved edits cannot be faster than the copy alone."""


def used(app: xlwings.App, folder: Path) -> bytes:
    """Return a ledger that LibreOffice saved."""
    fresh, saved = ledger(folder), folder / "存过.xlsx"
    book = app.books.open(fresh)
    open_documents.store_copy(book.impl.model, saved)
    book.close()
    return saved.read_bytes()


def opened(app: xlwings.App, path: Path, *, saved: bool) -> xlwings.Book:
    """Open the ledger, and edit a cell unless it is to be as saved."""
    book = app.books.open(path)
    if not saved:
        book.sheets[PROBLEMS.name].range("D2").value = "刚刚改写的问题"
    return book


def main() -> None:
    """Print the medians and the ratios."""
    times: dict[str, list[float]] = {name: [] for name in RUNS}
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    with Headless() as office, tempfile.TemporaryDirectory() as folder:
        os.environ[ADDRESS_VARIABLE] = office.address
        app = engine.app(office.context)
        content = used(app, Path(folder))
        for number in range(ROUNDS + 1):
            for name, (command, saved) in RUNS.items():
                path = Path(folder, f"{number}{name}.xlsx")
                path.write_bytes(content)
                book = opened(app, path, saved=saved)
                taken = seconds(command)
                if command is CLICK and book.sheets["校验结果"].range("A2").value is None:
                    raise SystemExit("the click wrote nothing")
                book.close()
                if number:
                    times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        ratios = f"{median / medians[SAME_CELLS]:.2f}   {median / medians[ONE_SHEET]:.2f}"
        print(f"{name:24} {median * 1000:7.0f} ms   {ratios}")


if __name__ == "__main__":
    main()
