"""汇总下级: what the ledgers of all units below say together, and which of them are missing or have to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.consolidating import period_name
from rectify_xl.commands.outcome import FINE, FOUND, MadeFile, Outcome, OutputTable, Request, Tone
from rectify_xl.dates import chinese
from rectify_xl.errors import BookError, UsageError
from rectify_xl.supervision.consolidation import latest, overview, rejections, roster
from rectify_xl.supervision.consolidation.consolidation import (
    ROSTER_STATES,
    Consolidation,
    CountedUnit,
    RosterStanding,
)
from rectify_xl.supervision.consolidation.latest import Sorted
from rectify_xl.supervision.consolidation.overview import Overview
from rectify_xl.supervision.consolidation.period_changes import UnitChange
from rectify_xl.supervision.consolidation.roster import Roster
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile
from rectify_xl.text import excerpts
from rectify_xl.workbook.saving import outputs

if TYPE_CHECKING:
    from rectify_xl.commands.consolidating.gather import Gathered

STORE = "汇总库"
LISTED = 12
"""Most names that one sentence lists."""
LATER = 15
"""Days after the day of a consolidation up to which ledgers are taken for reports of it."""
FEW_UNITS, MOSTLY = 3, 0.5
"""With so many units, a share of them from which on files of an earlier period look like a period made anew."""
ROWS = 15
"""Most rows of a table on the screen; all of them stand in the result and in JSON."""


def run(request: Request) -> Outcome:
    """Read all that lies in the sources, and say what it is together; the store keeps what was read.

    Raises `UsageError` where a source, the roster or a cluster cannot be used.
    """
    from rectify_xl.commands.consolidating import executors, gather
    from rectify_xl.documents.consolidated import dashboard, parquet_store, period_record, result_workbook
    from rectify_xl.documents.consolidated.database import DATABASE, DatabaseDraft
    from rectify_xl.documents.consolidated.parquet_store import ParquetStore
    from rectify_xl.documents.consolidated.store_rows import StoreRows

    parquet_store.require()
    target, overwrite = Path(request.text("output")), request.on("force")
    outputs.refuse(target, result_workbook.WHAT, endings=result_workbook.ENDINGS, overwrite=overwrite)
    screen = Path(request.text("dashboard")) if request.text("dashboard") else None
    if screen:
        outputs.refuse(screen, dashboard.WHAT, endings=dashboard.ENDINGS, overwrite=overwrite)
    folder = _store_folder(request)
    known = read_roster(request.text("roster"), request.as_of)
    period = period_name.read(request.text("period"), request.as_of)
    if period_name.is_another_month(period, request.as_of):
        period_name.refuse_replacing(period, period_record.day_of(folder, period), request.as_of)
    sources = tuple(map(whole_source, (request.source, *request.items)))
    own = [target, *((screen,) if screen else ()), *((Path(request.text("roster")),) if known else ())]
    key = parquet_store.key_of(request.as_of)
    with held_store(folder, request), ParquetStore(folder, key) as store:
        with executors.workers(request.text("scheduler"), request.text("workers")) as workers:
            gathered = gather.gather(sources, store, request.as_of, workers, request.say, without=own, known=known)
        if not gathered.files and known is None:
            raise UsageError("没有找到可以汇总的文件", "请核对文件夹：各单位的台账（.xlsx 等）、压缩包或邮件放在里面")
        others, day = period_record.others(store.folder, period), request.as_of.isoformat()
        former = period_record.former(others, period, day)
        sorted_files = latest.sort(gathered.files, known, max(request.now, gathered.read_at), former)
        earlier = period_record.earlier(store, others, period, day, sorted_files.units)
        consolidation = Consolidation(
            as_of=request.as_of,
            period=period,
            made=request.now,
            sources=sources,
            received=len(gathered.files),
            units=sorted_files.units,
            refused=sorted_files.refused,
            set_aside=sorted_files.set_aside,
            roster=sorted_files.standings,
            rows=StoreRows(store, sorted_files.units),
            store=str(folder),
            earlier=earlier.consolidation,
            older=earlier.older,
            unread_periods=earlier.unread,
            caveats=tuple(caveats(store.notes, known, sorted_files, request.as_of)),
        )
        periods = period_record.write(store, consolidation, earlier.periods)
        if not periods.unread:  # else nobody knows which results it needs
            parquet_store.remove_others(folder, {record.key for record in periods.records})
        request.say("正在做汇总表……")
        with DatabaseDraft(store, consolidation, periods) as draft:
            view = overview.overview(consolidation)
            draft.add(view)
            written = result_workbook.write(consolidation, view, target, overwrite=overwrite, ready=draft.settle)
        page = dashboard.write(consolidation, view, screen, overwrite=overwrite) if screen else None
    outcome = _outcome(consolidation, view, gathered, folder / DATABASE)
    over_gap = view.changes.with_older if view.changes else ()
    return outcome._replace(
        data={
            **outcome.data,
            "result": str(target),
            "dashboard": str(screen) if screen else None,
            "warnings": len(view.warnings),
            "common": len(view.common),
            "compared_over_gap": [
                {"unit": change.unit, "period": change.older.period, "as_of": change.older.as_of.isoformat()}
                for change in over_gap
                if change.older
            ],
        },
        summary=(
            *outcome.summary,
            *((_over_gap(over_gap),) if over_gap else ()),
            f"预警{len(view.warnings)}条，两家以上单位共有的问题{len(view.common)}类。",
            f"汇总表：{target}。",
            *written.summary,
            *((f"看板：{screen}（用浏览器打开，不用联网）。", *page.summary) if page else ()),
        ),
        made=(
            MadeFile("table", str(target), "at once"),
            *((MadeFile("chart", str(screen), "asked"),) if screen else ()),
            *outcome.made,
        ),
    )


def _store_folder(request: Request) -> Path:
    given = request.text("store")
    folder = Path(given) if given else Path(request.text("output")).absolute().parent / STORE
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"“{folder}”是文件，汇总库要放在文件夹里", "请换一个文件夹名（--store）")
    if not folder.parent.is_dir():
        raise UsageError(f"文件夹不存在：{folder.parent}", "请先建好文件夹，或换一个位置（--store）")
    for source in (request.source, *request.items):
        if Path(source).is_dir() and Path(source).resolve().is_relative_to(folder.resolve()):
            raise UsageError("汇总库不能就是报来的文件夹，也不能是它的上一级", "请换一个文件夹（--store）")
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def held_store(folder: Path, request: Request) -> Iterator[None]:
    """Hold a store for the block: nobody else writes into it meanwhile. Raises `BookError` where somebody does."""
    from rectify_xl.system import ledger_lock

    with ExitStack() as stack:
        try:
            stack.enter_context(ledger_lock.hold(str((folder / STORE).resolve()), "汇总下级", request.by, seconds=0))
        except BookError as error:
            raise BookError(
                f"汇总库“{folder}”正由另一次汇总使用", "请等它做完再汇总，或用 --store 换一个汇总库"
            ) from error
        yield


def read_roster(path: str, as_of: date) -> Roster | None:
    """Return the roster in a table, None where none was named; raises `UsageError` for one that cannot be used."""
    from rectify_xl.readers import read_source
    from rectify_xl.workbook.reading import any_workbook

    if not path:
        return None
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"没有找到名册：{path}", "请核对 --roster 后面的文件")
    try:
        grid = any_workbook.read_grid(read_source.content(file), file.name)
    except BookError as error:
        raise UsageError(f"名册“{file.name}”读不出来：{error.message}", roster.HOW_TO_WRITE) from error
    return roster.read(grid, as_of)


def whole_source(source: str) -> str:
    """Return a source as it can be found again from anywhere."""
    from rectify_xl.readers.submissions import entries

    return source if entries.is_address(source) else str(Path(source).absolute())


def caveats(notes: Sequence[str], known: Roster | None, files: Sorted, as_of: date) -> Iterator[str]:
    """Yield what has to be known beside the sums of all units; `notes` say what of the store could not be read."""
    yield from (f"{note}。" for note in notes)
    after = {
        unit.unit: unit.reported.date()
        for unit in files.units
        if unit.reported and unit.reported != unit.file.received and (unit.reported.date() - as_of).days > LATER
    }
    if after:
        yield (
            f"{_listed(after)}的台账是截至日{LATER}天以后的（最晚{max(after.values()).isoformat()}，各在哪天看《各单位》的“台账更新到”），"
            "完成、销号按台账现在写的计，不是截至日的情况；要当时的数，请用当时报来的文件汇总。"
        )
    carried: dict[str, list[str]] = {}
    for unit in files.units:
        if unit.carried:
            carried.setdefault(unit.carried, []).append(unit.unit)
    for since, units in carried.items():
        yield f"{_listed(units)}本期没有报来新的台账，合计里是{since}就有的那一份。"
    if len(files.units) >= FEW_UNITS and sum(map(len, carried.values())) > MOSTLY * len(files.units):
        since = max(carried, key=lambda since: len(carried[since]))
        yield f"计入的台账大多是{since}就有的：要重做的是那一期，请写明它的期别和截至日（--period、--as-of）重新汇总。"
    if known:
        yield from (f"名册：{complaint}。" for complaint in known.complaints)
        return
    alike = list(latest.perhaps_one(files.units))
    for names in alike[:LISTED]:
        listed = "".join(f"“{name}”" for name in names)
        yield f"{listed}可能是同一个单位，没有名册，分别计入了；是同一家的，请用名册写明别名，否则合计偏多。"
    if len(alike) > LISTED:
        yield f"这样可能是同一个单位的，另有{len(alike) - LISTED}组。"


def _listed(units: Collection[str]) -> str:
    """Return the names of units, of many the first ones and how many there are."""
    return excerpts.first_few([f"“{unit}”" for unit in units], LISTED, "、", f"等{len(units)}家")


def _outcome(consolidation: Consolidation, view: Overview, gathered: Gathered, database: Path) -> Outcome:
    wanting = consolidation.refused or consolidation.missing or consolidation.standings("错报")
    return Outcome(
        _data(consolidation, view, gathered, database),
        tuple(_summary(consolidation, gathered)),
        tuple(table for table in _tables(consolidation) if table.rows),
        FOUND if wanting else FINE,
        made=(MadeFile("folder", consolidation.store, "never"),),
    )


def _summary(consolidation: Consolidation, gathered: Gathered) -> Iterator[str]:
    total, units = consolidation.total, consolidation.units
    yield (
        f"截至{chinese(consolidation.as_of)}，收到文件{consolidation.received}份，计入{len(units)}家单位："
        f"问题{total.problems}个，完成{total.done}个（{total.rate:.1%}），继续整改{total.ongoing}个，"
        f"其中逾期{total.overdue}个；长期坚持{total.longterm}个，已销号{total.closed}个。"
    )
    if consolidation.roster is not None:
        yield _standings(consolidation)
    if consolidation.refused:
        codes = Counter(rejections.REJECTIONS[file.rejections[0].code].title for file in consolidation.refused)
        words = "、".join(f"{title}{number}份" for title, number in codes.items())
        yield f"没有计入的{len(consolidation.refused)}份：{words}。"
    if consolidation.set_aside:
        reasons = Counter(other.reason for other in consolidation.set_aside)
        words = "、".join(f"{reason}{number}份" for reason, number in reasons.items())
        yield f"同一单位报了不止一份的，计最近的一份，另外{len(consolidation.set_aside)}份没有重复计入（{words}）。"
    faulty = sum(unit.faulty for unit in units)
    if faulty:
        yield f"计入的单位中，{faulty}家的台账有要改的错误，数照样计入，错误列入退件。"
    if gathered.accompanying:
        yield f"随台账报来的附件{gathered.accompanying}个（通报、扫描件、佐证等）没有读。"
    yield from consolidation.caveats
    again = f"，内容相同或没有变动的{gathered.known}份不用再读" if gathered.known else ""
    yield f"本次读了{gathered.fresh}份{again}；结果存在汇总库“{consolidation.store}”。"


def _over_gap(changes: Sequence[UnitChange]) -> str:
    names = (f"{change.unit}：{change.older.words}" for change in changes if change.older)
    return f"隔期对比{len(changes)}家。{excerpts.first_few(names, LISTED, '；', '等')}。"


def _standings(consolidation: Consolidation) -> str:
    parts = []
    for state in ROSTER_STATES:
        lines = consolidation.standings(state)
        if lines:
            names = (f"“{line.line.unit}”" if "、" in line.line.unit else line.line.unit for line in lines)
            listed = excerpts.first_few(names, LISTED, "、", "等")
            parts.append(f"{state}{len(lines)}家" + (f"（{listed}）" if state not in ("按时", "已报") else ""))
    strangers = sum(not unit.listed for unit in consolidation.units)
    if strangers:
        parts.append(f"不在名册的{strangers}家")
    return f"名册{len(consolidation.roster or ())}家：{'，'.join(parts)}。"


def _tables(consolidation: Consolidation) -> Iterator[OutputTable]:
    worst_first = sorted(consolidation.units, key=lambda unit: (-unit.counts.overdue, unit.counts.rate))
    yield _cut(
        "各单位（逾期多的在前）",
        ("单位", "问题", "完成", "继续整改", "逾期", "校验错误"),
        [_unit_row(unit) for unit in worst_first],
        ["red" if unit.counts.overdue else "" for unit in worst_first],
    )
    late = [line for line in consolidation.roster or () if line.state not in ("按时", "已报")]
    yield _cut("未报、迟报、错报", ("单位", "情况", "应报日期", "收到"), [_standing_row(line) for line in late])
    yield _cut(
        "没有计入的文件",
        ("文件", "单位", "代码", "原因", "处理办法"),
        [(file.file.place, file.unit, *reason[:3]) for file in consolidation.refused for reason in file.rejections],
    )
    yield _cut(
        "计入而有疑问的",
        ("文件", "单位", "代码", "原因", "处理办法"),
        [(unit.file.place, unit.unit, *reason[:3]) for unit in consolidation.units for reason in unit.rejections],
    )
    yield _cut(
        "没有重复计入的",
        ("文件", "单位", "原因", "计入的是"),
        [(other.file.place, other.unit, other.reason, other.counted) for other in consolidation.set_aside],
    )


def _cut(
    title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], tones: Sequence[Tone] = ()
) -> OutputTable:
    more = f"，前{ROWS}行，共{len(rows)}行" if len(rows) > ROWS else ""
    return OutputTable(f"{title}{more}", header, tuple(rows[:ROWS]), tuple(tones[:ROWS]))


def _unit_row(unit: CountedUnit) -> tuple[str, ...]:
    counts = unit.counts
    return (unit.unit, *map(str, (counts.problems, counts.done, counts.ongoing, counts.overdue, unit.errors)))


def _standing_row(line: RosterStanding) -> tuple[str, ...]:
    came = line.came.strftime("%Y-%m-%d") if line.came else ""
    late = f"（迟{line.late_days}天）" if line.late_days else ""
    return (line.line.unit, f"{line.state}{late}", line.line.due.isoformat() if line.line.due else "", came)


def _data(consolidation: Consolidation, view: Overview, gathered: Gathered, database: Path) -> dict[str, object]:
    total = consolidation.total
    return {
        "as_of": consolidation.as_of.isoformat(),
        "period": consolidation.period,
        "received": consolidation.received,
        "accepted": len(consolidation.units),
        "read": gathered.fresh,
        "unchanged": gathered.known,
        "ignored": gathered.ignored,
        "accompanying": gathered.accompanying,
        "total": total._asdict(),
        "aspects": [line._asdict() for line in consolidation.aspects],
        "units": [
            {**_unit_data(unit, view.caveats[unit.key]), "as_of": consolidation.as_of.isoformat()}
            for unit in consolidation.units
        ],
        "rejected": [
            *(
                _reason_data(file.file, file.unit, reason, counted=False)
                for file in consolidation.refused
                for reason in file.rejections
            ),
            *(
                _reason_data(unit.file, unit.unit, reason, counted=True)
                for unit in consolidation.units
                for reason in unit.rejections
            ),
        ],
        "missing": [line.line.unit for line in consolidation.missing],
        "late": [
            {"unit": line.line.unit, "days": line.late_days, "due": str(line.line.due)}
            for line in consolidation.standings("迟报")
        ],
        "wrong": [line.line.unit for line in consolidation.standings("错报")],
        "unlisted": [unit.unit for unit in consolidation.units if not unit.listed],
        "duplicates": [
            {"file": other.file.place, "unit": other.unit, "reason": other.reason, "counted": other.counted}
            for other in consolidation.set_aside
        ],
        "caveats": list(consolidation.caveats),
        "earlier": consolidation.earlier.period if consolidation.earlier else None,
        "store": consolidation.store,
        "database": str(database),
    }


def _unit_data(unit: CountedUnit, caveats: Sequence[str]) -> dict[str, object]:
    counts = unit.counts
    return {
        "unit": unit.unit,
        "file": unit.file.place,
        "level": unit.level,
        "listed": unit.listed,
        "reported": unit.reported.isoformat(sep=" ") if unit.reported else None,
        "round": unit.round,
        "problems": counts.problems,
        "done": counts.done,
        "ongoing": counts.ongoing,
        "longterm": counts.longterm,
        "immediate": counts.immediate,
        "overdue": counts.overdue,
        "closed": counts.closed,
        "measures": unit.measures,
        "measures_done": unit.measures_done,
        "relapses": unit.relapses,
        "unreadable": unit.unreadable,
        "errors": unit.errors,
        "warnings": unit.warnings,
        "fingerprint": unit.fingerprint,
        "intake": unit.intake,
        "caveats": list(caveats),
        "doubts": [doubt._asdict() for doubt in unit.doubts],
    }


def _reason_data(file: SubmittedFile, unit: str, reason: Rejection, *, counted: bool) -> dict[str, object]:
    return {
        "file": file.place,
        "unit": unit or None,
        "code": reason.code,
        "message": reason.message,
        "fix": reason.fix,
        "cell": reason.cell or None,
        "counted": counted,
    }
