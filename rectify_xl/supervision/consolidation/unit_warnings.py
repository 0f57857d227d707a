"""预警: what makes the level above look at a unit more closely. Signs, no verdicts: each says what was seen, and where.

`RULES` is the one list of them; the result workbook prints it, and docs/汇总数据.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.judgement.ledger_doubts import COMPUTED, LedgerDoubt
from rectify_xl.ledger.vocabulary import AT_ONCE_DAYS, LATE_ENTRY_DAYS, ORANGE, RED, YELLOW
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit
from rectify_xl.supervision.consolidation.copied_texts import LEAST_COPIED, MOST_OTHERS, CopiedFrom
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges, SetBack, UnitChange, still_doubtful
from rectify_xl.supervision.consolidation.unit_signs import (
    APART,
    CONTRADICTIONS,
    LEAST_SAME,
    LONG_LATE,
    TRACES,
    WIDENED,
    UnitSigns,
)
from rectify_xl.text.excerpts import first_few, shortened
from rectify_xl.text.refs import quoted_address

LATE_SHARE, VERY_LATE_SHARE = 0.2, 0.5
"""Share of a unit's problems that are late: from the first it is warned of, from the second in red."""
LEAST_LATE = 3
"""Late problems from which their share is looked at: one of two is no trend."""
SAME_SHARE = 0.8
NOTHING_BEGUN = 60
"""Days after feedback from which on a unit without anything done is warned of."""
LEAST_UNREADABLE = 3
MANY_CONTRADICTIONS = 3
LISTED = 8
SINCE = (
    ("extended", "RX727", 1, "上期已逾期、没有延期，本期才有延期的"),
    ("moved", "RX726", 1, "方面、大项或责任科室与上期不同的"),
    ("stripped", "RX731", LEAST_LATE, "上期有未完成的措施、本期措施少了的"),
    ("softened", "RX729", 1, "问题里的数比上期改小或删去的"),
    ("predated", "", 1, "上期还没有完成、完成日期却早写在上期以前的"),
    ("relabelled", "", LEAST_LATE, "上期不算即知即改、本期改填为即知即改的"),
    ("renewed", "", 1, "上期填为上轮问题、本期去掉了的"),
    ("renumbered", "RX725", 1, "问题没变、编号与上期不同的"),
)
"""What the comparison with the last period shows, whatever the ledger remembers: the field of `UnitChange`, the check
that tells of the same kind, how many problems it takes, the words."""
GRAVE = frozenset({"RX228", "RX724", "RX728"})


class WarningKind(NamedTuple):
    """One kind of warning: its code, its name, and what the level above does about it."""

    code: str
    title: str
    advice: str


