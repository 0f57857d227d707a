"""One click from end to end: find the ledger, run the use case, tell the user; whatever goes wrong is told as well."""

from __future__ import annotations

import re
import sys
import traceback
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from rectify_xl.commands import paper_options, runner
from rectify_xl.commands.command import Asks, Command, Variant
from rectify_xl.commands.outcome import Outcome, Pending, Request, Value
from rectify_xl.commands.runner import invoke, user
from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import (
    click_files,
    last_answers,
    prompts,
    release_prompts,
    reopen_workbook,
    run_lock,
    selection,
    wording,
)
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.doors.ribbon.progress import Progress, StoppedError, Watched
from rectify_xl.doors.ribbon.prompt_kinds import PROBLEMS, PromptContext
from rectify_xl.doors.ribbon.prompts import Answered
from rectify_xl.errors import BookError, RectifyError, UsageError
from rectify_xl.ledger.reading import reader
from rectify_xl.system import written_files
from rectify_xl.text.excerpts import as_clicked
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.live import active_book
from rectify_xl.workbook.live.active_book import ActiveBook, ExcelApp, ExcelBook, HostName
from rectify_xl.workbook.live.live_host import LiveBook
from rectify_xl.workbook.port import Book
from rectify_xl.workbook.reading import read_workbook

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.prefetched_copy import Ahead

SHOWN = 0
NOT_SHOWN = 2
LOG = Path.home() / ".rectify_xl" / "出错记录.txt"


class ClickedLedger(Book, Protocol):
    """What a click needs of a ledger beyond the port."""

    @property
    def on_screen(self) -> bool:
        """Whether the user sees it, so that a cell can be shown."""

    @property
    def full_name(self) -> str:
        """Where it lies, as whoever has it open says."""

    def go_to(self, address: str) -> None:
        """Show and select a cell such as 问题台账!H12."""


class SavedLedger(FileBook):
    """A ledger in a file that no application has open: there is no screen on which a cell could be shown."""

    on_screen = False

    @property
    def full_name(self) -> str:
        """Where the file lies."""
        return str(self.path)

    def go_to(self, address: str) -> None:
        """Do nothing."""


def click(command_id: str, variant: str, host: HostName, ahead: Ahead | None = None) -> int:
    """Run a click; return 0 when the user was told, 2 when not even a dialog could be shown.

    `ahead` is what Calc was already asked for; it answers nothing else until that is done.
    """
    try:
        if ahead is not None:
            _load(command_id)
        place = active_book.find(host, ahead)
        press(command_id, variant, place, Dialogs(place.app, host), date.today())  # noqa: DTZ011 - the user's own day
    except RectifyError as error:
        print(f"错误：{error}", file=sys.stderr)  # noqa: T201 - the menu shows what stands here
        return NOT_SHOWN
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback in a user's face
        print(f"错误：{recorded(error)}", file=sys.stderr)  # noqa: T201 - as above
        return NOT_SHOWN
    return SHOWN


def _load(command_id: str) -> None:
    """Load now what the command needs later."""
    command = find(command_id)
    if command is not None:
        active_book.light_xlwings()
        runner.load(command)
        read_workbook.load()


def press(command_id: str, variant: str, place: ActiveBook, dialogs: Dialogs, as_of: date) -> Outcome | None:
    """Run a command where the button was clicked and show what came out; return it, or None when it came to nothing."""
    command = find(command_id)
    if command is None:
        raise UsageError(f"没有“{command_id}”这个命令", "加载项与程序的版本可能不一致，请重新安装加载项")
    dialogs.title = f"巡察整改 · {command.label}"
    written_files.forget()
    try:
        return _press(command, variant, place, dialogs, as_of)
    except StoppedError as stop:
        dialogs.tell(written_files.stopped(str(stop)))
    except RectifyError as error:
        dialogs.warn(as_clicked(written_files.amended(str(error))))
    except Exception as error:  # noqa: BLE001 - as above
        dialogs.warn(recorded(error))
    return None


