"""A notice as read becomes rows of a blank ledger, and nothing of it is lost."""

from __future__ import annotations

import re
from datetime import date
from textwrap import dedent

from rectify_xl.intake import cell_limits
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Cell, Changes, Ledger
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading.parse import parse
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.slots import Slot, fill
from rectify_xl.text.cell_value import Raw

NOTICE = """
    云溪站关于县委第二巡察组反馈意见整改情况的通报
    （社会公开稿）
    2026年1月5日至2月10日，县委第二巡察组开展了巡察。3月12日，反馈了意见，指出2个方面、3个具体问题，现予公布。
    一、整改工作情况
    （一）抓部署。制定整改措施5条，制度2项，花括号{{ 问题数 }}照印。
    二、反馈意见整改情况
    （一）“学习不够”方面。
    1.关于“学风不实”的问题。
    （1）针对““第一议题”走过场”问题。
    整改情况：一是订计划；二是勤检查。
    整改完成情况：长期任务取得阶段性成效并长期坚持。
    （2）针对“台账不全”问题
    整改完成情况：已整改完成。设备采购继续整改，2026年7月完成。
    整改情况：一是补台账；二是列清单。
    （二）“管理不严”方面。
    （3）针对“考勤松”问题。
    整改情况：按月公示。
    整改完成情况：即知即改并已整改完成。
    三、下一步打算
    （一）抓长效。对反馈的2个方面3个具体问题再检查，已完成整改2个，继续整改1个，长期坚持1个。
    联系电话：0101-7654321。
    云溪站
    2026年9月1日
"""


def changes(text: str = NOTICE) -> Changes:
    stripped = dedent(text).strip().split("\n")
    return over_blank(
        rows_of_notice(parse([SourceLine(number, line.strip()) for number, line in enumerate(stripped, 1)]))
    )


def rows(found: Changes, sheet: schema.Sheet) -> list[dict[str, Raw]]:
    block = next(each for each in found if each.sheet == sheet.name)
    table: dict[int, dict[str, Raw]] = {}
    for write in block.writes:
        table.setdefault(write.row, {})[sheet.columns[write.column - 1].name] = write.value
    assert list(table) == list(range(2, len(table) + 2)) or sheet is schema.INFO
    return list(table.values())


def as_ledger(found: Changes) -> Ledger:
    grids: dict[str, list[list[Raw]]] = {}
    for sheet in schema.TABLES:
        grids[sheet.name] = [[column.name for column in sheet.columns]]
    grids["基本信息"] += [[item.name, None, None, None] for item in schema.INFO_ITEMS]
    for block in found:
        grid = grids[block.sheet]
        for write in block.writes:
            while len(grid) < write.row:
                grid.append([None] * len(grid[0]))
            grid[write.row - 1][write.column - 1] = write.value
    return reader.read_ledger(RawBook("台账.xlsx", {name: RawSheet(name, grid) for name, grid in grids.items()}))


def printed(text: str, **slots: str | int) -> str:
    """Return what a cell of 通报文稿 prints."""
    found = fill(text, Cell("通报文稿", 2, 4, text), {name: Slot(value) for name, value in slots.items()})
    assert found.findings == ()
    return found.text


def test_info() -> None:
    """Facts go to their line of 基本信息: whole dates as dates, the year of the feedback taken from the inspection."""
    info = as_ledger(changes())
    assert {name: info.info_text(name) for name in ("单位名称", "巡察机构", "通报标题", "通报稿别", "联系电话")} == {
        "单位名称": "云溪站",
        "巡察机构": "县委第二巡察组",
        "通报标题": "云溪站关于县委第二巡察组反馈意见整改情况的通报",
        "通报稿别": "社会公开稿",
        "联系电话": "0101-7654321",
    }
    assert [info.info_cell(name).raw for name in ("巡察开始", "巡察结束", "反馈日期", "通报日期")] == [
        date(2026, 1, 5),
        date(2026, 2, 10),
        date(2026, 3, 12),
        date(2026, 9, 1),
    ]
    assert [
        info.info_number(schema.DECLARED + name) for name in ("方面", "大项", "具体问题", "整改措施", "制度", "完成")
    ] == [
        2,
        None,
        3,
        5,
        2,
        2,
    ]


