"""The steps by which a problem is closed or its deadline moved. Each returns changes, or says why it cannot be taken.

Rows of 销号登记 are only ever added, and empty cells of the undecided row filled; what stands there never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from rectify_xl.dates import NOTHING, ReadDate
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import closure_case, conditions, signed_rows
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts, Signature
from rectify_xl.ledger.closure_rules.closure_terms import (
    ROLES,
    SIGNERS,
    STEP_LABEL,
    SUPERIOR_ITEM,
    ClosureStep,
    Files,
    Refusal,
    Signer,
    StepRequest,
    UnmetCondition,
)
from rectify_xl.ledger.closure_rules.step_traces import traces
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline, extensions
from rectify_xl.ledger.deadlines.extensions import ExtensionClaim
from rectify_xl.ledger.records import Cell, CellWrite, Changes, Closure, Ledger, Problem, Row, SheetChanges
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, PASSED, RETURNED
from rectify_xl.supervision.closure_steps import step_lines
from rectify_xl.supervision.closure_steps.step_lines import StepLine
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

APPROVERS = ROLES[1:]
"""Who may approve an extension."""


def apply_step(
    ledger: Ledger, names: Iterable[str], order: StepRequest, as_of: date, files: Files
) -> tuple[Changes, tuple[Refusal, ...]]:
    """Take one step for several problems, as `take_all` does."""
    return take_all(closure_case.gather(ledger, as_of, files), names, order)


def take_all(facts: ClosureFacts, names: Iterable[str], order: StepRequest) -> tuple[Changes, tuple[Refusal, ...]]:
    """Take one step for several problems, for all of them or none: with any refusal there are no changes.

    What each step leaves in 变更记录 is part of its changes, so that both are written or neither.
    """
    changes: list[SheetChanges] = []
    refusals: list[Refusal] = []
    records: list[StepLine] = []
    for name in dict.fromkeys(cell_value.identifier(text) for text in names):
        added = len(changes) if order.step in ("apply", "extend") else 0
        case = closure_case.of(facts, name, skip=added)
        result = case if isinstance(case, Refusal) else step(case, order)
        if isinstance(result, Refusal):
            refusals.append(result)
        elif not isinstance(case, Refusal):
            changes += result
            records += step_lines.of_step(case, order, result)
    if refusals:
        return (), tuple(refusals)
    return (*changes, *step_lines.block(facts.ledger, records)), ()


def step(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Take one step for one problem."""
    blocked = obstacle(case, order.step)
    if blocked:
        return blocked
    if step_lines.needed(case, order) and not step_lines.possible(case.ledger):
        text = f"工作簿中没有完整的《{schema.CHANGES.name}》，签批没有地方留痕"
        return Refusal(case.problem.id, text, "请先恢复：从备份或新台账中复制该表，表头不要改")
    fault = _day_fault(case, order)
    if fault:
        return Refusal(case.problem.id, fault, "请写明实际办理的日期（--date）")
    steps: Mapping[ClosureStep, Callable[[ClosureCase, StepRequest], Changes | Refusal]] = {
        "apply": apply_for_closure,
        "sign": sign,
        "approve": approve,
        "reject": reject,
        "extend": extend,
    }
    return steps[order.step](case, order)


def obstacle(case: ClosureCase, step: ClosureStep) -> Refusal | None:
    """Return why a step is out of the question where the problem stands, whoever takes it; None where it is not."""
    if case.doubt:
        cell, text, remedy = case.doubt
        return Refusal(case.problem.id, f"{cell.address}的{text}，无法{STEP_LABEL[step]}", remedy)
    if case.closed:
        return _closed(case, case.closed)
    if gone := [trace for trace in traces(case) if trace.code == "vanished"]:
        return Refusal(case.problem.id, gone[0].text, gone[0].remedy, tuple(gone))
    if step in ("apply", "extend"):
        return _busy(case, case.running) if case.running else None
    if case.running is None or (step == "sign" and case.running.kind != CLOSE):
        return _not_applied(case)
    return None


