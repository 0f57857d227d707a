"""`letters` drafts what is due, notes what went out, and never drafts it twice."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from generate.ledger_builder import MemoryBook, complete, raw_book, whole
from generate.paper_templates.letter_templates import WORDINGS
from rectify_xl.commands import history
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests import addresses

AS_OF = date(2026, 11, 20)
LATE = {
    "督办通知书": date(2026, 11, 18),
    "阶段督查指导书": date(2026, 11, 3),
    "情况提醒书": date(2026, 10, 13),
    "告诫书": date(2026, 9, 14),
    "问责书": date(2026, 7, 31),
}
HOSTILE = "设备 <闲置> & {{ 7*7 }}{% for x in y %}\x01" + "长" * 300
ROWS = SheetChanges(
    "问题台账",
    tuple(
        write
        for row, day in enumerate(LATE.values(), 2)
        for write in (
            CellWrite(row, addresses.column("编号"), f"P{row - 1:03d}"),
            CellWrite(row, addresses.column("方面"), "资产方面"),
            CellWrite(row, addresses.column("具体问题"), HOSTILE if row == 2 else f"第{row - 1}个问题"),
            CellWrite(row, addresses.column("牵头领导"), "周明远"),
            CellWrite(row, addresses.column("责任科室"), "采编部/分馆"),
            CellWrite(row, addresses.column("整改时限"), day),
            CellWrite(row, addresses.column("完成程度"), "整改中"),
        )
    ),
)


SENT_ON = (
    (date(2026, 8, 1), ()),
    (date(2026, 8, 15), ()),
    (date(2026, 8, 30), ()),
    (date(2026, 9, 15), ()),
    (date(2026, 9, 29), ()),
    (date(2026, 10, 14), ()),
    (date(2026, 10, 28), ()),
    (date(2026, 11, 4), ("P002",)),
)
"""The days on which the milder letters about the later problems went out."""


@pytest.fixture(scope="module")
def escalated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose problems got their letters in time, so that each stands at another rung."""
    path = tmp_path_factory.mktemp("台账") / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, (ROWS,))
    for day, items in SENT_ON:
        run(FileBook(path), *items, as_of=day, issued=True)
    return path


@pytest.fixture
def book(escalated: Path, tmp_path: Path) -> FileBook:
    return FileBook(shutil.copy(escalated, tmp_path / "台账.xlsx"))


def run(book: FileBook, *items: str, as_of: date = AS_OF, **options: str | bool) -> Outcome:
    command = find("letters")
    assert command is not None
    return invoke(command, Request(as_of, book, options=options, items=items, by="王芳"))


def text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_all_five_letters_are_drafted_and_sound(book: FileBook, tmp_path: Path) -> None:
    """One document for each stage, the gravest first; every one passes the audit, and no cell is run as a template."""
    outcome = run(book, output=str(tmp_path / "函"), reply_by="2026-12-01")
    files = sorted((tmp_path / "函").iterdir())
    assert [path.name for path in files] == [
        "01_问责书_采编部_2026-11-20.docx",
        "02_告诫书_采编部_2026-11-20.docx",
        "03_情况提醒书_采编部_2026-11-20.docx",
        "04_阶段督查指导书_采编部_2026-11-20.docx",
        "05_督办通知书_采编部_2026-11-20.docx",
    ]
    assert outcome.data["files"] == [str(path) for path in files]
    for path in files:
        assert OpenXmlValidator().validate(str(path)).errors == []
        assert "2026年12月1日" in text(path)
    mild = text(files[-1])
    assert "设备 <闲置> & {{ 7*7 }}{% for x in y %}" in mild
    assert "有1个超过整改时限尚未完成，已逾期2天" in mild
    assert "1. 整改尚未完成（目前“整改中”）" in text(files[3])
    assert "届时仍未完成的，按规定升级督办：自2026年11月13日起发《告诫书》。" not in text(files[2])
    assert "届时仍未完成的，按规定升级督办：自2026年12月12日起发《告诫书》。" in text(files[2])
    printed = "".join(map(text, files))
    assert not re.search(r"[A-Z]{1,2}\d+(?!\d)(?<!P\d{3})|SHA|RX|台账!", printed.replace(HOSTILE[:40], ""))


def test_an_issued_letter_is_noted_and_not_drafted_again(book: FileBook, tmp_path: Path) -> None:
    """The line of 变更记录 says what went out, to whom, when; the next run leaves that problem out and tells it."""
    run(book, "P001", "P004", issued=True)
    lines = [line for line in change_log.read(book.read()) if line.command == "督办函"][-2:]
    assert [(line.by, line.change.key, line.change.column, line.change.new) for line in lines] == [
        ("王芳", "P004", "告诫书", "2026-11-20 采编部"),
        ("王芳", "P001", "督办通知书", "2026-11-20 采编部"),
    ]
    outcome = run(book, output=str(tmp_path / "函"))
    assert "其中2个问题本阶段的文书已经发出，不再重发。" in outcome.summary
    assert [path.name[:2] for path in sorted((tmp_path / "函").iterdir())] == ["01", "02", "03"]
    later = invoke(
        find("letters"),  # type: ignore[arg-type]
        Request(date(2026, 12, 10), book, options={"output": str(tmp_path / "后")}, items=("P001",)),
    )
    assert later.data["sent"] == []
    (draft,) = (tmp_path / "后").iterdir()
    assert "此前已发出2026年11月20日《督办通知书》。" in text(draft)


