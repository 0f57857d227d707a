"""Habits of published notices, each told by a few lines of its own."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from rectify_xl.notice.model import ParsedNotice, SourceLine
from rectify_xl.notice.proof import proof
from rectify_xl.notice.reading import headings, measures, status_lines
from rectify_xl.notice.reading.parse import parse


def lines(text: str) -> list[SourceLine]:
    return [SourceLine(number, line.strip()) for number, line in enumerate(dedent(text).strip().split("\n"), 1)]


def read(text: str) -> ParsedNotice:
    return parse(lines(text))


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ("就近入园学位供给不足", "就近入园学位供给不足"),
        ("就餐环境和食材公示问题", "就餐环境和食材公示问题"),
        ("针对性教研活动偏少的问题", "针对性教研活动偏少的问题"),
        ("围绕薄弱学校谋划的帮扶举措不够具体", "围绕薄弱学校谋划的帮扶举措不够具体"),
        ("对校外培训机构日常监管缺位", "对校外培训机构日常监管缺位"),
        ("对“三农”工作重视不够", "对“三农”工作重视不够"),
        ("在“县管校聘”工作中推进慢", "在“县管校聘”工作中推进慢"),
        ("问题线索移交不及时", "问题线索移交不及时"),
        ("就“帮扶不够精准”问题的整改", "帮扶不够精准"),
        ("在“党的建设”方面", "党的建设"),
        ("针对基层党建弱化的问题", "基层党建弱化"),
        ("关于针对性培训不足的问题", "针对性培训不足"),
    ],
)
def test_a_word_that_begins_the_problem_itself_stays(title: str, problem: str) -> None:
    """就, 围绕, 对, 在 and 针对 go only where they stand around the problem: before a quotation, or before …问题."""
    assert headings.bare(title) == problem


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("一是甲。二是乙。\n下步打算：每月查看一次。", ("甲。", "乙。")),
        ("1.甲；2.乙。\n【整改成效】清理3处。", ("甲", "乙。")),
        ("首先，甲；其次，乙；最后，丙。", ("甲", "乙", "丙。")),
        ("一方面，甲；另一方面，乙。", ("甲", "乙。")),
        ("其次，乙。首先，甲。", ("其次，乙。首先，甲。",)),
        ("首先，甲。", ("首先，甲。",)),
    ],
)
def test_a_measure_ends_with_its_paragraph(body: str, texts: tuple[str, ...]) -> None:
    """What has a paragraph of its own without a mark is no part of a measure; 首先 and 一方面 are marks too."""
    assert measures.measures(body) == texts


@pytest.mark.parametrize(
    ("text", "remaining", "due"),
    [
        ("部分完成，剩余2个地块2026年4月底前完成", "2个地块", "2026-04"),
        ("部分完成，其余318户2026年6月底前完成。", "318户", "2026-06"),
        ("其余4户正在执行，2023年12月底前完成整改。", "4户", "2023-12"),
        ("部分完成，尚有2处正在改造，2026年5月前完成", "2处", "2026-05"),
    ],
)
def test_what_remains_is_named_without_the_words_around_it(text: str, remaining: str, due: str) -> None:
    """其余 and the deadline are no part of what remains."""
    status = status_lines.read(text)
    assert (status.completion, status.remaining, status.remaining_due.iso) == ("整改中", remaining, due)


TOWNSHIP = """
    中共白桦乡委员会关于县委巡察反馈意见整改情况的通报
    根据县委统一部署，县委第三巡察组对白桦乡党委进行了巡察，2025年2月18日反馈了意见。现将整改情况通报如下。
    一、整改工作组织情况
    乡党委召开党委会3次，针对反馈的2个方面3个问题制定整改措施5条。
    二、整改落实情况
    【方面一】乡村振兴责任落实不够到位
    【问题1】产业项目收益分配不及时
    【整改措施】1.清理账目；2.明确分配日期。
    【整改成效】兑付收益36.2万元。
    【完成情况】已完成。
    【问题2】人居环境整治反弹
    【整改措施】1.聘用保洁员；2.实行周检查。
    【整改成效】清理垃圾320余吨。
    【完成情况】长期坚持。
    【方面二】基层治理存在短板
    【问题3】村级财务公开不规范
    【整改措施】统一公开目录21项。
    【整改成效】11个村全部公开。
    【完成情况】正在整改，2025年10月底前完成。
    三、下一步打算
    继续抓好未完成事项。
    中共白桦乡委员会
    2025年8月15日