LATE = WarningKind("HZ201", "逾期多", "请督促单位逐项说明原因、倒排时间，必要时发督办函")
LONG_OVERDUE = WarningKind("HZ202", "长期逾期", "请约谈责任领导，逐项定下完成日期；确有困难的按程序办理延期")
NOTHING_MOVED = WarningKind("HZ203", "上期以来没有变化", "请核实是否原样重报了上期台账")
NOTHING_CAME = NOTHING_MOVED._replace(
    title="没有报来新的", advice="请催单位报送本期的台账；报来以前，合计里仍是上期的数"
)
SET_BACK = WarningKind("HZ204", "由完成变为未完成", "请单位说明原因；属于反弹的，要重新登记并查明责任")
RETURNED = SET_BACK._replace(title="退回重办", advice="请看退回的理由（《完成又退回》），了解补充要求办得怎样")
RATE_FELL = WarningKind("HZ205", "完成率下降", "请核对是新增了问题、口径变了，还是退回重办")
SAME_DAY = WarningKind("HZ206", "同一天集中完成", "请抽查佐证材料的日期，防止突击填报")
CONTRADICTORY = WarningKind("HZ207", "前后矛盾", "请退回单位核对完成程度和整改进展")
SAME_TEXT = WarningKind("HZ208", "进展雷同", "请单位按每个问题的实际情况分别填写")
COPIED = WarningKind("HZ209", "与别的单位一字不差", "请核实是否照抄；由上级统一部署的工作也应写明本单位的做法")
RENAMED = WarningKind("HZ210", "疑似改名", "请核对单位名称；确是改名的，在名册的“别名”里补上原名")
PROBLEMS_GONE = WarningKind("HZ211", "问题比上期少", "请单位说明少了哪些问题、依据是什么；反馈的问题不能自行删除")
RELAPSES_GONE = PROBLEMS_GONE._replace(title="反弹登记比上期少", advice="请单位说明依据；反弹登记不能自行删除，请补回")
NOT_BEGUN = WarningKind("HZ212", "没有起色", "请了解是没有整改，还是没有填报")
UNREADABLE = WarningKind("HZ213", "时限读不出", "请退回单位改正时限；改正以前逾期数偏少")
POSTPONED = WarningKind("HZ214", "时限改晚了", "请核对有没有批准的延期；没有的按原时限算")
WIDER = WarningKind("HZ215", "口径放宽", "请核对是否经上级同意；没有同意的，请恢复《字典》的口径后重报")
ALTERED = WarningKind("HZ216", "改动痕迹", "请单位逐处说明；按原时限、原记录核对")
SAME_LEDGER = WarningKind(
    "HZ217", "与别的单位同一本台账", "请核实是否拿别的单位的台账改名报送；核实以前，合计里可能算了两遍"
)
PROBLEMS_ADDED = WarningKind(
    "HZ218", "问题比上期多", "请单位说明多了哪些问题、依据是什么；反馈的问题数不该自己增加，反弹的要另行登记"
)
DOUBTFUL_RELAPSES = WarningKind(
    "HZ219", "反弹登记存疑", "请逐个核对是不是反弹；不是的，请单位清空“关联编号”后重报，按本轮问题计"
)
RULES: tuple[tuple[WarningKind, str], ...] = (
    (LATE, f"逾期{LEAST_LATE}个以上，并且占问题数的{LATE_SHARE:.0%}以上为橙，{VERY_LATE_SHARE:.0%}以上为红"),
    (LONG_OVERDUE, f"有问题逾期超过{LONG_LATE}天为橙，{LEAST_LATE}个以上为红"),
    (
        NOTHING_MOVED,
        "还有问题在继续整改，而完成程度、进展、剩余事项、时限、措施完成数都与上期一字不差（标点、空白不算），为橙",
    ),
    (
        SET_BACK,
        "上期计为完成、本期不计为完成，为红；本期由本单位退回了销号申请、《销号登记》写有理由的，为黄；逐个列在《完成又退回》",
    ),
    (RATE_FELL, "完成的个数、完成率都比上期低，又没有由完成变为未完成的问题，为橙；只因问题增加的不算"),
    (
        SAME_DAY,
        f"{LEAST_SAME}个以上问题、并且有完成日期的{SAME_SHARE:.0%}以上写的是同一天，为橙；反馈后{AT_ONCE_DAYS}天内即知即改的不算",
    ),
    (
        CONTRADICTORY,
        f"校验发现完成程度与同一行其他内容矛盾（{'、'.join(sorted(CONTRADICTIONS))}），为黄，{MANY_CONTRADICTIONS}个以上为橙",
    ),
    (SAME_TEXT, f"{LEAST_SAME}个以上问题的整改进展一字不差，为橙"),
    (COPIED, f"{LEAST_LATE}个以上问题的整改进展（{LEAST_COPIED}字以上）与别的单位一字不差，为黄"),
    (RENAMED, "上期没有这个单位名称，而六成以上的问题与上期某个本期没有的单位相同，为黄"),
    (PROBLEMS_GONE, f"上期有的问题、反弹登记本期没有了，为橙，{LEAST_SAME}个以上为红；逐个列在《少了的问题》"),
    (NOT_BEGUN, f"反馈超过{NOTHING_BEGUN}天，没有一个问题完成或写有进展，为红"),
    (UNREADABLE, f"{LEAST_UNREADABLE}个以上未完成的问题时限读不出，为黄"),
    (POSTPONED, "未完成的问题，延期以前的原定时限比上期写得晚，或者清空、换成了文字，为黄"),
    (
        WIDER,
        f"单位自己的《字典》把更多的词计为完成（校验提醒{'、'.join(sorted(WIDENED))}），为橙；完成率不能与别的单位直接比",
    ),
    (
        ALTERED,
        (
            f"校验结果里有{'、'.join(f'{words}（{code}）' for code, words in TRACES.items())}，为黄；"
            f"完成程度、剩余事项是公式而计为完成的（{'、'.join(COMPUTED)}），为黄；"
            "变更记录被改动、记录被删除、问题被换的为橙。打包上报的，清单写明的也算；"
            "与上期比，上期已逾期本期才有延期的、换了方面、大项或责任科室的、问题里的数改小或删去的、"
            f"完成日期比上期早{LATE_ENTRY_DAYS}天以上而上期没有完成的，去掉了“上轮问题”的、编号与上期不同的、"
            f"{LEAST_LATE}个以上问题反馈{AT_ONCE_DAYS}天以后才改完、本期改填为即知即改的，"
            f"{LEAST_LATE}个以上问题上期有未完成的措施而措施少了的，为黄"
        ),
    ),
    (
        SAME_LEDGER,
        f"{LEAST_SAME}个以上、并且{SAME_SHARE:.0%}以上的问题连同责任科室、责任人与别的单位一字不差，为红",
    ),
    (
        PROBLEMS_ADDED,
        f"本期比上期多出{LEAST_LATE}个以上问题（反弹登记的不算），为黄；多出的大半当期就计为完成的，为橙",
    ),
    (
        DOUBTFUL_RELAPSES,
        f"按反弹另计、没有计入问题数的行有疑点（校验提醒{APART}），为黄；{LEAST_SAME}个以上，或者其中有逾期的，为橙",
    ),
)
"""By which measure it is warned, in the words of 说明 and of docs/汇总数据.md."""
_ORDER = {RED: 0, ORANGE: 1, YELLOW: 2}


