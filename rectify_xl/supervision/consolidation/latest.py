"""Which workbook of a unit counts, which stand aside, and who has reported. Pure.

The latest valid workbook of a unit counts: the one that was worked on last, by its 变更记录, else by the 清单 of its
submission, else by when it came. A ledger for which the 清单 of its submission vouches goes before one that only lies
beside it, unless the records of that one are later than the list. A ledger goes before a table of another layout (the
上报表 of the same unit), and the round of most units before another one. What can be read counts, with all its errors;
what cannot be read, or says not whose it is, does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rectify_xl.judgement import ledger_doubts
from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.supervision.consolidation import rejections, roster
from rectify_xl.supervision.consolidation.consolidation import (
    CountedUnit,
    RefusedFile,
    RosterStanding,
    RosterState,
    RosterUnit,
    SetAside,
    SetAsideReason,
)
from rectify_xl.supervision.consolidation.former_files import NO_FORMER, FormerFiles
from rectify_xl.supervision.consolidation.period_changes import is_other_round
from rectify_xl.supervision.consolidation.roster import Roster, unit_key
from rectify_xl.supervision.consolidation.unit_result import Enclosure, Rejection, SubmittedFile, UnitResult
from rectify_xl.text import excerpts

COMMON_ROUND = 0.8
"""Share of the units from which on their round is that of the consolidation: beyond it another one is told."""
FEWEST_UNITS = 3
"""With fewer units nobody can say which round is meant."""
_SAVED = timedelta(days=1)
"""By so much a file may be younger than the 清单 that came with it, having been saved from a mail."""
_SAME_NAME = "请核对是不是同一个单位；不是的，请单位在《基本信息》写全称，名册里各写一行。"
_WHICH_ROUND = "请核对这次要汇总的是哪一轮；不要的那一轮，从报送文件夹里移出去以后重新汇总。"
_PLACE = re.compile(r"(.{2,8}?[省市县区旗州盟乡镇])")
_NEAREST = 0.6
"""Likeness of names from which on one is suggested for another."""


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


class Sorted(NamedTuple):
    """All files of a consolidation, each in one of the first three; `standings` is None without a roster."""

    units: tuple[CountedUnit, ...]
    refused: tuple[RefusedFile, ...]
    set_aside: tuple[SetAside, ...]
    standings: tuple[RosterStanding, ...] | None


class _Candidate(NamedTuple):
    """A file that can be read: whose it is, and when it was worked on as far as that can be believed.

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


def sort(
    files: Iterable[AssessedFile], known: Roster | None, made: datetime, former: FormerFiles = NO_FORMER
) -> Sorted:
    """Return what counts and what does not; `made` is the moment of the consolidation.

    What the last period had received already (`former`) counts where nothing newer came, and is no report of this one.
    """
    by_key = known.by_key() if known else {}
    namesakes = _namesakes(known) if known else {}
    mailboxes = roster.mailboxes(known) if known else {}
    by_unit: dict[str, list[_Candidate]] = {}
    unread: list[AssessedFile] = []
    for assessed in files:
        if assessed.result is None:
            unread.append(assessed)
        else:
            candidate = _candidate(assessed, assessed.result, by_key, namesakes, made)
            candidate = _with_sender(candidate, by_key, mailboxes)
            by_unit.setdefault(candidate.key, []).append(candidate)
    by_unit = _apart(by_unit)
    common = _common_round(by_unit.values())
    refused = tuple(_refused(assessed, by_key) for assessed in unread)
    counted: dict[str, _Candidate] = {}
    aside: list[SetAside] = []
    for key, candidates in by_unit.items():
        chosen = max(candidates, key=lambda candidate: _rank(candidate, common or former.rounds.get(key, "")))
        if strangers := [other for other in candidates if _elsewhere(other, chosen)]:
            chosen = _doubted(chosen, strangers)
        if not common:
            chosen = _beside_another_round(chosen, candidates)
        counted[key] = chosen
        aside += [_set_aside(other, chosen) for other in candidates if other.assessed is not chosen.assessed]
    units = [_unit(candidate, common, known, former) for candidate in counted.values()]
    order = {line.unit: place for place, line in enumerate(known.units)} if known else {}
    units.sort(key=lambda unit: (order.get(unit.unit, len(order)), unit.key))
    aside.sort(key=lambda other: other.file.place)
    standings = tuple(_standings(known, by_unit, counted, refused, former)) if known else None
    return Sorted(tuple(units), refused, tuple(aside), standings)


