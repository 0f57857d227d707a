"""The fingerprint of a ledger stays when its file is merely saved again, and changes with what it says."""

from __future__ import annotations

import subprocess
import warnings
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from generate.ledger_builder import raw_book
from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.ledger import schema
from rectify_xl.ledger.fingerprint import FORM, code, fingerprint
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook

TABLES = """
    [基本信息]
    单位名称 | 青石镇
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限 | 备注 | 校验标记
    P001 | 甲方面 | 学习走过场 | #日 2026-09-10 | 拟约谈 | RX101
    P002 | 甲方面 | 账目不清 | 2026-10-08 | |
    [通报文稿]
    部分 | 层级 | 标题 | 正文
    导语 | 正文 | | 一段
    导语 | 正文 | | 又一段
    [字典]
    完成程度 | 收件人 | 收件邮箱
    未启动 | 党政办 | a@b.gov.cn
    已完成 | |
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ledger of an invented unit, with what programs store differently."""
    path = write(tmp_path_factory.mktemp("unit"), UnitPlan(7, 3, 14, 0.1, date(2026, 9, 30)))
    position = schema.PROBLEMS.position
    odd: tuple[tuple[str, Raw], ...] = (
        ("整改目标", 0.1 + 0.2),
        ("验收标准", " 两行\n=1+1 "),
        ("配合科室", "⽅圆、'引号\u200b"),
        ("公开表述", datetime(2026, 3, 1, 16, 20)),  # noqa: DTZ001 - a cell has no zone
        ("通报标题", True),
        ("备注", "只给自己看"),
    )
    writes = tuple(CellWrite(2, position(column), value) for column, value in odd)
    FileBook(path).write((SheetChanges(schema.PROBLEMS.name, writes),))
    return path


def read(path: Path) -> RawBook:
    return FileBook(path).read()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_saving_in_libreoffice_leaves_it(ledger: Path, tmp_path: Path, soffice: list[str], ending: str) -> None:
    """LibreOffice rewrites every part, in its own format or in that of Excel; the fingerprint stays."""
    command = [*soffice, "--convert-to", ending, "--outdir", str(tmp_path), str(ledger)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (saved,) = tmp_path.glob(f"*.{ending}")
    assert saved.read_bytes() != ledger.read_bytes()
    assert fingerprint(read(saved)) == fingerprint(read(ledger))


def test_saving_with_openpyxl_leaves_it(ledger: Path, tmp_path: Path) -> None:
    """So does openpyxl, which stores its own way of writing every cell."""
    target = tmp_path / "again.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl tells what it would lose
        load_workbook(ledger).save(target)
    assert fingerprint(read(target)) == fingerprint(read(ledger))


def test_what_is_not_submitted_leaves_it() -> None:
    """备注, marks, and an office's own lists may change; so may the order of rows and of columns."""
    same = """
        [基本信息]
        研判日期 | 2026-09-28
        不遮盖 | 赵英模
        单位名称 | 青石镇
        [问题台账]
        具体问题 | 编号 | 校验标记 | 整改时限 | 备注 | 方面
        账目不清 | P002 | | #日 2026-10-08 | 别的 | 甲方面
         | | RX301 | | |
        学习走过场 | P001 | | 2026-09-10 | | 甲方面
        [通报文稿]
        部分 | 层级 | 标题 | 正文
        导语 | 正文 | | 一段
        导语 | 正文 | | 又一段
        [字典]
        收件人 | 完成程度
        财政所 | 未启动
         | 已完成
        [校验结果]
        序号 | 级别
        1 | 错误
    """
    assert fingerprint(raw_book(TABLES)) == fingerprint(raw_book(same))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("账目不清", "账目清楚"),
        ("P002", "P003"),
        ("未启动", "没启动"),
        ("青石镇", "白石镇"),
        ("一段\n", "另一段\n"),
        ("| 甲方面 | 账目不清", "| 账目不清 | 甲方面"),
    ],
)
def test_what_a_cell_says_changes_it(old: str, new: str) -> None:
    """A word, an id, a rule of counting, a sentence, or two contents that changed places."""
    assert old in TABLES
    assert fingerprint(raw_book(TABLES)) != fingerprint(raw_book(TABLES.replace(old, new, 1)))


def test_the_order_of_the_notice_changes_it() -> None:
    """Paragraphs that changed places say something else."""
    turned = TABLES.replace("| 一段", "| 甲").replace("| 又一段", "| 一段").replace("| 甲\n", "| 又一段\n")
    assert fingerprint(raw_book(TABLES)) != fingerprint(raw_book(turned))


@pytest.mark.parametrize("other", ["甲方面", "甲⽅面", "合计", "\u200b乙", "20\r\n26"])
def test_a_ledger_that_was_read_gives_the_same(other: str) -> None:
    """Whoever has read the ledger need not read its cells again; sums and signs that nobody sees are no matter."""
    book = raw_book(TABLES.replace("甲方面", other))
    assert fingerprint(book, reader.read_ledger(book)) == fingerprint(book)


@given(st.lists(st.lists(st.text('甲乙,[]"\\\x1f| ', max_size=3), min_size=2, max_size=2), max_size=3, unique_by=str))
def test_no_two_contents_are_one(rows: list[list[str]]) -> None:
    """Whatever stands in the cells, other rows have another fingerprint."""

    def of(rows: list[list[str]]) -> str:
        return fingerprint(RawBook("甲", {"制度清单": RawSheet("制度清单", [["名称", "文号"], *rows])}))

    plain = sorted([text.strip() for text in row] for row in rows if any(text.strip() for text in row))
    assert of(rows) == of(plain)
    assert of([*rows, ["丙", ""]]) != of(rows)
    assert of([[*reversed(row)] for row in rows]) == of(rows) or plain != sorted([*reversed(row)] for row in plain)


def test_people_compare_the_first_signs() -> None:
    """The code that letters print is twelve signs of it, in groups."""
    whole = fingerprint(raw_book(TABLES))
    assert whole.startswith(f"{FORM}-")
    assert len(whole) == 66
    assert code(whole) == f"{whole[2:6]}-{whole[6:10]}-{whole[10:14]}"
