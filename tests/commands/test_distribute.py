"""`distribute` gives each department a workbook with its own rows and no other, and the ledger remembers it."""

# A row of a ledger is one line.
# ruff: noqa: E501

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generate.ledger_builder import MemoryBook, blank_book, whole
from rectify_xl.commands.new import create_ledger
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.distribution import sent_record
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 9, 28)
MOMENT = datetime(2026, 9, 28, 9, 30)  # noqa: DTZ001 - the user's own clock

INFO: dict[str, Raw] = {
    "单位名称": "青石镇",
    "反馈日期": date(2026, 3, 18),
    "集中整改结束": date(2026, 10, 31),
    "声明数·具体问题": 77123,
    "不遮盖": "声名远扬者",
}
PROBLEMS = """
编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 责任人 | 配合科室 | 整改时限 | 完成程度 | 后续要求 | 整改进展 | 备注
P001 | 甲方面 | 学习走过场 | 周明 | 党政办 | 李岚 | 财政所 | 2026-09-10 | 整改中 | 无 | 一是已开会。 | 密件甲：拟约谈
P002 | 甲方面 | 账目不清 | 何静 | 财政所 | 方凯 | | 2026-10-08 | 整改中 | 无 | 正在清理。 | 密件乙
P003 | 乙方面 | 道路未修 | 何静 | 城建办、农业农村办 | 陈立 | | 2026-12-31 | 未启动 | 无 | 等批复。 |
P004 | 乙方面 | 纪律松弛 | 周明 | 各站办所 | 王芳 | | 2026-12-31 | 整改中 | 无 | 已通报。 |
P006 | 乙方面 | 台账缺页 | 周明 | 党政办 | 王芳 | 城建办 | 2026.13.1 | 整改中 | 无 | 已补，经手人身份证号110101199003077758。 |
P005 | 乙方面 | 无人认领 | 周明 | | | | 2026-12-31 | 未启动 | 无 | |
 | 乙方面 | 没有编号 | 周明 | 党政办 | | | 2026-12-31 | 未启动 | 无 | |
"""
MEASURES = """
措施编号 | 上级措施 | 问题编号 | 措施内容 | 措施类型 | 责任科室 | 责任人 | 时限 | 完成程度 | 备注
M001-1 | | P001 | 每季度组织学习 | 学习教育 | 党政办 | 李岚 | 2026-08-31 | 整改中 | 密件丙
M001-2 | | P001 | 请宣传办编写材料 | 学习教育 | 宣传办 | 孙平 | 2026-09-30 | 未启动 |
M002-1 | | P002 | 每月对账 | 监督检查 | | | 2026-12-31 | 整改中 |
M003-1 | | P003 | 先修东街 | 采购建设 | | | 2026-12-31 | 未启动 |
M009-1 | | P099 | 没有问题的措施 | 其他 | 党政办 | | | 未启动 |
"""
EVIDENCE = """
编号 | 问题/措施编号 | 名称 | 文件或文号
E001 | P001 | 学习记录 | 佐证/学习记录.pdf
E002 | M002-1、P001 | 对账单 | 佐证/对账单.pdf
E003 | P003 | 道路照片 | 佐证/道路.jpg
"""


def block(sheet: schema.Sheet, table: str) -> SheetChanges:
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines())
    writes = [
        CellWrite(number, sheet.position(column), value(text))
        for number, row in enumerate(rows, 2)
        for column, text in zip(header, row, strict=True)
        if text
    ]
    return SheetChanges(sheet.name, tuple(writes))


def value(text: str) -> Raw:
    return date.fromisoformat(text) if len(text) == 10 and text[4] == "-" else text


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    path = tmp_path / "台账.xlsx"
    lines = [item.name for item in schema.INFO_ITEMS]
    info = tuple(CellWrite(lines.index(name) + 2, 2, content) for name, content in INFO.items())
    changes = (
        SheetChanges(schema.INFO.name, info),
        block(schema.PROBLEMS, PROBLEMS),
        block(schema.MEASURES, MEASURES),
        block(schema.EVIDENCE, EVIDENCE),
    )
    create_ledger(Request(AS_OF, options={"output": str(path)}, moment=MOMENT), changes)
    return FileBook(path, label="分发填报")


