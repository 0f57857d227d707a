"""What is no notice of one unit is refused with the reason and with what to do."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.proof import proof
from rectify_xl.notice.reading.parse import parse

SUMMARIES = (
    """中共平沙区委巡察工作领导小组办公室关于十二届区委第五轮巡察整改进展情况的公告
根据党务公开有关规定，现将十二届区委第五轮巡察12家单位党组织整改进展情况公布如下。
一、整改总体情况
12家被巡察单位党组织共制定整改措施1036条，巡察反馈的428个问题已完成整改401个，完成率93.69%。
二、主要做法
（一）压实主体责任。12家单位党组织召开专题会议56次。
（二）严格监督检查。区纪委监委开展督查3轮。
欢迎广大干部群众监督。联系电话：0900-1234567。
平沙区委巡察办
2025年8月1日""",
    """关于公布八届县委第三轮巡察8个乡镇党委整改情况的公告
八届县委第三轮巡察8个乡镇党委集中整改已结束，现将有关情况公告如下：
1.青石镇党委。反馈问题35个，已完成整改33个，正在推进2个；制定制度12项。
2.白桦乡党委。反馈问题28个，已完成整改28个；制定制度9项。
3.河口镇党委。反馈问题31个，已完成整改29个，正在推进2个；制定制度7项。
4.云溪乡党委。反馈问题22个，已完成整改22个。
县委巡察办
2025年3月5日""",
    """九届市委第二轮巡察整改情况集中公开
近日，九届市委第二轮巡察的15个市直部门党组整改情况向社会公开。
单位\t反馈问题数\t完成整改数\t正在整改数\t完善制度数
市财政局党组\t32\t30\t2\t11
市审计局党组\t28\t28\t0\t9
市统计局党组\t25\t24\t1\t8
截至目前，15个部门共完成整改问题389个，整改完成率95.3%，挽回损失121万元。""",
)
NEWS = (
    """区教体局：扎实做好巡察“后半篇文章”
本报讯（记者 王某）近日，记者从区教体局获悉，该局把巡察整改作为重要政治任务，坚持问题导向，扎实推进反馈意见整改落实。
“我们把32个问题逐一分解，定人定责。”该局有关负责人说。
截至目前，反馈的32个问题已完成整改30个，完善制度15项。
下一步，该局将持续巩固整改成果。""",
    """县自然资源局召开巡察整改专题民主生活会
2025年6月12日，县自然资源局党组召开巡察整改专题民主生活会。县委第二巡察组、县纪委监委有关同志到会指导。
会上，局党组书记代表班子作对照检查，班子成员逐一发言，开展批评和自我批评。
会议强调，一要提高政治站位。二要压实整改责任。三要强化成果运用。
来源：县自然资源局　编辑：李某""",
    """市委第四巡察组向市水务局党组反馈巡察情况
6月3日上午，市委第四巡察组向市水务局党组反馈巡察情况。市委巡察办主任出席会议并讲话。
会上，巡察组组长通报了巡察发现的主要问题：一是履行主责主业有差距；二是工程领域廉洁风险突出；三是基层党组织建设薄弱。
巡察组提出了整改意见建议。市水务局党组书记作表态发言，表示要照单全收、坚决整改。""",
)
FORMS = (
    """××局党组关于县委巡察反馈意见整改情况的通报
（模板）
根据县委统一部署，××××年×月×日至×月×日，县委第×巡察组对××局党组开展了巡察，×月×日反馈了意见。现将整改情况通报如下。
一、整改工作组织情况
××××××。
二、反馈问题整改情况
（一）关于“××××”方面
1.关于“××××”的问题
整改情况：一是××××；二是××××。
完成情况：××。
2.关于“××××”的问题
整改情况：××××。
完成情况：××。
三、下一步打算
××××。
联系电话：××××；邮箱：××××。
××局党组
××××年×月×日""",
    """关于巡察反馈意见整改情况的通报
一、整改工作组织情况

二、反馈问题整改情况
（一）          方面
1.关于“          ”的问题
整改情况：
整改完成情况：
2.关于“          ”的问题
整改情况：
整改完成情况：
三、下一步工作打算

联系电话：
              党组
    年  月  日""",
    """巡察整改情况报告表
单位：____________    填表日期：____年__月__日
反馈问题：________________
整改情况：________________
完成情况：________________
责任领导：________  责任科室：________
反馈问题：________________
整改情况：________________
完成情况：________________
责任领导：________  责任科室：________""",
)


def lines(text: str) -> list[SourceLine]:
    return [SourceLine(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [(text, "多个单位整改情况的综合公告") for text in SUMMARIES]
    + [(text, "像一篇新闻报道") for text in NEWS]
    + [(text, "一份空白的样式") for text in FORMS],
)
def test_the_reason_is_named_at_the_import_and_in_the_proof(text: str, reason: str) -> None:
    """A summary over many units, a news report and an empty form are told apart, with a remedy of their own."""
    with pytest.raises(NoticeError, match=reason) as refused:
        parse(lines(text))
    assert refused.value.remedy
    assert any(reason in finding.message for finding in proof(lines(text), date(2025, 12, 1)))


def test_one_filled_problem_makes_a_form_a_notice() -> None:
    """A draft in which only the first problem is written is read, and what is missing is reported."""
    text = FORMS[0].replace("1.关于“××××”的问题", "1.关于“理论学习不深入”的问题", 1)
    parsed = parse(lines(text))
    assert parsed.items[0].problem == "理论学习不深入"
