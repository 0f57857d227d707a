"""Which 导入对照 an import uses: the one that is given, else the one that lies beside the ledger; and keep it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands.outcome import MadeFile, OutputTable, Request
from rectify_xl.errors import RectifyError, UsageError
from rectify_xl.intake.old_ledger import import_mapping
from rectify_xl.intake.old_ledger.import_mapping import COLUMN, READ, SHEET, FittedMapping, ImportMapping, MappingLine
from rectify_xl.text.excerpts import beginning

SUFFIX = "_导入对照.xlsx"
_SHOWN = 6


class MappingUse(NamedTuple):
    """The mapping of one import, fitted to its source; `file` is where it came from, `remembered` that nobody gave it.

    `dismissed` is the file beside the ledger when that was made for another layout.
    """

    fresh: ImportMapping
    fitted: FittedMapping
    file: str = ""
    remembered: bool = False
    dismissed: str = ""
    former: tuple[MappingLine, ...] = ()

    @property
    def mapping(self) -> ImportMapping:
        """The mapping as it is shown and kept."""
        return ImportMapping(self.fresh.source, self.fitted.lines)


def beside(ledger: Path) -> Path:
    """Return where the mapping that made a ledger is kept."""
    return ledger.with_name(f"{ledger.stem}{SUFFIX}")


def find(request: Request, fresh: ImportMapping, ledger: Path | None) -> MappingUse:
    """Return the mapping to use for a source that the program by itself takes for `fresh`.

    Raises `BookError` when it cannot be read, or holds words that nobody knows.
    """
    from rectify_xl.workbook import mapping_workbook

    given, kept = request.text("map"), beside(ledger) if ledger else None
    nothing = import_mapping.fitted(ImportMapping("", ()), fresh)._replace(added=())
    if given:
        fitted = import_mapping.fitted(mapping_workbook.read(Path(given)), fresh)
        return MappingUse(fresh, fitted, Path(given).name, former=_former(kept))
    if kept is None or not kept.is_file():
        return MappingUse(fresh, nothing)
    remembered = mapping_workbook.read(kept)
    fitted = import_mapping.fitted(remembered, fresh, corrections_only=True)
    if import_mapping.has_headings_of(remembered, fresh):
        return MappingUse(fresh, fitted, kept.name, remembered=True, former=remembered.lines)
    return MappingUse(fresh, nothing, dismissed=kept.name, former=remembered.lines)


def _former(kept: Path | None) -> tuple[MappingLine, ...]:
    """Return the lines of the mapping beside the ledger; none where it cannot be read."""
    from rectify_xl.workbook import mapping_workbook

    if kept is None or not kept.is_file():
        return ()
    try:
        return mapping_workbook.read(kept).lines
    except RectifyError:
        return ()


def write_out(request: Request, use: MappingUse) -> MadeFile:
    """Write the mapping to `--map-out`."""
    from rectify_xl.workbook import mapping_workbook

    target = Path(request.text("map_out"))
    mapping_workbook.write(target, use.mapping, overwrite=request.on("force"))
    return MadeFile("table", str(target), "at once")


def refuse_useless(request: Request, kind: str) -> None:
    """Raise `UsageError` where a mapping is asked for, or given, for a source that needs none."""
    for flag, name in (("--map", "map"), ("--map-out", "map_out")):
        if request.text(name):
            raise UsageError(f"{kind}用不上 {flag}", f"导入对照只用于旧台账等表格，请去掉 {flag}")


def keep(use: MappingUse, ledger: Path, lists: Sequence[OutputTable] = ()) -> tuple[tuple[MadeFile, ...], str]:
    """Keep the mapping beside a ledger; return the file and a sentence on it, which says why where it was not kept.

    Corrections for other sources, which stood there, stay. What was there before goes to the folder of backups. `lists`
    stand on sheets of their own: what was left out and what is to be checked, which no dialog has room for.
    """
    from rectify_xl.workbook import mapping_workbook

    target = beside(ledger)
    lines = import_mapping.with_former(use.fitted.lines, use.former, same_layout=not use.dismissed)
    mapping = ImportMapping(use.fresh.source, lines)
    try:
        tables = [(table.title, table.header, table.rows) for table in lists]
        mapping_workbook.write(target, mapping, overwrite=True, lists=tables)
    except RectifyError as error:
        return (), f"这次的导入对照没有记下：{error.message}。"
    listed = "（以上各处也逐条列在里面）" if lists else ""
    return (
        MadeFile("table", str(target), "never"),
    ), f"导入对照记在“{target.name}”{listed}，下次导入列名相同的表自动采用。"


def sentences(use: MappingUse, read: Sequence[str]) -> Iterator[str]:
    """Say which mapping was used and what of it fits; `read` names the sheets that were read."""
    count = len(use.fitted.corrections)
    if use.remembered:
        yield f"按上次留下的导入对照“{use.file}”读取，其中{count}处是您改过的。" if count else ""
        return
    if use.dismissed:
        yield f"上次留下的导入对照“{use.dismissed}”列名与这次的表不同，没有采用。"
    if not use.file:
        return
    changed = f"{count}处与程序判断不同" if count else "与程序判断一致"
    yield f"按导入对照“{use.file}”读取，{changed}。"
    if use.fitted.strangers:
        yield f"导入对照有{len(use.fitted.strangers)}行在这份表里找不到，没有采用，已逐条列出；其余已采用。"
    if use.fitted.added:
        names = "、".join(f"“{beginning(line.heading, 12)}”" for line in use.fitted.added[:_SHOWN])
        more = f"等{len(use.fitted.added)}列" if len(use.fitted.added) > _SHOWN else ""
        yield f"这份表的{names}{more}不在导入对照里，按程序判断读取。"
    for line in use.fitted.lines:
        if line.kind == SHEET and line.corrected == READ and line.sheet not in read:
            yield (
                f"《{line.sheet}》选了“{READ}”，但还找不到问题：请在导入对照里给它的列选好『改为』，"
                "至少要有具体问题（或整改措施）和另外两栏。"
            )


def strangers_table(use: MappingUse) -> tuple[OutputTable, ...]:
    """Return the lines of a given mapping that the source does not have."""
    if use.remembered or not use.fitted.strangers:
        return ()
    rows = tuple(
        (line.cell, line.name, line.corrected or line.judged, "没有这一列" if line.kind == COLUMN else "没有这一项")
        for line in use.fitted.strangers
    )
    return (OutputTable("导入对照中用不上的行", ("位置", "内容", "归入", "原因"), rows),)


def use_data(use: MappingUse) -> dict[str, object]:
    """Return what programs want to know of the mapping."""
    from rectify_xl.intake.old_ledger import mapping_sheet

    return {
        "file": use.file,
        "remembered": use.remembered,
        "corrections": [mapping_sheet.line_data(line) for line in use.fitted.corrections],
        "unused": [] if use.remembered else [mapping_sheet.line_data(line) for line in use.fitted.strangers],
    }