def perhaps_one(units: Iterable[CountedUnit]) -> Iterator[tuple[str, ...]]:
    """Yield the names of units that no roster tells apart and that may be one: a unit and its Party organisation."""
    by_name: dict[str, list[str]] = {}
    for unit in units:
        by_name.setdefault(roster.bare_key(unit.unit), []).append(unit.unit)
    yield from (tuple(names) for names in by_name.values() if len(names) > 1)


def _candidate(
    assessed: AssessedFile,
    result: UnitResult,
    by_key: Mapping[str, RosterUnit],
    namesakes: Mapping[str, Sequence[RosterUnit]],
    made: datetime,
) -> _Candidate:
    key = unit_key(result.unit)
    line = _line(result, by_key, namesakes)
    by_name = line is None or key in map(unit_key, (line.unit, *line.aliases))
    reasons = list(assessed.rejections)
    moment, latest = result.reported, made + timedelta(days=1)
    if moment is not None and moment > latest:
        message = f"台账记下的最后改动是{moment:%Y-%m-%d %H:%M}，晚于汇总的时候，按收到的时间排先后。"
        reasons.append(rejections.rejection("HZ120", message))
        moment = None
    if assessed.packed is not None and assessed.packed > latest:
        message = f"清单写的打包时间是{assessed.packed:%Y-%m-%d %H:%M}，晚于汇总的时候，按收到的时间算。"
        reasons.append(rejections.rejection("HZ120", message))
        assessed = assessed._replace(packed=None)
    doubt = _doubt(assessed.file, latest, moment) if assessed.packed is None else ""
    if doubt:
        result = result._replace(caveats=(*result.caveats, f"{doubt}。"))
    received = assessed.file.received
    if received is not None and (received > latest or (doubt and not assessed.file.undated)):
        assessed = assessed._replace(file=assessed.file._replace(received=None))
    own, moment = moment, moment or assessed.packed or assessed.file.received
    if not by_name and line:
        result = result._replace(caveats=(*result.caveats, f"台账写的是“{result.unit}”，按名册的“{line.unit}”计。"))
    key = unit_key(line.unit) if line else key
    return _Candidate(assessed, result, key, line, moment, tuple(reasons), by_name, own, doubt)


def _with_sender(
    candidate: _Candidate, by_key: Mapping[str, RosterUnit], mailboxes: Mapping[str, RosterUnit]
) -> _Candidate:
    """Return a file with what speaks for another unit of the roster: the mailbox that sent it, the name it bears."""
    file, line = candidate.assessed.file, candidate.line
    written = excerpts.beginning(candidate.result.unit, 40)
    allowed = {unit_key(name) for name in (line.unit, line.superior, *line.aliases)} if line else set[str]()
    clauses = []
    sender = mailboxes.get(file.sender)
    foreign = sender is not None and unit_key(sender.unit) not in allowed
    if sender and foreign:
        clauses.append(f"邮件是从名册里“{sender.unit}”的邮箱（{file.sender}）寄来的")
    named = roster.named_in(file.name, by_key)
    bearer = by_key[named] if named and roster.is_named_for(file.name, named) else None
    own = (candidate.result.unit, candidate.result.superior, *allowed)
    shorter = bearer is not None and unit_key(candidate.result.unit).endswith(unit_key(bearer.unit))
    named_itself = shorter or any(name and unit_key(name) in unit_key(file.name) for name in own)
    if bearer and bearer is not line and not named_itself:
        clauses.append(f"文件名写的是“{bearer.unit}”")
    if not clauses:
        return candidate
    reason = rejections.rejection("HZ124", f"台账写的单位是“{written}”，{'，'.join(clauses)}。")
    return candidate._replace(rejections=(*candidate.rejections, reason), own_mailbox=not foreign)


def _doubted(chosen: _Candidate, strangers: Sequence[_Candidate]) -> _Candidate:
    """Return the ledger that counts with what stands against it: others of its name have their superior elsewhere."""
    files = excerpts.first_few([f"“{other.assessed.file.place}”（{other.result.superior}）" for other in strangers], 2)
    message = f"上级单位是“{chosen.result.superior}”，同名的另{len(strangers)}份没有计入，上级单位在别处：{files}。"
    return chosen._replace(rejections=(*chosen.rejections, rejections.rejection("HZ124", message, _SAME_NAME)))


