"""`close` on a real workbook: evidence, signatures, form and pack, for machines and for people."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import close, reopen
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.errors import BookError, PaperError, UsageError
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column
from tests.supervision.closure_steps import closing_ledgers

DAY = date(2026, 9, 30)
PROBLEM: dict[str, Raw] = {
    "方面": "甲方面",
    "具体问题": "用印 <没有> 记录 & {{ 乱码 }}",
    "责任科室": "办公室",
    "整改时限": date(2026, 6, 30),
    "完成程度": "已完成",
    "即知即改": "是",
    "整改进展": "已修订印章管理办法。",
    "完成日期": date(2026, 6, 1),
}

FEEDBACK: dict[str, Raw] = {"项目": "反馈日期", "内容": date(2026, 3, 18)}


def put(path: Path, sheet: str, row: int, filled: dict[str, Raw]) -> None:
    """Type a row into a workbook."""
    book = FileBook(path)
    headers = list(book.read().sheets[sheet].rows[0])
    book.write(
        (SheetChanges(sheet, tuple(CellWrite(row, headers.index(name) + 1, value) for name, value in filled.items())),)
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with two finished problems, and a file beside it."""
    target = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), target, ())
    put(target, "基本信息", 9, FEEDBACK)
    for row, name in ((2, "P001"), (3, "P002")):
        put(target, "问题台账", row, {"编号": name, **PROBLEM})
    (tmp_path / "办法.pdf").write_bytes(b"abc")
    return target


def run(path: Path, *items: str, **options: Any) -> Outcome:
    return close.run(Request(DAY, FileBook(path), options=options, items=items))


def row(path: Path, sheet: str, number: int) -> list[Raw]:
    return list(FileBook(path).read().sheets[sheet].rows[number - 1])


def close_all(path: Path, name: str = "P001", by: str = "=吴某") -> None:
    steps: list[dict[str, Any]] = [
        {"evidence": (str(path.with_name("办法.pdf")),)},
        {"step": "apply", "by": by},
        {"step": "sign", "by": by, "role": "责任科室", "opinion": "=同意"},
        {"step": "sign", "by": by, "role": "分管领导"},
        {"step": "sign", "by": "钱某", "role": "主要负责人"},
        {"step": "approve", "by": "钱某", "reason": "单位人手少，一人兼签"},
    ]
    for each in steps:
        assert run(path, name, **each).status == 0


def test_text_that_begins_with_a_formula_sign_stays_text(path: Path) -> None:
    """A name such as `=吴某` reads back as it was typed, and no cell holds a formula."""
    close_all(path)
    written = row(path, "销号登记", 2)
    signed = ("申请人", "验收意见", "验收人", "分管领导")
    assert [written[column(each, "销号登记") - 1] for each in signed] == [
        "=吴某",
        "=同意",
        "=吴某 2026-09-30",
        "=吴某 2026-09-30",
    ]
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert [name for name in sheets if "吴某</f>" in package.read(name).decode()] == []


def test_evidence_is_registered_once_and_a_new_content_is_a_new_version(path: Path) -> None:
    given = (str(path.with_name("办法.pdf")),)
    assert run(path, "P001", evidence=given).data["evidence"] == ["E001"]
    assert run(path, "P001", evidence=given).data == {
        "written": False,
        "evidence": [],
        "known": ["办法.pdf"],
        "refused": [],
    }
    path.with_name("办法.pdf").write_bytes(b"changed")
    assert run(path, "P001", evidence=given).data["evidence"] == ["E002"]
    registered = row(path, "佐证材料", 3)
    told = ("编号", "问题/措施编号", "名称", "文件或文号", "SHA-256", "版本")
    assert [registered[column(each, "佐证材料") - 1] for each in told] == [
        "E002",
        "P001",
        "办法",
        "办法.pdf",
        "d67e2e944994496c8d8ec76eed0cf9f09679448d584b532bebf941852a37f5ed",
        "2",
    ]


def test_showing_what_is_missing_changes_nothing(path: Path) -> None:
    """Without a step, and with `--list` also with one, the ledger stays as it is."""
    before = path.read_bytes()
    shown = run(path)
    problems = shown.data["problems"]
    assert isinstance(problems, list)
    assert [(each["id"], each["state"], [m["code"] for m in each["missing"]]) for each in problems] == [
        ("P001", "open", ["evidence", "application"]),
        ("P002", "open", ["evidence", "application"]),
    ]
    assert shown.summary == ("2个问题：已销号0个，条件齐备可以批准的0个，其余2个还有条件不具备。",)
    assert run(path, "P001", list=True, step="apply", by="吴某").status == 0
    assert run(path, "P009").status == 1
    assert path.read_bytes() == before


