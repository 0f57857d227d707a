"""Which columns a department fills in, which it only reads, and which it is not sent at all."""

from __future__ import annotations

from collections.abc import Mapping

from rectify_xl.ledger import schema

FILLED: Mapping[str, tuple[str, ...]] = {
    schema.PROBLEMS.name: (
        "责任人",
        "完成程度",
        "后续要求",
        "即知即改",
        "整改进展",
        "剩余事项",
        "剩余时限",
        "完成日期",
        "需上级支持",
    ),
    schema.MEASURES.name: ("措施类型", "责任人", "完成程度", "完成日期"),
    schema.REGULATIONS.name: ("名称", "文号", "新建/修订", "日期", "问题编号"),
    schema.EVIDENCE.name: ("编号", "问题/措施编号", "名称", "文件或文号", "版本", "日期"),
}
"""The columns that a department fills in, in rows that it was sent; in a row that it adds it fills in any."""

WITHHELD: Mapping[str, tuple[str, ...]] = {
    schema.PROBLEMS.name: ("备注", "预警", "预警原因", schema.MARK.name),
    schema.MEASURES.name: ("备注", schema.MARK.name),
    schema.REGULATIONS.name: (schema.MARK.name,),
    schema.EVIDENCE.name: ("SHA-256", schema.MARK.name),
    schema.CLOSURES.name: (schema.MARK.name,),
}
"""What stays in the office: its own remarks, and what its commands wrote."""

SHOWN: tuple[str, ...] = (
    "编号",
    "方面",
    "大项",
    "具体问题",
    "责任科室",
    "整改时限",
    "时限类型",
    "完成程度",
    "后续要求",
    "公开",
    "不公开理由",
)
"""What is shown of a problem of which the recipient has measures only: nobody's name, nobody's words."""

OFFICE: tuple[str, ...] = ("上轮问题", "关联编号", "公开", "不公开理由", "公开表述", "通报标题", "状态表述")
"""Columns of 问题台账 that only the office uses; they start folded away."""

INFO_SENT: tuple[str, ...] = (
    "单位名称",
    "上级单位",
    "巡察机构",
    "巡察轮次",
    "巡察开始",
    "巡察结束",
    "反馈日期",
    "集中整改开始",
    "集中整改结束",
    "临期天数",
    "延期次数上限",
)
"""The lines of 基本信息 by which deadlines are read; totals, addresses and what the notice needs stay in the office."""
