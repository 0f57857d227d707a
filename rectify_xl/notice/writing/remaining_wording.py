"""What remains of a problem, joined to 继续整改 so that the sentence is right whatever the department wrote. Pure.

A clause is set off by a comma (欠费尚未收回，继续整改), a mere number gets 其余 (其余1个继续整改), what surely names
something runs on (设备采购继续整改), and anything else is quoted as what it is: 剩余事项（办理产权证）继续整改.
"""

from __future__ import annotations

import functools
import re

_MEASURES = "个户名人项处笔宗件条家套台亩元万次场份村块座间辆吨里米"
_NAMES = (
    "工作|手续|方案|制度|办法|采购|修订|改造|建设|升级|安装|验收|清查|清理|评审|审批|审计|移交|搬迁|拆迁|培训|补训|演练|整治|处置|核查|"
    "清收|追缴|收缴|退款|工程|项目|设施|设备|系统|平台|台账|资料|档案|合同|招标|招投标|检定|检测|检查|维修|复垦|流转|发放|确权|登记|"
    "支付|兑付|核销|盘点|公示|论证|立项|选址|施工|绿化|硬化|整改|资金|尾款|余款|问题|事项|部分|全部"
)
_VERBS = (
    "办理|完成|修订|拆除|核销|按|对|向|把|将|因|受|由|为|开展|推进|落实|建立|健全|完善|制定|做好|督促|组织|收回|追回|补|签|报|协调|"
    "申请|申报|实施|启动|出台|召开|进行|规范|深化|强化|提高|抓好|解决|处理|恢复|继续|持续|长期|加强|加快|需|差|欠"
)


def continued(remaining: str) -> str:
    """Return what remains as the first half of a sentence that goes on with a date."""
    rest = remaining.rstrip("。；;，, ")
    if rest.endswith(("继续整改", "持续整改", "正在整改")):
        return rest
    if quantity := re.match(r"(?:[还尚]?剩余?|余下|其余)?的?(?=\d)(?!\d{4}年)(.+)", rest):
        if not _is_clause(quantity[1]):
            return f"其余{quantity[1]}继续整改"
    elif re.match(rf"[一二两三四五六七八九十百几]+[余多]?[{_MEASURES}]", rest) and not _is_clause(rest):
        return f"其余{rest}继续整改"
    if _is_clause(rest):
        return f"{rest}，继续整改"
    return f"{rest}继续整改" if _is_name(rest) else f"剩余事项（{rest}）继续整改"


def _is_name(text: str) -> bool:
    return re.match(_VERBS, text) is None and re.search(rf"(?:{_NAMES})(?:[（(][^（()）]*[）)])?$", text) is not None


def _is_clause(text: str) -> bool:
    """Tell whether a text says something by itself, instead of naming what the next words tell about."""
    return _clause().search(text) is not None


@functools.cache
def _clause() -> re.Pattern[str]:
    return re.compile(
        "^等|[，；：。！？,;:]|未|没[有能]|仍|尚|还[有在需没剩要]|正[在按处]|待(?!遇|业|岗)|等待|须|需(?!求)|无法|难以"
        "|[不没](?:能|够|足|到|全|齐|清|符|达|了|高|大|多|少|好)|已(?!故)|将|拟|(?:中|了|过|完|完毕|到位|收回|完成|办结|审批|推进|[大多少慢难低差]|严重|困难|紧张)$"
    )
