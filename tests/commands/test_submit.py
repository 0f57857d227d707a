"""`submit` packs a clean copy of the ledger with all that goes up, and knows again what comes back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands.outcome import Outcome, Pending, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import BookError, PaperError, UsageError
from rectify_xl.judgement import checks
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log, log_chain
from rectify_xl.ledger.counting.problem_counts import roll_up
from rectify_xl.ledger.fingerprint import code, fingerprint
from rectify_xl.ledger.memory import memory_store, unrecorded_changes
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, Ledger, SheetChanges
from rectify_xl.supervision.returns import return_record
from rectify_xl.supervision.returns.return_record import TakenSlip
from rectify_xl.supervision.returns.return_slip import ReturnOffice, ReturnSlip, SlipLine
from rectify_xl.supervision.submission import copy_line, receipt, submission_manifest, submitted_record
from rectify_xl.supervision.submission.receipt import Receipt
from rectify_xl.supervision.submission.submission_manifest import SubmissionManifest
from rectify_xl.system import written_files
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office

AS_OF = date(2026, 9, 30)
MOMENT = datetime(2026, 10, 8, 9, 30)  # noqa: DTZ001 - the user's own clock
CARD, MOBILE, ACCOUNT = "110101199003077758", "13812345678", "6222021234567890128"
NUMBERS = (CARD, MOBILE, ACCOUNT)
UNIT = "青林县南坪镇"


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ledger of an invented unit in which the 上报 profile finds no error."""
    return write(tmp_path_factory.mktemp("unit"), UnitPlan(7, 0, 9, 0.0, AS_OF))


@pytest.fixture
def path(faultless: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(faultless, tmp_path / "台账.xlsx"))


def run(path: Path, folder: Path | None, moment: datetime = MOMENT, day: date = AS_OF, **options: Value) -> Outcome:
    command = find("submit")
    assert command is not None
    given: dict[str, Value] = {"output": str(folder or ""), **options}
    return invoke(command, Request(day, FileBook(path, label="打包上报"), options=given, by="王芳", moment=moment))


def put(path: Path, sheet: schema.Sheet, row: int, cells: Mapping[str, Raw]) -> None:
    writes = tuple(CellWrite(row, sheet.position(column), value) for column, value in cells.items())
    FileBook(path).write((SheetChanges(sheet.name, writes),))


def listed(folder: Path) -> SubmissionManifest:
    return submission_manifest.parse((folder / "清单.json").read_bytes())


def copy_of(folder: Path) -> Path:
    (name,) = [part.name for part in listed(folder).files if part.role == "ledger"]
    return folder / name


def mail_of(content: bytes) -> tuple[EmailMessage, str]:
    """Return a mail as a mail program reads it, and its text."""
    mail = message_from_bytes(content, policy=modern)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body()
    assert body is not None
    return mail, body.get_content()


def ledger_of(path: Path) -> Ledger:
    return reader.read_ledger(FileBook(path).read())


def told(path: Path, day: date = AS_OF) -> set[tuple[str, str, str]]:
    findings = checks.run(ledger_of(path), checks.profile("上报"), day)
    return {(finding.code, finding.address, finding.message) for finding in findings}


