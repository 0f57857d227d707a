"""导入: from a published notice, or from the ledger that an office has, to a ledger of ours."""

from __future__ import annotations

from rectify_xl.commands.finding_tables import finding_data, finding_headlines, finding_table
from rectify_xl.commands.new import create_ledger
from rectify_xl.commands.outcome import MadeFile, Outcome, Request
from rectify_xl.errors import UsageError


def run(request: Request) -> Outcome:
    """Read the notice or ledger in `source` and write a ledger to `--output`; findings never stop the import.

    With `--into` nothing is made: what was read is compared with that ledger and merged into it.
    """
    from pathlib import Path

    from rectify_xl.commands import import_old_ledger

    if request.book is not None:
        from rectify_xl.commands import import_into

        return import_into.run(request)
    is_table = import_old_ledger.is_workbook(Path(request.source))
    if not request.text("output") and not (is_table and request.text("map_out")):
        raise UsageError("没有写明导入到哪里", "新建台账请写 -o 新台账.xlsx，并入已有台账请写 --into 台账.xlsx")
    if is_table:
        return import_old_ledger.run(request)
    return _import_notice(request)


def _import_notice(request: Request) -> Outcome:
    from pathlib import Path

    from rectify_xl.commands import import_mapping_use
    from rectify_xl.commands.read_notice import read_notice
    from rectify_xl.intake.imported_rows import over_blank

    import_mapping_use.refuse_useless(request, "通报")
    parsed, rows, findings = read_notice(Path(request.source))
    target = create_ledger(request, over_blank(rows), rows.own_columns)
    measures = sum(len(item.measures) for item in parsed.items)
    counts = {
        "aspects": len(parsed.aspects),
        "groups": len(parsed.groups),
        "problems": len(parsed.items),
        "measures": measures,
    }
    return Outcome(
        {
            "ledger": str(target),
            "kind": "notice",
            **counts,
            "left_out": [{"line": line.number, "text": line.text} for line in parsed.left_out],
            "findings": [finding_data(finding) for finding in findings],
        },
        (
            f"已导入《{parsed.title}》：{len(parsed.aspects)}个方面、{len(parsed.items)}个问题、{measures}条措施。",
            f"台账：{target}。",
            f"有{len(findings)}处需要核对，已逐条列出。" if findings else "没有发现需要核对的地方。",
            *((f"网页页眉页脚等{len(parsed.left_out)}行未作为正文收入。",) if parsed.left_out else ()),
        ),
        (finding_table("导入时发现", findings),) if findings else (),
        made=(MadeFile("ledger", str(target), "at once"),),
        headlines=finding_headlines(findings),
    )
