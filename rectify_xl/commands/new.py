"""新建台账: a blank ledger from the template, whose memory begins with its first row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.commands.outcome import MadeFile, Outcome, Request
from rectify_xl.ledger.records import Changes


class NewLedger(NamedTuple):
    """Where a new ledger stands, and where the file is that it took the place of, as a sentence."""

    path: Path
    replaced: str = ""


def run(request: Request) -> Outcome:
    """Write a blank ledger to `--output`."""
    target, replaced = create_ledger(request)
    return Outcome(
        {"ledger": str(target)},
        (f"已新建台账：{target}。", replaced, "下一步：先填《基本信息》，再在《问题台账》一行填一个问题。"),
        made=(MadeFile("ledger", str(target), "at once"),),
    )


def create_ledger(
    request: Request, changes: Changes = (), own_columns: Mapping[str, Sequence[str]] | None = None
) -> NewLedger:
    """Write the blank ledger with `changes` made to `--output`; `--force` replaces a file, which is kept.

    `own_columns` are the columns of an office's own, by sheet, at the right of its tables.

    No edit by hand goes unrecorded: what stands in it now is what its memory begins with.
    """
    from rectify_xl.ledger.memory import change_tracking
    from rectify_xl.system import resources
    from rectify_xl.workbook import file_host
    from rectify_xl.workbook.saving import backup

    target, template = Path(request.text("output")), resources.path("workbook_template.xlsx")
    kept = backup.copies(target.resolve())
    begun = change_tracking.begin(file_host.FileBook(template).read(), changes, request.now)
    file_host.create(template, target, begun, own_columns=own_columns, overwrite=request.on("force"))
    replaced = (copy for copy in backup.copies(target.resolve()) if copy not in kept)
    sentences = (f"原来的“{target.name}”没有丢，在“{copy.parent.name}”文件夹里，叫“{copy.name}”。" for copy in replaced)
    return NewLedger(target, next(sentences, ""))