def test_all_that_goes_up_stands_in_the_folder_and_in_the_mail(path: Path, tmp_path: Path) -> None:
    """The list names each file with its sum; the draft carries every one of them whole; the letter says what it is."""
    outcome = run(path, tmp_path / "报", to=("zgb@qinglin.gov.cn",))
    manifest = listed(tmp_path / "报")
    present = {file.name: file.read_bytes() for file in (tmp_path / "报").iterdir()}
    assert submission_manifest.mismatches(manifest, {name: bytes_sha256(data) for name, data in present.items()}) == ()
    assert [part.role for part in manifest.files] == ["ledger", "form", "findings", "letter"]
    assert [(part.size, part.sha256) for part in manifest.files] == [
        (len(present[part.name]), bytes_sha256(present[part.name])) for part in manifest.files
    ]
    assert (manifest.unit, manifest.as_of, manifest.made, manifest.errors) == (UNIT, AS_OF, MOMENT, 0)
    assert manifest.counts["problems"] == roll_up(ledger_of(path), AS_OF).total.problems == 9
    mail, body = mail_of(present[f"{UNIT}_邮件草稿_2026-09-30.eml"])
    sent = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert sent == {name: data for name, data in present.items() if not name.endswith(".eml")}
    assert (mail["To"], mail["X-Unsent"]) == ("zgb@qinglin.gov.cn", "1")
    letter = present[f"{UNIT}_上报说明_2026-09-30.txt"].decode("utf-8-sig")
    assert body.splitlines() == letter.splitlines()
    assert f"现报送{UNIT}" in letter
    assert "反馈具体问题9个" in letter
    assert manifest.fingerprint[2:6] in letter
    assert outcome.status == 0
    assert str(outcome.data["code"]) in "".join(outcome.summary)


def test_the_copy_is_a_working_ledger_that_says_the_same(path: Path, tmp_path: Path) -> None:
    """The list names its fingerprint; the check finds the same in it at the same addresses, and counts the same."""
    before = (told(path), roll_up(ledger_of(path), AS_OF))
    run(path, tmp_path / "报")
    copy = copy_of(tmp_path / "报")
    assert fingerprint(FileBook(copy).read()) == listed(tmp_path / "报").fingerprint
    assert (told(copy), roll_up(ledger_of(copy), AS_OF)) == before
    assert office.findings(copy) == set()
    put(copy, schema.PROBLEMS, 2, {"整改进展": "又有新进展"})
    assert ledger_of(copy).problems[0].progress == "又有新进展"


def test_the_copy_says_of_itself_what_is_read_from_its_file(path: Path, tmp_path: Path) -> None:
    """Also where a sign that no sheet can hold stands in the ledger, and is gone in the copy."""
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    words = ledger_of(path).problems[0].problem
    before, after = words.encode(), f"{words[:2]}_x0007_{words[2:]}".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content.replace(before, after) if name.endswith(".xml") else content)
    assert any("\x07" in problem.row.text("具体问题") for problem in ledger_of(path).problems)
    run(path, tmp_path / "报", with_errors="先报数")
    book = FileBook(copy_of(tmp_path / "报")).read()
    assert not copy_line.says_otherwise(book, fingerprint(book))
    assert change_log.read(book)[-1].change.key == f"2-{code(fingerprint(book))}"


def test_the_summary_of_the_copy_counts_as_that_of_the_ledger(path: Path, tmp_path: Path, soffice: list[str]) -> None:
    """Recalculated by LibreOffice, 统计汇总 shows the same lines with the same numbers once the ledger was judged."""
    put(path, schema.PROBLEMS, 3, {"完成程度": "整改中", "整改时限": date(2026, 8, 1), "完成日期": None})
    for number in range(2, 11):  # more than the blank ledger has room for in sight
        put(
            path,
            schema.PROBLEMS,
            number,
            {"责任科室": f"第{number}科", "牵头领导": f"领导{'甲乙丙丁戊己庚辛壬'[number - 2]}"},
        )
    run(path, tmp_path / "报", with_errors="试报")
    command = find("risks")
    assert command is not None
    options: dict[str, Value] = {"write": True}
    invoke(command, Request(AS_OF, FileBook(path, label="预警研判"), options=options, by="王芳", moment=MOMENT))
    counting = find("rollup")
    assert counting is not None
    invoke(counting, Request(AS_OF, FileBook(path, label="汇总统计"), options=options, by="王芳", moment=MOMENT))
    shown: list[list[list[object]]] = []
    for book in (path, copy_of(tmp_path / "报")):
        folder = tmp_path / f"算{len(shown)}"
        arguments = [*soffice, "--convert-to", "xlsx", "--outdir", str(folder), str(book)]
        subprocess.run(arguments, check=True, capture_output=True, timeout=180)
        (calculated,) = folder.iterdir()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # openpyxl tells what it would lose
            sheet = load_workbook(calculated, data_only=True)["统计汇总"]
        lines = [row for row in sheet.iter_rows(max_col=11) if not sheet.row_dimensions[row[0].row or 0].hidden]
        shown.append([[cell.value for cell in row] for row in lines])
    assert shown[0] == shown[1]
    assert shown[1][3][0] == 9
    assert shown[1][3][5] == roll_up(ledger_of(path), AS_OF).total.overdue == 1


