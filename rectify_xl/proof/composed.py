"""Proof-read what a ledger would print, and say in which cell to mend it."""

from __future__ import annotations

import re
from datetime import date

from rectify_xl import traced
from rectify_xl.model import Finding, Ledger
from rectify_xl.notice.compose import compose
from rectify_xl.notice.model import Document, Line
from rectify_xl.proof.kinds import KINDS
from rectify_xl.proof.rules import proof
from rectify_xl.schema import PROBLEMS

_PASSED = next(kind.code for kind in KINDS if kind.word == "承诺时限已过")
_COMPOSED_PASSED = "NT204"
"""What composing says about the same promises; it is told once."""


def of_ledger(ledger: Ledger, as_of: date) -> tuple[Finding, ...]:
    """Return what is wrong with the public edition of the notice of `ledger`; `line` counts its paragraphs.

    What composing itself finds (an unknown slot, a withheld problem) comes first. A ledger without problems has
    nothing to proof-read.
    """
    document = compose(ledger, as_of=as_of, audience="public", as_published=False)
    if not ledger.problems:
        return document.findings
    lines, sources = _printed(document)
    ids = {f"{PROBLEMS.name}!{problem.number}": problem.id for problem in ledger.problems}
    found = [_placed(each, sources, ids) for each in proof(lines, as_of)]
    told = {each.row_id for each in found if each.code == _PASSED}
    own = [each for each in document.findings if each.code != _COMPOSED_PASSED or each.row_id not in told]
    return (*own, *found)


def _printed(document: Document) -> tuple[list[Line], dict[int, str]]:
    """Return the lines of the notice, and the first cell from which each comes."""
    lines: list[Line] = []
    sources: dict[int, str] = {}
    for paragraph in document.paragraphs:
        for text in traced.lines(paragraph.printed):
            lines.append(Line(len(lines) + 1, text))
            if paragraph.sources:
                sources[len(lines)] = paragraph.sources[0]
    return lines, sources


def _placed(found: Finding, sources: dict[int, str], ids: dict[str, str]) -> Finding:
    sheet, _, cell = sources.get(found.line or 0, "").partition("!")
    row = f"{sheet}!{cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
    message = re.sub(r"第(\d+(?:、\d+)*)行", lambda match: _cells(match[1], sources), found.message)
    return found._replace(sheet=sheet, cell=cell, row_id=ids.get(row, "") or found.row_id, message=message)


def _cells(numbers: str, sources: dict[int, str]) -> str:
    """Return the cells from which the lines of a message come: 问题台账!P12、问题台账!P15."""
    return "、".join(dict.fromkeys(sources.get(int(each)) or f"第{each}段" for each in numbers.split("、")))
