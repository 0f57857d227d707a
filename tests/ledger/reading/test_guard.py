"""A command that cannot see its columns says so in one sentence."""

from __future__ import annotations

import pytest

from generate import ledger_builder
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import guard
from rectify_xl.ledger.reading.guard import SheetNeed
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import parse_area

USED = (
    SheetNeed("问题台账", ("编号", "完成程度", "整改时限"), older=("公开",)),
    SheetNeed("销号登记", ("问题编号", "结论")),
)


def blank(**headers: str) -> RawBook:
    """Return a blank ledger with other names for some headers of 问题台账."""
    book = ledger_builder.blank_book()
    row: list[Raw] = [headers.get(column.name, column.name) for column in schema.PROBLEMS.columns]
    raw = book.sheets["问题台账"]._replace(rows=[row])
    return book._replace(sheets={**book.sheets, "问题台账": raw}, tabs=(*book.sheets, "字典"))


def retabbed(*pairs: tuple[str, str]) -> RawBook:
    """Return a blank ledger whose sheets have lost their names to other tabs."""
    book = blank()
    renamed = dict(pairs)
    sheets = {name: raw for name, raw in book.sheets.items() if name not in renamed}
    return book._replace(sheets=sheets, tabs=tuple(renamed.get(tab, tab) for tab in book.tabs))


def refusal(book: RawBook) -> str:
    with pytest.raises(BookError) as stopped:
        guard.refuse(book, USED, "督办函")
    return str(stopped.value)


def test_a_whole_ledger_passes() -> None:
    """Nothing is missing, so nothing is said."""
    guard.refuse(blank(), USED, "督办函")


@pytest.mark.parametrize(
    "name",
    [
        "完成程度 ",
        "\u00a0完成程度",
        "完成程度\u3000",
        "\u200b完成程度",
        "\u202b完成程度\u202c",
        "完成\n程度",
        "完成 程度",
        "完成\u00ad程度",
    ],
)
def test_blanks_and_unseen_characters_make_no_other_header(name: str) -> None:
    """A header is known by what a person reads."""
    guard.refuse(blank(完成程度=name), USED, "督办函")


@pytest.mark.parametrize(
    ("column", "name", "cell"),
    [
        ("完成程度", "完成情况", "M1"),
        ("完成程度", "状态", "M1"),
        ("完成程度", "整改状态", "M1"),
        ("完成程度", "进度", "M1"),
        ("整改时限", "完成时限", "K1"),
        ("整改时限", "期限", "K1"),
        ("整改时限", "要求办结日期", "K1"),
        ("编号", "序号", "A1"),
        ("编号", "问题编号", "A1"),
        ("编号", "No.", "A1"),
    ],
)
def test_a_renamed_header_is_named_with_its_cell(column: str, name: str, cell: str) -> None:
    """By a similar name, or by its place between the columns of the layout."""
    assert refusal(blank(**{column: name})) == (
        f"“督办函”没有运行，台账没有改动：《问题台账》没有『{column}』列，{cell}『{name}』可能就是它，请改回“{column}”。"
        "改好后再试一次；要看全部问题，请运行“校验台账”。"
    )


def test_a_header_that_was_emptied_is_known_by_its_place() -> None:
    """The cell between its neighbours is named."""
    assert "《问题台账》没有『完成程度』列，M1没有表头，可能就是它，请改回“完成程度”" in refusal(blank(完成程度=""))


def test_a_header_hidden_by_a_merge_is_told() -> None:
    """责任科室 over two columns hides 责任人."""
    book = blank(责任人="")
    merged = parse_area("H1:I1")
    assert merged
    raw = book.sheets["问题台账"]._replace(merged=[merged])
    with pytest.raises(BookError, match="《问题台账》没有『责任人』列"):
        guard.refuse(
            book._replace(sheets={**book.sheets, "问题台账": raw}),
            (SheetNeed("问题台账", ("编号", "责任人")),),
            "周调度",
        )


def test_all_that_is_wrong_stands_in_one_sentence() -> None:
    """Two renamed columns that nobody recognises are named with the headers that nobody knows."""
    told = refusal(blank(完成程度="甲", 后续要求="乙", 整改时限="完成时限"))
    assert "K1『完成时限』可能就是它" in told
    assert "没有『完成程度』列（不认识的表头：K1『完成时限』、M1『甲』、N1『乙』），请在第1行补上表头" in told


def test_a_doubled_column_is_named_with_both_cells() -> None:
    """Which of two is meant, nobody knows; a blank behind it makes no other name."""
    assert "《问题台账》的『完成程度』有2列（M1、AB1），不知道该读哪一列" in refusal(blank(备注="完成程度 "))


