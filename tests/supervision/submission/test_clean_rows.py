"""The clean copy has what people filled in, where it stood, and nothing else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generate.ledger_builder import raw_book
from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import applied, change_log
from rectify_xl.ledger.counting.problem_counts import roll_up
from rectify_xl.ledger.fingerprint import fingerprint
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.submission import clean_rows
from rectify_xl.supervision.submission.clean_rows import CleanRows, CopyOptions
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Month, Percent, Raw
from rectify_xl.text.personal_numbers import covered
from rectify_xl.workbook import submitted_workbook
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import read_workbook

AS_OF = date(2026, 9, 30)
BLANK = submitted_workbook.blank().book
OPTIONS = CopyOptions(AS_OF, datetime(2026, 10, 8, 9, 30), "王芳")  # noqa: DTZ001 - the user's own clock
NUMBERS = ("110101199003077758", "13812345678", "6222021234567890128")


def copied(book: RawBook) -> tuple[CleanRows, RawBook, Ledger]:
    """Return what makes the copy, and the copy as it is read."""
    rows = clean_rows.rows(BLANK, book, reader.read_ledger(book), OPTIONS)
    copy = applied.apply(BLANK, rows.changes)
    return rows, copy, reader.read_ledger(copy)


def test_rows_stand_where_they_stood_and_columns_where_the_layout_has_them() -> None:
    """Empty rows stay empty; columns in another order, or below a title, go to their places."""
    book = raw_book("""
        [基本信息]
        单位名称 | 青石镇
        分管领导意见 | 暂缓
        不遮盖 | 声名远扬者
        [问题台账]
        青石镇整改台账
        备注 | 具体问题 | 编号 | 电话 | 整改进展
        密件 | 学习走过场 | P001 | 内部 | 一是⽅案
         | | | |
         | 账目不清 | P003 | | 二是
    """)
    rows, copy, ledger = copied(book)
    assert [(problem.number, problem.id, problem.problem) for problem in ledger.problems] == [
        (2, "P001", "学习走过场"),
        (4, "P003", "账目不清"),
    ]
    texts = [cell_value.text(value) for sheet in copy.sheets.values() for row in sheet.rows for value in row]
    assert "密件" not in texts
    assert "内部" not in texts
    assert "一是⽅案" in texts  # as it was typed: the check above tells of it too
    assert "暂缓" not in texts
    assert "声名远扬者" not in texts
    assert rows.own == ("问题台账“电话”列", "基本信息“分管领导意见”行")
    assert fingerprint(copy) != ""


def test_what_merged_areas_hide_is_filled_in_and_sums_stay() -> None:
    """The rows read as they did; a row of sums is still one that is not counted."""
    book = raw_book("""
        [问题台账]
        编号 | 方面 | 具体问题 | 完成程度
        P001 | 甲方面 | 学习走过场 | 已完成
        P002 | | 账目不清 | 整改中
        合计 | | 2个 |
        <合并> B2:B3
    """)
    _, copy, ledger = copied(book)
    assert [problem.aspect for problem in ledger.problems] == ["甲方面", "甲方面"]
    assert copy.sheets["问题台账"].merged == ()
    assert len(ledger.subtotals["问题台账"]) == 1
    assert roll_up(ledger, AS_OF) == roll_up(reader.read_ledger(book), AS_OF)


def test_a_row_of_which_nothing_goes_up_counts_as_before() -> None:
    """A row with a note, an own column or an open formula alone counts below; it does so above, without its content."""
    book = raw_book("""
        [问题台账]
        编号 | 方面 | 具体问题 | 剩余事项 | 备注 | 电话
        P001 | 甲方面 | 学习走过场 | | |
         | | | | 密件 |
         | | | | | 内部
         | | | <空> | |
        [制度清单]
        名称 | 我方
         | 内部
    """)
    _, copy, ledger = copied(book)
    assert roll_up(ledger, AS_OF).total == roll_up(reader.read_ledger(book), AS_OF).total
    assert roll_up(ledger, AS_OF).total.problems == 4
    assert [problem.row.text("备注") for problem in ledger.problems] == ["", *(["（本行内容未上报）"] * 3)]
    assert [rule.name for rule in ledger.regulations] == ["（本行内容未上报）"]
    assert fingerprint(copy) != fingerprint(BLANK)


def test_a_day_of_1900_that_programs_number_differently_goes_as_text() -> None:
    """A 1 in a date cell reads as a day of 1900; the copy says the same, and the check above finds the slip."""
    book = raw_book("""
        [问题台账]
        编号 | 具体问题 | 整改时限
        P001 | 甲 | #日 1900-01-01
    """)
    content = submitted_workbook.workbook(submitted_workbook.blank(), copied(book)[0].changes, "甲.xlsx")
    ledger = reader.read_ledger(read_workbook.read(content, "甲.xlsx"))
    assert ledger.problems[0].row.text("整改时限") == "1900-01-01"


def test_values_keep_their_kinds() -> None:
    """Days, months, truth values and numbers go as they are; a percentage as it is read; an open formula as nothing."""
    book = raw_book("""
        [问题台账]
        编号 | 具体问题 | 整改时限 | 完成日期 | 即知即改 | 完成程度 | 剩余事项
        P001 | 甲 | #日 2026-06-30 | x | x | x | <空>
    """)
    values: dict[int, Raw] = {4: Month(2026, 7, 1), 5: True, 6: Percent(0.8)}
    row = [values.get(place, value) for place, value in enumerate(book.sheets["问题台账"].rows[1], 1)]
    sheet = book.sheets["问题台账"]._replace(rows=[book.sheets["问题台账"].rows[0], row])
    _, copy, _ = copied(book._replace(sheets={"问题台账": sheet}))
    cells = copy.sheets["问题台账"].rows[1]
    shown = {
        name: cells[schema.PROBLEMS.position(name) - 1] for name in ("整改时限", "完成日期", "即知即改", "完成程度")
    }
    assert shown == {"整改时限": date(2026, 6, 30), "完成日期": Month(2026, 7, 1), "即知即改": True, "完成程度": "80%"}
    assert type(shown["完成日期"]) is Month
    remaining = schema.PROBLEMS.position("剩余事项")
    assert len(cells) < remaining or cells[remaining - 1] is None


def test_the_lists_of_the_office_go_along_and_its_addresses_do_not() -> None:
    """Its words count as below; of 字典 only what the layout knows goes up."""
    book = raw_book("""
        [问题台账]
        编号 | 方面 | 具体问题 | 完成程度
        P001 | 甲 | 乙 | 办结
        [字典]
        完成程度 | 口径·完成程度 | 计为完成 | 收件人 | 收件邮箱
        未启动 | 未启动 | 否 | 党政办 | a@b.gov.cn
        办结 | 办结 | 是 | |
    """)
    _, copy, ledger = copied(book)
    assert ledger.vocabulary["完成程度"] == ("未启动", "办结")
    assert "收件邮箱" not in reader.dictionary(copy.sheets["字典"])
    assert roll_up(ledger, AS_OF).total == roll_up(reader.read_ledger(book), AS_OF).total
    assert roll_up(ledger, AS_OF).total.done == 1


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> RawBook:
    """Return the ledger of an invented unit with many slips."""
    return FileBook(write(tmp_path_factory.mktemp("unit"), UnitPlan(31, 3, 12, 0.3, AS_OF))).read()


@pytest.mark.parametrize("sheet", [*(sheet.name for sheet in schema.STORED), schema.DICTIONARY])
def test_a_ledger_that_lacks_something_counts_above_as_below(unit: RawBook, sheet: str) -> None:
    """Without a sheet, without any one of its columns, below a title, or with every column twice: nothing fails."""
    raw = unit.sheets[sheet]
    width = max(map(len, raw.rows))
    damaged: list[list[list[Raw]] | None] = [
        None,
        [],
        [["青林县"], [], *map(list, raw.rows)],
        [[*row, *row] for row in raw.rows],
        *([[*row[:place], *row[place + 1 :]] for row in raw.rows] for place in range(width)),
    ]
    for rows in damaged:
        sheets = {name: other for name, other in unit.sheets.items() if name != sheet}
        if rows is not None:
            sheets[sheet] = raw._replace(rows=rows)
        book = unit._replace(sheets=sheets)
        before, after = (roll_up(ledger, AS_OF) for ledger in (reader.read_ledger(book), copied(book)[2]))
        assert [line[1:] for line in (after.total, *after.aspects)] == [
            line[1:] for line in (before.total, *before.aspects)
        ]
        assert (after.measures, after.measures_done, after.regulations, after.groups) == (
            before.measures,
            before.measures_done,
            before.regulations,
            before.groups,
        )


def test_what_is_late_is_marked_with_that_word_alone() -> None:
    """统计汇总 counts by it; the office's own warnings stay below."""
    book = raw_book("""
        [基本信息]
        研判日期 | 2026-01-01
        [问题台账]
        编号 | 方面 | 具体问题 | 整改时限 | 完成程度 | 预警 | 预警原因
        P001 | 甲 | 乙 | 2026-09-10 | 整改中 | 红·逾期、反弹 | 拟问责
        P002 | 甲 | 丙 | 2026-12-10 | 整改中 | 橙·反弹 | 拟约谈
    """)
    _, copy, ledger = copied(book)
    assert [problem.row.text("预警") for problem in ledger.problems] == ["逾期", ""]
    assert [problem.row.text("预警原因") for problem in ledger.problems] == ["", ""]
    assert ledger.info_text(schema.JUDGED) == "2026-09-30"
    (line,) = change_log.read(copy)
    assert (line.by, line.change.sheet, line.change.column) == ("王芳", "上报", "上报件")


