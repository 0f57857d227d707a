"""RX316, RX317: cells that the program counts, and that no person filled in: a formula says what stands in them.

What the program reads is the result that was stored last. Nobody sees in a print-out or in a copy that it was computed,
and a result that changes by itself changes what the unit was told to do: a deadline of `TODAY()+30` is never overdue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.judgement.checks.base import (
    DATA_SHEETS,
    Context,
    Remark,
    cell_label,
    check,
    quote,
    row_id,
    shows_error,
)
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Cell, Ledger, Row
from rectify_xl.text import formulas
from rectify_xl.text.cell_value import Uncached
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.formulas import Reference, WrittenFormula
from rectify_xl.text.refs import address_of, cell_ref, parse_cell

Place = tuple[str, int, int]
"""Sheet, row and column."""
_KINDS = frozenset(("id", "ids", "date", "flag", "choice", "number"))
_TEXTS = frozenset(("方面", "大项", "具体问题", "剩余事项", "验收意见", "文件或文号", "SHA-256"))
"""Texts that counts, deadlines and closings depend on; others are read by people."""
_ITEMS = frozenset(("单位名称", "上级单位", "巡察轮次"))
_COLUMNS = {
    (sheet.name, column.name): column
    for sheet in DATA_SHEETS
    if sheet is not schema.PROSE
    for column in sheet.columns
    if column.entry != "computed"
}
_INFO = {item.name: item for item in schema.INFO_ITEMS if item.entry != "computed"}
_SAY_DONE = frozenset(("完成程度", "剩余事项"))
"""Columns by which a problem or a measure counts as done."""
_LISTED = 8
_WIDEST = 200
"""Cells of a reference from which on it is not followed: sums are told as they are."""
_KEEP = "选中后复制，再“选择性粘贴→数值”"


class ComputedCell(NamedTuple):
    """A cell that counts with the formula in it; `row_id` names its row, `text` is the result that was stored.

    `counts_done` tells that its problem or measure counts as done, and that what the cell shows is a part of why;
    `decides` that a number depends on it, and not only a name beside it.
    """

    cell: Cell
    row_id: str
    place: str
    text: str
    formula: WrittenFormula
    counts_done: bool = False
    decides: bool = True

    @property
    def at(self) -> Place:
        """Where it stands."""
        return self.cell.sheet, self.cell.row, self.cell.column

    @property
    def written(self) -> str:
        """The formula as the cell has it."""
        return self.formula.at(self.cell.row, self.cell.column)


@check(
    "RX316",
    "formula-unsteady",
    "公式的结果会自己变",
    guards="编号、时限、完成程度等要计数的格里是公式，用了TODAY、NOW、OFFSET等，或者引用别的工作簿，没有人改它也会变：时限写“=TODAY()+30”就永远不会逾期。",
    ignore="不能忽略；请改成固定的内容。",
)
def formula_unsteady(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every counted cell whose formula changes its result by itself, or asks for a cell that does."""
    unsteady = _unsteady(ledger)
    for computed in _computed(ledger) if unsteady else ():
        if why := unsteady.get(computed.at):
            text = f"{computed.place}是公式{quote(computed.written, 40)}，结果会自己变（{why}）{_stored(computed)}。"
            fix = f"请把{computed.cell.ref}改成固定的内容（{_KEEP}），并核对是不是原定的。"
            yield Remark(computed.cell, computed.row_id, text, fix)


