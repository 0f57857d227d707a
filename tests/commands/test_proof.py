"""`proof` reads any text or ledger, says where each fault is, and hands out a paper."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook, complete, raw_book
from rectify_xl.commands import import_, proof
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.errors import BookError, NoticeError, PaperError
from rectify_xl.ledger import schema
from rectify_xl.system import resources
from tests.doors.test_cli import call

AS_OF = date(2026, 9, 20)
SAMPLE = resources.path("samples", "示例通报.txt")


def read(source: Path, **options: str | bool) -> Outcome:
    return proof.run(Request(AS_OF, source=str(source), options=options))


def places(outcome: Outcome) -> list[tuple[object, object]]:
    findings = outcome.data["findings"]
    assert isinstance(findings, list)
    return [(each["code"], f"{each['sheet']}!{each['cell']}" if each["sheet"] else each["line"]) for each in findings]


def test_a_notice_in_json() -> None:
    """The document has the keys that other tools rely on, and errors end with status 1."""
    done = call("proof", str(SAMPLE), "--json", "--as-of", "2026-09-20")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert (said["source"], said["kind"], said["as_of"]) == (str(SAMPLE), "notice", "2026-09-20")
    assert (said["errors"], said["warnings"]) == (3, 1)
    assert [(each["code"], each["severity"], each["line"]) for each in said["findings"]] == [
        ("PR103", "warning", 13),
        ("PR207", "error", 49),
        ("PR301", "error", 59),
        ("PR201", "error", 72),
    ]
    assert all(each["excerpt"] and each["message"] and each["fix"] for each in said["findings"])


def test_a_ledger_is_read_as_it_would_be_printed(tmp_path: Path) -> None:
    """The same faults are found in the imported ledger, each in the cell where it is mended."""
    ledger = tmp_path / "台账.xlsx"
    import_.run(Request(AS_OF, source=str(SAMPLE), options={"output": str(ledger)}))
    before = ledger.read_bytes()
    outcome = read(ledger)
    assert outcome.data["kind"] == "ledger"
    assert places(outcome) == [
        ("PR103", "通报文稿!D10"),
        ("PR207", "问题台账!AA10"),
        ("PR301", "问题台账!P13"),
        ("PR201", "问题台账!P17"),
    ]
    assert outcome.status == 1
    assert ledger.read_bytes() == before


def _row(**cells: str) -> str:
    return " | ".join(cells.get(column.name, "") for column in schema.PROBLEMS.columns)


def test_other_places_are_named_by_cell_too() -> None:
    """What a message says about other paragraphs of the printed notice is said with their cells."""
    same = "制作谈话提醒登记簿，书记与班子成员每半年谈话一次，班子成员与部门负责人每季度谈话一次"
    usual = {"方面": "责任落实方面", "完成程度": "已完成", "整改进展": f"一是{same}。"}
    book = raw_book(
        complete(f"""
            [基本信息]
            单位名称 | 云岭县图书馆
            反馈日期 | 2026-03-12
            通报日期 | 2026-09-18
            联系电话 | 0999-5550123
            [问题台账]
            {" | ".join(column.name for column in schema.PROBLEMS.columns)}
            {_row(编号="P001", 具体问题="谈话提醒不经常", **usual)}
            {_row(编号="P002", 具体问题="廉政教育形式单一", **usual)}
        """)
    )
    outcome = proof.run(Request(AS_OF, MemoryBook(book)))
    findings = outcome.data["findings"]
    assert isinstance(findings, list)
    (found,) = [each for each in findings if each["code"] == "PR401"]
    assert (found["sheet"], found["cell"], found["row_id"]) == ("问题台账", "P3", "P002")
    assert "有1句与问题台账!P2相同或几乎相同" in found["message"]


def test_an_empty_ledger_has_nothing_to_read() -> None:
    """A ledger without problems is told as such, and no text is made up."""
    outcome = proof.run(Request(AS_OF, MemoryBook(raw_book(complete("[基本信息]\n反馈日期 | 2026-03-12")))))
    assert "NT206" in [code for code, _ in places(outcome)]
    assert not [code for code, _ in places(outcome) if str(code).startswith("PR")]
    assert outcome.status == 1


def test_another_workbook_is_no_ledger(tmp_path: Path) -> None:
    """A workbook without sheets of the layout is refused, and the message says what can be chosen."""
    path = tmp_path / "花名册.xlsx"
    Workbook().save(path)
    with pytest.raises(BookError, match=r"这不是本工具的台账：“花名册\.xlsx”里是《Sheet》。.*可用 `import` 导入"):
        read(path)


def test_the_paper_holds_every_finding(tmp_path: Path) -> None:
    """The Word document is sound and has one row for each finding, with room for the writer; the text says the same."""
    paper, text = tmp_path / "意见.docx", tmp_path / "意见.txt"
    outcome = read(SAMPLE, output=str(paper))
    assert outcome.data["paper"] == str(paper)
    assert OpenXmlValidator().validate(str(paper)).errors == []
    (table,) = Document(str(paper)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "位置", "原文", "问题", "怎么改", "采纳"]
    assert [row[1] for row in rows[1:]] == ["第13行", "第49行", "第59行", "第72行"]
    assert rows[3][3].startswith("【错误】第12个问题写“已整改完成”")
    read(SAMPLE, output=str(text))
    assert "4. 第72行　【错误】日期“2026428日”缺少年、月或数字。" in text.read_text(encoding="utf-8")


def test_a_paper_never_replaces_another_unasked(tmp_path: Path) -> None:
    """An existing file, and a kind of file that it cannot write, are refused before anything is read."""
    target = tmp_path / "意见.docx"
    target.write_bytes(b"x")
    with pytest.raises(PaperError, match="已存在"):
        read(SAMPLE, output=str(target))
    with pytest.raises(PaperError, match=r"\.docx 或 \.txt"):
        read(SAMPLE, output=str(tmp_path / "意见.pdf"))
    read(SAMPLE, output=str(target), force=True)
    assert len(target.read_bytes()) > 1000


def test_markup_in_a_text_stays_text(tmp_path: Path) -> None:
    """Braces and angle brackets of somebody else's text are printed as they are."""
    source, paper = tmp_path / "来稿.txt", tmp_path / "意见.docx"
    source.write_text(f"<b>{{{{ 7*7 }}}}2026年2月30日开会。\n{'我们召开会议研究整改工作。' * 9}", encoding="utf-8")
    outcome = read(source, output=str(paper))
    assert outcome.data["kind"] == "text"
    printed = [cell.text for table in Document(str(paper)).tables for row in table.rows for cell in row.cells]
    assert any("<b>{{ 7*7 }}" in text for text in printed)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("空.txt", b"", "是空文件"),
        ("乱.txt", bytes(range(256)) * 400, "不是文本、Word文档、网页或PDF"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧.doc"),
        ("件.pdf", b"%PDF-1.7\n" + b"x" * 400, "不是完整的PDF文件"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """A file that holds no text is refused with what it is and what to do."""
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(NoticeError, match=message):
        read(source)


def test_a_file_that_is_not_there() -> None:
    """A wrong name is told."""
    with pytest.raises(NoticeError, match="找不到文件"):
        read(Path("没有这个文件.txt"))
