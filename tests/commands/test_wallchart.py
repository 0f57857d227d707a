"""`wallchart` draws the ledger as it is, says what it printed, and never half a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generate import ledger_builder
from generate.ledger_builder import MemoryBook, raw_book
from rectify_xl.commands import wallchart
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from tests.addresses import column
from tests.doors.test_cli import call
from tests.papers.drawn_rounds import draw
from tests.papers.printed_paper import measured
from tests.supervision.wallchart import chart_ledgers
from tests.supervision.wallchart.chart_ledgers import AS_OF

LEDGER = """
[基本信息]
单位名称 | 青禾市示范学校
[问题台账]
编号 | 方面 | 责任科室 | 具体问题 | 完成程度 | 后续要求 | 整改时限 | 需上级支持
P001 | 履职 | 办公室 | 学习走过场 | 已完成 | 长期坚持 | 2026-06-30 |
P002 | 履职 | 财务科 | 报销审核不严 | 整改中 | | 2026-08-31 | 是
P003 | 管党 | | 台账不全 | 整改中 | | |
"""


def run(tables: str, output: Path, **options: Value) -> Outcome:
    return wallchart.run(Request(AS_OF, MemoryBook(raw_book(tables)), options={"output": str(output), **options}))


def test_what_it_says(tmp_path: Path) -> None:
    """The data name every problem with its cell and state; the totals are those of `rollup`."""
    target = tmp_path / "挂图.xlsx"
    outcome = run(LEDGER, target)
    total = problem_counts.roll_up(ledger_builder.load(LEDGER), AS_OF).total
    assert outcome.data["as_of"] == "2026-09-30"
    assert (outcome.data["chart"], outcome.data["paper"], outcome.data["pages"]) == (str(target), "A3", 1)
    totals = outcome.data["totals"]
    assert isinstance(totals, dict)
    assert {key: totals[key] for key in ("problems", "done", "ongoing", "longterm", "overdue")} == {
        "problems": total.problems,
        "done": total.done,
        "ongoing": total.ongoing,
        "longterm": total.longterm,
        "overdue": total.overdue,
    }
    problems = outcome.data["problems"]
    assert isinstance(problems, list)
    assert problems[1] == {
        "id": "P002",
        "row": 3,
        "cell": "问题台账!D3",
        "aspect": "履职",
        "department": "财务科",
        "state": "overdue",
        "days": 30,
        "due": "2026-08-31",
        "support": True,
    }
    assert [each["state"] for each in problems] == ["longterm", "overdue", "ongoing"]
    assert outcome.summary == (
        f"已生成挂图（A3横向，1页）：{target}。",
        "3个问题：完成1个（其中长期坚持1个），继续整改2个，其中逾期1个。",
    )


def test_more_than_one_page_is_told(tmp_path: Path) -> None:
    """Where A3 is too small, the bigger paper is offered."""
    rows = "\n".join(
        f"P{number:03} | 方面{number % 4} | 科室{number // 4 % 12} | 题 | 整改中 | | |" for number in range(1, 1001)
    )
    outcome = run(LEDGER.split("P001", maxsplit=1)[0] + rows, tmp_path / "挂图.xlsx")
    assert outcome.data["pages"] == 2
    assert outcome.summary[-1] == (
        "问题太多，一页A3排不下（字会小到看不清），分成了2页，请并排张贴；改用 A2（--paper A2）可排成1页。"
    )


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("挂图.docx", {}, "挂图的文件名应以 .pdf 或 .xlsx 结尾"),
        ("挂图.pdf", {"format": "xlsx"}, "挂图的文件名应以 .xlsx 结尾"),
    ],
)
def test_other_formats_are_refused(tmp_path: Path, name: str, options: dict[str, Value], message: str) -> None:
    """The name must say what the file is."""
    with pytest.raises(UsageError, match=message):
        run(LEDGER, tmp_path / name, **options)


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    """Without --force nothing is replaced; a missing folder is told."""
    target = tmp_path / "挂图.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(PaperError, match="已存在"):
        run(LEDGER, target)
    assert target.read_bytes() == b"mine"
    run(LEDGER, target, force=True)
    assert target.read_bytes()[:2] == b"PK"
    with pytest.raises(PaperError, match="文件夹不存在"):
        run(LEDGER, tmp_path / "没有" / "挂图.xlsx")


def test_from_the_command_line(tmp_path: Path) -> None:
    """A real ledger file becomes a PDF, and the ledger stays as it was."""
    ledger = tmp_path / "台账.xlsx"
    rows = tuple(
        write
        for row in range(2, 6)
        for write in (
            CellWrite(row, column("编号"), f"P{row:03}"),
            CellWrite(row, column("方面"), "履职"),
            CellWrite(row, column("具体问题"), "题"),
            CellWrite(row, column("完成程度"), "整改中"),
        )
    )
    file_host.create(resources.path("workbook_template.xlsx"), ledger, (SheetChanges("问题台账", rows),))
    before = ledger.read_bytes()
    target = tmp_path / "挂图.pdf"
    words = (str(ledger), "-o", str(target), "--paper", "A2", "--as-of", "2026-09-30", "--json")
    done = call("wallchart", *words)
    assert done.returncode == 0, done.stderr
    assert [each["id"] for each in json.loads(done.stdout)["problems"]] == ["P002", "P003", "P004", "P005"]
    assert target.read_bytes()[:5] == b"%PDF-"
    assert ledger.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_layout_of_a_large_ledger_is_the_same_twice() -> None:
    """The chart of next week can be laid beside that of this week."""
    from rectify_xl.supervision.wallchart import chart_page
    from rectify_xl.supervision.wallchart.shapes import PAPERS

    ledger = chart_ledgers.regular(300, 12, 4)
    assert chart_page.chart(ledger, AS_OF, PAPERS["A3"]) == chart_page.chart(ledger, AS_OF, PAPERS["A3"])


@pytest.mark.parametrize(("count", "pages"), [(8, 1), (30, 1), (120, 2)])
def test_a4_can_be_read_on_few_sheets(count: int, pages: int, tmp_path: Path) -> None:
    """No type is below 9 pt, and what does not fit on one sheet goes onto the next."""
    drawn = draw(tmp_path / "台账.xlsx", count, seed=count)
    target = tmp_path / "挂图.pdf"
    outcome = drawn.run("wallchart", output=str(target), paper="A4")
    paper = measured(target)
    assert (len(paper.pages), outcome.data["pages"]) == (pages, pages)
    assert paper.smallest >= 9.0
