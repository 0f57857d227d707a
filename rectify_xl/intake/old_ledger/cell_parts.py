"""A cell that says several things: under a heading that names two, or with labels of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.intake.old_ledger.old_records import OldCell
from rectify_xl.ledger import heading_words as words

_LABELLED = (words.LEAD, words.DEPARTMENT, words.PERSON, words.ASSISTING, words.DUE, words.STATUS)
"""Roles that a label within a cell may give to what follows it (责任领导：梁峰)."""
_LINE = r"\s*([^：:\n]{2,8})[：:]\s*([^\n]+)"


def parts(cell: OldCell, role: str, second: str) -> Iterator[tuple[str, OldCell]]:
    """Yield what a cell says by role: whole where it says one thing."""
    if not isinstance(cell.raw, str) or role not in (*_LABELLED, words.NOTE, words.MEASURE):
        yield role, cell
        return
    labelled = list(_labelled(cell.raw)) if role in _LABELLED else []
    if labelled:
        for name, text in labelled:
            yield name or role, cell._replace(raw=text)
        return
    pieces = [piece.strip() for piece in re.split(r"[/／\n]", cell.raw) if piece.strip()]
    if second and len(pieces) == 2:
        yield role, cell._replace(raw=pieces[0])
        yield second, cell._replace(raw=pieces[1])
    else:
        yield role, cell


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cell with the roles that their labels give them; nothing where no line has a label."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    known = [(line, re.fullmatch(_LINE, line)) for line in lines]
    meanings = [words.meaning(match[1]).role if match else "" for _, match in known]
    if not any(meaning in _LABELLED for meaning in meanings):
        return
    for (line, match), meaning in zip(known, meanings, strict=True):
        yield (meaning, match[2].strip()) if match and meaning in _LABELLED else ("", line)


def due_line(text: str) -> tuple[str, str]:
    """Return a cell of measures without its line on the deadline, and that deadline (完成时限：2025年5月31日前)."""
    match = re.search(r"(?:^|\n|(?<=[。；;]))\s*(?:整改|完成)?(?:时限|期限|时间)[：:]\s*([^\n]+)\s*$", text)
    return (text[: match.start()].rstrip(), match[1].strip()) if match else (text, "")
