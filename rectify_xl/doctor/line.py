"""One line of the check-up."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["正常", "注意", "有误", "不适用"]


class Line(NamedTuple):
    """What was looked at, how it stands, what was found, and what to do where something is wrong."""

    topic: str
    state: State
    text: str
    remedy: str = ""


def fine(topic: str, text: str) -> Line:
    """Return a line about something in order."""
    return Line(topic, "正常", text)


def beware(topic: str, text: str, remedy: str) -> Line:
    """Return a line about something that works less well than it could."""
    return Line(topic, "注意", text, remedy)


def wrong(topic: str, text: str, remedy: str) -> Line:
    """Return a line about something that keeps the buttons or the program from working."""
    return Line(topic, "有误", text, remedy)


def absent(topic: str, text: str) -> Line:
    """Return a line about something that this computer does not have and does not need."""
    return Line(topic, "不适用", text)
