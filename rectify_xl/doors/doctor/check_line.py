"""One line of the check-up."""

from __future__ import annotations

from typing import Literal, NamedTuple

CheckState = Literal["正常", "注意", "有误", "不适用"]


class CheckLine(NamedTuple):
    """What was looked at, how it stands, what was found, and what to do where something is wrong."""

    topic: str
    state: CheckState
    text: str
    remedy: str = ""


def ok(topic: str, text: str) -> CheckLine:
    """Return a line about something in order."""
    return CheckLine(topic, "正常", text)


def warning(topic: str, text: str, remedy: str) -> CheckLine:
    """Return a line about something that works less well than it could."""
    return CheckLine(topic, "注意", text, remedy)


def error(topic: str, text: str, remedy: str) -> CheckLine:
    """Return a line about something that keeps the buttons or the program from working."""
    return CheckLine(topic, "有误", text, remedy)


def not_applicable(topic: str, text: str) -> CheckLine:
    """Return a line about something that this computer does not have and does not need."""
    return CheckLine(topic, "不适用", text)
