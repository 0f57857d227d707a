"""Run by LibreOffice's Python in a test: open a document, dispatch the URLs of menu items, close the office."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connect(address: str) -> Any:
    """Return the context of the office, which may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("no office")


def main(address: str, answers: Path, expected: int, urls: list[str]) -> None:
    """Dispatch all URLs and wait for the answers of the processes that they start, and a little for one too many."""
    context = connect(address)
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
    dispatcher = create("com.sun.star.frame.DispatchHelper", context)
    for url in urls:
        dispatcher.executeDispatch(document.CurrentController.Frame, url, "_self", 0, ())
    for _ in range(100):
        if len(list(answers.iterdir())) >= expected:
            break
        time.sleep(0.1)
    time.sleep(1)
    sys.stdout.write(f"document {document.RuntimeUID}\n")
    document.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
