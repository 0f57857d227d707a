"""一键处理 does what can be done in one way only, says what it does, and does nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from generate.ledger_builder import MemoryBook
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area, cell_ref

AS_OF = date(2025, 9, 26)
SLOPPY = """
[基本信息]
反馈日期 | #日 2025-03-18
声明数·具体问题 | 3个
[问题台账]
编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 即知即改 | 整改进展 | 完成日期
P001 | 党建 | 学习不深 | 党政办 | 6月30日 | 已整改 | | √ | 已开展学习3次。 | 2025.6.20
 | 党建 | 记录不全 | 党政办 | 2025-12-31 | 正在整改 | | 否 | 正在补记录。 |
P003 | 党 建 | 台账不全 | 财政所 | 尽快 | 整改完成并长期坚持 | | 否 | 已建立台账。 | #日 2025-08-01
[整改措施]
措施编号 | 问题编号 | 措施内容 | 完成程度
M001-1 | Ｐ００１ | 制定学习计划，每月组织学习 | 已完成
 | P001 | 办公室每月抽查学习记录 | 已完成
M003-1 | P003 | 逐项建立台账并公示 | 已完成
"""


def book(tables: str = SLOPPY) -> MemoryBook:
    """Return a ledger with all sheets, a memory included."""
    blank = ledger_builder.blank_book()
    sheets = dict(blank.sheets)
    for name, raw in ledger_builder.raw_book(tables).sheets.items():
        layout = schema.by_name(name)
        assert layout is not None
        headers = [cell_value.text(value) for value in raw.rows[0]]
        wide: list[Raw] = [column.name for column in layout.columns]
        rows = [
            [dict(zip(headers, row, strict=False)).get(cell_value.text(title)) for title in wide]
            for row in raw.rows[1:]
        ]
        sheets[name] = RawSheet(name, list(raw.rows) if name == "校验结果" else [wide, *rows])
    return MemoryBook(blank._replace(sheets=sheets))


def typed(host: MemoryBook, sheet: str, row: int, column: str, value: Raw) -> None:
    """Let a person type something into a cell."""
    place = reader.read_ledger(host.read()).sheets[sheet].headers[column]
    host.book = ledger_builder.apply(host.book, (SheetChanges(sheet, (CellWrite(row, place, value),)),))


def run(host: MemoryBook, **options: str | bool | tuple[str, ...]) -> Outcome:
    """Run 一键处理 as a door does."""
    command = find("fix")
    assert command is not None
    return invoke(command, Request(AS_OF, host, options=options, by="王芳"))


def cell(host: MemoryBook, sheet: str, row: int, column: str) -> Raw:
    """Return what stands in a cell."""
    raw = host.read().sheets[sheet]
    place = reader.read_ledger(host.read()).sheets[sheet].headers[column] - 1
    cells = raw.rows[row - 1]
    return cells[place] if place < len(cells) else None


def pairs(outcome: Outcome, key: str = "fixable") -> dict[str, tuple[str, str]]:
    """Return what becomes of each cell."""
    listed = outcome.data[key]
    assert isinstance(listed, list)
    return {pair["cell"]: (pair["old"], pair["new"]) for pair in listed}


def at(host: MemoryBook, sheet: str, row: int, column: str) -> str:
    """Return the address of a cell."""
    return reader.read_ledger(host.read()).rows[sheet][row - 2].cell(column).address


def test_it_lists_before_and_after_and_writes_nothing() -> None:
    """Without a word of what to do, every certain cell is listed with its new content, and the ledger stays."""
    host = book()
    before = host.read()
    outcome = run(host)
    assert host.read() == before
    assert host.written == []
    assert pairs(outcome) == {
        "基本信息!B3": ("3个", "3"),
        at(host, "问题台账", 2, "整改时限"): ("6月30日", "2025-06-30"),
        at(host, "问题台账", 2, "完成程度"): ("已整改", "已完成"),
        at(host, "问题台账", 2, "即知即改"): ("√", "是"),
        at(host, "问题台账", 2, "完成日期"): ("2025.6.20", "2025-06-20"),
        at(host, "问题台账", 3, "编号"): ("", "P004"),
        at(host, "问题台账", 3, "整改时限"): ("2025-12-31（文字）", "2025-12-31（日期）"),
        at(host, "问题台账", 3, "完成程度"): ("正在整改", "整改中"),
        at(host, "问题台账", 4, "方面"): ("党 建", "党建"),
        at(host, "问题台账", 4, "完成程度"): ("整改完成并长期坚持", "已完成"),
        at(host, "问题台账", 4, "后续要求"): ("", "长期坚持"),
        at(host, "整改措施", 2, "问题编号"): ("Ｐ００１", "P001"),
        at(host, "整改措施", 3, "措施编号"): ("", "M001-2"),
    }


def test_it_says_which_numbers_change() -> None:
    """A word that nobody counted becomes one that counts: the list says so before anything is done."""
    said = "".join(run(book()).summary)
    assert "照改后统计数会变：完成由0个变为2个，继续整改由3个变为1个，长期坚持由0个变为1个" in said
    assert "方面由2个变为1个" in said


def test_all_is_done_in_one_step_and_taken_back_in_one() -> None:
    """Everything certain is done at once, dates as real dates; undoing brings back every cell."""
    host = book()
    before = {name: [list(row) for row in raw.rows] for name, raw in host.read().sheets.items()}
    outcome = run(host, take=("all",))
    assert cell(host, "问题台账", 2, "整改时限") == date(2025, 6, 30)
    assert cell(host, "问题台账", 2, "完成日期") == date(2025, 6, 20)
    assert cell(host, "问题台账", 4, "后续要求") == "长期坚持"
    assert cell(host, "问题台账", 4, "整改时限") == "尽快"
    assert "可以撤销" in outcome.summary[0]
    assert len(host.steps) == 1
    undo = find("undo")
    assert undo is not None
    invoke(undo, Request(AS_OF, host, by="王芳"))
    for name in ("基本信息", "问题台账", "整改措施"):
        now = [[value if value != "" else None for value in row] for row in host.read().sheets[name].rows]
        widths = [len(row) for row in before[name]]
        assert [row[:width] for row, width in zip(now, widths, strict=False)] == [
            [value if value != "" else None for value in row] for row in before[name]
        ]


def test_nothing_is_left_to_do_after_all_was_done() -> None:
    """What was done is not offered again."""
    host = book()
    run(host, take=("all",))
    assert pairs(run(host)) == {}


def test_only_chosen_lines_are_done() -> None:
    """After the list stands in 校验结果, a line set to 暂不处理 is left alone, the others are done."""
    host = book()
    run(host, write=True)
    listed = reader.read_ledger(host.read()).rows["校验结果"]
    assert {row.text("处理") for row in listed if row.text("改为")} == {"照改"}
    kept = next(row for row in listed if row.text("代码") == "RX405")
    typed(host, "校验结果", kept.number, "处理", "暂不处理")
    run(host, take=("marked",))
    assert cell(host, "问题台账", 2, "整改时限") == "6月30日"
    assert cell(host, "问题台账", 2, "完成程度") == "已完成"
    left = {row.text("代码"): row.text("处理") for row in reader.read_ledger(host.read()).rows["校验结果"]}
    assert left["RX405"] == "暂不处理"


def test_a_line_that_no_longer_fits_is_told_and_not_done() -> None:
    """Somebody wrote another deadline since the list was made: the line is named, the cell stays."""
    host = book()
    run(host, write=True)
    typed(host, "问题台账", 2, "整改时限", "7月15日")
    outcome = run(host, take=("marked",))
    assert cell(host, "问题台账", 2, "整改时限") == "7月15日"
    assert any("RX405" in said and "与台账现在的内容不符，没有处理" in said for said in outcome.summary)


def test_by_code_and_by_cell() -> None:
    """A code or a cell may be named; what does not fit is refused before anything is done."""
    host = book()
    run(host, take=("RX405",))
    assert cell(host, "问题台账", 2, "整改时限") == date(2025, 6, 30)
    run(host, take=(at(host, "问题台账", 2, "完成程度"),))
    assert cell(host, "问题台账", 2, "完成程度") == "已完成"
    with pytest.raises(UsageError, match="没有“RX999”这一条；“RX403”没有唯一的改法"):
        run(host, take=("RX999", "RX403"))


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("整改时限", "今年6月30日"),
        ("整改时限", "3个月内"),
        ("整改时限", "2025年6月31日"),
        ("整改时限", "202442日"),
        ("整改时限", "2025年6月30日前后"),
        ("完成日期", "1月10日"),
        ("完成程度", "未完成"),
        ("完成程度", "已销号"),
        ("完成程度", "申请延期"),
        ("即知即改", "部分"),
        ("责任科室", "党政办牵头，财政所配合"),
    ],
)
def test_what_may_be_read_in_two_ways_is_left_to_people(column: str, typed: str) -> None:
    """A day that may be of another year, a word of two meanings, a lost character: nothing is offered."""
    host = book(f"""
    [基本信息]
    反馈日期 | #日 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | {column}
    P001 | 党建 | 学习不深 | {typed}
    """)
    assert pairs(run(host)) == {}


@pytest.mark.parametrize("typed", ["3月中旬", "3月18日", "3月31日", "下半年", "12月31日", "2025—6—31", "20250631"])
def test_a_day_at_the_edges_of_the_round_is_left_to_people(typed: str) -> None:
    """The day of feedback itself, a day more than half a year after 集中整改, 下半年, a day that is none: all stay."""
    feedback = "2025-03-31" if typed == "3月31日" else "2025-03-18"
    until = "2025-05-30" if typed == "12月31日" else "2025-09-10"
    if typed == "3月中旬":
        feedback = "2025-03-21"
    host = book(f"""
    [基本信息]
    反馈日期 | #日 {feedback}
    集中整改结束 | #日 {until}
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限
    P001 | 党建 | 学习不深 | {typed}
    """)
    assert pairs(run(host)) == {}


@pytest.mark.parametrize(
    ("column", "typed", "right"),
    [
        ("整改时限", "20250630", date(2025, 6, 30)),
        ("整改时限", "2025—6—30", date(2025, 6, 30)),
        ("公开", "是。", "是"),
        ("公开", "否，", "否"),
    ],
)
def test_other_ways_of_writing_a_day_or_a_flag(column: str, typed: str, right: Raw) -> None:
    """Figures in a row, long dashes, a full stop behind 是: one reading, so it is put right."""
    host = book(f"""
    [基本信息]
    反馈日期 | #日 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | {column}
    P001 | 党建 | 学习不深 | {typed}
    """)
    run(host, take=("all",))
    assert cell(host, "问题台账", 2, column) == right


def test_numbers_go_on_from_the_ledgers_own() -> None:
    """P999 stands only in a measure, by mistake: the next problem is P004, and after it no number that is named."""
    host = book("""
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    P003 | 党建 | 学习不深 | 整改中
     | 党建 | 记录不全 | 整改中
     | 党建 | 台账不全 | 整改中
    [整改措施]
    措施编号 | 问题编号 | 措施内容
    M001-1 | P999 | 制定学习计划，每月组织学习
    M001-2 | P005 | 办公室每月抽查学习记录
    """)
    run(host, take=("all",))
    assert [cell(host, "问题台账", row, "编号") for row in (3, 4)] == ["P004", "P006"]


def test_a_row_that_lacks_more_than_its_number_is_numbered() -> None:
    """What else is wrong with the row was so before: that it has a number now makes no new fault of it."""
    tables = SLOPPY.replace("正在整改 | | 否", " | | 否")
    host = book(tables)
    run(host, take=("all",))
    assert cell(host, "问题台账", 3, "编号") == "P004"
    assert cell(host, "问题台账", 3, "完成程度") is None


def test_a_cell_that_was_signed_hides_no_other() -> None:
    """A problem on its way to 销号 is told by itself in RX314: the others of the column are put right without it."""
    host = book("""
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限
    P001 | 党建 | 学习不深 | 2025.6.30
    P002 | 党建 | 记录不全 | 2025.11.30
    P003 | 党建 | 台账不全 | 2025.12.30
    [销号登记]
    问题编号 | 类型 | 申请人
    P001 | 销号 | 李敏
    """)
    findings = run(host).data["findings"]
    assert isinstance(findings, list)
    due = [f for f in findings if f["code"] == "RX314" and f["cell"][:1] == "K"]
    assert [(f["cell"], f["message"].count("改为")) for f in due] == [("K2", 1), ("K3", 2)]


def test_a_year_is_not_guessed_long_after_the_feedback() -> None:
    """Two years later, 6月30日 may be of any of them."""
    host = book()
    command = find("fix")
    assert command is not None
    outcome = invoke(command, Request(date(2027, 5, 1), host))
    assert at(host, "问题台账", 2, "整改时限") not in pairs(outcome)


def test_a_word_that_would_contradict_the_row_is_not_done() -> None:
    """已整改 beside 剩余事项 would be an error of its own: it is not done, and the person is told."""
    host = book("""
    [基本信息]
    反馈日期 | #日 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 剩余事项
    P001 | 党建 | 学习不深 | 已整改 | 还差两次学习
    """)
    assert pairs(run(host)) == {}
    outcome = run(host, take=("all",))
    assert cell(host, "问题台账", 2, "完成程度") == "已整改"
    assert any("没有照改：改了会生出别的错误" in said for said in outcome.summary)


def test_an_old_ledger_is_told_what_it_lacks() -> None:
    """校验结果 of an earlier layout has no column to choose in; all can be done all the same."""
    host = book(
        SLOPPY + "[校验结果]\n序号 | 级别 | 代码 | 位置 | 编号 | 问题 | 处理办法\n",
    )
    assert any(
        "还没有“改为”、“处理”、“核实理由”列，不能逐条选；点一次“修复下拉和标色”就会补上" in said
        for said in run(host, write=True).summary
    )
    run(host, take=("all",))
    assert cell(host, "问题台账", 2, "完成程度") == "已完成"


MERGED = """
[基本信息]
反馈日期 | #日 2025-03-18
[问题台账]
编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度
P001 | 党建 | 学习不深 | 党政办 | 6月30日 | 正在整改
P002 | 党建 | 记录不全 | | | 正在整改
P003 | 党建 | 台账不全 | 财政所 | #日 2025-12-31 | 正在整改
"""


def test_merged_cells_are_filled_with_what_the_first_cell_becomes() -> None:
    """K2:K3 holds “6月30日”: both rows get the real date, in one step that undo takes back."""
    host = book(MERGED)
    columns = reader.read_ledger(host.read()).sheets["问题台账"].headers
    areas = tuple(Area(2, columns[name], 3, columns[name]) for name in ("责任科室", "整改时限"))
    sheet = host.read().sheets["问题台账"]._replace(merged=areas)
    host.book = host.read()._replace(sheets={**host.read().sheets, "问题台账": sheet})
    department, due = (cell_ref(3, area.left) for area in areas)
    fixable = pairs(run(host))
    assert fixable[f"问题台账!{department}"] == (f"（合并在{cell_ref(2, areas[0].left)}）", "党政办")
    assert fixable[f"问题台账!{due}"] == (f"（合并在{cell_ref(2, areas[1].left)}）", "6月30日")
    run(host, take=("all",))
    assert [cell(host, "问题台账", row, "责任科室") for row in (2, 3, 4)] == ["党政办", "党政办", "财政所"]
    assert [cell(host, "问题台账", row, "整改时限") for row in (2, 3)] == [date(2025, 6, 30)] * 2
    assert host.read().sheets["问题台账"].merged == ()
    undo = find("undo")
    assert undo is not None
    assert invoke(undo, Request(AS_OF, host, by="王芳")).data["kept"] == []
    assert host.read().sheets["问题台账"].merged == areas
    assert [cell(host, "问题台账", row, "整改时限") for row in (2, 3)] == ["6月30日", None]
