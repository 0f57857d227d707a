"""Find what was sent in: the ledgers among all that lies in folders, archives and mails, one after another.

A file is yielded before it is read, and has to be read before the next one is asked for: an archive is closed behind
its last file. What office programs and systems leave behind is passed over; what goes with a ledger (a notice, a scan,
evidence) is counted and left alone; everything else is a submission, or is refused with a reason.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger.reading import guard, tab_names
from rectify_xl.readers.submissions import (
    answer_list,
    content_endings,
    entries,
    mails,
    outlook_mails,
    packed_archives,
)
from rectify_xl.readers.submissions.content_endings import ARCHIVES, BOXES, CONTAINERS, MAILS, OF_OUTLOOK, WORKBOOKS
from rectify_xl.readers.submissions.entries import UNREADABLE, Entry, Folder
from rectify_xl.supervision.consolidation.accompanied import is_evidence
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.supervision.submission import submission_manifest
from rectify_xl.supervision.submission.submission_manifest import (
    MANIFEST,
    NewerListError,
    SubmissionManifest,
    SubmittedPart,
)
from rectify_xl.system import files as system_files
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import cell_value, file_names
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.reading import sheet_facts

LARGEST_LIST = 1_000_000
"""Bytes of a list of `submit`."""
LARGEST = 60_000_000
"""Bytes of one submitted file; a ledger of 3,000 rows has two million."""
DEPTH = 4
"""Archives and mails within one another."""
FLAT = 4
"""With so many workbooks a folder holds the files of many units, and a scan among them is somebody's submission."""

_LIST_ENDING = ".json"
_PAGE, _PAGE_HEAD = ".html", 4096
OWN_PAGE = '<meta name="generator" content="rectify_xl 汇总看板">'
"""By what a page of a consolidation is known, in its first bytes."""
_LOCKED_AWAY: Mapping[str, str] = {
    ".rar": "RAR 压缩包读不了",
    ".7z": "7z 压缩包读不了",
    ".tar": "tar 压缩包读不了",
    ".gz": "gz 压缩包读不了",
    ".tgz": "tgz 压缩包读不了",
    ".bz2": "bz2 压缩包读不了",
    ".xz": "xz 压缩包读不了",
    ".msg": "Outlook 的 .msg 邮件读不了",
    ".dat": "winmail.dat 附件读不了（对方的 Outlook 用了 RTF 格式）",
}
_UNPACK = "请解压（或打开邮件）后，把其中的台账放进文件夹；也可以请对方改发 .zip 或直接发台账。"
_LEFT_BEHIND = ("~$", ".~", "._")
_IGNORED = frozenset(("thumbs.db", "desktop.ini", ".ds_store", "__macosx", ".git", ".trashes", "rectify_xl_备份"))
_THROWN_AWAY = (".trash", "$recycle")
"""How folders begin in which systems keep what was deleted."""
_IGNORED_ENDINGS = frozenset(
    (
        ".txt",
        ".md",
        ".ini",
        ".tmp",
        ".lnk",
        ".url",
        ".json",
        ".log",
        ".db",
        ".ics",
        ".bak",
        ".part",
        ".p7s",
        ".vcf",
        ".parquet",
        ".duckdb",
        ".wal",
    )
)


class IncomingFile(NamedTuple):
    """One file that was sent in; `place`, `path` and `received` are those of `SubmittedFile`.

    `stamp` changes when a file of this computer does, and is empty for what lies elsewhere. `refusal` is why it cannot
    be read; `undated` and `mailed` tell that its mail bears no date, or one, `sender` from which
    address that came, `boxed` when the archive was written in which it lies. With a `manifest` it is the ledger of one
    `submit`, and `companions` are the other files of that; `unlisted` says in a clause that the list knows nothing of
    it, and `unread` why a list beside it cannot be read.
    """

    place: str
    size: int
    received: datetime | None
    open: Callable[[], BinaryIO]
    path: str = ""
    stamp: str = ""
    refusal: Rejection | None = None
    manifest: SubmissionManifest | None = None
    manifest_file: IncomingFile | None = None
    companions: Mapping[str, IncomingFile] = {}
    unlisted: str = ""
    unread: Rejection | None = None
    undated: bool = False
    mailed: bool = False
    sender: str = ""
    boxed: datetime | None = None


