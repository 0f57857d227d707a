"""Run work in LibreOffice's main thread.

What another process asks for runs in a thread of the bridge. Windows do not bear that everywhere: on Linux, GTK's
dialog for files aborts the whole office, and opening a second document may leave it hanging for ever. LibreOffice
calls us back from its main thread, and all that we ask for until we return runs there too, since the bridge answers a
nested call in the thread that is waiting for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rectify_xl.workbook.calc import bridge

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.app import CalcApp

Result = TypeVar("Result")
PATIENCE = 1.0
"""Seconds between two looks at whether the office is still there."""


def run(app: CalcApp, work: Callable[[], Result]) -> Result:
    """Return what `work` returns, or raise what it raises; raises UNO's `DisposedException` when the office ends."""
    job = _Job(work)
    app.service("com.sun.star.awt.AsyncCallback").addCallback(job, None)
    while not job.done.wait(PATIENCE):
        app.alive()
    if job.error is not None:
        raise job.error
    return job.results[0]


class _Job(Generic[Result]):
    """What LibreOffice calls back: a UNO object with the interface `com.sun.star.awt.XCallback`."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self.done = threading.Event()
        self.results: list[Result] = []
        self.error: Exception | None = None

    def notify(self, _data: object) -> None:
        """Do the work; what it raises is for the thread that waits, not for LibreOffice."""
        try:
            self.results.append(self._work())
        except Exception as error:  # noqa: BLE001 - as above
            self.error = error
        finally:
            self.done.set()

    def getTypes(self) -> tuple[Any, ...]:  # noqa: N802 - UNO's name
        """Return the interfaces of this object."""
        names = ("com.sun.star.awt.XCallback", "com.sun.star.lang.XTypeProvider")
        return tuple(bridge.load().getTypeByName(name) for name in names)

    def getImplementationId(self) -> Any:  # noqa: N802 - UNO's name
        """Return no identity, as UNO wants it nowadays."""
        return bridge.load().ByteSequence(b"")
