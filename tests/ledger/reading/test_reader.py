"""A workbook is read by its headers, wherever they stand, and no row that a person filled in is lost."""

from __future__ import annotations

from generate.ledger_builder import load, raw_book
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.text.cell_value import Uncached


def test_headers_are_found_below_a_title_and_in_any_order() -> None:
    """A title above the table, moved columns, an extra column and full-width letters change nothing."""
    found = load("""
    [问题台账]
    某单位整改台账
    填报日期 | 2025年5月
    具体问题 | 自加列 | 编号 | 完成 程度
    出入库记录不全 | 甲 | p001 | 已完成
    """)
    [problem] = found.problems
    assert (problem.id, problem.problem, problem.completion, problem.number) == ("P001", "出入库记录不全", "已完成", 4)
    assert problem.row.text("自加列") == "甲"
    assert problem.row.cell("具体问题").address == "问题台账!A4"
    assert (found.sheets["问题台账"].header_row, found.sheets["问题台账"].last_row) == (3, 4)
    assert found.sheets["问题台账"].headers["编号"] == 3


def test_full_width_headers_and_repeated_ones() -> None:
    """Headers compare half-width, without blanks or case; of two equal ones the first counts and the second is told."""
    found = load("""
    [佐证材料]
    编号 | ｓｈａ－２５６ | 名　称 | 编号
    Z1 | ab | 会议记录 | Z9
    """)
    assert found.evidence[0].id == "Z1"
    assert found.evidence[0].name == "会议记录"
    assert found.rows["佐证材料"][0].text("SHA-256") == "ab"
    assert found.sheets["佐证材料"].repeated_headers == ("编号",)


def test_a_renamed_column_reads_as_empty_and_stays() -> None:
    """An unknown header keeps its cells; the known column that is gone reads as empty from the row's first cell."""
    found = load("""
    [问题台账]
    编号 | 主要问题
    P001 | 出入库记录不全
    """)
    [problem] = found.problems
    assert (problem.problem, problem.row.cell("具体问题").ref) == ("", "A2")
    assert problem.row.text("主要问题") == "出入库记录不全"


def test_rows_below_a_gap_are_kept() -> None:
    """Empty rows end nothing, and keep their place in the numbering."""
    found = reader.read_ledger(
        RawBook(
            "甲.xlsx", {"问题台账": RawSheet("问题台账", [["编号"], ["P001"], [None], ["  "], ["\u200b"], ["P002"]])}
        )
    )
    assert [(problem.id, problem.number) for problem in found.problems] == [("P001", 2), ("P002", 6)]
    assert found.sheets["问题台账"].last_row == 6


def test_a_row_of_marks_alone_is_no_problem_but_a_leftover() -> None:
    """What a command wrote into an emptied row can still be found and taken away."""
    found = load("""
    [问题台账]
    编号 | 预警 | 预警原因
    P001 | 红·逾期 | 已逾期3天
    | 红·逾期 | 已逾期9天
    """)
    assert [problem.number for problem in found.problems] == [2]
    assert [row.number for row in found.leftovers["问题台账"]] == [3]


def test_output_sheets_keep_their_computed_rows() -> None:
    """In 预警清单 every column is computed, and every row counts."""
    found = load("""
    [预警清单]
    序号 | 级别
    #数 1 | 红
    """)
    assert found.rows["预警清单"][0].text("级别") == "红"


def test_formulas_without_a_stored_result() -> None:
    """They are filled cells that read as nothing, also in rows below the last stored value."""
    found = load("""
    [问题台账]
    编号 | 具体问题
    P001 | <空>
    """)
    cell = found.problems[0].row.cell("具体问题")
    assert (cell.raw, cell.text, cell.filled) == (Uncached("=A1"), "", True)
    sheet = RawSheet("问题台账", [["编号"], ["P001"]])
    below = reader.read_ledger(RawBook("甲.xlsx", {"问题台账": sheet}, uncached={("问题台账", 4, 1): "=A2"}))
    assert [problem.number for problem in below.problems] == [2, 4]