class _Listed(NamedTuple):
    """A list of one `submit` in a folder: its file, what it says, and its ledger with what came along."""

    entry: Entry
    manifest: SubmissionManifest
    bundle: IncomingFile | None


class Incoming:
    """All that lies in some sources, one after another.

    `ignored` and `answers` (of this program to units, and its pages) count what was passed over; `enclosed` is what
    goes along with a ledger, with why it is none itself.

    What lies at the paths `without`, or below them, is no submission: what a consolidation itself writes. A source
    that lies within another one is met there; `notes` say so in clauses. `is_known` tells by path and stamp whether a
    file was read before and has not changed since: one that is named as a workbook then need not be opened.
    """

    def __init__(
        self, sources: Sequence[str], without: Collection[Path] = (), is_known: Callable[[str, str], bool] | None = None
    ) -> None:
        self._sources, self.notes = _apart(sources)
        self._without = tuple(str(path.absolute()) for path in without)
        self._is_known = is_known or (lambda _path, _stamp: False)
        self.ignored = 0
        self.answers = 0
        self.enclosed: list[IncomingFile] = []

    def __iter__(self) -> Iterator[IncomingFile]:
        names: list[str] = []
        for source in self._sources:
            names.append(_source_name(source))
            again = f"（{names.count(names[-1])}）" if names.count(names[-1]) > 1 else ""
            prefix = "" if len(self._sources) == 1 else f"{names[-1]}{again}/"
            folders = entries.of_address(source) if entries.is_address(source) else entries.of_path(Path(source))
            yield from self._all(folders, prefix, 0)

    @property
    def accompanying(self) -> int:
        """The number of files that go along with a ledger."""
        return len(self.enclosed)

    def _all(self, folders: Iterator[Folder], prefix: str, depth: int) -> Iterator[IncomingFile]:
        covered: list[str] = []
        whole = met = False
        for folder in folders:
            if any(map(_is_system_folder, folder.place.split("/"))):
                self.ignored += len(folder.entries)
                continue
            inherited = whole or any(folder.place.startswith(f"{place}/") for place in covered)
            inherited = inherited or (met and is_evidence(folder.place))
            usable = self._usable(folder.entries)
            yield from self._folder(folder._replace(entries=usable), prefix, depth, inherited=inherited)
            books = sum(entry.ending in WORKBOOKS for entry in usable)
            met = met or books > 0 or any(entry.ending in CONTAINERS for entry in usable)
            if books and folder.place:
                covered.append(folder.place)
            whole = whole or (depth > 0 and not folder.place and 0 < books < FLAT)  # the archive of one unit

    def _usable(self, listed: Sequence[Entry]) -> list[Entry]:
        """Return what was sent in of the files of a folder, each with the ending that its content gives it."""
        usable = [entry for entry in listed if not (_is_left_behind(entry.name) or self._is_own(entry))]
        self.ignored += len(listed) - len(usable)
        return [entry._replace(ending=self._ending(entry)) for entry in usable]

    def _ending(self, entry: Entry) -> str:
        ending = content_endings.own(entry.name)
        if ending in WORKBOOKS and entry.path and self._is_known(entry.path, entry.stamp):
            return ending
        return content_endings.of(entry)

    def _folder(self, folder: Folder, prefix: str, depth: int, *, inherited: bool) -> Iterator[IncomingFile]:
        """Yield what a folder holds; `inherited` tells that a ledger lies in a folder above, to which it belongs."""
        place = f"{prefix}{folder.place}/" if folder.place else prefix
        usable = self._without_answers(list(folder.entries), place)
        lists, unread = _lists(usable, place)
        bundles = [listed.bundle for listed in lists if listed.bundle]
        yield from bundles
        for listed in lists:
            usable = [entry for entry in usable if not _goes_with(entry, place, listed)]
        books = sum(entry.ending in WORKBOOKS for entry in usable) + len(bundles)
        goes_along = inherited or 0 < books < FLAT or bool(lists)
        for entry in usable:
            for file in self._entry(entry, place, depth, goes_along=goes_along):
                if file.manifest:  # a mail or an archive with a list of its own
                    yield file
                elif lists:
                    yield _beside(file, lists)
                else:
                    yield file._replace(unread=unread) if unread else file

    def _without_answers(self, usable: list[Entry], place: str) -> list[Entry]:
        """Return what a folder holds beside the answers of this program to units, which are counted."""
        listing = next((entry for entry in usable if entry.name == answer_list.LIST), None)
        if listing is None or listing.size > answer_list.LARGEST:
            return usable
        data = content(_incoming(listing, place))
        sums = answer_list.listed(data) if isinstance(data, bytes) else {}
        if not sums:
            return usable
        rest = [entry for entry in usable if entry is not listing and not _has_sum(entry, sums.get(entry.name, ""))]
        self.answers += len(usable) - len(rest)
        return rest

    def _is_own(self, entry: Entry) -> bool:
        return any(entry.path == path or entry.path.startswith(f"{path}{os.sep}") for path in self._without)

    def _entry(self, entry: Entry, place: str, depth: int, *, goes_along: bool) -> Iterator[IncomingFile]:
        ending = entry.ending
        if ending in _IGNORED_ENDINGS:
            self.ignored += 1
        elif entry.refusal is not None:
            yield _incoming(entry, place)
        elif ending in CONTAINERS or _can_be_opened(ending):
            yield from self._container(entry, place, depth, ending)
        elif ending in _LOCKED_AWAY:
            reason = rejection("HZ117", f"{_LOCKED_AWAY[ending]}，里面的文件没有读到。", _UNPACK)
            yield _incoming(entry, place)._replace(refusal=reason)
        elif ending in WORKBOOKS:
            yield _incoming(entry, place)
        elif ending == _PAGE and _is_own_page(entry):
            self.answers += 1
        else:
            refused = _incoming(entry, place)._replace(refusal=_no_workbook(entry))
            if goes_along:
                self.enclosed.append(refused._replace(open=entries.nothing))
            else:
                yield refused

    def _container(self, entry: Entry, place: str, depth: int, ending: str) -> Iterator[IncomingFile]:
        if depth >= DEPTH:
            reason = rejection("HZ117", f"压缩包、邮件套了{DEPTH}层以上，没有再往里读。")
            yield _incoming(entry, place)._replace(refusal=reason)
            return
        try:
            with entry.open() as first, content_endings.seekable(first) as opened:
                yield from self._within(opened, entry, place, depth, ending)
        except BookError as error:
            yield _incoming(entry, place)._replace(refusal=rejection("HZ117", f"{error.message}。"))
        except UNREADABLE as error:
            reason = rejection("HZ117", f"打不开或读到一半出错（{_words(error)}）。")
            yield _incoming(entry, place)._replace(refusal=reason)

    def _within(self, opened: BinaryIO, entry: Entry, place: str, depth: int, ending: str) -> Iterator[IncomingFile]:
        """Yield what an open archive, mail or box holds."""
        within = f"{place}{entry.name}/"
        if ending in MAILS or ending == OF_OUTLOOK:
            data = opened.read(mails.MOST_BYTES + 1)
            letter = mails.mail(data) if ending in MAILS else outlook_mails.mail(data)
            yield from self._mail(letter, within, entry, depth)
        elif ending in BOXES:
            number = 0
            for number, data in enumerate(mails.box(opened), 1):
                letter = mails.mail(data)
                name = letter.name.replace("/", "／").replace("\\", "＼")
                yield from self._mail(letter, f"{within}第{number}封 {name}/", entry, depth)
            if not number:
                yield _incoming(entry, place)._replace(refusal=rejection("HZ117", "信箱里没有邮件。"))
        else:
            folders = entries.of_archive(opened)
            if ending in packed_archives.ENDINGS:
                folders = packed_archives.folders(partial(content_endings.copy, opened))
            for file in self._all(folders, within, depth + 1):
                inner = file._replace(sender=file.sender or entry.sender, received=file.received or entry.written)
                if entry.mailed:
                    inner = inner._replace(received=entry.written, mailed=True, boxed=None)
                yield inner if entry.mailed or file.mailed else inner._replace(boxed=entry.written)

    def _mail(self, letter: mails.Mail, place: str, entry: Entry, depth: int) -> Iterator[IncomingFile]:
        if letter.overlong:
            reason = rejection("HZ117", f"邮件超过{mails.MOST_BYTES // 1_000_000} MB，没有读。")
            yield _incoming(entry, place)._replace(place=place.rstrip("/"), refusal=reason)
            return
        files = [
            attached if attached.written else attached._replace(written=entry.written, undated=True)
            for attached in self._usable(letter.attachments)
        ]
        folder = Folder("", files)
        wanted = WORKBOOKS | CONTAINERS | set(_LOCKED_AWAY)
        if any(attached.refusal or attached.ending in wanted for attached in files):
            yield from self._folder(folder, place, depth + 1, inherited=True)
        else:
            what = f"只有{'、'.join(attached.name for attached in files[:3])}" if files else "没有附件"
            reason = rejection("HZ103", f"邮件里没有工作簿（{what}）。", "请把台账（.xlsx）作为附件重新发来。")
            received = letter.sent or entry.written
            yield _incoming(entry, place)._replace(place=place.rstrip("/"), received=received, refusal=reason)