def _doubt(file: SubmittedFile, latest: datetime, worked_on: datetime | None) -> str:
    """Say what is doubtful about the moment at which a file came; empty where nothing is."""
    if file.received is None:
        return ""
    if worked_on and not file.mailed and worked_on.date() > file.received.date():
        stated = f"文件的日期是{file.received:%Y-%m-%d}，早于台账自己的最后改动（{worked_on:%Y-%m-%d}）"
        return f"{stated}，何时收到不知道"
    if file.received > latest:
        return f"文件或邮件的日期是{file.received:%Y-%m-%d}，晚于汇总的时候，不知何时收到"
    return "邮件里没有发出的日期，收到时间是邮件文件的日期" if file.undated else ""


def _line(
    result: UnitResult, by_key: Mapping[str, RosterUnit], namesakes: Mapping[str, Sequence[RosterUnit]]
) -> RosterUnit | None:
    """Return the line of the roster for a unit; of several with one name that of its own superior, or of its place."""
    several = namesakes.get(unit_key(result.unit), ())
    if not several:
        return roster.line_of(result.unit, by_key)
    superior = unit_key(result.superior)
    likely = [line for line in several if superior and _is_of(superior, unit_key(line.superior))]
    if len(likely) != 1:
        place = place_of(result.superior)
        likely = [line for line in several if place and place in unit_key(f"{line.superior}{line.unit}")]
    return likely[0] if len(likely) == 1 else None


def _is_of(superior: str, stated: str) -> bool:
    """Tell whether a roster states this superior: 县委巡察办 without its county is anybody's."""
    if not stated or stated == superior:
        return bool(stated)
    return bool(place_of(stated)) and (stated in superior or superior in stated)


def place_of(name: str) -> str:
    """Return the place with which the name of an office begins (青林县 of 中共青林县委巡察办), empty for none."""
    match = _PLACE.match(unit_key(name).removeprefix("中共"))
    return match[1] if match else ""


def _namesakes(known: Roster) -> Mapping[str, Sequence[RosterUnit]]:
    """Return the lines of the roster for names that stand in more than one."""
    lines: dict[str, list[RosterUnit]] = {}
    for line in known.units:
        for name in {unit_key(name) for name in (line.unit, *line.aliases)}:
            lines.setdefault(name, []).append(line)
    return {name: several for name, several in lines.items() if len(several) > 1}


def _apart(by_unit: Mapping[str, Sequence[_Candidate]]) -> dict[str, list[_Candidate]]:
    """Return the files by unit, units of one name that no roster knows apart.

    They are two where their superiors are of two places, or superior and round both differ: two counties have each a
    人民医院, and neither is a second report of the other.
    """
    units: dict[str, list[_Candidate]] = {}
    for key, candidates in by_unit.items():
        kinds: list[list[_Candidate]] = []
        for candidate in candidates:
            kind = next((kind for kind in kinds if candidate.line or _may_be_one(candidate, kind[0])), None)
            if kind is None:
                kinds.append(kind := [])
            kind.append(candidate)
        for kind in kinds:
            superior = max(candidate.result.superior for candidate in kind)
            name = key if len(kinds) == 1 else f"{key}（{unit_key(superior)}）"
            sentence = f"同名的单位有{len(kinds)}家，上级或轮次不同，分别计入；这一家的上级是“{superior}”。"
            for candidate in kind:
                result = candidate.result
                if len(kinds) > 1:
                    named = f"{result.unit}（{superior}）"
                    result = result._replace(unit=named, caveats=(*result.caveats, sentence))
                units.setdefault(name, []).append(candidate._replace(key=name, result=result))
    return units


def _may_be_one(one: _Candidate, other: _Candidate) -> bool:
    if _elsewhere(one, other):
        return False
    pairs = [(getattr(one.result, field), getattr(other.result, field)) for field in ("superior", "round")]
    return any(not mine or not theirs or unit_key(mine) == unit_key(theirs) for mine, theirs in pairs)


