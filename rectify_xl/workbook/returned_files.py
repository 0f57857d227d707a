"""The files of a folder that departments sent back: read, whatever kind they are of; what cannot be read says why."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import BookError, RectifyError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import log_chain
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.supervision.collection import returned_headers
from rectify_xl.supervision.collection.collect_plan import ReturnedFile
from rectify_xl.supervision.distribution import sent_record
from rectify_xl.system import files
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import cell_value, file_names
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import any_workbook, read_workbook, sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes
from rectify_xl.workbook.saving.backup import FOLDER as BACKUPS

TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ett", ".ods", ".xlsb", ".csv")
MAILS = (".eml",)
ARCHIVES = (".zip", ".rar", ".7z")
MOST = 2_000
"""Most files of one folder; with more, somebody chose a whole disk."""
LARGEST = 100_000_000
_CUSTOM, _CORE = "docProps/custom.xml", "docProps/core.xml"
COVER = "分发清单"
_PASSING = ("thumbs.db", "desktop.ini", ".ds_store")


class Office(NamedTuple):
    """What the office has: the file of the ledger, its sheets, and the ids of all rows that were sent, by sheet."""

    path: Path
    book: RawBook
    ids: Mapping[str, frozenset[str]]


def read(place: Path, office: Office) -> tuple[ReturnedFile, ...]:
    """Return the files of a folder and its subfolders in the order of their names, or the one file that `place` is.

    Raises `BookError` where there is no such place.
    """
    if place.is_file():
        return tuple(_of_file(place, place.name, office))
    if not place.is_dir():
        raise BookError(f"找不到文件夹：{place}", "请选择各科室交回的表所在的文件夹")
    paths = sorted(_paths(place), key=lambda path: path.suffix.lower() in MAILS)
    return tuple(returned for path in paths for returned in _of_file(path, path.relative_to(place).as_posix(), office))


def _paths(folder: Path) -> Iterator[Path]:
    count = 0
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != BACKUPS and not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MOST:
                raise BookError(f"“{folder.name}”里的文件超过{MOST}个", "请把交回的表单独放进一个文件夹再选它")
            yield Path(top, name)


def _of_file(path: Path, stated: str, office: Office) -> Iterator[ReturnedFile]:
    name = file_names.readable(stated)
    passing = _passing(path.name)
    suffix = path.suffix.lower()
    if passing or suffix not in (*TABLES, *MAILS):
        yield ReturnedFile(name, problem=passing or _not_a_table(suffix), ignored=True)
        return
    if same_file(path, office.path):
        yield ReturnedFile(name, problem="这是台账本身，不是交回的表")
        return
    try:
        if path.stat().st_size > LARGEST:
            raise BookError(f"文件超过{LARGEST // 1_000_000} MB", "请核对是不是选错了文件")
        data = path.read_bytes()
    except RectifyError as error:
        yield ReturnedFile(name, problem=error.message)
        return
    except OSError as error:
        yield ReturnedFile(name, problem=f"读不了（{files.reason(error)}），请检查是否正被别人独占打开")
        return
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    if suffix in MAILS:
        yield from _of_mail(data, name, saved, office)
    else:
        original = any(path.parent.glob(f"{COVER}*.xlsx"))
        yield _of_data(data, name, saved, office)._replace(original=original)


def _passing(name: str) -> str:
    """Return why a file is none that anybody wrote, empty where it may be one."""
    if name.startswith(("~$", ".~")):
        return "有人正开着这个表时留下的临时文件"
    if name.startswith(COVER):
        return "发出时的清单"
    if name.lower() in _PASSING:
        return "系统文件"
    return "文件名以点开头，没有读" if name.startswith(".") else ""


def _not_a_table(suffix: str) -> str:
    if suffix in ARCHIVES:
        return "压缩包，没有读；里面有交回的表的，请先解压到这个文件夹"
    return "不是表格，没有读"


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _of_mail(data: bytes, name: str, saved: str, office: Office) -> Iterator[ReturnedFile]:
    """Yield the tables that are attached to a mail."""
    from rectify_xl.readers.submissions import mails

    if mails.is_draft(data):
        yield ReturnedFile(name, problem="发出时的邮件草稿", ignored=True)
        return
    tables = [attached for attached in mails.mail(data).attachments if attached.name.lower().endswith(TABLES)]
    if not tables:
        yield ReturnedFile(name, problem="邮件，没有附表格", ignored=True)
    for attached in tables:
        with attached.open() as opened:
            yield _of_data(opened.read(), file_names.readable(f"{name}/{attached.name}"), saved, office)


def _of_data(data: bytes, name: str, saved: str, office: Office) -> ReturnedFile:
    """Return one table as it is read; whatever is wrong with it is told and stops no other."""
    digest = bytes_sha256(data)
    base = ReturnedFile(name, saved=saved, digest=digest)
    if not data:
        return base._replace(problem="文件是空的", digest="")
    try:
        return _understood(data, base, office)
    except RectifyError as error:
        return base._replace(problem=f"{error.message.replace(f'“{Path(name).name}”', '这个文件')}", digest="")
    except Exception as error:  # noqa: BLE001 - one torn file must not keep the others from being collected
        return base._replace(problem=f"读不懂（{type(error).__name__}），多半已损坏", digest="")


def _understood(data: bytes, base: ReturnedFile, office: Office) -> ReturnedFile:
    name = Path(base.file).name
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf")):
        raw = returned_headers.raw_book(name, any_workbook.read_grid(data, name).sheets)
        return _as_ledger(raw, raw, base, "", office)
    _, package = file_kind.recognise(data, name)
    code, saved = _properties(package) if package else ("", "")
    base = base._replace(saved=saved or base.saved)
    raw = read_workbook.read(data, name)
    if code and package:
        printed = _printed_code(_guide(package, name))
        if printed and printed != code:
            base = base._replace(
                sees=(f"《{sent_record.GUIDE}》上的填报编号是{printed}，文件里存的是{code}，照文件里的算",)
            )
    whole: RawBook | None = None
    if not code or _needs_all(raw):
        whole = returned_headers.raw_book(name, any_workbook.read_grid(data, name).sheets)
        code = code or _printed_code(whole)
    if _needs_all(raw) and whole is not None:
        raw = _with_strangers(raw, whole)
    return _as_ledger(raw, whole or raw, base, code, office)


def _needs_all(raw: RawBook) -> bool:
    """Tell whether a sheet that departments write in is not there under its name, or has lost its header."""
    for sheet in returned_headers.RETURNED[:2]:
        here = raw.sheets.get(sheet.name)
        if here is None or len(set(reader.find_header(here, sheet).headers) & {c.name for c in sheet.columns}) < 2:
            return True
    return False


def _with_strangers(raw: RawBook, whole: RawBook) -> RawBook:
    """Return the sheets of the ledger, and under their own names the other tabs of the file."""
    sheets = {tab: sheet for tab, sheet in whole.sheets.items() if tab not in raw.sheets} | dict(raw.sheets)
    uncached = {spot: text for spot, text in whole.uncached.items() if spot[0] not in raw.sheets} | dict(raw.uncached)
    return raw._replace(sheets=sheets, uncached=uncached)


def _as_ledger(raw: RawBook, whole: RawBook, base: ReturnedFile, code: str, office: Office) -> ReturnedFile:
    code = code or _printed_code(whole)
    if not code and _is_copy(raw, office.book):
        return base._replace(problem="这是整本台账的副本，不是发出的填报表；要合并它，请点“合并另一份副本”")
    understood = returned_headers.understand(raw, office.ids)
    sees = (*base.sees, *understood.sees)
    return base._replace(ledger=reader.read_ledger(understood.book), code=code, sees=sees)


def _is_copy(raw: RawBook, own: RawBook) -> bool:
    """Tell whether a workbook is a copy of the ledger: 变更记录 of both begins with the same line."""
    mine, theirs = (log_chain.links(book)[:1] for book in (own, raw))
    return bool(mine and theirs and mine[0].code and mine[0].code == theirs[0].code)


def is_sending(path: Path) -> bool:
    """Tell whether a file is a workbook that was sent out to be filled in, by its property."""
    try:
        _, package = file_kind.recognise(path.read_bytes(), path.name)
        return package is not None and bool(_properties(package)[0])
    except (RectifyError, OSError):
        return False


def _guide(package: Package, name: str) -> RawBook:
    """Return the first sheet of a workbook that was sent out, by itself; nothing where it is not there any more."""
    book = read_workbook.opened(package.data, name)
    if sent_record.GUIDE not in book.sheet_names:
        return RawBook(name, {})
    return RawBook(
        name, {sent_record.GUIDE: RawSheet(sent_record.GUIDE, read_workbook.rows_of(book, sent_record.GUIDE))}
    )


def _printed_code(book: RawBook) -> str:
    """Return the code that stands beside 填报编号 on any tab, empty where none does."""
    for raw in book.sheets.values():
        for row in raw.rows[:15]:
            for at, value in enumerate(row[:6]):
                if isinstance(value, str) and cell_value.key(value).rstrip(":") == sent_record.CODE_LABEL:
                    return next(
                        filter(None, (cell_value.key(cell_value.text(other)) for other in row[at + 1 : at + 6])), ""
                    )
    return ""


def _properties(package: Package) -> tuple[str, str]:
    """Return the code in the custom properties of a workbook, and when it was last saved."""
    code = _text_of(package, _CUSTOM, "property", sent_record.PROPERTY)
    saved = _text_of(package, _CORE, "modified")
    return code, saved if re.match(r"\d{4}-\d\d-\d\dT", saved) else ""


def _text_of(package: Package, part: str, element: str, named: str = "") -> str:
    """Return the text of the first element of a part, of the one with this name where `named`."""
    if part not in package.members:
        return ""
    content = package.read(part)
    if named and named.encode() not in content:
        return ""
    pieces: list[str] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag.rpartition(":")[2] == element:
            inside[0] = not named or attributes.get("name") == named

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == element:
            inside[0] = False

    def text(piece: str) -> None:
        if inside[0]:
            pieces.append(piece)

    sheet_facts.parse(content, part, start, end=end, text=text)
    return "".join(pieces).strip()


def sent_ids(sendings: Iterable[sent_record.SentFile]) -> Mapping[str, frozenset[str]]:
    """Return the ids of all rows that were sent, by sheet."""
    ids: dict[str, set[str]] = {sheet.name: set() for sheet in schema.TABLES}
    for sent in sendings:
        for sheet, rows in sent.rows.items():
            ids.setdefault(sheet, set()).update(cell_value.identifier(key.partition("#")[0]) for key in rows)
    return {sheet: frozenset(names) for sheet, names in ids.items()}
