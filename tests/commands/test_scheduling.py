"""`weekly` and `monthly`: papers from a real ledger with a real memory; they read only."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.documents.test_rendered_pages import text_of

COLUMNS = ("编号", "具体问题", "责任科室", "整改时限", "完成程度", "整改进展")
ROWS = (
    ("P001", "往来款挂账", "财务科", date(2026, 7, 31), "整改中", "已清理三笔。"),
    ("P002", "报销不及时", "财务科", date(2026, 9, 22), "整改中", "已报销。"),
    ("P003", "值班登记不全", "办公室", date(2026, 12, 31), "整改中", "已补录。"),
    ("P004", "印章管理不严", "办公室", date(2026, 6, 30), "已完成", "已修订。"),
)
HOSTILE = "{{ 题名.__class__ }}{% for %}<w:p/>&amp;\x0b\x1f“" + "长" * 30_000


def writes(row: int, cells: tuple[object, ...], *columns: str) -> tuple[CellWrite, ...]:
    where = [schema.PROBLEMS.position(column) for column in columns or COLUMNS]
    return tuple(CellWrite(row, column, cell) for column, cell in zip(where, cells, strict=True))  # type: ignore[arg-type]


def rows(*lines: tuple[object, ...]) -> SheetChanges:
    return SheetChanges("问题台账", tuple(write for row, cells in enumerate(lines, 2) for write in writes(row, cells)))


class Desk:
    """A ledger file and the days on which somebody works on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def edit(self, *changes: CellWrite) -> None:
        """Change the ledger as a person does."""
        book = FileBook(self.path)
        book.read()
        book.write((SheetChanges("问题台账", changes),))

    def command(self, name: str, day: str, **options: str | bool) -> Outcome:
        """Run a command on a day."""
        found = find(name)
        assert found is not None
        moment = datetime.fromisoformat(f"{day}T10:00:00")
        return invoke(found, Request(moment.date(), FileBook(self.path), options=options, by="王芳", moment=moment))


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Desk]:
    def made(*lines: tuple[object, ...], unit: str = "青石镇中心卫生院") -> Desk:
        info = [item.name for item in schema.INFO_ITEMS]
        known = (
            CellWrite(info.index("单位名称") + 2, 2, unit),
            CellWrite(info.index("反馈日期") + 2, 2, date(2026, 3, 18)),
        )
        path = tmp_path / "台账.xlsx"
        file_host.create(
            resources.path("workbook_template.xlsx"), path, (rows(*lines), SheetChanges("基本信息", known))
        )
        return Desk(path)

    return made


@pytest.fixture
def desk(make: Callable[..., Desk]) -> Desk:
    """Return a ledger with a memory: commands ran on 28 August and 18 September, and people worked on since."""
    made = make(*ROWS)
    made.command("risks", "2026-08-28", write=True)
    made.command("risks", "2026-09-18", write=True)
    made.edit(*writes(5, ("整改中",), "完成程度"), *writes(4, ("已完成",), "完成程度"))
    return made


