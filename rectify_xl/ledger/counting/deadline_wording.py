"""How deadlines are told that count neither as late nor as fine, and plans beyond a deadline."""

from collections.abc import Callable, Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.count_caveats import Reader
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline, DeadlineDoubt
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.refs import quoted_address

UNREAD = "时限读不出"
LISTED = 20
"""Most problems that one sentence names; it says how many there are."""


def sentence(doubts: Sequence[DeadlineDoubt], reader: Reader = "office") -> TracedText:
    """Return what has to be known beside every number of overdue problems; empty where all deadlines can be read."""
    if not doubts:
        return TracedText("")
    descriptions = (f"{_name(doubt.problem)}（{_place_for(doubt, reader)}{doubt.text}）" for doubt in doubts)
    rest = "其余见《明细》的“状态”一列" if reader == "above" else "其余见校验结果"
    names = first_few(descriptions, LISTED, "；", f"……，{rest}")
    asked = "请单位改正" if reader == "above" else "请改正"
    text = f"{UNREAD}的问题{len(doubts)}个，既没有计入逾期，也不能当作没有逾期，{asked}：{names}。"
    return TracedText(text, [doubt.cell.address for doubt in doubts])


def _place_for(doubt: DeadlineDoubt, reader: Reader) -> str:
    """Return the cell of a doubt before what is said of it; on paper nobody can click it."""
    if reader == "paper":
        return ""
    return f"{quoted_address(doubt.cell.address) if reader == 'above' else place(doubt)}："


def data(doubts: Sequence[DeadlineDoubt]) -> list[dict[str, object]]:
    """Return the doubts for machines."""
    return [
        {"id": doubt.problem.id, "row": doubt.problem.number, "cell": doubt.cell.address, "text": doubt.text}
        for doubt in doubts
    ]


def later_plans(ledger: Ledger, as_of: date) -> TracedText:
    """Return which unfinished problems plan beyond their deadline without an extension; empty where none does."""
    binding = binding_deadline.effective(ledger, as_of)
    beyond = [
        (problem, binding[problem.number])
        for problem in ledger.problems
        if problem.number in binding
        and binding[problem.number].later_plan
        and not problem_counts.is_done(problem, ledger.counting)
    ]
    if not beyond:
        return TracedText("")
    names = first_few((f"{_name(problem)}{with_plan(due)}" for problem, due in beyond), LISTED, "；")
    text = f"剩余时限晚于时限、没有批准延期的问题{len(beyond)}个，仍按原时限计算：{names}。"
    return TracedText(text, [due.plan.cell.address for _, due in beyond if due.plan])


def with_plan(due: Deadline) -> str:
    """Return the deadline and, where it is another, the plan: （2026年6月30日，剩余时限2026年12月31日）."""
    return f"（{chinese(due.nominal)}{_plan_beside(due)}）"


def _plan_beside(due: Deadline) -> str:
    """Return the plan for what remains as it stands beside its deadline; empty where there is none or the same."""
    if due.plan is None or due.plan.when.day == due.nominal or not due.plan.shown:
        return ""
    return f"，剩余时限{due.plan.shown}"


def shown(due: Deadline, say: Callable[[date], str] = chinese, *, settled: bool = False) -> TracedText:
    """Return a deadline as the papers print it: with what it was before an extension, the plan beside it, and the day.

    That day is the working day from which lateness is counted; it is told before the plan, which moves nothing. The
    year of the deadline is not said twice, since the columns are narrow. `say` words a day; of a `settled` problem
    nobody asks for an extension, nor from which day it is late.
    """
    cells, beside = [due.cell], []

    def again(day: date) -> str:
        return f"{day.month}月{day.day}日" if day.year == due.nominal.year else say(day)

    if due.extended:
        beside.append(f"已延期，原{again(due.original[0])}")
        cells.append(due.original[1])
    if due.binding != due.nominal and not settled:
        beside.append(f"顺延到{again(due.binding)}")
    if due.plan and _plan_beside(due):
        plan = again(due.plan.when.day) if due.plan.when.day and due.plan.when.kind == "day" else due.plan.shown
        beside.append(f"剩余时限{plan}{'，没有批准延期' if due.later_plan and not settled else ''}")
        cells.append(due.plan.cell)
    text = say(due.nominal) + (f"（{'；'.join(beside)}）" if beside else "")
    return TracedText(text, dict.fromkeys(cell.address for cell in cells))


def shift(due: Deadline, say: Callable[[date], str] = chinese) -> str:
    """Return on which working day a deadline falls due that lies on a holiday; empty for all others."""
    return f"（顺延到{say(due.binding)}）" if due.binding != due.nominal else ""


def place(doubt: DeadlineDoubt) -> str:
    """Return the cell of a doubt as a clerk says it: 问题台账K4."""
    return doubt.cell.address.replace("!", "")


def _name(problem: Problem) -> str:
    """Return what people call a problem: its id, else its row."""
    return problem.id or f"《{problem.row.sheet}》第{problem.number}行"
