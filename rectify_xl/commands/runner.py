"""Run a command for any door, let the ledger remember what was changed, and tell damaged documents from own faults."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rectify_xl.commands.command import Command
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.errors import BookError, RectifyError, UsageError
from rectify_xl.ledger.reading import guard
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.system import written_files
from rectify_xl.workbook.port import Book

if TYPE_CHECKING:
    from rectify_xl.ledger.changes.undo_record import UndoRecord

_USER_VARIABLES = ("USERNAME", "LOGNAME", "USER")
_WRITING_OPTIONS = ("write", "record", "waive", "take", "on_difference", "returned")
_RESULT_OPTIONS = ("output", "dashboard", "map_out")
"""Options that name what is made."""
UNSIGNED = "未署名"
_AHEAD = 31
"""By more days than this nobody looks ahead on purpose."""
_SEEN_IN = ("zipfile", "lxml", "xml", "pyexpat", "docx", "docxtpl", "openpyxl", "python_calamine", "zlib")
"""Libraries that read documents: what they raise for a document that came from elsewhere is its damage."""
_REMEDY = "请用 Office 或 WPS 打开后另存为新文件，或改用最近的备份"


def user() -> str:
    """Return the name under which the user is logged in at this computer."""
    return next((name for variable in _USER_VARIABLES if (name := os.environ.get(variable))), UNSIGNED)


def load(command: Command) -> None:
    """Load what `command` needs, which `invoke` does otherwise."""
    import_module(command.module)
    import_module("rectify_xl.ledger.memory.change_tracking")


def invoke(command: Command, request: Request) -> Outcome:
    """Run `command`; what it writes into a ledger goes there together with what keeps the ledger's memory."""
    use_case = import_module(command.module)
    _refuse_overlap(request)
    try:
        return _invoked(use_case, command, request)
    except (RectifyError, BrokenPipeError):
        raise
    except Exception as error:
        damage = explain_damage(request, error)
        if damage is None:
            raise
        raise damage from error


def _refuse_overlap(request: Request) -> None:
    """Raise `UsageError` where a result would take the place of a file that this very call reads."""
    values = {
        name: value if isinstance(value, tuple) else (value,)
        for name, value in request.options.items()
        if not isinstance(value, bool)
    }
    results = [Path(text) for name in _RESULT_OPTIONS for text in values.get(name, ()) if text]
    read = [request.source, *request.items]
    read += [text for name, texts in values.items() if name not in _RESULT_OPTIONS for text in texts]
    for result in results:
        if any(_is_same_file(result, text) for text in read if text):
            raise UsageError(f"“{result.name}”是这次要读的文件，结果不能盖在上面", "请换一个文件名")


def _is_same_file(result: Path, text: str) -> bool:
    try:
        return result.is_file() and result.samefile(text)
    except (OSError, ValueError):  # no file, or a text that is no path at all
        return False


def _invoked(use_case: ModuleType, command: Command, request: Request) -> Outcome:
    outcome = _without_or_with_book(use_case, command, request)
    note = _far_ahead(request)
    return outcome._replace(summary=(*outcome.summary, note)) if note else outcome


def _far_ahead(request: Request) -> str:
    """Return a sentence on a day that is so far ahead that it may be a slip of the pen, empty for any other."""
    today = request.now.date()
    ahead = (request.as_of - today).days
    if ahead <= _AHEAD:
        return ""
    from rectify_xl.dates import chinese

    return (
        f"请注意：是按{chinese(request.as_of)}算的，比今天（{chinese(today)}）晚{ahead}天，"
        "逾期、临期都按那一天；写错了的，请改正日期后重做。"
    )


def _without_or_with_book(use_case: ModuleType, command: Command, request: Request) -> Outcome:
    if request.book is None:
        outcome: Outcome = use_case.run(request)
        return outcome
    hold = getattr(request.book, "held", None)  # a workbook that is open in an application is held by that
    if hold is None or not _writes(command, request.options):
        return _remembering(use_case, request.book, command, request)
    with hold(request.by):
        return _remembering(use_case, request.book, command, request)


def _remembering(use_case: ModuleType, ledger: Book, command: Command, request: Request) -> Outcome:
    book = RecordingBook(ledger, command, request)
    outcome: Outcome = use_case.run(request._replace(book=book))
    return outcome._replace(summary=(*outcome.summary, *book.notes), written=book.sheets)


def _writes(command: Command, options: Mapping[str, Value]) -> bool:
    """Tell whether a command with these options may change the ledger; only then nobody else may meanwhile."""
    if not command.changes or options.get("list"):
        return False
    asked = [option.name for option in command.options if option.name in _WRITING_OPTIONS]
    return not asked or any(options.get(name) for name in asked)


