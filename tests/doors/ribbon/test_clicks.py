"""A click does its work in the ledger in front and ends with a message that a clerk can act on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
import xlwings

from rectify_xl.commands import return_submissions
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.table import COMMANDS
from rectify_xl.documents.templates import consent
from rectify_xl.doors.ribbon import clicks, run_lock
from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.system import resources
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.doors.ribbon.conftest import Answers
from tests.workbook.live import ledgers

AS_OF = date(2025, 9, 26)
Open = Callable[[Path], xlwings.Book]

ELSEWHERE = {("submit", "send"), ("submit", "receipt")}
"""Clicks that need a mail server or a receipt: `test_submit_clicks.py` has both."""
BUTTONS = [
    (command.id, variant)
    for command in COMMANDS
    if command.button
    for variant in ("", *(each.id for each in command.variants))
    if (command.id, variant) not in ELSEWHERE
]


def press(book: xlwings.Book, answers: Answers, command: str, variant: str = "") -> None:
    clicks.press(command, variant, ActiveBook(book.app, book), answers, AS_OF)


def ready(command: str, variant: str) -> str:
    """Return the problem that a click is for: the finished one, or the one under way."""
    return "P002" if command == "reopen" or variant in ("evidence", "form", "pack") else "P003"


def press_step(book: xlwings.Book, answers: Answers, step: str) -> None:
    """Take a step for P003, and answer the next questions alike."""
    laid = {key: list(value) for key, value in answers.replies.items()}
    answers.yes = True
    press(book, answers, "close", step)
    answers.yes, answers.replies = False, laid
    answers.questions.clear()


def sent_back(ledger: Path, folder: Path) -> Path:
    """Return the marked ledger that the level above sends back."""
    options = {"output": str(folder)}
    return_submissions.run(Request(date(2025, 9, 26), source=str(ledger), items=(str(ledger),), options=options))
    return next(path for path in folder.rglob("*.xlsx") if "退回清单" not in path.name)


@pytest.mark.parametrize(("command", "variant"), BUTTONS)
def test_every_button_works_on_a_ledger_in_calc(
    opened: Open, answers: Answers, tmp_path: Path, command: str, variant: str
) -> None:
    """No button of the table ends in a warning, whichever entry of its menu is chosen."""
    source = tmp_path / "示例.txt"
    source.write_bytes(resources.path("samples", "示例通报.txt").read_bytes())
    answers.chosen = source if command in ("import", "proof") else tmp_path / "新台账.xlsx"
    if variant == "previous":
        answers.chosen = ledgers.small(tmp_path, name="上轮.xlsx")
    if variant == "returned":
        answers.chosen = sent_back(ledgers.small(tmp_path, name="报上去的.xlsx"), tmp_path / "退回")
    (tmp_path / "办法.pdf").write_bytes(b"abc")
    answers.files = [(tmp_path / "办法.pdf",)]
    answers.replies = {
        "问题编号": [ready(command, variant)],
        "问题或措施编号": ["P002"],
        "检查发现": ["仍有漏登"],
        "延期日期": ["2026-12-31"],
        "理由": ["等上级批复"],
        "补充要求": ["补齐"],
        "反弹的原因": ["抽查发现"],
    }
    book = opened(ledgers.small(tmp_path))
    if command == "repair":
        book.impl.model.store()
    if command == "collect" and variant == "copy":
        answers.chosen = ledgers.small(tmp_path, name="副本.xlsx")
        press(book, answers, "check")
        book.impl.model.store()
        answers.chosen.write_bytes(Path(str(book.fullname)).read_bytes())
        answers.said.clear()
    elif command == "collect" and variant != "status":
        press(book, answers, "distribute")
        answers.folders = [tmp_path, tmp_path]
        if variant == "listed":
            press(book, answers, command, "folder")
    if variant in ("sign", "approve", "reject"):
        press_step(book, answers, "extend")
    if variant == "sign":
        answers.replies = {"问题编号": ["P003", None]}
    press(book, answers, command, variant)
    assert answers.said or answers.questions
    assert [text for text in answers.said if text.startswith("警告：")] == []
    typed = [text for text in (*answers.said, *answers.questions) if "--" in text or "rectify-xl" in text]
    assert typed == []


def test_check_says_what_where_and_what_next(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """The message counts, names the first cells with their remedies, and offers to go to the first error."""
    book = opened(ledgers.small(tmp_path))
    press(book, answers, "check", "submit")
    (text,) = answers.said
    assert text.startswith("按“上报”口径校验：错误")
    assert "\n1. 基本信息!B3　" in text
    assert "条见《校验结果》。" in text
    assert text.endswith("跳到第一处（基本信息!B3）吗？")
    assert answers.title == "巡察整改 · 校验台账"


def test_yes_jumps_to_the_first_finding(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """After yes, the cell of the first error is selected."""
    book = opened(ledgers.small(tmp_path))
    book.sheets["字典"].activate()
    answers.yes = True
    press(book, answers, "check", "按上报口径")
    assert book.sheets.active.name == "基本信息"
    area = book.impl.model.CurrentController.getSelection().RangeAddress
    assert (area.StartRow, area.StartColumn) == (2, 1)


def test_a_notice_lands_beside_the_ledger_and_never_replaces_another(
    opened: Open, answers: Answers, tmp_path: Path
) -> None:
    """Two clicks make two papers, and each message names its file."""
    book = opened(ledgers.small(tmp_path))
    press(book, answers, "notice", "internal")
    press(book, answers, "notice", "internal")
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == [
        "整改通报（内部稿）_2025-09-26.docx",
        "整改通报（内部稿）_2025-09-26_2.docx",
    ]
    assert "整改通报（内部稿）_2025-09-26_2.docx" in answers.said[-1]
    assert answers.said[-1].endswith("现在打开它吗？")


def test_proof_reads_the_ledger_or_a_chosen_file(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """The button proof-reads the ledger in front, its menu a file; each paper lies beside what was read."""
    folder = tmp_path / "来稿"
    folder.mkdir()
    source = folder / "通报.txt"
    source.write_bytes(resources.path("samples", "示例通报.txt").read_bytes())
    answers.chosen = source
    book = opened(ledgers.small(tmp_path))
    press(book, answers, "proof")
    assert (tmp_path / "核稿意见_2025-09-26.docx").is_file()
    assert answers.said[-1].startswith("核对了台账将印出的公开稿“台账 甲.xlsx”")
    press(book, answers, "proof", "file")
    assert (folder / "核稿意见_通报_2025-09-26.docx").is_file()
    assert answers.said[-1].startswith("核对了通报文稿“通报.txt”：错误3处，提醒1处。")
    assert "其余1条见所生成的材料。" in answers.said[-1]


def test_import_opens_the_new_ledger(opened: Open, app: xlwings.App, answers: Answers, tmp_path: Path) -> None:
    """The chosen notice becomes a ledger beside it, which is then the workbook in front."""
    source = tmp_path / "示例.txt"
    source.write_bytes(resources.path("samples", "示例通报.txt").read_bytes())
    answers.chosen = source
    press(opened(ledgers.small(tmp_path)), answers, "import")
    assert (tmp_path / "台账_示例.xlsx").is_file()
    assert app.books.active.name == "台账_示例.xlsx"


LATER = """关于巡察整改进展情况的通报
一、反馈意见整改进展情况
（一）关于“制度执行不严”方面
1.针对“{problem}”问题。
整改情况：一是逐笔登记，由专人核对。
整改完成情况：正在整改。
2.针对“防汛物资账实不符”问题。
整改情况：一是全面盘点。
整改完成情况：正在整改。
2025年9月20日
"""


@pytest.mark.parametrize("answer", ["不改台账", "只加新行、只填空格", "内容不同的也照来源改", None])
def test_a_notice_is_merged_into_the_ledger_in_front(
    opened: Open, answers: Answers, tmp_path: Path, answer: str | None
) -> None:
    """The differences are shown, then a choice is asked; without one nothing changes, with one undo takes it back."""
    book = opened(ledgers.small(tmp_path))
    sheet = book.sheets["问题台账"]
    before = sheet.range("A1:AE12").value
    answers.chosen = tmp_path / "第二版.txt"
    answers.chosen.write_text(LATER.format(problem=sheet.range("D2").value), encoding="utf-8")
    answers.replies = {"怎么办": [answer]}
    press(book, answers, "import", "into")
    assert answers.said[1].startswith("“第二版.txt”与台账比对（文字相近75以上算同一行）：新问题1个、")
    assert answers.questions == ["怎么办[不改台账|只加新行、只填空格|内容不同的也照来源改]"]
    after = sheet.range("A1:AE12").value
    if answer in ("不改台账", None):
        assert after == before
        return
    assert "防汛物资账实不符" in [row[3] for row in after]
    assert (after[1][15] == "一是逐笔登记，由专人核对。") is (answer == "内容不同的也照来源改")
    assert "已并入台账" in answers.said[-1]
    press(book, answers, "undo")
    assert [row[:28] for row in sheet.range("A1:AE12").value] == [row[:28] for row in before]


def test_merging_without_a_workbook_says_what_to_do(app: xlwings.App, answers: Answers) -> None:
    """There is nothing to merge into."""
    clicks.press("import", "into", ActiveBook(app, None), answers, AS_OF)
    assert answers.said == ["警告：没有打开的台账。请先打开台账，让它的窗口在最前面，再点按钮。"]


def test_cancelling_a_file_dialog_does_nothing(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """After cancel there is no message and no file."""
    press(opened(ledgers.small(tmp_path)), answers, "import")
    assert answers.said == ["通报、台账,*.txt;*.docx;*.html;*.htm;*.xlsx;*.xls;*.ods;*.et"]
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["台账 甲.xlsx"]


def test_without_a_workbook_a_click_says_what_to_do(app: xlwings.App, answers: Answers) -> None:
    """Where no workbook is in front, the user is asked to open the ledger."""
    clicks.press("check", "", ActiveBook(app, None), answers, AS_OF)
    assert answers.said == ["警告：没有打开的台账。请先打开台账，让它的窗口在最前面，再点按钮。"]


def test_an_unknown_entry_points_at_the_add_in(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """An entry that this program does not know comes from an add-in of another version."""
    press(opened(ledgers.small(tmp_path)), answers, "check", "nosuch")
    assert answers.said == ["警告：“校验台账”没有“nosuch”这一项。加载项与程序的版本可能不一致，请重新安装加载项。"]


def test_a_second_click_offers_to_stop_the_first(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """While a command runs on a ledger, another click starts nothing; after yes the running one is asked to stop."""
    book = opened(ledgers.small(tmp_path))
    answers.yes = True
    with run_lock.mark(book.fullname, "预警研判"):
        press(book, answers, "check")
        assert run_lock.stopper(book.fullname)()
    assert answers.said == ["“预警研判”还在处理这本台账。要停止它吗？"]
    assert book.sheets["校验结果"].range("A2").value is None


def test_a_command_asked_to_stop_changes_nothing(
    opened: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop that comes while the ledger is being read takes effect before anything is written."""
    book = opened(ledgers.small(tmp_path))
    monkeypatch.setattr(run_lock, "stopper", lambda _ledger: lambda: True)
    press(book, answers, "check")
    assert answers.said == ["已按您的要求停止，台账没有改动。"]
    assert book.sheets["校验结果"].range("A2").value is None
    assert run_lock.other(book.fullname) == ""


