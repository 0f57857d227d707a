"""The sheet of the memory as a small store: a name, and what is kept under it, cut into cells that every program takes.

What is kept once is never touched again, unless it is put or dropped by its name: only the rows of that name change.
"""

from __future__ import annotations

import binascii
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawSheet, find_header
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import cell_value, json_text
from rectify_xl.text.cell_value import Raw

PIECE = 8_000
"""Characters of one cell: Excel refuses longer ones when many cells are written in one call."""
LARGEST = 100_000_000
"""Most bytes that one entry may unpack to; more is no memory of a ledger."""

OF_COMMANDS = ("分发", "收回", "上报", "退回")
"""Kinds of entries (the word before the blank of a name) that a command puts there: they go when its step is undone."""

_ANY_TEXT = ("utf-8", "surrogatepass")
"""A live host hands over halves of a character too: what is kept is what was there."""

Json = object

_Cells = tuple[Raw, ...]


class Stored(NamedTuple):
    """What the sheet keeps: the entries that are whole, by name, and the names of those that are damaged.

    An entry is unpacked when it is asked for: a year leaves a hundred, of which a command needs three.
    """

    entries: Mapping[str, Json]
    damaged: tuple[str, ...]


class _Entries(Mapping[str, Json]):
    """Packed entries by name; one that is no JSON, though its sum is right, was not put by us and reads as nothing."""

    def __init__(self, packed: Mapping[str, str]) -> None:
        self._packed = packed

    def __getitem__(self, name: str) -> Json:
        try:
            content: Json = json_text.parsed(_unpacked(self._packed[name]))
        except (ValueError, zlib.error):
            return None
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Piece(NamedTuple):
    row: int
    name: str
    part: int
    text: str
    check: str


def read(sheet: RawSheet) -> Stored:
    """Return all that is kept."""
    whole: dict[str, str] = {}
    damaged: list[str] = []
    grouped: dict[str, list[_Piece]] = {}
    for piece in _pieces(sheet):
        grouped.setdefault(piece.name, []).append(piece)
    for name, pieces in grouped.items():
        pieces.sort(key=lambda piece: piece.part)
        packed = "".join(piece.text for piece in pieces)
        if {piece.check for piece in pieces} == {_check(packed)}:
            whole[name] = packed
        else:
            damaged.append(name)
    return Stored(_Entries(whole), tuple(damaged))


def content(sheet: RawSheet, name: str) -> Json:
    """Return what is kept under one name, None where it is not whole; the sums are not looked at.

    What was packed proves itself well enough for a reader who writes nothing.
    """
    pieces = sorted((piece for piece in _pieces(sheet) if piece.name == name), key=lambda piece: piece.part)
    return _Entries({name: "".join(piece.text for piece in pieces)})[name] if pieces else None


def is_of_command(name: str) -> bool:
    """Tell whether an entry was put by a command, and is not the memory's own."""
    return name.partition(" ")[0] in OF_COMMANDS


def update(sheet: RawSheet, put: Mapping[str, Json], drop: Iterable[str] = ()) -> SheetChanges | None:
    """Return what to write so that `put` is kept and `drop` is not; None where nothing changes."""
    facts = find_header(sheet, schema.MEMORY)
    columns = [facts.headers.get(column.name, place) for place, column in enumerate(schema.MEMORY.columns, 1)]
    present = list(_pieces(sheet))
    rows: dict[str, list[int]] = {}
    for piece in present:
        rows.setdefault(piece.name, []).append(piece.row)
    before: dict[int, _Cells] = {piece.row: (piece.name, piece.part, piece.text, piece.check) for piece in present}
    after: dict[int, _Cells] = {}
    emptied = {row for name in drop for row in rows.get(name, ())}
    used = set(before)
    spare = facts.header_row
    for name, content in put.items():
        packed = _packed(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
        check = _check(packed)
        mine = list(rows.get(name, ()))
        for part, start in enumerate(range(0, len(packed), PIECE), 1):
            if mine:
                row = mine.pop(0)
            else:
                spare += 1
                while spare in used:
                    spare += 1
                row = spare
                used.add(row)
            after[row] = (name, part, packed[start : start + PIECE], check)
        emptied.update(mine)
    writes = [
        CellWrite(row, column, value)
        for row, piece in sorted(after.items())
        if before.get(row) != piece
        for column, value in zip(columns, piece, strict=True)
    ]
    writes += [CellWrite(row, column, None) for row in sorted(emptied) for column in columns]
    return SheetChanges(schema.MEMORY.name, tuple(writes)) if writes else None


def _pieces(sheet: RawSheet) -> Sequence[_Piece]:
    facts = find_header(sheet, schema.MEMORY)
    places = [facts.headers.get(column.name, place) - 1 for place, column in enumerate(schema.MEMORY.columns, 1)]
    pieces: list[_Piece] = []
    for row, cells in enumerate(sheet.rows[facts.header_row :], facts.header_row + 1):
        name, part, text, check = (cell_value.text(cells[place]) if place < len(cells) else "" for place in places)
        if name or text:
            pieces.append(_Piece(row, name, int(part) if part.isdecimal() else 0, text, check))
    return pieces


def _packed(text: str) -> str:
    return binascii.b2a_base64(zlib.compress(text.encode(*_ANY_TEXT)), newline=False).decode("ascii")


def _unpacked(packed: str) -> str:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(binascii.a2b_base64(packed, strict_mode=True), LARGEST)
    if not unpacker.eof:
        raise ValueError(LARGEST)
    return content.decode(*_ANY_TEXT)


def _check(packed: str) -> str:
    return "h" + text_sha256(packed, 16)
