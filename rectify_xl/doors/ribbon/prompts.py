"""Ask a person what the command line is told by options: one question after another, a wrong answer again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands.command import Command, Variant
from rectify_xl.commands.outcome import Value
from rectify_xl.doors.ribbon import last_answers
from rectify_xl.doors.ribbon.dialogs import QUESTION_LIMIT, Dialogs
from rectify_xl.doors.ribbon.prompt_kinds import DAY, IDS, PROBLEMS, Prompt, PromptContext, prompt_for
from rectify_xl.errors import RectifyError
from rectify_xl.text.excerpts import as_clicked

REMEMBERED = "role"


class Answered(NamedTuple):
    """What was answered: options, the problems, and the day where it was asked for."""

    options: Mapping[str, Value] = {}
    items: tuple[str, ...] = ()
    as_of: date | None = None


def entry(command: Command, variant: str) -> Variant:
    """Return the menu entry that was clicked, the first one for the button itself.

    For a command without a menu, that is an entry of its own making; raises `KeyError` where there is no such one.
    """
    if not command.variants and not variant:
        return Variant("", command.label, (), command.asks)
    if not variant:
        return command.variants[0]
    match = next((candidate for candidate in command.variants if variant in (candidate.id, candidate.label)), None)
    if match is None:
        raise KeyError(variant)
    return match


def ask(command: Command, chosen: Variant, context: PromptContext, dialogs: Dialogs) -> Answered | None:
    """Ask everything that an entry asks; return None as soon as the user cancels."""
    given: dict[str, Value] = {}
    lines: list[str] = []
    asks = chosen.asks
    for name in (*asks.needed, *asks.optional):
        next_question = prompt_for(command, name, context, given, needed=name in asks.needed)
        if next_question is None:
            continue
        answer = _answered(_about(next_question, context, given), dialogs)
        if answer is None:
            return None
        given[name] = answer
        if answer and name not in IDS:
            shown = context.named(answer) if name in PROBLEMS else _shown(answer)
            lines.append(f"{next_question.label}：{shown}")
        if name == REMEMBERED:
            last_answers.keep(name, str(answer))
    if asks.selected:
        return Answered(given, context.selected)
    items = next((value for name in IDS if isinstance(value := given.pop(name, None), tuple)), ())
    if asks.confirm and not dialogs.ask(_summary(context.named(items), chosen, lines)):
        return None
    day = given.pop(DAY, "")
    return Answered(given, items, date.fromisoformat(str(day)) if day else None)


def equivalent(command: Command, chosen: Variant) -> str:
    """Return the command line that does what an entry does, with the names of what has to be filled in."""
    words = ["rectify-xl", command.id, "台账.xlsx"]
    asked = (*chosen.asks.needed, *chosen.asks.optional)
    if command.items and any(name in IDS for name in asked):
        words.append("编号")
    flags = {option.name: option for option in command.options}
    preset = [(flags[name].flag, value) for name, value in chosen.options if name in flags and value is not False]
    words += [flag if value is True else f"{flag} {_typed(value)}" for flag, value in preset]
    words += [f"{flags[name].flag} {flags[name].value}" for name in asked if name in flags]
    if DAY in asked:
        words.append("--as-of YYYY-MM-DD")
    return " ".join(words)


def _typed(value: Value) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _answered(asked: Prompt, dialogs: Dialogs) -> Value | None:
    """Ask one question until the answer is one; return None when the user cancels."""
    typed, complaint = asked.default, ""
    while True:
        answer = _raw(asked, dialogs, typed, complaint)
        if answer is None:
            return None
        typed = answer
        try:
            return asked.read(answer)
        except RectifyError as error:
            complaint = as_clicked(str(error))


def _raw(asked: Prompt, dialogs: Dialogs, typed: str, complaint: str) -> str | None:
    if asked.choices:
        return dialogs.choose(asked.text, asked.choices, typed)
    if not asked.files:
        return dialogs.enter(f"{asked.text}：", typed, complaint)
    if complaint:
        dialogs.warn(complaint)
    if asked.files == "folder":
        folder = dialogs.folder(asked.text, Path(asked.default))
        return str(folder) if folder else None
    if asked.files == "many":
        chosen = dialogs.sources(asked.text, asked.filters, asked.start)
        return "\n".join(map(str, chosen)) if chosen else None
    source = dialogs.source(asked.filters)
    return str(source) if source else None


def _shown(answer: Value) -> str:
    if isinstance(answer, tuple):
        return "、".join(Path(path).name for path in answer)
    return "是" if answer is True else str(answer)


def _about(asked: Prompt, context: PromptContext, given: Mapping[str, Value]) -> Prompt:
    """Return a question that says of which problems it is asked, where that is known and there is room for it."""
    about = next((given[name] for name in PROBLEMS if given.get(name)), None)
    if about is None or asked.files:
        return asked
    text = f"{context.named(about)}\n{asked.text}"
    return asked._replace(text=text) if len(text) < QUESTION_LIMIT else asked


def _summary(named: str, chosen: Variant, lines: list[str]) -> str:
    return "\n".join((f"办理“{chosen.label}”：", *filter(None, (named,)), *lines)) + "\n\n确定吗？"
