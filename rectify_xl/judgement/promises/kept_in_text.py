"""What a sentence goes on to say of a plan that it names first (要求5月底前报送，已全部报送).

A result tells the plan as carried out where its verb is that of the plan (or one that ends any work), and where
neither its subject nor its object nor its number is another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rectify_xl.judgement.promises import intent
from rectify_xl.judgement.promises.prose_clauses import END, REST, plain
from rectify_xl.judgement.promises.undated_states import DENIED, partly

_SAME = (
    "交货|到货|交付|供货|送达",
    "退还|退回|退款|归还|清退|退缴|退出|退清",
    "报送|上报|提交|报告|报备|报来|交来",
    "付清|支付|拨付|缴清|还清|结清|到账|付款|兑付|发放|缴纳|补缴|缴|交清",
    "收回|追回|收缴|追缴|清收|收齐|收清",
    "召开|举行|举办|开会",
    "完工|竣工|建成|交工",
    "开展|组织|进行|启动|实施",
    "拆除|清除|清理|清运|关停|取缔",
    "搬迁|搬离|腾退|迁出|搬出|腾空|退出|清退",
    "印发|出台|下发|发布|修订|制定",
    "签订|签署|补签|签约",
    "验收|通过",
    "安装|更换|改造|维修|修复|投用|启用|上线",
    "归档|补录|录入|登记|入账|补登",
    "公示|公开|张贴|更新",
    "培训|轮训|学习",
)
"""Verbs that tell the same deed."""
_NUMBER = r"\d+(?:\.\d+)?"
_ENDS = "完成|办结|到位|完毕|落实|销号|整改|办理"
"""Verbs that end any work."""
_VERBS = "|".join((*_SAME, _ENDS))
_DAY = r"(?:20\d\d年|今年)?\d{1,2}月(?:\d{1,2}[日号]|[底初]|[上中下]旬)?"
_TOLD = (
    f"(?:(?!{intent.NO_DEED_TOLD})(?P<told>已)(?:经)?(?!申请|报请|启动|联系|催)"
    f"|(?P<really>实际)|{_DAY}(?!之前|以前|前|起|开始))"
)
"""What tells a deed as done, once a plan has been named: a word of the past, or a day of its own."""
_RESULT = f"^(?P<who>[^{END}]{{0,12}}?){_TOLD}(?P<when>{REST}{{0,12}}?)(?P<deed>{_VERBS})(?P<what>{REST}*)"
_ADVERBS = (
    "目前|现在|现|并|且|也|但|后|随后|最终|最后|经(?:催办|督促|督办)?|实际|截至|截止|到|至|于|在|已经?|均|都|全部|提前|如期|按期|所有|"
    "各|上述|其|该|了|完毕|到位|完成|结束|整改|工作|任务|事项|齐|清|率先|按时|顺利|共|累计"
)
_HEADS = r"(?:\d+(?:余)?个?|各|所有|全部)(?:站所|单位|科室|村|部门|乡镇|社区|责任人|企业|学校|支部|家|户|名|人)"
"""Those who were asked to do it (12个站所)."""

ToldOutcome = Literal["done", "unclear"]


def outcome(clause: str, rest: str) -> ToldOutcome | None:
    """Return what the sentence goes on to say (`rest`) of the plan in `clause`.

    `unclear` where it reports the same deed with a number that the plan has not: that may be all or a part.
    """
    if not rest or re.search(DENIED, rest) or partly(rest):
        return None
    seen: ToldOutcome | None = None
    for following in _clauses(rest):
        if re.search(intent.PLAN_BEFORE, following) and not re.search("实际|原", following):
            break
        if match := re.search(_RESULT, following):
            seen = _of(clause, match) or seen
            if seen == "done":
                return seen
    return seen


def _clauses(rest: str) -> Iterator[str]:
    yield from (clause for clause in re.split(f"[{END}]", rest) if clause.strip())


def _of(clause: str, match: re.Match[str]) -> ToldOutcome | None:
    positive = bool(match["told"] or match["really"] or "已" in match["who"] + match["when"])
    same = match["deed"] in clause or any(
        re.search(verbs, clause) for verbs in _SAME if re.fullmatch(verbs, match["deed"])
    )
    if not same and not (positive and re.fullmatch(_ENDS, match["deed"])):
        return None
    who, what = (_subject(match[name]) for name in ("who", "what"))
    least = 1.0 if not positive else 0.5 if not re.fullmatch(_ENDS, match["deed"]) else 0.51
    if any(_shared(part, clause) < least for part in (who, what)):
        return None
    sentence = re.sub(_DAY, "", match["who"] + match["what"])
    if re.search("全部|均|都|全面", match[0]) or all(number in clause for number in re.findall(_NUMBER, sentence)):
        return "done"
    return None if re.search(_NUMBER, clause) else "unclear"


def _subject(words: str) -> str:
    """Return what a deed is about: without its adverbs and amounts."""
    return re.sub(_ADVERBS, "", re.sub(r"[\d.]+(?:余)?(?:万|亿)?\w?", "", re.sub(f"{_DAY}|{_HEADS}", "", plain(words))))


def _shared(part: str, clause: str) -> float:
    """Return the share of the characters of `part` that the clause has too; 1 where there are none."""
    characters = re.findall("[\u4e00-\u9fff]", part)
    return sum(character in clause for character in characters) / len(characters) if characters else 1.0
