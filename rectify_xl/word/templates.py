"""The templates that ship, and the names that each may use. A paper of its own is one more line of `TEMPLATES`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from rectify_xl import resources
from rectify_xl.errors import UsageError
from rectify_xl.word.layout import NATIONAL
from rectify_xl.word.styles import RUN_ON, looks

Shape = Literal["text", "list", "rows", "group"]


class Field(NamedTuple):
    """A name that a template may use.

    `shape` is text, or a list of texts, or rows or one group of the fields in `parts`; `unpacked` rows are taken apart
    by their order (`for 栏, 名 in 表.签字`).
    """

    name: str
    help: str
    shape: Shape = "text"
    parts: tuple[Field, ...] = ()
    unpacked: bool = False


class Shipped(NamedTuple):
    """A template: what it makes, its formats, its fields, and the styles that the layout of the paper needs."""

    name: str
    help: str
    fields: tuple[Field, ...]
    formats: tuple[str, ...] = ("docx",)
    styles: tuple[str, ...] = ()

    def path(self, suffix: str) -> Path:
        """Return the file that ships."""
        return resources.path("templates", f"{self.name}.{suffix}")


def _texts(names: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(Field(name, text) for name, text in names.items())


NOTICE = Shipped(
    "通报",
    "整改情况通报",
    (
        Field("题名", "通报的标题"),
        Field(
            "段落",
            "全文各段，按次序",
            "rows",
            _texts(
                {
                    "层级": "标题、稿别、一级、二级、三级、四级、正文、监督渠道、落款、日期之一",
                    "序号": "印在段首的序号，如（一）",
                    "文字": "本段文字",
                    "续文": "与标题同一段、接在标题后面的文字",
                }
            ),
            unpacked=True,
        ),
        Field(
            "版式",
            "页面尺寸（毫米、磅）和各级的字体、字号",
            "group",
            (
                *_texts({"上": "上边距", "下": "下边距", "左": "左边距", "右": "右边距", "行距": "行距"}),
                Field("字体", "各级的字体，如 版式.字体.正文"),
                Field("字号", "各级的字号，如 版式.字号.正文"),
            ),
        ),
    ),
    ("docx", "html", "txt"),
    (*(look.style for look in looks(NATIONAL)), RUN_ON),
)
CLOSURE_FORM = Shipped(
    "销号审批表",
    "销号审批表，每个问题一页",
    (
        Field(
            "审批表",
            "各张审批表",
            "rows",
            (
                *_texts(
                    {
                        "单位": "单位名称",
                        "编号": "问题编号",
                        "问题": "具体问题",
                        "方面": "所属方面",
                        "大项": "所属大项",
                        "牵头领导": "牵头领导",
                        "责任科室": "责任科室",
                        "责任人": "责任人",
                        "时限": "整改时限",
                        "完成日期": "完成日期",
                        "后续要求": "后续要求",
                        "措施": "整改措施的条数",
                        "进展": "整改进展",
                        "佐证": "佐证材料清单",
                        "申请": "申请人和日期",
                        "意见": "验收意见",
                        "上级": "是否需要上级复核",
                        "结论": "结论",
                        "出处": "内容取自台账哪一行",
                    }
                ),
                Field("签字", "各签字栏", "rows", _texts({"栏": "栏目名称", "名": "签字和日期"}), unpacked=True),
            ),
        ),
    ),
)
CHECK_SHEET = Shipped(
    "回头看检查单",
    "回头看现场检查单，每个问题一页",
    (
        Field("单位", "单位名称"),
        Field("日期", "抽查日期"),
        Field("抽查依据", "怎样抽取的，一行一条", "list"),
        Field(
            "检查单",
            "各张检查单",
            "rows",
            _texts(
                {
                    "编号": "问题编号",
                    "方面": "所属方面",
                    "问题": "具体问题",
                    "领导": "牵头领导",
                    "科室": "责任科室",
                    "责任人": "责任人",
                    "销号": "销号情况",
                    "进展": "整改进展",
                    "措施": "整改措施",
                    "制度": "有关制度",
                    "佐证": "佐证材料",
                    "以前": "以前查看的情况",
                    "出处": "内容取自台账哪一行",
                }
            ),
        ),
    ),
)

_PARAGRAPHS = NOTICE.fields[1]
_STANDING = _texts(
    {
        "编号": "问题编号",
        "问题": "具体问题",
        "科室": "责任科室",
        "时限": "整改时限",
        "逾期": "逾期天数，未逾期的为空",
        "状态": "整改状态",
        "剩余": "剩余事项",
    }
)
REPORT = Shipped(
    "整改情况报告",
    "报上级的整改情况报告",
    (
        Field("题名", "报告的标题"),
        Field("主送", "主送机关"),
        _PARAGRAPHS._replace(name="前文", help="方面表之前的各段"),
        Field(
            "方面表",
            "分方面统计，最后一行是合计",
            "rows",
            _texts(
                {
                    "方面": "方面名称",
                    "问题": "问题个数",
                    "完成": "完成个数",
                    "长期": "完成后长期坚持的个数",
                    "继续": "继续整改个数",
                    "逾期": "逾期个数",
                    "完成率": "完成率",
                }
            ),
        ),
        _PARAGRAPHS._replace(name="中文", help="方面表之后、未完成表之前的各段"),
        Field("未完成", "尚未完成的问题", "rows", _STANDING),
        _PARAGRAPHS._replace(name="后文", help="未完成表之后的各段"),
        Field("附件", "两个附件的名称，写作 附件[0]、附件[1]", "list"),
        Field("一览", "附件一：全部问题", "rows", _STANDING),
        _PARAGRAPHS._replace(name="逐项", help="附件二：逐项整改情况的各段"),
    ),
)
PROOF = Shipped(
    "核稿意见",
    "核稿意见",
    (
        *_texts(
            {
                "文稿": "文稿名称",
                "种类": "文稿种类",
                "日期": "核稿日期",
                "错误数": "错误处数",
                "提醒数": "提醒处数",
            }
        ),
        Field(
            "意见",
            "各条意见",
            "rows",
            _texts(
                {
                    "序号": "序号",
                    "位置": "在文稿的什么地方",
                    "级别": "错误或提醒",
                    "原文": "原文",
                    "问题": "错在哪里",
                    "办法": "怎么改",
                }
            ),
        ),
    ),
)
_LETTER = (
    *_texts(
        {
            "单位": "单位名称",
            "巡察机构": "巡察机构",
            "文种": "本函的名称",
            "年": "年份",
            "主送": "责任科室",
            "抄送": "牵头领导",
            "截至": "统计到哪一天",
            "日期": "发函日期",
            "回复期限": "回复期限",
            "个数": "问题个数",
            "最长天数": "逾期最长的天数",
            "此前": "此前发过的函",
        }
    ),
    Field(
        "问题",
        "逾期的各个问题",
        "rows",
        (
            *_texts(
                {
                    "序号": "序号",
                    "编号": "问题编号",
                    "问题": "具体问题",
                    "时限": "整改时限",
                    "天数": "逾期天数",
                    "程度": "完成程度",
                    "剩余": "剩余事项",
                    "此前": "此前发过的函",
                    "下一步": "仍未完成时的下一步",
                }
            ),
            Field("还缺", "离销号还缺的条件", "list"),
        ),
    ),
)
LETTERS = tuple(
    Shipped(name, f"督办函：{name}" if name != "督办函" else "督办函，用于自定的函名", _LETTER)
    for name in ("督办通知书", "阶段督查指导书", "情况提醒书", "告诫书", "问责书", "督办函")
)

_COUNTS = {"问题": "问题个数", "完成": "完成个数", "已销号": "已销号个数", "完成率": "完成率", "逾期": "逾期个数"}
_TOTALS = Field(
    "合计",
    "本期、上期和增减",
    "rows",
    _texts({"期": "本期、上期或增减", **_COUNTS, "继续": "继续整改个数", "长期": "完成后长期坚持的个数"}),
)
_LEADERS = Field(
    "领导",
    "各牵头领导的进度",
    "rows",
    _texts({"名次": "名次", "领导": "牵头领导", **_COUNTS}),
)
_MOVES = Field("变化", "与上期相比的变化", "rows", _texts({"类": "哪种变化", "数": "个数", "名单": "问题编号"}))
_QUESTIONS = _texts({"序号": "序号", "问": "要问的话", "依据": "依据的单元格"})
_ROW = {"编号": "问题编号", "问题": "具体问题", "时限": "整改时限", "天数": "逾期或剩余天数", "督办": "应发的函"}
WEEKLY = Shipped(
    "周调度表",
    "周调度表，每个科室一页",
    (
        *_texts({"题名": "标题", "单位": "单位名称", "截至": "统计到哪一天", "总况": "总体情况一句话"}),
        _TOTALS,
        Field("比较", "与哪一期比较"),
        _MOVES,
        Field(
            "欠账",
            "有未完成问题的科室",
            "rows",
            _texts(
                {
                    "序号": "序号",
                    "科室": "责任科室",
                    "未完成": "未完成个数",
                    "逾期": "逾期个数",
                    "临期": "临期个数",
                    "最长": "逾期最长的天数和问题",
                    "要问": "要问的个数",
                }
            ),
        ),
        _LEADERS,
        Field("清账", "没有未完成问题的科室"),
        Field("另问", "不归哪个科室的提问", "rows", _QUESTIONS),
        Field(
            "科室页",
            "各科室的单页",
            "rows",
            (
                *_texts({"科室": "责任科室", "小结": "小结一句话"}),
                Field(
                    "问题",
                    "未完成的问题",
                    "rows",
                    _texts(
                        {**_ROW, "程度": "完成程度", "进展": "最近进展", "还缺": "还缺的条件", "承诺": "作过的承诺"}
                    ),
                ),
                Field("要问", "要问的话", "rows", _QUESTIONS),
            ),
        ),
        Field("注", "说明，一行一条", "list"),
    ),
)
_MONTHLY_ROWS = _texts({**_ROW, "科室": "责任科室"})
MONTHLY = Shipped(
    "月通报",
    "月通报",
    (
        *_texts({"题名": "标题", "导语": "导语"}),
        Field("总体", "总体情况，一段一条", "list"),
        Field("合计注", "合计的说明"),
        _TOTALS,
        Field(
            "科室排名",
            "科室排名",
            "rows",
            _texts({"名次": "名次", "科室": "责任科室", **_COUNTS, "增减": "完成数比上期增减"}),
        ),
        _LEADERS,
        Field("规则", "排名的规则"),
        Field("排名注", "排名的说明，一行一条", "list"),
        Field("方面", "没有科室时按方面的统计", "rows", _texts({"方面": "方面名称", **_COUNTS})),
        Field("比较", "与哪一期比较"),
        _MOVES,
        *_texts({"变化注": "变化的说明", "逾期说明": "逾期情况一句话"}),
        Field("逾期", "逾期的问题", "rows", _MONTHLY_ROWS),
        *_texts({"表扬": "表扬", "督促": "督促", "到期说明": "即将到期情况一句话"}),
        Field("到期", "即将到期的问题", "rows", _MONTHLY_ROWS),
        *_texts({"算法": "数字怎样算出", "落款": "落款单位", "日期": "日期", "进度图": "进度图", "趋势图": "趋势图"}),
    ),
)

TEMPLATES: tuple[Shipped, ...] = (NOTICE, REPORT, WEEKLY, MONTHLY, *LETTERS, PROOF, CLOSURE_FORM, CHECK_SHEET)


def ships(template: Path) -> bool:
    """Tell whether a file is one of the templates that ship, which need no distrust."""
    return template.resolve().parent == resources.path("templates").resolve()


def find(name: str) -> Shipped:
    """Return the template of this name; raises `UsageError` when there is none."""
    found = next((each for each in TEMPLATES if each.name == name), None)
    if found is None:
        raise UsageError(f"没有名为“{name}”的模板", f"现有的模板：{'、'.join(each.name for each in TEMPLATES)}")
    return found
