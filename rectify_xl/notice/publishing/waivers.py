"""Waivers of the publish gate: what, why and by whom; kept in 变更记录 and printed in the internal edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.errors import UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.notice.model import Paragraph
from rectify_xl.notice.publishing import gate
from rectify_xl.text import cell_value
from rectify_xl.text.personal_numbers import covered

WAIVED = "（公开放行）"
"""What stands in the place of a column in the line of 变更记录 that tells of a waiver."""
ANNEX_TITLE = "附：公开放行说明"


class Waiver(NamedTuple):
    """One condition of the gate that somebody waived: its code, the reason, who and when (as 变更记录 writes it).

    `places` names the cells in which it was found then.
    """

    code: str
    reason: str
    by: str
    time: str
    places: str = ""


def asked(words: Sequence[str]) -> dict[str, str]:
    """Return the reasons by code from `CODE=理由` words; raises `UsageError` with everything that is wrong."""
    reasons: dict[str, str] = {}
    wrong: list[str] = []
    for word in words:
        code, _, reason = word.replace("＝", "=").partition("=")
        code, reason = cell_value.key(code).upper(), " ".join(reason.split())
        if code not in gate.TITLES:
            wrong.append(f"“{code or word}”不是可以放行的代码")
        elif code in gate.NEVER:
            wrong.append(f"{code}（{gate.TITLES[code]}）不能放行，只能改正")
        elif not reason:
            wrong.append(f"{code}没有写理由")
        elif code in reasons and reasons[code] != reason:
            wrong.append(f"{code}写了两个理由")
        reasons[code] = reason
    if wrong:
        raise UsageError(
            f"放行没有办成：{'；'.join(wrong)}",
            "请写成 --waive NT204=理由；能放行的代码，不加 --waive 运行一次就会逐条列出",
        )
    return reasons


def record(waiver: Waiver, command: str) -> LogLine:
    """Return the line of 变更记录 for a waiver."""
    change = Change(schema.PROSE.name, waiver.code, WAIVED, waiver.places, covered(waiver.reason))
    return LogLine(waiver.time, waiver.by, command, change)


def on_record(book: RawBook) -> tuple[Waiver, ...]:
    """Return the waivers in 变更记录, oldest first; the same one for several files of one day counts once."""
    waivers: list[Waiver] = []
    for entry in change_log.read(book):
        if entry.change.column == WAIVED:
            waiver = Waiver(entry.change.key, entry.change.new, entry.by, entry.time, entry.change.old)
            waivers += () if known(waiver, waivers) else (waiver,)
    return tuple(waivers)


def known(waiver: Waiver, others: Sequence[Waiver]) -> bool:
    """Tell whether the same was waived on the same day, for another file of the same notice."""
    return any(
        other._replace(time="") == waiver._replace(time="") and other.time[:10] == waiver.time[:10] for other in others
    )


def annex(waivers: Sequence[Waiver]) -> Iterator[Paragraph]:
    """Yield what the internal edition says about them: day, code, reason, who; nothing where there are none."""
    if not waivers:
        return
    yield Paragraph("h1", "", ANNEX_TITLE)
    yield Paragraph("body", "", f"公开稿中有{len(waivers)}项经人工放行，均记入《{schema.CHANGES.name}》。")
    for number, waiver in enumerate(waivers, 1):
        day = dates.read(waiver.time[:10]).day
        when = dates.chinese(day) if day else waiver.time
        named = "，".join(filter(None, (gate.TITLES.get(waiver.code), waiver.places)))
        reason = waiver.reason.rstrip("。；")
        yield Paragraph("body", f"{number}.", f"{when}，{waiver.by}放行{waiver.code}（{named}），理由：{reason}。")
