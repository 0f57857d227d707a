"""The conditions on which a problem may be closed; all that are not met are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl import schema, values
from rectify_xl.closure import case as cases
from rectify_xl.closure.case import Case
from rectify_xl.closure.model import SIGNERS, Files, Missing, Refusal, Signer
from rectify_xl.model import Cell, Evidence, Ledger, Measure, Problem
from rectify_xl.refs import cell_ref
from rectify_xl.relations import Relations
from rectify_xl.vocabulary import CLOSE

IMMEDIATE = "立行立改"


def conditions(ledger: Ledger, problem: Problem, as_of: date, files: Files) -> tuple[Missing, ...]:
    """Return every condition that keeps `problem` from being closed; nothing where it is closed already."""
    case = cases.look(ledger, problem.id, as_of, files)
    if isinstance(case, Refusal):
        return (Missing("ledger", problem.row.cell("编号").address, case.text, case.remedy),)
    return missing(case)


def missing(case: Case) -> tuple[Missing, ...]:
    """Return every condition of a case that is not met: first the work, then the papers."""
    if case.doubt:
        return (Missing("doubt", case.doubt.cell.address, case.doubt.text, case.doubt.remedy),)
    if case.closed:
        return ()
    return (*work(case), *papers(case))


def work(case: Case) -> tuple[Missing, ...]:
    """Return what is not yet done: status, remaining part, finishing date, measures, evidence."""
    return (*_status(case), *_feedback(case), *_finished(case), *_measures(case), *_evidence(case))


def _missing(code: str, cell: Cell, text: str, remedy: str) -> Missing:
    return Missing(code, cell.address, text, remedy)


def _status(case: Case) -> Iterator[Missing]:
    row, done = case.problem.row, case.ledger.counting.done
    if case.problem.completion not in done:
        shown = case.problem.completion or "空"
        words = "、".join(sorted(done))
        yield _missing("status", row.cell("完成程度"), f"完成程度是“{shown}”", f"整改完成后请改为“{words}”")
    unread = [each for each in ("剩余事项", "剩余时限") if row.cell(each).filled and not row.text(each)]
    if case.problem.remaining or "剩余事项" in unread:
        yield _missing("remaining", row.cell("剩余事项"), "还有剩余事项", "请办完后清空；没有剩余的请直接清空")
    if case.problem.remaining_due.kind != "none" or "剩余时限" in unread:
        yield _missing("remaining", row.cell("剩余时限"), "还有剩余时限", "剩余事项办完后请一并清空")


def _feedback(case: Case) -> Iterator[Missing]:
    if case.ledger.feedback is None:
        cell = case.ledger.info_cell("反馈日期")
        text = "『基本信息』没有可用的反馈日期，各项日期是否早于反馈无从核对"
        yield _missing("feedback", cell, text, "请补填反馈日期")


def _finished(case: Case) -> Iterator[Missing]:
    problem, cell = case.problem, case.problem.row.cell("完成日期")
    first, feedback = cases.begins(problem.finished), case.ledger.feedback
    if first is None:
        said = f"“{cell.text}”不是可用的日期" if cell.filled else "没有填写"
        yield _missing("finished", cell, f"完成日期{said}", "请填写全部完成的日期")
    elif first > case.as_of:
        yield _missing("finished", cell, f"完成日期{first.isoformat()}还没有到", "请填写实际完成的日期")
    elif feedback and (problem.finished.day or first) < feedback and not _at_once(problem):
        yield _missing(
            "finished",
            cell,
            f"完成日期{first.isoformat()}早于反馈日期{feedback.isoformat()}",
            "请核对；巡察期间立行立改的，请把“即知即改”填“是”",
        )


def _at_once(problem: Problem) -> bool:
    return problem.immediate or problem.row.text("时限类型") == IMMEDIATE


def _measures(case: Case) -> Iterator[Missing]:
    if not case.measures:
        yield from _no_measure(case)
    for measure in case.measures:
        name = _name(measure)
        cell = measure.row.cell("完成程度")
        first = cases.begins(measure.finished)
        if measure.completion not in case.ledger.counting.done:
            said = f"是“{measure.completion}”" if measure.completion else "没有填写"
            yield _missing("measure", cell, f"措施{name}的完成程度{said}", "请办完这条措施，再改完成程度")
        elif first and first > case.as_of:
            cell = measure.row.cell("完成日期")
            yield _missing("measure", cell, f"措施{name}的完成日期{first.isoformat()}还没有到", "请填写实际完成的日期")


def _name(measure: Measure) -> str:
    return measure.id or f"第{measure.row.number}行"


def _no_measure(case: Case) -> Iterator[Missing]:
    """Ask for a measure; of what was put right at once (即知即改) only for words that say how."""
    problem = case.problem
    if not problem.immediate:
        facts = case.ledger.sheets.get(schema.MEASURES.name)
        place = Cell(schema.MEASURES.name, (facts.last_row if facts else 1) + 1, 1)
        remedy = (
            f"请登记做了什么，“问题编号”填{problem.id}；当场改好、没有另定措施的，请把“即知即改”填“是”并写明整改进展"
        )
        yield _missing("measures", place, "整改措施中没有本问题的措施", remedy)
    elif not problem.progress:
        cell = problem.row.cell("整改进展")
        text = "即知即改，没有登记措施，整改进展也没有写明怎么改的"
        yield _missing("measures", cell, text, "请写明做了什么，或登记整改措施")


def evidence_of(case: Case) -> tuple[Evidence, ...]:
    """Return the evidence that names the problem or one of its measures; of one file only the last version."""
    found = Relations(case.ledger).evidence_of(case.problem.id)
    return tuple({each.source or f"第{each.row.number}行": each for each in found}.values())


def _evidence(case: Case) -> Iterator[Missing]:
    add = f"请登记佐证材料（close 台账 {case.problem.id} --evidence 文件）"
    found = evidence_of(case)
    facts = case.ledger.sheets.get(schema.EVIDENCE.name)
    if not found:
        place = Cell(schema.EVIDENCE.name, (facts.last_row if facts else 1) + 1, 1)
        yield _missing("evidence", place, "佐证材料中没有本问题的材料", add)
        return
    for each in found:
        first = cases.begins(each.date)
        if first and first > case.as_of:
            text = f"材料{each.id or each.name}的日期{first.isoformat()}还没有到"
            yield _missing("evidence", each.row.cell("日期"), text, "请填写材料的实际日期")
    sealed = [each for each in found if each.row.text("SHA-256")]
    if not sealed:
        cell = found[0].row.cell("SHA-256")
        yield _missing("evidence", cell, f"登记的{len(found)}份材料都没有 SHA-256 校验值", add)
    for each in sealed:
        cell = each.row.cell("文件或文号")
        held = case.files.get(each.source)
        if held is None:
            yield _missing("evidence", cell, f"台账所在文件夹里找不到“{each.source}”", "请把文件放回原处，或改正文件名")
        elif held.lower() != each.row.text("SHA-256").lower():
            yield _missing(
                "evidence",
                cell,
                f"“{each.source}”与登记时的 SHA-256 不符，登记后被改动过",
                f"请核对；确需更换的，{add}",
            )


def papers(case: Case) -> tuple[Missing, ...]:
    """Return what is not yet signed: application, opinion, signatures in order, possible dates."""
    running = case.running if case.running and case.running.kind == CLOSE else None
    if running is None:
        column = case.ledger.sheets[schema.CLOSURES.name].headers["申请日期"]
        place = f"{schema.CLOSURES.name}!{cell_ref(case.free_row, column)}"
        names = "、".join(signer.role for signer in case.signers)
        waits = "，延期还没有结论" if case.running else ""
        text = f"还没有申请销号{waits}；申请后由{names}依次签字"
        return (
            Missing("application", place, text, f"请申请销号（close 台账 {case.problem.id} --step apply --by 姓名）"),
        )
    return (*_application(case), *_after_application(case), *_opinion(case), *_signatures(case))


def _application(case: Case) -> Iterator[Missing]:
    if case.running is None:
        return
    row, applied, feedback = case.running.row, case.running.applied.day, case.ledger.feedback
    if not cases.is_name(row.text("申请人")):
        yield _missing("applicant", row.cell("申请人"), "没有申请人", "请补填申请人")
    if applied is None:
        yield _missing("date", row.cell("申请日期"), "没有可用的申请日期", "请补填申请日期")
    elif applied > case.as_of:
        yield _missing("date", row.cell("申请日期"), f"申请日期{applied.isoformat()}还没有到", "请改正申请日期")
    elif feedback and applied < feedback:
        text = f"申请日期{applied.isoformat()}早于反馈日期{feedback.isoformat()}"
        yield _missing("date", row.cell("申请日期"), text, "请改正申请日期，或核对反馈日期")
    if row.cell("日期").filled:
        yield _missing("date", row.cell("日期"), "还没有结论，却填了办结日期", "请清空，批准时由程序填写")


def _after_application(case: Case) -> Iterator[Missing]:
    """Tell of work that was finished only after the application: those who signed cannot have seen it."""
    applied = case.running.applied.day if case.running else None
    if applied is None:
        return
    again = "请核对；确是申请以后才完成的，请退回这次申请，再重新申请"
    finished = [("本问题", case.problem.row.cell("完成日期"), case.problem.finished)]
    finished += [(f"措施{_name(each)}", each.row.cell("完成日期"), each.finished) for each in case.measures]
    for what, cell, when in finished:
        first = cases.begins(when)
        if first and applied < first <= case.as_of:
            text = f"{what}的完成日期{first.isoformat()}晚于申请日期{applied.isoformat()}"
            yield _missing("date", cell, text, again)


def _opinion(case: Case) -> Iterator[Missing]:
    if case.running is None:
        return
    cell = case.running.row.cell("验收意见")
    if not cell.text:
        yield _missing("opinion", cell, "没有验收意见", "请由责任科室签字时写明（--opinion）")
    elif words := cases.denied(cell.text):
        yield _missing("opinion", cell, f"验收意见写的是“{words}”", _reject(case))


def _reject(case: Case) -> str:
    return f"请退回（close 台账 {case.problem.id} --step reject）；确已同意的，请改正这一格"


def _signatures(case: Case) -> Iterator[Missing]:
    if case.running is None:
        return
    row = case.running.row
    before = case.running.applied.day
    filled = [signer for signer in case.signers if row.text(signer.column)]
    for position, signer in enumerate(case.signers):
        cell = row.cell(signer.column)
        if signer not in filled:
            early = [each.role for each in case.signers[position + 1 :] if each in filled]
            if early:
                text = f"{signer.role}没有签字，{'、'.join(early)}却已签，次序不对"
                yield _missing("signature", cell, text, "请核实，清空后面的签字，再依次签字")
            else:
                how = f"close 台账 {case.problem.id} --step sign --role {signer.role} --by 姓名"
                yield _missing("signature", cell, f"{signer.role}没有签字", f"请由{signer.role}签字（{how}）")
            continue
        mark = cases.signature(cell.text)
        yield from _signed(case, signer, cell)
        day = mark.day
        if day and (day > case.as_of or (before and day < before)):
            why = "还没有到" if day > case.as_of else f"早于上一步的{before}"
            yield _missing("date", cell, f"{signer.role}签字日期{day.isoformat()}{why}", "请核实后改正")
        before = max(before, day) if before and day else before or day


def _signed(case: Case, signer: Signer, cell: Cell) -> Iterator[Missing]:
    """Tell what is wrong with who signed: nobody, somebody who refuses, or, for the level above, one of the unit."""
    if case.running is None:
        return
    name = cases.signature(cell.text).name
    if words := cases.denied(cell.text):
        yield _missing("signature", cell, f"{signer.role}一栏写的是“{words}”", _reject(case))
    elif not cases.is_name(name):
        yield _missing("signature", cell, f"{signer.role}一栏是“{cell.text}”，没有签名", "请由本人签字，写明姓名")
    elif double := same_person(case, signer, name):
        remedy = "双审须由上级另外派人复核，请核实后改正"
        yield _missing("signature", cell, f"上级复核和{double}是同一人（{name}）", remedy)


def same_person(case: Case, signer: Signer, name: str) -> str:
    """Return which signer of the unit the level above would be too; 双审 asks for a second pair of eyes."""
    if case.running is None or signer != SIGNERS[-1]:
        return ""
    known = {each.role: cases.signature(case.running.row.text(each.column)).name for each in SIGNERS[:-1]}
    return next((role for role, other in known.items() if values.key(other) == values.key(name)), "")
