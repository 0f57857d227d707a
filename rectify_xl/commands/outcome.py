"""What goes into a use case and what comes out of it; the same for every door."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from os import PathLike, fspath
from typing import Literal, NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.workbook.port import Book

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
        from rectify_xl.dates.option_day import option_day

        try:
            return option_day(text)
        except ValueError as error:
            raise UsageError(str(error), f"请改正日期（--{option.replace('_', '-')}）") from None

    def on(self, option: str) -> bool:
        """Tell whether a switch was given."""
        return self.options.get(option) is True

    @property
    def ledger(self) -> Book:
        """The ledger that the command works on."""
        if self.book is None:
            raise AssertionError("the door gave no ledger to a command that needs one")
        return self.book


Tone = Literal["", "error", "warning", "red", "orange", "yellow"]
"""How a row of a table is to strike the eye."""


class OutputTable(NamedTuple):
    """A small table for the terminal or a dialog; `tones` says of each row how it is coloured, of none where empty."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...] = ()


MadeKind = Literal["ledger", "paper", "chart", "table", "trace", "archive", "template", "addin", "folder"]
Opening = Literal["at once", "asked", "never"]


class MadeFile(NamedTuple):
    """A file that a command made, or the folder of several papers.

    `opening` is what a click does with it: a workbook is opened at once, other papers when the user wants it, and what
    is for machines never.
    """

    kind: MadeKind
    path: str
    opening: Opening = "asked"


def made_paper(request: Request, path: str | PathLike[str], opening: Opening = "asked") -> tuple[MadeFile, ...]:
    """Return a paper that was made, and the record of where its words come from, where one was asked for.

    Nothing where `path` is empty.
    """
    if not path:
        return ()
    trace = request.text("trace")
    paper = MadeFile("paper", fspath(path), opening)
    return (paper, MadeFile("trace", trace, "never")) if trace else (paper,)


class Pending(NamedTuple):
    """What is still to be done, about which problems where it is about some.

    `write` puts the result into the ledger, `register` notes that letters went out, `verdict` gives the result of a
    visit, `reopen` registers a relapse, `fill` completes a new row, and `submit` sends errors up with a reason.
    """

    what: Literal["write", "register", "verdict", "reopen", "fill", "submit"]
    ids: tuple[str, ...] = ()


class Hindrance(NamedTuple):
    """Why a command did not do what was asked: of which problem or rule (`subject`), and what removes it."""

    subject: str
    message: str
    fix: str


class Releasable(NamedTuple):
    """What stops a public notice and may be released with a reason: the code, its title, and the cells."""

    code: str
    title: str
    places: tuple[str, ...]


HEADLINES = 3
"""Entries of a list that a dialog spells out."""


class Headlines(NamedTuple):
    """What a dialog spells out of a list: the first entries, how many there are, and where all of them stand.

    `unit` counts them; `kept_in` is empty where they stand nowhere else; `cell` is where the user wants to go first.
    An `aside` stands beside what else is shown.
    """

    lines: tuple[str, ...]
    total: int
    unit: str = "条"
    kept_in: str = ""
    cell: str = ""
    aside: bool = False


class Outcome(NamedTuple):
    """What a command did and has to say.

    `data` is the JSON for machines; `summary`, `tables` and `headlines` are for people. What a door has to know stands
    in the fields: which files were `made`, which sheets of the ledger were changed (`written`; it was copied before,
    as every host does), what is `pending`, what was `refused`,
    and where a click `goes_to` without asking: the address of the cell from which the user works on.
    """

    data: Mapping[str, object]
    summary: tuple[str, ...]
    tables: tuple[OutputTable, ...] = ()
    status: int = FINE
    made: tuple[MadeFile, ...] = ()
    written: tuple[str, ...] = ()
    pending: tuple[Pending, ...] = ()
    refused: tuple[Hindrance, ...] = ()
    headlines: tuple[Headlines, ...] = ()
    releasable: tuple[Releasable, ...] = ()
    goes_to: str = ""