def test_a_refused_step_changes_nothing_and_lists_the_conditions(path: Path) -> None:
    before = path.read_bytes()
    refused = run(path, "P001", "P002", step="apply", by="吴某")
    assert (refused.status, refused.data["written"]) == (1, False)
    assert [each[0] for each in refused.tables[0].rows] == ["P001", "P002"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("items", "options", "said"),
    [
        ((), {"step": "apply"}, "没有写问题编号"),
        (("P001",), {"step": "apply", "form": "a.docx"}, "一次只能办一件事"),
        (("P001",), {"step": "apply", "date": "明天"}, "日期应写成 .*（--date）"),
        (("P001", "P002"), {"evidence": ("a.pdf",)}, "一次只能给一个问题"),
    ],
)
def test_a_wrong_call_is_told(path: Path, items: tuple[str, ...], options: dict[str, Any], said: str) -> None:
    with pytest.raises((UsageError, BookError), match=said):
        run(path, *items, **options)


class Raced(MemoryBook):
    """A ledger that somebody else applies for between our reading and our writing."""

    def write(self, changes: Changes) -> None:
        """Let the other one write first, once; then refuse as a file does."""
        if not self.written:
            super().write(changes)
            raise BookError("台账在处理期间被别人改动过")
        super().write(changes)


def test_who_comes_second_at_the_very_moment_is_told_who_was_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal of the host becomes the answer of the second reading."""
    monkeypatch.setattr(
        "rectify_xl.workbook.evidence_files.digests_of", lambda _folder, _sources: closing_ledgers.FILES
    )
    raw: RawBook = closing_ledgers.book()
    outcome = close.run(
        Request(closing_ledgers.AS_OF, Raced(raw), options={"step": "apply", "by": "吴某"}, items=("P001",))
    )
    assert outcome.status == 1
    assert "P001已由吴某于2025-09-01申请销号（『销号登记』第2行）" in outcome.summary[1]


def test_the_form_is_a_sound_document_with_what_was_signed(path: Path, tmp_path: Path) -> None:
    """One form per problem; what is not signed is blank; braces and angle brackets of a ledger are text."""
    close_all(path)
    target = tmp_path / "审批表.docx"
    assert run(path, "P001", "P002", form=str(target)).data["form"] == str(target)
    assert OpenXmlValidator().validate(str(target)).errors == []
    first, second = docx.Document(str(target)).tables
    assert len(first._tbl.tblGrid.gridCol_lst) == 4
    cells = {each.cells[0].text.replace("\n", ""): each.cells[1].text for each in first.rows}
    assert cells["反馈问题"] == "用印 <没有> 记录 & {{ 乱码 }}"
    assert cells["主要负责人意见"] == "\n签字：钱某　　2026年9月30日"
    assert cells["责任科室验收"] == "=同意\n签字：=吴某　　2026年9月30日"
    assert cells["结论"] == "通过　　2026年9月30日"
    blank = {each.cells[0].text.replace("\n", ""): each.cells[1].text for each in second.rows}
    assert blank["分管领导意见"] == "\n签字：　　　　　　　　　　　　年　　月　　日"
    with pytest.raises(PaperError, match="目标文件已存在"):
        run(path, "P001", form=str(target))


def test_a_pack_with_a_gap_says_so(path: Path, tmp_path: Path) -> None:
    """A missing file is named, the pack is made all the same, and the exit status tells."""
    run(path, "P001", evidence=(str(path.with_name("办法.pdf")),))
    assert run(path, pack=str(tmp_path / "一.zip")).status == 0
    path.with_name("办法.pdf").unlink()
    packed = run(path, pack=str(tmp_path / "二.zip"))
    assert packed.status == 1
    assert packed.tables[0].rows == (("P001", "E001", "办法.pdf", "找不到文件"),)
    assert zipfile.ZipFile(tmp_path / "二.zip").namelist() == ["清单.csv"]


def test_a_relapse_gets_a_row_of_its_own(path: Path) -> None:
    close_all(path)
    closed, problem = row(path, "销号登记", 2), row(path, "问题台账", 2)
    outcome = reopen.run(Request(DAY, FileBook(path), options={"reason": "抽查又见"}, items=("P001",)))
    assert (outcome.status, outcome.data["id"], outcome.data["row"]) == (0, "P003", 4)
    assert (row(path, "销号登记", 2), row(path, "问题台账", 2)) == (closed, problem)
    assert reader.read_ledger(FileBook(path).read()).problems[2].related == ("P001",)
    again = reopen.run(Request(DAY, FileBook(path), options={"reason": "又见"}, items=("P001",)))
    assert (again.status, again.data["written"]) == (1, False)


def test_the_command_line_takes_ids_and_files_anywhere(path: Path) -> None:
    """Ids may stand after options, an option may take several files, and Chinese words name the steps."""
    words = ["close", str(path), "--evidence", str(path.with_name("办法.pdf")), "--json", "--as-of", "2026-09-30"]
    call = [sys.executable, "-m", "rectify_xl"]
    done = subprocess.run([*call, "close", "P001", *words[2:]], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    done = subprocess.run([*call, *words[:2], "P001", *words[2:]], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["evidence"] == ["E001"]
    words = ["close", str(path), "--step", "申请", "P001", "--by", "吴某", "--json", "--as-of", "2026-09-30"]
    done = subprocess.run([*call, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["written"] is True
