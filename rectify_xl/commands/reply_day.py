"""Until when somebody answers to what is sent out: as asked, else after some working days."""

from __future__ import annotations

from datetime import date, timedelta

from rectify_xl.commands.outcome import Request
from rectify_xl.dates import workdays
from rectify_xl.errors import UsageError


def reply_day(request: Request, turnaround: int) -> date:
    """Return the day of `--reply-by`, without it the `turnaround`th working day from now.

    Raises `UsageError` as `asked_reply_day` does.
    """
    day = asked_reply_day(request)
    if day is None:
        day = _first(request)
        for _ in range(turnaround):
            day = workdays.on_or_after(day + timedelta(days=1))
    return day


def asked_reply_day(request: Request) -> date | None:
    """Return the day of `--reply-by`, None without it.

    Raises `UsageError` for a day before today, or before the day as of which the ledgers are read: what is sent out
    today about the last month is not to be answered in the last month.
    """
    asked = request.day("reply_by")
    if asked is None or asked >= _first(request):
        return asked
    today = request.now.date()
    if asked < today:
        raise UsageError(
            f"期限{asked.isoformat()}已经过去（今天{today.isoformat()}）", "请填写今天以后的日期（--reply-by）"
        )
    raise UsageError(
        f"期限{asked.isoformat()}早于核对的那一天（{request.as_of.isoformat()}）",
        "请改正期限（--reply-by）或核对的日期（--as-of）",
    )


def _first(request: Request) -> date:
    return max(request.now.date(), request.as_of)
