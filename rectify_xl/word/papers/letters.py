"""Write a letter of the ladder (督办函) as a Word document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rectify_xl.escalation.letters import Letter
from rectify_xl.papers.letter_fields import GENERAL, NAMES
from rectify_xl.word import paper
from rectify_xl.word.paper import PaperOptions


def name(letter: Letter) -> str:
    """Return the name of the template of a letter: its own, or the general one for a word that the office added."""
    return letter.word if letter.word in NAMES else GENERAL


def write(letter: Letter, said: Mapping[str, Any], target: Path, options: PaperOptions) -> None:
    """Write one letter with the values `said` to `target`; raises `PaperError` as `paper.write`."""
    paper.write(name(letter), said, target, title=letter.word, options=options)
