"""演示 of the level above: the ledgers of twelve invented units in a folder, of two months, and what they say together.

One unit has sent nothing, one came late, one file is damaged, some ledgers have faults.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.commands import consolidate
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.errors import UsageError
from rectify_xl.intake.imported_rows import Cells, ImportedRows, over_blank
from rectify_xl.ledger import schema
from rectify_xl.ledger.vocabulary import DONE
from rectify_xl.system import resources
from rectify_xl.text import file_names
from rectify_xl.text.cell_value import Raw

PROBLEMS, ROSTER = ("samples", "示例下级单位.csv"), ("samples", "示例名册.csv")
FOLDER, SENT, SENT_BEFORE = "汇总", "来文", "上月来文"
RESULT, PAGE, ROSTER_NAME = "下级汇总表.xlsx", "汇总看板.html", "名册.csv"
DUE_DAYS, CAME_DAYS, WRITTEN_DAYS, DONE_DAYS = 3, 7, 8, 10
"""Days before the day of the demo on which the ledgers were due, came, were written, and were last worked on."""
FEEDBACK, ROUND_END = date(2026, 3, 16), date(2027, 3, 15)
_MISSING, _LATE, _DAMAGED = "未报", "迟报", "错报"
_MEASURES = ("措施一", "措施二")
_BEFORE = "上期完成程度"


class DemoUnit(NamedTuple):
    """One unit: its line of the roster, what becomes of its report, and the lines of its problems."""

    roster: Mapping[str, str]
    fate: str
    lines: tuple[Mapping[str, str], ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.roster["单位"]


def put_together(out: Path, request: Request) -> Outcome:
    """Write two months of ledgers into `out`, consolidate both, and say what the second told.

    Ledgers that stand there already stay as they are. Where the parts for it are not installed, it says so.
    """
    from rectify_xl.documents.consolidated import parquet_store

    try:
        parquet_store.require()
    except UsageError as error:
        return Outcome({}, (f"没有演示汇总下级：{error}",))
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    units = list(demo_units())
    before = request.as_of.replace(day=1) - timedelta(days=1)
    for name, day, earlier in ((SENT_BEFORE, before, True), (SENT, request.as_of, False)):
        (folder / name).mkdir(exist_ok=True)
        for unit in units:
            _send(folder / name, unit, day, earlier=earlier)
    _write_roster(folder / ROSTER_NAME, units, request.as_of)
    options: dict[str, Value] = {
        "output": str(folder / RESULT),
        "workers": "1",
        "force": True,
        "store": str(folder / consolidate.STORE),
    }
    consolidate.run(request._replace(as_of=before, source=str(folder / SENT_BEFORE), options=options))
    options |= {"roster": str(folder / ROSTER_NAME), "dashboard": str(folder / PAGE)}
    outcome = consolidate.run(request._replace(source=str(folder / SENT), options=options))
    summary = (
        "上级收到十二个单位的台账以后（一家没报、一家迟报、一家的文件坏了、三家有错）：",
        *(f"　{line}" for line in outcome.summary[:2]),
        f"　{folder / RESULT}　总览、排名、未报迟报、预警、共性问题、与上期对比、明细、退件清单",
        f"　{folder / PAGE}　用浏览器打开，可以查找、排序、筛选",
    )
    return outcome._replace(summary=summary)


def demo_units() -> Iterator[DemoUnit]:
    """Yield the twelve units in the order of their roster."""
    lines = _read(PROBLEMS)
    for entry in _read(ROSTER):
        own = tuple(line for line in lines if line["单位"] == entry["单位"])
        yield DemoUnit(entry, entry["演示"], own)


def _read(sample: tuple[str, str]) -> list[dict[str, str]]:
    with resources.path(*sample).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _send(folder: Path, unit: DemoUnit, day: date, *, earlier: bool) -> None:
    """Write the ledger of a unit as it came; last month all were in time and whole."""
    from rectify_xl.ledger.memory import change_tracking
    from rectify_xl.workbook import file_host

    fate = "" if earlier else unit.fate
    if fate == _MISSING:
        return
    target = folder / f"{file_names.safe(unit.name)}.xlsx"
    if not target.exists():
        template = resources.path("workbook_template.xlsx")
        written = datetime.combine(day - timedelta(days=WRITTEN_DAYS), time(16, 30))
        blank = file_host.FileBook(template).read()
        rows = over_blank(ledger_rows(unit, day, earlier=earlier))
        file_host.create(template, target, change_tracking.begin(blank, rows, written))
        if fate == _DAMAGED:
            target.write_bytes(target.read_bytes()[:20_000])
    came = datetime.combine(day - timedelta(days=1 if fate == _LATE else CAME_DAYS), time(9)).timestamp()
    os.utime(target, (came, came))


def ledger_rows(unit: DemoUnit, day: date, *, earlier: bool = False) -> ImportedRows:
    """Return the rows of a unit's ledger on the day on which it was due, now or a month ago."""
    info: dict[str, Raw] = {
        "单位名称": unit.name,
        "上级单位": unit.roster["上级"],
        "巡察机构": f"{unit.roster['上级'].removesuffix('巡察办')}第一巡察组",
        "巡察轮次": "第三轮",
        "巡察开始": FEEDBACK - timedelta(days=75),
        "巡察结束": FEEDBACK - timedelta(days=20),
        "反馈日期": FEEDBACK,
        "集中整改开始": FEEDBACK,
        "集中整改结束": ROUND_END,
        "通报标题": f"{unit.name}关于巡察整改情况的通报",
        "通报日期": day - timedelta(days=WRITTEN_DAYS),
        "联系电话": f"0999-88001{unit.roster['邮箱'][3:5]}",
        "电子邮箱": unit.roster["邮箱"],
        schema.DECLARED + "具体问题": len(unit.lines),
    }
    problems = [_problem(line, day, earlier=earlier) for line in unit.lines]
    measures = [
        measure for line, problem in zip(unit.lines, problems, strict=True) for measure in _measures(line, problem)
    ]
    evidence = [
        {
            "编号": f"E{number:03d}",
            "问题/措施编号": problem["编号"],
            "名称": "整改会议记录",
            "文件或文号": f"会议记录第{number}号",
            "日期": problem["完成日期"],
        }
        for number, problem in enumerate((problem for problem in problems if problem.get("完成日期")), 1)
    ]
    return ImportedRows(
        info,
        {schema.PROBLEMS.name: problems, schema.MEASURES.name: measures, schema.EVIDENCE.name: evidence},
    )


