"""What 收回合并 comes to: one line for each cell or row of a returned file that is not as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.system.digests import text_sha256
from rectify_xl.text.cell_value import Raw

LineKind = Literal["take", "decide", "conflict", "refused", "missing"]
"""take: only the department changed it, and what it means is certain. decide: a person has to. conflict: the ledger, or
another file, says something else meanwhile. refused: a department must not set it. missing: a row that was sent and
did not come back; it stays."""

WORDS: Mapping[LineKind, str] = {
    "take": "可收",
    "decide": "请决定",
    "conflict": "有冲突",
    "refused": "不收",
    "missing": "没有交回",
}
OPEN: tuple[LineKind, ...] = ("take", "decide", "conflict")
"""What may be taken."""


class CollectLine(NamedTuple):
    """One difference between what was sent and what came back.

    `file`, `to` and `code` tell where it comes from; `key` names the row of the ledger, `problem` its words. `column`
    may be ROW_ADDED or ROW_REMOVED. `sent`, `now` and `returned` are the texts as they were sent, as they stand in the
    ledger, and as they came back; `value` is what would be written, of a new row `cells`. `row` and `place` are the
    cell in the ledger, 0 where there is none. `reason` says why it is not certain or not taken, `note` how a value was
    understood. `codes` are all sendings in which the same came back, `whose` more words for 变更记录 than
    the department's name.
    """

    kind: LineKind
    file: str
    to: str
    code: str
    sheet: str
    key: str
    problem: str
    column: str
    sent: str
    now: str
    returned: str
    value: Raw = None
    row: int = 0
    place: int = 0
    reason: str = ""
    note: str = ""
    cells: Mapping[str, Raw] = {}
    codes: tuple[str, ...] = ()
    whose: str = ""

    @property
    def spot(self) -> tuple[str, str, str]:
        """The cell of the ledger that the line is about, whoever changed it."""
        key = self.returned if self.column == ROW_ADDED else self.key
        return self.sheet, key, self.column

    @property
    def mark(self) -> str:
        """A sum by which the line is known again: it fits no more once either side has changed."""
        parts = (self.code, self.file, self.sheet, self.key, self.column, self.now, self.returned)
        return text_sha256("\x1f".join(parts), 12)

    @property
    def is_row(self) -> bool:
        """Tell whether the line is about a whole row."""
        return self.column in (ROW_ADDED, ROW_REMOVED)


class FileReport(NamedTuple):
    """One file of the folder: whose it is, what became of it, and what a person should know of it.

    `code` is that of its sending, empty for a file that was not compared; `problem` says why that is so. `sees` are
    sentences about how it was understood. `changed` tells whether anything in it is not as it was sent, `ignored` that
    it is no table, `repeated` that it is another one once more, `back` that it came back from its recipient.
    """

    file: str
    to: str = ""
    code: str = ""
    problem: str = ""
    sees: tuple[str, ...] = ()
    changed: bool = False
    ignored: bool = False
    repeated: bool = False
    back: bool = False


class CollectPlan(NamedTuple):
    """All that a collection comes to: its lines, its files, and how many changes the ledger holds already.

    `place` is the name of the folder.
    """

    lines: tuple[CollectLine, ...]
    files: tuple[FileReport, ...]
    already: int = 0
    ledger_only: int = 0
    place: str = ""
    settled: int = 0

    def of(self, *kinds: LineKind) -> tuple[CollectLine, ...]:
        """Return the lines of some kinds."""
        return tuple(line for line in self.lines if line.kind in kinds)
