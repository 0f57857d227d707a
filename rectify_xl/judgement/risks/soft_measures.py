"""Problems that were finished by study, meetings and talks alone, with nothing that keeps them from coming back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, RiskSubject, reason
from rectify_xl.judgement.vague_measures import is_vague

SOFT_KINDS = frozenset({"学习教育", "会议部署"})
"""措施类型 that leave no lasting trace."""

_STOP = "，。；,;：:\n"
"""Marks that end a clause; 、 joins the rules of one (制定采购、用印、合同等制度)."""
_SOFT = (
    "学习|培训|宣传|教育|研讨|谈心|谈话|党课|座谈|传达|参观|观看|观影|心得体会|警示|"
    f"(?:召开|组织|参加)[^{_STOP}、]{{0,16}}会|动员|部署会"
)
_PAPER = (
    "(?:制度|办法|规定|细则|规则|流程|机制|预案|规范|标准|责任制|责任书|台账|程序|章程|规程|守则|公约|指引|须知|"
    "登记[簿表册本]|记录[簿表册本]|(?<!学习)(?<!培训)(?<!宣传)(?<!活动)(?<!教育)(?:方案|清单|手册|目录))"
)
_RULE = (
    "(?:制定|制订|修订|修改|出台|印发|下发|颁布|建立|健全|完善|细化|新建|新增|重新|形成|编制|启用|规范|优化)"
    f"[^{_STOP}]{{0,40}}?{_PAPER}(?!学习|培训|宣传|教育)"
    f"|(?:规定|明确)[^{_STOP}]{{0,24}}?(?:须|必须|一律|不得|应当)"
    f"|{_PAPER}[^{_STOP}]{{0,12}}?(?<!学习)(?:印发|出台|修订|制定|建立|施行|上墙|修改完善|完善)"
)
_DEED = (
    # money and discipline
    "清退|追缴|退回|退还|退款|收回|补缴|追回|上缴|处罚|处分|处理|问责|通报批评|立案|免职|诫勉|批评教育|扣款|扣[除发减罚]|代扣|核减|停发|兑付|"
    "发放(?!学习|宣传|资料|材料|传单|手册)|补发|结清|偿还|拨付|支付|冲销|"
    # things and people
    "采购|购置|购买|招标|更新|更换|改造|改扩建|扩建|新建|建成|安装|配备|配齐|增设|上线|招聘|引进|选派|进修|轮岗|任免|调整|调离|聘用|解聘|"
    "维修|整修|修复|拆除|清运|清理|开通|投用|启用|"
    # control
    "检查|督查|巡查|抽查|核查|审计|考核|考试|盘点|点评|公示|公开(?!承诺|课)|公布|自查|核实|核对|清查|督导|排查|验收|测评|核算|评估|回访|走访|"
    # work done
    "补记|入账|签订|整理归档|归档|补签|补录|补办|补齐|重新填写|销毁|签约|筛查|随访|登记|更正|纠正|改正|订正|修正|规范填写|化解|办结"
)


def soft_only(case: RiskSubject) -> Iterator[Reason]:
    """Report a done problem whose measures are all study, meetings or talks and to which no rule belongs."""
    if not case.done or case.regulations:
        return
    kinds = {measure.kind for measure in case.measures}
    if kinds and kinds <= SOFT_KINDS:
        shown_kinds = "、".join(sorted(kinds))
        text = f"{len(case.measures)}条措施的类型都是{shown_kinds}，没有建章立制、清退追缴、采购建设、监督检查"
        yield reason(risk_signals.SOFT_ONLY.code, text, case.measures[0].row.cell("措施类型"))
    elif not (kinds - SOFT_KINDS - {"", "其他"}) and _only_soft(case):
        cell = case.problem.row.cell("整改进展")
        cell = cell if cell.text else case.measures[0].row.cell("措施内容")
        seen = re.findall(_SOFT, _progress_texts(case))
        words = "、".join(dict.fromkeys("会议" if word.endswith("会") else word for word in seen))
        text = f"所做的都是{words}一类，没有建章立制、清退追缴、采购建设、监督检查"
        yield reason(risk_signals.SOFT_ONLY.code, text, cell)


def _progress_texts(case: RiskSubject) -> str:
    return "\n".join((case.problem.progress, *(measure.text for measure in case.measures)))


def _only_soft(case: RiskSubject) -> bool:
    """Tell whether the text speaks of soft work and of no rule, money, thing, person or inspection."""
    text = _progress_texts(case)
    return bool(re.search(_SOFT, text)) and not re.search(f"{_RULE}|(?<!没有)(?:{_DEED})", text)


def vague_measures(case: RiskSubject) -> Iterator[Reason]:
    """Report a done problem of whose measures half or more are mere intentions; those with actions are left out."""
    parents = {measure.parent for measure in case.measures if measure.parent}
    own = [measure for measure in case.measures if measure.text and measure.id not in parents]
    vague = [measure for measure in own if is_vague(measure)]
    if case.done and vague and 2 * len(vague) >= len(own):
        named = "、".join(measure.id or "未编号" for measure in vague[:3])
        text = f"{len(own)}条措施中有{len(vague)}条只有要求，没有怎么做、谁来做、什么时候做：{named}"
        yield reason(risk_signals.VAGUE.code, text, vague[0].row.cell("措施内容"))