def _press(command: Command, variant: str, place: ActiveBook, dialogs: Dialogs, as_of: date) -> Outcome | None:
    chosen = _chosen(command, variant)
    dialogs.equivalent = prompts.equivalent(command, chosen)
    if chosen.asks != Asks() and chosen.label != command.label:
        dialogs.title = f"{dialogs.title} · {chosen.label}"
    book = _ledger(command, chosen, place)
    ledger = book.full_name if book else ""
    if _busy(ledger, command.label, dialogs):
        return None
    with run_lock.mark(ledger, command.label):
        if command.on_file and (place.book is not None or place.file is not None):
            return _on_file(command, place, dialogs, as_of)
        answered: Answered | None = Answered()
        if book and _asks(chosen.asks, place.book):
            context = _context(command, chosen, place.book, book, as_of)
            answered = prompts.ask(command, chosen, context, dialogs)
        if answered is None:
            return None
        with _progress(place, ledger) as progress, click_files.scratch() as scratch:
            options: dict[str, Value] = {**_options(command, chosen), **answered.options}
            request = Request(
                answered.as_of or as_of,
                Watched(book, progress) if book else None,
                options=options,
                items=answered.items,
                say=progress.say,
                by=str(options.get("by") or user()),
                moment=datetime.now(),  # noqa: DTZ005 - the user's own clock is meant
            )
            folder = Path(book.folder) if book else Path.home()
            prepared = click_files.prepare(command, request, folder, dialogs, front=place.book, scratch=scratch)
            if prepared is None:
                return None
            if book and "template" in options:
                click_files.ask_about_templates(folder, dialogs)
            outcome = invoke(command, prepared)
        further = _further(chosen, outcome, dialogs, prepared, on_screen=bool(book and book.on_screen))
        if further == prepared:
            _go_first(outcome, book)
            return outcome
        if further is not None:
            outcome = _once_more(command, further, place, book)
    _show(outcome, place.app, book, dialogs)
    return outcome


def _asks(asks: Asks, workbook: ExcelBook | None) -> bool:
    """Tell whether something has to be asked, or looked up in the selected rows."""
    if asks in (Asks(), Asks(selected=True)):  # the application is asked only where the answer decides
        return asks != Asks() and workbook is not None and selection.on_problems(workbook)
    return True


def _progress(place: ActiveBook, ledger: str) -> Progress:
    """Return the progress of a click on a ledger, which another click or the door of this one may stop."""
    by_another = run_lock.stopper(ledger)
    return Progress(place.app, lambda: place.stopping.asked() or by_another(), place.stopping.hint)


def _busy(ledger: str, label: str, dialogs: Dialogs) -> bool:
    """Tell whether a click has to leave the ledger to another one, and stop that one where the user wants it.

    The other may have nobody left to tell, as where its page was closed: what became of it is told here.
    """
    other = run_lock.other(ledger) if ledger else ""
    if not other:
        return False
    if not dialogs.ask(f"“{other}”还在处理这本台账。要停止它吗？"):
        return True
    run_lock.stop(ledger)
    if dialogs.host == "calc":  # one message at a time: the other tells its end itself
        return True
    if not run_lock.ended(ledger):
        dialogs.tell(f"“{other}”还没有停下来：正在写入的，要先写完。请过一会儿再点一次按钮。")
        return True
    return not dialogs.ask(f"“{other}”已经停止。现在接着办“{label}”吗？")


def _once_more(command: Command, request: Request, place: ActiveBook, book: ClickedLedger | None) -> Outcome:
    """Run a command a second time, with its own progress."""
    with _progress(place, book.full_name if book else "") as progress:
        return invoke(command, request._replace(book=Watched(book, progress) if book else None, say=progress.say))


def _further(
    chosen: Variant, outcome: Outcome, dialogs: Dialogs, request: Request, *, on_screen: bool
) -> Request | None:
    """Ask what shall be done after a first run; return None where nothing is asked, `request` itself for nothing."""
    if chosen.then and Pending("write") in outcome.pending:
        options = _second_run(chosen, outcome, dialogs)
        return request._replace(options={**request.options, **options}) if options else request
    if Pending("submit") in outcome.pending:
        why = release_prompts.ask_why(outcome, dialogs, on_screen=on_screen)
        return request._replace(options={**request.options, "with_errors": why}) if why else request
    if outcome.releasable:
        release = release_prompts.ask(outcome, dialogs, request.by, on_screen=on_screen)
        if release is None:
            return request
        return request._replace(options={**request.options, "waive": release.waivers}, by=release.by)
    return None


def _second_run(chosen: Variant, outcome: Outcome, dialogs: Dialogs) -> dict[str, Value]:
    """Show what a first run would write and ask what shall be done; return the options for it, none for nothing."""
    dialogs.tell(wording.outcome_text(outcome))
    nothing = "不改台账"
    answer = dialogs.choose("怎么办", (nothing, *(words for words, _ in chosen.then)), nothing)
    return dict(next((options for words, options in chosen.then if words == answer), ()))


def _chosen(command: Command, variant: str) -> Variant:
    """Return the menu entry that was clicked."""
    try:
        return prompts.entry(command, variant)
    except KeyError:
        raise UsageError(
            f"“{command.label}”没有“{variant}”这一项", "加载项与程序的版本可能不一致，请重新安装加载项"
        ) from None


