"""How this genre says that something is not begun, under way, stalled, or only intended, with no date beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.judgement.promises.commitment import Tense
from rectify_xl.judgement.promises.prose_clauses import END, REST, clause_start
from rectify_xl.judgement.promises.verbs import UNFINISHED

_QUANTITY = r"(?:\d[\d.,]*|[一二两三四五六七八九十百几]+|部分|个别)"
_HARMLESS = "发现|发生|出现|接到|收到|接收|再|遗漏|异议|例外|变化"
_PERSONS = "人员|职工|员工|教师|学生|党员|干部|家庭|群众|患者|老人|儿童|居民|村民|农户|脱贫户|青年|适龄"
DENIED = (
    f"(?:暂未|尚未|还未|仍未|一直未|未能|没能|暂没有?|还没有?|尚没有?|仍没有?)(?!{_HARMLESS})"
    f"|(?<![暂尚还仍从无])(?<!没有)(?<!存在)未(?:按期|按时|如期|及时|全部|完全|全面|彻底|真正|最终|足额|全额|完整|普遍|有效|正式|按{REST}{{1,8}}?)?(?:{UNFINISHED})(?!必)"
    f"|没有?(?:按期|按时|如期|及时|全部|完全|彻底|能|按{REST}{{1,8}}?)?(?:{UNFINISHED})(?!人|过)"
    "|不具备[^，。；,;]{0,6}条件|条件(?:尚|还)?不(?:成熟|具备)|[尚还仍]有[^，。；,;]{0,8}(?:扫尾|收尾|缺口|欠款|尾款)"
    "|(?:暂未|尚未|还未|仍未|未|没有?)收到(?:货|款|资金|批复|答复|回复|拨款|发票|设备)"
    f"|[尚仍还][欠缺]{_QUANTITY}|未[^，。；,;]{{0,6}}到位|停留在|尚需时日"
    "|(?:尚|仍|暂|至今)无(?:答复|批复|回复|结果|进展|回音|下文|结论)"
    "|(?:无法|不能|难以|未能)(?:按期|按时|如期)?(?:完成|推进|开展|落实|到位|验收|办理)"
)
"""Words that deny that something was done."""
MAY_DENY = "[未没不尚仍还停无难暂搁断缓滞阻浅困故]"
"""A character of every word that denies or tells of a stop: one look passes over most texts."""
NOT_BEGUN = (
    f"(?:{DENIED}){REST}{{0,8}}"
    f"|(?:剩余|余下|其余|尚余|还剩|剩下)(?:的)?{_QUANTITY}{REST}{{0,10}}?(?:未|没有?|待){REST}{{1,8}}"
    f"|[尚仍还][需须](?!加强|努力|进一步|不断){REST}{{0,12}}?(?:审批|批复|批准|审定|验收|到位|时间|协调|施工|采购|完成|解决|研究|招标|整改|拨付|资金|完善|调试|补充|确认)"
    f"|(?:卡在|受制于|受限于){REST}{{1,10}}"
)
"""Denials, with what follows in the clause."""
PARTLY = (
    "(?<!不)[仅只才](?:完成|到位|收回|追回|整改|办理|落实|整治|清退|退还|拨付)|"
    f"部分(?:已经?)?(?:整改)?完成(?=[{END}]|$)|(?<=[日号月底])完成率(?:为|达到?|约)*\\d{{1,2}}(?:\\.\\d+)?[%％]|"
    r"完成(?:了|量|进度|工程量|总量|投资|任务|整改|全部|总)*(?:的|约|近|达到?|超过?|过|为)*\d{1,2}(?:\.\d+)?[%％]"
    r"|(?<!完成)(?:整改|工程|施工|建设|工作|项目|采购)(?:完成率|进度|进展)(?:为|约|近|达到?|过)*\d{1,2}(?:\.\d+)?[%％]"
    r"|(?:目前|当前|总体|整体)(?:的)?(?:完成率|进度|进展)(?:为|约|近|达到?|过)*\d{1,2}(?:\.\d+)?[%％]"
    rf"|完成(?:了)?(?:投资|产值|工程量|支付){REST}{{0,14}}[，,]?占(?:计划|年度|项目|工程|合同)?(?:总投资|总额|总量|投资|价款|工程量)的?"
    r"\d{1,2}(?:\.\d+)?[%％]"
    "|完成(?:了|约|近|过|其中)*(?:[一二三四五六七八九]成|一半|过半|大半|大部分|部分(?=[" + END + "]|$)|三分之[一二])"
)
"""Work that was done in part (已完成80%)."""
_COUNTED = (
    r"(\d+)(个|项|户|条|件|名|人|台|套|处|笔|所|村|份|家|辆|宗)[^，。；！：:;,!\n\d]{0,8}?(?:中|里)?(?:已|仅|只)?(?:有)?"
    r"(?:(?:完成|收回|办结|整改|搬迁|销号|签订|退还|清退|到位)了?(\d+)\2?|(\d+)\2[^，。；！：:;,!\n\d]{0,3}?(?:已|完成|办结|到位))"
)
"""Parts of a number: 6项任务已完成4项, 12个村中10个村已完成."""
_ACTIVE = "就读|住院|享受|任职|居住|使用|运行|发挥|形成|好转|转变|提升|提高|改善|转好|在岗|服役|营业"
_OUT_OF = (
    r"完成(?:了)?(?:全部|所有)?(\d+)(个|项|户|条|件|名|人|台|套|处|笔|所|村|份|家|辆|宗)"
    r"[^，。；！：:;,!\n\d]{0,8}?[中里]的?(\d+)\2"
)
"""The same the other way round: 已完成全部12项任务中的9项."""
UNDER_WAY = (
    f"正在(?!{_ACTIVE}){REST}{{2,12}}"
    f"|正(?:通过|依法|采取|以){REST}{{0,12}}?(?:追缴|追收|追讨|催收|催缴|清收|解决|办理|处理|协商|执行)"
    f"|正(?:走|按|由|加紧|抓紧|积极|逐步|有序){REST}{{0,10}}(?:流程|程序|手续|办理|推进|协调|采购|招标|审批|审核|整改|实施|施工)"
    f"|正(?:与|同|和|向|会同|联系|协调|着手|组织){REST}{{0,12}}?(?:协商|对接|沟通|洽谈|谈判|申请|申报|争取|办理|联系|催收|追缴|研究)"
    f"|(?:还|仍|尚)(?:正)?(?:在|处于){REST}{{1,12}}"
    f"|(?:推进|办理|整改|建设|施工|采购|招标|审批|审核|修订|起草|制定|编制|修改|论证|设计|评审|核查|审查|征求意见|公示|筹备|洽谈|协商|调试|走流程|对接)中(?=[{END}]|$)"
    f"|(?:处于|进入|仍在|目前在){REST}{{0,10}}(?:阶段|流程|程序|环节)(?=[{END}]|$)"
    f"|(?:启动|进入)(?:新一轮|重新)?(?:招标|采购|审批|报批|立项)(?:程序|流程|阶段)?(?=[{END}]|$)"
    f"|(?<![对等期优看招接虐善款])(?:有)?待(?:进一步)?(?:整改|完善|落实|验收|审批|批|付|拨付|收回|上会|党委会|研究|核实|协调|解决|处理|办理|签订|确认|启动|实施|到位|印发|出台|发布|公示|采购|招标|招聘|安装|改造|搬迁|维修|销号|核销|归档|追缴|兑付|支付|结算|交付|培训)"
    f"{REST}{{0,2}}(?=[{END}]|$)"
    f"|(?:^|(?<=[，。；,]))等(?:批|审批|批复|验收|通知|资金|拨款|答复|上级{REST}{{0,6}})(?=[{END}]|$)"
    f"|(?<!不)(?:等待|静待|等候|待){REST}{{0,8}}?(?:招标|采购|审批|批复|批准|审定|验收|答复|回复|通知|拨款|到账|评审|公示)(?=[{END}]|$)"
)
STALLED = (
    f"(?<!责令)(?<!要求)(?<!勒令)(?:搁置|停滞|停工|暂缓|中断|搁浅)(?:{REST}{{0,8}})"
    f"|暂停(?=推进|实施|施工|建设|办理|进行|采购|招标|[{END}]|$){REST}{{0,6}}"
    "|(?:无法|难以)推进|(?:进展|推进|进度)(?:缓慢|迟缓|滞后|受阻)"
)
POSTPONED = (
    "(?:已|拟|需|现|正|经|再次|特|要|并)*(?:申请|请求|报请|提请|建议)(?:办理|给予|将时限)?(?:延期|展期|延长|推迟|顺延|延后)"
    + REST
    + "{0,8}|(?<!批准)(?:延期|展期)(?:申请|报告|请示)(?!表)"
    + REST
    + "{0,8}"
)
AHEAD = (
    f"择[日期机](?:再)?(?:开庭|组织|召开|验收|实施|启动|开展|办理|进行|举行|安排|研究|签订|复查){REST}{{0,8}}"
    f"|(?<!同意)(?<!批准)(?:延后|推迟|缓期|暂缓)(?:办理|实施|进行|启动|开展|召开|验收|整改)(?![^，。；]*已)|"
    "(?:拟于|拟在|计划于|计划在|拟适时|准备适时)" + REST + "{1,16}"
    "|(?<![虚模草已])拟(?!任|录|提拔|聘|发展|退|表彰|推荐|[订定]了|写|稿|用|入|授予|支付)" + REST + "{1,24}"
    "|(?<![对招接期等优虐亏善看])待(?![遇业查办报])" + REST + "{2,14}?后" + REST + "{0,10}"
    "|(?:即将|快要?)(?=完成|验收|竣工|建成|到位|交付)" + REST + "{1,8}"
    "|(?<!正在)准备(?=招标|采购|验收|上会|报批|申报|实施|启动|召开|开展)" + REST + "{1,12}"
    "|(?:计划|预计|准备)(?:下[月周一]|近期|年内|年底|明年|尽快|择机|适时)" + REST + "{1,16}"
)
INTENDED = (
    r"(?<![学原])计划(?:招聘|引进|采购|购置|开展|组织|建设|选派|新建|更换|举办)" + REST + "{0,16}"
    r"|将(?:持续|适时|逐步|尽快|陆续|继续|进一步)" + REST + "{1,16}"
    r"|近期" + REST + "{0,12}?将" + REST + "{1,12}"
    r"|(?:后期|下一步|今后)" + REST + "{0,20}?(?:要|将)" + REST + "{1,16}"
)

_PATTERNS: tuple[tuple[str, Tense, bool], ...] = (
    (POSTPONED, "planned", True),
    (STALLED, "not_begun", True),
    (NOT_BEGUN, "not_begun", True),
    (PARTLY, "under_way", True),
    (UNDER_WAY, "under_way", True),
    (AHEAD, "planned", True),
    (INTENDED, "planned", False),
)

_CASE = (
    f"(?:对|针对|凡|如|若|倘|虽|督促|防止|杜绝|严禁|避免|严防|不得|是否|有无|能否|一旦|不存在|再无){REST}{{0,16}}$"
    "|(?:因|由于|导致|造成)$"
    f"|(?:发现|查[出实找处]|[查理排]出|反馈|指出|存在|解决|纠正|曝光|(?:检查|核查|排查|清理|梳理)(?:了|各|全|\\d)){REST}{{0,10}}$"
)
_CONSEQUENCE = f"^{REST}{{0,12}}?(?:自动|提醒|预警|不得|不予|一律|扣[发减除]|约谈|问责|追责|通报批评|从严|严肃)"
_NOUN = f"^未{REST}{{0,6}}(?:情况|问题|现象|行为|原因|名单|事项)(?=[{END}]|$)"
_LISTED = f"(?:建立|形成|梳理|列[出入为]?|制定|实行|汇总|完善|健全|设置){REST}{{0,4}}$"
_LIST = f"^{REST}{{0,12}}?(?:机制|制度|清单|台账|流程|提醒|预警)"
"""What is made against work that is not done (建立逾期未还款催收机制)."""
_EARLIER = (
    "(?:^|[是为])(?:原先?|原来|此前|之前|前期|以前|以往|过去|当时|巡察前|巡察时|反馈时|整改前|往年|去年|上年|曾)"
    + REST
    + "*$"
)
_ATTRIBUTE = f"{REST}{{0,12}}?的(?=[^{END}]|[，,])"
_REPAIRED = (
    "补|完成|办[结理妥]|整改|解决|收[回缴]|到位|落实|更正|纠正|签订|销号|退|缴|还清|入账|登记|结清|兑付|发放|归档|备案|建立|修订|印发|拆除|搬|清[理退零]|"
    "告知|完工|竣工"
)
_SETTLED = (
    f"^{REST}{{0,12}}?(?:[现均也]已|已全部|已于|已经?(?:按期|如期|提前)?(?:{_REPAIRED}))"
    f"|^{REST}{{0,12}}[，,](?:目前|现在?|随后|后|均|并|也|后来|经督促)*(?:已|全部|均){REST}{{0,8}}?(?:{_REPAIRED})"
)


def partly(text: str) -> re.Match[str] | None:
    """Return the words by which work was done in part (已完成80%, 6项已完成4项)."""
    if match := re.search(PARTLY, text):
        return match
    counted = (match for match in re.finditer(_COUNTED, text) if int(match[3] or match[4]) < int(match[1]))
    out_of = (match for match in re.finditer(_OUT_OF, text) if int(match[3]) < int(match[1]))
    return next(counted, None) or next(out_of, None)


class StateWords(NamedTuple):
    """Words that tell a state: where they stand, their tense, and whether they deny that the work is finished."""

    start: int
    end: int
    words: str
    tense: Tense
    unfinished: bool


def states(text: str) -> Iterator[StateWords]:
    """Yield the states that a narrow text tells, each place once; cases, quotations and what is past are left out."""
    spans: list[tuple[int, int]] = []
    if not re.search("[\u4e00-\u9fff]{2}", text):
        return
    for pattern, tense, unfinished in _PATTERNS:
        for match in re.finditer(pattern, text):
            overlapping = any(begin < match.end() and match.start() < stop for begin, stop in spans)
            if overlapping or _conditional(text, match):
                continue
            spans.append(match.span())
            yield StateWords(match.start(), match.end(), match[0], tense, unfinished)
    counted = partly(text)
    if counted and not any(begin < counted.end() and counted.start() < stop for begin, stop in spans):
        yield StateWords(counted.start(), counted.end(), counted[0], "under_way", unfinished=True)


def _conditional(text: str, match: re.Match[str]) -> bool:
    """Tell whether words name a case (对未完成的科室……), a fault, or what is past, not the present state."""
    start, end = match.span()
    before = text[clause_start(text, start) : start]
    after = text[end : end + 40].partition("。")[0]
    attribute = re.match(f"(?:{DENIED}|{PARTLY}){_ATTRIBUTE}", text[start : end + 12])
    if re.match(
        f"(?:搁置|停滞|停工|暂缓|暂停|中断|搁浅){REST}{{0,12}}?的{REST}*?(?:已|了|复工|恢复|重新启动)",
        text[start : end + 12],
    ):
        return True
    if attribute and not re.match("剩余|余下|其余|尚余|还剩|剩下", match[0]):
        return True
    if re.match(f"[暂尚还仍]未(?!完成|开展|启动|办结|整改|落实|验收){REST}{{1,4}}?(?:{_PERSONS})", match[0] + after):
        return True
    if re.match(_CONSEQUENCE, after) or (
        re.search(f"{_CONSEQUENCE}|{_NOUN}", match[0]) and not re.search("[仍尚还]有", before)
    ):
        return True
    if re.search(_LISTED, before) and re.match(_LIST, match[0] + after):
        return True
    if re.match(STALLED, match[0]) and re.search(f"(?:出台|制定|印发|修订|建立|完善){REST}{{0,8}}$", before):
        return True
    settled = bool(re.search(_SETTLED, after)) or bool(re.search("[现均]已|已全部", match[0]))
    return settled or _quoted(text, start) or bool(re.search(f"{_CASE}|{_EARLIER}", before))


def _quoted(text: str, position: int) -> bool:
    """Tell whether a place lies within a title, or within quotation marks."""
    return in_title(text, position) or _within(text, position, "“”")


def in_title(text: str, position: int) -> bool:
    """Tell whether a place lies within a title or a document number: 《2025年工作要点》, 〔2025〕."""
    return _within(text, position, "《》") or _within(text, position, "〔〕")


def _within(text: str, position: int, marks: str) -> bool:
    return text.rfind(marks[0], 0, position) > text.rfind(marks[1], 0, position)