"""


def test_bracketed_marks_say_what_they_number() -> None:
    """【方面一】 is an aspect and 【问题1】 a problem; a second label stays where it stands, in the body."""
    parsed = read(TOWNSHIP)
    assert [aspect.printed for aspect in parsed.aspects] == [
        "【方面一】乡村振兴责任落实不够到位",
        "【方面二】基层治理存在短板",
    ]
    assert [(item.aspect, item.heading.number, item.problem, item.label) for item in parsed.items] == [
        (1, "【问题1】", "产业项目收益分配不及时", "【整改措施】"),
        (1, "【问题2】", "人居环境整治反弹", "【整改措施】"),
        (2, "【问题3】", "村级财务公开不规范", "【整改措施】"),
    ]
    assert parsed.items[0].body == "1.清理账目；2.明确分配日期。\n【整改成效】兑付收益36.2万元。"
    assert parsed.items[0].measures == ("清理账目", "明确分配日期。")


UNTITLED = """
    平沙区人民政府
    首页 | 政务公开 | 走进平沙
    根据区委统一部署，区委第一巡察组对区文旅局党组开展了巡察。2024年1月5日反馈了意见。现将整改情况予以公布。
    一、整改工作组织情况
    制定措施20条。
    二、反馈意见整改情况
    1.关于“活动重数量”的问题。
    整改情况：一是点单；二是测评。
    完成情况：已完成。
    三、下一步打算
    继续抓好整改。
    中共平沙区文化和旅游局党组
    2024年6月20日
    （联系电话：0900-7602231，通讯地址：平沙区民安街55号）
"""


def test_without_a_title_nothing_above_the_first_sentence_is_kept() -> None:
    """The name of the site and its navigation go where no title tells where the notice begins."""
    parsed = read(UNTITLED)
    assert [line.text for line in parsed.left_out] == ["平沙区人民政府", "首页 | 政务公开 | 走进平沙"]
    assert parsed.passages[0].body.startswith("根据区委")


def test_an_address_ends_with_the_remark_that_holds_it() -> None:
    """The bracket around a contact below the date is no part of the address."""
    assert read(UNTITLED).contact.address == "平沙区民安街55号"


FUND = """
    绥源市住房公积金管理中心党组关于市委巡察反馈意见整改进展情况的通报
    按照市委统一部署，市委第四巡察组对中心党组开展了巡察，20230615日反馈了意见。现将整改情况公布如下。
    一、高位推动整改
    中心党组多次研究。
    二、逐项抓好整改
    （一）在服务大局方面
    1.关于“办法不多”问题的整改。一是走访；二是设点。目前，该问题已整改完成。
    2.关于“催收不力”问题的整改。一是催收；二是起诉。其余4户正在执行，2023年12月底前完成整改。
    3.关于“作风不严”问题的整改。一是公开评价；二是调整岗位。
    三、下一步工作
    持续巩固整改成果。
    绥源市住房公积金管理中心党组
    2023年11月30日
"""


def test_the_status_may_be_the_last_sentence_of_the_body() -> None:
    """It is read, stays in the body, and is no part of the last measure."""
    first, second, third = read(FUND).items
    assert first.status is not None
    assert (first.status.text, first.status.completion) == ("该问题已整改完成。", "已完成")
    assert first.body.endswith("目前，该问题已整改完成。")
    assert first.measures == ("走访", "设点。")
    assert second.status is not None
    assert (second.status.completion, second.status.remaining, second.status.remaining_due.iso) == (
        "整改中",
        "4户",
        "2023-12",
    )
    assert third.status is None


def test_eight_digits_before_a_day_have_lost_their_words() -> None:
    """20230615日 is kept as printed and reported; only a person may say what it was."""
    parsed = read(FUND)
    assert [finding.code for finding in parsed.findings if "20230615日" in finding.message] == ["IM101"]


WATER = """
    中共安湖县水利局党组关于县委巡察整改进展情况的通报
    根据县委统一部署，县委第一巡察组对县水利局党组开展了巡察，2025年2月20日反馈了意见。现将整改情况予以公布。
    第一部分　整改组织情况
    局党组制定整改措施6条。
    第二部分　整改进展情况
    （一）履行水利职责方面
    1-1 农村饮水工程“重建轻管”
    【整改落实】一是检修泵站；二是公示水质。
    【目前进展】3个泵站已修复，其余1个泵站2025年12月底前完成。
    1-2 质量抽检流于形式
    【整改落实】一是抽检工程；二是约谈监理。
    【目前进展】已印发办法，抽检9个工程。
    （二）党的建设方面
    2-1 党员组织关系未转接
    【整改落实】一是逐人核对；二是对接社区。
    【目前进展】43名党员中35名已转接，正在办理其余手续，2025年11月底前完成。
    第三部分　下一步工作打算
    局党组将按周推进。
    欢迎广大干部群众监督。联系方式如下：
    电　　话：0900-6125011
    通信地址：安湖县滨河路16号
    中共安湖县水利局党组
    2025年9月18日
