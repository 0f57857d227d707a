"""As what a file that was sent in is dealt with: its content decides, its own ending only where that says nothing.

Browsers, mail programs and people rename files: a ledger comes as .zip, .docx, .xlsx(1), .xlsx.download, .bak or .txt,
an archive of ledgers as .xlsx, a presentation as .zip. Only the first bytes are read, of a package its directory, and
nothing is unpacked but what names its kind.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from rectify_xl.errors import BookError
from rectify_xl.readers import source_kind
from rectify_xl.readers.submissions import packed_archives
from rectify_xl.readers.submissions.entries import UNREADABLE, Entry
from rectify_xl.workbook import file_kind

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".et", ".ett", ".ods", ".csv", ".tsv"))
ARCHIVES, MAILS, BOXES = frozenset((".zip",)), frozenset((".eml",)), frozenset((".mbox", ".mbx"))
OF_OUTLOOK = ".msg"
HALF_LOADED = frozenset((".crdownload", ".part", ".partial", ".download", ".opdownload", ".downloading", ".td"))
"""How browsers and loaders name what they have not got whole yet."""
CONTAINERS = ARCHIVES | MAILS | BOXES
LARGEST_INNER = 2_000_000_000
"""Bytes of an archive or a box of mails within another one; it is unpacked onto the disk first."""
_HELD = CONTAINERS | {OF_OUTLOOK} | packed_archives.ENDINGS
_OTHER_OFFICE = frozenset((".doc", ".docx", ".docm", ".dot", ".dotx", ".wps", ".ppt", ".pptx", ".pps", ".ppsx", ".dps"))
_FOREIGN = {
    "docx": ".docx",
    "slides": "演示文稿",
    "odt": ".odt",
    "ofd": ".ofd",
    "xps": ".xps",
    "drawing": "绘图文件",
    "book": "电子书",
    "pages": "苹果 iWork 文档",
    "uof": "标文通文档",
    "other document": "别的程序的文档",
}
"""What is packed as an archive is and is a document, by its kind: under which ending it goes, or what people call it
where it may have several."""
_HEAD = 8192
_OF_PACKAGES = ("[content_types].xml", "_rels/", "docprops/", "xl/", "customxml/", "mimetype", "meta-inf/")
"""How the first part of a workbook is called, as every office program writes it; no archive of ledgers begins so."""
_LARGEST_LOOKED_INTO = 60_000_000
"""Bytes of a package within an archive that is unpacked to see what it is; a ledger has no more."""
_STARTS = ((b"Rar!\x1a\x07", ".rar"), (b"7z\xbc\xaf'\x1c", ".7z"))
_PRESSED = ((b"\x1f\x8b", ".gz"), (b"BZh", ".bz2"), (b"\xfd7zXZ", ".xz"))
_NAMED_TAR = re.compile(r"\.(?:tar|tgz|tbz2?|txz)\b")
_NO_ARCHIVE = ("mimetype", "[content_types].xml", "meta-inf/")
"""How the parts of documents begin that are packed as archives are."""
_MIXED = re.compile(rb"^Content-Type:\s*multipart/mixed", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_BOX = re.compile(rb"From [^\r\n]*\r?\n[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_AGAIN = re.compile(r"\s*[(（]\d{1,3}[)）]$")
"""What a browser puts behind the name of a file that is there already."""
_MOST_SECTORS = 64
_LONGEST_DIRECTORY = 20_000_000
"""Bytes of the directory of a package, and the sectors of that of a compound file, that are looked through."""


def own(name: str) -> str:
    """Return the ending of a name in small letters, also where a number in brackets stands behind it."""
    stem, dot, ending = _AGAIN.sub("", name.rstrip()).rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def of(entry: Entry) -> str:
    """Return the ending under which a file is dealt with.

    What is named as a workbook and is none stays under that name, so that whoever reads it says what it is; only an
    archive or a mail, in which a workbook may lie, is opened.
    """
    ending = own(entry.name)
    if entry.refusal is not None or ending in packed_archives.PICTURES:
        return ending
    named_workbook = ending in WORKBOOKS
    try:
        head = entry.beginning(_HEAD)
        if named_workbook and _begins_as_package(head):
            return ending
        if head.startswith(file_kind.STARTS):
            content = _of_package(entry, ending, head)
        else:
            content = _of_head(head, entry.name, ending)
    except UNREADABLE:
        return ending or ".xlsx"  # why it cannot be read is told when it is read
    except BookError:
        return ending
    return ending if named_workbook and content not in _HELD else content


def _begins_as_package(head: bytes) -> bool:
    """Tell whether a zip begins with a part of a workbook ([APPNOTE] 4.3.7)."""
    name = head[30 : 30 + _number(head, 26, 2)].replace(b"\\", b"/").lower()
    return head.startswith(b"PK\x03\x04") and name.startswith(tuple(part.encode() for part in _OF_PACKAGES))


def _of_head(head: bytes, name: str, ending: str) -> str:
    """Return the ending of what is neither a package nor a compound file: an archive or a mail, by how it begins."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[257:262] == b"ustar":
        return ".tar"
    if ending not in _HELD and _NAMED_TAR.search(name.lower()):
        return next((kind for start, kind in _PRESSED if head.startswith(start)), ending)
    if ending in _HELD or ending in (".mht", ".mhtml"):
        return ending
    if _BOX.match(head) and (not ending or _MIXED.search(head)):
        return ".mbox"
    return ".eml" if _HEADER.match(head) and _MIXED.search(head) else ending