@check(
    "RX317",
    "formula-counted",
    "要计数的格里是公式",
    guards="编号、时限、完成程度等要计数的格不是人填的，而是公式算的，程序只能照文件里存着的结果计；存着的结果可能是旧的，也可能改过。",
    ignore="公式是自己编的、结果核对过的，可以忽略；上报件、填报表里写的是结果，不带公式。",
)
def formula_counted(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every formula in counted cells that stays as it is, one for all cells over which it was dragged."""
    for first, *others in _dragged(ledger):
        names = first_few((other.cell.ref for other in others), _LISTED)
        more = f"；同样的公式还有{len(others)}格（{names}）" if others else ""
        text = f"{first.place}是公式{quote(first.written, 40)}{_stored(first)}，程序照它计{more}。"
        fix = f"请核对结果；确认无误的，改成固定的内容（{_KEEP}）。"
        yield Remark(first.cell, first.row_id, text, fix)


@check(
    "RX318",
    "summary-typed-over",
    "《统计汇总》的公式被改掉",
    guards="在《统计汇总》里把公式改成了手填的数、文字，或者删掉了：台账怎么变，这几格都不变，领导最先看的就是这些数。",
    ignore="不能忽略；数以“汇总统计”为准。",
)
def summary_typed_over(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield the cells of 统计汇总 that lost their formula, in one remark."""
    refs = ledger.lost.refs
    if not refs:
        return
    row, column = parse_cell(refs[0]) or (1, 1)
    fix = "请点“修复下拉和标色”补回公式（命令行是 repair 台账 --write），各格会重新算出。"
    what = f"有{len(refs)}格应当是公式，被改成了手填的内容或者清空了（{first_few(refs, _LISTED)}）"
    text = f"『{schema.SUMMARY}』{what}，台账变了它们不跟着变。"
    if ledger.lost.moved:  # nobody knows which of them are formulas that only stand elsewhere
        text = f"『{schema.SUMMARY}』增删过行列，有没有公式被改掉核对不了，数以“汇总统计”为准。"
        fix = "要恢复原样的，先把自己写的内容抄出来，删去这张表，再点“修复下拉和标色”补一张。"
    yield Remark(Cell(schema.SUMMARY, row, column), "", text, fix)


def groups(ledger: Ledger) -> Mapping[str, Sequence[ComputedCell]]:
    """Return all cells of which RX316 or RX317 speaks, by the address at which it does."""
    unsteady = _unsteady(ledger)
    alone = {computed.cell.address: (computed,) for computed in _computed(ledger) if computed.at in unsteady}
    return {**alone, **{group[0].cell.address: group for group in _dragged(ledger)}}


def _dragged(ledger: Ledger) -> Iterable[Sequence[ComputedCell]]:
    """Return the cells whose formula stays as it is, those together over which one formula was dragged."""
    dragged: dict[tuple[str, int, str], list[ComputedCell]] = {}
    unsteady = _unsteady(ledger)
    for computed in _computed(ledger):
        if computed.at not in unsteady:
            key = computed.cell.sheet, computed.cell.column, computed.formula.pattern
            dragged.setdefault(key, []).append(computed)
    return dragged.values()


def _stored(computed: ComputedCell) -> str:
    return f"，现在存着{quote(computed.text)}" if computed.text else "，现在存着空白"


def _computed(ledger: Ledger) -> Iterator[ComputedCell]:
    """Yield the counted cells that hold a formula with a result; what shows an error or no result is told elsewhere."""
    if not ledger.formulas:
        return
    rows = {(row.sheet, row.number): row for sheet in DATA_SHEETS for row in ledger.rows.get(sheet.name, ())}
    names = {name: {place: header for header, place in facts.headers.items()} for name, facts in ledger.sheets.items()}
    rules = {(cell.row, cell.column): (word, cell) for word, cell in _rules(ledger)}
    done_rows = set(_done_rows(ledger))
    for (sheet, number, column), formula in ledger.formulas.items():
        row = rows.get((sheet, number))
        name = names[sheet].get(column, "") if row else ""
        if row and _counts(row, name) and not isinstance(row.raw(name), Uncached) and not shows_error(row.text(name)):
            cell = row.cell(name)._replace(row=number)
            done = name in _SAY_DONE and (sheet, number) in done_rows
            yield ComputedCell(
                cell, row_id(row), cell_label(row, name), row.text(name), formula, done, _decides(row, name)
            )
        elif sheet == schema.DICTIONARY and (number, column) in rules:
            word, cell = rules[number, column]
            yield ComputedCell(cell, word, f"『{schema.DICTIONARY}』“{word}”一行", cell.text, formula)


def _done_rows(ledger: Ledger) -> Iterator[tuple[str, int]]:
    """Yield the problems and measures that count as done, by sheet and row."""
    for problem in ledger.problems:
        if problem_counts.is_done(problem, ledger.counting):
            yield schema.PROBLEMS.name, problem.number
    for measure in ledger.measures:
        if measure.completion in ledger.counting.done:
            yield schema.MEASURES.name, measure.row.number


def _counts(row: Row, name: str) -> bool:
    """Tell whether counts, deadlines or closings depend on what stands under a header of a row."""
    if row.sheet == schema.INFO.name:
        item = _INFO.get(row.text("项目"))
        return name == "内容" and item is not None and (item.kind in _KINDS or item.name in _ITEMS)
    column = _COLUMNS.get((row.sheet, name))
    return column is not None and (column.kind in _KINDS or bool(column.holds) or column.name in _TEXTS)


def _decides(row: Row, name: str) -> bool:
    """Tell whether a number depends on a cell that counts: names of persons are only compared."""
    column = _COLUMNS.get((row.sheet, name))
    return column is None or column.kind in _KINDS or column.name in _TEXTS or column.name == "责任科室"


def _rules(ledger: Ledger) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of 字典 by which the program counts."""
    yield from ledger.counted_done
    yield from ledger.department_rules
    yield from ((rule.word, rule.cell) for rule in ledger.letter_rules)
    yield from ((rule.signal, rule.cell) for rule in ledger.weights)


def _unsteady(ledger: Ledger) -> Mapping[Place, str]:
    """Return the cells whose results change by themselves, and why: by what they call, or by a cell they ask for.

    Nearly always there is none, and no reference is looked at.
    """
    why = {place: text for place, formula in ledger.formulas.items() if (text := formulas.unsteady(formula.text))}
    if not why:
        return why
    asked_by: dict[Place, list[Place]] = {}
    for place, formula in ledger.formulas.items():
        for reference in formulas.references(formula.at(*place[1:])):
            for other in _within(reference, place[0]):
                if other in ledger.formulas and other != place:
                    asked_by.setdefault(other, []).append(place)
    roots = {place: place for place in why}
    waiting = list(why)
    while waiting:
        cause = waiting.pop()
        for place in asked_by.get(cause, ()):
            if place not in roots:
                roots[place] = roots[cause]
                sheet, row, column = roots[cause]
                ref = cell_ref(row, column)
                there = ref if sheet == place[0] else address_of(sheet, ref)
                why[place] = f"取自{there}：{why[roots[cause]]}"
                waiting.append(place)
    return why


def _within(reference: Reference, own: str) -> Iterator[tuple[str, int, int]]:
    """Yield the cells of a reference; of one that spans very many, none."""
    area = reference.area
    if area.size <= _WIDEST:
        yield from ((reference.sheet or own, row, column) for row, column in area.cells())
