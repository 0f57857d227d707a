"""Which page a paper gets, how that differs from the national standard, and which of its fonts are missing here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rectify_xl import file_names, fonts
from rectify_xl.commands.outcome import Request
from rectify_xl.computer import this_computer
from rectify_xl.errors import PaperError
from rectify_xl.model import Ledger
from rectify_xl.word import layout_file
from rectify_xl.word.layout import NATIONAL, PageLayout


class Page(NamedTuple):
    """The layout (None where an office's own template keeps its page), its template, and what to tell about it."""

    layout: PageLayout | None
    template: Path | None
    data: dict[str, object] | None
    notes: tuple[str, ...] = ()


def choose(request: Request, found: Ledger, form: str, template: Path | None) -> Page:
    """Return the page of a paper: `--layout`, else 版式 of 基本信息, else the national one; plain text has none.

    An office's own `template` keeps its page unless a layout is asked for.

    Raises `PaperError` with all that is wrong with the settings.
    """
    asked = request.text("layout")
    if form == "txt":
        return Page(None, template, None, ("纯文本没有版式，--layout 不起作用。",) if asked else ())
    if template and not asked:
        return Page(None, template, None)
    folder = request.ledger.folder
    wanted = asked or _beside(folder, found.info_text("版式")) or NATIONAL.name
    layout, file = layout_file.choose(wanted, Path(folder) if folder else None)
    deviations = layout_file.deviations(layout)
    missing = fonts.missing(layout.every_font(), this_computer()) if form == "docx" else []
    notes: list[str] = []
    if deviations:
        notes.append(f"版式“{layout.name}”（{file.name}）与国标有{len(deviations)}处不同：{'；'.join(deviations)}。")
    elif layout.name != NATIONAL.name:
        notes.append(f"版式“{layout.name}”（{file.name}）与国标相同。")
    if missing:
        listed = "；".join(f"{each.font}（{_instead(each)}）" for each in missing)
        notes.append(f"本机缺少{len(missing)}种公文字体：{listed}。文件里写明的仍是原字体，请在装有字体的电脑上打印。")
    data: dict[str, object] = {
        "name": layout.name,
        "file": str(file),
        "deviations": list(deviations),
        "missing_fonts": [each._asdict() for each in missing],
    }
    return Page(layout, template, data, tuple(notes))


def _beside(folder: str, wanted: str) -> str:
    """Return the layout that a ledger names; a file has to lie in the ledger's folder, and is named from there.

    Judged before anything is opened: who asks on the command line may name any file, a ledger may not.
    """
    file, mark, name = wanted.partition("#")
    if not file.lower().endswith(".toml"):
        return wanted
    steps = file_names.inside(file)
    if steps is None:
        raise PaperError(
            f"《基本信息》的版式写的不是台账旁的文件：{file[:80]}",
            "版式文件请放在台账所在的文件夹里，只写文件名；要用别处的，请在命令行加 --layout",
        )
    return f"{Path(folder, *steps)}{mark}{name}"


def _instead(missing: fonts.Missing) -> str:
    return f"显示为{missing.stand_in}" if missing.stand_in else "由打印的程序另选字体"
