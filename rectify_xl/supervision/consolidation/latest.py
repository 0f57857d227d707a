"""Which workbook of a unit counts, and which stand aside. Pure.

The latest valid workbook of a unit counts: the one that was worked on last, by its 变更记录, else by the 清单 of its
submission, else by when it came. A ledger for which the 清单 of its submission vouches goes before one that only lies
beside it, unless the records of that one are later than the list. A ledger goes before a table of another layout (the
上报表 of the same unit), and the round of most units before another one. What can be read counts, with all its errors;
what cannot be read, or says not whose it is, does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from rectify_xl.judgement import ledger_doubts
from rectify_xl.supervision.consolidation import rejections, roster, standings
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile, ReportCandidate
from rectify_xl.supervision.consolidation.consolidation import (
    CountedUnit,
    RefusedFile,
    RosterStanding,
    RosterUnit,
    SetAside,
    SetAsideReason,
)
from rectify_xl.supervision.consolidation.former_files import NO_FORMER, FormerFiles
from rectify_xl.supervision.consolidation.period_changes import is_other_round
from rectify_xl.supervision.consolidation.roster import Roster, unit_key
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile, UnitResult
from rectify_xl.text import excerpts

COMMON_ROUND = 0.8
"""Share of the units from which on their round is that of the consolidation: beyond it another one is told."""
FEWEST_UNITS = 3
"""With fewer units nobody can say which round is meant."""
_SAME_NAME = "请核对是不是同一个单位；不是的，请单位在《基本信息》写全称，名册里各写一行。"
_WHICH_ROUND = "请核对这次要汇总的是哪一轮；不要的那一轮，从报送文件夹里移出去以后重新汇总。"
_NEAREST = 0.6
"""Likeness of names from which on one is suggested for another."""


class Sorted(NamedTuple):
    """All files of a consolidation, each in one of the first three; `standings` is None without a roster."""

    units: tuple[CountedUnit, ...]
    refused: tuple[RefusedFile, ...]
    set_aside: tuple[SetAside, ...]
    standings: tuple[RosterStanding, ...] | None


def sort(
    files: Iterable[AssessedFile], known: Roster | None, made: datetime, former: FormerFiles = NO_FORMER
) -> Sorted:
    """Return what counts and what does not; `made` is the moment of the consolidation.

    What earlier periods had received already (`former`) counts where nothing newer came, and is no report of this one:
    a folder that grows says the same as one for each month.
    """
    by_key = known.by_key() if known else {}
    namesakes = _namesakes(known) if known else {}
    mailboxes = roster.mailboxes(known) if known else {}
    by_unit: dict[str, list[ReportCandidate]] = {}
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
    counted: dict[str, ReportCandidate] = {}
    aside: list[SetAside] = []
    for key, candidates in by_unit.items():
        chosen = _chosen(candidates, common or former.rounds.get(key, ""), former)
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
    stand = tuple(standings.standings(known, by_unit, counted, refused, former)) if known else None
    return Sorted(tuple(units), refused, tuple(aside), stand)


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
) -> ReportCandidate:
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
    return ReportCandidate(assessed, result, key, line, moment, tuple(reasons), by_name, own, doubt)


def _with_sender(
    candidate: ReportCandidate, by_key: Mapping[str, RosterUnit], mailboxes: Mapping[str, RosterUnit]
) -> ReportCandidate:
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
    named_itself = _is_written_longer(candidate, bearer) or any(
        name and unit_key(name) in unit_key(file.name) for name in own
    )
    if bearer and bearer is not line and not named_itself:
        clauses.append(f"文件名“{file.name}”写的是名册里的“{bearer.unit}”")
    if not clauses:
        return candidate
    reason = rejections.rejection("HZ124", f"台账写的单位是“{written}”，{'，'.join(clauses)}。")
    return candidate._replace(rejections=(*candidate.rejections, reason), own_mailbox=not foreign)


def _is_written_longer(candidate: ReportCandidate, bearer: RosterUnit | None) -> bool:
    """Tell whether a ledger only has more words for the unit that its file names: 松河区湖西镇人民政府 of 松河区湖西镇.

    A unit with a line of its own is that one: 湖西镇中学 is not 湖西镇.
    """
    written, named = unit_key(candidate.result.unit), unit_key(bearer.unit) if bearer else ""
    return bool(named) and (written.endswith(named) or (candidate.line is None and named in written))


def _doubted(chosen: ReportCandidate, strangers: Sequence[ReportCandidate]) -> ReportCandidate:
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
        place = roster.place_of(result.superior)
        likely = [line for line in several if place and place in unit_key(f"{line.superior}{line.unit}")]
    return likely[0] if len(likely) == 1 else None


def _is_of(superior: str, stated: str) -> bool:
    """Tell whether a roster states this superior: 县委巡察办 without its county is anybody's."""
    if not stated or stated == superior:
        return bool(stated)
    return bool(roster.place_of(stated)) and (stated in superior or superior in stated)


