"""`undo` brings a ledger back to what it was before the last command, and what a person did since stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import pytest

from generate.ledger_builder import MemoryBook, blank_book
from rectify_xl.commands import check, clear, import_, risks, rollup, undo
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.reading.reader import read_ledger as load
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import text
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests.workbook import office
from tests.workbook.live.hosts import cells

AS_OF = date(2025, 9, 26)
LATER = date(2026, 9, 28)
Broken = Callable[[Path], object]
BUTTONS: dict[str, tuple[ModuleType, dict[str, str | bool]]] = {
    "check": (check, {"profile": "上报", "write": True}),
    "risks": (risks, {"write": True}),
    "rollup": (rollup, {"write": True}),
    "clear": (clear, {}),
}
MARK = schema.PROBLEMS.position("校验标记")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return the ledger of the invented unit."""
    target = tmp_path / "示例 台账.xlsx"
    source = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(AS_OF, source=source, options={"output": str(target)}))
    return target


def press(path: Path, button: str) -> None:
    use_case, options = BUTTONS[button]
    use_case.run(Request(AS_OF, FileBook(path, label=button), options=options))


def undone(path: Path) -> Outcome:
    return undo.run(Request(AS_OF, FileBook(path, label="撤销上一步")))


def by_hand(path: Path, sheet: str, row: int, column: int, value: str) -> None:
    """Change a cell as a person does in another program, without backup and without record."""
    path.write_bytes(edit.edit(path.read_bytes(), path.name, (SheetChanges(sheet, (CellWrite(row, column, value),)),)))


def contents(book: RawBook) -> dict[str, object]:
    return {**{name: cells(book, name) for name in book.sheets}, "表": dict(book.tables)}


def hidden(path: Path) -> list[str]:
    rows = office.sheet_xml(path, "统计汇总").iter(f"{office.MAIN}row")
    return [row.get("r") for row in rows if row.get("hidden") == "1"]


@pytest.mark.parametrize("button", BUTTONS)
def test_untouched_since_the_command_it_is_the_same_to_the_byte(ledger: Path, button: str) -> None:
    """After check, risks, rollup or clear, undo gives the very bytes back, and keeps what was there as a copy."""
    if button == "clear":
        press(ledger, "check")
        press(ledger, "risks")
    before = ledger.read_bytes()
    press(ledger, button)
    after = ledger.read_bytes()
    assert after != before
    assert undone(ledger).data["kept"] == []
    assert ledger.read_bytes() == before
    assert backup.copies(ledger)[0].read_bytes() == after


@pytest.mark.parametrize("button", BUTTONS)
def test_touched_since_every_other_cell_is_as_before(ledger: Path, button: str) -> None:
    """A person filled in a cell that the command left alone: it stays, and all else is as before the command."""
    if button == "clear":
        press(ledger, "check")
        press(ledger, "risks")
    before, rows_before = contents(FileBook(ledger).read()), hidden(ledger)
    press(ledger, button)
    by_hand(ledger, "基本信息", 4, 2, "县委第三巡察组")
    assert undone(ledger).data["kept"] == []
    after = FileBook(ledger).read()
    assert after.sheets["基本信息"].rows[3][1] == "县委第三巡察组"
    by_hand(ledger, "基本信息", 4, 2, "")
    assert contents(FileBook(ledger).read()) == before | {"基本信息": contents(FileBook(ledger).read())["基本信息"]}
    assert hidden(ledger) == rows_before
    assert office.findings(ledger) == set()


def test_a_mark_that_a_person_changed_stays_and_is_named(ledger: Path) -> None:
    """The outcome names the address with both values, and the person's words are in the ledger."""
    press(ledger, "check")
    by_hand(ledger, "问题台账", 3, MARK, "已经核对")
    outcome = undone(ledger)
    assert outcome.data["kept"] == [{"cell": "问题台账!AE3", "now": "已经核对", "before": ""}]
    assert outcome.summary[1] == "其中1个单元格后来有人改过，没有动它们。"
    assert outcome.tables[0].rows == (("问题台账!AE3", "已经核对", ""),)
    rows = FileBook(ledger).read().sheets["问题台账"].rows
    assert {row[MARK - 1] for row in rows[1:] if len(row) >= MARK} == {"已经核对", None}


