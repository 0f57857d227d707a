"""RX22x: whether the closings of 销号登记 stand, by the same rules by which `close` takes its steps.

And RX121: whether what 核实登记 says was written by a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.judgement.checks.base import Closings, Context, Remark, check, quote, row_id
from rectify_xl.ledger import schema, verified_findings
from rectify_xl.ledger.records import Cell, Ledger

SIGNATURES = frozenset({"applicant", "opinion", "signature"})
TRACES = frozenset({"changed", "returned", "vanished", "imprint"})
ELSEWHERE = frozenset({"status", "remaining", "measure", "feedback", "finished"})
"""Conditions that have a check of their own: RX505, RX611, RX203, RX703 and those of RX41x."""


def _remarks(closings: Closings, *, only_notes: bool = False) -> Iterator[tuple[str, Remark]]:
    """Yield what is wrong with every closing that says it passed, each with the code of its condition.

    Of every fault it is told whether the closing counts all the same; notes never change a count.
    """
    void = {name for name, fault in closings.faults if fault.severity == "void"}
    for name, fault in closings.notes if only_notes else closings.faults:
        counts = "" if only_notes else "，不计入已销号" if name in void else "，仍计入已销号"
        what = f"{name}已登记为通过销号，但{fault.text}{counts}。"
        yield fault.code, Remark(fault.place, name, what, f"{fault.remedy}。")


@check(
    "RX221",
    "closure-unsigned",
    "销号签字不成立",
    guards="验收意见写着不同意，签字栏写着待签、同上、本人或只有日期，一个人签了三级，上级复核就是本单位的人。",
    ignore="不能忽略；这样的销号不计入已销号，回头看也不抽。",
)
def closure_unsigned(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell of a closing that is filled and names nobody, refuses, or names the wrong person."""
    for code, remark in _remarks(context.closings):
        if code in SIGNATURES and remark.cell.filled:
            yield remark


