"""The ledger as the public may read it; the one that the office keeps does not change."""

from __future__ import annotations

import pytest

from generate.ledger_builder import raw_book
from rectify_xl.ledger.reading import reader
from rectify_xl.notice.redaction.edition import redact

TABLES = """
[基本信息]
单位名称 | 青石镇卫生院
联系电话 | 0999-5550123
不遮盖 | 周正明、13911112222
[问题台账]
编号 | 方面 | 具体问题 | 责任人 | 整改进展 | 公开 | 备注
P001 | 甲 | 子 | 王建国 | 王建国已电话13800000000告知家属，周正明医生13911112222在场 | 是 | 详询0999-5550123
P002 | 甲 | 丑 | 李强 | 李强同志手机13800000000 | 否 | 子
[销号登记]
问题编号 | 类型 | 验收人
P001 | 销号 | 赵明亮 2026-05-01
[通报文稿]
部分 | 层级 | 正文
第一部分 | 正文 | 由赵明亮任组长
监督渠道 | 正文 | 联系人王建国，13700000000
 | 正文 | 王建国
"""


def test_names_and_numbers_are_replaced_and_each_is_listed() -> None:
    book = raw_book(TABLES)
    found = redact(book, reader.read_ledger(book))
    after = reader.read_ledger(found.book)
    assert after.problems[0].progress == "王某某已电话138****0000告知家属，周正明医生13911112222在场"
    assert [(each.kind, each.cell.address, each.row_id, each.printed) for each in found.redactions] == [
        ("姓名", "问题台账!D2", "P001", "王某某"),
        ("姓名", "问题台账!E2", "P001", "王某某"),
        ("手机号", "问题台账!E2", "P001", "138****0000"),
        ("姓名", "通报文稿!C2", "", "赵某某"),
    ]
    assert found.doubts == ()


def test_withheld_problems_and_the_contact_block_stay() -> None:
    book = raw_book(TABLES)
    after = reader.read_ledger(redact(book, reader.read_ledger(book)).book)
    assert after.problems[1].progress == "李强同志手机13800000000"
    assert [prose.body for prose in after.prose[1:]] == ["联系人王建国，13700000000", "王建国"]


def test_the_given_workbook_does_not_change() -> None:
    book = raw_book(TABLES)
    before = [list(row) for row in book.sheets["问题台账"].rows]
    redact(book, reader.read_ledger(book))
    assert [list(row) for row in book.sheets["问题台账"].rows] == before


def test_a_ledger_without_personal_data_comes_back_itself() -> None:
    book = raw_book("[问题台账]\n编号 | 整改进展\nP001 | 一是补齐资料17份")
    assert redact(book, reader.read_ledger(book)).book is book


def test_a_name_of_any_people_in_the_progress_is_covered_or_left_to_a_person() -> None:
    """Trial x05: 肖建国, 古丽米热·艾比布力, 王𬭚生 and 扎西次仁 stand in 责任人 and in 整改进展."""
    rows = [
        f"P00{number} | 甲 | 子{number} | {name} | 一是由{name}牵头修订制度。二是{name}逐一核对登记簿。 | 是"
        for number, name in enumerate(("肖建国", "古丽米热·艾比布力", "王𬭚生", "扎西次仁"), 1)
    ]
    book = raw_book("\n".join(["[问题台账]", "编号 | 方面 | 具体问题 | 责任人 | 整改进展 | 公开", *rows]))
    public = redact(book, reader.read_ledger(book))
    assert [problem.progress for problem in reader.read_ledger(public.book).problems] == [
        "一是由肖某某牵头修订制度。二是肖某某逐一核对登记簿。",
        "一是由古某某牵头修订制度。二是古某某逐一核对登记簿。",
        "一是由王某某牵头修订制度。二是王某某逐一核对登记簿。",
        "一是由扎某某某牵头修订制度。二是扎西次仁逐一核对登记簿。",
    ]
    assert [(doubt.cell.address, doubt.printed) for doubt in public.doubts] == [("问题台账!E5", "扎某某某")]


OWN = [
    "联系人",
    "经办人",
    "分管领导",
    "包保责任人",
    "姓名",
    "联络员",
    "主要负责人",
    "包案领导",
    "承办人",
    "责任人员",
    "专班组长",
    "党支部书记",
    "审核人",
    "填报人",
    "填报",
]


@pytest.mark.parametrize("header", OWN)
def test_columns_of_people_that_an_office_added_are_read_too(header: str) -> None:
    book = raw_book(f"[问题台账]\n编号 | 整改进展 | 公开 | {header}\nP001 | 由韩梅梅逐户核对 | 是 | 韩梅梅（办公室）")
    assert reader.read_ledger(redact(book, reader.read_ledger(book)).book).problems[0].progress == "由韩某某逐户核对"


@pytest.mark.parametrize("column", ["责任科室", "配合科室"])
def test_a_name_in_brackets_behind_a_department_is_one(column: str) -> None:
    book = raw_book(
        f"[问题台账]\n编号 | 整改进展 | 公开 | {column}\n"
        "P001 | 由韩梅梅、财务科核对 | 是 | 办公室（韩梅梅）、财务科（牵头）"
    )
    assert (
        reader.read_ledger(redact(book, reader.read_ledger(book)).book).problems[0].progress == "由韩某某、财务科核对"
    )


@pytest.mark.parametrize("header", ["受益人数", "责任人电话", "领导批示", "进度"])
def test_other_own_columns_name_nobody(header: str) -> None:
    book = raw_book(f"[问题台账]\n编号 | 整改进展 | 公开 | {header}\nP001 | 由韩梅梅逐户核对 | 是 | 韩梅梅")
    assert redact(book, reader.read_ledger(book)).book is book
