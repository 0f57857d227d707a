"""The conditions on which a problem may be closed, and on which its closing stands; all that are not met at once.

One set of rules, whoever wrote a cell: the steps of `close` refuse by it, `check` and `review` tell by it, and what
counts as 已销号 is what meets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells.signatures import first_day
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import Files, Refusal, UnmetCondition
from rectify_xl.ledger.closure_rules.signed_rows import measure_name, overlaps, papers
from rectify_xl.ledger.closure_rules.step_traces import traces
from rectify_xl.ledger.records import Cell, Evidence, Ledger, Problem
from rectify_xl.text.excerpts import first_few

IMMEDIATE = "立行立改"
BACKUPS = "rectify_xl_备份"
"""The folder with the dated copies of ledgers."""


def conditions(ledger: Ledger, problem: Problem, as_of: date, files: Files) -> tuple[UnmetCondition, ...]:
    """Return every condition that keeps `problem` from being closed; nothing where it is closed already."""
    return conditions_of(closure_case.gather(ledger, as_of, files), problem)


def conditions_of(facts: ClosureFacts, problem: Problem) -> tuple[UnmetCondition, ...]:
    """Return what `conditions` does, for one of many problems."""
    case = closure_case.of(facts, problem.id)
    if isinstance(case, Refusal):
        return (UnmetCondition("ledger", problem.row.cell("编号"), case.text, case.remedy),)
    return missing(case)


def missing(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return every condition of a case that keeps it from being closed: first the work, then the papers."""
    if case.doubt:
        return (UnmetCondition("doubt", case.doubt.cell, case.doubt.text, case.doubt.remedy),)
    return () if case.closed else _refusing((*work(case), *papers(case), *traces(case)))