def test_undo_again_goes_one_step_further_back(ledger: Path) -> None:
    """Two commands, two undos; a third has nothing left and says so."""
    original = ledger.read_bytes()
    press(ledger, "check")
    checked = ledger.read_bytes()
    press(ledger, "risks")
    assert undone(ledger).data["undone"] != {}
    assert ledger.read_bytes() == checked
    assert undone(ledger).summary[0].endswith("“check”。")
    assert ledger.read_bytes() == original
    nothing = undone(ledger)
    assert (nothing.data["undone"], nothing.status) == (None, 0)
    assert nothing.summary == ("没有可以撤销的步骤：这本台账还没有被命令改动过，或者各步都已撤销。",)
    assert ledger.read_bytes() == original


def test_a_command_that_changes_nothing_is_no_step(ledger: Path) -> None:
    """The second of two equal checks leaves the file alone; undo takes the first one back."""
    original = ledger.read_bytes()
    press(ledger, "check")
    checked = ledger.read_bytes()
    press(ledger, "check")
    assert ledger.read_bytes() == checked
    undone(ledger)
    assert ledger.read_bytes() == original


def test_a_new_ledger_under_an_old_name_has_no_steps(ledger: Path) -> None:
    """What was done to the former ledger cannot be taken back in the new one."""
    press(ledger, "check")
    source = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(AS_OF, source=source, options={"output": str(ledger), "force": True}))
    new = ledger.read_bytes()
    assert undone(ledger).data["undone"] is None
    assert ledger.read_bytes() == new


def record_of(ledger: Path) -> Path:
    return backup.record_of(backup.copies(ledger)[0])


def test_a_missing_record_is_told_and_nothing_changes(ledger: Path) -> None:
    """Without its record the last step cannot be taken back, nor any before it; the message names the copy."""
    press(ledger, "check")
    press(ledger, "risks")
    before, record = ledger.read_bytes(), record_of(ledger)
    record.unlink()
    with pytest.raises(BookError, match=r"步骤记录“.*_risks.*\.json”不见了，不能撤销。台账没有改动；.*副本“.*\.xlsx”"):
        undone(ledger)
    assert ledger.read_bytes() == before


def changed(**fields: object) -> Broken:
    """Return what replaces fields of a record."""

    def change(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **fields}), encoding="utf-8")

    return change


def in_first_cell(**fields: object) -> Broken:
    """Return what replaces fields of the first cell of a record."""

    def change(path: Path) -> None:
        data = json.loads(path.read_bytes())
        data["cells"][0].update(fields)
        path.write_text(json.dumps(data), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "breaks",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.write_text("[" * 200_000, encoding="utf-8"),
        lambda path: path.write_text("[1, 2]", encoding="utf-8"),
        lambda path: path.write_text("null", encoding="utf-8"),
        changed(format=2),
        changed(command=5),
        changed(cells={}),
        changed(cells=[7]),
        changed(tables=[{"sheet": "校验结果", "before": 10**12, "after": 2}]),
        changed(rows=[{"sheet": "../../外面", "row": 1, "was_hidden": True}]),
        in_first_cell(sheet="统计汇总"),
        in_first_cell(sheet=["问题台账"]),
        in_first_cell(row=0),
        in_first_cell(row=True),
        in_first_cell(row=2.5),
        in_first_cell(column=20_000),
        in_first_cell(before={"value": "x", "formula": "cmd|'/c calc'!A1", "link": ""}),
        in_first_cell(before={"date": "2025-13-01"}),
        in_first_cell(before={"date": "2025-06-30", "time": "08:00"}),
        in_first_cell(before={"seconds": 1e300}),
        in_first_cell(before={"nosuch": 1}),
        in_first_cell(before=[1]),
        in_first_cell(before=float("inf")),
        in_first_cell(before=10**400),
        in_first_cell(before="长" * 40_000),
    ],
)
def test_a_broken_record_is_told_and_nothing_changes(ledger: Path, breaks: Broken) -> None:
    """Whatever stands in the record, the ledger stays as it is and one sentence says what to do."""
    press(ledger, "check")
    before, copies = ledger.read_bytes(), backup.copies(ledger)
    breaks(record_of(ledger))
    with pytest.raises(BookError, match=r"步骤记录“.*\.json”已损坏，不能撤销。台账没有改动；"):
        undone(ledger)
    assert ledger.read_bytes() == before
    assert backup.copies(ledger) == copies


def test_a_copy_that_somebody_changed_is_not_put_back(ledger: Path) -> None:
    """Where the copy is not what it was, the ledger is taken back cell by cell."""
    before = contents(FileBook(ledger).read())
    press(ledger, "check")
    copy = backup.copies(ledger)[0]
    by_hand(copy, "基本信息", 4, 2, "别的内容")
    undone(ledger)
    assert contents(FileBook(ledger).read()) == before