class UnitWarning(NamedTuple):
    """A warning about one unit: 红, 橙 or 黄, its kind, what was seen, and the ids of the problems that show it."""

    unit: CountedUnit
    level: str
    kind: WarningKind
    text: str
    ids: tuple[str, ...] = ()


def warnings(
    consolidation: Consolidation, signs: Sequence[UnitSigns], changes: PeriodChanges | None
) -> tuple[UnitWarning, ...]:
    """Return all warnings: red before orange before yellow, within these in the order of the units.

    `signs` are those of the units, in their order.
    """
    rows, names = consolidation.rows, _ShortNames(consolidation.units)
    copied, same_rows = rows.copied_progress(), rows.copied_rows()
    moved = changes.by_unit if changes else {}
    back: dict[str, list[SetBack]] = {}
    for problem in changes.set_back if changes else ():
        back.setdefault(problem.unit.key, []).append(problem)
    listed = [
        warning
        for place, (unit, own) in enumerate(zip(consolidation.units, signs, strict=True))
        for warning in (
            *_of_unit(unit, own, consolidation.as_of),
            *_altered(unit, own, moved.get(unit.key)),
            *(_movement(unit, moved[unit.key], back.get(unit.key, ())) if unit.key in moved else ()),
            *_copying(unit, copied.get(place), names),
            *_same_ledger(unit, same_rows.get(place), names),
        )
    ]
    return tuple(sorted(listed, key=lambda warning: _ORDER[warning.level]))


