"""What the templates of both papers for a meeting may use: totals, leaders, and what changed."""

from typing import Annotated, Any, TypedDict


class TotalsRow(TypedDict):
    """本期, 上期, or what changed between them."""

    期: Annotated[Any, "本期、上期或增减"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    逾期: Annotated[Any, "逾期个数"]
    继续: Annotated[Any, "继续整改个数"]
    长期: Annotated[Any, "完成后长期坚持的个数"]


class LeaderRow(TypedDict):
    """The progress of one leader."""

    名次: Annotated[Any, "名次"]
    领导: Annotated[Any, "牵头领导"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    已销号: Annotated[Any, "已销号个数"]
    完成率: Annotated[Any, "完成率"]
    逾期: Annotated[Any, "逾期个数"]


class MoveRow(TypedDict):
    """One way in which problems moved."""

    类: Annotated[Any, "哪种变化"]
    数: Annotated[Any, "个数"]
    名单: Annotated[Any, "问题编号"]