def test_missing_sheets_and_an_empty_workbook() -> None:
    """Nothing raises; everything reads as empty."""
    for sheets in ({}, {"问题台账": RawSheet("问题台账", [])}, {"别的": RawSheet("别的", [["编号"], ["P001"]])}):
        found = reader.read_ledger(RawBook("甲.xlsx", sheets))
        assert (found.problems, found.feedback, found.info_text("单位名称")) == ((), None, "")
        assert found.info_cell("单位名称").address == "基本信息!B1"
        assert found.counting.done == {"已完成"}


def test_lines_of_basic_information() -> None:
    """Items are found with blanks or a colon after them; of two equal ones the first counts."""
    found = load("""
    [基本信息]
    反 馈 日期： | 2025年3月18日
    反馈日期 | 2020-01-01
    临期天数 | １０
    本单位自加 | 甲
    """)
    assert found.info_when("反馈日期").iso == "2025-03-18"
    assert (found.info_number("临期天数"), found.info_text("本单位自加")) == (10.0, "甲")
    assert found.info_number("回头看间隔天数") is None


def test_dates_are_read_within_the_round() -> None:
    """A date without a year falls after the feedback, 集中整改期内 ends with it, serials follow the date system."""
    tables = """
    [基本信息]
    反馈日期 | 2025-03-18
    集中整改结束 | 2025年9月18日
    [问题台账]
    编号 | 整改时限 | 完成日期
    P001 | 2月底 | #数 44376
    P002 | 集中整改期内 | #日 2025-06-30
    """
    first, second = load(tables, date1904=True).problems
    assert (first.due.iso, first.finished.iso) == ("2026-02", "2025-06-30")
    assert (second.due.iso, second.finished.iso) == ("2025-09-18", "2025-06-30")
    assert load(tables).problems[0].finished.iso == "2021-06-29"


def test_words_and_counting_come_from_the_dictionary() -> None:
    """字典 may stand lower, have more words, and change what counts; a mark without a word counts nothing."""
    found = load("""
    [字典]
    本单位用词
    完成程度 | 口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期
    未启动 | 未启动 | 否 | 无 | 否
    已完成 | 已完成 | √ | 长期坚持 | 是
    基本办结 | 基本办结 | 是 | |
    | | 是 | |
    """)
    assert found.vocabulary["完成程度"] == ("未启动", "已完成", "基本办结")
    assert found.vocabulary["周期"] == ("每周", "每月", "每季度", "每半年", "每年")
    assert found.counting.done == {"已完成", "基本办结"}
    assert found.counting.longterm == {"长期坚持"}


def test_every_sheet_becomes_typed_rows() -> None:
    """Measures, rules, evidence, closures, look-backs and prose know their cells."""
    found = load("""
    [整改措施]
    措施编号 | 上级措施 | 问题编号 | 措施内容 | 完成程度
    M001-1 | | p001 | 修订制度 | 已完成
    M001-1-1 | Ｍ001-1 | P001 | 印发 | 整改中
    [制度清单]
    名称 | 问题编号
    印章管理办法 | P001、P002
    [佐证材料]
    编号 | 问题/措施编号 | 日期
    Z1 | P001；M001-1 | 2025.4.1
    [销号登记]
    问题编号 | 类型 | 结论 | 延期至
    P001 | 延期 | 通过 | 2025-09-30
    [回头看]
    日期 | 问题/措施编号 | 结论
    2025-06-30 | P001 | 松动
    [通报文稿]
    部分 | 层级 | 正文
    导语 | 正文 | 现予公布。
    """)
    assert [(each.id, each.parent, each.problems) for each in found.measures] == [
        ("M001-1", "", ("P001",)),
        ("M001-1-1", "M001-1", ("P001",)),
    ]
    assert found.regulations[0].problems == ("P001", "P002")
    assert (found.evidence[0].targets, found.evidence[0].date.iso) == (("P001", "M001-1"), "2025-04-01")
    assert found.closures[0].extended_to.iso == "2025-09-30"
    assert found.reviews[0].verdict == "松动"
    assert found.prose[0].body == "现予公布。"


def test_reading_changes_nothing_in_the_raw_book() -> None:
    """The raw rows are as they were."""
    book = raw_book("[问题台账]\n编号 | 具体问题\nP001 | 甲")
    reader.read_ledger(book)
    assert book.sheets["问题台账"].rows == [["编号", "具体问题"], ["P001", "甲"]]
