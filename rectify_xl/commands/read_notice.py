"""A text from a file, as the imports take it: a notice or a list of problems, read, understood, and put into rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from rectify_xl.intake.imported_rows import ImportedRows
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Finding

if TYPE_CHECKING:
    from rectify_xl.notice.model import SourceLine
    from rectify_xl.readers.read_source import Source

MOSTLY = 0.6
"""Share of the characters of a document that stand in its tables of problems where these are all that it is about."""


class LeftOutText(NamedTuple):
    """A piece of a text that became no row: where it stands, and what it says."""

    place: str
    text: str
    line: int | None = None


class NoticeRows(NamedTuple):
    """What a text was taken for, its title, its rows, what is to be checked in it, and what was left out."""

    kind: Literal["notice", "problem list"]
    title: str
    rows: ImportedRows
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOutText, ...]
    counts: Mapping[str, int]
    """The numbers of aspects, groups, problems and measures."""


def read_notice(path: Path) -> NoticeRows:
    """Return the notice or the list of problems in a file; problems in a table are read too.

    Raises `NoticeError` where there is neither.
    """
    from rectify_xl.intake import problem_tables
    from rectify_xl.intake.notice_rows import rows_of_notice
    from rectify_xl.notice.reading import problem_lists
    from rectify_xl.notice.reading.parse import parse
    from rectify_xl.notice.reading.reading_rules import of_unshown
    from rectify_xl.readers.read_source import read

    source = read(path)
    unshown = of_unshown(source.unshown)
    if table := _of_tables(source):
        return table._replace(findings=(*unshown, *table.findings))
    listed = problem_lists.read(source.lines)
    if listed:
        from rectify_xl.intake.problem_list_rows import rows_of_list

        rows = rows_of_list(listed)
        return NoticeRows("problem list", listed.title, rows, unshown, _lines(listed.left_out), _counts(rows))
    text = problem_tables.spelled(source.lines, source.tables)
    parsed = parse(text.lines)
    findings = sorted((*unshown, *parsed.findings), key=lambda finding: finding.line or len(source.lines) + 1)
    rows = rows_of_notice(parsed, text.beside)
    counts = {**_counts(rows), "aspects": len(parsed.aspects), "groups": len(parsed.groups)}
    return NoticeRows("notice", parsed.title, rows, tuple(findings), _lines(parsed.left_out), counts)


def _counts(rows: ImportedRows) -> dict[str, int]:
    problems = rows.of(schema.PROBLEMS)
    return {
        "aspects": len({row.get("方面") for row in problems} - {None, ""}),
        "groups": len({(row.get("方面"), row.get("大项")) for row in problems if row.get("大项")}),
        "problems": len(problems),
        "measures": len(rows.of(schema.MEASURES)),
    }


def _of_tables(source: Source) -> NoticeRows | None:
    """Return the rows of a document that is a table of problems and little else; None for any other."""
    if not source.tables:
        return None
    from rectify_xl.intake.grid import WorkbookGrid
    from rectify_xl.intake.old_ledger import ledger_rows, read_old_ledger
    from rectify_xl.intake.old_ledger.sheet_lines import unit_of_title
    from rectify_xl.notice.reading import heading_numbers

    grids = [table.grid._replace(name=f"第{at}个表格") for at, table in enumerate(source.tables, 1)]
    old = read_old_ledger.read(WorkbookGrid("文中表格", tuple(grids)))
    if not old.problems:
        return None
    outside = [
        line
        for line in source.lines
        if line.text and not any(table.line <= line.number <= table.last_line for table in source.tables)
    ]
    whole = sum(len(line.text) for line in source.lines)
    numbered = (heading_numbers.split(line.text)[0] for line in outside)
    if whole - sum(len(line.text) for line in outside) < MOSTLY * whole or any(numbered):
        return None
    result = ledger_rows.rows_of_old_ledger(old)
    title = next((line.text for line in outside if 4 < len(line.text) < 60 and line.text[-1] not in "。：:"), old.title)
    own = {"台账标题": title, "单位名称": unit_of_title(title)}
    info = {**{name: value for name, value in own.items() if value}, **result.imported.info}
    left_out = [*_lines([line for line in outside if line.text != title])]
    left_out += [LeftOutText(f"{skipped.sheet}{skipped.ref}", skipped.text) for skipped in old.left_out]
    rows = result.imported._replace(info=info)
    return NoticeRows("problem list", title, rows, tuple(result.findings), tuple(left_out), _counts(rows))


def _lines(lines: Sequence[SourceLine]) -> tuple[LeftOutText, ...]:
    return tuple(LeftOutText(f"第{line.number}行", line.text, line.number) for line in lines)
