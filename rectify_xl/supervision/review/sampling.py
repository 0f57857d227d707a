"""Draw closed problems for a look-back: at random, from every aspect, and so that anybody can draw again and compare.

A problem's place in the draw is the SHA-256 of `seed:id`, lowest first: the same seed gives the same problems on every
computer, in whatever order the rows stand, and nobody can lean on it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.ledger.closure_rules import standing
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.text import cell_value

CLOSE, PASSED = "销号", "通过"
DEFAULT = "10%"


class Pool(NamedTuple):
    """The problems that may be drawn. `formal` tells that they are closed in 销号登记, not merely counted as done.

    `invalid` are those that 销号登记 says are closed, though the closing does not stand: none of them is drawn.
    """

    problems: tuple[Problem, ...]
    formal: bool
    invalid: tuple[str, ...] = ()


class Stratum(NamedTuple):
    """One aspect: how many problems it has in the pool, and how many of them are drawn."""

    aspect: str
    size: int
    drawn: int


class Draw(NamedTuple):
    """A sample, in the order of the ledger."""

    seed: str
    pool: Pool
    strata: tuple[Stratum, ...]
    problems: tuple[Problem, ...]


def pool(ledger: Ledger, as_of: date) -> Pool:
    """Return the problems whose closing in 销号登记 stands; without any, those that count as 完成."""
    valid, invalid = standing.closed_ids(ledger, as_of), standing.invalid_ids(ledger, as_of)
    closed = tuple(problem for problem in ledger.problems if problem.id in valid)
    if closed:
        return Pool(closed, formal=True, invalid=invalid)
    done = (problem for problem in ledger.problems if problem.id and problem_counts.is_done(problem, ledger.counting))
    return Pool(tuple(problem for problem in done if problem.id not in invalid), formal=False, invalid=invalid)


def sample_size(text: str, size: int) -> int:
    """Return how many of `size` problems `5` or `10%` means; a rate is rounded up.

    Raises `UsageError` for anything else, and for more problems than there are.
    """
    plain = cell_value.key(text or DEFAULT)
    if not re.fullmatch(r"\d+(?:\.\d+)?%|\d+", plain, re.ASCII):
        raise UsageError(f"抽查数量应写成个数（5）或比例（10%），不能是“{text}”", "请改正抽查数量（--draw）")
    if plain.endswith("%"):
        number = math.ceil(size * min(float(plain[:-1]), 1e9) / 100 - 1e-9)
    else:
        number = int(plain[:9])
    if number > size:
        raise UsageError(f"要抽{text}，可抽的问题只有{size}个", f"请改为不超过{size}（--draw）")
    if number < 1:
        raise UsageError("抽查数量至少是1个", "请改正抽查数量（--draw）")
    return number


def draw(pool: Pool, number: int, seed: str) -> Draw:
    """Return a sample of `number` problems of the pool."""
    groups: dict[str, list[Problem]] = {}
    for problem in pool.problems:
        groups.setdefault(problem.aspect or problem_counts.NO_ASPECT, []).append(problem)
    shares = share(number, {aspect: len(problems) for aspect, problems in groups.items()})
    chosen: set[int] = set()
    for aspect, problems in groups.items():
        ranked = sorted(problems, key=lambda problem: (_rank(seed, problem.id), problem.number))
        chosen |= {problem.number for problem in ranked[: shares[aspect]]}
    return Draw(
        seed,
        pool,
        tuple(Stratum(aspect, len(problems), shares[aspect]) for aspect, problems in groups.items()),
        tuple(problem for problem in pool.problems if problem.number in chosen),
    )


def share(number: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Share `number` among strata by the largest remainder; each gets at least one where `number` allows it."""
    total = sum(sizes.values())
    exact = {name: number * size / total for name, size in sizes.items()}
    shares = {name: number * size // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: number - sum(shares.values())]:
        shares[name] += 1
    if number >= len(sizes):
        for name in [stratum for stratum in sizes if not shares[stratum]]:
            givers = (stratum for stratum in sizes if shares[stratum] > 1)
            giver = max(givers, key=lambda stratum: (shares[stratum] - exact[stratum], stratum))
            shares[giver] -= 1
            shares[name] = 1
    return shares


def _rank(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()
