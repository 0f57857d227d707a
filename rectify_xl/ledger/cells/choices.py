"""The words of the dropdown lists as people type them: what is the same word, and what is a known other word for it.

A word that is merely similar is never taken for another: 未完成 looks like 已完成. The synonyms are written by hand, an
office adds to them in 字典 (常见写法, 应填), and they drive advice only: what counts as 完成 is said by 口径.
"""

from collections.abc import Iterable, Mapping

from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered, remembered_list

_MARKS = dict.fromkeys(map(ord, "。．.，,；;、"))


@remembered
def folded(word: str) -> str:
    """Return a word as it is compared with a list: without blanks and full stops, half-width, capital letters."""
    return cell_value.key(word).translate(_MARKS).upper()


@remembered_list
def by_folded(words: Iterable[str]) -> Mapping[str, str]:
    """Return the words of a list by how they are compared; of two that fold alike the first counts."""
    known: dict[str, str] = {}
    for word in words:
        known.setdefault(folded(word), word)
    return known


def chosen(text: str, known: Mapping[str, str]) -> str:
    """Return the word of the list that stands in a cell, also with blanks or a full stop, else what stands there."""
    return (known.get(text) or known.get(folded(text), text)) if text else ""


def _split(cell: str) -> tuple[str, ...]:
    """Return the words of an 应填 cell, which are separated by 、 or commas."""
    plain = cell
    for mark in "，,/；;":
        plain = plain.replace(mark, "、")
    return tuple(word.strip() for word in plain.split("、") if word.strip())


STATUS_SYNONYMS: Mapping[str, str] = {
    "完成": "已完成",
    "已整改": "已完成",
    "整改完成": "已完成",
    "已整改完成": "已完成",
    "完成整改": "已完成",
    "已完成整改": "已完成",
    "整改完毕": "已完成",
    "已整改完毕": "已完成",
    "整改到位": "已完成",
    "已整改到位": "已完成",
    "办结": "已完成",
    "已办结": "已完成",
    "全部完成": "已完成",
    "已全部完成": "已完成",
    "已销号": "已完成",
    "已整改销号": "已完成",
    "己完成": "已完成",
    "巳完成": "已完成",
    "以完成": "已完成",
    "100%": "已完成",
    "完成并长期坚持": "已完成",
    "整改完成并长期坚持": "已完成",
    "取得阶段性成效并长期坚持": "已完成",
    "取得阶段性成效并持续推进": "已完成",
    "未完成": "整改中、未启动",
    "没有完成": "整改中、未启动",
    "没完成": "整改中、未启动",
    "尚未完成": "整改中、未启动",
    "未整改": "未启动、整改中",
    "未办结": "整改中、未启动",
    "未销号": "整改中、未启动",
    "未整改到位": "整改中",
    "部分完成": "整改中",
    "部分整改": "整改中",
    "部分整改完成": "整改中",
    "部分已完成": "整改中",
    "正在整改": "整改中",
    "正在推进": "整改中",
    "推进中": "整改中",
    "整改推进中": "整改中",
    "进行中": "整改中",
    "办理中": "整改中",
    "继续整改": "整改中",
    "持续整改": "整改中",
    "持续推进": "整改中",
    "转入长期整改": "整改中",
    "申请延期": "整改中",
    "延期整改": "整改中",
    "已启动": "整改中",
    "基本整改到位": "基本完成",
    "基本整改完成": "基本完成",
    "大部分完成": "基本完成",
    "未起动": "未启动",
    "未开始": "未启动",
    "未开展": "未启动",
    "尚未启动": "未启动",
    "尚未开展": "未启动",
    "没有启动": "未启动",
    "暂未启动": "未启动",
}
"""Other words for 完成程度 and the choices that they may mean; 长期坚持 and 阶段性完成 may be done or not: none."""

OTHER_SYNONYMS: Mapping[str, str] = {
    "即知即改": "立行立改",
    "立即整改": "立行立改",
    "立查立改": "立行立改",
    "集中整改": "集中整改期内",
    "限时整改": "限期整改",
    "持续整改": "持续推进",
    "长期推进": "持续推进",
    "没有": "无",
    "/": "无",
    "-": "无",
    "—": "无",
    "制度建设": "建章立制",
    "建立制度": "建章立制",
    "完善制度": "建章立制",
    "学习": "学习教育",
    "培训": "学习教育",
    "开会": "会议部署",
    "会议": "会议部署",
    "检查": "监督检查",
    "督查": "监督检查",
    "清退": "清退追缴",
    "追缴": "清退追缴",
    "问责": "问责处理",
    "追责问责": "问责处理",
    "采购": "采购建设",
    "周": "每周",
    "按周": "每周",
    "月": "每月",
    "按月": "每月",
    "逐月": "每月",
    "每个月": "每月",
    "季": "每季度",
    "季度": "每季度",
    "按季": "每季度",
    "每季": "每季度",
    "每个季度": "每季度",
    "半年": "每半年",
    "年": "每年",
    "年度": "每年",
    "每年度": "每年",
    "新制定": "新建",
    "制定": "新建",
    "新增": "新建",
    "修改": "修订",
    "修订完善": "修订",
    "申请销号": "销号",
    "销号申请": "销号",
    "申请延期": "延期",
    "延期申请": "延期",
    "同意": "通过",
    "已通过": "通过",
    "同意销号": "通过",
    "不同意": "退回",
    "不通过": "退回",
    "未通过": "退回",
    "驳回": "退回",
    "已退回": "退回",
    "已巩固": "巩固",
    "无反弹": "巩固",
    "没有反弹": "巩固",
    "已反弹": "反弹",
    "有松动": "松动",
    "现场检查": "现场核查",
    "实地核查": "现场核查",
    "实地查看": "现场核查",
    "查看资料": "查阅资料",
    "查资料": "查阅资料",
    "谈话": "个别谈话",
    "走访": "群众走访",
}
"""The same for the other lists; a word counts for a list only where the choice that it means is in it."""

STATUS_LIST = "完成程度"


def advised(text: str, name: str, words: Iterable[str], own: Mapping[str, str]) -> tuple[str, ...]:
    """Return the choices of the list `name` that a typed word certainly means; none where that is not certain.

    `own` are the lines of the office in 字典, which go before the program's; one with an empty 应填 takes advice back.
    """
    known = frozenset(words)
    sought = folded(text)
    stated = {folded(word): choices for word, choices in own.items()}
    if sought in stated:
        meant = _split(stated[sought])
        if not meant or any(word in known for word in meant):
            return tuple(word for word in meant if word in known)
    shipped = STATUS_SYNONYMS if name == STATUS_LIST else OTHER_SYNONYMS
    meant = next((_split(choices) for word, choices in shipped.items() if folded(word) == sought), ())
    return tuple(word for word in meant if word in known)


_SAYS_MORE = frozenset({"已销号", "已整改销号", "申请延期", "延期整改", "转入长期整改"})
"""Words that tell of a step besides the state: put right in one word, they would lose it."""
_FOLLOWS = ("长期坚持", "持续推进")


def says_more(text: str, own: Mapping[str, str]) -> bool:
    """Tell whether a word tells of a step of 销号 or 延期 too; not where the office says in 字典 what it means."""
    word = folded(text)
    return word in _SAYS_MORE and word not in map(folded, own)


def what_follows(text: str) -> str:
    """Return what a word for a state says of 后续要求 besides, empty where nothing (整改完成并长期坚持)."""
    return next((word for word in _FOLLOWS if folded(text).endswith(word)), "")
