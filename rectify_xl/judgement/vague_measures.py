"""Whether a measure says how, who or when, or only intends: one judgement for the check RX851 and for the risks."""

from rectify_xl import dates
from rectify_xl.ledger.records import Measure
from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered
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


@remembered
def without_mark(text: str) -> str:
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
    plain = without_mark(measure.text)
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