def text(path: Path) -> str:
    """Return all paragraphs and cells of a Word document."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def data(outcome: Outcome, *keys: str) -> dict[str, Any]:
    return {key: outcome.data[key] for key in keys}


def test_the_week_is_compared_with_how_the_last_command_left_the_ledger(desk: Desk) -> None:
    """No command wrote this week, so last week is not frozen yet; its Friday counts all the same."""
    outcome = desk.command("weekly", "2026-09-26", since="2026-09-18")
    assert data(outcome, "as_of", "since", "since_exact", "deltas", "paper") == {
        "as_of": "2026-09-26",
        "since": "2026-09-18",
        "since_exact": True,
        "deltas": {
            "added": [],
            "finished": ["P003"],
            "slipped": ["P004"],
            "newly_late": ["P002", "P004"],
            "gone": [],
        },
        "paper": None,
    }
    assert desk.command("weekly", "2026-09-26").data["since"] == "2026-09-18"
    assert outcome.summary[:3] == (
        "截至2026-09-26：问题4个，完成1个，完成率25%；继续整改3个，其中逾期3个。",
        "与2026年9月18日相比。办结1个，退步1个，逾期新增2个。",
        "要问的问题6个。",
    )


def test_the_deltas_are_those_of_history(desk: Desk) -> None:
    """One memory, one comparison."""
    told = desk.command("history", "2026-09-26", since="2026-09-18").data
    deltas = desk.command("weekly", "2026-09-26", since="2026-09-18").data["deltas"]
    assert isinstance(deltas, dict)
    assert deltas == {kind: told[kind] for kind in deltas}


def test_the_totals_and_departments_are_those_of_rollup(desk: Desk) -> None:
    """One way of counting."""
    counted = desk.command("rollup", "2026-09-26").data
    weekly, monthly = (desk.command(name, "2026-09-26").data for name in ("weekly", "monthly"))
    assert weekly["totals"] == monthly["totals"] == counted["totals"]
    lines = counted["departments"]
    assert isinstance(lines, list)
    for found in (weekly["departments"], monthly["departments"]):
        assert isinstance(found, list)
        assert {(each["title"], each["done"], each["overdue"]) for each in found} == {
            (line["title"], line["done"], line["overdue"]) for line in lines
        }


def test_every_question_names_department_problem_and_cells(desk: Desk) -> None:
    """Machines get the same words as the paper."""
    questions = desk.command("weekly", "2026-09-26").data["questions"]
    assert isinstance(questions, list)
    assert [(each["rule"], each["department"], each["id"], each["cells"]) for each in questions] == [
        ("no_update", "财务科", "", ["问题台账!P2", "问题台账!P3"]),
        ("overdue", "财务科", "P001", ["问题台账!K2"]),
        ("overdue", "财务科", "P002", ["问题台账!K3"]),
        ("overdue", "办公室", "P004", ["问题台账!K5"]),
        ("slipped", "办公室", "P004", ["问题台账!M5"]),
        ("finished_without_evidence", "办公室", "P003", ["问题台账!M4"]),
    ]


def test_the_month_is_compared_with_the_last_one(desk: Desk) -> None:
    """The snapshot of August was frozen by the first command of September."""
    outcome = desk.command("monthly", "2026-09-26")
    assert data(outcome, "since", "praised", "urged") == {
        "since": "2026-08-28",
        "praised": [],
        "urged": ["财务科", "办公室"],
    }
    departments = outcome.data["departments"]
    assert isinstance(departments, list)
    assert [(each["place"], each["title"], each["done_before"], each["few"]) for each in departments] == [
        (1, "办公室", 1, True),
        (2, "财务科", 0, True),
    ]


def test_without_a_memory_the_papers_say_so(make: Callable[..., Desk], tmp_path: Path) -> None:
    """Both are made all the same; the screen tells how to begin, the print does not."""
    desk = make(*ROWS)
    for name, period in (("weekly", "上一周"), ("monthly", "上个月")):
        outcome = desk.command(name, "2026-09-26", output=str(tmp_path / f"{name}.docx"))
        assert data(outcome, "since", "since_exact", "deltas") == {"since": None, "since_exact": None, "deltas": None}
        assert (
            "校验或研判一次并写入台账（check 或 risks 加 --write），就从那时起留痕，下期可以比较。" in outcome.summary
        )
        printed = text(tmp_path / f"{name}.docx")
        assert f"台账中还没有{period}的记录，本期无从比较。" in printed
        assert "--write" not in printed


def test_the_papers_only_read(desk: Desk, tmp_path: Path) -> None:
    """Not a byte of the ledger changes, and no backup is made."""
    before = desk.path.read_bytes()
    backups = sorted(desk.path.parent.rglob("*.xlsx"))
    for name in ("weekly", "monthly"):
        desk.command(name, "2026-09-26", output=str(tmp_path / f"{name}.docx"))
    assert desk.path.read_bytes() == before
    assert sorted(desk.path.parent.rglob("*.xlsx")) == backups


def test_a_letter_on_record_is_marked_as_sent(desk: Desk, tmp_path: Path) -> None:
    """P001 and P004 got theirs last week; that of P002 is due and not on record."""
    desk.command("letters", "2026-09-21", issued=True)
    desk.command("weekly", "2026-09-26", output=str(tmp_path / "周.docx"), pages="科室")
    cells = [
        (row.cells[0].text, row.cells[-1].text)
        for table in Document(str(tmp_path / "周.docx")).tables
        for row in table.rows
        if row.cells[-1].text.endswith("书（已发）") or row.cells[-1].text.endswith("通知书")
    ]
    assert cells == [("P001", "督办通知书（已发）"), ("P002", "督办通知书"), ("P004", "督办通知书（已发）")]


def test_one_department_alone(desk: Desk, tmp_path: Path) -> None:
    """Its problems, its questions; an unknown name is refused with those that there are."""
    target = tmp_path / "周.docx"
    outcome = desk.command("weekly", "2026-09-26", department="财务科", output=str(target))
    totals, questions = outcome.data["totals"], outcome.data["questions"]
    assert isinstance(totals, dict)
    assert isinstance(questions, list)
    assert (totals["problems"], {each["department"] for each in questions}) == (2, {"财务科"})
    printed = text(target)
    assert "巡察整改周调度表（财务科）" in printed
    assert "印章管理不严" not in printed
    with pytest.raises(UsageError, match="可选：办公室、财务科"):
        desk.command("weekly", "2026-09-26", department="党办")


def test_a_renamed_department_and_a_lost_id_do_no_harm(desk: Desk, tmp_path: Path) -> None:
    """财务科 becomes 计财科, P002 loses its id."""
    desk.edit(*writes(2, ("计财科",), "责任科室"), *writes(3, (None, "计财科"), "编号", "责任科室"))
    weekly, monthly = tmp_path / "周.docx", tmp_path / "月.docx"
    outcome = desk.command("weekly", "2026-09-26", output=str(weekly))
    deltas = outcome.data["deltas"]
    assert isinstance(deltas, dict)
    assert deltas["gone"] == ["P002"]
    assert "第3行" in text(weekly)
    desk.command("monthly", "2026-09-26", output=str(monthly))
    assert "上期没有、无从比较的科室（新列或改名）：计财科。" in text(monthly)
    assert "上期有、本期没有的科室（不再列或改名）：财务科。" in text(monthly)


def test_hostile_texts_are_printed_and_nothing_more(make: Callable[..., Desk], tmp_path: Path) -> None:
    """Braces, tags, control characters and 30,000 characters in every column that is printed."""
    desk = make(("P001", HOSTILE, HOSTILE, date(2026, 7, 31), "整改中", HOSTILE), unit=HOSTILE[:200])
    for name in ("weekly", "monthly"):
        target = tmp_path / f"{name}.docx"
        desk.command(name, "2026-09-26", output=str(target))
        assert [str(error) for error in OpenXmlValidator().validate(str(target)).errors] == []
        printed = text(target)
        assert "{{ 题名.__class__ }}{% for %}<w:p/>&amp;“长" in printed
        assert "长……" in printed


def test_an_empty_ledger_makes_empty_papers(make: Callable[..., Desk], tmp_path: Path) -> None:
    """Nothing to divide by, nothing to rank."""
    desk = make()
    for name in ("weekly", "monthly"):
        outcome = desk.command(name, "2026-09-26", output=str(tmp_path / f"{name}.docx"))
        totals = outcome.data["totals"]
        assert isinstance(totals, dict)
        assert totals["problems"] == 0
    assert "没有未完成的问题。" in text(tmp_path / "weekly.docx")


def test_no_file_is_overwritten_by_accident(desk: Desk, tmp_path: Path) -> None:
    """Unless --force is given."""
    target = tmp_path / "周.docx"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(PaperError, match="已存在"):
        desk.command("weekly", "2026-09-26", output=str(target))
    assert target.read_text(encoding="utf-8") == "旧"
    desk.command("weekly", "2026-09-26", output=str(target), force=True)
    assert target.stat().st_size > 1000


def test_a_day_that_is_none_is_refused(desk: Desk) -> None:
    """The message shows how a day is written."""
    with pytest.raises(UsageError, match="2026-09-30"):
        desk.command("weekly", "2026-09-26", since="上周")


def test_an_office_may_use_its_own_template(desk: Desk, tmp_path: Path) -> None:
    """Any name of the shipped one may be used; an unknown name is told."""
    template, target = tmp_path / "模板.docx", tmp_path / "周.docx"
    document = Document()
    document.add_paragraph("{{ 题名 }}：{{ 总况 }}")
    document.save(str(template))
    desk.command("weekly", "2026-09-26", output=str(target), template=str(template))
    assert text(target).strip() == ("巡察整改周调度表：问题4个，完成1个，完成率25%；继续整改3个，其中逾期3个。")
    document.add_paragraph("{{ 名次 }}")
    document.save(str(template))
    with pytest.raises(PaperError, match="没有名为“名次”的内容"):
        desk.command("weekly", "2026-09-26", output=str(target), template=str(template), force=True)


def test_the_printed_pages_hold_every_part(desk: Desk, tmp_path: Path, soffice: list[str]) -> None:
    """Each department begins a page; the notice ends with unit and day; both papers are valid."""
    for name in ("weekly", "monthly"):
        target = tmp_path / f"{name}.docx"
        desk.command(name, "2026-09-26", output=str(target), **({"pages": "科室"} if name == "weekly" else {}))
        assert [str(error) for error in OpenXmlValidator().validate(str(target)).errors] == []
        subprocess.run(
            [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)], check=True, capture_output=True
        )
    pages = ["".join(page.split()) for page in text_of(tmp_path / "weekly.pdf").split("\f")]
    begins = [page[:3] for page in pages if "会上要问的问题" in page]
    assert begins == ["财务科", "办公室"]
    last = "".join(text_of(tmp_path / "monthly.pdf").split("\f")[-2].split())
    assert "青石镇中心卫生院2026年9月26日" in last
