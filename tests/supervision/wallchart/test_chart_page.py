"""The chart shows every problem once, nothing overlaps, all lies on the paper, and the numbers are the roll-up's."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generate import ledger_builder
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.wallchart import chart_page, text_width
from rectify_xl.supervision.wallchart.chart_page import Chart
from rectify_xl.supervision.wallchart.shapes import PAPERS, Box, Rect
from tests.supervision.wallchart import chart_ledgers
from tests.supervision.wallchart.chart_ledgers import AS_OF

HAIR = 1e-6
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""To make a failing ledger smaller takes minutes and tells little."""

ROWS = st.tuples(st.integers(0, 30), st.integers(0, 60), st.integers(0, 9), st.integers(-900, 900))
"""Any aspect and department, none among them."""
CROWDED = st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(0, 9), st.integers(-40, 40))
"""All in a few blocks."""


def drawn(ledger: Ledger, paper: str = "A3") -> Chart:
    return chart_page.chart(ledger, AS_OF, PAPERS[paper])


def words(box: Box) -> str:
    return "".join(line.text for line in box.lines)


def of_kind(chart: Chart, *kinds: str) -> list[Box]:
    return [box for each in chart.pages for box in each.boxes if box.kind in kinds]


def inside(inner: Rect, outer: Rect) -> bool:
    return (
        inner.x >= outer.x - HAIR
        and inner.y >= outer.y - HAIR
        and inner.x + inner.w <= outer.x + outer.w + HAIR
        and inner.y + inner.h <= outer.y + outer.h + HAIR
    )


def apart(one: Rect, other: Rect) -> bool:
    return (
        one.x + one.w <= other.x + HAIR
        or other.x + other.w <= one.x + HAIR
        or one.y + one.h <= other.y + HAIR
        or other.y + other.h <= one.y + HAIR
    )


def overlapping(boxes: Iterable[Box]) -> list[tuple[str, str]]:
    return [(words(one), words(other)) for one, other in combinations(boxes, 2) if not apart(one.area, other.area)]


def assert_sound(chart: Chart, ledger: Ledger) -> None:
    sheet = Rect(0, 0, chart.paper.width, chart.paper.height)
    for each in chart.pages:
        frames = [box for box in each.boxes if box.kind == "frame"]
        rest = [box for box in each.boxes if box.kind != "frame"]
        assert overlapping(rest) == []
        assert overlapping([*frames, *(box for box in rest if box.kind != "tile")]) == []
        assert [words(box) for box in each.boxes if not inside(box.area, sheet)] == []
        tiles = [box for box in rest if box.kind == "tile"]
        assert all(sum(inside(tile.area, frame.area) for frame in frames) == 1 for tile in tiles)
        for box in each.boxes:
            assert sum(text_width.height(line.size) for line in box.lines) <= box.area.h + HAIR, words(box)
            assert all(text_width.millimetres(line.text, line.size) <= box.area.w + HAIR for line in box.lines), words(
                box
            )
            assert all(line.size >= 9 for line in box.lines), words(box)
    shown = [box.source for box in of_kind(chart, "tile")]
    assert sorted(shown) == sorted(problem.row.cell("具体问题").address for problem in ledger.problems)


@settings(max_examples=25, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, max_size=60), st.sampled_from(["A4", "A3", "A2"]))
def test_any_ledger_fits(rows: list[tuple[int, int, int, int]], paper: str) -> None:
    """However many aspects and departments: one tile for each problem, all on paper, none over another."""
    ledger = chart_ledgers.ledger(rows)
    assert_sound(drawn(ledger, paper), ledger)


@settings(max_examples=10, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CROWDED, min_size=40, max_size=160))
def test_any_crowd_fits(rows: list[tuple[int, int, int, int]]) -> None:
    """Most problems may belong to one department."""
    ledger = chart_ledgers.ledger(rows)
    assert_sound(drawn(ledger), ledger)


@pytest.mark.parametrize(
    ("problems", "departments", "aspects", "paper", "pages"),
    [
        (31, 8, 4, "A3", 1),
        (40, 1, 1, "A3", 1),
        (200, 12, 4, "A3", 1),
        (31, 8, 4, "A4", 1),
        (120, 9, 4, "A4", 1),
        (600, 12, 4, "A3", 2),
        (600, 12, 4, "A2", 1),
        (80, 40, 2, "A3", 3),
    ],
)
def test_pages_of_usual_ledgers(problems: int, departments: int, aspects: int, paper: str, pages: int) -> None:
    """A usual ledger needs one page; a large one goes to another page, or to a bigger paper."""
    ledger = chart_ledgers.regular(problems, departments, aspects)
    chart = drawn(ledger, paper)
    assert len(chart.pages) == pages
    assert_sound(chart, ledger)


def test_the_numbers_are_those_of_the_roll_up() -> None:
    """The cards, the headings of rows and columns and the legend print what `rollup` counts."""
    ledger = chart_ledgers.regular(50, 3, 2)
    counted = problem_counts.roll_up(ledger, AS_OF)
    chart = drawn(ledger)
    total = counted.total
    assert [words(box) for box in of_kind(chart, "card")][:5] == [
        f"{total.problems}具体问题",
        f"{total.done}（{total.rate:.2%}）完成",
        f"{total.longterm}其中长期坚持",
        f"{total.ongoing}继续整改",
        f"{total.overdue}▲其中逾期",
    ]
    heads = [words(box) for box in of_kind(chart, "head")]
    for line in (*counted.aspects, *counted.departments):
        late = f" 逾期{line.overdue}" if line.overdue else ""
        assert f"{line.title}完成{line.done}/{line.problems}{late}" in heads
    legend = [words(box) for box in of_kind(chart, "legend")]
    assert legend[0] == f"完成{total.done}个："
    assert f"◎完成并长期坚持 {total.longterm}" in legend
    assert f"继续整改{total.ongoing}个：" in legend
    assert f"▲逾期 {total.overdue}" in legend


