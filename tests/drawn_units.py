"""What many invented units say, without any workbook: for the result, the page and what is gathered over units."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize

from generate.unit_ledgers.unit_rows import UnitPlan, unit_rows
from rectify_xl.documents.consolidated import parquet_store, stored_lines
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.store_rows import StoreRows
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import DONE, KEEP_UP, YES
from rectify_xl.supervision.consolidation.consolidation import (
    Consolidation,
    CountedUnit,
    RosterStanding,
    RosterState,
    RosterUnit,
    sum_of,
)
from rectify_xl.supervision.consolidation.unit_result import (
    Assessment,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
    UnitResult,
)

AS_OF = date(2026, 9, 30)


class _LateStore(ParquetStore):
    """A store that is filled when it is asked for the first time."""

    def __init__(self, folder: Path, assessed: Callable[[], Iterable[Assessment]]) -> None:
        super().__init__(folder, parquet_store.key_of(AS_OF))
        self._assessed = assessed
        self._filled = False

    def paths(self, table: str) -> list[str]:
        if not self._filled:
            self._filled = True
            self.add(map(stored_lines.of, self._assessed()))
            self.close()
        return super().paths(table)


class KeptRows(StoreRows):
    """Rows of invented units: those that pass by one by one stand in memory, over all others a real store counts."""

    def __init__(
        self,
        units: Sequence[CountedUnit],
        problems: Sequence[tuple[CountedUnit, SubmittedProblem]],
        findings: Sequence[tuple[CountedUnit, SubmittedFinding]] = (),
    ) -> None:
        folder = Path(mkdtemp(prefix="rectify_xl_rows_"))
        finalize(self, shutil.rmtree, folder)
        self._problems, self._findings = problems, findings
        super().__init__(_LateStore(folder, self._assessed), units)

    def _assessed(self) -> Iterator[Assessment]:
        for unit in self._units:
            named = {name: getattr(unit, name) for name in UnitResult._fields if hasattr(unit, name)}
            problems = tuple(problem for owner, problem in self._problems if owner.key == unit.key)
            findings = tuple(finding for owner, finding in self._findings if owner.key == unit.key)
            yield Assessment(unit.file, UnitResult(**{**named, "problems": problems, "findings": findings}))

    def problems(self, *, faulty_or_late: bool = False) -> Iterator[tuple[CountedUnit, SubmittedProblem]]:
        for unit, problem in self._problems:
            if not faulty_or_late or problem.errors or problem.overdue:
                yield unit, problem

    def errors(self, most: int) -> Iterator[tuple[CountedUnit, SubmittedFinding]]:
        errors = ((unit, finding) for unit, finding in self._findings if finding.severity == "error")
        yield from islice(errors, most)


def problem(number: int, text: str = "公车管理不严，3次派车没有审批单", **given: object) -> SubmittedProblem:
    """Return one problem; what is not given is that of an open problem in time."""
    fields: dict[str, object] = {
        "id": f"P{number:03d}",
        "row": number + 1,
        "aspect": "聚焦群众身边腐败问题和不正之风方面",
        "group": "中央八项规定精神落实不严",
        "problem": text,
        "lead": "李强",
        "department": "办公室",
        "person": "王伟",
        "completion": "整改中",
        "follow_up": "无",
        "done": False,
        "closed": False,
        "longterm": False,
        "immediate": False,
        "relapse": False,
        "due": date(2026, 12, 31),
        "original_due": None,
        "due_text": "2026-12-31",
        "overdue": False,
        "unreadable": False,
        "late_days": 0,
        "progress": f"一是逐次核实事由；二是修订管理办法；三是开展检查{number}次。",
        "remaining": "",
        "needs_support": False,
        "from_last_round": False,
        "measures": 2,
        "measures_done": 0,
        "errors": 0,
        "warnings": 0,
        "address": f"问题台账!A{number + 1}",
    }
    return SubmittedProblem(**{**fields, **given})  # type: ignore[arg-type]


def finished(number: int, text: str = "公车管理不严，3次派车没有审批单", **given: object) -> SubmittedProblem:
    """Return one problem that is done."""
    return problem(
        number, text, **{"completion": DONE, "done": True, "finished": date(2026, 6, number % 28 + 1), **given}
    )


def counts(title: str, problems: Sequence[SubmittedProblem]) -> StatusCounts:
    """Return what is counted of some problems."""
    own = [one for one in problems if not one.relapse]
    done = sum(one.done for one in own)
    return StatusCounts(
        title,
        len(own),
        done,
        len(own) - done,
        sum(one.longterm for one in own),
        sum(one.immediate for one in own),
        sum(one.overdue for one in own),
        sum(one.closed for one in own),
    )


def counted(name: str, problems: Sequence[SubmittedProblem], **given: object) -> CountedUnit:
    """Return the unit that these problems make."""
    titles = dict.fromkeys(one.aspect for one in problems if not one.relapse)
    fields: dict[str, object] = {
        "key": name,
        "unit": name,
        "written": name,
        "level": "",
        "superior": "",
        "listed": True,
        "file": SubmittedFile(
            f"{name}.xlsx", f"{abs(hash(name)):064x}"[:64], 77_000, datetime.combine(date(2026, 9, 28), time(9, 30))
        ),
        "round": "第三轮",
        "feedback": date(2026, 3, 16),
        "reported": datetime.combine(date(2026, 9, 27), time(16)),
        "layout": "3",
        "fingerprint": name,
        "counts": counts("合计", problems),
        "aspects": tuple(counts(title, [one for one in problems if one.aspect == title]) for title in titles),
        "groups": len({one.group for one in problems}),
        "measures": sum(one.measures for one in problems),
        "measures_done": sum(one.measures_done for one in problems),
        "relapses": sum(one.relapse for one in problems),
        "unreadable": sum(one.unreadable for one in problems),
        "errors": sum(one.errors for one in problems),
        "warnings": 0,
    }
    return CountedUnit(**{**fields, **given})  # type: ignore[arg-type]


def consolidation(
    parts: Sequence[tuple[CountedUnit, Sequence[SubmittedProblem]]],
    findings: Sequence[tuple[CountedUnit, SubmittedFinding]] = (),
    **given: object,
) -> Consolidation:
    """Return what units with their problems say together."""
    units = tuple(unit for unit, _ in parts)
    rows = KeptRows(units, [(unit, one) for unit, problems in parts for one in problems], findings)
    fields: dict[str, object] = {
        "as_of": AS_OF,
        "period": f"{AS_OF:%Y-%m}",
        "made": datetime.combine(AS_OF, time(17, 5)),
        "sources": ("来文",),
        "received": len(parts),
        "units": units,
        "refused": (),
        "set_aside": (),
        "roster": None,
        "rows": rows,
    }
    return Consolidation(**{**fields, **given})  # type: ignore[arg-type]


def drawn(
    count: int, *, seed: int = 1, size: tuple[int, int] = (5, 60), name: Callable[[str], str] = str
) -> list[tuple[CountedUnit, list[SubmittedProblem]]]:
    """Return invented units as the generator draws them, each with its problems."""
    drawn_units = []
    for number in range(count):
        who, rows = unit_rows(UnitPlan(seed, number, size[0] + number * 7 % (size[1] - size[0] + 1), 0.02, AS_OF))
        own = [_submitted(row, place) for place, row in enumerate(rows.rows[schema.PROBLEMS.name], 2)]
        level = ("乡镇街道", "县直部门", "公立医院", "学校")[number % 4]
        drawn_units.append((counted(name(who.name), own, level=level, superior=who.county), own))
    return drawn_units


def _submitted(row: object, place: int) -> SubmittedProblem:
    assert isinstance(row, dict)
    done = row.get("完成程度") == DONE
    due = row.get("整改时限")
    late = (AS_OF - due).days if isinstance(due, date) and not done else 0
    texts = {
        name: str(row.get(name) or "")
        for name in ("方面", "大项", "具体问题", "牵头领导", "责任科室", "责任人", "整改进展", "剩余事项")
    }
    return problem(
        place - 1,
        texts["具体问题"],
        row=place,
        aspect=texts["方面"],
        group=texts["大项"],
        lead=texts["牵头领导"],
        department=texts["责任科室"],
        person=texts["责任人"],
        completion=str(row.get("完成程度") or ""),
        follow_up=str(row.get("后续要求") or ""),
        done=done,
        longterm=done and row.get("后续要求") == KEEP_UP,
        immediate=done and row.get("即知即改") == YES,
        due=due if isinstance(due, date) else None,
        due_text=str(due or ""),
        overdue=late > 0,
        unreadable=not isinstance(due, date),
        late_days=max(0, late),
        progress=texts["整改进展"],
        remaining=texts["剩余事项"],
        needs_support=row.get("需上级支持") == YES,
        errors=int(not row.get("完成程度")),
        measures_done=2 if done else 0,
        finished=row.get("完成日期") if isinstance(row.get("完成日期"), date) else None,
    )


def standing(number: int, unit: str, state: RosterState, **given: object) -> RosterStanding:
    """Return how a unit of the roster stands; it was due ten days before the end of the month."""
    due = AS_OF - timedelta(days=10)
    line = RosterUnit(
        number + 1, unit, level=str(given.pop("level", "")), superior=str(given.pop("superior", "")), due=due
    )
    came = None if state == "未报" else datetime.combine(date(2026, 9, 19), time(11))
    return RosterStanding(line, state, **{"sent": int(came is not None), "came": came, **given})  # type: ignore[arg-type]


def total(parts: Sequence[tuple[CountedUnit, Sequence[SubmittedProblem]]]) -> StatusCounts:
    """Return the sum over units, counted from their problems."""
    return sum_of((counts("", problems) for _, problems in parts), "合计")