def test_a_command_that_was_stopped_after_it_had_written_says_so(
    opened: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop that comes while its result is shown does not make the ledger unwritten."""
    book = opened(ledgers.small(tmp_path))

    def stopped_while_asked(_question: str) -> bool:
        raise StoppedError

    monkeypatch.setattr(answers, "ask", stopped_while_asked)
    press(book, answers, "check")
    assert answers.said == [f"已按您的要求停止；“{book.name}”在停止以前已经写好，请打开核对。"]
    assert book.sheets["校验结果"].range("A2").value is not None


def test_an_error_of_the_program_is_told_without_a_traceback(
    opened: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user reads one sentence; what a maintainer needs is in a file that the sentence names."""
    log = tmp_path / "记录" / "出错记录.txt"
    monkeypatch.setattr(clicks, "LOG", log)
    monkeypatch.setattr("rectify_xl.judgement.checks.profile", lambda _name: 1 / 0)
    press(opened(ledgers.small(tmp_path)), answers, "check")
    assert answers.said == [
        f"警告：程序内部出错（ZeroDivisionError：division by zero），台账保持原样。请把文件“{log}”发给维护人员。"
    ]
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_the_process_that_the_menu_starts_works_on_the_document_of_its_window(
    office: Headless, opened: Open, tmp_path: Path
) -> None:
    """With two ledgers open, the one that the menu named is marked, and the process ends well."""
    mine, other = opened(ledgers.small(tmp_path, name="甲.xlsx")), opened(ledgers.small(tmp_path, name="乙.xlsx"))
    done = subprocess.run(
        [sys.executable, "-m", "rectify_xl.doors.ribbon", "check", "submit"],
        env={
            **os.environ,
            "RECTIFY_XL_OFFICE": office.address,
            "RECTIFY_XL_DOCUMENT": mine.impl.model.RuntimeUID,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert mine.sheets["校验结果"].range("A2").value == 1
    assert other.sheets["校验结果"].range("A2").value is None


def test_a_process_that_reaches_no_office_says_so(tmp_path: Path) -> None:
    """Where nobody listens, the last line of standard error is what the menu shows, and the status is 2."""
    done = subprocess.run(
        [sys.executable, "-m", "rectify_xl.doors.ribbon", "check"],
        env={**os.environ, "RECTIFY_XL_OFFICE": f"pipe,name=nobody_{os.getpid()}", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("错误：连不上 LibreOffice（pipe,name=nobody_")
    assert done.stderr.count("\n") == 1


def test_a_click_that_reaches_no_application_fails_for_all_to_see() -> None:
    """Where no dialog can be shown, the process ends with status 2 and one Chinese line for the add-in to show."""
    done = subprocess.run(
        [sys.executable, "-c", "import rectify_xl.doors.ribbon; rectify_xl.doors.ribbon.click('check')"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")
    assert done.stderr.count("\n") == 1


def test_a_notice_that_must_not_be_published_says_why_and_jumps_to_the_first_cell(
    opened: Open, answers: Answers, tmp_path: Path
) -> None:
    """The refusal names code, count, place and remedy, and offers to go there; no paper is made."""
    book = opened(ledgers.small(tmp_path))
    answers.yes = True
    press(book, answers, "notice", "public")
    (text,) = answers.said
    assert "处不宜公开（" in text
    assert "放行的理由记入《核实登记》" in text
    assert text.endswith("吗？")
    assert "跳到第一处（" in text
    assert list(tmp_path.glob("*.docx")) == []
    assert "见《校验结果》" in text
    assert "没有在这里列出" not in text
    written = {row[0] for row in book.sheets["校验结果"].range("C2:C60").options(ndim=2).value if row[0]}
    counted = re.search("处不宜公开（(.+?)）", text)
    assert counted
    assert set(re.findall("[NR][TX][0-9]{3}", counted[1])) <= written


@pytest.mark.parametrize("agreed", [True, False])
def test_templates_that_came_with_the_ledger_are_asked_about_before_anything_is_made(
    opened: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, agreed: bool
) -> None:
    """Asked once, named, and the answer holds for the next click."""
    monkeypatch.setattr(consent, "FILE", tmp_path / "家" / "答.json")
    book = opened(ledgers.small(tmp_path))
    own = docx.Document()
    own.add_paragraph("寄来的模板")
    (tmp_path / "模板").mkdir()
    own.save(str(tmp_path / "模板" / "周调度表.docx"))
    made: list[list[str]] = []

    def ask(question: str) -> bool:
        answers.said.append(question)
        made.append([path.name for path in tmp_path.glob("*.docx")])
        return agreed and "模板" in question

    monkeypatch.setattr(answers, "ask", ask)
    press(book, answers, "weekly")
    press(book, answers, "weekly")
    asked = [each for each in answers.said if "个模板：" in each]
    assert len(asked) == 1
    assert "　周调度表.docx" in asked[0]
    assert made[0] == []
    papers = sorted(tmp_path.glob("*.docx"))
    assert len(papers) == 2
    assert all(
        ("寄来的模板" in [each.text for each in docx.Document(str(path)).paragraphs]) is agreed for path in papers
    )
