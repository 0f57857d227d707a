"""Who was not counted for a month is compared with the month before: a report left out hides no deletion."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.system.digests import file_sha256
from tests.consolidated_units import AS_OF, consolidate

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")
JULY, AUGUST = date(2026, 7, 31), date(2026, 8, 31)
OLD = "上期没有计入，与2026-07（截至2026-07-31）比"
OTHER_ROUND = "上期报的是另一轮次，与2026-07（截至2026-07-31）比"


def unit_of(path: Path) -> str:
    """Return the unit that a ledger names."""
    info = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["基本信息"]}
    return str(info["单位名称"])


def edit(path: Path, change: Callable[[Worksheet, Mapping[str, Any]], object]) -> None:
    """Change 问题台账 and 基本信息 of a ledger."""
    book = openpyxl.load_workbook(path)
    change(book["问题台账"], {str(row[0].value): row[1] for row in book["基本信息"]})
    book.save(path)


def without_row(sheet: Worksheet, _: Mapping[str, Any]) -> None:
    """Delete the first problem."""
    sheet.delete_rows(2)


def called_otherwise(sheet: Worksheet, info: Mapping[str, Any]) -> None:
    """Delete the first problem under another name."""
    sheet.delete_rows(2)
    info["单位名称"].value = "换了名称的局"


def of_another_round(sheet: Worksheet, info: Mapping[str, Any]) -> None:
    """Make it a ledger of another round with other problems."""
    info["巡察轮次"].value = "另一轮巡察"
    column = next(int(cell.column or 0) for cell in sheet[1] if cell.value == "具体问题")
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, column).value = f"另一轮的第{row}件事，某处管理松散"


class Periods(NamedTuple):
    """The store of July and August, what the third month sends in, and its answer; the units by what they do."""

    store: Path
    folder: Path
    workbook: Path
    page: Path
    data: Mapping[str, Any]
    names: Mapping[str, str]


ROLES = ("steady", "silent", "broken", "switched", "renamed", "idle")


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Periods:
    """All are counted in July; in August one is; in September all are, four of them without their first problem."""
    home = tmp_path_factory.mktemp("三期")
    paths, names = {}, {}
    for folder in ("七月", "八月", "九月"):
        (home / folder).mkdir()
    for number, role in enumerate(ROLES):
        path = write(home / "七月", UnitPlan(3, number, 6, 0, AS_OF))
        names[role] = unit_of(path)
        paths[role] = path.name
        shutil.copy2(path, home / "九月")
        if role in ("steady", "switched", "broken"):
            shutil.copy2(path, home / "八月")
    (home / "八月" / paths["broken"]).write_bytes(b"PK\x03\x04")
    edit(home / "八月" / paths["switched"], of_another_round)
    for role, change in (
        ("silent", without_row),
        ("broken", without_row),
        ("switched", without_row),
        ("renamed", called_otherwise),
    ):
        edit(home / "九月" / paths[role], change)
    options = ("--store", home / "库", "--workers", "1")
    consolidate(home / "七月", *options, as_of=JULY)
    consolidate(home / "八月", *options, as_of=AUGUST)
    workbook, page = home / "九月.xlsx", home / "看板.html"
    data = consolidate(home / "九月", "-o", workbook, "--dashboard", page, *options).data
    return Periods(home / "库", home / "九月", workbook, page, data, names | {"renamed": "换了名称的局"})


def sheet_rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    head = int(str(book[sheet].print_title_rows).rpartition("$")[2])
    return list(book[sheet].iter_rows(values_only=True))[head:]


def test_who_was_not_counted_is_compared_with_the_month_before(third: Periods) -> None:
    """Nobody is new: the sheet says of which month the numbers are, and sums of two months are not mixed."""
    lines = {row[0]: row for row in sheet_rows(third.workbook, "与上期对比")}
    kinds = {role: lines[name][1] for role, name in third.names.items()}
    assert kinds == {
        "steady": "没有变化",
        "silent": "隔期对比",
        "broken": "隔期对比",
        "switched": "隔期对比",
        "renamed": "疑似改名",
        "idle": "隔期对比",
    }
    for role in ("silent", "broken", "switched", "renamed"):
        line = lines[third.names[role]]
        assert (line[2], line[3], line[4], line[13]) == (6, 5, -1, 1)
        assert line[14].startswith(OTHER_ROUND if role == "switched" else OLD)
    assert lines[third.names["idle"]][14] == f"{OLD}；没有变化"
    assert lines["两期可比的1家"][2:5] == (6, 6, 0)
    assert lines["隔期对比的5家"][2:5] == (30, 26, -4)
    assert lines["隔期对比的5家"][13] == 4
    assert (lines["合计"][2:5], lines["合计"][13]) == ((12, 32, None), None)


def test_what_they_deleted_is_named_and_warned_of(third: Periods) -> None:
    """HZ211 of each, and the problem with its month; the file of two months ago is told, too."""
    gone = sheet_rows(third.workbook, "少了的问题")
    assert {(row[0], row[3]) for row in gone} == {
        (third.names[role], "2026-07") for role in ("silent", "broken", "switched", "renamed")
    }
    with duckdb.connect(str(third.store / "汇总.duckdb"), read_only=True) as database:
        warned = database.execute("SELECT unit, code, seen FROM warnings WHERE code IN ('HZ203', 'HZ210', 'HZ211')")
        seen = {(unit, code): text for unit, code, text in warned.fetchall()}
    for role in ("silent", "broken", "renamed"):
        assert seen[third.names[role], "HZ211"].endswith(f"逐个列在《少了的问题》；{OLD}")
    assert seen[third.names["switched"], "HZ211"].endswith(OTHER_ROUND)
    assert seen[third.names["renamed"], "HZ210"].startswith("上期没有这个名称，多数问题与上次的“")
    carried = "计入的是更早（2026-07）就有的那一份，继续整改的还是那"
    assert seen[third.names["idle"], "HZ203"].startswith(carried)
    assert seen[third.names["idle"], "HZ203"].endswith(OLD)


def test_the_answer_and_the_page_say_with_which_month(third: Periods) -> None:
    """The last period stays the last one; how many more were done since is shown only against that."""
    assert third.data["earlier"] == "2026-08"
    over_gap = third.data["compared_over_gap"]
    assert {line["unit"] for line in over_gap} == {third.names[role] for role in ROLES if role != "steady"}
    assert {(line["period"], line["as_of"]) for line in over_gap} == {("2026-07", "2026-07-31")}
    text = third.page.read_text(encoding="utf-8")
    assert "隔期对比5家，不在上面的数里。" in text
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    place = {name: at for at, name in enumerate(data["fields"])}
    moved = {row[place["unit"]]: row[place["moved"]] for row in data["units"]}
    assert {name for name, number in moved.items() if number is not None} == {third.names["steady"]}


def test_an_older_month_that_is_damaged_is_told(third: Periods, tmp_path: Path) -> None:
    """It is only asked for where it is needed; then nobody is compared with it, and the answer says so."""
    store = Path(shutil.copytree(third.store, tmp_path / "库"))
    next(store.rglob("2026-07-31*/problems-*.parquet")).unlink()
    answer = consolidate(third.folder, "--store", store).data
    assert answer["compared_over_gap"] == []
    assert any("更早的“2026-07”的记录缺失" in sentence for sentence in answer["caveats"])
    steady = tmp_path / "一家"
    steady.mkdir()
    shutil.copy2(next(path for path in third.folder.iterdir() if unit_of(path) == third.names["steady"]), steady)
    answer = consolidate(steady, "--store", store).data
    steady_unit = third.names["steady"]
    carried = f"“{steady_unit}”本期没有报来新的台账，合计里是上期（2026-08）就有的那一份。"
    assert (answer["accepted"], answer["caveats"]) == (1, [carried])


@pytest.mark.parametrize(("lacking", "compared"), [(("address",), False), (("returned", "returned_words"), True)])
def test_results_of_another_program_are_compared_with_where_they_say_enough(
    third: Periods, tmp_path: Path, lacking: tuple[str, ...], *, compared: bool
) -> None:
    """A table that lacks a column is told with its period and the remedy; but for those that came later."""
    store = Path(shutil.copytree(third.store, tmp_path / "库"))
    (manifest,) = store.rglob("2026-08-31*/manifest.json")
    (entry,) = json.loads(manifest.read_text(encoding="utf-8"))
    part = manifest.with_name(entry["names"]["problems"])
    rows = duckdb.read_parquet(str(part))
    columns = (duckdb.ColumnExpression(name) for name in rows.columns if name not in lacking)
    rows.select(*columns).write_parquet(f"{part}.new")
    part.with_name(f"{part.name}.new").replace(part)
    entry["sums"]["problems"] = file_sha256(part)
    manifest.write_text(json.dumps([entry]), encoding="utf-8")
    answer = consolidate(third.folder, "--store", store).data
    assert (answer["earlier"] is not None) is compared
    assert any("别的版本的程序做的" in sentence for sentence in answer["caveats"]) is not compared
