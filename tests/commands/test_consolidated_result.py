"""A real run: real ledgers in a folder become the workbook and the page, twice, and the second tells what moved."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands import consolidate as command
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.consolidation.latest import Sorted
from rectify_xl.workbook.file_host import FileBook
from tests.consolidated_units import AS_OF, consolidate
from tests.drawn_units import counted, problem

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")
EARLIER = date(2026, 8, 31)


class TwoPeriods(NamedTuple):
    """The folder of the ledgers, what the second run answered, and what it wrote."""

    folder: Path
    data: Mapping[str, Any]
    workbook: Path
    page: Path


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> TwoPeriods:
    """Five units in August; in September one of them has undone a problem, and one is new."""
    home = tmp_path_factory.mktemp("汇总")
    folder = home / "来文"
    folder.mkdir()
    paths = [write(folder, UnitPlan(3, number, 6, 0, AS_OF)) for number in range(5)]
    options = ("--store", home / "库", "--workers", "1")
    consolidate(folder, "-o", home / "八月.xlsx", *options, as_of=EARLIER)
    book = openpyxl.load_workbook(paths[0])
    sheet = book["问题台账"]
    names = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
    done = next(row for row in range(2, 8) if sheet.cell(row, names["完成程度"]).value == "已完成")
    sheet.cell(done, names["完成程度"]).value = "整改中"
    book.save(paths[0])
    write(folder, UnitPlan(3, 5, 6, 0, AS_OF))
    workbook, page = home / "九月.xlsx", home / "看板.html"
    data = consolidate(folder, "-o", workbook, "--dashboard", page, *options).data
    return TwoPeriods(folder, data, workbook, page)


def rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    head = int(str(book[sheet].print_title_rows).rpartition("$")[2])
    return list(book[sheet].iter_rows(values_only=True))[head:]


def test_the_workbook_sums_what_each_ledger_says_itself(september: TwoPeriods) -> None:
    """Every line is that unit's own 汇总统计 of the day, and the last one their sum."""
    own = {}
    for path in september.folder.iterdir():
        ledger = reader.read_ledger(FileBook(path).read())
        total = problem_counts.roll_up(ledger, AS_OF).total
        own[ledger.info_text("单位名称")] = (total.problems, total.done, total.ongoing, total.overdue, total.longterm)
    lines = rows(september.workbook, "各单位")
    assert {row[0]: (row[4], row[5], row[7], row[8], row[9]) for row in lines[:-1]} == own
    assert lines[-1][4] == sum(numbers[0] for numbers in own.values())


def test_every_link_leads_to_the_row_of_that_problem(september: TwoPeriods) -> None:
    """Opened, the file beside the result has the same words in the row that the link names."""
    sheet = openpyxl.load_workbook(september.workbook)["明细"]
    books: dict[str, Any] = {}
    followed = 0
    for row in sheet.iter_rows(min_row=4):
        link = row[17].hyperlink
        assert link is not None
        name, place = str(link.target), str(link.location)
        if name not in books:
            books[name] = openpyxl.load_workbook(september.workbook.parent / name)
        tab, _, ref = place.replace("'", "").partition("!")
        assert books[name][tab][ref].value == row[2].value
        followed += 1
    assert followed == 36


@pytest.fixture(scope="module")
def sloppy(tmp_path_factory: pytest.TempPathFactory) -> TwoPeriods:
    """Six units with many slips and a table of another layout, twice, the second time with more slips."""
    home = tmp_path_factory.mktemp("差错")
    folder = home / "来文"
    folder.mkdir()
    paths = [write(folder, UnitPlan(21, number, 12, 0.4, AS_OF)) for number in range(6)]
    foreign = openpyxl.Workbook()
    for row in (
        ["青林县水利局巡察反馈问题整改台账"],
        ["序号", "反馈问题", "整改措施", "责任科室", "整改时限", "完成情况"],
        [1, "会议记录不全", "补齐记录", "办公室", "尽快", "√"],
        [2, "账目公示不及时", "每月公示", "财务科", "2026年8月31日", None],
        ["注：数据截至9月30日"],
    ):
        foreign.worksheets[0].append(row)
    foreign.save(folder / "水利局.xlsx")
    options = ("--store", home / "库", "--workers", "1")
    consolidate(folder, "-o", home / "八月.xlsx", *options, as_of=EARLIER)
    for path in paths:
        book = openpyxl.load_workbook(path)
        sheet, measures = book["问题台账"], book["整改措施"]
        names = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
        sheet.cell(3, names["完成程度"]).value = None
        sheet.cell(4, names["完成程度"]).value = "差不多了"
        sheet.cell(5, names["后续要求"]).value = "看情况"
        sheet.cell(6, names["整改时限"]).value = "尽快"
        sheet.cell(7, names["责任科室"]).value = "别的科室"
        sheet.cell(8, names["即知即改"]).value = "是"
        measures.cell(3, next(int(cell.column or 0) for cell in measures[1] if cell.value == "完成程度")).value = "在办"
        book.save(path)
    workbook, page = home / "九月.xlsx", home / "看板.html"
    data = consolidate(folder, "-o", workbook, "--dashboard", page, *options).data
    return TwoPeriods(folder, data, workbook, page)


