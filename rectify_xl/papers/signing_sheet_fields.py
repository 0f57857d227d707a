"""What the template of 销号签批单 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Rows

NAME = "销号签批单"


class SigningRow(TypedDict):
    """One problem; what is signed already stands in its box, what is not is left to a pen."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    情况: Annotated[Any, "整改情况，一两句话"]
    佐证: Annotated[Any, "佐证材料的份数"]
    科室: Annotated[Any, "责任科室，和申请人"]
    验收: Annotated[Any, "验收意见、验收人和日期"]
    分管: Annotated[Any, "分管领导的签名和日期"]
    主要: Annotated[Any, "主要负责人的签名和日期"]
    复核: Annotated[Any, "上级复核的签名和日期"]


class SigningSheet(TypedDict):
    """The whole paper: one row for each problem."""

    单位: Annotated[Any, "单位名称"]
    轮次: Annotated[Any, "巡察轮次"]
    日期: Annotated[Any, "制表日期"]
    总况: Annotated[Any, "共几个问题"]
    上级: Annotated[Any, "是否需要上级复核"]
    签批: Annotated[Any, Rows("各个问题，一个一行", SigningRow)]
