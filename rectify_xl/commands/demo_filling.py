"""What the invented office of the demo adds after the import: who does what until when, and what was closed.

A notice tells none of it. The CSV files of `samples/示例补填` are named after their sheets; rows of the first two find
theirs by the first column, all others are new rows.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from rectify_xl import dates, schema, values
from rectify_xl.ledger import RawBook, find_header
from rectify_xl.model import Block, Changes, Write
from rectify_xl.schema import Sheet

FOUND_BY_NAME = (schema.INFO.name, schema.PROBLEMS.name)


def changes(book: RawBook, folder: Path) -> Changes:
    """Return what puts the CSV files of `folder` into the ledger."""
    return tuple(_block(book, sheet, folder / f"{sheet.name}.csv") for sheet in schema.TABLES if _has(folder, sheet))


def _has(folder: Path, sheet: Sheet) -> bool:
    return (folder / f"{sheet.name}.csv").is_file()


def _block(book: RawBook, sheet: Sheet, path: Path) -> Block:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    facts = find_header(book.sheets[sheet.name], sheet)
    names = [values.text(row[0]) if row else "" for row in book.sheets[sheet.name].rows]
    writes = [
        Write(
            names.index(row[0]) + 1 if sheet.name in FOUND_BY_NAME else facts.last_row + number,
            facts.headers[column],
            _value(text),
        )
        for number, row in enumerate(rows, 1)
        for column, text in zip(header, row, strict=True)
        if text and not (sheet.name in FOUND_BY_NAME and column == header[0])
    ]
    return Block(sheet.name, tuple(writes))


def _value(text: str) -> str | date:
    """Return a day as a date and everything else as text."""
    when = dates.read(text)
    return when.day if when.kind == "day" and when.iso == text and when.day else text
