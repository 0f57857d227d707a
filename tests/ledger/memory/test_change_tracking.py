"""A command that writes first records what people changed since the last one, then what it changes itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from generate.ledger_builder import MemoryBook, apply, complete, raw_book
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.memory.change_tracking import Stamp
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.text.personal_numbers import covered

BAR = "　｜　"
LEDGER = """
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限 | 完成程度 | 整改进展 | 预警
    P001 | 甲 | 学习不深入 | 2025-06-30 | 整改中 | 已学习三次。 |
    P002 | 乙 | 台账不健全 | 2025-08-31 | 整改中 | 正在清理。 |
    P003 | 乙 | 印章管理不严 | 2025-05-31 | 已完成 | 一是修订办法；二是专人保管。 |
"""
COMMAND: Changes = (SheetChanges("问题台账", (CellWrite(2, 7, "红·逾期"),)),)
"""A command that writes into a computed column only."""


def stamp(day: str = "2025-09-01", command: str = "预警研判") -> Stamp:
    return Stamp(datetime.fromisoformat(f"{day}T09:30:00"), "王芳", command)


def blank(tables: str = LEDGER) -> RawBook:
    book = raw_book(complete(tables))
    memory_sheet = RawSheet(schema.MEMORY.name, [[column.name for column in schema.MEMORY.columns]])
    return book._replace(sheets={**book.sheets, schema.MEMORY.name: memory_sheet})


def write(book: MemoryBook, changes: Changes = COMMAND, at: Stamp | None = None) -> change_tracking.Remembered:
    remembered = change_tracking.remember(book.read(), changes, at or stamp())
    book.write(remembered.changes)
    return remembered


def by_person(book: MemoryBook, *writes: CellWrite, sheet: str = "问题台账") -> None:
    book.book = apply(book.book, (SheetChanges(sheet, writes),))


def started() -> MemoryBook:
    book = MemoryBook(blank())
    write(book)
    return book


def test_the_first_command_starts_the_memory_and_says_so() -> None:
    """Nothing is recorded yet: there was nothing to compare with."""
    book = MemoryBook(blank())
    remembered = write(book)
    assert remembered.by_hand == ()
    assert remembered.own == ()
    assert remembered.notes == ("已开始留痕：今后每次运行命令，都会把这期间的人工修改记入《变更记录》。",)
    assert change_log.read(book.read()) == ()


def test_a_change_by_hand_is_recorded_by_the_next_command() -> None:
    """Time, person, 人工修改, sheet, id, column, former and present value."""
    book = started()
    by_person(book, CellWrite(3, 5, "已完成"))
    remembered = write(book, at=stamp("2025-09-02"))
    assert [record._asdict() for record in change_log.read(book.read())] == [
        {
            "time": "2025-09-02 09:30:00",
            "by": "王芳",
            "command": "人工修改",
            "change": Change("问题台账", "P002", "完成程度", "整改中", "已完成"),
        }
    ]
    assert remembered.notes == ("上次运行以来的人工修改1处，已记入《变更记录》。",)


def test_what_a_command_changes_in_columns_of_people_is_recorded_under_its_name() -> None:
    """The computed column of the same write is not."""
    book = started()
    write(
        book, (SheetChanges("问题台账", (CellWrite(2, 5, "已完成"), CellWrite(2, 7, None))),), stamp(command="销号审批")
    )
    assert [(record.command, record.change) for record in change_log.read(book.read())] == [
        ("销号审批", Change("问题台账", "P001", "完成程度", "整改中", "已完成"))
    ]


def test_a_line_that_a_command_writes_itself_stands_before_those_of_the_memory() -> None:
    """A draw of 回头看 is noted by the command; what a person changed is not written over it."""
    book = started()
    by_person(book, CellWrite(3, 5, "已完成"))
    note = Change("回头看", "", "（抽查）", "", "种子12345")
    block = change_log.append(book.read(), [change_log.LogLine("2025-09-02 09:30:00", "王芳", "回头看", note)])
    assert block is not None
    write(book, (block,))
    assert [record.change.column for record in change_log.read(book.read())] == ["（抽查）", "完成程度"]
    assert write(book).notes == ()
    assert_replays(book)


def test_computed_columns_and_output_sheets_are_not_recorded() -> None:
    """Marks come and go without a trace, whoever writes them."""
    book = started()
    by_person(book, CellWrite(2, 7, "橙"))
    by_person(book, CellWrite(2, 1, 1), sheet="校验结果")
    remembered = write(book)
    assert remembered.by_hand == ()
    assert change_log.read(book.read()) == ()


def test_a_new_and_a_removed_row_are_recorded_as_such() -> None:
    """The whole row stands in one line."""
    book = started()
    by_person(book, *(CellWrite(4, column, None) for column in range(1, 7)))
    by_person(book, CellWrite(5, 1, "P004"), CellWrite(5, 3, "第一行\n第二行"))
    write(book)
    assert [record.change for record in change_log.read(book.read())] == [
        Change(
            "问题台账",
            "P003",
            ROW_REMOVED,
            "删除：P003 印章管理不严　｜　编号：P003　｜　方面：乙　｜　具体问题：印章管理不严　｜　"
            "整改时限：2025-05-31　｜　完成程度：已完成　｜　整改进展：一是修订办法；二是专人保管。",
            "",
        ),
        Change(
            "问题台账", "P004", ROW_ADDED, "", "新增：P004 第一行；第二行　｜　编号：P004　｜　具体问题：第一行⏎第二行"
        ),
    ]


def test_personal_numbers_are_covered_in_what_is_recorded() -> None:
    """A new row and a changed cell tell them with asterisks; the same row is no change the next time."""
    book = started()
    by_person(book, CellWrite(5, 1, "P004"), CellWrite(5, 3, "张某（身份证110101199003070838，手机13812345678）"))
    who = "张某（身份证110101****，手机138****5678）"
    by_person(book, CellWrite(2, 6, "已退回至账号6222021234567890123。"))
    assert [(change.column, change.new) for change in write(book).by_hand] == [
        ("整改进展", "已退回至账号6222****0123。"),
        (
            ROW_ADDED,
            f"新增：P004 {who}　｜　编号：P004　｜　具体问题：{who}",
        ),
    ]
    assert write(book).by_hand == ()
    assert_replays(book)
    by_person(book, CellWrite(5, 3, None), CellWrite(5, 1, None))
    [removed] = write(book).by_hand
    assert "138****5678" in removed.old
    assert "13812345678" not in removed.old
    assert_replays(book)


def test_a_memory_from_before_that_holds_personal_numbers_sees_no_change() -> None:
    """What it knows in the clear is compared as it would be recorded, and is never told in the clear."""
    book = MemoryBook(blank(LEDGER.replace("学习不深入", "张某手机13812345678")))
    write(book)
    kept = memory_store.read(book.read().sheets[schema.MEMORY.name]).entries[change_tracking.NOW]
    assert isinstance(kept, dict)
    kept["问题台账"]["P001"]["具体问题"] = "张某手机13812345678"
    old = memory_store.update(book.read().sheets[schema.MEMORY.name], {change_tracking.NOW: kept})
    assert old is not None
    book.book = apply(book.read(), (old,))
    assert write(book).by_hand == ()
    by_person(book, CellWrite(2, 3, "张某手机13912345678"))
    [change] = write(book).by_hand
    assert (change.old, change.new) == ("张某手机138****5678", "张某手机139****5678")


def test_an_id_that_was_changed_is_known_when_the_rest_of_the_row_is_the_same() -> None:
    """P003 becomes P030: one change, not a row that went and one that came."""
    book = started()
    by_person(book, CellWrite(4, 1, "P030"))
    assert write(book).by_hand == (Change("问题台账", "P003", "编号", "P003", "P030"),)
    by_person(book, CellWrite(4, 5, "整改中"))
    assert write(book).by_hand == (Change("问题台账", "P030", "完成程度", "已完成", "整改中"),)


def test_sorting_and_moving_rows_is_no_change() -> None:
    """Only what stands in the rows counts."""
    book = started()
    sheet = book.book.sheets["问题台账"]
    rows = [sheet.rows[0], *reversed(sheet.rows[1:])]
    book.book = book.book._replace(sheets={**book.book.sheets, "问题台账": RawSheet("问题台账", rows)})
    assert write(book).by_hand == ()


def test_rows_without_an_id_of_their_own_are_told_apart() -> None:
    """Two look-backs of one problem: changing the second is recorded as #2."""
    book = MemoryBook(
        blank(
            LEDGER
            + """
    [回头看]
    日期 | 问题/措施编号 | 发现 | 结论
    2025-07-01 | P003 | 印章柜上锁 | 巩固
    2025-09-01 | P003 | 登记簿漏登 | 松动
"""
        )
    )
    write(book)
    by_person(book, CellWrite(3, 4, "反弹"), sheet="回头看")
    assert write(book).by_hand == (Change("回头看", "P003#2", "结论", "松动", "反弹"),)


