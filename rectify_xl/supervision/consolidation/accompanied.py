"""Which files go along with a ledger, and what is said where the 清单 of a submission is missing or unreadable. Pure.

A paper of `submit` (上报表, 校验情况) is no submission of its own where a ledger of its unit came, wherever that lies;
where none came, the first of them is refused: nobody may believe that the unit has reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.supervision.consolidation.latest import AssessedFile
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import unit_key
from rectify_xl.supervision.submission.submission_manifest import MANIFEST

_UNLISTED = f"打包上报的附件来了，{MANIFEST}没有一同报来，所以没有核对报送的文件是否齐全、改动过。"


class SortedOut(NamedTuple):
    """The files that stand for themselves, how many go along with one, and what has to be said of the whole."""

    files: tuple[AssessedFile, ...]
    enclosures: int
    notes: tuple[str, ...]


def sort_out(files: Sequence[AssessedFile]) -> SortedOut:
    """Return the files without those that go along with a ledger.

    A ledger beside a 清单 that cannot be read bears why, unless ledgers of other units lie there too: then nobody knows
    whose that list is, and it is only noted.
    """
    units = {_key(assessed) for assessed in files if assessed.result}
    alone: list[AssessedFile] = []
    accompanied: set[str] = set()
    without_ledger: set[str] = set()
    for assessed in files:
        if assessed.enclosure is None:
            alone.append(assessed)
        elif _key(assessed) in units or (units and not assessed.enclosure.unit):
            accompanied.add(_key(assessed))
        elif not _key(assessed) or _key(assessed) not in without_ledger:
            without_ledger.add(_key(assessed))
            reason = rejection("HZ122", f"这是“打包上报”的{assessed.enclosure.kind}，收到的文件里没有它的台账。")
            alone.append(assessed._replace(rejections=(reason,)))
    beside = _units_beside_unread(alone)
    unlisted = accompanied - {_key(assessed) for assessed in alone if assessed.result and _is_listed(assessed)}
    settled = tuple(_settled(assessed, beside, unlisted) for assessed in alone)
    return SortedOut(settled, len(files) - len(alone), tuple(_notes(beside)))


def _key(assessed: AssessedFile) -> str:
    """Return whose a file is, empty where nobody knows."""
    paper = assessed.result or assessed.enclosure
    return unit_key(paper.unit) if paper else ""


def _folder(assessed: AssessedFile) -> str:
    return assessed.file.place.rpartition("/")[0]


def _is_listed(assessed: AssessedFile) -> bool:
    """Tell whether a ledger came with a 清单, even with one that does not fit or cannot be read."""
    return bool(assessed.packed or assessed.unread) or any(reason.code == "HZ110" for reason in assessed.rejections)


def _units_beside_unread(files: Sequence[AssessedFile]) -> Mapping[str, set[str]]:
    """Return the units of the ledgers in each folder with a 清单 that cannot be read."""
    units: dict[str, set[str]] = {}
    for assessed in files:
        if assessed.unread and assessed.result:
            units.setdefault(_folder(assessed), set()).add(_key(assessed))
    return units


def _notes(beside: Mapping[str, set[str]]) -> Iterator[str]:
    for folder, units in beside.items():
        if len(units) > 1:
            where = f"“{folder}”里的" if folder else ""
            yield f"{where}{MANIFEST}读不出，旁边有{len(units)}家单位的台账，不知道是哪一家的，都没有核对"


def _settled(assessed: AssessedFile, beside: Mapping[str, set[str]], unlisted: set[str]) -> AssessedFile:
    result = assessed.result
    if result is None:
        return assessed
    if assessed.unread and len(beside[_folder(assessed)]) == 1:
        assessed = assessed._replace(rejections=(*assessed.rejections, assessed.unread))
    if _key(assessed) in unlisted:
        assessed = assessed._replace(result=result._replace(caveats=(*result.caveats, _UNLISTED)))
    return assessed
