"""The sheets with a line a unit: 各单位, 报送情况, 预警, 与上期对比."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectify_xl.documents.consolidated.overview_sheet import COUNTS, count_cells
from rectify_xl.documents.consolidated.result_cells import (
    CellContent,
    CellLink,
    ResultBook,
    ResultColumn,
    ResultSheet,
    RowTone,
    numbers,
)
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import ORANGE, RED, YELLOW
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit, RosterStanding, SetAside
from rectify_xl.supervision.consolidation.former_files import carried_words
from rectify_xl.supervision.consolidation.overview import RULE, Overview, UnitPlace
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges, UnitChange
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.refs import address_of, split_address

LEVEL_TONES: dict[str, RowTone] = {RED: "red", ORANGE: "orange", YELLOW: "yellow"}
_STATE_TONES: dict[str, RowTone] = {"未报": "red", "错报": "red", "迟报": "orange"}
_SUMS = tuple(ResultColumn(name, 8.0, "rate" if name == "完成率" else "number") for name in COUNTS)
_UNIT = ResultColumn("单位", 26)
_NAMED = 5
"""Problems that a clause names by their numbers."""


def write_units(result: ResultBook, consolidation: Consolidation, overview: Overview) -> None:
    """各单位: all units in the order of the ranking, those without a problem behind them, and their sum."""
    columns = (
        _UNIT,
        ResultColumn("名次", 6, "number"),
        ResultColumn("层级", 11, "word"),
        ResultColumn("上级单位", 20),
        *_SUMS,
        *numbers(7, "措施", "措施\n完成", "反弹\n登记"),
        *numbers(7, "时限\n读不出", "校验\n错误", "校验\n提醒"),
        ResultColumn("台账更新到", 12, "date"),
        ResultColumn("台账", 7, "link"),
        ResultColumn("文件", 22),
    )
    sheet = ResultSheet(result, "各单位", columns, title="各单位整改情况", note=RULE, paper=3)
    places = overview.places
    unranked = [unit for unit in consolidation.units if unit.key not in places]
    for place in overview.ranking:
        sheet.add(_unit_cells(place.unit, place), "red" if place.unit.counts.overdue else "", (8,))
    for unit in unranked:
        sheet.add(_unit_cells(unit, None))
    if consolidation.units:
        sheet.add(_sum_cells(consolidation, overview), "sum")
    sheet.finish("没有收到能用的台账。")


def _unit_cells(unit: CountedUnit, place: UnitPlace | None) -> tuple[CellContent, ...]:
    return (
        unit.unit + ("*" if place and place.few else ""),
        place.place if place else None,
        unit.level,
        unit.superior,
        *count_cells(unit.counts),
        unit.measures,
        unit.measures_done,
        unit.relapses,
        unit.unreadable,
        unit.errors,
        unit.warnings,
        unit.reported.date() if unit.reported else None,
        _opening(unit),
        unit.file.place,
    )


def _opening(unit: CountedUnit) -> CellContent:
    """Return a link that opens a ledger at its problems, and another table as it was saved."""
    address = "" if unit.intake else address_of(schema.PROBLEMS.name, "A1")
    return file_cell(unit, address, "打开") if unit.file.path else None


def _sum_cells(consolidation: Consolidation, overview: Overview) -> tuple[CellContent, ...]:
    units = consolidation.units
    return (
        f"合计（{len(units)}家）",
        None,
        None,
        None,
        *count_cells(overview.total),
        overview.measures,
        overview.measures_done,
        overview.relapses,
        overview.unreadable,
        sum(unit.errors for unit in units),
        sum(unit.warnings for unit in units),
        *(None,) * 3,
    )


def file_cell(unit: CountedUnit, address: str, text: str = "") -> CellContent:
    """Return a link to a cell of a unit's workbook; only a text, by itself its address, where it is no plain file."""
    return CellLink(text or address, unit.file.path, *split_address(address)) if unit.file.path else text or address


def write_reports(result: ResultBook, consolidation: Consolidation) -> None:
    """报送情况: who reported in time, late, not at all or wrongly, and what was sent more than once."""
    columns = (
        ResultColumn("单位", 27),
        ResultColumn("报送情况", 10, "word"),
        ResultColumn("层级", 9, "word"),
        ResultColumn("上级单位", 23),
        ResultColumn("应报日期", 12, "date"),
        ResultColumn("收到时间", 17, "moment"),
        *numbers(8, "迟报天数", "报送次数"),
        ResultColumn("说明", 40, own=True),
    )
    note = "" if consolidation.roster is not None else "没有给名册，只列收到的单位；给了名册才看得出谁未报、谁迟报。"
    sheet = ResultSheet(result, "报送情况", columns, title="报送情况", note=note)
    aside: dict[str, list[SetAside]] = {}
    for extra in consolidation.set_aside:
        aside.setdefault(extra.unit, []).append(extra)
    listed = {standing.line.unit for standing in consolidation.roster or ()}
    by_name = {unit.unit: unit for unit in consolidation.units}
    for standing in sorted(consolidation.roster or (), key=_urgency):
        sheet.add(
            _standing_cells(standing, consolidation, by_name.get(standing.line.unit), aside),
            _STATE_TONES.get(standing.state, "yellow" if standing.doubt else ""),
            (1,),
        )
    for unit in consolidation.units:
        if unit.unit not in listed:
            sheet.add(_unlisted_cells(unit, aside, roster=consolidation.roster is not None))
    sheet.finish("名册是空的，也没有收到台账。")


