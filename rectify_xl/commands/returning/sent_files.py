"""The files that units sent in and that are to be answered: what the consolidation makes of them, and their bytes.

All is read twice: once to see which workbook of a unit counts (what the store knows is not read again), and once, file
by file, to make the answers. What is not the latest of its unit is answered to nobody, nor is a file that changed
between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands import consolidate
from rectify_xl.commands.consolidating.kept_results import MemoryResults, ResultStore
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.returning import return_parcel
from rectify_xl.commands.returning.return_parcel import UnansweredFile
from rectify_xl.errors import UsageError
from rectify_xl.supervision.consolidation import latest
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.consolidation import CountedUnit, RefusedFile, RosterUnit, SetAside
from rectify_xl.supervision.consolidation.former_files import NO_FORMER, FormerFiles
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import unit_key
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.system.digests import bytes_sha256

if TYPE_CHECKING:
    from rectify_xl.documents.consolidated.period_record import PeriodRecord

FEW = 6
"""Files that are not worth starting processes for."""
_AGAIN = "请再做一次退回单，放进另一个文件夹。"


class AnsweredFile(NamedTuple):
    """One file to answer: what was made of it, its unit (empty where nobody knows), and the address of that."""

    assessed: AssessedFile
    unit: str
    address: str


class SentIn(NamedTuple):
    """All files to answer, in the order of the roster, and those that stand aside; `sources` is where they lie.

    `settled` are those that need no answer any more.
    """

    sources: tuple[str, ...]
    files: tuple[AnsweredFile, ...]
    set_aside: tuple[SetAside, ...]
    settled: tuple[UnansweredFile, ...] = ()


def read(request: Request) -> SentIn:
    """Return what is to be answered of all that lies in the sources of a call.

    A store that is named in place of a folder leads to what it was made of. Raises `UsageError` where a source or the
    roster cannot be used.
    """
    from rectify_xl.commands.consolidating import executors, gather

    known = consolidate.read_roster(request.text("roster"), request.as_of)
    own = [Path(request.text("roster"))] if known else []
    sources, named = _sources(request)
    with ExitStack() as stack:
        store = stack.enter_context(_opened(named, request)) if named else MemoryResults()
        with executors.workers("", request.text("workers")) as workers:
            try:
                gathered = gather.gather(
                    sources, store, request.as_of, workers, request.say, without=own, few=FEW, known=known
                )
            except gather.BrokenOffError:
                if named is not None:
                    raise
                raise gather.BrokenOffError("已停下，没有做成，什么都没有留下", "请再运行一次同样的命令") from None
    former = _former(named, sources, request) if named else NO_FORMER
    ordered = latest.sort(gathered.files, known, max(request.now, gathered.read_at), former)
    by_place = {assessed.file.place: assessed for assessed in gathered.files}
    by_key = known.by_key() if known else {}
    files = [
        AnsweredFile(
            by_place[unit.file.place]._replace(rejections=unit.rejections), unit.unit, _address(by_key, unit.unit)
        )
        for unit in ordered.units
        if not unit.carried
    ]
    settled = [_carried(unit) for unit in ordered.units if unit.carried]
    counted = {unit.unit: unit for unit in ordered.units}
    for file in ordered.refused:
        reason = _settled(file, former, counted.get(file.unit))
        if reason:
            settled.append(
                UnansweredFile(file.file.place, file.rejections[0].code, reason, "", file.unit, settled=True)
            )
        else:
            files.append(AnsweredFile(by_place[file.file.place], file.unit, _address(by_key, file.unit)))
    return SentIn(sources, tuple(files), ordered.set_aside, tuple(settled))


def _carried(unit: CountedUnit) -> UnansweredFile:
    message = f"本期没有报来新的台账，这是{unit.carried}就有的那一份，没有再答复。"
    return UnansweredFile(unit.file.place, "", message, "请催单位报送本期的台账。", unit.unit, settled=True)


def _settled(file: RefusedFile, former: FormerFiles, counted: CountedUnit | None) -> str:
    """Say why what cannot be used needs no answer, empty where it does: it had one, or its unit has sent a better one.

    What came after the ledger that counts is answered: it was meant to take its place.
    """
    if since := former.since(file.file):
        return f"{since}就有的，那时已列入退件，没有再答复。"
    if counted is None or counted.carried or not (came := file.file.received) or not counted.file.received:
        return ""
    return f"该单位另报来的“{counted.file.name}”能用，已计入，这一份不用再改。" if came <= counted.file.received else ""


def _former(store: Path, sources: Sequence[str], request: Request) -> FormerFiles:
    """Return what was received before the consolidation that is answered: the last one that was made of `sources`.

    It may be answered when its month is over: then its own files are those of no earlier period.
    """
    from rectify_xl.documents.consolidated import period_record

    kept = period_record.kept(store)
    named = {consolidate.whole_source(source) for source in sources}
    own = [record for record in kept.records if named.intersection(record.sources)]
    if not own:
        return period_record.former(kept, "", request.as_of.isoformat())
    answered = _answered(own, request)
    return period_record.former(kept, answered.period, answered.as_of)


def _answered(records: Sequence[PeriodRecord], request: Request) -> PeriodRecord:
    """Return which of some consolidations a call answers: that of its day, else the last that was made."""
    of_day = [record for record in records if record.as_of == request.as_of.isoformat()]
    return max(of_day or records, key=lambda record: (record.made, record.as_of))


@contextmanager
def _opened(folder: Path, request: Request) -> Iterator[ResultStore]:
    """Yield the store of a consolidation, which nobody else uses meanwhile."""
    from rectify_xl.documents.consolidated import parquet_store

    parquet_store.require()
    key = parquet_store.key_of(request.as_of)
    with consolidate.held_store(folder, request), parquet_store.ParquetStore(folder, key) as store:
        yield store


def _sources(request: Request) -> tuple[tuple[str, ...], Path | None]:
    """Return where the files lie, and the store that knows them: as asked, or the one beside what is made."""
    from rectify_xl.documents.consolidated import parquet_store, period_record

    given = request.text("store")
    if given and not Path(given).is_dir():
        raise UsageError(f"没有找到汇总库：{given}", "请核对 --store 后面的文件夹，或去掉这个选项")
    beside = Path(request.text("output")).absolute().parent / consolidate.STORE
    store = Path(given) if given else beside if (beside / parquet_store.RESULTS).is_dir() else None
    folder = Path(request.source)
    records, unread = period_record.kept(folder) if folder.is_dir() else ((), ())
    if unread and not records:
        raise UsageError(
            f"汇总库“{folder.name}”里的记录读不出（{'、'.join(unread)}）", "请直接选择报送文件所在的文件夹"
        )
    if not records:
        return (request.source, *request.items), store
    record = _answered(records, request)
    request.say(f"用的是汇总库“{folder.name}”里{record.period}的汇总（截至{record.as_of}）。")
    return record.sources, folder


def _address(by_key: Mapping[str, RosterUnit], unit: str) -> str:
    line = by_key.get(unit_key(unit)) if unit else None
    return line.mail if line else ""


def contents(sources: Sequence[str], wanted: Mapping[str, AnsweredFile]) -> Iterator[tuple[AnsweredFile, bytes]]:
    """Yield each wanted file (by its place) with its bytes.

    One that is not there any more, or not as it was assessed, has none, and says why.
    """
    from rectify_xl.readers.submissions import incoming

    left = dict(wanted)
    for file in incoming.Incoming(sources):
        answered = left.pop(file.place, None)
        if answered is None:
            continue
        if not return_parcel.is_readable(answered.assessed):
            yield answered, b""
            continue
        data = incoming.content(file)
        if isinstance(data, Rejection):
            yield _not_answered(answered, data), b""
        elif bytes_sha256(data) != answered.assessed.file.sha256:
            yield _not_answered(answered, rejection("HZ119", "核对以后，这个文件又改动过，没有答复。", _AGAIN)), b""
        else:
            yield answered, data
    gone = rejection("HZ119", "核对以后，这个文件不见了，没有答复。", _AGAIN)
    for answered in left.values():
        yield _not_answered(answered, gone) if return_parcel.is_readable(answered.assessed) else answered, b""


def _not_answered(answered: AnsweredFile, reason: Rejection) -> AnsweredFile:
    return answered._replace(assessed=answered.assessed._replace(result=None, rejections=(reason,)))
