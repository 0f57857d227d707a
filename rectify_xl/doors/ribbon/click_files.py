"""Files that a click reads and makes: where they come from, where they go, and how they are opened."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rectify_xl.commands import paper_options
from rectify_xl.commands.command import Command
from rectify_xl.commands.outcome import MadeFile, Outcome, Request, Value
from rectify_xl.doors.ribbon import import_files
from rectify_xl.doors.ribbon.dialogs import NOTICES, SOURCES, Dialogs
from rectify_xl.errors import UsageError
from rectify_xl.text.file_names import dated
from rectify_xl.workbook.live.active_book import ExcelBook

BLANK = "整改台账.xlsx"
OPINION = "核稿意见"
FOLDER = "DIR"
"""The value of an option that names a folder for several papers."""
ROSTER = "名册"
"""The name of the list of units beside the folder of what they send in."""
ROSTERS = "名册,*.xlsx;*.xls;*.et;*.csv"
_LISTING = "要不要对照名册，列出谁没有报"
_ABOUT_ROSTER = f"选“是”，接着选名册文件；以后把“{ROSTER}.xlsx”放在这个文件夹旁边，就不用再选。"
REFUSES_WITHIN = 1.5
"""Seconds in which a system says that it has no program for a file; longer it is at work."""
NAMED = 3
"""Problems that the name of a paper tells; more make it too long."""
EDITIONS = {"public": "公开稿", "internal": "内部稿"}


def prepare(
    command: Command, request: Request, folder: Path, dialogs: Dialogs, *, front: ExcelBook | None, scratch: Path
) -> Request | None:
    """Return the request with the files that the command needs; None when the user cancels.

    `folder` is where the ledger lies. A new paper goes beside it, under a name that nobody has. `front` is the workbook
    in front, `scratch` a folder for copies that nobody needs later.
    """
    if command.target == "source":
        if request.book is None:
            return import_files.prepare(request, front, scratch, dialogs, _fresh)
        source = dialogs.source(SOURCES)
        return request._replace(source=str(source)) if source else None
    if command.target == "folder":
        return _of_folder(command, request, folder, dialogs)
    if command.target == "either" and (request.book is None or request.on("file")):
        source = dialogs.source(NOTICES)
        if source is None:
            return None
        output = _fresh(source.parent / dated(f"{OPINION}_{source.stem}", request.as_of, "docx"))
        return request._replace(book=None, source=str(source), options={**request.options, "output": str(output)})
    preset = next((option.name for option in command.options if option.paper and request.text(option.name)), "")
    if preset:
        suggested = Path(request.text(preset))
        ids = f" {'、'.join(request.items)}" if 0 < len(request.items) <= NAMED else ""
        paper = _fresh(folder / dated(f"{suggested.stem}{ids}", request.as_of, suggested.suffix.removeprefix(".")))
        return request._replace(options={**request.options, preset: str(paper)})
    required = next(
        (option for option in command.options if option.name == "output" and (option.required or option.paper)), None
    )
    if required is None or request.options.get(required.name) is False:
        return request
    if command.target == "none":
        chosen = import_files.new_ledger(folder / BLANK, dialogs)
        if chosen is None:
            return None
        return request._replace(options={**request.options, "output": str(chosen), "force": True})
    name = dated(command.label, request.as_of) if required.value == FOLDER else _name(command, request)
    return request._replace(options={**request.options, "output": str(_fresh(folder / name))})


def _of_folder(command: Command, request: Request, folder: Path, dialogs: Dialogs) -> Request | None:
    """Ask for the folder of what units sent in, and for the roster of units where the command knows one.

    A 名册 beside that folder is taken without a question. What is made goes beside the folder.
    """
    chosen = dialogs.folder("各单位报来的文件在哪个文件夹", folder)
    if chosen is None:
        return None
    options: dict[str, Value] = dict(request.options)
    if "roster" in options:
        rosters = [path for ending in ("xlsx", "csv") if (path := chosen.parent / f"{ROSTER}.{ending}").is_file()]
        roster = rosters[0] if rosters else None
        asked = next(option.question for option in command.options if option.name == "roster") or _LISTING
        if roster is None and dialogs.ask(f"{asked}？\n\n{_ABOUT_ROSTER}"):
            roster = dialogs.source(ROSTERS)
            if roster is None:
                return None
        options["roster"] = str(roster) if roster else ""
    output = next(option for option in command.options if option.name == "output")
    suffix = "" if output.value == FOLDER else output.value.rpartition(".")[2]
    options["output"] = str(_fresh(chosen.parent / dated(command.label, request.as_of, suffix)))
    return request._replace(source=str(chosen), options=options)


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a folder that is gone after the click."""
    with tempfile.TemporaryDirectory(prefix="rectify_xl_", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _name(command: Command, request: Request) -> str:
    """Return the name of the paper that a click makes."""
    if command.target == "either":
        return dated(OPINION, request.as_of, "docx")
    edition = EDITIONS.get(request.text("audience"), "")
    if edition:
        return dated(f"整改通报（{edition}）", request.as_of, "docx")
    return dated(command.label, request.as_of, _suffix(command, request))


def _suffix(command: Command, request: Request) -> str:
    """Return the type of a paper: what the menu entry presets, or the first that the command makes."""
    first = next((option.choices[0] for option in command.options if option.name == "format"), "docx")
    return request.text("format") or first


def _fresh(path: Path) -> Path:
    """Return a name that nobody has: a second paper of the same name gets `_2`."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_stem(f"{path.stem}_{number}")
    return candidate


def ask_about_templates(folder: Path, dialogs: Dialogs) -> None:
    """Ask once about the templates in the folder 模板 beside the ledger in `folder`, and remember the answer."""
    templates = paper_options.unasked_templates(folder)
    if not templates:
        return
    from rectify_xl.documents.templates import consent

    listed = "\n".join(f"　{template.name}" for template in templates)
    question = (
        f"台账旁的“{paper_options.OWN_TEMPLATES}”文件夹里有{len(templates)}个模板：\n{listed}\n"
        "来历不明的模板会改变材料的内容，请先核实是不是本单位自己做的。\n\n"
        "以后生成材料都用它们吗？选“否”用程序自带的模板，以后不再问。"
    )
    consent.give(templates, dialogs.ask(question))


def to_open(outcome: Outcome) -> MadeFile | None:
    """Return the file that the user wants to see, or the folder of several, if the command made any."""
    return next((path for path in outcome.made if path.opening != "never"), None)


def open_file(path: Path) -> None:
    """Open a paper, or a folder, in the program that the user has for it; raises `UsageError` where there is none."""
    try:
        opened = _open(path)
    except OSError:
        opened = False
    if not opened:
        raise UsageError(f"这台电脑上没有能打开它的程序：{path}", "请到它所在的文件夹里，用 Office 或 WPS 打开")


def _open(path: Path) -> bool:
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the user asked for it
        return True
    program = "open" if sys.platform == "darwin" else "xdg-open"
    viewer = subprocess.Popen(  # noqa: S603 - as above; no shell is involved
        (program, str(path)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return viewer.wait(REFUSES_WITHIN) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=viewer.wait, daemon=True).start()  # whoever starts a process must wait for its end
        return True
