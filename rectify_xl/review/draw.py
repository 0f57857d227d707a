"""Draw closed problems for a look-back: at random, from every aspect, and so that anybody can draw again and compare.

A problem's place in the draw is the SHA-256 of `seed:id`, lowest first: the same seed gives the same problems on every
computer, in whatever order the rows stand, and nobody can lean on it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl import rollup, values
from rectify_xl.errors import UsageError
from rectify_xl.model import Ledger, Problem

CLOSE, PASSED = "销号", "通过"
DEFAULT = "10%"


class Pool(NamedTuple):
    """The problems that may be drawn. `formal` tells that they are closed in 销号登记, not merely counted as done."""

    problems: tuple[Problem, ...]
    formal: bool


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


def pool(ledger: Ledger) -> Pool:
    """Return the problems closed in 销号登记 (the last decision counts); without any, those that count as 完成."""
    last = {each.problem: each.verdict for each in ledger.closures if each.kind in (CLOSE, "") and each.verdict}
    closed = tuple(problem for problem in ledger.problems if problem.id and last.get(problem.id) == PASSED)
    if closed:
        return Pool(closed, formal=True)
    done = (problem for problem in ledger.problems if problem.id and rollup.is_done(problem, ledger.counting))
    return Pool(tuple(done), formal=False)


def wanted(text: str, size: int) -> int:
    """Return how many of `size` problems `5` or `10%` means; a rate is rounded up.

    Raises `UsageError` for anything else, and for more problems than there are.
    """
    plain = values.key(text or DEFAULT)
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
        groups.setdefault(problem.aspect or rollup.NO_ASPECT, []).append(problem)
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
        for name in [each for each in sizes if not shares[each]]:
            givers = (each for each in sizes if shares[each] > 1)
            giver = max(givers, key=lambda each: (shares[each] - exact[each], each))
            shares[giver] -= 1
            shares[name] = 1
    return shares


def _rank(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()