SECRETS = ("密件", "王小二", "secretserver")


def with_secrets(path: Path) -> None:
    """Put into a ledger, as clerks and programs do, what must not go up."""
    put(path, schema.PROBLEMS, 2, {"备注": "密件一"})
    put(path, schema.MEASURES, 2, {"备注": "密件二"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path)
    problems = book["问题台账"]
    problems["D2"].comment = Comment("密件三：批注", "王小二")
    problems["D3"].hyperlink = r"\\secretserver\密件\附件.docx"
    own = problems.max_column + 1
    problems.cell(1, own, "内部联系人")
    problems.cell(2, own, "密件四")
    problems.column_dimensions[column_letters(own)].hidden = True
    book["校验结果"].cell(2, 6, "密件五")
    book["预警清单"].cell(2, 10, "密件六")
    book["收回清单"].cell(2, 7, "密件七")
    book["销号办理"].cell(2, 11, "密件八")
    book["核实登记"].cell(2, 8, "密件九")
    book["字典"].cell(1, 40, "收件人")
    book["字典"].cell(2, 40, "密件十")
    book.create_sheet("随手记").cell(1, 1, "密件十一")
    book["随手记"].sheet_state = "veryHidden"
    book.defined_names["密件"] = DefinedName("密件", attr_text='"密件十二"')
    book.properties.creator = book.properties.lastModifiedBy = "王小二"
    book.properties.description = "密件十三"
    header = problems.oddHeader
    assert header is not None
    assert header.left is not None
    header.left.text = "密件十四"
    book.save(path)


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_nothing_goes_up_that_only_the_unit_should_know(path: Path, tmp_path: Path) -> None:
    """Notes, comments, links, own sheets and columns, lists of the program, names, properties and the memory stay."""
    with_secrets(path)
    assert all(secret in everything(path) for secret in SECRETS)
    outcome = run(path, tmp_path / "报", with_errors="试报")
    for file in (tmp_path / "报").iterdir():
        content = everything(file) if file.suffix == ".xlsx" else file.read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if secret in content] == [], file.name
    with zipfile.ZipFile(copy_of(tmp_path / "报")) as package:
        book = package.read("xl/workbook.xml").decode()
        assert [name for name in package.namelist() if "comment" in name or "external" in name] == []
    assert "程序状态" not in book
    assert 'state="veryHidden"' not in book
    assert outcome.data["left_out"] == ["问题台账“内部联系人”列", "工作表“随手记”"]
    assert "没有上报：问题台账“内部联系人”列、工作表“随手记”" in "".join(outcome.summary)


