"""Every number of the report is the roll-up's, and every line knows its cells."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, load
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger
from rectify_xl.papers.report.compose_report import Report, compose

AS_OF = date(2026, 11, 20)
TABLES = """
    [基本信息]
    单位名称 | 云岭县图书馆党支部
    上级单位 | 县委巡察办
    巡察机构 | 县委第三巡察组
    反馈日期 | 2026-03-12
    [问题台账]
    编号 | 方面 | 大项 | 具体问题 | 责任科室 | 整改时限   | 完成程度 | 后续要求 | 剩余事项 | 需上级支持 | 整改进展     | 完成日期
    P001 | 甲   | 一   | 甲问题   | 采编部   | 2026-06-30 | 已完成   | 长期坚持 |          |            | 已制定办法。 | 2026-05-20
    P002 | 甲   | 一   | 乙问题   | 采编部   | 2026-09-30 | 整改中   |          | 安装设备 | 是         | 正在招标。   |
    P003 | 乙   |      | 丙问题   | 财务室   | 2026-10-31 | 整改中   |          |          |            | 正在清退。   |
    P004 | 乙   |      | 丁问题   | 财务室   |            | 整改中   |          |          |            | 已摸底。     |
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 完成程度
    M001     | P001     | 制定办法 | 已完成
    [佐证材料]
    编号 | 问题/措施编号 | 名称 | 文件或文号
    E001 | P001          | 办法 | 办法.pdf
    [销号登记]
    问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
    P001     | 销号 | 2026-07-01 | 吴某 | 同意 | 吴某 | 郑某 | 周某 | | 通过 | | | | 2026-07-03
    P001     | 销号 | 2026-06-01 | 吴某 | 不实 | 吴某 | | | | 退回 | 补办法 | | | 2026-06-03
    P002     | 延期 | 2026-09-01 | 吴某 | | | | 周某 | | 通过 | | 2026-12-31 | 等待招标 | 2026-09-02
    P003     | 销号 | 2026-11-01 | | | | | | | | | | |
    P004     | 延期 | 2026-09-01 | | | | | | | 通过 | | 2026-12-31 | | 2026-09-02
    [回头看]
    日期       | 问题/措施编号 | 结论
    2026-09-01 | P001          | 巩固
    2026-10-01 | P001          | 松动
"""  # noqa: E501


def ledger() -> Ledger:
    return load(complete(TABLES))


def told(report: Report) -> str:
    return "\n".join(each.printed for each in (*report.front, *report.middle, *report.back))


def test_the_totals_are_computed() -> None:
    """Totals, measures, closing and look-back are told with the numbers of the ledger."""
    report = compose(ledger(), AS_OF)
    assert report.title.text == "云岭县图书馆党支部关于县委第三巡察组反馈意见整改情况的报告"
    assert report.addressee.text == "县委巡察办："
    text = told(report)
    assert "已完成整改1个，其中完成后长期坚持1个；继续整改3个，其中超过时限1个；整改完成率25%。" in text
    assert "已按程序销号1个，正在办理销号1个。经批准延期1个。" in text
    assert "开展回头看2次，结论为巩固1次、松动1次、反弹0次。" in text


def test_the_table_by_aspect_sums_to_the_total() -> None:
    """The last line is the sum of the others and equals the roll-up."""
    report = compose(ledger(), AS_OF)
    total = problem_counts.roll_up(ledger(), AS_OF).total
    numbers = [[int(each) for each in line[1:6]] for line in report.shares]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[-1] == [total.problems, total.done, total.longterm, total.ongoing, total.overdue]
    assert report.shares[0].done.sources == ("问题台账!G2", "问题台账!G3")


def test_unfinished_problems_come_by_deadline_and_closed_ones_not_at_all() -> None:
    """The one without a deadline is last; days late stand with the late one only."""
    report = compose(ledger(), AS_OF)
    assert [(each.id, each.due, each.late) for each in report.open] == [
        ("P003", "2026年10月31日（顺延到11月2日）", "18"),
        ("P002", "2026年12月31日（已延期，原9月30日）", ""),
        ("P004", "", ""),
    ]
    assert report.open[1].rest == "安装设备"
    assert [each.id for each in report.overview] == ["P001", "P002", "P003", "P004"]


def test_what_needs_the_level_above_is_asked_for() -> None:
    """The section stands only where a row that is not done asks for support; headings count on."""
    report = compose(ledger(), AS_OF)
    assert [each.printed for each in (*report.front, *report.middle, *report.back) if each.level == "h1"] == [
        "一、整改工作组织开展情况",
        "二、反馈问题整改总体情况",
        "三、尚未完成的问题",
        "四、需要上级支持的事项",
        "五、下一步工作打算",
    ]
    assert "1.乙问题：安装设备。" in told(report)
    without = compose(load(complete(TABLES.replace("| 是 ", "|    "))), AS_OF)
    assert "需要上级支持" not in told(without)


def test_what_is_missing_is_told_with_its_cell() -> None:
    """No prose of part one, and no 上级单位: the blank is printed in brackets, and a finding names the cell."""
    report = compose(load(complete(TABLES.replace("上级单位 | 县委巡察办", ""))), AS_OF)
    assert "〔通报文稿·第一部分未填〕" in told(report)
    assert report.addressee.text == "〔上级单位未填〕："
    assert any(each.code == "NT105" and "上级单位" in each.message for each in report.findings)


def test_a_finished_round_has_no_open_list() -> None:
    """Where everything is done, the report says so instead of showing an empty table."""
    done = compose(load(complete(TABLES.replace("| 整改中 ", "| 已完成 ").replace("安装设备", ""))), AS_OF)
    assert "反馈的4个具体问题已全部完成整改，没有尚未完成的问题。" in told(done)
    assert done.open == ()


def test_an_unknown_status_is_told_below_the_totals() -> None:
    """The same sentence as in 周调度 and 月通报 stands below the numbers that it qualifies, and no 0条 beside it."""
    found = load(
        complete(
            """
            [问题台账]
            编号 | 方面 | 具体问题 | 完成程度 | 整改进展
            P001 | 甲 | 账实不符 | 已整改完成 | 已盘点。
            P002 | 甲 | 制度缺失 | | 已起草。
            """
        )
    )
    text = told(compose(found, AS_OF))
    assert (
        "有1个问题没有填完成程度（P002），有1个问题的完成程度写法不规范（P001“已整改完成”），暂按继续整改统计。" in text
    )
    assert "制定整改措施" not in text
    assert "0条" not in text
