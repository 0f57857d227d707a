"""Bring together, for every problem, what the sheets of the ledger record for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from rectify_xl.judgement import promises
from rectify_xl.judgement.risks import reused_sentences
from rectify_xl.judgement.risks.risk_model import RiskSubject
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.late_grants import late_grants
from rectify_xl.ledger.letters import issued
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations

_T = TypeVar("_T")


def risk_subjects(ledger: Ledger, as_of: date) -> tuple[RiskSubject, ...]:
    """Return one case per problem, in the order of the ledger."""
    relations = Relations(ledger)
    changes = _by_target(ledger.rows.get(schema.CHANGES.name, ()), lambda row: (row.id("行编号"),))
    judged = promises.by_row(promises.judge(promises.find(ledger), ledger, as_of), ledger)
    reused = reused_sentences.find(ledger.problems)
    standing = binding_deadline.standing(ledger, as_of)
    due = binding_deadline.bind(standing)
    refused = _by_target(standing.refused, lambda refusal: (refusal.closure.problem,))
    late = late_grants(ledger, as_of)
    letters = issued.of(ledger)
    result = [
        RiskSubject(
            ledger=ledger,
            as_of=as_of,
            problem=problem,
            done=problem_counts.is_done(problem, ledger.counting),
            longterm=problem_counts.is_longterm(problem, ledger.counting),
            measures=relations.measures_of(problem.id),
            evidence=relations.evidence_of(problem.id),
            regulations=relations.regulations_of(problem.id),
            reviews=relations.reviews_of(problem.id),
            closures=relations.closures_of(problem.id),
            documented=(0, 0),
            changes=_of(relations.ids_of(problem.id), changes),
            deadline=due.get(problem.number),
            doubt=standing.doubts.get(problem.number),
            promises=tuple(judged.get(problem.number, ())),
            reused=reused.get(problem.number, ()),
            refused=tuple(refused.get(problem.id, ())),
            late_grants=late.get(problem.id, ()),
            issued=issued.issued_for(letters, problem.id) if problem.id else (),
        )
        for problem in ledger.problems
    ]
    done = [case for case in result if case.done]
    documented = (sum(case.proven for case in done), len(done))
    return tuple(case._replace(documented=documented) for case in result)


def _by_target(rows: Iterable[_T], targets: Callable[[_T], Iterable[str]]) -> Mapping[str, list[_T]]:
    by_id: dict[str, list[_T]] = defaultdict(list)
    for row in rows:
        for target in filter(None, targets(row)):
            by_id[target].append(row)
    return by_id


def _of(ids: Iterable[str], rows: Mapping[str, list[_T]]) -> tuple[_T, ...]:
    """Return the rows that name any of the ids, each once."""
    return tuple({id(row): row for name in filter(None, ids) for row in rows.get(name, ())}.values())
