"""What is noticed of one unit by itself, from its own problems and findings: sums for 总览, and signs for 预警. Pure.

It is a function of what the workbook of the unit says, and so is found out once, by whoever reads the workbook, and
kept in the store with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.vocabulary import AT_ONCE_DAYS, DONE, MOSTLY_DONE, NOT_STARTED, UNDER_WAY
from rectify_xl.supervision.consolidation.unit_result import SubmittedFinding, SubmittedProblem
from rectify_xl.text import cell_value
from rectify_xl.text.refs import quoted_address

STATUS_WORDS = (NOT_STARTED, UNDER_WAY, MOSTLY_DONE, DONE)
NO_STATUS, OTHER_STATUS = "（未填）", "（其他写法）"
LATENESS: tuple[tuple[str, int], ...] = (
    ("1—30天", 30),
    ("31—60天", 60),
    ("61—90天", 90),
    ("91—180天", 180),
    ("180天以上", 10**9),
)
"""How late, and until how many days."""
LONG_LATE = 90
"""Days from which on a problem is long overdue."""
LEAST_SAME = 5
"""Problems finished on one day, or told in one text, from which on it is a sign."""
CONTRADICTIONS = frozenset({"RX505", "RX611", "RX702", "RX703", "RX706", "RX709", "RX711"})
"""Findings that say that a status and what stands beside it cannot both be true."""
WIDENED = frozenset({"RX715"})
"""Findings that say that the unit's own 字典 counts more as done than the blank ledger does."""
TRACES: dict[str, str] = {
    "RX228": "变更记录被改动",
    "RX724": "问题或反弹记录被删除",
    "RX728": "编号没动、问题换成了另一件",
    "RX729": "问题里的数被改小或删去",
    "RX723": "整改时限被改晚",
    "RX731": "未完成的措施被删除",
    "RX316": "要计数的格是结果会自己变的公式",
    "RX725": "问题编号被改动",
    "RX726": "责任科室、方面或大项被改动",
    "RX727": "延期是事后批准或补录的",
    "RX616": "关联的问题没有销号",
    "RX229": "看不到以前的变更记录",
}
"""Findings that do not say themselves that a ledger may look better for them than it is; the gravest first."""

APART = "RX619"
"""The finding that a row counts apart as a relapse and looks as if it belonged to the round."""


class StatusShare(NamedTuple):
    """How many problems have this 完成程度, and how many of these count as done."""

    word: str
    problems: int
    done: int


class FindingCount(NamedTuple):
    """How often a rule was broken."""

    code: str
    number: int


class ApartRow(NamedTuple):
    """One row that counts apart as a relapse, whether it is done, and whether it is late."""

    name: str
    done: bool
    overdue: bool


class UnitSigns(NamedTuple):
    """What is noticed of one unit; what was registered anew (反弹登记) stands beside all of it but `apart`.

    `lateness` counts late problems by the spans of `LATENESS`; `needs_support` those that go on, `from_last_round` all.
    `begun` tells whether anything was done, `longest` is the longest delay in days, `long_late` names the problems with
    a long one, `late` all that are late, `unreadable` those that are not done and have a deadline that is no day.
    `dated` problems have 完成日期 (without what was mended at once), most of them, `busy`, the day `busiest`: these are
    `busy_names`.
    `same` names those that share the most frequent progress text. `contradicted` names what the findings call
    contradictory, `wider` says how the unit's own 字典 counts more as done, `traces` counts findings of `TRACES`.
    `doubtful` names what is said to be a relapse and may be none; `apart` holds all rows that count as relapses.
    """

    statuses: tuple[StatusShare, ...]
    lateness: tuple[int, ...]
    needs_support: int
    from_last_round: int
    begun: bool
    longest: int
    long_late: tuple[str, ...]
    dated: int
    busiest: date | None
    busy: int
    same: tuple[str, ...]
    contradicted: tuple[str, ...]
    wider: tuple[str, ...]
    traces: tuple[FindingCount, ...]
    doubtful: tuple[str, ...]
    apart: tuple[ApartRow, ...]
    late: tuple[str, ...]
    unreadable: tuple[str, ...]
    busy_names: tuple[str, ...]


