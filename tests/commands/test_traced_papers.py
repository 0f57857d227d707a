"""No number of a paper goes without its cell, but for days, places in a list, and the words of rules."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from rectify_xl.commands import demo
from rectify_xl.commands.outcome import Request

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NO_COUNT = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|〔\d{4}〕|^\d+\.?|附件：?\d(?:\.\d)?|^　+\d\.|不足3个|[A-Z]{1,2}\d+"
)
"""Days, the year of a document number, places in a list, the rule of the ranking, and addresses of cells."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the papers of the demo."""
    made: Path = tmp_path_factory.mktemp("演示")
    demo.run(Request(date(2026, 11, 22), options={"output": str(made)}))
    return made


def outside_bookmarks(paper: Path) -> list[str]:
    """Return what each paragraph prints outside of any bookmark."""
    with zipfile.ZipFile(paper) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found: list[str] = []
    within: set[str] = set()
    for element in root.iter():
        if element.tag == f"{W}p":
            found.append("")
        elif element.tag == f"{W}bookmarkStart":
            within.add(element.get(f"{W}id", ""))
        elif element.tag == f"{W}bookmarkEnd":
            within.discard(element.get(f"{W}id", ""))
        elif element.tag == f"{W}t" and not within:
            found[-1] += element.text or ""
    return found


@pytest.mark.parametrize(
    "name",
    [
        "领导一页纸.docx",
        "周调度表.docx",
        "月通报.docx",
        "整改情况报告.docx",
        "整改通报（公开稿）.docx",
        "督办函/01_督办通知书_采编部_2026-11-22.docx",
    ],
)
def test_every_counted_number_stands_in_a_bookmark(folder: Path, name: str) -> None:
    """What is left outside holds no figure that was counted or computed."""
    left = [NO_COUNT.sub("", text) for text in outside_bookmarks(folder / name)]
    assert [text for text in left if re.search(r"\d", text)] == []
