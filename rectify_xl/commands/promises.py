"""承诺清单: what the prose of the ledger promises, and whether it was kept."""

from __future__ import annotations

from rectify_xl.commands.outcome import Outcome, OutputTable, Request
from rectify_xl.judgement.promises import KIND_LABEL, VERDICT_LABEL, Promise, find, judge
from rectify_xl.ledger.reading import reader


def run(request: Request) -> Outcome:
    """List the commitments with their verdicts on the day; `--only` keeps those with one verdict."""
    ledger = reader.read_ledger(request.ledger.read())
    judged = judge(find(ledger), ledger, request.as_of)
    only = request.text("only")
    listed = tuple(promise for promise in judged if only in ("", promise.verdict))
    counted = "，".join(
        f"{label}{sum(promise.verdict == verdict for promise in judged)}条" for verdict, label in VERDICT_LABEL.items()
    )
    return Outcome(
        {"as_of": request.as_of.isoformat(), "promises": [_data(promise) for promise in listed]},
        (f"截至{request.as_of.isoformat()}：文中承诺{len(judged)}条，其中{counted}。",),
        (_sheet(listed),) if listed else (),
    )


def _data(promise: Promise) -> dict[str, object]:
    commitment, piece = promise.commitment, promise.commitment.piece
    return {
        "row_id": commitment.row_id,
        "cell": commitment.cell.address,
        "start": piece.start,
        "end": piece.end,
        "text": commitment.text,
        "kind": piece.kind,
        "due": promise.due.isoformat() if promise.due else None,
        "binding": promise.binding.isoformat() if promise.binding else None,
        "period": piece.period or None,
        "quantity": piece.quantity or None,
        "tense": piece.tense,
        "verdict": promise.verdict,
        "reason": promise.reason,
    }


def _sheet(judged: tuple[Promise, ...]) -> OutputTable:
    """Return the table for people: what was broken first, then what is due, the nearest first."""
    order = list(VERDICT_LABEL)
    rows = sorted(judged, key=lambda promise: (order.index(promise.verdict), promise.due is None, promise.due or 0))
    return OutputTable(
        "承诺清单",
        ("结果", "编号", "位置", "类别", "期限", "原文", "理由"),
        tuple(
            (
                VERDICT_LABEL[promise.verdict],
                promise.commitment.row_id,
                promise.commitment.cell.address,
                promise.commitment.piece.period or KIND_LABEL[promise.commitment.piece.kind],
                promise.due.isoformat() if promise.due else "",
                promise.commitment.text,
                promise.reason,
            )
            for promise in rows
        ),
    )
