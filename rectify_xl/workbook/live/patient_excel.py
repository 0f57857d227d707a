"""An Excel that is asked again, with pauses, while it is busy: a cell is being edited, a dialog is open, a macro ends.

Excel refuses calls from outside meanwhile. xlwings asks again at once, and only what some kinds of calls came to; while
somebody types, that would burn a processor and give up in the middle of writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

PATIENCE_SECONDS = 60.0
"""So long Excel may be busy before a call is given up."""
PAUSE_SECONDS = 0.05
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})
"""RPC_E_CALL_REJECTED and RPC_E_SERVERCALL_RETRYLATER; VBA_E_IGNORE, which Excel says while a cell is being edited."""
_DETAIL = 5
"""Where in the details of a COM error its number stands."""


class Patience(NamedTuple):
    """How long to wait for a busy Excel; `kinds` are the classes in which xlwings wraps what comes from Excel.

    `put` sets a property of what is wrapped.
    """

    kinds: tuple[type, ...]
    put: Callable[[Any, str, Any], None] = setattr
    seconds: float = PATIENCE_SECONDS
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def wrapped(self, value: Any) -> Any:
        """Return what came from Excel as a patient object; a plain value as it is."""
        return PatientObject(value, self) if isinstance(value, self.kinds) else value

    def call(self, work: Callable[[], Any]) -> Any:
        """Return what `work` returns, tried again while Excel is busy; raises what it raises in the end."""
        deadline = self.clock() + self.seconds
        while True:
            try:
                return self.wrapped(work())
            except Exception as error:  # COM has no exception of its own on other systems
                if not busy(error) or self.clock() > deadline:
                    raise
            self.pause(PAUSE_SECONDS)


class PatientObject:
    """An object of Excel, or one of its methods, as xlwings wraps it."""

    def __init__(self, inner: Any, patience: Patience) -> None:
        object.__setattr__(self, "_inner", inner)
        object.__setattr__(self, "_patience", patience)

    def __getattr__(self, name: str) -> Any:
        return self._patience.call(lambda: getattr(self._inner, name))

    def __setattr__(self, name: str, value: Any) -> None:
        self._patience.call(lambda: self._patience.put(self._inner, name, value))

    def __call__(self, *words: Any, **named: Any) -> Any:
        """Call it."""
        return self._patience.call(lambda: self._inner(*words, **named))

    def __iter__(self) -> Iterator[Any]:
        return (self._patience.wrapped(item) for item in self._patience.call(lambda: list(self._inner)))


def busy(error: Exception) -> bool:
    """Tell whether an error says no more than that Excel is busy just now."""
    details = getattr(error, "excepinfo", None) or ()
    numbers = {getattr(error, "hresult", None), *details[_DETAIL : _DETAIL + 1]}
    return not _BUSY.isdisjoint(numbers) or type(error).__name__ == "ExcelBusyError"
