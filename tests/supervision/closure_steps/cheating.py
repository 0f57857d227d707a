"""A ledger in a folder with two problems that can be closed, for trying to close them by other means."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.file_host import FileBook

TODAY = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 9, 0)  # noqa: DTZ001 - the clock of a computer has no zone
ROWS: dict[str, tuple[dict[str, Raw], ...]] = {
    "问题台账": tuple(
        {
            "编号": name,
            "方面": "甲方面",
            "具体问题": text,
            "牵头领导": "周正",
            "责任科室": "办公室",
            "责任人": "吴平",
            "整改时限": date(2026, 6, 30),
            "完成程度": "已完成",
            "后续要求": "无",
            "整改进展": progress,
            "完成日期": date(2026, 6, 1),
        }
        for name, text, progress in (
            ("P001", "用印没有记录", "已修订印章管理办法，逐笔登记用印126次。"),
            ("P002", "车辆台账缺失", "已补齐车辆台账，每月核对里程。"),
        )
    ),
    "整改措施": (
        {"措施编号": "M001", "问题编号": "P001", "措施内容": "修订印章管理办法", "完成程度": "已完成"},
        {"措施编号": "M002", "问题编号": "P001", "措施内容": "逐笔登记用印", "完成程度": "已完成"},
        {"措施编号": "M003", "问题编号": "P002", "措施内容": "补齐车辆台账", "完成程度": "已完成"},
    ),
}
FEEDBACK = (CellWrite(9, 1, "反馈日期"), CellWrite(9, 2, date(2026, 3, 18)))
STEPS: tuple[dict[str, Any], ...] = (
    {"step": "apply", "by": "吴平"},
    {"step": "sign", "role": "责任科室", "by": "吴平", "opinion": "情况属实，同意销号"},
    {"step": "sign", "role": "分管领导", "by": "周正"},
    {"step": "sign", "role": "主要负责人", "by": "钱立"},
    {"step": "approve"},
)


def blocks(book: FileBook, rows: dict[str, tuple[dict[str, Raw], ...]], first: int = 2) -> tuple[SheetChanges, ...]:
    """Return the writes of rows of a ledger."""
    found = []
    for sheet, lines in rows.items():
        headers = list(book.read().sheets[sheet].rows[0])
        writes = [
            CellWrite(number, headers.index(column) + 1, value)
            for number, line in enumerate(lines, first)
            for column, value in line.items()
        ]
        found.append(SheetChanges(sheet, tuple(writes)))
    return tuple(found)


def ledger(folder: Path) -> Path:
    """Make the ledger and its evidence, with a memory that begins with what stands in it."""
    path = folder / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    book = FileBook(path)
    filled = (*blocks(book, ROWS), SheetChanges("基本信息", FEEDBACK))
    book.write(change_tracking.begin(book.read(), filled, datetime(2026, 6, 2, 8)))  # noqa: DTZ001
    for name, content in (("办法.pdf", b"rules"), ("车辆.pdf", b"cars")):
        (folder / name).write_bytes(content)
    for name, document in (("P001", "办法.pdf"), ("P002", "车辆.pdf")):
        assert run(path, name, evidence=(str(folder / document),), date="2026-06-01").status == 0
    return path


def run(
    path: Path,
    *items: str,
    command: str = "close",
    today: date = TODAY,
    now: datetime = NOW,
    user: str = "整改办",
    **options: Any,
) -> Outcome:
    """Run a command as the command line does."""
    found = find(command)
    assert found is not None
    request = Request(today, FileBook(path, label=found.label), options=options, items=items, by=user, moment=now)
    return invoke(found, request)


def go(path: Path, name: str = "P001", steps: int = len(STEPS), **changed: Any) -> Outcome:
    """Take the first steps of a closing; the last outcome comes back, also where it refuses."""
    outcome = run(path, name, list=True)
    for each in STEPS[:steps]:
        outcome = run(path, name, **{**each, **changed})
        if outcome.status:
            break
    return outcome


def type_in(path: Path, sheet: str, row: int, **filled: Raw) -> None:
    """Change cells as a person does in another program: no backup, no record."""
    header = list(FileBook(path).read().sheets[sheet].rows[0])
    writes = tuple(CellWrite(row, header.index(column) + 1, value) for column, value in filled.items())
    path.write_bytes(edit.edit(path.read_bytes(), path.name, (SheetChanges(sheet, writes),)))


def empty(path: Path, sheet: str, row: int) -> None:
    """Empty a row as a person does."""
    header = list(FileBook(path).read().sheets[sheet].rows[0])
    type_in(path, sheet, row, **{str(name): None for name in header if name})


def swap_ids(path: Path) -> None:
    """Let the two problems change their ids."""
    type_in(path, "问题台账", 2, 编号="P002")
    type_in(path, "问题台账", 3, 编号="P001")


def missing(outcome: Outcome) -> list[str]:
    """Return what a refused step told, condition by condition."""
    refused = outcome.data["refused"]
    assert isinstance(refused, list)
    return [one["message"] for each in refused for one in each["missing"]] or [each["message"] for each in refused]


ABOUT_CLOSING = ("RX205", "RX208", "RX221", "RX222", "RX223", "RX224", "RX225", "RX226", "RX227")


def findings(path: Path, *codes: str) -> list[tuple[str, str, str]]:
    """Return the findings of 上报 about closings: code, cell, message."""
    found = run(path, command="check", profile="上报").data["findings"]
    assert isinstance(found, list)
    shown = [(each["code"], f"{each['sheet']}!{each['cell']}", each["message"]) for each in found]
    return [each for each in shown if each[0] in (codes or ABOUT_CLOSING)]


def closed(path: Path) -> int:
    """Return the roll-up's count of 已销号."""
    totals = run(path, command="rollup").data["totals"]
    assert isinstance(totals, dict)
    return int(totals["closed"])
