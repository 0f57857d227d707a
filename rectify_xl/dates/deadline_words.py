"""What stands around the day of a deadline: words in front of it, behind it, and numerals within it. Pure."""

from rectify_xl.text.numerals import COUNTING

NUMERALS = f"零〇○ＯO{COUNTING}"
LEAD = (
    r"(?:截止|截至|最迟|最晚|不迟于|不晚于|自反馈之日起|预计|计划|拟|力争|争取|确保|务必|必须|须|应|限|原则上|时间节点"
    r"|(?:整改|完成|办结)?(?:时限|期限|时间)[为是]?|于|在|到|至|:)*"
)
_DONE = "整改|完成|到位|办结|销号|到期|全部|基本|落实|建成|达标|结束|为止|完毕"
DONE = f"(?:{_DONE})*"
TAIL = f"(?:之前|以前|前|之内|以内|内|止|{_DONE})*"