def test_a_note_made_by_mistake_is_withdrawn_on_record(book: FileBook) -> None:
    """The letter is due again, and 变更记录 holds both lines."""
    run(book, "P001", issued=True)
    outcome = run(book, "P001", withdraw=True)
    assert outcome.summary[0] == "已撤回登记：P001的督办通知书（2026-11-20）。"
    assert len(run(book).data["letters"]) == 5  # type: ignore[arg-type]
    lines = [line.change for line in change_log.read(book.read()) if line.command == "督办函"][-2:]
    assert [(each.old, each.new) for each in lines] == [
        ("", "2026-11-20 采编部"),
        ("2026-11-20 采编部", ""),
    ]
    with pytest.raises(UsageError, match="没有督办函的登记"):
        run(book, "P001", withdraw=True)
    events = history.run(Request(AS_OF, book, items=("P001",))).data["events"]
    assert isinstance(events, list)
    assert [each["text"] for each in events if each["source"] == "督办函"] == [
        "督办文书：督办通知书（2026-11-20 采编部）",
        "督办文书：督办通知书（撤回，原为2026-11-20 采编部）",
    ]


def test_what_cannot_be_done_is_refused_and_nothing_is_written(book: FileBook, tmp_path: Path) -> None:
    """Unknown ids, problems in time, a past reply day, and a folder that holds drafts already."""
    for options, items, said in (
        ({}, ("P999",), "没有编号P999"),
        ({"department": "没有这个科"}, (), "责任科室中没有"),
        ({"output": str(tmp_path / "x"), "reply_by": "2026-01-01"}, (), "已经过去"),
        ({"output": str(tmp_path / "x"), "reply_by": "明天"}, (), "应写成"),
    ):
        with pytest.raises(UsageError, match=said):
            run(book, *items, **options)  # type: ignore[arg-type]
    run(book, output=str(tmp_path / "函"))
    with pytest.raises(PaperError, match="已有01_问责书"):
        run(book, output=str(tmp_path / "函"))
    assert len(run(book, output=str(tmp_path / "函"), force=True).data["files"]) == 5  # type: ignore[arg-type]


def test_every_rung_of_the_ladder_has_a_template() -> None:
    """The five letters of the shipped 字典 and the general one for rungs that an office adds."""
    assert list(WORDINGS) == [*LATE, "督办函"]


def test_a_letter_whose_days_cannot_be_read_is_told() -> None:
    """The milder one is drafted, and the user is told which one may be due in its place."""
    tables = """
    [问题台账]
    编号 | 责任科室 | 整改时限 | 完成程度
    P001 | 采编部 | 2026-07-31 | 整改中
    [字典]
    督办文书 | 逾期天数
    督办通知书 | 1
    问责书 | 三个月
    """
    command = find("letters")
    assert command is not None
    outcome = invoke(command, Request(AS_OF, MemoryBook(whole(raw_book(complete(tables))))))
    assert outcome.summary[1] == (
        "督办文书的逾期天数看不懂，这些文书没有提示：“问责书”（字典!B3）写的是“三个月”；请改成1以上的整数，不用的请清空。"
    )


@pytest.mark.parametrize(
    ("ladder", "said"),
    [
        ("督办通知书 |", "字典的“督办文书”没有一种填写了可用的“逾期天数”（字典!B2），请填写。"),
        ("督办通知书 | 9999", "字典中最早的“督办通知书”要逾期9999天才发（字典!B2），请核对逾期天数。"),
        (" | 1", "字典的“督办文书”“逾期天数”两列（字典!A2、字典!B2起）是空的，没有一种文书启用，请补上文书和天数。"),
    ],
)
def test_no_letter_in_use_is_not_the_same_as_nothing_late(ladder: str, said: str) -> None:
    """The problem that is 112 days late is told, and the cells of 字典 by which no letter is drafted for it."""
    tables = f"""
    [问题台账]
    编号 | 责任科室 | 整改时限 | 完成程度
    P001 | 采编部 | 2026-07-31 | 整改中
    [字典]
    督办文书 | 逾期天数
    {ladder}
    """
    command = find("letters")
    assert command is not None
    book = MemoryBook(whole(raw_book(complete(tables))))
    outcome = invoke(command, Request(AS_OF, book))
    assert outcome.summary[:2] == ("没有起草督办函。", f"逾期的问题1个没有起草督办函：P001（逾期112天）。{said}")
    assert outcome.data["without_letter"] == [{"id": "P001", "row": 2, "days": 112}]
    with pytest.raises(UsageError, match="P001（逾期112天）没有应发的督办函"):
        invoke(command, Request(AS_OF, book, items=("P001",)))


def test_a_letter_cannot_have_gone_out_on_a_day_to_come(book: FileBook) -> None:
    """By the clock it is 19 November: what `--as-of` says of the 20th is drafted, but not noted as sent."""
    command = find("letters")
    assert command is not None
    moment = datetime(2026, 11, 19, 9, 0)  # noqa: DTZ001 - the clock of the office
    request = Request(AS_OF, book, options={"issued": True}, moment=moment)
    with pytest.raises(UsageError, match="2026-11-20还没有到（今天是2026-11-19）"):
        invoke(command, request)
    assert [line for line in change_log.read(book.read()) if line.time.startswith("2026-11-2")] == []
    assert len(run(book).data["letters"]) == 5  # type: ignore[arg-type]
