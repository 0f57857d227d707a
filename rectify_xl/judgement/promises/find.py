"""Find the commitments in the texts of a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.judgement.promises import grammar
from rectify_xl.judgement.promises.anchor import Anchor, anchor
from rectify_xl.judgement.promises.commitment import Commitment, CommitmentPhrase
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Cell, Ledger, Measure
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value

PROBLEM_COLUMNS = ("整改进展", "状态表述", "剩余事项", "公开表述", "备注")
MEASURE_COLUMN = "措施内容"
REMAINING = "剩余事项"
STATUS = "状态表述"


class ReadColumn(NamedTuple):
    """A cell that is read; `ahead` where it speaks of what is still to be done, so that a bare date is a plan."""

    column: str
    cell: Cell
    ahead: bool = False


def find(ledger: Ledger) -> tuple[Commitment, ...]:
    """Return every commitment, by problem and then by cell; what two cells of a problem both say counts once.

    Measures repeat what 整改进展 says, and so may 公开表述: the first cell in which the words stand is named.
    """
    around = anchor(ledger)
    relations = Relations(ledger)
    commitments: list[Commitment] = []
    for problem in ledger.problems:
        done = problem_counts.is_done(problem, ledger.counting)
        texts = [
            ReadColumn(column, problem.row.cell(column), ahead=column == REMAINING or (column == STATUS and not done))
            for column in PROBLEM_COLUMNS
        ]
        texts += [_of_measure(measure, ledger) for measure in relations.measures_of(problem.id)]
        commitments += _of_problem(problem.id, texts, around)
    orphans: dict[str, list[ReadColumn]] = {}
    for measure in relations.orphans:
        owner = next(iter(relations.owners(measure)), "")
        orphans.setdefault(owner, []).append(_of_measure(measure, ledger))
    for owner, texts in orphans.items():
        commitments += _of_problem(owner, texts, around)
    return tuple(commitments)


def _of_measure(measure: Measure, ledger: Ledger) -> ReadColumn:
    still_open = bool(measure.completion) and measure.completion not in ledger.counting.done
    return ReadColumn(MEASURE_COLUMN, measure.row.cell(MEASURE_COLUMN), still_open)


def _of_problem(row_id: str, texts: Sequence[ReadColumn], around: Anchor) -> Iterator[Commitment]:
    earlier_texts: list[str] = []
    for column, cell, ahead in texts:
        text = cell.text
        bare = cell_value.key(text)
        if not bare or any(bare in earlier for earlier in earlier_texts):
            continue
        for piece in grammar.read(text, around):
            words = text[piece.start : piece.end]
            if column == STATUS and piece.phrase.startswith("部分"):
                continue  # what the status itself says
            if not any(cell_value.key(words) in earlier for earlier in earlier_texts):
                yield Commitment(row_id, column, cell, words, _lies_ahead(piece) if ahead else piece)
        earlier_texts.append(bare)


def _lies_ahead(piece: CommitmentPhrase) -> CommitmentPhrase:
    """Return a date without a word of the past as the plan that it is in a text about what remains."""
    planned = piece.kind == "dated" and piece.tense in ("stated", "unclear")
    return piece._replace(tense="planned", unfinished=True) if planned else piece