def test_every_number_of_a_person_is_covered_in_whatever_cell(path: Path, tmp_path: Path) -> None:
    """Texts of every column of every table, numbers typed as numbers, names of files, the letter, the mail: covered."""
    text = f"经办人身份证号{CARD}，手机{MOBILE}，银行卡号{ACCOUNT}"
    for sheet in (schema.PROBLEMS, schema.MEASURES, schema.EVIDENCE, schema.REVIEWS, schema.PROSE, schema.REGULATIONS):
        columns = [column.name for column in sheet.columns if column.kind in ("text", "long") and column.name != "方面"]
        put(path, sheet, 2, {name: text for name in columns if name not in (schema.MARK.name, "备注")})
    put(path, schema.PROBLEMS, 3, {"整改目标": float(MOBILE), "责任人": MOBILE})
    put(path, schema.INFO, 3, {"内容": f"{UNIT}{MOBILE}"})
    report = tmp_path / f"报告{CARD}.txt"
    report.write_text("整改情况报告", encoding="utf-8")
    outcome = run(path, tmp_path / "报", with_errors=f"已电话{MOBILE}报告", report=(str(report),), log=True)
    names = [file.name for file in (tmp_path / "报").iterdir()]
    assert len(names) == 7
    for file in (tmp_path / "报").iterdir():
        content = everything(file) if file.suffix == ".xlsx" else file.read_text(encoding="utf-8")
        if file.suffix == ".eml":
            mail, content = mail_of(file.read_bytes())
            content += "\n".join([mail["Subject"], *(str(part.get_filename()) for part in mail.iter_attachments())])
        assert [number for number in NUMBERS if number in content + file.name] == [], file.name
    assert "110101" in everything(copy_of(tmp_path / "报"))
    covered = outcome.data["covered"]
    assert isinstance(covered, list)
    assert {"问题台账!E3", "问题台账!I3", "整改措施!D2", "通报文稿!D2"} <= set(covered)
    assert "遮盖" in "".join(outcome.summary)


def test_errors_stop_it_until_somebody_says_why_they_go_up(path: Path, tmp_path: Path) -> None:
    """Nothing is made; with a reason it goes, and list, letter and findings say so."""
    put(path, schema.PROBLEMS, 2, {"责任人": None})
    before = path.read_bytes()
    outcome = run(path, tmp_path / "报")
    assert (outcome.status, outcome.data["errors"], outcome.pending) == (1, 1, (Pending("submit"),))
    assert not (tmp_path / "报").exists()
    assert path.read_bytes() == before
    assert [hindrance.subject for hindrance in outcome.refused] == ["RX202"]
    assert run(path, tmp_path / "报", with_errors=" 人选未定，\n已报同意 ").status == 0
    manifest = listed(tmp_path / "报")
    assert (manifest.errors, manifest.kept_errors) == (1, "人选未定， 已报同意")
    letter = (tmp_path / "报" / f"{UNIT}_上报说明_2026-09-30.txt").read_text(encoding="utf-8-sig")
    assert "错误1条" in letter
    assert "人选未定， 已报同意" in letter
    findings = everything(tmp_path / "报" / f"{UNIT}_校验情况_2026-09-30.xlsx")
    assert "问题台账!I2" in findings


def test_the_ledger_remembers_and_the_same_content_is_said(path: Path, tmp_path: Path) -> None:
    """变更记录 gets a line; the same content again is said and goes; another one names the one before it."""
    run(path, tmp_path / "一")
    lines = change_log.read(FileBook(path).read())
    assert [(line.command, line.by, line.change.sheet, line.change.column) for line in lines] == [
        ("打包上报", "王芳", "上报", "打包")
    ]
    again = run(path, tmp_path / "二", MOMENT + timedelta(days=1))
    assert again.data["same_as"] == "2026-10-08 09:30:00"
    assert "2026年10月8日09:30那次上报的完全相同" in "".join(again.summary)
    assert "系重复报送" in next((tmp_path / "二").glob("*上报说明*")).read_text(encoding="utf-8-sig")
    put(path, schema.PROBLEMS, 2, {"整改进展": "又有新进展"})
    other = run(path, tmp_path / "三", MOMENT + timedelta(days=2))
    assert other.data["same_as"] is None
    previous = listed(tmp_path / "三").previous
    assert previous is not None
    assert (previous.fingerprint, previous.made) == (listed(tmp_path / "二").fingerprint, "2026-10-09 09:30:00")
    assert [record.by for record in submitted_record.read(FileBook(path).read())] == ["王芳"] * 3


def test_a_submission_can_be_taken_back(path: Path, tmp_path: Path) -> None:
    """`undo` lets the ledger forget it; the folder stays with whom it may have been sent to."""
    run(path, tmp_path / "报")
    command = find("undo")
    assert command is not None
    invoke(command, Request(AS_OF, FileBook(path, label="撤销上一步"), by="王芳", moment=MOMENT))
    assert submitted_record.read(FileBook(path).read()) == ()
    assert run(path, tmp_path / "再报").data["same_as"] is None


