"""What the user answered last time, so that it need not be typed again: the role, nothing about the ledger."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from rectify_xl.system import files
from rectify_xl.text import json_text

FILE = Path.home() / ".rectify_xl" / "上次填写.json"


def last(name: str) -> str:
    """Return the last answer, empty where there is none."""
    answer = _all().get(name)
    return answer if isinstance(answer, str) else ""


def keep(name: str, answer: str) -> None:
    """Remember an answer; where that cannot be, the next dialog has no default."""
    with suppress(OSError):
        FILE.parent.mkdir(parents=True, exist_ok=True)
        answers = json.dumps({**_all(), name: answer}, ensure_ascii=False)
        files.write(FILE, answers.encode(), aside=True)


def first_today(name: str, day: str) -> bool:
    """Tell whether something is told for the first time on a day, and remember that it was."""
    if last(name) == day:
        return False
    keep(name, day)
    return True


def _all() -> dict[str, object]:
    with suppress(OSError, ValueError):
        answers = json_text.parsed(FILE.read_text(encoding="utf-8"))
        if isinstance(answers, dict):
            return answers
    return {}
