"""Put what a look-back found into 回头看, and say when to look again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.errors import BookError, UsageError
from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.records import CellWrite, Ledger, Review, SheetChanges
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

FIRM = "巩固"
INTERVAL = 180
"""Days to the next look-back where 基本信息 has no usable 回头看间隔天数."""


class VisitResult(NamedTuple):
    """What somebody found on site. `target` is a problem or a measure; `next` may be left to the ledger."""

    target: str
    day: date
    verdict: str
    finding: str = ""
    method: str = ""
    by: str = ""
    next: date | None = None


class Recorded(NamedTuple):
    """The row to be added, the day of the next look-back, and the id of the problem."""

    block: SheetChanges
    row: int
    next: date
    problem: str


def record(ledger: Ledger, result: VisitResult) -> Recorded:
    """Return the new row of 回头看; rows that stand there never change.

    Raises `UsageError` with all that is missing or wrong at once.
    """
    target = cell_value.identifier(result.target)
    problem = _problem(ledger, target)
    wrong = _wrong(ledger, result, target, problem)
    if wrong:
        raise UsageError("回头看没有登记：" + "；".join(wrong), "请补正后重试")
    following = result.next or result.day + timedelta(days=_interval(ledger))
    facts = ledger.sheets.get(schema.REVIEWS.name)
    missing = [name for name in command_needs.written(schema.REVIEWS) if facts is None or name not in facts.headers]
    if facts is None or missing:
        lost = f"缺少“{'”“'.join(missing)}”列" if facts else "不见了"
        raise BookError(f"《{schema.REVIEWS.name}》{lost}，没有登记", "请从新台账中复制该表或表头后重试")
    row = facts.last_row + 1
    cells: dict[str, Raw] = {
        "日期": result.day,
        "问题/措施编号": target,
        "方式": result.method,
        "发现": result.finding,
        "结论": result.verdict,
        "检查人": result.by,
        "下次日期": following,
    }
    writes = (CellWrite(row, facts.headers[name], value) for name, value in cells.items() if value)
    return Recorded(SheetChanges(schema.REVIEWS.name, tuple(writes)), row, following, problem)


def _interval(ledger: Ledger) -> int:
    """Return the days between two look-backs (回头看间隔天数 of 基本信息)."""
    days = ledger.info_number("回头看间隔天数")
    return int(days) if days is not None and 1 <= days <= 3650 else INTERVAL


def _problem(ledger: Ledger, target: str) -> str:
    """Return the problem that a problem's or measure's id belongs to, empty where there is none."""
    relations = Relations(ledger)
    behind = relations.problems_behind([target])
    return next((problem for problem in behind if problem in relations.problems), "")


def _wrong(ledger: Ledger, result: VisitResult, target: str, problem: str) -> list[str]:
    verdicts, methods = ledger.vocabulary["回头看结论"], ledger.vocabulary["回头看方式"]
    feedback = ledger.feedback
    faults: list[str] = []
    if not problem:
        faults.append(f"台账中没有编号{target or '（空）'}")
    if result.verdict not in verdicts:
        faults.append(f"结论应为{'、'.join(verdicts)}（--verdict），现为“{result.verdict}”")
    if not result.finding:
        faults.append("没有写检查发现（--finding）")
    if not result.by:
        faults.append("没有写检查人（--by）")
    if result.method and result.method not in methods:
        faults.append(f"方式应为{'、'.join(methods)}（--method），现为“{result.method}”")
    if result.next and result.next <= result.day:
        faults.append(f"下次日期{result.next.isoformat()}应晚于检查日期{result.day.isoformat()}（--next）")
    if feedback and result.day < feedback:
        faults.append(f"检查日期{result.day.isoformat()}早于反馈日期{feedback.isoformat()}（--as-of）")
    return faults


def recorded_already(ledger: Ledger, result: VisitResult) -> Review | None:
    """Return the row of 回头看 that already tells of this visit: the same target, day, verdict and inspector."""
    target = cell_value.identifier(result.target)
    return next(
        (
            review
            for review in ledger.reviews
            if target in review.targets
            and review.date.day == result.day
            and review.verdict == result.verdict
            and cell_value.key(review.row.text("检查人")) == cell_value.key(result.by)
        ),
        None,
    )
