"""What the user answered last time, so that it need not be typed again: the role, nothing about the ledger."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from rectify_xl.system import files

FILE = Path.home() / ".rectify_xl" / "上次填写.json"


def last(name: str) -> str:
    """Return the last answer, empty where there is none."""
    with suppress(OSError, ValueError):
        answers = json.loads(FILE.read_text(encoding="utf-8"))
        if isinstance(answers, dict) and isinstance(answers.get(name), str):
            return str(answers[name])
    return ""


def keep(name: str, answer: str) -> None:
    """Remember an answer; where that cannot be, the next dialog has no default."""
    with suppress(OSError):
        FILE.parent.mkdir(parents=True, exist_ok=True)
        files.write(FILE, json.dumps({name: answer}, ensure_ascii=False).encode(), aside=True)
