"""What the template of 整改情况通报 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import FieldGroup, Rows

NAME = "通报"


class NoticeLine(TypedDict):
    """One paragraph of a notice or a report."""

    层级: Annotated[Any, "标题、稿别、一级、二级、三级、四级、正文、监督渠道、落款、日期之一"]
    序号: Annotated[Any, "印在段首的序号，如（一）"]
    文字: Annotated[Any, "本段文字"]
    续文: Annotated[Any, "与标题同一段、接在标题后面的文字"]


class NoticeLayout(TypedDict):
    """The page and the letters of a notice."""

    上: Annotated[Any, "上边距"]
    下: Annotated[Any, "下边距"]
    左: Annotated[Any, "左边距"]
    右: Annotated[Any, "右边距"]
    行距: Annotated[Any, "行距"]
    字体: Annotated[Any, "各级的字体，如 版式.字体.正文"]
    字号: Annotated[Any, "各级的字号，如 版式.字号.正文"]


class NoticeValues(TypedDict):
    """A whole notice."""

    题名: Annotated[Any, "通报的标题"]
    段落: Annotated[Any, Rows("全文各段，按次序", NoticeLine, unpacked=True)]
    版式: Annotated[Any, FieldGroup("页面尺寸（毫米、磅）和各级的字体、字号", NoticeLayout)]
