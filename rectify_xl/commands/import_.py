"""导入: from a published notice, or from the ledger that an office has, to a ledger of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rectify_xl.commands.finding_tables import finding_data, finding_headlines, finding_table
from rectify_xl.commands.new import create_ledger
from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request
from rectify_xl.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from rectify_xl.commands.read_notice import LeftOutText

MERGING = (("--on-difference", "on_difference"), ("--similarity", "similarity"))
"""Options that say how a source is merged into a ledger."""


def run(request: Request) -> Outcome:
    """Read the notice or ledger in `source` and write a ledger to `--output`; findings never stop the import.

    With `--into` nothing is made: what was read is compared with that ledger and merged into it.
    """
    from pathlib import Path

    from rectify_xl.commands import import_old_ledger

    if request.on("returned"):
        if request.book is None:
            raise UsageError("--returned 要与 --into 一起用", "请写 --into 台账.xlsx，退回单的各处列进这本台账")
        from rectify_xl.commands import import_returned

        return import_returned.run(request)
    if request.source:
        _refuse_returned(Path(request.source))
    if request.book is not None:
        from rectify_xl.commands import import_into

        return import_into.run(request)
    stray = [flag for flag, name in MERGING if request.text(name)]
    if stray:
        raise UsageError(f"{'、'.join(stray)} 要与 --into 一起用", "并入已有台账请写 --into 台账.xlsx")
    is_table = import_old_ledger.is_workbook(Path(request.source))
    if not request.text("output") and not (is_table and request.text("map_out")):
        raise UsageError("没有写明导入到哪里", "新建台账请写 -o 新台账.xlsx，并入已有台账请写 --into 台账.xlsx")
    if is_table:
        return import_old_ledger.run(request)
    return _import_notice(request)


def _refuse_returned(path: Path) -> None:
    """Raise `UsageError` for the mail with which the level above sends a ledger back: its lines are no problems."""
    from rectify_xl.readers import chosen_mail, read_source

    data = read_source.content(path)
    returned = [name for name in chosen_mail.tables(data) if name.endswith(chosen_mail.RETURNED)]
    if returned:
        raise UsageError(
            f"“{path.name}”是上级退回台账的邮件，不是通报，也不是台账",
            f"请双击打开这封邮件，把附件“{returned[0]}”另存到自己的文件夹；打开台账，点“导入”→“接收退回单”，选它",
        )


def _import_notice(request: Request) -> Outcome:
    from pathlib import Path

    from rectify_xl.commands import import_mapping_use
    from rectify_xl.commands.read_notice import read_notice
    from rectify_xl.intake.imported_rows import over_blank

    import_mapping_use.refuse_useless(request, "通报")
    read = read_notice(Path(request.source))
    target, replaced = create_ledger(request, over_blank(read.rows), read.rows.own_columns)
    counts, findings = read.counts, read.findings
    is_list = read.kind == "problem list"
    name = f"《{read.title}》" if read.title else f"“{Path(request.source).name}”"
    summary = f"已导入{name}：{counts['aspects']}个方面、{counts['problems']}个问题、{counts['measures']}条措施。"
    left_out = OutputTable(
        "没有收入台账的内容", ("位置", "原文"), tuple((item.place, item.text) for item in read.left_out)
    )
    tables = [finding_table("导入时发现", findings)] if findings else []
    return Outcome(
        {
            "ledger": str(target),
            "kind": read.kind,
            **counts,
            "left_out": [{"line": item.line, "text": item.text} for item in read.left_out],
            "findings": [finding_data(finding) for finding in findings],
        },
        (
            summary,
            f"台账：{target}。",
            replaced,
            f"有{len(findings)}处需要核对，已逐条列出。" if findings else "没有发现需要核对的地方。",
            *(_left_out(read.left_out, is_list=is_list)),
        ),
        (*tables, left_out) if is_list and read.left_out else tuple(tables),
        made=(MadeFile("ledger", str(target), "at once"),),
        headlines=finding_headlines(findings),
    )


def _left_out(pieces: Sequence[LeftOutText], *, is_list: bool) -> Iterator[str]:
    if is_list:
        yield "问题清单里没有整改措施，请在《整改措施》中逐条填写。"
        if pieces:
            yield f"导语、要求、落款等{len(pieces)}处没有收入台账，已逐条列出。"
    elif pieces:
        yield f"网页页眉页脚等{len(pieces)}行未作为正文收入。"
