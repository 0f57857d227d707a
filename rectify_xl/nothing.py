"""Tell when a cell that was filled in says that there is nothing: 无, /, —, 0, 已全部完成.

Roll-up, notice, checks and the formulas of 统计汇总 all decide by `FOLDS` and the list 视为无剩余 of 字典. The folding
is a chain of plain replacements, so that a formula can do the same with SUBSTITUTE.
"""

from collections.abc import Iterable

from rectify_xl import values, vocabulary

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

_LONGEST = 40
_HEADS = frozenset(word[0] for word in vocabulary.UNFILLED if word) | frozenset("／＼－（＊")
"""What a name of nothing begins with, in either width: most names are told by their first character."""


def folded(text: str) -> str:
    """Return `text` as it is compared with the words that say that nothing remains."""
    plain = values.key(text)
    for old, new in FOLDS:
        plain = plain.replace(old, new)
    return plain.upper()


def folded_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words of a list as they are compared; the empty word always belongs to them."""
    return frozenset(("", *map(folded, words)))


def remains(text: str, words: frozenset[str]) -> str:
    """Return `text`, or nothing where it says that nothing remains; `words` come from `folded_words`."""
    return "" if text and len(text) <= _LONGEST and folded(text) in words else text


def filled(text: str) -> str:
    """Return a title or a name, or nothing where only 无, / or — stands in its cell."""
    if not text or text[0] not in _HEADS:
        return text
    return "" if len(text) <= _LONGEST and values.key(text) in vocabulary.UNFILLED else text
