"""RX2xx: what has to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl.judgement.checks.base import (
    ID_COLUMNS,
    OWN_IDS,
    Context,
    Remark,
    at_info,
    check,
    has_column,
    is_blank,
    quote,
    remark,
)
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.records import Closure, Ledger, Row

_ASPECT = "方面"
PENDING = ("结论", "日期")
"""Cells of 销号登记 that stay empty while an application is pending."""


def _not_yet(row: Row, column: str) -> bool:
    """Tell whether an expected cell may be empty for now: a pending application, a problem nobody has started.

    What an approved 延期 lacks is told by a check of its own.
    """
    if row.sheet == schema.CLOSURES.name and column in PENDING and not any(row.text(name) for name in PENDING):
        return True
    if row.sheet == schema.CLOSURES.name and column in ("申请日期", "日期"):
        return row.text("类型") == vocabulary.EXTEND and row.text("结论") == vocabulary.PASSED
    return row.sheet == schema.PROBLEMS.name and column == "整改进展" and row.text("完成程度") == vocabulary.NOT_STARTED


def _empty_cells(context: Context, entry: schema.Obligation) -> Iterator[tuple[Row, schema.Column]]:
    """Yield the empty cells of columns to be filled in, ids of a row's own left out: identity checks find those."""
    for written in context.columns:
        column = written.column
        own = written.sheet in OWN_IDS and column.name == ID_COLUMNS[written.sheet]
        if column.entry != entry or own or ("" not in written.texts and all(map(nothing.filled, written.words))):
            continue
        for row in written.rows:
            if (is_blank(row, column.name) or _says_nothing(row, column)) and not _not_yet(row, column.name):
                yield row, column


def _flat(ledger: Ledger) -> Sequence[Row]:
    """Return the rows of 问题台账 where none of several names a 方面, as in a list that knows none."""
    rows = ledger.rows.get(schema.PROBLEMS.name, ())
    return rows if len(rows) > 1 and all(is_blank(row, _ASPECT) for row in rows) else ()


def _says_nothing(row: Row, column: schema.Column) -> bool:
    """Tell whether a required cell or 责任科室 holds no more than 无 or /; of other expected cells RX854 tells it."""
    named = column.entry == "required" or (column.entry == "expected" and column.name == "责任科室")
    text = row.text(column.name) if named and column.kind in ("text", "long") else ""
    return bool(text) and not nothing.filled(text)


