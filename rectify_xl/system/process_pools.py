"""A pool of processes that ends when it is broken, on every Python that the program runs with.

Before Python 3.11.6 a pool one of whose processes dies may hang for ever: the thread that hands work over goes on
writing into a pipe that nobody reads any more (gh-94777), and a process that is being started at that moment is never
ended (gh-109047). Debian 12 has 3.11.2.
"""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

MENDED_SINCE = (3, 11, 6)
"""Python from which on a broken pool ends by itself."""
_PAUSE = 0.05
"""Seconds after which is asked again whether a pool that shuts down has ended, or has broken."""
_AT_ONCE = 1 << 16
"""Bytes read from a pipe at once: as much as it holds."""


def process_pool(
    number: int, begin: Callable[[Callable[[], None]], None], prepare: Callable[[], None]
) -> ProcessPoolExecutor:
    """Return `number` processes of this machine, each of which does `begin(prepare)` first."""
    kind = ProcessPoolExecutor if sys.version_info >= MENDED_SINCE or sys.platform == "win32" else EndingPool
    return kind(number, mp_context=get_context("spawn"), initializer=begin, initargs=(prepare,))


class EndingPool(ProcessPoolExecutor):
    """A pool that starts all its processes before it hands any work over, and that reads away what nobody will do.

    It reads through a descriptor of its own: the pool closes the other one, and a second hand must not meet it there.
    """

    def __init__(self, number: int, **arguments: Any) -> None:
        super().__init__(number, **arguments)
        self._safe_to_dynamically_spawn_children = False
        self._handed_over = os.dup(vars(self)["_call_queue"]._reader.fileno())  # noqa: SLF001

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the pool; without `wait` a broken one may stay behind."""
        manager: threading.Thread | None = vars(self)["_executor_manager_thread"]
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        while wait and manager is not None and manager.is_alive():
            if not (self._broken and _read_away(self._handed_over)):
                manager.join(_PAUSE)
        if self._handed_over >= 0:
            os.close(self._handed_over)
            self._handed_over = -1


def _read_away(descriptor: int) -> bool:
    """Read what waits in a pipe; tell whether there was anything."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(0) and os.read(descriptor, _AT_ONCE))
