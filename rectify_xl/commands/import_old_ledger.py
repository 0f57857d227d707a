"""导入旧台账: from a ledger in any layout to one of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands.finding_tables import finding_data, finding_headlines, finding_table
from rectify_xl.commands.new import create_ledger
from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.text.excerpts import beginning

if TYPE_CHECKING:
    from rectify_xl.intake.old_ledger.ledger_rows import OldLedgerRows
    from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger


class OldLedgerSource(NamedTuple):
    """An old ledger as read, and the rows that it becomes."""

    old: OldLedger
    rows: OldLedgerRows


OWN_SHEETS = frozenset((schema.INFO.name, schema.PROBLEMS.name, schema.MEASURES.name))
"""Sheets by which a ledger of ours is known, in whatever kind of file."""


def is_workbook(path: Path) -> bool:
    """Tell whether a source is a workbook: by its content, and by its name where that says so of a text or web page."""
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    return any_workbook.is_workbook(read_source.content(path), path.name)


def read(path: Path) -> OldLedgerSource:
    """Return an old ledger and its rows.

    Raises `BookError` when the workbook holds no problems in rows, or is a ledger of ours already.
    """
    from rectify_xl.intake.old_ledger import ledger_rows, read_old_ledger
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    grid = any_workbook.read_grid(read_source.content(path), path.name)
    if {sheet.name.strip() for sheet in grid.sheets} >= OWN_SHEETS:
        raise BookError(
            f"“{path.name}”已经是本工具的台账，不用导入",
            "请直接打开使用；版式较旧的，请先“修复下拉和标色”；要把它并入另一本台账，请在那本台账中导入（--into）",
        )
    old = read_old_ledger.read(grid)
    if not old.problems:
        raise _no_ledger(path.name, old)
    return OldLedgerSource(old, ledger_rows.rows_of_old_ledger(old))


def run(request: Request) -> Outcome:
    """Read the old ledger in `source` and write a ledger to `--output`; findings never stop the import."""
    from rectify_xl.intake.imported_rows import over_blank

    path = Path(request.source)
    old, rows = read(path)
    target = create_ledger(request, over_blank(rows.imported), rows.imported.own_columns)
    counts = _counts(rows.imported.rows)
    tables = [_columns_table(old), _left_out_table(old)]
    findings = rows.findings
    if findings:
        tables.append(finding_table("导入时发现", findings))
    return Outcome(
        {
            "ledger": str(target),
            "kind": "ledger",
            **counts,
            "sheets": [{"sheet": use.sheet, "read": use.is_data, "use": use.use} for use in old.sheets],
            "columns": [
                {"sheet": sheet, "column": letters, "heading": heading, "to": role, "certainty": certainty}
                for sheet, letters, heading, role, certainty in _columns(old)
            ],
            "left_out": [item._asdict() for item in old.left_out],
            "findings": [finding_data(finding) for finding in findings],
        },
        (
            f"已导入“{path.name}”：{counts['aspects']}个方面、{counts['problems']}个问题、{counts['measures']}条措施。",
            f"台账：{target}。",
            f"有{len(findings)}处需要核对，已逐条列出。" if findings else "没有发现需要核对的地方。",
            f"标题、合计、落款等{len(old.left_out)}处没有收入台账，已逐条列出。" if old.left_out else "",
        ),
        tuple(tables),
        made=(MadeFile("ledger", str(target), "at once"),),
        headlines=finding_headlines(findings),
    )


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
    from rectify_xl.text.refs import column_letters

    lines: list[tuple[str, str, str, str, str]] = []
    for use in old.sheets:
        for table in use.tables if use.is_data else ():
            for column in table.columns:
                role = column.meaning.role or "保留原列"
                line = (use.sheet, column_letters(column.column), column.heading, role, column.meaning.certainty)
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
    from rectify_xl.intake.old_ledger.read_old_ledger import BLANK_FORM

    if any(use.use == BLANK_FORM for use in old.sheets):
        sheets = "、".join(f"《{use.sheet}》" for use in old.sheets if use.use == BLANK_FORM)
        return BookError(
            f"“{name}”是空表：{sheets}有表头，一个问题也没有填写", "请填好后再导入，或用“新建台账”从空白台账开始"
        )
    sheets = "；".join(f"《{use.sheet}》{use.use}" for use in old.sheets)
    return BookError(
        f"“{name}”里没有找到问题，不能变成台账：{beginning(sheets, 150)}",
        "请确认选对了文件。要导入的表须有表头，至少写明“问题”（或“措施”）和另外两栏，如方面、责任科室、整改时限",
    )
