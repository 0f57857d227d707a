"""问题履历: the life of one problem, or what moved since a day."""

from __future__ import annotations

from rectify_xl.commands.outcome import Outcome, OutputTable, Request
from rectify_xl.errors import UsageError
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.memory import baseline, change_tracking, snapshots
from rectify_xl.ledger.memory.snapshots import Deltas
from rectify_xl.ledger.memory.timeline import timeline
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text import cell_value

NOTHING_KEPT = "本台账还没有以前的快照：校验或研判一次并写入台账（check 或 risks 加 --write），就从那时起留痕。"
FIRST_DAY = "最早的快照是{}的，还没有更早的可比，从第二天起可以比较。"
NONE_BEFORE = "{}以前没有快照，从最早的一份（{}）算起。"


def run(request: Request) -> Outcome:
    """Tell the life of the problem that is named; without one, what moved since `--since` or the last frozen week."""
    if len(request.items) > 1:
        raise UsageError("问题履历一次看一个问题", f"请只写一个编号，例如{request.items[0]}")
    book = request.ledger.read()
    return _life(book, cell_value.identifier(request.items[0])) if request.items else _moved(book, request)


def _life(book: RawBook, problem: str) -> Outcome:
    ledger = reader.read_ledger(book)
    if all(other.id != problem for other in ledger.problems):
        known = "、".join(other.id for other in ledger.problems[:3] if other.id)
        raise UsageError(
            f"《问题台账》中没有编号{problem}", f"请核对编号，例如{known}" if known else "请先填写问题台账"
        )
    events = timeline(ledger, change_log.read(book), change_tracking.frozen(book), problem, baseline.unrecorded(book))
    return Outcome(
        {"problem": problem, "events": [event._asdict() for event in events]},
        (f"{problem}的履历共{len(events)}条。" if events else f"{problem}还没有留下履历。",),
        (
            OutputTable(
                f"{problem} 问题履历",
                ("时间", "来源", "经手人", "内容"),
                tuple((event.time or "（未注明）", event.source, event.by, event.text) for event in events),
            ),
        )
        if events
        else (),
    )


def _moved(book: RawBook, request: Request) -> Outcome:
    kept = change_tracking.frozen(book)
    since = request.day("since")
    past = baseline.past(book, request.as_of, since=since, period=snapshots.WEEK)
    chosen = past.before
    if chosen is None:
        note = FIRST_DAY.format(past.began.isoformat()) if past.began else NOTHING_KEPT
        return Outcome({"before": None, "after": None}, (note,))
    before = chosen.snapshot
    ledger = reader.read_ledger(book)
    moved = snapshots.between(before, snapshots.snapshot(ledger, request.as_of), ledger.vocabulary["完成程度"])
    days = f"{before.day.isoformat()}至{request.as_of.isoformat()}"
    counted = "，".join(f"{label}{len(ids)}个" for label, ids in _lines(moved))
    return Outcome(
        {
            "before": before.day.isoformat(),
            "after": request.as_of.isoformat(),
            "added": list(moved.added),
            "finished": list(moved.finished),
            "slipped": list(moved.slipped),
            "newly_late": list(moved.newly_late),
            "gone": list(moved.gone),
            "snapshots": [{"name": name, "day": snapshot.day.isoformat()} for name, snapshot in kept.items()],
        },
        (
            f"{days}：{counted}。",
            *(() if chosen.exact else (NONE_BEFORE.format(since or "本周", before.day.isoformat()),)),
        ),
        (
            OutputTable(
                f"{days} 变化", ("变化", "个数", "编号"), tuple(_row(label, ids) for label, ids in _lines(moved))
            ),
        ),
    )


def _lines(moved: Deltas) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("新增", moved.added),
        ("办结", moved.finished),
        ("退步", moved.slipped),
        ("逾期新增", moved.newly_late),
        ("移出", moved.gone),
    )


def _row(label: str, ids: tuple[str, ...]) -> tuple[str, str, str]:
    return label, str(len(ids)), "、".join(ids) or "无"