@check(
    "RX222",
    "closure-out-of-order",
    "销号日期次序不对",
    guards="申请早于完成、早于佐证、早于反馈，签字早于申请，办结早于签字，或者日期还没有到。",
    ignore="不能忽略。",
)
def closure_out_of_order(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every date of a closing that cannot be; what RX435 and RX436 say of its last one is left to them."""
    for code, remark in _remarks(context.closings):
        decided = remark.cell.sheet == schema.CLOSURES.name and "办结日期" in remark.message
        if code == "date" and remark.cell.filled and not (decided and "还没有到" not in remark.message):
            yield remark


@check(
    "RX223",
    "closure-without-work",
    "已销号却没有依据",
    guards="没有登记措施，佐证只有台账自己，材料没有校验码，材料的日期还没有到，就通过了销号。",
    ignore="不能忽略；只差材料校验码的仍计入已销号（登记了材料，只是没有随文件登记，真假要看原件），请用文件或扫描件补登；其余的不计入。",
)
def closure_without_work(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every condition of the work that a closing does not meet and that no other check tells."""
    for code, remark in _remarks(context.closings):
        own = code in ("measures", "evidence") and "没有本问题的材料" not in remark.message
        if own and remark.cell.address not in context.closings.file_cells:
            yield remark


@check(
    "RX224",
    "closure-changed",
    "签批以后改动过",
    guards="签批以后改写整改进展、删改措施、换掉佐证、改签字栏、删掉销号登记，或者改动变更记录里的存证。",
    ignore="不能忽略；长期坚持的新进展，写在原来的文字后面就不算改动。",
)
def closure_changed(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield everything that is not as it was when it was signed, by the lines that the steps left in 变更记录."""
    for name, trace in context.closings.traces:
        yield Remark(trace.place, name, f"{name}：{trace.text}。", f"{trace.remedy}。")


@check(
    "RX225",
    "closure-to-explain",
    "销号有要说明的地方",
    guards="一人兼签两级，签字人不是责任人也不是牵头领导，文字与“已完成”矛盾，一份材料作几个问题的佐证，销号登记是手工填的。",
    ignore="批准时已写明理由、记入变更记录的，可以忽略。",
)
def closure_to_explain(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield what was, or would have been, told before the closing was approved."""
    for _, remark in _remarks(context.closings, only_notes=True):
        yield remark


@check(
    "RX226",
    "closure-file-changed",
    "销号后的佐证文件不符",
    guards="台账旁边的佐证文件找不到了，或者与登记时的内容不一致；仍计入已销号。",
    ignore="不能忽略；台账单独报送、文件不在旁边的，程序会说明没有核对。",
)
def closure_file_changed(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every document of a closed problem whose file is not the one that was registered."""
    for code, remark in _remarks(context.closings):
        if code == "evidence" and remark.cell.address in context.closings.file_cells:
            yield remark


@check(
    "RX227",
    "closed-twice",
    "一个问题重复销号",
    guards="同一个问题有两行“通过”，或者通过以后又有在办的申请，哪一行算数说不清。",
    ignore="不能忽略。",
)
def closed_twice(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every further row of 销号 of a problem that is closed already."""
    yield from (remark for code, remark in _remarks(context.closings) if code == "twice")
    for case in context.closings.cases:
        closed = case.closed
        for other in case.history:
            if closed is None or other.kind != closed.kind or other.row.number == closed.row.number:
                continue
            if other.row.number > closed.row.number and other.verdict != "退回":
                cell = other.row.cell("结论" if other.verdict else "问题编号")
                what = f"第{closed.row.number}行已通过销号，第{other.row.number}行又登记了一次"
                yield Remark(cell, row_id(other.row), f"{case.problem.id}{what}。", "请核实后只留一行。")


@check(
    "RX228",
    "log-changed",
    "变更记录被改动",
    guards="变更记录只增不改；删掉或改写它的行，签批时的存证就不全了。",
    ignore="不能忽略；确是恢复备份、拆分台账造成的，请找回原来的一份报送，并向上级说明。",
)
def log_changed(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield what was done by hand to the lines of 变更记录, now or before a command noticed it."""
    fix = "请从备份中恢复变更记录，不要改动它。"
    memory = context.closings.memory
    if memory.log_broken:
        line = re.search(r"第(\d+)", memory.log_broken)
        cell = Cell(schema.CHANGES.name, int(line[1]) if line else 1, 1)
        yield Remark(cell, "", f"{memory.log_broken}。", fix)
    last_row = 0
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("表") == schema.CHANGES.name and row.text("命令") == "人工修改":
            last_row = row.number
            what = f"{row.text('时间')[:10]}以前被人工改动过：{row.text('原值')}，{row.text('新值')}"
            yield Remark(row.cell("原值"), "", f"变更记录{what}。", fix)
    if memory.log_broken:
        return
    for number, bare in memory.breaks:
        if number > last_row:  # what a command noticed is told by the line that it left
            what = "没有校验码，是手工添加的" if bare else "与校验码对不上：这一行改写过，或者它上面有行被删掉、挪动过"
            column = ledger.sheets[schema.CHANGES.name].headers[schema.CHANGES_CODE]
            yield Remark(Cell(schema.CHANGES.name, number, column), "", f"变更记录第{number}行{what}。", fix)


@check(
    "RX229",
    "memory-lost",
    "看不到以前的变更记录",
    guards="《程序状态》或者变更记录不见了，整改时限、责任科室、签批以后改没改过，都没有原来的可以核对。",
    ignore="确是恢复、拆分台账造成的，可以忽略，并向上级说明。",
)
def memory_lost(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield what is not there any more of the memory, now or before a command began it anew."""
    fix = "请从备份中找回；找不回的，请向上级说明，并核对各行的整改时限。"
    lost = context.closings.memory.lost
    if lost:
        sheet = schema.CHANGES.name if schema.CHANGES.name in ledger.sheets else schema.CLOSURES.name
        yield Remark(Cell(sheet, 1, 1), "", f"{lost}，以前的人工修改无法核对。", fix)
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("表") == schema.MEMORY.name:
            what = (
                f"变更记录第{row.number}行记着：{row.text('时间')[:10]}以前的《{schema.MEMORY.name}》{row.text('原值')}"
            )
            yield Remark(row.cell("原值"), "", f"{what}，在那以前的人工修改无法核对。", fix)


@check(
    "RX121",
    "verified-by-hand",
    "核实登记不是程序登记的",
    guards="在《核实登记》里手工添了行或改了字，想让没有核实过的问题不再提示；这样的行不起作用。",
    ignore="不能忽略。",
)
def verified_by_hand(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every line of 核实登记 that no command wrote as it stands."""
    for line in verified_findings.on_record(ledger).by_hand:
        if line.row is None:
            continue
        yield Remark(
            line.row.cell("代码"),
            line.code,
            f"第{line.row.number}行{quote(f'{line.code} {line.sheet}{line.column}'.strip())}是手工填写或改动的，"
            "《变更记录》里没有这次登记，不起作用。",
            f"请删除第{line.row.number}行；确已核实的，请在《校验结果》选“已核实”、写明理由，再点“一键处理”。",
        )
