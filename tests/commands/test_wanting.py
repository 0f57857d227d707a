"""An office's own template and page are found beside its ledger, for every paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Mm

from rectify_xl import resources
from rectify_xl.books import file
from rectify_xl.books.file import FileBook
from rectify_xl.commands.invoking import invoke
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.table import find
from rectify_xl.model import Block, Write

AS_OF = date(2026, 11, 20)
ROWS = Block(
    "问题台账",
    (
        Write(2, 1, "P001"),
        Write(2, 2, "资产方面"),
        Write(2, 4, "设备闲置"),
        Write(2, 8, "采编部"),
        Write(2, 11, date(2026, 11, 18)),
        Write(2, 13, "整改中"),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    path = tmp_path / "台账.xlsx"
    file.create(resources.path("workbook_template.xlsx"), path, (ROWS,))
    return FileBook(path)


def run(book: FileBook, name: str, *items: str, **options: str) -> Outcome:
    command = find(name)
    assert command is not None
    return invoke(command, Request(AS_OF, book, options=options, items=items, by="王芳"))


PAPERS = {
    "report": "整改情况报告",
    "monthly": "月通报",
    "weekly": "周调度表",
    "letters": "督办通知书",
    "close": "销号审批表",
    "notice": "通报",
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_in_the_folder_beside_the_ledger_goes_first(name: str, book: FileBook, tmp_path: Path) -> None:
    """The paper is made from it, and the outcome says so."""
    own = docx.Document()
    own.add_paragraph("本单位自己的模板")
    (tmp_path / "模板").mkdir()
    own.save(str(tmp_path / "模板" / f"{PAPERS[name]}.docx"))
    target = tmp_path / ("函" if name == "letters" else "文书.docx")
    options = {"form": str(target)} if name == "close" else {"output": str(target), "audience": "internal"}
    outcome = run(book, name, *(("P001",) if name == "close" else ()), **options)
    (made,) = target.iterdir() if target.is_dir() else (target,)
    assert [each.text for each in docx.Document(str(made)).paragraphs] == ["本单位自己的模板"]
    assert f"用的是台账旁“模板”文件夹里的模板：{PAPERS[name]}.docx。" in "".join(outcome.summary)


@pytest.mark.parametrize("name", ["report", "monthly", "letters"])
def test_official_papers_follow_the_page_of_the_ledger(name: str, book: FileBook, tmp_path: Path) -> None:
    """版式 in 基本信息 sets the margins, and what differs from the national page is told."""
    names = [row[0] for row in book.read().sheets["基本信息"].rows]
    book.write((Block("基本信息", (Write(names.index("版式") + 1, 2, "省规范"),)),))
    target = tmp_path / ("函" if name == "letters" else "文书.docx")
    outcome = run(book, name, output=str(target))
    (made,) = target.iterdir() if target.is_dir() else (target,)
    section = docx.Document(str(made)).sections[0]
    assert [round(each / Mm(1)) for each in (section.top_margin or 0, section.left_margin or 0)] == [28, 27]
    assert "上边距28毫米，国标37毫米" in "".join(outcome.summary)


def test_a_paper_tells_its_cells_as_json(book: FileBook, tmp_path: Path) -> None:
    """`--trace` of the weekly sheet names the cell of the problem."""
    run(book, "weekly", output=str(tmp_path / "表.docx"), trace=str(tmp_path / "T.json"))
    assert "问题台账!D2" in (tmp_path / "T.json").read_text(encoding="utf-8")
