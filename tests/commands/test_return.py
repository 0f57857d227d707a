"""`return` answers every ledger that was sent in: marked, explained and ready to mail, each unit with its own alone."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from datetime import date, datetime
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.comments import Comment

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan, unit_of
from rectify_xl.commands import assess_submission
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.returning import sent_files
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile
from rectify_xl.supervision.returns.return_slip import HEADS, SHEET, ReturnSlip
from rectify_xl.supervision.submission import receipt
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host, return_workbook
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import any_workbook

AS_OF = date(2026, 9, 30)
MOMENT = datetime(2026, 9, 30, 10, 0)  # noqa: DTZ001 - the user's own clock
SOUND: dict[str, Raw] = {
    "编号": "P001",
    "方面": "甲方面",
    "具体问题": "学习走过场",
    "牵头领导": "周明",
    "责任科室": "党政办",
    "责任人": "李岚",
    "整改时限": date(2026, 12, 31),
    "完成程度": "整改中",
    "后续要求": "无",
    "整改进展": "一是已经制定学习计划，二是开展学习3次。",
    "剩余事项": "第四季度学习尚未开展",
    "剩余时限": date(2026, 12, 20),
}
MEASURE: dict[str, Raw] = {
    "措施编号": "M001-1",
    "问题编号": "P001",
    "措施内容": "每季度组织集中学习1次，会后归档发言材料",
    "措施类型": "学习教育",
    "责任科室": "党政办",
    "责任人": "李岚",
    "时限": date(2026, 12, 20),
    "完成程度": "整改中",
}
INFO: dict[str, Raw] = {
    "单位名称": "云岭县青石镇",
    "上级单位": "中共云岭县委巡察办",
    "巡察机构": "县委第一巡察组",
    "巡察轮次": "十四届县委第三轮",
    "反馈日期": date(2026, 3, 18),
    "集中整改开始": date(2026, 3, 18),
    "集中整改结束": date(2026, 12, 31),
    "通报标题": "中共云岭县青石镇委员会关于巡察整改情况的通报",
    "通报日期": AS_OF,
    "联系电话": "0571-88886666",
    "声明数·具体问题": 1,
    "电子邮箱": "zgb@example.cn",
}


def run(source: Path, folder: Path, *others: Path, moment: datetime = MOMENT, **options: Value) -> Outcome:
    command = find("return")
    assert command is not None
    given: dict[str, Value] = {"output": str(folder), **options}
    items = tuple(str(path) for path in others)
    return invoke(command, Request(AS_OF, None, str(source), given, items=items, by="周国强", moment=moment))


def faulty(folder: Path, number: int = 1, errors: float = 0.3) -> Path:
    """Write a ledger with slips as an office fills it in."""
    return write(folder, UnitPlan(7, number, 12, errors, AS_OF))


def sound(folder: Path, name: str = "青石镇.xlsx", **otherwise: Raw) -> Path:
    """Write a ledger in which the 上报 profile finds no error, with other things in its one problem."""
    template = resources.path("workbook_template.xlsx")
    book = FileBook(template).read()
    rows = [line[0] for line in book.sheets[schema.INFO.name].rows]
    info = tuple(CellWrite(rows.index(item) + 1, 2, value) for item, value in INFO.items())
    cells = {**SOUND, **otherwise}
    problem = tuple(CellWrite(2, schema.PROBLEMS.position(key), value) for key, value in cells.items())
    measure = tuple(CellWrite(2, schema.MEASURES.position(key), value) for key, value in MEASURE.items())
    blocks = (
        SheetChanges(schema.INFO.name, info),
        SheetChanges(schema.PROBLEMS.name, problem),
        SheetChanges(schema.MEASURES.name, measure),
    )
    path = folder / name
    file_host.create(template, path, change_tracking.begin(book, blocks, MOMENT))
    return path


def attachments(path: Path) -> tuple[Any, dict[str, bytes]]:
    """Return a mail as a parser reads it, and what is attached to it."""
    message: Any = message_from_bytes(path.read_bytes(), policy=modern)
    return message, {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}


def everything(path: Path) -> str:
    """Return all that stands in a file, packages unpacked."""
    data = path.read_bytes()
    if path.suffix == ".eml":
        message, files = attachments(path)
        texts = [message["Subject"], message.get_body().get_content()]
        return "\n".join([*texts, *(unpacked(content) for content in files.values())])
    return unpacked(data)


def unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_faulty_ledger_goes_back_marked_and_explained(tmp_path: Path) -> None:
    """Every cell that the unit sent is as it was; its errors are marked, and the first sheet leads to each."""
    sent = faulty(tmp_path)
    (entry,) = _returned(run(sent, tmp_path / "退"))
    path = tmp_path / "退" / entry["workbook"]
    before, after = FileBook(sent).read(), FileBook(path).read()
    edit.verify_kept(path.read_bytes(), path.name, before)
    book: Any = load_workbook(path)
    page = book.worksheets[0]
    assert (page.title, book.active.title) == (SHEET, SHEET)
    head = next(row for row in page.iter_rows() if tuple(cell.value for cell in row) == HEADS)[0].row
    lines = [row for row in page.iter_rows(min_row=head + 1) if row[1].value]
    assert [row[1].value for row in lines] == ["必须改"] * entry["errors"] + ["请核对"] * entry["warnings"]
    marks = reader.read_ledger(after)
    for row in lines:
        address, column = row[2].value, row[4].value
        sheet, _, ref = address.partition("!")
        assert row[2].hyperlink.location == f"'{sheet}'!{ref}"
        if sheet == schema.PROBLEMS.name:
            number = book[sheet][ref].row
            marked = next(line for line in marks.rows[sheet] if line.number == number).text(schema.MARK.name)
            assert f"【{column}】" in marked
    assert len(after.sheets[schema.FINDINGS.name].rows) == 1 + len(lines)


def _returned(outcome: Outcome) -> list[dict[str, Any]]:
    entries: Any = outcome.data["returned"]
    return list(entries)


def test_the_mail_holds_all_of_it_whole(tmp_path: Path) -> None:
    """A mail parser gets workbook, letter and receipt byte by byte, addressed as the unit writes its address."""
    (entry,) = _returned(run(faulty(tmp_path), tmp_path / "退", office="中共某县委巡察办", phone="0571-8888666"))
    message, files = attachments(tmp_path / "退" / entry["mail"])
    assert message["To"] == entry["address"] == "zgb1@example.cn"
    assert message["X-Unsent"] == "1"
    assert {name: (tmp_path / "退" / name).read_bytes() for name in files} == files
    assert len(files) == 3
    text = message.get_body().get_content()
    assert entry["code"] in text
    assert "中共某县委巡察办" in text
    assert "0571-8888666" in text
    letter = Document(str(tmp_path / "退" / entry["letter"]))
    words = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "关于退回巡察整改台账的函" in words
    assert f"必须改的有{entry['errors']}处" in words
    assert len(letter.tables[0].rows) == 1 + entry["errors"]


def test_what_is_without_fault_gets_a_receipt(tmp_path: Path) -> None:
    """Its receipt is sound, names the fingerprint of the ledger and says that it was taken."""
    outcome = run(sound(tmp_path), tmp_path / "退")
    assert outcome.data["returned"] == []
    entries: Any = outcome.data["accepted"]
    read = receipt.read((tmp_path / "退" / entries[0]["receipt"]).read_bytes())
    assert read.sound
    assert (read.receipt.unit, read.receipt.verdict, read.receipt.problems) == ("云岭县青石镇", "accepted", 1)
    _, files = attachments(tmp_path / "退" / entries[0]["mail"])
    assert list(files) == [entries[0]["receipt"]]


def test_errors_that_the_unit_verified_are_left_to_the_level_above(tmp_path: Path) -> None:
    """They do not go back, and the clerk is told how many, where the reasons stand, and what to do about them."""
    path = faulty(tmp_path)
    fixing = find("fix"), find("check")
    assert fixing[0] is not None
    assert fixing[1] is not None
    before = _returned(run(path, tmp_path / "退一"))[0]
    host = FileBook(path)
    invoke(fixing[1], Request(AS_OF, host, options={"profile": "上报", "write": True}, by="王芳"))
    workbook = load_workbook(path)
    findings = workbook[schema.FINDINGS.name]
    heads = [cell.value for cell in findings[1]]
    line = next(row for row in findings.iter_rows(min_row=2) if row[heads.index("代码")].value == "RX722")
    line[heads.index("处理")].value = "已核实"
    line[heads.index("核实理由")].value = "县委巡察办已同意"
    workbook.save(path)
    invoke(fixing[0], Request(AS_OF, FileBook(path), options={"take": ("marked",)}, by="王芳"))
    outcome = run(path, tmp_path / "退二")
    (after,) = _returned(outcome)
    assert (after["verified"], after["errors"]) == (1, before["errors"] - 1)
    assert any(f"{after['unit']}1条" in line and "请核定" in line for line in outcome.summary)
    lines = load_workbook(tmp_path / "退二" / "退回清单.xlsx").active
    assert lines is not None
    assert str(lines.cell(3, 10).value).endswith("已核实的错误1条没有退回，理由见汇总表《校验错误》，请核定")


def test_what_cannot_be_read_gets_a_letter_that_says_why(tmp_path: Path) -> None:
    """A torn file and a picture are answered without a workbook; the others are none the worse."""
    torn = tmp_path / "报" / "残缺.xlsx"
    torn.parent.mkdir()
    torn.write_bytes(faulty(tmp_path).read_bytes()[:30_000])
    (tmp_path / "报" / "图.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    sound(tmp_path / "报")
    outcome = run(tmp_path / "报", tmp_path / "退")
    entries = _returned(outcome)
    assert {entry["file"]: (entry["workbook"], entry["codes"]) for entry in entries} == {
        "残缺.xlsx": (None, ["HZ102"]),
        "图.xlsx": (None, ["HZ103"]),
    }
    for entry in entries:
        message, files = attachments(tmp_path / "退" / entry["mail"])
        words = message.get_body().get_content()
        assert list(files) == [entry["letter"]]
        assert f"“{entry['file']}”收悉，但不能计入汇总，原因如下。" in words
        assert "核对（" not in words
        letter = Document(str(tmp_path / "退" / entry["letter"]))
        assert "不能计入汇总" in "\n".join(paragraph.text for paragraph in letter.paragraphs)
        assert letter.tables[0].rows[1].cells[1].text == "整个文件"
    assert len(outcome.data["accepted"]) == 1  # type: ignore[arg-type]


def test_no_letter_goes_to_nobody(tmp_path: Path) -> None:
    """Of a photo nobody can say who sent it: it is listed for the level above, with what to do."""
    folder = tmp_path / "报来"
    folder.mkdir()
    for number in range(1, 5):
        faulty(folder, number)
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    data = run(folder, tmp_path / "退回").data
    left: Any = data["not_returned"]
    assert [(entry["file"], entry["code"]) for entry in left] == [("照片.jpg", "HZ103")]
    assert "看不出是哪个单位的" in left[0]["fix"]


def test_a_ledger_without_a_name_is_marked_all_the_same(tmp_path: Path) -> None:
    """Whose it is nobody knows; where the name belongs is linked."""
    path = sound(tmp_path)
    blank = SheetChanges(schema.INFO.name, (CellWrite(_info_row(path, "单位名称"), 2, None),))
    path.write_bytes(edit.edit(path.read_bytes(), path.name, (blank,)))
    (entry,) = _returned(run(path, tmp_path / "退"))
    assert "HZ105" in entry["codes"]
    page = load_workbook(tmp_path / "退" / entry["workbook"]).worksheets[0]
    assert any(cell.hyperlink for row in page.iter_rows() for cell in row)


def _info_row(path: Path, item: str) -> int:
    rows = FileBook(path).read().sheets[schema.INFO.name].rows
    return next(number for number, row in enumerate(rows, 1) if row and row[0] == item)


def test_no_unit_is_sent_anything_of_another(tmp_path: Path) -> None:
    """No name of a unit or a person of one ledger stands in any file that goes to another unit."""
    (tmp_path / "报").mkdir()
    plans = [UnitPlan(3, number, 8, 0.4, AS_OF) for number in range(4)]
    for plan in plans:
        write(tmp_path / "报", plan)
    entries = _returned(run(tmp_path / "报", tmp_path / "退"))
    assert len(entries) == 4
    units = {unit_of(plan).name: unit_of(plan) for plan in plans}
    for entry in entries:
        own = units[entry["unit"]]
        mine = {own.name, *own.leaders, *own.clerks}
        files = [tmp_path / "退" / entry[kind] for kind in ("workbook", "letter", "mail")]
        texts = "\n".join(map(everything, files))
        for other in units.values():
            foreign = {other.name, *other.leaders, *other.clerks} - mine if other is not own else set()
            assert {name for name in foreign if name in texts} == set()


def test_a_ledger_of_another_layout_comes_back_as_one_of_ours(tmp_path: Path) -> None:
    """The rows as they were understood stand in a fresh ledger, and the first line says so."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "整改台账"
    for row in (
        ("青林县水利局巡察反馈问题整改台账",),
        ("序号", "反馈问题", "整改措施", "责任领导", "责任单位", "完成时限", "整改情况"),
        (1, "学习走过场，以读代讲", "每季度组织集中学习", "周明", "党政办", "2026年12月", "正在整改"),
        (2, "往来款长期挂账", "逐笔核对往来款", "何静", "财务科", "2026年10月底", "已完成"),
    ):
        sheet.append(row)
    book.save(tmp_path / "旧表.xlsx")
    outcome = run(tmp_path / "旧表.xlsx", tmp_path / "退")
    (entry,) = _returned(outcome)
    assert entry["marked"]
    assert "RX108" not in entry["codes"]
    data = (tmp_path / "旧表.xlsx").read_bytes()
    counted = assess_submission.assess(SubmittedFile("旧表.xlsx", "", len(data)), data, AS_OF)
    assert counted.result is not None
    assert entry["errors"] == counted.result.errors + 1  # what a consolidation counts, and its layout
    assert any("没有落款单位" in sentence for sentence in outcome.summary)
    path = tmp_path / "退" / entry["workbook"]
    ledger = reader.read_ledger(FileBook(path).read())
    assert [problem.problem for problem in ledger.problems] == ["学习走过场，以读代讲", "往来款长期挂账"]
    page = load_workbook(path).worksheets[0]
    assert any("不是本工具的版式" in str(cell.value) for row in page.iter_rows() for cell in row)


