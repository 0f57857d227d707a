"""Dates that are neither deeds nor plans: days of report, effective dates, targets; and faults mended since."""

from __future__ import annotations

import re

from rectify_xl.judgement.promises import intent
from rectify_xl.judgement.promises.date_context import Surroundings, TenseReading
from rectify_xl.judgement.promises.prose_clauses import REST
from rectify_xl.judgement.promises.undated_states import DENIED, MAY_DENY, partly
from rectify_xl.judgement.promises.verbs import DEEDS

_OLD_FAULT = f"(?:{DENIED}|搁置|停滞|停工|暂缓|暂停|中断|搁浅){REST}{{0,12}}?的"
"""A fault as the attribute of what was mended since."""


def is_day_of_report(around: Surroundings, after: str, *, direct: bool) -> bool:
    """Tell whether a date is a day of report: 截至 (also typed 截止) with what stands on it, and no deadline."""
    before = around.before
    if around.dated.endswith(("前", "内")) or not re.search("截[至止]到?$", before):
        return False
    if partly(after) or re.search(f"{DENIED}|{intent.REPORTED}", after):
        return True
    demanded = re.search(intent.PLAN_AFTER, re.sub("到期", "", after)) or re.search(
        "^(?:之前|以前|前)|[应须需]", around.after
    )
    if demanded or re.search("报名|时限|期限|时间|日期", before):
        return False
    return bool(re.search(intent.RESULT if direct else f"{DEEDS}|{intent.RESULT}|达", after))


def comes_into_force(around: Surroundings) -> bool:
    """Tell whether something holds from a date on (自10月1日起执行, 自7月起，每月报送)."""
    begins = re.match("(?:起|开始)(?!草)", around.after) and re.search("(?:^|[自从由])$", around.before)
    if not begins or re.search(f"{DENIED}|{intent.FAILED}", around.after):
        return False
    return not re.search("拟|计划|预[计期]|打算|准备|力争|将(?:于|在)?|申请", around.before)


def is_target(around: Surroundings) -> bool:
    """Tell whether a date is that of a target (到2026年12月，漏损率降到9%), of which nobody says that it was met."""
    if not re.search("(?<![截期迟延])[到至]$", around.before):
        return False
    if re.search(f"{intent.REPORTED}|全部|均|{DENIED}", around.after):
        return False
    return bool(re.search("率|实现|达[到至]|降[到至低为]|控制在|提[高升]|增[加长]到", around.after))


def without_old_fault(before: str, after: str) -> str:
    """Return what stands before a date without the fault that was there once (暂缓拨付的资金已于5月20日拨付)."""
    if "的" not in before or not re.search(MAY_DENY, before):
        return before
    rest = re.sub(_OLD_FAULT, "", before)
    return rest if rest != before and re.search(intent.REPORTED, rest + "|" + after) else before


def standing(after: str) -> TenseReading | None:
    """Read a day of report (截至7月31日，已收回12万元); what is not done as of it is told without a day."""
    return None if partly(after) or re.search(DENIED, after) else TenseReading("done")