def _urgency(standing: RosterStanding) -> tuple[int, int]:
    order = {"未报": 0, "错报": 1, "迟报": 2, "已报": 3, "按时": 3}
    return order[standing.state], standing.line.row


def _standing_cells(
    standing: RosterStanding,
    consolidation: Consolidation,
    unit: CountedUnit | None,
    aside: dict[str, list[SetAside]],
) -> tuple[CellContent, ...]:
    line = standing.line
    refused = [file for file in consolidation.refused if file.unit == line.unit]
    parts = []
    if standing.state == "未报" and line.due and line.due > consolidation.as_of:
        parts.append("还没到应报日期")
    if refused:
        why = first_few((rejection.message.rstrip("。") for file in refused for rejection in file.rejections), 2, "；")
        parts.append(f"退件{len(refused)}个：{why}")
    if standing.doubt:
        parts.append(standing.doubt)
    parts += _aside_words(aside.get(line.unit, []))
    if unit and unit.written != unit.unit:
        parts.append(f"台账里写的是“{unit.written}”")
    return (
        line.unit,
        standing.words,
        line.level,
        line.superior,
        line.due,
        standing.came.replace(tzinfo=None) if standing.came else None,
        standing.late_days or None,
        standing.sent,
        "；".join(parts),
    )


def _unlisted_cells(unit: CountedUnit, aside: dict[str, list[SetAside]], *, roster: bool) -> tuple[CellContent, ...]:
    extra = aside.get(unit.unit, [])
    came = unit.file.received.replace(tzinfo=None) if unit.file.received else None
    words = _aside_words(extra)
    if unit.carried:
        words.insert(0, carried_words(unit.carried))
    if roster:
        words.insert(0, "名册里没有这个单位，数字已计入；请核对名称，或补进名册")
    state = "不在名册" if roster else "已报"
    return (unit.unit, state, unit.level, unit.superior, None, came, None, 1 + len(extra), "；".join(words))


def _aside_words(extra: list[SetAside]) -> list[str]:
    """Say what was sent besides the workbook that counts."""
    same = [one for one in extra if one.reason == "重报相同"]
    older = [one for one in extra if one.reason == "已有更新"]
    beside = [one for one in extra if one.reason == "不在清单"]
    other = [one for one in extra if one.reason == "另一轮次"]
    forms = [one for one in extra if one.reason == "另有台账"]
    foreign = [one for one in extra if one.reason == "报送人存疑"]
    words = []
    if same:
        words.append(f"重报{len(same)}次，内容相同（{first_few((one.file.place for one in same), 2)}）")
    if older:
        words.append(f"以最新的为准，较早的{len(older)}份没有计入（{first_few((one.file.place for one in older), 2)}）")
    if beside:
        places = first_few((one.file.place for one in beside), 2)
        words.append(f"以清单登记的台账为准，清单里没有的{len(beside)}份没有计入（{places}）")
    if foreign:
        places = first_few((one.file.place for one in foreign), 2)
        words.append(f"名册里别的单位的邮箱寄来的{len(foreign)}份没有计入，请核实（{places}）")
    if other:
        places = first_few((one.file.place for one in other), 2)
        words.append(f"另一轮次的{len(other)}份没有计入（{places}）")
    if forms:
        places = first_few((one.file.place for one in forms), 2)
        words.append(f"以台账为准，别的版式的{len(forms)}份没有计入（{places}）")
    return words


def write_warnings(result: ResultBook, overview: Overview) -> None:
    """预警: what makes the level above look more closely; the worst first."""
    columns = (
        _UNIT,
        ResultColumn("级别", 6, "word"),
        ResultColumn("预警", 16, "word"),
        ResultColumn("看到什么", 50, own=True),
        ResultColumn("涉及问题", 20),
        ResultColumn("建议", 40, own=True),
        ResultColumn("代码", 9, "word"),
    )
    note = "预警是提请核实的迹象，不是结论。各项的标准见《说明》。"
    sheet = ResultSheet(result, "预警", columns, title="预警单位", note=note)
    for warning in overview.warnings:
        sheet.add(
            (
                warning.unit.unit,
                warning.level,
                warning.kind.title,
                warning.text,
                first_few(warning.ids, 8, " "),  # so that no number is broken at the end of a line
                warning.kind.advice,
                warning.kind.code,
            ),
            LEVEL_TONES[warning.level],
            (1,),
        )
    sheet.finish("没有要预警的单位。")


