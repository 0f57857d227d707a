"""What goes into a use case and what comes out of it; the same for every door."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from rectify_xl.books.base import Book
from rectify_xl.errors import UsageError

FINE = 0
FOUND = 1
FAILED = 2


Value = str | bool | tuple[str, ...]
"""What an option holds: a word, whether a switch was given, or the words of an option that takes several."""


def _silent(_message: str) -> None:
    """Say nothing."""


class Request(NamedTuple):
    """One call of a command.

    `book` is the ledger in its host (None for commands without one), `source` the path given on the command line,
    `options` the options by name, `items` further arguments (for a command that takes them); `say` shows progress to
    the user. `by` is who runs the command and `moment` when, as 变更记录 tells it.
    """

    as_of: date
    book: Book | None = None
    source: str = ""
    options: Mapping[str, Value] = {}
    say: Callable[[str], None] = _silent
    items: tuple[str, ...] = ()
    by: str = ""
    moment: datetime | None = None

    @property
    def now(self) -> datetime:
        """The moment of the call; where the door gave none, the beginning of the day `as_of`."""
        return self.moment or datetime.combine(self.as_of, time())

    def text(self, option: str) -> str:
        """Return the value of an option, empty when not given."""
        value = self.options.get(option, "")
        return value if isinstance(value, str) else ""

    def many(self, option: str) -> tuple[str, ...]:
        """Return the values of an option that takes several."""
        value = self.options.get(option, ())
        return value if isinstance(value, tuple) else ()

    def day(self, option: str) -> date | None:
        """Return the date that an option gives, None when not given; raises `UsageError` when it is none."""
        text = self.text(option)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UsageError(f"日期应写成 2026-09-30 的样子，不能是“{text}”", f"请改正日期（--{option}）") from None

    def on(self, option: str) -> bool:
        """Tell whether a switch was given."""
        return self.options.get(option) is True

    @property
    def ledger(self) -> Book:
        """The ledger that the command works on."""
        if self.book is None:
            raise AssertionError("the door gave no ledger to a command that needs one")
        return self.book


class Sheet(NamedTuple):
    """A small table for the terminal or a dialog."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Outcome(NamedTuple):
    """What a command has to say: `data` for machines (JSON), `summary` and `sheets` for people."""

    data: Mapping[str, object]
    summary: tuple[str, ...]
    sheets: tuple[Sheet, ...] = ()
    status: int = FINE
