"""The file host: a ledger as a workbook on disk, read and changed without any spreadsheet program.

A change is made on a copy in memory, read back, written to a file beside the ledger, and put in the ledger's place in
one step; at every moment the ledger is either as it was or as it shall be.
"""
# Importing pathlib alone would take a seventh of a whole cold `check`.
# ruff: noqa: PTH112, PTH119, PTH120, PTH123

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rectify_xl.errors import BookError
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.system import special_files

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rectify_xl.ledger.changes.undo_record import UndoRecord
    from rectify_xl.ledger.memory.change_tracking import Stamp
    from rectify_xl.workbook.editing.package_draft import PackageDraft
    from rectify_xl.workbook.repair import Damage
    from rectify_xl.workbook.saving.backup import Clock


class FileBook:
    """A ledger in a file. `label` names the command in the names of backups; `now` dates them."""

    def __init__(self, path: str | os.PathLike[str], *, label: str = "", now: Clock = time.localtime) -> None:
        self.path = os.path.realpath(path)
        self._shown = os.fspath(path)
        self._label = label
        self._now = now
        self._seen: tuple[bytes, RawBook] | None = None
        self._mended: tuple[Damage, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the last write: which dropdowns and colours it put back."""
        if not self._mended:
            return ()
        from rectify_xl.workbook import repair

        return (repair.damage_sentence(self._mended),)

    @property
    def name(self) -> str:
        """File name as the user can read it: an old archive may have left one in GBK."""
        name = os.path.basename(self._shown)
        if name.isprintable():
            return name
        from rectify_xl.text import file_names

        return file_names.readable(name)

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies."""
        return os.path.dirname(self.path)

    def held(self, by: str = "") -> AbstractContextManager[None]:
        """Return what holds the ledger for a whole step of `by`; other writing commands wait meanwhile."""
        from rectify_xl.system import ledger_lock

        return ledger_lock.hold(self.path, self._label, by)

    def read(self) -> RawBook:
        """Return all sheets of the ledger; reading is allowed while somebody else has it open."""
        from rectify_xl.workbook.reading import read_workbook

        data = _load(self.path, self._shown)
        book = read_workbook.read(data, self.name)
        self._seen = data, book
        return book

    def write(self, changes: Changes) -> None:
        """Make `changes`, all or nothing, after a dated backup; where nothing becomes different, nothing happens.

        What pasting took away of dropdowns and colours comes back in the same write.

        Refuses a ledger that is open elsewhere, read-only, of another format than .xlsx, or that was changed by
        somebody else since it was read.
        """
        if not changes:
            return
        with self.held():
            self._write(changes)

    def _write(self, changes: Changes) -> None:
        from rectify_xl.ledger.changes import undo_record
        from rectify_xl.workbook.editing import blank_rows
        from rectify_xl.workbook.editing.package_draft import PackageDraft
        from rectify_xl.workbook.saving import journal

        path, before, book = self._ready()
        draft = PackageDraft(blank_rows.slimmed(before))
        after, mended = self._edited(draft, before, book, changes)
        step = undo_record.record(
            book,
            changes,
            command=self._label,
            at=time.strftime(undo_record.TIME, self._now()),
            stated=draft.cells.state,
        )
        if not step.empty or mended:
            entry = journal.CLOSED if step.empty else journal.entry(step, before, after)
            self._put(path, before, after, entry, mended)

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back; raises `BookError` when its record is missing or broken."""
        from pathlib import Path

        from rectify_xl.workbook.saving import journal

        if self._seen is None:
            self.read()
        return journal.last(Path(self.path), self._seen[0] if self._seen else None)

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Put the ledger back to before `step`: whole, where it is just as the step left it, else by `changes`.

        A step that was remembered in the ledger is always taken back by `changes`: its memory must not be lost. Only
        what `repair` did to the layout is taken back whole, where nobody has written since: no cell tells of it.
        """
        with self.held():
            self._take_back(step, changes)

    def _take_back(self, step: UndoRecord, changes: Changes) -> None:
        from rectify_xl.ledger import schema
        from rectify_xl.workbook.editing import blank_rows
        from rectify_xl.workbook.editing.package_draft import PackageDraft
        from rectify_xl.workbook.saving import journal

        path, before, book = self._ready()
        remembered = step.touches((schema.CHANGES.name, schema.MEMORY.name))
        after = None if remembered and not step.structural else journal.whole(path, step, before)
        mended: tuple[Damage, ...] = ()
        if after is None and changes:
            draft = PackageDraft(blank_rows.slimmed(before))
            after, mended = self._edited(draft, before, book, changes)
        if after is not None:
            self._put(path, before, after, journal.CLOSED, mended)
        journal.close(path, step)

    def _ready(self) -> tuple[Path, bytes, RawBook]:
        """Return the ledger as it was read, after making sure that it can be written."""
        from pathlib import Path

        from rectify_xl.workbook import file_kind
        from rectify_xl.workbook.saving import safe_replace

        if self._seen is None:
            self.read()
        if self._seen is None:
            raise AssertionError("reading leaves what it saw")
        path, (before, book) = Path(self.path), self._seen
        self._mended = ()
        file_kind.refuse_writing(file_kind.recognise(before, self.name), self.name)
        safe_replace.refuse_open(path)
        safe_replace.refuse_read_only(path)
        safe_replace.refuse_changed(path, before)
        return path, before, book

    def _edited(
        self, draft: PackageDraft, before: bytes, book: RawBook, changes: Changes
    ) -> tuple[bytes, tuple[Damage, ...]]:
        """Return the ledger with `changes` made, and what was mended; only one with a memory of this program is."""
        from rectify_xl.ledger import schema
        from rectify_xl.system import resources
        from rectify_xl.workbook import repair
        from rectify_xl.workbook.editing import blank_rows, edit
        from rectify_xl.workbook.editing.package_draft import PackageDraft

        edit.make(draft, book, changes)
        expected = edit.expected(book, changes)
        damages: tuple[Damage, ...] = ()
        if schema.MEMORY.name in book.sheets:
            blank = PackageDraft(resources.path("workbook_template.xlsx").read_bytes())
            damages = repair.mend(draft, blank, expected)
        after = draft.packed()
        edit.verify(after, self.name, expected, changes)
        return blank_rows.restored(after, before), damages

    def _put(self, path: Path, before: bytes, after: bytes, record: str, mended: tuple[Damage, ...]) -> None:
        from rectify_xl.workbook.saving import safe_replace

        safe_replace.put_in_place(path, before, after, record=record, label=self._label, now=self._now)
        self._seen = None
        self._mended = mended


def create(
    template: str | os.PathLike[str],
    target: str | os.PathLike[str],
    changes: Changes,
    *,
    own_columns: Mapping[str, Sequence[str]] | None = None,
    overwrite: bool = False,
    now: Clock = time.localtime,
) -> None:
    """Write a new ledger: `template` with `own_columns` at the right of its tables, by sheet, and `changes` made.

    Refuses to replace a file unless `overwrite` is set, and then keeps a backup of it.
    """
    from pathlib import Path

    from rectify_xl.system import ledger_lock

    path = Path(target).resolve()
    if path.suffix.lower() != ".xlsx":
        raise BookError(f"台账文件名应以 .xlsx 结尾：“{path.name}”", "请改用这样的文件名，例如“整改台账.xlsx”")
    if not path.parent.is_dir():
        raise BookError(f"文件夹不存在：{path.parent}", "请先建好文件夹，或换一个位置")
    with ledger_lock.hold(str(path)):
        _create(os.fspath(template), path, os.fspath(target), changes, own_columns or {}, overwrite=overwrite, now=now)


def _create(
    template: str,
    path: Path,
    shown: str,
    changes: Changes,
    own_columns: Mapping[str, Sequence[str]],
    *,
    overwrite: bool,
    now: Clock,
) -> None:
    from rectify_xl.workbook.editing import edit
    from rectify_xl.workbook.repair import page_head
    from rectify_xl.workbook.saving import journal, safe_replace

    before: bytes | None = None
    if path.exists():
        before = _load(str(path), shown)
        if not overwrite:
            raise BookError(f"“{path.name}”已存在，没有覆盖", "请换一个文件名；确要覆盖请加 --force（覆盖前自动备份）")
        safe_replace.refuse_open(path)
        safe_replace.refuse_read_only(path)
    blank = _load(template, template)
    if own_columns:
        from rectify_xl.workbook.repair import missing_columns

        blank = missing_columns.with_own_columns(blank, path.name, own_columns)
    after = page_head.with_unit(edit.edit(blank, path.name, changes), path.name) if changes else blank
    safe_replace.put_in_place(path, before, after, now=now)
    journal.close_all(path)


def repair(
    path: str | os.PathLike[str],
    template: str | os.PathLike[str],
    *,
    write: bool,
    stamp: Stamp | None = None,
    now: Clock = time.localtime,
) -> tuple[Damage, ...]:
    """Return what a ledger lacks of the present layout; with `write`, add it after a dated backup.

    That is columns, lines of 基本信息, lists of 字典, dropdowns and colours. What is added to the layout is told in
    变更记录, and `undo` takes it back.
    """
    from datetime import datetime
    from pathlib import Path

    from rectify_xl.ledger.memory.change_tracking import Stamp

    target = Path(path).resolve()
    stamp = stamp or Stamp(datetime.fromtimestamp(time.mktime(now())), "", "")  # noqa: DTZ006 - the user's own clock
    if not write:
        return _repaired(target, os.fspath(path), template, write=False, stamp=stamp, now=now)
    from rectify_xl.system import ledger_lock

    with ledger_lock.hold(str(target), stamp.command):
        return _repaired(target, os.fspath(path), template, write=True, stamp=stamp, now=now)


def is_old_summary(path: str | os.PathLike[str], template: str | os.PathLike[str]) -> bool:
    """Tell whether 统计汇总 of a ledger is of an earlier layout, and so counts by earlier rules."""
    from rectify_xl.workbook.repair import missing_sheets

    shown = os.fspath(path)
    return missing_sheets.is_old_summary(_load(shown, shown), _load(os.fspath(template), os.fspath(template)))


def _repaired(
    target: Path, shown: str, template: str | os.PathLike[str], *, write: bool, stamp: Stamp, now: Clock
) -> tuple[Damage, ...]:
    from rectify_xl.workbook import file_kind
    from rectify_xl.workbook.editing import blank_rows, edit
    from rectify_xl.workbook.reading import read_workbook
    from rectify_xl.workbook.repair import present_layout
    from rectify_xl.workbook.saving import journal, safe_replace

    before = _load(str(target), shown)
    file_kind.refuse_writing(file_kind.recognise(before, target.name), target.name)
    blank = _load(os.fspath(template), os.fspath(template))
    result = present_layout.bring(blank_rows.slimmed(before), blank, target.name, stamp, write=write)
    if write and result.damages:
        safe_replace.refuse_open(target)
        safe_replace.refuse_read_only(target)
        after = blank_rows.restored(result.data, before)
        edit.verify_kept(after, target.name, read_workbook.read(before, target.name), result.changes)
        record = journal.entry(result.step, before, after) if result.step else journal.CLOSED
        safe_replace.put_in_place(target, before, after, record=record, label=stamp.command, now=now)
    return result.damages


def _load(path: str, shown: str) -> bytes:
    """Return the bytes of a file; raises `BookError` that says why they cannot be had."""
    if what := special_files.special_kind(path):
        raise BookError(f"这是{what}，不是台账：{shown}", "请选择保存在磁盘上的 .xlsx 文件")
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise BookError(f"找不到文件：{shown}", "请检查文件名和所在文件夹") from error
    except IsADirectoryError as error:
        raise BookError(f"这是文件夹，不是台账：{shown}", "请选择其中的 .xlsx 文件") from error
    except PermissionError as error:
        if os.path.isdir(path):
            raise BookError(f"这是文件夹，不是台账：{shown}", "请选择其中的 .xlsx 文件") from error
        raise BookError(f"没有权限读取：{shown}", "请检查文件权限；若文件正被其他程序独占，请关闭后重试") from error
    except OSError as error:
        from rectify_xl.system import files

        raise BookError(f"无法读取：{shown}（{files.reason(error)}）", "请检查磁盘或网络连接后重试") from error
