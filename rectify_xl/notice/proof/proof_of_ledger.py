"""Proof-read what a ledger would print, and say in which cell to mend it."""

from __future__ import annotations

import re
from datetime import date

from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.ledger.schema import PROBLEMS
from rectify_xl.notice.model import ComposedNotice, SourceLine
from rectify_xl.notice.proof.proof_rules import PROOF_RULES
from rectify_xl.notice.proof.run_rules import proof
from rectify_xl.notice.reading import stated_totals
from rectify_xl.notice.writing import slot_facts
from rectify_xl.notice.writing.compose import compose
from rectify_xl.text import provenance
from rectify_xl.text.refs import parse_cell, split_address

_PASSED = PROOF_RULES.titled("承诺时限已过").code
_DECLARED = PROOF_RULES.titled("声明数不符").code
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
    ids = {problem.number: problem.id for problem in ledger.problems}
    computed = _computed(ledger, as_of)
    recounted = [_recounted(finding, computed) for finding in proof(lines, as_of)]
    findings = [_placed(finding, sources, ids) for finding in recounted if finding is not None]
    passed_ids = {finding.row_id for finding in findings if finding.code == _PASSED}
    own = [
        finding for finding in document.findings if finding.code != _COMPOSED_PASSED or finding.row_id not in passed_ids
    ]
    return (*own, *findings)


def _computed(ledger: Ledger, as_of: date) -> dict[str, int]:
    """Return the totals of the whole ledger by their name in a notice, withheld problems included."""
    slots = slot_facts.numbers(ledger, as_of)
    return {
        name: int(value) for name, slot in stated_totals.SLOTS.items() if isinstance(value := slots[slot].value, int)
    }


def _recounted(finding: Finding, computed: dict[str, int]) -> Finding | None:
    """Return a finding about a stated total against what the whole ledger holds, or None where that bears it out.

    The public edition prints fewer problems where some are withheld; that is no slip.
    """
    match = re.match(r"文中写明([\u4e00-\u9fff]+?)(\d+)(.)", finding.message) if finding.code == _DECLARED else None
    number = computed.get(match[1]) if match else None
    if match is None or number is None:
        return finding
    more = number - int(match[2])
    if not more:
        return None
    apart = f"{'多' if more > 0 else '少'}{abs(more)}{match[3]}"
    return finding._replace(message=f"文中写明{match[1]}{match[2]}{match[3]}，台账里有{number}{match[3]}，{apart}。")


def _printed(document: ComposedNotice) -> tuple[list[SourceLine], dict[int, str]]:
    """Return the lines of the notice, and the first cell from which each comes."""
    lines: list[SourceLine] = []
    sources: dict[int, str] = {}
    for paragraph in document.paragraphs:
        for text in provenance.lines(paragraph.printed):
            lines.append(SourceLine(len(lines) + 1, text))
            if paragraph.sources:
                sources[len(lines)] = paragraph.sources[0]
    return lines, sources


def _placed(finding: Finding, sources: dict[int, str], ids: dict[int, str]) -> Finding:
    sheet, cell = split_address(sources.get(finding.line or 0, ""))
    place = parse_cell(cell) if sheet == PROBLEMS.name else None
    row_id = ids.get(place[0], "") if place else ""
    message = re.sub(r"第(\d+(?:、\d+)*)行", lambda match: _cells(match[1], sources), finding.message)
    return finding._replace(sheet=sheet, cell=cell, row_id=row_id or finding.row_id, message=message)


def _cells(numbers: str, sources: dict[int, str]) -> str:
    """Return the cells from which the lines of a message come: 问题台账!P12、问题台账!P15."""
    return "、".join(dict.fromkeys(sources.get(int(number)) or f"第{number}段" for number in numbers.split("、")))
