"""Notices of other offices are read too, however they number, word and arrange their problems."""

from __future__ import annotations

from textwrap import dedent

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import ParsedNotice, SourceLine
from rectify_xl.notice.reading.parse import parse


def read(text: str) -> ParsedNotice:
    return parse([SourceLine(number, line.strip()) for number, line in enumerate(dedent(text).strip().split("\n"), 1)])


def tree(parsed: ParsedNotice) -> list[tuple[int | None, int | None, str, int]]:
    return [(item.aspect, item.group, item.problem, len(item.measures)) for item in parsed.items]


def test_main_headings_may_be_the_aspects() -> None:
    """Without 第二部分, 一、二、 are the aspects; the text without labels is the body, and 下一步 ends it."""
    parsed = read("""
        中共某县财政局党组关于巡察整改进展情况的通报
        根据县委统一部署，县委第二巡察组对县财政局党组开展了巡察，6月5日反馈了意见，现将整改进展情况予以公布。
        一、聚焦贯彻落实党的决策部署方面
        （一）关于理论学习不深入的问题。
        一是制定学习计划。二是开展研讨。
        （二）关于会议制度落实不到位的问题。
        一是完善议事规则。
        二是加强督查。
        二、聚焦全面从严治党方面
        （一）关于廉政教育不经常的问题。
        1.开展警示教育。
        2.组织谈心谈话。
        下一步，我们将继续抓好整改落实。
        中共某县财政局党组
        2025年9月1日
    """)
    assert [each.printed for each in parsed.aspects] == [
        "一、聚焦贯彻落实党的决策部署方面",
        "二、聚焦全面从严治党方面",
    ]
    assert tree(parsed) == [
        (1, None, "理论学习不深入", 2),
        (1, None, "会议制度落实不到位", 2),
        (2, None, "廉政教育不经常", 2),
    ]
    assert [passage.part for passage in parsed.passages][-3:] == ["第三部分", "落款", "落款"]


def test_decimal_numbers_and_status_before_the_text() -> None:
    """1.1 under 1., bare statements, 整改状态 above 整改措施, lists in bodies and a second label are understood."""
    parsed = read("""
        关于巡察反馈问题整改情况的公示
        按照要求，现将县委巡察组反馈意见的整改情况公布如下，请予监督。
        1.在“党的建设”方面
        1.1 理论学习不深入。
        整改状态：已完成
        整改措施：
        （1）制定计划。
        （2）开展学习。
        1.2 组织生活不规范
        整改状态：推进中
        整改措施：
        （1）修订制度。
        （2）定期检查。
        2.在“内部管理”方面
        2.1 报销审核不严
        整改状态：基本完成
        整改措施：清理票据，完善制度。
        整改成效：报销规范。
    """)
    assert tree(parsed) == [
        (1, None, "理论学习不深入", 2),
        (1, None, "组织生活不规范", 2),
        (2, None, "报销审核不严", 1),
    ]
    assert [item.status.completion for item in parsed.items if item.status] == ["已完成", "整改中", "基本完成"]
    assert parsed.items[2].body == "清理票据，完善制度。\n整改成效：报销规范。"
    assert all(item.status_line < item.body_line for item in parsed.items)


def test_a_flat_list_has_no_aspects() -> None:
    """反馈问题1：X, 2, 3 without anything above them: no aspect, no group, and no finding about it."""
    parsed = read("""
        某学校党支部关于巡察整改情况的通报
        县委第三巡察组于2025年5月反馈了意见，共指出3个问题，现将整改情况通报如下。
        反馈问题1：师德师风建设不够
        整改情况：开展师德培训。
        完成情况：已完成
        反馈问题2：食堂管理不严
        整改情况：更换供应商。
        完成情况：正在整改，2025年12月底前完成
        反馈问题3：经费使用不规范
        整改情况：清退资金3000元。
        完成情况：按程序办理
        某学校党支部
        2025年9月1日
    """)
    assert tree(parsed) == [
        (None, None, "师德师风建设不够", 1),
        (None, None, "食堂管理不严", 1),
        (None, None, "经费使用不规范", 1),
    ]
    assert (parsed.unit, parsed.date.iso, parsed.declared) == ("某学校党支部", "2025-09-01", {"具体问题": 3})
    unclear = parsed.items[2].status
    assert unclear is not None
    assert (unclear.text, unclear.completion) == ("按程序办理", "")
    assert [each.code for each in parsed.findings] == ["IM110", "IM114"]


