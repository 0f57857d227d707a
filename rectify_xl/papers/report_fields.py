"""What the template of 整改情况报告 may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.notice_fields import NoticeLine
from rectify_xl.papers.paper_fields import Lines, Rows

NAME = "整改情况报告"


class AspectShare(TypedDict):
    """One line of the table of aspects."""

    方面: Annotated[Any, "方面名称"]
    问题: Annotated[Any, "问题个数"]
    完成: Annotated[Any, "完成个数"]
    长期: Annotated[Any, "完成后长期坚持的个数"]
    继续: Annotated[Any, "继续整改个数"]
    逾期: Annotated[Any, "逾期个数"]
    完成率: Annotated[Any, "完成率"]


class ProblemStanding(TypedDict):
    """One problem in a table."""

    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    科室: Annotated[Any, "责任科室"]
    时限: Annotated[Any, "整改时限"]
    逾期: Annotated[Any, "逾期天数，未逾期的为空"]
    状态: Annotated[Any, "整改状态"]
    剩余: Annotated[Any, "剩余事项"]


class ReportValues(TypedDict):
    """The whole report."""

    题名: Annotated[Any, "报告的标题"]
    主送: Annotated[Any, "主送机关"]
    前文: Annotated[Any, Rows("方面表之前的各段", NoticeLine, unpacked=True)]
    方面表: Annotated[Any, Rows("分方面统计，最后一行是合计", AspectShare)]
    中文: Annotated[Any, Rows("方面表之后、未完成表之前的各段", NoticeLine, unpacked=True)]
    未完成: Annotated[Any, Rows("尚未完成的问题", ProblemStanding)]
    后文: Annotated[Any, Rows("未完成表之后的各段", NoticeLine, unpacked=True)]
    附件: Annotated[Any, Lines("两个附件的名称，写作 附件[0]、附件[1]")]
    一览: Annotated[Any, Rows("附件一：全部问题", ProblemStanding)]
    逐项: Annotated[Any, Rows("附件二：逐项整改情况的各段", NoticeLine, unpacked=True)]