class _ShortNames:
    """The names of units by their places, as a sentence lists them."""

    def __init__(self, units: Sequence[CountedUnit]) -> None:
        self._units = units

    def listed(self, places: Sequence[int]) -> str:
        """Return the first of other units, and how many there are (`CopiedFrom.others`)."""
        more = f"等{len(places)}家" + ("以上" if len(places) >= MOST_OTHERS else "")
        return first_few((shortened(self._units[place].unit, 30) for place in places), 3, more=more)


def _same_ledger(unit: CountedUnit, same: CopiedFrom | None, names: _ShortNames) -> Iterator[UnitWarning]:
    if same and len(same.names) >= max(LEAST_SAME, SAME_SHARE * unit.counts.problems):
        text = (
            f"{unit.counts.problems}个问题中，{len(same.names)}个连同责任科室、责任人与别的单位"
            f"（{names.listed(same.others)}）一字不差"
        )
        yield UnitWarning(unit, RED, SAME_LEDGER, text, same.names)


def _copying(unit: CountedUnit, copied: CopiedFrom | None, names: _ShortNames) -> Iterator[UnitWarning]:
    if copied and len(copied.names) >= LEAST_LATE:
        text = (
            f"{len(copied.names)}个问题的整改进展与别的单位（{names.listed(copied.others)}）一字不差，"
            "在《明细》按“整改进展”筛选可以对照"
        )
        yield UnitWarning(unit, YELLOW, COPIED, text, copied.names)


def _of_unit(unit: CountedUnit, signs: UnitSigns, as_of: date) -> Iterator[UnitWarning]:
    yield from _lateness(unit, signs)
    yield from _standstill(unit, signs, as_of)
    yield from _sameness(unit, signs)
    if signs.contradicted:
        count = len(signs.contradicted)
        level = ORANGE if count >= MANY_CONTRADICTIONS else YELLOW
        text = f"{count}个问题的完成程度与同一行的其他内容矛盾"
        yield UnitWarning(unit, level, CONTRADICTORY, text, signs.contradicted)
    if signs.wider:
        yield UnitWarning(unit, ORANGE, WIDER, "；".join(signs.wider))
    doubtful = tuple(dict.fromkeys((*signs.doubtful, *_named(unit.doubts, APART))))
    if doubtful:
        yield _apart(unit, signs, doubtful)


def _lateness(unit: CountedUnit, signs: UnitSigns) -> Iterator[UnitWarning]:
    counts = unit.counts
    share = counts.overdue / counts.problems if counts.problems else 0
    if counts.overdue >= LEAST_LATE and share >= LATE_SHARE:
        level = RED if share >= VERY_LATE_SHARE else ORANGE
        text = f"{counts.problems}个问题中逾期{counts.overdue}个（{share:.0%}），最长逾期{signs.longest}天"
        yield UnitWarning(unit, level, LATE, text, signs.late)
    if signs.long_late:
        text = f"{len(signs.long_late)}个问题逾期超过{LONG_LATE}天，最长{signs.longest}天"
        yield UnitWarning(
            unit, RED if len(signs.long_late) >= LEAST_LATE else ORANGE, LONG_OVERDUE, text, signs.long_late
        )
    if unit.unreadable >= LEAST_UNREADABLE:
        text = f"{unit.unreadable}个未完成的问题时限读不出，算不出是否逾期"
        yield UnitWarning(unit, YELLOW, UNREADABLE, text, signs.unreadable)


def _standstill(unit: CountedUnit, signs: UnitSigns, as_of: date) -> Iterator[UnitWarning]:
    if unit.counts.problems and not signs.begun and unit.feedback and (as_of - unit.feedback).days > NOTHING_BEGUN:
        days = (as_of - unit.feedback).days
        text = f"反馈已{days}天，{unit.counts.problems}个问题没有一个写有进展"
        yield UnitWarning(unit, RED, NOT_BEGUN, text)


