"""What a double click on 使用手册 opens: pages whose links and pictures are there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from generate.installers import manual_pages
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder as a set-up carries it."""
    target: Path = tmp_path_factory.mktemp("pages") / manual_pages.FOLDER
    manual_pages.write(ROOT / "docs", target)
    return target


def test_nothing_is_left_that_windows_cannot_open(pages: Path) -> None:
    """Pages and pictures only; a package has its own list of what is in it, which the one of the repository is not."""
    assert {path.suffix for path in pages.rglob("*") if path.is_file()} == {".html", ".png"}
    assert len([*pages.rglob("*.html")]) == len([*(ROOT / "docs").rglob("*.md")]) - 1
    assert (pages / manual_pages.MANUAL).is_file()


def test_links_and_pictures_lead_to_something(pages: Path) -> None:
    """Beside the page, or within it."""
    for page in pages.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        names = set(re.findall(r' id="([^"]+)"', text))
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            if "://" not in address:
                place, _, name = unquote(address).partition("#")
                assert not place or (page.parent / place).is_file(), (page.name, address)
                assert place or name in names, (page.name, address)


def test_chapters_and_tables_are_shown_as_such(pages: Path) -> None:
    """The list of chapters leads to each; what stands as a table in the text is one."""
    text = (pages / manual_pages.MANUAL).read_text(encoding="utf-8")
    source = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    contents = re.findall(r'<a class="h2" href="#(\w+)">(.+?)</a>', text)
    assert [words for _, words in contents] == re.findall(r"^## (.+)$", source, re.MULTILINE)
    for name, words in contents:
        assert f'<h2 id="{name}">{words}</h2>' in text
    assert text.count("<table>") == len(re.findall(r"^ *\|[-| :]+\|$", source, re.MULTILINE))


def test_a_text_cannot_bring_code_along() -> None:
    """What looks like a page within a text is shown as text."""
    assert "<script>" not in manual_pages.page("# 甲\n\n<script>alert(1)</script>\n")
