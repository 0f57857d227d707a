"""The signals, their weights, and the levels that follow. This is the only place that sets them by default.

Calibrated so that one strong signal alone reaches the list of warnings, and weak ones only where they meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rectify_xl.judgement.risks.risk_model import LAST_ROUND_CODE, Level, RiskKind
from rectify_xl.judgement.rules import Catalogue, Rule
from rectify_xl.ledger.records import Ledger, WeightRule

OVERDUE = Rule(
    "RK001",
    "逾期",
    "未完成，且已过时限（逢节假日顺延到下一个工作日）。基础分60，每逾期2天加1分，最多100分。",
    weight=60,
)
DUE_SOON = Rule(
    "RK002", "临期", "未完成，距时限不超过『基本信息』中的临期天数。基础分30，越近越高，到期当天59分。", weight=30
)
CONTRADICTED = Rule(
    "RK101", "文字与状态矛盾", "列为完成，文字却说暂未、没有完成、只完成一部分、拟于将来完成。", weight=45
)
STILL_AT_IT = Rule("RK102", "完成后仍在办理", "列为完成且无后续要求，文字却说正在办理、还在进行。", weight=25)
PROMISE_PASSED = Rule("RK103", "文中承诺已过期", "文字承诺的日期已过，没有写明结果。", weight=30)
SOFT_ONLY = Rule(
    "RK104", "只有学习会议", "措施全是学习、会议、谈话、宣传，没有建章立制、清退追缴、采购建设、监督检查。", weight=25
)
NO_EVIDENCE = Rule("RK105", "没有佐证", "列为完成，佐证材料和制度清单中没有它的材料，而多数问题有。", weight=20)
EVIDENCE_NOT_KEPT = Rule("RK106", "佐证未登记", "列为完成，没有登记材料；多数问题都没有登记，只作提示。", weight=5)
NOBODY_LOOKED = Rule(
    "RK107", "长期未回头看", "长期坚持的问题，超过『基本信息』中的回头看间隔天数没有人查看。", weight=20
)
REVIEW_MISSED = Rule("RK108", "回头看已过期", "登记过下次回头看的日期，到期没有去看。", weight=20)
PERIOD_UNRECORDED = Rule("RK109", "定期承诺无记录", "承诺每月、每季度、每半年做一次，最近一期没有任何记录。", weight=10)
LAST_ROUND = Rule(LAST_ROUND_CODE, "上轮问题", "上一轮巡察已经指出过的问题。", weight=25)
LOOSENING = Rule("RK111", "回头看松动", "最近一次回头看认定松动。", weight=50)
RELAPSED = Rule("RK112", "回头看反弹", "最近一次回头看认定反弹。", weight=90)
OPEN_MEASURES = Rule("RK113", "措施未完", "列为完成的问题下还有未完成的措施。", weight=35)
VAGUE = Rule(
    "RK114", "措施空泛", "列为完成，半数以上的措施只有“加强”“提高”一类要求，没有怎么做、谁来做、什么时候做。", weight=10
)
REUSED = Rule("RK115", "文字雷同", "列为完成，整改进展中有整句和别的问题相同或几乎相同。", weight=10)
WENT_BACK = Rule("RK116", "状态倒退", "变更记录中完成程度曾经倒退，如由“已完成”改回“整改中”。", weight=30)
LATE_BEFORE = Rule("RK117", "曾经逾期", "列为完成，但完成日期晚于时限，或批准过延期。", weight=10)
TOLD_AHEAD = Rule(
    "RK118", "未到日期写已办", "列为完成，文字把当时还没有到的日期写成已经办了，此后也没有记录。", weight=30
)
NOT_BEGUN = Rule("RK119", "迟迟未启动", "没有完成，反馈半年后完成程度仍是“未启动”。", weight=30)
STALLED = Rule("RK120", "停滞或申请延期", "没有完成，文字说搁置、停工、无法推进，或申请延期而没有批准。", weight=25)

CRASHED = Rule("RK900", "信号程序出错", "某一个信号的程序出了错，没有结论；不是台账数据的错。", weight=20)
"""Not weighed by the office: it stands for a signal that raised, and brings the problem onto the list."""

SIGNALS = Catalogue(
    "RK",
    OVERDUE,
    DUE_SOON,
    CONTRADICTED,
    STILL_AT_IT,
    PROMISE_PASSED,
    SOFT_ONLY,
    NO_EVIDENCE,
    EVIDENCE_NOT_KEPT,
    NOBODY_LOOKED,
    REVIEW_MISSED,
    PERIOD_UNRECORDED,
    LAST_ROUND,
    LOOSENING,
    RELAPSED,
    OPEN_MEASURES,
    VAGUE,
    REUSED,
    WENT_BACK,
    LATE_BEFORE,
    TOLD_AHEAD,
    NOT_BEGUN,
    STALLED,
    CRASHED,
)

RELAPSE: tuple[Rule, ...] = tuple(signal for signal in SIGNALS if signal.code.startswith("RK1"))
"""The signals whose weights an office can change in 字典."""

REPORTED_FROM = 20
"""A relapse below this score is not reported: weak signals alone would list every row."""
ORANGE_FROM = 50
RED_FROM = 85

DEFAULTS: Mapping[str, int] = {signal.code: signal.weight for signal in SIGNALS}


def table(ledger: Ledger) -> Mapping[str, int]:
    """Return the weights by code: those of the ledger's 字典, and the default where none can be read there."""
    codes = {signal.title: signal.code for signal in RELAPSE}
    stated = {codes[weight.signal]: weight.weight for weight in ledger.weights if weight.signal in codes}
    return {**DEFAULTS, **{code: weight for code, weight in stated.items() if weight is not None}}


def unknown(ledger: Ledger) -> tuple[WeightRule, ...]:
    """Return the lines of 字典 that weigh a signal which does not exist."""
    labels = {signal.title for signal in RELAPSE}
    return tuple(weight for weight in ledger.weights if weight.signal not in labels)


def relapse_score(codes: Iterable[str], weights: Mapping[str, int] = DEFAULTS) -> int:
    """Return the sum of the weights of the signals that fired, each counted once, at most 100."""
    return min(100, sum(weights[code] for code in set(codes)))


def overdue_score(days_late: int) -> int:
    """Return 60 for the first day, one more for every two days, at most 100."""
    return min(100, OVERDUE.weight + days_late // 2)


def due_soon_score(days_left: int, window: int) -> int:
    """Return 30 at the edge of the window up to 59 on the last day."""
    return DUE_SOON.weight + 29 * (window - days_left) // max(window, 1)


def level(kind: RiskKind, score: int) -> Level:
    """Return 红 for overdue, 橙 for due soon, and for a relapse what its score reaches."""
    if kind == "overdue" or (kind == "relapse" and score >= RED_FROM):
        return "红"
    if kind == "due_soon" or score >= ORANGE_FROM:
        return "橙"
    return "黄"
