"""Mails of Outlook and archives other than .zip are opened where the computer can, within the same bounds."""

from __future__ import annotations

import os
import random
import shutil
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import libarchive
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.errors import BookError
from rectify_xl.readers.submissions import incoming, outlook_mails, packed_archives
from rectify_xl.readers.submissions.incoming import Incoming
from rectify_xl.supervision.submission import submission_manifest
from tests.readers.compound_file import Tree, compound, outlook
from tests.readers.test_incoming import BOOK as SHORT
from tests.readers.test_incoming import manifest, met, zipped

BOOK = SHORT.ljust(5_000)


def packed(path: Path, files: Mapping[str, bytes], kind: str = "7zip", **options: Any) -> Path:
    """Write an archive as libarchive does."""
    with libarchive.file_writer(str(path), kind, **options) as archive:
        for name, data in files.items():
            archive.add_file_from_memory(name, len(data), data)
    return path


def _number(value: int) -> bytes:
    """Return a number as RAR 5 writes it: seven bits a byte, the lowest first."""
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _block(*fields: bytes, data: bytes = b"") -> bytes:
    head = b"".join(fields)
    sized = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


def rar(files: Mapping[str, bytes]) -> bytes:
    """Return a RAR 5 archive of stored files; nothing that is free can write one."""
    blocks = [b"Rar!\x1a\x07\x01\x00", _block(_number(1), _number(0), _number(0))]
    for name, data in files.items():
        text, size = name.encode(), _number(len(data))
        head = (_number(2), _number(2), size, _number(4), size, _number(0o100644))
        fields = (*head, struct.pack("<I", zlib.crc32(data)))
        blocks.append(_block(*fields, _number(0), _number(1), _number(len(text)), text, data=data))
    return b"".join([*blocks, _block(_number(5), _number(0), _number(0))])


def test_mails_of_outlook_are_opened(tmp_path: Path) -> None:
    """Attachments come with their names and the day of the mail, those of mails within mails too; junk is told."""
    inner = outlook({"白水县.xlsx": BOOK + b"2"}, within=True)
    (tmp_path / "转发.msg").write_bytes(compound(outlook({"云岭县.xlsx": BOOK, "报告.pdf": b"%PDF"}, inner)))
    (tmp_path / "只有图.msg").write_bytes(compound(outlook({"扫描.png": b"\x89PNG"})))
    deep: Tree = outlook({"台账.xlsx": BOOK}, within=True)
    for _ in range(6):
        deep = outlook({}, deep, within=True)
    (tmp_path / "深.msg").write_bytes(compound(outlook({}, deep)))
    (tmp_path / "坏.msg").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(3_000))
    (tmp_path / "表.msg").write_bytes(table := compound({"Workbook": b"1" * 600}))
    assert met(tmp_path) == {
        "转发.msg/云岭县.xlsx": BOOK,
        "转发.msg/白水县.xlsx": BOOK + b"2",
        "只有图.msg": "HZ103",
        "深.msg/转发的邮件": "HZ117",
        "坏.msg": "HZ117",
        "表.msg": table,
    }
    expected = datetime.fromisoformat("2026-09-01T00:30:00+00:00").astimezone().replace(tzinfo=None)
    assert {file.received for file in Incoming([str(tmp_path / "转发.msg")])} == {expected}


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_no_damage_to_a_mail_of_outlook_stops_the_walk(seed: int, changes: int) -> None:
    """Whatever bytes are changed or cut, it is read or refused."""
    chance = random.Random(seed)  # noqa: S311 - damage, no secrets
    whole = bytearray(compound(outlook({"台账.xlsx": BOOK}, outlook({"乙.xlsx": BOOK}, within=True))))
    for _ in range(changes):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    data = bytes(whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole)
    with suppress(BookError):
        assert outlook_mails.mail(data).name


def test_other_archives_are_opened(tmp_path: Path) -> None:
    """.rar, .7z and .tar.gz with folders, archives within, and a whole submission; evidence is only counted."""
    listed = manifest(台账=BOOK, 上报表=BOOK + b"form")
    inner = zipped({"乙.xlsx": BOOK + b"2"})
    package = {
        "甲/台账.xlsx": BOOK,
        "甲/上报表.xlsx": BOOK + b"form",
        "甲/说明.txt": b"to be compared as well",
        f"甲/{submission_manifest.MANIFEST}": submission_manifest.dump(listed),
    }
    (tmp_path / "云岭县.rar").write_bytes(rar({"云岭/台账.xlsx": BOOK, "云岭/照片.jpg": b"1" * 9, "内.zip": inner}))
    packed(tmp_path / "青林县.7z", package)
    packed(tmp_path / "白水县.tar.gz", {"../台账.xlsx": BOOK + b"3"}, "gnutar", filter_name="gzip")
    walk = Incoming([str(tmp_path)])
    files = {file.place: (incoming.content(file), file.manifest is not None) for file in walk}
    assert files == {
        "云岭县.rar/云岭/台账.xlsx": (BOOK, False),
        "云岭县.rar/内.zip/乙.xlsx": (BOOK + b"2", False),
        "青林县.7z/甲/台账.xlsx": (BOOK, True),
        "白水县.tar.gz/台账.xlsx": (BOOK + b"3", False),
    }
    assert walk.accompanying == 1
    (text,) = [entry for folder in unpacked(tmp_path / "青林县.7z") for entry in folder if entry[0] == "说明.txt"]
    assert text == ("说明.txt", b"to be compared as well")


def test_damaged_and_oversized_archives_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could be read before the fault is met, and the archive is listed with its reason."""
    whole = rar({"甲.xlsx": BOOK, "乙.xlsx": BOOK * 200})
    (tmp_path / "a.rar").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.7z").write_bytes(b"7z\xbc\xaf'\x1c" + bytes(100))
    packed(tmp_path / "c.7z", {"台账.xlsx": BOOK})
    (tmp_path / "d.zip").write_bytes(zipped({}))
    files = met(tmp_path)
    assert (files["a.rar"], files["b.7z"], files["c.7z/台账.xlsx"]) == ("HZ117", "HZ117", BOOK)
    assert files.pop("d.zip") == "HZ117"
    (tmp_path / "d.zip").unlink()
    assert files["a.rar/甲.xlsx"] == BOOK
    monkeypatch.setattr(packed_archives, "is_available", lambda: False)
    assert met(tmp_path) == {"a.rar": "HZ117", "b.7z": "HZ117", "c.7z": "HZ117"}


def unpacked(path: Path) -> list[list[tuple[str, bytes]]]:
    """Return the files of an archive by folder, as long as it is open."""
    folders = []
    with path.open("rb") as archive:
        for folder in packed_archives.folders(lambda file: shutil.copyfileobj(archive, file)):
            files = []
            for entry in folder.entries:
                with entry.open() as opened:
                    files.append((entry.name, opened.read()))
            folders.append(files)
    return folders


class _Killer:
    """What kills the process that it reaches."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def test_an_archive_that_kills_its_reader_is_told(tmp_path: Path) -> None:
    """The reader is another process: its death is a reason, and nothing stays behind."""
    path = packed(tmp_path / "台账.7z", {"台账.xlsx": BOOK})
    deadly: Any = _Killer()
    with path.open("rb") as archive, pytest.raises(BookError, match="解压时程序中断"):
        list(packed_archives.folders(lambda file: shutil.copyfileobj(archive, file), deadly))
