"""How the user wants a paper: what the options, the ledger and the folder beside it say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import Request
from rectify_xl.model import Ledger

if TYPE_CHECKING:
    from rectify_xl.word.paper import Wanted

OWN_TEMPLATES = "模板"
"""A folder beside the ledger: a template in it goes before the one of the same name that ships."""


def own_template(request: Request, file: str) -> Path | None:
    """Return the template to use in place of the shipped one: `--template`, or `file` in the folder 模板."""
    if request.text("template"):
        return Path(request.text("template"))
    folder = request.book.folder if request.book else ""
    found = Path(folder, OWN_TEMPLATES, file)
    return found if folder and found.is_file() else None


def wanted(request: Request, found: Ledger, name: str, *, official: bool = False) -> tuple[Wanted, tuple[str, ...]]:
    """Return how the paper `name` is wanted, and what to tell about its template and its page.

    An `official` paper follows the page settings of the ledger (版式), unless the office has a template of its own.
    Raises `PaperError` with all that is wrong with the settings.
    """
    from rectify_xl.commands import paging
    from rectify_xl.trace.record import MadeFrom
    from rectify_xl.word.paper import Wanted

    own = own_template(request, f"{name}.docx")
    page = paging.choose(request, found, "docx", own) if official else None
    return Wanted(
        overwrite=request.on("force"),
        template=own,
        layout=page.layout if page else None,
        made_from=MadeFrom(found, request.as_of),
        trace_to=Path(request.text("trace")) if request.text("trace") else None,
    ), (*told(request, own), *(page.notes if page else ()))


def told(request: Request, own: Path | None) -> tuple[str, ...]:
    """Return what to say about a template that was found without being asked for."""
    found = own and not request.text("template")
    return (f"用的是台账旁“{OWN_TEMPLATES}”文件夹里的模板：{own.name}。",) if own and found else ()