_BITS = st.sampled_from(("经办人", "身份证号", "手机", "银行卡号", "：", " ", "，", "（", "）", "元", "第", "\n"))


@settings(max_examples=60)
@given(
    st.lists(st.one_of(_BITS, st.sampled_from(NUMBERS)), min_size=1, max_size=8),
    st.sampled_from([column.name for column in schema.PROBLEMS.columns if column.entry != "computed"]),
)
def test_no_number_of_a_person_is_left_that_can_be_told(bits: list[str], column: str) -> None:
    """What stands in a cell of the copy holds no number that would be covered once more."""
    text = "".join(bits)
    book = raw_book("[问题台账]\n编号 | 具体问题\nP001 | 甲")
    sheet = book.sheets["问题台账"]
    rows: list[list[Raw]] = [[*sheet.rows[0], column], [*sheet.rows[1], text]]
    if column in ("编号", "具体问题"):
        rows = [["编号", "具体问题"], [text, "甲"] if column == "编号" else ["P001", text]]
    book = book._replace(sheets={"问题台账": sheet._replace(rows=rows)})
    made = clean_rows.rows(BLANK, book, reader.read_ledger(book), OPTIONS)
    written = [write.value for block in made.changes for write in block.writes if isinstance(write.value, str)]
    assert [value for value in written if covered(value) != value] == []
    assert bool(made.covered) == (covered(text) != text and column != "备注")