def _elsewhere(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether the superiors of two ledgers are of two places; not of a name that says itself where it is."""
    if place_of(one.result.unit):
        return False
    first, second = (unit_key(candidate.result.superior) for candidate in (one, other))
    places = place_of(first), place_of(second)
    return all(places) and places[0] not in second and places[1] not in first


def _rank(candidate: _Candidate, common: str) -> tuple[bool, bool, bool, bool, bool, datetime, datetime, str]:
    """Return by what the workbook that counts is found: the greatest one is it."""
    return (
        bool(candidate.result.layout),
        candidate.by_name,
        not common or candidate.result.round == common,
        candidate.vouched,
        candidate.own_mailbox,
        _moment(candidate),
        candidate.assessed.file.received or datetime.min,  # noqa: DTZ901 - the office's own clock
        candidate.assessed.file.place,
    )


def _common_round(groups: Iterable[Sequence[_Candidate]]) -> str:
    """Return the round of nearly all units, empty where they have none in common."""
    rounds = [{candidate.result.round for candidate in group if candidate.result.round} for group in groups]
    stated = [names for names in rounds if names]
    if len(stated) < FEWEST_UNITS:
        return ""
    (name, number), *_ = Counter(name for names in stated for name in sorted(names)).most_common(1)
    return name if number >= COMMON_ROUND * len(stated) else ""


def _set_aside(other: _Candidate, chosen: _Candidate) -> SetAside:
    reason: SetAsideReason = "已有更新"
    if other.result.fingerprint == chosen.result.fingerprint:
        reason = "重报相同"
    elif chosen.result.layout and not other.result.layout:
        reason = "另有台账"
    elif chosen.own_mailbox and not other.own_mailbox and _moment(other) >= _moment(chosen):
        reason = "报送人存疑"
    elif other.assessed.beside and not other.vouched and _moment(other) >= _moment(chosen):
        reason = "不在清单"
    elif other.result.round != chosen.result.round and other.result.round and chosen.result.round:
        reason = "另一轮次"
    return SetAside(other.assessed.file, _name(chosen), other.moment, reason, chosen.assessed.file.place)


def _moment(candidate: _Candidate) -> datetime:
    return candidate.moment or datetime.min  # noqa: DTZ901 - the office's own clock


def _name(candidate: _Candidate) -> str:
    return candidate.line.unit if candidate.line else candidate.result.unit


def _beside_another_round(chosen: _Candidate, candidates: Sequence[_Candidate]) -> _Candidate:
    """Return the ledger that counts; where its unit sent ledgers of another round too, it is asked which is meant."""
    own = chosen.result.round
    others = sorted({other.result.round for other in candidates if is_other_round(own, other.result.round)})
    if not others:
        return chosen
    named = excerpts.first_few([f"“{excerpts.beginning(name, 40)}”" for name in others], 2)
    message = f"同一单位报了不同轮次的台账：计入的是“{excerpts.beginning(own, 40)}”，没有计入的是{named}。"
    reason = rejections.rejection("HZ108", message, _WHICH_ROUND)
    return chosen._replace(rejections=(*chosen.rejections, reason))


def _unit(candidate: _Candidate, common: str, known: Roster | None, former: FormerFiles) -> CountedUnit:
    result, line = candidate.result, candidate.line
    reasons = list(candidate.rejections)
    if known and line is None:
        reasons.append(_stranger(result, known))
    if common and result.round and result.round != common:
        message = f"台账的巡察轮次是“{result.round}”，其他单位多是“{common}”。"
        reasons.append(rejections.rejection("HZ108", message))
    return CountedUnit(
        key=candidate.key,
        unit=_name(candidate),
        written=result.unit,
        level=line.level if line else "",
        superior=(line.superior if line else "") or result.superior,
        listed=line is not None or known is None,
        file=candidate.assessed.file,
        round=result.round,
        feedback=result.feedback,
        reported=candidate.moment,
        layout=result.layout,
        fingerprint=result.fingerprint,
        counts=result.counts,
        aspects=result.aspects,
        groups=result.groups,
        measures=result.measures,
        measures_done=result.measures_done,
        relapses=result.relapses,
        unreadable=result.unreadable,
        errors=candidate.assessed.errors,
        warnings=candidate.assessed.warnings,
        rejections=tuple(reasons),
        caveats=result.caveats,
        intake=result.intake,
        doubts=ledger_doubts.merged(result.doubts, candidate.assessed.listed),
        beyond=ledger_doubts.beyond(result.doubts, candidate.assessed.listed),
        carried=former.period if former.had(candidate.assessed.file) else "",
    )


def _stranger(result: UnitResult, known: Roster) -> Rejection:
    from difflib import get_close_matches

    several = [line for line in known.units if unit_key(result.unit) in map(unit_key, (line.unit, *line.aliases))]
    if several:
        rows = "、".join(f"第{line.row}行“{line.unit}”" for line in several)
        text = f"名册里{rows}都叫“{excerpts.beginning(result.unit, 40)}”，分不清是哪一家。数已计入合计。"
        return rejections.rejection("HZ106", text, "请单位在《基本信息》写全称后重新报送；名册里一个名称只能给一家。")
    names, place = [line.unit for line in known.units], place_of(result.superior)
    longer = [name for name in names if unit_key(result.unit) in unit_key(name)]
    there = [name for name in longer if place and place in unit_key(name)]
    near = there or longer[:2] or get_close_matches(result.unit, names, 1, _NEAREST)
    hint = f"，名册里相近的是{'、'.join(f'“{name}”' for name in near[:2])}" if near else ""
    return rejections.rejection("HZ106", f"名册里没有“{excerpts.beginning(result.unit, 40)}”{hint}。数已计入合计。")


def _refused(assessed: AssessedFile, by_key: Mapping[str, RosterUnit]) -> RefusedFile:
    """Return a file that does not count with the unit that it names, or of the roster the longest name in its path."""
    if assessed.enclosure and assessed.enclosure.unit:
        line = roster.line_of(assessed.enclosure.unit, by_key)
        return RefusedFile(assessed.file, line.unit if line else assessed.enclosure.unit, assessed.rejections)
    place, name = assessed.file.place, assessed.file.name
    own = roster.named_in(name, by_key)
    if own and assessed.rejections[:1] and assessed.rejections[0].code == "HZ103":
        place = place if roster.may_be_ledger_of(name, own) else place.removesuffix(name)
    line = by_key.get(roster.named_in(place, by_key))
    return RefusedFile(assessed.file, line.unit if line else "", assessed.rejections)


def _standings(
    known: Roster,
    by_unit: Mapping[str, Sequence[_Candidate]],
    counted: Mapping[str, _Candidate],
    refused: Sequence[RefusedFile],
    former: FormerFiles,
) -> Iterable[RosterStanding]:
    unread_ever = Counter(file.unit for file in refused if file.unit)
    unread_anew = Counter(file.unit for file in refused if file.unit and not former.had(file.file))
    for line in known.units:
        key = unit_key(line.unit)
        files, unread = by_unit.get(key, ()), unread_ever
        if former.asks_anew(line.due):
            files, unread = [file for file in files if not former.had(file.assessed.file)], unread_anew
        sent = len(files) + unread[line.unit]
        carried = former.carried_words if key in counted and former.had(counted[key].assessed.file) else ""
        if key in counted and not files:
            yield RosterStanding(line, "错报" if unread[line.unit] else "未报", sent, doubt=carried)
            continue
        if key not in counted:
            yield RosterStanding(line, "错报" if unread[line.unit] else "未报", sent)
            continue
        first = min(files, key=lambda file: _came(file) or datetime.max)  # noqa: DTZ901 - the office's own clock
        came = _came(first)
        late = (came.date() - line.due).days if came and line.due else 0
        packed = _only_packed_in_time(first, line.due) or _only_stored_in_time(first, line.due)
        if packed and not first.assessed.file.mailed:
            late = 0
        state: RosterState = "迟报" if late > 0 else "按时" if came and line.due and not packed else "已报"
        doubt = "；".join(filter(None, (first.doubt, packed, carried if line.due is None else "")))
        yield RosterStanding(line, state, sent, came, max(0, late), doubt)


def _came(candidate: _Candidate) -> datetime | None:
    """Return when a file came, None where nobody knows: by its mail, else by its file.

    A file that is younger than its 清单 by a day at most was saved from where it came: then by the list.
    """
    packed, file = candidate.assessed.packed, candidate.assessed.file
    if packed is None or file.received is None:
        return file.received or packed
    if file.mailed:
        return max(packed, file.received)
    return file.received if file.received - packed > _SAVED else packed


def _only_packed_in_time(candidate: _Candidate, due: date | None) -> str:
    """Say that a file was in time by its 清单 alone, which is no proof that it was sent; empty where it was not."""
    packed, file = candidate.assessed.packed, candidate.assessed.file
    if due is None or packed is None or packed.date() > due:
        return ""
    stated = f"清单写的打包时间是{packed:%Y-%m-%d}"
    if file.received is None:
        return f"{stated}，何时收到不知道，没有判为按时"
    came = _came(candidate)
    if came is None or came.date() <= due:
        return ""
    if file.mailed:
        return f"{stated}，邮件是{came:%Y-%m-%d}发来的，按邮件算"
    return f"{stated}，文件的日期是{came:%Y-%m-%d}，何时收到要核对，没有判为按时"


def _only_stored_in_time(candidate: _Candidate, due: date | None) -> str:
    """Say that a file was in time by the day that an archive keeps for it, and the archive itself was not."""
    file = candidate.assessed.file
    came = _came(candidate)
    if due is None or came is None or file.boxed is None or came.date() > due or file.boxed.date() <= due:
        return ""
    return f"压缩包里记的文件日期是{came:%Y-%m-%d}，压缩包是{file.boxed:%Y-%m-%d}，何时收到要核对，没有判为按时"
