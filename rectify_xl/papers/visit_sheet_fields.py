"""What the template of 回头看检查单 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Lines, Rows

NAME = "回头看检查单"


class VisitSheet(TypedDict):
    """One sheet: one page."""

    编号: Annotated[Any, "问题编号"]
    方面: Annotated[Any, "所属方面"]
    问题: Annotated[Any, "具体问题"]
    领导: Annotated[Any, "牵头领导"]
    科室: Annotated[Any, "责任科室"]
    责任人: Annotated[Any, "责任人"]
    销号: Annotated[Any, "销号情况"]
    进展: Annotated[Any, "整改进展"]
    措施: Annotated[Any, "整改措施"]
    制度: Annotated[Any, "有关制度"]
    佐证: Annotated[Any, "佐证材料"]
    以前: Annotated[Any, "以前查看的情况"]
    出处: Annotated[Any, "内容取自台账"]
    照片: Annotated[Any, "佐证照片的位置，没有照片时是空的"]
    余件: Annotated[Any, "没有印出的佐证材料"]


class VisitSheets(TypedDict):
    """The whole paper."""

    单位: Annotated[Any, "单位名称"]
    日期: Annotated[Any, "抽查日期"]
    抽查依据: Annotated[Any, Lines("怎样抽取的，一行一条")]
    检查单: Annotated[Any, Rows("各张检查单", VisitSheet)]
