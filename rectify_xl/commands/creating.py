"""Make a new ledger file whose memory begins with its first row, so that no edit by hand goes unrecorded."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands.outcome import Request
from rectify_xl.model import Changes


def create(request: Request, changes: Changes = ()) -> Path:
    """Write the blank ledger with `changes` made to `--output` and return where that is; `--force` replaces a file."""
    from rectify_xl import resources
    from rectify_xl.books import file
    from rectify_xl.history import memory

    target, template = Path(request.text("output")), resources.path("workbook_template.xlsx")
    begun = memory.begin(file.FileBook(template).read(), changes, request.now)
    file.create(template, target, begun, overwrite=request.on("force"))
    return target