def test_numbering_restarts_and_bodies_run_over_lines() -> None:
    """Numbers that restart per aspect are no fault; `no` goes on; all lines of a body are kept."""
    parsed = read("""
        二、整改落实情况
        (一)党的建设方面
        1.学习不深入。
        整改情况:开展学习。
        2.制度不健全。
        整改情况:完善制度。
        (二)业务方面
        1.服务不到位。
        整改情况:优化流程。
        2.监管不严。
        整改情况:一是加强监管,二是
        开展检查。
        三是落实。
    """)
    assert [item.no for item in parsed.items] == [1, 2, 3, 4]
    assert parsed.items[3].body == "一是加强监管,二是\n开展检查。\n三是落实。"
    assert parsed.items[3].measures == ("加强监管", "开展检查。", "落实。")
    assert [each.code for each in parsed.findings] == ["IM114"]


def test_heading_body_and_status_on_one_line() -> None:
    """A full stop inside quotes does not end the heading; label and status are found in the middle of the line."""
    parsed = read("""
        某局党委关于巡察整改进展情况的通报
        二、整改进展情况
        （一）关于“重业务轻党建”问题
        1.关于“党课少。质量低”问题。整改情况：一是讲党课。二是点评。整改完成情况：已完成。
        2.关于“谈话少”问题。整改情况：一是谈话。整改完成情况：长期坚持。
        （二）关于“管理松”问题
        3.关于“台账乱”问题。整改情况：一是清理。整改完成情况：已完成。
        三、下一步
        继续抓好。
    """)
    assert tree(parsed) == [(1, None, "党课少。质量低", 2), (1, None, "谈话少", 1), (2, None, "台账乱", 1)]
    first = parsed.items[0]
    assert (first.label, first.body, first.status_label) == (
        "整改情况",
        "一是讲党课。二是点评。",
        "整改完成情况",
    )
    assert [item.status.follow_up for item in parsed.items if item.status] == ["无", "长期坚持", "无"]


def test_headings_without_numbers_or_wording() -> None:
    """Bare phrases above the labels are the headings; a short unit above the date is the signature."""
    parsed = read("""
        某站关于巡察整改的通报
        我站收到巡察反馈意见后，认真开展整改，现将整改情况通报如下。
        水质检测记录不全
        【整改情况】补齐记录。
        整改完成情况：已完成。
        水费公示不及时
        【整改情况】按月公示。
        整改完成情况：已完成。
        某站
        2026年1月1日
    """)
    assert tree(parsed) == [(None, None, "水质检测记录不全", 1), (None, None, "水费公示不及时", 1)]
    assert (parsed.items[1].label, parsed.items[1].body, parsed.unit) == ("【整改情况】", "按月公示。", "某站")


def test_groups_and_statuses_in_brackets() -> None:
    """“X”问题的整改 over （1）关于“X”的整改。; a status in brackets at the end of the body counts and stays there."""
    parsed = read("""
        中共金县文旅局党组关于巡察整改情况的通报
        根据区委统一部署,2022年9月16日至10月18日,区委第二巡察组进行了巡察。2023年1月17日,区委巡察组反馈了巡察意见。
        (一)在“贯彻落实上级决策部署不够有力,党组领导核心作用发挥不足”方面
        1.关于“学习贯彻不够到位”问题的整改
        (1)关于“学思践悟不深不透。局党组未组织学习”的整改。一是立即补学。二是制定计划。(已完成)
        (2)关于“结合实际不够”的整改。一是结合实际。二是推进。
        2.关于“文化惠民不足”问题的整改
        (3)关于“场馆利用率不高”的整改。一是提升。
        (二)在“全面从严治党”方面
        1.关于“主体责任不实”问题的整改
        (4)关于“责任分解不细”的整改。一是细化。
    """)
    assert tree(parsed) == [
        (1, 1, "学思践悟不深不透。局党组未组织学习", 2),
        (1, 1, "结合实际不够", 2),
        (1, 2, "场馆利用率不高", 1),
        (2, 3, "责任分解不细", 1),
    ]
    status = parsed.items[0].status
    assert status is not None
    assert (status.completion, parsed.items[0].status_line) == ("已完成", 0)
    assert (parsed.inspected_to, parsed.feedback) == ("10月18日", "2023年1月17日")