def _of_package(entry: Entry, ending: str, head: bytes) -> str:
    if entry.size > _LARGEST_LOOKED_INTO and not entry.path and ending not in ARCHIVES:
        return ending
    with entry.open() as first, seekable(first) as opened:
        if head.startswith(b"PK"):
            return _of_zip(opened, ending)
        streams = set(_streams(opened))
    if "__properties_version1.0" in streams:
        return OF_OUTLOOK
    if not streams.isdisjoint(("Workbook", "Book")):
        return ".xls"
    if "EncryptedPackage" in streams and ending not in _OTHER_OFFICE:
        return ".xlsx"  # that it is locked is told when it is read
    return ending or ".xls"


def _of_zip(opened: BinaryIO, ending: str) -> str:
    if _directory_bytes(opened) > _LONGEST_DIRECTORY:
        return ending or ".xlsx"
    kind = source_kind.package_kind(opened)
    if kind == "workbook":
        return ".xlsx"
    if kind in _FOREIGN:
        return (_FOREIGN[kind] if ending in _HELD else ending) or ".xlsx"
    if kind == "encrypted" and _is_document(opened):
        return ".xlsx"  # that it is locked is told when it is read
    if ending in _HELD:
        return ".zip" if kind == "zip" else ending
    return ".zip" if _holds_what_is_read(opened) else ending or ".xlsx"


def _directory_bytes(opened: BinaryIO) -> int:
    """Return how long the directory of a package says it is."""
    opened.seek(max(0, opened.seek(0, os.SEEK_END) - 65_557))
    tail = opened.read()
    end = tail.rfind(b"PK\x05\x06")
    return _number(tail, end + 12) if end >= 0 else 0


def _is_document(opened: BinaryIO) -> bool:
    """Tell whether the parts of something packed are those of a document."""
    return any(name.startswith(_NO_ARCHIVE) for name in _names(opened))


def _holds_what_is_read(opened: BinaryIO) -> bool:
    """Tell whether something packed, perhaps with a password, is an archive with ledgers, and no document."""
    return not _is_document(opened) and any(PurePosixPath(name).suffix in WORKBOOKS | _HELD for name in _names(opened))


def _names(opened: BinaryIO) -> Sequence[str]:
    """Return the names of what is packed in small letters; none where nobody can read them."""
    opened.seek(0)
    try:
        with zipfile.ZipFile(opened) as archive:
            return [name.replace("\\", "/").lower() for name in archive.namelist()]
    except UNREADABLE:
        return ()


def _streams(opened: BinaryIO) -> Iterator[str]:
    """Yield the names in the directory of a compound file, as far as that can be followed ([MS-CFB] 2.2, 2.3, 2.6)."""
    header = opened.read(512).ljust(512, b"\0")
    size = 4096 if _number(header, 30, 2) == 12 else 512
    sector = _number(header, 48)
    for _ in range(_MOST_SECTORS):
        opened.seek((sector + 1) * size)
        block = opened.read(size)
        for start in range(0, len(block) - 127, 128):
            length = min(64, _number(block, start + 64, 2))
            yield block[start : start + max(0, length - 2)].decode("utf-16-le", "replace")
        table, place = divmod(sector, size // 4)
        if len(block) < size or table >= 109:
            return
        opened.seek((_number(header, 76 + 4 * table) + 1) * size + 4 * place)
        sector = _number(opened.read(4), 0)


def _number(data: bytes, start: int, length: int = 4) -> int:
    return int.from_bytes(data[start : start + length], "little")


def seekable(opened: BinaryIO) -> BinaryIO:
    """Return an open file as one in which one can go back and forth; of a member of an archive a copy.

    Raises `BookError` for one without end. Who asked for it closes it, and what was opened where that is another one.
    """
    if not isinstance(opened, zipfile.ZipExtFile):
        return opened
    spooled = tempfile.SpooledTemporaryFile(max_size=32_000_000)  # noqa: SIM115 - who asked for it closes it
    try:
        copy(opened, spooled)
    except BaseException:
        spooled.close()
        raise
    spooled.seek(0)
    return cast("BinaryIO", spooled)


def copy(opened: IO[bytes], target: IO[bytes]) -> None:
    """Unpack a container piece by piece; raises `BookError` for one without end."""
    size = 0
    while piece := opened.read(1 << 20):
        size += len(piece)
        if size > LARGEST_INNER:
            raise BookError(f"解压后超过{LARGEST_INNER // 1_000_000_000} GB，没有读", "")
        target.write(piece)
