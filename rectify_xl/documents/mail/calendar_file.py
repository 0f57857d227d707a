"""Entries for a calendar as a file (.ics): whole days with an alarm; the same thing keeps its identity.

A file that is read in again moves an entry instead of doubling it: its UID is made of what it is about, its sequence of
the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

from rectify_xl.system.digests import text_sha256
from rectify_xl.text import cell_value

PRODUCT = "-//rectify_xl//巡察整改//ZH"
ALARM = timedelta(hours=-15)
"""Nine in the morning of the day before."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class CalendarEntry(NamedTuple):
    """A whole day: `identity` tells for good what it is about, also when the day changes."""

    identity: str
    day: date
    title: str
    words: str


def ics(entries: Iterable[CalendarEntry], at: datetime, name: str = "巡察整改到期提醒") -> bytes:
    """Return a calendar with the entries; `at` is the moment at which it is made."""
    moment = at.astimezone(UTC)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{text_sha256(entry.identity, 32)}@rectify-xl")
        event.add("dtstamp", moment)
        event.add("last-modified", moment)
        event.add("sequence", int((moment - _EPOCH).total_seconds() // 60))
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", cell_value.storable(entry.title))
        event.add("description", cell_value.storable(entry.words))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", cell_value.storable(entry.title))
        alarm.add("trigger", ALARM)
        event.add_component(alarm)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
