"""`history` tells the life of a problem, and what moved since a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from generate.ledger_builder import MemoryBook, apply, blank_book
from rectify_xl.commands import history
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import UsageError
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.port import Book
from tests.addresses import column

ROWS: Changes = (
    SheetChanges("基本信息", (CellWrite(9, column("内容", "基本信息"), date(2025, 3, 18)),)),
    SheetChanges(
        "问题台账",
        tuple(
            write
            for row, (due, step) in enumerate(
                (("2025-06-30", "已完成"), ("2025-09-10", "整改中"), ("2025-12-31", "整改中")), 2
            )
            for write in (
                CellWrite(row, column("编号"), f"P{row - 1:03d}"),
                CellWrite(row, column("方面"), "党建方面"),
                CellWrite(row, column("具体问题"), "学习不深入"),
                CellWrite(row, column("整改时限"), due),
                CellWrite(row, column("完成程度"), step),
            )
        ),
    ),
)


class Desk:
    """A ledger and the days on which somebody works on it."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def edit(self, *blocks: SheetChanges) -> None:
        """Change the ledger as a person does."""
        if isinstance(self.book, MemoryBook):
            self.book.book = apply(self.book.book, blocks)
        else:
            self.book.read()
            self.book.write(blocks)

    def command(self, name: str, day: str, **options: str | bool) -> Outcome:
        """Run a command on a day."""
        found = find(name)
        assert found is not None
        moment = datetime.fromisoformat(f"{day}T10:00:00")
        request = Request(moment.date(), self.book, options=options, by="王芳", moment=moment)
        return invoke(found, request)


