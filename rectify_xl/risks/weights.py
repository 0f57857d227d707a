"""The signals, their weights, and the levels that follow. This is the only place that sets them by default.

Calibrated so that one strong signal alone reaches the list of warnings, and weak ones only where they meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rectify_xl.model import Ledger, Weighting
from rectify_xl.risks.model import LAST_ROUND_CODE, Level, RiskKind


class Signal(NamedTuple):
    """One signal: its code, its Chinese label, what it adds to the score, and what it means to a reader."""

    code: str
    label: str
    weight: int
    meaning: str


OVERDUE = Signal(
    "RK001", "逾期", 60, "未完成，且已过时限（逢节假日顺延到下一个工作日）。基础分60，每逾期2天加1分，最多100分。"
)
DUE_SOON = Signal(
    "RK002", "临期", 30, "未完成，距时限不超过『基本信息』中的临期天数。基础分30，越近越高，到期当天59分。"
)
CONTRADICTED = Signal("RK101", "文字与状态矛盾", 45, "列为完成，文字却说暂未、没有完成、只完成一部分、拟于将来完成。")
STILL_AT_IT = Signal("RK102", "完成后仍在办理", 25, "列为完成且无后续要求，文字却说正在办理、还在进行。")
PROMISE_PASSED = Signal("RK103", "文中承诺已过期", 30, "文字承诺的日期已过，没有写明结果。")
SOFT_ONLY = Signal(
    "RK104", "只有学习会议", 25, "措施全是学习、会议、谈话、宣传，没有建章立制、清退追缴、采购建设、监督检查。"
)
NO_EVIDENCE = Signal("RK105", "没有佐证", 20, "列为完成，佐证材料和制度清单中没有它的材料，而多数问题有。")
EVIDENCE_NOT_KEPT = Signal("RK106", "佐证未登记", 5, "列为完成，没有登记材料；多数问题都没有登记，只作提示。")
NOBODY_LOOKED = Signal("RK107", "长期未回头看", 20, "长期坚持的问题，超过『基本信息』中的回头看间隔天数没有人查看。")
REVIEW_MISSED = Signal("RK108", "回头看已过期", 20, "登记过下次回头看的日期，到期没有去看。")
PERIOD_UNRECORDED = Signal("RK109", "定期承诺无记录", 10, "承诺每月、每季度、每半年做一次，最近一期没有任何记录。")
LAST_ROUND = Signal(LAST_ROUND_CODE, "上轮问题", 25, "上一轮巡察已经指出过的问题。")
LOOSENING = Signal("RK111", "回头看松动", 50, "最近一次回头看认定松动。")
RELAPSED = Signal("RK112", "回头看反弹", 90, "最近一次回头看认定反弹。")
OPEN_MEASURES = Signal("RK113", "措施未完", 35, "列为完成的问题下还有未完成的措施。")
VAGUE = Signal(
    "RK114", "措施空泛", 10, "列为完成，半数以上的措施只有“加强”“提高”一类要求，没有怎么做、谁来做、什么时候做。"
)
REUSED = Signal("RK115", "文字雷同", 10, "列为完成，整改进展中有整句和别的问题相同或几乎相同。")
WENT_BACK = Signal("RK116", "状态倒退", 30, "变更记录中完成程度曾经倒退，如由“已完成”改回“整改中”。")
LATE_BEFORE = Signal("RK117", "曾经逾期", 10, "列为完成，但完成日期晚于时限，或批准过延期。")
TOLD_AHEAD = Signal("RK118", "未到日期写已办", 30, "列为完成，文字把当时还没有到的日期写成已经办了，此后也没有记录。")
NOT_BEGUN = Signal("RK119", "迟迟未启动", 30, "没有完成，反馈半年后完成程度仍是“未启动”。")
STALLED = Signal("RK120", "停滞或申请延期", 25, "没有完成，文字说搁置、停工、无法推进，或申请延期而没有批准。")

SIGNALS: tuple[Signal, ...] = (
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
)

RELAPSE: tuple[Signal, ...] = tuple(signal for signal in SIGNALS if signal.code.startswith("RK1"))
"""The signals whose weights an office can change in 字典."""

REPORTED_FROM = 20
"""A relapse below this score is not reported: weak signals alone would list every row."""
ORANGE_FROM = 50
RED_FROM = 85

DEFAULTS: Mapping[str, int] = {signal.code: signal.weight for signal in SIGNALS}


def table(ledger: Ledger) -> Mapping[str, int]:
    """Return the weights by code: those of the ledger's 字典, and the default where none can be read there."""
    codes = {signal.label: signal.code for signal in RELAPSE}
    stated = {codes[each.signal]: each.weight for each in ledger.weights if each.signal in codes}
    return {**DEFAULTS, **{code: weight for code, weight in stated.items() if weight is not None}}


def unknown(ledger: Ledger) -> tuple[Weighting, ...]:
    """Return the lines of 字典 that weigh a signal which does not exist."""
    labels = {signal.label for signal in RELAPSE}
    return tuple(each for each in ledger.weights if each.signal not in labels)


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
