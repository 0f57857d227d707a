"""The old ledgers and notices of `../shared/training` are read as a clerk would read them.

Where this checkout stands without them the tests say so and are skipped (RECTIFY_XL_TRAINING names another folder).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import expected_ledgers
from tests.conftest import ROOT
from tests.expected_ledgers import ImportedCase, readings, squeezed

LEDGERS = (
    "k01_science_bureau.xlsx",
    "k02_forestry_bureau.xlsx",
    "k03_heating_company.xlsx",
    "k04_middle_school.xls",
    "k05_health_centre.xlsx",
    "k06_approval_bureau.xlsx",
    "k07_subdistrict.ods",
    "k08_agritech_centre.xls",
    "k09_ethnic_affairs.xlsx",
    "k10_sasac.xlsx",
)
OWN_GAPS = {
    "RX202": "columns that the office does not keep, such as 责任人",
    "RX203": "no 反馈日期 in the old ledger",
    "RX204": "lines of 基本信息 of which an old ledger says nothing",
    "RX402": "a day that does not exist, kept as it was written",
    "RX405": "a day without a year",
    "RX704": "finished, but the office did not write when",
    "RX705": "long-term, but the office did not write since when",
    "RX707": "a remainder without a deadline",
    "RX710": "long-term, but nothing says how often",
}
"""Findings of 填报 that an imported ledger may have, each a gap of the office's own ledger."""
ERRORS = {
    "k02_forestry_bureau.xlsx": ["RX203"],
    "k04_middle_school.xls": ["RX203"],
    "k05_health_centre.xlsx": ["RX203", "RX402"],
    "k07_subdistrict.ods": ["RX203"],
    "k09_ethnic_affairs.xlsx": ["RX203"],
}
"""The only errors: no 反馈日期 anywhere in the file, and 2025.6.31, which the office must correct itself."""
REPORTED = {
    "k01_science_bureau.xlsx": ["IL106"],
    "k02_forestry_bureau.xlsx": ["IL109"],
    "k03_heating_company.xlsx": [],
    "k04_middle_school.xls": ["IL109", "IL112"],
    "k05_health_centre.xlsx": ["IL105", "IL109", "IL112"],
    "k06_approval_bureau.xlsx": ["IL103"],
    "k07_subdistrict.ods": ["IL107", "IL109"],
    "k08_agritech_centre.xls": ["IL104"],
    "k09_ethnic_affairs.xlsx": ["IL109"],
    "k10_sasac.xlsx": ["IL107"],
}
"""What the import tells of each: year inferred, day impossible, state by colour or progress, hidden rows …"""
NOTICE_PROBLEMS = {
    "t01_education_bureau.txt": 10,
    "t02_transport_bureau.txt": 8,
    "t03_culture_tourism.html": 9,
    "t03_culture_tourism.txt": 9,
    "t04_natural_resources.docx": 10,
    "t04_natural_resources.txt": 10,
    "t05_water_group.html": 8,
    "t05_water_group.txt": 8,
    "t06_township.txt": 6,
    "t07_housing_fund.txt": 7,
    "t08_meteorological.docx": 6,
    "t08_meteorological.html": 6,
    "t09_civil_affairs.txt": 9,
    "t10_statistics.txt": 7,
    "t11_grain_reserve.txt": 8,
    "t12_archives.docx": 7,
    "t12_archives.txt": 7,
}


class Case(NamedTuple):
    """An old ledger of the training set, imported, and what is expected of it."""

    name: str
    imported: ImportedCase
    expected: expected_ledgers.Data


@pytest.fixture(scope="session")
def training() -> Path:
    """Return the folder of the training files, or skip where this checkout stands without them."""
    folder = Path(os.environ.get("RECTIFY_XL_TRAINING") or ROOT.parent / "shared" / "training")
    if not folder.is_dir():
        pytest.skip(f"the training files are not here: {folder} is missing (set RECTIFY_XL_TRAINING)")
    return folder