def _has_sum(entry: Entry, sha256: str) -> bool:
    """Tell whether a file is the very one with this SHA-256."""
    data = content(_incoming(entry, "")) if sha256 else b""
    return bool(sha256) and isinstance(data, bytes) and bytes_sha256(data) == sha256


def content(file: IncomingFile) -> bytes | Rejection:
    """Return the bytes of a file, or why it cannot be read."""
    if file.refusal is not None:
        return file.refusal
    large = rejection("HZ104", f"文件超过{LARGEST // 1_000_000} MB，没有读取。")
    if file.size > LARGEST:
        return large
    try:
        with file.open() as opened:
            data = opened.read(LARGEST + 1)
    except UNREADABLE as error:
        locked = isinstance(error, RuntimeError) and "password" in str(error)
        return rejection("HZ117" if locked else "HZ119", f"文件读不到（{_words(error)}）。")
    return data if len(data) <= LARGEST else large


def expected(sources: Sequence[str]) -> int | None:
    """Return about how many files there are to read, None where that cannot be known beforehand."""
    number = 0
    for source in _apart(sources)[0]:
        if entries.is_address(source):
            return None
        endings = [content_endings.own(name) for name in entries.names_below(Path(source)) if not _is_left_behind(name)]
        if not ARCHIVES.union(BOXES, packed_archives.ENDINGS).isdisjoint(endings):
            return None
        number += sum(ending in WORKBOOKS or ending in MAILS for ending in endings)
    return number


