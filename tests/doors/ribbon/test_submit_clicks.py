"""打包上报 by button, in a running LibreOffice: from what is open and not yet saved; the receipt comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwings

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.doors.ribbon import clicks
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.submission import receipt, submission_manifest
from rectify_xl.supervision.submission.receipt import Receipt
from rectify_xl.supervision.submission.submission_manifest import SubmissionManifest
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.doors.ribbon.conftest import Answers

AS_OF = date(2026, 9, 30)
Open = Callable[[Path], xlwings.Book]


@pytest.fixture
def book(opened: Open, tmp_path: Path) -> xlwings.Book:
    """The ledger of an invented unit without errors, open, with progress that nobody saved."""
    book = opened(write(tmp_path, UnitPlan(7, 0, 9, 0.0, AS_OF)))
    cell(book, "整改进展").value = "刚刚填上、还没有保存的进展。"
    return book


def cell(book: xlwings.Book, column: str) -> xlwings.Range:
    return book.sheets["问题台账"].range((2, schema.PROBLEMS.position(column)))


def press(book: xlwings.Book, answers: Answers, variant: str = "") -> str:
    """Click, and return all that was shown."""
    answers.said.clear()
    clicks.press("submit", variant, ActiveBook(book.app, book), answers, AS_OF)
    return "\n".join(answers.said)


def packed(folder: Path) -> SubmissionManifest:
    return submission_manifest.parse((folder / "清单.json").read_bytes())


def test_what_is_open_goes_up_and_its_receipt_is_known(book: xlwings.Book, answers: Answers, tmp_path: Path) -> None:
    """One click makes the folder beside the ledger, the next another one; a receipt is chosen and confirmed."""
    text = press(book, answers)
    folder = tmp_path / "打包上报_2026-09-30"
    assert "没有错误" in text
    assert "现在打开它吗" in text
    assert "--" not in text
    (ledger,) = (folder / part.name for part in packed(folder).files if part.role == "ledger")
    assert reader.read_ledger(FileBook(ledger).read()).problems[0].progress == "刚刚填上、还没有保存的进展。"
    assert "完全相同，是重复报送" in press(book, answers, "log")
    assert packed(tmp_path / "打包上报_2026-09-30_2").with_log
    manifest = packed(folder)
    now = datetime(2026, 10, 9, 9, 0)  # noqa: DTZ001 - the office's own clock
    confirmed = Receipt(
        unit=manifest.unit,
        round=manifest.round,
        fingerprint=manifest.fingerprint,
        manifest=bytes_sha256((folder / "清单.json").read_bytes()),
        received=now,
        verdict="accepted",
        checked_by="青林县委巡察办",
        checked_at=now,
        problems=9,
    )
    answers.chosen = tmp_path / "回执.json"
    answers.chosen.write_bytes(receipt.make(confirmed))
    text = press(book, answers, "receipt")
    assert "上报回执,*.json" in text
    assert "回执无误：青林县委巡察办2026年10月9日收到" in text
    assert not (tmp_path / "打包上报_2026-09-30_3").exists()


def test_errors_are_told_and_a_reason_is_asked_for(book: xlwings.Book, answers: Answers, tmp_path: Path) -> None:
    """No makes nothing and goes to the cell; yes asks why, and packs; papers are chosen."""
    cell(book, "责任人").value = None
    text = press(book, answers)
    assert "还有错误1条" in text
    assert "现在带着这些错误打包吗" in text
    assert list(tmp_path.glob("打包上报*")) == []
    selected = book.app.selection
    assert selected is not None
    assert selected.address.replace("$", "") == "I2"
    answers.yes = True
    answers.replies = {"带着错误上报的理由": ["人选未定"]}
    report = tmp_path / "整改报告.txt"
    report.write_text("报告", encoding="utf-8")
    answers.files = [(report,)]
    press(book, answers, "papers")
    manifest = packed(tmp_path / "打包上报_2026-09-30")
    assert (manifest.kept_errors, manifest.part("paper") is not None) == ("人选未定", True)
    assert "一并上报的通报、报告（可以选几个）" in answers.questions


def test_sending_without_an_address_is_told(book: xlwings.Book, answers: Answers, tmp_path: Path) -> None:
    """Whoever has set up nothing learns where addresses stand, and nothing is made."""
    text = press(book, answers, "send")
    assert "没有写收件人" in text
    assert "《字典》" in text
    assert list(tmp_path.glob("打包上报*")) == []
