"""The rows of one unit's ledger, from a seed: problems, measures, regulations, evidence, extensions and slips."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from generate.unit_ledgers.problem_texts import ASPECTS, KINDS, ProblemKind
from generate.unit_ledgers.units import Unit, unit
from rectify_xl.intake.imported_rows import Cells, ImportedRows
from rectify_xl.ledger import schema
from rectify_xl.ledger.vocabulary import (
    DONE,
    EXTEND,
    KEEP_UP,
    MOSTLY_DONE,
    NO,
    NOT_STARTED,
    NOTHING_FOLLOWS,
    PASSED,
    UNDER_WAY,
    YES,
)
from rectify_xl.text.cell_value import Raw

FEEDBACK = date(2026, 3, 16)
"""The earliest day on which a unit was told its problems."""
_SLIPS: tuple[tuple[str, str], ...] = (
    ("完成程度", "已整改"),
    ("完成程度", "推进中"),
    ("完成程度", ""),
    ("整改时限", "2026.9.31"),
    ("整改时限", "2个月"),
    ("整改时限", "２０２６年８月３１日"),
    ("责任科室", ""),
    ("责任人", "　"),
    ("整改进展", ""),
    ("编号", "Ｐ００{n}"),
    ("后续要求", "长期"),
    ("完成日期", "2027-01-05"),
)
"""What clerks do: the column, and what stands there."""
_DRAWS = ("延期", "配合", "即改", "支持", "上轮", "公开", "部分")
_RELAPSES = 0.02
"""The share of problems that were done once and are not any more."""


class UnitPlan(NamedTuple):
    """What ledger is wanted: `seed` and `number` decide everything else.

    `problems` is how many, `errors` the share of rows with a slip, `as_of` the day on which the unit filled it in.
    """

    seed: int
    number: int
    problems: int
    errors: float
    as_of: date


def unit_rows(plan: UnitPlan) -> tuple[Unit, ImportedRows]:
    """Return the unit and the rows of its ledger; the same plan gives the same rows.

    Of two plans that differ in `as_of` alone the later one is a later round of the same ledger: its problems are the
    same ones, further on.
    """
    chance = _chance(plan)
    who = unit(chance, plan.number)
    feedback = FEEDBACK + timedelta(days=chance.randrange(0, 28))
    problems = [_Problem(number, who, feedback, plan, chance) for number in range(1, plan.problems + 1)]
    problems.sort(key=lambda problem: (problem.kind.aspect, problem.kind.group))
    for number, problem in enumerate(problems, 1):
        problem.number = number
    rows: dict[str, list[Cells]] = {sheet.name: [] for sheet in _FILLED}
    for problem in problems:
        rows[schema.PROBLEMS.name].append(problem.row())
        rows[schema.MEASURES.name] += problem.measures()
        rows[schema.REGULATIONS.name] += problem.regulations()
        rows[schema.EVIDENCE.name] += problem.evidence(len(rows[schema.EVIDENCE.name]) + 1)
        rows[schema.CLOSURES.name] += problem.extensions()
    for row in rows[schema.PROBLEMS.name]:
        slips, (column, written), digit = chance.random(), chance.choice(_SLIPS), chance.randint(1, 9)
        if slips < plan.errors and isinstance(row, dict):
            row[column] = written.replace("{n}", str(digit))
    return who, ImportedRows(_info(who, feedback, plan, problems), rows)


def unit_of(plan: UnitPlan) -> Unit:
    """Return the unit of a plan alone."""
    return unit(_chance(plan), plan.number)


def _chance(plan: UnitPlan) -> random.Random:
    return random.Random(f"{plan.seed}:{plan.number}")  # noqa: S311 - invented rows, no secrets


_FILLED = (schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS, schema.EVIDENCE, schema.CLOSURES)


def _info(who: Unit, feedback: date, plan: UnitPlan, problems: list[_Problem]) -> Cells:
    return {
        "单位名称": who.name,
        "上级单位": f"中共{who.county}委巡察工作领导小组办公室",
        "巡察机构": f"{who.county}委第{'一二三四五六'[plan.number % 6]}巡察组",
        "巡察轮次": f"十四届{who.county}委第{'三四五六七'[plan.seed % 5]}轮",
        "巡察开始": feedback - timedelta(days=75),
        "巡察结束": feedback - timedelta(days=20),
        "反馈日期": feedback,
        "集中整改开始": feedback,
        "集中整改结束": feedback + timedelta(days=183),
        "通报标题": f"{who.name}{who.party}关于巡察整改情况的通报",
        "通报日期": plan.as_of,
        "联系电话": f"0{plan.number % 899 + 100}-{plan.number % 8_999_999 + 1_000_000}",
        "通信地址": f"{who.county}人民路{plan.number % 199 + 1}号",
        "电子邮箱": f"zgb{plan.number}@example.cn",
        schema.DECLARED + "具体问题": len(problems),
    }


class _Problem:
    """One problem of a unit while its ledger is being made. What is drawn does not depend on the day of the ledger."""

    def __init__(self, number: int, who: Unit, feedback: date, plan: UnitPlan, chance: random.Random) -> None:
        self.number, self.who, self.feedback, self.as_of = number, who, feedback, plan.as_of
        self.kind: ProblemKind = chance.choice(KINDS)
        self.figures = {"n": str(chance.randint(2, 18)), "money": f"{chance.randint(3, 480) / 10:g}"}
        self.statement = self.filled(chance.choice(self.kind.statements))
        self.lead = chance.choice(who.departments)
        self.helper = chance.choice([name for name in who.departments if name != self.lead])
        self.due = feedback + timedelta(days=chance.choice((30, 60, 90, 120, 183, 183, 183, 240, 300)))
        self.closed_on = _closed_on(feedback, self.due, chance)
        relapses, held = chance.random() < _RELAPSES, chance.randrange(30, 90)
        self.done = self.closed_on <= plan.as_of and not (
            relapses and self.closed_on + timedelta(days=held) <= plan.as_of
        )
        self.draws = {name: chance.random() for name in _DRAWS}
        self.state = chance.choice((UNDER_WAY, UNDER_WAY, MOSTLY_DONE, NOT_STARTED))
        self.follow_up = chance.choice((NOTHING_FOLLOWS, KEEP_UP))
        self.way = chance.choice(("新建", "修订"))
        self.proofs, self.days_left = chance.randint(1, 2), chance.randrange(20, 90)
        self.granted = chance.choice((60, 120, 240))
        self.extended = not self.done and self.due < plan.as_of and self.draws["延期"] < 0.35

    @property
    def id(self) -> str:
        return f"P{self.number:03d}"

    def filled(self, text: str) -> str:
        """Return a text with this problem's figures."""
        for name, figure in self.figures.items():
            text = text.replace(f"{{{name}}}", figure)
        return text

    def row(self) -> dict[str, Raw]:
        place, draws = self.who.departments.index(self.lead), self.draws
        row: dict[str, Raw] = {
            "编号": self.id,
            "方面": ASPECTS[self.kind.aspect],
            "大项": self.kind.group,
            "具体问题": self.statement,
            "牵头领导": self.who.leaders[place % len(self.who.leaders)],
            "责任科室": self.lead,
            "责任人": self.who.clerks[place % len(self.who.clerks)],
            "配合科室": self.helper if draws["配合"] < 0.3 else None,
            "整改时限": self.due,
            "完成程度": DONE if self.done else self.state,
            "后续要求": self.follow_up if self.done else NOTHING_FOLLOWS,
            "即知即改": YES if self.done and draws["即改"] < 0.15 else None,
            "需上级支持": YES if not self.done and draws["支持"] < 0.2 else None,
            "上轮问题": YES if self.kind.aspect == 3 and draws["上轮"] < 0.3 else None,
            "公开": NO if draws["公开"] < 0.06 else None,
        }
        if row["公开"] == NO:
            row["不公开理由"] = "涉及工作秘密"
        if self.done:
            row["整改进展"], row["完成日期"] = self.filled(self.kind.progress), self.closed_on
        elif row["完成程度"] != NOT_STARTED:
            row["整改进展"] = self.filled(self.kind.progress)
            row["剩余事项"] = self.filled(self.kind.remaining)
            row["剩余时限"] = self.as_of + timedelta(days=self.days_left)
        return row

    def measures(self) -> Iterator[Cells]:
        place = self.who.departments.index(self.lead)
        for number, text in enumerate(self.kind.measures, 1):
            finished = self.done or (number == 1 and self.draws["部分"] < 0.6)
            yield {
                "措施编号": f"M{self.number:03d}-{number}",
                "问题编号": self.id,
                "措施内容": self.filled(text),
                "责任科室": self.lead,
                "责任人": self.who.clerks[place % len(self.who.clerks)],
                "时限": self.due,
                "完成程度": DONE if finished else UNDER_WAY,
                "完成日期": min(self.closed_on, self.as_of) if finished else None,
            }

    def regulations(self) -> Iterator[Cells]:
        if self.done and self.kind.regulation:
            yield {
                "名称": f"{self.who.name}{self.kind.regulation}",
                "文号": f"〔{self.feedback.year}〕{self.number}号",
                "新建/修订": self.way,
                "日期": self.closed_on,
                "问题编号": self.id,
            }

    def evidence(self, first: int) -> Iterator[Cells]:
        if not self.done:
            return
        for number, name in enumerate(("会议记录", "整改前后对比照片")[: self.proofs], first):
            yield {
                "编号": f"E{number:03d}",
                "问题/措施编号": self.id,
                "名称": f"{self.statement[:12]}整改{name}",
                "文件或文号": f"佐证/{self.id}/{name}.pdf",
                "日期": self.closed_on,
            }

    def extensions(self) -> Iterator[Cells]:
        if self.extended:
            asked = self.due - timedelta(days=10)
            yield {
                "问题编号": self.id,
                "类型": EXTEND,
                "申请日期": asked,
                "申请人": self.who.clerks[0],
                "主要负责人": f"{self.who.leaders[0]} {asked + timedelta(days=3)}",
                "结论": PASSED,
                "延期至": self.due + timedelta(days=self.granted),
                "延期理由": "涉及多部门协调，需要延长整改时间",
                "日期": asked + timedelta(days=3),
            }


def _closed_on(feedback: date, due: date, chance: random.Random) -> date:
    """Return the day on which a problem is done: most in time, some weeks or months late."""
    in_time, early, late = chance.random() < 0.82, chance.uniform(0.35, 0.97), chance.randrange(15, 240)
    return feedback + timedelta(days=int((due - feedback).days * early)) if in_time else due + timedelta(days=late)
