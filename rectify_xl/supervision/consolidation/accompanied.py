"""Which files go along with a ledger, and what is said where the 清单 of a submission is missing or unreadable. Pure.

A paper of `submit` (上报表, 校验情况) is no submission of its own where a ledger of its unit came, wherever that lies;
where none came, the first of them is refused: nobody may believe that the unit has reported. A scan or a photo that
bears the name of a unit goes along with its ledger as well, wherever that lies. It is refused where it lies
beside ledgers of other units, bears the name of a unit in the roster, and is all that this one sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.supervision.consolidation import roster
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.consolidation import RosterUnit
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import Roster, unit_key
from rectify_xl.supervision.submission.submission_manifest import MANIFEST

_UNLISTED = f"打包上报的附件来了，{MANIFEST}没有一同报来，所以没有核对报送的文件是否齐全、改动过。"


_EVIDENCE = ("佐证", "证据")
"""Words in the names of folders whose files belong to a ledger, whomever they name."""


class SortedOut(NamedTuple):
    """The files that stand for themselves, how many go along with one, and what has to be said of the whole."""

    files: tuple[AssessedFile, ...]
    enclosures: int
    notes: tuple[str, ...]


def sort_out(
    files: Sequence[AssessedFile], enclosed: Sequence[AssessedFile] = (), known: Roster | None = None
) -> SortedOut:
    """Return the files without those that go along with a ledger, as those do that are `enclosed`.

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
    if known:
        alone += list(_sent_instead(alone, enclosed, known.by_key()))
    reported = _reported(alone, known)
    alone = [assessed for assessed in alone if not _goes_along(assessed, reported)]
    beside = _units_beside_unread(alone)
    unlisted = accompanied - {_key(assessed) for assessed in alone if assessed.result and _is_listed(assessed)}
    settled = tuple(_settled(assessed, beside, unlisted) for assessed in alone)
    return SortedOut(settled, len(files) + len(enclosed) - len(alone), tuple(_notes(beside)))


def _reported(files: Sequence[AssessedFile], known: Roster | None) -> Mapping[str, bool]:
    """Return all names of units, as names are compared, and whether a ledger of theirs came."""
    by_key = known.by_key() if known else {}
    present = {_key(assessed) for assessed in files if assessed.result} - {""}
    lines = {line.unit for key in present if (line := roster.line_of(key, by_key))}
    return {**{key: line.unit in lines for key, line in by_key.items()}, **dict.fromkeys(present, True)}


def _goes_along(assessed: AssessedFile, reported: Mapping[str, bool]) -> bool:
    """Tell whether a file is no workbook and bears the name of a unit whose ledger came, and of no other one."""
    if assessed.result or assessed.enclosure or [reason.code for reason in assessed.rejections] != ["HZ103"]:
        return False
    own = roster.named_in(assessed.file.name, reported)
    before, _, behind = unit_key(assessed.file.name).partition(own) if own else ("", "", "")
    if not own or not reported[own] or roster.ends_with_place(before):
        return False
    return not any(key in before or key in behind for key, came in reported.items() if not came)


def is_evidence(place: str) -> bool:
    """Tell whether a folder is named as one of evidence."""
    return any(word in place for word in _EVIDENCE)


def _sent_instead(
    files: Sequence[AssessedFile], enclosed: Sequence[AssessedFile], by_key: Mapping[str, RosterUnit]
) -> Iterator[AssessedFile]:
    """Yield what lies beside ledgers of others and is all that a unit of the roster sent, refused."""
    reported = {line.unit for assessed in files if (line := _line(assessed, by_key))}
    owners = _owners(files)
    for assessed in enclosed:
        line = None if _is_of_one(assessed.file.place, owners) else _named_unit(assessed.file.place, by_key, reported)
        if line is not None:
            reason = assessed.rejections[0]
            why = f"{reason.message}文件名写着“{line.unit}”，没有收到这个单位的台账。"
            yield assessed._replace(rejections=(reason._replace(message=why),))


def _owners(files: Sequence[AssessedFile]) -> Mapping[str, set[str]]:
    """Return whose ledgers lie in each folder, archive and mail, or below it."""
    owners: dict[str, set[str]] = {}
    for assessed in files:
        if assessed.result:
            *folders, _ = assessed.file.place.split("/")
            for depth in range(1, len(folders) + 1):
                owners.setdefault("/".join(folders[:depth]), set()).add(_key(assessed))
    return owners


def _is_of_one(place: str, owners: Mapping[str, set[str]]) -> bool:
    """Tell whether a file came in one folder, archive or mail with the ledger of one unit alone."""
    *folders, _ = place.split("/")
    return any(len(owners.get("/".join(folders[:depth]), ())) == 1 for depth in range(1, len(folders) + 1))


def _line(assessed: AssessedFile, by_key: Mapping[str, RosterUnit]) -> RosterUnit | None:
    """Return the unit of the roster whose a file is, by what it says or else by its path."""
    paper = assessed.result or assessed.enclosure
    if paper and paper.unit:
        return roster.line_of(paper.unit, by_key)
    return by_key.get(roster.named_in(assessed.file.place, by_key))


def _named_unit(place: str, by_key: Mapping[str, RosterUnit], reported: set[str]) -> RosterUnit | None:
    """Return the unit that a file is named after, None where it has reported, or the file seems to be another's."""
    *folders, name = place.split("/")
    own = roster.named_in(name, by_key)
    if not own or by_key[own].unit in reported or any(map(is_evidence, folders)):
        return None
    key = unit_key(name)
    others = {roster.named_in(text, by_key) for text in (*folders, key.replace(own, ""))} - {"", own}
    if any(by_key[other].unit != by_key[own].unit for other in others):
        return None
    return by_key[own] if roster.may_be_ledger_of(name, own) else None


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
