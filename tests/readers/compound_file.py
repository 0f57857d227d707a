"""Mails as Outlook saves them, written for the tests: the plainest compound file that holds them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

SECTOR, SMALL = 512, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Return a compound file (version 3) without small streams: shorter ones are filled up with zeros."""
    records: list[list[int]] = []
    names: list[str] = []
    data = b""
    chains: list[int] = []

    def put(name: str, content: bytes | Tree) -> int:
        nonlocal data
        number = len(records)
        names.append(name)
        if isinstance(content, bytes):
            content = content.ljust(SMALL, b"\0")
            sectors = -(-len(content) // SECTOR)
            records.append([2, _FREE, _FREE, len(chains), len(content)])
            chains.extend([*range(len(chains) + 1, len(chains) + sectors), _END])
            data += content.ljust(sectors * SECTOR, b"\0")
            return number
        records.append([1 if number else 5, _FREE, _FREE, 0 if number else _END, 0])
        before: int | None = None
        for child, inner in content.items():
            place = put(child, inner)
            records[number if before is None else before][2 if before is None else 1] = place
            before = place
        return number

    put("Root Entry", tree)
    directory = b"".join(map(_record, names, records))
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    first = len(chains)
    chains += [*range(first + 1, first + len(directory) // SECTOR), _END]
    fats = 1
    while fats * SECTOR // 4 < len(chains) + fats:
        fats += 1
    place = len(chains)
    table = [*chains, *[_FAT] * fats]
    table += [_FREE] * (fats * SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, first, 0, SMALL, _END, 0, _END, 0),
    )
    header += struct.pack("<109I", *[*range(place, place + fats), *[_FREE] * (109 - fats)])
    return header + data + directory + struct.pack(f"<{len(table)}I", *table)


def _record(name: str, fields: list[int]) -> bytes:
    kind, right, child, start, size = fields
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", text, len(text) + 2, kind, 1, _FREE, right, child, b"", 0, b"", b"", start, size
    )


def outlook(files: Mapping[str, bytes], inner: Tree | None = None, *, within: bool = False) -> Tree:
    """Return a mail of 1 September 2026 with attachments, and with another mail (`inner`) that hangs on it."""
    ticks = (datetime(2026, 9, 1, 0, 30, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) * 10
    sent = struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(24 if within else 32) + sent,
        "__substg1.0_0037001F": "报送台账".encode("utf-16-le"),
    }
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
    if inner is not None:
        tree[f"__attach_version1.0_#{len(files):08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3701000D": inner,
        }
    return tree