def test_nothing_is_replaced_and_nothing_stays_half(path: Path, tmp_path: Path) -> None:
    """A folder that holds one of the files is refused; where the ledger cannot be written, the files go again."""
    run(path, tmp_path / "报")
    before = {file: file.read_bytes() for file in (tmp_path / "报").iterdir()}
    with pytest.raises(PaperError, match="没有覆盖"):
        run(path, tmp_path / "报")
    assert {file: file.read_bytes() for file in (tmp_path / "报").iterdir()} == before
    (tmp_path / "~$台账.xlsx").write_bytes(b"\x03" + "王芳".encode("gbk") + b" " * 160)
    written_files.forget()
    with pytest.raises(BookError) as refused:
        run(path, tmp_path / "二")
    assert not (tmp_path / "二").exists()
    assert written_files.amended(str(refused.value)) == str(refused.value)  # it does not call them written


def given_back(path: Path, folder: Path, **changed: Any) -> Path:
    """Write the receipt of a submission, with some fields of another."""
    manifest = listed(folder)
    fields: dict[str, Any] = {
        "unit": manifest.unit,
        "round": manifest.round,
        "fingerprint": manifest.fingerprint,
        "manifest": bytes_sha256((folder / "清单.json").read_bytes()),
        "received": MOMENT,
        "verdict": "accepted",
        "checked_by": "青林县委巡察办",
        "checked_at": MOMENT + timedelta(days=1),
        "problems": manifest.counts["problems"],
        "note": "请按月报送",
    }
    target = path.with_name("回执.json")
    target.write_bytes(receipt.make(Receipt(**{**fields, **changed})))
    return target


def test_a_receipt_is_verified_without_a_connection(path: Path, tmp_path: Path) -> None:
    """It says which submission it confirms and whether the ledger was changed since; that is remembered once."""
    run(path, tmp_path / "一")
    put(path, schema.PROBLEMS, 2, {"整改进展": "又有新进展"})
    run(path, tmp_path / "二", MOMENT + timedelta(days=1))
    slip = given_back(path, tmp_path / "一")
    outcome = run(path, None, receipt=str(slip))
    text = "".join(outcome.summary)
    assert "2026年10月8日09:30打包的上报件" in text
    assert "已接收" in text
    assert "请按月报送" in text
    assert "又改过" in text
    assert outcome.data["confirms"] == {
        "made": "2026-10-08 09:30:00",
        "fingerprint": listed(tmp_path / "一").fingerprint,
        "code": text.partition("核对码")[2][:14],
    }
    records = submitted_record.read(FileBook(path).read())
    assert [record.receipt for record in records] == ["已接收，没有要改的错误（青林县委巡察办，2026-10-09）", ""]
    before = path.read_bytes()
    assert "以前已登记过" in "".join(run(path, None, receipt=str(slip)).summary)
    assert path.read_bytes() == before
    latest = run(path, None, receipt=str(given_back(path, tmp_path / "二", verdict="returned", problems=8)))
    text = "".join(latest.summary)
    assert "退回修改" in text
    assert "与打包时相同" in text
    assert "不一致，请核对" in text


def test_a_receipt_of_another_ledger_or_an_altered_one_is_told(path: Path, tmp_path: Path) -> None:
    """Neither is remembered, and the clerk learns what to do."""
    run(path, tmp_path / "报")
    slip = given_back(path, tmp_path / "报", unit="云岭县", fingerprint="1-" + "0" * 64, manifest="0" * 64)
    before = path.read_bytes()
    outcome = run(path, None, receipt=str(slip))
    assert (outcome.status, outcome.data["sound"], outcome.data["confirms"]) == (1, True, None)
    assert "云岭县" in "".join(outcome.summary)
    slip = given_back(path, tmp_path / "报")
    slip.write_bytes(slip.read_bytes().replace(b'"errors": 0', b'"errors": 1'))
    outcome = run(path, None, receipt=str(slip))
    assert (outcome.status, outcome.data["sound"], outcome.data["confirms"]) == (1, False, None)
    assert "改动过" in outcome.summary[0]
    assert path.read_bytes() == before
    with pytest.raises(UsageError, match="打不开"):
        run(path, None, receipt=str(tmp_path / "没有.json"))