def _sameness(unit: CountedUnit, signs: UnitSigns) -> Iterator[UnitWarning]:
    if signs.busiest and signs.busy >= LEAST_SAME and signs.busy >= SAME_SHARE * signs.dated:
        text = f"有完成日期的{signs.dated}个问题中，{signs.busy}个写的是{signs.busiest.isoformat()}（当即改的不算）"
        yield UnitWarning(unit, ORANGE, SAME_DAY, text, signs.busy_names)
    if signs.same:
        yield UnitWarning(unit, ORANGE, SAME_TEXT, f"{len(signs.same)}个问题的整改进展一字不差", signs.same)


def _which(names: Sequence[str]) -> str:
    return f"（{first_few(dict.fromkeys(map(quoted_address, names)), LISTED)}）" if names else ""


def _altered(unit: CountedUnit, signs: UnitSigns, change: UnitChange | None) -> Iterator[UnitWarning]:
    """Yield the traces of changes: what findings show, what 清单 tells of the unit's own ledger, what the period shows.

    What the last period shows is told where nothing else tells as much.
    """
    numbers = Counter(dict(signs.traces))
    numbers |= Counter({doubt.code: doubt.cells for doubt in unit.doubts if doubt.code in TRACES})
    left = still_doubtful(unit, change)
    numbers -= Counter({doubt.code: doubt.cells for doubt in unit.doubts}) - Counter(
        {doubt.code: doubt.cells for doubt in left}
    )
    named = {code: _named(left, code) for code in TRACES}
    seen = [f"{words}{numbers[code]}处{_which(named[code])}" for code, words in TRACES.items() if numbers[code]]
    ids = [name for code in TRACES if numbers[code] for name in named[code]]
    since = []
    before = change.before if change else ""
    for field, code, least, words in SINCE if change else ():
        names: tuple[str, ...] = getattr(change, field)
        if len(names) >= max(least, numbers[code] + 1):
            since.append(f"{words.replace('上期', before)}{len(names)}个{_which(names)}")
            ids += names
    by_formula = sum(doubt.done for doubt in left if doubt.code in COMPUTED)
    if by_formula:
        cells = [name for doubt in left if doubt.code in COMPUTED and doubt.done for name in doubt.names]
        seen.append(f"计为完成靠的是公式{by_formula}处{_which(cells)}")
    if seen or since:
        grave = any(numbers[code] for code in GRAVE)
        basis = _basis(change) if change and since else ""
        text = "、".join((*seen, *since)) + basis
        yield UnitWarning(unit, ORANGE if grave else YELLOW, ALTERED, text, tuple(dict.fromkeys(ids)))


def _named(doubts: Sequence[LedgerDoubt], code: str) -> tuple[str, ...]:
    return next((doubt.names for doubt in doubts if doubt.code == code), ())


def _apart(unit: CountedUnit, signs: UnitSigns, doubtful: tuple[str, ...]) -> UnitWarning:
    """Warn of rows that are said to be relapses, with the numbers as they would be if they were none."""
    counts = unit.counts
    rows = [row for row in signs.apart if row.name in doubtful]
    done, late = sum(row.done for row in rows), sum(row.overdue for row in rows)
    text = f"{len(doubtful)}个问题按反弹另计、没有计入问题数，却有疑点"
    if rows:
        count = counts.problems + len(rows)
        text += (
            f"；计入的话，问题由{counts.problems}个变为{count}个，完成率由{counts.rate:.1%}变为"
            f"{(counts.done + done) / count:.1%}，逾期由{counts.overdue}个变为{counts.overdue + late}个"
        )
    level = ORANGE if late or len(doubtful) >= LEAST_SAME else YELLOW
    return UnitWarning(unit, level, DOUBTFUL_RELAPSES, text, doubtful)


def _postponed(unit: CountedUnit, change: UnitChange) -> Iterator[UnitWarning]:
    """Warn of deadlines that were written later, also by way of the day from which they count."""
    if not change.postponed or change.then is None:
        return
    text = f"{change.postponed}个未完成的问题，原定时限比{change.before}写得晚，或者清空、换成了文字{_basis(change)}"
    then, now = change.then.feedback, unit.feedback
    if then != now:
        text += f"；反馈日期由{_day(then)}改为{_day(now)}，按它推算的时限随着变了"
    yield UnitWarning(unit, YELLOW, POSTPONED, text, change.ids_postponed)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "空"


