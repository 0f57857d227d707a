"""`check --profile 公开` and `notice` ask one gate: the errors of the one are what stops the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generate.ledger_builder import MemoryBook, apply
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.notice.redaction import edition
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.refs import cell_ref
from tests.commands.test_notice import AS_OF, GOOD, LATE, book, run

WITHHELD = {**GOOD, "编号": "P003", "具体问题": "寅", "公开": "否", "不公开理由": "涉及办案秘密"}
SLIPS: tuple[dict[str, str], ...] = (
    {"公开": "#N/A"},
    {"公开": "也许"},
    {"整改时限": "#N/A", "完成程度": "整改中"},
    {"整改时限": "改日再定", "完成程度": "整改中"},
    {"整改进展": ""},
    {"整改进展": "{{ 名称 }}"},
    {"整改进展": '=DISPIMG("ID_1",1)'},
    {"整改进展": "一是办完××件"},
    {"整改进展": "一是“补齐资料"},
    {"整改进展": "由欧阳修同志牵头办理，联系13812345678"},
    {"方面": ""},
    {"方面": "#REF!"},
    {"具体问题": ""},
    {"完成程度": "差不多"},
    {"完成程度": ""},
    {"编号": ""},
    {"编号": "P001"},
    {"编号": "甲一"},
    {"不公开理由": "涉及办案秘密"},
    {"公开": "否"},
    {"公开": "否", "整改进展": "{{ 名称 }}", "不公开理由": "涉及办案秘密"},
    {"责任科室": ""},
    {"完成日期": "2027-01-01"},
    {"剩余时限": "2026-12-31"},
)
"""What is wrong with P002, each in a ledger that is sound otherwise."""


WAIVED = [f"{code}=已核" for code in ("RX301", "RX302", "RX601", "RX604", "RX605", "RX609", "RX207")]


def checked(held: MemoryBook, **options: Any) -> Outcome:
    command = find("check")
    assert command is not None
    return invoke(command, Request(AS_OF, held, options={"profile": "公开", **options}))


def found(outcome: Outcome, severity: str = "error") -> set[tuple[str, str]]:
    findings: Any = outcome.data["findings"]
    return {(each["code"], f"{each['sheet']}!{each['cell']}") for each in findings if each["severity"] == severity}


def refused(outcome: Outcome) -> set[tuple[str, str]]:
    findings: Any = outcome.data["refused"]
    return {(each["code"], f"{each['sheet']}!{each['cell']}") for each in findings}


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_what_stops_the_notice_is_what_check_calls_an_error(slip: dict[str, str], tmp_path: Path) -> None:
    rows = (GOOD, {**GOOD, "编号": "P002", "具体问题": "丑", **slip}, LATE | {"编号": "P004"}, WITHHELD)
    check = checked(book(*rows))
    notice = run(book(*rows), tmp_path / "通报.docx")
    assert notice.status == check.status == FOUND
    assert found(notice) == found(check)
    assert notice.data["refused"] or any(code.startswith("NT1") for code, _ in found(notice))
    broken = [each for each in found(notice) if each not in refused(notice)]
    assert refused(check) >= refused(notice)
    assert refused(check) <= refused(notice) | set(broken)
    assert found(notice, "warning") == found(check, "warning")
    listed: Any = check.data["findings"]
    assert len(listed) == len({(each["code"], each["sheet"], each["cell"]) for each in listed})


def test_what_only_the_office_minds_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """Of a ledger without departments, leaders and days of completion the public reads nothing else."""
    check = checked(book(GOOD))
    assert (check.status, check.data["refused"]) == (FOUND, [])
    assert "（都不会拦下公开稿）" in check.summary[0]
    assert {code for code, _ in found(check)} >= {"RX202", "RX704"}
    notice = run(book(GOOD), tmp_path / "通报.docx")
    assert notice.data["notice"]
    assert (found(notice), found(notice, "warning")) == (found(check), found(check, "warning"))


PEOPLE = [(sheet.name, column) for sheet, columns in edition.PEOPLE for column in columns]


@pytest.mark.parametrize("raw", ["#REF!", Uncached("=VLOOKUP(A2,字典!A:B,2,0)")], ids=["error", "no value"])
@pytest.mark.parametrize(("sheet", "column"), PEOPLE)
def test_a_name_that_cannot_be_read_stops_the_notice(
    sheet: str, column: str, raw: Raw | Uncached, tmp_path: Path
) -> None:
    """It could not be covered where the text names it; no reason lets it pass."""
    layout = schema.by_name(sheet)
    assert layout is not None
    held = book(GOOD)
    identity = {"整改措施": "问题编号", "销号登记": "问题编号", "回头看": "问题/措施编号"}.get(sheet, "编号")
    value, uncached = (None, {(sheet, 2, layout.position(column)): raw[0]}) if isinstance(raw, Uncached) else (raw, {})
    writes = (CellWrite(2, layout.position(identity), "P001"), CellWrite(2, layout.position(column), value))
    raw_book = apply(held.read(), (SheetChanges(sheet, writes),))._replace(uncached=uncached)
    outcome = run(MemoryBook(raw_book), tmp_path / "通报.docx", waive=WAIVED)
    assert outcome.status == FOUND
    assert not (tmp_path / "通报.docx").exists()
    assert f"{sheet}!{cell_ref(2, layout.position(column))}" in {place for _, place in refused(outcome)}


def test_a_sheet_of_people_under_another_name_stops_the_notice(tmp_path: Path) -> None:
    held = book(GOOD).read()
    sheets = {("回头看台账" if name == "回头看" else name): sheet for name, sheet in held.sheets.items()}
    tabs = tuple(name.replace("回头看", "回头看台账") for name in held.tabs)
    outcome = run(MemoryBook(held._replace(sheets=sheets, tabs=tabs)), tmp_path / "通报.docx")
    assert {code for code, _ in refused(outcome)} == {"RX101"}


def test_check_says_how_much_stops_the_notice(tmp_path: Path) -> None:
    check, notice = checked(book(GOOD, LATE)), run(book(GOOD, LATE), tmp_path / "通报.docx")
    assert "（其中1条会拦下公开稿）" in check.summary[0]
    assert check.data["refused"] == notice.data["refused"]
    assert run(book(GOOD), tmp_path / "别的.docx").status == FINE


def test_a_fault_of_a_cell_is_told_once() -> None:
    """A mark that no machine replaced, a word that is no date, a place to fill in: one finding each, not two."""
    rows = (
        {**GOOD, "整改进展": '=DISPIMG("ID_1",1)'},
        {**GOOD, "编号": "P002", "具体问题": "丑", "整改进展": ""},
        {**GOOD, "编号": "P003", "具体问题": "寅", "整改进展": "一是补齐资料，联系13812345678"},
    )
    progress = schema.PROBLEMS.position("整改进展")
    places = [place for _, place in [*found(checked(book(*rows))), *found(checked(book(*rows)), "warning")]]
    assert progress
    assert [places.count(f"问题台账!P{row}") for row in (2, 3, 4)] == [1, 1, 1]


def test_a_refused_notice_puts_its_whole_list_into_the_ledger(tmp_path: Path) -> None:
    """What the dialog has no room for stands in 校验结果, with its cells, as after a check."""
    rows = tuple(
        {**GOOD, "编号": f"P{number:03}", "具体问题": f"子{number}", "整改进展": ""} for number in range(1, 10)
    )
    held, other = book(*rows), book(*rows)
    outcome = run(held, tmp_path / "通报.docx", write=True)
    checked(other, write=True)
    assert "已写入《校验结果》，有问题的单元格已标色。" in outcome.summary
    lines = [(row.text("代码"), row.text("位置")) for row in reader.read_ledger(held.read()).rows[schema.FINDINGS.name]]
    assert {("NT306", f"问题台账!P{row}") for row in range(2, 11)} <= set(lines)
    assert lines == [
        (row.text("代码"), row.text("位置")) for row in reader.read_ledger(other.read()).rows[schema.FINDINGS.name]
    ]
    assert not (tmp_path / "通报.docx").exists()


def test_a_notice_that_is_made_leaves_the_list_alone(tmp_path: Path) -> None:
    held = book(GOOD)
    run(held, tmp_path / "通报.docx", write=True)
    assert not reader.read_ledger(held.read()).rows.get(schema.FINDINGS.name)


@pytest.mark.parametrize("word", ["#N/A", "也许"])
def test_no_reason_publishes_a_row_of_which_nobody_knows_whether_it_is_public(word: str, tmp_path: Path) -> None:
    outcome = run(
        book({**GOOD, "公开": word}), tmp_path / "通报.docx", waive=["RX301=已核", "RX304=已核", "RX302=已核"]
    )
    assert outcome.status == FOUND
    assert any("不能放行" in line for line in outcome.summary)
    assert not (tmp_path / "通报.docx").exists()
