"""docs/汇总数据.md tells what stands in the store: every column, every warning, and queries that run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rectify_xl.commands import consolidate, demo_units
from rectify_xl.commands.outcome import Request
from rectify_xl.documents.consolidated import database
from rectify_xl.supervision.consolidation.unit_warnings import RULES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "汇总数据.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
COUNTS = ["problems", "done", "ongoing", "longterm", "immediate", "overdue", "closed"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the demo: twelve units, two months."""
    out = tmp_path_factory.mktemp("演示")
    demo_units.put_together(out, Request(date(2026, 11, 22)))
    return out / demo_units.FOLDER / consolidate.STORE


@pytest.fixture
def opened(store: Path) -> Any:
    with duckdb.connect(str(store / database.DATABASE), read_only=True) as connection:
        yield connection


def described() -> dict[str, list[str]]:
    """Return the columns of each table as the page names them."""
    tables = {}
    for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        lines = re.findall(r"^\| (`.*?) \|", part.partition("\n## ")[0], re.MULTILINE)
        tables[part.partition("：")[0]] = [name for line in lines for name in re.findall(r"`(\w+)`", line)]
    return tables


def test_every_table_and_column_is_described(opened: Any) -> None:
    """In their order; none is missing, none is invented."""
    columns: dict[str, list[str]] = {}
    query = "SELECT table_name, column_name FROM information_schema.columns ORDER BY table_name, ordinal_position"
    for table, column in opened.execute(query).fetchall():
        columns.setdefault(table, []).append(column)
    assert described() == columns
    assert columns["history"][4:11] == COUNTS


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_every_query_of_the_page_runs(opened: Any, number: int) -> None:
    """And finds something in the demo, but for the one that compares numbers and must find nothing."""
    answer = opened.execute(QUERIES[number]).fetchall()
    if "HAVING units.problems <>" in QUERIES[number]:
        assert answer == []
    else:
        assert answer


def test_the_query_of_parquet_files_runs(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of eleven files of this month can be used, and all twelve of the last."""
    (query,) = re.findall(r"```sql parquet\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(store)
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [(23, 22)]


def test_the_comparison_of_numbers_finds_what_is_wrong(store: Path, tmp_path: Path) -> None:
    """A problem taken out of a copy is found by the query that must find nothing."""
    copy = tmp_path / database.DATABASE
    copy.write_bytes((store / database.DATABASE).read_bytes())
    (query,) = [query for query in QUERIES if "HAVING units.problems <>" in query]
    with duckdb.connect(str(copy)) as connection:
        connection.execute("DELETE FROM problems WHERE place = 0 AND id = 'P001'")
        assert [row[0] for row in connection.execute(query).fetchall()] == ["青林县西南镇"]


def test_every_warning_is_described() -> None:
    """By the measure by which it is raised."""
    for kind, rule in RULES:
        assert f"| {kind.code} | {kind.title} | {rule} |" in PAGE
