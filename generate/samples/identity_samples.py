"""One failing sample, and the same corrected, for every check of ids."""

from __future__ import annotations

from generate.samples.text_tables import FEEDBACK, TWO_ROWS, Sample, info_table, problem_table, text_table

IDENTITY = (
    Sample("RX501", problem_table("编号 | 方面", "| 甲方面"), problem_table("编号 | 方面", "P001 | 甲方面")),
    Sample("RX502", problem_table("编号 | 方面", "P001 | 甲方面", "P001 | 乙方面"), TWO_ROWS),
    Sample(
        "RX508",
        problem_table("编号 | 责任科室", "P001 | 党政办", "P002 | 党政办公室、纪委"),
        problem_table("编号 | 责任科室", "P001 | 党政办", "P002 | 党政办、纪委"),
    ),
    Sample(
        "RX509",
        problem_table("编号 | 责任科室", "P001 | 财政所", "P002 | 民政所") + "\n[字典]\n科室名单 | 计入科室\n财政所 |",
        problem_table("编号 | 责任科室", "P001 | 财政所", "P002 | 民政所")
        + "\n[字典]\n科室名单 | 计入科室\n财政所 |\n民政所 |",
    ),
    Sample(
        "RX510",
        problem_table("编号 | 责任科室", "P001 | 牵头：党政办；配合：纪委"),
        problem_table("编号 | 责任科室", "P001 | 党政办、纪委"),
    ),
    Sample("RX503", problem_table("编号 | 方面", "P001 | 甲方面", "P01 | 乙方面"), TWO_ROWS),
    Sample(
        "RX504",
        problem_table("编号 | 方面", "P001 | 甲方面", "P002 | 乙方面", "P009 | 乙方面")
        + "\n"
        + text_table(
            "变更记录", "时间 | 表 | 行编号 | 列 | 原值 | 新值", "2025-05-06 | 问题台账 | P002 | 编号 | P002 | P009"
        ),
        TWO_ROWS
        + "\n"
        + text_table(
            "变更记录", "时间 | 表 | 行编号 | 列 | 原值 | 新值", "2025-05-06 | 问题台账 | P009 | 编号 | P009 | P002"
        ),
    ),
    Sample(
        "RX505",
        problem_table("编号 | 完成程度", "P001 | 整改中")
        + "\n"
        + text_table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过"),
        problem_table("编号 | 完成程度 | 关联编号", "P001 | 已完成 |", "P032 | 整改中 | P001")
        + "\n"
        + text_table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过"),
    ),
    Sample("RX506", info_table(FEEDBACK, "反馈日期 | 2025-03-28"), info_table(FEEDBACK)),
    Sample(
        "RX507",
        problem_table("编号 | 方面", "P001 | 落实全面从严治党责任方面", "P002 | （二）落实全面从严治党责任方面"),
        problem_table("编号 | 方面", "P001 | 落实全面从严治党责任方面", "P002 | 落实全面从严治党责任方面"),
    ),
)
