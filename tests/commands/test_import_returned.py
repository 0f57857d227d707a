"""`import --returned` takes over what the level above sent back: what is open is listed, what is mended is told."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import BookError, RectifyError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.readers import chosen_mail
from rectify_xl.supervision.returns import return_record
from rectify_xl.supervision.returns.open_remarks import FROM_ABOVE
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import any_workbook
from tests.commands.test_return import faulty, run, sound

AS_OF = date(2026, 10, 8)
MOMENT = datetime(2026, 10, 8, 9, 0)  # noqa: DTZ001 - the user's own clock


def call(command: str, ledger: Path, source: str = "", **options: Value) -> Outcome:
    entry = find(command)
    assert entry is not None
    book = FileBook(ledger, label=entry.label, now=MOMENT.timetuple)
    return invoke(entry, Request(AS_OF, book, source, options, by="李敏", moment=MOMENT))


def take(returned: Path, ledger: Path) -> Outcome:
    return call("import", ledger, str(returned), into=str(ledger), returned=True)


def sent_back(ledger: Path, folder: Path) -> Path:
    """Return the workbook that the level above sends back for a ledger."""
    entries: Any = run(ledger, folder).data["returned"]
    return folder / str(entries[0]["workbook"])


def states(outcome: Outcome) -> Counter[str]:
    remarks: Any = outcome.data["remarks"]
    return Counter(remark["state"] for remark in remarks)


def problem_row(ledger: Path, column: str, value: Any, row: int = 2) -> None:
    """Let a person write into a cell of 问题台账."""
    FileBook(ledger).write(
        (SheetChanges(schema.PROBLEMS.name, (CellWrite(row, schema.PROBLEMS.position(column), value),)),)
    )


def test_an_unmended_ledger_lists_all_of_it(tmp_path: Path) -> None:
    """Every line of the slip is open at the cell where it was; 校验结果 says that it comes from above."""
    ledger = faulty(tmp_path)
    outcome = take(sent_back(ledger, tmp_path / "退"), ledger)
    assert outcome.status == FOUND
    assert states(outcome) == {"open": outcome.data["open"]}
    remarks: Any = outcome.data["remarks"]
    assert all(remark["cell"] == remark["sent_cell"] for remark in remarks)
    book = FileBook(ledger).read()
    listed = reader.read_ledger(book).rows[schema.FINDINGS.name]
    assert len(listed) == len(remarks)
    assert all(row.text("处理办法").startswith(FROM_ABOVE) for row in listed)
    assert [taken.slip.code for taken in return_record.read(book)] == [outcome.data["code"]]


def test_what_was_mended_meanwhile_is_settled(tmp_path: Path) -> None:
    """A cell that was put right since is told and not listed; with nothing left the exit status is 0."""
    ledger = sound(tmp_path, 责任人=None)
    returned = sent_back(ledger, tmp_path / "退")
    assert states(take(returned, ledger))["open"] >= 1
    problem_row(ledger, "责任人", "李岚")
    outcome = take(returned, ledger)
    remarks: Any = outcome.data["remarks"]
    assert [remark["state"] for remark in remarks if remark["severity"] == "error"] == ["settled"]
    assert outcome.status == FINE


def test_a_row_is_known_again_where_it_stands_now(tmp_path: Path) -> None:
    """The row moved down since: the remark is listed where the row is now."""
    ledger = sound(tmp_path, 责任人=None)
    returned = sent_back(ledger, tmp_path / "退")
    rows = FileBook(ledger).read().sheets[schema.PROBLEMS.name].rows
    values = list(rows[1])
    moved = [CellWrite(3, place, value) for place, value in enumerate(values, 1) if value is not None]
    fresh = [CellWrite(2, place, value) for place, value in enumerate(values, 1)]
    fresh[schema.PROBLEMS.position("编号") - 1] = CellWrite(2, 1, "P002")
    fresh[schema.PROBLEMS.position("责任人") - 1] = CellWrite(2, schema.PROBLEMS.position("责任人"), "王芳")
    fresh[schema.PROBLEMS.position("具体问题") - 1] = CellWrite(2, schema.PROBLEMS.position("具体问题"), "另一个问题")
    FileBook(ledger).write((SheetChanges(schema.PROBLEMS.name, (*fresh, *moved)),))
    remarks: Any = take(returned, ledger).data["remarks"]
    cells = {remark["cell"] for remark in remarks if remark["column"] == "责任人" and remark["severity"] == "error"}
    assert cells == {"问题台账!I3"}


def test_no_cell_that_a_person_filled_in_is_touched(tmp_path: Path) -> None:
    """Only the list, the marks and the memory change; one step back takes them away again."""
    ledger = faulty(tmp_path)
    before = _filled(ledger)
    take(sent_back(ledger, tmp_path / "退"), ledger)
    assert _filled(ledger) == before
    call("undo", ledger)
    book = FileBook(ledger).read()
    assert return_record.read(book) == ()
    assert reader.read_ledger(book).rows.get(schema.FINDINGS.name, ()) == ()
    assert _filled(ledger) == before


def _filled(ledger: Path) -> dict[str, list[list[str]]]:
    """Return all cells of the data sheets but the computed ones."""
    rows = reader.read_ledger(FileBook(ledger).read()).rows
    sheets = [sheet for sheet in schema.TABLES if not sheet.output and sheet.name != schema.CHANGES.name]
    return {
        sheet.name: [
            [row.text(column.name) for column in sheet.columns if column.entry != "computed"]
            for row in rows.get(sheet.name, ())
        ]
        for sheet in sheets
        if sheet.name != schema.MEMORY.name
    }


def test_clear_takes_the_marks_away(tmp_path: Path) -> None:
    """清除标记 empties 校验结果 and the marks, in the ledger and in the returned workbook itself."""
    ledger = faulty(tmp_path)
    returned = sent_back(ledger, tmp_path / "退")
    take(returned, ledger)
    for path in (ledger, returned):
        call("clear", path)
        after = reader.read_ledger(FileBook(path).read())
        assert not after.rows.get(schema.FINDINGS.name)
        assert not any(row.text(schema.MARK.name) for row in after.rows[schema.PROBLEMS.name])


def test_a_slip_of_another_unit_is_refused(tmp_path: Path) -> None:
    """Who picks the wrong file hears so before anything is written."""
    ledger, other = faulty(tmp_path, 1), faulty(tmp_path, 2)
    returned = sent_back(other, tmp_path / "退")
    before = ledger.read_bytes()
    with pytest.raises(UsageError, match="选错了文件"):
        take(returned, ledger)
    with pytest.raises(UsageError, match="不是上级退回的文件"):
        take(other, ledger)
    assert ledger.read_bytes() == before


def test_what_of_the_file_as_a_whole_nobody_can_judge_is_asked(tmp_path: Path) -> None:
    """A stated total that is not the count is above no check of the ledger; a person has to look."""
    ledger = faulty(tmp_path)
    returned = sent_back(ledger, tmp_path / "退")
    from rectify_xl.supervision.returns.open_remarks import compare
    from rectify_xl.supervision.returns.return_slip import SlipLine

    read = reader.read_ledger(FileBook(returned).read())
    lines = [
        SlipLine("HZ110", "error", "", "", "", "", "与清单不符。", "请重新打包。"),
        SlipLine("HZ111", "error", "统计汇总!C39", "", "", "", "合计与明细不符。", "请重新计算。"),
        SlipLine("ZZ999", "error", "问题台账!D2", "P001", "具体问题", "从前的内容", "新程序的检查。", "请改。"),
        SlipLine("ZZ999", "error", "问题台账!D2", "P777", "具体问题", "从前的内容", "新程序的检查。", "请改。"),
    ]
    assert [remark.state for remark in compare(lines, read, ())] == ["asked", "asked", "changed", "gone"]


def test_it_needs_a_ledger_and_takes_no_other_option(tmp_path: Path) -> None:
    """What makes no sense together is refused by name."""
    command = find("import")
    assert command is not None
    with pytest.raises(UsageError, match="--into"):
        invoke(command, Request(AS_OF, None, "退.xlsx", {"returned": True}))
    ledger = faulty(tmp_path)
    with pytest.raises(UsageError, match="--on-difference"):
        call("import", ledger, "退.xlsx", into=str(ledger), returned=True, on_difference="update")


def test_a_ledger_goes_up_comes_back_and_goes_up_again(tmp_path: Path) -> None:
    """Sent with errors, returned, taken over, told of what is open, mended, sent again, confirmed by the receipt."""
    ledger = sound(tmp_path, 责任人=None)
    call("submit", ledger, output=str(tmp_path / "报一"), with_errors="等人事任命")
    entries: Any = run(tmp_path / "报一", tmp_path / "退").data["returned"]
    assert entries[0]["codes"] == ["RX202"]
    take(tmp_path / "退" / str(entries[0]["workbook"]), ledger)
    stopped = call("submit", ledger, output=str(tmp_path / "报二"))
    assert any("退回的意见还有1处没有改好（问题台账I2）" in sentence for sentence in stopped.summary)
    problem_row(ledger, "责任人", "李岚")
    packed = call("submit", ledger, output=str(tmp_path / "报二"))
    assert packed.data["open_remarks"] == []
    answered = run(tmp_path / "报二", tmp_path / "复")
    assert answered.data["returned"] == []
    accepted: Any = answered.data["accepted"]
    confirmed = call("submit", ledger, receipt=str(tmp_path / "复" / str(accepted[0]["receipt"])))
    assert confirmed.status == FINE
    assert any("没有要改的错误" in sentence for sentence in confirmed.summary)


def test_a_name_that_was_missing_is_looked_up_in_its_cell(tmp_path: Path) -> None:
    """What stands against the file as a whole is followed by its cell where it has one."""
    ledger = sound(tmp_path)
    row = next(
        n for n, cells in enumerate(FileBook(ledger).read().sheets["基本信息"].rows, 1) if cells[0] == "单位名称"
    )
    FileBook(ledger).write((SheetChanges("基本信息", (CellWrite(row, 2, None),)),))
    returned = sent_back(ledger, tmp_path / "退")
    assert _state(take(returned, ledger), "HZ105") == "open"
    FileBook(ledger).write((SheetChanges("基本信息", (CellWrite(row, 2, "云岭县青石镇"),)),))
    assert _state(take(returned, ledger), "HZ105") == "changed"


def _state(outcome: Outcome, code: str) -> str:
    remarks: Any = outcome.data["remarks"]
    return next(str(remark["state"]) for remark in remarks if remark["code"] == code)


def test_a_mail_chosen_in_place_of_its_workbook_is_told_as_a_mail(tmp_path: Path) -> None:
    """The remedy names the attachment to save, wherever the mail is chosen; its lines never become problems."""
    ledger = faulty(tmp_path)
    returned = sent_back(ledger, tmp_path / "退")
    mail = next((tmp_path / "退").glob("*_邮件.eml"))
    with pytest.raises(BookError, match=rf"是邮件，不是工作簿.*附件“{returned.name}”另存"):
        take(mail, ledger)
    with pytest.raises(UsageError, match=rf"是上级退回台账的邮件.*附件“{returned.name}”另存.*“接收退回单”"):
        call("import", ledger, str(mail), into=str(ledger))
    with pytest.raises(BookError, match=rf"是邮件，不是工作簿.*{returned.name}"):
        FileBook(mail).read()
    with pytest.raises(BookError, match=rf"是邮件，不是工作簿.*{returned.name}"):
        any_workbook.read_grid(mail.read_bytes(), mail.name)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("退回.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "是邮件，不是工作簿"),
        ("退回.eml", b"To: a@example.cn\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx", "是邮件，没有附工作簿"),
        ("退回.pdf", b"%PDF-1.4", "PDF 文件。请选择上级退回时所附的工作簿"),
        ("退回.html", b"<html><body><p>x</p></body></html>", "是网页.*请选择上级退回时所附的工作簿"),
    ],
)
def test_whatever_else_is_chosen_is_told_with_the_remedy(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """Nobody is sent to choose a ledger, or to open a web page, who chose the wrong file for a slip."""
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(RectifyError, match=what):
        take(source, sound(tmp_path))


def test_a_web_page_in_one_file_is_no_mail() -> None:
    """What a browser saves as .mht is a message too, but nobody sent it."""
    head = b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b"
    page = head + b"\n\n--b--"
    assert not chosen_mail.is_mail(page)
    with pytest.raises(BookError, match="是网页"):
        any_workbook.read_grid(page, "页.mht")
