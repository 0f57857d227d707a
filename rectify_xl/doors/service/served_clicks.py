"""One click, run in the service: behind its door, on a saved ledger, or by itself in Excel over COM, in Calc over UNO.

The macro of Excel only says where the button is and ends: Excel takes no orders from outside while a macro runs. What
there is to tell or ask, the service then shows as every click does: messages of its own before the window of Excel, and
Excel's or Calc's own dialogs for what is typed or picked.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from rectify_xl.doors.addin.buttons import TITLE
from rectify_xl.doors.ribbon import clicks, run_lock
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.doors.service.exchange import CalcDocument, Click, ClickExchange, ExcelWindow
from rectify_xl.doors.service.remote_book import RemoteApp
from rectify_xl.errors import BookError, RectifyError
from rectify_xl.workbook.calc import bridge
from rectify_xl.workbook.live import active_book, excel_window
from rectify_xl.workbook.live.active_book import ActiveBook, ExcelApp, ExcelBook, HostName, Stopping

_WARNING = 0x30 | 0x10000
"""Windows: MB_ICONWARNING, MB_SETFOREGROUND."""

PAGE_HINT = "点“停止”可以停止"


def possible(application: ExcelWindow | CalcDocument) -> bool:
    """Tell whether this program can work in such an application; where it cannot, the door goes another way."""
    if isinstance(application, ExcelWindow):
        return excel_window.reachable()
    try:
        bridge.load()
    except BookError:
        return False
    return True


def run(exchange: ClickExchange, click: Click) -> None:
    """Run a click to its end; raises `RectifyError` for the door to tell where the application cannot be reached."""
    if isinstance(click.application, ExcelWindow):
        with excel_window.in_this_thread():
            _in_excel(exchange, click, click.application)
    elif isinstance(click.application, CalcDocument):
        _in_calc(exchange, click, click.application)
    else:
        _behind_the_door(exchange, click)


def _behind_the_door(exchange: ClickExchange, click: Click) -> None:
    """Run it on the workbook that the door describes, or on a saved one; what goes wrong is told through the door."""
    app = RemoteApp(exchange, click.book, in_page=click.in_page)
    file = Path(click.file) if click.file else None
    place = ActiveBook(cast("ExcelApp", app), cast("ExcelBook | None", app.book), file)
    ledger = app.book.fullname if app.book is not None else click.file
    if ledger:
        exchange.stopped = run_lock.stopper(ledger)
    with suppress(StoppedError):  # the exchange keeps what the click had to say of it
        _press(exchange, click, place, "excel")


def _in_excel(exchange: ClickExchange, click: Click, window: ExcelWindow) -> None:
    """Run it in Excel; nobody waits to hear of trouble, so that is told here as well.

    When it shall end, so do its messages: an update could replace nothing as long as one is open.
    """
    thread = threading.get_native_id()
    exchange.stop = partial(excel_window.close_messages, thread)
    try:
        place = excel_window.find(window.handle, window.workbook)
        _press(exchange, click, place, "excel")
    except RectifyError as error:
        warn(str(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback in a user's face
        warn(clicks.recorded(error))


def _in_calc(exchange: ClickExchange, click: Click, document: CalcDocument) -> None:
    from rectify_xl.workbook.calc import engine, prefetched_copy

    place = active_book.in_calc(prefetched_copy.connected_to(document.address, document.uid))
    try:
        _press(exchange, click, place, "calc")
    finally:
        engine.leave(place.app)


def _press(exchange: ClickExchange, click: Click, place: ActiveBook, host: HostName) -> None:
    place = place._replace(stopping=Stopping(lambda: exchange.cancelled, PAGE_HINT if click.in_page else ""))
    today = click.as_of or date.today()  # noqa: DTZ011 - the user's own day
    clicks.press(click.command, click.variant, place, Dialogs(place.app, host, roomy=click.in_page), today)


def warn(text: str) -> None:
    """Show a message although there is no application to show it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, TITLE, _WARNING)
