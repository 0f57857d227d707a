"""What the demo adds to its ledger fits the sheets and finds its rows."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.commands import demo
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook

FOLDER = resources.path(*demo.FILLING)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_file_is_a_sheet_and_its_header_are_columns(path: Path) -> None:
    """A file or column with a name that the layout does not know would be left out in silence."""
    sheet = schema.by_name(path.stem)
    assert sheet is not None
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert set(header) <= {column.name for column in sheet.columns}


def test_the_demo_shows_a_ledger_that_an_office_has_filled_in(tmp_path: Path) -> None:
    """Every problem has its department and leader; closings, look-backs and evidence stand in their sheets."""
    outcome = demo.run(Request(date(2026, 11, 22), options={"output": str(tmp_path)}))
    found = reader.read_ledger(FileBook(tmp_path / demo.LEDGER).read())
    assert [each.id for each in found.problems if not (each.department and each.lead and each.person)] == []
    assert (len(found.closures), len(found.reviews), len(found.evidence)) == (7, 3, 6)
    steps = outcome.data["steps"]
    assert isinstance(steps, dict)
    assert steps["check"]["errors"] == 0
    assert [path.name for path in sorted((tmp_path / demo.LETTERS).iterdir())] == [
        "01_督办通知书_采编部_2026-11-22.docx",
        "02_督办通知书_财务室_2026-11-22.docx",
    ]


def test_the_demo_runs_again_where_it_ran_before(tmp_path: Path) -> None:
    """Every file of the first run is replaced and kept among the backups."""
    request = Request(date(2026, 11, 22), options={"output": str(tmp_path)})
    demo.run(request)
    made = sorted(path.name for path in tmp_path.iterdir())
    demo.run(request)
    assert sorted(path.name for path in tmp_path.iterdir()) == made
    kept = {path.name.split("_")[0] for path in (tmp_path / "rectify_xl_备份").glob("*_覆盖前.*")}
    assert kept >= {"汇总表", "挂图作战", "月通报", "周调度表", "整改情况报告", "核稿意见"}