def test_problems() -> None:
    """Each problem is one row with its words as printed and its status taken apart."""
    assert rows(changes(), schema.PROBLEMS) == [
        {
            "编号": "P001",
            "方面": "“学习不够”方面。",
            "大项": "关于“学风不实”的问题。",
            "具体问题": "“第一议题”走过场",
            "整改进展": "一是订计划；二是勤检查。",
            "公开": "是",
            "通报标题": "针对““第一议题”走过场”问题。",
            "完成程度": "已完成",
            "后续要求": "长期坚持",
            "时限类型": "长期坚持",
            "状态表述": "长期任务取得阶段性成效并长期坚持。",
        },
        {
            "编号": "P002",
            "方面": "“学习不够”方面。",
            "大项": "关于“学风不实”的问题。",
            "具体问题": "台账不全",
            "整改进展": "一是补台账；二是列清单。",
            "公开": "是",
            "通报标题": "针对“台账不全”问题",
            "完成程度": "整改中",
            "剩余事项": "设备采购",
            "剩余时限": "2026年7月",
            "状态表述": "已整改完成。设备采购继续整改，2026年7月完成。",
        },
        {
            "编号": "P003",
            "方面": "“管理不严”方面。",
            "具体问题": "考勤松",
            "整改进展": "按月公示。",
            "公开": "是",
            "通报标题": "针对“考勤松”问题。",
            "完成程度": "已完成",
            "后续要求": "无",
            "即知即改": "是",
            "状态表述": "即知即改并已整改完成。",
        },
    ]


def test_a_whole_day_stays_a_date() -> None:
    """A remaining deadline that names its day is written as a date."""
    found = rows(changes(NOTICE.replace("2026年7月完成", "2026年7月15日前完成")), schema.PROBLEMS)
    assert found[1]["剩余时限"] == date(2026, 7, 15)


def test_measures() -> None:
    """Measures carry their problem's number; they are done with it, and under way while something remains."""
    assert rows(changes(), schema.MEASURES) == [
        {"措施编号": "M001-1", "问题编号": "P001", "措施内容": "订计划", "完成程度": "已完成"},
        {"措施编号": "M001-2", "问题编号": "P001", "措施内容": "勤检查。", "完成程度": "已完成"},
        {"措施编号": "M002-1", "问题编号": "P002", "措施内容": "补台账", "完成程度": "整改中"},
        {"措施编号": "M002-2", "问题编号": "P002", "措施内容": "列清单。", "完成程度": "整改中"},
        {"措施编号": "M003-1", "问题编号": "P003", "措施内容": "按月公示。", "完成程度": "已完成"},
    ]


def test_prose() -> None:
    """Every paragraph is a row, in order; section two points to the ledger, in its printed order."""
    found = rows(changes(), schema.PROSE)
    second = [tuple(row.get(name, "") for name in ("层级", "编号", "标题", "正文", "关联编号")) for row in found]
    assert second[6:19] == [
        ("方面", "（一）", "", "{{ 方面 }}", "P001"),
        ("大项", "1.", "", "{{ 大项 }}", "P001"),
        ("问题", "（1）", "", "{{ 通报标题 }}", "P001"),
        ("进展", "", "整改情况：", "{{ 整改进展 }}", "P001"),
        ("状态", "", "整改完成情况：", "{{ 状态表述 }}", "P001"),
        ("问题", "（2）", "", "{{ 通报标题 }}", "P002"),
        ("状态", "", "整改完成情况：", "{{ 状态表述 }}", "P002"),
        ("进展", "", "整改情况：", "{{ 整改进展 }}", "P002"),
        ("方面", "（二）", "", "{{ 方面 }}", "P003"),
        ("问题", "（3）", "", "{{ 通报标题 }}", "P003"),
        ("进展", "", "整改情况：", "{{ 整改进展 }}", "P003"),
        ("状态", "", "整改完成情况：", "{{ 状态表述 }}", "P003"),
        ("一级", "三、", "下一步打算", "", ""),
    ]
    assert [row["部分"] for row in found][:6] == ["标题", "标题", "导语", "第一部分", "第一部分", "第二部分"]
    assert [row["部分"] for row in found][-3:] == ["监督渠道", "落款", "落款"]


def test_totals_that_hold_become_slots() -> None:
    """A stated total that equals the counted one is a slot; rules are not counted; braces are printed as they stand."""
    found = rows(changes(), schema.PROSE)
    assert str(found[2]["正文"]).endswith("指出{{ 方面数 }}个方面、{{ 问题数 }}个具体问题，现予公布。")
    assert "制定整改措施{{ 措施数 }}条，制度2项，" in str(found[4]["正文"])
    assert printed(str(found[4]["正文"]), 措施数=5).endswith("{{ 问题数 }}照印。")
    assert found[-4]["正文"] == (
        "对反馈的{{ 方面数 }}个方面{{ 问题数 }}个具体问题再检查，"
        "已完成整改{{ 完成数 }}个，继续整改{{ 继续整改数 }}个，长期坚持{{ 长期坚持数 }}个。"
    )


