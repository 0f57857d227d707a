"""The prose of a notice for a ledger that was filled in by hand.

The office edits it in the sheet 通报文稿. Section two has its heading only: its contents are computed from the rows of
问题台账. No number is printed that is zero.

What the first part tells of the unit's work (`SAMPLE`) is a sample: true only where somebody has read and changed it.
"""

from __future__ import annotations

from collections.abc import Iterable

from rectify_xl.ledger.records import Prose
from rectify_xl.text import cell_value

TITLE = "{{ 单位名称 }}关于{{ 巡察机构 }}反馈意见集中整改进展情况的通报"
"""What is printed where nobody filled 通报标题 in 基本信息."""
_PREAMBLE = (
    "根据巡察工作统一部署，{{ 巡察开始 }}至{{ 巡察结束 }}，{{ 巡察机构 }}对{{ 单位名称 }}开展了巡察。"
    "{{ 反馈日期 }}，{{ 巡察机构 }}向{{ 单位名称 }}反馈了巡察意见。"
    "按照巡察工作有关要求，现将集中整改进展情况予以公布。"
)
_ACCEPTANCE = (
    "{% if 问题数 %}{{ 巡察机构 }}反馈意见指出{{ 方面数 }}个方面、"
    "{% if 大项数 != 方面数 %}{{ 大项数 }}个大项、{% endif %}"
    "{{ 问题数 }}个具体问题。{% endif %}"
    "对反馈的问题，我们诚恳接受、照单全收，逐条制定措施，逐项抓好落实。"
)
_LEADERSHIP = (
    "成立整改工作领导小组，主要负责同志负总责，班子成员按照分工牵头抓落实，责任科室具体承办。"
    "反馈意见下达后，及时召开会议研究部署，把整改任务分解到科室、落实到人。"
)
_LEDGER = (
    "{% if 问题数 %}对照{{ 问题数 }}个具体问题，{% endif %}{% if 措施数 %}制定整改措施{{ 措施数 }}条，{% endif %}"
    "逐条明确牵头领导、责任科室和完成时限，"
    "实行台账管理，整改一项、验收一项、销号一项；定期调度进度，对进展缓慢的及时督办。"
)
_RESULTS = (
    "{% if 问题数 %}截至{{ 截至日期 }}，{{ 问题数 }}个具体问题"
    "{% if not 完成数 %}正在整改{% elif 继续整改数 %}中，已完成整改{{ 完成数 }}个"
    "{% if 长期坚持数 %}（其中完成后长期坚持{{ 长期坚持数 }}个）{% endif %}，"
    "继续整改{{ 继续整改数 }}个，整改完成率{{ 完成率 }}"
    "{% else %}已全部完成整改{% if 长期坚持数 %}，其中完成后长期坚持{{ 长期坚持数 }}个{% endif %}{% endif %}。"
    "{% endif %}"
    "{% if 制度数 %}整改期间新建、修订制度{{ 制度数 }}项。{% endif %}"
)
_NEXT = (
    "{% if 继续整改数 %}对继续整改的{{ 继续整改数 }}个问题，紧盯完成时限，倒排工期，逐项推进，"
    "做到问题不解决不放过、整改不到位不销号。{% endif %}"
    "{% if 完成数 %}对已经完成的{{ 完成数 }}个问题，定期开展“回头看”，防止问题反弹。{% endif %}"
)
_RULES = "举一反三查找管理漏洞，把整改中行之有效的做法固化为制度，并加强制度执行情况的监督检查。"
_USE = "坚持把巡察整改与日常工作结合起来，用工作的实际成效检验整改成果，让群众切实感受到变化。"
_CHANNEL = "欢迎社会各界监督巡察整改工作，有意见和建议的，可通过以下方式反映。{{ 联系方式 }}。"

ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("标题", "正文", "", TITLE, ""),
    ("导语", "正文", "", _PREAMBLE, ""),
    ("第一部分", "一级", "整改工作基本情况", "", "一、"),
    ("第一部分", "正文", "", _ACCEPTANCE, ""),
    ("第一部分", "二级", "加强组织领导，压实整改责任", "", "（一）"),
    ("第一部分", "正文", "", _LEADERSHIP, ""),
    ("第一部分", "二级", "建立整改台账，细化整改措施", "", "（二）"),
    ("第一部分", "正文", "", _LEDGER, ""),
    ("第一部分", "二级", "坚持标本兼治，巩固整改成效", "", "（三）"),
    ("第一部分", "正文", "", _RESULTS, ""),
    ("第二部分", "一级", "巡察反馈意见整改进展情况", "", "二、"),
    ("第三部分", "一级", "今后整改工作打算", "", "三、"),
    ("第三部分", "二级", "持续抓好后续整改", "", "（一）"),
    ("第三部分", "正文", "", _NEXT, ""),
    ("第三部分", "二级", "健全完善长效机制", "", "（二）"),
    ("第三部分", "正文", "", _RULES, ""),
    ("第三部分", "二级", "深化整改成果运用", "", "（三）"),
    ("第三部分", "正文", "", _USE, ""),
    ("监督渠道", "正文", "", _CHANNEL, ""),
    ("落款", "正文", "", "{{ 落款单位 }}", ""),
    ("落款", "正文", "", "{{ 通报日期 }}", ""),
)
"""部分, 层级, 标题, 正文, 编号 of each row of 通报文稿."""

