"""导入旧台账: from a ledger in any layout to one of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands.finding_tables import finding_data, finding_headlines, finding_table
from rectify_xl.commands.new import create_ledger
from rectify_xl.commands.outcome import HEADLINES, Headlines, MadeFile, Outcome, OutputTable, Request
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.text.excerpts import beginning

if TYPE_CHECKING:
    from rectify_xl.commands.import_mapping_use import MappingUse
    from rectify_xl.intake.old_ledger.ledger_rows import OldLedgerRows
    from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger


class OldLedgerSource(NamedTuple):
    """An old ledger as read with its mapping, and the rows that it becomes; without rows where it holds no problems."""

    old: OldLedger
    use: MappingUse
    rows: OldLedgerRows | None

    def needed(self) -> OldLedgerRows:
        """Return the rows. Raises `BookError` when the workbook holds no problems."""
        if self.rows is None:
            raise _no_ledger(self.old.grid.name, self.old)
        return self.rows


OWN_SHEETS = frozenset((schema.INFO.name, schema.PROBLEMS.name, schema.MEASURES.name))
"""Sheets by which a ledger of ours is known, in whatever kind of file."""


def is_workbook(path: Path) -> bool:
    """Tell whether a source is a workbook: by its content, and by its name where that says so of a text or web page."""
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    return any_workbook.is_workbook(read_source.content(path), path.name)


def read(request: Request, ledger: Path | None, own: Mapping[str, str] | None = None) -> OldLedgerSource:
    """Return the old ledger in `source` as `--map`, or the mapping beside `ledger`, has it read.

    `own` are the words of the office in 字典. Raises `BookError` when the workbook is a ledger of ours already.
    """
    from rectify_xl.commands import import_mapping_use
    from rectify_xl.intake.old_ledger import import_mapping, ledger_rows, mapping_sheet, read_old_ledger
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    path = Path(request.source)
    grid = any_workbook.read_grid(read_source.content(path), path.name)
    if {sheet.name.strip() for sheet in grid.sheets} >= OWN_SHEETS:
        raise BookError(
            f"“{path.name}”已经是本工具的台账，不用导入",
            "请直接打开使用；版式较旧的，请先“修复下拉和标色”；要把它并入另一本台账，请在那本台账中导入（--into）",
        )
    if any(mapping_sheet.is_mapping(sheet) for sheet in grid.sheets):
        raise BookError(f"“{path.name}”是导入对照，不是台账", "导入的应是旧台账，改好的导入对照写在 --map 后面")
    old = read_old_ledger.read(grid, own=own)
    use = import_mapping_use.find(request, import_mapping.mapping_of(old, str(path.resolve())), ledger)
    if use.fitted.corrections:
        old = read_old_ledger.read(grid, use.fitted.choices, own)
    return OldLedgerSource(old, use, ledger_rows.rows_of_old_ledger(old) if old.problems else None)


def run(request: Request) -> Outcome:
    """Read the old ledger in `source` and write a ledger to `--output`; findings never stop the import.

    With `--map-out` what the columns were taken for is written as well, or that alone.
    """
    from rectify_xl.commands import import_mapping_use
    from rectify_xl.intake.imported_rows import over_blank

    output, name = request.text("output"), Path(request.source).name
    source = read(request, Path(output) if output else None)
    shown = (import_mapping_use.write_out(request, source.use),) if request.text("map_out") else ()
    if not output:
        return _mapping_alone(request, source, shown)
    old, rows = source.old, source.needed()
    target, replaced = create_ledger(request, over_blank(rows.imported), rows.imported.own_columns)
    counts = _counts(rows.imported.rows)
    findings = rows.findings
    lists = [*import_mapping_use.strangers_table(source.use), *([_left_out_table(old)] if old.left_out else [])]
    if findings:
        lists.append(finding_table("导入时发现", findings))
    tables = [_columns_table(old), *lists]
    kept, kept_sentence = import_mapping_use.keep(source.use, target, lists)
    return Outcome(
        {
            "ledger": str(target),
            "kind": "ledger",
            **counts,
            **_reading_data(source),
            **({"map_out": shown[0].path} if shown else {}),
            "findings": [finding_data(finding) for finding in findings],
        },
        (
            f"已导入“{name}”：{counts['aspects']}个方面、{counts['problems']}个问题、{counts['measures']}条措施。",
            f"台账：{target}。",
            replaced,
            f"有{len(findings)}处需要核对。" if findings else "没有发现需要核对的地方。",
            f"标题、合计、落款等{len(old.left_out)}处没有收入台账。" if old.left_out else "",
            *_mapping_sentences(source),
            kept_sentence,
        ),
        tuple(tables),
        made=(MadeFile("ledger", str(target), "at once"), *(file._replace(opening="never") for file in shown), *kept),
        headlines=finding_headlines(findings),
    )


def _mapping_alone(request: Request, source: OldLedgerSource, shown: Sequence[MadeFile]) -> Outcome:
    """Tell of a mapping that was written for a person to look at first."""
    old, problems = source.old, len(source.old.problems)
    name = Path(request.source).name
    unsure = [line for line in _columns(old) if line[4] in ("未识别", "按内容推断")]
    return Outcome(
        {"kind": "ledger", "map_out": shown[0].path, "problems": problems, **_reading_data(source)},
        (
            f"已看过“{name}”：认出{problems}个问题，还没有生成台账。"
            if problems
            else f"已看过“{name}”：没有认出问题。请在导入对照里把有问题的工作表改为“导入”，并给它的列选好『改为』。",
            f"导入对照：{shown[0].path}。",
            f"有{len(unsure)}列把握不大，请先看『把握』一栏。" if unsure else "",
            *_mapping_sentences(source),
            "请核对各列归入哪里，要改的只改黄色的『改为』一列；改好保存，再点“导入”：让它留在最前面，或者选文件时选它（命令行：--map）。",
        ),
        (_columns_table(old),) if problems else (),
        made=tuple(shown),
        headlines=(_unsure(unsure),) if unsure else (),
    )


def _unsure(lines: Sequence[tuple[str, str, str, str, str]]) -> Headlines:
    """Return what a dialog spells out: the columns of which the program is not sure."""
    spelled = [
        f"《{sheet}》{letters}列“{heading}”先归入“{role}”（{sure}）。" for sheet, letters, heading, role, sure in lines
    ]
    return Headlines(tuple(spelled[:HEADLINES]), len(lines), "列", "《导入对照》")


def _mapping_sentences(source: OldLedgerSource) -> Sequence[str]:
    from rectify_xl.commands import import_mapping_use

    return tuple(import_mapping_use.sentences(source.use, [use.sheet for use in source.old.sheets if use.is_data]))


def _reading_data(source: OldLedgerSource) -> dict[str, object]:
    from rectify_xl.commands import import_mapping_use

    old = source.old
    return {
        "sheets": [{"sheet": use.sheet, "read": use.is_data, "use": use.use} for use in old.sheets],
        "columns": [
            {"sheet": sheet, "column": letters, "heading": heading, "to": role, "certainty": certainty}
            for sheet, letters, heading, role, certainty in _columns(old)
        ],
        "left_out": [item._asdict() for item in old.left_out],
        "mapping": import_mapping_use.use_data(source.use),
    }


def _counts(rows: object) -> dict[str, int]:
    sheets = rows if isinstance(rows, dict) else {}
    problems: Sequence[dict[str, object]] = sheets[schema.PROBLEMS.name]
    aspects = dict.fromkeys(row.get("方面") for row in problems if row.get("方面"))
    groups = dict.fromkeys((row.get("方面"), row.get("大项")) for row in problems if row.get("大项"))
    return {
        "aspects": len(aspects),
        "groups": len(groups),
        "problems": len(problems),
        "measures": len(sheets[schema.MEASURES.name]),
    }


def _columns(old: OldLedger) -> list[tuple[str, str, str, str, str]]:
    lines: list[tuple[str, str, str, str, str]] = []
    for use in old.sheets:
        for table in use.tables if use.is_data else ():
            for column in table.columns:
                role = column.meaning.role or "保留原列"
                line = (use.sheet, use.view.column_name(column.column), column.heading, role, column.meaning.certainty)
                if line not in lines:
                    lines.append(line)
    return lines


def _columns_table(old: OldLedger) -> OutputTable:
    return OutputTable("导入对照", ("工作表", "列", "旧台账的列名", "归入", "把握"), tuple(_columns(old)))


def _left_out_table(old: OldLedger) -> OutputTable:
    return OutputTable(
        "没有收入台账的内容",
        ("工作表", "位置", "内容", "原因"),
        tuple((item.sheet, item.ref, beginning(item.text, 60), item.reason) for item in old.left_out),
    )


def _no_ledger(name: str, old: OldLedger) -> BookError:
    from rectify_xl.intake.old_ledger.sheet_use import BLANK_FORM

    if any(use.use == BLANK_FORM for use in old.sheets):
        sheets = "、".join(f"《{use.sheet}》" for use in old.sheets if use.use == BLANK_FORM)
        return BookError(
            f"“{name}”是空表：{sheets}有表头，一个问题也没有填写", "请填好后再导入，或用“新建台账”从空白台账开始"
        )
    sheets = "；".join(f"《{use.sheet}》{use.use}" for use in old.sheets)
    return BookError(
        f"“{name}”里没有找到问题，不能变成台账：{beginning(sheets, 150)}",
        "请确认选对了文件。要导入的表须有表头，至少写明“问题”（或“措施”）和另外两栏，如方面、责任科室、整改时限；"
        "列名特殊的，可在导入对照中指定各列归入哪里",
    )
