"""The exchange of one click with its door: a wish of the program at a time, each answered before the next."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.errors import BookError

DIALOG_OPERATIONS = frozenset({"alert", "input", "pick", "folder", "target"})
"""Wishes that a person answers, who may be at lunch."""
HAND_SECONDS = 60.0
"""A door that has not fulfilled any other wish this long has died."""
DIALOG_SECONDS = 3_600.0
"""So long a question may stand open; the ledger is free before when somebody else stops the command."""
HOLD_SECONDS = 15.0
"""So long the program keeps a door waiting for the next wish before it lets it ask again."""
TICK_SECONDS = 0.2
WAIT, DONE = "wait", "done"
ACCEPTED = "accepted"
"""What a door is answered that does not wait for the end of its click."""


class DoorLostError(BookError):
    """The door of a click does not answer any more."""

    def __init__(self) -> None:
        super().__init__("表格程序那一头没有回应，这次点击已经停止", "请核对台账，再点一次按钮")


class ExcelWindow(NamedTuple):
    """Where the button of Excel is: the handle of the window, and what Excel calls the workbook in it."""

    handle: int
    workbook: str


class CalcDocument(NamedTuple):
    """Where the menu of Calc is: the address at which that office listens, and its identifier of the document."""

    address: str
    uid: str


class Click(NamedTuple):
    """What a door asks for; `book` are its facts on the workbook in front, None where there is none.

    `file` is a saved ledger to work on instead; `application` is where the service shall work by itself; `in_page` says
    that the button is in the page of the browser, which has one to stop as well.
    """

    command: str
    variant: str
    book: Mapping[str, Any] | None
    as_of: date | None
    file: str = ""
    application: ExcelWindow | CalcDocument | None = None
    in_page: bool = False

    @property
    def waited_for(self) -> bool:
        """Whether a door waits for its end; a macro of Excel does not, since Excel takes no orders until it ended."""
        return not isinstance(self.application, ExcelWindow)


class Wish(NamedTuple):
    """What the door shall do: `number` tells the wishes of a click apart, `arguments` are JSON."""

    number: int
    operation: str
    arguments: Mapping[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """The wish as it travels."""
        return {**self.arguments, "number": self.number, "op": self.operation}


class Reply(NamedTuple):
    """What came of a wish; `error` is what the spreadsheet said where it refused."""

    value: Any = None
    error: str = ""


class HandError(Exception):
    """The spreadsheet refused a wish."""


class ClickExchange:
    """The talk between a click, which runs in a thread of its own, and the requests of its door.

    `stopped` tells whether another click wants the command to end, `stop` closes what the command has open elsewhere.
    Where no door waits for its end (`waited_for`), the click is never lost.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, waited_for: bool = True) -> None:
        self._clock = clock
        self._waited_for = waited_for
        self._changed = threading.Condition()
        self._wish: Wish | None = None
        self._reply: Reply | None = None
        self._number = 0
        self._contact = clock()
        self._cancelled = False
        self._untold: list[str] = []
        self._over_since = math.inf
        self.stopped: Callable[[], bool] = lambda: False
        self.stop: Callable[[], None] = lambda: None

    def wish(self, operation: str, **arguments: Any) -> Any:
        """Let the door do something and return what it answers.

        Raises `HandError` where the spreadsheet refuses, `DoorLostError` when nobody answers, `StoppedError` when the
        user wants the click to end.
        """
        patience = DIALOG_SECONDS if operation in DIALOG_OPERATIONS else HAND_SECONDS
        with self._changed:
            self._number += 1
            self._wish, self._reply = Wish(self._number, operation, arguments), None
            self._changed.notify_all()
            deadline = self._clock() + patience
            while self._reply is None:
                self._refuse_end(deadline, operation, arguments)
                self._changed.wait(TICK_SECONDS)
            reply = self._reply
        if reply.error:
            raise HandError(reply.error)
        return reply.value

    @property
    def lost(self) -> bool:
        """Whether the door asks for nothing any more: it has died."""
        if not self._waited_for:
            return False
        with self._changed:
            asking = self._wish is not None and self._wish.operation in DIALOG_OPERATIONS
            return self._clock() - self._contact > (DIALOG_SECONDS if asking else HAND_SECONDS)

    @property
    def cancelled(self) -> bool:
        """Whether the click shall end at its next step."""
        with self._changed:
            return self._cancelled

    @property
    def over(self) -> bool:
        """Whether the click has come to its end, whether its door has heard of it or not."""
        with self._changed:
            return self._wish is not None and self._wish.operation == DONE

    def over_for(self, seconds: float) -> bool:
        """Tell whether the click has been over so long."""
        with self._changed:
            return self._clock() - self._over_since > seconds

    def finish(self, trouble: str = "") -> None:
        """Say that the click is over; `trouble` is told with what an end kept from being told in a dialog."""
        with self._changed:
            self._over_since = self._clock()
            self._number += 1
            text = "\n\n".join((*self._untold, *([trouble] if trouble else ())))
            self._wish, self._reply = Wish(self._number, DONE, {"trouble": text}), None
            self._changed.notify_all()

    def cancel(self) -> None:
        """End the click at its next step."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()
        self.stop()

    def answer(self, number: int, reply: Reply) -> None:
        """Take the answer to the wish of this number; what comes twice, or too late, is not taken."""
        with self._changed:
            self._contact = self._clock()
            if self._wish is not None and self._wish.number == number and self._reply is None:
                self._reply = reply
                self._wish = None
                self._changed.notify_all()

    def next_wish(self, seconds: float = HOLD_SECONDS) -> Wish:
        """Return the next wish, or one to wait where none came within `seconds`."""
        with self._changed:
            self._contact = self._clock()
            self._changed.wait_for(lambda: self._wish is not None, seconds)
            self._contact = self._clock()
            return self._wish or Wish(0, WAIT, {})

    def _refuse_end(self, deadline: float, operation: str, arguments: Mapping[str, Any]) -> None:
        """Raise what ends a wish that nobody has answered yet; writing is never broken off in the middle.

        A message that is kept from the user so is told at the end; the question below it has had its answer.
        """
        if operation in DIALOG_OPERATIONS and (self._cancelled or self.stopped()):
            self._wish = None
            if operation == "alert":
                text = str(arguments.get("text", ""))
                message = text if arguments.get("buttons") == "ok" else text.rpartition("\n\n")[0]
                self._untold += [message] if message else []
            raise StoppedError
        if self._clock() > deadline:
            self._wish = None
            raise DoorLostError