"""


def test_what_stands_behind_a_label_decides_if_it_is_the_status() -> None:
    """目前进展 is a status where it tells how far the problem is, and else a paragraph of the body."""
    first, second, third = read(WATER).items
    assert [(item.heading.number.strip(), item.aspect) for item in (first, second, third)] == [
        ("1-1", 1),
        ("1-2", 1),
        ("2-1", 2),
    ]
    assert first.status is not None
    assert (first.status.completion, first.status.remaining, first.status.remaining_due.iso) == (
        "整改中",
        "1个泵站",
        "2025-12",
    )
    assert second.status is None
    assert second.body.endswith("【目前进展】已印发办法，抽检9个工程。")
    assert third.status is not None
    assert (third.status.completion, third.status.remaining) == ("整改中", "手续")


def test_a_contact_on_lines_of_its_own_is_no_part_of_the_last_problem() -> None:
    """电　　话 and the address below it are read; 第三部分 begins a part of its own."""
    parsed = read(WATER)
    assert (parsed.contact.phone, parsed.contact.address) == ("0900-6125011", "安湖县滨河路16号")
    assert [passage.number.strip() for passage in parsed.passages if passage.level == "一级"] == [
        "第一部分",
        "第二部分",
        "第三部分",
    ]


BANK = """
    曲阳市农村商业公司党委关于市委第二巡察组反馈意见整改情况的通报
    按照市委统一部署，市委第二巡察组对公司党委开展了巡察，2024年7月1日反馈了意见。现将整改情况通报如下。
    一、整改工作总体情况
    制定整改措施13条。
    二、关于“服务主业不聚焦”方面的整改情况
    1．反馈问题：“涉农贷款投放占比偏低”。
    整改成效：一是新增贷款；二是推出产品。
    完成情况：已完成。
    三、关于“治理不深”方面的整改情况
    2．反馈问题：“前置清单不细”。
    整改成效：一是修订清单；二是开展检查。
    完成情况：已完成。
    四、下一步工作打算
    持续巩固。
    曲阳市农村商业公司党委
    2025年5月16日
"""


def test_main_sections_may_be_the_aspects_and_are_numbered_with_the_others() -> None:
    """二、关于…方面的整改情况 is an aspect, whose number goes on from the section before."""
    parsed = read(BANK)
    assert [aspect.number for aspect in parsed.aspects] == ["二、", "三、"]
    assert [(item.aspect, item.problem) for item in parsed.items] == [(1, "涉农贷款投放占比偏低"), (2, "前置清单不细")]
    assert [finding.code for finding in parsed.findings if finding.code in ("IM102", "IM103", "IM104")] == []
    assert [finding.code for finding in proof(lines(BANK), date(2025, 5, 16)) if finding.code.startswith("PR6")] == []


def test_a_line_that_begins_with_a_clock_time_and_the_buttons_below_are_no_part_of_the_notice() -> None:
    """What a page says of its own publication goes, wherever it stands."""
    page = (
        WATER.replace("    根据县委", "    2025-12-08 08:40:12　编辑：综合部　阅读(77)\n    根据县委").rstrip()
        + "\n    【字号：大 中 小】【打印】【关闭】\n"
    )
    parsed = read(page)
    assert [line.text for line in parsed.left_out] == [
        "2025-12-08 08:40:12　编辑：综合部　阅读(77)",
        "【字号：大 中 小】【打印】【关闭】",
    ]
    assert parsed.date.iso == "2025-09-18"


def test_a_word_of_the_problem_itself_makes_no_heading_odd() -> None:
    """针对信访积案化解办法不多 among bare statements is one of them, and no heading worded otherwise."""
    text = WATER.replace("农村饮水工程“重建轻管”", "针对信访积案化解办法不多")
    assert [finding.code for finding in proof(lines(text), date(2025, 9, 18)) if finding.code == "PR606"] == []


def test_what_remains_is_named_without_its_mark() -> None:
    """（2） in front of the open part is no part of what remains."""
    status = status_lines.read("（1）已完成规划编制；（2）2处基地继续整改，2025年12月底前完成。")
    assert (status.completion, status.remaining, status.remaining_due.iso) == ("整改中", "2处基地", "2025-12")
