"""A click on 导入 shows an old ledger as 导入对照 first; with that in front, corrected, it makes the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import xlwings

from rectify_xl.doors.ribbon import clicks
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.commands.test_import_mapping import old_ledger
from tests.doors.ribbon.conftest import Answers

AS_OF = date(2026, 1, 9)
Open = Callable[[Path], xlwings.Book]


def press(book: xlwings.Book, answers: Answers) -> None:
    answers.said.clear()
    clicks.press("import", "", ActiveBook(book.app, book), answers, AS_OF)


def texts(path: Path, sheet: str) -> set[str]:
    return {str(cell.value) for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row if cell.value}


def shown(opened: Open, answers: Answers, tmp_path: Path) -> xlwings.Book:
    """Click with an old ledger in front, and return 导入对照, which opens."""
    book = opened(old_ledger(tmp_path / "旧台账.xlsx"))
    answers.yes = True
    press(book, answers)
    return book.app.books.active


def test_the_mapping_is_shown_corrected_on_the_screen_and_taken(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """What is typed into the yellow column counts although nobody saved it; the new ledger then stands in front."""
    mapping = shown(opened, answers, tmp_path)
    assert answers.said[0] == "要导入的是正在打开的“旧台账.xlsx”吗？\n\n选“否”，另选一个文件。"
    assert answers.said[1] == (
        "已看过“旧台账.xlsx”：认出3个问题，还没有生成台账。\n"
        f"导入对照：{tmp_path / '导入对照_旧台账.xlsx'}。\n"
        "有1列把握不大，请先看“把握”一栏。\n"
        "请核对各列归入哪里，要改的只改黄色的“改为”一列；改好保存，再点“导入”：让它留在最前面，或者选文件时选它。\n\n"
        "1. 《台账》D列“办法要点”先归入“保留原列”（未识别）。"
    )
    assert mapping.name == "导入对照_旧台账.xlsx"
    sheet = mapping.sheets["导入对照"]
    assert sheet.range("D9").value == "办法要点"
    sheet.range("F9").value = "整改措施"
    answers.chosen = tmp_path / "今年的台账.xlsx"
    press(mapping, answers)
    assert answers.said[0] == "台账_旧台账.xlsx Excel 工作簿,*.xlsx"
    assert "已导入“旧台账.xlsx”：2个方面、3个问题、3条措施。" in answers.said[1]
    assert "按导入对照“导入对照_旧台账.xlsx”读取，1处与程序判断不同。" in answers.said[1]
    assert mapping.app.books.active.name == "今年的台账.xlsx"
    assert {"制定学习计划", "补齐台账", "修订报销办法"} <= texts(tmp_path / "今年的台账.xlsx", "整改措施")
    kept = tmp_path / "今年的台账_导入对照.xlsx"
    assert openpyxl.load_workbook(kept)["导入对照"]["F9"].value == "整改措施"
    assert "某局巡察反馈问题整改台账" in texts(kept, "没有收入台账的内容")


def test_a_wrong_word_on_the_screen_is_named_with_its_cell(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """A word that nobody knows stops the import, and no file is made."""
    mapping = shown(opened, answers, tmp_path)
    mapping.sheets["导入对照"].range("F9").value = "办法"
    answers.chosen = tmp_path / "今年的台账.xlsx"
    press(mapping, answers)
    assert len(answers.said) == 1
    assert answers.said[0].startswith("警告：“导入对照_旧台账.xlsx”的“改为”填了不认识的词：F9的“办法”；没有导入。")
    assert not answers.chosen.exists()


def test_no_chooses_another_file_and_cancel_does_nothing(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """The workbook in front is not imported against the user's will; a closed 导入对照 may be chosen as well."""
    mapping = shown(opened, answers, tmp_path)
    path = Path(mapping.fullname)
    mapping.close()
    other = opened(old_ledger(tmp_path / "别的.xlsx"))
    answers.yes, answers.chosen = False, None
    press(other, answers)
    assert [text.partition("\n")[0] for text in answers.said] == [
        "要导入的是正在打开的“别的.xlsx”吗？",
        "通报、台账,*.txt;*.docx;*.html;*.htm;*.xlsx;*.xls;*.ods;*.et",
    ]
    answers.chosen = path
    press(other, answers)
    wrong = "警告：“导入对照_旧台账.xlsx”是这次要读的文件，结果不能盖在上面。请换一个文件名。"
    assert answers.said[-1] == wrong  # the test answers both dialogs with the same file
    assert sorted(file.name for file in tmp_path.glob("*.xlsx")) == ["别的.xlsx", "导入对照_旧台账.xlsx", "旧台账.xlsx"]


def test_a_source_that_moved_away_is_named(opened: Open, answers: Answers, tmp_path: Path) -> None:
    """Where the old ledger is no longer where 导入对照 says, the user learns where to write its place."""
    mapping = shown(opened, answers, tmp_path)
    for book in list(mapping.app.books):
        if book.name == "旧台账.xlsx":
            book.close()
    (tmp_path / "旧台账.xlsx").rename(tmp_path / "去年.xlsx")
    press(mapping, answers)
    remedy = "旧台账改过名或移动过的，请在导入对照第2行写上它现在的位置，再点一次“导入”。"
    assert answers.said == [f"警告：找不到导入对照所指的旧台账“{tmp_path / '旧台账.xlsx'}”。{remedy}"]
