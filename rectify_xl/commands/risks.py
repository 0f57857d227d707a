"""预警研判: overdue, due soon, and rows that may relapse."""

from __future__ import annotations

from rectify_xl import ledger
from rectify_xl.commands.outcome import Outcome, Request, Sheet

KIND_LABEL = {"overdue": "逾期", "due_soon": "临期", "relapse": "反弹风险"}


def run(request: Request) -> Outcome:
    """Assess all problems; `--write` fills 预警, 预警原因 and 预警清单."""
    from rectify_xl import risks

    found = ledger.read(request.ledger.read())
    assessed = risks.assess(found, request.as_of)
    if request.on("write"):
        from rectify_xl.risks.report import mark

        request.ledger.write(mark(found, assessed))
    by_kind = {kind: sum(risk.kind == kind for risk in assessed) for kind in KIND_LABEL}
    counted = "，".join(f"{label}{by_kind[kind]}个" for kind, label in KIND_LABEL.items())
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "risks": [
                {
                    "id": risk.id,
                    "row": risk.row,
                    "level": risk.level,
                    "kind": risk.kind,
                    "days": risk.days,
                    "score": risk.score,
                    "letter": risk.letter,
                    "reasons": [
                        {"code": reason.code, "text": reason.text, "cell": reason.cell} for reason in risk.reasons
                    ],
                }
                for risk in assessed
            ],
        },
        (
            f"截至{request.as_of.isoformat()}：{counted}。",
            *(("已写入《预警清单》，相关行已标色。",) if request.on("write") else ()),
        ),
        (
            Sheet(
                "预警清单",
                ("级别", "类型", "编号", "天数", "风险分", "督办文书", "原因"),
                tuple(
                    (
                        risk.level,
                        KIND_LABEL[risk.kind],
                        risk.id,
                        "" if risk.days is None else str(risk.days),
                        str(risk.score),
                        risk.letter,
                        "；".join(f"{reason.text}（{reason.cell}）" for reason in risk.reasons),
                    )
                    for risk in assessed
                ),
            ),
        )
        if assessed
        else (),
    )