def _can_be_opened(ending: str) -> bool:
    """Tell whether this computer has what opens such an archive or mail, which not every one has."""
    if ending in packed_archives.ENDINGS:
        return packed_archives.is_available()
    return ending == OF_OUTLOOK and outlook_mails.is_available()


def _goes_with(entry: Entry, place: str, listed: _Listed) -> bool:
    """Tell whether a file is part of one `submit`: its ledger, what its list names, and the draft of its mail.

    A ledger is a ledger whatever a list says of it: a list that came from elsewhere hides nobody's. Where the ledger is
    not there, every file stands for itself: the draft may hold it, and papers without it have to be told.
    """
    bundle = listed.bundle
    if entry is listed.entry or (bundle is not None and bundle.place == f"{place}{entry.name}"):
        return True
    if bundle is None:
        return False
    if entry.ending in MAILS:
        return _is_draft_of(entry, place, bundle)
    named = any(file.place == f"{place}{entry.name}" for file in bundle.companions.values())
    return named and not (entry.ending in WORKBOOKS and _is_ledger(entry, place))


def _is_draft_of(entry: Entry, place: str, bundle: IncomingFile) -> bool:
    """Tell whether a mail is the draft of this very submission, which nobody sent: it carries the same list.

    The draft of another unit is that unit's submission, though somebody put it into this folder. A list was altered
    where only unit and moment of packing are still the same: that is told of the ledger, not hidden by the draft.
    """
    data = content(_incoming(entry, place))
    listed = content(bundle.manifest_file) if bundle.manifest_file else b""
    if not isinstance(data, bytes) or not isinstance(listed, bytes) or not mails.is_draft(data):
        return False
    if base64.encodebytes(listed).strip() in data.replace(b"\r\n", b"\n"):  # as drafts of this program carry it
        return True
    attachments, packed = mails.mail(data).attachments, bundle.manifest
    lists, _ = _lists(attachments, "")
    if lists and packed:
        carried = lists[0].manifest
        return (carried.unit, carried.made) == (packed.unit, packed.made)
    sums = {part.name: part.sha256 for part in packed.files} if packed else {}
    return all(_has_sum(attached, sums.get(attached.name, "")) for attached in attachments)


