"""Read what was sent in and is not known yet, keep what it says in the store, and tell how far the work has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from rectify_xl import __version__
from rectify_xl.commands import assess_submission
from rectify_xl.commands.consolidating import bundles
from rectify_xl.commands.consolidating.bundles import LoadedFile
from rectify_xl.commands.consolidating.kept_results import ResultStore
from rectify_xl.documents.consolidated import parquet_store
from rectify_xl.documents.consolidated.seen_files import SeenFiles
from rectify_xl.documents.consolidated.stored_lines import StoredLines
from rectify_xl.errors import RectifyError
from rectify_xl.judgement import ledger_doubts
from rectify_xl.ledger import fingerprint
from rectify_xl.readers.submissions import incoming
from rectify_xl.readers.submissions.incoming import Incoming, IncomingFile
from rectify_xl.supervision.consolidation import accompanied
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import Roster, unit_key
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile
from rectify_xl.supervision.submission import copy_line, submission_manifest
from rectify_xl.supervision.submission.submission_manifest import SubmissionManifest
from rectify_xl.system import surviving_work
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.system.surviving_work import DoneBundles, Workers
from rectify_xl.text import excerpts

_UNCOMPARED = "清单的核对码是别的版本的程序算的，核对码没有核对，台账打包以后改过没有看不出来。"
_TOLD_EVERY = 3.0
"""Seconds between two words about how far the work has come."""
_COMPARED = (("problems", "问题"), ("done", "完成"), ("ongoing", "继续整改"), ("longterm", "长期坚持"))
"""Counts of a 清单 that do not depend on the day."""
_RESAVED = "台账打包以后另存过，填写的内容与打包时相同（核对码相同）。"


class Gathered(NamedTuple):
    """All that was sent in: every file with what it says, and how much was read, known before, or passed over.

    `read_at` is when that was, by the clock of this computer.
    """

    files: tuple[AssessedFile, ...]
    fresh: int
    known: int
    ignored: int
    accompanying: int
    read_at: datetime


class BrokenOffError(RectifyError):
    """The user stopped the work; what was done stands in the store."""


class _Noted(NamedTuple):
    """A file that was met: what it is, why it cannot be read, what its 清单 says or why nobody can read that.

    `sums` are the SHA-256 of what came with it, by bare names; `unlisted` is as of `IncomingFile`.
    """

    file: SubmittedFile
    refusal: Rejection | None = None
    manifest: SubmissionManifest | None = None
    sums: Mapping[str, str] = {}
    unlisted: str = ""
    unread: Rejection | None = None


def gather(
    sources: Sequence[str],
    store: ResultStore,
    as_of: date,
    workers: Workers,
    say: Callable[[str], None],
    *,
    without: Collection[Path] = (),
    few: int = 0,
    known: Roster | None = None,
) -> Gathered:
    """Return what all files in `sources` say on a day, but for those at the paths `without` and those of the store.

    With the roster `known`, what goes along with a ledger and is all that another unit sent, is that one's file. No
    more than `few` new files are read here, by nobody else. Raises `BrokenOffError` on Ctrl-C; the next run goes on.
    """
    passed_over = (*((store.folder,) if store.folder else ()), *without)
    seen = SeenFiles(store.folder)
    met = Incoming(sources, passed_over, lambda path, stamp: seen.sha256(path, stamp) in store)
    work = _Gathering(met, seen, store, as_of, say)
    work.expected = incoming.expected(sources)
    results = _results(work.bundles(), partial(bundles.assess, as_of), workers, few)
    try:
        with closing(results):
            for bundle, assessed in results:
                with surviving_work.undisturbed():
                    work.take(bundle, assessed)
    except KeyboardInterrupt:
        raise BrokenOffError(
            f"已停下：本次读完{work.done}份，结果都已存进汇总库“{store.folder}”",
            "再运行一次同样的命令，会接着往下做，读过的不再读",
        ) from None
    finally:
        with surviving_work.undisturbed(), _named(store):
            store.close()
            work.seen.save()
    store.notes.extend(work.notes)
    return work.gathered(known)


def _named(store: ResultStore) -> AbstractContextManager[None]:
    return parquet_store.named(store.folder) if store.folder else nullcontext()


def _results(
    waiting: Iterator[Sequence[LoadedFile]],
    assess: Callable[[Sequence[LoadedFile]], Sequence[StoredLines]],
    workers: Workers,
    few: int,
) -> DoneBundles[LoadedFile, StoredLines]:
    """Yield each bundle with what is made of it."""
    first: list[Sequence[LoadedFile]] = []
    while few and sum(map(len, first)) <= few:
        bundle = next(waiting, None)
        if bundle is None:
            yield from ((bundle, assess(bundle)) for bundle in first)
            return
        first.append(bundle)
    yield from surviving_work.done_in_order(assess, chain(first, waiting), workers, bundles.lost)


class _Gathering:
    def __init__(
        self, met: Incoming, seen: SeenFiles, store: ResultStore, as_of: date, say: Callable[[str], None]
    ) -> None:
        self._incoming, self._as_of = met, as_of
        self._store, self._say = store, say
        self._noted: list[_Noted] = []
        self._under_way: set[str] = set()
        self._transient: dict[str, StoredLines] = {}
        self._known = 0
        self._began = self._told = time.monotonic()
        self.done = 0
        self.seen = seen
        self.expected: int | None = None

    @property
    def notes(self) -> Iterator[str]:
        """What has to be said of the sources: those that lie within others, and answers of this program to units."""
        yield from self._incoming.notes
        if self._incoming.answers:
            yield f"文件夹里有本程序做的退回单、退回函、回执、看板等{self._incoming.answers}个文件，没有算作报送"

    def bundles(self) -> Iterator[Sequence[LoadedFile]]:
        """Yield the files that have to be read, a number of them at once."""
        pieces: list[LoadedFile] = []
        size = 0
        for file in self._incoming:
            loaded = self._note(file)
            if loaded is None:
                continue
            pieces.append(loaded)
            size += len(loaded.data)
            if len(pieces) >= bundles.size_after(len(self._under_way) - len(pieces)) or size >= bundles.MOST_BYTES:
                yield pieces
                pieces, size = [], 0
        if pieces:
            yield pieces

    def take(self, bundle: Sequence[LoadedFile], assessed: Sequence[StoredLines]) -> None:
        """Keep what was made of a bundle, and say how far the work has come."""
        kept = []
        for lines in assessed:
            if any(reason.code in bundles.TRANSIENT for reason in lines.rejections):
                self._transient[lines.file.sha256] = lines
            else:
                kept.append(lines)
        with _named(self._store):
            self._store.add(kept)
        self.done += len(bundle)
        if time.monotonic() - self._told >= _TOLD_EVERY:
            self._told = time.monotonic()
            self._say(self._progress())

    def gathered(self, known: Roster | None) -> Gathered:
        """Return all files with what they say."""
        kept = self._store.assessed({noted.file.sha256 for noted in self._noted if noted.refusal is None})
        files = [self._assessed(noted, kept.get(noted.file.sha256)) for noted in self._noted]
        enclosed = [_refused(file) for file in self._incoming.enclosed]
        sorted_out = accompanied.sort_out(files, enclosed, known)
        self._store.notes.extend(sorted_out.notes)
        passed_over = (self._incoming.ignored, sorted_out.enclosures)
        return Gathered(sorted_out.files, self.done, self._known, *passed_over, datetime.now())  # noqa: DTZ005 - see `Gathered`

    def _note(self, file: IncomingFile) -> LoadedFile | None:
        """Remember a file that was met; return its bytes where they are not known yet."""
        sha256 = self.seen.sha256(file.path, file.stamp)
        data: bytes | Rejection = b""
        if not sha256 or (sha256 not in self._store and sha256 not in self._under_way):
            data = incoming.content(file)
            if isinstance(data, Rejection):
                self._noted.append(_Noted(_submitted(file, ""), data))
                return None
            sha256 = bytes_sha256(data)
            self.seen.remember(file.path, file.stamp, sha256)
        manifest_sum = self._sum(file.manifest_file) if file.manifest_file else ""
        submitted = _submitted(file, sha256)._replace(manifest=manifest_sum)
        sums = self._sums(file, sha256)
        self._noted.append(_Noted(submitted, None, file.manifest, sums, file.unlisted, file.unread))
        if sha256 in self._store or sha256 in self._under_way:
            self._known += 1
            return None
        self._under_way.add(sha256)
        return LoadedFile(submitted, data) if isinstance(data, bytes) else None

    def _sums(self, file: IncomingFile, sha256: str) -> Mapping[str, str]:
        """Return the SHA-256 of the files of one submission that came together."""
        ledger = file.manifest.part("ledger") if file.manifest and not file.unlisted else None
        sums = {name: self._sum(companion) for name, companion in file.companions.items()}
        return {ledger.name: sha256, **sums} if ledger else sums

    def _sum(self, file: IncomingFile) -> str:
        sha256 = self.seen.sha256(file.path, file.stamp)
        if not sha256:
            data = incoming.content(file)
            if isinstance(data, Rejection):
                return ""
            sha256 = bytes_sha256(data)
            self.seen.remember(file.path, file.stamp, sha256)
        return sha256

    def _assessed(self, noted: _Noted, kept: AssessedFile | None) -> AssessedFile:
        if noted.refusal is not None:
            return AssessedFile(noted.file, None, rejections=(noted.refusal,))
        if kept is None:
            lost = self._transient[noted.file.sha256]
            return AssessedFile(noted.file, None, rejections=assess_submission.named(lost.rejections, noted.file))
        clauses = list(_differences(noted, kept))
        if not noted.unlisted:
            clauses += _miscounted(noted.manifest, kept, self._as_of)
        if kept.result is not None and _resaved(noted, kept) and noted.manifest and not noted.manifest.with_log:
            kept = kept._replace(result=kept.result._replace(caveats=(*kept.result.caveats, _RESAVED)))
        reasons = assess_submission.named(_held_against(kept, noted), noted.file)
        if clauses and kept.result is not None:
            reasons = (*reasons, rejection("HZ110", f"与一同报送的清单不符：{'；'.join(clauses)}。"))
        if noted.manifest and not noted.unlisted and kept.result and not _is_comparable(noted.manifest):
            kept = kept._replace(result=kept.result._replace(caveats=(*kept.result.caveats, _UNCOMPARED)))
        listed = noted.manifest.made if noted.manifest else None
        packed, beside = (None, listed if clauses else None) if noted.unlisted else (listed, None)
        kept = kept._replace(file=noted.file, rejections=reasons, packed=packed, beside=beside, unread=noted.unread)
        return _with_doubts(kept, noted.manifest) if noted.manifest and not noted.unlisted else kept

    def _progress(self) -> str:
        met, waiting = len(self._noted), len(self._under_way) - self.done
        finished = met - waiting
        rate = finished / max(time.monotonic() - self._began, 0.1)
        words = f"已读完{finished}份"
        if self.expected is None:
            return f"{words}，每秒{rate:.0f}份……"
        total = max(self.expected, finished)
        remaining = _duration((total - finished) / max(rate, 0.1))
        return f"{words}（共约{total}份），每秒{rate:.0f}份，约还要{remaining}……"


def _submitted(file: IncomingFile, sha256: str) -> SubmittedFile:
    received = file.received.replace(microsecond=0) if file.received else None
    return SubmittedFile(
        *(file.place, sha256, file.size, received, file.path),
        undated=file.undated,
        mailed=file.mailed,
        sender=file.sender,
        boxed=file.boxed.replace(microsecond=0) if file.boxed else None,
    )


def _refused(file: IncomingFile) -> AssessedFile:
    return AssessedFile(_submitted(file, ""), None, rejections=(file.refusal,) if file.refusal else ())


def _held_against(kept: AssessedFile, noted: _Noted) -> tuple[Rejection, ...]:
    """Return what stands against a workbook by itself.

    That a clean copy was changed is told where its 清单 does not show it, and where it came soon after it was packed:
    later it is the ledger on which the unit goes on.
    """
    result, came = kept.result, noted.file.received
    if result is None:
        return kept.rejections
    late = came is not None and result.reported is not None and came - result.reported > copy_line.SENT_SOON
    manifest = None if noted.unlisted else noted.manifest
    listed = manifest is not None and _is_comparable(manifest) and manifest.fingerprint != result.fingerprint
    return tuple(reason for reason in kept.rejections if reason.code != "HZ125" or not (late or listed))


def _with_doubts(assessed: AssessedFile, manifest: SubmissionManifest) -> AssessedFile:
    """Return a file with what its 清单 says of the unit's own ledger, and that it should say so where it does not."""
    if manifest.doubts is not None:
        return assessed._replace(listed=manifest.doubts)
    if assessed.result is None or manifest.program != __version__:
        return assessed
    caveats = (*assessed.result.caveats, ledger_doubts.UNSAID)
    return assessed._replace(result=assessed.result._replace(caveats=caveats))


