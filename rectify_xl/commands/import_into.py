"""导入到已有台账: show what differs between a source and a ledger, and merge it where the user says so.

The differences always come first. Nothing is written without `--on-difference`; `skip` adds new rows and fills empty
cells, `update` takes what differs as well. What must not be taken from a source is listed with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from rectify_xl.commands.finding_tables import finding_data, finding_headlines, finding_table
from rectify_xl.commands.outcome import FINE, FOUND, Headlines, MadeFile, Outcome, OutputTable, Pending, Request, Tone
from rectify_xl.errors import BookError, UsageError
from rectify_xl.intake import import_mark
from rectify_xl.intake.imported_rows import ImportedRows
from rectify_xl.intake.merging.merge_plan import (
    CellDifference,
    MergeConflict,
    MergePlan,
    SourceRow,
    Take,
    merge_changes,
)
from rectify_xl.intake.merging.merge_rows import UNIT_NAME, merge_plan
from rectify_xl.intake.merging.text_matches import LEAST_LIKE
from rectify_xl.ledger import schema, used_ids
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import guard, reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Finding
from rectify_xl.text import cell_value, file_names, refs
from rectify_xl.text.excerpts import around, on_one_line, shortened
from rectify_xl.workbook.file_host import FileBook

if TYPE_CHECKING:
    from rectify_xl.commands.import_old_ledger import OldLedgerSource

MARKED = (schema.PROBLEMS.name, schema.MEASURES.name)
SHORT = 30
"""Characters of a text in a table."""
LOWEST, HIGHEST = 50, 100
_DONE = {"fill": "填入", "change": "改为来源的", "keep": "不改", "empty": "保留"}
_TODO = {"fill": "空格，可填入", "change": "不同"}


class MergeSource(NamedTuple):
    """What was read of a source: its kind, its rows, what is to be checked in it, and what was no part of them.

    The latter are pairs of a place in the source and the text that stands there; `old` is an old ledger as it was read.
    """

    kind: str
    rows: ImportedRows
    findings: tuple[Finding, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    old: OldLedgerSource | None = None


def read_source_rows(request: Request, own: Mapping[str, str]) -> MergeSource:
    """Return the rows of a source, recognised by content: a notice, a ledger of ours, or one in any layout.

    `own` are the words of the office in 字典.
    """
    from rectify_xl.commands import import_mapping_use, import_old_ledger

    path = Path(request.source)
    if import_old_ledger.is_workbook(path):
        return _of_workbook(request, path, own)
    import_mapping_use.refuse_useless(request, "通报")
    return _of_notice(path)


def _of_notice(path: Path) -> MergeSource:
    from rectify_xl.commands.read_notice import read_notice

    notice = read_notice(path)
    outside = tuple((item.place, item.text) for item in notice.left_out)
    return MergeSource(notice.kind, notice.rows, notice.findings, outside)


def _of_workbook(request: Request, path: Path, own: Mapping[str, str]) -> MergeSource:
    """Return the rows of a ledger: of one of ours under its own numbers, of another as it is imported."""
    from rectify_xl.commands import import_mapping_use, import_old_ledger
    from rectify_xl.intake.ledger_as_source import rows_of_ledger

    book = _ledger_of_ours(path)
    if book is not None:
        import_mapping_use.refuse_useless(request, "本程序的台账列名一致，")
        return MergeSource("ledger", rows_of_ledger(reader.read_ledger(book)))
    source = import_old_ledger.read(request, _ledger_file(request), own)
    rows = source.needed()
    outside = tuple((refs.address_of(entry.sheet, entry.ref), entry.text) for entry in source.old.left_out)
    return MergeSource("ledger", rows.imported, tuple(rows.findings), outside, source)


def _ledger_of_ours(path: Path) -> RawBook | None:
    """Return the workbook where it is a ledger of ours, in any kind of file; what is wrong with it is told later."""
    try:
        book = FileBook(path).read()
    except BookError:
        return None
    return None if guard.is_foreign(book) else book


def run(request: Request) -> Outcome:
    """Compare `source` with the ledger and merge it as `--on-difference` says: one step, which `undo` takes back."""
    path, raw = Path(request.source), request.ledger.read()
    ledger = reader.read_ledger(raw)
    if request.text("output"):
        raise UsageError("--into 和 -o 只能写一个", "并入已有台账不用写 -o；要另建一本台账，请去掉 --into")
    least, take = _least(request), cast("Take", request.text("on_difference"))
    source = read_source_rows(request, ledger.synonyms)
    words = import_mark.mark(request.now.date(), file_names.readable(path.name))
    former = used_ids.removed(change_tracking.unrecorded(raw))
    plan = merge_plan(ledger, source.rows, words, least=least, former=former)
    changes = merge_changes(plan, ledger, take)
    request.ledger.write(changes)
    made, sentences = _mapping(request, source, written=bool(changes))
    waits = () if take else _open_kinds(plan)
    return Outcome(
        _data(request, source, plan, take, written=bool(changes)),
        (*_summary(request, source, plan, take, written=bool(changes)), *sentences),
        tuple(_tables(source, plan, take)),
        FOUND if plan.conflicts else FINE,
        made=made,
        pending=(Pending("write"),) if waits else (),
        headlines=tuple(_headlines(source, plan)),
    )


def _ledger_file(request: Request) -> Path:
    """Return the file of the ledger, also of one that is open in an application."""
    return Path(request.text("into") or Path(request.ledger.folder, request.ledger.name))


def _mapping(request: Request, source: MergeSource, *, written: bool) -> tuple[tuple[MadeFile, ...], list[str]]:
    """Write, keep and tell of the mapping by which an old ledger was read."""
    from rectify_xl.commands import import_mapping_use

    if source.old is None:
        return (), []
    use = source.old.use
    made = [import_mapping_use.write_out(request, use)._replace(opening="never")] if request.text("map_out") else []
    sentences = [*import_mapping_use.sentences(use, [sheet.sheet for sheet in source.old.old.sheets if sheet.is_data])]
    if written:
        kept, sentence = import_mapping_use.keep(use, _ledger_file(request))
        made += kept
        sentences.append(sentence)
    return tuple(made), [sentence for sentence in sentences if sentence]


def _least(request: Request) -> int:
    typed = request.text("similarity")
    if not typed:
        return LEAST_LIKE
    number = cell_value.number(typed)
    if number is None or number != int(number) or not LOWEST <= number <= HIGHEST:
        raise UsageError(f"--similarity 应是{LOWEST}至{HIGHEST}的整数，不能是“{typed}”", f"不写则按{LEAST_LIKE}")
    return int(number)


def _open_kinds(plan: MergePlan) -> tuple[str, ...]:
    """Return what a merge would write."""
    return (*(("add",) if plan.added else ()), *(difference.kind for difference in plan.of("fill", "change")))


def _data(request: Request, source: MergeSource, plan: MergePlan, take: Take, *, written: bool) -> dict[str, object]:
    from rectify_xl.commands import import_mapping_use

    differing = {(difference.cell.sheet, difference.cell.row) for difference in plan.of("fill", "change", "keep")}
    return {
        "kind": source.kind,
        "source": request.source,
        "into": request.text("into") or request.ledger.name,
        "on_difference": take or "stop",
        "similarity": plan.least,
        "written": written,
        "added": [_row_data(new.source, new.id) for new in plan.added],
        "filled": [_difference_data(difference) for difference in plan.of("fill")],
        "changed": [_difference_data(difference) for difference in plan.of("change")],
        "not_taken": [{**_difference_data(difference), "reason": difference.reason} for difference in plan.of("keep")],
        "empty": [_difference_data(difference) for difference in plan.of("empty")],
        "same": sum((pair.row.sheet, pair.row.number) not in differing for pair in plan.pairs),
        "matched": [
            {
                "sheet": pair.row.sheet,
                "id": pair.id,
                "row": pair.row.number,
                "source": pair.source.number,
                "source_id": pair.source.id,
                "similarity": pair.likeness,
                "by": "id" if pair.same_id else "text",
            }
            for pair in plan.pairs
        ],
        "conflicts": [
            {
                "sheet": conflict.sheet,
                "source": [_row_data(row, row.id) for row in conflict.sources],
                "rows": [row.number for row in conflict.rows],
                "waiting_measures": conflict.waiting,
                "message": conflict.text,
                "fix": conflict.remedy,
            }
            for conflict in plan.conflicts
        ],
        "repeated": plan.repeated,
        "left": [{"sheet": row.sheet, "row": row.number, "id": name, "text": text} for row, name, text in plan.left],
        "left_out": [entry._asdict() for entry in plan.left_out],
        "outside": [{"place": place, "text": text} for place, text in source.outside],
        "findings": [finding_data(finding) for finding in source.findings],
        **({"mapping": import_mapping_use.use_data(source.old.use)} if source.old else {}),
    }


def _row_data(row: SourceRow, name: str) -> dict[str, object]:
    return {"sheet": row.sheet, "source": row.number, "source_id": row.id, "id": name, "text": _text_of(row)}


def _text_of(row: SourceRow) -> str:
    columns = {
        schema.PROBLEMS.name: ("具体问题",),
        schema.MEASURES.name: ("措施内容",),
        schema.EVIDENCE.name: ("名称",),
    }
    texts = (cell_value.text(row.cells.get(name)) for name in columns.get(row.sheet, ("标题", "正文")))
    return next(filter(None, texts), "")


def _difference_data(difference: CellDifference) -> dict[str, object]:
    return {
        "cell": difference.cell.address,
        "id": difference.row_id,
        "column": difference.column,
        "old": difference.old,
        "new": cell_value.text(difference.new),
    }


def _summary(request: Request, source: MergeSource, plan: MergePlan, take: Take, *, written: bool) -> Iterator[str]:
    for difference in plan.of("keep"):
        if difference.row_id == UNIT_NAME:
            theirs = cell_value.text(difference.new)
            yield f"来源的单位名称是“{theirs}”，台账是“{difference.old}”，请先核对是不是选错了文件。"
    yield from _counted(request, plan)
    yield from _left_as_is(plan)
    yield from (f"{entry.text}。" for entry in plan.left_out)
    if source.findings:
        yield f"来源里有{len(source.findings)}处需要核对，已逐条列出。"
    if source.outside:
        yield f"来源中标题、合计、页眉等{len(source.outside)}处不是数据，没有并入。"
    yield from _result(plan, take, written=written)


def _counted(request: Request, plan: MergePlan) -> Iterator[str]:
    sheets = Counter(new.source.sheet for new in plan.added)
    named = {schema.EVIDENCE.name: "新佐证", schema.PROSE.name: "文稿行"}
    problems, measures = sheets.pop(schema.PROBLEMS.name, 0), sheets.pop(schema.MEASURES.name, 0)
    other = "".join(f"、{named.get(sheet, sheet)}{count}" for sheet, count in sheets.items())
    yield (
        f"“{Path(request.source).name}”与台账比对（文字相近{plan.least}以上算同一行）：新问题{problems}个、"
        f"新措施{measures}条{other}，可填的空格{len(plan.of('fill'))}处，内容不同{len(plan.of('change'))}处。"
    )
    if not (plan.added or plan.of("fill", "change", "keep") or plan.conflicts):
        yield "两边一致，没有需要并入的内容。"


def _left_as_is(plan: MergePlan) -> Iterator[str]:
    """Say what is not touched, and why."""
    if kept := len(plan.of("keep")):
        yield f"有{kept}处与来源不同但不能照来源改（已销号、公开与否、整改时限等），逐处列出，请核对。"
    if empty := len(plan.of("empty")):
        yield f"来源没有写、台账已有内容的{empty}格，一律保留。"
    if plan.left:
        yield f"台账有、来源没有的{len(plan.left)}行，没有动。"
    if plan.repeated:
        yield f"来源中重复的{plan.repeated}行，内容相同，只按一行算。"
    if plan.conflicts:
        yield f"有{len(plan.conflicts)}处分不清，没有并入，请逐处核对。"


def _result(plan: MergePlan, take: Take, *, written: bool) -> Iterator[str]:
    changed, sheets = len(plan.of("change")), {new.source.sheet for new in plan.added}
    if written:
        marked = f"新行在『备注』写明“{import_mark.MARK}”，" if sheets & {*MARKED} else ""
        later = (
            f"内容不同的{changed}处没有改（要改请加 --on-difference update）。" if take == "skip" and changed else ""
        )
        yield f"已并入台账；{marked}各处修改记入《{schema.CHANGES.name}》，可以撤销。{later}"
    elif take == "skip" and changed:
        yield "没有可加的新行和可填的空格，台账没有改动（要照来源改，请加 --on-difference update）。"
    elif not take and _open_kinds(plan):
        yield "台账还没有改动（只加新行、只填空格，加 --on-difference skip；不同的也改，加 --on-difference update）。"


def _tables(source: MergeSource, plan: MergePlan, take: Take) -> Iterator[OutputTable]:
    rows = [difference for difference in plan.differences if difference.kind != "empty"]
    if rows:
        yield OutputTable(
            "与台账不同之处",
            ("单元格", "编号", "列", "台账", "来源", "处理"),
            tuple(_difference_row(difference, take) for difference in rows),
            tuple(_tone(difference) for difference in rows),
        )
    if plan.added:
        yield OutputTable(
            "来源中新增的行",
            ("工作表", "编号", "内容"),
            tuple(
                (new.source.sheet, new.id or "—", shortened(on_one_line(_text_of(new.source)), SHORT))
                for new in plan.added
            ),
        )
    if plan.conflicts:
        yield OutputTable(
            "分不清的行，没有并入",
            ("工作表", "来源的行", "台账的行", "原因", "处理办法"),
            tuple(_conflict_row(conflict) for conflict in plan.conflicts),
            tuple("error" for _ in plan.conflicts),
        )
    if plan.left:
        yield OutputTable(
            "台账有、来源没有的行，没有动",
            ("单元格", "编号", "内容"),
            tuple(
                (f"{row.sheet}第{row.number}行", name, shortened(on_one_line(text), SHORT))
                for row, name, text in plan.left
            ),
        )
    if source.old:
        from rectify_xl.commands import import_mapping_use

        yield from import_mapping_use.strangers_table(source.old.use)
    if source.findings:
        yield finding_table("来源中需要核对", source.findings)


def _difference_row(difference: CellDifference, take: Take) -> tuple[str, ...]:
    old, new = excerpts_of(difference.old, cell_value.text(difference.new))
    how = difference.reason or (_DONE if difference.taken(take) else _TODO)[difference.kind]
    return difference.cell.address, difference.row_id, difference.column, old or "（空）", new, how


def excerpts_of(old: str, new: str) -> tuple[str, str]:
    """Return two texts short enough for a table, long ones where they begin to differ."""
    old, new = on_one_line(old), on_one_line(new)
    if max(len(old), len(new)) <= SHORT:
        return old, new
    start = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    return around(old, min(start, len(old)), min(start + 1, len(old))), around(new, start, min(start + 1, len(new)))


def _tone(difference: CellDifference) -> Tone:
    return "warning" if difference.kind == "keep" else ""


def _conflict_row(conflict: MergeConflict) -> tuple[str, ...]:
    sources = "；".join(f"第{row.number}行“{shortened(on_one_line(_text_of(row)), SHORT)}”" for row in conflict.sources)
    waiting = f"（连同它的{conflict.waiting}条措施）" if conflict.waiting else ""
    rows = "、".join(f"第{row.number}行" for row in conflict.rows) or "—"
    return conflict.sheet, f"{sources}{waiting}", rows, conflict.text, conflict.remedy


def _headlines(source: MergeSource, plan: MergePlan) -> Iterator[Headlines]:
    """Yield what a dialog spells out: what is unclear, what must not be taken, then what differs."""
    conflicts = [f"{row[1]}：{row[3]}。{row[4]}。" for row in map(_conflict_row, plan.conflicts)]
    if conflicts:
        yield Headlines(tuple(conflicts[:3]), len(conflicts), "处")
    differing = plan.of("keep", "change", "fill")
    if differing:
        lines = [_spelled(difference) for difference in differing[:3]]
        yield Headlines(tuple(lines), len(differing), "处", cell=differing[0].cell.address)
    yield from finding_headlines(source.findings)


def _spelled(difference: CellDifference) -> str:
    old, new = excerpts_of(difference.old, cell_value.text(difference.new))
    reason = f"（{difference.reason}）" if difference.reason else ""
    return f"{difference.row_id}『{difference.column}』台账是“{old or '空'}”，来源是“{new}”{reason}"