def test_a_missing_column_is_not_taken_for_emptied_cells() -> None:
    """A header renamed by accident: what is remembered of the column stays, and comes back with it."""
    book = started()
    by_person(book, CellWrite(1, 6, "进展情况"))
    assert write(book).by_hand == ()
    by_person(book, CellWrite(1, 6, "整改进展"))
    assert write(book).by_hand == ()


def test_a_ledger_without_the_hidden_sheet_keeps_working_and_is_told() -> None:
    """The command's changes are written alone."""
    remembered = change_tracking.remember(raw_book(LEDGER), COMMAND, stamp())
    assert remembered.changes == COMMAND
    assert remembered.notes == (
        "本台账没有《程序状态》工作表，人工修改没有留痕；修复下拉和标色（rectify-xl repair 台账 --write）可以补上。",
    )


def test_without_the_list_of_changes_nothing_is_forgotten() -> None:
    """A lost column of 变更记录: the memory stays as it was, and the user is told."""
    book = started()
    by_person(book, CellWrite(3, 5, "已完成"))
    by_person(book, CellWrite(1, 7, "旧值"), sheet="变更记录")
    assert write(book).notes[0].startswith("《变更记录》缺少工作表或列")
    by_person(book, CellWrite(1, 7, "原值"), sheet="变更记录")
    assert write(book).by_hand == (Change("问题台账", "P002", "完成程度", "整改中", "已完成"),)