def test_what_goes_up_comes_back_as_a_receipt(path: Path, tmp_path: Path) -> None:
    """The whole way by the command line: packed, taken above by `return`, its receipt verified below."""

    def rectify(*words: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "rectify_xl", *words, "--as-of", AS_OF.isoformat(), "--json"]
        ended = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=180)
        assert ended.returncode == 0, ended.stderr
        data: dict[str, Any] = json.loads(ended.stdout)
        return data

    packed = rectify("submit", str(path), "-o", str(tmp_path / "收到"))
    rectify("return", str(tmp_path / "收到"), "-o", str(tmp_path / "退回"), "--office", "青林县委巡察办")
    (slip,) = (tmp_path / "退回").glob("*回执*.json")
    verified = rectify("submit", str(path), "--receipt", str(slip))
    assert (verified["sound"], verified["confirms"]["fingerprint"]) == (True, packed["fingerprint"])
    assert verified["receipt"]["manifest"] == packed["manifest"]
    assert verified["changed_since"] is False


def test_what_is_open_of_a_return_is_said(path: Path, tmp_path: Path) -> None:
    """Whoever took a 退回单 over and mended nothing learns it from a submission; so does the level above."""
    put(path, schema.PROBLEMS, 2, {"责任人": None})
    finding = next(
        finding for finding in checks.run(ledger_of(path), checks.profile("上报"), AS_OF) if finding.cell == "I2"
    )
    line = SlipLine(finding.code, finding.severity, finding.address, finding.row_id, "责任人", "", finding.message, "")
    slip = ReturnSlip("T-1", UNIT, "台账.xlsx", ReturnOffice("青林县委巡察办", AS_OF, date(2026, 10, 15)), (line,))
    book = FileBook(path)
    entry = {return_record.entry_name(slip.code): return_record.as_data(TakenSlip(slip, "2026-10-01 08:00:00", "王芳"))}
    kept = memory_store.update(book.read().sheets[schema.MEMORY.name], entry)
    assert kept is not None
    book.write((kept,))
    said = "青林县委巡察办退回的意见还有1处没有改好（问题台账I2），期限是2026年10月15日。"
    assert said in run(path, tmp_path / "报").summary
    outcome = run(path, tmp_path / "报", with_errors="试报")
    assert said in outcome.summary
    assert outcome.data["open_remarks"] == [{"cell": "问题台账!I2", "message": finding.message}]
    letter = next((tmp_path / "报").glob("*上报说明*")).read_text(encoding="utf-8-sig")
    assert "上级退回的意见还有1处没有改好" in letter
    put(path, schema.PROBLEMS, 2, {"责任人": "李岚"})
    assert "退回的意见" not in "".join(run(path, tmp_path / "改后").summary)


def test_the_page_from_above_is_not_called_the_units_own(path: Path, tmp_path: Path) -> None:
    """Who mends in the returned workbook and packs that is told whose 《退回说明》 it is; it does not go up."""
    book: Any = load_workbook(path)
    book.create_sheet("退回说明", 0)["A1"] = "巡察整改台账退回说明"
    book.create_sheet("备忘")["A1"] = "本单位的"
    book.save(path)
    outcome = run(path, tmp_path / "报", with_errors="试报")
    assert outcome.data["left_out"] == ["工作表“备忘”"]
    assert any(line.startswith("上级退回时放在前面的《退回说明》不用上报") for line in outcome.summary)
    assert "退回说明" not in load_workbook(copy_of(tmp_path / "报")).sheetnames