@pytest.fixture(params=["memory", "file"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    if request.param == "memory":
        return Desk(MemoryBook(apply(blank_book(), ROWS)))
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ROWS)
    return Desk(FileBook(path))


def told(desk: Desk, day: str, *items: str, **options: str) -> Outcome:
    return history.run(Request(date.fromisoformat(day), desk.book, options=options, items=items))


def test_the_life_of_a_problem_stands_in_the_order_of_time(desk: Desk) -> None:
    """Snapshot, change by hand, closing, look-back."""
    assert desk.command("risks", "2025-09-01", write=True).summary[-1].startswith("已开始留痕")
    desk.edit(SheetChanges("问题台账", (CellWrite(3, column("完成程度"), "已完成"),)))
    desk.edit(
        SheetChanges(
            "销号登记",
            (
                CellWrite(2, column("问题编号", "销号登记"), "P002"),
                CellWrite(2, column("类型", "销号登记"), "销号"),
                CellWrite(2, column("结论", "销号登记"), "通过"),
                CellWrite(2, column("日期", "销号登记"), date(2025, 9, 5)),
            ),
        )
    )
    outcome = desk.command("risks", "2025-09-08", write=True)
    assert outcome.summary[-1] == "上次运行以来的人工修改2处，已记入《变更记录》。"
    desk.command("review", "2025-09-20", record="P002", verdict="巩固", finding="逐项核对无误", by="李敏")
    events = told(desk, "2025-09-21", "p002").tables[0].rows
    assert [row[:3] for row in events] == [
        ("2025-09-01", "快照·周 2025-W36", ""),
        ("2025-09-05", "销号登记", ""),
        ("2025-09-08", "快照·周 2025-W37", ""),
        ("2025-09-08 10:00:00", "人工修改", "王芳"),
        ("2025-09-20", "回头看", "李敏"),
    ]
    assert events[0][3] == "整改中，计为继续整改"
    assert events[2][3] == "已完成，计为完成"
    assert events[3][3] == "《问题台账》P002“完成程度”由“整改中”改为“已完成”"
    assert events[4][3] == "回头看：巩固；发现逐项核对无误；下次日期2026-03-19"


def test_what_moved_is_counted_from_a_snapshot(desk: Desk) -> None:
    """One new, one finished, one fallen back, one overdue, one gone."""
    desk.command("check", "2025-09-01", write=True)
    desk.edit(
        SheetChanges(
            "问题台账",
            (
                CellWrite(2, column("完成程度"), "整改中"),
                CellWrite(4, column("编号"), "P009"),
                CellWrite(4, column("完成程度"), "已完成"),
                CellWrite(4, column("具体问题"), "另一个问题"),
            ),
        )
    )
    outcome = told(desk, "2025-09-26", since="2025-09-03")
    assert {name: outcome.data[name] for name in ("before", "added", "finished", "slipped", "newly_late", "gone")} == {
        "before": "2025-09-01",
        "added": ["P009"],
        "finished": ["P009"],
        "slipped": ["P001"],
        "newly_late": ["P001", "P002"],
        "gone": ["P003"],
    }
    assert outcome.summary == ("2025-09-01至2025-09-26：新增1个，办结1个，退步1个，逾期新增2个，移出1个。",)


def test_a_day_before_the_first_snapshot_is_told(desk: Desk) -> None:
    """The count then begins with the oldest one."""
    desk.command("check", "2025-09-01", write=True)
    outcome = told(desk, "2025-09-26", since="2025-08-01")
    assert outcome.summary[1] == "2025-08-01以前没有快照，从最早的一份（2025-09-01）算起。"


def test_without_snapshots_the_user_is_told_how_to_begin(desk: Desk) -> None:
    """Nothing was ever written."""
    assert told(desk, "2025-09-26").summary == (history.NOTHING_KEPT,)


def test_on_the_first_day_the_user_is_told_from_when_on(desk: Desk) -> None:
    """What a command kept today is no past yet."""
    desk.command("check", "2025-09-26", write=True)
    assert told(desk, "2025-09-26").summary == ("最早的快照是2025-09-26的，还没有更早的可比，从第二天起可以比较。",)


def test_an_unknown_problem_is_refused(desk: Desk) -> None:
    """The message names ids that there are."""
    with pytest.raises(UsageError, match="例如P001、P002、P003"):
        told(desk, "2025-09-26", "P099")


@pytest.mark.parametrize("recorded", [False, True])
def test_a_renamed_problem_is_the_same_problem(desk: Desk, *, recorded: bool) -> None:
    """A new number is neither a new problem nor one that has gone, whether 变更记录 tells it already or not."""
    desk.command("check", "2025-09-01", write=True)
    desk.edit(
        SheetChanges(
            "问题台账",
            (CellWrite(3, column("具体问题"), "学习不深入之二"), CellWrite(4, column("具体问题"), "学习不深入之三")),
        )
    )
    desk.command("check", "2025-09-02", write=True)
    desk.edit(
        SheetChanges("问题台账", (CellWrite(3, column("编号"), "P021"), CellWrite(3, column("完成程度"), "已完成")))
    )
    if recorded:
        desk.command("risks", "2025-09-10", write=True)
    outcome = told(desk, "2025-09-26", since="2025-09-03")
    assert {name: outcome.data[name] for name in ("added", "finished", "slipped", "gone")} == {
        "added": [],
        "finished": ["P021"],
        "slipped": [],
        "gone": [],
    }
    life = told(desk, "2025-09-26", "P021").tables[0].rows
    assert next(row[3] for row in life if row[1].startswith("快照")) == "整改中，计为继续整改"


def test_problems_that_swap_their_numbers_are_followed(desk: Desk) -> None:
    """P001 was done and P003 was not; with their numbers swapped nothing was finished and nothing fell back."""
    desk.edit(
        SheetChanges(
            "问题台账",
            (CellWrite(3, column("具体问题"), "学习不深入之二"), CellWrite(4, column("具体问题"), "学习不深入之三")),
        )
    )
    desk.command("check", "2025-09-01", write=True)
    desk.edit(SheetChanges("问题台账", (CellWrite(2, column("编号"), "P003"), CellWrite(4, column("编号"), "P001"))))
    for _ in range(2):
        outcome = told(desk, "2025-09-26", since="2025-09-03")
        assert [outcome.data[name] for name in ("added", "finished", "slipped", "gone")] == [[], [], [], []]
        desk.command("risks", "2025-09-10", write=True)
