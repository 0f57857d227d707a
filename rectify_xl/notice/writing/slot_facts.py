"""What the slots of 通报文稿 stand for: computed numbers, 基本信息, and the columns of one problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectify_xl import dates
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.records import Cell, Ledger, Measure, Problem, Row
from rectify_xl.notice.writing import problem_wording
from rectify_xl.notice.writing.problem_wording import Audience
from rectify_xl.notice.writing.slots import Slot, Slots
from rectify_xl.text import provenance

_PROBLEMS = schema.PROBLEMS.name
_MEASURES = schema.MEASURES.name
_HIDDEN_INFO = ("版式版本", "临期天数", "回头看间隔天数", "版式", "不遮盖")
_CONTACT = ("联系电话", "通信地址", "邮政编码", "电子邮箱")


def numbers(ledger: Ledger, as_of: date) -> Slots:
    """Return the number slots; each counts rows by the 口径 of the workbook and names the column it counts."""
    counts = problem_counts.roll_up(ledger, as_of)
    total = counts.total
    published = sum(problem.published for problem in registered_relapses.feedback(ledger).problems)
    values: dict[str, tuple[str | int, str, str]] = {
        "方面数": (counts.named_aspects, _PROBLEMS, "方面"),
        "大项数": (counts.groups, _PROBLEMS, "大项"),
        "问题数": (total.problems, _PROBLEMS, "编号"),
        "完成数": (total.done, _PROBLEMS, "完成程度"),
        "继续整改数": (total.ongoing, _PROBLEMS, "完成程度"),
        "长期坚持数": (total.longterm, _PROBLEMS, "后续要求"),
        "即知即改数": (total.immediate, _PROBLEMS, "即知即改"),
        "逾期数": (total.overdue, _PROBLEMS, "整改时限"),
        "完成率": (percent(total.done, total.problems), _PROBLEMS, "完成程度"),
        "公开问题数": (published, _PROBLEMS, "公开"),
        "不公开问题数": (total.problems - published, _PROBLEMS, "公开"),
        "措施数": (counts.measures, _MEASURES, "措施编号"),
        "措施完成数": (counts.measures_done, _MEASURES, "完成程度"),
        "措施完成率": (percent(counts.measures_done, counts.measures), _MEASURES, "完成程度"),
        "具体措施数": (counts.actions, _MEASURES, "措施编号"),
        "具体措施完成数": (counts.actions_done, _MEASURES, "完成程度"),
        "制度数": (counts.regulations, schema.REGULATIONS.name, "名称"),
    }
    values |= {
        "反弹登记数": (counts.relapses.total.problems if counts.relapses else 0, _PROBLEMS, "关联编号"),
        "反弹登记完成数": (counts.relapses.total.done if counts.relapses else 0, _PROBLEMS, "完成程度"),
    }
    counted = _rows_counted(ledger, as_of)
    slots = {
        name: Slot(
            value,
            _column(ledger, sheet, column),
            _cells(counted.get(name, ()), column),
        )
        for name, (value, sheet, column) in values.items()
    }
    return {**slots, "截至日期": Slot(dates.chinese(as_of))}


def _rows_counted(ledger: Ledger, as_of: date) -> dict[str, list[Row]]:
    """Return the rows that each number slot counts, where it counts some of the rows only."""
    ledger = registered_relapses.feedback(ledger)
    late, counting, problems = problem_counts.overdue_rows(ledger, as_of), ledger.counting, ledger.problems
    done = [problem for problem in problems if problem_counts.is_done(problem, counting)]
    finished = {problem.number for problem in done}
    actions = [measure for measure in ledger.measures if measure.parent]
    measures = [measure for measure in ledger.measures if not measure.parent]
    counted: dict[str, Sequence[Problem | Measure]] = {
        "完成数": done,
        "继续整改数": [problem for problem in problems if problem.number not in finished],
        "长期坚持数": [problem for problem in done if problem_counts.is_longterm(problem, counting)],
        "即知即改数": [problem for problem in done if problem.immediate],
        "逾期数": [problem for problem in problems if problem.number in late],
        "公开问题数": [problem for problem in problems if problem.published],
        "不公开问题数": [problem for problem in problems if not problem.published],
        "措施数": measures,
        "措施完成数": [measure for measure in measures if measure.completion in counting.done],
        "具体措施数": actions,
        "具体措施完成数": [measure for measure in actions if measure.completion in counting.done],
    }
    return {name: [item.row for item in rows] for name, rows in counted.items()}


def _cells(rows: Sequence[Row], column: str) -> tuple[str, ...]:
    """Return the addresses of the cells of one column."""
    if not rows:
        return ()
    start = rows[0].cell(column).address.removesuffix(str(rows[0].number))
    return tuple(f"{start}{row.number}" for row in rows)


def percent(part: int, whole: int) -> str:
    """Return a share as notices print it: at most two decimals (69.7%); 0% of nothing."""
    return f"{round(100 * part / whole, 2):g}%" if whole else "0%"


def info(ledger: Ledger) -> Slots:
    """Return a slot for each line of 基本信息; dates are printed in official form, damaged ones as written."""
    slots: dict[str, Slot] = {}
    for item in schema.INFO_ITEMS:
        if item.name in _HIDDEN_INFO or item.name.startswith(schema.DECLARED):
            continue
        cell = ledger.info_cell(item.name)
        text = problem_wording.shown_date(ledger.info_when(item.name)) if item.kind == "date" else cell.text
        shown = provenance.verbatim(text, cell.address) if text == cell.text else text
        slots[item.name] = Slot(shown, _known(cell, ledger, item.name))
    if not slots["落款单位"].value:
        slots["落款单位"] = slots["单位名称"]
    reachable = [name for name in _CONTACT if slots[name].value]
    slots["联系方式"] = Slot(
        "；".join(f"{name}：{slots[name].value}" for name in reachable),
        tuple(source for name in reachable or _CONTACT for source in slots[name].sources),
    )
    return slots


def row(problem: Problem, audience: Audience, status: problem_wording.Worded) -> Slots:
    """Return a slot for each column of one problem; what the notice words itself is worded."""
    slots: dict[str, Slot] = {}
    for column in schema.PROBLEMS.columns:
        if column.entry == "computed":
            continue
        cell = problem.row.cell(column.name)
        dated = _date(problem, column.name)
        slots[column.name] = Slot(dated or provenance.verbatim(cell.text, cell.address), (cell.address,))
    title, progress = problem_wording.title(problem), problem_wording.progress(problem, audience)
    for name, worded in (("通报标题", title), ("整改进展", progress), ("状态表述", status)):
        slots[name] = Slot(worded.traced, worded.sources or slots[name].sources)
    return slots


def _date(problem: Problem, column: str) -> str:
    when = {"整改时限": problem.due, "剩余时限": problem.remaining_due, "完成日期": problem.finished}.get(column)
    return problem_wording.shown_date(when) if when else ""


def _column(ledger: Ledger, sheet: str, column: str) -> tuple[str, ...]:
    return ledger.column_range(sheet, column)


def _known(cell: Cell, ledger: Ledger, item: str) -> tuple[str, ...]:
    return (cell.address,) if item in ledger.info else ()
