"""RX724, RX731: problems, 反弹 and measures that once stood in the ledger, and that somebody took out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.judgement.checks.remembered import MOSTLY, RememberedChange, added_later, same
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import first_few

RELAPSE = "反弹"
UNDOING = "撤销上一步"
"""The command by which a row that a command had entered goes again: no loss, but for a relapse."""
_SHEETS = (schema.PROBLEMS.name, schema.REVIEWS.name)
NAMED = 5
"""Measures that one finding names; the rest are counted."""


@check(
    "RX724",
    "record-deleted",
    "问题或反弹记录被删除",
    guards="把问题台账里的一行整行删掉，或者删掉、改写回头看的“反弹”，问题就不见了，各项数字也跟着变好看。",
    ignore="确是重复登记、填错，已核实并向上级说明的，可以忽略。",
)
def record_deleted(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem and every 反弹 that was taken out, by what the ledger remembers, and did not come back."""
    gone: dict[tuple[str, str, str], tuple[RememberedChange, str]] = {}
    for line in context.record.lines:
        if line.column == "结论" and (line.sheet, line.old) == (schema.REVIEWS.name, RELAPSE):
            if line.new != RELAPSE and not _recorded(ledger, line.name, ""):
                new = f"改成了{quote(line.new)}" if line.new else "清空了"
                gone[line.sheet, line.name, ""] = line, f"{line.name}的回头看结论“{RELAPSE}”{_by(line)}{new}"
        elif line.column == ROW_REMOVED and line.sheet in _SHEETS:
            from rectify_xl.ledger.changes.row_text import from_text

            was, name = from_text(line.old), line.name
            if line.sheet == schema.REVIEWS.name:
                day = was.get("日期", "")
                if was.get("结论") == RELAPSE and not _recorded(ledger, name, day):
                    what = f"{name}{day and f' {day} '}的“{RELAPSE}”回头看记录{_by(line)}删除了"
                    gone[line.sheet, name, day] = line, what
            elif (_command(line) != UNDOING or was.get("关联编号")) and not _there(ledger, context, was, line):
                problem_text = was.get("具体问题", "")
                what = f"{name}{f'（{quote(problem_text)}）' if problem_text else ''}{_by(line)}删除了"
                gone[line.sheet, name, problem_text] = line, what
    waiting: dict[str, int] = {}
    for (sheet, name, _), (line, what) in gone.items():
        here = f"『{sheet}』现在没有这条记录。"
        if row := line.row:
            cell, text = row.cell("列"), f"变更记录第{row.number}行记着：{what}，{here}"
            remedy = f"请按{row.cell('原值').ref}的内容补回『{sheet}』，编号不变；"
        else:
            waiting[sheet] = waiting.get(sheet, 0) + 1
            cell, text = context.record.place(sheet, waiting[sheet]), f"{what}，{here}"
            remedy = f"请从备份中找回这一行，补回『{sheet}』，编号不变；"
        yield Remark(cell, name, text, f"{remedy}确实不该有的，请核实并向上级说明。")


def _command(line: RememberedChange) -> str:
    return line.row.text("命令") if line.row else ""


def _by(line: RememberedChange) -> str:
    """Say when and by whom a change was made, as far as 变更记录 holds it."""
    if line.row is None:
        return "在上次运行命令以后（检查时变更记录还没有记）"
    return f"于{line.row.text('时间')}由{line.row.text('操作人') or '未署名'}（{_command(line)}）"


def _there(ledger: Ledger, context: Context, was: Mapping[str, str], removal: RememberedChange) -> bool:
    """Tell whether a problem that was deleted stands in the ledger again, or was typed anew after its `removal`.

    A relapse has the words of the problem that it belongs to: it is another one by its 关联编号. So is a problem of the
    same words that stood beside it.
    """
    standing = any(problem.id == removal.name for problem in ledger.problems)
    if not was.get("具体问题"):
        return standing
    content = same(was)
    alike = [
        problem.id
        for problem in ledger.problems
        if same({"具体问题": problem.problem, "关联编号": problem.row.text("关联编号")}) == content
    ]
    if any(name == removal.name or not _stood_beside(context.record.lines, name, removal) for name in alike):
        return True
    return standing and any(same(row) == content for row in added_later(context.record.lines, removal))


