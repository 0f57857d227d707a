"""A second count, written from DESIGN §4 alone, agrees with the roll-up on random ledgers of sloppy clerks.

Each cell is drawn with what it means, so that nothing of the program's reading is used to count again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pytest

from generate import ledger_builder
from rectify_xl.commands.rollup import as_data
from rectify_xl.ledger.counting.problem_counts import roll_up

AS_OF = date(2026, 9, 28)
LEDGERS = 320

ASPECTS = (("甲", "甲"), ("乙", "乙"), ("丙", "丙"), ("", ""), ("/", ""), ("—", ""), ("无", ""), ("（未填方面）", ""))
GROUPS = (("大项一", "大项一"), ("大项二", "大项二"), ("", ""), ("／", ""), ("无", ""))
DEPARTMENTS = (("财务科", "财务科"), ("办公室", "办公室"), ("财务科、办公室", "财务科"), ("", ""), ("/", ""))
STATUSES = (
    *((text, "done") for text in ("已完成", "已 完成", "已完成。", "　已完成", "已完成；")),
    *((text, "open") for text in ("整改中", "基本完成", "未启动", "", "整 改中")),
    *((text, "unread") for text in ("已整改", "未完成", "推进中", "阶段性完成", "√", "持续推进")),
)
REMAINING = (
    *((text, False) for text in ("", "", "", "", "无", "/", "—", "——", "无。", "0", "#数 0", "没有", "已全部完成")),
    *((text, False) for text in ("（无）", "暂无", "不涉及", "均已完成", "无剩余事项", "全部整改到位")),
    *((text, True) for text in ("补训", "无证经营户尚未清退", "没有完成验收", "10", "待定", "转入长期整改", "未完成")),
)
FOLLOWING = (
    ("", False),
    ("无", False),
    ("长期坚持", True),
    ("长期 坚持", True),
    ("持续推进", True),
    ("以后再说", False),
)
DUE = (("2026-03-31", True), ("#日 2026-06-30", True), ("2026-12-31", False), ("长期坚持", False), ("", False))
LATER = ("", "", "", "无", "/", "2027-03-31")
FLAGS = (("是", True), ("", False), ("否", False), ("√", True))
RELATED = ("", "", "", "", "{}", "{}", "P099", "{}、P099", "无", "/")


class Drawn(NamedTuple):
    """One row of 问题台账: its cells as typed, and what they mean."""

    id: str
    cells: Sequence[str]
    aspect: str
    group: str
    department: str
    status: str
    remains: bool
    follows: bool
    late: bool
    immediate: bool
    related: tuple[str, ...]

    @property
    def done(self) -> bool:
        """已完成, and nothing remains."""
        return self.status == "done" and not self.remains


def _row(chance: random.Random, number: int, last: int) -> Drawn:
    aspect, group, department = chance.choice(ASPECTS), chance.choice(GROUPS), chance.choice(DEPARTMENTS)
    status, remaining, follow = chance.choice(STATUSES), chance.choice(REMAINING), chance.choice(FOLLOWING)
    due, flag = chance.choice(DUE), chance.choice(FLAGS)
    other = f"P{chance.randint(1, last):03d}"
    related = chance.choice(RELATED).format(other)
    cells = (
        f"P{number:03d}",
        aspect[0],
        group[0],
        department[0],
        status[0],
        remaining[0],
        follow[0],
        due[0],
        "" if due[0] in ("", "长期坚持") else chance.choice(LATER),
        flag[0],
        chance.choice(("", "是")),
        related,
    )
    ids = (other, "P099") if "、" in related else (related,) if related.startswith("P") else ()
    return Drawn(
        cells[0],
        cells,
        aspect[1],
        group[1],
        department[1],
        status[1],
        remaining[1],
        follow[1],
        due[1],
        flag[1],
        ids,
    )


HEADER = (
    "编号 | 方面 | 大项 | 责任科室 | 完成程度 | 剩余事项"  # what is counted by
    " | 后续要求 | 整改时限 | 剩余时限 | 即知即改 | 上轮问题 | 关联编号"
)


def _ledger(chance: random.Random) -> tuple[str, list[Drawn], set[str], list[tuple[bool, bool, tuple[str, ...]]]]:
    """Return a ledger as text, its rows, the ids that are closed, and its measures: action, done, problems."""
    size = chance.randint(0, 14)
    rows = [_row(chance, number, size) for number in range(1, size + 1)]
    chance.shuffle(rows)
    closed = {row.id for row in rows if row.done and chance.random() < 0.5}
    rejected = {row.id for row in rows if row.id not in closed and chance.random() < 0.2}
    lines = []
    for row in rows:
        lines += [" | ".join(row.cells)]
        lines += ["|" * len(row.cells)] if chance.random() < 0.2 else []
    measures: list[tuple[bool, bool, tuple[str, ...]]] = []
    texts = []
    for number in range(chance.randint(0, 8) if rows else 0):
        owners = tuple(dict.fromkeys(chance.choice(rows).id for _ in range(chance.choice((1, 1, 2)))))
        parent = f"M{chance.randrange(number)}" if number and chance.random() < 0.3 else ""
        if parent:
            owners = ()
        status = chance.choice(STATUSES)
        texts.append(f"M{number} | {parent} | {'、'.join(owners)} | {status[0]}")
        above = measures[int(parent[1:])][2] if parent else ()
        measures.append((bool(parent), status[1] == "done", owners or above))
    table = "\n".join(
        (
            "[基本信息]\n反馈日期 | 2026-01-05",
            f"[问题台账]\n{HEADER}",
            *lines,
            "[整改措施]\n措施编号 | 上级措施 | 问题编号 | 完成程度",
            *texts,
            "[销号登记]\n问题编号 | 类型 | 结论",
            *(f"{name} | 销号 | 通过" for name in sorted(closed)),
            *(f"{name} | 销号 | 退回" for name in sorted(rejected)),
        )
    )
    return table, rows, closed, measures


def _relapses(rows: Sequence[Drawn], closed: set[str]) -> set[str]:
    """Return the ids of the rows that name another closed row which does not lead back to them."""
    named = {row.id: row.related for row in rows}

    def leads(start: str, goal: str) -> bool:
        seen: set[str] = set()
        path = [start]
        while path:
            here = path.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                path += named.get(here, ())
        return False

    return {
        row.id
        for row in rows
        if any(name in closed and name in named and name != row.id and not leads(name, row.id) for name in row.related)
    }


def _counts(rows: Sequence[Drawn]) -> dict[str, int]:
    done = [row for row in rows if row.done]
    return {
        "problems": len(rows),
        "done": len(done),
        "ongoing": len(rows) - len(done),
        "longterm": sum(row.follows for row in done),
        "immediate": sum(row.immediate for row in done),
        "overdue": sum(row.late for row in rows if not row.done),
    }


def _recount(
    rows: Sequence[Drawn], closed: set[str], measures: Sequence[tuple[bool, bool, tuple[str, ...]]]
) -> dict[str, object]:
    apart = _relapses(rows, closed)
    own = [row for row in rows if row.id not in apart]
    mine = [each for each in measures if not each[2] or not apart.issuperset(each[2])]
    titled = {(row.aspect, row.group) for row in own if row.group}
    loose = {row.aspect for row in own if row.aspect and not row.group}
    return {
        "totals": {
            "aspects": len({row.aspect for row in own if row.aspect}),
            "groups": len(titled) + len(loose),
            **_counts(own),
            "measures": sum(not action for action, _, _ in mine),
            "measures_done": sum(done for action, done, _ in mine if not action),
            "actions": sum(action for action, _, _ in mine),
            "actions_done": sum(done for action, done, _ in mine if action),
        },
        "aspects": {
            title or "（未填方面）": _counts([row for row in own if row.aspect == title])
            for title in {row.aspect for row in own}
        },
        "departments": {
            title or "（未填责任科室）": _counts([row for row in own if row.department == title])
            for title in {row.department for row in own}
        },
        "reopened": _counts([row for row in rows if row.id in apart]),
        "unread": sum(row.status == "unread" for row in rows),
    }


def _reported(table: str) -> dict[str, object]:
    data = as_data(roll_up(ledger_builder.load(table), AS_OF))
    totals, again, unread = data["totals"], data["reopened"], data["unread"]
    assert isinstance(totals, dict)
    assert isinstance(again, dict)
    assert isinstance(unread, list)
    names = ("problems", "done", "ongoing", "longterm", "immediate", "overdue")

    def lines(key: str) -> dict[str, dict[str, int]]:
        found = data[key]
        assert isinstance(found, list)
        return {line["title"]: {name: line[name] for name in names} for line in found}

    kept = ("aspects", "groups", *names, "measures", "measures_done", "actions", "actions_done")
    return {
        "totals": {name: totals[name] for name in kept},
        "aspects": lines("aspects"),
        "departments": lines("departments"),
        "reopened": {name: again[name] for name in names},
        "unread": len(unread),
    }


@pytest.mark.parametrize("block", range(8))
def test_a_second_count_agrees(block: int) -> None:
    """Every total, aspect, department and the counts of relapses are the same in 320 random ledgers."""
    for seed in range(block * LEDGERS // 8, (block + 1) * LEDGERS // 8):
        table, rows, closed, measures = _ledger(random.Random(seed))  # noqa: S311 - a test, no secret
        assert _reported(table) == _recount(rows, closed, measures), f"seed {seed}\n{table}"


def test_the_ledgers_hold_every_habit() -> None:
    """The random ledgers have relapses, unread words, nothing-words and rows without an aspect in fair number."""
    relapses = unread = 0
    for seed in range(LEDGERS):
        _, rows, closed, _ = _ledger(random.Random(seed))  # noqa: S311 - a test, no secret
        relapses += len(_relapses(rows, closed))
        unread += sum(row.status == "unread" for row in rows)
    assert relapses > 50
    assert unread > 500
