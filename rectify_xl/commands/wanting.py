"""How the user wants a paper: what the options, the ledger and the folder beside it say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import Request
from rectify_xl.model import Ledger

if TYPE_CHECKING:
    from rectify_xl.word.paper import Wanted

OWN_TEMPLATES = "模板"
"""A folder beside the ledger: a template in it goes before the one of the same name that ships, once agreed to."""


def own_template(request: Request, file: str) -> Path | None:
    """Return the template to use in place of the shipped one: `--template`, or `file` in the folder 模板.

    The latter only where this office has agreed to it, and it is named before it is used.
    """
    if request.text("template"):
        return Path(request.text("template"))
    found = _beside(request, file)
    if found is None:
        return None
    from rectify_xl.word import consent

    if not consent.given(found):
        return None
    request.say(f"用台账旁“{OWN_TEMPLATES}”文件夹里的模板：{found.name}")
    return found


def unasked(folder: Path) -> tuple[Path, ...]:
    """Return the templates beside a ledger of which nobody was asked whether the office uses them."""
    beside = folder / OWN_TEMPLATES
    if not beside.is_dir():
        return ()
    from rectify_xl.word import consent
    from rectify_xl.word.templates import TEMPLATES

    names = {f"{each.name}.{suffix}" for each in TEMPLATES for suffix in each.formats}
    return tuple(
        each
        for each in sorted(beside.iterdir())
        if each.name in names and each.is_file() and consent.given(each) is None
    )


def _beside(request: Request, file: str) -> Path | None:
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
    ), (*told(request, own, f"{name}.docx"), *(page.notes if page else ()))


def told(request: Request, own: Path | None, file: str) -> tuple[str, ...]:
    """Return what to say about a template that was found without being asked for, used or not."""
    if request.text("template"):
        return ()
    if own:
        return (f"用的是台账旁“{OWN_TEMPLATES}”文件夹里的模板：{own.name}。",)
    beside = _beside(request, file)
    if beside is None:
        return ()
    told = f"台账旁“{OWN_TEMPLATES}”文件夹里有模板{beside.name}，本单位没有同意用它，这次用的是自带的模板"
    return (f"{told}（要用它，请先运行 rectify-xl template agree {beside}；只用一次的，加 --template）。",)
