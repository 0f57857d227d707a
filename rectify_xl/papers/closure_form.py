"""What stands in 销号审批表, the paper on which a closing is signed."""

from __future__ import annotations

from rectify_xl.dates import ReadDate, chinese
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.records import Closure, Problem
from rectify_xl.ledger.vocabulary import CLOSE
from rectify_xl.papers.closure_form_fields import ClosureForm
from rectify_xl.papers.evidence_annex import EvidenceAnnex, mark
from rectify_xl.text.excerpts import beginning_of
from rectify_xl.text.provenance import TracedText

LONGEST = 220
"""Characters of 整改进展 on the form."""

BLANK_DATE = "　　　　年　　月　　日"
BLANK_NAME = "　　　　　　"


def form(case: ClosureCase, annex: EvidenceAnnex | None = None) -> ClosureForm:
    """Return the fields of one form; what is not yet signed is left blank for a pen."""
    problem, ledger = case.problem, case.ledger
    closing = case.closed or (case.running if case.running and case.running.kind == CLOSE else None)
    measures = case.measures
    done = sum(measure.completion in ledger.counting.done for measure in measures)
    evidence = conditions.evidence_of(case)
    return ClosureForm(
        单位=TracedText(ledger.info_text("单位名称"), [ledger.info_cell("单位名称").address]),
        编号=_of(problem, "编号", problem.id),
        问题=_of(problem, "具体问题", problem.problem),
        方面=_of(problem, "方面", problem.aspect),
        大项=_of(problem, "大项", problem.group or "—"),
        牵头领导=_of(problem, "牵头领导", problem.lead),
        责任科室=_of(problem, "责任科室", problem.department),
        责任人=_of(problem, "责任人", problem.person),
        时限=_deadline(case),
        完成日期=_of(problem, "完成日期", _day(problem.finished)),
        后续要求=_of(problem, "后续要求", problem.follow_up),
        措施=TracedText(
            f"共{len(measures)}条，完成{done}条。" if measures else "没有登记。",
            [measure.row.cell("完成程度").address for measure in measures],
        ),
        进展=_of(problem, "整改进展", _shortened(problem.progress)),
        佐证=TracedText(
            "\n".join(f"{number}. {document.name or document.source}" for number, document in enumerate(evidence, 1))
            or "没有登记。",
            [document.row.cell("名称").address for document in evidence],
        ),
        申请=_from(
            closing,
            "申请人",
            _signed(closing.row.text("申请人"), _day(closing.applied)) if closing else _signed("", ""),
        ),
        意见=_from(closing, "验收意见", closing.row.text("验收意见") if closing else ""),
        签字=[
            (ledger.termed(_label(signer.role)), _from(closing, signer.column, _signature(closing, signer.column)))
            for signer in case.signers
        ],
        上级=len(case.signers) == len(SIGNERS),
        结论=_from(closing, "结论", _verdict(closing)),
        出处=TracedText(_origin(case), [problem.row.cell("编号").address]),
        照片=mark(problem.id, annex),
        余件=annex.rest_text if annex else "",
    )


def _shortened(text: str) -> str:
    """Return a text that leaves room for the signatures on one page; what is left out is said."""
    return beginning_of(text, LONGEST, "台账")


def _of(problem: Problem, column: str, text: str) -> TracedText:
    """Return a text that comes from a cell of the problem."""
    return TracedText(text, [problem.row.cell(column).address])


def _from(closing: Closure | None, column: str, text: str) -> TracedText:
    """Return a text that comes from a cell of 销号登记; one that waits for a pen comes from nowhere."""
    return TracedText(text, [closing.row.cell(column).address] if closing else [])


def _label(role: str) -> str:
    return f"{role}\n验收" if role == "责任科室" else f"{role}\n复核" if role == "上级" else f"{role}\n意见"


def _day(when: ReadDate) -> str:
    if when.day and when.kind == "month":
        return f"{when.day.year}年{when.day.month}月"
    return chinese(when.day) if when.day else when.text


def _deadline(case: ClosureCase) -> TracedText:
    """Return the deadline as written, and as it was extended."""
    problem = case.problem
    written = _day(problem.due) or _day(problem.remaining_due)
    if problem.due.day and problem.remaining_due.text:
        written += f"（剩余时限{_day(problem.remaining_due)}）"
    due = binding_deadline.effective(case.ledger, case.as_of).get(problem.number)
    cells = dict.fromkeys([problem.row.cell("整改时限").address, *([due.cell.address] if due else [])])
    return TracedText(f"{written}（延期至{chinese(due.nominal)}）" if due and due.extended else written, cells)


def _signature(closing: Closure | None, column: str) -> str:
    if closing is None:
        return _signed("", "")
    mark = closure_case.signature(closing.row.text(column))
    return _signed(mark.name, chinese(mark.day) if mark.day else "")


def _signed(name: str, day: str) -> str:
    return f"签字：{name or BLANK_NAME}　　{day or BLANK_DATE}"


def _verdict(closing: Closure | None) -> str:
    if closing is None or not closing.verdict:
        return f"　□通过　　□退回　　　　{BLANK_DATE}"
    return f"{closing.verdict}　　{_day(closing.decided)}"


def _origin(case: ClosureCase) -> str:
    return f"注：本表内容取自整改台账，截至{chinese(case.as_of)}。"
