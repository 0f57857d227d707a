"""Write a letter of the ladder (督办函) as a Word document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rectify_xl.escalation.letters import Letter
from rectify_xl.escalation.paper import values
from rectify_xl.model import Ledger
from rectify_xl.trace.record import MadeFrom
from rectify_xl.word import paper
from rectify_xl.word.build_letters import GENERAL, WORDINGS


def write(ledger: Ledger, letter: Letter, target: Path, *, as_of: date, reply_by: date | None) -> None:
    """Write one letter to `target`, in place of what stands there; raises `PaperError` as `paper.write`."""
    name = letter.word if letter.word in WORDINGS else GENERAL
    said, made_from = values(ledger, letter, as_of, reply_by), MadeFrom(ledger, as_of)
    paper.write(name, said, target, title=letter.word, overwrite=True, made_from=made_from)
