"""What a click on 导入 reads and makes: first 导入对照 of an old ledger, then, with that in front, the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rectify_xl.commands.outcome import Request
from rectify_xl.doors.ribbon.dialogs import SOURCES, WORKBOOKS, Dialogs
from rectify_xl.errors import BookError, PaperError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import tab_names
from rectify_xl.text.excerpts import as_clicked
from rectify_xl.workbook.live.active_book import ExcelBook
from rectify_xl.workbook.saving import outputs

FreshName = Callable[[Path], Path]


def prepare(
    request: Request, front: ExcelBook | None, scratch: Path, dialogs: Dialogs, fresh: FreshName
) -> Request | None:
    """Return the request for the next step of an import; None when the user cancels.

    With 导入对照 in front, saved or not, its corrections are taken and the ledger is made. An old ledger, in front or
    chosen, is first shown as 导入对照. A notice becomes a ledger at once. `scratch` is for copies, `fresh` returns a
    name that nobody has.
    """
    from rectify_xl.intake.old_ledger import mapping_sheet

    if front is not None and mapping_sheet.SHEET_NAME in {str(sheet.name).strip() for sheet in front.sheets}:
        copy = scratch / Path(str(front.name)).with_suffix(".xlsx").name
        front.api.SaveCopyAs(str(copy))
        return _by_mapping(request, copy, dialogs, fresh)
    source = _in_front(front, dialogs) or dialogs.source(SOURCES)
    if source is None:
        return None
    if not _is_table(source):
        return _with(request, source, output=str(fresh(source.parent / f"台账_{source.stem}.xlsx")))
    if _is_mapping(source):
        return _by_mapping(request, source, dialogs, fresh)
    shown = fresh(source.parent / f"{mapping_sheet.SHEET_NAME}_{source.stem}.xlsx")
    return _with(request, source, map_out=str(shown))


def _with(request: Request, source: Path, **options: str | bool) -> Request:
    return request._replace(source=str(source), options={**request.options, **options})


def _by_mapping(request: Request, mapping: Path, dialogs: Dialogs, fresh: FreshName) -> Request | None:
    """Return the request that makes the ledger by a mapping; the user says where it goes."""
    from rectify_xl.workbook import mapping_workbook

    source = Path(mapping_workbook.read(mapping).source)
    if not source.is_file():
        raise BookError(
            f"找不到导入对照所指的旧台账“{source}”",
            "旧台账改过名或移动过的，请在导入对照第2行写上它现在的位置，再点一次“导入”",
        )
    target = new_ledger(fresh(source.parent / f"台账_{source.stem}.xlsx"), dialogs)
    if target is None:
        return None
    return _with(request, source, map=str(mapping), output=str(target), force=True)


def new_ledger(suggested: Path, dialogs: Dialogs) -> Path | None:
    """Ask where a new ledger goes, until it can go there; None when the user cancels. No button replaces a ledger."""
    return dialogs.target(suggested, WORKBOOKS, _no_ledger_at)


def _no_ledger_at(target: Path) -> str:
    try:
        outputs.refuse(target, "新台账", endings=(".xlsx",), overwrite=True)
    except PaperError as error:
        return as_clicked(str(error))
    return ""


def _in_front(front: ExcelBook | None, dialogs: Dialogs) -> Path | None:
    """Return the old ledger in front, where there is one and the user wants that one imported."""
    if front is None or schema.PROBLEMS.name in tab_names.by_sheet(str(sheet.name) for sheet in front.sheets):
        return None
    path = Path(str(front.fullname))
    if not path.is_absolute() or not path.is_file():
        return None
    if not dialogs.ask(f"要导入的是正在打开的“{path.name}”吗？\n\n选“否”，另选一个文件。"):
        return None
    if _is_modified(front):
        raise BookError(f"“{path.name}”有还没保存的改动", "请先保存（Ctrl+S），再点一次“导入”")
    return path


def _is_modified(book: ExcelBook) -> bool:
    """Tell whether a workbook holds edits that its file does not."""
    if book.app.engine.name == "excel":
        return not book.api.Saved
    return bool(book.impl.model.isModified())


def _is_table(source: Path) -> bool:
    from rectify_xl.commands import import_old_ledger

    return import_old_ledger.is_workbook(source)


def _is_mapping(source: Path) -> bool:
    from rectify_xl.intake.old_ledger import mapping_sheet
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    grid = any_workbook.read_grid(read_source.content(source), source.name)
    return any(mapping_sheet.is_mapping(sheet) for sheet in grid.sheets)
