"""演示: the whole job on the notice of an invented unit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rectify_xl import dates
from rectify_xl.commands import demo_units, import_
from rectify_xl.commands.outcome import MadeFile, Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook, find_header
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.ledger.schema import Sheet
from rectify_xl.notice.publishing.gate import TITLES
from rectify_xl.system import resources
from rectify_xl.text import cell_value

SAMPLE = ("samples", "示例通报.txt")
FILLING = ("samples", "示例补填")
FOUND_BY_NAME = (schema.INFO.name, schema.PROBLEMS.name)
LETTERS = "督办函"
PAPERS = (
    ("report", "整改情况报告.docx", "报上级，附一览表和逐项情况"),
    ("brief", "领导一页纸.docx", "各数、红色问题和等领导决定的事，只有一页"),
    ("weekly", "周调度表.docx", "各科室没有完成的问题和会上要问的话"),
    ("monthly", "月通报.docx", "排名、增减和图表"),
    ("form", "上报表.xlsx", "报巡察办，一个问题一格，措施逐条列出，A3 横向打印"),
    ("letters", LETTERS, "逾期问题应发的督办文书，一个科室一份"),
    ("wallchart", "挂图作战.xlsx", "一页看清全部问题，A3 横向打印"),
    ("proof", "核稿意见.docx", "公开稿印出之前该改的地方"),
)
"""Command, file, and what to say about it. The chart is a workbook, since a PDF needs a Chinese font on the machine."""
LEDGER = "示例台账.xlsx"
NOTICES = (
    ("整改通报（公开稿）.docx", "public"),
    ("整改通报（公开稿）.html", "public"),
    ("整改通报（公开稿）.txt", "public"),
    ("整改通报（内部稿）.docx", "internal"),
)
"""The internal one comes last: it prints what was waived for the others."""
WHO = "演示"
REASON = "演示用的虚构单位，不对外发布"


def run(request: Request) -> Outcome:
    """Import the sample, check it, warn, count and write the notices, all into the folder `--output`."""
    from rectify_xl.ledger.memory import change_tracking
    from rectify_xl.workbook.file_host import FileBook

    folder = Path(request.text("output") or "out")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / LEDGER
    request.say("正在导入示例通报……")
    common = request._replace(book=None, options={}, by=WHO)

    def step(name: str, **given: Value) -> Outcome:
        command = find(name)
        if command is None:
            raise AssertionError(name)
        return invoke(command, common._replace(book=FileBook(target, label=command.label), options=given))

    sample = str(resources.path(*SAMPLE))
    steps: dict[str, Outcome] = {
        "import": import_.run(common._replace(source=sample, options={"output": str(target), "force": True}))
    }
    request.say("正在补填责任科室、时限和销号情况……")
    book = FileBook(target)
    imported = book.read()
    filled = filled_in(imported, resources.path(*FILLING))
    book.write(change_tracking.begin(imported, filled, request.now))
    request.say("正在校验……")
    steps["check"] = step("check", profile="填报", write=True)
    request.say("正在研判……")
    steps["risks"] = step("risks", write=True)
    request.say("正在汇总……")
    steps["rollup"] = step("rollup", write=True, output=str(folder / "汇总表.xlsx"), force=True)
    first = NOTICES[0]
    request.say("公开稿先过公开放行这一关……")
    steps["gate"] = step("notice", audience=first[1], output=str(folder / first[0]), force=True)
    waived = tuple(f"{code}={REASON}" for code in _refused(steps["gate"]))
    for name, audience in NOTICES:
        request.say(f"正在生成{name}……")
        asked = waived if audience == "public" else ()
        steps[name] = step("notice", audience=audience, output=str(folder / name), force=True, waive=asked)
    for name, file, _ in PAPERS:
        request.say(f"正在生成{file}……")
        steps[name] = step(name, output=str(folder / file), force=True)
    request.say("正在汇总十二个下级单位……")
    steps["consolidate"] = demo_units.put_together(folder, common)
    return Outcome(
        {"folder": str(folder), "steps": {name: dict(step.data) for name, step in steps.items()}},
        (*_summary(folder, request.as_of, steps), *steps["consolidate"].summary),
        steps["rollup"].tables[:1],
        made=(
            MadeFile("folder", str(folder)),
            *(path._replace(opening="never") for one in steps.values() for path in one.made),
        ),
    )


def _refused(step: Outcome) -> list[str]:
    """Return the codes that kept a notice from being published, each once."""
    return list(dict.fromkeys(finding.subject for finding in step.refused))


def _summary(folder: Path, as_of: date, steps: Mapping[str, Outcome]) -> tuple[str, ...]:
    return (
        f"示例单位的整改台账和通报已生成（截至{as_of.isoformat()}）：",
        *(f"　{steps[name].summary[0]}" for name in ("import", "check", "risks", "rollup")),
        f"　{_gate(steps['gate'])}",
        "请打开：",
        f"　{folder / LEDGER}　先看《问题台账》的标色行，再看《统计汇总》《校验结果》《预警清单》",
        *(f"　{folder / name}" for name, _ in NOTICES),
        *(f"　{folder / file}　{description}" for _, file, description in PAPERS),
        f"　{folder / '汇总表.xlsx'}",
    )


def _gate(step: Outcome) -> str:
    codes = _refused(step)
    if not codes:
        return "公开稿没有不宜公开之处，直接生成。"
    titles = "、".join(f"{code} {TITLES[code]}" for code in codes)
    return f"公开稿先被拦下（{titles}）；演示中逐项写明理由放行，记入《变更记录》，并印在内部稿末尾。"


def filled_in(book: RawBook, folder: Path) -> Changes:
    """Return what puts the CSV files of `folder` into the ledger: who does what until when, and what was closed.

    A notice tells none of it. The files are named after their sheets; rows of the first two find theirs by the first
    column, all others are new rows.
    """
    return tuple(_block(book, sheet, folder / f"{sheet.name}.csv") for sheet in schema.TABLES if _has(folder, sheet))


def _has(folder: Path, sheet: Sheet) -> bool:
    return (folder / f"{sheet.name}.csv").is_file()


def _block(book: RawBook, sheet: Sheet, path: Path) -> SheetChanges:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    facts = find_header(book.sheets[sheet.name], sheet)
    names = [cell_value.text(row[0]) if row else "" for row in book.sheets[sheet.name].rows]
    writes = [
        CellWrite(
            names.index(row[0]) + 1 if sheet.name in FOUND_BY_NAME else facts.last_row + number,
            facts.headers[column],
            _cell_value(text),
        )
        for number, row in enumerate(rows, 1)
        for column, text in zip(header, row, strict=True)
        if text and not (sheet.name in FOUND_BY_NAME and column == header[0])
    ]
    return SheetChanges(sheet.name, tuple(writes))


def _cell_value(text: str) -> str | date:
    """Return a day as a date and everything else as text."""
    when = dates.read(text)
    return when.day if when.kind == "day" and when.iso == text and when.day else text
