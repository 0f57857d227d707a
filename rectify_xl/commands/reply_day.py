"""Until when somebody answers to what is sent out: as asked, else after some working days."""

from __future__ import annotations

from datetime import date, timedelta

from rectify_xl.commands.outcome import Request
from rectify_xl.dates import workdays
from rectify_xl.errors import UsageError


def reply_day(request: Request, turnaround: int) -> date:
    """Return the day of `--reply-by`, without it the `turnaround`th working day from now.

    Raises `UsageError` for a day of the past.
    """
    asked = request.day("reply_by")
    if asked is None:
        day = request.as_of
        for _ in range(turnaround):
            day = workdays.on_or_after(day + timedelta(days=1))
        return day
    if asked < request.as_of:
        raise UsageError(f"退回期限{asked.isoformat()}已经过去", "请填写今天以后的日期")
    return asked