@check(
    "RX201",
    "required-cell",
    "必填项未填",
    guards="缺了方面、完成程度等必填内容，统计和通报都会出错。",
    ignore="不能忽略。",
)
def required_cell(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every empty cell of a required column; that a whole list has no 方面 is said once."""
    flat = _flat(ledger)
    for row, column in _empty_cells(context, "required"):
        if flat and row.sheet == schema.PROBLEMS.name and column.name == _ASPECT:
            if row is flat[0]:
                what = f"没有填写，全部{len(flat)}个问题都是：清单没有分方面，按方面的统计和通报的层次都做不出来。"
                fix = "反馈意见分了方面的，请从{}起逐行填写，同一方面各行文字须一致；没有分的，各行写同一个名称。"
                yield remark(row, _ASPECT, what, fix)
            continue
        text = row.text(column.name)
        stands = f"写的是{quote(text)}，等于没有填写" if text else f"没有填写{_said_elsewhere(row, column)}"
        yield remark(row, column.name, f"{stands}，这一列每行必填。", f"请填写{{}}。{column.hint}")


def _said_elsewhere(row: Row, column: schema.Column) -> str:
    """Say where what was meant for 完成程度 stands, which an import could not understand (√)."""
    if column.name != "完成程度":
        return ""
    name = next((name for name in ("状态表述", vocabulary.FORMER_STATUS) if row.text(name)), "")
    return f"（{name}写的是{quote(row.text(name))}，看不出完成程度）" if name else ""


@check(
    "RX202",
    "expected-cell",
    "上报前应填的未填",
    guards="缺了责任科室、整改时限、整改进展等内容，上级无法核对。",
    ignore="平时填报可以先空着，上报前要补齐。",
)
def expected_cell(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every empty cell of a column that has to be filled in before the ledger goes up."""
    for row, column in _empty_cells(context, "expected"):
        text = row.text(column.name)
        stands = f"写的是{quote(text)}，等于没有填写" if text else "没有填写"
        yield remark(row, column.name, f"{stands}，上报前须补齐。", f"请填写{{}}。{column.hint}")


def _empty_items(ledger: Ledger, entry: schema.Obligation) -> Iterator[schema.InfoItem]:
    if schema.INFO.name in ledger.sheets:
        for item in schema.INFO_ITEMS:
            if item.entry == entry and not ledger.info_cell(item.name).filled:
                yield item


def _empty_item(ledger: Ledger, item: schema.InfoItem, what: str) -> Remark:
    if item.name in ledger.info:
        return at_info(ledger, item.name, f"没有填写，{what}。", f"请在{{}}填写{item.name}。{item.note}")
    return at_info(ledger, item.name, f"这一行不见了，{what}。", f"请在{{}}加一行“{item.name}”并填写。{item.note}")


@check(
    "RX203",
    "required-info",
    "基本信息必填项未填",
    guards="缺了单位名称或反馈日期，落款和所有日期推算都没有依据。",
    ignore="不能忽略。",
)
def required_info(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every required line of 基本信息 that is empty or gone."""
    for item in _empty_items(ledger, "required"):
        yield _empty_item(ledger, item, "这一项必填")


@check(
    "RX204",
    "expected-info",
    "基本信息上报前应填的未填",
    guards="缺了集中整改期限、联系电话、声明的问题数等，上报和公开时无法核对。",
    ignore="平时填报可以先空着，上报前要补齐。",
)
def expected_info(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every line of 基本信息 to be filled in before the ledger goes up that is empty or gone."""
    for item in _empty_items(ledger, "expected"):
        yield _empty_item(ledger, item, "上报前须补齐")


def _lacking(closure: Closure, columns: tuple[str, ...]) -> list[str]:
    return [column for column in columns if is_blank(closure.row, column)]


def _asked_above(closure: Closure, context: Context) -> bool:
    """Tell whether 双审 held when a problem was closed; of a row that is not its closing it holds as it does now."""
    if not is_blank(closure.row, "上级复核"):
        return False
    own = (case for case in context.closings.cases if case.closed and case.closed.row.number == closure.row.number)
    return next((case.double for case in own), True)


@check(
    "RX205",
    "closure-incomplete",
    "销号手续不全",
    guards="结论已是“通过”，验收意见或签字却不全，销号站不住脚。",
    ignore="不能忽略；手续在纸面上的，请把姓名补录进来。",
)
def closure_incomplete(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every approved closure that lacks an opinion or a signature, all of them told at once.

    Whether the level above had to sign is decided by the day of the closing, not by what 基本信息 asks now.
    """
    for closure in ledger.closures:
        if closure.kind != "销号" or closure.verdict != "通过":
            continue
        above = ("上级复核",) if ledger.double_review and _asked_above(closure, context) else ()
        lacking = _lacking(closure, ("申请人", "验收意见", "验收人", "分管领导", "主要负责人", *above, "日期"))
        if lacking:
            yield remark(
                closure.row,
                lacking[0],
                f"没有填写，{closure.problem}已通过销号，手续还缺{len(lacking)}项：{'、'.join(lacking)}。",
                f"请补齐第{closure.row.number}行的{'、'.join(lacking)}。",
            )


@check(
    "RX206",
    "rejection-without-reason",
    "退回没有补充要求",
    guards="销号或延期被退回，却没有写明要补什么，责任科室无从改起。",
    ignore="不能忽略。",
)
def rejection_without_reason(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every rejected application without 补充要求."""
    for closure in ledger.closures:
        if closure.verdict == "退回" and is_blank(closure.row, "补充要求"):
            yield remark(
                closure.row,
                "补充要求",
                f"没有填写，{closure.problem}的{closure.kind or '申请'}已被退回，须写明理由和要求。",
                "请在{}写明退回的理由和要补充的内容。",
            )


@check(
    "RX207",
    "extension-incomplete",
    "延期手续不全",
    guards="登记了延期，却没有新的时限、理由、批准人或日期，预警仍按旧时限计算。",
    ignore="不能忽略。",
)
def extension_incomplete(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every extension that lacks its new deadline or its reason, and every approved one that lacks anything."""
    registered = [closure for closure in ledger.closures if closure.kind == vocabulary.EXTEND]
    if not registered:
        return
    from rectify_xl.ledger.deadlines import extensions

    for closure in registered:
        lacking = tuple(
            fault for fault in extensions.blanks(closure) if has_column(ledger, schema.CLOSURES, _column(fault))
        )
        if lacking:
            fails = "，这次延期不算数" if closure.verdict == vocabulary.PASSED else ""
            yield remark(
                closure.row,
                _column(lacking[0]),
                f"没有填写，{closure.problem}的延期登记缺{len(lacking)}项：{'、'.join(lacking)}{fails}。",
                f"请补齐第{closure.row.number}行的{'、'.join(lacking)}。",
            )


def _column(name: str) -> str:
    """Return where a lacking approver signs; anything else has a column of its name."""
    from rectify_xl.ledger.deadlines import extensions

    return extensions.APPROVER_COLUMNS[0] if name == extensions.APPROVER else name


@check(
    "RX208",
    "closed-without-evidence",
    "已销号却没有佐证",
    guards="问题已通过销号，佐证材料里却没有它的材料：没有登记过，或者销号以后被删掉了。",
    ignore="不能忽略；材料在别处的，请补登记。",
)
def closed_without_evidence(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every closed problem for which, or for whose measures, no evidence is registered."""
    if not has_column(ledger, schema.EVIDENCE, "问题/措施编号"):
        return
    for name, row in context.closed.items():
        if name in context.problems and not context.relations.evidence_of(name):
            yield remark(
                row,
                "结论",
                f"是“通过”，『佐证材料』中却没有{name}和它的措施的材料。",
                f"请登记佐证材料（close 台账 {name} --evidence 文件）；误删的，请从『变更记录』或备份中恢复。",
            )
