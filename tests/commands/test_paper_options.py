"""An office's own template and page are found beside its ledger, for every paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm

from rectify_xl.commands import paper_options
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.documents.templates import consent
from rectify_xl.doors.cli import main
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column, ref

AS_OF = date(2026, 11, 20)
ROWS = SheetChanges(
    "问题台账",
    (
        CellWrite(2, column("编号"), "P001"),
        CellWrite(2, column("方面"), "资产方面"),
        CellWrite(2, column("具体问题"), "设备闲置"),
        CellWrite(2, column("责任科室"), "采编部"),
        CellWrite(2, column("整改时限"), date(2026, 11, 18)),
        CellWrite(2, column("完成程度"), "整改中"),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, (ROWS,))
    return FileBook(path)


def run(book: FileBook, name: str, *items: str, **options: Any) -> Outcome:
    command = find(name)
    assert command is not None
    return invoke(command, Request(AS_OF, book, options=options, items=items, by="王芳"))


PAPERS = {
    "report": "整改情况报告",
    "monthly": "月通报",
    "weekly": "周调度表",
    "brief": "领导一页纸",
    "letters": "督办通知书",
    "close": "销号审批表",
    "notice": "通报",
}


@pytest.fixture(autouse=True)
def answers(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is agreed to away from this user's home."""
    kept = tmp_path_factory.mktemp("家") / ".rectify_xl" / "答.json"
    monkeypatch.setattr(consent, "FILE", kept)
    return kept


def beside(folder: Path, name: str, text: str = "本单位自己的模板") -> Path:
    """Put a template beside the ledger."""
    own = docx.Document()
    own.add_paragraph(text)
    (folder / "模板").mkdir(exist_ok=True)
    path = folder / "模板" / f"{name}.docx"
    own.save(str(path))
    return path


def made_by(book: FileBook, name: str, folder: Path) -> tuple[list[str], Outcome]:
    """Return the paragraphs of the paper that a command makes, and what it says."""
    target = folder / ("函" if name == "letters" else "文书.docx")
    options: dict[str, Any] = {"form": str(target)} if name == "close" else {"output": str(target)}
    options |= {"audience": "internal", "force": True}
    outcome = run(book, name, *(("P001",) if name == "close" else ()), **options)
    (made,) = target.iterdir() if target.is_dir() else (target,)
    return [each.text for each in docx.Document(str(made)).paragraphs], outcome


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_beside_the_ledger_goes_first_once_agreed_to(name: str, book: FileBook, tmp_path: Path) -> None:
    """The paper is made from it, and the outcome says so."""
    consent.give((beside(tmp_path, PAPERS[name]),), True)
    paragraphs, outcome = made_by(book, name, tmp_path)
    assert paragraphs == ["本单位自己的模板"]
    assert f"用的是台账旁“模板”文件夹里的模板：{PAPERS[name]}.docx。" in "".join(outcome.summary)


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_that_came_with_the_ledger_is_not_used_unasked(name: str, book: FileBook, tmp_path: Path) -> None:
    """The paper is the usual one, and what lies there is named, with what to do."""
    template = beside(tmp_path, PAPERS[name])
    paragraphs, outcome = made_by(book, name, tmp_path)
    assert "本单位自己的模板" not in paragraphs
    assert f"文件夹里有模板{template.name}，本单位没有同意用它，这次用的是自带的模板" in "".join(outcome.summary)


def test_what_was_agreed_to_is_the_content_not_the_place(book: FileBook, tmp_path: Path) -> None:
    """Another template under the same name is asked for anew; the same one elsewhere is not."""
    template = beside(tmp_path, "月通报")
    consent.give((template,), True)
    assert paper_options.unasked_templates(tmp_path) == ()
    assert paper_options.unasked_templates(tmp_path / "不存在") == ()
    other = beside(tmp_path, "月通报", "寄来的模板")
    assert paper_options.unasked_templates(tmp_path) == (other,)
    assert "寄来的模板" not in made_by(book, "monthly", tmp_path)[0]


def test_it_is_named_before_it_is_used(book: FileBook, tmp_path: Path) -> None:
    consent.give((beside(tmp_path, "周调度表"),), True)
    command, said = find("weekly"), list[str]()
    assert command is not None

    def say(text: str) -> None:
        said.append(text)
        assert not (tmp_path / "表.docx").exists()

    invoke(command, Request(AS_OF, book, options={"output": str(tmp_path / "表.docx")}, by="王芳", say=say))
    assert "用台账旁“模板”文件夹里的模板：周调度表.docx" in said


