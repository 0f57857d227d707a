"""RX852, RX853: whether the same text stands in several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rectify_xl.judgement.checks.base import (
    Context,
    FilledCell,
    Remark,
    WrittenColumn,
    check,
    join_names,
    quote,
    remark,
)
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger
from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered

REPEATED_LENGTH = 12
"""Texts shorter than this may well be the same."""


@remembered
def _same(text: str) -> str:
    """Return a text as it is compared: letters and digits only."""
    return cell_value.narrow(re.sub(r"[\W_]+", "", text))


def _beginning(text: str) -> str:
    """Return the first letters of a text as it is compared, without looking at all of it."""
    letters = _same(text[:24])
    return letters[:8] if len(letters) >= 8 else _same(text)[:8]


def _repeats(column: WrittenColumn, shortest: int) -> Iterator[tuple[str, list[FilledCell]]]:
    """Yield groups of entries whose texts are the same, apart from punctuation and blanks."""
    alike = Counter(map(_beginning, filter(None, column.texts)))
    groups: dict[str, list[FilledCell]] = {}
    for entry in column.cells(lambda text: alike[_beginning(text)] > 1):
        groups.setdefault(_same(entry.text), []).append(entry)
    for text, same in groups.items():
        if len(same) > 1 and len(text) >= shortest:
            yield text, same


@check(
    "RX852",
    "repeated-text",
    "文字雷同",
    guards="几个问题用了一模一样的进展或措施，像是复制粘贴，上级会认为整改不实。",
    ignore="几个问题确实由同一件事解决时可以忽略，最好写明各自的结果。",
)
def repeated_text(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 整改进展 or 措施内容 that an earlier row has word for word, naming all cells."""
    for sheet, column in ((schema.PROBLEMS, "整改进展"), (schema.MEASURES, "措施内容")):
        for text, same in _repeats(context.column(sheet, column), REPEATED_LENGTH):
            refs = join_names([entry.ref for entry in same])
            for entry in same[1:]:
                yield remark(
                    entry.row,
                    entry.column.name,
                    f"{quote(entry.text)}与{same[0].ref}文字相同（共{len(same)}处，{len(text)}字：{refs}）。",
                    "请按各自的实际情况改写{}。",
                )


@check(
    "RX853",
    "repeated-problem",
    "同一问题登记了两次",
    guards="同一个具体问题占了两行，问题数会多计。",
    ignore="反弹后重新登记、填了关联编号的，程序已排除。",
)
def repeated_problem(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that an earlier row has word for word; a relapse that points back is left out."""
    related = {problem.number: problem.related for problem in ledger.problems}
    for _, same in _repeats(context.column(schema.PROBLEMS, "具体问题"), 1):
        first = same[0]
        for entry in same[1:]:
            if not related.get(entry.row.number):
                yield remark(
                    entry.row,
                    entry.column.name,
                    f"{quote(entry.text)}与第{first.row.number}行（{first.row.id('编号') or '未编号'}）的问题相同。",
                    "请删除重复的一行；是反弹的，请在“关联编号”填原编号。",
                )
