"""RX851: whether a measure says how, who or when."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import dates
from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.ledger.records import Ledger, Measure
from rectify_xl.text import cell_value
from rectify_xl.text.numerals import COUNTING

SOFT_WORDS = (
    "加强",
    "强化",
    "提高",
    "提升",
    "进一步",
    "增强",
    "加大",
    "深化",
    "重视",
    "严格",
    "注重",
    "切实",
    "不断",
    "持续",
    "认真",
    "抓好",
    "做好",
    "落实",
    "压实",
    "规范",
    "推动",
    "推进",
    "确保",
)
"""Words that a vague clause begins with."""

HARD_WORDS = (
    "《",
    "制定",
    "修订",
    "印发",
    "建立",
    "成立",
    "设立",
    "设置",
    "召开",
    "开展",
    "组织",
    "举办",
    "邀请",
    "排查",
    "检查",
    "抽查",
    "督查",
    "自查",
    "核查",
    "约谈",
    "谈话",
    "通报",
    "考核",
    "签订",
    "采购",
    "安装",
    "公示",
    "公开",
    "清退",
    "追缴",
    "收回",
    "上缴",
    "补缴",
    "调整",
    "配备",
    "招聘",
    "聘请",
    "任命",
    "选举",
    "补选",
    "改造",
    "维修",
    "更换",
    "签到",
    "报告",
    "报送",
    "审计",
    "审核",
    "问责",
    "处分",
    "台账",
    "牵头",
    "负责",
    "轮岗",
    "纳入",
    "列入",
    "汇报",
    "研究",
    "调度",
    "挂钩",
)
"""Signs of something that can be seen to be done, or of somebody who does it."""

VAGUE_LIMIT = 40
"""A measure longer than this tells something."""
SHORTEST = 5
"""A measure with fewer characters says nothing."""


def _bare(text: str) -> str:
    """Return a measure without 一是, (1) and the like in front, and without its final mark."""
    plain = cell_value.key(text).rstrip("。.;；,，")
    number, sep, rest = plain.partition("是")
    if sep and len(number) <= 2 and set(number) <= set(COUNTING):
        return rest
    return plain.lstrip(f"0123456789(){COUNTING}").lstrip("、.") or plain


def is_vague(measure: Measure) -> bool:
    """Tell whether every clause of a measure is a mere intention, with no how, who or when anywhere in its row."""
    if len(measure.text) > 2 * VAGUE_LIMIT:
        return False
    plain = _bare(measure.text)
    if (
        len(plain) > VAGUE_LIMIT
        or not plain.startswith(SOFT_WORDS)
        or measure.period
        or any(mark.isdecimal() for mark in plain)
    ):
        return False
    if any(word in plain for word in (*HARD_WORDS, *dates.PERIOD_WORDS)):
        return False
    for mark in "，；、。;,":
        plain = plain.replace(mark, "，")
    clauses = [clause for clause in plain.split("，") if clause]
    return bool(clauses) and all(clause.startswith(SOFT_WORDS) for clause in clauses)


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
        length = len(_bare(measure.text)) if len(measure.text) < 3 * SHORTEST else len(measure.text)
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
                "请在{}补上具体做法、责任人和时间，如“每月由医务科抽查病历20份”。",
            )
