"""Compare a cold click in Calc with a process that only imports xlwings and reads the same cells.

Run as `python benchmarks/click.py`. All are whole processes, run in turn against one LibreOffice without a window, on a
ledger of 31 problems that is opened anew before each; the ratios of the medians are what counts (issue 3 asks for
1.3 at most). A click is 校验台账 from the start of its process to its end: connect, read, check, back up, write, tell.
It reads thirteen sheets; the second ratio is against a process that reads one of them.

The second table compares what the same button costs on the same ledger: as a command line, as a cold click (a process
of its own, as Excel's RunPython starts one), and as warm clicks through the service, in Calc and on a saved file. The
four run one after another in each round, so that whatever else the computer does weighs on all of them; the ratios are
the medians of the rounds' ratios to the command line and to the cold click.

The ledger is as in use: LibreOffice saved it before, and the fonts that it names are there (free ones stand in for
them). Without the font 宋体, LibreOffice 7.4 writes a thousand empty rows into each sheet, which costs a fifth more.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings
from check import ledger, seconds

from rectify_xl.doors.service import running, state_file
from rectify_xl.doors.service.exchange import DONE, WAIT
from rectify_xl.doors.service.server import LOOPBACK
from rectify_xl.doors.service.state_file import PROTOCOL, ServiceState
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
LINE, COLD = "command line", "cold click"
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


def compare_processes(app: xlwings.App, content: bytes, folder: Path) -> None:
    """Print the medians and the ratios of cold clicks."""
    times: dict[str, list[float]] = {name: [] for name in RUNS}
    for number in range(ROUNDS + 1):
        for name, (command, saved) in RUNS.items():
            path = folder / f"{number}{name}.xlsx"
            path.write_bytes(content)
            book = opened(app, path, saved=saved)
            taken = seconds(command)
            if command is CLICK:
                refuse_empty(book)
            book.close()
            if number:
                times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        ratios = f"{median / medians[SAME_CELLS]:.2f}   {median / medians[ONE_SHEET]:.2f}"
        print(f"{name:24} {median * 1000:7.0f} ms   {ratios}")


def refuse_empty(book: xlwings.Book) -> None:
    """End where a click wrote nothing."""
    if book.sheets["校验结果"].range("A2").value is None:
        raise SystemExit("the click wrote nothing")


def press(state: ServiceState, click: dict[str, Any]) -> None:
    """Let the service do a click and wait for its end, as the menu of Calc and the page do."""
    connection = http.client.HTTPConnection(LOOPBACK, state.port)
    headers = {"X-Token": state.token, "Content-Type": "application/json"}
    address, sent = "/click", {"protocol": PROTOCOL, "command": "check", "variant": "", **click}
    while True:
        connection.request("POST", address, json.dumps(sent), headers)
        step = json.loads(connection.getresponse().read())
        if step["op"] == DONE:
            connection.close()
            return
        answer = 0 if step["op"] == WAIT else step["number"]
        address, sent = "/reply", {"click": step["click"], "number": answer, "value": None, "error": ""}


def compare_ways(app: xlwings.App, address: str, content: bytes, folder: Path) -> None:
    """Print the medians and the ratios of one button, pressed in each way."""
    state = running.start(state_file.path(folder))
    try:
        rounds = [ways(app, address, content, folder / f"{number}.xlsx", state) for number in range(ROUNDS + 1)][1:]
    finally:
        running.stop(state)
    for name in rounds[0]:
        median = statistics.median(taken[name] for taken in rounds)
        ratios = (statistics.median(taken[name] / taken[other] for taken in rounds) for other in (LINE, COLD))
        print(f"{name:24} {median * 1000:7.0f} ms   {'   '.join(f'{ratio:.2f}' for ratio in ratios)}")


def ways(app: xlwings.App, address: str, content: bytes, path: Path, state: ServiceState) -> dict[str, float]:
    """Press the button once in each way; return the seconds of each."""

    def in_calc(work: Callable[[xlwings.Book], object]) -> float:
        path.write_bytes(content)
        book = opened(app, path, saved=True)
        begun = time.perf_counter()
        work(book)
        taken = time.perf_counter() - begun
        refuse_empty(book)
        book.close()
        return taken

    def on_file(work: Callable[[], object]) -> float:
        path.write_bytes(content)
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    def document(book: xlwings.Book) -> dict[str, Any]:
        return {"calc": {"office": address, "document": book.impl.model.RuntimeUID}}

    line = [sys.executable, "-m", "rectify_xl", "check", str(path), "--write"]
    return {
        LINE: on_file(lambda: seconds(line)),
        COLD: in_calc(lambda _book: seconds(CLICK)),
        "warm click in Calc": in_calc(lambda book: press(state, document(book))),
        "warm click on a file": on_file(lambda: press(state, {"file": str(path)})),
    }


def main() -> None:
    """Print both tables."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    with Headless() as office, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {ADDRESS_VARIABLE: office.address, "HOME": name}
        app = engine.app(office.context)
        content = used(app, folder)
        print("                          median      / xlwings, the same cells / xlwings, one sheet")
        compare_processes(app, content, folder)
        print("\n                          median      / command line / cold click")
        compare_ways(app, office.address, content, folder)


if __name__ == "__main__":
    main()
