"""What was made of one file as lines of JSON, as the store takes them in: a workbook, its problems, its findings.

The process that assesses a file writes the lines, so that the one that keeps them need not touch what they hold. Rows
go column by column, many on a line; halves of a pair of signs, which no store holds, are replaced.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, get_type_hints

from rectify_xl.documents.consolidated import plain_records
from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation import unit_signs
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.common_problems import without_numbers
from rectify_xl.supervision.consolidation.unit_result import (
    Assessment,
    Enclosure,
    Rejection,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
    UnitResult,
)
from rectify_xl.supervision.consolidation.unit_signs import ApartRow, FindingCount, StatusShare, UnitSigns
from rectify_xl.text import json_text

WORKBOOKS, PROBLEMS, FINDINGS = "workbooks", "problems", "findings"
TABLES = (WORKBOOKS, PROBLEMS, FINDINGS)
STATEMENT = "statement"
"""The column of `problems` that holds a problem without its numbers, by which problems of many units are compared."""
_LETTERS, _LEAST = 200_000, 100
"""Letters from which on the next rows go on a line of their own, and as how many a row counts besides its texts."""
_UNSTORED = ("file", "counts", "problems", "findings")
"""Fields of a result that are no columns of `workbooks` under their own names."""


class StoredLines(NamedTuple):
    """One file that was assessed, why it is refused where it is, and its lines for each of `TABLES`."""

    file: SubmittedFile
    rejections: tuple[Rejection, ...]
    lines: tuple[bytes, ...]


def workbook_columns() -> Mapping[str, Any]:
    """Return the columns of `workbooks` with their types: what a result says of the whole."""
    hints = get_type_hints(UnitResult)
    return {
        "sha256": str,
        "counted": bool,
        "rejections": tuple[Rejection, ...],
        "enclosure": Enclosure | None,
        **{name: hints[name] for name in UnitResult._fields if name not in _UNSTORED},
        **get_type_hints(StatusCounts),
        "errors": int,
        "warnings": int,
        "signs": str,
    }


def row_columns(table: str) -> Mapping[str, Any]:
    """Return the columns of `problems` or `findings` with their types, but for the SHA-256 of the file."""
    if table == PROBLEMS:
        return {"no": int, **get_type_hints(SubmittedProblem), STATEMENT: str}
    return {"no": int, **get_type_hints(SubmittedFinding)}


def of(assessment: Assessment) -> StoredLines:
    """Return the lines of one file."""
    key, result = assessment.file.sha256, assessment.result
    problems = result.problems if result else ()
    findings = result.findings if result else ()
    rows = [(*problem, without_numbers(problem.problem)) for problem in problems]
    lines = (
        line(_workbook(assessment)),
        b"".join(_lines(key, tuple(row_columns(PROBLEMS)), rows)),
        b"".join(_lines(key, tuple(row_columns(FINDINGS)), findings)),
    )
    return StoredLines(assessment.file, assessment.rejections, lines)


def _workbook(assessment: Assessment) -> Mapping[str, Any]:
    result = assessment.result
    row: dict[str, Any] = {"sha256": assessment.file.sha256, "counted": result is not None}
    row["rejections"] = plain_records.dump(assessment.rejections)
    if assessment.enclosure is not None:
        row["enclosure"] = plain_records.dump(assessment.enclosure)
    if result is not None:
        row |= {name: plain_records.dump(getattr(result, name)) for name in UnitResult._fields if name not in _UNSTORED}
        row |= result.counts._asdict()
        row |= {"errors": result.errors, "warnings": result.warnings}
        noticed = unit_signs.signs(result.problems, result.findings, result.feedback)
        row["signs"] = json.dumps(noticed, ensure_ascii=False, default=_day)
    return row


def of_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    """Yield lines with some rows each: for every column a list."""
    for first, last in _spans(rows):
        yield line(dict(zip(names, zip(*rows[first:last], strict=True), strict=True)))


def _lines(key: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    """Yield lines with some rows each of a file."""
    for first, last in _spans(rows):
        columns = (list(range(first, last)), *zip(*rows[first:last], strict=True))
        yield line({"sha256": key, **dict(zip(names, columns, strict=True))})


def _spans(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int]]:
    """Yield from where to where rows go on one line."""
    first = letters = 0
    for number, row in enumerate(rows):
        own = _LEAST + sum(_letters(value) for value in row if isinstance(value, str | list))
        if letters + own > _LETTERS and number > first:
            yield first, number
            first, letters = number, 0
        letters += own
    if first < len(rows):
        yield first, len(rows)


def _letters(value: str | list[str]) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))


def line(record: Mapping[str, Any]) -> bytes:
    """Return a record as a line."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=_day)
    return text.encode("utf-8", "replace") + b"\n"


def _day(value: date | datetime) -> str:
    return value.isoformat()


def signs_of(kept: str) -> UnitSigns:
    """Return the signs that stand in a row of `workbooks`: they are read one by one, and never asked for in SQL."""
    signs = UnitSigns._make(tuple(part) if isinstance(part, list) else part for part in json_text.parsed(kept))
    return signs._replace(
        statuses=tuple(itertools.starmap(StatusShare, signs.statuses)),
        busiest=date.fromisoformat(str(signs.busiest)) if signs.busiest else None,
        traces=tuple(itertools.starmap(FindingCount, signs.traces)),
        apart=tuple(itertools.starmap(ApartRow, signs.apart)),
    )


def assessed_columns() -> Sequence[str]:
    """Return the columns of `workbooks` from which `result_of` makes a result again."""
    return [name for name in workbook_columns() if name != "signs"]


def assessed(lines: StoredLines) -> AssessedFile:
    """Return what the lines of a file say of it, as the store gives it back; its place is not kept."""
    row = json_text.parsed(lines.lines[0])
    for name, hint in workbook_columns().items():
        if hint in (date | None, datetime | None) and name in row:
            row[name] = plain_records.load(hint, row[name])
    return assessed_of(row)


def assessed_of(row: Mapping[str, Any]) -> AssessedFile:
    """Return the file that a row of `workbooks` describes."""
    file = SubmittedFile("", row["sha256"], 0)
    reasons = tuple(Rejection(**reason) for reason in row["rejections"])
    if not row["counted"]:
        enclosure = Enclosure(**row["enclosure"]) if row.get("enclosure") else None
        return AssessedFile(file, None, rejections=reasons, enclosure=enclosure)
    return AssessedFile(file, result_of(file, row), row["errors"], row["warnings"], reasons)


def result_of(file: SubmittedFile, row: Mapping[str, Any]) -> UnitResult:
    """Return the result that a row of `workbooks` describes, without problems and findings."""
    values = {name: row[name] for name in UnitResult._fields if name not in _UNSTORED}
    values["aspects"] = tuple(StatusCounts(**line) for line in row["aspects"])
    values["caveats"] = tuple(row["caveats"])
    values["doubts"] = tuple(LedgerDoubt(**{**doubt, "names": tuple(doubt["names"])}) for doubt in row["doubts"])
    counts = StatusCounts(*(row[name] for name in StatusCounts._fields))
    return UnitResult(file=file, counts=counts, problems=(), findings=(), **values)