def faults(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return everything for which the closing of a closed problem does not stand, or is not proven."""
    if case.doubt:
        return (UnmetCondition("doubt", case.doubt.cell, case.doubt.text, case.doubt.remedy),)
    return _refusing((*work(case), *papers(case), *traces(case))) if case.closed else ()


def stands(case: ClosureCase) -> bool:
    """Tell whether a problem is closed, on all conditions that the workbook itself can tell."""
    return case.closed is not None and not any(fault.severity == "void" for fault in faults(case))


def notes(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return what has to be told before a closing is signed, and goes on record with it."""
    closing = case.closing
    remarks = (*_shared(case), *case.facts.others.get(case.problem.id, ()))
    if closing is not None and not case.doubt:
        remarks = (*overlaps(case, closing), *remarks, *traces(case))
    return tuple(fault for fault in remarks if fault.severity == "tell")


def _refusing(faults: tuple[UnmetCondition, ...]) -> tuple[UnmetCondition, ...]:
    return tuple(fault for fault in faults if fault.severity != "tell")


def work(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return what is not yet done: status, remaining part, finishing date, measures, evidence."""
    return (*_status(case), *_feedback(case), *_finished(case), *_measures(case), *_evidence(case))


def _status(case: ClosureCase) -> Iterator[UnmetCondition]:
    row, done = case.problem.row, case.ledger.counting.done
    if case.problem.completion not in done:
        shown = case.problem.completion or "空"
        words = "、".join(sorted(done))
        yield UnmetCondition("status", row.cell("完成程度"), f"完成程度是“{shown}”", f"整改完成后请改为“{words}”")
    unread = [column for column in ("剩余事项", "剩余时限") if row.cell(column).filled and not row.text(column)]
    if case.problem.remaining or "剩余事项" in unread:
        yield UnmetCondition("remaining", row.cell("剩余事项"), "还有剩余事项", "请办完后清空；没有剩余的请直接清空")
    if case.problem.remaining_due.kind != "none" or "剩余时限" in unread:
        yield UnmetCondition("remaining", row.cell("剩余时限"), "还有剩余时限", "剩余事项办完后请一并清空")


def _feedback(case: ClosureCase) -> Iterator[UnmetCondition]:
    if case.facts.feedback is None:
        cell = case.ledger.info_cell("反馈日期")
        text = "『基本信息』没有可用的反馈日期，各项日期是否早于反馈无从核对"
        yield UnmetCondition("feedback", cell, text, "请补填反馈日期", "refuse")


def _finished(case: ClosureCase) -> Iterator[UnmetCondition]:
    problem, cell = case.problem, case.problem.row.cell("完成日期")
    first, feedback = first_day(problem.finished), case.facts.feedback
    if first is None:
        complaint = f"“{cell.text}”不是可用的日期" if cell.filled else "没有填写"
        yield UnmetCondition("finished", cell, f"完成日期{complaint}", "请填写全部完成的日期")
    elif first > case.as_of:
        yield UnmetCondition("finished", cell, f"完成日期{first.isoformat()}还没有到", "请填写实际完成的日期")
    elif feedback and (problem.finished.day or first) < feedback and not _at_once(problem):
        yield UnmetCondition(
            "finished",
            cell,
            f"完成日期{first.isoformat()}早于反馈日期{feedback.isoformat()}",
            "请核对；巡察期间立行立改的，请把“即知即改”填“是”",
        )


def _at_once(problem: Problem) -> bool:
    return problem.immediate or problem.row.text("时限类型") == IMMEDIATE


def _measures(case: ClosureCase) -> Iterator[UnmetCondition]:
    if not case.measures:
        yield from _no_measure(case)
    for measure in case.measures:
        name = measure_name(measure)
        cell = measure.row.cell("完成程度")
        first = first_day(measure.finished)
        if measure.completion not in case.ledger.counting.done:
            complaint = f"是“{measure.completion}”" if measure.completion else "没有填写"
            yield UnmetCondition("measure", cell, f"措施{name}的完成程度{complaint}", "请办完这条措施，再改完成程度")
        elif first and first > case.as_of:
            cell = measure.row.cell("完成日期")
            yield UnmetCondition(
                "measure", cell, f"措施{name}的完成日期{first.isoformat()}还没有到", "请填写实际完成的日期"
            )


def _no_measure(case: ClosureCase) -> Iterator[UnmetCondition]:
    """Ask for a measure; of what was put right at once (即知即改) only for words that say how."""
    problem = case.problem
    if not problem.immediate:
        facts = case.ledger.sheets.get(schema.MEASURES.name)
        place = Cell(schema.MEASURES.name, (facts.last_row if facts else 1) + 1, 1)
        remedy = (
            f"请登记做了什么，“问题编号”填{problem.id}；当场改好、没有另定措施的，请把“即知即改”填“是”并写明整改进展"
        )
        yield UnmetCondition("measures", place, "整改措施中没有本问题的措施", remedy)
    elif not problem.progress:
        cell = problem.row.cell("整改进展")
        text = "即知即改，没有登记措施，整改进展也没有写明怎么改的"
        yield UnmetCondition("measures", cell, text, "请写明做了什么，或登记整改措施")


def evidence_of(case: ClosureCase) -> tuple[Evidence, ...]:
    """Return the evidence that names the problem or one of its measures; of one file only the last version."""
    documents = case.facts.relations.evidence_of(case.problem.id)
    return tuple({document.source or f"第{document.row.number}行": document for document in documents}.values())


def _evidence(case: ClosureCase) -> Iterator[UnmetCondition]:
    add = f"请登记佐证材料（close 台账 {case.problem.id} --evidence 文件）"
    documents = evidence_of(case)
    facts = case.ledger.sheets.get(schema.EVIDENCE.name)
    if not documents:
        place = Cell(schema.EVIDENCE.name, (facts.last_row if facts else 1) + 1, 1)
        yield UnmetCondition("evidence", place, "佐证材料中没有本问题的材料", add)
        return
    for document in documents:
        first = first_day(document.date)
        if first and first > case.as_of:
            text = f"材料{document.id or document.name}的日期{first.isoformat()}还没有到"
            yield UnmetCondition("evidence", document.row.cell("日期"), text, "请填写材料的实际日期")
    proving = [document for document in documents if not _is_ledger(case.ledger, document.source)]
    for document in documents:
        if document not in proving:
            cell = document.row.cell("文件或文号")
            yield UnmetCondition("evidence", cell, "台账本身不能作佐证材料", f"请登记证明整改的原件。{add}")
    sealed = [document for document in proving if document.row.text("SHA-256")]
    if proving and not sealed:
        cell = proving[0].row.cell("SHA-256")
        yield UnmetCondition("evidence", cell, f"登记的{len(proving)}份材料都没有校验码", add, "refuse")
    if case.facts.files is not None:
        for document in sealed:
            remedy = "请找回登记时的原件，放回原处；不要登记新版本，那算签批以后改动"
            yield from _file(
                document, case.facts.files.get(document.source), remedy if case.closed else f"请核对；确需更换的，{add}"
            )


def _file(document: Evidence, digest: str | None, remedy: str) -> Iterator[UnmetCondition]:
    """Tell what is wrong with the file that a sealed document names."""
    cell = document.row.cell("文件或文号")
    if digest is None:
        text = f"台账所在文件夹里找不到“{document.source}”"
        yield UnmetCondition("evidence", cell, text, "请把文件放回原处，或改正文件名", "refuse")
    elif digest.lower() != document.row.text("SHA-256").lower():
        text = f"“{document.source}”与登记时的内容不一致，登记后被改动过"
        yield UnmetCondition("evidence", cell, text, remedy, "refuse")


def _is_ledger(ledger: Ledger, source: str) -> bool:
    """Tell whether a document is the ledger itself, or one of the copies that the program keeps of it."""
    *folders, file = source.replace("\\", "/").casefold().split("/")
    return file == ledger.name.casefold() or BACKUPS in folders


def _shared(case: ClosureCase) -> Iterator[UnmetCondition]:
    """Tell of documents that stand for other problems too: by their row, by their file, or by their content."""
    for document in evidence_of(case):
        if others := sorted(case.facts.sharing(document) - {case.problem.id}):
            named = first_few(others, 5, more="等")
            text = f"材料{document.id or document.name}同时也是{named}的佐证（共{len(others) + 1}个问题）"
            remedy = "请核对这份材料能否证明本问题；各有原件的请分别登记"
            yield UnmetCondition("shared", document.row.cell("文件或文号"), text, remedy, "tell")
