"""What the template of 周调度表 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Lines, Rows
from rectify_xl.supervision.meetings.meeting_fields import LeaderRow, MoveRow, TotalsRow

NAME = "周调度表"


class AskedRow(TypedDict):
    """One question to ask."""

    序号: Annotated[Any, "序号"]
    问: Annotated[Any, "要问的话"]


class DebtRow(TypedDict):
    """What one department owes."""

    序号: Annotated[Any, "序号"]
    科室: Annotated[Any, "责任科室或牵头领导"]
    未完成: Annotated[Any, "未完成个数"]
    逾期: Annotated[Any, "逾期个数"]
    临期: Annotated[Any, "临期个数"]
    最长: Annotated[Any, "逾期最长的天数和问题"]
    要问: Annotated[Any, "要问的个数"]


class WeeklyProblem(TypedDict):
    """One open problem of a department or a leader."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    时限: Annotated[Any, "整改时限"]
    天数: Annotated[Any, "逾期或剩余天数"]
    督办: Annotated[Any, "应发的函"]
    程度: Annotated[Any, "完成程度"]
    进展: Annotated[Any, "最近进展"]
    还缺: Annotated[Any, "还缺的条件"]
    眼前缺: Annotated[Any, "眼前还缺什么：措施，快办完的也说销号的条件"]
    承诺: Annotated[Any, "作过的承诺"]
    要问: Annotated[Any, "只问这个问题的话，一行一问"]


class DepartmentPage(TypedDict):
    """What one department, or one leader, has open: a page, or a part of the table."""

    科室: Annotated[Any, "责任科室或牵头领导"]
    小结: Annotated[Any, "小结一句话"]
    问题: Annotated[Any, Rows("未完成的问题", WeeklyProblem)]
    要问: Annotated[Any, Rows("要问的话", AskedRow)]
    另问: Annotated[Any, Lines("不只问一个未完成问题的话")]


class WeeklyValues(TypedDict):
    """The whole paper."""

    题名: Annotated[Any, "标题"]
    单位: Annotated[Any, "单位名称"]
    截至: Annotated[Any, "统计到哪一天"]
    总况: Annotated[Any, "总体情况一句话"]
    合计: Annotated[Any, Rows("本期、上期和增减", TotalsRow)]
    比较: Annotated[Any, "与哪一期比较"]
    首页: Annotated[Any, "有没有总体情况；单独成文件的没有"]
    分页: Annotated[Any, "是不是一个科室或一位领导一页；空的是一张连续的表"]
    组名: Annotated[Any, "责任科室或牵头领导"]
    变动: Annotated[Any, Lines("与上期相比的变化，一行一种")]
    变化: Annotated[Any, Rows("与上期相比的变化", MoveRow)]
    欠账: Annotated[Any, Rows("有未完成问题的科室", DebtRow)]
    领导: Annotated[Any, Rows("各牵头领导的进度", LeaderRow)]
    清账: Annotated[Any, "没有未完成问题的科室"]
    另问: Annotated[Any, Rows("不归哪个科室的提问", AskedRow)]
    科室页: Annotated[Any, Rows("各科室或各领导的未完成问题", DepartmentPage)]
    注: Annotated[Any, Lines("说明，一行一条")]