def test_unnumbered_aspects_and_introductions() -> None:
    """A paragraph under an aspect stays a paragraph; fields above the body stay in place."""
    parsed = read("""
        某院整改通报
        二、巡察反馈问题整改情况
        （一）服务方面
        本方面共反馈问题2个。
        1.针对“窗口少”问题
        责任科室：门诊部
        整改情况：增设窗口。
        2.针对“排队久”问题
        整改情况：分时预约。
        关于内部管理不严方面问题
        3.针对“记录乱”问题
        整改情况：统一格式。
    """)
    assert [each.printed for each in parsed.aspects] == ["（一）服务方面", "关于内部管理不严方面问题"]
    assert [item.aspect for item in parsed.items] == [1, 1, 2]
    second = [passage.body for passage in parsed.passages if passage.part == "第二部分" and passage.body]
    assert second == ["本方面共反馈问题2个。", "责任科室：门诊部"]
    assert [each.line for each in parsed.findings if each.code == "IM102"] == [10]


def test_page_furniture_is_left_out() -> None:
    """Metadata with values on the next line, buttons, a repeated title and the site's footer are no text."""
    parsed = read("""
        首页
        信息索引号：
        113307020501239658/2023-46395
        文件名称：
        中共某区文旅局党组关于巡察整改情况的通报
        中共某区文旅局党组
        关于巡察整改情况的通报
        日期：2023-05-04 08:46:31 来源：区文旅局 浏览量：
        分享：
        朗读
        根据区委统一部署，区委第二巡察组对区文旅局党组进行了巡察，现将巡察整改情况予以公布。
        1.关于“制度不全”问题。
        整改情况：完善制度。
        中共某区文旅局党组
        2023年5月4日
        【打印】 【关闭】
        主办单位：某区人民政府
        网站标识码：1234567890
    """)
    assert parsed.title == "中共某区文旅局党组关于巡察整改情况的通报"
    assert [line.number for line in parsed.left_out] == [1, 2, 3, 4, 5, 8, 9, 10, 16, 17, 18]
    assert [item.body for item in parsed.items] == ["完善制度。"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件里没有文字"),
        ("关于端午节放假的通知\n各科室：6月19日放假一天。", "没有出现“整改”"),
        (
            "根据安排，区委4个巡察组对4家单位开展巡察。反馈的697个问题，完成整改688个，未完成5个。\n现向社会公开。",
            "多个单位整改情况的综合公告",
        ),
        ("同志们：\n一、提高认识\n要切实做好巡察整改。\n二、加强领导\n要抓紧。", "没有找到逐条列出的问题"),
    ],
)
def test_what_is_no_notice_is_refused(text: str, said: str) -> None:
    """Anything but one unit's list of problems is refused with the reason and the next step."""
    with pytest.raises(NoticeError) as caught:
        read(text) if text else parse([])
    assert said in caught.value.message
    assert caught.value.remedy


def test_gaps_and_repeats_in_numbering() -> None:
    """A missing number and a repeated one are found, with the place."""
    parsed = read("""
        某馆关于巡察整改情况的通报
        二、巡察反馈问题整改情况
        1.关于“甲”问题。
        整改情况：一是改。
        3.关于“乙”问题。
        整改情况：一是改。
        3.关于“丙”问题。
        整改情况：一是改。
    """)
    found = [(each.code, each.line) for each in parsed.findings if each.line]
    assert found == [("IM103", 5), ("IM104", 7)]
    assert "缺第2号" in parsed.findings[0].message


