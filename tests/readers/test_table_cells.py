"""The tables of documents and web pages are known as grids, beside the lines of their cells."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.readers.read_source import Source, read
from rectify_xl.text.refs import Area
from tests.documents.packed import document, p, put


def cell(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{text}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


DOWN, ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
TABLE = "<w:tbl>{}</w:tbl>".format(
    row(cell(p("方面"), DOWN), cell(p("问题")), cell(p("整改情况")))
    + row(cell(p(""), ON), cell(p("甲")), cell(p("一是改。") + p("二是查。")))
    + row(cell(p("合计2个"), "<w:gridSpan w:val='3'/>"))
)
INNER = f"<w:tbl>{row(cell(p('内')))}</w:tbl>"
NESTED = f"<w:tbl>{row(cell(p('外') + INNER + p('')))}</w:tbl>"


def word(tmp_path: Path, body: str) -> Source:
    return read(put(tmp_path / "通报.docx", document(body, {})))


def page(tmp_path: Path, body: str) -> Source:
    return read(put(tmp_path / "通报.html", f"<html><body>{body}</body></html>".encode()))


def test_a_table_of_word_is_a_grid_with_its_merged_cells(tmp_path: Path) -> None:
    """Spans and merges are merged areas, the paragraphs of a cell its lines; the lines of the text stay as they are."""
    source = word(tmp_path, p("前") + TABLE + p("后"))
    [table] = source.tables
    assert (table.line, table.last_line) == (2, 9)
    assert table.grid.values == {
        (1, 1): "方面",
        (1, 2): "问题",
        (1, 3): "整改情况",
        (2, 2): "甲",
        (2, 3): "一是改。\n二是查。",
        (3, 1): "合计2个",
    }
    assert table.grid.merged == (Area(1, 1, 2, 1), Area(3, 1, 3, 3))
    assert table.lines[2, 3] == 7
    assert [line.text for line in source.lines] == [
        "前", "方面", "问题", "整改情况", "", "甲", "一是改。", "二是查。", "合计2个", "后",
    ]  # fmt: skip


def test_tables_side_by_side_and_within_cells(tmp_path: Path) -> None:
    """A table within a cell belongs to the cell; text between two tables parts them, an empty line does too."""
    first, second, third = word(tmp_path, NESTED + p("间") + TABLE + p("") + TABLE).tables
    assert first.grid.values == {(1, 1): "外\n内"}
    assert (second.grid.values, third.grid.merged) == (third.grid.values, second.grid.merged)


def test_a_table_of_a_page_is_a_grid_with_its_spans(tmp_path: Path) -> None:
    """Cells that reach down push later rows to the right; a table that only lays out the page is none."""
    inner = (
        "<table><tr><th rowspan=2>方面</th><th>问题</th></tr><tr><td><p>甲</p><p>乙</p></td></tr>"
        "<tr><td colspan=2>丙</td></tr><tr><td rowspan=0>丁</td><td></td></tr></table>"
    )
    source = page(tmp_path, f"<table><tr><td>前{inner}后</td></tr></table>")
    [table] = source.tables
    assert table.grid.values == {(1, 1): "方面", (1, 2): "问题", (2, 2): "甲\n乙", (3, 1): "丙", (4, 1): "丁"}
    assert table.grid.merged == (Area(1, 1, 2, 1), Area(3, 1, 3, 2))
    assert (table.line, table.last_line, table.lines[2, 2]) == (2, 7, 4)
    assert [line.text for line in source.lines] == ["前", "方面", "问题", "甲", "乙", "丙", "丁", "后"]


def test_a_text_without_tables_has_none(tmp_path: Path) -> None:
    """Paragraphs alone make no table."""
    assert word(tmp_path, p("甲")).tables == page(tmp_path, "<p>甲</p>").tables == ()
