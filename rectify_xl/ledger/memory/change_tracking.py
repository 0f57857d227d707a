"""Remember: compare the rows with the last known state, record what changed, and keep the new state.

All of it goes into the same write as the command's own changes, so that the ledger and its memory never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import applied, change_log, log_chain, merged_steps, revert, table_region
from rectify_xl.ledger.changes.change_log import BY_HAND, LogLine
from rectify_xl.ledger.changes.recorded_change import Change, KnownState, replay
from rectify_xl.ledger.changes.remembered_rows import Present, present
from rectify_xl.ledger.changes.undo_record import UndoRecord
from rectify_xl.ledger.memory import memory_store, snapshots, unrecorded_changes
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.memory.memory_store import Stored
from rectify_xl.ledger.memory.snapshots import START, Snapshot
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, SheetChanges

NOW = unrecorded_changes.NOW
FIRST = unrecorded_changes.FIRST
LOG = "流水"
"""The entry with the number of lines of 变更记录 and their sum."""
LAST = "最近"
"""The entry with the snapshot that the last command left."""

NO_MEMORY = (
    f"本台账没有《{schema.MEMORY.name}》工作表，人工修改没有留痕；"
    "修复下拉和标色（rectify-xl repair 台账 --write）可以补上。"
)
NO_LOG = f"《{schema.CHANGES.name}》缺少工作表或列，修改没有留痕；请从新台账中复制该表的表头后重试。"
STARTED = f"已开始留痕：今后每次运行命令，都会把这期间的人工修改记入《{schema.CHANGES.name}》。"
RESTARTED = f"《{schema.MEMORY.name}》的内容已损坏，这期间的人工修改无从比对；已从现在起重新留痕。"

LOST = "原有内容缺失"
"""What a line of 变更记录 says of a memory that is not there any more."""
MEMORY_LOST = Change(schema.MEMORY.name, "", "", LOST, "从现在起重新留痕")
"""The line itself."""
GONE = (
    f"《{schema.MEMORY.name}》以前的内容不见了：在此以前的人工修改无从比对，整改时限改没改过不能再核对；"
    f"已记入《{schema.CHANGES.name}》。"
)


class Stamp(NamedTuple):
    """When a command writes, who runs it, and what it is called."""

    moment: datetime
    by: str
    command: str

    def record(self, change: Change, command: str = "") -> LogLine:
        """Return the line of 变更记录 for a change."""
        return LogLine(self.moment.strftime(change_log.TIME_FORMAT), self.by, command or self.command, change)


class Remembered(NamedTuple):
    """The changes to write, what a person had changed, what the command changes, and what to tell the user."""

    changes: Changes
    by_hand: tuple[Change, ...] = ()
    own: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


class Known(NamedTuple):
    """What the memory knows before the command writes. `state` is None where it knows nothing."""

    state: KnownState | None
    log_changed: Change | None
    notes: tuple[str, ...]
    lost: Change | None = None


def begin(book: RawBook, changes: Changes, moment: datetime) -> Changes:
    """Return the `changes` that make a new ledger of `book`, with a memory that begins with what they leave."""
    after = applied.apply(book, changes)
    return (*changes, *_remember(after, (), Stamp(moment, "", ""), Stored({}, ()), new=True).changes)


def remember(book: RawBook, changes: Changes, stamp: Stamp) -> Remembered:
    """Return `changes` with what keeps the memory: lines for 变更记录 and the new state.

    `book` is the ledger as it is now. Where it has no memory or no 变更记录, `changes` come back alone with a note.
    """
    if schema.MEMORY.name not in book.sheets:
        return Remembered((*changes, *log_chain.extended(book, changes)), notes=(NO_MEMORY,))
    if not change_log.complete(book):
        return Remembered(changes, notes=(NO_LOG,))
    return _remember(book, changes, stamp, memory_store.read(book.sheets[schema.MEMORY.name]))


def _remember(book: RawBook, changes: Changes, stamp: Stamp, stored: Stored, *, new: bool = False) -> Remembered:
    numbered = change_log.numbered(book)
    former = tuple(record for _, record in numbered)
    known = _known(stored, numbered, book)
    if known.state is None and not new and unrecorded_changes.lost(book):
        known = known._replace(lost=MEMORY_LOST, notes=(*known.notes, GONE))
    now = present(book)
    differences = compare(known.state or {}, now)
    state = replay(known.state or {}, differences)
    unseen = _unseen(known.state, now)
    by_hand = tuple(change for change in differences if change.sheet not in unseen) if known.state is not None else ()
    after = applied.apply(book, changes)
    touched = {block.sheet: after.sheets[block.sheet] for block in changes if block.sheet in after.sheets}
    own = compare(state, present(after._replace(sheets=touched)))
    state = replay(state, own)
    whose = {(block.sheet, *place): words for block in changes for place, words in block.whose.items()}
    records = [
        *([stamp.record(known.log_changed, BY_HAND)] if known.log_changed else ()),
        *([stamp.record(known.lost, BY_HAND)] if known.lost else ()),
        *(stamp.record(change, BY_HAND) for change in by_hand),
        *(stamp.record(change, _command(stamp.command, change, whose)) for change in own),
        *(stamp.record(change) for block in changes for change in _merged(book, block)),
    ]
    lines = (*(change_log.read(after) if schema.CHANGES.name in touched else former), *records)
    lines_added = change_log.append(after, records)
    blocks = (*changes, *((lines_added,) if lines_added else ()))
    sums = log_chain.extended(book, blocks)
    put: dict[str, memory_store.Json] = {
        NOW: state,
        LOG: {
            "lines": len(lines),
            "sum": change_log.digest(lines),
            "marks": change_log.marks(lines),
            "code": sums[0].writes[-1].value if sums else next((link.code for link in log_chain.links(book)[-1:]), ""),
        },
    }
    if known.state is None or known.log_changed or unseen:
        number = 1 + max((_number(name) for name in (*stored.entries, *stored.damaged)), default=0)
        put[f"{FIRST} {number}"] = {"lines": len(lines), "state": state}
    snapshot = _counted(applied.apply(after, (lines_added, *sums) if lines_added else ()), stamp.moment.date())
    put |= _snapshots(stored, snapshot)
    drop = snapshots.surplus({*stored.entries, *put})
    kept = memory_store.update(
        after.sheets[schema.MEMORY.name], {name: content for name, content in put.items() if name not in drop}, drop
    )
    blocks = (*blocks, *sums, *((kept,) if kept else ()))
    return Remembered(blocks, by_hand, own, (*known.notes, *_summary(by_hand)))


def _merged(book: RawBook, block: SheetChanges) -> Iterator[Change]:
    """Yield what is to be recorded of merged areas: what their rows read does not change."""
    if block.unmerge or block.merge:
        yield from merged_steps.recorded(table_region.find(book, block.sheet), block)


def _counted(book: RawBook, day: date) -> Snapshot:
    """Return the snapshot of a workbook; whether a closing stands is read from all that `rollup` reads it from."""
    sheet = book.sheets.get(schema.CLOSURES.name)
    closings = sheet is not None and len(sheet.rows) > 1
    names = (*snapshots.NEEDED, *(snapshots.CLOSED_BY if closings else ()))
    counted = {name: book.sheets[name] for name in names if name in book.sheets}
    return snapshots.snapshot(reader.read_ledger(book._replace(sheets=counted)), day)


def _command(command: str, change: Change, whose: Mapping[tuple[str, str, str], str]) -> str:
    """Return the command of a line of 变更记录, with the words for whose change it was (收回合并（城建办）)."""
    words = whose.get((change.sheet, change.key, change.column)) or whose.get((change.sheet, change.key, ""))
    return f"{command}（{words}）" if words else command


def own_part(step: UndoRecord, book: RawBook) -> UndoRecord:
    """Return the step with, of all that it told the memory, only what its own command kept there."""
    rest = step.without((schema.CHANGES.name, schema.MEMORY.name))
    if schema.MEMORY.name not in book.sheets:
        return rest
    pieces = [cell for cell in step.cells if cell.sheet == schema.MEMORY.name]
    names = revert.entry_names(table_region.find(book, schema.MEMORY.name), pieces)
    own = tuple(cell for cell in pieces if memory_store.is_of_command(names[cell.row]))
    return rest._replace(cells=(*rest.cells, *own))


def log_broken(book: RawBook) -> Change | None:
    """Return what was done to 变更记录 since the last command: lines changed, added or deleted by hand."""
    if schema.MEMORY.name not in book.sheets:
        return None
    stored = memory_store.read(book.sheets[schema.MEMORY.name])
    return _touched(stored.entries.get(LOG), change_log.numbered(book), book)


def _touched(kept: memory_store.Json, numbered: Sequence[tuple[int, LogLine]], book: RawBook) -> Change | None:
    """Return what to record when somebody changed lines of 变更记录, removed it, or took its sums away."""
    changed = _log_changed(kept, numbered)
    if changed and schema.CHANGES.name not in book.sheets:
        return changed._replace(new="工作表已被删掉")
    if changed or not isinstance(kept, dict) or not kept.get("code"):
        return changed
    links = log_chain.links(book)
    if links and links[-1].code == kept["code"]:
        return None
    return Change(schema.CHANGES.name, "", "", f"{len(links)}行原来都有校验码", "校验码被清空或改动")


def can_remember(book: RawBook) -> bool:
    """Tell whether a ledger has both sheets in which it keeps what was done: 程序状态 and 变更记录."""
    return schema.MEMORY.name in book.sheets and change_log.complete(book)


def unrecorded(book: RawBook) -> tuple[Change, ...]:
    """Return what people changed since the last command: 变更记录 will hold it with the next one that writes."""
    if not can_remember(book):
        return ()
    state = _known(memory_store.read(book.sheets[schema.MEMORY.name]), change_log.numbered(book), book).state
    return () if state is None else compare(state, present(book))


def _known(stored: Stored, numbered: Sequence[tuple[int, LogLine]], book: RawBook) -> Known:
    changed = _touched(stored.entries.get(LOG), numbered, book)
    notes = (f"《{schema.CHANGES.name}》被人工改动过（{changed.old}，{changed.new}），已记录在案。",) if changed else ()
    state = _state(stored.entries.get(NOW))
    if state is None and NOW in stored.damaged and not changed:
        state = _replayed(stored, [record for _, record in numbered])
    if state is not None:
        return Known(state, changed, notes)
    if stored.entries or stored.damaged:
        return Known(None, changed, (*notes, RESTARTED))
    return Known(None, None, (STARTED,))


def _unseen(state: KnownState | None, now: Mapping[str, Present]) -> frozenset[str]:
    """Return 字典 where the memory was made before it was remembered: its rows are then taken as they are."""
    known = state is None or schema.DICTIONARY in state or schema.DICTIONARY not in now
    return frozenset() if known else frozenset({schema.DICTIONARY})


def _log_changed(kept: memory_store.Json, numbered: Sequence[tuple[int, LogLine]]) -> Change | None:
    """Return what to record when somebody changed, added or deleted lines of 变更记录."""
    if not isinstance(kept, dict):
        return None
    former = [record for _, record in numbered]
    if len(former) == kept.get("lines") and change_log.digest(former) == kept.get("sum"):
        return None
    marks = kept.get("marks")
    touched = change_log.touched(marks, numbered) if isinstance(marks, str) else ""
    more = f"，{touched}" if touched else ""
    return Change(schema.CHANGES.name, "", "", f"应有{kept.get('lines')}行", f"实有{len(former)}行{more}")


def _summary(by_hand: Sequence[Change]) -> tuple[str, ...]:
    if not by_hand:
        return ()
    return (f"上次运行以来的人工修改{len(by_hand)}处，已记入《{schema.CHANGES.name}》。",)


def _snapshots(stored: Stored, now: Snapshot) -> dict[str, memory_store.Json]:
    """Return the snapshot of today, and the last one under the names of the week and the month that are over."""
    put: dict[str, memory_store.Json] = {LAST: snapshots.dump(now)}
    if not any(name.startswith(f"{START} ") for name in stored.entries):
        put[f"{START} {now.day.isoformat()}"] = snapshots.dump(now)
    last = snapshots.load(stored.entries.get(LAST))
    if last is not None and now.day < last.day:
        del put[LAST]  # the clock was set back: what is known of the later day stays
    for name in snapshots.frozen(last, now.day):
        if name not in stored.entries and last is not None:
            put[name] = snapshots.dump(last)
    return put


def frozen(book: RawBook) -> Mapping[str, Snapshot]:
    """Return the frozen snapshots of a ledger by their names, oldest first; none where it has no memory."""
    if schema.MEMORY.name not in book.sheets:
        return {}
    entries = memory_store.read(book.sheets[schema.MEMORY.name]).entries
    names = [name for name in entries if name.partition(" ")[0] in snapshots.FROZEN]
    states = [(name, snapshots.load(entries[name])) for name in names]
    whole = [(name, snapshot) for name, snapshot in states if snapshot is not None]
    return dict(sorted(whole, key=lambda entry: (entry[1].day, entry[0])))


def from_first(book: RawBook) -> KnownState | None:
    """Return the state that 变更记录 leads to from the last recorded beginning; None where there is no memory."""
    if schema.MEMORY.name not in book.sheets:
        return None
    return _replayed(memory_store.read(book.sheets[schema.MEMORY.name]), change_log.read(book))


def common_state(book: RawBook, other: RawBook) -> KnownState | None:
    """Return the last state that two copies of a ledger have in common, None where their histories have nothing.

    It is the beginning that both remember, with the lines of 变更记录 replayed on it that stand in both.
    """
    if any(schema.MEMORY.name not in copy.sheets for copy in (book, other)):
        return None
    mine, theirs = (memory_store.read(copy.sheets[schema.MEMORY.name]).entries for copy in (book, other))
    lines = change_log.read(book)
    both = zip(lines, change_log.read(other), strict=False)
    count = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    known = [mine[name] for name in mine if _number(name) and name in theirs and mine[name] == theirs[name]]
    starts: list[tuple[int, KnownState]] = []
    for content in known:
        at = content.get("lines") if isinstance(content, dict) else None
        state = _state(content.get("state")) if isinstance(content, dict) else None
        if isinstance(at, int) and state is not None and at <= count:
            starts.append((at, state))
    if not starts:
        return None
    at, state = max(starts, key=lambda start: start[0])
    return replay(state, (record.change for record in lines[at:count]))


def _replayed(stored: Stored, former: Sequence[LogLine]) -> KnownState | None:
    """Return the last beginning with all later lines of 变更记录 replayed on it."""
    first = max((name for name in stored.entries if _number(name)), key=_number, default=None)
    content = stored.entries.get(first) if first else None
    if not isinstance(content, dict):
        return None
    state, lines = _state(content.get("state")), content.get("lines")
    if state is None or not isinstance(lines, int):
        return None
    return replay(state, (record.change for record in former[lines:]))


def _number(name: str) -> int:
    kind, _, number = name.partition(" ")
    return int(number) if kind == FIRST and number.isdecimal() else 0


def _state(content: memory_store.Json) -> KnownState | None:
    return content if isinstance(content, dict) else None