def write_changes(result: ResultBook, overview: Overview, as_of: date) -> None:
    """与上期对比: the numbers of each unit then and now, and the problems that were done then and are not now."""
    changes = overview.changes
    columns = (
        _UNIT,
        ResultColumn("台账", 10, "word"),
        *(
            column
            for name in ("问题数", "完成", "逾期")
            for column in (*numbers(8, f"{name}\n上期", f"{name}\n本期"), ResultColumn("增减", 7, "change"))
        ),
        *numbers(8, "新完成"),
        *numbers(10, "由完成变\n为未完成"),
        *numbers(8, "少了的\n问题"),
        ResultColumn("说明", 26, own=True),
    )
    note = f"{_compared(changes, as_of)}{overview.uncompared_periods}" if changes else ""
    sheet = ResultSheet(result, "与上期对比", columns, title="与上期对比", note=note)
    if changes:
        for change in changes.units:
            sheet.add(_change_cells(change), "red" if change.set_back > len(change.returned) else "", (12,))
        summed = [change for change in changes.units if change.summed]
        number, then, now = changes.in_both
        if number < len(changes.units):
            sheet.add(_moved_sums(f"两期可比的{number}家", then, now, summed), "sum")
        number, then, now = changes.over_gap
        if number:
            sums = _moved_sums(f"隔期对比的{number}家", then, now, changes.with_older)
            sheet.add((*sums[:-1], "各与自己上次计入的一期比"), "sum")
        whole = _moved_sums("合计", changes.then, changes.now, summed)
        if changes.in_both[0] < len(changes.units):  # units that came and went are no movement of a unit
            whole = tuple(None if place in (4, 7, 10, 11, 12, 13) else cell for place, cell in enumerate(whole))
        sheet.add(whole, "sum")
    sheet.finish(overview.uncompared_periods)
    if changes and changes.set_back:
        _write_set_back(result, changes)
    if changes and changes.gone:
        _write_gone(result, changes)


def _compared(changes: PeriodChanges, as_of: date) -> str:
    new, gone = len(changes.among("本期新增")), len(changes.among("本期没有"))
    rounds, over_gap = len(changes.among("换了轮次")), len(changes.with_older)
    renamed, still = len(changes.among("疑似改名")), len(changes.among("没有变化"))
    uneven = new or gone or rounds or over_gap
    parts = (
        "两期报的单位或轮次不同，增减看“两期可比的”一行" if uneven else "",
        f"换了轮次的{rounds}家" if rounds else "",
        f"隔期对比{over_gap}家（上期没有计入，或者报的是另一轮次，各与自己上次计入的一期比，不在“两期可比的”“合计”的增减里）"
        if over_gap
        else "",
        f"本期新增单位{new}家" if new else "",
        f"上期有、本期没有的{gone}家" if gone else "",
        f"疑似改名{renamed}家" if renamed else "",
        f"与上期一字不差的{still}家" if still else "",
        f"由完成变为未完成的问题{len(changes.set_back)}个，列在《完成又退回》" if changes.set_back else "",
        f"本期没有了的问题、反弹登记{len(changes.gone)}个，列在《少了的问题》" if changes.gone else "",
    )
    moves = "；".join(filter(None, parts))
    sentence = f"本期截至{as_of.isoformat()}，上期（{changes.period}）截至{changes.as_of.isoformat()}。"
    return f"{sentence}{moves}。" if moves else sentence


def _change_cells(change: UnitChange) -> tuple[CellContent, ...]:
    then = change.then.counts if change.then else None
    now = change.now.counts if change.now else None
    numbers: list[CellContent] = []
    for name in ("problems", "done", "overdue"):
        before: int | None = getattr(then, name) if then else None
        after: int | None = getattr(now, name) if now else None
        numbers += [before, after, None if before is None or after is None or not change.comparable else after - before]
    both = change.comparable
    rounds = ""
    if change.new_round and change.then and change.now:
        last = f"{change.older.why}，{change.older.name}" if change.older else "上期"
        rounds = f"{last}报的是{change.then.round}，本期是{change.now.round}，不作比较"
    elif change.round_reworded and change.then and change.now:
        rounds = f"轮次由“{change.then.round}”改写成“{change.now.round}”，多数问题相同，照样比较"
    parts = (
        change.older.words if change.older and both else "",
        rounds,
        f"{change.before}叫“{change.was_called}”" if change.was_called else "",
        "没有变化" if change.older and both and not change.touched else "",
        f"新增问题{change.added}个{_which(change.ids_added)}" if change.added else "",
        f"{change.turned}个改按反弹另计" if change.turned else "",
        f"原定时限改晚、清空{change.postponed}个{_which(change.ids_postponed)}" if change.postponed else "",
        *(f"{words}{len(names)}个{_which(names)}" for words, names in _moves(change) if names),
        f"上期时限读不出、本期才写成日期（请核对）：{first_few(change.dated, 5, more='等')}" if change.dated else "",
        f"本期报的表没有{'、'.join(change.absent)}，{_these(change.absent)}没有比较" if change.absent else "",
    )
    tail: tuple[CellContent, ...] = (change.finished, change.set_back, change.gone) if both else (None, None, None)
    words = list(filter(None, parts)) or [_by_the_calendar(change)]
    return (change.unit, change.kind, *numbers, *tail, "；".join(filter(None, words)))


