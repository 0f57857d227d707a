"""What remains is printed as a sentence that reads, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.draft import Draft

AS_OF = date(2026, 6, 28)


def _draft(remaining: str, completion: str = "整改中") -> Draft:
    rows = (
        "[基本信息]\n反馈日期 | 2026-03-16\n[问题台账]\n"
        "编号 | 方面 | 具体问题 | 完成程度 | 整改进展 | 剩余事项 | 整改时限\n"
        f"P001 | 甲 | 乙 | {completion} | 丙。 | {remaining} | 2026-09-11\n"
    )
    return Draft(ledger_builder.load(rows), AS_OF, "internal")


def _status(remaining: str, completion: str = "整改中") -> str:
    draft = _draft(remaining, completion)
    return draft.status(draft.shown[0]).text


@pytest.mark.parametrize(
    ("remaining", "told"),
    [
        ("3.5万元欠费尚未收回", "3.5万元欠费尚未收回，继续整改"),
        ("2名职工未轮训。", "2名职工未轮训，继续整改"),
        ("设备正在招标", "设备正在招标，继续整改"),
        ("等待省厅批复", "等待省厅批复，继续整改"),
        ("还有3户没有搬迁", "还有3户没有搬迁，继续整改"),
        ("合同纠纷在诉讼中", "合同纠纷在诉讼中，继续整改"),
        ("等省里批", "等省里批，继续整改"),
        ("资金缺口大", "资金缺口大，继续整改"),
        ("补训；制度修订", "补训；制度修订，继续整改"),
        ("无障碍电梯改造", "无障碍电梯改造继续整改"),
        ("1台设备检定", "其余1台设备检定继续整改"),
        ("1个", "其余1个继续整改"),
        ("还剩2户", "其余2户继续整改"),
        ("3个图斑未恢复", "3个图斑未恢复，继续整改"),
        ("办理产权证", "剩余事项（办理产权证）继续整改"),
        ("李家村、王家村", "剩余事项（李家村、王家村）继续整改"),
        ("剩余2户拆迁", "其余2户拆迁继续整改"),
        ("待遇发放", "待遇发放继续整改"),
        ("2户欠费继续整改", "2户欠费继续整改"),
    ],
)
def test_a_clause_is_set_off_by_a_comma(remaining: str, told: str) -> None:
    """What merely names something runs on into 继续整改; what says something itself, or may, does not."""
    assert _status(remaining) == f"{told}，2026年9月11日前完成。"
    assert _status(remaining, "已完成") == f"部分已整改完成；{told}，2026年9月11日前完成。"


@pytest.mark.parametrize(
    "remaining", ["同上", "同上。", "详见附件", "（见备注）", "√", "？", "待定", "0户未搬", "没有未搬迁户"]
)
def test_what_names_nothing_is_not_printed(remaining: str) -> None:
    """It printed 同上继续整改; something remains all the same, and the office is told."""
    assert _status(remaining) == "正在整改，2026年9月11日前完成。"
    assert _status(remaining, "已完成") == "部分已整改完成，其余继续整改，2026年9月11日前完成。"
    document = compose(_draft(remaining).ledger, as_of=AS_OF, audience="internal", as_published=False)
    assert [(each.cell, each.message) for each in document.findings if each.code == "NT217"] == [
        ("F2", f"P001的剩余事项“{remaining}”看不出是什么，文中没有印。")
    ]


@pytest.mark.parametrize("remaining", ["0户", "剩余0户", "完成", "None", "0个"])
def test_nothing_is_nothing(remaining: str) -> None:
    """It printed 0户继续整改 and 完成继续整改."""
    assert _status(remaining) == "正在整改，2026年9月11日前完成。"
    assert _status(remaining, "已完成") == "已整改完成。"
