"""How this genre says that something is planned, under way, not begun or done.

Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

from __future__ import annotations

import re

from rectify_xl.promises.model import Tense

END = "，。；,;！!：:\n"
"""Marks that end a clause."""
REST = f"[^{END}]"

NOT_DONE = (
    r"(?:暂未|尚未|还未|仍未)(?!发现|发生|出现|接到|收到|接收)" + REST + "{1,8}"
    r"|(?<![暂尚还仍从])未(?:完成|开展|启动|办结|验收|整改完成|落实到位|整改到位)"
    r"|(?:拟于|拟在|计划于|计划在|拟适时|准备适时)" + REST + "{1,16}"
    r"|(?<![对招接期等优虐亏善看])待(?![遇业查办报])" + REST + "{2,14}?后" + REST + "{0,10}"
)
UNDER_WAY = (
    r"正在(?:准备|办理|推进|制定|修订|起草|整改|建设|施工|采购|招标|审批|协调|落实|开展|进行|完善|申请|筹备|核查|清退|安装|调试|改造|搬迁)"
    + REST
    + "{0,8}"
    r"|还在" + REST + "{1,10}中"
    r"|(?:推进|办理|整改|建设|施工|采购|招标|审批|修订|征求意见|公示)中(?=[" + END + "]|$)"
    r"|等待(?:招标|采购|审批|批复|验收)" + REST + "{0,6}"
)
INTENDED = (
    r"(?<![学原])计划(?:招聘|引进|采购|购置|开展|组织|建设|选派|新建|更换|举办)" + REST + "{0,16}"
    r"|将(?:持续|适时|逐步|尽快|陆续|继续|进一步)" + REST + "{1,16}"
    r"|近期" + REST + "{0,12}?将" + REST + "{1,12}"
    r"|拟(?:定?将|采购|购置|招聘|建设|建|定于)" + REST + "{1,24}"
    r"|(?:后期|下一步|今后)" + REST + "{0,20}?(?:要|将)" + REST + "{1,16}"
)
PLANNED = "(?:拟定|拟|计划|预计|力争|争取|确保|将|定)(?:于|在|到|至)?$"
"""What stands right before a date that lies ahead."""

_CONDITION = (
    "^(?:[一二三四五六七八九十]+是)?(?:对|针对|将|凡|如|若|因|由于|督促|防止|杜绝|严禁|避免|原|此前|巡察前|整改前)"
)
_ATTRIBUTE = "[暂尚还仍]?未(?:整改)?(?:完成|到位|开展|启动|办结|办理|验收|整改|落实|落实到位)的"
_SETTLED = f"^{REST}*(?:[，,；;]{REST}*)?(?:[现均也并]|目前)?已(?:于|经|全部|按期|如期|提前|完成)"


def conditional(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words name a case (对未完成的科室……) or what is past (……现已办结), not the present state."""
    before = text[clause_start(text, match.start()) : match.start()]
    rest = re.match(REST + "{0,20}", text[match.end() :])
    words = match[0] + (rest[0] if rest else "")
    return bool(re.search(_CONDITION, before) or re.match(_ATTRIBUTE, words) or re.search("[现均]已|已全部", words))


def clause_start(text: str, position: int) -> int:
    """Return where the clause begins in which `position` stands."""
    return max(text.rfind(mark, 0, position) for mark in END) + 1


def clause_end(text: str, position: int) -> int:
    """Return where the clause ends in which `position` stands, also where the mark before 二是 was lost."""
    found = re.compile(f"[{END}]|(?<![不也都就])[二三四五六七八九]是(?!否)").search(text, position)
    end = found.start() if found else len(text)
    while end > position and text[end - 1] in ". ":
        end -= 1
    return end


def of_date(before: str, dated: str, after: str) -> Tense:
    """Return the tense of a date from its clause; `after` runs on to the end of the sentence."""
    clause = re.match(f"{REST}*", after)
    here = clause[0] if clause else ""
    if re.search("暂未|尚未|还未|未能", before + here):
        return "not_begun"
    ahead = re.search(PLANNED, before) or re.search("继续整改", before) or "原计划" in before
    if not ahead and re.search("已|[学进开举]\\S{0,3}了", before[-6:] + here):
        return "done"
    if ahead or (dated.endswith(("前", "内")) and not here.startswith("的")):
        return "done" if re.search(_SETTLED, after) else "planned"
    return "stated"