def test_a_problem_without_status_or_body_is_told() -> None:
    """One problem without a status among many, and one without a body, are findings; totals that differ too."""
    parsed = read("""
        某馆关于巡察整改情况的通报
        县委第一巡察组反馈意见指出5个具体问题。县委第一巡察组又指出4个具体问题。现将整改情况公布如下。
        1.关于“甲”问题。
        整改情况：一是改。
        整改完成情况：已完成。
        2.关于“乙”问题。
        整改情况：一是改。
        3.关于“丙”问题。
        整改情况：
        整改完成情况：部分已完成，其余继续整改。
        4.关于“丁”问题。
        整改情况：一是改。
        整改完成情况：已完成。
    """)
    assert [(each.code, each.row_id, each.line) for each in parsed.findings if each.code != "IM114"] == [
        ("IM109", "", 2),
        ("IM111", "P002", 6),
        ("IM112", "P003", 8),
        ("IM116", "P003", 10),
    ]


def test_headings_without_problems_are_prose() -> None:
    """In a notice without parts, numbered paragraphs before the problems are no aspects."""
    parsed = read("""
        某馆关于巡察整改情况的通报
        县委第一巡察组反馈了意见，现将整改情况公布如下。
        （一）加强组织领导
        成立领导小组，统筹整改工作。
        （二）压实整改责任
        逐条分解整改任务，明确责任部门。
        （一）“服务意识不强”方面
        1.针对“窗口少”问题
        整改情况：增设窗口2个。
        2.针对“排队久”问题
        整改情况：分时预约。
    """)
    assert [each.printed for each in parsed.aspects] == ["（一）“服务意识不强”方面"]
    assert tree(parsed) == [(1, None, "窗口少", 1), (1, None, "排队久", 1)]
    assert [each.code for each in parsed.findings] == ["IM114"]


def test_numbers_of_problems_lost() -> None:
    """Problems whose numbers were lost in copying are told from aspects that lost theirs too."""
    parsed = read("""
        某院关于巡察整改情况的通报
        二、反馈意见整改进展情况
        (一)关于贯彻部署不到位方面问题
        针对学习不重视问题
        整改进展情况:一是学。
        针对管理不严格问题
        整改进展情况:一是管。
        关于主体责任缺失方面问题
        针对内控不健全问题
        整改进展情况:一是建。
    """)
    assert tree(parsed) == [(1, None, "学习不重视", 1), (1, None, "管理不严格", 1), (2, None, "内控不健全", 1)]
    assert [(each.code, each.line) for each in parsed.findings if each.line] == [("IM102", 8)]


def test_bare_statements_without_labels() -> None:
    """Numbered statements that no wording marks as headings, with text and status lines only."""
    parsed = read("""
        某站关于巡察整改情况的通报
        二、巡察反馈问题整改落实情况
        （一）聚焦供水保障方面
        1.水质检测不及时。
        一是购置检测设备；二是每日检测并公示。
        完成情况：已完成
        2.管网老化漏损高。
        更换老旧管网3公里，
        漏损率下降到百分之九。
        完成情况：正在整改，2026年12月底前完成
        （二）聚焦内部管理方面
        3.值班制度执行不严。
        修订值班制度。
        完成情况：已完成
    """)
    assert tree(parsed) == [
        (1, None, "水质检测不及时", 2),
        (1, None, "管网老化漏损高", 1),
        (2, None, "值班制度执行不严", 1),
    ]
    assert [item.status.completion for item in parsed.items if item.status] == ["已完成", "整改中", "已完成"]


def test_the_day_of_a_count_is_no_day_of_feedback() -> None:
    """截至某日，反馈的问题中…… counts problems; the notice names no day of feedback."""
    text = [
        "某馆关于巡察整改情况的通报",
        "一、整改情况",
        "截至2026年9月15日，巡察反馈的2个具体问题中，已完成整改2个。",
        "二、巡察反馈意见整改进展情况",
        "1.关于“甲事不实”问题。",
        "整改情况：一是改正。",
        "2.关于“乙事不实”问题。",
        "整改情况：一是改正。",
    ]
    assert parse([SourceLine(number, line) for number, line in enumerate(text, 1)]).feedback == ""
