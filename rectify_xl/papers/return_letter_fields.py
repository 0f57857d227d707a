"""What the template of 退回函 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Rows

NAME = "退回函"


class LetterItem(TypedDict):
    """One thing that must be mended, in the table of the letter."""

    序号: Annotated[Any, "序号"]
    位置: Annotated[Any, "所在的单元格，整个文件的问题写“整个文件”"]
    编号: Annotated[Any, "问题、措施等的编号"]
    问题: Annotated[Any, "是什么问题"]
    办法: Annotated[Any, "怎么改"]


class ReturnLetterValues(TypedDict):
    """The letter to one unit about one file."""

    退回单位: Annotated[Any, "发函的单位，没有写明则为空"]
    电话: Annotated[Any, "联系电话，没有写明则为空"]
    年: Annotated[Any, "年份"]
    主送: Annotated[Any, "报送的单位"]
    文件: Annotated[Any, "报送的文件名"]
    核对日期: Annotated[Any, "核对到哪一天"]
    期限: Annotated[Any, "请在哪一天之前重新报送"]
    退回编号: Annotated[Any, "本次退回的编号"]
    读得出: Annotated[Any, "文件能读出并逐项核对时为“是”，否则为空"]
    必改: Annotated[Any, "必须改的处数"]
    请核对: Annotated[Any, "请核对的处数，没有则为空"]
    附件: Annotated[Any, "附去的工作簿的文件名，没有则为空"]
    未列: Annotated[Any, "表里没有列出的必改处数，没有则为空"]
    事项: Annotated[Any, Rows("必须改的各处", LetterItem)]
    日期: Annotated[Any, "发函日期"]