def test_sizes_are_read_from_afar() -> None:
    """On A3 a card is set in 14 points or more, an id of a usual ledger in 18 or more."""
    chart = drawn(chart_ledgers.regular(31, 5, 4))
    assert min(line.size for box in of_kind(chart, "card") for line in box.lines) >= 14
    assert min(box.lines[0].size for box in of_kind(chart, "tile")) >= 14


def test_without_departments_the_column_is_folded() -> None:
    """An imported notice names no department: there is one column without a heading, and the titles have room."""
    ledger = chart_ledgers.ledger([(1 + number % 4, 0, number, 0) for number in range(31)])
    chart = drawn(ledger)
    assert_sound(chart, ledger)
    assert [words(box) for box in of_kind(chart, "head")] == [
        "第1个方面完成3/8",
        "第2个方面完成4/8",
        "第3个方面完成4/8",
        "第4个方面完成2/7",
    ]
    assert all("个问题" in words(box) for box in of_kind(chart, "tile"))


def test_every_page_has_the_same_strips_and_says_which_it_is() -> None:
    """Totals, axis and legend are those of the whole ledger; a heading tells how many of its problems are elsewhere."""
    chart = drawn(chart_ledgers.regular(600, 12, 4))
    strips = [[box for box in each.boxes if box.kind in ("card", "axis", "legend")] for each in chart.pages]
    assert strips[0] == strips[1]
    titles = [words(box) for box in of_kind(chart, "title")]
    assert [each for each in titles if "页" in each] == ["截至2026年9月30日第1页 共2页", "截至2026年9月30日第2页 共2页"]
    assert any("本页" in words(box) for box in of_kind(chart, "head"))


def test_the_axis_names_what_is_open_and_marks_today() -> None:
    """Open problems are named under their month, finished ones are counted."""
    chart = drawn(chart_ledgers.ledger([(1, 1, 2, -31), (1, 1, 0, -31), (1, 1, 2, 5), (1, 1, 7, 0)]))
    axis = [words(box) for box in of_kind(chart, "axis")]
    assert axis == [
        "▲P001✓1个",
        "2026年8月2个到期",
        "",
        "2026年9月▲今天9月30日",
        "◆P003",
        "2026年10月1个到期",
        "↑P004",
        "没有定日期1个",
    ]


HOSTILE = f"""
[基本信息]
单位名称 | {"青禾市" * 60}
巡察机构 | {"巡" * 300}
[问题台账]
编号 | 方面 | 责任科室 | 具体问题 | 完成程度 | 整改时限
=1+1 | {"很长的方面" * 40} | {"@科室" * 50} | {"=HYPERLINK(1)" * 3000} | 整改中 | 9999-12-31
P002 | \u202e甲 | W{"M" * 60} | {"𠮷" * 300} | 整改中 | 1900-01-01
P002 |  |  | a\x07b\x00c | 已完成 |
"""


def test_hostile_texts_are_cut_within_their_boxes() -> None:
    """Texts of any length and kind stay in their boxes; the chart tells that … stands for more, and keeps the whole."""
    ledger = ledger_builder.load(HOSTILE)
    chart = drawn(ledger)
    assert_sound(chart, ledger)
    first = of_kind(chart, "tile")[0]
    assert words(first).endswith("…")
    assert first.full == ledger.problems[0].problem
    assert "没有写全的以…表示，全文见《问题台账》同一编号的行。" in words(of_kind(chart, "note")[0])


PLANNED = "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限\n" + "".join(
    f"P{number:03} | 甲 | 问题{number} | 整改中 | 2026-08-{number:02} | 验收 | 2026-12-{number:02}\n"
    for number in range(1, 6)
)


def test_what_stands_below_the_chart_is_whole() -> None:
    """On A4 it takes two lines; of many plans the first ones are named, and how many there are."""
    (note,) = of_kind(drawn(ledger_builder.load(PLANNED), "A4"), "note")
    assert len(note.lines) == 2
    assert words(note).endswith("数字由台账按《字典》的口径算出。")
    assert "P003（2026年8月3日，剩余时限2026年12月3日）等5个。" in words(note)


def test_the_long_name_of_a_unit_is_printed_whole() -> None:
    """It is set smaller, not cut."""
    unit = "中国共产党青禾市人民医院（青禾市中心医院）委员会"
    titles = of_kind(drawn(chart_ledgers.ledger([(1, 1, 1, 1)], unit=unit)), "title")
    assert f"{unit}巡察整改挂图作战" in [words(box) for box in titles]


def test_an_empty_ledger_says_so() -> None:
    """There is a page, and it says that there is no problem yet."""
    chart = drawn(ledger_builder.load("[问题台账]\n编号 | 方面"))
    assert words(of_kind(chart, "note")[0]) == "台账中还没有问题"
    assert [words(box) for box in of_kind(chart, "card")][:2] == ["0具体问题", "0（0.00%）完成"]