def test_a_closing_stands_above_as_below_though_a_number_in_it_is_covered(path: Path, tmp_path: Path) -> None:
    """The steps go along, restated for the covered text; what was rewritten after the approval stays a fault."""
    (tmp_path / "办法.pdf").write_bytes(b"%PDF-1.7")
    start = ledger_of(path)
    done = [problem for problem in start.problems if problem.completion == "已完成" and not problem.remaining][:3]
    for problem in done:
        text = f"一是已完成。经办人身份证号{CARD}，手机{MOBILE}。"
        put(path, schema.PROBLEMS, problem.number, {"整改进展": text, "具体问题": f"甲方面问题{problem.id}"})
        close(path, problem.id)
    grown, rewritten = done[1], done[2]
    before = f"一是已完成。经办人身份证号{CARD}，手机{MOBILE}。"
    put(path, schema.PROBLEMS, grown.number, {"整改进展": f"{before}二是又开了一次会，手机{MOBILE}。"})
    put(path, schema.PROBLEMS, rewritten.number, {"整改进展": f"全部改写，手机{MOBILE}。"})
    day = MOMENT.date()
    assert roll_up(ledger_of(path), day).total.closed == 2
    outcome = run(path, tmp_path / "报", day=day, with_errors="试报")
    assert "不一致" not in "".join(outcome.summary)
    copy = ledger_of(copy_of(tmp_path / "报"))
    assert roll_up(copy, day) == roll_up(ledger_of(path), day)
    assert listed(tmp_path / "报").counts["closed"] == 2
    assert {(code, address) for code, address, _ in told(copy_of(tmp_path / "报"), day) if code == "RX224"} == {
        ("RX224", f"问题台账!P{rewritten.number}")
    }
    assert log_chain.breaks(log_chain.links(FileBook(copy_of(tmp_path / "报")).read())) == ()
    content = everything(copy_of(tmp_path / "报"))
    assert [number for number in NUMBERS if number in content] == []


def close(path: Path, name: str) -> None:
    """Take a problem through all steps of its closing."""
    command = find("close")
    assert command is not None
    steps: tuple[dict[str, Value], ...] = (
        {"evidence": (str(path.with_name("办法.pdf")),)},
        {"step": "apply", "by": "李岚"},
        {"step": "sign", "by": "李岚", "role": "责任科室", "opinion": "同意销号"},
        {"step": "sign", "by": "周明", "role": "分管领导"},
        {"step": "sign", "by": "何静", "role": "主要负责人"},
        {"step": "approve", "by": "何静", "reason": "已核实"},
    )
    for options in steps:
        request = Request(
            MOMENT.date(), FileBook(path, label="销号审批"), options=options, items=(name,), by="王芳", moment=MOMENT
        )
        outcome = invoke(command, request)
        assert outcome.status == 0, outcome.summary


def test_papers_go_along_and_are_looked_at(path: Path, tmp_path: Path) -> None:
    """A report goes as it is, with a caution where it holds numbers; a workbook does not go."""
    report = tmp_path / "整改报告.txt"
    report.write_text(f"第一行\n联系人身份证号{CARD}\n", encoding="utf-8")
    letter = tmp_path / f"{UNIT}_上报说明_2026-09-30.txt"
    letter.write_text("另有说明", encoding="utf-8")
    other = tmp_path / "别处" / "整改报告.txt"
    other.parent.mkdir()
    other.write_text("另一份", encoding="utf-8")
    old = tmp_path / "通报.wps"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    outcome = run(path, tmp_path / "报", report=(str(report), str(other), str(old), str(letter)))
    parts = [part.name for part in listed(tmp_path / "报").files if part.role == "paper"]
    assert parts == ["整改报告.txt", "整改报告_2.txt", "通报.wps", f"{UNIT}_上报说明_2026-09-30_2.txt"]
    assert (tmp_path / "报" / "整改报告.txt").read_bytes() == report.read_bytes()
    text = "".join(outcome.summary)
    assert "“整改报告.txt”里有个人号码，没有遮盖，发出前请看：第2行（身份证号）" in text
    assert "“通报.wps”没有查看内容" in text
    with pytest.raises(PaperError, match="不是通报、报告"):
        run(path, tmp_path / "二", report=(str(path),))
    with pytest.raises(PaperError, match="找不到"):
        run(path, tmp_path / "二", report=(str(tmp_path / "没有.docx"),))


