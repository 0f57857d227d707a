"""Import and notice as published give back section two of both real notices, character by character."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, Ledger
from rectify_xl.notice.model import ComposedNotice, SourceLine
from rectify_xl.notice.reading.parse import parse
from rectify_xl.notice.writing.compose import compose
from rectify_xl.text.cell_value import Raw
from tests.conftest import SEED_000, SEED_002

AS_OF = date(2025, 9, 26)
BOTH = pytest.mark.parametrize("seed", [SEED_000, SEED_002])


def applied(changes: Changes) -> Ledger:
    """Return the ledger that `changes` make of a blank workbook."""
    grids: dict[str, list[list[Raw]]] = {}
    for sheet in schema.TABLES:
        grids[sheet.name] = [[column.name for column in sheet.columns]]
    grids[schema.INFO.name] += [[item.name, None, item.note] for item in schema.INFO_ITEMS]
    for block in changes:
        grid = grids[block.sheet]
        width = len(grid[0])
        for write in block.writes:
            grid.extend([None] * width for _ in range(write.row - len(grid)))
            row = grid[write.row - 1]
            row.extend([None] * (width - len(row)))
            row[write.column - 1] = write.value
    return reader.read_ledger(RawBook("台账.xlsx", {name: RawSheet(name, rows) for name, rows in grids.items()}))


def source(seeds: Path, seed: str) -> str:
    return (seeds / f"{seed}.txt").read_text(encoding="utf-8")


def imported(text: str) -> Ledger:
    lines = (SourceLine(number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return applied(over_blank(rows_of_notice(parse([line for line in lines if line.text]))))


def bare(text: str) -> str:
    return "".join(text.split())


def section_two(lines: list[str]) -> str:
    start, end = (next(i for i, line in enumerate(lines) if line.strip().startswith(mark)) for mark in ("二、", "三、"))
    return bare("".join(lines[start:end]))


def published(rows: Ledger) -> ComposedNotice:
    return compose(rows, as_of=AS_OF, audience="public", as_published=True)


@BOTH
def test_section_two_comes_back_character_by_character(seeds: Path, seed: str) -> None:
    text = source(seeds, seed)
    document = published(imported(text))
    assert section_two([each.printed for each in document.paragraphs]) == section_two(text.splitlines())
    assert [each for each in document.findings if each.severity == "error"] == []


@BOTH
def test_the_prose_around_section_two_comes_back_too(seeds: Path, seed: str) -> None:
    text = source(seeds, seed)
    whole = bare("".join(each.printed for each in published(imported(text)).paragraphs))
    for heading in re.findall(r"^[一二三]、.*$", text, re.MULTILINE):
        assert bare(heading) in whole
    last = next(line for line in text.splitlines() if line.startswith("欢迎"))
    assert bare(last) in whole


def test_a_row_edited_in_the_ledger_shows_as_published(seeds: Path) -> None:
    lines = source(seeds, SEED_000).splitlines()
    before = imported("\n".join(lines))
    first = before.problems[0]
    values = list(first.row.values)
    values[first.row.headers["整改进展"] - 1] = "一是改了。"
    edited = first._replace(progress="一是改了。", row=first.row._replace(values=values))
    texts = [each.text for each in published(before._replace(problems=(edited, *before.problems[1:]))).paragraphs]
    assert "整改情况:一是改了。" in texts


def test_the_standard_edition_numbers_the_first_real_notice_as_printed(seeds: Path) -> None:
    document = compose(imported(source(seeds, SEED_000)), as_of=AS_OF, audience="public", as_published=False)
    assert [each for each in document.findings if each.severity == "error"] == []
    assert [each.number for each in document.paragraphs if each.level == "h1"] == ["一、", "二、", "三、"]
    items = [each for each in document.paragraphs if each.level == "h4" and "问题台账" in "".join(each.sources)]
    assert [each.number for each in items] == [f"（{number}）" for number in range(1, 32)]


def test_the_standard_edition_restores_the_numbers_that_the_second_one_lost(seeds: Path) -> None:
    document = compose(imported(source(seeds, SEED_002)), as_of=AS_OF, audience="public", as_published=False)
    aspects = [each for each in document.paragraphs if each.level == "h2" and each.sources[0].startswith("问题台账!B")]
    assert [each.number for each in aspects] == ["（一）", "（二）", "（三）", "（四）"]