def _stood_beside(lines: Sequence[RememberedChange], name: str, removal: RememberedChange) -> bool:
    """Tell whether another problem stood in the ledger already when one was taken out, by what is remembered of it.

    What was changed together comes in no order: it proves nothing.
    """
    brought = (line for line in lines if line.sheet == removal.sheet and _brings(line, name))
    if removal.row is None:
        return all(line.row is not None for line in brought)
    moment = removal.row.text("时间")
    before = lines[: next(place for place, line in enumerate(lines) if line is removal)]
    return any(line.name == name and line.row and line.row.text("时间") != moment for line in before)


def _brings(line: RememberedChange, name: str) -> bool:
    """Tell whether a change let a problem of this name come, or gave it the words that it has."""
    if line.column == "编号":
        return line.new == name
    return line.name == name and line.column in (ROW_ADDED, "具体问题")


def _recorded(ledger: Ledger, name: str, day: str) -> bool:
    """Tell whether 回头看 still holds a 反弹 of a problem, of that day where one is given."""
    return any(
        row.text("结论") == RELAPSE
        and "、".join(row.ids("问题/措施编号")) == name
        and (not day or row.text("日期") == day)
        for row in ledger.rows.get(schema.REVIEWS.name, ())
    )


@check(
    "RX731",
    "measure-deleted",
    "未完成的措施被删除",
    guards="把没有办完的整改措施删掉，措施的完成率跟着变好看，问题也能报完成、能销号了。",
    ignore="措施重复、写错，或者已经并到别的措施里，已核实的可以忽略。",
)
def measure_deleted(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that stands, and of which unfinished measures were taken out and did not come back."""
    gone: dict[str, dict[str, RememberedChange]] = {}
    for line in context.record.lines:
        if line.column != ROW_REMOVED or line.sheet != schema.MEASURES.name or _command(line) == UNDOING:
            continue
        from rectify_xl.ledger.changes.row_text import from_text

        was = from_text(line.old)
        owners = [name for name in cell_value.identifiers(was.get("问题编号", "")) if name in context.problems]
        if was.get("完成程度", "") in ledger.counting.done or not owners or not was.get("措施内容"):
            continue
        if not _goes_on(ledger, context, line.name, was["措施内容"], owners):
            gone.setdefault(owners[0], {})[line.name] = line
    for name, lines in gone.items():
        last = next(reversed(lines.values()))
        listed = first_few(lines, NAMED, more="等")
        where = f"（{last.where}）" if last.row else ""
        what = f"未完成的措施{len(lines)}条（{listed}）{_by(last)}删除了{where}，『整改措施』里没有了。"
        yield remark(
            context.problems[name].row,
            "编号",
            what,
            f"请把措施补回『整改措施』，“问题编号”填{name}；已并到别的措施里的，请在那一条里写明，并向上级说明。",
        )


def _goes_on(ledger: Ledger, context: Context, name: str, words: str, owners: Sequence[str]) -> bool:
    """Tell whether a measure that was taken out stands there again, within another of its problems, or in several."""
    key = cell_value.key(words)
    measures = [measure for owner in owners for measure in context.relations.measures_of(owner)]
    texts = {cell_value.key(measure.text) for measure in measures if measure.text}
    parts = sum(len(text) for text in texts if text in key)
    if parts >= MOSTLY * len(key) or any(key in text for text in texts):
        return True
    from rectify_xl.text.similar import same_matter

    return any(measure.id == name and same_matter(words, measure.text) for measure in ledger.measures)