def _is_ledger(entry: Entry, place: str) -> bool:
    """Tell whether a workbook has the sheets of a ledger."""
    data = content(_incoming(entry, place))
    if not isinstance(data, bytes) or not data.startswith(b"PK"):
        return False
    try:
        package = file_kind.recognise(data, entry.name).package
        tabs = sheet_facts.workbook(package).tabs if package else ()
    except BookError:
        return False
    return len(tab_names.by_sheet(tabs)) >= guard.LEAST_SHEETS


def _lists(usable: Sequence[Entry], place: str) -> tuple[list[_Listed], Rejection | None]:
    """Return the lists of `submit` in a folder, under whatever name; where one cannot be read, why.

    Mails of several units saved into one folder have each a 清单.json, of which systems make 清单(1).json.
    """
    lists, unread = [], None
    for entry in usable:
        if content_endings.own(entry.name) != _LIST_ENDING or entry.size > LARGEST_LIST:
            continue
        data = content(_incoming(entry, place))
        named = entry.name == MANIFEST
        if isinstance(data, Rejection):
            if named:
                unread = data._replace(message=f"一同报送的{MANIFEST}读不出，没有核对：{data.message}", code="HZ110")
            continue
        try:
            manifest = submission_manifest.parse(data)
            lists.append(_Listed(entry, manifest, _bundle(usable, place, entry, manifest)))
        except NewerListError as error:
            unread = rejection("HZ109", f"{error.message}，没有核对；数照样计入。")
        except UsageError:
            if named:
                unread = rejection("HZ110", f"一同报送的{MANIFEST}读不出（损坏或改动过），没有核对。")
    return lists, unread


def _beside(file: IncomingFile, lists: Sequence[_Listed]) -> IncomingFile:
    """Return a file that lies beside lists which do not name it: of several, that of the unit whose name it bears."""
    alike = [listed for listed in lists if len(lists) == 1 or listed.manifest.unit in file.place.rpartition("/")[2]]
    if len(alike) != 1:
        return file
    (listed,) = alike
    part = listed.manifest.part("ledger")
    gone = f"，清单登记的“{part.name}”不在" if part and listed.bundle is None else ""
    return file._replace(manifest=listed.manifest, unlisted=f"清单里没有这个文件{gone}")


def _bundle(usable: Sequence[Entry], place: str, listed: Entry, manifest: SubmissionManifest) -> IncomingFile | None:
    """Return the ledger of one `submit` with what came along, None where that is not there."""
    part = manifest.part("ledger")
    ledger = _entry_of(part, usable) if part else None
    if part is None or ledger is None:
        return None
    others = {
        other.name: _incoming(entry, place)
        for other in manifest.files
        if other.name != part.name and (entry := _entry_of(other, usable))
    }
    return _incoming(ledger, place)._replace(
        manifest=manifest, manifest_file=_incoming(listed, place), companions=others
    )


