"""One click of a door, run in the service: the same as a click anywhere, on a workbook behind the door."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from rectify_xl.doors.ribbon import clicks, run_lock
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.doors.service.exchange import Click, ClickExchange
from rectify_xl.doors.service.remote_book import RemoteApp
from rectify_xl.workbook.live.active_book import ActiveBook, ExcelApp, ExcelBook


def run(exchange: ClickExchange, click: Click) -> None:
    """Run a click to its end; whatever goes wrong is told through the door."""
    app = RemoteApp(exchange, click.book)
    file = Path(click.file) if click.file else None
    place = ActiveBook(cast("ExcelApp", app), cast("ExcelBook | None", app.book), file)
    ledger = app.book.name if app.book is not None else file.name if file else ""
    if ledger:
        exchange.stopped = run_lock.stopper(ledger)
        exchange.stop = partial(_stop, ledger)
    with suppress(StoppedError):  # who cancelled a click need not hear that it stopped
        clicks.press(
            click.command,
            click.variant,
            place,
            Dialogs(place.app, "excel"),
            click.as_of or date.today(),  # noqa: DTZ011 - the user's own day
        )


def _stop(ledger: str) -> None:
    """Ask the command that runs on a ledger to end; where none runs, nothing is left behind."""
    if run_lock.other(ledger):
        run_lock.stop(ledger)