def test_lines_changed_by_hand_are_noticed() -> None:
    """Whoever edits 变更记录 leaves a line in it."""
    book = started()
    by_person(book, CellWrite(3, 5, "已完成"))
    write(book)
    by_person(book, CellWrite(2, 8, "基本完成"), sheet="变更记录")
    assert write(book).notes == ("《变更记录》被人工改动过（应有1行，实有1行，第2行改写过），已记录在案。",)
    assert [record.change.sheet for record in change_log.read(book.read())] == ["问题台账", "变更记录"]
    assert write(book).notes == ()
    by_person(book, CellWrite(3, 5, "整改中"))
    write(book)
    assert_replays(book)


def test_a_damaged_state_is_made_anew_from_the_list_of_changes() -> None:
    """The last known state can be lost: the beginning and all lines lead to it."""
    book = started()
    by_person(book, CellWrite(3, 5, "已完成"))
    write(book)
    damage(book, change_tracking.NOW)
    by_person(book, CellWrite(3, 5, "基本完成"))
    assert write(book).by_hand == (Change("问题台账", "P002", "完成程度", "已完成", "基本完成"),)


def test_when_all_is_damaged_the_memory_starts_anew_and_says_so() -> None:
    """Nothing is invented about the time in between."""
    book = started()
    damage(book, change_tracking.NOW)
    damage(book, "初始 1")
    by_person(book, CellWrite(3, 5, "基本完成"))
    remembered = write(book)
    assert (remembered.by_hand, remembered.notes) == (
        (),
        ("《程序状态》的内容已损坏，这期间的人工修改无从比对；已从现在起重新留痕。",),
    )
    by_person(book, CellWrite(3, 5, "已完成"))
    write(book)
    assert_replays(book)


def test_an_unchanged_ledger_costs_no_write_into_the_memory() -> None:
    """The same day, nothing changed: only the command's own block is written."""
    book = started()
    assert write(book).changes == COMMAND


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (("2025-09-01", "2025-09-05"), ["起点 2025-09-01"]),
        (("2025-09-01", "2025-09-05", "2025-09-08"), ["起点 2025-09-01", "周 2025-W36"]),
        (("2025-09-29", "2025-10-09"), ["周 2025-W40", "月 2025-09", "起点 2025-09-29"]),
        (("2025-12-29", "2026-01-02", "2026-01-05"), ["月 2025-12", "起点 2025-12-29", "周 2026-W01"]),
        (("2025-09-08", "2025-09-01", "2025-09-09"), ["起点 2025-09-08"]),
    ],
)
def test_weeks_and_months_are_frozen_when_they_are_over(days: tuple[str, ...], kept: list[str]) -> None:
    """A snapshot is frozen by the first command of a later week or month; a clock set back freezes nothing."""
    book = MemoryBook(blank())
    for day in days:
        write(book, at=stamp(day))
    assert list(change_tracking.frozen(book.read())) == kept


