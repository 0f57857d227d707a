"""The consolidation on one page for the screen: a single HTML file that opens offline in any browser.

It loads nothing, and its policy (CSP) lets nothing run but the one script whose digest it names. What units wrote is
escaped, or reaches the page as data that the script puts in as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from string import Template
from typing import NamedTuple

from rectify_xl.documents.consolidated import dashboard_charts, overview_sheet
from rectify_xl.documents.consolidated.dashboard_charts import STATES, BarRow, ChartPart
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import RED
from rectify_xl.supervision.consolidation.common_problems import CommonProblem
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit, RosterStanding
from rectify_xl.supervision.consolidation.overview import RULE, Overview
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges
from rectify_xl.supervision.consolidation.unit_warnings import RULES, UnitWarning
from rectify_xl.text.cell_value import storable
from rectify_xl.text.excerpts import beginning, first_few
from rectify_xl.workbook.saving import outputs

WHAT = "汇总看板"
ENDINGS = (".html", ".htm")
MOST_UNITS, MOST_WARNINGS, MOST_COMMON, MOST_LISTED = 20_000, 5_000, 100, 1_000
"""Entries that the page holds of each kind; of more the first ones, and it says so. All stand in the workbook."""
_SHEETS = re.compile(
    "(?<!汇总表)《(?:各单位|报送情况|预警|共性问题|与上期对比|完成又退回|少了的问题|明细|退件清单|校验错误)》"
)
"""The sheets of the workbook, as sentences that stand in both name them."""
_BARS = 12
_LONGEST = 300
FIELDS = (
    "place",
    "few",
    "unit",
    "level",
    "superior",
    "state",
    "problems",
    "done",
    "ongoing",
    "overdue",
    "errors",
    "warnings",
    "moved",
)
_HERE = Path(__file__)


class WrittenPage(NamedTuple):
    """What of all units, warnings and lists does not stand on the page; in words."""

    summary: tuple[str, ...]


def write(consolidation: Consolidation, overview: Overview, target: Path, *, overwrite: bool = False) -> WrittenPage:
    """Write the page to `target`; raises `PaperError` where it cannot be written there."""
    left_out = tuple(_left_out(consolidation, overview))
    content = page(consolidation, overview, left_out).encode()
    outputs.put(target, content, WHAT, endings=ENDINGS, overwrite=overwrite)
    return WrittenPage(left_out)


def _left_out(consolidation: Consolidation, overview: Overview) -> Iterator[str]:
    for name, count, most in (
        ("单位", len(consolidation.units) + len(_absent(consolidation)), MOST_UNITS),
        ("预警", len(overview.warnings), MOST_WARNINGS),
        ("共性问题", len(overview.common), MOST_COMMON),
        ("完成又退回", len(overview.changes.set_back) if overview.changes else 0, MOST_LISTED),
        ("退件", sum(1 for _ in _returned(consolidation)), MOST_LISTED),
    ):
        if count > most:
            yield f"看板上的{name}只列前{most}条（共{count}条），全部见汇总表"


def page(consolidation: Consolidation, overview: Overview, left_out: Sequence[str] = ()) -> str:
    """Return the page."""
    style = _HERE.with_suffix(".css").read_text(encoding="utf-8")
    script = _HERE.with_suffix(".js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    data = json.dumps(_data(consolidation, overview), ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":  # nothing of it ends the element in which it stands
        data = data.replace(mark, f"\\u{ord(mark):04x}")
    skeleton = Template(_HERE.with_suffix(".html").read_text(encoding="utf-8"))
    return skeleton.substitute(
        policy=policy,
        title=_text(overview_sheet.title(consolidation)),
        style=style,
        sentences="".join(f"<p>{_text(line)}</p>" for line in overview_sheet.sentences(consolidation, overview)),
        tiles=_tiles(consolidation, overview),
        charts=_charts(overview),
        rule=_text(RULE),
        moved=_moved(overview),
        about=_about(consolidation, left_out),
        data=data,
        script=script,
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _text(text: str) -> str:
    return escape(storable(text))


def _tiles(consolidation: Consolidation, overview: Overview) -> str:
    total, roster = overview.total, consolidation.roster
    red = len({warning.unit.key for warning in overview.warnings if warning.level == RED})
    units = len(consolidation.units)
    listed = sum(unit.listed for unit in consolidation.units)
    faulty = sum(unit.faulty for unit in consolidation.units)
    tiles: list[tuple[str, str, str]] = [("已报单位", f"{units}" if roster is None else f"{listed}/{len(roster)}", "")]
    if roster is not None:
        missing = len(consolidation.missing)
        tiles.append(("未报单位", str(missing), "bad" if missing else "good"))
    tiles += [
        ("问题", str(total.problems), ""),
        ("完成率", f"{total.rate:.1%}" if total.problems else "—", "good"),
        ("逾期问题", str(total.overdue), "bad" if total.overdue else "good"),
        ("红色预警单位", str(red), "bad" if red else "good"),
        ("不计入的文件", str(len(consolidation.refused)), "bad" if consolidation.refused else "good"),
        ("计入但要改的单位", str(faulty), "bad" if faulty else "good"),
    ]
    return "".join(f'<div class="tile {tone}"><b>{number}</b>{name}</div>' for name, number, tone in tiles)


def _charts(overview: Overview) -> str:
    total = overview.total
    middle = f"{total.rate:.1%}" if total.problems else ""
    charts = [("完成情况", dashboard_charts.ring("完成情况", _states(total), middle))]
    if overview.aspects:
        charts.append(("各方面", _state_bars("各方面", overview.aspects)))
    if len(overview.levels) > 1:
        charts.append(("各层级", _state_bars("各层级", [group.counts for group in overview.levels])))
    if 1 < len(overview.superiors) <= 40:
        charts.append(("各上级单位", _state_bars("各上级单位", [group.counts for group in overview.superiors])))
    if total.overdue:
        rows = [BarRow(label, (count,)) for label, count in overview.lateness]
        parts = (ChartPart("逾期问题", dashboard_charts.LATE),)
        charts.append(("逾期天数", dashboard_charts.bars("逾期天数", parts, rows)))
        late = sorted(
            (place for place in overview.ranking if place.unit.counts.overdue),
            key=lambda place: -place.unit.counts.overdue,
        )
        rows = [BarRow(place.unit.unit, (place.unit.counts.overdue,)) for place in late[:_BARS]]
        charts.append(("逾期最多的单位", dashboard_charts.bars("逾期最多的单位", parts, rows)))
    return "".join(f"<section><h2>{title}</h2>{svg}</section>" for title, svg in charts)


def _states(counts: StatusCounts) -> tuple[int, int, int]:
    return counts.done, counts.ongoing - counts.overdue, counts.overdue


def _state_bars(title: str, lines: Sequence[StatusCounts]) -> str:
    ordered = sorted(lines, key=lambda line: -line.problems) if len(lines) > _BARS else lines
    rows = [BarRow(storable(line.title), _states(line)) for line in ordered[:_BARS]]
    return dashboard_charts.bars(title, STATES, rows, shares=True)


def _moved(overview: Overview) -> str:
    changes, missing = overview.changes, overview.uncompared_periods
    not_compared = f"<p>{_text(missing)}</p>" if missing else ""
    if changes is None:
        return not_compared
    count, then, now = changes.in_both
    basis = "" if count == len(changes.units) else f"两期报的单位或轮次不同，下面只比两期可比的{count}家。"
    numbers = (
        ("问题", then.problems, now.problems),
        ("完成", then.done, now.done),
        ("继续整改", then.ongoing, now.ongoing),
        ("逾期", then.overdue, now.overdue),
    )
    rows = "".join(_number_row(name, before, after) for name, before, after in numbers)
    rates = f"完成率由{then.rate:.1%}到{now.rate:.1%}。" if then.problems and now.problems else ""
    named = "".join(f"<p>{_text(_among(changes, kind, label))}</p>" for kind, label in _KINDS if changes.among(kind))
    named = f"{_over_gap(changes)}{named}"
    head = "".join(f'<th scope="col" class="n">{name}</th>' for name in ("上期", "本期", "增减"))
    return (
        f"<p>上期（{_text(changes.period)}）截至{changes.as_of.isoformat()}。{basis}{rates}</p>"
        f'<div class="scroll"><table><thead><tr><th scope="col"></th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{named}{not_compared}"
    )


_KINDS = (
    ("本期新增", "新增单位"),
    ("本期没有", "上期有、本期没有的"),
    ("疑似改名", "疑似改名的"),
    ("没有变化", "与上期一字不差的"),
    ("换了轮次", "换了轮次、不作比较的"),
)


def _over_gap(changes: PeriodChanges) -> str:
    """Name the units that are compared with a period before the last one, each with that."""
    names = [f"{change.unit}：{change.older.words}" for change in changes.with_older if change.older]
    listed = first_few(names, 12, "；", f"等{len(names)}家")
    return f"<p>{_text(f'隔期对比{len(names)}家，不在上面的数里。{listed}。')}</p>" if names else ""


def _number_row(name: str, before: int, after: int) -> str:
    cells = "".join(f'<td class="n">{number}</td>' for number in (before, after, f"{after - before:+d}"))
    return f"<tr><td>{name}</td>{cells}</tr>"


def _among(changes: PeriodChanges, kind: str, label: str) -> str:
    among = changes.among(kind)
    return f"{label}{len(among)}家：{first_few((change.unit for change in among), 12, more=f'等{len(among)}家')}"


def _about(consolidation: Consolidation, left_out: Sequence[str]) -> str:
    entries = [
        ("截至", f"{consolidation.as_of.isoformat()}；逾期都按这一天算"),
        ("汇总时间", consolidation.made.replace(tzinfo=None).strftime("%Y-%m-%d %H:%M")),
        ("来源", "；".join(consolidation.sources)),
        ("哪一份算数", "一个单位报了几份的，以台账更新得最晚的一份为准；读不了、认不出单位的不计入，列在退件里"),
        ("口径", "每个单位的数字就是该单位台账自己的汇总统计；反弹后重新登记的不计入合计"),
        *(("本次汇总", caveat) for caveat in consolidation.caveats),
        *(("没有列全", line) for line in left_out),
        *((f"预警：{kind.title}", _of_workbook(rule)) for kind, rule in RULES),
    ]
    return "".join(f"<dt>{_text(name)}</dt><dd>{_text(text)}</dd>" for name, text in entries)


def _absent(consolidation: Consolidation) -> list[RosterStanding]:
    """Return the units of the roster that have no numbers."""
    counted = {unit.unit for unit in consolidation.units}
    return [standing for standing in consolidation.roster or () if standing.line.unit not in counted]


def _data(consolidation: Consolidation, overview: Overview) -> dict[str, object]:
    changes = overview.changes
    return {
        "fields": FIELDS,
        "ranked": bool(overview.ranking),
        "compared": changes is not None,
        "units": _units(consolidation, overview),
        "warnings": [_warning(warning) for warning in overview.warnings[:MOST_WARNINGS]],
        "common": [_common(common) for common in overview.common[:MOST_COMMON]],
        "back": [
            [_cut(back.unit.unit), _cut(back.id), _cut(back.problem), _cut(back.completion)]
            for back in (changes.set_back[:MOST_LISTED] if changes else ())
        ],
        "refused": list(islice(_returned(consolidation), MOST_LISTED)),
    }


def _returned(consolidation: Consolidation) -> Iterator[list[object]]:
    """Yield what does not count and why, and then what counts but has to be mended."""
    for file in consolidation.refused:
        for reason in file.rejections:
            yield [
                _cut(file.file.place),
                _cut(file.unit),
                "不计入",
                _own(reason.message),
                _own(reason.fix),
                reason.code,
            ]
    for unit in consolidation.units:
        for reason in unit.rejections:
            names = (_cut(unit.file.place), _cut(unit.unit))
            yield [*names, "计入，要改", _own(reason.message), _own(reason.fix), reason.code]
        if unit.errors:
            message = f"校验有{unit.errors}个错误"
            texts = (unit.file.place, unit.unit, "计入，要改", message, "逐条见汇总表《校验错误》，改正后重报", "校验")
            yield [_cut(text) for text in texts]


def _own(text: str) -> str:
    """Return a sentence of the program, which stands nowhere else, whole."""
    return storable(text)


def _cut(text: str) -> str:
    return storable(beginning(text, _LONGEST))


def _units(consolidation: Consolidation, overview: Overview) -> list[list[object]]:
    places = overview.places
    levels: dict[str, list[str]] = defaultdict(list)
    for warning in overview.warnings:
        levels[warning.unit.key].append(warning.level)
    standings = {standing.line.unit: standing for standing in consolidation.roster or ()}
    moved = {
        change.now.key: change.now.counts.done - change.then.counts.done
        for change in (overview.changes.units if overview.changes else ())
        if change.now and change.then and change.summed
    }
    rows: list[list[object]] = []
    for unit in consolidation.units:
        place = places.get(unit.key)
        counts = unit.counts
        rows.append(
            [
                place.place if place else None,
                bool(place and place.few),
                _cut(unit.unit),
                _cut(unit.level),
                _cut(unit.superior),
                _state(unit, standings, roster=consolidation.roster is not None),
                counts.problems,
                counts.done,
                counts.ongoing,
                counts.overdue,
                unit.errors,
                levels.get(unit.key, []),
                moved.get(unit.key),
            ]
        )
    for standing in _absent(consolidation):
        line = standing.line
        names = [_cut(line.unit), _cut(line.level), _cut(line.superior)]
        rows.append([None, False, *names, standing.state, None, None, None, None, None, [], None])
    return rows[:MOST_UNITS]


def _state(unit: CountedUnit, standings: dict[str, RosterStanding], *, roster: bool) -> str:
    if unit.unit not in standings:
        return "不在名册" if roster else "已报"
    return standings[unit.unit].words


def _of_workbook(text: str) -> str:
    """Return a sentence in which a sheet of the workbook is named as one, for who has only the page before him."""
    return _SHEETS.sub(r"汇总表\g<0>", text)


def _warning(warning: UnitWarning) -> list[object]:
    ids = first_few((name for name in warning.ids if name not in warning.text), 8)
    return [
        _cut(warning.unit.unit),
        warning.level,
        warning.kind.title,
        _own(_of_workbook(warning.text)),
        _cut(ids),
        _of_workbook(warning.kind.advice),
    ]


def _common(common: CommonProblem) -> list[object]:
    names = first_few(common.unit_names, 20, more=f"等{len(common.unit_names)}家")
    wordings = [_cut(one.with_place) for one in common.examples]
    counts = [common.units, common.problems, common.done, common.overdue]
    where = "　".join(filter(None, (common.aspect, common.group)))
    return [_cut(common.text), *counts, _cut(where), wordings, storable(beginning(names, 1000))]
