"""What one submitted workbook says: its unit, its counts, its problems, its findings; or why it was refused.

All of it goes through a process pool and into Parquet, so that it holds nothing but texts, numbers and days.
"""

from datetime import date, datetime
from typing import NamedTuple

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.ledger.counting.problem_counts import StatusCounts


class SubmittedFile(NamedTuple):
    """One file that was sent in.

    `place` is where it was found as a person reads it, containers included (七月.zip/青林县/台账.xlsx); `sha256` is of
    its bytes, `size` in bytes; `received` is when its mail was sent or the file was written, None where nothing tells.
    `path` is the absolute path of a plain file on this machine, empty for what lay in an archive, in a mail, or
    elsewhere: nothing can link to it. `undated` tells that its mail bears no date, so that `received` is that of the
    mail's file, `mailed` that it does, so that `received` is when it was sent. `manifest` is the SHA-256 of the
    清单.json that came with it, empty without one. `sender` is the address from which its mail came, in lower case.
    `boxed` is the date of the outermost archive in which it lay, None where it lay in none, or that hung on a mail.
    """

    place: str
    sha256: str
    size: int
    received: datetime | None = None
    path: str = ""
    manifest: str = ""
    undated: bool = False
    mailed: bool = False
    sender: str = ""
    boxed: datetime | None = None

    @property
    def name(self) -> str:
        """Its name, without where it was found."""
        return self.place.rpartition("/")[2]


class Rejection(NamedTuple):
    """Why a file, or a cell of it, cannot be taken: `code` is HZ101 and on, `fix` says what the unit has to do."""

    code: str
    message: str
    fix: str
    cell: str = ""


class SubmittedProblem(NamedTuple):
    """One problem of a unit: a row of 明细 and of `problems` in the store.

    `row` is its Excel row in 问题台账. `done` counts by the 口径 of its own workbook, `longterm` and `immediate` are
    parts of it; `relapse` marks rows registered anew, which stand beside all totals. `due` is the deadline in force,
    `original_due` what it was before an extension, `due_text` what stands in the cell; `late_days` are calendar days,
    0 where it is not overdue; `unreadable` marks a deadline that counts neither as late nor as fine; `finished` is
    完成日期, None where no day stands there; `returned` is when the unit itself last sent back the closing of a problem
    that goes on, `returned_words` who did it and why. `address` is where it stands in the workbook that was sent:
    问题台账!A12, or a cell of the unit's own table (then `row` is that of this).
    """

    id: str
    row: int
    aspect: str
    group: str
    problem: str
    lead: str
    department: str
    person: str
    completion: str
    follow_up: str
    done: bool
    closed: bool
    longterm: bool
    immediate: bool
    relapse: bool
    due: date | None
    original_due: date | None
    due_text: str
    overdue: bool
    unreadable: bool
    late_days: int
    progress: str
    remaining: str
    needs_support: bool
    from_last_round: bool
    measures: int
    measures_done: int
    errors: int
    warnings: int
    finished: date | None = None
    address: str = ""
    returned: date | None = None
    returned_words: str = ""


ADDED_LATER = frozenset({"returned", "returned_words"})
"""Fields of a problem without which a period of an older program is compared all the same, as if they were empty."""


class SubmittedFinding(NamedTuple):
    """One finding of the 上报 profile; `address` is 问题台账!H12."""

    code: str
    severity: str
    address: str
    row_id: str
    message: str
    fix: str


class UnitResult(NamedTuple):
    """What one workbook says on the day of the consolidation.

    `counts` and `aspects` are the numbers of the unit's own 汇总统计 on that day. `reported` is until when the ledger
    was worked on: by its 变更记录, else the manifest of its submission, else the file's own date. `fingerprint` tells
    the same content apart from a file that was merely saved again; `layout` is 版式版本, empty for a foreign layout
    that went through intake, whose `intake` says how it was understood. `caveats` are the sentences that stand beside
    its numbers, `doubts` what its findings say that may make these look better than they are.
    """

    file: SubmittedFile
    unit: str
    superior: str
    round: str
    feedback: date | None
    reported: datetime | None
    layout: str
    fingerprint: str
    counts: StatusCounts
    aspects: tuple[StatusCounts, ...]
    groups: int
    measures: int
    measures_done: int
    relapses: int
    unreadable: int
    problems: tuple[SubmittedProblem, ...]
    findings: tuple[SubmittedFinding, ...]
    caveats: tuple[str, ...] = ()
    intake: str = ""
    doubts: tuple[LedgerDoubt, ...] = ()

    @property
    def errors(self) -> int:
        """The number of findings that have to be mended."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """The number of findings that are only reminders."""
        return len(self.findings) - self.errors


class Enclosure(NamedTuple):
    """A paper that goes along with a ledger: 上报表 or 校验情况 of `submit`, and of which unit, empty if unknown."""

    kind: str
    unit: str


class Assessment(NamedTuple):
    """What was made of one file: a result, or why it was refused; both where it is counted all the same (退改).

    An `enclosure` is neither: it goes along with a ledger.
    """

    file: SubmittedFile
    result: UnitResult | None
    rejections: tuple[Rejection, ...] = ()
    enclosure: Enclosure | None = None
