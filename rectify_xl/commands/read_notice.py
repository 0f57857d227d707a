"""A notice from a file, as the imports take it: read, understood, and put into rows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rectify_xl.intake.imported_rows import ImportedRows
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import ParsedNotice


class NoticeRows(NamedTuple):
    """A notice as understood, its rows, and what is to be checked in it."""

    parsed: ParsedNotice
    rows: ImportedRows
    findings: tuple[Finding, ...]


def read_notice(path: Path) -> NoticeRows:
    """Return the notice in a file; problems in a table are read too. Raises `NoticeError` where there is none."""
    from rectify_xl.intake import problem_tables
    from rectify_xl.intake.notice_rows import rows_of_notice
    from rectify_xl.notice.reading.parse import parse
    from rectify_xl.notice.reading.reading_rules import of_unshown
    from rectify_xl.readers.read_source import read

    source = read(path)
    text = problem_tables.spelled(source.lines, source.tables)
    parsed = parse(text.lines)
    findings = sorted(
        (*of_unshown(source.unshown), *parsed.findings), key=lambda finding: finding.line or len(source.lines) + 1
    )
    return NoticeRows(parsed, rows_of_notice(parsed, text.beside), tuple(findings))
