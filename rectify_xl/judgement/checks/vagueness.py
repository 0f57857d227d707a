"""RX851: whether a measure says how, who or when."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.judgement.vague_measures import SHORTEST, is_vague, without_mark
from rectify_xl.ledger.records import Ledger


@check(
    "RX851",
    "vague-measure",
    "措施空泛",
    guards="措施只有“加强……”“提高认识”之类，没有怎么做、谁来做、什么时候做。",
    ignore="本行的具体措施已另行写明时可以忽略。",
)
def vague_measure(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every measure that says nothing, or only intends; those with actions of their own are left out."""
    parents = {measure.parent for measure in ledger.measures if measure.parent}
    for measure in ledger.measures:
        if not measure.text or measure.id in parents:
            continue
        length = len(without_mark(measure.text)) if len(measure.text) < 3 * SHORTEST else len(measure.text)
        if length < SHORTEST:
            yield remark(
                measure.row,
                "措施内容",
                f"{quote(measure.text)}只有{length}个字，看不出做什么。",
                "请在{}写清做什么、谁来做、什么时候做完。",
            )
        elif is_vague(measure):
            yield remark(
                measure.row,
                "措施内容",
                f"{quote(measure.text)}只有要求，没有怎么做、谁来做、什么时候做。",
                "请在{}补上具体做法、责任人和时间，如“每月由财务人员抽查凭证20份”。",
            )
