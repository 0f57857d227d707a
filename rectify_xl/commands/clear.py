"""清除标记: take every mark of `check` and `risks` away again."""

from __future__ import annotations

from rectify_xl import ledger
from rectify_xl.commands.outcome import Outcome, Request


def run(request: Request) -> Outcome:
    """Empty 校验结果, 预警清单 and the computed columns."""
    from rectify_xl.checks import report as check_report
    from rectify_xl.risks import report as risk_report

    found = ledger.read(request.ledger.read())
    changes = (*check_report.clear(found), *risk_report.clear(found))
    request.ledger.write(changes)
    return Outcome({"ledger": request.ledger.name}, ("已清除校验标记和预警标记。",))