def _basis(change: UnitChange) -> str:
    """Say which period that is where it is not the last one."""
    return f"；{change.older.words}" if change.older else ""


def _set_back(unit: CountedUnit, change: UnitChange, problems: Sequence[SetBack]) -> Iterator[UnitWarning]:
    """Warn of problems that are done no more; in milder words of those that the unit itself sent back, with reasons."""
    plain, returned = ([one for one in problems if bool(one.returned) is mild] for mild in (False, True))
    if plain:
        text = f"{change.before}已完成、本期未完成的有{len(plain)}个，逐个列在《完成又退回》{_basis(change)}"
        yield UnitWarning(unit, RED, SET_BACK, text, tuple(_name(one) for one in plain))
    if returned:
        reasons = first_few((f"{_name(one)}：{shortened(one.returned, 80)}" for one in returned), 3, "；", more="等")
        text = (
            f"{change.before}已完成、本期由本单位退回销号申请重新整改的有{len(returned)}个（{reasons}），"
            f"逐个列在《完成又退回》{_basis(change)}"
        )
        yield UnitWarning(unit, YELLOW, RETURNED, text, tuple(_name(one) for one in returned))


def _name(problem: SetBack) -> str:
    return problem.id or f"第{problem.row}行"


def _movement(unit: CountedUnit, change: UnitChange, set_back: Sequence[SetBack]) -> Iterator[UnitWarning]:
    if change.then is None or change.new_round:
        return
    then, now = change.then.counts, unit.counts
    before, basis = change.before, _basis(change)
    if change.was_called:
        text = f"上期没有这个名称，多数问题与{before}的“{shortened(change.was_called, 40)}”相同{basis}"
        yield UnitWarning(unit, YELLOW, RENAMED, text)
    if not change.touched and now.ongoing:
        text = f"继续整改的{now.ongoing}个问题，完成程度、进展、时限都与{before}一字不差"
        if unit.carried:
            text = f"计入的是{unit.carried}就有的那一份，继续整改的还是那{now.ongoing}个问题"
        text += basis
        kind = NOTHING_CAME if unit.carried else NOTHING_MOVED
        yield UnitWarning(unit, ORANGE, kind, text, change.ids_going_on)
    yield from _set_back(unit, change, set_back)
    if now.rate < then.rate and now.done < then.done and not change.set_back:
        text = (
            f"完成率由{then.rate:.1%}降到{now.rate:.1%}（完成由{then.done}个变为{now.done}个，"
            f"问题由{then.problems}个变为{now.problems}个）{basis}"
        )
        yield UnitWarning(unit, ORANGE, RATE_FELL, text)
    if change.gone:
        turned = f"其中{change.turned}个改按反弹另计，" if change.turned else ""
        text = f"{before}的{change.gone}个问题本期没有了（{turned}另增{change.added}个），逐个列在《少了的问题》{basis}"
        yield UnitWarning(unit, RED if change.gone >= LEAST_SAME else ORANGE, PROBLEMS_GONE, text, change.ids_gone)
    if change.relapses_gone:
        text = f"{before}的{len(change.relapses_gone)}个反弹登记本期没有了，逐个列在《少了的问题》{basis}"
        yield UnitWarning(unit, ORANGE, RELAPSES_GONE, text, change.relapses_gone)
    more = change.added - change.gone
    if more >= LEAST_LATE:
        quick = change.added_done
        text = (
            f"本期新增{change.added}个问题，其中{quick}个当期就计为完成（问题由{then.problems}个变为{now.problems}个）"
            f"{basis}"
        )
        level = ORANGE if quick * 2 > change.added else YELLOW
        yield UnitWarning(unit, level, PROBLEMS_ADDED, text, change.ids_added)
    yield from _postponed(unit, change)
