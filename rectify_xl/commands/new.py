"""新建台账: a blank ledger from the template."""

from __future__ import annotations

from rectify_xl.commands.outcome import Outcome, Request


def run(request: Request) -> Outcome:
    """Write a blank ledger to `--output`."""
    from pathlib import Path

    from rectify_xl import resources
    from rectify_xl.books import file

    target = Path(request.text("output"))
    file.create(resources.path("workbook_template.xlsx"), target, (), overwrite=request.on("force"))
    return Outcome(
        {"ledger": str(target)},
        (f"已新建台账：{target}。", "下一步：先填《基本信息》，再在《问题台账》一行填一个问题。"),
    )
