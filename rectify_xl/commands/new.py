"""新建台账: a blank ledger from the template."""

from __future__ import annotations

from rectify_xl.commands.creating import create
from rectify_xl.commands.outcome import MadeFile, Outcome, Request


def run(request: Request) -> Outcome:
    """Write a blank ledger to `--output`."""
    target = create(request)
    return Outcome(
        {"ledger": str(target)},
        (f"已新建台账：{target}。", "下一步：先填《基本信息》，再在《问题台账》一行填一个问题。"),
        made=(MadeFile("ledger", str(target), "at once"),),
    )