def test_the_log_goes_along_by_choice_without_what_stays(path: Path, tmp_path: Path) -> None:
    """Without it one line says what the copy is; with it every line goes but those of 备注, and the chain holds."""
    put(path, schema.PROBLEMS, 2, {"备注": "密件一", "整改进展": f"已电话{MOBILE}催办"})
    put(path, schema.PROBLEMS, 11, {"编号": "P010", "方面": "甲", "具体问题": "新的", "备注": "密件二"})
    run(path, tmp_path / "短", with_errors="试报")
    run(path, tmp_path / "长", MOMENT + timedelta(days=1), with_errors="试报", log=True)
    short, long = (FileBook(copy_of(tmp_path / name)).read() for name in ("短", "长"))
    assert [(line.change.sheet, line.change.column, line.time) for line in change_log.read(short)] == [
        ("上报", "上报件", "2026-10-08 09:30:00")
    ]
    lines = change_log.read(long)
    assert {line.change.sheet for line in lines} == {"问题台账", "上报"}
    assert any("138****5678" in line.change.new for line in lines)
    assert not any("密件" in field for line in lines for field in line.change)
    assert lines[-1].change.column == "上报件"
    for book in (short, long):
        assert log_chain.breaks(log_chain.links(book)) == ()
        assert unrecorded_changes.lost(book) == ""
    assert (listed(tmp_path / "短").with_log, listed(tmp_path / "长").with_log) == (False, True)


def test_a_ledger_without_a_memory_goes_up_and_says_that_it_forgets(path: Path, tmp_path: Path) -> None:
    """Older ledgers have no 程序状态: all is packed, and the clerk learns that no receipt can be verified later."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path)
    del book["程序状态"]
    book.save(path)
    before = path.read_bytes()
    outcome = run(path, tmp_path / "报", with_errors="试报")
    assert "没有登记，以后无从核对回执" in "".join(outcome.summary)
    assert path.read_bytes() == before
    assert fingerprint(FileBook(copy_of(tmp_path / "报")).read()) == listed(tmp_path / "报").fingerprint
    assert run(path, None, receipt=str(given_back(path, tmp_path / "报"))).status == 1


def test_a_wrong_call_is_told_before_anything_is_made(path: Path, tmp_path: Path) -> None:
    """No folder, an address that is none, settings without sending, sending to nobody, an empty ledger."""
    calls: tuple[tuple[Path | None, dict[str, Value]], ...] = (
        (None, {}),
        (tmp_path / "报", {"to": ("张三",)}),
        (tmp_path / "报", {"smtp": "a.toml"}),
        (tmp_path / "报", {"send": True}),
        (tmp_path / "没有" / "报", {}),
    )
    for folder, options in calls:
        with pytest.raises((UsageError, PaperError)) as refused:
            run(path, folder, MOMENT, AS_OF, **options)
        assert refused.value.remedy
    new, command = tmp_path / "空.xlsx", find("new")
    assert command is not None
    invoke(command, Request(AS_OF, options={"output": str(new)}, moment=MOMENT))
    with pytest.raises(UsageError, match="还没有问题"):
        run(new, tmp_path / "报")
    assert not (tmp_path / "报").exists()


def test_the_json_is_whole(path: Path, tmp_path: Path) -> None:
    """All of it is plain data."""
    data = json.loads(json.dumps(run(path, tmp_path / "报").data))
    assert (data["unit"], data["errors"], data["sent"], data["unsent"]) == (UNIT, 0, False, "")
    assert io.StringIO(data["mail"]).read().endswith(".eml")
