"""周调度表: one table by department by default; pages by department or leader, and files of their own, on demand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from rectify_xl.errors import PaperError
from tests.papers.drawn_rounds import draw, remember
from tests.papers.printed_paper import printed


def lines_of(paper: Path) -> list[str]:
    """Return the rows of all tables, a cell that spans columns once."""
    document = Document(str(paper))
    return ["|".join(dict.fromkeys(cell.text for cell in row.cells)) for table in document.tables for row in table.rows]


@pytest.mark.parametrize(("count", "most"), [(8, 2), (30, 5)])
def test_the_compact_edition_is_short_and_can_be_read(
    count: int, most: int, tmp_path: Path, soffice: list[str]
) -> None:
    """Seven open problems took seven pages; no type is below 9 pt, and no address of a cell is printed."""
    drawn = draw(tmp_path / "台账.xlsx", count, seed=1, late=0.5)
    remember(drawn)
    target = tmp_path / "周调度表.docx"
    outcome = drawn.run("weekly", output=str(target))
    paper = printed(target, soffice)
    assert len(paper.pages) <= most
    assert paper.smallest >= 9.0
    assert re.findall(r"(?<![A-Z])[A-Z]{1,2}\d{1,2}(?!\d)", "".join(paper.pages)) == []
    ids = [line[:4] for line in lines_of(target) if re.match(r"P\d{3}\|", line)]
    departments: Any = outcome.data["departments"]
    assert sorted(ids) == sorted(name for one in departments for name in one["open"])
    questions: Any = outcome.data["questions"]
    text = "\n".join(lines_of(target)).replace("\n", "")
    for question in questions:
        assert question["text"].removeprefix(f"{question['id']} ") in text


def test_pages_go_by_department_or_by_leader(tmp_path: Path, soffice: list[str]) -> None:
    """Each begins a page of its own, and every open problem stands on one of them."""
    drawn = draw(tmp_path / "台账.xlsx", 20, seed=2, late=0.5)
    for by, names in (
        ("科室", {one.department for one in drawn.problems if not one.done}),
        ("领导", {one.leader for one in drawn.problems if not one.done}),
    ):
        target = tmp_path / f"{by}.docx"
        drawn.run("weekly", output=str(target), pages=by)
        begins = {page.split("\n")[0].strip() for page in printed(target, soffice).pages[1:]}
        assert names <= begins
        ids = {line[:4] for line in lines_of(target) if re.match(r"P\d{3}\|", line)}
        assert ids == {one.id for one in drawn.problems if not one.done}


def test_files_of_their_own_hold_nothing_of_others(tmp_path: Path) -> None:
    """One for each department that has something open; a file that is there already is not overwritten unasked."""
    drawn = draw(tmp_path / "台账.xlsx", 20, seed=2, late=0.5)
    folder = tmp_path / "周调度表"
    outcome = drawn.run("weekly", output=str(folder), split=True)
    open_ids: dict[str, set[str]] = {}
    for one in drawn.problems:
        if not one.done:
            open_ids.setdefault(one.department, set()).add(one.id)
    assert {path.name for path in folder.iterdir()} == {f"周调度表_{name}_2026-09-28.docx" for name in open_ids}
    for name, ids in open_ids.items():
        text = "\n".join(lines_of(folder / f"周调度表_{name}_2026-09-28.docx"))
        assert set(re.findall(r"P\d{3}", text)) == ids
    assert outcome.made[0].kind == "folder"
    with pytest.raises(PaperError, match="已有"):
        drawn.run("weekly", output=str(folder), split=True)
    leaders = tmp_path / "分领导"
    drawn.run("weekly", output=str(leaders), pages="领导")
    assert len(list(leaders.iterdir())) == len({one.leader for one in drawn.problems if not one.done})


def test_a_file_cannot_hold_files(tmp_path: Path) -> None:
    """Who wants separate files gives a folder."""
    drawn = draw(tmp_path / "台账.xlsx", 8, seed=2)
    with pytest.raises(PaperError, match="分别成文件要放进文件夹"):
        drawn.run("weekly", output=str(tmp_path / "表.docx"), split=True)
