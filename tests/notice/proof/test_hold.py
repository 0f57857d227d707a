"""Sentences that are in order get no finding: an office that sees noise stops reading."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.notice.proof import proof
from rectify_xl.readers.read_source import lines

AS_OF = date(2026, 9, 20)
OF_THE_TEXT = {"PR901"}
"""A sentence alone is no notice."""


def codes(text: str) -> list[str]:
    return [each.code for each in proof(lines(text), AS_OF) if each.code not in OF_THE_TEXT]


@pytest.mark.parametrize(
    "text",
    [
        "馆藏图书共9120册，在架共8305册，外借共790册，遗失共25册。",
        "2026年上半年面向学校培训讲解员14人。面向社会培训讲解员19人，合计33人。",
        "对原有志愿者26名重新登记，现有19名，解除7名，其中少儿部1名、流通部3名、采编部3名。",
        "计划添置共64台设备，其中40台阅读终端、15台打印机、6台扫描仪和3台投影仪，目前已有25台阅读终端、8台打印机到货。",
        "共谈话30人次，其中中层干部12人次、护士长18人次。",
        "全年接待群众120人，其中女性65人、60岁以上40人。",
        "查处违规报销12笔，涉及金额3.2万元，其中差旅费8笔、培训费4笔，已全部追回。",
        "共检查科室15个，发现问题32个，已整改30个，正在整改2个。",
        "梳理问题24个，完成整改17个，其余7个正在推进。",
        "现有在编人员86名，其中高级职称12名、中级职称30名、初级职称44名；聘用人员25名。",
        "对照30个问题，制定措施86条，召开会议5次、现场督导8次，共13次。",
        "追缴违规资金6.8万元，其中退回补贴4.2万元、差旅费2.6万元。",
        "全县11个乡镇，已建成分馆9个，剩余2个年底前建成。",
        "修订制度12项，其中新建5项、修订7项，废止3项。",
    ],
)
def test_sums_that_hold(text: str) -> None:
    """Parts that make up their total, and lists that are only examples, are no finding."""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("馆藏图书共9120册，在架共8305册，外借共790册，遗失共26册。", "PR101"),
        ("2026年上半年面向学校培训讲解员14人。面向社会培训讲解员19人，合计34人。", "PR101"),
        ("对原有志愿者26名重新登记，现有20名，解除7名。", "PR102"),
        ("计划添置共64台设备，其中39台阅读终端、15台打印机、6台扫描仪和3台投影仪。", "PR101"),
        ("梳理问题24个，完成整改16个，其余7个正在推进。", "PR102"),
        ("盘活资金365.2万元，其中上缴财政210万元，用于饮水工程145.2万元。", "PR101"),
        ("共收到意见建议41条，采纳33条，采纳率85%。", "PR105"),
    ],
)
def test_sums_and_shares_that_do_not_hold(text: str, code: str) -> None:
    """The same sentences with one figure changed are found."""
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "送书上门要求服务22户，目前已服务35户，服务率为159.09%。",
        "共收到意见建议41条，采纳33条，未采纳8条，采纳率80.5%。",
        "共收到意见建议41条，采纳33条，采纳率80.49%。",
        "借阅率由58.42%提升至63.17%，满意度98.5%，占比51.1%。",
        "签约居民1200人，签约率60%，比上年提高5个百分点。",
        "发放问卷200份，收回196份，回收率98%，满意的190份，满意率96.9%。",
    ],
)
def test_percentages_that_hold(text: str) -> None:
    """A share that two counts give, or that no two counts are there to give, is no finding."""
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "与3家单位签订协议，协议期至2028年12月31日。",
        "聘期自2026年10月1日至2029年9月30日。",
        "2026年9月30日（星期三）前报送。",
        "会议要求，2026年12月底前必须完成清理。",
        "制定《2026—2030年规划》，明确2030年前建成。",
        "计划于2026年12月完成验收，将于2026年10月15日召开推进会。",
        "原计划2026年5月完成的改造，因招标延期，已于8月完成。",
        "时间定为每月5日、每季度首月10日前。",
        "4.5万元、3.15晚会、6.18购物节期间、8.5%的比例、第2.3条。",
    ],
)
def test_dates_that_hold(text: str) -> None:
    """Terms, bounds, plans and numbers that only look like dates are no finding."""
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "一是统一是非标准。二是凡是发现的立即整改。三是严格执行。",
        "做到有章可循，第二是加强监督，第三是严肃问责。",
        "参照 GB/T 9704 执行，使用 Excel 2021 登记。",
        "联系电话：12345、0533-7654321（工作日8:30-17:30）。",
        "他说：“这件事办得好。”",
        "1）核对；2）签字；3）归档。",
        "要求如下：1）核对台账，2）补齐材料。",
        "参加“爱家乡 缘长久”活动，学习it’s ok短片。",
        "让群众“看病不难、看病不贵”……真正落到实处！",
    ],
)
def test_writing_that_is_in_order(text: str) -> None:
    """Lists, names, telephone numbers and full stops inside quotations are no finding."""
    assert codes(text) == []


def test_a_damaged_date_is_found_in_either_width() -> None:
    """Full-width digits are damaged dates too, and break no rule."""
    assert codes("会议于202442日召开。") == ["PR201"]
    assert codes("会议于２０２４４２日召开。") == ["PR201"]
