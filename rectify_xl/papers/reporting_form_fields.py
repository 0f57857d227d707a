"""What the template of 上报表 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Lines, Rows

NAME = "上报表"


class ProblemLine(TypedDict):
    """One problem: a row of the table."""

    格: Annotated[Any, Lines("这个问题各列的文字，次序同表头")]


class ReportingFormValues(TypedDict):
    """The whole form."""

    题名: Annotated[Any, "上报表的标题"]
    单位: Annotated[Any, "填报单位"]
    截至: Annotated[Any, "数据截至的日期，如 截至2026年9月30日"]
    说明: Annotated[Any, Lines("表上面的说明：挑了哪些问题，合计多少")]
    表头: Annotated[Any, Lines("各列的名称，照上报表.toml")]
    问题: Annotated[Any, Rows("一个问题一行", ProblemLine)]
    落款: Annotated[Any, "表下面要填写的一行；没有的为空"]
