"""Ask whether what stops a public notice or a submission shall go all the same, and why."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.commands.outcome import Outcome
from rectify_xl.doors.ribbon import wording
from rectify_xl.doors.ribbon.dialogs import Dialogs
from rectify_xl.text.excerpts import first_few

_PLACES = 3
"""Cells that one question names."""


class Release(NamedTuple):
    """What a person releases, as `--waive` takes it, and who it is."""

    waivers: tuple[str, ...]
    by: str


def ask(outcome: Outcome, dialogs: Dialogs, by: str, *, on_screen: bool) -> Release | None:
    """Tell what stops the notice and ask about each code; return None as soon as the user leaves one as it is.

    Where the ledger is `on_screen`, who says no is led to the first place.
    """
    text = wording.outcome_text(outcome)
    if not dialogs.ask(f"{text}\n\n确须照发的，可以逐项写明理由放行。现在放行吗？{_no(on_screen)}"):
        return None
    waivers: list[str] = []
    for entry in outcome.releasable:
        named = first_few(entry.places, _PLACES, "、", f"等{len(entry.places)}处")
        reason = _typed(dialogs, f"放行“{entry.title}”（{named}）的理由，会印在内部稿末尾：", "")
        if not reason:
            return None
        waivers.append(f"{entry.code}={reason}")
    name = _typed(dialogs, "放行人姓名：", by)
    return Release(tuple(waivers), name) if name else None


def ask_why(outcome: Outcome, dialogs: Dialogs, *, on_screen: bool) -> str:
    """Tell what keeps a ledger from going up and ask why it goes all the same; empty where it does not."""
    text = wording.outcome_text(outcome)
    if not dialogs.ask(f"{text}\n\n现在带着这些错误打包吗？{_no(on_screen)}"):
        return ""
    return _typed(dialogs, "带着错误上报的理由，会写进清单和上报说明：", "")


def _no(on_screen: bool) -> str:  # noqa: FBT001 - the one thing that it depends on
    return "（选“否”跳到第一处去改正）" if on_screen else "（选“否”先去改正）"


def _typed(dialogs: Dialogs, question: str, default: str) -> str:
    """Return what was typed, asked again while it is empty; empty when the user cancels."""
    complaint = ""
    while True:
        answer = dialogs.enter(question, default, complaint)
        if answer is None or answer.strip():
            return " ".join((answer or "").split())
        complaint = "没有写，不能继续；不做了请点“取消”。"
