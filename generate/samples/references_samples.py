"""One failing sample, and the same corrected, for every check of references between rows."""

from __future__ import annotations

from generate.samples.text_tables import ONE, TWO_MEASURES, Sample, measure_table, problem_table, text_table


def _pointing_tables(sheet: str, header: str, line: str) -> tuple[str, str]:
    """Return a wrong and a right table in which one row points to a problem."""
    return (
        f"{ONE}\n{text_table(sheet, header, line.format('P999'))}",
        f"{ONE}\n{text_table(sheet, header, line.format('P001'))}",
    )


def _evidence_table(place: str) -> str:
    row = f"E001 | P001 | 签到表 | {place}"
    return f"{ONE}\n{text_table('佐证材料', '编号 | 问题/措施编号 | 名称 | 文件或文号', row)}"


REFERENCES = (
    Sample("RX601", *_pointing_tables("整改措施", "措施编号 | 问题编号", "M001-1 | {}")),
    Sample("RX602", ONE, ONE + "\n" + TWO_MEASURES),
    Sample("RX603", *_pointing_tables("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | {} | 培训签到表")),
    Sample("RX618", _evidence_table("C:\\材料\\签到表.pdf"), _evidence_table("佐证/P001/签到表.pdf")),
    Sample("RX604", *_pointing_tables("销号登记", "问题编号 | 类型", "{} | 销号")),
    Sample("RX605", *_pointing_tables("回头看", "日期 | 问题/措施编号", "2025-09-06 | {}")),
    Sample(
        "RX606", *_pointing_tables("通报文稿", "部分 | 层级 | 正文 | 关联编号", "第二部分 | 进展 | 已印发制度。 | {}")
    ),
    Sample("RX607", *_pointing_tables("制度清单", "名称 | 问题编号", "采购管理办法 | {}")),
    Sample(
        "RX608",
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | M001-9 | P001"),
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001"),
    ),
    Sample(
        "RX609",
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | M001-2 | P001", "M001-2 | M001-1 | P001"),
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P001"),
    ),
    Sample(
        "RX610",
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P002"),
        measure_table("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P001"),
    ),
    Sample(
        "RX611",
        ONE
        + "\n"
        + measure_table("措施编号 | 问题编号 | 完成程度", "M001-1 | P001 | 已完成", "M001-2 | P001 | 整改中"),
        ONE
        + "\n"
        + measure_table("措施编号 | 问题编号 | 完成程度", "M001-1 | P001 | 已完成", "M001-2 | P001 | 已完成"),
    ),
    Sample("RX612", TWO_MEASURES.removesuffix("已完成") + "整改中", TWO_MEASURES),
    Sample(
        "RX613",
        problem_table("编号 | 上轮问题 | 关联编号", "P001 | 否 | P999"),
        problem_table("编号 | 上轮问题 | 关联编号", "P001 | 是 | P999"),
    ),
    Sample("RX614", problem_table("编号 | 关联编号", "P001 | P001"), problem_table("编号 | 关联编号", "P001 |")),
    Sample(
        "RX615",
        ONE + "\n" + text_table("回头看", "日期 | 问题/措施编号 | 结论", "2025-09-06 | P001 | 反弹"),
        problem_table("编号 | 完成程度 | 关联编号", "P001 | 已完成 |", "P032 | 整改中 | P001")
        + "\n"
        + text_table("回头看", "日期 | 问题/措施编号 | 结论", "2025-09-06 | P001 | 反弹"),
    ),
    Sample(
        "RX616",
        problem_table("编号 | 完成程度 | 关联编号", "P001 | 整改中 |", "P032 | 整改中 | P001"),
        problem_table("编号 | 完成程度 | 关联编号", "P001 | 整改中 |", "P032 | 整改中 |"),
    ),
    Sample(
        "RX619",
        problem_table(
            "编号 | 具体问题 | 整改时限 | 完成程度 | 关联编号 | 备注",
            "P001 | 图书采购没有比价 | | 已完成 | |",
            "P002 | 读者证办理超期 | 2025-06-30 | 整改中 | P001 | 反弹：P001",
            "P003 | 党费收缴不及时 | | 整改中 | |",
        ),
        problem_table(
            "编号 | 具体问题 | 整改时限 | 完成程度 | 关联编号 | 备注",
            "P001 | 图书采购没有比价 | | 已完成 | |",
            "P002 | 读者证办理超期 | 2025-06-30 | 整改中 | |",
            "P003 | 党费收缴不及时 | | 整改中 | |",
            "P004 | 图书采购没有比价 | | 整改中 | P001 | 反弹：P001",
        ),
    ),
    Sample(
        "RX617",
        problem_table("编号 | 责任人", "P001 | 林晓")
        + "\n"
        + text_table(
            "回头看",
            "日期 | 问题/措施编号 | 结论 | 检查人",
            "2025-09-06 | P001 | 反弹 | 何文",
            "2025-09-20 | P001 | 巩固 | 林晓",
        ),
        problem_table("编号 | 责任人", "P001 | 林晓")
        + "\n"
        + text_table(
            "回头看",
            "日期 | 问题/措施编号 | 结论 | 检查人",
            "2025-09-06 | P001 | 反弹 | 何文",
            "2025-09-20 | P001 | 巩固 | 何文",
        ),
    ),
)