def test_what_may_be_a_telephone_is_left_and_told() -> None:
    """Eleven digits over two lines may be two amounts: nobody but a person can tell."""
    book = raw_book("[问题台账]\n编号 | 责任人\nP001 | 甲")
    sheet = book.sheets["问题台账"]
    rows: list[list[Raw]] = [["编号", "责任人"], ["P001", "13812\n345695"]]
    made, _, ledger = copied(book._replace(sheets={"问题台账": sheet._replace(rows=rows)}))
    assert (made.covered, made.doubtful) == ((), ("问题台账!B2",))
    assert ledger.problems[0].person == "13812\n345695"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_was_typed_as_a_number_is_covered(number: str) -> None:
    """A telephone that Excel took for a number, and cards as texts."""
    value: Raw = float(number) if len(number) == 11 else f"身份证号、银行卡号{number}"
    book = raw_book("[问题台账]\n编号 | 责任人\nP001 | 甲")
    sheet = book.sheets["问题台账"]
    rows: list[list[Raw]] = [["编号", "责任人"], ["P001", value]]
    made, _, ledger = copied(book._replace(sheets={"问题台账": sheet._replace(rows=rows)}))
    assert made.covered == ("问题台账!B2",)
    assert number not in ledger.problems[0].person
    assert "****" in ledger.problems[0].person
