"""Every source of the training set is merged into a blank ledger and into itself; copies of a ledger come back."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from generate import ledger_builder
from rectify_xl.commands import import_into
from rectify_xl.commands.outcome import Request
from rectify_xl.intake import ledger_as_source
from rectify_xl.intake.imported_rows import ImportedRows, over_blank
from rectify_xl.intake.merging.merge_plan import MergePlan, Take, merge_changes
from rectify_xl.intake.merging.merge_rows import merge_plan
from rectify_xl.ledger.changes.applied import apply
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from tests.conftest import ROOT

MARK = "2025-09-28由“来源.xlsx”导入新增"
SHEETS = ("问题台账", "整改措施", "佐证材料")
SOURCES = (
    *("notices/t01_education_bureau.txt", "notices/t03_culture_tourism.html", "notices/t04_natural_resources.docx"),
    *("notices/t06_township.txt", "notices/t10_statistics.txt", "notices/t12_archives.docx"),
    *("ledgers/k01_science_bureau.xlsx", "ledgers/k02_forestry_bureau.xlsx", "ledgers/k03_heating_company.xlsx"),
    *("ledgers/k04_middle_school.xls", "ledgers/k05_health_centre.xlsx", "ledgers/k06_approval_bureau.xlsx"),
    *("ledgers/k07_subdistrict.ods", "ledgers/k08_agritech_centre.xls", "ledgers/k09_ethnic_affairs.xlsx"),
    "ledgers/k10_sasac.xlsx",
)


@pytest.fixture(scope="module")
def blank() -> RawBook:
    return FileBook(resources.path("workbook_template.xlsx")).read()


def merged(book: RawBook, source: ImportedRows, take: Take) -> tuple[MergePlan, RawBook]:
    """Return what a merge would do and the workbook after it."""
    ledger = reader.read_ledger(book)
    plan = merge_plan(ledger, source, MARK, least=75)
    return plan, apply(book, merge_changes(plan, ledger, take))


def contents(ledger: Ledger, sheet: str) -> list[dict[str, str]]:
    """Return the filled cells of a sheet, without the marks of new rows."""
    rows = ({name: row.text(name) for name in row.headers if row.text(name)} for row in ledger.rows.get(sheet, ()))
    plain = [{**row, "备注": row.get("备注", "").removesuffix(MARK).strip()} for row in rows]
    return [{name: text for name, text in row.items() if text} for row in plain]


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_merged_into_a_blank_ledger_is_what_import_makes_of_it(name: str, blank: RawBook) -> None:
    """The same rows under the same numbers; and the source merged once more changes nothing."""
    path = Path(os.environ.get("RECTIFY_XL_TRAINING") or ROOT.parent / "shared" / "training") / name
    if not path.is_file():
        pytest.skip(f"the training set is not here: {path} is missing (set RECTIFY_XL_TRAINING)")
    request = Request(date(2026, 1, 5), source=str(path), options={"into": str(path.with_name("台账.xlsx"))})
    source = import_into.read_source_rows(request, {}).rows
    imported = reader.read_ledger(apply(blank, over_blank(source)))
    plan, after = merged(blank, source, "update")
    assert plan.conflicts == ()
    ledger = reader.read_ledger(after)
    own = set().union(*source.own_columns.values())
    wanted = [
        [{column: text for column, text in row.items() if column not in own} for row in contents(imported, sheet)]
        for sheet in SHEETS
    ]
    assert [contents(ledger, sheet) for sheet in SHEETS] == wanted
    again, _ = merged(after, source, "update")
    assert (again.added, again.differences, again.conflicts, again.left) == ((), (), (), ())
    assert {entry.column for entry in again.left_out} - own <= {""}


LEDGER = """
[基本信息]
单位名称 | 青石镇党委
反馈日期 | 2025-03-18
[问题台账]
编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 剩余事项 | 公开 | 备注 | 包村干部
P001 | 甲 | 学习走过场 | 党建办 | 2025-09-30 | 整改中 | | | 每周查 | 赵某
P002 | 甲 | 台账不规范 | 农业办 | 2025年9月 | 已完成 | 无 | 是 | |
P003 | 乙 | 学习走过场 | 民政办 | 2025-09-30 | 整改中 | | | |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 完成程度 | 备注
M001-1 | | P001 | 修订学习制度 | 整改中 |
M001-2 | M001-1 | P001 | 印发学习制度 | 整改中 |
M002-1 | | P002、P003 | 统一表样 | 已完成 |
[佐证材料]
编号 | 问题/措施编号 | 名称
E001 | P001 | 学习记录
"""


def book(text: str) -> RawBook:
    return ledger_builder.raw_book(ledger_builder.complete(text))


def copy_of(text: str) -> ImportedRows:
    return ledger_as_source.rows_of_ledger(reader.read_ledger(book(text)))


def test_a_copy_of_a_ledger_says_what_the_ledger_says() -> None:
    """Nothing differs, in whatever way dates, flags and 无 are written in the copy."""
    other = (
        LEDGER.replace("2025-09-30", "2025.9.30")
        .replace("| 无 | 是 |", "| — | |")
        .replace("已完成", " 已完成。")
        .replace("学习走过场", "学习 走过场。")
    )
    plan, after = merged(book(LEDGER), copy_of(other), "update")
    assert plan.of("fill", "change", "keep", "empty") == ()
    assert (plan.added, plan.conflicts, plan.left) == ((), (), ())
    assert after == book(LEDGER)


def test_what_a_department_changed_in_its_copy_is_seen_cell_by_cell() -> None:
    """Its own column, a note below the note that stands there, a new row, new evidence and a part of a measure."""
    changed = (
        LEDGER.replace("| 每周查 | 赵某", "| 已谈话 | 钱某")
        .replace("M002-1 |", "M001-3 | M001-1 | P001 | 抽查学习笔记 | 整改中 | \n    M002-1 |")
        .replace("E001 | P001 | 学习记录", "E001 | P001 | 学习记录\n    E002 | P002 | 新表样")
    )
    plan, after = merged(book(LEDGER), copy_of(changed), "update")
    assert [(one.row_id, one.column, one.old, one.new) for one in plan.of("change")] == [
        ("P001", "备注", "每周查", "每周查\n已谈话"),
        ("P001", "包村干部", "赵某", "钱某"),
    ]
    assert [(new.id, new.cells.get("上级措施", new.cells.get("问题/措施编号"))) for new in plan.added] == [
        ("M001-3", "M001-1"),
        ("E002", "P002"),
    ]
    ledger = reader.read_ledger(after)
    assert ledger.measures[-1].row.text("备注") == MARK
    assert [document.targets for document in ledger.evidence] == [("P001",), ("P002",)]


def test_the_status_of_a_row_is_taken_whole_or_not_at_all() -> None:
    """An older copy that says 整改中 with something left does not leave its rest in a row that is done."""
    ledger = LEDGER.replace("2025年9月 | 已完成 | 无", "2025年9月 | 已完成 | ")
    older = LEDGER.replace("已完成 | 无", "整改中 | 还有3本未补")
    plan, after = merged(book(ledger), copy_of(older), "skip")
    assert {(one.kind, one.column) for one in plan.of("fill", "change")} == {
        ("change", "完成程度"),
        ("change", "剩余事项"),
    }
    assert after == book(ledger)
    _, after = merged(book(ledger), copy_of(older), "update")
    problem = reader.read_ledger(after).problems[1]
    assert (problem.completion, problem.remaining) == ("整改中", "还有3本未补")


@pytest.mark.parametrize(
    ("column", "old", "new", "reason"),
    [
        ("整改时限", "2025-09-30", "2025-12-31", "整改时限只能凭批准的延期改晚"),
        ("整改时限", "2025-09-30", "长期坚持", "整改时限只能凭批准的延期改晚"),
        ("公开", "否", "是", "是否公开由本单位决定"),
        ("关联编号", "", "P002", "关联编号由反弹登记填写"),
    ],
)
def test_what_only_the_office_may_change_is_kept(column: str, old: Raw, new: Raw, reason: str) -> None:
    """It is listed with its reason, and stays as it is."""
    table = f"[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | {column}\nP001 | 甲 | 学习走过场 | 整改中 | "
    plan, after = merged(book(table + str(old)), copy_of(table + str(new)), "update")
    [kept] = plan.of("keep")
    assert kept.column == column
    assert kept.reason.startswith(reason)
    assert plan.of("change", "fill") == ()
    assert after == book(table + str(old))


def test_merged_cells_and_formulas_are_not_written() -> None:
    """A change of 方面 in merged rows would change several problems; a formula would be lost."""
    table = """
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室
    P001 | 甲 | 学习走过场 | <空>
    P002 | | 台账不规范 | 农业办
    <合并> B2:B3
    """
    other = (
        table.replace("甲", "乙")
        .replace("<空>", "党建办")
        .replace("<合并> B2:B3", "")
        .replace("P002 | |", "P002 | 乙 |")
    )
    plan, _ = merged(book(table), copy_of(other), "update")
    assert {(one.row_id, one.column, one.reason) for one in plan.of("keep")} == {
        ("P001", "方面", "这一格是合并的单元格，一改就改了几行"),
        ("P002", "方面", "这一格是合并的单元格，一改就改了几行"),
        ("P001", "责任科室", "这一格是公式"),
    }
    assert plan.of("change", "fill") == ()


def test_measures_without_a_problem_and_rows_without_text_are_listed() -> None:
    """Nothing of the source goes without a word."""
    rows: dict[str, list[dict[str, Raw]]] = {
        "问题台账": [
            {"编号": "P001", "具体问题": "学习走过场"},
            {"编号": "P001", "具体问题": "台账不规范"},
            {"编号": "P003"},
        ],
        "整改措施": [
            {"措施编号": "M001-1", "问题编号": "P001", "措施内容": "修订"},
            {"措施编号": "M003-1", "问题编号": "P003", "措施内容": "补记"},
        ],
        "销号登记": [{"问题编号": "P001", "结论": "通过"}],
    }
    plan, _ = merged(book(LEDGER), ImportedRows({"台长": "张某"}, rows), "update")
    assert [conflict.text for conflict in plan.conflicts] == [
        "来源中1条措施看不出是哪个问题的（问题编号空着、没有这个编号，或者几个问题同号）",
        "和台账的P001、P003都像，分不清是哪一行",
        "来源中这一行没有具体问题，无从比对",
    ]
    assert plan.conflicts[2].waiting == 1
    assert [entry.text for entry in plan.left_out] == [
        "《基本信息》没有“台长”一行，来源写的是“张某”",
        "《销号登记》不由导入填写；来源的1行需要的请手工抄入",
    ]
