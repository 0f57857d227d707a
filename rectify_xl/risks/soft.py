"""Problems that were finished by study, meetings and talks alone, with nothing that keeps them from coming back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason

SOFT_KINDS = frozenset({"学习教育", "会议部署"})
"""措施类型 that leave no lasting trace."""

_END = "，。；、,;：:"
_SOFT = (
    "学习|培训|宣传|教育|研讨|谈心|谈话|党课|座谈|传达|参观|观看|观影|心得体会|警示|"
    f"(?:召开|组织|参加)[^{_END}]{{0,16}}会|动员|部署会"
)
_RULE = (
    r"(?:制定|修订|出台|印发|建立|健全|完善|细化|新建|重新)"
    f"[^{_END}]{{0,36}}?"
    r"(?<!学习)(?:制度|办法|规定|细则|方案|规则|流程|机制|预案|规范|标准|责任制|责任书|清单|台账|程序|章程|规程)(?!学习)"
)
_DEED = (
    # money and discipline
    "清退|追缴|退回|退还|退款|收回|补缴|追回|上缴|处罚|处分|问责|通报批评|立案|免职|诫勉|扣款|扣除|代扣|"
    # things and people
    "采购|购置|购买|招标|更新|更换|改造|改扩建|扩建|新建|建成|安装|配备|配齐|增设|上线|招聘|引进|选派|进修|轮岗|任免|"
    # control
    "检查|督查|巡查|抽查|核查|审计|考核|考试|盘点|点评|公示|自查|核实|清查|督导|排查|验收|测评|核算|"
    # work done
    "补记|入账|签订|整理归档|补签|补录|补办|重新填写|销毁|签约|筛查|随访|回访"
)


def soft_only(case: Case) -> Iterator[Reason]:
    """Report a done problem whose measures are all study, meetings or talks and to which no rule belongs."""
    if not case.done or case.regulations:
        return
    kinds = {measure.kind for measure in case.measures}
    if kinds and kinds <= SOFT_KINDS:
        found = "、".join(sorted(kinds))
        text = f"{len(case.measures)}条措施的类型都是{found}，没有建章立制、清退追缴、采购建设、监督检查"
        yield reason(weights.SOFT_ONLY.code, text, case.measures[0].row.cell("措施类型"))
    elif not (kinds - SOFT_KINDS - {"", "其他"}) and _only_soft(case):
        cell = case.problem.row.cell("整改进展")
        cell = cell if cell.text else case.measures[0].row.cell("措施内容")
        seen = re.findall(_SOFT, _told(case))
        words = "、".join(dict.fromkeys("会议" if each.endswith("会") else each for each in seen))
        text = f"所做的都是{words}一类，没有建章立制、清退追缴、采购建设、监督检查"
        yield reason(weights.SOFT_ONLY.code, text, cell)


def _told(case: Case) -> str:
    return "\n".join((case.problem.progress, *(measure.text for measure in case.measures)))


def _only_soft(case: Case) -> bool:
    """Tell whether the text speaks of soft work and of no rule, money, thing, person or inspection."""
    text = _told(case)
    return bool(re.search(_SOFT, text)) and not re.search(f"{_RULE}|{_DEED}", text)
