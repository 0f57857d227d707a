"""Trials after public reports: what decides whether a row is printed is there and readable, or the notice stops."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.test_cli import call

TRIALS = Path(__file__).resolve().parents[3] / "shared" / "trials"
pytestmark = pytest.mark.skipif(not TRIALS.is_dir(), reason="the trials are not beside this checkout")


def notice(name: str, folder: Path) -> tuple[int, str, str]:
    """Return the exit code of `notice`, what it said and what it wrote."""
    book, paper = folder / "台账.xlsx", folder / "通报.txt"
    if not book.exists():
        shutil.copyfile(TRIALS / f"{name}.xlsx", book)
    done = call("notice", str(book), "--as-of", "2026-09-28", "-o", str(paper))
    told = "".join((done.stdout + done.stderr).split())
    return done.returncode, told, paper.read_text(encoding="utf-8") if paper.exists() else ""


def test_a_renamed_flag_stops_the_notice_and_is_named(tmp_path: Path) -> None:
    status, told, printed = notice("x01_renamed_flag", tmp_path)
    assert (status, printed) == (2, "")
    assert "W1『是否公开』可能就是它，请改回“公开”" in told


def test_a_merged_flag_holds_for_all_its_rows(tmp_path: Path) -> None:
    """公开 = 否 over P002 and P003: neither is printed, and `check` names the merged cells."""
    status, _, printed = notice("x02_merged_flag", tmp_path)
    assert (status, "集中学习走过场" in printed) == (0, True)
    assert [word in printed for word in ("巡检", "公务用车")] == [False, False]
    checked = call("check", str(tmp_path / "台账.xlsx"), "--as-of", "2026-09-28", "--json").stdout
    assert "『公开』有1处上下合并（W3:W4），读作各行都是“否”。" in checked


def test_names_of_every_kind_are_covered_or_stop_the_notice(tmp_path: Path) -> None:
    _, _, printed = notice("x05_names", tmp_path)
    names = ("肖建国", "古丽米热·艾比布力", "王𬭚生", "扎西次仁")
    assert [name for name in names if name in printed] == []


@pytest.mark.parametrize(
    ("sheet", "cell", "name"),
    [
        ("问题台账", "G1", "牵头领导"),
        ("问题台账", "I1", "责任人"),
        ("整改措施", "G1", "责任人"),
        ("销号登记", "F1", "验收人"),
        ("回头看", "F1", "检查人"),
    ],
)
def test_a_renamed_column_of_people_stops_the_notice(sheet: str, cell: str, name: str, tmp_path: Path) -> None:
    """The names in it would not be known, and so would be printed."""
    workbook = load_workbook(TRIALS / "x00_plain.xlsx")
    assert workbook[sheet][cell].value == name
    workbook[sheet][cell] = "经手的同志"
    workbook.save(tmp_path / "台账.xlsx")
    status, told, printed = notice("x00_plain", tmp_path)
    assert (status, printed) == (2, "")
    assert f"《{sheet}》没有『{name}』列，{cell}『经手的同志』可能就是它" in told


def test_a_picture_of_wps_is_called_one_and_nobody_is_told_to_damage_it(tmp_path: Path) -> None:
    shutil.copyfile(TRIALS / "x16_picture_cell.xlsx", tmp_path / "台账.xlsx")
    told = call("check", str(tmp_path / "台账.xlsx"), "--as-of", "2026-09-28", "--json").stdout
    assert "里是WPS的单元格图片（公式DISPIMG），不是文字" in told
    assert "删去P3开头的" not in told