def _moves(change: UnitChange) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what else is otherwise than then, each with the numbers of the problems."""
    return (
        (f"{change.before}已逾期、本期才有延期", change.extended),
        (f"完成日期写在{change.before}以前", change.predated),
        ("改填为即知即改", change.relabelled),
        ("去掉上轮问题", change.renewed),
        ("编号改了", change.renumbered),
        ("换了方面、大项或责任科室", change.moved),
        ("有未完成措施的问题少了措施", change.stripped),
        ("少了反弹登记", change.relapses_gone),
        ("问题里的数改小或删去", change.softened),
    )


def _these(names: Sequence[str]) -> str:
    return "这几项" if len(names) > 1 else "这一项"


def _which(names: Sequence[str]) -> str:
    return f"（{first_few(dict.fromkeys(names), _NAMED, more='等')}）" if names else ""


def _by_the_calendar(change: UnitChange) -> str:
    """Say why more is late in a ledger in which nothing was done: else its row would contradict itself."""
    if change.touched or not change.comparable or change.then is None or change.now is None:
        return ""
    more = change.now.counts.overdue - change.then.counts.overdue
    return f"逾期多{more}个是时限到了，台账没有动" if more > 0 else ""


def _moved_sums(
    name: str, then: StatusCounts, now: StatusCounts, changes: Sequence[UnitChange]
) -> tuple[CellContent, ...]:
    numbers: list[CellContent] = []
    for column in ("problems", "done", "overdue"):
        before, after = getattr(then, column), getattr(now, column)
        numbers += [before, after, after - before]
    sums = (sum(getattr(change, column) for change in changes) for column in ("finished", "set_back", "gone"))
    return (name, None, *numbers, *sums, "")


def _write_set_back(result: ResultBook, changes: PeriodChanges) -> None:
    columns = (
        _UNIT,
        ResultColumn("编号", 9, "word"),
        ResultColumn("具体问题", 60),
        ResultColumn("责任科室", 16),
        ResultColumn("现在的完成程度", 12, "word"),
        ResultColumn("本单位退回的记录", 30),
        ResultColumn("出处", 20, "link"),
        *_then_column(changes),
    )
    note = f"{_then_words(changes)}计为完成、本期没有计为完成的问题。属于反弹的，单位应当重新登记，原销号保留；"
    note += "本单位退回了销号申请的，写明退回的记录。"
    sheet = ResultSheet(result, "完成又退回", columns, title="由完成变为未完成的问题", note=note)
    for back in changes.set_back:
        place = file_cell(back.unit, back.address)
        which = (back.period,) if changes.with_older else ()
        words = (back.problem, back.department, back.completion, back.returned)
        sheet.add((back.unit.unit, back.id, *words, place, *which))
    sheet.finish("")


def _write_gone(result: ResultBook, changes: PeriodChanges) -> None:
    columns = (_UNIT, ResultColumn("上期编号", 12, "word"), ResultColumn("上期的问题", 90), *_then_column(changes))
    note = f"{_then_words(changes)}台账里有、本期没有了的问题和反弹登记。反馈的问题不能自行删除，请单位逐个说明。"
    sheet = ResultSheet(result, "少了的问题", columns, title="少了的问题", note=note)
    for problem in changes.gone:
        which = (problem.period,) if changes.with_older else ()
        sheet.add((problem.unit.unit, problem.id, problem.problem, *which))
    sheet.finish("")


def _then_column(changes: PeriodChanges) -> tuple[ResultColumn, ...]:
    """Return the column that says of which period a problem was, where not all are of the last one."""
    return (ResultColumn("哪一期的", 12, "word"),) if changes.with_older else ()


def _then_words(changes: PeriodChanges) -> str:
    last = f"上期（{changes.period}）"
    return f"{last}、或者单位上次计入的一期（见末列）" if changes.with_older else last
