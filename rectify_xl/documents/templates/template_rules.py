"""What can be wrong with the template of a paper: one table of rules (TP0 file, TP1 places, TP2 looks)."""

from __future__ import annotations

from rectify_xl.judgement.rules import Catalogue, Rule
from rectify_xl.ledger.records import Finding

TEMPLATE_RULES = Catalogue(
    "TP",
    Rule("TP001", "文件不能用", "文件打不开、大得不正常，或带有宏、外部链接一类不允许的内容。", "error"),
    Rule("TP101", "括号是全角的", "占位用了中文输入法的括号。", "error"),
    Rule("TP102", "括号不成对", "占位少了左括号或右括号，或者跨了段。", "error"),
    Rule("TP103", "只能用在表格里", "按行、按格循环的写法（tr、tc）用在了表格外。", "error"),
    Rule(
        "TP104",
        "没有单独占一段、一行或一格",
        "带p、tr、tc的语句会连同所在的段、行、格一起去掉，同处的其他内容印不出来。",
        "error",
    ),
    Rule("TP105", "没有结束", "for 或 if 没有对应的 endfor、endif。", "error"),
    Rule("TP106", "没有开始", "endfor、endif、else、elif 前面没有 for 或 if。", "error"),
    Rule("TP107", "成对的两处不一致", "一对语句写法不同，或者跨出了表格、行、格的范围。", "error"),
    Rule("TP108", "循环的名称个数不对", "循环里写的名称，与每项的内容个数不同。", "error"),
    Rule("TP109", "不允许的写法", "模板里只能用 for、if、elif、else、set 和名称；其余写法一律不允许。", "error"),
    Rule("TP110", "写法有错", "占位或语句读不懂。", "error"),
    Rule("TP111", "不认识的名称", "材料里没有这个名称的内容。", "error"),
    Rule("TP112", "整个模板不能使用", "每一处单看都没有错，合起来仍不能使用。", "error"),
    Rule("TP201", "缺少样式", "没有公文版式用的样式，套用这些样式的段落会失去版式。", "warning"),
    Rule("TP202", "没有中文字体", "样式没有设置中文字体，汉字会用默认字体印出。", "warning"),
    Rule("TP203", "表格没有列宽", "表格没有列宽定义，不能填写，在WPS里显示为空白。", "error"),
)


def template_finding(code: str, place: str, message: str, fix: str) -> Finding:
    """Return a finding about a template; its `cell` is the paragraph or the table cell where it stands."""
    return TEMPLATE_RULES[code].finding(message, cell=place, remedy=fix)