def _context(
    command: Command, chosen: Variant, workbook: ExcelBook | None, book: ClickedLedger, as_of: date
) -> PromptContext:
    """Return what the questions of an entry have to know; raises `BookError` when the command cannot run anyway."""
    raw = book.read()
    runner.refuse(command, dict(chosen.options), raw)
    ledger = reader.read_ledger(raw)
    asked = set(PROBLEMS) & {*chosen.asks.needed, *chosen.asks.optional}
    ids = selection.problems(workbook, ledger) if workbook is not None and (asked or chosen.asks.selected) else ()
    return PromptContext(ledger, ids, as_of, user(), book.folder, dict(chosen.options))


def _on_file(command: Command, place: ActiveBook, dialogs: Dialogs, as_of: date) -> Outcome | None:
    """Run a command that works on the file: look first, and close the workbook only where there is something to do."""
    path = place.file or reopen_workbook.ledger_file(cast("ExcelBook", place.book), dialogs.equivalent)
    request = Request(as_of, source=str(path), by=user(), moment=datetime.now())  # noqa: DTZ005 - the user's own clock
    outcome = invoke(command, request)
    text = wording.outcome_text(outcome)
    if Pending("write") not in outcome.pending:
        dialogs.tell(text)
        return outcome
    meanwhile = "" if place.book is None else "补回时，程序先关闭这本台账，改好再打开。"
    if not dialogs.ask(f"{text}\n\n{meanwhile}现在补回吗？"):
        return None
    with nullcontext() if place.book is None else reopen_workbook.closed(place.book, path):
        outcome = invoke(command, request._replace(options={"write": True}))
    dialogs.tell(wording.outcome_text(outcome))
    return outcome


def _ledger(command: Command, chosen: Variant, place: ActiveBook) -> ClickedLedger | None:
    """Return the ledger in front for a command that needs one, or that can do with a file instead."""
    into = bool(command.ledger_option) and dict(chosen.options).get(command.ledger_option) is True
    works_on_one = into or command.target in ("ledger", "either")
    nothing = place.book is None and place.file is None
    if not works_on_one or (command.target == "either" and nothing):
        return None
    if place.file is not None:
        return SavedLedger(place.file, label=command.label)
    if place.book is None:
        raise BookError("没有打开的台账", "请先打开台账，让它的窗口在最前面，再点按钮")
    return LiveBook(place.book, label=command.label)


def _options(command: Command, chosen: Variant) -> dict[str, Value]:
    """Return the options of a click: the defaults, what the menu entry presets, and that results go into the ledger."""
    options: dict[str, Value] = {option.name: option.default for option in command.options}
    options |= dict(chosen.options)
    if "write" in options:
        options["write"] = True
    return options


def _show(outcome: Outcome, app: ExcelApp, book: ClickedLedger | None, dialogs: Dialogs) -> None:
    """Tell what came out, and go where the user wants to go next; what fonts are missing is told once a day."""
    text = _fonts_once_a_day(wording.outcome_text(outcome))
    path = click_files.to_open(outcome)
    if path is not None and path.opening == "at once":
        try:
            app.books.open(path.path)
        except UsageError as error:
            text = f"{text}\n\n{error}"
        dialogs.tell(text)
    elif path is not None:
        if dialogs.ask(f"{text}\n\n现在打开它吗？"):
            click_files.open_file(Path(path.path))
    elif book and book.on_screen and outcome.goes_to:
        book.go_to(outcome.goes_to)
        dialogs.tell(text)
    else:
        place = wording.first_place(outcome) if book and book.on_screen else ""
        if book and place:
            if dialogs.ask(f"{text}\n\n跳到第一处（{place}）吗？"):
                book.go_to(place)
        else:
            dialogs.tell(text)


def _fonts_once_a_day(text: str) -> str:
    """Return a text without what it says of missing fonts, where that was told today already."""
    if not re.search(paper_options.FONTS_MISSING, text):
        return text
    today = datetime.now().date().isoformat()  # noqa: DTZ005 - the user's own clock
    return text if last_answers.first_today("fonts", today) else re.sub(paper_options.FONTS_MISSING, "", text)


def _go_first(outcome: Outcome, book: ClickedLedger | None) -> None:
    """Go to the first cell of what keeps a paper from being made."""
    place = wording.first_place(outcome) if outcome.refused else ""
    if book and place:
        book.go_to(place)


def recorded(error: Exception) -> str:
    """Write down an error of the program and return what to tell the user."""
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        where = f"请把文件“{LOG}”发给维护人员。"
    except OSError:
        where = "请把这段话发给维护人员。"
    return f"{written_files.sentence(f'程序内部出错（{type(error).__name__}：{error}）', '台账保持原样')}{where}"
