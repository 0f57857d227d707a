"""One failing sample, and the same corrected, for every check of dates and their order."""

from __future__ import annotations

from generate.samples.text_tables import FEEDBACK, Sample, info_table, measure_table, problem_table, text_table

CHRONOLOGY = (
    Sample(
        "RX401",
        problem_table("编号 | 完成日期", "P001 | 202442日"),
        problem_table("编号 | 完成日期", "P001 | 2024年4月2日"),
    ),
    Sample(
        "RX402",
        problem_table("编号 | 整改时限", "P001 | 2025-06-31"),
        problem_table("编号 | 整改时限", "P001 | 2025-06-30"),
    ),
    Sample(
        "RX403", problem_table("编号 | 整改时限", "P001 | 尽快"), problem_table("编号 | 整改时限", "P001 | 立行立改")
    ),
    Sample(
        "RX404",
        problem_table("编号 | 完成日期", "P001 | 长期坚持"),
        problem_table("编号 | 完成日期", "P001 | 2025-06-30"),
    ),
    Sample(
        "RX405",
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 整改时限", "P001 | 6月30日"),
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 整改时限", "P001 | 2025年6月30日"),
    ),
    Sample(
        "RX406",
        problem_table("编号 | 整改时限", "P001 | #数 45838"),
        problem_table("编号 | 整改时限", "P001 | #日 2025-06-30"),
    ),
    Sample(
        "RX407",
        problem_table("编号 | 整改时限", "P001 | 2052-06-30"),
        problem_table("编号 | 整改时限", "P001 | 2025-06-30"),
    ),
    Sample(
        "RX411",
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 整改时限", "P001 | 2025-02-04"),
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 整改时限", "P001 | 2025-04-02"),
    ),
    Sample(
        "RX412",
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 剩余事项 | 剩余时限", "P001 | 信息系统升级 | 2024年12月"),
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 剩余事项 | 剩余时限", "P001 | 信息系统升级 | 2025年12月"),
    ),
    Sample(
        "RX413",
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 即知即改 | 完成日期", "P001 | 否 | 2025-01-15"),
        info_table(FEEDBACK) + "\n" + problem_table("编号 | 即知即改 | 完成日期", "P001 | 是 | 2025-01-15"),
    ),
    Sample(
        "RX414",
        problem_table("编号 | 完成日期", "P001 | 2025-10-15"),
        problem_table("编号 | 完成日期", "P001 | 2025-09-15"),
    ),
    Sample(
        "RX415",
        text_table("回头看", "日期 | 问题/措施编号", "2025-11-06 | P001"),
        text_table("回头看", "日期 | 问题/措施编号", "2025-09-06 | P001"),
    ),
    Sample(
        "RX416",
        info_table("通报日期 | 2025-09-20") + "\n" + problem_table("编号 | 完成日期", "P001 | 2025-09-25"),
        info_table("通报日期 | 2025-09-26") + "\n" + problem_table("编号 | 完成日期", "P001 | 2025-09-25"),
    ),
    Sample(
        "RX421",
        problem_table("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + measure_table("措施编号 | 问题编号 | 时限", "M001-1 | P001 | 2025-08-31"),
        problem_table("编号 | 整改时限", "P001 | 2025-08-31")
        + "\n"
        + measure_table("措施编号 | 问题编号 | 时限", "M001-1 | P001 | 2025-08-31"),
    ),
    Sample(
        "RX422",
        info_table("集中整改结束 | 2025-06-18")
        + "\n"
        + problem_table("编号 | 整改时限 | 时限类型", "P001 | 2025-08-31 | 集中整改期内"),
        info_table("集中整改结束 | 2025-06-18")
        + "\n"
        + problem_table("编号 | 整改时限 | 时限类型", "P001 | 2025-08-31 | 限期整改"),
    ),
    Sample(
        "RX423",
        problem_table("编号 | 整改时限 | 时限类型", "P001 | 长期坚持 | 立行立改"),
        problem_table("编号 | 整改时限 | 时限类型", "P001 | 长期坚持 | 长期坚持"),
    ),
    Sample("RX431", info_table(FEEDBACK, "通报日期 | 2025-02-26"), info_table(FEEDBACK, "通报日期 | 2025-09-26")),
    Sample(
        "RX432",
        info_table("巡察开始 | 2025-01-20", "巡察结束 | 2024-11-20"),
        info_table("巡察开始 | 2024-11-20", "巡察结束 | 2025-01-20"),
    ),
    Sample("RX433", info_table("巡察结束 | 2025-04-20", FEEDBACK), info_table("巡察结束 | 2025-01-20", FEEDBACK)),
    Sample(
        "RX434",
        info_table("集中整改开始 | 2025-06-18", "集中整改结束 | 2025-03-19"),
        info_table("集中整改开始 | 2025-03-19", "集中整改结束 | 2025-06-18"),
    ),
    Sample(
        "RX435",
        text_table("销号登记", "问题编号 | 申请日期 | 日期", "P001 | 2025-08-20 | 2025-08-02"),
        text_table("销号登记", "问题编号 | 申请日期 | 日期", "P001 | 2025-08-02 | 2025-08-20"),
    ),
    Sample(
        "RX436",
        problem_table("编号 | 完成日期", "P001 | 2025-08-31")
        + "\n"
        + text_table("销号登记", "问题编号 | 类型 | 结论 | 日期", "P001 | 销号 | 通过 | 2025-08-20"),
        problem_table("编号 | 完成日期", "P001 | 2025-08-10")
        + "\n"
        + text_table("销号登记", "问题编号 | 类型 | 结论 | 日期", "P001 | 销号 | 通过 | 2025-08-20"),
    ),
    Sample(
        "RX437",
        text_table("回头看", "日期 | 问题/措施编号 | 下次日期", "2025-09-06 | P001 | 2025-03-06"),
        text_table("回头看", "日期 | 问题/措施编号 | 下次日期", "2025-09-06 | P001 | 2026-03-06"),
    ),
)
