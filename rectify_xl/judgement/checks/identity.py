"""RX5xx: whether each row can be told from every other one. Gaps in the numbering are no mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.judgement.checks.base import (
    ID_COLUMNS,
    OWN_IDS,
    Context,
    Remark,
    check,
    instead,
    is_blank,
    join_names,
    quote,
    remark,
)
from rectify_xl.ledger import schema, used_ids
from rectify_xl.ledger.cells.heading_letters import letters
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.ledger.vocabulary import ROW_REMOVED
from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered


@check(
    "RX501",
    "missing-id",
    "没有编号",
    guards="一行没有编号，措施、佐证、销号都无法指向它。",
    ignore="不能忽略。",
)
def missing_id(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem, measure and document without an id."""
    for sheet in OWN_IDS:
        column = ID_COLUMNS[sheet]
        nameless = [row for row in ledger.rows.get(sheet, ()) if is_blank(row, column)]
        names = _free_names(ledger, sheet, nameless, context) if nameless else {}
        for row in nameless:
            name = names.get(row.number, "")
            remedy = instead(row, column, name) if name and row.cell(column).row == row.number else None
            yield remark(row, column, "没有填写，别处无法引用这一行。", "请在{}填一个从未用过的编号。", remedy)


def _free_names(ledger: Ledger, sheet: str, nameless: Sequence[Row], context: Context) -> Mapping[int, str]:
    """Return ids that were never used for rows without one, by row number; none for a measure of unknown problem."""
    names: dict[int, str] = {}
    former = [cell_value.identifier(line.name) for line in context.record.lines if line.row is None]
    if sheet == schema.PROBLEMS.name:
        like = next((problem.id for problem in reversed(ledger.problems) if problem.id), "")
        for row in nameless:
            names[row.number] = used_ids.next_id(ledger, like, (*former, *names.values()))
    elif sheet == schema.MEASURES.name:
        known = {problem.id for problem in ledger.problems}
        for row in nameless:
            owners, parent = row.ids("问题编号"), row.text("上级措施")
            if len(owners) == 1 and owners[0] in known and not parent:
                siblings = [m.id for m in ledger.measures if owners[0] in m.problems and m.id and not m.parent]
                names[row.number] = used_ids.next_measure_id(ledger, owners[0], siblings, (*former, *names.values()))
    return names


