"""Problems of an earlier ledger that look like those of this one: candidates for a person to look at, no verdicts."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.text.similar import similarity, without_boilerplate

ALIKE = 60
"""Least likeness of a candidate. Measured on the headings of three real or realistic rounds: pairs that a reader calls
the same problem reach 61 and more (意识形态责任制 / 意识形态阵地), the best of the others 58 (招聘 / 返聘)."""
MOST = 3
"""Candidates that one problem lists, the most alike first."""


class Candidate(NamedTuple):
    """A problem of this ledger, one of an earlier one, and how alike what remains of their headings is (0 to 100)."""

    problem: Problem
    earlier: Problem
    likeness: int

    @property
    def marked(self) -> bool:
        """Tell whether 上轮问题 says already that the problem is an old one."""
        return self.problem.from_last_round


def candidates(ledger: Ledger, earlier: Ledger) -> tuple[Candidate, ...]:
    """Return the pairs that are alike enough, in the order of this ledger."""
    old = [(other, without_boilerplate(other.problem)) for other in earlier.problems if other.problem]
    result: list[Candidate] = []
    for problem in ledger.problems:
        mine = without_boilerplate(problem.problem)
        scored = [Candidate(problem, other, similarity(mine, theirs)) for other, theirs in old if mine]
        near = [candidate for candidate in scored if candidate.likeness >= ALIKE]
        result += sorted(near, key=lambda candidate: (-candidate.likeness, candidate.earlier.number))[:MOST]
    return tuple(result)