def test_a_column_that_older_layouts_have_not_may_be_absent_but_not_doubled() -> None:
    """It is declared so."""
    guard.refuse(blank(公开="", 备注="公示"), USED, "督办函")
    assert "『公开』有2列（W1、AB1）" in refusal(blank(备注="公开"))


@pytest.mark.parametrize("tab", ["问题台帐", "问题台账(2)", "问题", "巡察问题台账"])
def test_a_renamed_tab_is_named(tab: str) -> None:
    """With the name that it must have."""
    assert f"没有《问题台账》工作表，“{tab}”可能就是它，请把工作表名改回“问题台账”" in refusal(
        retabbed(("问题台账", tab))
    )


def test_a_sheet_that_is_gone_is_missed() -> None:
    """With what to do."""
    assert "没有《销号登记》工作表，请恢复它的名称，或从新台账中复制一张" in refusal(retabbed(("销号登记", "汇总")))


def test_two_tabs_of_one_name_stop_the_command() -> None:
    """A person cannot tell them apart either."""
    book = blank()
    assert "《问题台账》有2张（“问题台账”、“问题台账\u00a0”）" in refusal(
        book._replace(tabs=(*book.tabs, "问题台账\u00a0"))
    )


def test_a_sheet_without_a_header_says_what_it_should_be() -> None:
    """One sentence, not one for each column."""
    book = blank()
    raw = book.sheets["问题台账"]._replace(rows=[["单位", "金额"], ["甲", 1.0]])
    told = refusal(book._replace(sheets={**book.sheets, "问题台账": raw}))
    assert "《问题台账》前10行里找不到表头，请恢复表头一行（编号、方面、大项、具体问题……）" in told


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("A2:A3", "《问题台账》A2:A3把几行的『编号』合并成了一格，分不清是几行，请取消合并，每行各填各的"),
        ("A1:A2", "《问题台账》A1:A2把几行的『编号』合并成了一格，分不清是几行，请取消合并，每行各填各的"),
        ("J2:M2", "《问题台账》J2:M2横着合并，挡住了『整改时限』『完成程度』，请取消合并，把各列填上"),
    ],
)
def test_a_merge_that_hides_what_is_used_stops_the_command(area: str, told: str) -> None:
    """Nobody knows how many rows there are, or what stands there."""
    assert told in refusal(with_rows(area))


@pytest.mark.parametrize("area", ["B2:B3", "M2:M3", "E2:F2", "A5:A9", "AC2:AC3"])
def test_a_merge_that_hides_nothing_that_is_used_does_not_stop_it(area: str) -> None:
    """Downwards it is read as filled down; elsewhere it concerns nobody."""
    guard.refuse(with_rows(area), USED, "督办函")


def with_rows(area: str) -> RawBook:
    """Return a ledger of two problems in which an area is merged."""
    book = blank()
    raw = book.sheets["问题台账"]
    cells: list[Raw] = ["甲" for _ in schema.PROBLEMS.columns]
    merged = parse_area(area)
    assert merged
    sheet = raw._replace(rows=[*raw.rows, cells, cells], merged=[merged])
    return book._replace(sheets={**book.sheets, "问题台账": sheet})


def test_a_foreign_workbook_gets_one_sentence() -> None:
    """It names what is in it, and where to go."""
    book = RawBook("花名册.xlsx", {}, tabs=("Sheet1", "人员", "科室", "工资"))
    with pytest.raises(BookError) as stopped:
        guard.refuse(book, (), "校验台账")
    assert str(stopped.value) == (
        "这不是本工具的台账：“花名册.xlsx”里是《Sheet1》《人员》《科室》等4张表。"
        "请选择本工具的台账；通报、原有台账可用 `import` 导入成台账。"
    )


def test_what_is_used_of_one_sheet_is_asked_for_once() -> None:
    """A sheet may be absent only where nobody needs it."""
    assert guard.together((SheetNeed("字典", ("甲",), if_present=True), SheetNeed("字典", ("乙", "甲")))) == (
        SheetNeed("字典", ("甲", "乙")),
    )


def test_a_list_that_an_old_ledger_lacks_is_added_by_a_button() -> None:
    """Sheets that commands fill came later: the button that adds them is named, not a copy from elsewhere."""
    book = retabbed(("预警清单", "汇总"))
    with pytest.raises(BookError, match="没有《预警清单》工作表（旧台账没有这一张），请点一次“修复下拉和标色”补上"):
        guard.refuse(book, (guard.SheetNeed("预警清单", ("序号",)),), "预警研判")
