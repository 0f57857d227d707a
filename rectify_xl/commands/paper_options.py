"""How the user wants a paper: what the options, the ledger and the folder beside it say of template and page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands.outcome import Request
from rectify_xl.errors import PaperError
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger
from rectify_xl.text import file_names

if TYPE_CHECKING:
    from rectify_xl.documents.layout.page_layout import PageLayout
    from rectify_xl.documents.make_paper import PaperOptions
    from rectify_xl.system.fonts import MissingFont

FONTS_MISSING = r"本机缺少\d+种公文字体：.*?在装有字体的电脑上打印。"
"""How the note on missing fonts reads; a click gives it once a day."""
OWN_TEMPLATES = "模板"
"""A folder beside the ledger: a template in it goes before the one of the same name that ships, once agreed to."""


def own_template(request: Request, file: str) -> Path | None:
    """Return the template to use in place of the shipped one: `--template`, or `file` in the folder 模板.

    The latter only where this office has agreed to it, and it is named before it is used.
    """
    if request.text("template"):
        return Path(request.text("template"))
    path = _beside(request, file)
    if path is None:
        return None
    from rectify_xl.documents.templates import consent

    if not consent.given(path):
        return None
    request.say(f"用台账旁“{OWN_TEMPLATES}”文件夹里的模板：{path.name}")
    return path


def unasked_templates(folder: Path) -> tuple[Path, ...]:
    """Return the templates beside a ledger of which nobody was asked whether the office uses them."""
    beside = folder / OWN_TEMPLATES
    if not beside.is_dir():
        return ()
    from rectify_xl.documents.templates import consent
    from rectify_xl.documents.templates.shipped_templates import TEMPLATES

    names = {f"{template.name}.{suffix}" for template in TEMPLATES for suffix in template.formats}
    return tuple(
        path
        for path in sorted(beside.iterdir())
        if path.name in names and path.is_file() and consent.given(path) is None
    )


def _beside(request: Request, file: str) -> Path | None:
    folder = request.book.folder if request.book else ""
    path = Path(folder, OWN_TEMPLATES, file)
    return path if folder and path.is_file() else None


def paper_options(
    request: Request, ledger: Ledger, name: str, *, official: bool = False
) -> tuple[PaperOptions, tuple[str, ...]]:
    """Return how the paper `name` is wanted, and what to tell about its template and its page.

    An `official` paper follows the page settings of the ledger (版式), unless the office has a template of its own.
    Raises `PaperError` with all that is wrong with the settings.
    """
    from rectify_xl.documents.make_paper import PaperOptions
    from rectify_xl.notice.trace.trace_record import MadeFrom

    own = own_template(request, f"{name}.docx")
    page = choose_page(request, ledger, "docx", own) if official else None
    return PaperOptions(
        overwrite=request.on("force"),
        template=own,
        layout=page.layout if page else None,
        made_from=MadeFrom(ledger, request.as_of),
        trace_to=Path(request.text("trace")) if request.text("trace") else None,
        term=ledger.department_term,
    ), (*template_note(request, own, f"{name}.docx"), *(page.notes if page else ()))


def personal_note(values: object) -> tuple[str, ...]:
    """Return a sentence that says where numbers of persons are printed, none where none is; nothing is covered.

    `values` are what a paper is made of, or texts. How the unit itself is reached (基本信息) is nobody's secret.
    """
    from rectify_xl.papers.paper_fields import texts_in
    from rectify_xl.text import excerpts, personal_numbers

    own = f"{schema.INFO.name}!"
    hits = [hit for hit in personal_numbers.places(texts_in(values)) if not hit[0].startswith(own)]
    if not hits:
        return ()
    cells = excerpts.first_few(
        [f"{cell.replace('!', '')}（{kind}）" for cell, kind in hits], LISTED_NUMBERS, "、", f"等{len(hits)}处"
    )
    return (f"印出的文字里有{len(hits)}处个人号码，没有遮盖，发出前请核对是否需要：{cells}。",)


def template_note(request: Request, own: Path | None, file: str) -> tuple[str, ...]:
    """Return what to say about a template that was found without being asked for, used or not."""
    if request.text("template"):
        return ()
    if own:
        return (f"用的是台账旁“{OWN_TEMPLATES}”文件夹里的模板：{own.name}。",)
    beside = _beside(request, file)
    if beside is None:
        return ()
    note = f"台账旁“{OWN_TEMPLATES}”文件夹里有模板{beside.name}，本单位没有同意用它，这次用的是自带的模板"
    return (f"{note}（要用它，请先运行 rectify-xl template agree {beside}；只用一次的，加 --template）。",)


LISTED_NUMBERS = 5
"""Cells with numbers of persons that one sentence names."""


class ChosenPage(NamedTuple):
    """The layout (None where an office's own template keeps its page), its template, and what to tell about it."""

    layout: PageLayout | None
    template: Path | None
    data: dict[str, object] | None
    notes: tuple[str, ...] = ()


def choose_page(request: Request, ledger: Ledger, form: str, template: Path | None) -> ChosenPage:
    """Return the page of a paper: `--layout`, else 版式 of 基本信息, else the national one; plain text has none.

    An office's own `template` keeps its page unless a layout is asked for.

    Raises `PaperError` with all that is wrong with the settings.
    """
    from rectify_xl.documents.layout import layout_file
    from rectify_xl.documents.layout.page_layout import NATIONAL
    from rectify_xl.system import fonts
    from rectify_xl.system.computer import this_computer

    asked = request.text("layout")
    if form == "txt":
        return ChosenPage(None, template, None, ("纯文本没有版式，--layout 不起作用。",) if asked else ())
    if template and not asked:
        return ChosenPage(None, template, None)
    folder = request.ledger.folder
    layout_name = asked or _layout_beside(folder, ledger.info_text("版式")) or NATIONAL.name
    layout, file = layout_file.choose(layout_name, Path(folder) if folder else None)
    deviations = layout_file.deviations(layout)
    missing = fonts.missing(layout.every_font(), this_computer()) if form == "docx" else []
    notes: list[str] = []
    if deviations:
        notes.append(f"版式“{layout.name}”（{file.name}）与国标有{len(deviations)}处不同：{'；'.join(deviations)}。")
    elif layout.name != NATIONAL.name:
        notes.append(f"版式“{layout.name}”（{file.name}）与国标相同。")
    if missing:
        listed = "；".join(f"{font.font}（{_instead(font)}）" for font in missing)
        notes.append(f"本机缺少{len(missing)}种公文字体：{listed}。文件里写明的仍是原字体，请在装有字体的电脑上打印。")
    data: dict[str, object] = {
        "name": layout.name,
        "file": str(file),
        "deviations": list(deviations),
        "missing_fonts": [font._asdict() for font in missing],
    }
    return ChosenPage(layout, template, data, tuple(notes))


def _layout_beside(folder: str, layout_name: str) -> str:
    """Return the layout that a ledger names; a file has to lie in the ledger's folder, and is named from there.

    Judged before anything is opened: who asks on the command line may name any file, a ledger may not.
    """
    file, mark, name = layout_name.partition("#")
    if not file.lower().endswith(".toml"):
        return layout_name
    steps = file_names.inside(file)
    if steps is None:
        raise PaperError(
            f"《基本信息》的版式写的不是台账旁的文件：{file[:80]}",
            "版式文件请放在台账所在的文件夹里，只写文件名；要用别处的，请在命令行加 --layout",
        )
    return f"{Path(folder, *steps)}{mark}{name}"


def _instead(missing: MissingFont) -> str:
    return f"显示为{missing.stand_in}" if missing.stand_in else "由打印的程序另选字体"