@pytest.fixture(scope="module", params=LEDGERS, ids=lambda name: name.partition("_")[0])
def case(request: pytest.FixtureRequest, training: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return one old ledger, imported once for all tests of it."""
    source = training / "ledgers" / request.param
    expected = json.loads((source.parent / f"{source.stem}.expected.json").read_text(encoding="utf-8"))
    return Case(source.name, expected_ledgers.imported(source, tmp_path_factory.mktemp("ledgers")), expected)


def test_an_old_ledger_is_read_as_expected(case: Case) -> None:
    """Title, unit, aspects, groups, problems, states, deadlines, people and measures: all as the clerk meant them."""
    assert case.imported.status == 0, case.imported.errors
    assert [reading.what for reading in readings(case.imported.dump, case.expected) if not reading.right] == []


def test_what_is_no_data_becomes_no_problem(case: Case) -> None:
    """Titles, subtotals, samples, notes and page numbers stand in no row, and a sheet without problems is told."""
    problems = {squeezed(problem["problem"]) for problem in case.imported.dump["problems"]}
    assert problems == {squeezed(problem["problem"]) for problem in case.expected["problems"]}
    used = {sheet["sheet"] for sheet in case.imported.report["sheets"] if sheet["read"]}
    assert used == {sheet["name"] for sheet in case.expected["sheets"] if sheet["role"] == "data"}
    assert all(item["reason"] for item in case.imported.report["left_out"])


def test_the_import_tells_what_a_person_must_know(case: Case) -> None:
    """A year that was inferred, a day that does not exist, hidden rows, a state that was read from colours."""
    assert sorted({finding["code"] for finding in case.imported.report["findings"]}) == REPORTED[case.name]


def test_an_imported_ledger_has_only_the_gaps_of_the_office(case: Case) -> None:
    """Nothing that the import itself wrote is an error under 填报, and every finding is about the office's own gap."""
    findings = case.imported.findings
    assert {finding["code"] for finding in findings} <= OWN_GAPS.keys()
    errors = [finding["code"] for finding in findings if finding["severity"] == "error"]
    assert errors == ERRORS.get(case.name, [])


@pytest.mark.parametrize("name", NOTICE_PROBLEMS)
def test_a_notice_is_read_as_expected(name: str, training: Path, tmp_path: Path) -> None:
    """Every problem of a notice stands in the ledger under its aspect, with its state and number of measures."""
    source = training / "notices" / name
    stem = name.rpartition(".")[0]
    expected = json.loads((source.parent / f"{stem}.expected.json").read_text(encoding="utf-8"))
    assert len(expected["items"]) == NOTICE_PROBLEMS[name]
    target = str(tmp_path / "l.xlsx")
    status, _, errors = expected_ledgers.run("import", str(source), "-o", target, "--as-of", expected["meta"]["date"])
    assert status == 0, errors
    dump = json.loads(expected_ledgers.run("dump", target, "--json")[1])
    assert _misread(dump, expected) == []


def _misread(dump: expected_ledgers.Data, expected: expected_ledgers.Data) -> list[str]:
    """Return what of a notice is read wrong; the text of the bodies is compared elsewhere."""
    problems = dump["problems"]
    if len(problems) != len(expected["items"]):
        return [f"{len(problems)} problems, not {len(expected['items'])}"]
    wrong = []
    for problem, item in zip(problems, expected["items"], strict=True):
        pairs = [
            ("title", _bare(problem["title"]), _bare(item["heading"])),
            ("problem", _bare(problem["problem"]), _bare(item["problem"])),
            ("place", (problem["aspect"], problem["group"]), (item["aspect"], item["group"])),
            ("completion", problem["completion"], item["completion"]),
            ("immediate", bool(problem["immediate"]), item["immediate"]),
        ]
        if item["completion"] == "已完成":
            pairs.append(("follow_up", problem["follow_up"] or "无", item["follow_up"] or "无"))
        if item["measures"] is not None:
            pairs.append(("measures", len(problem["measures"]), item["measures"]))
        wrong += [f"[{item['no']}] {what} {value!r}, not {right!r}" for what, value, right in pairs if value != right]
    return wrong


def _bare(text: str | None) -> str:
    return squeezed(text).translate(str.maketrans("‘’", "“”"))
