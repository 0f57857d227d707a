"""Build the templates of the five letters (督办函): one document of the official format for each stage.

A word that the office adds to the table 督办文书 of 字典 gets the template 督办函.
"""

from __future__ import annotations

from typing import NamedTuple

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import cell, control, label, loop, paragraph, row, styled, table
from rectify_xl.papers.letter_fields import GENERAL


class Wording(NamedTuple):
    """What one letter says: title, the sentences before the table, its columns, and the demands below with their lead.

    A column is its head, its width in twips, its field, and how it is set.
    """

    title: str
    opening: tuple[str, ...]
    columns: tuple[tuple[str, int, str, str], ...]
    demands: tuple[str, ...]
    lead: str = "请按以下要求办理："


_NUMBER = ("编号", 1080, "行.编号", "center")
_DUE = ("整改时限", 2000, "行.时限", "center")
_LATE = ("逾期天数", 850, "行.天数", "center")
_STATE = ("目前进度", 2095, "行.程度", "left")
_BEFORE = ("此前督办", 2525, "行.此前", "left")


def _problem(width: int) -> tuple[str, int, str, str]:
    return ("反馈问题", width, "行.问题", "left")


_COUNTED = (
    "{% if 反馈个数 %}{{ 巡察机构 }}反馈、由你科室负责整改的问题中，截至{{ 截至 }}，有{{ 反馈个数 }}个"
    "{% if 反弹个数 %}（另有反弹后重新登记的{{ 反弹个数 }}个）{% endif %}"
    "{% else %}由你科室负责、反弹后重新登记的问题中，截至{{ 截至 }}，有{{ 反弹个数 }}个{% endif %}"
    "超过整改时限尚未完成，{% if 个数 == '1' %}已{% else %}最长{% endif %}逾期{{ 最长天数 }}天。"
)
_SENT = "{% if 此前 %}此前已发出{{ 此前 }}。{% endif %}"
_EXTEND = "确有客观原因不能完成的，请按规定办理延期手续；未经批准延期的，仍按原时限计算。"
_REPORT = (
    "请科室主要负责人亲自过问，向牵头领导当面汇报一次，并于{{ 回复期限 }}前书面回复整改办：没有完成的原因、"
    "下一步措施、完成日期。"
)
_NEXT = (
    "{% if 升级 %}届时仍未完成的，按规定升级督办：{{ 升级 }}。{% else %}届时仍未完成的，报党组织研究处理。{% endif %}"
)

WORDINGS: dict[str, Wording] = {
    "督办通知书": Wording(
        "巡察整改督办通知书",
        (_COUNTED + "现予督办。",),
        (_NUMBER, _problem(2820), _DUE, _LATE, _STATE),
        (
            "请对上表所列问题逐个查明没有按期完成的原因，明确办理人和完成日期，于{{ 回复期限 }}前书面回复整改办。",
            _EXTEND,
        ),
    ),
    "阶段督查指导书": Wording(
        "巡察整改阶段督查指导书",
        (_COUNTED + _SENT, "经对照台账逐项督查，各问题离销号还缺的条件列表如下，请逐条补齐。"),
        (_NUMBER, _problem(2040), _DUE, _LATE, ("还缺的条件", 2875, "行.还缺", "list")),
        (
            "请按“还缺的条件”逐条落实办理人，于{{ 回复期限 }}前办结，并把佐证材料报整改办登记。",
            "办理中有困难的，请在回复中写明需要哪个科室配合、需要上级给予什么支持。",
            _EXTEND,
        ),
    ),
    "情况提醒书": Wording(
        "巡察整改情况提醒书",
        (_COUNTED + _SENT, "现将有关情况提醒如下，请科室主要负责人高度重视。"),
        (_NUMBER, _problem(2390), _DUE, _LATE, ("还有什么没有办完", 2525, "行.剩余", "left")),
        (
            _REPORT,
            _NEXT,
        ),
    ),
    "告诫书": Wording(
        "巡察整改告诫书",
        (_COUNTED + _SENT, "整改责任没有落实到位，现予告诫。"),
        (_NUMBER, _problem(2390), _DUE, _LATE, _BEFORE),
        (
            "自收到本告诫书之日起，立即组织力量集中办理，每周向整改办书面报告一次进度。",
            "科室主要负责人于{{ 回复期限 }}前就没有完成的原因、应负的责任向党组织作出书面说明。",
            "逾期仍不改正的，提请党组织按照有关规定研究问责。",
        ),
    ),
    "问责书": Wording(
        "巡察整改问责书",
        (
            _COUNTED + _SENT,
            "是否问责、对谁问责、采取何种方式，由党组织集体研究决定。未经研究决定，本书不得发出。",
        ),
        (_NUMBER, _problem(2390), _DUE, _LATE, _BEFORE),
        (
            "研究情况：　　　年　　月　　日，　　　　　会议研究。",
            "研究决定：",
            "收到本书后，须于{{ 回复期限 }}前完成上表所列问题的整改；问责不代替整改。",
        ),
        "研究和办理要求：",
    ),
    GENERAL: Wording(
        "{{ 文种 }}",
        (_COUNTED + _SENT,),
        (_NUMBER, _problem(2820), _DUE, _LATE, _STATE),
        ("请查明原因，抓紧办理，于{{ 回复期限 }}前书面回复整改办。", _EXTEND),
    ),
}


def build(word: str) -> bytes:
    """Return the template of one letter as a .docx file."""
    wording = WORDINGS[word]
    return notice_template.build(
        (
            styled("Title", wording.title),
            paragraph("〔{{ 年 }}〕　　号", half_points=32, align="center", before=160, after=280),
            styled("NoticeBody", "{{ 主送 }}：", indent=False),
            *(styled("NoticeBody", text) for text in wording.opening[:-1]),
            styled("NoticeBody", wording.opening[-1], after=140),
            _table(wording),
            styled("NoticeBody", wording.lead, before=200),
            *(
                styled("NoticeBody", f"{number}.{text}", keep=number == len(wording.demands))
                for number, text in enumerate(wording.demands, 1)
            ),
            styled("NoticeSignature", "{{ 单位 }}"),
            styled("NoticeDate", "{{ 日期 }}", keep=True),
            control("p", "if 抄送"),
            styled("NoticeBody", "抄送：{{ 抄送 }}", before=280, indent=False),
            control("p", "endif"),
        )
    )


def _table(wording: Wording) -> str:
    grid = [width for _, width, _, _ in wording.columns]
    heads = row(*(label(name, width) for name, width, _, _ in wording.columns), head=True)
    body = row(*(cell(_field(field, how), width) for _, width, field, how in wording.columns))
    return table(grid, heads, loop(grid, "for 行 in 问题"), body, loop(grid, "endfor"))


def _field(field: str, how: str) -> str:
    if how == "list":
        return control("p", f"for 项 in {field}") + paragraph("{{ 项 }}") + control("p", "endfor")
    return paragraph(f"{{{{ {field} }}}}", align=how)