def test_a_frozen_snapshot_tells_how_the_last_command_of_the_week_left_it() -> None:
    """What a person did after that belongs to the next week."""
    book = MemoryBook(blank())
    write(book, at=stamp("2025-09-01"))
    by_person(book, CellWrite(3, 5, "已完成"))
    write(book, at=stamp("2025-09-04"))
    by_person(book, CellWrite(2, 5, "已完成"))
    write(book, at=stamp("2025-09-08"))
    week = change_tracking.frozen(book.read())["周 2025-W36"]
    assert (week.day.isoformat(), week.total.problems, week.total.done, week.total.overdue) == ("2025-09-04", 3, 2, 1)
    assert {name: standing.done for name, standing in week.problems.items()} == {
        "P001": False,
        "P002": True,
        "P003": True,
    }


def test_old_snapshots_make_room() -> None:
    """After seventy weeks the last sixty are kept, none of them changed since it was frozen."""
    book = MemoryBook(blank())
    seen: dict[str, object] = {}
    for week in range(70):
        day = datetime.fromordinal(datetime(2025, 1, 6).toordinal() + 7 * week)  # noqa: DTZ001
        by_person(book, CellWrite(3, 6, f"第{week}周"))
        memory_at = Stamp(day, "王芳", "校验台账")
        write(book, at=memory_at)
        kept = change_tracking.frozen(book.read())
        assert {name: kept[name] for name in seen.keys() & kept.keys()} == {
            name: seen[name] for name in seen.keys() & kept.keys()
        }
        seen |= kept
    assert sum(name.startswith("周") for name in change_tracking.frozen(book.read())) == 60


def assert_replays(book: MemoryBook) -> None:
    """Make sure that the beginning and all later lines give what stands in the sheets."""
    state = change_tracking.from_first(book.read())
    assert state is not None
    assert {sheet: sorted(sorted(row.items()) for row in rows.values()) for sheet, rows in state.items() if rows} == {
        sheet: sorted(sorted((name, covered(text)) for name, text in row.items()) for row in found.rows)
        for sheet, found in present(book.read()).items()
        if found.rows
    }


def damage(book: MemoryBook, name: str) -> None:
    """Change one character of an entry."""
    sheet = book.book.sheets[schema.MEMORY.name]
    row = next(number for number, cells in enumerate(sheet.rows, 1) if cells and cells[0] == name)
    text = str(sheet.rows[row - 1][2])
    by_person(
        book, CellWrite(row, 3, text[:-8] + ("A" if text[-8] != "A" else "B") + text[-7:]), sheet=schema.MEMORY.name
    )
    assert name in memory_store.read(book.book.sheets[schema.MEMORY.name]).damaged


DICTIONARY = """
    [字典]
    完成程度 | 督办文书 | 逾期天数 | 反弹信号 | 权重 | 口径·完成程度 | 计为完成 | 本单位用语
    整改中 | 告诫书 | #数 60 | 上轮问题 | #数 25 | 已完成 | 是 | 甲
    已完成 | 问责书 | #数 90 | | | 基本完成 | 否 | 乙
"""


def test_changes_of_the_dictionary_are_recorded_like_others() -> None:
    """A threshold, a weight, a counting rule, a word of a dropdown; a column of the office's own is not remembered."""
    book = MemoryBook(blank(LEDGER + DICTIONARY))
    write(book)
    by_person(
        book,
        *(
            CellWrite(2, 3, 45),
            CellWrite(2, 5, 0),
            CellWrite(3, 7, "是"),
            CellWrite(4, 1, "持续跟踪"),
            CellWrite(3, 8, "丙"),
        ),
        sheet="字典",
    )
    assert write(book, at=stamp("2025-09-02")).by_hand == (
        Change("字典", "完成程度", "选项", "整改中\n已完成", "整改中\n已完成\n持续跟踪"),
        Change("字典", "口径·完成程度·基本完成", "计为完成", "否", "是"),
        Change("字典", "督办文书·告诫书", "逾期天数", "60", "45"),
        Change("字典", "反弹信号·上轮问题", "权重", "25", "0"),
    )
    assert_replays(book)


