"""清除标记: take every mark of `check` and `risks` away again."""

from __future__ import annotations

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.ledger.reading import reader


def run(request: Request) -> Outcome:
    """Empty 校验结果, 预警清单 and the computed columns."""
    from rectify_xl.judgement.checks import mark_findings
    from rectify_xl.judgement.risks import mark_risks

    ledger = reader.read_ledger(request.ledger.read())
    changes = (*mark_findings.clear(ledger), *mark_risks.clear(ledger))
    request.ledger.write(changes)
    return Outcome({"ledger": request.ledger.name}, ("已清除校验标记和预警标记。",))
