"""The live host: a ledger that is open in Excel or LibreOffice Calc, through xlwings.

What the workbook shows is read by `live_read`. Writing makes one call per rectangle. Screen updating and calculation
are never switched off: with one call per rectangle nothing flickers, and what is never switched need not be restored
when a process dies (see DECISIONS.md).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rectify_xl.errors import BookError, RectifyError
from rectify_xl.ledger.changes.undo_record import TIME, UndoRecord, record
from rectify_xl.ledger.reading import tab_names
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.system import files, written_files
from rectify_xl.text.refs import cell_ref, split_address
from rectify_xl.workbook.cell_input import Typed, typed
from rectify_xl.workbook.editing import cell_facts
from rectify_xl.workbook.live import live_plan, live_read
from rectify_xl.workbook.live.live_plan import CellEntry, Fill, LivePlan
from rectify_xl.workbook.saving import backup, journal

if TYPE_CHECKING:
    import xlwings

    from rectify_xl.workbook.saving.backup import Clock

_LEAST_SHEETS = 3
"""A workbook with fewer sheets of the layout than this is no ledger."""


class LiveBook:
    """The ledger in an open workbook. `label` names the command in the names of backups; `now` dates them."""

    on_screen = True
    notes: tuple[str, ...] = ()
    """A live application keeps no promise about rules that are written while it is open: `repair` works on the file."""

    def __init__(self, book: xlwings.Book, *, label: str = "", now: Clock = time.localtime) -> None:
        self._book = book
        self._label = label
        self._now = now
        self._seen: tuple[bytes | None, RawBook] | None = None
        with _work(book, "打开"):
            self._name = str(book.name)
            self.full_name = str(book.fullname)
            self._path = _path(self.full_name)

    @property
    def name(self) -> str:
        """File name as the user knows it."""
        return self._name

    @property
    def path(self) -> Path:
        """Where the ledger lies, or, where it was never saved, where its papers and backups go."""
        return self._path

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies."""
        return str(self._path.parent)

    def read(self) -> RawBook:
        """Return all sheets of the ledger as they are on the screen; raises `BookError` when it is no ledger."""
        with _work(self._book, "读取"):
            data, raw = live_read.read(self._book, self._name)
        if len(raw.sheets) < _LEAST_SHEETS:
            raise BookError(
                f"当前打开的“{self._name}”不是整改台账",
                "请切换到台账窗口再点按钮；还没有台账的，请先点“新建台账”或“导入”",
            )
        self._seen = data, raw
        return raw

    def write(self, changes: Changes) -> None:
        """Make `changes`, all or nothing, after a dated backup; where nothing becomes different, nothing happens.

        Refuses where a sheet is gone or protected. What was written is taken back when a later step fails.
        """
        if not changes:
            return
        data, raw = self._looked()
        facts = cell_facts.Reader(data or b"")
        steps = self._prepared(raw, changes, facts)
        at = time.strftime(TIME, self._now())
        step = record(raw, changes, command=self._label, at=at, stated=facts.state)
        if not step.empty:
            self._keep(data, step)
            self._run(steps)

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back; raises `BookError` when its record is missing or broken."""
        return journal.last(self._path)

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Put the ledger back to before `step`, cell by cell, after a dated backup."""
        if changes:
            data, raw = self._looked()
            steps = self._prepared(raw, changes, cell_facts.Reader(data or b""))
            self._keep(data, None)
            self._run(steps)
        journal.close(self._path, step)

    def _looked(self) -> tuple[bytes | None, RawBook]:
        """Return what was read, and read it now where nobody did."""
        if self._seen is None:
            self.read()
        if self._seen is None:
            raise AssertionError("reading leaves what it saw")
        return self._seen

    def _prepared(self, raw: RawBook, changes: Changes, facts: cell_facts.Reader) -> list[_Step]:
        """Return what to do on each sheet; raises `BookError` when any of it cannot be done."""
        for block in changes:
            cell_facts.refuse_merged(block, facts.facts(block.sheet))
            cell_facts.refuse_arrays(block, facts.facts(block.sheet))
        linked = {block.sheet: frozenset(facts.facts(block.sheet).links) for block in changes}
        return [
            _Step(self._sheet(raw.tab(plan.sheet)), plan, raw.tabs) for plan in live_plan.plan(raw, changes, linked)
        ]

    def _run(self, steps: Sequence[_Step]) -> None:
        """Do all of it or nothing."""
        self._seen = None
        done: list[_Step] = []
        try:
            for step in steps:
                done.append(step)
                with _work(self._book, f"写入《{step.plan.sheet}》"):
                    step.run()
        except BaseException as error:  # also a person who stops the program leaves nothing half-done
            left = [step.plan.sheet for step in reversed(done) if not step.take_back()]
            if left and _alive(self._book):
                listed = "".join(f"《{sheet}》" for sheet in reversed(left))
                raise BookError(
                    f"写入时表格程序停止响应，{listed}里已写的没有全部退回",
                    "请按回车键结束输入、关闭对话框，点“撤销上一步”，再核对台账；改动前的台账在备份文件夹里",
                ) from error
            raise
        written_files.note(self._name)
        backup.prune(self._path)

    def go_to(self, address: str) -> None:
        """Show and select a cell such as 问题台账!H12."""
        with _work(self._book, "定位"):
            tabs = [str(sheet.name) for sheet in self._book.sheets] if self._seen is None else self._seen[1].tabs
            sheet, ref = split_address(tab_names.written(address, tabs))
            target = self._book.sheets[sheet]
            target.activate()
            target.range(ref).select()

    def _sheet(self, name: str) -> Any:
        """Return a sheet to write on; raises `BookError` when it is gone or protected."""
        with _work(self._book, "写入"):
            try:
                sheet = self._book.sheets[name]
                tab = str(sheet.name)
            except Exception:  # each application says in its own way that there is no such sheet
                there = [str(sheet.name) for sheet in self._book.sheets]
                if not there or name in there:
                    raise
                tab = ""
            if tab != name:
                raise BookError(f"《{name}》工作表刚刚被改名或删除，没有写入", "请恢复它的名称后重试")
            if not live_read.excel_on_mac(self._book) and sheet.api.ProtectContents:
                raise BookError(
                    f"《{name}》工作表设有保护，没有写入", "请在“审阅”中撤销工作表保护（LibreOffice 在“工具”中）后重试"
                )
        return sheet

    def _keep(self, data: bytes | None, step: UndoRecord | None) -> None:
        """Keep a dated copy of the workbook as it is on the screen, or, where that is not to be had, on the disk.

        With it goes the record of the step that follows, None for a step that cannot be taken back.
        """
        if data is None:
            if not self._path.is_file():
                return
            data = self._path.read_bytes()
        record = journal.entry(step, data, None) if step else journal.CLOSED
        try:
            backup.keep(self._path, data, record, label=self._label, now=self._now)
        except OSError as error:
            raise BookError(
                f"备份没有写成（{files.reason(error)}），台账没有改动",
                f"请检查文件夹“{self._path.parent}”能否写入、磁盘是否已满",
            ) from error