def test_a_word_that_loses_its_rule_and_one_that_gets_one_are_rows_of_their_own() -> None:
    """A letter taken out of use stays on record with its days, as a removed row."""
    book = MemoryBook(blank(LEDGER + DICTIONARY))
    write(book)
    by_person(book, CellWrite(3, 2, "警示书"), sheet="字典")
    assert write(book, at=stamp("2025-09-02")).by_hand == (
        Change(
            "字典",
            "督办文书·问责书",
            ROW_REMOVED,
            f"删除：督办文书·问责书{BAR}项目：督办文书·问责书{BAR}逾期天数：90",
            "",
        ),
        Change(
            "字典",
            "督办文书·警示书",
            ROW_ADDED,
            "",
            f"新增：督办文书·警示书{BAR}项目：督办文书·警示书{BAR}逾期天数：90",
        ),
    )
    assert_replays(book)


def test_a_memory_from_before_the_dictionary_was_remembered_takes_it_as_it_is() -> None:
    """No line says that somebody added forty rules by hand; from then on its changes are recorded."""
    with_rules = blank(LEDGER + DICTIONARY)
    book = MemoryBook(blank())
    write(book)
    sheets = {**book.book.sheets, "字典": with_rules.sheets["字典"]}
    book.book = book.book._replace(sheets=sheets)
    by_person(book, CellWrite(3, 5, "已完成"))
    taken = write(book, at=stamp("2025-09-02"))
    assert taken.by_hand == (Change("问题台账", "P002", "完成程度", "整改中", "已完成"),)
    assert_replays(book)
    by_person(book, CellWrite(2, 3, 45), sheet="字典")
    assert write(book, at=stamp("2025-09-03")).by_hand == (Change("字典", "督办文书·告诫书", "逾期天数", "60", "45"),)
    assert_replays(book)


def test_it_says_which_lines_were_touched() -> None:
    """Rewritten, taken out, added and moved lines are named by their rows."""
    lines = [
        change_log.LogLine(
            f"2026-09-01 09:00:0{at}", "张三", "人工修改", Change("问题台账", "P001", "备注", "", str(at))
        )
        for at in range(6)
    ]
    kept = change_log.marks(lines)

    def touched(records: list[change_log.LogLine]) -> str:
        return change_log.touched(kept, list(enumerate(records, 2)))

    other = lines[2]._replace(by="李四")
    assert touched(lines) == ""
    assert touched([*lines[:2], other, *lines[3:]]) == "第4行改写过"
    assert touched([*lines[:2], *lines[4:]]) == "第3行以下删掉了2行"
    assert touched(lines[1:]) == "开头删掉了1行"
    assert touched([*lines, other]) == "第8行是后加的"
    assert touched([*lines[:4], lines[5], lines[4]]) == "行的次序变了"


def test_what_a_command_puts_into_the_memory_stays_beside_what_the_memory_keeps_itself() -> None:
    """An entry of a command's own and the new state both come back: neither is written over the other."""
    book = started()
    put = memory_store.update(book.read().sheets[schema.MEMORY.name], {"分发 D1": {"to": "城建办", "rows": {}}})
    assert put is not None
    write(book, (*COMMAND, put), stamp("2025-09-02", "分发填报"))
    entries = memory_store.read(book.read().sheets[schema.MEMORY.name]).entries
    assert entries["分发 D1"] == {"to": "城建办", "rows": {}}
    assert change_tracking.unrecorded(book.read()) == ()


def test_a_line_says_for_whom_a_command_wrote_where_the_command_says_so() -> None:
    """One row is the department's, one cell of another row another department's; the rest is the command's own."""
    book = started()
    whose = {("P001", ""): "城建办", ("P002", "整改进展"): "财政所"}
    cells = (
        CellWrite(2, 5, "已完成"),
        CellWrite(2, 6, "已办结。"),
        CellWrite(3, 5, "已完成"),
        CellWrite(3, 6, "清完。"),
    )
    write(book, (SheetChanges("问题台账", cells, whose=whose),), stamp("2025-09-02", "收回合并"))
    assert [(line.command, line.change.key, line.change.column) for line in change_log.read(book.read())] == [
        ("收回合并（城建办）", "P001", "完成程度"),
        ("收回合并（城建办）", "P001", "整改进展"),
        ("收回合并", "P002", "完成程度"),
        ("收回合并（财政所）", "P002", "整改进展"),
    ]
