"""Ledgers of a round as files, drawn at random from a seed: each row is drawn with what it means.

So that whoever counts again needs nothing of the program's reading. `AS_OF` is a Monday; the memory was begun in May,
and June and August left no snapshot.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 9, 28)
FEEDBACK = date(2026, 3, 18)
LONG_UNIT = "某某省某某市某某区某某街道社区卫生服务中心（加挂妇幼保健计划生育服务站牌子）"
DEPARTMENTS = ("财务科", "办公室", "医务科", "后勤保障科", "人事科", "护理部", "设备科", "信息科", "公共卫生科")
LONG_DEPARTMENT = "农业农村和乡村振兴综合服务中心（水利站、林业站、农机站）"
LEADERS = ("张志远", "李红梅", "古丽米热·艾比布力")
SUBJECTS = (
    "采购验收",
    "值班登记",
    "往来款清理",
    "药品效期管理",
    "三重一大议事",
    "固定资产盘点",
    "合同归档",
    "差旅报销",
)
FAULTS = ("不规范，部分单据没有经办人签字", "不及时", "责任没有压实，台账与实物不符", "长期没有落实")
LONG = "，在多次检查中反复出现，措施停留在开会、发文，没有形成长效机制，群众反映仍然强烈，与上一轮反馈的性质相同"
COLUMNS = (
    "编号",
    "方面",
    "具体问题",
    "牵头领导",
    "责任科室",
    "整改时限",
    "完成程度",
    "剩余事项",
    "整改进展",
    "需上级支持",
)


class DrawnProblem(NamedTuple):
    """One row of 问题台账: its cells, and what they mean on `AS_OF`."""

    id: str
    cells: Sequence[Any]
    leader: str
    department: str
    done: bool
    due: date | None
    unread: bool
    support: bool
    until: date | None = None
    """To which day an approved 延期 moved the deadline."""
    waiting: bool = False
    """An 延期 without a conclusion."""

    @property
    def bound(self) -> date | None:
        """The day as written or as moved."""
        return self.until or self.due


class DrawnRound(NamedTuple):
    """A ledger file, and what was drawn into it."""

    path: Path
    problems: tuple[DrawnProblem, ...]

    def run(self, command: str, as_of: date = AS_OF, **options: str | bool) -> Outcome:
        """Run a command on a day."""
        entry = find(command)
        assert entry is not None
        moment = datetime.combine(as_of, datetime.min.time())
        return invoke(entry, Request(as_of, FileBook(self.path), options=options, by="王芳", moment=moment))


def draw(path: Path, count: int, seed: int = 1, *, long: bool = False, late: float = 0.35) -> DrawnRound:
    """Write a ledger of `count` problems; `long` ones have long names, a share of `late` is overdue or more."""
    chance = random.Random(seed)  # noqa: S311 - ledgers, not secrets
    problems = tuple(_problem(chance, number, long=long, late=late) for number in range(1, count + 1))
    write(path, problems, LONG_UNIT if long else "青石镇中心卫生院")
    return DrawnRound(path, problems)


def write(path: Path, problems: Sequence[DrawnProblem], unit: str) -> None:
    """Write a ledger file with these problems."""
    info = [item.name for item in schema.INFO_ITEMS]
    known = (
        CellWrite(info.index("单位名称") + 2, 2, unit),
        CellWrite(info.index("反馈日期") + 2, 2, FEEDBACK),
    )
    file_host.create(
        resources.path("workbook_template.xlsx"),
        path,
        (
            SheetChanges("基本信息", known),
            SheetChanges("问题台账", tuple(_writes(schema.PROBLEMS, COLUMNS, [each.cells for each in problems]))),
            SheetChanges("销号登记", tuple(_extensions(problems))),
        ),
    )


def remember(drawn: DrawnRound) -> None:
    """Let the ledger remember how it stood in May, July and on two days of September; nothing of June and August."""
    for day in (date(2026, 5, 28), date(2026, 7, 30), date(2026, 9, 8), date(2026, 9, 18)):
        drawn.run("risks", day, write=True)


def _problem(chance: random.Random, number: int, *, long: bool, late: float) -> DrawnProblem:
    name = f"P{number:03d}"
    words = f"{chance.choice(SUBJECTS)}{chance.choice(FAULTS)}{LONG if long else ''}"
    department = LONG_DEPARTMENT if long and chance.random() < 0.5 else chance.choice(DEPARTMENTS)
    leader = chance.choice(LEADERS)
    roll = chance.random()
    done = roll > 0.35 + late
    unread = not done and chance.random() < 0.08
    days = chance.randint(20, 150) if roll < late else -chance.randint(1, 90)
    due = None if unread else AS_OF - timedelta(days=days)
    written = "2026-02-30" if unread else due
    remaining = "" if done or chance.random() < 0.6 else f"{chance.choice(SUBJECTS)}还在走程序"
    status = "已完成" if done else chance.choice(("整改中", "整改中", "未启动", "基本完成"))
    support = chance.random() < 0.15
    progress = f"已开会研究{chance.choice(SUBJECTS)}，正在逐项整改{LONG if long else ''}。"
    cells = (name, "方面一", words, leader, department, written, status, remaining, progress, "是" if support else "")
    until = AS_OF + timedelta(days=20) if due and days > 0 and not done and chance.random() < 0.15 else None
    waiting = not done and until is None and due is not None and days > 0 and chance.random() < 0.2
    return DrawnProblem(name, cells, leader, department, done, due, unread, support, until, waiting)


def _extensions(problems: Sequence[DrawnProblem]) -> list[CellWrite]:
    columns = ("问题编号", "类型", "申请日期", "申请人", "主要负责人", "结论", "延期至", "延期理由", "日期")
    rows: list[tuple[Any, ...]] = []
    for problem in problems:
        day = problem.due and problem.due - timedelta(days=9)
        if problem.until and day:
            rows.append((problem.id, "延期", day, "陈静", "周建国", "通过", problem.until, "招标流标两次", day))
        elif problem.waiting and day:
            until = AS_OF + timedelta(days=30)
            rows.append((problem.id, "延期", day, "陈静", "", "", until, "设备还没有到货，厂家排产已到下月", ""))
    return _writes(schema.CLOSURES, columns, rows)


def _writes(sheet: schema.Sheet, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[CellWrite]:
    places = [sheet.position(column) for column in columns]
    return [
        CellWrite(number, place, value)
        for number, row in enumerate(rows, 2)
        for place, value in zip(places, row, strict=True)
        if value not in ("", None)
    ]