def _entry_of(part: SubmittedPart, usable: Sequence[Entry]) -> Entry | None:
    """Return the file that a list names, also where a system has put a number behind its name, as it was listed."""
    stem, dot, ending = part.name.rpartition(".")
    numbered = re.compile(rf"{re.escape(stem)} ?[(（]\d+[)）]{re.escape(dot + ending)}")
    alike = [entry for entry in usable if entry.name == part.name or numbered.fullmatch(entry.name)]
    same = [entry for entry in alike if entry.size == part.size]
    return next(iter(same), None) or next((entry for entry in alike if entry.name == part.name), None)


def _incoming(entry: Entry, place: str) -> IncomingFile:
    stated = f"{place}{entry.name}"
    name = file_names.readable(stated)
    path = entry.path if cell_value.storable(stated) == stated else ""  # no link leads to bytes of no encoding
    file = IncomingFile(name, entry.size, entry.written, entry.open, path, entry.stamp, entry.refusal)
    file = file._replace(sender=entry.sender)
    return file._replace(undated=True) if entry.undated else file._replace(mailed=True) if entry.mailed else file


def _is_own_page(entry: Entry) -> bool:
    """Tell whether a page is one that a consolidation made."""
    try:
        with entry.open() as opened:
            return OWN_PAGE.encode() in opened.read(_PAGE_HEAD)
    except UNREADABLE:
        return False


def _no_workbook(entry: Entry) -> Rejection:
    own = content_endings.own(entry.name)
    if own in content_endings.HALF_LOADED:
        return rejection(
            "HZ102", f"“{entry.name}”没有下载完（{own}），读不出来。", "请重新下载完整，或请单位重新报送。"
        )
    blank = " " if entry.ending.startswith(".") else ""
    kind = entry.ending or "没有扩展名" if own == entry.ending else f"内容是{blank}{entry.ending}"
    return rejection("HZ103", f"“{entry.name}”不是工作簿（{kind}），没有汇总。")


def _is_left_behind(name: str) -> bool:
    if name.startswith(_LEFT_BEHIND) or name.lower() in _IGNORED:
        return True
    return name.startswith(".") and content_endings.own(name) not in WORKBOOKS | CONTAINERS


def _is_system_folder(name: str) -> bool:
    return name.lower() in _IGNORED or name.lower().startswith(_THROWN_AWAY)


def _apart(sources: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sources that do not lie within another one, and a clause for every one that does."""
    places = {source: _steps(source) for source in sources}
    kept: list[str] = []
    notes: list[str] = []
    for source in sources:
        name, steps = _source_name(source), places[source]
        outer = next((other for other, above in places.items() if _covers(above, steps)), None)
        if any(places[other] == steps for other in kept):
            notes.append(f"来源“{name}”写了不止一次，只算一次")
        elif outer is not None:
            notes.append(f"来源“{name}”在来源“{_source_name(outer)}”里面，里面的文件只算一次")
        else:
            kept.append(source)
    return tuple(kept), tuple(notes)


def _steps(source: str) -> tuple[str, ...]:
    """Return the real place of a source that is there, as two of them are compared; else the source itself."""
    if entries.is_address(source) or not Path(source).exists():
        return (source.rstrip("/"),)
    return Path(os.path.normcase(os.path.realpath(source))).parts


def _covers(above: Sequence[str], steps: Sequence[str]) -> bool:
    """Tell whether the walk through a folder meets what lies at a place below it."""
    below = steps[len(above) :]
    return bool(below) and tuple(steps[: len(above)]) == tuple(above) and not any(map(_is_system_folder, below))


def _source_name(source: str) -> str:
    return source.replace("\\", "/").rstrip("/").rpartition("/")[2] or source


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno:
        return system_files.reason(error)
    return "数据不完整或设有密码" if not isinstance(error, OSError) else str(error) or "读取出错"
