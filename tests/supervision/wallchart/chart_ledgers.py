"""Ledgers for charts, as text tables."""

from __future__ import annotations

from datetime import date, timedelta

from generate import ledger_builder
from rectify_xl.ledger.records import Ledger

AS_OF = date(2026, 9, 30)
HEADER = "编号 | 方面 | 责任科室 | 具体问题 | 完成程度 | 后续要求 | 整改时限 | 需上级支持"
KINDS = (("已完成", "无"), ("已完成", "长期坚持"), ("整改中", ""), ("未启动", ""), ("基本完成", ""))


def ledger(rows: list[tuple[int, int, int, int]], *, unit: str = "青禾市示范学校") -> Ledger:
    """Return a ledger of problems by aspect, department, kind and days to the deadline; 0 is an empty cell."""
    lines = []
    for number, (aspect, department, kind, days) in enumerate(rows, 1):
        completion, follow_up = KINDS[kind % len(KINDS)]
        due = AS_OF + timedelta(days=days)
        lines.append(
            f"P{number:03} | {f'第{aspect}个方面' if aspect else ''} | {f'业务{department}科' if department else ''} | "
            f"第{number}个问题 | {completion} | {follow_up} | {due if days else ''} | {'是' if kind >= 5 else ''}"
        )
    return ledger_builder.load(f"[基本信息]\n单位名称 | {unit}\n[问题台账]\n{HEADER}\n" + "\n".join(lines))


def regular(problems: int, departments: int, aspects: int) -> Ledger:
    """Return a ledger whose problems are spread evenly."""
    return ledger(
        [
            (number % aspects + 1, number // aspects % departments + 1, number % 9, number * 37 % 301 - 150)
            for number in range(problems)
        ]
    )