def refuse(command: Command, options: Mapping[str, Value], book: RawBook) -> None:
    """Raise `BookError` when `command` with these `options` cannot see what it uses of a ledger."""
    guard.refuse(book, [need for need in command.needs if not need.option or options.get(need.option)], command.label)


class RecordingBook:
    """A ledger that shows itself only when the command can see what it uses of it.

    With each write it records what was changed since the last one.
    """

    def __init__(self, book: Book, command: Command, request: Request) -> None:
        self._book = book
        self._command = command
        self._request = request
        self._seen: RawBook | None = None
        self._step: UndoRecord | None = None
        self._notes: dict[str, None] = {}
        self._sheets: dict[str, None] = {}

    @property
    def name(self) -> str:
        """File name as the user knows it."""
        return self._book.name

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies."""
        return self._book.folder

    @property
    def notes(self) -> tuple[str, ...]:
        """What memory and host have to say of all that was written, each sentence once."""
        return tuple(self._notes)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that the command changed, beside those that keep the memory."""
        return tuple(self._sheets)

    def read(self) -> RawBook:
        """Return all sheets of the ledger; raises `BookError` when the command cannot see what it uses."""
        seen = self._book.read()
        refuse(self._command, self._request.options, seen)
        if _writes(self._command, self._request.options):
            guard.refuse_newer(seen)
        self._seen = seen
        return seen

    def write(self, changes: Changes) -> None:
        """Write `changes` and what keeps the memory, all or nothing."""
        if not changes:
            return
        from rectify_xl.ledger.changes import table_region

        remembered = self._remembered(table_region.grown(self._seen or self.read(), changes))
        with self._noticed(changes):
            self._book.write(remembered)

    def last_step(self) -> UndoRecord | None:
        """Return the last step without what it told the memory: taking a step back is remembered, not forgotten.

        What the command itself kept there (what was sent to whom) is part of the step.
        """
        from rectify_xl.ledger.changes import revert
        from rectify_xl.ledger.memory import change_tracking

        self._step = self._book.last_step()
        seen = self._seen or self.read()
        if self._step and revert.foreign(self._step, seen):
            raise BookError(
                f"台账里没有{self._step.at}的“{self._step.command}”留下的登记，没有撤销：台账可能被别的版本盖掉过，"
                "照这一步的记录撤销会清掉别人填的内容",
                f"请与“rectify_xl_备份”文件夹中的副本“{self._step.key}”核对，再手工改正",
            )
        return self._step and change_tracking.own_part(self._step, seen)

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Take a step back, and remember that."""
        remembered = self._remembered(changes) if changes else ()
        with self._noticed(changes):
            self._book.take_back(self._step or step, remembered)

    @contextmanager
    def _noticed(self, changes: Changes) -> Iterator[None]:
        """Keep what a write says of itself, and its sheets; the host writes nothing where all is so already."""
        before = written_files.count()
        yield
        if written_files.count() > before:
            self._sheets.update(dict.fromkeys(block.sheet for block in changes))
        self._seen = None
        self._notes.update(dict.fromkeys(self._book.notes))

    def _remembered(self, changes: Changes) -> Changes:
        from rectify_xl.ledger.memory import change_tracking

        stamp = change_tracking.Stamp(self._request.now, self._request.by or UNSIGNED, self._command.label)
        remembered = change_tracking.remember(self._seen or self.read(), changes, stamp)
        self._notes.update(dict.fromkeys(remembered.notes))
        return remembered.changes


def explain_damage(request: Request, error: Exception) -> RectifyError | None:
    """Return what is damaged in a document that the command used, None where the fault is the program's own.

    The document itself is asked: only where it really is damaged does the sentence say so. What the disk or the memory
    refuses is no damage of a document, in whichever library it shows.
    """
    from pathlib import Path

    from rectify_xl.workbook import soundness

    if isinstance(error, (OSError, MemoryError)):
        return None
    for path in map(Path, _documents(request)):
        where = soundness.damage(path)
        if where:
            return BookError(f"“{path.name}”已损坏（{where}）", _REMEDY)
    if _raised_by_reader(error):
        return BookError("文件里有读不懂的内容，多半已损坏", _REMEDY)
    return None


def _documents(request: Request) -> Iterator[str]:
    names = [getattr(request.book, "path", ""), request.source, *request.items, request.options.get("template")]
    for name in names:
        if isinstance(name, str) and name and "\0" not in name and os.path.isfile(name):  # noqa: PTH113 - pathlib costs a cold `check` too much
            yield name


def _raised_by_reader(error: Exception) -> bool:
    """Tell whether a library that reads documents raised an error, rather than the program itself."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = str(trace.tb_frame.f_globals.get("__name__", "")) if trace else ""
    return module.partition(".")[0] in _SEEN_IN or type(error).__module__.partition(".")[0] in _SEEN_IN
