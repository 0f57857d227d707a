"""What the template of 领导一页纸 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import FieldGroup, Lines, Rows

NAME = "领导一页纸"


class FigureRow(TypedDict):
    """The counts of one day, or by how much they changed since one."""

    期: Annotated[Any, "本期、比哪一天或哪个月"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    继续: Annotated[Any, "继续整改个数"]
    逾期: Annotated[Any, "逾期个数"]
    临期: Annotated[Any, "临期个数"]


class RedLine(TypedDict):
    """One red problem in few words."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    科室: Annotated[Any, "责任科室"]
    时限: Annotated[Any, "整改时限"]
    天数: Annotated[Any, "逾期天数"]
    卡点: Annotated[Any, "卡在哪里"]


class BriefSection(TypedDict):
    """A list under its heading."""

    题: Annotated[Any, "小标题"]
    行: Annotated[Any, Lines("一行一件")]


class BriefValues(TypedDict):
    """The whole page."""

    题名: Annotated[Any, "标题"]
    单位: Annotated[Any, "单位名称"]
    截至: Annotated[Any, "统计到哪一天"]
    本期: Annotated[Any, FieldGroup("本期各数", FigureRow)]
    比较: Annotated[Any, Rows("比上周、比上月的增减", FigureRow)]
    走势: Annotated[Any, Rows("以前各月的数", FigureRow)]
    红题: Annotated[Any, "红色问题的小标题"]
    红: Annotated[Any, Rows("红色问题", RedLine)]
    红另: Annotated[Any, "没有列出的红色问题"]
    事项: Annotated[Any, Rows("请领导决定、需上级支持、延期各一节", BriefSection)]
    注: Annotated[Any, Lines("说明，一行一条")]
