"""The runner reports everything in the order of the workbook, and survives a faulty check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.errors import UsageError
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.base import Context, Find, remark
from rectify_xl.judgement.checks.profiles import GradedCheck, Profile
from rectify_xl.judgement.rules import Rule
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from tests.judgement.checks import careful

AS_OF = date(2025, 9, 26)

LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 整改时限 | 完成程度
P001 | 2025-02-04 | 完成
P001 | 2025-06-31 | 已完成
[整改措施]
措施编号 | 问题编号
M001-1 | P009
"""


def test_finding_says_where_what_why_and_what_next() -> None:
    """A deadline before feedback is told with its row, column, days early and cell to correct."""
    findings = checks.run(ledger_builder.load(LEDGER), checks.profile("填报"), AS_OF)
    found = next(each for each in findings if each.code == "RX411")
    assert (found.severity, found.sheet, found.cell, found.row_id) == ("error", "问题台账", "B2", "P001")
    assert found.message == "第2行『整改时限』2025-02-04 早于反馈日期 2025-03-18（早42天）。"
    assert found.fix == "请改正B2，或核对『基本信息』中的反馈日期。"


def test_findings_come_in_the_order_of_the_workbook() -> None:
    """Findings are sorted by sheet, row and column."""
    findings = checks.run(ledger_builder.load(LEDGER), checks.profile("填报"), AS_OF)
    wanted = {"RX303", "RX402", "RX411", "RX502", "RX601"}
    assert [(each.sheet, each.cell, each.code) for each in findings if each.code in wanted] == [
        ("问题台账", "A2", "RX502"),
        ("问题台账", "B2", "RX411"),
        ("问题台账", "C2", "RX303"),
        ("问题台账", "A3", "RX502"),
        ("问题台账", "B3", "RX402"),
        ("整改措施", "B2", "RX601"),
    ]


def test_findings_are_never_capped() -> None:
    """Five hundred wrong rows give five hundred findings."""
    rows = "\n".join(f"P{number:03} | 做完了" for number in range(500))
    findings = checks.run(ledger_builder.load(f"[问题台账]\n编号 | 完成程度\n{rows}"), checks.profile("填报"), AS_OF)
    assert sum(each.code == "RX303" for each in findings) == 500


def test_strictness_is_the_profile_only() -> None:
    """An empty 责任科室 is a reminder while filling in and an error when the ledger goes up."""
    found = ledger_builder.load("[问题台账]\n编号 | 责任科室\nP001 |")
    levels = [
        next(each.severity for each in checks.run(found, profile, AS_OF) if each.code == "RX202")
        for profile in checks.PROFILES
    ]
    assert levels == ["warning", "error", "error"]


@pytest.mark.parametrize(
    ("given", "name"),
    [("填报", "填报"), ("draft", "填报"), ("上报", "上报"), ("Submit", "上报"), ("公开", "公开"), ("publish", "公开")],
)
def test_profile_is_found_by_either_name(given: str, name: str) -> None:
    """A profile has a Chinese name and an English alias."""
    assert checks.profile(given).name == name


def test_unknown_profile_names_the_choices() -> None:
    """A wrong profile is refused with the list of right ones."""
    with pytest.raises(UsageError) as caught:
        checks.profile("严格")
    assert str(caught.value) == "没有“严格”这种校验口径。请从填报（draft）、上报（submit）、公开（publish）中选一种。"


def test_crashed_check_is_its_own_finding() -> None:
    """A check that raises says so, keeps what it found before, and leaves the others alone."""

    @checks_check
    def faulty(found: Ledger, _context: Context) -> Iterator[checks.Remark]:
        yield remark(found.problems[0].row, "编号", "是第一个。", "不必改。")
        raise KeyError("某列")

    missing_id = next(rule for rule in checks.profile("填报").checks if rule.check.code == "RX501")
    profile = Profile("试", "test", (GradedCheck(faulty, "warning"), missing_id))
    findings = checks.run(ledger_builder.load("[问题台账]\n编号 | 方面\nP001 | 甲\n | 乙"), profile, AS_OF)
    assert [(each.code, each.severity, each.sheet, each.cell) for each in findings] == [
        ("RX999", "warning", "问题台账", "A2"),
        ("RX501", "error", "问题台账", "A3"),
        ("RX900", "warning", "校验结果", "A1"),
    ]
    assert findings[-1].message == "检查RX999（试验）运行出错，没有结论，不是台账的错：KeyError: '某列'。"


def checks_check(find: Find) -> checks.Check:
    """Declare a generator as a check for this test."""
    return checks.Check(Rule("RX999", "试验", "", word="trial"), find)


def header(sheet: schema.Sheet) -> str:
    """Return the header line of a text table."""
    return " | ".join(column.name for column in sheet.columns)


def test_every_date_column_is_looked_at() -> None:
    """Each date column of the layout is among the dates that the checks see."""
    text = "\n".join(
        f"[{sheet.name}]\n{header(sheet)}\n{' | '.join('尽快' for _ in sheet.columns)}"
        for sheet in schema.TABLES
        if not sheet.output and sheet is not schema.INFO
    )
    info = "\n".join(f"{item.name} | 尽快" for item in schema.INFO_ITEMS)
    seen = Context(ledger_builder.load(f"[基本信息]\n{info}\n{text}"), AS_OF).dated
    assert {(each.row.sheet, each.column) for each in seen if each.row.sheet != "基本信息"} == {
        (sheet.name, column.name)
        for sheet in schema.TABLES
        for column in sheet.columns
        if column.kind == "date" and not sheet.output
    }
    assert {each.row.text("项目") for each in seen if each.row.sheet == "基本信息"} == {
        item.name for item in schema.INFO_ITEMS if item.kind == "date"
    }


def test_a_missing_column_is_told_once() -> None:
    """Without 完成日期 one finding names the column; no row is blamed for its empty cell."""
    book = careful.book()
    problems = book.sheets["问题台账"]
    position = list(problems.rows[0]).index("完成日期")
    rows = [[value for index, value in enumerate(row) if index != position] for row in problems.rows]
    sheets = {**book.sheets, "问题台账": problems._replace(rows=rows)}
    findings = checks.run(reader.read_ledger(book._replace(sheets=sheets)), checks.profile("上报"), AS_OF)
    told = [(each.code, each.message) for each in findings if each.code != "RX225"]  # the closing is typed by hand
    assert told == [("RX102", "第1行缺少列『完成日期』。")]
