"""Whether a date in prose is told as done, lies ahead as a promise, or is neither deed nor plan."""

from __future__ import annotations

import re

from rectify_xl.judgement.promises import intent
from rectify_xl.judgement.promises.date_context import Surroundings, TenseReading
from rectify_xl.judgement.promises.kept_in_text import outcome
from rectify_xl.judgement.promises.prose_clauses import REST, clause_end, plain
from rectify_xl.judgement.promises.undated_states import DENIED, MAY_DENY, STALLED, partly
from rectify_xl.judgement.promises.verbs import DEEDS, UNFINISHED

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


def of_date(around: Surroundings) -> TenseReading | None:
    """Return the tense of a date from what stands around it; None where it promises and reports nothing."""
    direct = bool(around.after.strip())
    around = _with_deed(around)
    before, after = plain(_label(around.earlier) + around.before), plain(around.after)
    if is_day_of_report(around, after, direct=direct):
        return standing(after)
    if _no_commitment(around):
        return None
    if comes_into_force(around):
        return TenseReading("in_force")
    if is_target(around) or re.search(intent.WORKS_TERM, around.before):
        return TenseReading("unclear")
    return _of_deed(around, without_old_fault(before, after), after)


def _of_deed(around: Surroundings, before: str, after: str) -> TenseReading | None:
    """Return the tense of a date on or by which something is done."""
    clause = before + around.dated + after
    if _denied(around, before, after):
        attribute = re.search(f"(?:{DENIED}){REST}{{0,12}}?的", clause)
        return None if attribute or re.search(intent.CASE, before) else TenseReading("not_begun", unfinished=True)
    if partly(clause):
        return TenseReading("under_way", unfinished=True)
    planned = _planned(around, before, after)
    if _reported(before, after, planned=planned):
        return TenseReading("done")
    deadline = _is_deadline(around.dated, after)
    if not (planned or (deadline and not after.startswith("的"))):
        return _bare(before, after, around.rest)
    if tense := _continuation(around, after):
        return tense
    if planned:
        return TenseReading("planned", unfinished=not re.search(intent.RULE, clause))
    finishing = bool(re.match(f"[^的]{{0,8}}?(?:{UNFINISHED})", after))
    return TenseReading("planned", finishing, reported=_with_result(after, around.rest))


def _continuation(around: Surroundings, after: str) -> TenseReading | None:
    """Return what the sentence goes on to say of a plan, if it says so at all."""
    if _settled(around.before + after, after):
        return TenseReading("done", reported=True)
    became = outcome(around.before + around.after, around.rest)
    if became is None:
        return None
    return TenseReading("done", reported=True) if became == "done" else TenseReading("unclear")


def _with_deed(around: Surroundings) -> Surroundings:
    """Return the surroundings with the next clause as that of the date, where it has none (8月底前，车辆已封存)."""
    alone = not around.after.strip() and re.fullmatch("(?:截[至止]|[于在到至自从])*", around.before)
    if not alone or around.rest[:1] not in ("，", ","):
        return around
    end = clause_end(around.rest, 1)
    return around._replace(after=around.rest[1:end], rest=around.rest[end:])


def _no_commitment(around: Surroundings) -> bool:
    """Tell whether a date is a routine (每年7月底前), a term (有效期至), or a condition (如7月底前未还)."""
    return bool(
        re.search(f"{intent.ROUTINE}|{intent.TERM}|{intent.IF}", around.before)
        or re.match(f"(?:之?前)?{intent.IF}", around.after)
        or (re.search(intent.CONTRACT, around.before) and re.match(intent.EXPIRES, around.after))
        or (re.match("[自从至到]*$", around.before) and re.search(intent.TERM_BEFORE, around.earlier))
    )


