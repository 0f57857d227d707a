"""RX725, RX726, RX728, RX729: rows whose id, department, heading or very problem was changed after they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.judgement.checks.remembered import Earlier
from rectify_xl.ledger import known_rows, schema
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.cells.heading_letters import letters
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import first_few


@check(
    "RX725",
    "id-changed",
    "问题编号被改动",
    guards="问题的编号登记以后被改掉，变更记录、佐证、销号和回头看里的旧编号就对不上了。",
    ignore="报送以前统一重编、各表一起改过的，可以忽略。",
)
def id_changed(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that had another id before, by what the ledger remembers."""
    alike = Counter(problem.id for problem in ledger.problems) if context.record.lines else Counter[str]()
    for problem in ledger.problems if context.record.lines else ():
        past = context.record.trails.get(problem.id, {}).get("编号", [])
        first = next((change for change in past if cell_value.identifier(change.text) != problem.id), None)
        if first and cell_value.identifier(past[0].text) != problem.id:
            what = f"原来是{quote(first.text)}，后来改成了{problem.id}（{first.line.where}）。"
            if alike[problem.id] > 1:
                what = _one_of_several(ledger, context, problem, what)
            if what:
                yield remark(
                    problem.row, "编号", what, "编号固定不变，请把{}改回原来的；确需改的，请核实各表并向上级说明。"
                )


def _one_of_several(ledger: Ledger, context: Context, problem: Problem, otherwise: str) -> str:
    """Say which id a row had of those that were changed to one; all of them where its words do not tell.

    Nothing where another row of this id is known to have had the only one: then this row had its own all the time;
    `otherwise` where no line tells of this id.
    """
    lines = {
        cell_value.identifier(line.old): line
        for line in context.record.lines
        if line.sheet == schema.PROBLEMS.name
        and line.column == "编号"
        and cell_value.identifier(line.new) == problem.id
    }
    if not lines:
        return otherwise
    known = known_rows.KnownRows(ledger)
    names = known.had_id(problem, lines)
    if len(names) == 1 or len(lines) == 1:
        others = (other for other in ledger.problems if other.id == problem.id and other.number != problem.number)
        if not names and any(known.had_id(other, lines) for other in others):
            return ""
        line = lines[names[0]] if names else next(iter(lines.values()))
        return f"原来是{quote(line.old)}，后来改成了{problem.id}（{line.where}）。"
    several = "、".join(quote(line.old) for line in lines.values())
    return f"是改过的：{several}都改成了{problem.id}，分不出本行原来是哪一个。"


