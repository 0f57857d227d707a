"""新建台账: a blank ledger from the template, whose memory begins with its first row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rectify_xl.commands.outcome import MadeFile, Outcome, Request
from rectify_xl.ledger.records import Changes


def run(request: Request) -> Outcome:
    """Write a blank ledger to `--output`."""
    target = create_ledger(request)
    return Outcome(
        {"ledger": str(target)},
        (f"已新建台账：{target}。", "下一步：先填《基本信息》，再在《问题台账》一行填一个问题。"),
        made=(MadeFile("ledger", str(target), "at once"),),
    )


def create_ledger(
    request: Request, changes: Changes = (), own_columns: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Write the blank ledger with `changes` made to `--output` and return where that is; `--force` replaces a file.

    `own_columns` are the columns of an office's own, by sheet, at the right of its tables.

    No edit by hand goes unrecorded: what stands in it now is what its memory begins with.
    """
    from rectify_xl.ledger.memory import change_tracking
    from rectify_xl.system import resources
    from rectify_xl.workbook import file_host

    target, template = Path(request.text("output")), resources.path("workbook_template.xlsx")
    begun = change_tracking.begin(file_host.FileBook(template).read(), changes, request.now)
    file_host.create(template, target, begun, own_columns=own_columns, overwrite=request.on("force"))
    return target