def test_a_protected_ledger_is_explained_beside(tmp_path: Path) -> None:
    """Nothing is forced: what may not be written goes back as an explanation alone, which says why."""
    path = faulty(tmp_path)
    book = load_workbook(path)
    book[schema.PROBLEMS.name].protection.sheet = True
    book.save(path)
    outcome = run(path, tmp_path / "退")
    (entry,) = _returned(outcome)
    assert not entry["marked"]
    assert "保护" in entry["reason"]
    assert load_workbook(tmp_path / "退" / entry["workbook"]).sheetnames == [SHEET]


def test_a_second_return_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """A unit that mends the returned file itself and sends it again gets it back with one page, the newest."""
    (entry,) = _returned(run(faulty(tmp_path), tmp_path / "退"))
    first = tmp_path / "退" / entry["workbook"]
    before = FileBook(first).read()
    (entry,) = _returned(run(first, tmp_path / "再退", reply_by="2026-10-20"))
    path = tmp_path / "再退" / entry["workbook"]
    book = load_workbook(path)
    assert book.sheetnames == load_workbook(first).sheetnames
    assert (book.sheetnames[0], book.active) == (SHEET, book[SHEET])
    assert _slip_of(path).office.reply_by == date(2026, 10, 20)
    assert _names(path) == _names(first)
    edit.verify_kept(path.read_bytes(), path.name, before)


