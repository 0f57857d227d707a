"""Which 延期 of 销号登记 move a deadline, and what is wrong with those that do not.

The same rules whether `close` writes a row or a hand typed it: approved, by a leader who is named, with a reason, a day
of application and one of decision, to a day later than the deadline before it, and not more often than 延期次数上限.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.dates import ReadDate
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.deadlines import deadline_cells
from rectify_xl.ledger.deadlines.deadline_cells import RoundDays
from rectify_xl.ledger.records import Cell, Closure, Ledger
from rectify_xl.ledger.vocabulary import EXTEND, PASSED
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Uncached

CAP_ITEM = "延期次数上限"
APPROVER_COLUMNS = ("分管领导", "主要负责人", "上级复核")
"""Where who approves an extension signs; a department cannot grant its own."""
APPROVER = "批准人"
"""What the three together are called where none of them is filled in."""
NO_REASONS = frozenset({"无", "/", "-", "—", "——", "略", "同上", "待补", "待定"})


class ExtensionClaim(NamedTuple):
    """One 延期, typed or about to be written; `signed` holds the signature cells by their column."""

    applied: ReadDate
    until: ReadDate
    reason: str
    signed: Mapping[str, str]
    decided: ReadDate
    formulas: frozenset[str] = frozenset()
    applicant: str = ""


class Before(NamedTuple):
    """What binds before an extension: the day with its cell, and the rows that moved it.

    Without a day `lacking` says why, and `cell` is where it is lacking.
    """

    day: date | None
    cell: Cell
    granted: tuple[Closure, ...] = ()
    lacking: str = ""


class ExtensionFault(NamedTuple):
    """Why an extension moves nothing: the column of 销号登记, what is wrong in it, and the remedy.

    `text` continues the name of the column; without `column` it stands for itself. `kind` tells whether nothing stands
    there (`blank`), nobody can read it (`unreadable`), two days are in the wrong order (`reversed`), or what
    it says is `wrong`.
    """

    column: str
    text: str
    remedy: str
    kind: Literal["blank", "unreadable", "reversed", "wrong"] = "wrong"


class Refused(NamedTuple):
    """An approved 延期 that moves nothing, and every reason why."""

    closure: Closure
    faults: tuple[ExtensionFault, ...]

    @property
    def sentence(self) -> str:
        """What a reader of the deadline has to know: which row does not count, and why."""
        why = "；".join(f"{fault.column}{fault.text}" for fault in self.faults)
        return f"登记的延期（{schema.CLOSURES.name}第{self.closure.row.number}行）不算数：{why}"


class Chain(NamedTuple):
    """The extensions of one problem, in the order of their decision: what binds in the end, and what moves nothing."""

    last: Before
    refused: tuple[Refused, ...]


class ExtensionLimits(NamedTuple):
    """What every extension of a ledger is measured by."""

    as_of: date
    days: RoundDays
    cap: int


def limits(ledger: Ledger, as_of: date) -> ExtensionLimits:
    """Return the limits that `ledger` sets on `as_of`."""
    return ExtensionLimits(as_of, deadline_cells.round_days(ledger, as_of), _extension_cap(ledger))


def _extension_cap(ledger: Ledger) -> int:
    """Return how often a deadline may be moved (基本信息), or the default where nothing usable is filled in."""
    stated = ledger.info_number(CAP_ITEM)
    if stated is not None and stated >= 0:
        return int(stated)
    return int(next(item.default for item in schema.INFO_ITEMS if item.name == CAP_ITEM))


def approved(ledger: Ledger) -> Mapping[str, list[Closure]]:
    """Return the approved 延期 of each problem in the order of their decision, the lower row last of one day."""
    rows: dict[str, list[Closure]] = {}
    for closure in ledger.closures:
        if closure.kind == EXTEND and closure.verdict == PASSED and closure.problem:
            rows.setdefault(closure.problem, []).append(closure)
    for own in rows.values():
        own.sort(key=lambda extension: extension.decided.day or extension.applied.day or date.min)
    return rows


def chain(closures: Iterable[Closure], first: Before, allowed: ExtensionLimits) -> Chain:
    """Apply the approved extensions of one problem, one after the other, to what bound before them."""
    before, refused = first, list[Refused]()
    for closure in closures:
        claim = claimed(closure)
        faults = (*application_faults(claim, before, allowed), *decision_faults(claim, allowed))
        if faults:
            refused.append(Refused(closure, faults))
        else:
            before = Before(closure.extended_to.day, closure.row.cell("延期至"), (*before.granted, closure))
    return Chain(before, tuple(refused))


def claimed(closure: Closure) -> ExtensionClaim:
    """Return what a row of 销号登记 claims."""
    row = closure.row
    columns = ("申请日期", "延期至", "延期理由", *APPROVER_COLUMNS, "日期")
    return ExtensionClaim(
        applied=closure.applied,
        until=closure.extended_to,
        reason=row.text("延期理由"),
        signed={column: row.text(column) for column in APPROVER_COLUMNS},
        decided=closure.decided,
        formulas=frozenset(column for column in columns if isinstance(row.raw(column), Uncached)),
        applicant=row.text("申请人"),
    )


def application_faults(claim: ExtensionClaim, before: Before, allowed: ExtensionLimits) -> Iterator[ExtensionFault]:
    """Yield what is wrong with an application: how often, from when, until when, and why."""
    if len(before.granted) >= allowed.cap:
        rows = "、".join(f"第{grant.row.number}行" for grant in before.granted)
        seen = f"（『{schema.CLOSURES.name}』{rows}）" if rows else ""
        text = f"已批准延期{len(before.granted)}次{seen}，上限是{allowed.cap}次"
        yield ExtensionFault("", text, f"请按期整改；上限在『基本信息』“{CAP_ITEM}”中设定")
    yield from _happened("申请日期", claim, claim.applied, allowed)
    yield from _until(claim, before, allowed)
    if not cell_value.key(claim.reason) or cell_value.key(claim.reason) in NO_REASONS:
        yield _not_said("延期理由", claim, claim.reason, "不是理由", "请写明为什么不能按期完成")


def _until(claim: ExtensionClaim, before: Before, allowed: ExtensionLimits) -> Iterator[ExtensionFault]:
    column, until = "延期至", claim.until
    written, remedy = until.iso or until.text, "请填写延到哪一天，如2026-12-31"
    if before.day is None:
        yield ExtensionFault("", f"{before.lacking}，无从延期", f"请先把{before.cell.address}填成具体的日期")
    if until.day is None:
        yield _no_day(column, claim, until, remedy)
    elif years := deadline_cells.far_off(until, allowed.days):
        yield ExtensionFault(column, f"{written}与反馈相差{years}年，年份可能有误", "请核对并改正延期的日期")
    elif before.day and until.day <= before.day:
        text = f"{written}不晚于现在的时限{before.day}（{before.cell.address}）"
        remedy = "请改正延期的日期；时限一格要保留原定的日期，不要改成延期后的"
        yield ExtensionFault(column, text, remedy)
    elif claim.applied.day and until.day <= claim.applied.day:
        yield ExtensionFault(column, f"{written}不晚于申请日期{claim.applied.day}", "请改正延期的日期")


def decision_faults(claim: ExtensionClaim, allowed: ExtensionLimits) -> Iterator[ExtensionFault]:
    """Yield what is wrong with a decision: who approved, and when."""
    yield from _approver(claim, allowed)
    yield from _happened("日期", claim, claim.decided, allowed)
    begins = signatures.first_day(claim.applied)
    if begins and claim.decided.day and claim.decided.day < begins:
        yield ExtensionFault(
            "日期", f"{claim.decided.iso}早于申请日期{claim.applied.iso}", "请核对并改正批准日期或申请日期", "reversed"
        )


def _approver(claim: ExtensionClaim, allowed: ExtensionLimits) -> Iterator[ExtensionFault]:
    """Yield what is wrong with who approved; one leader is enough, but none of them may have refused."""
    filled = {column: text for column, text in claim.signed.items() if text}
    for column, text in filled.items():
        mark = signatures.signature(text)
        if words := signatures.turned_down(text):
            yield ExtensionFault(column, f"写的是“{words}”", "请核实；不同意延期的，请把结论改为“退回”")
        elif not signatures.is_name(mark.name):
            yield ExtensionFault(column, f"是“{text}”，没有签名", "请写明批准人的姓名")
        elif mark.day and mark.day > allowed.as_of:
            yield ExtensionFault(column, f"的签字日期{mark.day}还没有到", "请核实后改正")
        elif mark.day and claim.applied.day and mark.day < (signatures.first_day(claim.applied) or mark.day):
            yield ExtensionFault(column, f"的签字日期{mark.day}早于申请日期{claim.applied.iso}", "请核实后改正")
    names = {column: signatures.signature(text).name for column, text in filled.items()}
    if names and all(signatures.same_person(name, claim.applicant) for name in names.values()):
        column = next(iter(names))
        yield ExtensionFault(
            column, f"{names[column]}也是申请人，不能自己批准自己的延期", "请由另外的领导批准，写明姓名"
        )
    if not filled:
        column = next((candidate for candidate in APPROVER_COLUMNS if candidate in claim.formulas), APPROVER_COLUMNS[0])
        remedy = f"请由{'、'.join(APPROVER_COLUMNS[:2])}或上级批准，写明姓名"
        yield _not_said(column, claim, "", "", remedy)._replace(text="没有批准人")


def _happened(column: str, claim: ExtensionClaim, when: ReadDate, allowed: ExtensionLimits) -> Iterator[ExtensionFault]:
    """Yield what is wrong with a day on which something was done."""
    begins = signatures.first_day(when)
    if begins is None:
        yield _no_day(column, claim, when, "请填写实际办理的日期")
    elif begins > allowed.as_of:
        yield ExtensionFault(column, f"{when.iso}还没有到", "请填写实际办理的日期；还没有批准的，请清空结论")
    elif allowed.days.feedback and when.day and when.day < allowed.days.feedback:
        yield ExtensionFault(
            column, f"{when.iso}早于反馈日期{allowed.days.feedback}", "请核对并改正，或核对『基本信息』中的反馈日期"
        )


def _no_day(column: str, claim: ExtensionClaim, when: ReadDate, remedy: str) -> ExtensionFault:
    """Return what is wrong with a cell that gives no day."""
    if unreadable := deadline_cells.unreadable_text(when):
        return ExtensionFault(column, unreadable, remedy, "unreadable")
    return _not_said(column, claim, when.text, "不是具体的日子", remedy)


def _not_said(column: str, claim: ExtensionClaim, text: str, why: str, remedy: str) -> ExtensionFault:
    """Return what is wrong with a cell that does not say what it should."""
    if column in claim.formulas:
        return ExtensionFault(column, "是公式，没有可用的结果", remedy, "unreadable")
    if text:
        return ExtensionFault(
            column, f"写的是“{text}”，{why}", remedy, "wrong" if column == "延期理由" else "unreadable"
        )
    return ExtensionFault(column, "没有填写", remedy, "blank")


def blanks(closure: Closure) -> tuple[str, ...]:
    """Return what a 延期 leaves open: an approved one everything that it needs, any other its day and its reason."""
    claim = claimed(closure)
    columns = [("延期至", claim.until.text), ("延期理由", claim.reason)]
    if closure.verdict == PASSED:
        columns = [("申请日期", claim.applied.text), *columns, ("日期", claim.decided.text)]
        columns.insert(1, (APPROVER, "".join(claim.signed.values()) or "".join(claim.formulas & {*APPROVER_COLUMNS})))
    return tuple(column for column, text in columns if not text and column not in claim.formulas)
