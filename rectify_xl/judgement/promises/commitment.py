"""What a commitment is, and what is thought of it on one day."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.dates import ReadDate
from rectify_xl.ledger.records import Cell

CommitmentKind = Literal["dated", "periodic", "undated"]
Tense = Literal["done", "planned", "under_way", "not_begun", "stated", "unclear", "in_force"]
"""`stated` is told by a bare verb (6月5日召开会议); `unclear` is a date of which nobody says whether it was kept;
`in_force` one from which something holds (自10月1日起执行)."""
CommitmentVerdict = Literal["kept", "due", "broken"]

TOLD_AS_DONE: frozenset[Tense] = frozenset({"done", "stated"})
"""The tenses in which a text tells that something happened."""

KIND_LABEL: dict[CommitmentKind, str] = {"dated": "定日", "periodic": "定期", "undated": "未定日期"}
VERDICT_LABEL: dict[CommitmentVerdict, str] = {"broken": "失约", "due": "待兑现", "kept": "已兑现"}


class CommitmentPhrase(NamedTuple):
    """A commitment within one text.

    `start` and `end` bound its words, `trigger` is where the date, rhythm or word of intention begins. `period` is a
    rhythm as the list 周期 has it (每月), `quantity` what is counted, as written (`至少1次、不少于200人`).
    `unfinished` is set where the words say that something is not finished, and `phrase` holds those words. `reported`
    is set where the sentence says that a plan was carried out, or where 7月底前 comes with a result, so that a finished
    row may tell it as done. A rhythm is `reported` where the sentence tells how often it was kept, and counts from
    `since` where the sentence names the day on which it begins.
    """

    start: int
    end: int
    trigger: int
    kind: CommitmentKind
    when: ReadDate
    period: str
    quantity: str
    tense: Tense
    unfinished: bool = False
    phrase: str = ""
    reported: bool = False
    since: date | None = None


class Commitment(NamedTuple):
    """A commitment of one problem: the piece, its words, and the cell in which they stand."""

    row_id: str
    column: str
    cell: Cell
    text: str
    piece: CommitmentPhrase


class Promise(NamedTuple):
    """A commitment as judged on one day.

    `due` is the last day that keeps it as written (for a rhythm, that of the running period), None where nothing can
    be concluded; `binding` the working day on which a date falls due. `reason` tells in Chinese why, with what was
    inferred.
    """

    commitment: Commitment
    due: date | None
    verdict: CommitmentVerdict
    reason: str
    binding: date | None = None