def test_pages_of_an_earlier_program_go_and_a_sheet_of_the_unit_stays(tmp_path: Path) -> None:
    """Several pages that piled up all go; a sheet that only bears the name is the unit's, and is never read as ours."""
    (entry,) = _returned(run(faulty(tmp_path), tmp_path / "退"))
    first = tmp_path / "退" / entry["workbook"]
    book: Any = load_workbook(first)
    for title in (f"{SHEET}2", f"{SHEET}3"):
        book.copy_worksheet(book[SHEET]).title = title
    book[SHEET].title = f"{SHEET} (2)"
    book.create_sheet(SHEET, 0)["A1"] = "本单位的说明"
    book.save(first)
    (entry,) = _returned(run(first, tmp_path / "再退"))
    path = tmp_path / "再退" / entry["workbook"]
    after = load_workbook(path)
    assert [tab for tab in after.sheetnames if SHEET in tab] == [f"{SHEET}2", SHEET]
    assert after[SHEET]["A1"].value == "本单位的说明"
    assert _slip_of(path).code == entry["code"]


def test_a_page_with_comments_and_notes_goes_whole(tmp_path: Path) -> None:
    """Nothing of it stays in the package, and an office program still opens what is left."""
    (entry,) = _returned(run(faulty(tmp_path), tmp_path / "退"))
    first = tmp_path / "退" / entry["workbook"]
    book: Any = load_workbook(first)
    book[SHEET]["H20"].comment = Comment("已改，请看", "李敏")
    book.save(first)
    (entry,) = _returned(run(first, tmp_path / "再退"))
    path = tmp_path / "再退" / entry["workbook"]
    assert "已改，请看" not in unpacked(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        stated = re.findall(r'PartName="/([^"]+)"', package.read("[Content_Types].xml").decode())
        links = re.findall(r'Target="/?(?:xl/)?([^"]+)"', package.read("xl/_rels/workbook.xml.rels").decode())
    assert set(stated) <= names
    assert {f"xl/{link}" for link in links} <= names


def _slip_of(path: Path) -> ReturnSlip:
    return return_workbook.read_slip(any_workbook.read_grid(path.read_bytes(), path.name).sheets, path.name)


def _names(path: Path) -> list[tuple[str, str, str]]:
    """Return the defined names of a workbook, with the tab of those that belong to one."""
    book: Any = load_workbook(path)
    tabs = [(tab, name, entry.attr_text) for tab in book.sheetnames for name, entry in book[tab].defined_names.items()]
    return sorted([*tabs, *(("", name, entry.attr_text) for name, entry in book.defined_names.items())])


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    """A folder with an earlier return is refused, and stays as it is."""
    path = faulty(tmp_path)
    run(path, tmp_path / "退")
    before = {one.name: one.read_bytes() for one in (tmp_path / "退").iterdir()}
    with pytest.raises(PaperError, match="没有覆盖"):
        run(path, tmp_path / "退")
    assert {one.name: one.read_bytes() for one in (tmp_path / "退").iterdir()} == before


def test_what_a_killed_run_left_behind_is_told(tmp_path: Path) -> None:
    """A folder with some answers and no list is refused before anything is read, and stays as it is."""
    path = faulty(tmp_path)
    (entry,) = _returned(run(path, tmp_path / "退"))
    (tmp_path / "退" / "退回清单.xlsx").unlink()
    before = sorted((tmp_path / "退").iterdir())
    with pytest.raises(PaperError, match=r"已有.*4个文件，没有覆盖.*请换一个文件夹"):
        run(path, tmp_path / "退")
    assert sorted((tmp_path / "退").iterdir()) == before
    assert tmp_path / "退" / str(entry["workbook"]) in before


def test_the_same_call_makes_the_same_workbooks(tmp_path: Path) -> None:
    """Nothing in workbooks and receipts depends on the clock or on chance; a letter bears when it was made."""
    path = faulty(tmp_path)
    for folder in ("一", "二"):
        run(path, tmp_path / folder)
    contents = [
        {
            one.name: one.read_bytes()
            for one in (tmp_path / folder).iterdir()
            if one.name.endswith(("退回单.xlsx", "json"))
        }
        for folder in ("一", "二")
    ]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 2


def test_few_files_need_no_store_and_no_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries of the store the answers are made all the same, as by processes but for their clock."""
    (tmp_path / "报送").mkdir()
    faulty(tmp_path / "报送")
    sound(tmp_path / "报送")
    with monkeypatch.context() as here:
        for library in ("duckdb", "xlsxwriter"):
            here.setitem(sys.modules, library, None)
        run(tmp_path / "报送", tmp_path / "少")
    monkeypatch.setattr(sent_files, "FEW", 0)
    run(tmp_path / "报送", tmp_path / "多")
    few, many = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("少", "多"))
    assert few.keys() == many.keys()
    lasting = [name for name in few if name.endswith(("退回单.xlsx", "json"))]
    assert len(lasting) == 3
    assert all(few[name] == many[name] for name in lasting)
    assert not list(tmp_path.glob("汇总库"))


def test_a_day_that_is_past_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    """Both are told before anything is made."""
    path = faulty(tmp_path)
    with pytest.raises(UsageError, match="已经过去"):
        run(path, tmp_path / "退", reply_by="2026-09-01")
    with pytest.raises(UsageError, match="--reply-by"):
        run(path, tmp_path / "退", reply_by="明天")
    (tmp_path / "空").mkdir()
    with pytest.raises(UsageError, match="没有报送的台账"):
        run(tmp_path / "空", tmp_path / "退")
    assert not (tmp_path / "退").exists()


def test_last_month_is_answered_from_today(tmp_path: Path) -> None:
    """As of a day that is past, units have their days from today; letter and mail bear today, the check that day."""
    source = tmp_path / "报送"
    source.mkdir()
    faulty(source)
    today = datetime(2026, 11, 29, 9, 0)  # noqa: DTZ001 - the user's own clock
    outcome = run(source, tmp_path / "退", moment=today)
    assert outcome.data["reply_by"] == "2026-12-04"
    letter = "\n".join(paragraph.text for paragraph in Document(str(next((tmp_path / "退").glob("*.docx")))).paragraphs)
    assert "2026年11月29日" in letter
    message, _ = attachments(next((tmp_path / "退").glob("*.eml")))
    body = message.get_body().get_content()
    assert "核对（2026年9月30日）" in body
    assert body.rstrip().endswith("2026年11月29日")
    with pytest.raises(UsageError, match=r"2026-10-15已经过去（今天2026-11-29）"):
        run(source, tmp_path / "又退", moment=today, reply_by="2026-10-15")


def test_of_one_unit_only_the_latest_is_answered(tmp_path: Path) -> None:
    """An older workbook of the unit stands aside; the roster says where mail goes, and how the unit is called."""
    (tmp_path / "报").mkdir()
    sound(tmp_path / "报", "旧.xlsx", 责任人=None)
    sound(tmp_path / "报", "新.xlsx", 责任人=None, 整改进展="一是又开展学习2次，二是建立了台账。")
    os.utime(tmp_path / "报" / "旧.xlsx", (1_700_000_000, 1_700_000_000))
    roster = tmp_path / "名册.csv"
    roster.write_text("单位,别名,邮箱\n云岭县青石镇人民政府,云岭县青石镇,zf@example.cn\n甲乡,,\n", encoding="utf-8")
    outcome = run(tmp_path / "报", tmp_path / "退", roster=str(roster))
    (entry,) = _returned(outcome)
    assert (entry["unit"], entry["file"], entry["address"]) == ("云岭县青石镇人民政府", "新.xlsx", "zf@example.cn")
    assert [other["file"] for other in outcome.data["set_aside"]] == ["旧.xlsx"]  # type: ignore[attr-defined]


def test_a_roster_among_the_submissions_is_not_answered(tmp_path: Path) -> None:
    """It is what the level above keeps, and no unit sent it in."""
    (tmp_path / "报").mkdir()
    sound(tmp_path / "报")
    roster = tmp_path / "报" / "名册.csv"
    roster.write_text("单位,邮箱\n云岭县青石镇,zf@example.cn\n", encoding="utf-8")
    outcome = run(tmp_path / "报", tmp_path / "退", roster=str(roster))
    assert "名册" not in str(outcome.data)


def test_archives_and_mails_are_answered_like_files(tmp_path: Path) -> None:
    """What came in a .zip or as an attachment goes back as well; many are answered by several processes alike."""
    (tmp_path / "报").mkdir()
    for number in range(8):
        write(tmp_path / "报", UnitPlan(9, number, 6, 0.4, AS_OF))
    plain = run(tmp_path / "报", tmp_path / "退")
    packed = tmp_path / "七月.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted((tmp_path / "报").iterdir()):
            archive.write(path, path.name)
    run(packed, tmp_path / "退二")
    names = [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("退", "退二")]
    assert names[0] == names[1]
    assert len(_returned(plain)) + len(plain.data["accepted"]) == 8  # type: ignore[arg-type]


def test_a_ledger_under_another_ending_is_answered_once(tmp_path: Path) -> None:
    """A browser called it .zip, a clerk .txt: each goes back as the workbook that it is, in one parcel."""
    (tmp_path / "报").mkdir()
    for number, ending in ((1, ".zip"), (2, ".txt")):
        path = faulty(tmp_path / "报", number)
        path.rename(path.with_suffix(ending))
    returned = _returned(run(tmp_path / "报", tmp_path / "退"))
    assert len(returned) == 2
    assert all(entry["marked"] for entry in returned)
    for marked in (tmp_path / "退").glob("*_退回单.xlsx"):
        assert SHEET in load_workbook(marked, read_only=True).sheetnames


def test_a_store_leads_to_what_it_was_made_of(tmp_path: Path) -> None:
    """After a consolidation its store is enough to send everything back."""
    (tmp_path / "报").mkdir()
    faulty(tmp_path / "报")
    command = find("consolidate")
    assert command is not None
    options: dict[str, Value] = {"output": str(tmp_path / "汇总.xlsx"), "store": str(tmp_path / "库")}
    invoke(command, Request(AS_OF, None, str(tmp_path / "报"), options, moment=MOMENT))
    (entry,) = _returned(run(tmp_path / "库", tmp_path / "退"))
    assert entry["marked"]


def test_of_several_periods_that_of_the_day_is_answered_and_named(tmp_path: Path) -> None:
    """September was consolidated anew after October: each day has its own files, any other the last made."""
    command = find("consolidate")
    assert command is not None
    store, october = tmp_path / "库", date(2026, 10, 31)
    for day, name, at in ((october, "十月", 9), (AS_OF, "九月", 10)):
        folder = tmp_path / name
        folder.mkdir()
        sound(folder, f"{name}.xlsx")
        options: dict[str, Value] = {"output": str(tmp_path / f"{name}.xlsx"), "store": str(store)}
        moment = datetime(2026, 11, 2, at)  # noqa: DTZ001 - the user's own clock
        invoke(command, Request(day, None, str(folder), options, moment=moment))
    returning = find("return")
    assert returning is not None
    for day, expected in ((AS_OF, "九月"), (october, "十月"), (date(2026, 11, 2), "九月")):
        notes: list[str] = []
        request = Request(day, None, str(store), {"output": str(tmp_path / f"退{day}")}, say=notes.append)
        accepted: Any = invoke(returning, request._replace(moment=MOMENT)).data["accepted"]
        assert [line["file"] for line in accepted] == [f"{expected}.xlsx"]
        assert f"里{'2026-09' if expected == '九月' else '2026-10'}的汇总" in notes[0]


def test_what_cannot_be_used_is_answered_once_also_when_its_month_is_over(tmp_path: Path) -> None:
    """A file of October gets its letter in November; that of September got it, and gets none after October."""
    source, store = tmp_path / "报送", tmp_path / "库"
    source.mkdir()
    command, returning = find("consolidate"), find("return")
    assert command is not None
    assert returning is not None

    def consolidated(day: date) -> None:
        options: dict[str, Value] = {"output": str(tmp_path / f"{day}.xlsx"), "store": str(store)}
        moment = datetime(day.year, day.month, day.day, 18)  # noqa: DTZ001 - the user's own clock
        invoke(command, Request(day, None, str(source), options, moment=moment))

    def came(name: str, day: datetime) -> None:
        (source / name).write_text("单位,问题\n某局,无\n", encoding="utf-8")
        os.utime(source / name, (day.timestamp(), day.timestamp()))

    def answered(day: date) -> tuple[list[str], dict[str, str]]:
        options: dict[str, Value] = {"output": str(tmp_path / f"退{day}"), "store": str(store)}
        request = Request(day, None, str(source), options, moment=datetime(2026, 11, 4))  # noqa: DTZ001
        data: Any = invoke(returning, request).data
        files = [entry["file"] for kind in ("returned", "accepted") for entry in data[kind]]
        return files, {entry["file"]: entry["message"] for entry in data["settled"]}

    sound(source)
    os.utime(source / "青石镇.xlsx", (datetime(2026, 9, 28).timestamp(),) * 2)  # noqa: DTZ001
    came("九月的表.csv", datetime(2026, 9, 28))  # noqa: DTZ001 - the user's own clock
    consolidated(AS_OF)
    assert answered(date(2026, 10, 3)) == (["九月的表.csv", "青石镇.xlsx"], {})
    came("十月的表.csv", datetime(2026, 10, 28))  # noqa: DTZ001 - the user's own clock
    consolidated(date(2026, 10, 31))
    for day in (date(2026, 10, 31), date(2026, 11, 2)):
        files, settled = answered(day)
        assert files == ["十月的表.csv"]
        assert settled == {
            "九月的表.csv": "上期（2026-09）就有的，那时已列入退件，没有再答复。",
            "青石镇.xlsx": "本期没有报来新的台账，这是上期（2026-09）就有的那一份，没有再答复。",
        }


def test_what_was_sent_again_and_can_be_used_needs_no_second_answer(tmp_path: Path) -> None:
    """A broken file from before the ledger that counts gets no letter; one from after it does."""
    good = sound(tmp_path)
    for days, name in ((-1, "青石镇台账初报.xlsx"), (1, "青石镇台账又报.xlsx")):
        (tmp_path / name).write_bytes(good.read_bytes()[:900])
        moment = good.stat().st_mtime + days * 86_400
        os.utime(tmp_path / name, (moment, moment))
    roster = tmp_path / "名册.csv"
    roster.write_text("单位,别名\n云岭县青石镇,青石镇\n", encoding="utf-8")
    data: Any = run(tmp_path, tmp_path / "退", roster=str(roster), moment=datetime(2027, 1, 4)).data  # noqa: DTZ001
    assert [line["file"] for line in data["returned"]] == ["青石镇台账又报.xlsx"]
    assert [line["file"] for line in data["accepted"]] == ["青石镇.xlsx"]
    assert data["settled"] == [
        {
            "unit": "云岭县青石镇",
            "file": "青石镇台账初报.xlsx",
            "message": "该单位另报来的“青石镇.xlsx”能用，已计入，这一份不用再改。",
        }
    ]


def test_what_only_the_level_above_can_mend_goes_to_nobody(tmp_path: Path) -> None:
    """A link that leads out of the folder is no unit's fault: it is listed, and no letter is written."""
    (tmp_path / "报").mkdir()
    (tmp_path / "报" / "外.xlsx").symlink_to(faulty(tmp_path))
    sound(tmp_path / "报")
    outcome = run(tmp_path / "报", tmp_path / "退")
    left: Any = outcome.data["not_returned"]
    assert [(entry["file"], entry["code"]) for entry in left] == [("外.xlsx", "HZ118")]
    assert outcome.data["returned"] == []


@pytest.mark.parametrize("content", [None, b"torn"])
def test_a_file_that_changes_meanwhile_stops_no_other_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """What was assessed is not there any more when its answer is made: it is listed, the others are answered."""
    (tmp_path / "报").mkdir()
    victim = faulty(tmp_path / "报")
    sound(tmp_path / "报")
    read = sent_files.read

    def read_and_change(request: Request) -> sent_files.SentIn:
        sent = read(request)
        victim.unlink()
        if content is not None:
            victim.write_bytes(content)
        return sent

    monkeypatch.setattr(sent_files, "read", read_and_change)
    outcome = run(tmp_path / "报", tmp_path / "退")
    left: Any = outcome.data["not_returned"]
    accepted: Any = outcome.data["accepted"]
    assert [(entry["file"], entry["code"]) for entry in left] == [(victim.name, "HZ119")]
    assert (len(accepted), outcome.data["returned"]) == (1, [])


@pytest.mark.parametrize(
    "name", ["../../外\r\nBcc: x@example.cn", '=HYPERLINK("http://x")', "CON", "甲/乙\\丙:*?", "<b>&{{ 7*7 }}</b>"]
)
def test_a_hostile_name_of_a_unit_stays_a_name(tmp_path: Path, name: str) -> None:
    """It leads to no other folder, is no line of a mail's head, no formula, and no instruction to the template."""
    path = sound(tmp_path, 责任人=None)
    row = _info_row(path, "单位名称")
    path.write_bytes(
        edit.edit(path.read_bytes(), path.name, (SheetChanges(schema.INFO.name, (CellWrite(row, 2, name),)),))
    )
    (entry,) = _returned(run(path, tmp_path / "退"))
    kinds = ("workbook", "letter", "mail")
    made = {entry[kind] for kind in kinds}
    assert made < {one.name for one in (tmp_path / "退").iterdir()}
    message, _ = attachments(tmp_path / "退" / entry["mail"])
    assert message["Bcc"] is None
    assert message["To"] == "zgb@example.cn"
    book = load_workbook(tmp_path / "退" / entry["workbook"])
    assert all(cell.data_type != "f" for line in book.worksheets[0].iter_rows() for cell in line)
    letter = Document(str(tmp_path / "退" / entry["letter"]))
    words = " ".join(paragraph.text for paragraph in letter.paragraphs)
    assert " ".join(name.split()) in " ".join(words.split())


def test_answers_that_lie_among_submissions_are_none(tmp_path: Path) -> None:
    """Who lets the answers be made in the folder of what came in does not count them the next time, and hears of it.

    One that a unit has mended and sent again is a submission like every other.
    """
    (tmp_path / "报").mkdir()
    faulty(tmp_path / "报")
    (entry,) = _returned(run(tmp_path / "报", tmp_path / "报" / "退"))
    again = run(tmp_path / "报", tmp_path / "再退")
    assert len(_returned(again)) == 1
    assert again.data["set_aside"] == []
    command = find("consolidate")
    assert command is not None
    result = invoke(command, Request(AS_OF, None, str(tmp_path / "报"), {"output": str(tmp_path / "汇总.xlsx")}))
    assert (result.data["received"], result.data["rejected"]) == (1, [])
    assert any("没有算作报送" in sentence for sentence in result.summary)
    mended = tmp_path / "报" / "退" / entry["workbook"]
    change = SheetChanges(schema.PROBLEMS.name, (CellWrite(2, schema.PROBLEMS.position("整改进展"), "已经全部改好。"),))
    mended.write_bytes(edit.edit(mended.read_bytes(), mended.name, (change,)))
    assert len(run(tmp_path / "报", tmp_path / "三退").data["set_aside"]) == 1  # type: ignore[arg-type]


def test_results_of_the_level_above_are_returned_to_nobody(tmp_path: Path) -> None:
    """A 汇总表 that lies among the submissions is the office's own matter; a 看板 is passed over."""
    folder = tmp_path / "报"
    folder.mkdir()
    sound(folder)
    command = find("consolidate")
    assert command is not None
    options: dict[str, Value] = {"output": str(folder / "汇总.xlsx"), "dashboard": str(folder / "看板.html")}
    invoke(command, Request(AS_OF, None, str(folder), {**options, "store": str(tmp_path / "库")}, moment=MOMENT))
    data: Any = run(folder, tmp_path / "退").data
    assert (data["returned"], len(data["accepted"])) == ([], 1)
    assert [(line["file"], line["code"]) for line in data["not_returned"]] == [("汇总.xlsx", "HZ123")]


def test_a_file_of_that_name_hides_nothing(tmp_path: Path) -> None:
    """A ledger that is called 退回清单.xlsx is a ledger; beside it nothing vanishes."""
    (tmp_path / "报").mkdir()
    sound(tmp_path / "报", "退回清单.xlsx")
    faulty(tmp_path / "报")
    outcome = run(tmp_path / "报", tmp_path / "退")
    assert len(_returned(outcome)) + len(outcome.data["accepted"]) == 2  # type: ignore[arg-type]


def test_a_place_that_cannot_be_written_is_told_in_chinese(tmp_path: Path) -> None:
    """The reason of the system is worded for who clicks, and nothing is left behind."""
    path = sound(tmp_path)
    with pytest.raises(PaperError, match="文件夹建不成") as caught:
        run(path, Path("/proc/1/退"))
    assert "（文件或文件夹不在了）" in str(caught.value)


@pytest.mark.parametrize("written", ["a b@c.cn", "zgb@", "甲@乙.cn", "x@y.cn, z@y.cn"])
def test_an_address_that_is_none_is_left_for_the_clerk(tmp_path: Path, written: str) -> None:
    """No address is made up out of what a unit wrote."""
    path = sound(tmp_path, 责任人=None)
    row = _info_row(path, "电子邮箱")
    path.write_bytes(
        edit.edit(path.read_bytes(), path.name, (SheetChanges(schema.INFO.name, (CellWrite(row, 2, written),)),))
    )
    outcome = run(path, tmp_path / "退")
    (entry,) = _returned(outcome)
    assert entry["address"] is None
    assert attachments(tmp_path / "退" / entry["mail"])[0]["To"] is None
    assert any("其中1份要填上收件人" in sentence for sentence in outcome.summary)
