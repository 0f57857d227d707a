"""《填报说明》: what the first sheet of a department's workbook says. Pure; `workbook.share_workbook` draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.records import Ledger, Measure, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import CLOSE, RETURNED
from rectify_xl.supervision.distribution.sent_record import CODE_LABEL
from rectify_xl.supervision.distribution.shares import MEASURE_ONLY, PARTS, LedgerShare, SharedProblem
from rectify_xl.text import excerpts
from rectify_xl.text.refs import address_of, cell_ref

MOST_NAMED = 4
DONE, UNREAD = "已报完成", "时限读不出"
_ORDER = ("red", "orange", "")
"""What is late comes first on the sheet, then what falls due; what is done comes last."""
LONGEST_PROBLEM, LONGEST_QUOTE = 60, 24


class Sender(NamedTuple):
    """Who sends, when, until when it is to come back (None: not said), under which code."""

    unit: str
    by: str
    day: date
    reply_by: date | None
    code: str
    contact: str = ""


class GuideRow(NamedTuple):
    """One problem on the first sheet: its words, how it stands with its deadline, what is asked.

    `tone` is red (late), orange (soon), or empty; `link` the address of its row in the workbook.
    """

    id: str
    problem: str
    part: str
    due: str
    state: str
    asked: str
    tone: str
    link: str


class FillGuide(NamedTuple):
    """All that the first sheet says: the title, lines of label and text, how to fill in, and a row for each problem."""

    code: str
    to: str
    title: str
    heads: tuple[tuple[str, str], ...]
    summary: str
    steps: tuple[str, ...]
    rows: tuple[GuideRow, ...]


def guide(ledger: Ledger, share: LedgerShare, sender: Sender, as_of: date) -> FillGuide:
    """Return the first sheet of a share. `as_of` is the day by which lateness is told."""
    binding = binding_deadline.effective(ledger, as_of)
    doubts = binding_deadline.doubts(ledger, as_of)
    soon = binding_deadline.days_setting(ledger, "临期天数")
    relations = Relations(ledger)
    rows: list[GuideRow] = []
    for number, one in enumerate(share.problems, 2):
        due = binding.get(one.problem.number)
        done = problem_counts.is_done(one.problem, ledger.counting)
        doubt = doubts.get(one.problem.number)
        state, tone = _state(due, as_of, soon, done=done, doubtful=doubt is not None)
        rows.append(
            GuideRow(
                one.problem.id,
                _short(one.problem.problem),
                one.part,
                _due(one.problem, due),
                state,
                "；".join(_asked(ledger, share, one, relations, as_of)) or "没有空缺；有新进展请更新",
                tone,
                address_of(schema.PROBLEMS.name, cell_ref(number, 1)),
            )
        )
    heads = (
        (CODE_LABEL, sender.code),
        ("发给", share.name),
        ("发出", "，".join(filter(None, (sender.unit, sender.by, chinese(sender.day))))),
        ("请于", f"{chinese(sender.reply_by)}前退回本文件" if sender.reply_by else "尽快退回本文件"),
        *((("联系", sender.contact),) if sender.contact else ()),
    )
    unit = f"{sender.unit}巡察整改" if sender.unit else "巡察整改"
    rows.sort(key=lambda row: (_ORDER.index(row.tone), row.state == DONE))
    return FillGuide(
        sender.code, share.name, f"{unit}　填报说明", heads, _summary(share, rows), _steps(share), tuple(rows)
    )


def _summary(share: LedgerShare, rows: Sequence[GuideRow]) -> str:
    """Return how much there is, and how much of it is late or nearly so."""
    parts = [one.part for one in share.problems]
    counted = "、".join(f"{part}{parts.count(part)}个" for part in PARTS if part in parts)
    unread = sum(row.state == UNREAD for row in rows)
    late, near = (sum(row.tone == tone for row in rows) for tone in ("red", "orange"))
    urgent = f"其中已逾期{late}个、即将到期{near - unread}个" if late or near > unread else "没有已逾期和即将到期的"
    urgent += f"，时限读不出{unread}个，请告诉我们是哪一天。" if unread else "。"
    measures = f"，整改措施{len(share.measures)}条" if share.measures else ""
    return f"本表共有问题{len(share.problems)}个（{counted}）{measures}。{urgent}"


def _steps(share: LedgerShare) -> tuple[str, ...]:
    shown = any(one.shown_only for one in share.problems)
    return (
        "只填蓝色表头的列；灰色表头的列（编号、方面、具体问题、责任科室、整改时限、公开等）请不要改，要改的请告诉我们。",
        "《问题台账》：更新完成程度、整改进展（做了什么、结果如何）；没办完的写剩余事项和剩余时限，办完的写完成日期。",
        "《整改措施》：更新每条措施的完成程度和完成日期。新增措施的，在最后一行下面接着填，措施编号可以留空。",
        "《制度清单》《佐证材料》：新建的制度、证明材料在最后一行下面接着填，写明对应的问题编号，材料编号可以留空。",
        *((f"标明“{MEASURE_ONLY}”的问题只供对照，请只填《整改措施》中的措施。",) if shown else ()),
        "办不完需要延期的，请另行申请，不要自己改整改时限；表头、编号不要改，不要合并单元格，不要删行。",
        "填好后保存，把本文件原样退回即可，文件名可以改。",
    )


def _due(problem: Problem, due: Deadline | None) -> str:
    if due is None:
        return problem.row.text("整改时限") or "未填"
    return f"{chinese(due.nominal)}{'（已延期）' if due.extended else ''}"


def _state(due: Deadline | None, as_of: date, soon: int, *, done: bool, doubtful: bool) -> tuple[str, str]:
    """Return how a problem stands with its deadline, and its tone."""
    if done:
        return DONE, ""
    if doubtful:
        return UNREAD, "orange"
    if due is None:
        return "没有具体日期", ""
    late = due.days_late(as_of)
    if late > 0:
        return f"已逾期{late}天", "red"
    if -late <= soon:
        return (f"还有{-late}天" if late else "今天到期"), "orange"
    return f"还有{-late}天", ""


def _asked(ledger: Ledger, share: LedgerShare, one: SharedProblem, relations: Relations, as_of: date) -> Iterator[str]:
    """Yield what is missing of a problem, in the words of a clerk."""
    problem = one.problem
    sent = {measure.row.number for measure in share.measures}
    measures = [measure for measure in relations.measures_of(problem.id) if measure.row.number in sent]
    if not one.shown_only:
        yield from _blanks(ledger, problem)
        if problem_counts.is_done(problem, ledger.counting) and not relations.evidence_of(problem.id):
            yield "报了完成，还没有登记佐证材料"
        for closure in relations.closures_of(problem.id)[-1:]:
            if closure.kind == CLOSE and closure.verdict == RETURNED:
                words = closure.row.text("补充要求")
                yield f"销号被退回，请补充：{words}" if words else "销号被退回，请补充后再报"
    yield from _measures(ledger, measures, as_of)


def _blanks(ledger: Ledger, problem: Problem) -> Iterator[str]:
    done = problem_counts.is_done(problem, ledger.counting)
    blank = [
        column
        for column, missing in (
            ("责任人", not problem.person),
            ("完成程度", not problem.completion),
            ("整改进展", not problem.progress),
            ("完成日期", done and problem.finished.day is None),
        )
        if missing
    ]
    if blank:
        yield f"请填{'、'.join(blank)}"
    if ledger.unread_status(problem.completion):
        yield f"完成程度“{problem.completion}”不在下拉框里，请从下拉框中选"
    elif problem.completion in ledger.counting.done and problem.remaining:
        yield f"列为“{problem.completion}”，剩余事项却写着“{_quoted(problem.remaining)}”，请更正"
    elif not done and problem.progress:
        yield "请更新整改进展" if problem.remaining else "请更新整改进展，写明还剩什么"


def _measures(ledger: Ledger, measures: Sequence[Measure], as_of: date) -> Iterator[str]:
    """Yield which measures are late by their own 时限, and of which nobody knows how far they are."""
    late = [
        measure
        for measure in measures
        if measure.completion not in ledger.counting.done
        and measure.due.day
        and binding_deadline.falls_due(measure.due.day) < as_of
    ]
    silent = [measure for measure in measures if not measure.completion]
    unread = [
        measure for measure in measures if measure.completion not in ledger.counting.done and measure.due.unreadable
    ]
    for group, words in ((late, "已过自己的时限还没完成"), (silent, "没填完成程度"), (unread, "的时限读不出")):
        if group:
            named = excerpts.first_few([_name(measure) for measure in group], MOST_NAMED, "、", f"等{len(group)}条")
            yield f"措施{named}{words}"


def _name(measure: Measure) -> str:
    return measure.id or f"“{_short(measure.text)[:12]}”"


def _quoted(text: str) -> str:
    return excerpts.quoted(excerpts.shortened(" ".join(text.split()), LONGEST_QUOTE))


def _short(text: str) -> str:
    return excerpts.shortened(" ".join(text.split()), LONGEST_PROBLEM)
