"""Who of the roster has reported, in time or late, with what cannot be used, or not at all. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from rectify_xl.supervision.consolidation.assessed_file import ReportCandidate
from rectify_xl.supervision.consolidation.consolidation import RefusedFile, RosterStanding, RosterState
from rectify_xl.supervision.consolidation.former_files import FormerFiles, carried_words
from rectify_xl.supervision.consolidation.roster import Roster, unit_key

_SAVED = timedelta(days=1)
"""By so much a file may be younger than the 清单 that came with it, having been saved from a mail."""


def standings(
    known: Roster,
    by_unit: Mapping[str, Sequence[ReportCandidate]],
    counted: Mapping[str, ReportCandidate],
    refused: Sequence[RefusedFile],
    former: FormerFiles,
) -> Iterator[RosterStanding]:
    """Yield how each unit of the roster stands, by its files that can be read, the one that counts, and the others.

    Where the roster asks for a report since the last period, what it or an earlier one had already is none.
    """
    unread_ever = Counter(file.unit for file in refused if file.unit)
    unread_anew = Counter(file.unit for file in refused if file.unit and not former.had(file.file))
    for line in known.units:
        key = unit_key(line.unit)
        files, unread = by_unit.get(key, ()), unread_ever
        if former.asks_anew(line.due):
            files, unread = [file for file in files if not former.had(file.assessed.file)], unread_anew
        sent = len(files) + unread[line.unit]
        since = former.since(counted[key].assessed.file) if key in counted else ""
        carried = carried_words(since) if since else ""
        if key not in counted or not files:
            yield RosterStanding(line, "错报" if unread[line.unit] else "未报", sent, doubt=carried)
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


def _came(candidate: ReportCandidate) -> datetime | None:
    """Return when a file came, None where nobody knows: by its mail, else by its file.

    A file that is younger than its 清单 by a day at most was saved from where it came: then by the list.
    """
    packed, file = candidate.assessed.packed, candidate.assessed.file
    if packed is None or file.received is None:
        return file.received or packed
    if file.mailed:
        return max(packed, file.received)
    return file.received if file.received - packed > _SAVED else packed


def _only_packed_in_time(candidate: ReportCandidate, due: date | None) -> str:
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


def _only_stored_in_time(candidate: ReportCandidate, due: date | None) -> str:
    """Say that a file was in time by the day that an archive keeps for it, and the archive itself was not."""
    file = candidate.assessed.file
    came = _came(candidate)
    if due is None or came is None or file.boxed is None or came.date() > due or file.boxed.date() <= due:
        return ""
    return f"压缩包里记的文件日期是{came:%Y-%m-%d}，压缩包是{file.boxed:%Y-%m-%d}，何时收到要核对，没有判为按时"