def bare_cells(text: str) -> list[str]:
    """Return the cells that a sentence names without their sheet; what is quoted was typed by a unit."""
    plain = re.sub(r"“[^”]*”|(?:RX|HZ)\d+", "", text)
    return [match[0] for match in re.finditer(r"(?<![A-Za-z0-9》:-])[A-Z]{1,2}[1-9]\d{0,4}(?![\d-])", plain)]


def test_every_sentence_about_a_unit_says_where_it_is_seen(sloppy: TwoPeriods) -> None:
    """The sheet of each cell and the file, for who has only the result before him; a count, which problems it means."""
    units = {str(row[0]).rstrip("*") for row in rows(sloppy.workbook, "各单位")}
    about = [row for row in rows(sloppy.workbook, "说明") if row[0] in units]
    assert len(about) > 20
    assert [(row[0], bare_cells(row[1])) for row in about if bare_cells(row[1])] == []
    assert all(row[2] and str(row[2]).endswith(".xlsx") for row in about)
    assert {row[0]: row[1] for row in about}["青林县水利局"].endswith(
        "没有收入的2处：《Sheet》A5“注：数据截至9月30日”、《Sheet》A1“青林县水利局巡察反馈问题整改台账”。"
    )
    warnings = rows(sloppy.workbook, "预警")
    assert [row[3] for row in warnings if bare_cells(row[3])] == []
    moved = [row[-1] for row in rows(sloppy.workbook, "与上期对比") if row[-1] and "个" in str(row[-1])]
    assert moved
    for clause in (clause for text in moved for clause in str(text).split("；")):
        assert re.search(r"个（|^逾期多", clause), clause


def test_what_the_first_page_counts_is_marked_in_the_details(sloppy: TwoPeriods) -> None:
    """Support, the last round and common problems: as many rows bear the mark as are counted."""
    marks = [str(row[15] or "").split("、") for row in rows(sloppy.workbook, "明细")]
    lines = [str(row[0].value) for row in openpyxl.load_workbook(sloppy.workbook)["总览"].iter_rows(max_row=5)]
    aside = next(line for line in lines if "看汇总表《明细》的“状态”“标注”两栏" in line)
    for word, mark in (("需要上级支持的", "需上级支持"), ("上一轮就指出过的", "上轮问题")):
        found = re.search(rf"{word}(\d+)个", aside)
        assert (int(found[1]) if found else 0) == sum(mark in row for row in marks)
    for row in rows(sloppy.workbook, "共性问题"):
        assert sum(f"共性{row[0]}" in mark for mark in marks) == row[3]


def test_the_page_names_sheets_as_those_of_the_workbook(sloppy: TwoPeriods) -> None:
    """It has none itself; and no problem stands twice in one line."""
    text = sloppy.page.read_text(encoding="utf-8")
    assert re.findall(r"(?<!汇总表)《(?:明细|少了的问题|完成又退回|校验错误)》", text) == []
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    assert data["warnings"]
    for _, _, _, seen, ids, _ in data["warnings"]:
        assert [name for name in ids.split("、") if name and name in seen] == []


def test_ledgers_of_a_later_state_are_named() -> None:
    """Which of the units are not as they were on the day; the one of the day is not."""
    units = [counted(name, [problem(1)]) for name in ("甲局", "乙局", "丙局")]
    files = [unit.file._replace(received=datetime(2026, 12, 2)) for unit in units]  # noqa: DTZ001 - the office's own clock
    days = (datetime(2026, 11, 30), datetime(2026, 10, 1), datetime(2026, 11, 9))  # noqa: DTZ001 - as above
    stated = tuple(unit._replace(file=file, reported=day) for unit, file, day in zip(units, files, days, strict=True))
    (sentence,) = command.caveats((), None, Sorted(stated, (), (), None), AS_OF)
    assert sentence.startswith(
        "“甲局”、“丙局”的台账是截至日15天以后的（最晚2026-11-30，各在哪天看《各单位》的“台账更新到”）"
    )


def test_the_month_before_is_compared(september: TwoPeriods) -> None:
    """The new unit is named, and so is the problem that was done in August."""
    kinds = [row[1] for row in rows(september.workbook, "与上期对比")]
    assert kinds.count("本期新增") == 1
    (back,) = rows(september.workbook, "完成又退回")
    assert back[4] == "整改中"
    assert "HZ204" in {row[6] for row in rows(september.workbook, "预警")}
    assert september.data["earlier"] == "2026-08"


def test_the_page_tells_the_same_totals(september: TwoPeriods) -> None:
    """What the page holds for its table are the counts of the answer."""
    text = september.page.read_text(encoding="utf-8")
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    place = {name: at for at, name in enumerate(data["fields"])}
    assert {row[place["unit"]]: row[place["problems"]] for row in data["units"]} == {
        unit["unit"]: unit["problems"] for unit in september.data["units"]
    }
    assert september.data["dashboard"] == str(september.page)


def test_a_page_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    """Nobody waits for thousands of files to be told that the name of the page is wrong."""
    (tmp_path / "来文").mkdir()
    answer = consolidate(tmp_path / "来文", "-o", tmp_path / "汇总.xlsx", "--dashboard", tmp_path / "看板.pdf")
    assert answer.status == 2
    assert "看板的文件名应以 .html" in answer.said
    assert not (tmp_path / "汇总库").exists()
