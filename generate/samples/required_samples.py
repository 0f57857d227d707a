"""One failing sample, and the same corrected, for every check of what has to be filled in."""

from __future__ import annotations

from generate.samples.text_tables import FEEDBACK, ONE, Sample, info_table, problem_table, text_table
from rectify_xl.ledger import schema

_CLOSED_ONE = text_table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过")
REQUIRED = (
    Sample(
        "RX201",
        problem_table("编号 | 方面 | 完成程度", "P001 | 甲方面 |"),
        problem_table("编号 | 完成程度", "P001 | 整改中"),
    ),
    Sample("RX202", problem_table("编号 | 责任科室", "P001 |"), problem_table("编号 | 责任科室", "P001 | 医务科")),
    Sample(
        "RX203",
        info_table("单位名称 | 青石镇卫生院", "反馈日期 |"),
        info_table("单位名称 | 青石镇卫生院", FEEDBACK),
    ),
    Sample(
        "RX204",
        info_table("联系电话 |", "电子邮箱 | zgb@example.com"),
        info_table(
            *(
                f"{item.name} | {'2025-06-18' if item.kind == 'date' else '1'}"
                for item in schema.INFO_ITEMS
                if item.entry == "expected"
            )
        ),
    ),
    Sample(
        "RX205",
        text_table(
            "销号登记",
            "问题编号 | 类型 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 结论 | 日期",
            "P001 | 销号 | 已整改到位 | 林晓 | | | 通过 | 2025-08-20",
        ),
        text_table(
            "销号登记",
            "问题编号 | 类型 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 结论 | 日期",
            "P001 | 销号 | 已整改到位 | 林晓 | 赵一鸣 | 钱立 | 通过 | 2025-08-20",
        ),
    ),
    Sample(
        "RX206",
        text_table("销号登记", "问题编号 | 类型 | 结论 | 补充要求", "P001 | 销号 | 退回 |"),
        text_table("销号登记", "问题编号 | 类型 | 结论 | 补充要求", "P001 | 销号 | 退回 | 请补充培训签到表"),
    ),
    Sample(
        "RX207",
        text_table("销号登记", "问题编号 | 类型 | 延期至 | 延期理由", "P001 | 延期 | | 设备未到货"),
        text_table("销号登记", "问题编号 | 类型 | 延期至 | 延期理由", "P001 | 延期 | 2025-10-31 | 设备未到货"),
    ),
    Sample(
        "RX208",
        ONE + "\n" + _CLOSED_ONE + "\n" + text_table("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | P002 | 签到表"),
        ONE + "\n" + _CLOSED_ONE + "\n" + text_table("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | P001 | 签到表"),
    ),
)
