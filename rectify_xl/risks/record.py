"""What the ledger itself records against a problem: an earlier round, and measures that are still open."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason
from rectify_xl.text.excerpts import first_few

NAMED = 3
"""Measures that a reason names; the rest are counted."""


def last_round(case: Case) -> Iterator[Reason]:
    """Report a problem that the inspection of an earlier round had already found."""
    if case.problem.from_last_round:
        text = "上一轮巡察已经指出，本轮再次指出"
        yield reason(weights.LAST_ROUND.code, text, case.problem.row.cell("上轮问题"))


def open_measures(case: Case) -> Iterator[Reason]:
    """Report measures that are not done under a problem that is; a measure without 完成程度 is left to `check`."""
    if not case.done:
        return
    done = case.ledger.counting.done
    still_open = [each for each in case.measures if each.completion and each.completion not in done]
    if still_open:
        named = first_few((f"{each.id or '未编号'}（{each.completion}）" for each in still_open), NAMED, more="等")
        text = f"问题列为完成，{len(case.measures)}条措施中还有{len(still_open)}条未完成：{named}"
        yield reason(weights.OPEN_MEASURES.code, text, still_open[0].row.cell("完成程度"))
