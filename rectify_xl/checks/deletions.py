"""RX724: problems and 反弹 that once stood in the ledger, and that somebody took out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rectify_xl import schema, values
from rectify_xl.checks.base import Context, Remark, check, quote
from rectify_xl.model import Ledger, Row

RELAPSE = "反弹"
UNDOING = "撤销上一步"
"""The command by which a row that a command had entered goes again: no loss, but for a relapse."""
_SHEETS = (schema.PROBLEMS.name, schema.REVIEWS.name)


@check(
    "RX724",
    "record-deleted",
    "问题或反弹记录被删除",
    guards="把问题台账里的一行整行删掉，或者删掉、改写回头看的“反弹”，问题就不见了，各项数字也跟着变好看。",
    ignore="确是重复登记、填错，已核实并向上级说明的，可以忽略。",
)
def record_deleted(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every problem and every 反弹 that 变更记录 shows to have been taken out, and that did not come back."""
    lines = [row for row in ledger.rows.get(schema.CHANGES.name, ()) if row.raw("表") in _SHEETS]
    if not lines:
        return
    from rectify_xl.history.state import REMOVED, untold

    gone: dict[tuple[str, str, str], tuple[Row, str]] = {}
    for row in lines:
        column, name = row.text("列"), row.text("行编号").partition("#")[0]
        if column == "结论" and (row.text("表"), row.text("原值")) == (schema.REVIEWS.name, RELAPSE):
            if row.text("新值") != RELAPSE and not _recorded(ledger, name, ""):
                new = f"改成了{quote(row.text('新值'))}" if row.text("新值") else "清空了"
                gone[schema.REVIEWS.name, name, ""] = row, f"{name}的回头看结论“{RELAPSE}”{_by(row)}{new}"
        elif column == REMOVED:
            was = untold(row.text("原值"))
            if row.text("表") == schema.REVIEWS.name:
                day = was.get("日期", "")
                if was.get("结论") == RELAPSE and not _recorded(ledger, name, day):
                    what = f"{name}{day and f' {day} '}的“{RELAPSE}”回头看记录{_by(row)}删除了"
                    gone[schema.REVIEWS.name, name, day] = row, what
            elif (row.text("命令") != UNDOING or was.get("关联编号")) and not _there(ledger, name, was, row):
                said = was.get("具体问题", "")
                what = f"{name}{f'（{quote(said)}）' if said else ''}{_by(row)}删除了"
                gone[schema.PROBLEMS.name, name, said] = row, what
    for (sheet, name, _), (row, what) in gone.items():
        yield Remark(
            row.cell("列"),
            name,
            f"变更记录第{row.number}行记着：{what}，『{sheet}』现在没有这条记录。",
            f"请按{row.cell('原值').ref}的内容补回『{sheet}』，编号不变；确实不该有的，请核实并向上级说明。",
        )


def _by(row: Row) -> str:
    """Say when and by whom a line of 变更记录 was made."""
    command = row.text("命令")
    return f"于{row.text('时间')}由{row.text('操作人') or '未署名'}（{command}）"


def _there(ledger: Ledger, name: str, was: Mapping[str, str], removal: Row) -> bool:
    """Tell whether a problem that was deleted stands in the ledger again, or was typed anew after its `removal`.

    A relapse has the words of the problem that it belongs to: it is another one by its 关联编号.
    """
    if not was.get("具体问题"):
        return any(each.id == name for each in ledger.problems)
    wanted = _same(was)
    if any(
        _same({"具体问题": each.problem, "关联编号": each.row.text("关联编号")}) == wanted for each in ledger.problems
    ):
        return True
    from rectify_xl.history.state import ADDED, untold

    return any(each.id == name for each in ledger.problems) and any(
        _same(untold(row.text("新值"))) == wanted
        for row in ledger.rows.get(schema.CHANGES.name, ())
        if row.number > removal.number and row.raw("列") == ADDED and row.raw("表") == schema.PROBLEMS.name
    )


def _same(row: Mapping[str, str]) -> tuple[str, str]:
    return values.key(row.get("具体问题", "")), values.key(row.get("关联编号", ""))


def _recorded(ledger: Ledger, name: str, day: str) -> bool:
    """Tell whether 回头看 still holds a 反弹 of a problem, of that day where one is given."""
    return any(
        row.text("结论") == RELAPSE
        and "、".join(row.ids("问题/措施编号")) == name
        and (not day or row.text("日期") == day)
        for row in ledger.rows.get(schema.REVIEWS.name, ())
    )
