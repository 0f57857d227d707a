"""Whatever people and commands do, no line of 变更记录 is changed or lost, and replaying it gives the present rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from generate.ledger_builder import MemoryBook, apply
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import RecordingBook, invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.remembered_rows import SHEETS
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.memory.snapshots import Snapshot
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from tests.ledger.memory.test_change_tracking import DICTIONARY, LEDGER, assert_replays, blank

NAMES = [named.sheet.name for named in SHEETS]
PLACES = st.integers(2, 6)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["P001", "p001 ", "Ｐ００２", "P002", "甲", "已完成", "整改中", "第一行\n　第二行", "a：b\n\nc", "=1+1", "#2"]
    ),
    st.text(max_size=8),
    st.integers(-5, 99_999),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(),
    st.booleans(),
)


class Office(RuleBasedStateMachine):
    """A ledger in the hands of people and commands."""

    def __init__(self) -> None:
        super().__init__()
        self.book = MemoryBook(blank(LEDGER + DICTIONARY))
        self.now = datetime(2025, 9, 1, 9)  # noqa: DTZ001
        self.lines: tuple[LogLine, ...] = ()
        self.frozen: dict[str, Snapshot] = {}
        self.told = False

    def _edit(self, *blocks: SheetChanges) -> None:
        self.book.book = apply(self.book.book, blocks)
        self.told = False

    def _rows(self, sheet: str, rows: list[list[object]]) -> None:
        sheets = {**self.book.book.sheets, sheet: RawSheet(sheet, rows)}  # type: ignore[arg-type]
        self.book.book = self.book.book._replace(sheets=sheets)
        self.told = False

    @rule(sheet=st.sampled_from(NAMES), row=PLACES, column=st.integers(1, 9), value=TEXTS)
    def fill_in(self, sheet: str, row: int, column: int, value: str | float | None) -> None:
        self._edit(SheetChanges(sheet, (CellWrite(row, column, value),)))

    @rule(sheet=st.sampled_from(NAMES), row=PLACES)
    def delete_row(self, sheet: str, row: int) -> None:
        rows = [list(cells) for cells in self.book.book.sheets[sheet].rows]
        self._rows(sheet, [*rows[: row - 1], *rows[row:]])  # type: ignore[list-item]

    @rule(sheet=st.sampled_from(NAMES), row=PLACES, copied=PLACES)
    def insert_copy(self, sheet: str, row: int, copied: int) -> None:
        rows = [list(cells) for cells in self.book.book.sheets[sheet].rows]
        self._rows(sheet, [*rows[: row - 1], *rows[copied - 1 : copied], *rows[row - 1 :]])  # type: ignore[list-item]

    @rule(sheet=st.sampled_from(NAMES))
    def sort_rows(self, sheet: str) -> None:
        head, *rows = [list(cells) for cells in self.book.book.sheets[sheet].rows]
        self._rows(sheet, [head, *reversed(rows)])  # type: ignore[list-item]

    @rule(first=PLACES, second=PLACES)
    def swap_ids(self, first: int, second: int) -> None:
        cells = reader.read_ledger(self.book.book).rows["问题台账"]
        by_row = {row.number: row.plain("编号") for row in cells}
        self._edit(
            SheetChanges("问题台账", (CellWrite(first, 1, by_row.get(second)), CellWrite(second, 1, by_row.get(first))))
        )

    @rule(hours=st.integers(1, 24 * 20))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(row=PLACES, value=TEXTS, sheet=st.sampled_from(["问题台账", "回头看", "销号登记"]))
    def run_command(self, row: int, value: str | float | None, sheet: str) -> None:
        changes: Changes = (
            SheetChanges(sheet, (CellWrite(row, 4, value),)),
            SheetChanges("校验结果", (CellWrite(2, 1, 1),), replace_rows=True),
        )
        close = find("close")
        assert close is not None
        ledger_of = RecordingBook(self.book, close._replace(needs=()), self._request())
        ledger_of.read()
        ledger_of.write(changes)
        self.told = True

    @rule()
    def undo(self) -> None:
        """Take the last command back, whatever people did since; where nothing can be, nothing is written."""
        command = find("undo")
        assert command is not None
        before = self.book.book
        invoke(command, self._request())
        self.told = self.told or self.book.book.sheets != before.sheets

    def _request(self) -> Request:
        return Request(self.now.date(), self.book, by="王芳", moment=self.now)

    @invariant()
    def no_line_is_changed_or_lost(self) -> None:
        lines = change_log.read(self.book.read())
        assert lines[: len(self.lines)] == self.lines
        self.lines = lines

    @invariant()
    def no_frozen_snapshot_changes(self) -> None:
        frozen = dict(change_tracking.frozen(self.book.read()))
        assert {name: frozen[name] for name in self.frozen} == self.frozen
        self.frozen = frozen

    @invariant()
    def the_lines_lead_to_the_present(self) -> None:
        if self.told:
            assert_replays(self.book)

    def teardown(self) -> None:
        assert self.book.book.sheets[schema.MEMORY.name].rows[0][0] == "键"


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
