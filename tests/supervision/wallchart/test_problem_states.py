"""Each problem has one state, which follows the counting rules of the workbook and the day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from generate import ledger_builder
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.supervision.wallchart import problem_states
from rectify_xl.supervision.wallchart.problem_states import STATES

LEDGER = """
[基本信息]
临期天数 | 10
[问题台账]
编号 | 方面 | 责任科室 | 具体问题 | 完成程度 | 后续要求 | 剩余事项 | 整改时限 | 需上级支持
P001 | 履职 | 办公室 | 甲 | 已完成 | 无 | | 2025-06-30 | 是
P002 | 履职 | | 乙 | 已完成 | 长期坚持 | | 2025-06-30 |
P003 | 管党 | 业务科 | 丙 | 已完成 | 长期坚持 | 补训 | 2025-09-01 |
P004 | 履职 | 业务科 | 丁 | 整改中 | | | 2025-10-09 | 是
P005 | 管党 | 业务科 | 戊 | 未启动 | | | 2025-12-31 |
P006 | 管党 | 业务科 | 己 | 基本完成 | | | 长期坚持 | 是
P007 | 管党 | 业务科 | 庚 | | | | 2025-12-31 |
"""
AS_OF = date(2025, 9, 30)


def keys(as_of: date, tables: str = LEDGER) -> dict[str, str]:
    return {item.label: item.state.key for item in problem_states.items(ledger_builder.load(tables), as_of)}


def test_states_on_a_day() -> None:
    """Done goes before late, late before due soon, due soon before waiting for the level above."""
    assert keys(AS_OF) == {
        "P001": "done",
        "P002": "longterm",
        "P003": "overdue",
        "P004": "due_soon",
        "P005": "not_started",
        "P006": "support",
        "P007": "ongoing",
    }


def test_states_change_with_the_day_alone() -> None:
    """The deadline's own day is in time; the day after is late; further away than 临期天数 presses nobody."""
    assert keys(date(2025, 9, 1))["P003"] == "due_soon"
    assert keys(date(2025, 9, 2))["P003"] == "overdue"
    assert keys(date(2025, 9, 28))["P004"] == "support"
    assert keys(date(2025, 10, 9))["P004"] == "due_soon"
    assert keys(date(2025, 10, 10))["P004"] == "overdue"


def test_an_office_may_count_otherwise() -> None:
    """口径 of 字典: here 基本完成 counts as done."""
    words = "[字典]\n口径·完成程度 | 计为完成\n基本完成 | 是\n已完成 | 是\n"
    assert keys(AS_OF, LEDGER + words)["P006"] == "done"


def test_what_presses_is_told_in_days() -> None:
    """Days late and days left are printed; only open problems carry the sign of who waits for the level above."""
    found = {item.label: item for item in problem_states.items(ledger_builder.load(LEDGER), AS_OF)}
    assert [(found[each].head, found[each].note) for each in ("P001", "P003", "P004", "P006", "P007")] == [
        ("✓P001", ""),
        ("▲P003", "逾期29天"),
        ("◆P004↑", "剩9天"),
        ("↑P006", ""),
        ("○P007", ""),
    ]
    today = {item.label: item for item in problem_states.items(ledger_builder.load(LEDGER), date(2025, 10, 9))}
    assert (today["P004"].note, today["P004"].short_note) == ("今天到期", "今天")


def test_a_problem_without_a_usable_id_is_known_by_its_row() -> None:
    """A missing id, or one that no cell of the chart holds, is replaced; the cell of the ledger is told as well."""
    found = problem_states.items(
        ledger_builder.load(f"[问题台账]\n编号 | 具体问题\n | 甲\n{'X' * 13} | 乙\nP003 | 丙"), AS_OF
    )
    assert [(item.label, item.cell) for item in found] == [
        ("第2行", "问题台账!B2"),
        ("第3行", "问题台账!B3"),
        ("P003", "问题台账!B4"),
    ]


def test_who_has_no_department_comes_last() -> None:
    """Aspects and departments stand in the order of the ledger; no department is the last column."""
    found = problem_states.items(ledger_builder.load(LEDGER), AS_OF)
    assert {item.place[1]: item.department for item in found} == {0: "办公室", 1: "业务科", 2: "（未填责任科室）"}
    assert {item.place[0]: item.aspect for item in found} == {0: "履职", 1: "管党"}


def test_states_add_up_to_the_published_numbers() -> None:
    """The states that count as done, as long-term and as late are as many as the roll-up says."""
    ledger = ledger_builder.load(LEDGER)
    counts = Counter(item.state.key for item in problem_states.items(ledger, AS_OF))
    total = problem_counts.roll_up(ledger, AS_OF).total
    assert counts["done"] + counts["longterm"] == total.done == 2
    assert (counts["longterm"], counts["overdue"]) == (total.longterm, total.overdue) == (1, 1)
    assert sum(counts.values()) - counts["done"] - counts["longterm"] == total.ongoing == 5


def test_states_are_told_apart_without_colour() -> None:
    """Each has a symbol of its own, and what presses is much darker than what is done."""
    assert len({state.symbol for state in STATES}) == len(STATES) == 7

    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = {state.key: grey(state.fill) for state in STATES}
    assert shades["overdue"] < 100 < shades["due_soon"] < 185 < shades["support"] < 200
    assert all(shades[key] > 220 for key in ("done", "longterm", "ongoing", "not_started"))
    assert all(abs(grey(state.fill) - grey(state.ink)) > 120 for state in STATES)