def _problem(line: Mapping[str, str], day: date, *, earlier: bool) -> dict[str, Raw]:
    columns = {column.name for column in schema.PROBLEMS.columns}
    problem: dict[str, Raw] = {name: _cell(text) for name, text in line.items() if name in columns and text}
    if earlier and line[_BEFORE]:
        problem["完成程度"] = line[_BEFORE]
        if line[_BEFORE] == DONE:
            problem |= {"剩余事项": None, "剩余时限": None, "完成日期": FEEDBACK + timedelta(days=100)}
        else:
            problem |= {"完成日期": None, "整改进展": "已研究部署，正在按措施推进。", "即知即改": None}
    elif line[_BEFORE] and problem.get("完成程度") == DONE:
        problem |= {"完成日期": day - timedelta(days=DONE_DAYS)}
    return problem


def _measures(line: Mapping[str, str], problem: Cells) -> Iterator[dict[str, Raw]]:
    texts: Sequence[str] = [line[name] for name in _MEASURES if line[name]]
    for number, text in enumerate(texts, 1):
        done = problem.get("完成程度") == DONE
        yield {
            "措施编号": f"M{str(problem['编号'])[1:]}-{number}",
            "问题编号": problem["编号"],
            "措施内容": text,
            "责任科室": problem.get("责任科室") or problem.get("牵头领导"),
            "责任人": problem.get("责任人"),
            "时限": problem.get("整改时限") if isinstance(problem.get("整改时限"), date) else None,
            "完成程度": DONE if done else "整改中",
            "完成日期": problem.get("完成日期") if done else None,
        }


def _cell(text: str) -> str | date:
    when = dates.read(text)
    return when.day if when.kind == "day" and when.iso == text and when.day else text


def _write_roster(path: Path, units: Sequence[DemoUnit], as_of: date) -> None:
    due = (as_of - timedelta(days=DUE_DAYS)).isoformat()
    names = ("单位", "层级", "上级", "邮箱")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*names, "应报日期"))
        writer.writerows((*(unit.roster[name] for name in names), due) for unit in units)
