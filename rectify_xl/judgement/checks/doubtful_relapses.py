"""RX619: rows that count apart as relapses of a closed problem, and look as if they belonged to this round.

Without memory nobody can prove when a row came; but a relapse is registered after its original was closed, under the
next free number, in its words. What does not fit that is told, so that nobody hides what is open behind a closing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.records import Ledger, Problem

_NUMBERED = r"(\D*)(\d+)"
SEVERAL = 3
"""Rows that are said to be relapses of one problem from which on that is a sign."""


@check(
    "RX619",
    "relapse-doubtful",
    "反弹登记有疑点",
    guards="把本轮没有办完的问题“关联”到一个已销号的问题上，说成它的反弹，就不计入问题数和逾期了。",
    ignore="核对过确是那个问题的反弹的，可以忽略。",
)
def relapse_doubtful(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every row that counts apart as a relapse with all that speaks against its being one."""
    pointing = [problem for problem in ledger.problems if problem.related]
    if not pointing:
        return
    lineage = registered_relapses.Lineage(ledger)
    origins = {problem.number: origin for problem in pointing if (origin := lineage.origin(problem))}
    if not origins:
        return
    standing = problem_counts.closed_ids(ledger, context.as_of)
    last = _last_numbers(problem.id for problem in ledger.problems if problem.number not in origins)
    together = Counter(origins.values())
    for problem in pointing:
        origin = origins.get(problem.number, "")
        signs = list(_signs(problem, origin, context, standing)) if origin else []
        if origin and _within(problem.id, last):
            signs.append(f"编号{problem.id}排在本轮问题的编号中间，而反弹登记要另编新号")
        if together[origin] >= SEVERAL:
            signs.append(f"有{together[origin]}行都说成是它的反弹")
        if signs:
            what = f"按{origin}的反弹另计，没有计入本轮问题数，但{'；'.join(signs)}。"
            yield remark(
                problem.row, "关联编号", what, f"请核对是不是{origin}的反弹；不是的，请清空{{}}，按本轮的问题计。"
            )


def _signs(problem: Problem, origin: str, context: Context, standing: frozenset[str]) -> Iterator[str]:
    """Yield what speaks against one row: a closing that does not stand, days before it, another matter."""
    from rectify_xl.text.similar import same_matter

    closing = context.relations.closing(origin)
    if closing and origin not in standing:
        yield f"{origin}登记了销号，手续却不成立（『销号登记』第{closing.row.number}行）"
    decided = closing.decided.day if closing else None
    if decided:
        for what, day in _days(problem, origin, context):
            if day < decided:
                yield f"{what}{day}，早于{origin}的办结日期{decided}"
    original = context.problems.get(origin)
    if original and original.problem and not same_matter(problem.problem, original.problem):
        yield f"说的与{origin}（{quote(original.problem)}）不是一件事"


def _days(problem: Problem, origin: str, context: Context) -> Iterator[tuple[str, date]]:
    """Yield the days that a ledger tells of a row and that cannot lie before its original was closed."""
    if problem.due.day:
        yield "整改时限", problem.due.day
    for closure in context.relations.closures_of(problem.id):
        if day := closure.applied.day or closure.decided.day:
            yield f"『销号登记』第{closure.row.number}行的日期", day
    for review in context.relations.reviews_of(problem.id):
        if review.date.day and not context.relations.names(review.targets, (origin,)):
            yield f"『回头看』第{review.row.number}行的日期", review.date.day
    shared = {document.row.number for document in context.relations.evidence_of(origin)}
    for document in context.relations.evidence_of(problem.id):
        if document.date.day and document.row.number not in shared:
            yield f"材料{document.id or document.name}的日期", document.date.day


def _last_numbers(ids: Iterator[str]) -> Mapping[str, int]:
    """Return the highest number of the problems of this round, by what stands in front of it."""
    last: dict[str, int] = {}
    for match in (re.fullmatch(_NUMBERED, name) for name in ids):
        if match:
            last[match[1]] = max(last.get(match[1], 0), int(match[2]))
    return last


def _within(name: str, last: Mapping[str, int]) -> bool:
    match = re.fullmatch(_NUMBERED, name)
    return match is not None and int(match[2]) < last.get(match[1], 0)
