"""Every command counts the same rows as late, and those that a second reading of DESIGN §4, written here, counts.

The ledgers are drawn by chance, with the deadlines that sloppy clerks type and the 延期 that cheats type. What each
cell means is known where it is drawn, so that nothing of the program's reading is used.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar
import pytest

from generate import ledger_builder
from generate.ledger_builder import MemoryBook, raw_book
from rectify_xl.commands import letters, monthly, risks, rollup, weekly
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.wallchart import deadline_axis, problem_states

FEEDBACK = date(2026, 3, 18)
AS_OF = date(2026, 9, 26)
CAP = 2
WRONG = (
    "2026年6月31日",
    "202662日",
    "等设备到货",
    "2062-06-30",
    "#日 1905-07-18",
    "#日 2025-12-31",
    "2026-13-01",
    "#REF!",
    ledger_builder.UNCACHED,
    "2026-06-30，2026-07-31",
)
WORDS = ("长期坚持", "立行立改", "每季度", "持续推进")
HEADER = "编号 | 方面 | 责任科室 | 具体问题 | 完成程度 | 剩余事项 | 整改时限 | 剩余时限"
CLOSING_HEADER = "问题编号 | 类型 | 申请日期 | 申请人 | 分管领导 | 主要负责人 | 结论 | 延期至 | 延期理由 | 日期"


class Written(NamedTuple):
    """A deadline as it is typed, and what it means: a day, words, nothing, or something wrong."""

    text: str
    day: date | None = None
    wrong: bool = False


class Extension(NamedTuple):
    """A 延期 as it is typed; `sound` where every cell but 延期至 is right."""

    line: str
    until: date
    decided: date
    sound: bool


class Drawn(NamedTuple):
    """A problem as it is drawn."""

    name: str
    department: str
    completion: str
    remaining: str
    due: Written
    plan: Written
    extensions: tuple[Extension, ...]

    @property
    def done(self) -> bool:
        """DESIGN §4: 已完成, and nothing remaining."""
        return self.completion == "已完成" and self.remaining in ("", "无", "/", "—")


def draw_deadline(chance: random.Random, *, empty: float) -> Written:
    if chance.random() < empty:
        return Written("")
    kind = chance.choices(("day", "month", "words", "wrong"), (6, 2, 1, 2))[0]
    day = FEEDBACK + timedelta(days=chance.randrange(1, 400))
    if kind == "day":
        forms = (
            f"#日 {day.isoformat()}",
            day.isoformat(),
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日前",
            f"{day.year}/{day.month}/{day.day}",
        )
        return Written(chance.choice(forms), day)
    if kind == "month":
        last = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
        return Written(chance.choice((f"{day.year}年{day.month}月底前", f"{day.year}年{day.month}月")), last)
    return Written(chance.choice(WORDS)) if kind == "words" else Written(chance.choice(WRONG), wrong=True)


def draw_extension(chance: random.Random, name: str) -> Extension:
    until = FEEDBACK + timedelta(days=chance.randrange(60, 400))
    decided = FEEDBACK + timedelta(days=chance.randrange(10, 220))
    applied = decided - timedelta(days=chance.randrange(5))
    cells = {
        "编号": chance.choice((name, name.lower(), name.replace("P", "Ｐ"))),
        "申请日期": f"#日 {applied}",
        "分管领导": chance.choice(("周某", f"周某 {decided}")),
        "主要负责人": "",
        "结论": "通过",
        "延期理由": "等待采购",
        "日期": f"#日 {decided}",
    }
    sound = decided <= AS_OF and applied < until
    fault = chance.choice(("", "", "", "分管领导", "结论", "延期理由", "申请日期", "日期", "待签", "不同意"))
    if fault in ("待签", "不同意"):
        cells["分管领导"] = fault
    elif fault == "结论":
        cells["结论"] = chance.choice(("", "退回"))
    elif fault:
        cells[fault] = ""
    line = (
        f"{cells['编号']} | 延期 | {cells['申请日期']} | 吴某 | {cells['分管领导']} | {cells['主要负责人']} | "
        f"{cells['结论']} | #日 {until} | {cells['延期理由']} | {cells['日期']}"
    )
    return Extension(line, until, decided, sound and not fault)


def draw(seed: int) -> list[Drawn]:
    chance = random.Random(seed)  # noqa: S311
    return [
        Drawn(
            name,
            chance.choice(("办公室", "财务科", "基建科")),
            chance.choice(("未启动", "整改中", "基本完成", "已完成")),
            chance.choice(("", "", "补训", "无", "/")),
            draw_deadline(chance, empty=0.2),
            draw_deadline(chance, empty=0.5),
            tuple(draw_extension(chance, name) for _ in range(chance.choice((0, 0, 1, 2, 3)))),
        )
        for name in (f"P{number:03}" for number in range(1, 13))
    ]


def tables(drawn: list[Drawn]) -> RawBook:
    rows = "\n".join(
        f"{each.name} | 甲 | {each.department} | 乙 | {each.completion} | {each.remaining} | "
        f"{each.due.text} | {each.plan.text}"
        for each in drawn
    )
    closings = "\n".join(extension.line for each in drawn for extension in each.extensions)
    info = f"[基本信息]\n反馈日期 | #日 {FEEDBACK}\n延期次数上限 | {CAP}"
    return raw_book(
        ledger_builder.complete(f"{info}\n[问题台账]\n{HEADER}\n{rows}\n[销号登记]\n{CLOSING_HEADER}\n{closings}")
    )


def binding(each: Drawn) -> date | None:
    """Return the last day as written by which a problem is in time; None where nobody knows or none is set."""
    if each.due.wrong or (each.due.day is None and each.plan.wrong):
        return None
    day, granted = each.due.day or each.plan.day, 0
    for extension in sorted(each.extensions, key=lambda one: one.decided):
        if day and extension.sound and extension.until > day and granted < CAP:
            day, granted = extension.until, granted + 1
    return day


def days_late(each: Drawn) -> int:
    day = binding(each)
    if each.done or day is None or day >= AS_OF:
        return 0
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return max(0, (AS_OF - day).days)


def unread(each: Drawn) -> bool:
    return not each.done and (each.due.wrong or (each.due.day is None and each.plan.wrong))


def request(book: RawBook) -> Request:
    return Request(AS_OF, MemoryBook(book))


def rows_of(outcome: Outcome, key: str) -> list[dict[str, object]]:
    found = outcome.data[key]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_every_command_counts_what_the_rules_say(seed: int) -> None:
    """Late rows with their days, and unreadable ones, are the same in seven places."""
    drawn = draw(seed)
    book = tables(drawn)
    late = {each.name: days_late(each) for each in drawn if days_late(each)}
    doubtful = [each.name for each in drawn if unread(each)]

    counted = rollup.run(request(book))
    totals = counted.data["totals"]
    assert isinstance(totals, dict)
    assert totals["overdue"] == len(late)
    assert sum(int(str(line["overdue"])) for line in rows_of(counted, "departments")) == len(late)

    assessed = risks.run(request(book))
    assert {each["id"]: each["days"] for each in rows_of(assessed, "risks") if each["kind"] == "overdue"} == late

    asked = weekly.run(request(book))
    assert {line["title"]: line["overdue"] for line in rows_of(asked, "departments")} == {
        name: sum(each.department == name and each.name in late for each in drawn)
        for name in dict.fromkeys(each.department for each in drawn)
    }
    assert {each["id"] for each in rows_of(asked, "questions") if each["rule"] == "overdue"} == {*late}

    of_month = monthly.run(request(book))
    assert {each["id"]: each["days_late"] for each in rows_of(of_month, "overdue")} == late

    drafted = letters.run(request(book))
    problems = [one for letter in rows_of(drafted, "letters") for one in letter["problems"]]  # type: ignore[attr-defined]
    assert {each["id"]: each["days"] for each in problems} == late

    items = problem_states.items(reader.read_ledger(book), AS_OF)
    assert {each.label: each.days for each in items if each.state.key == "overdue"} == late
    assert [each.label for each in items if each.unread] == doubtful
    for period in deadline_axis.periods(items, AS_OF):
        for item in period.items:
            written = binding(next(each for each in drawn if each.name == item.label))
            assert item.due == written
            assert written is None or period.label == f"{written.year}年{written.month}月" or "季度" in period.label

    for outcome in (counted, assessed, asked, of_month, drafted):
        assert [each["id"] for each in rows_of(outcome, "unreadable")] == doubtful
        told = [line for line in outcome.summary if line.startswith("时限读不出的问题")]
        assert [f"问题{len(doubtful)}个" in line for line in told] == [True] * bool(doubtful)
