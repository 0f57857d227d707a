"""An office that says 站所 reads 站所 in everything that the program writes, and its own words as it wrote them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.documents.docx import word_template
from rectify_xl.ledger.cells import department_term
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column

AS_OF = date(2026, 11, 20)
OWN = "老干部科室用车没有登记"
"""What the inspectors said, and nobody may reword."""
PROSE = ("责任科室具体承办", "把整改任务分解到科室", "牵头领导、责任科室和完成时限")
"""What stands in 通报文稿 of a new ledger, for the office to put into its own words."""
ROWS = (
    ("P001", "资产方面", OWN, "老干部科室", "李明", date(2026, 9, 18), "整改中"),
    ("P002", "资产方面", "设备闲置", "采编部", "李明", date(2026, 12, 10), "整改中"),
    ("P003", "作风方面", "食堂账目公示不及时", None, None, date(2026, 10, 8), "整改中"),
    ("P004", "作风方面", "用印没有登记", "财务室", "赵红", date(2026, 10, 9), "已完成"),
)
COLUMNS = ("编号", "方面", "具体问题", "责任科室", "责任人", "整改时限", "完成程度")
PAPERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "report": ("output", "报告.docx", ()),
    "monthly": ("output", "月通报.docx", ()),
    "weekly": ("output", "周调度表.docx", ()),
    "brief": ("output", "一页纸.docx", ()),
    "letters": ("output", "函", ()),
    "close": ("form", "审批表.docx", ("P004",)),
    "review": ("output", "检查单.docx", ()),
    "form": ("output", "上报表.docx", ()),
    "notice": ("output", "通报.docx", ()),
    "rollup": ("output", "汇总表.xlsx", ()),
    "wallchart": ("output", "挂图.xlsx", ()),
    "remind": ("output", "提醒", ()),
}


def ledger(folder: Path, term: str) -> FileBook:
    """Write a ledger whose office calls its departments so."""
    path = folder / "台账.xlsx"
    empty = FileBook(resources.path("workbook_template.xlsx")).read()
    line = reader.read_ledger(empty).info_cell(department_term.ITEM).row
    rows = [
        CellWrite(number, column(name), value)
        for number, row in enumerate(ROWS, 2)
        for name, value in zip(COLUMNS, row, strict=True)
        if value
    ]
    info = [CellWrite(line, 2, term)] if term else []
    blocks = (SheetChanges("问题台账", tuple(rows)), SheetChanges("基本信息", tuple(info)))
    file_host.create(resources.path("workbook_template.xlsx"), path, blocks)
    return FileBook(path)


def run(book: FileBook, name: str, *items: str, **options: Any) -> Outcome:
    command = find(name)
    assert command is not None
    return invoke(command, Request(AS_OF, book, options=options, items=items, by="王芳"))


def printed(path: Path) -> str:
    """Return all texts of a file, of all files of a folder, without tags."""
    if path.is_dir():
        return "\n".join(printed(file) for file in sorted(path.iterdir()) if file.suffix in (".docx", ".txt", ".ics"))
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.match(r"(?:word|xl)/.*\.xml$", name)]
        return "\n".join(re.sub(r"<[^>]+>", "", package.read(name).decode()) for name in sorted(names))


def made(name: str, folder: Path, term: str) -> tuple[str, Outcome]:
    """Return what a paper prints, and what its command says."""
    option, file, items = PAPERS[name]
    options: dict[str, Any] = {option: str(folder / file), "audience": "internal", "seed": "7"}
    outcome = run(ledger(folder, term), name, *items, **options)
    return printed(folder / file), outcome


def ours(text: str) -> str:
    """Return a text without what stands in the ledger, and without names of columns."""
    text = text.replace("\n ", "")  # a calendar folds its lines
    for own in ("老干部科室", "《问题台账》“责任科室”列", *PROSE):
        text = text.replace(own, "")
    return text


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_the_office_says(name: str, tmp_path: Path) -> None:
    """With 站所 it says 科室 only where the ledger does; without the line it says what it said, word for word."""
    for folder in ("所", "科", "空"):
        (tmp_path / folder).mkdir()
    text, outcome = made(name, tmp_path / "所", "站所")
    assert re.findall(".{0,12}科室.{0,12}", ours(text)) == []
    headers = [head for table in outcome.tables for head in (table.title, *table.header)]
    assert [words for words in (*map(str, outcome.summary), *headers) if "科室" in ours(words)] == []
    usual, _ = made(name, tmp_path / "空", "")
    assert made(name, tmp_path / "科", "责任站所")[0] == usual
    assert ours(usual).replace("科室", "站所") == ours(text)


def test_the_words_of_the_ledger_stay(tmp_path: Path) -> None:
    """A problem and a department that have 科室 in them are printed as they are written."""
    text, _ = made("letters", tmp_path, "站所")
    assert OWN in text
    assert "老干部科室" in text
    assert "由你站所负责整改的问题中" in text


def test_the_header_of_a_share_says_it_and_its_columns_do_not(tmp_path: Path) -> None:
    """Columns are known by their headers."""
    run(ledger(tmp_path, "站所"), "distribute", output=str(tmp_path / "发"))
    share = next(
        path for path in sorted((tmp_path / "发").iterdir()) if "采编部" in path.name and path.suffix == ".xlsx"
    )
    text = printed(share)
    assert "填报站所（盖章）：采编部" in text
    assert "填报科室" not in text
    assert "责任科室" in text


@pytest.mark.parametrize("name", [path.name for path in sorted(resources.path("templates").glob("*.docx"))])
def test_the_usual_term_leaves_every_template_as_it_is(name: str) -> None:
    """And with another one, no tag of a template is touched."""
    termed: Callable[[str, str], str] = word_template.termed
    for source in word_template.sources(resources.path("templates", name)):
        assert termed(source, department_term.USUAL) is source
        changed = termed(source, "站所")
        tags = r"\{\{.*?\}\}|\{%.*?%\}"
        assert re.findall(tags, changed, re.DOTALL) == re.findall(tags, source, re.DOTALL)
        assert "科室" not in re.sub(tags, "", changed, flags=re.DOTALL)


@pytest.mark.parametrize("written", ["站所", "处室", "单位", "部门", "科"])
def test_a_short_word_of_chinese_characters_is_a_term(written: str) -> None:
    assert department_term.term_of(written) == written


@pytest.mark.parametrize("written", ["", "责任站所", "各站所", "站、所", "<b>", "{{ 单位 }}", "dept", "综合执法大队"])
def test_what_cannot_be_a_term_leaves_the_usual_one(written: str) -> None:
    """Nothing that is no plain word gets into the source of a template."""
    assert department_term.term_of(written) == "科室"
