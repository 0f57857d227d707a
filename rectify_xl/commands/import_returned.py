"""接收退回单: hold what the level above sent back against the ledger as it is now, and list what is still open.

Cells of the ledger are not touched: the remarks go into 校验结果 and 校验标记 like findings, and the slip is remembered
until all of it is settled. What was mended meanwhile is only told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rectify_xl.commands import profile_run
from rectify_xl.commands.finding_tables import RESULTS, RESULTS_WRITTEN, finding_headlines
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, OutputTable, Request
from rectify_xl.commands.returning.return_parcel import UNKNOWN
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.dates import chinese
from rectify_xl.errors import BookError, UsageError
from rectify_xl.judgement.checks import mark_findings
from rectify_xl.judgement.checks.profiles import SUBMIT
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.memory import change_tracking, memory_store
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import SEVERITY_LABEL, Changes, Ledger
from rectify_xl.supervision.returns import open_remarks, return_record
from rectify_xl.supervision.returns.open_remarks import ALONE, STATE_WORDS, ReturnedRemark
from rectify_xl.supervision.returns.return_record import TakenSlip
from rectify_xl.supervision.returns.return_slip import MAY, WHOLE_FILE, ReturnSlip
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import as_clicked

LABEL = "导入"
_CHOOSE = "请选择上级退回时所附的工作簿（“单位名称_退回单.xlsx”）；收到的是压缩包的，请先解压"
_STRAY = (("--on-difference", "on_difference"), ("--similarity", "similarity"), ("-o", "output"), ("--map", "map"))


def run(request: Request) -> Outcome:
    """List what is still open of the slip in `source`; one step, which `undo` takes back.

    Raises `UsageError` where the file is no workbook that was sent back, or was sent back to another unit.
    """
    if stray := [flag for flag, name in _STRAY if request.text(name)]:
        raise UsageError(f"接收退回单不用写 {'、'.join(stray)}", "请去掉后重试")
    slip = _slip(Path(request.source))
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    _refuse_foreign(slip, ledger)
    findings = profile_run.run_profile(request, book, ledger, SUBMIT, sent=True).findings
    remarks = open_remarks.compare(slip.lines, ledger, findings)
    listed = open_remarks.as_findings(remarks)
    remembered = _remembered(request, book, slip, remarks)
    request.ledger.write((*mark_findings.mark(ledger, listed), *remembered))
    errors = [remark for remark in remarks if remark.unsettled and remark.line.severity == "error"]
    return Outcome(
        _data(request, slip, remarks),
        tuple(_summary(request, slip, remarks, kept=bool(remembered))),
        tuple(_tables(remarks)),
        FOUND if errors else FINE,
        headlines=finding_headlines(listed, RESULTS),
    )


def _slip(path: Path) -> ReturnSlip:
    """Return the slip in a workbook; whatever else was chosen is told as what it is, with what to choose instead."""
    from rectify_xl.readers import chosen_mail, read_source
    from rectify_xl.workbook import return_workbook
    from rectify_xl.workbook.reading import any_workbook

    data = read_source.content(path)
    if chosen_mail.is_mail(data):
        raise chosen_mail.refusal(data, path.name)
    try:
        grid = any_workbook.read_grid(data, path.name)
    except BookError as error:
        if any_workbook.is_workbook(data, path.name):
            raise
        raise UsageError(error.message, _CHOOSE) from error
    return return_workbook.read_slip(grid.sheets, path.name)


def _refuse_foreign(slip: ReturnSlip, ledger: Ledger) -> None:
    """Raise `UsageError` for what was sent back to another unit."""
    own = ledger.info_text("单位名称")
    if slip.unit != UNKNOWN and own.strip() and cell_value.key(slip.unit) != cell_value.key(own):
        raise UsageError(
            f"这是退回给“{slip.unit}”的，当前台账是“{own}”的", "请核对是不是选错了文件，或者打开了别的台账"
        )


def _remembered(request: Request, book: RawBook, slip: ReturnSlip, remarks: Sequence[ReturnedRemark]) -> Changes:
    """Return what keeps the slip in the ledger; nothing where that has no memory."""
    if not change_tracking.can_remember(book):
        return ()
    moment, by = request.now.strftime(change_log.TIME_FORMAT), request.by or UNSIGNED
    line = LogLine(moment, by, LABEL, return_record.log_change(slip, remarks))
    entry = return_record.as_data(TakenSlip(slip, moment, by))
    kept = memory_store.update(book.sheets[schema.MEMORY.name], {return_record.entry_name(slip.code): entry})
    return tuple(block for block in (change_log.append(book, (line,)), kept) if block)


def _data(request: Request, slip: ReturnSlip, remarks: Sequence[ReturnedRemark]) -> dict[str, object]:
    return {
        "kind": "returned",
        "source": request.source,
        "into": request.text("into") or request.ledger.name,
        "as_of": request.as_of.isoformat(),
        "code": slip.code,
        "unit": slip.unit,
        "office": slip.office.name or None,
        "checked": slip.office.day.isoformat(),
        "reply_by": slip.office.reply_by.isoformat(),
        "open": sum(remark.unsettled for remark in remarks),
        "settled": sum(not remark.unsettled for remark in remarks),
        "remarks": [
            {
                "code": remark.line.code,
                "severity": remark.line.severity,
                "state": remark.state,
                "sent_cell": remark.line.address or None,
                "cell": remark.cell.address if remark.cell else None,
                "row_id": remark.line.row_id,
                "column": remark.line.column,
                "message": remark.finding.message if remark.finding else remark.line.message,
                "fix": remark.line.fix,
            }
            for remark in remarks
        ],
    }


def _summary(request: Request, slip: ReturnSlip, remarks: Sequence[ReturnedRemark], *, kept: bool) -> Iterator[str]:
    left = [remark for remark in remarks if remark.unsettled]
    must = sum(remark.line.severity == "error" for remark in left)
    office = slip.office.name or "上级"
    yield (
        f"{office}{chinese(slip.office.day)}退回（{slip.code}）：共{len(remarks)}处，"
        f"已经改好或核实的{len(remarks) - len(left)}处，还要处理的{len(left)}处，其中必须改的{must}处。"
    )
    for state in ALONE:
        count = sum(remark.state == state for remark in remarks)
        if count:
            yield f"其中{count}处{STATE_WORDS[state]}。"
    if must and slip.office.reply_by < request.as_of:
        yield f"改好的期限{chinese(slip.office.reply_by)}已经过了，请尽快改好重报。"
    elif must:
        yield f"请于{chinese(slip.office.reply_by)}前改好，再点“打包上报”。"
    yield f"{RESULTS_WRITTEN}台账里填的内容没有改动，可以撤销。" if left else f"{RESULTS}已清空，没有要处理的了。"
    if not kept:
        yield f"台账缺少《{schema.MEMORY.name}》或《变更记录》，这次退回没有登记；请先点“修复下拉和标色”，再接收一次。"


def _tables(remarks: Sequence[ReturnedRemark]) -> Iterator[OutputTable]:
    for title, unsettled in (("还要处理的", True), ("已经改好或核实的", False)):
        chosen = [remark for remark in remarks if remark.unsettled is unsettled]
        if chosen:
            yield OutputTable(
                title,
                ("级别", "代码", "位置", "编号", "问题", "现在"),
                tuple(_row(remark) for remark in chosen),
                tuple(remark.line.severity if unsettled else "" for remark in chosen),
            )


def _row(remark: ReturnedRemark) -> tuple[str, ...]:
    line = remark.line
    where = remark.cell.address if remark.cell else line.address or WHOLE_FILE
    message = remark.finding.message if remark.finding else line.message
    state = MAY if remark.state == "open" and line.severity == "warning" else STATE_WORDS[remark.state]
    return SEVERITY_LABEL[line.severity], line.code, where, line.row_id, as_clicked(message), state