def test_a_total_that_does_not_hold_stays_as_written() -> None:
    """97 stated and 5 counted: the sentence keeps its 97."""
    found = rows(changes(NOTICE.replace("整改措施5条", "整改措施97条")), schema.PROSE)
    assert "整改措施97条" in str(found[4]["正文"])


def test_the_ledger_counts_as_the_notice_says() -> None:
    """Imported and rolled up, 2 of 3 are done, one goes on and is overdue."""
    counted = problem_counts.roll_up(as_ledger(changes()), date(2026, 9, 1))
    total = counted.total
    assert (total.problems, total.done, total.ongoing, total.longterm, total.immediate, total.overdue) == (
        3,
        2,
        1,
        1,
        1,
        1,
    )
    assert (counted.groups, counted.measures, counted.measures_done) == (2, 5, 3)


def test_a_text_longer_than_a_cell_is_not_lost() -> None:
    """What exceeds 32,767 characters goes on in further rows of 通报文稿, and 备注 and a finding say so."""
    long = "一是" + "整" * 40000 + "改。"
    text = NOTICE.replace("按月公示。", long)
    found = changes(text)
    problem = rows(found, schema.PROBLEMS)[2]
    assert "一格放不下" in str(problem["备注"])
    progress = [row for row in rows(found, schema.PROSE) if row.get("关联编号") == "P003" and row["层级"] == "进展"]
    assert str(problem["整改进展"]) + "".join(str(row["正文"]) for row in progress[1:]) == long
    longest = max(len(write.value) for block in found for write in block.writes if isinstance(write.value, str))
    assert longest <= 32767


def test_pieces_and_braces() -> None:
    """Pieces add up to the text; each prints again as it was."""
    text = "{整改}｛％" * 120
    found = cell_limits.pieces(text)
    assert "".join(found) == text
    shown = "".join(printed(cell_limits.literal(piece)) for piece in found)
    assert shown == text
    assert max(len(re.findall(r"\{\{", cell_limits.literal(piece))) for piece in found) <= 200


BELOW = """
    云溪站关于县委第二巡察组反馈意见整改情况的通报
    根据县委统一部署，县委第二巡察组开展了巡察。2026年3月12日，反馈了意见，现予公布。
    一、整改工作情况
    抓部署。
    二、反馈意见整改情况
    1.关于“学风不实”的问题
    整改情况：一是订计划；二是勤检查。
    另召开座谈会一次。
    完成情况：部分完成，其余2处2026年12月底前完成。
    下步打算：每月看一次。
    再过一年回头看。
    2.关于“台账不全”的问题
    完成情况：已完成。
    整改情况：一是补台账；二是列清单。
    三、下一步打算
    继续抓好整改。
    云溪站
    2026年9月1日
"""


def test_a_paragraph_below_the_status_comes_back_below_it() -> None:
    """It belongs to 整改进展, whose paragraphs the rows of 通报文稿 share; an edited text is printed whole."""
    ledger = as_ledger(changes(BELOW))
    first = ledger.problems[0]
    below = "下步打算：每月看一次。\n再过一年回头看。"
    assert first.progress == f"一是订计划；二是勤检查。\n另召开座谈会一次。\n{below}"

    def published(of: Ledger) -> str:
        document = compose(of, as_of=date(2026, 9, 1), audience="internal", as_published=True)
        return "\n".join(paragraph.printed for paragraph in document.paragraphs)

    assert published(ledger) == dedent(BELOW).strip()
    for text, printed_text in (
        ("只有一段。", "整改情况：只有一段。\n完成情况："),
        ("甲。\n乙。", "整改情况：甲。\n乙。\n完成情况："),
    ):
        values = list(first.row.values)
        values[first.row.headers["整改进展"] - 1] = text
        edited = first._replace(progress=text, row=first.row._replace(values=values))
        assert printed_text in published(ledger._replace(problems=(edited, *ledger.problems[1:])))


def test_a_part_of_a_total_is_no_slot() -> None:
    """持续推进1个，部分完成1个 are two numbers that make one total; both are printed as they stand."""
    text = "反馈的7个问题，已完成5个，持续推进1个，部分完成1个。"
    with_slots = cell_limits.with_slots(text, {"具体问题": 7, "完成": 5, "继续整改": 2})
    assert with_slots == "反馈的{{ 问题数 }}个问题，已完成{{ 完成数 }}个，持续推进1个，部分完成1个。"