def apply_for_closure(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Apply for closing a problem: the work has to be done and proven."""
    if not closure_case.is_name(order.by):
        return _nobody(case, order, "没有写申请人", "申请人")
    missing = (*conditions.work(case), *_tampered(case))
    if missing:
        return Refusal(
            case.problem.id, f"还不能申请销号，有{len(missing)}项条件不具备", "请照所列各项办好后再申请", missing
        )
    return _append(case, {"类型": CLOSE, "申请日期": order.day, "申请人": order.by})


def _tampered(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return what is no longer as 变更记录 keeps it of the steps so far."""
    return tuple(trace for trace in traces(case) if trace.severity == "void")


def sign(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Sign for a role: after everybody before it, and only once. 责任科室 signs with its 验收意见."""
    if case.running is None or case.running.kind != CLOSE:
        return _not_applied(case)
    if order.by and (not closure_case.is_name(order.by) or order.by in case.facts.offices):
        return _nobody(case, order, "", "签字人")
    if not order.by or order.role not in ROLES:
        return _lacks(case, "签字要写明谁、以什么身份", f"请写明姓名（--by）和身份（--role，{'、'.join(ROLES)}）")
    row = case.running.row
    signer = next(candidate for candidate in SIGNERS if candidate.role == order.role)
    if signer not in case.signers:
        return _lacks(case, "本台账不要求上级复核签字", f"确需复核的，请在『基本信息』“{SUPERIOR_ITEM}”填“是”")
    fault = _order_fault(case, case.running, signer) or _consent_fault(case, signer, order)
    if fault:
        return fault
    if changed := _tampered(case):
        text = f"不能签字，有{len(changed)}处和申请、签字时不一样"
        return Refusal(case.problem.id, text, "请照所列各处核对", changed)
    filled: dict[str, Raw] = {signer.column: closure_case.format_signature(order.by, order.day)}
    if signer == case.signers[0] and not row.text("验收意见"):
        if not signatures.is_opinion(order.opinion):
            return _lacks(case, case.ledger.termed("责任科室签字要有验收意见"), "请写明验收意见（--opinion）")
        filled["验收意见"] = order.opinion
    return (_fill(row, filled),)


def _order_fault(case: ClosureCase, running: Closure, signer: Signer) -> Refusal | None:
    """Refuse a second signature, one before its turn, and one that others went ahead of."""
    row = running.row
    standing = row.text(signer.column)
    if standing:
        mark = closure_case.signature_text(closure_case.signature(standing))
        address = row.cell(signer.column).address
        return _lacks(
            case, f"{case.ledger.termed(signer.role)}一栏已由{mark}签字（{address}），不再重复签", "请核对是否重复办理"
        )
    position = case.signers.index(signer)
    role = case.ledger.termed(signer.role)
    waiting = [case.ledger.termed(other.role) for other in case.signers[:position] if not row.text(other.column)]
    if waiting:
        return _lacks(case, f"{role}不能先签，{'、'.join(waiting)}还没有签字", f"请先由{waiting[0]}签字")
    ahead = [other for other in SIGNERS[SIGNERS.index(signer) + 1 :] if row.text(other.column)]
    if ahead:
        cells = "、".join(row.cell(other.column).ref for other in ahead)
        roles = "、".join(other.role for other in ahead)
        return _lacks(case, f"{role}没有签字，{roles}却已签（{cells}），次序不对", f"请核实后清空{cells}")
    return None


def _consent_fault(case: ClosureCase, signer: Signer, order: StepRequest) -> Refusal | None:
    """Refuse a signature that is no consent, or not that of another person where one is asked for."""
    if case.running is None:
        return None
    if words := signatures.denied(order.opinion) or signatures.denied(case.running.row.text("验收意见")):
        return _lacks(case, f"验收意见写的是“{words}”", "不同意销号的，请退回（--step reject）")
    if words := signatures.turned_down(order.by):
        return _lacks(case, f"签字人写的是“{words}”", "不同意销号的，请退回（--step reject）")
    if signer == signed_rows.SUPERIOR and (double := signed_rows.same_person(case.running, order.by)):
        return _lacks(
            case,
            f"{order.by}已以{case.ledger.termed(double)}的身份签过字，不能再代上级复核",
            "双审须由上级另外派人复核",
        )
    if signed_rows.all_roles(case.running, signer.role, order.by):
        text = f"责任{case.ledger.department_term}、分管领导、主要负责人不能都由{order.by}一人签"
        return _lacks(case, text, "三级签字至少要有两个人，请由本人各自签字")
    return None


def _nobody(case: ClosureCase, order: StepRequest, empty: str, who: str) -> Refusal:
    """Refuse an empty name, and words such as 待签, 同上 or 本人 that are none."""
    complaint = f"{who}写的是“{order.by}”，不是姓名" if order.by else empty
    return _lacks(case, complaint, "请写明姓名（--by）")


def approve(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Approve the running application: a closing on all conditions, an extension by somebody who may."""
    if case.running is None:
        return _not_applied(case)
    if case.running.kind == EXTEND:
        return _approve_extension(case, case.running, order)
    missing = conditions.missing(case)
    if missing:
        return Refusal(
            case.problem.id, f"还不能销号，有{len(missing)}项条件不具备", "请照所列各项办好后再批准", missing
        )
    notes = conditions.notes(case)
    if notes and not (signatures.is_opinion(order.reason) and signatures.is_name(order.by)):
        text = f"条件已经具备，但有{len(notes)}处要先说明"
        remedy = "请核对；确认无误仍要批准的，请写明批准人（--by）和理由（--reason），记入变更记录"
        return Refusal(case.problem.id, text, remedy, notes)
    return (_fill(case.running.row, {"结论": PASSED, "日期": order.day}),)


def _approve_extension(case: ClosureCase, running: Closure, order: StepRequest) -> Changes | Refusal:
    signer = next((candidate for candidate in SIGNERS if candidate.role == order.role), None)
    if not order.by or signer is None or order.role not in APPROVERS:
        return _lacks(
            case, "批准延期要写明谁、以什么身份", f"请写明姓名（--by）和身份（--role，{'、'.join(APPROVERS)}）"
        )
    cell = running.row.cell(signer.column)
    if cell.filled:
        return _lacks(
            case,
            f"{signer.role}一栏已由{closure_case.signature_text(closure_case.signature(cell.text))}签字",
            "请核对是否重复办理",
        )
    claim = extensions.claimed(running)
    signed = closure_case.format_signature(order.by, order.day)
    claim = claim._replace(signed={**claim.signed, signer.column: signed}, decided=_day(order.day))
    fault = _extension_fault(case, claim, decided=True)
    if fault:
        return fault
    return (_fill(running.row, {signer.column: signed, "结论": PASSED, "日期": order.day}),)


def reject(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Send the running application back with its reason; a problem to be closed goes back to 整改中."""
    if case.running is None:
        return _not_applied(case)
    closing = case.running.kind == CLOSE
    named, reasoned = signatures.is_name(order.by), signatures.is_opinion(order.reason)
    lacks = [flag for flag, given in (("姓名（--by）", named), ("理由（--reason）", reasoned)) if not given]
    if closing and not signatures.is_opinion(order.requirement):
        lacks.append("补充要求（--requirement）")
    if lacks:
        return _lacks(case, "退回要写明谁退回、理由和补充要求", f"请写明{'、'.join(lacks)}")
    problem = case.problem
    sentence = f"{order.role}{order.by}退回。理由：{order.reason}。"
    sentence += f"补充要求：{order.requirement}。" if order.requirement else ""
    back: list[CellWrite] = []
    if closing:
        back.append(CellWrite(problem.number, problem.row.cell("完成程度").column, vocabulary.UNDER_WAY))
        refuted = tuple(_refuted(problem))
        back += (CellWrite(problem.number, cell.column, value) for _, cell, value in refuted)
        if refuted:
            sentence += f"（退回前填报的{'，'.join(f'{name}：{cell.text}' for name, cell, _ in refuted)}）"
    cell = case.running.row.cell("补充要求")
    if cell.filled:
        return _lacks(case, f"{cell.address}已写有补充要求，却没有结论", "请核实后清空，或直接补填结论")
    row = _fill(case.running.row, {"结论": RETURNED, "补充要求": sentence.replace("。。", "。"), "日期": order.day})
    return (row, SheetChanges(schema.PROBLEMS.name, tuple(back))) if back else (row,)


def _refuted(problem: Problem) -> Iterator[tuple[str, Cell, Raw]]:
    """Yield what a problem says only while it is finished: the column, its cell, and what stands there from now on."""
    if (finished := problem.row.cell("完成日期")).filled:
        yield "完成日期", finished, None
    if problem.immediate:
        yield "即知即改", problem.row.cell("即知即改"), vocabulary.NO


def extend(case: ClosureCase, order: StepRequest) -> Changes | Refusal:
    """Apply for a later deadline, with its reason; how often is capped in 基本信息."""
    if problem_counts.is_done(case.problem, case.ledger.counting):
        return _lacks(case, "已列为完成，不需要延期", "请核对编号")
    lacks = [
        flag
        for flag, given in (
            ("姓名（--by）", order.by),
            ("理由（--reason）", order.reason),
            ("日期（--until）", order.until),
        )
        if not given
    ]
    if lacks or order.until is None:
        return _lacks(case, "申请延期要写明谁申请、理由和延到哪天", f"请写明{'、'.join(lacks)}")
    claim = ExtensionClaim(_day(order.day), _day(order.until), order.reason, {}, NOTHING)
    fault = _extension_fault(case, claim)
    if fault:
        return fault
    filled: dict[str, Raw] = {"类型": EXTEND, "申请日期": order.day, "申请人": order.by}
    return _append(case, {**filled, "延期至": order.until, "延期理由": order.reason})


def _extension_fault(case: ClosureCase, claim: ExtensionClaim, *, decided: bool = False) -> Refusal | None:
    """Refuse an extension that would move nothing, by the rules by which a typed one is judged."""
    limits = extensions.limits(case.ledger, case.as_of)
    before = binding_deadline.in_force(case.ledger, case.problem, case.as_of)
    faults = [*extensions.application_faults(claim, before, limits)]
    faults += extensions.decision_faults(claim, limits) if decided else ()
    if not faults:
        return None
    text = "；".join(f"{fault.column}{fault.text}" for fault in faults)
    return _lacks(case, text, "；".join(dict.fromkeys(fault.remedy for fault in faults)))


def _day(day: date) -> ReadDate:
    return ReadDate("day", day.isoformat(), day, day.isoformat())


def _day_fault(case: ClosureCase, order: StepRequest) -> str:
    """Return why the day of an order is impossible, or nothing."""
    day, feedback = order.day, case.ledger.feedback
    if day > case.as_of:
        return f"办理日期{day}还没有到（今天{case.as_of}）"
    if feedback and day < feedback:
        return f"办理日期{day}早于反馈日期{feedback}"
    earlier = [(day_, what) for day_, what in _earlier(case, order) if day_ and day < day_]
    return f"办理日期{day}早于{earlier[0][1]}{earlier[0][0]}" if earlier else ""


def _earlier(case: ClosureCase, order: StepRequest) -> list[tuple[date | None, str]]:
    """Return the days before which an order cannot have been carried out, and what happened on them."""
    days: list[tuple[date | None, str]] = []
    if case.running:
        days.append((case.running.applied.day, "申请日期"))
        marks = [
            (closure_case.signature(case.running.row.text(signer.column)), case.ledger.termed(signer.role))
            for signer in SIGNERS
        ]
        days += [(mark.day, f"{role}签字日期") for mark, role in marks]
    if order.step in ("apply", "sign", "approve") and (case.running is None or case.running.kind == CLOSE):
        days.append((closure_case.first_day(case.problem.finished), "完成日期"))
        days += [(closure_case.first_day(measure.finished), f"措施{measure.id}的完成日期") for measure in case.measures]
        days += [
            (closure_case.first_day(document.date), f"佐证{document.id}的日期")
            for document in conditions.evidence_of(case)
        ]
    if order.step in ("apply", "extend"):
        days += [(entry.decided.day, "上次办结日期") for entry in case.history]
    return days


def _closed(case: ClosureCase, closed: Closure) -> Refusal:
    if not conditions.stands(case):
        faults = conditions.faults(case)
        text = f"登记为已通过销号（『销号登记』第{closed.row.number}行），但有{len(faults)}处不符，销号不成立"
        return Refusal(case.problem.id, text, "请照所列各处核实改正；没有办妥的，请清空结论和日期，照程序补办", faults)
    marks = [closure_case.signature(closed.row.text(signer.column)).name for signer in SIGNERS]
    names = "、".join(filter(None, (closed.row.text("申请人"), *marks)))
    when = f"于{closed.decided.iso or closed.decided.text}" if closed.decided.known else ""
    return Refusal(
        case.problem.id,
        f"已{when}通过销号（『销号登记』第{closed.row.number}行，经办：{names or '未填'}），不再办理",
        f"已销号的不再重开；反弹的请另作反弹登记（reopen 台账 {case.problem.id} --reason 原因）",
    )


def _busy(case: ClosureCase, running: Closure) -> Refusal:
    mark = Signature(running.row.text("申请人") or "（未填申请人）", running.applied.day)
    waiting = case.next_signer() if running.kind == CLOSE else None
    then = f"现等待{case.ledger.termed(waiting.role)}签字" if waiting else "现等待批准"
    where = f"『销号登记』第{running.row.number}行"
    return _lacks(
        case, f"已由{closure_case.signature_text(mark)}申请{running.kind}（{where}），{then}", "请在那一行接着办理"
    )


def _not_applied(case: ClosureCase) -> Refusal:
    if case.running:
        return _lacks(case, f"在办的是延期（『销号登记』第{case.running.row.number}行）", "请先批准或退回延期")
    decided = [entry for entry in case.history if entry.verdict]
    if decided:
        last = decided[-1]
        when = f"于{last.decided.iso}" if last.decided.iso else ""
        what = f"上一次{last.kind}已{when}{last.verdict}（『销号登记』第{last.row.number}行），没有在办的申请"
        return _lacks(case, what, "请先重新申请（--step apply）")
    return _lacks(case, "还没有申请", "请先申请（--step apply）")


def _lacks(case: ClosureCase, text: str, remedy: str) -> Refusal:
    return Refusal(case.problem.id, text, remedy)


def _append(case: ClosureCase, filled: Mapping[str, Raw]) -> Changes:
    headers = case.ledger.sheets[schema.CLOSURES.name].headers
    given = {"问题编号": case.problem.id, **filled}
    writes = tuple(CellWrite(case.free_row, headers[column], value) for column, value in given.items())
    return (SheetChanges(schema.CLOSURES.name, writes),)


def _fill(row: Row, filled: Mapping[str, Raw]) -> SheetChanges:
    return SheetChanges(
        row.sheet, tuple(CellWrite(row.number, row.cell(column).column, value) for column, value in filled.items())
    )