@check(
    "RX502",
    "duplicate-id",
    "编号重复",
    guards="两行用了同一个编号，引用时分不清是哪一行。",
    ignore="不能忽略。",
)
def duplicate_id(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every row whose id another row of the sheet has, naming all of them."""
    for sheet in OWN_IDS:
        column = ID_COLUMNS[sheet]
        for identifier, rows in context.ids[sheet].items():
            if len(rows) == 1:
                continue
            refs = join_names([row.cell(column).ref for row in rows])
            for row in rows:
                yield remark(
                    row,
                    column,
                    f"{identifier}重复，共{len(rows)}行：{refs}。",
                    "请保留一行用此编号，其余改为从未用过的编号。",
                )


@remembered
def _stripped(identifier: str) -> str:
    """Return an id without the leading zeros of its numbers (P001-01 is P1-1)."""
    kept = ""
    for index, mark in enumerate(identifier):
        follows = index + 1 < len(identifier) and identifier[index + 1].isdecimal()
        if mark == "0" and follows and not kept[-1:].isdecimal():
            continue
        kept += mark
    return kept


@check(
    "RX503",
    "lookalike-id",
    "编号容易混淆",
    guards="两个编号只差前面的0（P01与P001、1与001），人容易看错，Excel还会自动去掉0。",
    ignore="确是两个编号且不会混淆时可以忽略。",
)
def lookalike_id(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id that differs from an earlier one by leading zeros only."""
    for sheet in OWN_IDS:
        first: dict[str, str] = {}
        by_id = context.ids[sheet]
        for identifier, rows in by_id.items():
            other = first.setdefault(_stripped(identifier), identifier)
            if other != identifier:
                yield remark(
                    rows[0],
                    ID_COLUMNS[sheet],
                    f"{identifier}与第{by_id[other][0].number}行的{other}只差前面的0，容易混淆。",
                    "请核对{}；确是两回事的，换一个不会混淆、从未用过的编号。",
                )


@check(
    "RX504",
    "reused-id",
    "编号被重新使用",
    guards="一个改掉或删掉的编号又给了别的问题，旧的佐证和记录会指错。",
    ignore="确是把原来那一行恢复了时可以忽略。",
)
def reused_id(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id that its first row gave up, by what is remembered, and that another row has now.

    A row that is called again what it was called is the same row; so is one that kept its id while a slip gave it to
    another as well. Where the row that gave it up is not there any more, nothing tells another row from it.
    """
    lines = ledger.rows.get(schema.CHANGES.name, ())
    renamed = {(entry.text("表"), entry.text("列")) for entry in lines}
    for sheet in OWN_IDS:
        if (sheet, ID_COLUMNS[sheet]) not in renamed:
            continue
        names = [row.id(ID_COLUMNS[sheet]) for row in ledger.rows.get(sheet, ())]
        for identifier, (when, new) in _given_up(context, sheet, names).items():
            if rows := context.ids[sheet].get(identifier):
                yield remark(
                    rows[-1],
                    ID_COLUMNS[sheet],
                    f"{identifier}已于{when or '早先'}{f'改为{new}' if new else '删除'}，现在又给了别的行。",
                    "请给{}换一个从未用过的编号。",
                )


def _given_up(context: Context, sheet: str, names: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Return the ids whose first rows are called otherwise now: when each gave it up, and for which id.

    `names` are the ids that the rows of the sheet have now, empty for rows without one.
    """
    from rectify_xl.ledger.changes.followed_keys import name_in
    from rectify_xl.ledger.changes.remembered_rows import UNNAMED

    first: dict[str, int] = {}
    rows: dict[str, int] = {}
    left: dict[int, dict[str, tuple[str, str]]] = {}
    for step, when in context.record.followed(sheet, [name or UNNAMED for name in names]):
        row = rows.setdefault(step.before, len(left))
        given_up = left.setdefault(row, {})
        first.setdefault(step.before, row)
        if step.change.column == ROW_REMOVED:
            del rows[step.before]
        elif step.renames:
            new = name_in(step.after)
            given_up[name_in(step.before)] = (when, new if new != UNNAMED else "")
            given_up.pop(new, None)
            first.setdefault(step.after, row)
            rows[step.after] = rows.pop(step.before)
    present = {row: name_in(key) for key, row in rows.items()}
    standing = {name or UNNAMED for name in names}
    return {name: left[row][name] for name, row in first.items() if name in left[row] and present.get(row) in standing}


@check(
    "RX505",
    "closed-id-open",
    "已销号的编号又成了未完成",
    guards="已通过销号的问题被改回整改中，或者它的编号给了新问题；销号记录就不实了。",
    ignore="不能忽略；反弹的问题要另起一行，“关联编号”填原编号。",
)
def closed_id_open(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every closed problem that does not count as 完成."""
    for problem in ledger.problems:
        closed = context.closed.get(problem.id) if problem.id else None
        unclear = not problem.completion or ledger.unread_status(problem.completion)
        if closed is not None and not unclear and not problem_counts.is_done(problem, ledger.counting):
            state = (
                f"还有剩余事项{quote(problem.remaining)}" if problem.remaining else f"完成程度是“{problem.completion}”"
            )
            yield remark(
                problem.row,
                "完成程度",
                f"与销号矛盾：{problem.id}已在『销号登记』第{closed.number}行通过销号，这里{state}。",
                f"请改回“已完成”；如果是反弹，请另起一行登记，“关联编号”填{problem.id}。",
            )


@check(
    "RX506",
    "repeated-info",
    "基本信息项目重复",
    guards="同一项目写了两行，只有一行起作用，另一行改了也没用。",
    ignore="不能忽略。",
)
def repeated_info(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every line of 基本信息 that is not read, because another one has the same item."""
    for row in ledger.rows.get(schema.INFO.name, ()):
        item = row.text("项目")
        used = ledger.info.get(item)
        if item and used is not None and used.number != row.number:
            yield remark(
                row,
                "项目",
                f"{quote(item)}与第{used.number}行重复，起作用的是第{used.number}行。",
                f"请删除第{row.number}行或第{used.number}行。",
            )


@check(
    "RX507",
    "heading-variant",
    "同一方面或大项写法不一",
    guards="同一方面在几行里写法不同（标点、序号、空格），会被统计成两个方面。",
    ignore="确是两个方面时可以忽略。",
)
def heading_variant(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every aspect or group that differs from an earlier one in punctuation, blanks or numbering only."""
    for column in ("方面", "大项"):
        first: dict[str, tuple[str, Row]] = {}
        right: set[tuple[str, str]] = set()
        for problem in ledger.problems:
            text = problem.aspect if column == "方面" else problem.group
            if not text or (problem.aspect, text) in right:
                continue
            parent = letters(problem.aspect) if column == "大项" else ""
            other, row = first.setdefault(f"{parent}|{letters(text)}", (text, problem.row))
            if other == text:
                right.add((problem.aspect, text))
            else:
                alike = cell_value.key(text) == cell_value.key(other)
                yield remark(
                    problem.row,
                    column,
                    f"{quote(text)}与第{row.number}行的{quote(other)}写法不同，会按两个{column}统计。",
                    f"请把{{}}与{row.cell(column).ref}改成完全一样的文字。",
                    instead(problem.row, column, other) if alike else None,
                )