def test_an_open_ledger_is_refused_and_the_step_stays(ledger: Path) -> None:
    """While another program has the ledger open, undo refuses; afterwards it works."""
    original = ledger.read_bytes()
    press(ledger, "check")
    owner = ledger.with_name(f"~${ledger.name}")
    owner.write_bytes(b"")
    with pytest.raises(BookError, match="正在别处打开"):
        undone(ledger)
    owner.unlink()
    undone(ledger)
    assert ledger.read_bytes() == original


def test_on_the_command_line(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The step is told by its Chinese label; all cells are as before, and 变更记录 keeps what it has."""
    original = FileBook(ledger).read()
    assert cli.main(["check", str(ledger), "--write", "--as-of", "2025-09-26"]) in (0, 1)
    capsys.readouterr()
    assert cli.main(["undo", str(ledger), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ledger"], said["undone"]["command"], said["kept"]) == (ledger.name, "校验台账", [])
    now = FileBook(ledger).read()
    memory = {schema.CHANGES.name, schema.MEMORY.name}
    assert {name: filled(sheet) for name, sheet in now.sheets.items() if name not in memory} == {
        name: filled(sheet) for name, sheet in original.sheets.items() if name not in memory
    }


def test_a_correction_is_taken_back_and_both_stay_on_record(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Undo of a command that changed people's columns is itself recorded; nothing on record is lost."""
    assert (
        cli.main(
            [
                "review",
                str(ledger),
                "--record",
                "P001",
                "--verdict",
                "巩固",
                "--by",
                "甲",
                "--finding",
                "抽查3份记录，均齐全。",
            ]
        )
        == 0
    )
    recorded = [row.text("命令") for row in load(FileBook(ledger).read()).rows[schema.CHANGES.name]]
    assert recorded
    assert cli.main(["undo", str(ledger)]) == 0
    capsys.readouterr()
    found = load(FileBook(ledger).read())
    assert found.reviews == ()
    after = [row.text("命令") for row in found.rows[schema.CHANGES.name]]
    assert after[: len(recorded)] == recorded
    assert set(after[len(recorded) :]) == {"撤销上一步"}


def filled(sheet: RawSheet) -> dict[tuple[int, int], str]:
    """Return the filled cells of a sheet as they read."""
    cells = ((row, column, text(raw)) for row, line in enumerate(sheet.rows) for column, raw in enumerate(line))
    return {(row, column): shown for row, column, shown in cells if shown}


def test_in_memory_as_in_every_host() -> None:
    """The smallest host takes two commands back as well."""
    book = MemoryBook(blank_book())
    before = contents(book.read())
    for use_case, options in (BUTTONS["check"], BUTTONS["risks"]):
        use_case.run(Request(AS_OF, book, options=options))
    assert len(cells(book.read(), "校验结果")) > 1
    for _ in range(2):
        undo.run(Request(AS_OF, book))
    assert contents(book.read()) == before
    assert book.last_step() is None


def _told(path: Path, name: str, as_of: date, *items: str, **options: str | bool) -> str:
    """Run a command as a person does, and return what it says."""
    command = find(name)
    assert command is not None
    now = datetime(2026, 9, 28, 10)  # noqa: DTZ001 - local time
    request = Request(as_of, FileBook(path, label=command.label), options=options, items=items, by="王芳", moment=now)
    return "".join(map(str, invoke(command, request).summary))


def test_a_note_of_a_letter_names_the_way_back(ledger: Path) -> None:
    """It told people to press again, which would have taken back the step before it."""
    path = ledger.with_name("晚.xlsx")
    by_hand(ledger, "问题台账", 2, schema.PROBLEMS.position("整改时限"), "2026-08-31")
    by_hand(ledger, "问题台账", 2, schema.PROBLEMS.position("完成程度"), "整改中")
    path.write_bytes(ledger.read_bytes())
    _told(path, "risks", LATER, write=True)
    assert "已登记发出" in _told(path, "letters", LATER, "P001", issued=True)
    before = load(FileBook(path).read()).problems[0].row.text("预警")
    told = _told(path, "undo", LATER)
    assert "的“督办函”只在《变更记录》中作了登记，那里只增不减，撤销不了，台账没有改动。" in told
    assert "误登记的，请撤回登记（letters 台账 P001 --withdraw）。再点一次撤销，撤销的是更早的一步。" in told
    assert load(FileBook(path).read()).problems[0].row.text("预警") == before
    assert "已撤回登记：P001" in _told(path, "letters", LATER, "P001", withdraw=True)
    assert "督办函的登记已经撤回。" in _told(path, "undo", LATER)
