"""A list of problems (反馈意见, 问题清单) becomes a ledger whose measures are still to be written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rectify_xl.commands.read_notice import NoticeRows, read_notice
from rectify_xl.errors import NoticeError
from rectify_xl.ledger import schema
from tests.documents.packed import document, p, put

FEEDBACK = """关于巡察县财政局党组的反馈意见
县财政局党组：
根据县委统一部署，2025年3月3日至5月9日，县委第二巡察组对你单位开展了巡察。现将巡察发现的问题反馈如下。
一、巡察工作概况
巡察组召开座谈会3次，个别谈话56人次。
二、巡察发现的主要问题
（一）贯彻落实党的理论和路线方针政策方面
1.理论学习不深入。党组理论学习中心组学习计划性不强，2024年集中学习仅6次。
2.专项资金监管不力。
2023年以来，3个项目资金闲置超过1年，涉及金额126万元。
（二）全面从严治党方面
1.关于“一岗双责”落实不到位的问题
2.公务接待审批不规范
三、意见建议
（一）提高政治站位。党组要切实担负主体责任。
（二）强化监督。
四、整改要求
请自收到反馈意见之日起2个月内完成集中整改。
县委第二巡察组
2025年6月10日"""
LIST = """安湖县教育局巡察反馈问题清单
一、落实立德树人根本任务方面
1.思政课教师配备不足
责任科室：人事股
整改时限：2025年12月31日
2.校园欺凌排查走过场
责任科室：安全股
整改时限：立行立改
3.劳动教育流于形式
责任科室：基教股
二、廉洁风险防控方面
4.教辅材料征订管理混乱
责任科室：计财股
督导组：第三组"""


def listed(tmp_path: Path, text: str) -> NoticeRows:
    return read_notice(put(tmp_path / "清单.txt", text.encode()))


def test_the_problems_of_a_feedback_stand_under_their_aspects(tmp_path: Path) -> None:
    """Advice and demands are no problems; what a problem says in a further line belongs to it."""
    result = listed(tmp_path, FEEDBACK)
    assert (result.kind, result.counts) == ("problem list", {"aspects": 2, "groups": 0, "problems": 4, "measures": 0})
    first, second, third, fourth = ((cells["方面"], cells["具体问题"]) for cells in result.rows.of(schema.PROBLEMS))
    party = "全面从严治党方面"
    assert first[1] == "理论学习不深入。党组理论学习中心组学习计划性不强，2024年集中学习仅6次。"
    assert second[1] == "专项资金监管不力。\n2023年以来，3个项目资金闲置超过1年，涉及金额126万元。"
    assert (third, fourth) == ((party, "“一岗双责”落实不到位"), (party, "公务接待审批不规范"))
    info = result.rows.info
    assert (info["单位名称"], info["巡察机构"], info["反馈日期"]) == (
        "县财政局党组",
        "县委第二巡察组",
        date(2025, 6, 10),
    )
    assert "（二）强化监督。" in [item.text for item in result.left_out]


def test_fields_below_a_problem_fill_their_columns(tmp_path: Path) -> None:
    """责任科室 and 整改时限 have columns; another field is kept in one of its own."""
    result = listed(tmp_path, LIST)
    rows = result.rows.of(schema.PROBLEMS)
    assert [(cells["责任科室"], cells.get("整改时限")) for cells in rows] == [
        ("人事股", "2025年12月31日"),
        ("安全股", "立行立改"),
        ("基教股", None),
        ("计财股", None),
    ]
    assert (rows[3]["督导组"], result.rows.own_columns) == ("第三组", {"问题台账": ("督导组",)})
    assert result.rows.info["单位名称"] == "安湖县教育局"


def test_a_table_in_word_that_is_all_of_the_document_is_a_list_too(tmp_path: Path) -> None:
    """Its columns go where those of an old ledger go; the title is told, the rest is listed."""
    head = ("序号", "方面", "具体问题", "责任单位", "整改时限")
    rows = (
        head,
        ("1", "党建方面", "学习不深入", "办公室", "2025年9月底前"),
        ("2", "党建方面", "台账不全", "人事科", "立行立改"),
    )
    table = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    body = p("云溪站巡察反馈问题清单") + f"<w:tbl>{table}</w:tbl>" + p("填表人：李某")
    result = read_notice(put(tmp_path / "清单.docx", document(body, {})))
    assert (result.kind, result.title, result.counts["problems"]) == ("problem list", "云溪站巡察反馈问题清单", 2)
    assert [cells["责任科室"] for cells in result.rows.of(schema.PROBLEMS)] == ["办公室", "人事科"]
    assert [(item.place, item.text) for item in result.left_out] == [("第17行", "填表人：李某")]


def test_a_notice_is_no_list_and_a_report_on_the_feedback_neither(tmp_path: Path) -> None:
    """What tells of the rectification is read as a notice, or refused as before."""
    with pytest.raises(NoticeError, match="新闻报道"):
        listed(tmp_path, "巡察组反馈巡察情况\n6月3日上午，巡察组反馈了巡察情况。会上指出了问题，要求抓好整改。")
    notice = FEEDBACK.replace("的反馈意见\n", "反馈意见整改情况的通报\n", 1).replace(
        "公务接待审批不规范", "公务接待不规范\n整改情况：已改。"
    )
    assert listed(tmp_path, notice).kind == "notice"
