"""Tell when a cell that was filled in says that there is nothing: 无, /, —, 0, 已全部完成.

Roll-up, notice, checks and the formulas of 统计汇总 all decide by `FOLDS` and the list 视为无剩余 of 字典. The folding
is a chain of plain replacements, so that a formula can do the same with SUBSTITUTE.
"""

from collections.abc import Iterable

from rectify_xl.ledger import vocabulary
from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered, remembered_list

MARKS = "。．.，,；;、（）()"
"""Punctuation that changes no meaning in a cell of one word."""

FOLDS: tuple[tuple[str, str], ...] = (
    *((blank, "") for blank in (" ", "\u3000", "\N{NO-BREAK SPACE}", "\n", "\r", "\t")),
    *((mark, "") for mark in MARKS),
    ("／", "/"),
    ("～", "~"),
    *((dash, "-") for dash in "－–—―−─"),
    ("--", "-"),
    ("--", "-"),
    *((word, "已") for word in ("已经", "已全部", "全部已", "均已", "都已")),
    *((word, "") for word in ("的", "了", "目前")),
    *((word, "项") for word in ("剩余", "遗留", "其他", "其它", "事项", "问题", "工作", "任务")),
    ("项项", "项"),
    ("项项", "项"),
)
"""What is replaced by what, in this order, before a text is compared with the words that say that nothing remains."""

_UNITS = (*"个项户件人名处家条笔次份元宗起间套台辆亩批期", "人次", "万元")
ALWAYS: tuple[str, ...] = (
    "完成",
    "NONE",
    "NULL",
    "NIL",
    *(f"{before}{zero}{unit}" for unit in _UNITS for zero in "0零" for before in ("", "项")),
)
"""Folded words that say so in every workbook: an empty value of a program, none of any unit (0户)."""
REFERRING = frozenset(
    (
        *("同上", "同前", "同左", "同下", "见上", "如上", "同上行", "同上一行", "同上条"),
        *("见附件", "详见附件", "见备注", "详见备注", "见整改进展", "详见整改进展"),
        *("？", "?", "待定", "√", "×"),
    )
)
"""What stands in 剩余事项 and names nothing that could be printed; something remains all the same."""
_NONE_OF = ("没有未", "无未", *(f"{before}0{unit}" for unit in _UNITS for before in ("", "剩余", "还剩")))
_LONGEST = 40
_HEADS = frozenset(word[0] for word in vocabulary.UNFILLED if word) | frozenset("／＼－（＊")
"""What a name of nothing begins with, in either width: most names are told by their first character."""


@remembered
def folded(text: str) -> str:
    """Return `text` as it is compared with the words that say that nothing remains."""
    plain = cell_value.key(text)
    for old, new in FOLDS:
        plain = plain.replace(old, new)
    return plain.upper()


@remembered_list
def folded_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words of a list as they are compared; those that are so in every workbook always belong to them."""
    return frozenset(("", *ALWAYS, *map(folded, words)))


def remains(text: str, words: frozenset[str]) -> str:
    """Return `text`, or nothing where it says that nothing remains; `words` come from `folded_words`."""
    return "" if text and len(text) <= _LONGEST and folded(text) in words else text


def refers(text: str) -> bool:
    """Tell whether a text points elsewhere (同上) or speaks of nothing (0户未搬): no sentence can be made of it."""
    if not text or len(text) > _LONGEST:
        return False
    plain = cell_value.key(text).strip(MARKS)
    return plain in REFERRING or plain.startswith(_NONE_OF)


def filled(text: str) -> str:
    """Return a title or a name, or nothing where only 无, / or — stands in its cell."""
    if not text or text[0] not in _HEADS:
        return text
    return "" if len(text) <= _LONGEST and cell_value.key(text) in vocabulary.UNFILLED else text
