"""承诺清单: what the prose of the ledger promises, and whether it was kept."""

from __future__ import annotations

from rectify_xl.commands.outcome import Outcome, OutputTable, Request
from rectify_xl.judgement.promises import KIND_LABEL, VERDICT_LABEL, Promise, find, judge
from rectify_xl.ledger.reading import reader


def run(request: Request) -> Outcome:
    """List the commitments with their verdicts on the day; `--only` keeps those with one verdict."""
    found = reader.read_ledger(request.ledger.read())
    judged = judge(find(found), found, request.as_of)
    only = request.text("only")
    listed = tuple(each for each in judged if only in ("", each.verdict))
    counted = "，".join(
        f"{label}{sum(each.verdict == verdict for each in judged)}条" for verdict, label in VERDICT_LABEL.items()
    )
    return Outcome(
        {"as_of": request.as_of.isoformat(), "promises": [_data(each) for each in listed]},
        (f"截至{request.as_of.isoformat()}：文中承诺{len(judged)}条，其中{counted}。",),
        (_sheet(listed),) if listed else (),
    )


def _data(each: Promise) -> dict[str, object]:
    commitment, piece = each.commitment, each.commitment.piece
    return {
        "row_id": commitment.row_id,
        "cell": commitment.cell.address,
        "start": piece.start,
        "end": piece.end,
        "text": commitment.text,
        "kind": piece.kind,
        "due": each.due.isoformat() if each.due else None,
        "binding": each.binding.isoformat() if each.binding else None,
        "period": piece.period or None,
        "quantity": piece.quantity or None,
        "tense": piece.tense,
        "verdict": each.verdict,
        "reason": each.reason,
    }


def _sheet(judged: tuple[Promise, ...]) -> OutputTable:
    """Return the table for people: what was broken first, then what is due, the nearest first."""
    order = list(VERDICT_LABEL)
    rows = sorted(judged, key=lambda each: (order.index(each.verdict), each.due is None, each.due or 0))
    return OutputTable(
        "承诺清单",
        ("结果", "编号", "位置", "类别", "期限", "原文", "理由"),
        tuple(
            (
                VERDICT_LABEL[each.verdict],
                each.commitment.row_id,
                each.commitment.cell.address,
                each.commitment.piece.period or KIND_LABEL[each.commitment.piece.kind],
                each.due.isoformat() if each.due else "",
                each.commitment.text,
                each.reason,
            )
            for each in rows
        ),
    )
