"""What is told before a closing is signed, and the closing itself cannot see.

Words that contradict the status, and unfinished measures that were deleted or moved to another problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.row_text import from_text
from rectify_xl.ledger.closure_rules.closure_terms import UnmetCondition
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Cell, Ledger, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE, ROW_REMOVED
from rectify_xl.text import cell_value
from rectify_xl.text.personal_numbers import covered
from rectify_xl.text.refs import parse_address


def unrecorded_and_log_damage(book: RawBook) -> tuple[Change, ...]:
    """Return what people changed since the last command, which 变更记录 does not hold yet."""
    broken = change_tracking.log_broken(book)
    return (*((broken,) if broken else ()), *change_tracking.unrecorded(book))


def log_damage_text(change: Change) -> str:
    """Say what was done to 变更记录 itself."""
    return f"变更记录被人工改动过：{change.old}，{change.new}；签批的存证不全，改没改过无从核对"


def notes(
    ledger: Ledger, as_of: date, changes: Iterable[Change] = (), *, only_closing: bool = False
) -> Mapping[str, tuple[UnmetCondition, ...]]:
    """Return what is to be told of each problem that has a row of 销号 or counts as done; `changes` are not on record.

    With `only_closing`, of those alone that have a row of 销号.
    """
    applied = {row.problem for row in ledger.closures if row.kind == CLOSE}
    problems = [
        problem
        for problem in ledger.problems
        if problem.id and (problem.id in applied or (not only_closing and problem.completion in ledger.counting.done))
    ]
    by_problem: dict[str, list[UnmetCondition]] = {}
    changes = tuple(changes)
    for change in changes:
        if change.sheet == schema.CHANGES.name:
            cell = Cell(schema.CHANGES.name, 1, 1)
            note = UnmetCondition("log", cell, log_damage_text(change), "请从备份中恢复变更记录；它只增不改", "tell")
            by_problem.update({name: [note] for name in sorted(applied)})
    for name, missing in (*_contradicted(ledger, as_of, problems), *_lost(ledger, (*_recorded(ledger), *changes))):
        by_problem.setdefault(name, []).append(missing)
    return {name: tuple(missing) for name, missing in by_problem.items()}


def _contradicted(ledger: Ledger, as_of: date, problems: list[Problem]) -> Iterator[tuple[str, UnmetCondition]]:
    """Tell of words such as 暂未开展 under a status of completion: what `risks` shows in orange."""
    if not problems:
        return
    from rectify_xl.judgement.risks import contradictions
    from rectify_xl.judgement.risks.subjects import risk_subjects

    for case in risk_subjects(ledger._replace(problems=tuple(problems)), as_of):
        reasons = (
            *contradictions.contradicted(case),
            *contradictions.still_at_it(case),
            *contradictions.promise_passed(case),
        )
        for reason in reasons:
            remedy = "请核对：没有办完的不能销号；已经办完的，请在整改进展里写明结果"
            yield case.problem.id, UnmetCondition("contradicted", _cell(reason.cell), reason.text, remedy, "tell")


def _cell(address: str) -> Cell:
    place = parse_address(address)
    return Cell(place[0], place[1].top, place[1].left) if place else Cell(schema.PROBLEMS.name, 1, 1)


def _recorded(ledger: Ledger) -> Iterator[Change]:
    """Return the lines of 变更记录 about measures."""
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("表") == schema.MEASURES.name:
            yield Change(*(row.text(column) for column in ("表", "行编号", "列", "原值", "新值")))


def _lost(ledger: Ledger, changes: Iterable[Change]) -> Iterator[tuple[str, UnmetCondition]]:
    """Tell of every measure that was taken from its problem before it was done, and did not come back."""
    relations = Relations(ledger)
    for change in changes:
        if change.sheet != schema.MEASURES.name:
            continue
        if change.column == ROW_REMOVED:
            row = from_text(change.old)
            left, what = cell_value.identifiers(row.get("问题编号", "")), "删除"
        elif change.column == "问题编号" and change.old:
            measure = relations.measures.get(cell_value.identifier(change.key))
            row = {"措施内容": measure.text, "完成程度": measure.completion} if measure else {}
            left, what = cell_value.identifiers(change.old), f"改挂到{change.new or '空'}"
        else:
            continue
        if not row or row.get("完成程度", "") in ledger.counting.done:
            continue
        for name in left:
            kept, words = relations.measures_of(name), covered(row.get("措施内容", ""))
            back = any(
                measure.id == cell_value.identifier(change.key) or covered(measure.text) == words for measure in kept
            )
            if name in relations.problems and not back:
                description = f"{row.get('措施内容', '')[:20]}，{row.get('完成程度') or '未填完成程度'}"
                text = f"措施{change.key}（{description}）没有办完就被{what}"
                remedy = "请核对：还要办的请恢复到本问题；确属重复或登错的，请写明理由"
                yield name, UnmetCondition("lost", relations.problems[name].row.cell("编号"), text, remedy, "tell")
