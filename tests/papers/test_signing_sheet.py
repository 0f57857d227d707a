"""销号签批单: several problems on one paper, with boxes in which a pen can sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import close
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.errors import UsageError
from tests.supervision.closure_steps.form_filling import AS_OF, FILES, book, press

TWELVE_MILLIMETRES = 680
"""In twips."""


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> MemoryBook:
    """Return a ledger of three finished problems with their files beside it."""
    monkeypatch.setattr("rectify_xl.workbook.evidence_files.digests_of", lambda _folder, _sources: FILES)
    return MemoryBook(book())


def made(ledger: MemoryBook, target: Path, *items: str) -> Outcome:
    """Make the paper."""
    return close.run(Request(AS_OF, ledger, options={"sheet": str(target)}, items=items))


def test_all_that_can_be_signed_stands_on_one_paper(ledger: MemoryBook, tmp_path: Path) -> None:
    """What is signed stands in its box with its day; the problem under way is not on the paper."""
    press(ledger, "P001", step="apply", by="吴某")
    press(ledger, "P001", step="sign", by="吴某", role="责任科室", opinion="同意销号")
    target = tmp_path / "签批单.docx"
    outcome = made(ledger, target)
    assert outcome.data["ids"] == ["P001", "P002", "P003"]
    assert "P001：下一步由分管领导签字。" in outcome.summary
    assert OpenXmlValidator().validate(str(target)).errors == []
    (table,) = docx.Document(str(target)).tables
    told = [[cell.text for cell in row.cells] for row in table.rows]
    assert told[0] == ["编号", "反馈问题", "整改情况", "佐证", "责任科室", "验收意见、验收人", "分管领导", "主要负责人"]
    assert told[1] == [
        "P001",
        "用印没有记录",
        "已完成。已修订印章管理办法。",
        "1份",
        "办公室\n吴某",
        "同意销号\n吴某\n2025-09-01",
        "",
        "",
    ]
    assert len(told) == 4


def test_the_boxes_are_of_a_size_to_sign_in_and_the_head_repeats(ledger: MemoryBook, tmp_path: Path) -> None:
    """At least twelve millimetres high and 25 wide, the page on its side, nothing smaller than nine points."""
    target = tmp_path / "签批单.docx"
    made(ledger, target, "P001", "P004")
    document: Any = docx.Document(str(target))
    (table,) = document.tables
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    heights = [int(row._tr.trPr.find(qn("w:trHeight")).get(qn("w:val"))) for row in rows]
    assert min(heights) >= TWELVE_MILLIMETRES
    assert min(cell.width.mm for cell in rows[0].cells[5:]) > 25
    assert document.sections[0].page_width > document.sections[0].page_height
    sizes = [int(size.get(qn("w:val"))) for size in document.element.body.iter(qn("w:sz")) if size.get(qn("w:val"))]
    assert min(size for size in sizes if size > 8) >= 18  # in half points; borders count in eighths


def test_where_nothing_can_be_signed_no_paper_is_made(tmp_path: Path) -> None:
    """A ledger whose evidence is not there has nothing that could be closed."""
    with pytest.raises(UsageError, match="没有要签批的问题"):
        made(MemoryBook(book()), tmp_path / "签批单.docx")
