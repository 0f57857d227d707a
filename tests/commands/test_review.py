"""`review` draws, prints the paper and records results, in memory and in a file alike."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook, apply, blank_book
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.port import Book
from tests import addresses

AS_OF = date(2025, 9, 26)
MEMORY_GONE = "原有内容缺失"
"""Told in a line of its own: the ledger of these tests has closings, and no memory of them."""
ROWS = SheetChanges(
    "问题台账",
    tuple(
        write
        for row in range(2, 12)
        for write in (
            CellWrite(row, addresses.column("编号"), f"P{row - 1:03d}"),
            CellWrite(row, addresses.column("方面"), "党建方面" if row < 9 else "廉政方面"),
            CellWrite(row, addresses.column("具体问题"), f"第{row - 1}项制度 <执行> & 落实不严"),
            CellWrite(row, addresses.column("完成程度"), "已完成"),
            CellWrite(row, addresses.column("即知即改"), "是"),
            CellWrite(row, addresses.column("整改进展"), "一是修订办法；二是每月检查。"),
            CellWrite(row, addresses.column("完成日期"), date(2025, 8, 1)),
        )
    ),
)
FEEDBACK = SheetChanges(
    "基本信息",
    (
        CellWrite(9, addresses.column("项目", "基本信息"), "反馈日期"),
        CellWrite(9, addresses.column("内容", "基本信息"), date(2025, 3, 18)),
    ),
)
EVIDENCE = SheetChanges(
    "佐证材料",
    tuple(
        write
        for row in range(2, 10)
        for write in (
            CellWrite(row, addresses.column("编号", "佐证材料"), f"E{row - 1:03d}"),
            CellWrite(row, addresses.column("问题/措施编号", "佐证材料"), f"P{row - 1:03d}"),
            CellWrite(row, addresses.column("名称", "佐证材料"), "办法"),
            CellWrite(row, addresses.column("文件或文号", "佐证材料"), f"办法{row - 1}.pdf"),
        )
    ),
)
CLOSED = SheetChanges(
    "销号登记",
    tuple(
        write
        for row in range(2, 10)
        for write in (
            CellWrite(row, addresses.column("问题编号", "销号登记"), f"P{row - 1:03d}"),
            CellWrite(row, addresses.column("类型", "销号登记"), "销号"),
            CellWrite(row, addresses.column("申请日期", "销号登记"), date(2025, 8, 10)),
            CellWrite(row, addresses.column("申请人", "销号登记"), "李静"),
            CellWrite(row, addresses.column("验收意见", "销号登记"), "资料齐全，同意销号"),
            CellWrite(row, addresses.column("验收人", "销号登记"), "李静 2025-08-12"),
            CellWrite(row, addresses.column("分管领导", "销号登记"), "赵明 2025-08-15"),
            CellWrite(row, addresses.column("主要负责人", "销号登记"), "周正 2025-08-18"),
            CellWrite(row, addresses.column("结论", "销号登记"), "通过"),
            CellWrite(row, addresses.column("日期", "销号登记"), date(2025, 8, 20)),
        )
    ),
)
LEDGER = (ROWS, FEEDBACK, EVIDENCE, CLOSED)


@pytest.fixture(params=["memory", "file"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    if request.param == "memory":
        return MemoryBook(apply(blank_book(), LEDGER))
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, LEDGER)
    return FileBook(path)


def run(book: Book, **options: str | bool) -> Outcome:
    command = find("review")
    assert command is not None
    return invoke(command, Request(AS_OF, book, options=options, by="王芳"))


def test_a_draw_tells_its_seed_and_strata(book: Book) -> None:
    """Eight closed problems, a quarter of them, from both aspects."""
    outcome = run(book, draw="25%", seed="7")
    assert outcome.summary[:2] == (
        "从已销号的8个问题中抽取2个，抽取编号7。",
        "按方面分层：党建方面：7个抽1个；廉政方面：1个抽1个。",
    )
    assert outcome.data["strata"] == [
        {"aspect": "党建方面", "size": 7, "drawn": 1},
        {"aspect": "廉政方面", "size": 1, "drawn": 1},
    ]
    assert [row[4] for row in outcome.tables[0].rows] == ["2025年8月20日通过；资料齐全，同意销号"] * 2


def test_a_draw_without_a_seed_makes_one_that_draws_the_same_again(book: Book) -> None:
    """The seed that was told is enough to repeat the draw."""
    first = run(book, draw="3")
    again = run(book, draw="3", seed=str(first.data["seed"]))
    assert again.data["drawn"] == first.data["drawn"]


def test_a_draw_is_recorded_when_told_to(book: Book) -> None:
    """The line of 变更记录 holds the seed and who was drawn; without --write nothing is written."""
    run(book, draw="2", seed="7")
    assert change_log.read(book.read()) == ()
    outcome = run(book, draw="2", seed="7", write=True)
    (line,) = (each for each in change_log.read(book.read()) if each.change.old != MEMORY_GONE)
    assert (line.by, line.command, line.change.sheet, line.change.column) == ("王芳", "回头看", "回头看", "（抽查）")
    drawn = outcome.data["drawn"]
    assert isinstance(drawn, list)
    ids = "、".join(each["id"] for each in drawn)
    assert line.change.new == (
        f"从已销号的8个问题中抽取2个，抽取编号7。按方面分层：党建方面：7个抽1个；廉政方面：1个抽1个。抽到：{ids}。"
    )
    assert "这次抽查已记入《变更记录》。" in outcome.summary


def test_a_result_is_recorded_and_a_relapse_leads_to_reopen(book: Book) -> None:
    """The row of 回头看 and its line in 变更记录 are one write."""
    outcome = run(book, record="P003", verdict="反弹", finding="又发现账外收费", by="李敏", next="2025-10-31")
    assert outcome.summary[:3] == (
        "已登记《回头看》第2行：P003 第3项制度 <执行> & 落实不严，反弹。",
        "下次回头看：2025-10-31。",
        (
            "结论为“反弹”：已销号的问题不能改回，"
            "请作反弹登记（rectify-xl reopen 台账 P003 --reason 原因），另起一行再作整改。"
        ),
    )
    assert [str(cell) for cell in book.read().sheets["回头看"].rows[1][:7] if cell] == [
        "2025-09-26",
        "P003",
        "又发现账外收费",
        "反弹",
        "李敏",
        "2025-10-31",
    ]
    (line,) = (each for each in change_log.read(book.read()) if each.change.old != MEMORY_GONE)
    assert (line.command, line.change.key, line.change.column) == ("回头看", "P003", "（新增行）")


def test_the_same_visit_is_not_recorded_twice_by_accident(book: Book) -> None:
    """The same target, day, verdict and inspector: refused with the row that tells it, unless it is meant."""
    visit = {"record": "P003", "verdict": "巩固", "finding": "逐项核对", "by": "李敏"}
    run(book, **visit)
    before = book.read().sheets["回头看"].rows
    with pytest.raises(UsageError, match=r"第2行已登记过P003同一天的“巩固”，检查人同是李敏，没有再登记.*--again"):
        run(book, **{**visit, "record": "ｐ003", "by": "李 敏"})
    assert book.read().sheets["回头看"].rows == before
    assert run(book, **visit, again=True).data["row"] == 3
    assert run(book, **{**visit, "by": "王芳"}).data["row"] == 4
    assert run(book, **{**visit, "verdict": "松动"}).data["row"] == 5


def test_nothing_closed_and_nothing_done_is_told() -> None:
    """There is nobody to visit."""
    assert run(MemoryBook(blank_book())).summary == ("还没有已销号或计为完成的问题，无从抽查。",)


def test_a_result_without_record_is_refused(book: Book) -> None:
    """A verdict alone belongs to nobody."""
    with pytest.raises(UsageError, match="--record"):
        run(book, verdict="巩固")


def test_the_paper_is_a_valid_document_with_one_page_for_each(book: Book, tmp_path: Path, soffice: list[str]) -> None:
    """The list and three pages; marks such as < and & stay as they are."""
    target = tmp_path / "检查单.docx"
    run(book, draw="3", seed="7", output=str(target))
    assert [str(error) for error in OpenXmlValidator().validate(str(target)).errors] == []
    tables = Document(str(target)).tables
    assert len(tables) == 4
    assert tables[0].rows[0].cells[1].text == "编号"
    assert len(tables[0].rows) == 4
    assert "制度 <执行> & 落实不严" in tables[1].rows[0].cells[1].text
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)], check=True, capture_output=True
    )
    assert pages(tmp_path / "检查单.pdf") == 4


def test_the_paper_never_overwrites_by_accident(book: Book, tmp_path: Path) -> None:
    """An existing file is refused, unless --force is given."""
    target = tmp_path / "检查单.docx"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(PaperError, match="已存在"):
        run(book, draw="1", output=str(target))
    assert target.read_text(encoding="utf-8") == "旧"
    run(book, draw="1", output=str(target), force=True)
    assert target.stat().st_size > 1000


def pages(path: Path) -> int:
    """Return the number of pages of a PDF file."""
    import re

    return len(re.findall(rb"/Type\s*/Page[^s]", path.read_bytes()))
