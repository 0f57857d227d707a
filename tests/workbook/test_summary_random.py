"""统计汇总 equals `rollup` number by number on ledgers made at random, recalculated by LibreOffice in one batch.

A second engine that shares no line with LibreOffice calculates every formula of the sheet, hidden ones included, again.
"""

from __future__ import annotations

import math
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting import summary_layout as at
from rectify_xl.ledger.reading import reader
from rectify_xl.workbook.file_host import FileBook
from tests.generate import template_filling
from tests.workbook import random_ledgers

AS_OF = date(2026, 9, 28)
SEEDS = range(16)
UNJUDGED = frozenset({5, 11})
"""Ledgers on which nobody ran 预警研判."""
CALCULATED_TWICE = (0, 1, 5, 8)
"""Ledgers of the second engine, which takes five seconds for one: shuffled, unjudged and headed ones among them."""
FEWEST = 5800
"""Cells of the sheet that a formula fills; a second opinion on fewer is none."""


@pytest.fixture(scope="module")
def calculated(soffice: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with all ledgers; `out` holds them as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("random")
    command = find("risks")
    assert command is not None
    for seed in SEEDS:
        path = folder / f"{seed}.xlsx"
        random_ledgers.build(path, seed)
        if seed not in UNJUDGED:
            invoke(command, Request(AS_OF, FileBook(path), options={"write": True}, by="王芳"))
    sources = [str(path) for path in sorted(folder.glob("*.xlsx"))]
    command_line = [*soffice, "--convert-to", "xlsx", "--outdir", str(folder / "out"), *sources]
    subprocess.run(command_line, check=True, capture_output=True, timeout=500)
    return folder


def shown(row: list[Any]) -> tuple[Any, ...]:
    return tuple(row[2:10])


def expected(line: problem_counts.StatusCounts, *, judged: bool) -> tuple[Any, ...]:
    in_time = line.ongoing - line.overdue
    by_day = (line.closed, in_time, line.overdue) if judged else ("未研判",) * 3
    return (line.problems, line.done, by_day[0], line.ongoing, *by_day[1:], line.longterm, line.immediate)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_is_that_of_rollup(calculated: Path, seed: int) -> None:
    """Lines of all three tables, totals, 方面, 大项, measures, rules and relapses."""
    counted = problem_counts.roll_up(reader.read_ledger(FileBook(calculated / f"{seed}.xlsx").read()), AS_OF)
    rows = template_filling.cells(calculated / "out" / f"{seed}.xlsx", "统计汇总")
    judged = seed not in UNJUDGED
    for table, lines in (
        (at.ASPECTS, counted.aspects),
        (at.DEPARTMENTS, counted.departments),
        (at.LEADERS, counted.leaders),
    ):
        assert {row[1]: shown(row) for row in rows[table.first - 1 : table.loose] if row[2] not in ("", 0)} == {
            line.title: expected(line, judged=judged) for line in lines
        }
        assert shown(rows[table.total - 1]) == expected(counted.total, judged=judged)
    assert rows[3][9:11] == [counted.named_aspects, counted.groups]
    measures = rows[at.MEASURE_HEADER : at.MEASURE_LAST]
    assert [row[2] for row in measures[:3]] == [counted.measures, counted.actions, counted.regulations]
    assert [row[3] for row in measures[:2]] == [counted.measures_done, counted.actions_done]
    again = counted.relapses.total if counted.relapses else None
    assert rows[at.REOPENED - 1][2] == (again.problems if again and again.problems else "")
    assert rows[4][1].startswith("相符")


@pytest.mark.parametrize("seed", CALCULATED_TWICE)
def test_a_second_engine_calculates_every_cell_alike(calculated: Path, seed: int) -> None:
    """No formula is left out: see `second_engine` for the two things that it is told."""
    pytest.importorskip(
        "formulas", reason="formulas is not installed: `make test` installs what requirements/dev.lock names"
    )
    from tests.workbook import second_engine

    engine = second_engine.SecondEngine(calculated / f"{seed}.xlsx")
    rows = template_filling.cells(calculated / "out" / f"{seed}.xlsx", "统计汇总")
    width = max(map(len, rows))
    there = {place: rows[place[0] - 1][place[1] - 1] for place in engine.formulas if place[1] <= width}
    mine = {place: engine.cell(*place) for place in engine.formulas}
    assert len(there) == len(mine) >= FEWEST
    assert {place: value for place, value in mine.items() if not _same(value, there[place])} == {}


def _same(first: Any, second: Any) -> bool:
    """Tell whether two cells show the same; LibreOffice writes fifteen digits."""
    if isinstance(first, str) or isinstance(second, str):
        return bool(str(first) == second)
    return math.isclose(first, second, rel_tol=1e-12)
