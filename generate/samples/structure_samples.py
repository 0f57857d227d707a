"""One failing sample, and the same corrected, for every check of the structure of the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from generate.samples.text_tables import ONE, TWO_ROWS, Sample, info_table, problem_table, text_table
from rectify_xl.judgement.checks import base
from rectify_xl.ledger import schema


def _all(sheet: schema.Sheet, *, renamed: Mapping[str, str] | None = None, extra: str = "") -> str:
    """Return an empty table with every column of a sheet, some of them under another name or left out (`""`)."""
    names = [(renamed or {}).get(column.name, column.name) for column in sheet.columns]
    return f"[{sheet.name}]\n" + " | ".join([name for name in names if name] + ([extra] if extra else []))


_AREAS = {sheet.table: f"{sheet.name}!A1:AE3" for sheet in base.DATA_SHEETS}
_THREE_ROWS = problem_table("编号 | 方面", "P001 | 甲方面", "P002 | 甲方面", "P003 | 乙方面")
STRUCTURE = (
    Sample("RX101", ONE, ONE, without=("整改措施",)),
    Sample("RX102", _all(schema.PROBLEMS, renamed={"整改时限": "整改期限"}), _all(schema.PROBLEMS)),
    Sample("RX103", _all(schema.PROBLEMS, renamed={"验收标准": "验收的标准"}), _all(schema.PROBLEMS)),
    Sample("RX104", _all(schema.PROBLEMS, extra="完成程度"), _all(schema.PROBLEMS)),
    Sample("RX105", info_table("单位名称 | 青石镇卫生院"), info_table("单位名称 | 青石镇卫生院", "版式版本 | 1")),
    Sample("RX106", info_table("版式版本 | 9"), info_table("版式版本 | 1")),
    Sample(
        "RX107",
        TWO_ROWS,
        TWO_ROWS,
        areas={name: area for name, area in _AREAS.items() if name != "问题"},
        right_areas=_AREAS,
    ),
    Sample("RX108", _THREE_ROWS, TWO_ROWS, areas=_AREAS, right_areas=_AREAS),
    Sample(
        "RX109",
        problem_table("编号", *(f"P{number:04}" for number in range(1, 3001))),
        problem_table("编号", *(f"P{number:04}" for number in range(1, 3000))),
    ),
    Sample("RX110", ONE, ONE, without=("变更记录",)),
    Sample(
        "RX111",
        problem_table(
            "编号 | 方面 | 完成程度", "P001 | 甲方面 | 已完成", "编号 | 方面 | 完成程度", "P002 | 甲方面 | 整改中"
        ),
        problem_table("编号 | 方面 | 完成程度", "P001 | 甲方面 | 已完成", "P002 | 甲方面 | 整改中"),
    ),
    Sample(
        "RX112",
        problem_table("编号 | 方面", "P001 | 甲方面", "合计 | 1"),
        problem_table("编号 | 方面", "P001 | 甲方面"),
    ),
    Sample(
        "RX113",
        problem_table("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场", " | 甲方面 | 记录不全", "<合并> A2:A3"),
        problem_table("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场", "P002 | 甲方面 | 记录不全"),
    ),
    Sample(
        "RX114",
        problem_table("编号 | 公开", "P001 | 否", "P002 |", "<合并> B2:B3"),
        problem_table("编号 | 公开", "P001 | 否", "P002 | 否"),
    ),
    Sample(
        "RX115",
        problem_table("编号 | 方面 | 具体问题", "一、学习方面 | |", "P001 | 甲方面 | 学习走过场", "<合并> A2:C2"),
        problem_table("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场"),
    ),
    Sample(
        "RX116",
        problem_table("编号 | 公开", "P001 | 否", "P002 | 是", "<合并> B2:B3"),
        problem_table("编号 | 公开", "P001 | 否", "P002 | 是"),
    ),
    Sample(
        "RX117", problem_table("编号 | 责任科室", "P001 | ⽔质科"), problem_table("编号 | 责任科室", "P001 | 水质科")
    ),
    Sample("RX118", ONE, ONE, tabs=("问题台账", "问题台账\u00a0")),
    Sample(
        "RX119",
        ONE + "\n" + text_table("字典", "完成程度 | 后续要求", "已完成 | 无"),
        ONE + "\n" + text_table("字典", "口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期", "已完成 | 是 | 无 | 否"),
    ),
    Sample("RX120", ONE, ONE, blank={"问题台账": (1_048_544, 33, 1_048_576)}),
)
