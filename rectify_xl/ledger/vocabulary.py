"""The words of the ledger: dropdown lists of the sheet 字典, and the counting rules (口径) that an office may edit."""

from typing import NamedTuple

DONE = "已完成"
MOSTLY_DONE = "基本完成"
UNDER_WAY = "整改中"
NOT_STARTED = "未启动"

NOTHING_FOLLOWS = "无"
KEEP_UP = "长期坚持"
PUSH_ON = "持续推进"

CLOSE = "销号"
EXTEND = "延期"
PASSED = "通过"
RETURNED = "退回"
IMPRINT = "销号存证"
"""What stands in the place of a sheet in the lines of 变更记录 that keep what was signed."""
ROW_ADDED, ROW_REMOVED = "（新增行）", "（删除行）"
"""What stands in the place of a column in 变更记录 when a whole row came or went."""
BEFORE_CLOSING = "早于销号"
"""What stands in the place of a column in 变更记录 where a copy that is sent up says that a row is no relapse of that
in 原值, and what shows it: the copy has no memory of its own."""
AT_ONCE_DAYS = 60
"""Days after the feedback within which 即知即改 can be meant: what was mended later was mended in the round."""
LATE_ENTRY_DAYS = 7
"""Days after which a record counts as entered later than the day that it bears."""

FORMER_STATUS = "原完成情况"
"""The column at the right of 问题台账 in which an import keeps what was written of a state and is no 状态表述."""

YES = "是"
NO = "否"

RED = "红"
ORANGE = "橙"
YELLOW = "黄"

NOTHING_REMAINS = "视为无剩余"
"""The list of 字典 whose words, in 剩余事项 and 剩余时限, say that nothing remains."""

LISTS: dict[str, tuple[str, ...]] = {
    "时限类型": ("立行立改", "集中整改期内", "限期整改", "长期坚持", "持续推进"),
    "完成程度": (NOT_STARTED, UNDER_WAY, MOSTLY_DONE, DONE),
    "后续要求": (NOTHING_FOLLOWS, KEEP_UP, PUSH_ON),
    "是否": (YES, NO),
    "措施类型": (
        "建章立制",
        "学习教育",
        "会议部署",
        "监督检查",
        "清退追缴",
        "问责处理",
        "采购建设",
        "人员配备",
        "业务改进",
        "其他",
    ),
    "周期": ("每周", "每月", "每季度", "每半年", "每年"),
    "制度类型": ("新建", "修订"),
    "办理类型": (CLOSE, EXTEND),
    "办理结论": (PASSED, RETURNED),
    "回头看方式": ("查阅资料", "现场核查", "个别谈话", "群众走访"),
    "回头看结论": ("巩固", "松动", "反弹"),
    NOTHING_REMAINS: (
        "无",
        "没有",
        "没",
        "否",
        "/",
        "//",
        "\\",
        "—",
        "~",
        "0",
        "零",
        "0项",
        "0个",
        "0个问题",
        "剩余0项",
        "空",
        "N/A",
        "暂无",
        "暂没有",
        "已无",
        "已没有",
        "不涉及",
        "不适用",
        "无剩余事项",
        "没有剩余事项",
        "已无剩余事项",
        "暂无剩余事项",
        "无未完成事项",
        "没有未完成事项",
        "无需继续整改",
        "已完成",
        "全部完成",
        "剩余事项已完成",
        "已整改",
        "已整改完成",
        "全部整改完成",
        "整改完成",
        "已完成整改",
        "全部完成整改",
        "已整改到位",
        "全部整改到位",
        "已整改完毕",
        "整改完毕",
        "已办结",
        "全部办结",
        "已落实",
        "已落实到位",
        "已销号",
        "全部销号",
        "已清零",
        "全部整改完毕",
        "已完成销号",
        "无，已完成",
        "已完成，无",
        "已完成，无剩余事项",
    ),
}
"""Dropdown list by its name; each is a column of the sheet 字典, and the office may add words below."""


UNFILLED = frozenset(
    {"", "无", "/", "//", "\\", "-", "--", "—", "——", "–", "―", "(未填方面)", "(未填责任科室)", "(无)", "没有", "*"}
)
"""What stands in the cell of a title or a name that has none, as `values.key` folds it."""


class CountAs(NamedTuple):
    """One editable row of the counting table: a word, and whether it counts."""

    word: str
    counts: bool


COUNTS_AS_DONE: tuple[CountAs, ...] = (
    CountAs(NOT_STARTED, counts=False),
    CountAs(UNDER_WAY, counts=False),
    CountAs(MOSTLY_DONE, counts=False),
    CountAs(DONE, counts=True),
)
"""Which 完成程度 counts as 完成 (default 口径: only 已完成; a row with something remaining never does)."""

COUNTS_AS_LONGTERM: tuple[CountAs, ...] = (
    CountAs(NOTHING_FOLLOWS, counts=False),
    CountAs(KEEP_UP, counts=True),
    CountAs(PUSH_ON, counts=True),
)
"""Which 后续要求 counts as 长期, within the rows that count as 完成."""


class LetterStage(NamedTuple):
    """One editable row of the escalation table: a letter, and from how many days late on it is due."""

    word: str
    days: int


LETTERS: tuple[LetterStage, ...] = (
    LetterStage("督办通知书", 1),
    LetterStage("阶段督查指导书", 15),
    LetterStage("情况提醒书", 30),
    LetterStage("告诫书", 60),
    LetterStage("问责书", 90),
)
"""The five letters by which a late problem is escalated, each from a number of days late."""

LETTER_WORD = "督办文书"
LETTER_DAYS = "逾期天数"

SIGNAL_WORD = "反弹信号"
SIGNAL_WEIGHT = "权重"
HEAVIEST = 100
"""A weight runs from 0 (the signal is not used) to this."""

COUNT_DONE_WORD = "口径·完成程度"
COUNT_DONE_FLAG = "计为完成"
DEPARTMENT_WORD = "科室名单"
DEPARTMENT_AS = "计入科室"
"""The departments of the office, and under which other one each counts; empty: under itself."""
DEPARTMENT_NOTE = "科室计数规则（说明）"
DEPARTMENT_RULES = (
    "一格写了几个科室的（用、，；/隔开），只计一次，计入写在最前面的牵头科室；按科室查找时，写到的科室都找得到。",
    "括号连同前面的字是一个科室的名称，如“组织办（党建办）”。",
    "“各站办所”“全院各科室”等统称自成一行；按任何一个科室查找都找得到。",
    "要改计到别的科室，在左边两列写明：科室名单写台账中的写法，计入科室写计到哪里。牵头领导同样只计第一位。",
)
"""What 字典 says about cells that name several departments; nothing reads it but people."""

COUNT_LONGTERM_WORD = "口径·后续要求"
COUNT_LONGTERM_FLAG = "计为长期"

SYNONYM_WORD = "常见写法"
SYNONYM_MEANS = "应填"
"""The columns of 字典 in which an office says what people mean by a word that is in no list."""
