"""What a commitment is, and what is thought of it on one day."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.dates import When
from rectify_xl.model import Cell

Kind = Literal["dated", "periodic", "undated"]
Tense = Literal["done", "planned", "under_way", "not_begun", "stated"]
Verdict = Literal["kept", "due", "broken"]

KIND_LABEL: dict[Kind, str] = {"dated": "定日", "periodic": "定期", "undated": "未定日期"}
VERDICT_LABEL: dict[Verdict, str] = {"broken": "失约", "due": "待兑现", "kept": "已兑现"}


class Piece(NamedTuple):
    """A commitment within one text.

    `start` and `end` bound its words, `trigger` is where the date, rhythm or word of intention begins. `period` is a
    rhythm as the list 周期 has it (每月), `quantity` what is counted, as written (`至少1次、不少于200人`).
    """

    start: int
    end: int
    trigger: int
    kind: Kind
    when: When
    period: str
    quantity: str
    tense: Tense


class Commitment(NamedTuple):
    """A commitment of one problem: the piece, its words, and the cell in which they stand."""

    row_id: str
    column: str
    cell: Cell
    text: str
    piece: Piece


class Promise(NamedTuple):
    """A commitment as judged on one day.

    `due` is the last day that keeps it (for a rhythm, that of the running period), None where nothing can be
    concluded; `reason` tells in Chinese why, with what was inferred.
    """

    commitment: Commitment
    due: date | None
    verdict: Verdict
    reason: str