def _differences(noted: _Noted, kept: AssessedFile) -> Iterator[str]:
    """Yield what is not as the 清单 says of the files that came together."""
    if noted.manifest is None:
        return
    if noted.unlisted:
        # the list of another unit says nothing of this file: attachments saved in one folder
        if kept.result is None or _is_of(noted.manifest, kept.result.unit):
            yield noted.unlisted
        return
    resaved = _resaved(noted, kept)
    with_log = noted.manifest.with_log
    yield from submission_manifest.mismatches(noted.manifest, noted.sums, "" if with_log else resaved)
    if resaved and with_log:
        yield "填写的内容与打包时相同，一同报来的变更记录改没改过看不出来"


def _resaved(noted: _Noted, kept: AssessedFile) -> str:
    """Return the name of a ledger that says what it said when it was packed, and has other bytes; else nothing.

    That is no proof for its 变更记录, where it came along: the fingerprint does not cover that.
    """
    manifest, result = noted.manifest, kept.result
    ledger = manifest.part("ledger") if manifest else None
    if manifest is None or ledger is None or result is None or noted.unlisted or result.intake:
        return ""
    if not submission_manifest.is_another(ledger, noted.sums) or not _is_comparable(manifest):
        return ""
    return ledger.name if manifest.fingerprint == result.fingerprint else ""


