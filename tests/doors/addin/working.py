"""Run by LibreOffice's Python in a test: click in a ledger before the service runs and after, and tell what came of it.

`working.py ADDRESS LEDGER URL SHEET`; the home folder is where the service says how it is reached.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from clicking import connect  # type: ignore[import-not-found]  # lies beside it where it is run
from com.sun.star.beans import PropertyValue

SECONDS = 50


def wait(done: Any) -> None:
    """Wait until `done` returns something true."""
    deadline = time.monotonic() + SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit("nothing came of it")
        time.sleep(0.1)


def serving() -> bool:
    """Tell whether the service answers."""
    try:
        state = json.loads((Path.home() / ".rectify_xl" / "service.json").read_text(encoding="utf-8"))
        connection = http.client.HTTPConnection("127.0.0.1", state["port"], timeout=SECONDS)
        connection.request("GET", "/health", headers={"X-Token": state["token"]})
        return connection.getresponse().status == 200
    except (OSError, ValueError):
        return False


def rows(document: Any, sheet: str) -> list[list[Any]]:
    """Return what stands on a sheet."""
    cells = document.Sheets.getByName(sheet)
    cursor = cells.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return [list(row) for row in cells.getCellRangeByPosition(0, 0, 9, max(1, cursor.RangeAddress.EndRow)).DataArray]


def main(address: str, ledger: str, url: str, sheet: str) -> None:
    """Click twice, each time until the sheet is filled."""
    context = connect(address)
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(ledger), "_blank", 0, (hidden,))
    dispatcher = create("com.sun.star.frame.DispatchHelper", context)
    records = []
    for _ in range(2):
        dispatcher.executeDispatch(document.CurrentController.Frame, url, "_self", 0, ())
        wait(lambda: rows(document, sheet)[1][1])
        records.append(rows(document, sheet))
        wait(serving)
        document.Sheets.getByName(sheet).getCellRangeByPosition(0, 1, 9, 99).clearContents(1 | 2 | 4 | 16)
    sys.stdout.write(json.dumps(records))
    document.close(True)
    desktop.terminate()


main(*sys.argv[1:])
