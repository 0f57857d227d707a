"""`report` writes a sound document from any ledger, and refuses what cannot be printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook, complete, raw_book
from rectify_xl.commands import import_, report
from rectify_xl.commands.outcome import Request
from rectify_xl.errors import PaperError
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from tests.conftest import SEED_000, SEED_002

AS_OF = date(2026, 11, 20)
SAMPLE = "示例通报"


def text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("name", [SAMPLE, SEED_000, SEED_002])
def test_a_report_is_made_from_an_imported_notice(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The audit finds nothing, and every problem stands in the table of the first enclosure."""
    folder = resources.path("samples") if name == SAMPLE else request.getfixturevalue("seeds")
    source = folder / f"{name}.txt"
    ledger, target = tmp_path / "台账.xlsx", tmp_path / "报告.docx"
    import_.run(Request(AS_OF, source=str(source), options={"output": str(ledger)}))
    outcome = report.run(Request(AS_OF, FileBook(ledger), options={"output": str(target)}))
    assert outcome.status == 0
    assert OpenXmlValidator().validate(str(target)).errors == []
    printed = text(target)
    count = len([row for row in FileBook(ledger).read().sheets["问题台账"].rows[1:] if row and row[0]])
    assert f"P{count:03d}" in printed
    assert "附件1" in printed


def test_hostile_cells_stay_text_and_a_huge_one_does_no_harm(tmp_path: Path) -> None:
    """Braces, markup and 32,000 characters are printed as they are."""
    book = MemoryBook(
        raw_book(
            complete(f"""
                [基本信息]
                单位名称 | 甲 <乙> & {{{{ 7*7 }}}}
                反馈日期 | 2026-03-12
                [问题台账]
                编号 | 方面 | 具体问题 | 完成程度 | 整改进展
                P001 | 甲   | {{% for x in y %}} | 整改中 | {"长" * 32000}
            """)
        )
    )
    target = tmp_path / "报告.docx"
    report.run(Request(AS_OF, book, options={"output": str(target)}))
    printed = text(target)
    assert "甲 <乙> & {{ 7*7 }}" in printed
    assert "{% for x in y %}" in printed
    assert "长" * 32000 in printed


def test_an_empty_ledger_and_an_existing_file_are_refused(tmp_path: Path) -> None:
    """Nothing is written over, and nothing is written where there is nothing to report."""
    target = tmp_path / "报告.docx"
    empty = MemoryBook(raw_book(complete("[基本信息]\n反馈日期 | 2026-03-12")))
    assert report.run(Request(AS_OF, empty, options={"output": str(target)})).status == 1
    assert not target.exists()
    target.write_bytes(b"x")
    with pytest.raises(PaperError, match="已存在"):
        report.run(Request(AS_OF, empty, options={"output": str(target)}))
    assert target.read_bytes() == b"x"
