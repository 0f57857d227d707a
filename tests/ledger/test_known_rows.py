"""A row that 程序状态 knew before a closing was registered is no relapse of it, whatever was typed since."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.remembered import Memory
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.memory import baseline, change_tracking, unrecorded_changes
from rectify_xl.ledger.memory.change_tracking import Stamp
from rectify_xl.ledger.reading import reader
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook
from tests.supervision.closure_steps import cheating

AS_OF = date(2026, 9, 30)
BACKDATED: dict[str, Raw] = {
    "问题编号": "P001",
    "类型": "销号",
    "申请日期": date(2026, 5, 20),
    "结论": "通过",
    "日期": date(2026, 5, 24),
}
KNOWN = "第3行『关联编号』指向的P001销号以前，本行就有了（『程序状态』记着本行的时候，还没有登记P001的销号），"
COUNTED = "不是它的反弹，本行按本轮反馈的问题计数。"


def typed(path: Path, sheet: str, row: int, values: dict[str, Raw]) -> None:
    """Type into a sheet as a person does: no command remembers it."""
    book = FileBook(path)
    book.write(cheating.blocks(book, {sheet: (values,)}, row))


def recorded(path: Path, day: int) -> None:
    """Let a command record what was typed."""
    book = FileBook(path)
    moment = datetime(2026, 9, day, 9)  # noqa: DTZ001 - the clock of a computer has no zone
    book.write(change_tracking.remember(book.read(), (), Stamp(moment, "张三", "预警研判")).changes)


def relapses(path: Path) -> tuple[frozenset[str], list[str]]:
    """Return the relapses of a ledger, and what RX616 says of rows that are none."""
    ledger = reader.read_ledger(FileBook(path).read())
    again = registered_relapses.ids(ledger)
    assert problem_counts.roll_up(ledger, AS_OF).total.problems == len(ledger.problems) - len(again)
    findings = checks.run(ledger, checks.profile("上报"), AS_OF)
    return again, [finding.message for finding in findings if finding.code == "RX616" and COUNTED in finding.message]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """P001 and P002, which the memory knows; then P001 is closed by hand, as of a day before the memory began."""
    path = cheating.ledger(tmp_path)
    typed(path, "销号登记", 2, BACKDATED)
    return path


def test_a_pointer_and_a_backdated_closing_hide_nothing(ledger: Path) -> None:
    """Before a command records what was typed, and after it; the snapshot that it leaves counts the row too."""
    typed(ledger, "问题台账", 3, {"关联编号": "P001"})
    assert relapses(ledger) == (frozenset(), [KNOWN + COUNTED])
    recorded(ledger, 20)
    recorded(ledger, 28)
    none, messages = relapses(ledger)
    assert (none, len(messages)) == (frozenset(), 1)
    past = baseline.past(FileBook(ledger).read(), AS_OF, since=None, period="week")
    assert past.before is not None
    assert past.before.snapshot.total.problems == 2


def test_a_closing_recorded_first_does_not_help(ledger: Path) -> None:
    """The row was there when the memory began: it does not matter when somebody pointed it to the closing."""
    recorded(ledger, 20)
    typed(ledger, "问题台账", 3, {"关联编号": "P001"})
    assert relapses(ledger) == (frozenset(), [KNOWN + COUNTED])


@pytest.mark.parametrize("told", [False, True])
def test_another_id_does_not_help(ledger: Path, *, told: bool) -> None:
    """The row is known by its words, and once 变更记录 tells of the new id, by that."""
    typed(ledger, "问题台账", 3, {"编号": "P009", "关联编号": "P001"})
    if told:
        recorded(ledger, 20)
        typed(ledger, "问题台账", 3, {"具体问题": "车辆台账有缺页"})
    again, messages = relapses(ledger)
    assert (again, len(messages)) == (frozenset(), 1)


def test_words_in_the_remarks_do_not_help(tmp_path: Path) -> None:
    """备注 calls a row a relapse that the memory knew without: it is counted, and told."""
    path = cheating.ledger(tmp_path)
    typed(path, "问题台账", 3, {"关联编号": "P001", "备注": "反弹：P001"})
    why = "『程序状态』开始留痕时记着本行，备注里还没有“反弹：P001”"
    assert relapses(path) == (
        frozenset(),
        [f"第3行『关联编号』指向的P001没有销号，写成反弹以前，本行就有了（{why}），{COUNTED}"],
    )


NEW: dict[str, Raw] = {"编号": "P003", "方面": "甲方面", "具体问题": "用印又没有记录", "关联编号": "P001"}


@pytest.mark.parametrize("late", [False, True])
def test_a_row_that_came_after_the_closing_is_a_relapse(ledger: Path, *, late: bool) -> None:
    """Typed anew when the closing was on record; also where the pointer came with the next command only."""
    recorded(ledger, 20)
    typed(ledger, "问题台账", 4, NEW | ({"关联编号": None} if late else {}))
    recorded(ledger, 28)
    typed(ledger, "问题台账", 4, NEW)
    assert relapses(ledger) == (frozenset({"P003"}), [])


def test_what_reopen_writes_stays_a_relapse(tmp_path: Path) -> None:
    """Of a problem that counts as done only, and also once that is closed formally."""
    path = cheating.ledger(tmp_path)
    assert cheating.run(path, "P001", command="reopen", reason="抽查发现又没有记录").status == 0
    assert relapses(path) == (frozenset({"P003"}), [])
    typed(path, "销号登记", 2, BACKDATED)
    assert relapses(path) == (frozenset({"P003"}), [])


def test_a_memory_of_something_else_is_no_memory(ledger: Path) -> None:
    """What is not as the memory keeps it proves nothing, and stops nobody."""
    from rectify_xl.ledger.memory import memory_store

    book = FileBook(ledger)
    entries = {name: {"lines": 0, "state": {"问题台账": 1, "销号登记": {"P001": 2}}} for name in ("初始 1", "初始 2")}
    kept = memory_store.update(book.read().sheets[schema.MEMORY.name], {**entries, "当前": []})
    assert kept is not None
    book.write((kept,))
    typed(ledger, "问题台账", 3, {"关联编号": "P001"})
    assert relapses(ledger) == (frozenset({"P002"}), [])


def test_the_copy_that_goes_up_counts_the_same(ledger: Path, tmp_path: Path) -> None:
    """It has no 程序状态: a line of its 变更记录 says which row is no relapse, and what showed it."""
    typed(ledger, "问题台账", 4, {"编号": "P003", "具体问题": "又一个问题", "完成程度": "已完成"})
    recorded(ledger, 20)
    typed(ledger, "销号登记", 3, BACKDATED | {"问题编号": "P003"})
    typed(ledger, "问题台账", 3, {"关联编号": "P003、P001"})
    folder = tmp_path / "上报"
    sent = cheating.run(ledger, command="submit", output=str(folder), with_errors="先报")
    assert sent.status == 0
    assert "统计与台账不一致" not in str(sent)
    (copy,) = folder.glob("*整改台账*.xlsx")
    assert schema.MEMORY.name not in FileBook(copy).read().sheets
    assert relapses(copy) == (frozenset(), [(KNOWN + COUNTED).replace("P001", "P003")])


@pytest.mark.parametrize("kept", [False, True])
def test_rows_that_got_one_id_are_told_by_their_own(tmp_path: Path, *, kept: bool) -> None:
    """RX725 names the id that each row had, before a command records it and after; all of them where none can tell."""
    path = cheating.ledger(tmp_path)
    typed(path, "问题台账", 2, {"编号": "合计"})
    typed(path, "问题台账", 3, {"编号": "合计"})
    if kept:
        recorded(path, 20)
    for words in ("用印没有记录", "用印记录有缺页")[: 1 + kept]:
        typed(path, "问题台账", 2, {"具体问题": words})
        book = FileBook(path).read()
        ledger = reader.read_ledger(book)
        unseen = unrecorded_changes.changes(book, ("问题台账",))
        findings = checks.run(ledger, checks.profile("上报"), AS_OF, None, Memory(unrecorded=unseen))
        messages = [finding.message.partition("（")[0] for finding in findings if finding.code == "RX725"]
        assert messages[-1] == "第3行『编号』原来是“P002”，后来改成了合计"
        assert messages[0] == (
            "第2行『编号』原来是“P001”，后来改成了合计"
            if words == "用印没有记录"
            else "第2行『编号』是改过的：“P001”、“P002”都改成了合计，分不出本行原来是哪一个。"
        )
