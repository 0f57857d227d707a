"""核对回执: verify what the level above sent back, without a connection, and let the ledger remember it."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.submitting import submission_memory
from rectify_xl.dates import chinese
from rectify_xl.errors import UsageError
from rectify_xl.ledger.fingerprint import code, fingerprint
from rectify_xl.supervision.submission import receipt, submitted_record
from rectify_xl.supervision.submission.receipt import VERDICT_WORDS, ReadReceipt, Receipt
from rectify_xl.supervision.submission.submitted_record import SubmissionRecord


def run(request: Request) -> Outcome:
    """Say which submission a receipt confirms, or that it belongs to none, or was altered."""
    path = Path(request.text("receipt"))
    read = receipt.read(_content(path))
    book = request.ledger.read()
    record = receipt.confirmed(read.receipt, submitted_record.read(book)) if read.sound else None
    if record is None:
        return _refused(request, read)
    confirmed = record.confirmed_by(read.receipt)
    new = confirmed.receipt != record.receipt
    if new:
        submission_memory.remember(request, book, confirmed, confirmed.receipt_line())
    changed = fingerprint(book) != record.ledger
    received = f"{_who(read.receipt)}{chinese(read.receipt.received.date())}收到"
    summary = (
        f"回执无误：{received}{record.when}打包的上报件（核对码{record.code}）。",
        f"结果：{VERDICT_WORDS[read.receipt.verdict]}。",
        f"上级统计：问题{read.receipt.problems}个，错误{read.receipt.errors}条，提醒{read.receipt.warnings}条。"
        + ("" if read.receipt.problems == record.problems else f"与本单位报的问题{record.problems}个不一致，请核对。"),
        *((f"附言：{read.receipt.note}",) if read.receipt.note else ()),
        "台账在打包以后又改过，回执确认的是当时的内容。" if changed else "台账的内容与打包时相同。",
        "已登记在台账里。" if new else "这份回执以前已登记过。",
    )
    return Outcome(_data(request, read, record, changed=changed), summary, status=FINE)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(receipt.LARGEST + 1)
    except OSError as error:
        raise UsageError(f"回执打不开：{path}", "请核对文件名和位置") from error


def _refused(request: Request, read: ReadReceipt) -> Outcome:
    issued = read.receipt
    if not read.sound:
        reason = "回执的内容被改动过，不能作数"
        remedy = f"请向{_who(issued)}重新索取回执原件，不要打开另存。"
    else:
        whose = f"{issued.unit or '没有写单位'}，核对码{code(issued.fingerprint)}"
        reason = f"这份回执不是本台账任何一次上报的（回执上写的是{whose}）"
        remedy = "请核对是不是选错了台账或回执；打包后撤销过的上报，台账里没有登记。"
    return Outcome(_data(request, read, None, changed=None), (f"{reason}。", remedy), status=FOUND)


def _who(issued: Receipt) -> str:
    return issued.checked_by or "上级"


def _data(
    request: Request, read: ReadReceipt, record: SubmissionRecord | None, *, changed: bool | None
) -> dict[str, object]:
    issued = read.receipt
    return {
        "as_of": request.as_of.isoformat(),
        "receipt": {
            **issued._asdict(),
            "received": issued.received.isoformat(sep=" "),
            "checked_at": issued.checked_at.isoformat(sep=" "),
        },
        "sound": read.sound,
        "confirms": {"made": record.moment, "fingerprint": record.fingerprint, "code": record.code} if record else None,
        "changed_since": changed,
    }
