"""What the template of 销号审批表 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Rows

NAME = "销号审批表"


class FormSignature(TypedDict):
    """One line on which somebody signs."""

    栏: Annotated[Any, "栏目名称"]
    名: Annotated[Any, "签字和日期"]


class ClosureForm(TypedDict):
    """One form: one page."""

    单位: Annotated[Any, "单位名称"]
    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    方面: Annotated[Any, "所属方面"]
    大项: Annotated[Any, "所属大项"]
    牵头领导: Annotated[Any, "牵头领导"]
    责任科室: Annotated[Any, "责任科室"]
    责任人: Annotated[Any, "责任人"]
    时限: Annotated[Any, "整改时限"]
    完成日期: Annotated[Any, "完成日期"]
    后续要求: Annotated[Any, "后续要求"]
    措施: Annotated[Any, "整改措施的条数"]
    进展: Annotated[Any, "整改进展"]
    佐证: Annotated[Any, "佐证材料清单"]
    申请: Annotated[Any, "申请人和日期"]
    意见: Annotated[Any, "验收意见"]
    上级: Annotated[Any, "是否需要上级复核"]
    结论: Annotated[Any, "结论"]
    出处: Annotated[Any, "内容取自台账，截至哪一天"]
    照片: Annotated[Any, "佐证照片的位置，没有照片时是空的"]
    余件: Annotated[Any, "没有印出的佐证材料"]
    签字: Annotated[Any, Rows("各签字栏", FormSignature, unpacked=True)]


class ClosureForms(TypedDict):
    """The whole paper."""

    审批表: Annotated[Any, Rows("各张审批表", ClosureForm)]