def signs(
    problems: Sequence[SubmittedProblem], findings: Sequence[SubmittedFinding], feedback: date | None
) -> UnitSigns:
    """Return what is noticed of a unit with these problems and findings, told of its problems on that day."""
    doubtful = tuple(finding.row_id or finding.address for finding in findings if finding.code == APART)
    own = [problem for problem in problems if not problem.relapse]
    dated = [(problem, day) for problem in own if (day := _day_of_work(problem, feedback))]
    days = Counter(day for _, day in dated)
    busiest, busy = min(days.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    traces = Counter(finding.code for finding in findings if finding.code in TRACES)
    return UnitSigns(
        statuses=tuple(_statuses(own)),
        lateness=tuple(_lateness(own)),
        needs_support=sum(problem.needs_support and not problem.done for problem in own),
        from_last_round=sum(problem.from_last_round for problem in own),
        begun=any(_is_begun(problem) for problem in own),
        longest=max((problem.late_days for problem in own), default=0),
        long_late=tuple(name_of(problem) for problem in own if problem.late_days > LONG_LATE),
        dated=days.total(),
        busiest=busiest,
        busy=busy,
        same=_same_texts(own),
        contradicted=tuple(
            dict.fromkeys(finding.row_id or finding.address for finding in findings if finding.code in CONTRADICTIONS)
        ),
        wider=tuple(
            f"{finding.message.rstrip('。')}（{quoted_address(finding.address)}）"
            for finding in findings
            if finding.code in WIDENED
        ),
        traces=tuple(FindingCount(code, number) for code, number in traces.items()),
        doubtful=doubtful,
        apart=tuple(ApartRow(name_of(row), row.done, row.overdue) for row in problems if row.relapse),
        late=tuple(name_of(problem) for problem in own if problem.overdue),
        unreadable=tuple(name_of(problem) for problem in own if problem.unreadable and not problem.done),
        busy_names=tuple(name_of(problem) for problem, day in dated if day == busiest),
    )


def name_of(problem: SubmittedProblem) -> str:
    """Return by what a problem is named: its number, without one its row."""
    return problem.id or f"第{problem.row}行"


def _day_of_work(problem: SubmittedProblem, feedback: date | None) -> date | None:
    """Return on which day a problem was done; not of what was mended at once, as 即知即改 says and the day confirms."""
    day = problem.finished if problem.done else None
    at_once = problem.immediate and (feedback is None or day is None or (day - feedback).days <= AT_ONCE_DAYS)
    return None if at_once else day


def _is_begun(problem: SubmittedProblem) -> bool:
    return problem.done or (bool(problem.progress) and problem.completion != NOT_STARTED)


def _statuses(problems: Sequence[SubmittedProblem]) -> Iterable[StatusShare]:
    counted: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for problem in problems:
        word = problem.completion
        if word not in STATUS_WORDS:
            word = cell_value.key(word)
            word = word if word in STATUS_WORDS else OTHER_STATUS if word else NO_STATUS
        counted[word] += 1
        done[word] += problem.done
    return (StatusShare(word, number, done[word]) for word, number in counted.items())


def _lateness(problems: Sequence[SubmittedProblem]) -> Iterable[int]:
    spans = [0] * len(LATENESS)
    for problem in problems:
        if problem.overdue:
            spans[next(place for place, (_, most) in enumerate(LATENESS) if problem.late_days <= most)] += 1
    return spans


def _same_texts(problems: Sequence[SubmittedProblem]) -> tuple[str, ...]:
    """Return the names of the problems with the most frequent progress text, blanks apart; none of less than five."""
    texts: dict[str, list[str]] = {}
    for problem in problems:
        if problem.progress:
            texts.setdefault("".join(problem.progress.split()), []).append(name_of(problem))
    most = max(texts.values(), key=len, default=[])
    return tuple(most) if len(most) >= LEAST_SAME else ()
