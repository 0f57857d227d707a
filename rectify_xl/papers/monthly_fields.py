"""What the template of 月通报 may use; its charts stand where their names do."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Field, Lines, Rows
from rectify_xl.supervision.meetings.meeting_fields import LeaderRow, MoveRow, TotalsRow

NAME = "月通报"


class RankRow(TypedDict):
    """The place of one department."""

    名次: Annotated[Any, "名次"]
    科室: Annotated[Any, "责任科室"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    逾期: Annotated[Any, "逾期个数"]
    增减: Annotated[Any, "完成数比上期增减"]


class AspectRow(TypedDict):
    """The counts of one aspect."""

    方面: Annotated[Any, "方面名称"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    逾期: Annotated[Any, "逾期个数"]


class MonthlyProblem(TypedDict):
    """One late problem, or one that is due soon."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    时限: Annotated[Any, "整改时限"]
    天数: Annotated[Any, "逾期或剩余天数"]
    督办: Annotated[Any, "应发的函"]
    科室: Annotated[Any, "责任科室"]


class CourseRow(TypedDict):
    """The counts at the end of one month."""

    月: Annotated[Any, "哪个月，哪一天的快照"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    继续: Annotated[Any, "继续整改个数"]
    逾期: Annotated[Any, "逾期个数"]


class ExtensionRow(TypedDict):
    """One problem whose deadline an approved 延期 moved."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    科室: Annotated[Any, "责任科室"]
    原时限: Annotated[Any, "延期以前的时限"]
    延至: Annotated[Any, "延到哪一天，第几次"]
    批准人: Annotated[Any, "批准人"]
    理由: Annotated[Any, "延期理由"]


class SupportRow(TypedDict):
    """One problem that needs help from the level above."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    科室: Annotated[Any, "责任科室"]
    还差: Annotated[Any, "剩余事项，没有写的是最近的进展"]


class MonthlyValues(TypedDict):
    """The whole paper but for its charts."""

    题名: Annotated[Any, "标题"]
    导语: Annotated[Any, "导语"]
    总体: Annotated[Any, Lines("总体情况，一段一条")]
    合计注: Annotated[Any, "合计的说明"]
    合计: Annotated[Any, Rows("本期、上期和增减", TotalsRow)]
    科室排名: Annotated[Any, Rows("科室排名", RankRow)]
    领导: Annotated[Any, Rows("各牵头领导的进度", LeaderRow)]
    规则: Annotated[Any, "排名的规则"]
    排名注: Annotated[Any, Lines("排名的说明，一行一条")]
    方面: Annotated[Any, Rows("没有科室时按方面的统计", AspectRow)]
    比较: Annotated[Any, "与哪一期比较"]
    变化: Annotated[Any, Rows("与上期相比的变化", MoveRow)]
    变化注: Annotated[Any, "变化的说明"]
    走势: Annotated[Any, Rows("各月的数，本期在最后", CourseRow)]
    走势注: Annotated[Any, "哪些月没有快照"]
    逾期说明: Annotated[Any, "逾期情况一句话"]
    逾期: Annotated[Any, Rows("逾期的问题", MonthlyProblem)]
    延期说明: Annotated[Any, "延期情况一句话"]
    延期: Annotated[Any, Rows("批准延期的问题", ExtensionRow)]
    支持说明: Annotated[Any, "需上级支持的情况一句话"]
    支持: Annotated[Any, Rows("需上级支持的问题", SupportRow)]
    表扬: Annotated[Any, "表扬"]
    督促: Annotated[Any, "督促"]
    到期说明: Annotated[Any, "即将到期情况一句话"]
    到期: Annotated[Any, Rows("即将到期的问题", MonthlyProblem)]
    算法: Annotated[Any, "数字怎样算出"]
    落款: Annotated[Any, "落款单位"]
    日期: Annotated[Any, "日期"]


CHARTS = (Field("进度图", "进度图"), Field("趋势图", "趋势图"))
