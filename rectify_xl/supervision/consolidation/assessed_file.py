"""Files that were assessed, and what is made out of one that can be read: whose it is, and when it was worked on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.supervision.consolidation.consolidation import RosterUnit
from rectify_xl.supervision.consolidation.unit_result import Enclosure, Rejection, SubmittedFile, UnitResult


class AssessedFile(NamedTuple):
    """One file that was assessed; its `result` holds no problems and no findings, of which these are the numbers.

    `packed` is when the 清单 that came with it was made, None without one; `beside` when that of its unit was made that
    lies beside it and does not name it; `unread` says why a 清单 that lies beside it cannot be read. A paper that goes
    along with a ledger has an `enclosure` and no result. `listed` is what its 清单 says of the ledger that it is the
    clean copy of.
    """

    file: SubmittedFile
    result: UnitResult | None
    errors: int = 0
    warnings: int = 0
    rejections: tuple[Rejection, ...] = ()
    packed: datetime | None = None
    unread: Rejection | None = None
    enclosure: Enclosure | None = None
    beside: datetime | None = None
    listed: tuple[LedgerDoubt, ...] = ()


class ReportCandidate(NamedTuple):
    """A file that may count as the report of a unit: whose it is, and when it was worked on, as far as believed.

    `by_name` tells that the ledger names its unit as the roster does, and not only the Party organisation of it;
    `own_mailbox` that no other unit of the roster sent it; `own`
    is when it was worked on by its own records, `doubt` what is doubtful about the moment at which it came.
    """

    assessed: AssessedFile
    result: UnitResult
    key: str
    line: RosterUnit | None
    moment: datetime | None
    rejections: tuple[Rejection, ...]
    by_name: bool = True
    own: datetime | None = None
    doubt: str = ""
    own_mailbox: bool = True

    @property
    def vouched(self) -> bool:
        """Tell whether nothing speaks against taking it for what was submitted; late records speak for a file."""
        if all(reason.code != "HZ110" for reason in self.rejections):
            return True
        beside = self.assessed.beside
        return beside is not None and self.own is not None and self.own > beside