_EARLIER = (
    (
        "{{ 巡察机构 }}反馈意见指出{{ 方面数 }}个方面、{{ 大项数 }}个大项、{{ 问题数 }}个具体问题。"
        "对反馈的问题，我们诚恳接受、照单全收，逐条制定措施，逐项抓好落实。"
    ),
    (
        "对照{{ 问题数 }}个具体问题，制定整改措施{{ 措施数 }}条，逐条明确牵头领导、责任科室和完成时限，"
        "实行台账管理，整改一项、验收一项、销号一项；定期调度进度，对进展缓慢的及时督办。"
    ),
)
"""What earlier versions shipped in the place of today's sample."""
SAMPLE = frozenset(cell_value.key(text) for text in (_ACCEPTANCE, _LEADERSHIP, _LEDGER, *_EARLIER))
"""The paragraphs that tell what the unit did, as they are compared; what comes next and the numbers claim nothing."""
_BEGINNINGS = frozenset(text[0] for text in SAMPLE)
"""The first characters of these, by which most paragraphs are told apart."""


def _claims(row: tuple[str, str, str, str, str]) -> bool:
    return cell_value.key(row[3]) in SAMPLE


def without_claims() -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rows that claim nothing, for a ledger without any: the sample and its headings left out."""
    following = (*ROWS[1:], None)
    return tuple(
        row
        for row, after in zip(ROWS, following, strict=True)
        if not (_claims(row) or (row[1] == "二级" and after is not None and _claims(after)))
    )


def unedited(prose: Iterable[Prose]) -> tuple[Prose, ...]:
    """Return the rows that still hold the sample, word for word."""
    return tuple(
        passage
        for passage in prose
        if cell_value.narrow(passage.body[:1]) in _BEGINNINGS and cell_value.key(passage.body) in SAMPLE
    )


def sample_message(rows: Iterable[Prose]) -> str:
    """Return what is said of rows that still hold the sample, with the cells of all."""
    cells = [passage.row.cell("正文").ref for passage in rows]
    places = f"（{'、'.join(cells)}共{len(cells)}段）" if len(cells) > 1 else ""
    return f"还是新建台账时的示范文字{places}，写的不一定是本单位实际做过的工作。"


SAMPLE_FIX = "请逐段对照实际改写（开了几次会、谁牵头、怎样调度）；没有做过的，请删去。"
