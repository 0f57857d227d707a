"""What the templates of the letters (督办函) may use."""

from typing import Annotated, Any, TypedDict

from rectify_xl.papers.paper_fields import Lines, Rows

GENERAL = "督办函"
"""The letter for a word that the office added to the table 督办文书 of 字典."""
NAMES = ("督办通知书", "阶段督查指导书", "情况提醒书", "告诫书", "问责书", GENERAL)


class LateProblem(TypedDict):
    """One late problem in the table of a letter."""

    序号: Annotated[Any, "序号"]
    编号: Annotated[Any, "问题编号"]
    问题: Annotated[Any, "具体问题"]
    时限: Annotated[Any, "整改时限"]
    天数: Annotated[Any, "逾期天数"]
    程度: Annotated[Any, "目前进度：完成程度，和还没有办完的"]
    剩余: Annotated[Any, "剩余事项"]
    此前: Annotated[Any, "此前发过的函"]
    下一步: Annotated[Any, "仍未完成时的下一步"]
    还缺: Annotated[Any, Lines("离销号还缺的条件")]


class LetterValues(TypedDict):
    """One letter."""

    单位: Annotated[Any, "单位名称"]
    巡察机构: Annotated[Any, "巡察机构"]
    文种: Annotated[Any, "本函的名称"]
    年: Annotated[Any, "年份"]
    主送: Annotated[Any, "责任科室"]
    抄送: Annotated[Any, "牵头领导"]
    截至: Annotated[Any, "统计到哪一天"]
    日期: Annotated[Any, "发函日期"]
    回复期限: Annotated[Any, "回复期限"]
    个数: Annotated[Any, "问题个数"]
    反馈个数: Annotated[Any, "其中巡察反馈的问题个数，没有则为空"]
    反弹个数: Annotated[Any, "其中反弹后重新登记的问题个数，没有则为空"]
    最长天数: Annotated[Any, "逾期最长的天数"]
    此前: Annotated[Any, "此前发过的函"]
    升级: Annotated[Any, "仍未完成的，哪一天起发下一级的哪种函"]
    问题: Annotated[Any, Rows("逾期的各个问题", LateProblem)]
