"""What a returned cell means, whether it says what another one says, and why a department must not set it. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates.meaning import WORDS as DATE_WORDS
from rectify_xl.intake.merging import cell_differences
from rectify_xl.intake.merging.cell_differences import Comparison
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import choices
from rectify_xl.ledger.schema import Column
from rectify_xl.ledger.vocabulary import NO, YES
from rectify_xl.supervision.distribution.fill_columns import FILLED
from rectify_xl.text import cell_value, folding
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.excerpts import on_one_line, shortened

CLEARABLE = ("剩余事项", "剩余时限", "需上级支持")
"""Cells that a department empties when the work is done; of any other an empty cell may be an accident."""
OFFICE_DECIDES = ("公开", "不公开理由", "公开表述", "通报标题", "状态表述", "备注")
_DEADLINE = "整改时限"
_EXTENSION = "整改时限只能凭批准的延期改晚，请申请延期"
_SHOWN = 20


class CellReading(NamedTuple):
    """What a returned cell means: what would be written, how it was understood, and why it is not certain."""

    value: Raw
    note: str = ""
    doubt: str = ""


def understood(column: Column, raw: Raw | Uncached, how: Comparison) -> CellReading:
    """Return what a cell of a returned file means, in the words and kinds of the ledger."""
    if isinstance(raw, Uncached):
        return CellReading(None, doubt="交回的是公式，没有存下结果")
    if cell_value.is_error(raw):
        return CellReading(raw, doubt=f"交回的是错误值{raw}")
    shown = cell_value.text(raw)
    if not shown:
        return CellReading(None)
    if column.kind == "date":
        return _day(column, raw, shown, how)
    if column.kind == "choice":
        return _choice(column, shown, how)
    if column.kind == "flag":
        flag = cell_value.flag(raw)
        if flag is None:
            return CellReading(shown, doubt=f"“{_short(shown)}”看不出是“是”还是“否”")
        word = YES if flag else NO
        return CellReading(word, "" if shown == word else f"“{_short(shown)}”按“{word}”收")
    if isinstance(raw, str):
        return CellReading(cell_value.text(folding.cleaned(cell_value.storable(raw))))
    return CellReading(raw)


def _day(column: Column, raw: Raw, shown: str, how: Comparison) -> CellReading:
    if column.name == "剩余时限" and cell_differences.same(column, None, shown, how):
        return CellReading(shown)
    when = dates.read(raw, after=how.ledger.feedback, until=how.until, date1904=how.ledger.date1904)
    if when.kind == "day" and when.day is not None:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return CellReading(raw)
        note = when.inferred or f"“{_short(shown)}”按{dates.chinese(when.day)}收"
        return CellReading(when.day, "" if shown == when.day.isoformat() else note)
    if when.unreadable:
        return CellReading(raw if isinstance(raw, date) else shown, doubt=dates.unread(when))
    if column.name == "完成日期" and when.kind in DATE_WORDS:
        return CellReading(shown, doubt=f"“{_short(shown)}”不是日期")
    return CellReading(raw if isinstance(raw, date) else shown)


def _choice(column: Column, shown: str, how: Comparison) -> CellReading:
    word = choices.chosen(shown, how.choices[column.choices])
    words = how.ledger.vocabulary[column.choices]
    if word in words:
        return CellReading(word, "" if shown == word else f"“{_short(shown)}”按“{word}”收")
    meant = choices.advised(shown, column.choices, words, how.ledger.synonyms)
    if len(meant) == 1:
        return CellReading(meant[0], f"“{_short(shown)}”按“{meant[0]}”收")
    likely = f"（像是{'或'.join(meant)}）" if meant else ""
    return CellReading(shown, doubt=f"“{_short(shown)}”不在下拉选项中{likely}")


def same(column: Column, one: Raw, other: Raw, how: Comparison) -> bool:
    """Tell whether two cells of one column say the same; of texts, to the letter but for blanks at the ends."""
    if _letters(one) == _letters(other):
        return True
    if column.kind in ("text", "long") and column.name != "剩余事项":
        return False
    return cell_differences.same(column, one, other, how)


def unchanged(column: Column, before: Raw, returned: str, reading: CellReading, how: Comparison) -> bool:
    """Tell whether a returned cell says what stood there: the same letters, or the same meaning where it is certain."""
    return _letters(before) == _letters(returned) or (not reading.doubt and same(column, before, reading.value, how))


def _letters(raw: Raw) -> str:
    text = folding.cleaned(cell_value.storable(cell_value.text(raw)))
    return "\n".join(line.rstrip() for line in text.split("\n")) if "\n" in text else text


def refusal(sheet: str, column: Column, sent: str, value: Raw, how: Comparison, *, reading_only: bool) -> str:
    """Return why a department must not set a cell, empty where it may."""
    if reading_only:
        return how.ledger.termed("这一行发出去只供查看，由别的科室填报")
    if column.name in FILLED.get(sheet, ()):
        return ""
    if column.name == _DEADLINE and _later(sent, value, how):
        return _EXTENSION
    if column.name in OFFICE_DECIDES[:2]:
        return "是否公开由本单位决定，不随填报改"
    if sheet not in FILLED:
        return f"《{sheet}》由整改办填写，不随填报改"
    if column.kind in ("id", "ids"):
        return f"『{column.name}』由整改办编定，不随填报改"
    if sheet == schema.PROBLEMS.name and sent and column.name != "备注":
        return f"『{column.name}』由整改办确定，不随填报改"
    return ""


def refusal_of_copy(sheet: str, column: Column, before: Raw, value: Raw, how: Comparison) -> str:
    """Return why not even a copy of the ledger may set a cell, empty where it may: what only a register changes."""
    if sheet != schema.PROBLEMS.name:
        return ""
    if column.name == _DEADLINE and _later(before, value, how):
        return _EXTENSION
    if column.name == cell_differences.RELATED:
        return "关联编号由反弹登记填写，不随副本并"
    return ""


def _later(before: Raw, value: Raw, how: Comparison) -> bool:
    """Tell whether a deadline that could be read becomes a later one, or none."""
    old, new = (dates.read(raw, after=how.ledger.feedback, until=how.until).day for raw in (before, value))
    return bool(old and not (new and new <= old))


def doubt(sheet: str, column: Column, sent: str, reading: CellReading, *, whole: bool = False) -> str:
    """Return why a person has to decide about a cell, empty where it is certain; in a `whole` copy all may be set."""
    if reading.doubt:
        return reading.doubt
    if not whole and column.name not in FILLED.get(sheet, ()):
        return f"『{column.name}』一般由整改办填写"
    if sent and not cell_value.text(reading.value) and column.name not in CLEARABLE:
        return "发出时有内容，交回时是空的"
    return ""


def _short(text: str) -> str:
    return shortened(on_one_line(text), _SHOWN)