@check(
    "RX726",
    "row-moved",
    "责任科室、方面或大项被改动",
    guards="把问题改到别的科室、别的方面、别的大项名下，几个大项并成一个，分科室、分方面的数字和大项数就变了。",
    ignore="职责调整、原来填错，已核实的可以忽略；整个科室、整个方面或大项改名的，程序不提示。",
)
def row_moved(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that counts under another 责任科室, 方面 or 大项 than before; not where the name was changed.

    Departments may be merged by order; two 方面 or 大项 that become one are fewer than the inspection found.
    """
    if not context.record.lines:
        return
    rules = {departments.name(word): departments.name(cell.text) for word, cell in ledger.department_rules if cell.text}
    readers: Mapping[str, Callable[[str], str]] = {
        "责任科室": lambda text: next(iter(departments.names(text, rules)), ""),
        "方面": letters,
        "大项": letters,
    }
    for column, read in readers.items():
        before: dict[int, tuple[Earlier, str, str]] = {}
        for problem in ledger.problems:
            past = context.record.trails.get(problem.id, {}).get(column, ())
            first = next((change for change in past if read(change.text)), None)
            now = read(problem.row.text(column))
            if first and read(first.text) != now:
                before[problem.number] = first, read(first.text), now
        staying = {read(problem.row.text(column)) for problem in ledger.problems if problem.number not in before}
        if column != "责任科室":
            came = Counter(now for _, now in {(old, now) for _, old, now in before.values()})
            staying |= {now for now, number in came.items() if number > 1}
        for problem in ledger.problems:
            if problem.number in before:
                first, old, now = before[problem.number]
                closed = problem.id in context.closed
                if closed or not now or old in staying or now in staying:
                    yield _moved(problem, column, first, closed=closed)


def _moved(problem: Problem, column: str, first: Earlier, *, closed: bool) -> Remark:
    now = problem.row.text(column)
    became = f"改成了{quote(now)}" if now else "清空了"
    late = "；这个问题已登记销号" if closed else ""
    what = f"原来是{quote(first.text)}，后来{became}（{first.line.where}）{late}，分{_by(column)}的数字随着变了。"
    return remark(problem.row, column, what, "请核实；没有调整依据的，请把{}改回原来的，有依据的请向上级说明。")


def _by(column: str) -> str:
    return "科室" if column == "责任科室" else column


@check(
    "RX728",
    "problem-swapped",
    "编号没动，问题换成了另一件",
    guards="编号不动，把“具体问题”换成另一件事，原来的问题就不见了，数字却不变；好办的一件顶替了没办完的一件。",
    ignore="原来的文字填错了行、已核实改正的，可以忽略；改错字、删繁就简、补充说明，程序不提示。",
)
def problem_swapped(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem whose words were about another matter before, by what the ledger remembers."""
    if not context.record.lines:
        return
    from rectify_xl.text.similar import same_matter

    for problem in ledger.problems:
        past = context.record.trails.get(problem.id, {}).get("具体问题", ())
        first = past[0] if past else None
        if first and not same_matter(first.text, problem.problem):
            became = f"换成了{quote(problem.problem)}" if problem.problem else "清空了"
            what = f"原来是{quote(first.text)}，后来{became}（{first.line.where}），编号没有变。"
            fix = "请把{}改回原来的问题；另一件事请另起一行、另编号，并向上级说明；确是原来填错的，请核实后保留。"
            yield remark(problem.row, "具体问题", what, fix)


@check(
    "RX729",
    "problem-softened",
    "编号没动，问题里的数改小了",
    guards="编号不动，把“具体问题”里的户数、人次、金额改小或者删去，问题就显得轻了；反馈意见里的数是定死的。",
    ignore="原来写错、已核实改正的，可以忽略；改错字、补充说明、换一种写法，程序不提示。",
)
def problem_softened(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem whose words count less than before, by what the ledger remembers, and are about it still."""
    if not context.record.lines:
        return
    from rectify_xl.text.quantities import lessened, quantities
    from rectify_xl.text.similar import same_matter

    for problem in ledger.problems:
        past = context.record.trails.get(problem.id, {}).get("具体问题", ())
        now = quantities(problem.problem) if past else ()
        for before in past if problem.problem else ():
            less = lessened(quantities(before.text), now)
            if less and same_matter(before.text, problem.problem):
                what = (
                    f"原来是{quote(before.text)}，后来改轻了：{first_few(less, 3)}（{before.line.where}），编号没有变。"
                )
                fix = "请把{}改回原来的写法；确是原来写错的，请核实后保留，并向上级说明。"
                yield remark(problem.row, "具体问题", what, fix)
                break


@check(
    "RX730",
    "round-taken-over",
    "沿用了上一轮的台账",
    guards="拿上一轮的台账改一改就用，上一轮的变更记录、销号、回头看也跟着来了；程序认出换了轮次，上一轮的改动不再逐行提示。",
    ignore="上一轮的台账另存过、本轮的内容已逐表核对的，可以忽略；新一轮最好用空白台账。",
)
def round_taken_over(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield the round of a ledger that was that of another round before, with most problems of its own."""
    if number := context.record.of_former_round:
        cell = ledger.info_cell("巡察轮次")
        what = (
            f"巡察轮次改成了{quote(cell.text)}，多数问题也换了，是沿用上一轮的台账；以前的{number}处改动不再逐行提示。"
        )
        yield Remark(cell, "巡察轮次", what, f"请核对{cell.ref}和各表里有没有上一轮留下的内容；新一轮最好用空白台账。")