def run(book: FileBook, folder: Path, **options: Value) -> Outcome:
    command = find("distribute")
    assert command is not None
    given: dict[str, Value] = {"output": str(folder), **options}
    return invoke(command, Request(AS_OF, book, options=given, by="王芳", moment=MOMENT))


def share(folder: Path, name: str) -> FileBook:
    return FileBook(folder / f"填报表_{name}_20260928.xlsx")


def everything(path: Path) -> str:
    """Return all text of all parts of a workbook; the packed memory is unpacked."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    memory = FileBook(path).read().sheets[schema.MEMORY.name]
    kept = memory_store.read(memory).entries
    return "\n".join([*parts, *(repr(kept[name]) for name in kept)])


def test_each_department_gets_the_rows_in_which_it_leads_or_helps(book: FileBook, tmp_path: Path) -> None:
    """The first name leads, the others and 配合科室 help, 各站办所 are all, and a measure of its own brings its problem."""
    outcome = run(book, tmp_path / "发")
    sent = {entry["to"]: entry for entry in outcome.data["sent"]}  # type: ignore[attr-defined]
    assert {name: entry["problems"] for name, entry in sent.items()} == {
        "党政办": ["P001", "P004", "P006"],
        "财政所": ["P001", "P002", "P004"],
        "城建办": ["P003", "P004", "P006"],
        "农业农村办": ["P003", "P004"],
        "宣传办": ["P004"],
    }
    assert sent["宣传办"]["shown"] == ["P001"]
    assert sent["宣传办"]["measures"] == ["M001-2"]
    assert sent["财政所"]["measures"] == ["M001-1", "M001-2", "M002-1"]
    ledger = reader.read_ledger(share(tmp_path / "发", "财政所").read())
    assert [problem.id for problem in ledger.problems] == ["P001", "P002", "P004"]
    assert [measure.id for measure in ledger.measures] == ["M001-1", "M001-2", "M002-1"]
    assert [document.id for document in ledger.evidence] == ["E001", "E002"]
    assert ledger.problems[0].due.day == date(2026, 9, 10)


def test_no_row_is_left_out_without_a_word(book: FileBook, tmp_path: Path) -> None:
    """A problem without department or 编号 and a measure without problem go to nobody, and that is said."""
    outcome = run(book, tmp_path / "发")
    assert outcome.data["unsent"] == [
        {"cell": "问题台账!H7", "name": "P005", "reason": "没有填责任科室", "fix": "请填上责任科室"},
        {"cell": "问题台账!A8", "name": "第8行", "reason": "没有编号，退回后对不上号", "fix": "请先补上编号"},
        {"cell": "整改措施!C6", "name": "措施M009-1", "reason": "没有对应的问题", "fix": "请核对问题编号"},
    ]
    said = "".join(outcome.summary)
    assert (
        "没有发出的3处：P005（没有填责任科室）、第8行（没有编号，退回后对不上号）、措施M009-1（没有对应的问题）。"
        in said
    )


def test_nothing_of_others_and_nothing_of_the_office_is_in_a_workbook(book: FileBook, tmp_path: Path) -> None:
    """No part of the file, hidden sheets and its memory included, tells of rows, names or remarks of others."""
    run(book, tmp_path / "发")
    text = everything(tmp_path / "发" / "填报表_农业农村办_20260928.xlsx")
    for secret in (
        "学习走过场",
        "账目不清",
        "李岚",
        "方凯",
        "对账单",
        "党政办",
        "财政所",
        "宣传办",
        "M002-1",
        "E002",
        "台账.xlsx",
    ):
        assert secret not in text, secret
    for path in (tmp_path / "发").glob("填报表_*.xlsx"):
        inside = everything(path)
        for secret in ("密件", "77123", "声名远扬者", "无人认领", "没有编号的"):
            assert secret not in inside, (path.name, secret)
    only_measures = everything(tmp_path / "发" / "填报表_宣传办_20260928.xlsx")
    for secret in ("一是已开会", "李岚", "每季度组织学习", "学习记录"):
        assert secret not in only_measures, secret


def test_the_first_sheet_says_what_is_due_and_the_code_stands_in_the_file(book: FileBook, tmp_path: Path) -> None:
    """《填报说明》 comes first, tells the code, until when, and what is late; the property tells the code as well."""
    outcome = run(book, tmp_path / "发", reply_by="2026-09-30")
    workbook: Any = load_workbook(tmp_path / "发" / "填报表_党政办_20260928.xlsx")
    assert workbook.sheetnames[0] == "填报说明"
    assert [sheet.title for sheet in workbook if sheet.sheet_state == "visible"] == [
        "填报说明",
        "问题台账",
        "整改措施",
        "制度清单",
        "佐证材料",
    ]
    lines = {row[0]: row[1:] for row in workbook["填报说明"].iter_rows(values_only=True)}
    code = next(entry["code"] for entry in outcome.data["sent"] if entry["to"] == "党政办")  # type: ignore[attr-defined]
    assert lines["填报编号"][0] == code
    assert workbook.custom_doc_props["rectify_xl_sending"].value == code
    assert lines["请于"][0] == "2026年9月30日前退回本文件"
    assert lines["P001"] == (
        "学习走过场",
        "牵头",
        "2026年9月10日",
        "已逾期18天",
        "请更新整改进展，写明还剩什么；措施M001-1已过自己的时限还没完成",
    )
    assert workbook["问题台账"]["A1"].fill.fgColor.rgb != workbook["问题台账"]["P1"].fill.fgColor.rgb
    assert workbook.defined_names["字典_完成程度"] is not None


def test_parts_and_deadlines_are_counted_as_they_are(book: FileBook, tmp_path: Path) -> None:
    """A row of 各站办所 is led by nobody; a deadline that cannot be read is neither late nor near, and is asked for."""
    outcome = run(book, tmp_path / "发")
    for name, summary in (
        (
            "党政办",
            "本表共有问题3个（牵头2个、共同1个），整改措施2条。其中已逾期1个、即将到期0个，时限读不出1个，请告诉我们是哪一天。",
        ),
        ("财政所", "本表共有问题3个（牵头1个、配合1个、共同1个），整改措施3条。其中已逾期1个、即将到期1个。"),
        ("农业农村办", "本表共有问题2个（配合1个、共同1个），整改措施1条。没有已逾期和即将到期的。"),
    ):
        workbook = load_workbook(tmp_path / "发" / f"填报表_{name}_20260928.xlsx")
        assert workbook["填报说明"]["A2"].value == summary
    assert "不由它牵头的问题里写有个人号码，发出前请看：城建办的表里P006（身份证号）。" in outcome.summary


def test_a_sheet_prints_whose_it_is_and_where_to_sign(book: FileBook, tmp_path: Path) -> None:
    """Header and footer of every sheet that a department sees name it, and leave room for names and day."""
    run(book, tmp_path / "发", only=("财政所",))
    workbook: Any = load_workbook(tmp_path / "发" / "填报表_财政所_20260928.xlsx")
    for name in ("填报说明", "问题台账", "整改措施", "制度清单", "佐证材料"):
        assert workbook[name].oddHeader.left.text == "填报科室（盖章）：财政所"
        assert workbook[name].oddFooter.left.text.split("：")[0] == "填报人"
        assert workbook[name].sheet_view.tabSelected is (name == "填报说明")
    fills = {cell.value: cell.fill.fgColor.rgb for cell in workbook["整改措施"][1]}
    assert fills["完成程度"] == fills["责任人"] == workbook["问题台账"]["P1"].fill.fgColor.rgb != fills["措施内容"]


def test_what_was_sent_stands_in_the_ledger(book: FileBook, tmp_path: Path) -> None:
    """The memory keeps every row as it was sent, 变更记录 has a line for each recipient."""
    run(book, tmp_path / "发")
    raw = book.read()
    sent = sent_record.read(raw)
    assert [file.to for file in sent] == ["党政办", "财政所", "城建办", "农业农村办", "宣传办"]
    assert sent[1].rows["问题台账"]["P002"]["整改进展"] == "正在清理。"
    assert "备注" not in sent[1].rows["问题台账"]["P002"]
    assert sent[1].rows["佐证材料"]["E002"]["问题/措施编号"] == "M002-1、P001"
    assert sent[1].reply_by == date(2026, 10, 8)
    assert sent[4].shown == ("P001",)
    lines = [line for line in change_log.read(raw) if line.command == "分发填报"]
    assert [(line.by, line.change.key, line.change.new) for line in lines][1] == (
        "王芳",
        "财政所",
        "问题3个、措施3条，填报表_财政所_20260928.xlsx，请于2026年10月8日前退回",
    )
    mine = sent_record.read(share(tmp_path / "发", "财政所").read())
    assert mine == ()


def test_a_second_sending_replaces_nothing(book: FileBook, tmp_path: Path) -> None:
    """Into the same folder it is refused and nothing is noted; into another one it is a sending of its own."""
    run(book, tmp_path / "发")
    with pytest.raises(PaperError, match="没有覆盖"):
        run(book, tmp_path / "发")
    assert len(sent_record.read(book.read())) == 5
    run(book, tmp_path / "再发", only=("财政所",))
    codes = [file.code for file in sent_record.read(book.read()) if file.to == "财政所"]
    assert len(set(codes)) == 2
    assert sorted(path.name for path in (tmp_path / "再发").iterdir()) == [
        "分发清单.xlsx",
        "填报表_财政所_20260928.eml",
        "填报表_财政所_20260928.xlsx",
    ]


def test_undo_forgets_a_sending_and_tells_so(book: FileBook, tmp_path: Path) -> None:
    """One step back nothing counts as sent any more; the files stay, and 变更记录 says both."""
    run(book, tmp_path / "发", only=("财政所", "城建办"))
    run(book, tmp_path / "再发", only=("宣传办",))
    undo = find("undo")
    assert undo is not None
    outcome = invoke(undo, Request(AS_OF, book, by="王芳", moment=MOMENT))
    assert [file.to for file in sent_record.read(book.read())] == ["财政所", "城建办"]
    assert outcome.summary[:2] == (
        f"已撤销{outcome.data['undone']['time']}的“分发填报”。",  # type: ignore[index]
        "已经做好的填报表和邮件草稿还在文件夹里，用不着的请自行删除。",
    )
    last = change_log.read(book.read())[-1]
    assert (last.command, last.change.key, last.change.new) == ("撤销上一步", "宣传办", "撤销，不再等它退回")
    assert (tmp_path / "再发" / "填报表_宣传办_20260928.xlsx").is_file()
    invoke(undo, Request(AS_OF, book, by="王芳", moment=MOMENT))
    assert sent_record.read(book.read()) == ()
    damaged = memory_store.read(book.read().sheets[schema.MEMORY.name]).damaged
    assert damaged == ()


def test_a_mail_has_the_workbook_whole(book: FileBook, tmp_path: Path) -> None:
    """The standard parser gives back subject, words and attachment under its Chinese name."""
    run(book, tmp_path / "发", reply_by="2026-09-30")
    message = message_from_bytes((tmp_path / "发" / "填报表_财政所_20260928.eml").read_bytes(), policy=modern)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "【请填报】巡察整改填报表（财政所），请于9月30日前退回"
    assert message["To"] is None
    body = message.get_body()
    assert body is not None
    assert "现发去巡察整改填报表" in body.get_content()
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "填报表_财政所_20260928.xlsx"
    assert attachment.get_content() == (tmp_path / "发" / "填报表_财政所_20260928.xlsx").read_bytes()


def test_by_leader_and_by_name(book: FileBook, tmp_path: Path) -> None:
    """A leader gets the problems that he leads; a name that the ledger does not have is refused with those it has."""
    outcome = run(book, tmp_path / "领导", by_whom="领导")
    sent = {entry["to"]: entry["problems"] for entry in outcome.data["sent"]}  # type: ignore[attr-defined]
    assert sent == {"周明": ["P001", "P004", "P006", "P005"], "何静": ["P002", "P003"]}
    with pytest.raises(UsageError, match=r"台账中没有“水利站”.*可选：党政办、财政所"):
        run(book, tmp_path / "无", only=("水利站",))
    assert not (tmp_path / "无").exists()


def test_the_workbook_passes_the_check_but_for_what_the_office_left_open(book: FileBook, tmp_path: Path) -> None:
    """By the profile 填报 a sent workbook has no error, and reminders of 基本信息 alone beside those of the rows."""
    run(book, tmp_path / "发")
    command = find("check")
    assert command is not None
    for name in ("财政所", "宣传办", "农业农村办"):
        outcome = invoke(command, Request(AS_OF, share(tmp_path / "发", name), options={"profile": "填报"}))
        findings = outcome.data["findings"]
        errors = [finding["message"] for finding in findings if finding["severity"] == "error"]  # type: ignore[attr-defined]
        assert errors == []


NAMES = (
    "办公室",
    "ABC办",
    "abc办",
    "..",
    ".隐藏办",
    "CON",
    "长" * 300,
    "A" * 300,
    '=HYPERLINK("http://x")',
    "换\n行办",
    "控\x01制办",
    "半\ud800边办",
    "办公室?*<>|",
    "组织办（党建办）",
    "组织办",
    "\N{GRINNING FACE}办",
)


def hostile(names: Sequence[str]) -> MemoryBook:
    """Return a ledger in memory in which each name leads one problem; its words are hostile as well."""
    book = blank_book()
    wide = [column.name for column in schema.PROBLEMS.columns]
    rows = [list[Raw](wide)]
    for number, name in enumerate(names, 1):
        row: dict[str, Raw] = {
            "编号": f"P{number:03d}",
            "方面": "甲",
            "具体问题": f"=1+1 & <b>{number}</b> ]]> \x01 \ud800 {{{{ 7*7 }}}}" + "长" * 3000,
            "责任科室": name,
            "整改时限": "2026-09-01",
            "完成程度": "整改中",
        }
        rows.append([row.get(column) for column in wide])
    sheets = {**book.sheets, schema.PROBLEMS.name: RawSheet(schema.PROBLEMS.name, rows)}
    return MemoryBook(whole(book._replace(sheets=sheets)))


def test_hostile_names_and_words_make_files_of_their_own(tmp_path: Path) -> None:
    """Each recipient gets one file inside the folder, no two names fall together on any system, every file can be read."""
    command = find("distribute")
    assert command is not None
    memory = hostile(NAMES)
    outcome = invoke(command, Request(AS_OF, memory, options={"output": str(tmp_path / "发")}, moment=MOMENT))
    sent = outcome.data["sent"]
    files = [entry["file"] for entry in sent]  # type: ignore[attr-defined]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in files}) == len(files) == len(NAMES) - 1
    assert {path.name for path in (tmp_path / "发").iterdir()} == {
        *files,
        *(name.replace(".xlsx", ".eml") for name in files),
        "分发清单.xlsx",
    }
    for entry in sent:  # type: ignore[attr-defined]
        ledger = reader.read_ledger(FileBook(tmp_path / "发" / entry["file"]).read())
        assert [problem.id for problem in ledger.problems] == entry["problems"]
        mail = message_from_bytes((tmp_path / "发" / entry["mail"]).read_bytes(), policy=modern)
        (attachment,) = mail.iter_attachments()
        assert attachment.get_content() == (tmp_path / "发" / entry["file"]).read_bytes()
    assert [entry["problems"] for entry in sent if entry["to"] == "组织办"] == [["P014", "P015"]]  # type: ignore[attr-defined]
    assert len(sent_record.read(memory.book)) == len(files)
