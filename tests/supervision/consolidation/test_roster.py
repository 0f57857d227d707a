"""The roster is read as offices keep it, and what of it cannot be used is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from rectify_xl.errors import UsageError
from rectify_xl.intake.grid import SheetGrid, WorkbookGrid
from rectify_xl.supervision.consolidation import roster
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area
from rectify_xl.workbook.reading import any_workbook


def grid(*rows: tuple[Raw, ...]) -> WorkbookGrid:
    values = {
        (number, column): value
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if value is not None
    }
    return WorkbookGrid("名册.xlsx", (SheetGrid("说明", {}), SheetGrid("名册", values)))


def test_columns_are_found_by_their_headers_in_any_order() -> None:
    """A title above, other columns between, other words for the same: all of it is read."""
    known = roster.read(
        grid(
            ("全县巡察整改报送单位名册",),
            ("序号", "应报日期", "单位名称", "联系人", "电子邮箱", "别名", "层级", "主管部门"),
            (1, date(2026, 9, 25), "青林县水利局", "王", "slj@example.cn", "县水利局、水利局", "县级", "县政府"),
            (2, "2026年9月30日", "云岭镇", "李", "", None, "乡镇级", None),
            (None, None, None, "合计"),
        )
    )
    first, second = known.units
    assert (first.row, first.aliases, first.level, first.superior, first.mail, first.due) == (
        3,
        ("县水利局", "水利局"),
        "县级",
        "县政府",
        "slj@example.cn",
        date(2026, 9, 25),
    )
    assert (second.unit, second.due) == ("云岭镇", date(2026, 9, 30))
    assert known.complaints == ()


@pytest.mark.parametrize(
    "name", ["⻘林县水利局", "青林县 水利局", "青林县水利局\u200b", "青林县水利局\u3000", "县水利局"]
)
def test_one_unit_under_many_spellings(name: str) -> None:
    """Kangxi radicals, blanks and signs that nobody sees make no other unit; nor do aliases."""
    known = roster.read(grid(("单位", "别名"), ("青林县水利局", "县水利局")))
    assert known.by_key()[roster.unit_key(name)].unit == "青林县水利局"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("青林县水利局党组", "青林县水利局"),
        ("中共青林县水利局党组", "青林县水利局"),
        ("中共云岭镇委员会", "云岭镇"),
        ("云岭镇党委", "云岭镇"),
        ("青林县水利局机关党委", None),
        ("青林县水利局党支部", None),
        ("青林县卫生健康委员会", "青林县卫生健康委员会"),
        ("青林县卫生健康委员会党组", "青林县卫生健康委员会"),
        ("青林县卫生健康", None),
        ("中共白水县委员会", None),
    ],
)
def test_a_party_organisation_stands_for_its_unit(name: str, unit: str | None) -> None:
    """Old ledgers are titled by the Party organisation; a committee that is a unit of its own stays one."""
    known = roster.read(grid(("单位",), ("青林县水利局",), ("云岭镇",), ("青林县卫生健康委员会",))).by_key()
    line = roster.line_of(name, known)
    assert (line.unit if line else None) == unit


def test_what_cannot_be_used_is_said() -> None:
    """A unit twice, an alias of two, no mail address, no day: each is said with its row, and the rest is used."""
    known = roster.read(
        grid(
            ("单位", "别名", "邮箱", "应报日期"),
            ("甲县", "县里", "没有", "月底"),
            ("乙县", "县里", "b@example.cn", None),
            ("甲 县", None, None, None),
        )
    )
    assert [line.unit for line in known.units] == ["甲县", "乙县"]
    text = "；".join(known.complaints)
    assert "第4行的“甲 县”与第2行是同一单位" in text
    assert "别名“县里”在第2行和第3行都有，看台账的上级单位分" in text
    assert "“没有”不是邮箱地址" in text
    assert "D2的应报日期“月底”读不出" in text
    assert known.by_key()[roster.unit_key("县里")].unit == "甲县"


def test_a_table_without_units_is_refused() -> None:
    """The remedy names the headers that are wanted."""
    for book in (grid(("姓名", "电话"), ("王", "1")), grid(("单位",))):
        with pytest.raises(UsageError) as refused:
            roster.read(book)
        assert "单位" in refused.value.remedy


def test_a_roster_as_clerks_type_it() -> None:
    """A title, an organ merged over its rows, sums and a signature below: only units are units."""
    table = grid(
        ("全市巡察整改报送单位名册（2026年9月）",),
        ("填表单位：市委巡察办",),
        ("序号", "上级单位", "单位名称", "简称", "联系邮箱", "应报时间"),
        (1, "云岭县巡察办", "云岭县教育局", "教育局", "张三 <a@example.cn>；李四 b@x.cn", "9月30日"),
        (2, None, "云岭县坪安镇", None, "b@example.cn", "2026年9月底前"),
        (3, "松河区巡察办", "松河区审计局", None, None, "月底前后"),
        (None, None, "合计", "3家"),
        (None, None, "合计3家"),
        ("合计", None, "3家"),
        ("总  计", None, 3),
        (None, None, "共3个单位"),
        ("备注", None, "9月30日前报送，逾期通报"),
        (None, None, "制表人：王伟"),
    )
    first, second = table.sheets
    merged = second._replace(merged=(Area(4, 2, 5, 2),))
    known = roster.read(table._replace(sheets=(first, merged)), date(2026, 10, 20))
    assert [(line.unit, line.superior, line.due) for line in known.units] == [
        ("云岭县教育局", "云岭县巡察办", date(2026, 9, 30)),
        ("云岭县坪安镇", "云岭县巡察办", date(2026, 9, 30)),
        ("松河区审计局", "松河区巡察办", None),
    ]
    assert [line.mail for line in known.units] == ["a@example.cn", "b@example.cn", ""]
    assert known.complaints == ("F6的应报日期“月底前后”读不出，不判断是否迟报",)


def test_headers_of_the_offices_own_are_understood_by_what_they_hold() -> None:
    """简称、旧名 are aliases, 报送截止 is when it is due; what might have told it is named where none does."""
    table = grid(
        ("单位", "简称、旧名", "行政级别", "主管单位名称", "电子邮件地址", "报送截止"),
        ("青林县水利局", "县水利局", "县级", "县政府", "a@example.cn", "2026/9/30"),
    )
    (line,) = roster.read(table).units
    assert line[2:] == (("县水利局",), "县级", "县政府", "a@example.cn", date(2026, 9, 30))
    lacking = roster.read(grid(("单位", "交表日子", "备注"), ("青林县水利局", "9-30", "")))
    assert lacking.complaints == (
        "没有认出“应报日期”“层级”“上级”这几列，不判断是否迟报；没有用到的列有“交表日子”，是的请改列名",
    )
    grouped = roster.read(
        grid(("单位", "类别", "归口管理", "应报日期"), ("青林县水利局", "县直", "县政府", date(2026, 9, 30)))
    )
    assert (grouped.units[0].level, grouped.units[0].superior, grouped.complaints) == ("县直", "县政府", ())
    unknown = roster.read(
        grid(("单位", "类别", "所属系统", "应报日期"), ("青林县水利局", "县直", "水利", date(2026, 9, 30)))
    )
    assert unknown.complaints == ("没有认出“上级”一列；没有用到的列有“所属系统”，是的请改列名",)


def test_a_unit_is_not_taken_for_a_sum() -> None:
    """说明 and 合计 begin names of no unit, but 合计镇 and 审计局 are units."""
    known = roster.read(
        grid(("单位",), ("合川镇",), ("审计局",), ("总工会",), ("备战办",), ("总计",), ("注：以上为全部单位",))
    )
    assert [line.unit for line in known.units] == ["合川镇", "审计局", "总工会", "备战办"]


def test_a_ledger_is_no_roster() -> None:
    """Chosen by mistake, it would make units of the lines of 基本信息, all of them missing."""
    info = {(1, 1): "项目", (1, 2): "内容", (2, 1): "单位名称", (2, 2): "甲局"}
    ledger = WorkbookGrid("台账.xlsx", (SheetGrid("基本信息", info), SheetGrid("问题台账", {})))
    with pytest.raises(UsageError, match="是台账，不是名册"):
        roster.read(ledger)


def test_headers_in_two_rows_are_read_together() -> None:
    """单位 over two rows, 报送 over three columns and names below; a head repeated on a page is no unit."""
    rows = grid(
        ("单位", "报送", None, None),
        (None, "邮箱", "应报日期", "层级"),
        ("青林县水利局", "slj@example.cn", date(2026, 9, 25), "县级"),
        ("单位", "报送", None, None),
        ("云岭镇", "yl@example.cn", date(2026, 9, 30), "乡镇级"),
    )
    for areas in ((), (Area(1, 1, 2, 1), Area(1, 2, 1, 4))):
        sheets = tuple(sheet._replace(merged=areas) for sheet in rows.sheets)
        known = roster.read(rows._replace(sheets=sheets))
        assert known.complaints == ()
        assert [(line.unit, line.mail, line.due, line.level) for line in known.units] == [
            ("青林县水利局", "slj@example.cn", date(2026, 9, 25), "县级"),
            ("云岭镇", "yl@example.cn", date(2026, 9, 30), "乡镇级"),
        ]


def test_namesakes_with_other_aliases_are_two_units() -> None:
    """Two counties have each a 教育局; the second one goes by its full name, and that is said once."""
    known = roster.read(
        grid(("单位", "别名"), ("教育局", "青林县教育局"), ("教育局", "云岭县教育局"), ("教育局", "青林县教育局"))
    )
    assert [(line.row, line.unit) for line in known.units] == [(2, "教育局"), (3, "云岭县教育局")]
    assert known.complaints == (
        "第3行的“教育局”与第2行名称相同、别名不同，按别名“云岭县教育局”计；请在“单位”一列写全称",
        "第4行的“教育局”与第2行是同一单位，只算一次",
    )
    lines = known.by_key()
    assert [lines[roster.unit_key(name)].row for name in ("青林县教育局", "云岭县教育局")] == [2, 3]


def test_a_roster_that_lies_on_its_side_is_refused() -> None:
    """应报日期 is no unit."""
    with pytest.raises(UsageError, match="横着排"):
        roster.read(grid(("单位", "青林县水利局", "云岭镇"), ("应报日期", date(2026, 9, 25), date(2026, 9, 25))))


def test_several_units_in_one_cell_are_several_where_each_names_its_place() -> None:
    """Else they count as one, and it is asked: an office may bear two names."""
    several = ("青林县水利局、青林县林业局", "青林县教育局\n青林县第一中学")
    known = roster.read(grid(("单位",), *((text,) for text in several)))
    assert [(line.row, line.unit) for line in known.units] == [
        (2, "青林县水利局"),
        (2, "青林县林业局"),
        (3, "青林县教育局"),
        (3, "青林县第一中学"),
    ]
    (first, _) = known.complaints
    assert first == (
        "第2行的“青林县水利局、青林县林业局”写了2个单位，按2个算；是一个单位的，请只写它的名称，其余写进“别名”"
    )
    for text in ("县委宣传部、文明办", "青林县、云岭镇"):
        asked = roster.read(grid(("单位",), (text,)))
        assert [line.unit for line in asked.units] == [text]
        assert asked.complaints == (f"第2行的“{text}”像是写了几个单位，按一个算；请一个单位写一行",)
    wrapped = roster.read(grid(("单位",), ("青林县\n水利局",)))
    assert ([line.unit for line in wrapped.units], wrapped.complaints) == (["青林县 水利局"], ())


@pytest.mark.parametrize(
    "phrase",
    [
        "（全称）",
        "一、县直单位",
        "（一）县直部门",
        "县直单位：",
        "以下为乡镇",
        "乡镇小计",
        "联系人：王某",
        "2026年11月1日",
        "县委巡察办制",
        "其中：乡镇0家",
        "乡镇",
        "二、乡镇街道",
        "（此表可续）",
        "其他单位",
        "国有企业",
    ],
)
def test_what_stands_in_a_roster_beside_units_is_told_and_no_unit(phrase: str) -> None:
    """Groups, sums, how to fill it in, who made it."""
    known = roster.read(grid(("单位", "别名"), (phrase, ""), ("青林县水利局", "")))
    assert [line.unit for line in known.units] == ["青林县水利局"]
    assert known.complaints == (f"第2行的“{phrase}”不像单位名称，没有算作单位",)


@pytest.mark.parametrize(
    "name",
    [
        "青林县委党校",
        "云岭镇",
        "县直机关工委",
        "青林县第一中学",
        "县医院",
        "青林县企业服务中心",
        "省属国有企业监事会",
        "乡镇企业局",
        "县印刷厂",
        "青林县体制改革办",
        "街道办事处",
        "县机关事务管理局",
    ],
)
def test_units_that_sound_like_groups_are_units(name: str) -> None:
    """A number before them is none of their name."""
    for written in (name, f"1.{name}", f"（一）{name}"):
        known = roster.read(grid(("单位", "别名"), (written, "")))
        assert ([line.unit for line in known.units], known.complaints) == ([name], ())


def test_a_sum_in_words_is_none() -> None:
    """共30家，其中… stands below many a list."""
    known = roster.read(grid(("单位",), ("青林县水利局",), ("共30家，其中乡镇8家、县直22家",)))
    assert ([line.unit for line in known.units], known.complaints) == (["青林县水利局"], ())


def test_a_second_sheet_of_units_is_told(tmp_path: Path) -> None:
    """Only the first one counts; one that lists the same units again needs no word."""
    path, book = tmp_path / "名册.xlsx", openpyxl.Workbook()
    for name, units in (("县直", ("青林县水利局", "云岭镇")), ("乡镇", ("南坪镇",)), ("电话", ("云岭镇",))):
        sheet = book.create_sheet(name)
        for unit in ("单位", *units):
            sheet.append([unit])
    book.save(path)
    known = roster.read(any_workbook.read_grid(path.read_bytes(), path.name))
    assert [line.unit for line in known.units] == ["青林县水利局", "云岭镇"]
    assert known.complaints == ("只用了《县直》，《乡镇》也有“单位”一列，里面的单位没有算；都要算的，请合在一张表里",)


def test_a_list_of_names_is_a_roster(tmp_path: Path) -> None:
    """单位 is all that a roster needs; as text it then has no comma at all."""
    path = tmp_path / "名册.csv"
    path.write_text("单位\n青林县水利局\n青林县教育局\n", encoding="gb18030")
    known = roster.read(any_workbook.read_grid(path.read_bytes(), path.name))
    assert [line.unit for line in known.units] == ["青林县水利局", "青林县教育局"]
