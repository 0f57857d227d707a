"""总览: the sums of all units by 方面, 完成程度, 责任层级 and lateness, the ranking, and charts, on paper of A4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.documents.consolidated.result_cells import CellContent, CellKind, ResultBook, RowTone, print_set_up
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import ORANGE, RED, YELLOW
from rectify_xl.supervision.consolidation.consolidation import Consolidation, sum_of
from rectify_xl.supervision.consolidation.overview import RULE, Overview, UnitGroup, UnitPlace
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges
from rectify_xl.text.cell_value import storable
from rectify_xl.text.numerals import in_chinese
from rectify_xl.workbook import colours
from rectify_xl.workbook.editing import row_heights

NAME = "总览"
COUNTS = ("问题数", "完成", "已销号", "继续整改", "其中逾期", "长期坚持", "即知即改", "完成率")
WIDTHS = (22.0, *(8.0,) * 10)
"""So narrow that A4 upright prints the 10 pt of the cells at 9 or more."""
MOST_ASPECTS, MOST_GROUPS, MOST_RANKED, MOST_CHARTED = 15, 30, 10, 10
_LINE = 18.0
_DEFAULT = 15.0
"""Height of a row of which nothing else is said."""
_PAGE = 780.0
"""Height of the rows of a page, where the columns fill the width of A4; 824 as it is computed, and some room."""
_CHART_ROWS, _LATE_ROWS = 15, 13
_ACROSS, _BESIDE = 763, 277
"""Pixels of a chart over all columns, and of one that ends where the fourth begins."""
_COLOURS = {"完成": "#70AD47", "继续整改（未逾期）": f"#{colours.BLUE}", "逾期": f"#{colours.ERROR_CELL}"}


class _Block(NamedTuple):
    """A table: its title, its head, its rows, how many at the end are sums, and a note beneath."""

    title: str
    head: tuple[str, ...]
    kinds: tuple[CellKind, ...]
    rows: tuple[tuple[CellContent, ...], ...]
    sums: int = 0
    note: str = ""


class _Placed(NamedTuple):
    """Where the rows of a table stand: the first and the last one, from 0, without sums."""

    first: int
    last: int
    rows: tuple[tuple[CellContent, ...], ...]


def write(result: ResultBook, consolidation: Consolidation, overview: Overview) -> None:
    """Write the sheet, the first of the workbook."""
    sheet = _OverviewSheet(result)
    sheet.across(title(consolidation), "title", 30)
    for sentence in sentences(consolidation, overview):
        sheet.across(sentence, "note")
    charts = sheet.row
    sheet.blank(_CHART_ROWS + 1 + (_LATE_ROWS if overview.total.overdue else 0))
    states = sheet.block(_states(overview))
    aspects = sheet.block(_aspects(overview))
    sheet.block(_statuses(overview))
    if len(overview.levels) > 1 or consolidation.roster:
        sheet.block(_groups("按责任层级", "层级", overview.levels, roster=consolidation.roster is not None))
    if 1 < len(overview.superiors) <= MOST_GROUPS:
        sheet.block(_groups("按上级单位", "上级单位", overview.superiors, roster=consolidation.roster is not None))
    sheet.block(_lateness(overview))
    late = sheet.block(_latest(overview)) if overview.total.overdue else None
    sheet.block(_ranking(overview))
    sheet.sheet.set_h_pagebreaks(sheet.breaks)
    _state_chart(sheet, charts, states)
    _aspect_chart(sheet, charts, aspects)
    if late:
        _late_chart(sheet, charts + _CHART_ROWS, late)
    print_set_up(sheet.sheet, result.stamp, paper=4, landscape=False)


def title(consolidation: Consolidation) -> str:
    """Return the title of the period: 2026年9月巡察整改汇总."""
    year, _, month = consolidation.period.partition("-")
    named = f"{year}年{int(month)}月" if year.isdecimal() and month.isdecimal() else consolidation.period
    return f"{named}巡察整改汇总"


def sentences(consolidation: Consolidation, overview: Overview) -> tuple[str, ...]:
    """Return what somebody should know who reads nothing else: who reported, and how far they are."""
    total, units = overview.total, len(consolidation.units)
    roster = consolidation.roster
    if roster is None:
        reported = f"已报{units}家（没有名册，未报的看不出来）"
    else:
        late, missing = len(consolidation.standings("迟报")), len(consolidation.standings("未报"))
        wrong = len(consolidation.standings("错报"))
        listed = sum(unit.listed for unit in consolidation.units)
        parts = (("其中迟报", late), ("未报", missing), ("报了但不能用", wrong), ("另有不在名册的", units - listed))
        reported = f"名册应报{len(roster)}家，已报{listed}家" + "".join(f"，{word}{n}家" for word, n in parts if n)
    faulty = sum(unit.faulty for unit in consolidation.units)
    to_mend = f"；计入但要改的单位{faulty}家" if faulty else ""
    files = f"收到文件{consolidation.received}个，不计入{len(consolidation.refused)}个{to_mend}"
    lines = [f"截至{chinese(consolidation.as_of)}。{reported}；{files}。"]
    if total.problems:
        counts = f"共{total.problems}个问题，完成{total.done}个（{total.rate:.1%}）"
        closed = f"，其中已销号{total.closed}个" if total.closed else ""
        going = f"；继续整改{total.ongoing}个，其中逾期{total.overdue}个"
        lines.append(f"{counts}{closed}{going}。整改措施{overview.measures}条，完成{overview.measures_done}条。")
    aside = (
        (f"需要上级支持的{overview.needs_support}个", overview.needs_support),
        (f"上一轮就指出过的{overview.from_last_round}个", overview.from_last_round),
        (f"时限读不出、算不出是否逾期的{overview.unreadable}个", overview.unreadable),
        (f"另有反弹后重新登记的{overview.relapses}个（不计入合计）", overview.relapses),
    )
    besides = "；".join(text for text, count in aside if count)
    where = f"{besides}。是哪些，看汇总表《明细》的“状态”“标注”两栏。" if besides else ""
    return (*lines, *filter(None, (where, _movement(overview.changes), _warned(overview))))


def _movement(changes: PeriodChanges | None) -> str:
    """Say how the numbers moved of the units that can be compared, and what may have moved them but work."""
    number, then, now = changes.in_both if changes else (0, None, None)
    if changes is None or then is None or now is None or not number:
        return ""
    units = [change for change in changes.units if change.summed]
    parts = (
        ("由完成变为未完成的", sum(change.set_back for change in units)),
        ("少了的问题", sum(change.gone for change in units)),
        ("另增的问题", sum(change.added for change in units)),
        ("时限改晚的", sum(change.postponed for change in units)),
        ("上期已逾期、本期才有延期的", sum(len(change.extended) for change in units)),
    )
    listed = "、".join(f"{words}{count}个" for words, count in parts if count)
    besides = f"；其间{listed}，是哪些看汇总表《与上期对比》" if listed else ""
    return (
        f"与上期（{changes.period}）可比的{number}家：完成由{then.done}个变为{now.done}个，"
        f"逾期由{then.overdue}个变为{now.overdue}个{besides}。"
    )


def _warned(overview: Overview) -> str:
    """Say how many warnings there are, so that nobody takes the numbers for all there is to know."""
    levels = Counter(warning.level for warning in overview.warnings)
    if not levels:
        return ""
    listed = "、".join(f"{level}{levels[level]}条" for level in (RED, ORANGE, YELLOW) if levels[level])
    units = len({warning.unit.key for warning in overview.warnings})
    return f"预警{len(overview.warnings)}条（{listed}），涉及{units}家单位，见“预警”。"


class _OverviewSheet:
    """The sheet while it is written from top to bottom.

    `breaks` are the rows with which a page begins: a table stays together with its title and its head where one page
    holds it, since a sheet with several tables cannot repeat the head of each.
    """

    def __init__(self, result: ResultBook) -> None:
        self.result = result
        self.sheet = result.book.add_worksheet(NAME)
        self.row = self.blocks = 0
        self.breaks: list[int] = []
        self._used = 0.0
        for place, width in enumerate(WIDTHS):
            self.sheet.set_column(place, place, width)

    def blank(self, count: int) -> None:
        """Leave rows empty."""
        self.row += count
        self._used += _DEFAULT * count

    def _set_height(self, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self._used = self._used + height if self._used + height <= _PAGE else height

    def across(self, text: str, style: str, height: float = 0) -> None:
        """Write a line over the whole width."""
        high = height or _note_height(text)
        self._set_height(high)
        cells = self.result.special(f"overview {style}", **_LOOKS[style])
        self.sheet.merge_range(self.row, 0, self.row, len(WIDTHS) - 1, "", cells)
        self.sheet.write_string(self.row, 0, storable(text), cells)
        self.row += 1

    def block(self, block: _Block) -> _Placed:
        """Write a table; return where its rows stand."""
        needed = 42.0 + sum(map(_row_height, block.rows)) + (_note_height(block.note) if block.note else 0)
        self.blank(1)
        if self._used + needed > _PAGE and needed <= _PAGE:
            self.breaks.append(self.row)
            self._used = 0.0
        self._set_height(22)
        title = f"{in_chinese(self.blocks + 1)}、{block.title}"
        self.blocks += 1
        self.sheet.write_string(self.row, 0, title, self.result.special("section", **_LOOKS["section"]))
        self.row += 1
        self._set_height(20)
        for place, label in enumerate(block.head):
            self.sheet.write_string(self.row, place, label, self.result.special("overview head", **_LOOKS["head"]))
        self.row += 1
        first = self.row
        for number, row in enumerate(block.rows):
            self._row(row, block.kinds, "sum" if number >= len(block.rows) - block.sums else "")
        if block.note:
            self.across(block.note, "note")
        rows = block.rows[: len(block.rows) - block.sums]
        return _Placed(first, first + len(rows) - 1, rows)

    def _row(self, row: Sequence[CellContent], kinds: Sequence[CellKind], tone: RowTone) -> None:
        self._set_height(_row_height(row))
        for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            style = self.result.look(kind, tone, middle=True)
            if cell is None:
                self.sheet.write_blank(self.row, place, None, style)
            elif isinstance(cell, str):
                self.sheet.write_string(self.row, place, storable(cell), style)
            elif isinstance(cell, int | float):
                self.sheet.write_number(self.row, place, cell, style)
        self.row += 1


def _note_height(text: str) -> float:
    return 16.0 * row_heights.lines(text, colours.BODY_SIZE, sum(WIDTHS)) + 3


def _row_height(row: Sequence[CellContent]) -> float:
    lines = max(
        row_heights.lines(cell, colours.BODY_SIZE, width) if isinstance(cell, str) else 1
        for cell, width in zip(row, WIDTHS, strict=False)
    )
    return _LINE if lines == 1 else _DEFAULT * lines + 3


_LOOKS: dict[str, dict[str, Any]] = {
    "title": {
        "font_name": colours.HEAD_FONT,
        "font_size": 18,
        "font_color": f"#{colours.NAVY}",
        "align": "center",
        "valign": "vcenter",
    },
    "note": {"text_wrap": True, "valign": "vcenter", "font_color": f"#{colours.INK}"},
    "section": {"font_name": colours.HEAD_FONT, "font_size": 12, "font_color": f"#{colours.NAVY}"},
    "head": {
        "font_name": colours.HEAD_FONT,
        "bold": True,
        "font_color": f"#{colours.WHITE}",
        "bg_color": f"#{colours.NAVY}",
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": f"#{colours.LINE}",
    },
}
_COUNT_KINDS: tuple[CellKind, ...] = (*("number",) * 7, "rate")


def count_cells(counts: StatusCounts) -> tuple[CellContent, ...]:
    """Return the numbers of a line in the order of `COUNTS`; without a problem there is no share."""
    return (
        counts.problems,
        counts.done,
        counts.closed,
        counts.ongoing,
        counts.overdue,
        counts.longterm,
        counts.immediate,
        counts.rate if counts.problems else None,
    )


def _states(overview: Overview) -> _Block:
    total = overview.total
    numbers = (total.done, total.ongoing - total.overdue, total.overdue)
    rows = tuple(
        (label, number, number / total.problems if total.problems else None)
        for label, number in zip(_COLOURS, numbers, strict=True)
    )
    whole = ("合计", total.problems, 1.0 if total.problems else None)
    return _Block("完成情况", ("状态", "问题数", "占比"), ("text", "number", "rate"), (*rows, whole), 1)


def _aspects(overview: Overview) -> _Block:
    lines = overview.aspects
    note = ""
    if len(lines) > MOST_ASPECTS:
        ordered = sorted(lines, key=lambda line: (-line.problems, line.title))
        others = ordered[MOST_ASPECTS - 1 :]
        lines = (*ordered[: MOST_ASPECTS - 1], sum_of(others, f"（其余{len(others)}种写法）"))
        note = "各单位的方面写法不一，按写法分别统计；问题多的列在前面。"
    rows = tuple((line.title, *count_cells(line)) for line in (*lines, overview.total))
    return _Block("按方面", ("方面", *COUNTS), ("text", *_COUNT_KINDS), rows, 1, note)


def _statuses(overview: Overview) -> _Block:
    problems = overview.total.problems
    rows = tuple(
        (share.word, share.problems, share.problems / problems if problems else None, share.done)
        for share in overview.statuses
    )
    total = ("合计", problems, 1.0 if problems else None, overview.total.done)
    note = "完成程度是各单位填的词；计为完成的，按该单位《字典》的口径，有剩余事项的不算完成。"
    head = ("完成程度", "问题数", "占比", "计为完成")
    return _Block("按完成程度", head, ("text", "number", "rate", "number"), (*rows, total), 1, note)


def _groups(title: str, name: str, groups: Sequence[UnitGroup], *, roster: bool) -> _Block:
    rows = tuple(
        (group.title, group.expected if roster else None, group.units, *count_cells(group.counts)) for group in groups
    )
    total = (
        "合计",
        sum(group.expected or 0 for group in groups) if roster else None,
        sum(group.units for group in groups),
        *count_cells(sum_of((group.counts for group in groups), "合计")),
    )
    kinds: tuple[CellKind, ...] = ("text", "number", "number", *_COUNT_KINDS)
    return _Block(title, (name, "应报", "已报", *COUNTS), kinds, (*rows, total), 1)


def _lateness(overview: Overview) -> _Block:
    overdue = overview.total.overdue
    rows = tuple((label, count, count / overdue if overdue else None) for label, count in overview.lateness)
    total = ("合计", overdue, 1.0 if overdue else None)
    head = ("逾期天数", "问题数", "占比")
    return _Block("逾期问题", head, ("text", "number", "rate"), (*rows, total), 1)


def _latest(overview: Overview) -> _Block:
    places = sorted(
        (place for place in overview.ranking if place.unit.counts.overdue),
        key=lambda place: (-place.unit.counts.overdue, place.place),
    )
    rows = tuple(
        (place.unit.unit, place.unit.counts.overdue, place.unit.counts.problems) for place in places[:MOST_CHARTED]
    )
    title = f"逾期最多的{len(rows)}家单位"
    return _Block(title, ("单位", "逾期", "问题数"), ("text", "number", "number"), rows)


def _ranking(overview: Overview) -> _Block:
    ranking = overview.ranking
    if len(ranking) <= 2 * MOST_RANKED:
        shown: Sequence[UnitPlace | None] = ranking
        title = "单位排名"
    else:
        shown = (*ranking[:MOST_RANKED], None, *ranking[-MOST_RANKED:])
        title = f"单位排名（前{MOST_RANKED}名和后{MOST_RANKED}名，全部{len(ranking)}家见《各单位》）"
    rows = tuple(_ranked(place) for place in shown)
    return _Block(title, ("单位", "名次", *COUNTS), ("text", "number", *_COUNT_KINDS), rows, 0, RULE)


def _ranked(place: UnitPlace | None) -> tuple[CellContent, ...]:
    if place is None:
        return ("……", *(None,) * 9)
    return (place.unit.unit + ("*" if place.few else ""), place.place, *count_cells(place.unit.counts))


_FONT = {"name": colours.BODY_FONT, "size": 10}


def _state_chart(sheet: _OverviewSheet, row: int, placed: _Placed) -> None:
    """Draw how much is done, goes on, and is late."""
    chart: Any = sheet.result.book.add_chart({"type": "doughnut"})
    chart.add_series(
        {
            "name": "完成情况",
            "categories": [NAME, placed.first, 0, placed.last, 0],
            "values": [NAME, placed.first, 1, placed.last, 1],
            "categories_data": [storable(str(row[0])) for row in placed.rows],
            "values_data": [row[1] for row in placed.rows],
            "points": [{"fill": {"color": colour}} for colour in _COLOURS.values()],
            "data_labels": {"value": True, "font": {**_FONT, "color": "#FFFFFF", "bold": True}},
        }
    )
    chart.set_title({"name": "完成情况（个）", "name_font": {**_FONT, "size": 12}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    _insert(sheet, chart, row, 0, (_BESIDE, _CHART_ROWS * 20 - 6))


def _aspect_chart(sheet: _OverviewSheet, row: int, placed: _Placed) -> None:
    chart: Any = sheet.result.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for name, column, colour in (("完成", 2, _COLOURS["完成"]), ("继续整改", 4, f"#{colours.BLUE}")):
        _series(chart, placed, name, column, colour)
    chart.set_title({"name": "各方面完成情况（条长为占比，数字为个数）", "name_font": {**_FONT, "size": 12}})
    _bars(chart)
    _insert(sheet, chart, row, 3, (_ACROSS - _BESIDE - 4, _CHART_ROWS * 20 - 6))


def _late_chart(sheet: _OverviewSheet, row: int, placed: _Placed) -> None:
    """Draw the units with most late problems."""
    chart: Any = sheet.result.book.add_chart({"type": "bar"})
    _series(chart, placed, "逾期", 1, _COLOURS["逾期"])
    chart.set_title({"name": "逾期最多的单位（个）", "name_font": {**_FONT, "size": 12}})
    _bars(chart)
    chart.set_legend({"none": True})
    _insert(sheet, chart, row, 0, (_ACROSS, _LATE_ROWS * 20 - 6))


def _series(chart: Any, placed: _Placed, name: str, column: int, colour: str) -> None:
    chart.add_series(
        {
            "name": name,
            "categories": [NAME, placed.first, 0, placed.last, 0],
            "values": [NAME, placed.first, column, placed.last, column],
            "categories_data": [storable(str(row[0])) for row in placed.rows],
            "values_data": [row[column] for row in placed.rows],
            "fill": {"color": colour},
            "gap": 50,
            "data_labels": {"value": True, "font": _FONT},
        }
    )


def _bars(chart: Any) -> None:
    """The first line stands on top, the numbers stand in the bars."""
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "label_position": "none"})
    chart.set_legend({"position": "bottom", "font": _FONT})


def _insert(sheet: _OverviewSheet, chart: Any, row: int, column: int, size: tuple[int, int]) -> None:
    chart.set_size({"width": size[0], "height": size[1]})
    chart.set_chartarea({"border": {"color": f"#{colours.LINE}"}})
    sheet.sheet.insert_chart(row, column, chart, {"x_offset": 4, "y_offset": 4, "object_position": 1})
