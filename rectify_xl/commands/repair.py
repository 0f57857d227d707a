"""修复下拉和标色: put back what pasting took away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import Outcome, OutputTable, Pending, Request
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.errors import UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import guard
from rectify_xl.text.excerpts import first_few, shortened
from rectify_xl.text.refs import address_of

if TYPE_CHECKING:
    from rectify_xl.workbook.repair.mend import Damage
    from rectify_xl.workbook.repair.summary_formulas import ReplacedCell

LABEL = "修复下拉和标色"
NOTHING = "下拉选项、填写提示和自动标色都完好，不用修复。"

LOST = (
    f"《{schema.MEMORY.name}》以前的内容补不回来：以前的人工修改无从比对，整改时限改没改过不能再核对；"
    f"下次运行会写入的命令时，记入《{schema.CHANGES.name}》。"
)
OLD_SUMMARY = (
    f"《{schema.SUMMARY}》是旧版的，公式还按以前的口径计数，可能与“汇总统计”不一致；"
    "请删去这张表（里面有您自己写的内容，先抄出来），再补一次，程序补上现在的。"
)
_QUOTED, _LONGEST = 3, 60
"""Cells whose words stand in the summary, and most letters of each."""
MOST_LISTED = 40
"""Cells whose words stand in the table; all of them stand in JSON."""
_WORDS = {
    "工作表": "没有这张表",
    "缺少的列": "加在表格最右边，原有内容不动",
    "缺少的行": "加在表格最下边，按空白台账填写",
    "缺少的清单": "加在最右边，内容同空白台账",
    "版式版本": f"改为{schema.LAYOUT_VERSION}",
    "下拉选项的名称": "名称丢失，用它的下拉都是空的",
}
MOVED_SUMMARY = (
    f"《{schema.SUMMARY}》缺公式，又增删过行列，公式补不回原位；"
    "请删去这张表（里面有您自己写的内容，先抄出来），再补一次，程序补上现在的。"
)


def run(request: Request) -> Outcome:
    """Compare the ledger file with the blank ledger; `--write` puts back what is missing, columns included."""
    from rectify_xl.ledger.memory import unrecorded_changes
    from rectify_xl.ledger.memory.change_tracking import Stamp
    from rectify_xl.system import resources
    from rectify_xl.workbook import file_host

    if not request.source:
        raise UsageError("修复要直接改台账文件", "请保存并关闭台账，再在命令行运行 rectify-xl repair 台账 --write")
    book = file_host.FileBook(request.source).read()
    guard.refuse_foreign(book)
    template = resources.path("workbook_template.xlsx")
    lost = [LOST] if unrecorded_changes.lost(book) else []
    if file_host.is_old_summary(request.source, template):
        lost.append(OLD_SUMMARY)
    if book.lost.moved:
        lost.append(MOVED_SUMMARY)
    result = file_host.repair(
        request.source,
        template,
        write=request.on("write"),
        stamp=Stamp(request.now, request.by or UNSIGNED, LABEL),
    )

    written = request.on("write")
    replaced = [cell for damage in result for cell in damage.replaced if cell.text]
    done = "已补回" if written else "尚未补回（加 --write 补回，写前自动备份）"
    return Outcome(
        {"written": bool(result) and written, "damages": [_data(damage) for damage in result]},
        (f"有{len(result)}处缺失，{done}。" if result else NOTHING, *_told(replaced, written=written), *lost),
        tuple(_tables(result, replaced)),
        written=tuple(dict.fromkeys(damage.sheet for damage in result)) if written else (),
        pending=(Pending("write"),) if result and not written else (),
    )


def _told(replaced: Sequence[ReplacedCell], *, written: bool) -> Iterator[str]:
    """Say what gives way to formulas, before it does and after."""
    if not replaced:
        return
    words = sorted(replaced, key=lambda cell: not cell.is_text)
    listed = first_few(
        (f"{cell.ref}“{shortened(cell.text, _LONGEST)}”" for cell in words), _QUOTED, "、", f"等{len(words)}格"
    )
    where = f"《{schema.SUMMARY}》应当是公式的格里，手填的内容有{len(words)}格：{listed}。"
    noted, keep = (
        f"原来的内容记{'在' if written else '进'}《{schema.CHANGES.name}》",
        "请写成批注，或者写在自己加的工作表里",
    )
    if written:
        yield f"{where}已换成公式，{noted}。要留着看的，{keep}，那里不会动；不要换的，点“撤销上一步”恢复。"
    else:
        yield f"{where}补回时会换成公式，{noted}。要留着看的，{keep}，那里不会动。"


def _tables(result: Sequence[Damage], replaced: Sequence[ReplacedCell]) -> Iterator[OutputTable]:
    if result:
        yield OutputTable(
            "缺失",
            ("工作表", "内容", "列", "范围"),
            tuple((damage.sheet, damage.kind, damage.column, _damage_words(damage)) for damage in result),
        )
    if replaced:
        more = f"，前{MOST_LISTED}格，共{len(replaced)}格" if len(replaced) > MOST_LISTED else ""
        yield OutputTable(
            f"换成公式的格里原来的内容{more}",
            ("单元格", "原来的内容"),
            tuple((address_of(schema.SUMMARY, cell.ref), cell.text) for cell in replaced[:MOST_LISTED]),
        )


def _data(damage: Damage) -> dict[str, object]:
    cells = [{"cell": cell.ref, "text": cell.text} for cell in damage.replaced]
    return {**damage._asdict(), "replaced": cells}


def _damage_words(damage: Damage) -> str:
    if damage.kind == "公式":
        return f"{damage.rows}格的公式被改成了手填的内容，或者清空了"
    if damage.kind in _WORDS:
        return _WORDS[damage.kind]
    scope = f"{damage.rows}行" if damage.rows else "尚未使用的行"
    own = f"；另有{damage.own}格是您自己的规则，没有改动" if damage.own else ""
    return f"{scope}{own}"