def _namesakes(known: Roster) -> Mapping[str, Sequence[RosterUnit]]:
    """Return the lines of the roster for names that stand in more than one."""
    lines: dict[str, list[RosterUnit]] = {}
    for line in known.units:
        for name in {unit_key(name) for name in (line.unit, *line.aliases)}:
            lines.setdefault(name, []).append(line)
    return {name: several for name, several in lines.items() if len(several) > 1}


def _apart(by_unit: Mapping[str, Sequence[ReportCandidate]]) -> dict[str, list[ReportCandidate]]:
    """Return the files by unit, units of one name that no roster knows apart.

    They are two where their superiors are of two places, or superior and round both differ: two counties have each a
    人民医院, and neither is a second report of the other.
    """
    units: dict[str, list[ReportCandidate]] = {}
    for key, candidates in by_unit.items():
        kinds: list[list[ReportCandidate]] = []
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


def _may_be_one(one: ReportCandidate, other: ReportCandidate) -> bool:
    if _elsewhere(one, other):
        return False
    pairs = [(getattr(one.result, field), getattr(other.result, field)) for field in ("superior", "round")]
    return any(not mine or not theirs or unit_key(mine) == unit_key(theirs) for mine, theirs in pairs)


def _elsewhere(one: ReportCandidate, other: ReportCandidate) -> bool:
    """Tell whether the superiors of two ledgers are of two places; not of a name that says itself where it is."""
    if roster.place_of(one.result.unit):
        return False
    first, second = (unit_key(candidate.result.superior) for candidate in (one, other))
    places = roster.place_of(first), roster.place_of(second)
    return all(places) and places[0] not in second and places[1] not in first


def _chosen(candidates: Sequence[ReportCandidate], common: str, former: FormerFiles) -> ReportCandidate:
    """Return the workbook that counts: of those that came since the last period, where any did."""
    came = [candidate for candidate in candidates if not former.had(candidate.assessed.file)]
    return max(came or candidates, key=lambda candidate: _rank(candidate, common))


def _rank(candidate: ReportCandidate, common: str) -> tuple[bool, bool, bool, bool, bool, datetime, datetime, str]:
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


def _common_round(groups: Iterable[Sequence[ReportCandidate]]) -> str:
    """Return the round of nearly all units, empty where they have none in common."""
    rounds = [{candidate.result.round for candidate in group if candidate.result.round} for group in groups]
    stated = [names for names in rounds if names]
    if len(stated) < FEWEST_UNITS:
        return ""
    (name, number), *_ = Counter(name for names in stated for name in sorted(names)).most_common(1)
    return name if number >= COMMON_ROUND * len(stated) else ""


def _set_aside(other: ReportCandidate, chosen: ReportCandidate) -> SetAside:
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


def _moment(candidate: ReportCandidate) -> datetime:
    return candidate.moment or datetime.min  # noqa: DTZ901 - the office's own clock


def _name(candidate: ReportCandidate) -> str:
    return candidate.line.unit if candidate.line else candidate.result.unit


def _beside_another_round(chosen: ReportCandidate, candidates: Sequence[ReportCandidate]) -> ReportCandidate:
    """Return the ledger that counts; where its unit sent ledgers of another round too, it is asked which is meant."""
    own = chosen.result.round
    others = sorted({other.result.round for other in candidates if is_other_round(own, other.result.round)})
    if not others:
        return chosen
    named = excerpts.first_few([f"“{excerpts.beginning(name, 40)}”" for name in others], 2)
    message = f"同一单位报了不同轮次的台账：计入的是“{excerpts.beginning(own, 40)}”，没有计入的是{named}。"
    reason = rejections.rejection("HZ108", message, _WHICH_ROUND)
    return chosen._replace(rejections=(*chosen.rejections, reason))


def _unit(candidate: ReportCandidate, common: str, known: Roster | None, former: FormerFiles) -> CountedUnit:
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
        carried=former.since(candidate.assessed.file),
    )


def _stranger(result: UnitResult, known: Roster) -> Rejection:
    from difflib import get_close_matches

    several = [line for line in known.units if unit_key(result.unit) in map(unit_key, (line.unit, *line.aliases))]
    if several:
        rows = "、".join(f"第{line.row}行“{line.unit}”" for line in several)
        text = f"名册里{rows}都叫“{excerpts.beginning(result.unit, 40)}”，分不清是哪一家。数已计入合计。"
        return rejections.rejection("HZ106", text, "请单位在《基本信息》写全称后重新报送；名册里一个名称只能给一家。")
    names, place = [line.unit for line in known.units], roster.place_of(result.superior)
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