def test_agreeing_from_the_command_line(book: FileBook, tmp_path: Path, answers: Path) -> None:
    """A faulty template is not agreed to; a sound one is used from then on, until the office says no."""
    faulty = beside(tmp_path, "月通报", "{{ 没有这个名称 }}")
    assert main(["template", "agree", str(faulty)]) == 1
    assert not answers.exists()
    sound = beside(tmp_path, "月通报")
    assert main(["template", "agree", str(sound)]) == 0
    assert made_by(book, "monthly", tmp_path)[0] == ["本单位自己的模板"]
    assert main(["template", "agree", str(sound), "--no"]) == 0
    assert made_by(book, "monthly", tmp_path)[0] != ["本单位自己的模板"]
    assert paper_options.unasked_templates(tmp_path) == ()


@pytest.mark.parametrize("spoiled", [b"", b"[]", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_a_spoiled_record_of_answers_agrees_to_nothing(spoiled: bytes, tmp_path: Path, answers: Path) -> None:
    template = beside(tmp_path, "月通报")
    answers.parent.mkdir(exist_ok=True)
    answers.write_bytes(spoiled)
    assert consent.given(template) is None


@pytest.mark.parametrize("name", ["report", "monthly", "letters"])
def test_official_papers_follow_the_page_of_the_ledger(name: str, book: FileBook, tmp_path: Path) -> None:
    """版式 in 基本信息 sets the margins, and what differs from the national page is told."""
    names = [row[0] for row in book.read().sheets["基本信息"].rows]
    book.write((SheetChanges("基本信息", (CellWrite(names.index("版式") + 1, 2, "省规范"),)),))
    target = tmp_path / ("函" if name == "letters" else "文书.docx")
    outcome = run(book, name, output=str(target))
    (made,) = target.iterdir() if target.is_dir() else (target,)
    section = docx.Document(str(made)).sections[0]
    assert [round(each / Mm(1)) for each in (section.top_margin or 0, section.left_margin or 0)] == [28, 27]
    assert "上边距28毫米，国标37毫米" in "".join(outcome.summary)


def test_a_paper_tells_its_cells_as_json(book: FileBook, tmp_path: Path) -> None:
    """`--trace` of the weekly sheet names the cell of the problem."""
    run(book, "weekly", output=str(tmp_path / "表.docx"), trace=str(tmp_path / "T.json"))
    assert ref("具体问题", 2) in (tmp_path / "T.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("weekly", {}),
        ("weekly", {"split": True}),
        ("monthly", {}),
        ("brief", {}),
        ("report", {}),
        ("letters", {}),
        ("notice", {"audience": "internal", "force": True}),
        ("form", {}),
    ],
)
def test_every_paper_says_where_numbers_of_persons_are_printed(
    name: str, options: dict[str, Any], tmp_path: Path
) -> None:
    """Papers inside of the house cover nothing: what stands in them is named cell by cell, the office's own not."""
    path = tmp_path / "台账.xlsx"
    progress = CellWrite(2, column("整改进展"), "一是已联系群众李四（手机13812345678）。")
    problem = CellWrite(2, column("具体问题"), "设备闲置（举报人身份证110101199003070038）")
    problems = ROWS._replace(writes=(*ROWS.writes, progress, problem))
    row = next(i for i, item in enumerate(schema.INFO_ITEMS, 2) if item.name == "联系电话")
    own = SheetChanges(schema.INFO.name, (CellWrite(row, 2, "13912345678"),))
    file_host.create(resources.path("workbook_template.xlsx"), path, (problems, own))
    folder = tmp_path / "出件"
    in_folder = name == "letters" or "split" in options
    target = folder if in_folder else tmp_path / ("表.xlsx" if name == "form" else "件.docx")
    outcome = run(FileBook(path), name, output=str(target), **options)
    sentence = next(one for one in outcome.summary if "个人号码" in one)
    cells = set(re.findall("问题台账[A-Z]+2（(.+?)）", sentence))
    assert cells
    assert cells <= {"手机号", "身份证号"}
    assert "基本信息" not in sentence
    assert "没有遮盖" in sentence
