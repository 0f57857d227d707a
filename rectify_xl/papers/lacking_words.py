"""What keeps a problem from being closed, in the words of a signed paper: no cells, no codes, no sums of files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger.closure_rules.closure_terms import UnmetCondition
from rectify_xl.ledger.records import Ledger, Measure, Problem
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.provenance import TracedText

LONGEST = 60
"""Characters of a text of the ledger within such a line."""


def lines(ledger: Ledger, problem: Problem, lacking: tuple[UnmetCondition, ...], as_of: date) -> list[TracedText]:
    """Return the numbered lines of a paper, each with the cells from which it follows.

    What the office itself has to put right (反馈日期 of 基本信息) is not the business of a department.
    """
    cells_of: dict[str, list[str]] = {}
    for lack in lacking:
        for text in _words(ledger, problem, lack, as_of):
            cells_of.setdefault(text, []).append(lack.cell)
    return [TracedText(f"{number}. {text}", cells) for number, (text, cells) in enumerate(cells_of.items(), 1)]


def _words(ledger: Ledger, problem: Problem, lack: UnmetCondition, as_of: date) -> Iterator[str]:
    if lack.code == "status":
        state = f"目前“{problem.completion}”" if problem.completion else "没有填报完成程度"
        yield f"整改尚未完成（{state}）"
    elif lack.code == "remaining":
        yield f"剩余事项尚未办完：{_short(problem.remaining)}" if problem.remaining else "剩余事项是否办完没有写明"
    elif lack.code == "finished":
        yield from _finished(problem, as_of)
    elif lack.code == "measure":
        measure = next((one for one in ledger.measures if one.row.number == lack.place.row), None)
        yield _measure(measure, ledger) if measure else "整改措施尚未全部完成"
    elif lack.code == "measures":
        yield "没有写明怎样整改" if problem.immediate else "没有登记整改措施"
    elif lack.code == "evidence":
        yield _evidence(ledger, lack)


def _short(text: str) -> str:
    return shortened(on_one_line(text).rstrip("。；"), LONGEST)


def _finished(problem: Problem, as_of: date) -> Iterator[str]:
    day = problem.finished.day
    if not problem.row.cell("完成日期").filled:
        yield "没有填报完成日期"
    elif day is None:
        yield f"填报的完成日期“{_short(problem.row.text('完成日期'))}”不是日期"
    elif day > as_of:
        yield f"填报的完成日期{chinese(day)}还没有到"
    else:
        yield f"填报的完成日期{chinese(day)}早于巡察反馈，请核对"


def _measure(measure: Measure, ledger: Ledger) -> str:
    named = f"措施“{_short(measure.text)}”" if measure.text else "有一条措施没有写明内容，"
    done = measure.completion in ledger.counting.done
    return f"{named}填报的完成日期还没有到" if done else f"{named}尚未完成"


def _evidence(ledger: Ledger, lack: UnmetCondition) -> str:
    document = next((one for one in ledger.evidence if one.row.number == lack.place.row), None)
    if document is None:
        return "没有报送佐证材料"
    if lack.place.column == document.row.cell("SHA-256").column:
        return "佐证材料的电子文件没有报送登记"
    named = f"佐证材料“{_short(document.name or document.source)}”"
    if lack.place.column == document.row.cell("日期").column:
        return f"{named}写的日期还没有到"
    return f"{named}没有通过核对，请报送原件"
