"""Ledgers as sloppy clerks leave them, made at random from a seed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from rectify_xl.ledger import schema
from tests.generate.template_filling import TEMPLATE

ASPECTS = (
    "落实决策部署方面",
    "全面从严治党 方面",
    "基层党组织建设方面",
    "巡察整改方面",
    "甲?",
    "担当*作为",
    "第七",
    "第八",
    "第九",
)
GROUPS = ("学习不深", "", "作风不实", "无", "制度<缺>", "—", "")
DEPARTMENTS = (
    "党政办",
    "党政办、纪委",
    "农业农村办，财政所",
    "财政所;农业农村办",
    "组织办（党建办）",
    "组织办(党建办)、统战办",
    "综治办（司法所、信访办），党政办",
    "各站办所",
    "财 务 科",
    "财务科",
    "社会事务办 民政所",
    "人事与教育科",
    "医务科/护理部",
    "、纪委",
    "卫健办＋计生办",
    "规划所",
    "应急办",
    "文旅办",
    "退役军人站",
    "",
    "无",
    "/",
    "　",
)
LEADERS = ("张三", "李四、王五", "张 三", "赵六（副镇长）", "", "—", "古丽米热·艾比布力")
COMPLETION = (
    "已完成",
    "已完成",
    "整改中",
    "未启动",
    "基本完成",
    "已 完成",
    "已完成。",
    "已整改",
    "未完成",
    "",
    "持续推进",
)
FOLLOW_UP = ("长期坚持", "持续推进", "无", "", "长期 坚持")
REMAINING = (
    "",
    "",
    "无",
    "/",
    "—",
    "无。",
    "0",
    0,
    "没有",
    "已全部完成",
    "无剩余事项",
    "制度待审",
    "剩余2万元未收回",
    "其余事项正在走采购流程，预计十月底前完成验收并交付使用",
    "无法收回的欠款",
    "0户",
    "剩余问题0个",
    "None",
    "同上",
)
SUMS: tuple[dict[str, Any], ...] = (
    {"编号": "合计", "具体问题": 5, "完成程度": "已完成"},
    {"方面": "小计", "具体问题": "共3个问题"},
    {"具体问题": "总 计：", "责任科室": 7},
    {"责任科室": "合计", "方面": "合计", "完成程度": "已完成", "牵头领导": "张三"},
)
"""Rows of sums that people put under and between the problems."""
DEADLINES = ("2026-06-30", "2026年12月", "长期坚持", "2026-09-28", "", "2026-12-31")
FLAGS = ("是", "√", "否", "", "Y", "1")
STRAY = "备忘"
"""A column of the office's own."""


def build(path: Path, seed: int) -> None:
    """Write one ledger; every seed has other habits."""
    rng = random.Random(seed)  # noqa: S311 - ledgers, not secrets
    book: Any = load_workbook(TEMPLATE)
    header = [column.name for column in schema.PROBLEMS.columns]
    if seed % 3 == 1:
        rng.shuffle(header)
    if seed % 4 == 2:
        header.insert(rng.randrange(len(header)), STRAY)
    first = 1 + (seed % 5 == 3)
    sheet = book[schema.PROBLEMS.name]
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = None
    del sheet.tables[schema.PROBLEMS.table]
    if first > 1:
        sheet.cell(1, 1, "某单位巡察整改问题台账")
    for position, name in enumerate(header, 1):
        sheet.cell(first, position, f" {name}　" if rng.random() < 0.1 else name)
    places = {name: position for position, name in enumerate(header, 1)}
    closed = _problems(rng, sheet, places, first)
    _rows(book[schema.CLOSURES.name], [{"问题编号": each, "类型": "销号", "结论": "通过"} for each in closed])
    _measures(rng, book)
    book.save(path)


def _problems(rng: random.Random, sheet: Any, places: dict[str, int], row: int) -> list[str]:
    """Write the problems; return the ids that 销号登记 calls closed."""
    departments = rng.sample(DEPARTMENTS, rng.randint(3, len(DEPARTMENTS)))
    aspects = rng.sample(ASPECTS, rng.randint(1, len(ASPECTS)))
    ids: list[str] = []
    closed: list[str] = []
    for number in range(1, rng.randint(6, 60)):
        row += 1
        chance = rng.random()
        if chance < 0.08 or (number == 1 and rng.random() < 0.4):
            row += rng.choice((1, 3))
        if 0.9 < chance < 0.92 or chance > 0.94:
            _no_problem(rng, chance, sheet, places, row)
            continue
        name = f"P{number:03}"
        values: dict[str, Any] = {
            "编号": rng.choice((name, name.lower(), f" {name}")),
            "方面": rng.choice((*aspects, *aspects, "", "（未填方面）")),
            "大项": rng.choice(GROUPS),
            "具体问题": f"第{number}个问题",
            "牵头领导": rng.choice(LEADERS),
            "责任科室": rng.choice(departments),
            "整改时限": rng.choice(DEADLINES),
            "完成程度": rng.choice(COMPLETION),
            "后续要求": rng.choice(FOLLOW_UP),
            "即知即改": rng.choice(FLAGS),
            "剩余事项": rng.choice(REMAINING),
        }
        if closed and rng.random() < 0.15:
            values["关联编号"] = rng.choice((closed[-1], f"P900、{closed[0]}", ids[-1]))
        for column, value in values.items():
            if value != "":
                sheet.cell(row, places[column], value)
        if rng.random() < 0.1:
            sheet.row_dimensions[row].hidden = True
        ids.append(name)
        if rng.random() < 0.2:
            closed.append(name)
    return closed


def _no_problem(rng: random.Random, chance: float, sheet: Any, places: dict[str, int], row: int) -> None:
    """Write a row that has no id: a note, blanks, or sums."""
    held = {"备注": "待补"} if chance > 0.97 else {"具体问题": "　 "} if chance > 0.94 else rng.choice(SUMS)
    for column, value in held.items():
        sheet.cell(row, places[column], value)


def _measures(rng: random.Random, book: Any) -> None:
    measures: list[dict[str, str]] = []
    tops = [""]
    for number in range(rng.randint(0, 40)):
        parent = rng.choice(("", rng.choice(tops)))
        measures.append(
            {
                "措施编号": f"M{number:03}",
                "上级措施": parent,
                "问题编号": f"P{rng.randint(1, 60):03}",
                "措施内容": "一是修订办法。",
                "完成程度": rng.choice(COMPLETION),
            }
        )
        tops += [] if parent else [f"M{number:03}"]
    if rng.random() < 0.5:
        measures.append({"措施编号": "合计", "措施内容": str(len(measures)), "完成程度": "已完成"})
    _rows(book[schema.MEASURES.name], measures)
    _rows(
        book[schema.REGULATIONS.name],
        [
            {
                "名称": f"办法{number}",
                "新建/修订": rng.choice(("新建", "修订", "")),
                "问题编号": f"P{rng.randint(1, 60):03}",
            }
            for number in range(rng.randint(0, 12))
        ],
    )


def _rows(sheet: Any, rows: list[dict[str, str]]) -> None:
    places = {cell.value: position for position, cell in enumerate(sheet[1], 1)}
    for number, row in enumerate(rows, 2):
        for column, value in row.items():
            if value:
                sheet.cell(number, places[column], value)