def _is_of(manifest: SubmissionManifest, unit: str) -> bool:
    return unit_key(manifest.unit) == unit_key(unit)


def _miscounted(manifest: SubmissionManifest | None, kept: AssessedFile, as_of: date) -> Iterator[str]:
    """Yield what a 清单 says otherwise than the ledger that came with it.

    Of the findings only too few are told, and on the day of the list: the unit's own ledger may show more of them.
    """
    if manifest is None or kept.result is None:
        return
    result = kept.result
    for named, written, word in ((manifest.unit, result.unit, "单位"), (manifest.round, result.round, "巡察轮次")):
        if unit_key(named) != unit_key(written):
            yield f"清单写的{word}是“{excerpts.beginning(named, 40)}”，台账写的是“{excerpts.beginning(written, 40)}”"
    if _is_comparable(manifest) and not kept.result.intake and manifest.fingerprint != kept.result.fingerprint:
        own = manifest.fingerprint.partition("-")[0] == fingerprint.FORM
        yield "台账的内容打包以后改过（核对码不同）" if own else "清单的核对码不是它写明的那一版程序算的"
    same_day = (("overdue", "逾期"),) if manifest.as_of == as_of else ()
    for field, word in (*_COMPARED, *same_day):
        stated, counted = manifest.counts.get(field), getattr(kept.result.counts, field)
        if stated is not None and stated != counted:
            yield f"清单写的{word}数是{stated}，清点是{counted}"
    known = None if manifest.verified is None else manifest.errors + manifest.verified
    if manifest.as_of == as_of and known is not None and known < kept.errors:
        yield f"清单写的校验错误是{known}处，按“上报”口径校验有{kept.errors}处"


def _is_comparable(manifest: SubmissionManifest) -> bool:
    """Tell whether the fingerprint of a list is made as this program makes it: another one may reckon it otherwise."""
    return manifest.program == __version__ or manifest.fingerprint.partition("-")[0] == fingerprint.FORM


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))}秒"
    if seconds < 3600:
        return f"{round(seconds / 60)}分钟"
    return f"{seconds / 3600:.1f}小时"
