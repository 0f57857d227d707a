"""The conditions on a row of 销号登记, whether a step wrote it or a hand: who signed, when, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.cells.signatures import first_day
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, ConditionSeverity, Signer, UnmetCondition
from rectify_xl.ledger.records import Cell, Closure, Measure
from rectify_xl.ledger.vocabulary import CLOSE, RETURNED

UNIT = SIGNERS[:-1]
SUPERIOR = SIGNERS[-1]


def papers(case: ClosureCase) -> tuple[UnmetCondition, ...]:
    """Return what is wrong with the papers of the closing that stands or is on its way, or that there is none."""
    row = case.closing
    if row is None:
        return (_no_application(case),)
    return (
        *_application(case, row),
        *_after_application(case, row),
        *_opinion(case, row),
        *_signatures(case, row),
        *_one_person(case, row),
        *_decision(case, row),
    )


def _no_application(case: ClosureCase) -> UnmetCondition:
    sheet = case.ledger.sheets[schema.CLOSURES.name]
    names = case.ledger.termed("、".join(signer.role for signer in case.signers))
    waits = "，延期还没有结论" if case.running else ""
    return UnmetCondition(
        "application",
        Cell(schema.CLOSURES.name, case.free_row, sheet.headers["申请日期"]),
        f"还没有申请销号{waits}；申请后由{names}依次签字",
        f"请申请销号（close 台账 {case.problem.id} --step apply --by 姓名）",
    )


def _application(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    row, applied, feedback = closing.row, closing.applied.day, case.facts.feedback
    if not signatures.is_name(row.text("申请人")):
        text = row.text("申请人")
        what = f"申请人写的是“{text}”，不是姓名" if any(map(str.isalpha, text)) else "没有申请人"
        yield UnmetCondition("applicant", row.cell("申请人"), what, "请补填申请人的姓名")
    if applied is None:
        yield UnmetCondition("date", row.cell("申请日期"), "没有可用的申请日期", "请补填申请日期")
    elif applied > case.as_of:
        yield UnmetCondition("date", row.cell("申请日期"), f"申请日期{applied.isoformat()}还没有到", "请改正申请日期")
    elif feedback and applied < feedback:
        text = f"申请日期{applied.isoformat()}早于反馈日期{feedback.isoformat()}"
        yield UnmetCondition("date", row.cell("申请日期"), text, "请改正申请日期，或核对反馈日期")
    if not closing.verdict and row.cell("日期").filled:
        yield UnmetCondition("date", row.cell("日期"), "还没有结论，却填了办结日期", "请清空，批准时由程序填写")


def _after_application(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    """Tell of work that was finished, or proven, only after the application: those who signed cannot have seen it."""
    applied = closing.applied.day
    if applied is None:
        return
    again = "请核对；确是申请以后才完成的，请退回这次申请，再重新申请"
    finished = [("本问题", case.problem.row.cell("完成日期"), case.problem.finished)]
    finished += [
        (f"措施{measure_name(measure)}", measure.row.cell("完成日期"), measure.finished) for measure in case.measures
    ]
    for what, cell, when in finished:
        first = first_day(when)
        if first and applied < first <= case.as_of:
            text = f"{what}的完成日期{first.isoformat()}晚于申请日期{applied.isoformat()}"
            yield UnmetCondition("date", cell, text, again)
    documents = [(document, first_day(document.date)) for document in case.facts.relations.evidence_of(case.problem.id)]
    if documents and all(day and day > applied for _, day in documents):
        cell = documents[0][0].row.cell("日期")
        text = f"{len(documents)}份佐证材料的日期都晚于申请日期{applied.isoformat()}，申请时还没有佐证"
        yield UnmetCondition("date", cell, text, again)


def measure_name(measure: Measure) -> str:
    """Return how a sentence names a measure: by its id, else by its row."""
    return measure.id or f"第{measure.row.number}行"


def _opinion(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    cell = closing.row.cell("验收意见")
    if not cell.text:
        yield UnmetCondition("opinion", cell, "没有验收意见", case.ledger.termed("请由责任科室签字时写明（--opinion）"))
    elif words := signatures.denied(cell.text):
        yield UnmetCondition("opinion", cell, f"验收意见写的是“{words}”", _against(case))
    elif not signatures.is_opinion(cell.text):
        yield UnmetCondition(
            "opinion",
            cell,
            f"验收意见写的是“{cell.text}”，不是意见",
            case.ledger.termed("请由责任科室写明是否同意销号"),
        )


def _against(case: ClosureCase) -> str:
    if case.closed:
        return "确不同意的，请把结论改为“退回”并写明补充要求；确已同意的，请由本人改正这一格"
    return f"请退回（close 台账 {case.problem.id} --step reject）；确已同意的，请改正这一格"


def _signatures(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    row = closing.row
    before = closing.applied.day
    filled = [signer for signer in case.signers if row.text(signer.column)]
    for position, signer in enumerate(case.signers):
        cell = row.cell(signer.column)
        if signer not in filled:
            yield _unsigned(
                case, signer, cell, [later.role for later in case.signers[position + 1 :] if later in filled]
            )
            continue
        day = signatures.signature(cell.text).day
        yield from _consent(case, signer, cell)
        if day and (day > case.as_of or (before and day < before)):
            why = "还没有到" if day > case.as_of else f"早于上一步的{before}"
            yield UnmetCondition(
                "date", cell, f"{case.ledger.termed(signer.role)}签字日期{day.isoformat()}{why}", "请核实后改正"
            )
        before = max(before, day) if before and day else before or day


def _unsigned(case: ClosureCase, signer: Signer, cell: Cell, early: list[str]) -> UnmetCondition:
    role = case.ledger.termed(signer.role)
    if early and not case.closed:
        text = f"{role}没有签字，{'、'.join(early)}却已签，次序不对"
        return UnmetCondition("signature", cell, text, "请核实，清空后面的签字，再依次签字")
    since = "（申请时须上级复核，后来才改的设置）" if signer == SUPERIOR and not case.ledger.double_review else ""
    how = f"close 台账 {case.problem.id} --step sign --role {signer.role} --by 姓名"
    remedy = f"请由{role}补签" if case.closed else f"请由{role}签字（{how}）"
    return UnmetCondition("signature", cell, f"{role}没有签字{since}", remedy)


def _consent(case: ClosureCase, signer: Signer, cell: Cell) -> Iterator[UnmetCondition]:
    """Tell what is wrong with who signed: nobody, or somebody who refuses."""
    name, role = signatures.signature(cell.text).name, case.ledger.termed(signer.role)
    if words := signatures.turned_down(cell.text):
        yield UnmetCondition("signature", cell, f"{role}一栏写的是“{words}”", _against(case))
    elif not signatures.is_name(name):
        text = f"{role}一栏是“{cell.text}”，没有签名"
        yield UnmetCondition("signature", cell, text, "请由本人签字，写明姓名")
    elif name in case.facts.offices:
        text = f"{role}一栏是{case.ledger.department_term}名“{name}”，没有签名"
        yield UnmetCondition("signature", cell, text, "请由本人签字，写明姓名")


def _one_person(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    """Tell where one person stands for all of the unit, or for the level above too: nobody looked but the one."""
    names = _names_of(closing)
    cell = closing.row.cell(SUPERIOR.column)
    if double := same_person(closing, names.get(SUPERIOR.role, "")):
        text = f"上级复核和{case.ledger.termed(double)}是同一人（{names[SUPERIOR.role]}）"
        yield UnmetCondition("signature", cell, text, "双审须由上级另外派人复核，请核实后改正")
    if alone := all_roles(closing):
        cell = closing.row.cell(UNIT[-1].column)
        text = f"责任{case.ledger.department_term}、分管领导、主要负责人都是{alone}一人签的"
        yield UnmetCondition("signature", cell, text, "三级签字至少要有两个人，请由本人各自签字")


def _names_of(closing: Closure) -> dict[str, str]:
    """Return who signed in which role, the applicant among them; what is no name is left out."""
    names = {"申请人": closing.row.text("申请人")}
    names |= {signer.role: signatures.signature(closing.row.text(signer.column)).name for signer in SIGNERS}
    return {role: name for role, name in names.items() if signatures.is_name(name)}


def same_person(closing: Closure, name: str) -> str:
    """Return in which role of the unit somebody signed who would be the level above too; 双审 asks for another."""
    names = _names_of(closing)
    names.pop(SUPERIOR.role, None)
    return next((role for role, other in names.items() if name and signatures.same_person(name, other)), "")


def all_roles(closing: Closure, role: str = "", by: str = "") -> str:
    """Return the one person who signs for the whole unit, with `by` in `role` as if that were signed already."""
    names = _names_of(closing) | ({role: by} if role else {})
    signed = [names[signer.role] for signer in UNIT if signer.role in names]
    alone = len(signed) == len(UNIT) and all(signatures.same_person(signed[0], name) for name in signed[1:])
    return signed[0] if alone else ""


def _decision(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    """Tell what is wrong with the day of a verdict that stands."""
    if not closing.verdict:
        return
    for other in case.history:
        if other.kind == CLOSE and other.verdict == RETURNED and _after(other, closing):
            text = f"第{closing.row.number}行已通过，第{other.row.number}行又是“退回”"
            yield UnmetCondition(
                "twice", other.row.cell("结论"), text, "请核实；已销号的不会重新打开，反弹的另作反弹登记"
            )
    cell, day = closing.row.cell("日期"), closing.decided.day
    last = max(filter(None, _days(closing)), default=None)
    if day is None:
        yield UnmetCondition("date", cell, "没有可用的办结日期", "请补填办结日期")
    elif day > case.as_of:
        yield UnmetCondition("date", cell, f"办结日期{day.isoformat()}还没有到", "请改正办结日期")
    elif last and day < last:
        yield UnmetCondition("date", cell, f"办结日期{day.isoformat()}早于签字日期{last.isoformat()}", "请核实后改正")
    finished = first_day(case.problem.finished)
    if day and finished and day < finished:
        text = f"办结日期{day.isoformat()}早于完成日期{finished.isoformat()}"
        yield UnmetCondition("date", cell, text, "请核实后改正")


def _after(other: Closure, closing: Closure) -> bool:
    """Tell whether a row was decided after another one: by its day, or by its place where a day is missing."""
    if other.decided.day and closing.decided.day and other.decided.day != closing.decided.day:
        return other.decided.day > closing.decided.day
    return other.row.number > closing.row.number


def _days(closing: Closure) -> Iterator[date | None]:
    yield closing.applied.day
    yield from (signatures.signature(closing.row.text(signer.column)).day for signer in SIGNERS)


TELL: ConditionSeverity = "tell"


def overlaps(case: ClosureCase, closing: Closure) -> Iterator[UnmetCondition]:
    """Tell who signed in more than one role, and a signer of the department who answers for nothing in this row."""
    names = _names_of(closing)
    department = [names[role] for role in ("申请人", UNIT[0].role) if role in names]
    for signer in () if all_roles(closing) else UNIT[1:]:
        name = names.get(signer.role, "")
        roles = [other.role for other in UNIT[: UNIT.index(signer)] if other.role in names]
        doubled = [role for role in roles if name and signatures.same_person(name, names[role])]
        if name and not doubled and any(signatures.same_person(name, other_name) for other_name in department):
            doubled = ["申请人"]
        if doubled:
            cell = closing.row.cell(signer.column)
            text = f"{signer.role}和{case.ledger.termed('、'.join(doubled))}是同一人（{name}）"
            yield UnmetCondition("overlap", cell, text, "人手不够、一人兼职的，请写明理由；否则请另一人签字", TELL)
    name, problem = names.get(UNIT[0].role, ""), case.problem
    known = "、".join(filter(None, (problem.person, problem.lead)))
    if name and known and not signatures.same_person(name, known):
        text = f"责任{case.ledger.department_term}签字的{name}既不是责任人，也不是牵头领导（台账写的是{known}）"
        cell = closing.row.cell(UNIT[0].column)
        yield UnmetCondition("signer", cell, text, "请由责任人签字；代签的请写明理由，或核对『问题台账』的责任人", TELL)
