"""Find the commitments in the texts of a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl import values
from rectify_xl.model import Cell, Ledger
from rectify_xl.promises import grammar
from rectify_xl.promises.anchor import Anchor, anchor
from rectify_xl.promises.model import Commitment
from rectify_xl.relations import Relations

PROBLEM_COLUMNS = ("整改进展", "状态表述", "剩余事项", "公开表述")
MEASURE_COLUMN = "措施内容"


def find(ledger: Ledger) -> tuple[Commitment, ...]:
    """Return every commitment, by problem and then by cell; what two cells of a problem both say counts once.

    Measures repeat what 整改进展 says, and so may 公开表述: the first cell in which the words stand is named.
    """
    around = anchor(ledger)
    relations = Relations(ledger)
    found: list[Commitment] = []
    for problem in ledger.problems:
        cells = [(column, problem.row.cell(column)) for column in PROBLEM_COLUMNS]
        cells += [(MEASURE_COLUMN, measure.row.cell(MEASURE_COLUMN)) for measure in relations.measures_of(problem.id)]
        found += _of_problem(problem.id, cells, around)
    orphans: dict[str, list[tuple[str, Cell]]] = {}
    for measure in relations.orphans:
        owner = next(iter(relations.owners(measure)), "")
        orphans.setdefault(owner, []).append((MEASURE_COLUMN, measure.row.cell(MEASURE_COLUMN)))
    for owner, cells in orphans.items():
        found += _of_problem(owner, cells, around)
    return tuple(found)


def _of_problem(row_id: str, cells: Sequence[tuple[str, Cell]], around: Anchor) -> Iterator[Commitment]:
    told: list[str] = []
    for column, cell in cells:
        text = cell.text
        bare = values.key(text)
        if not bare or any(bare in earlier for earlier in told):
            continue
        for piece in grammar.read(text, around):
            words = text[piece.start : piece.end]
            if not any(values.key(words) in earlier for earlier in told):
                yield Commitment(row_id, column, cell, words, piece)
        told.append(bare)
