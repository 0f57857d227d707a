"""What a clerk chose on 销号办理, taken line by line: the sheet says what is wanted, the ledger what is so.

Nothing that the sheet says of a problem is trusted: its words and its next step are worked out anew, and a line on
which they differ is refused. A line is taken whole or not at all, and one that is refused keeps no other one back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import (
    ROLES,
    SIGNERS,
    STEP_LABEL,
    ClosureStep,
    Refusal,
    StepRequest,
)
from rectify_xl.ledger.records import Changes, Ledger, Row, SheetChanges
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND
from rectify_xl.supervision.closure_steps import step_lines, take_steps
from rectify_xl.supervision.closure_steps.next_steps import next_step
from rectify_xl.supervision.closure_steps.step_lines import StepLine
from rectify_xl.text import cell_value

CHOICE, BY, ROLE, DAY = "办理", "办理人", "身份", "办理日期"
WORDS, REQUIREMENT, UNTIL = "意见或理由", "补充要求", "延期至"
_YES = frozenset({"办", "办理", "是", "√", "✓", "✔", "☑", "v", "y", "1", "对"})
_NO = frozenset({"", "不办", "否", "暂不办", "×", "✗", "☐", "n", "0", "/", "—", "-"})
_OWN_CHOICES: Mapping[str, str] = {
    schema.SEND_BACK: schema.SEND_BACK,
    schema.DEFER: schema.DEFER,
    "申请延期": schema.DEFER,
}


class TakenLines(NamedTuple):
    """What taking the lines comes to: the changes, what was done about which problem, and what was refused why.

    `stale` are problems whose line no longer fits the ledger; it has to be looked at anew before it is taken.
    """

    changes: Changes
    done: Mapping[str, str]
    refused: Mapping[str, Refusal]
    stale: frozenset[str]
    closed: tuple[str, ...]


def choice(row: Row) -> str:
    """Return what is chosen for a line: 办, 退回, 延期, nothing, or the word that stands there and is none of these."""
    word = row.text(CHOICE).strip()
    folded = cell_value.key(word)
    if folded in _NO:
        return ""
    return schema.DO if folded in _YES else _OWN_CHOICES.get(word, word)


def chosen(ledger: Ledger) -> tuple[Row, ...]:
    """Return the lines for which something is chosen."""
    return tuple(row for row in ledger.rows.get(schema.CLOSING_FORM.name, ()) if choice(row))


def take(facts: ClosureFacts, rows: Sequence[Row], at: str, operator: str) -> TakenLines:
    """Take the chosen lines, each its own step; `at` and `operator` go into 变更记录."""
    changes: list[SheetChanges] = []
    records: list[StepLine] = []
    done: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    stale: set[str] = set()
    closed: list[str] = []
    appended = 0
    for name, same in _by_problem(rows).items():
        row = same[0]
        if len(same) > 1:
            cells = "、".join(other.cell("问题编号").address for other in same)
            refused[name] = Refusal(name, f"选了{len(same)}行（{cells}），不知道办哪一行", "请只留一行")
            continue
        case = closure_case.of(facts, name, skip=appended)
        if isinstance(case, Refusal):
            refused[name] = case
            continue
        order = _order(case, row, at, operator)
        if isinstance(order, Refusal):
            refused[name] = order
            if _differs(case, row):
                stale.add(name)
            continue
        result = take_steps.step(case, order)
        if isinstance(result, Refusal):
            refused[name] = result
            continue
        appended += order.step in ("apply", "extend")
        changes += result
        records += step_lines.of_step(case, order, result)
        done[name] = _done_text(case, order)
        if order.step == "approve" and case.running and case.running.kind == CLOSE:
            closed.append(name)
    block = step_lines.block(facts.ledger, records)
    return TakenLines((*changes, *block), done, refused, frozenset(stale), tuple(closed))


def _by_problem(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.id("问题编号"), []).append(row)
    return lines


def _order(case: ClosureCase, row: Row, at: str, operator: str) -> StepRequest | Refusal:
    """Return the step that a line asks for, or what is wrong with the line itself, with its cell."""
    if differing := _differs(case, row):
        return differing
    step = _step(case, row)
    if isinstance(step, Refusal):
        return step
    day, until = _day(case, row, DAY), _day(case, row, UNTIL)
    if isinstance(day, Refusal):
        return day
    if isinstance(until, Refusal):
        return until
    order = StepRequest(
        step=step,
        day=day or case.as_of,
        by=" ".join(row.text(BY).split()),
        role=row.text(ROLE).strip(),
        opinion=row.text(WORDS).strip() if step == "sign" else "",
        requirement=row.text(REQUIREMENT).strip(),
        reason=row.text(WORDS).strip() if step != "sign" else "",
        until=until,
        at=at,
        operator=operator,
    )
    return _unfilled(case, row, order) or order


def _differs(case: ClosureCase, row: Row) -> Refusal | None:
    """Refuse a line whose words are those of another problem, or whose next step is no longer the next."""
    words, problem = row.cell("具体问题"), case.problem
    if cell_value.key(words.text) != cell_value.key(shown_words(case)):
        text = f"{words.address}写的不是{problem.label}，可能只排序、粘贴了一列"
        return Refusal(problem.id, text, "请再点一次“一表办理”重新列出，再选")
    following, listed = next_step(case).text, row.cell("下一步")
    if choice(row) == schema.DO and listed.text != following:
        text = f"列表以后情况变了：当时的下一步是“{listed.text}”，现在是“{following}”"
        return Refusal(problem.id, text, f"请核对这一行；仍要办的，在{row.cell(CHOICE).address}再选“{schema.DO}”")
    return None


def shown_words(case: ClosureCase) -> str:
    """Return how a line gives the problem: in its own words, on one line."""
    from rectify_xl.text import excerpts

    return excerpts.on_one_line(case.problem.problem.strip())


def _step(case: ClosureCase, row: Row) -> ClosureStep | Refusal:
    wanted, cell = choice(row), row.cell(CHOICE)
    if wanted == schema.SEND_BACK:
        return "reject"
    if wanted == schema.DEFER:
        return "extend"
    if wanted != schema.DO:
        text = f"{cell.address}写的是“{wanted}”，不知道办不办"
        return Refusal(case.problem.id, text, f"请选{'、'.join(schema.CLOSING_FORM.column(CHOICE).words)}")
    following = next_step(case)
    if following.step is None:
        return Refusal(case.problem.id, f"没有可办的下一步：{following.text}", "请把这一行改成“不办”")
    return following.step


def _day(case: ClosureCase, row: Row, column: str) -> date | Refusal | None:
    """Return the day that a cell gives, None where it is empty."""
    cell, ledger = row.cell(column), case.ledger
    if not cell.filled:
        return None
    when = dates.read(cell.plain, after=ledger.feedback, date1904=ledger.date1904)
    if when.kind != "day" or when.day is None:
        return Refusal(case.problem.id, f"{cell.address}的{column}“{cell.text}”不是哪一天", "请写成 2026-09-30 的样子")
    return when.day


def _unfilled(case: ClosureCase, row: Row, order: StepRequest) -> Refusal | None:
    """Refuse a line in which a cell is empty that its step needs, with the cells to fill in."""
    cells = [] if order.step == "approve" and not _extending(case) else [BY]
    if (
        order.step == "sign"
        and order.role == SIGNERS[0].role
        and case.running
        and not case.running.row.text("验收意见")
    ):
        cells.append(WORDS)
    if order.step in ("reject", "extend"):
        cells.append(WORDS)
    if order.step == "reject" and not _extending(case):
        cells.append(REQUIREMENT)
    if order.step == "extend":
        cells.append(UNTIL)
    if order.step == "sign" or (order.step == "approve" and _extending(case)):
        cells.append(ROLE)
    empty = [row.cell(column) for column in cells if not row.cell(column).filled]
    if empty:
        listed = "、".join(f"{cell.address}（{_header(row, cell.column)}）" for cell in empty)
        return Refusal(case.problem.id, f"{STEP_LABEL[order.step]}要填的还空着：{listed}", "请填好再点“一表办理”")
    cell = row.cell(BY)
    if cell.filled and (not signatures.is_name(order.by) or order.by in case.facts.offices):
        return Refusal(case.problem.id, f"{cell.address}的办理人“{order.by}”不是一个人的姓名", "请写一个人的姓名")
    if order.role and order.role not in ROLES:
        cell = row.cell(ROLE)
        return Refusal(case.problem.id, f"{cell.address}的身份“{order.role}”不认得", f"请选{'、'.join(ROLES)}")
    return None


def _header(row: Row, column: int) -> str:
    return next((name for name, position in row.headers.items() if position == column), "")


def _extending(case: ClosureCase) -> bool:
    return bool(case.running and case.running.kind == EXTEND)


def _done_text(case: ClosureCase, order: StepRequest) -> str:
    """Say what was done, by whom, and on which day."""
    what = STEP_LABEL[order.step] + ("延期" if order.step == "approve" and _extending(case) else "")
    who = f"{case.ledger.termed(order.role) if order.step in ('sign', 'reject') else ''}{order.by}"
    return f"已{what}（{'，'.join(filter(None, (who, order.day.isoformat())))}）"


def ids(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the problems of some lines, each once."""
    return tuple(dict.fromkeys(name for row in rows if (name := row.id("问题编号"))))
