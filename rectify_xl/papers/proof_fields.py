"""What the template of 核稿意见 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Rows

NAME = "核稿意见"


class ProofRemark(TypedDict):
    """One remark."""

    序号: Annotated[Any, "序号"]
    位置: Annotated[Any, "在文稿的什么地方"]
    级别: Annotated[Any, "错误或提醒"]
    原文: Annotated[Any, "原文"]
    问题: Annotated[Any, "错在哪里"]
    办法: Annotated[Any, "怎么改"]


class ProofValues(TypedDict):
    """The whole paper."""

    文稿: Annotated[Any, "文稿名称"]
    种类: Annotated[Any, "文稿种类"]
    日期: Annotated[Any, "核稿日期"]
    错误数: Annotated[Any, "错误处数"]
    提醒数: Annotated[Any, "提醒处数"]
    意见: Annotated[Any, Rows("各条意见", ProofRemark)]