def _bare(before: str, after: str, rest: str) -> TenseReading | None:
    """Read a date without words of intent: with a verb of what is done it reports, else nobody can tell."""
    if re.match("(?:之|以)?后(?![勤期续])", after):
        return TenseReading("unclear")  # some day after it
    deed = re.search(DEEDS, after)
    if not deed and re.match(intent.NO_DEED, after):
        return None
    deed_told = deed or re.search(intent.PAST_VERB, before) or re.search(f"(?:{DEEDS}){REST}*[（(]$", before)
    return TenseReading("stated" if deed_told or re.search(f"{DEEDS}|了", rest) else "unclear")


def _settled(clause: str, after: str) -> bool:
    """Tell whether the clause itself goes on to say that just this was done, and all of it."""
    match = re.match(intent.OUTCOME, after)
    if match is None:
        return False
    what = plain(match["what"])
    counted = re.search(r"\d+", what)
    if counted and counted[0] not in clause:
        return False
    runs = {what[at : at + 2] for at in range(len(what) - 1)}
    return len(what) < 2 or match["when"].startswith("全部") or any(run in clause for run in runs)


def _with_result(after: str, rest: str) -> bool:
    """Tell whether a bare 7月底前 goes on with what came of it (完成4个库，入库67种), so that it may be a report."""
    if re.search(DENIED, rest) or partly(rest):
        return False
    return bool(re.search(intent.RESULT, after + rest) or re.search(intent.REPORTED, rest))


def _label(earlier: str) -> str:
    """Return the label that names what a date is (完成时限：), and what the sentence says lies ahead."""
    if not earlier:
        return ""
    label = re.search(f"({REST}{{1,12}})[:：]$", earlier[-13:])
    ahead = re.search("继续整改|下一?步|接下来|今后", earlier)
    intent = re.search(f"(?:^|[，,])(?:目前|现)?(?:拟|预计|打算){REST}*[，,]$", earlier)
    leads = (match[0] for match in (label, ahead, intent) if match)
    return "".join(leads).replace("，", "").replace(",", "")


def _denied(around: Surroundings, before: str, after: str) -> bool:
    """Tell whether the clause of a date denies the deed, or, where it has none of its own, the next clause does."""
    denied = f"{DENIED}|{STALLED}|{intent.FAILED}"
    if re.search(MAY_DENY, before) and re.search(denied, before):
        return True
    if after and re.search(f"{denied}|{intent.CANCELLED}", after):
        return True
    following = re.match(f"[，,]({REST}*)", around.rest)
    if following is None or re.search(f"{DEEDS}|{intent.REPORTED}", before + after):
        return False
    return bool(re.match(f"(?:仍|还|却|但|至今|目前)*(?:{DENIED})", following[1]))


def _is_deadline(dated: str, after: str) -> bool:
    return dated.endswith(("前", "内")) or bool(re.match("(?:之前|以前|前(?!后|往|期)|之内|以内)", after))


def _planned(around: Surroundings, before: str, after: str) -> bool:
    return bool(re.search(intent.PLAN_BEFORE, before) or re.search(intent.PLAN_AFTER, after) or _next(around.dated))


def _next(dated: str) -> bool:
    """Tell whether a date lies ahead by its own words; of a bare 年底 something to come is said."""
    return dated == "年底" or bool(re.match(intent.NEXT_YEAR, dated))


def _reported(before: str, after: str, *, planned: bool) -> bool:
    """Tell whether positive words report the deed; a word of intent between them and the date undoes them."""
    if not planned:
        return bool(re.search(intent.REPORTED, before[-16:] + "|" + after))
    if re.search(intent.PLAN_AFTER, after):
        return False
    last_report = max((match.start() for match in re.finditer(intent.REPORTED, before)), default=-1)
    meant = max((match.start() for match in re.finditer(intent.PLAN_BEFORE, before)), default=-1)
    if last_report > meant:
        return True
    if not re.search("较|比|原", before):
        after = re.sub(intent.ON_TIME, "", after)
    return bool(re.search(intent.REPORTED, after)) and "继续整改" not in before
