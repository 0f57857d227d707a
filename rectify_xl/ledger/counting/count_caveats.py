"""How it is told what the numbers leave out, or count only because a cell is empty or holds no known word.

Every command that counts, every paper that prints counts and the level above say it in these sentences.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from rectify_xl.ledger.records import Cell, Ledger, Problem
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.refs import address_of, cell_ref, quoted_address

UNLISTED, UNUSUAL = "不在字典里", "写法不规范"
"""What a word of the office's own is called: for who mends it, and for who reads a paper."""
LISTED = 20
"""Most cells that one sentence names."""
Reader = Literal["office", "paper", "above"]
"""Who reads a sentence: the office with its ledger open; who holds a paper, on which rows are named by number and
nobody is asked for anything; the level above, which looks a row up in one of many ledgers, and mends none."""


def sentence(ledger: Ledger, problems: Iterable[Problem], reader: Reader = "office") -> TracedText:
    """Return what has to be known beside every number of problems that are done; empty where nothing has."""
    empty, unread = _unstated(ledger, problems)
    if not empty and not unread:
        return TracedText("")
    refs = first_few((_place(row_id, cell, reader) for row_id, cell in empty), LISTED)
    unknown = UNUSUAL if reader == "paper" else UNLISTED
    parts = (
        f"有{len(empty)}个问题没有填完成程度（{refs}）" if empty else "",
        f"有{len(unread)}个问题的完成程度{unknown}（{_words(unread, reader)}）" if unread else "",
    )
    effects: dict[Reader, str] = {
        "office": f"按继续整改计；请先{'补填' if empty else '改正'}，再用这些数字",
        "paper": "暂按继续整改统计",
        "above": f"按继续整改计，请单位{'补填' if empty else '改正'}后重报",
    }
    effect = effects[reader]
    text = f"{'，'.join(filter(None, parts))}，{effect}。"
    return TracedText(text, [cell.address for _, cell in (*empty, *unread)])


def brief(ledger: Ledger, problems: Iterable[Problem]) -> str:
    """Return the same for a paper on which there is room for the numbers alone."""
    empty, unread = _unstated(ledger, problems)
    parts = (
        f"{len(empty)}个没有填完成程度" if empty else "",
        f"{len(unread)}个的完成程度{UNUSUAL}" if unread else "",
    )
    text = "、".join(filter(None, parts))
    return f"其中{text}，暂按继续整改统计。" if text else ""


def _measures(ledger: Ledger, reader: Reader) -> TracedText:
    """Return which 完成程度 of measures nobody knows; they count as not done."""
    cells = [
        (measure.id, measure.row.cell("完成程度"))
        for measure in ledger.measures
        if ledger.unread_status(measure.completion)
    ]
    return _unknown(cells, "条措施的完成程度", "按未完成计", reader)


def _follow_ups(ledger: Ledger, reader: Reader) -> TracedText:
    """Return which 后续要求 nobody knows, so that it does not count as 长期."""
    unread = [problem for problem in ledger.problems if ledger.unread_follow_up(problem.follow_up)]
    cells = [(problem.id, problem.row.cell("后续要求")) for problem in unread]
    return _unknown(cells, "个问题的后续要求", "没有计入长期坚持", reader)


def sums(ledger: Ledger, reader: Reader = "office") -> TracedText:
    """Return which rows of 问题台账 and 整改措施 hold sums (合计), which no number counts."""
    by_sheet = {sheet: rows for sheet, rows in ledger.subtotals.items() if rows}
    if not by_sheet:
        return TracedText("")
    named = "；".join(
        f"《{sheet}》第{'、'.join(str(row.number) for row in rows)}行" for sheet, rows in by_sheet.items()
    )
    rows = [row for group in by_sheet.values() for row in group]
    first_cells = [address_of(row.sheet, cell_ref(row.number, 1)) for row in rows]
    return TracedText(
        f"{named}是合计行，没有{'计入；合计请看《统计汇总》' if reader == 'office' else '重复计入'}。",
        first_cells,
    )


def notes(
    ledger: Ledger, problems: Iterable[Problem] | None = None, reader: Reader = "office"
) -> tuple[TracedText, ...]:
    """Return all that has to be known beside counts; of `problems` alone where a paper leaves some out."""
    first = sentence(ledger, ledger.problems if problems is None else problems, reader)
    more = (_measures(ledger, reader), _follow_ups(ledger, reader), sums(ledger, reader))
    return tuple(note for note in (first, *more) if note)


def _unstated(ledger: Ledger, problems: Iterable[Problem]) -> tuple[list[tuple[str, Cell]], list[tuple[str, Cell]]]:
    """Return the cells of 完成程度 that are empty, and those that hold no known word."""
    stated = tuple(problems)
    empty = [(problem.id, problem.row.cell("完成程度")) for problem in stated if not problem.completion]
    unread = [problem for problem in stated if ledger.unread_status(problem.completion)]
    return empty, [(problem.id, problem.row.cell("完成程度")) for problem in unread]


def _unknown(cells: Sequence[tuple[str, Cell]], what: str, effect: str, reader: Reader) -> TracedText:
    if not cells:
        return TracedText("")
    words = _words(cells, reader)
    text = f"{what}{UNLISTED}，{effect}，请{'先' if reader == 'office' else '单位'}改正：{words}。"
    if reader == "paper":
        text = f"{what}{UNUSUAL}（{words}），{effect}。"
    return TracedText(f"有{len(cells)}{text}", [cell.address for _, cell in cells])


def _place(row_id: str, cell: Cell, reader: Reader) -> str:
    """Return the cell for who corrects it; the number of the problem on papers, whose readers have no ledger; both."""
    if reader == "paper":
        return row_id or f"第{cell.row}行"
    return f"{row_id}{quoted_address(cell.address)}" if reader == "above" else cell.ref


def _words(cells: Sequence[tuple[str, Cell]], reader: Reader) -> str:
    """Return the words in some cells, of many the first ones; how many there are, the sentence tells."""
    return first_few((f"{_place(row_id, cell, reader)}“{cell.text}”" for row_id, cell in cells), LISTED)