class _Step:
    """What happens on one sheet. Making it raises `BookError` when a value does not fit its cell."""

    def __init__(self, sheet: Any, plan: LivePlan, tabs: Sequence[str]) -> None:
        self.sheet = sheet
        self.plan = plan
        self._tabs = tabs
        self._values = [_matrix(plan.sheet, fill, tabs) for fill in plan.fills]
        self._begun = False

    def run(self) -> None:
        """Take merged areas apart, fit the table, fill the cells, merge areas, hide and show rows."""
        for apart in self.plan.splits:
            self.sheet.range(str(apart)).unmerge()
            self._begun = True
        if self.plan.resize:
            table, area = self.plan.resize  # before its rows are filled: a table that grows fills columns by itself
            self.sheet.tables[table].resize(self.sheet.range(area))
            self._begun = True
        for fill, values in zip(self.plan.fills, self._values, strict=True):
            cells = self.sheet.range(live_plan.address(fill.row, fill.column, len(values), len(values[0])))
            if fill.unlink and not live_read.excel_on_mac(self.sheet.book):
                cells.api.ClearHyperlinks()
            cells.options(chunksize=None).value = values
            self._begun = True
        for whole in self.plan.joins:
            self.sheet.range(str(whole)).merge()
        for first, last, hidden in self.plan.shows:
            self.sheet.range(f"{first}:{last}").rows.hidden = hidden

    def take_back(self) -> bool:
        """Write the former values back, as far as the workbook still lets us; tell whether nothing new is left."""
        if self.plan.back is None:
            return True
        try:
            _Step(self.sheet, self.plan.back, self._tabs).run()
        except Exception:  # noqa: BLE001 - what failed before is what the user must hear of
            return not self._begun
        return True


def _matrix(sheet: str, fill: Fill, tabs: Sequence[str]) -> list[list[Typed]]:
    return [
        [
            typed(_linked(entry, tabs), where=f"《{sheet}》{cell_ref(fill.row + down, fill.column + across)}")
            for across, entry in enumerate(row)
        ]
        for down, row in enumerate(fill.entries)
    ]


def _linked(entry: CellEntry, tabs: Sequence[str]) -> CellEntry:
    return entry._replace(link=tab_names.written(entry.link, tabs)) if entry.link else entry


@contextmanager
def _work(book: xlwings.Book, what: str) -> Iterator[None]:
    """Turn what the application raises into a `BookError`; COM, AppleScript and UNO have no common exception."""
    try:
        yield
    except RectifyError:
        raise
    except Exception as error:
        if not _alive(book):
            raise BookError("台账在处理过程中被关闭，没有写入", "请重新打开台账，再点一次按钮") from error
        raise BookError(
            f"{what}时，表格程序没有响应或拒绝了操作（{type(error).__name__}），台账没有改动",
            "若有单元格正在编辑，请按回车键结束输入；若有对话框开着，请先关闭；然后重试",
        ) from error


def _alive(book: xlwings.Book) -> bool:
    try:
        return len(book.sheets) > 0
    except Exception:  # noqa: BLE001 - any failure means the same: the workbook is gone
        return False


def _path(full_name: str) -> Path:
    """Return where a workbook lies; one never saved, or on a server, keeps its papers in the home folder."""
    path = Path(full_name)
    if path.is_absolute() and path.parent.is_dir():
        return path if path.suffix.lower() in live_read.ENDINGS else path.with_suffix(".xlsx")
    return Path.home() / f"{path.stem or '台账'}.xlsx"
