"""The standard edition is computed from the ledger: numbers, numbering, titles, status lines."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.ledger import default_prose
from rectify_xl.notice.model import ComposedNotice
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.problem_wording import Audience

AS_OF = date(2026, 9, 26)

INFO = """
[基本信息]
单位名称 | 青石镇卫生院
巡察机构 | 县委第二巡察组
巡察开始 | 2026-01-05
巡察结束 | 2026-02-10
反馈日期 | 2026-03-18
通报日期 | 2026-09-26
联系电话 | 0000-1234567
"""
PROBLEMS = """
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 整改进展 | 公开 | 不公开理由 | 公开表述
P001 | 甲 | 子 | 学习不深入 | 办公室 | 2026-06-30 | 已完成 | 无 | 一是学习。 | | |
P002 | 乙 | 丑 | 账目不清 | 财务科 | 2026-06-30 | 已完成 | 无 | 一是清账。 | 否 | 涉及个人 |
P003 | 甲 | 寅 | 采购不规范 | 后勤科 | 2026-12 | 整改中 | 无 | 一是招标。 | | | 一是公开招标。
P004 | 乙 | 丑 | 回访不到位 | 护理部 | 2026-06-30 | 已完成 | 长期坚持 | 一是回访。 | | |
"""
PROSE = "[通报文稿]\n部分 | 层级 | 标题 | 正文 | 编号 | 关联编号\n"
SAMPLE = PROSE + "\n".join(" | ".join((*row, "")) for row in default_prose.ROWS)
DEFAULT = (
    SAMPLE.replace("我们诚恳接受", "本单位诚恳接受")
    .replace("成立整改", "3月20日成立整改")
    .replace("实行台账管理", "建立台账")
)
"""The shipped prose, once somebody has read it and made it true."""


def composed(tables: str, *, audience: Audience = "public") -> ComposedNotice:
    return compose(load(tables), as_of=AS_OF, audience=audience, as_published=False)


def printed(document: ComposedNotice) -> list[str]:
    return [paragraph.printed for paragraph in document.paragraphs]


def section_two(document: ComposedNotice) -> list[str]:
    lines = printed(document)
    start = next(index for index, line in enumerate(lines) if line.startswith("二、"))
    end = next((index for index, line in enumerate(lines) if line.startswith("三、")), len(lines))
    return lines[start + 1 : end]


def status_of(columns: str, row: str) -> str:
    tables = f"{INFO}[问题台账]\n编号 | 方面 | 具体问题 | 整改进展 | {columns}\nP001 | 甲 | 乙 | 丙。 | {row}\n{PROSE}"
    return next(line for line in printed(composed(tables)) if line.startswith("整改完成情况："))[7:]


def test_a_public_notice_lists_published_problems_by_aspect_and_group_with_continuous_numbers() -> None:
    assert section_two(composed(INFO + PROBLEMS + DEFAULT)) == [
        "（一）甲",
        "1.子",
        "（1）针对“学习不深入”问题。",
        "整改情况：一是学习。",
        "整改完成情况：已整改完成。",
        "2.寅",
        "（2）针对“采购不规范”问题。",
        "整改情况：一是公开招标。",
        "整改完成情况：正在整改，2026年12月底前完成。",
        "（二）乙",
        "1.丑",
        "（3）针对“回访不到位”问题。",
        "整改情况：一是回访。",
        "整改完成情况：已整改完成并长期坚持。",
    ]


def test_the_internal_edition_prints_every_problem_with_its_responsible_department() -> None:
    lines = section_two(composed(INFO + PROBLEMS + DEFAULT, audience="internal"))
    assert [line for line in lines if line.startswith("（台账编号")] == [
        "（台账编号：P001；责任科室：办公室；整改时限：2026年6月30日）",
        "（台账编号：P003；责任科室：后勤科；整改时限：2026年12月）",
        "（台账编号：P002；责任科室：财务科；整改时限：2026年6月30日；不公开理由：涉及个人）",
        "（台账编号：P004；责任科室：护理部；整改时限：2026年6月30日）",
    ]
    assert "整改情况：一是招标。" in lines


def test_each_edition_names_itself_under_the_title() -> None:
    public, internal = (composed(INFO + PROBLEMS + DEFAULT, audience=each) for each in ("public", "internal"))
    assert public.title == "青石镇卫生院关于县委第二巡察组反馈意见集中整改进展情况的通报"
    assert public.paragraphs[1][:3] == ("edition", "", "（社会公开稿）")
    assert internal.paragraphs[1][:3] == ("edition", "", "（内部稿）")


def test_withheld_problems_are_counted_and_named_in_a_warning() -> None:
    findings = composed(INFO + PROBLEMS + DEFAULT).findings
    assert [(each.code, each.severity, each.cell, each.message) for each in findings] == [
        ("NT201", "warning", "J3", "公开稿略去1个不公开的问题：P002；文中的总数仍按全部4个问题计算。")
    ]


def test_published_numbers_are_computed_from_the_rows() -> None:
    line = next(line for line in printed(composed(INFO + PROBLEMS + DEFAULT)) if line.startswith("截至"))
    assert line == (
        "截至2026年9月26日，4个具体问题中，已完成整改3个（其中完成后长期坚持1个），继续整改1个，整改完成率75%。"
    )


def test_a_paragraph_names_the_cells_it_comes_from() -> None:
    document = composed(INFO + PROBLEMS + DEFAULT)
    sources = {paragraph.printed: paragraph.sources for paragraph in document.paragraphs}
    assert sources["整改情况：一是公开招标。"] == ("问题台账!L4",)
    assert sources["青石镇卫生院"] == ("通报文稿!D21", "基本信息!B2")
    assert "问题台账!G2:G5" in next(found for text, found in sources.items() if text.startswith("截至"))


def test_items_are_numbered_1_2_3_where_no_group_exists() -> None:
    rows = (
        "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展\n"
        "P1 | 甲 | 子 | 已完成 | 一。\n"
        "P2 | 乙 | 丑 | 已完成 | 二。\n"
    )
    lines = section_two(composed(INFO + rows + DEFAULT))
    assert [line for line in lines if not line.startswith("整改")] == [
        "（一）甲",
        "1.针对“子”问题。",
        "（二）乙",
        "2.针对“丑”问题。",
    ]


def test_a_title_keeps_its_printed_words_and_a_composed_one_nests_its_quotes() -> None:
    rows = (
        "[问题台账]\n编号 | 方面 | 具体问题 | 通报标题 | 完成程度 | 整改进展\n"
        "P1 | 甲 | 子 | 关于“子”方面 | 已完成 | 一。\n"
        "P2 | 甲 | “第一议题”落实不够的问题 | | 已完成 | 二。\n"
        "P3 | 甲 | 不善于发现问题。 | | 已完成 | 三。\n"
    )
    lines = section_two(composed(INFO + rows + DEFAULT))
    assert [line for line in lines if not line.startswith("整改")][1:] == [
        "1.关于“子”方面",
        "2.针对“‘第一议题’落实不够”问题。",
        "3.针对“不善于发现问题”。",
    ]


def test_a_number_typed_into_a_heading_is_not_printed_twice() -> None:
    """The notice said （一）一、贯彻… and 1.（1）学习… ."""
    rows = (
        "[问题台账]\n编号 | 方面 | 大项 | 具体问题 | 完成程度 | 整改进展\n"
        "P1 | 一、贯彻决策部署方面 | （1）学习不深入 | 子 | 已完成 | 一。\n"
        "P2 | （二）三个服务方面 | 2.3万元支出不规范 | 丑 | 已完成 | 二。\n"
    )
    lines = section_two(composed(INFO + rows + DEFAULT))
    assert [line for line in lines if not line.startswith(("整改", "（1）", "（2）"))] == [
        "（一）贯彻决策部署方面",
        "1.学习不深入",
        "（二）三个服务方面",
        "1.2.3万元支出不规范",
    ]


def test_the_status_line_follows_the_ledger() -> None:
    columns = "完成程度 | 后续要求 | 即知即改 | 剩余事项 | 剩余时限 | 整改时限 | 时限类型"
    assert status_of(columns, "已完成 | 无 | 是 | | | |") == "即知即改并已整改完成。"
    assert status_of(columns, "已完成 | 持续推进 | 是 | | | |") == "即知即改，已整改完成并持续推进。"
    assert status_of(columns, "已完成 | 长期坚持 | | | | 长期坚持 |") == "长期任务取得阶段性成效并长期坚持。"
    assert status_of(columns, "已完成 | 长期坚持 | | | | | 长期坚持") == "长期任务取得阶段性成效并长期坚持。"
    assert (
        status_of(columns, "已完成 | 无 | | 培训 | 2026年9月 | |")
        == "部分已整改完成；培训继续整改，2026年9月底前完成。"
    )
    assert status_of(columns, "整改中 | 无 | | 培训 | 10月中旬 | |") == "培训继续整改，2026年10月中旬前完成。"
    assert status_of(columns, "整改中 | 无 | | | | 2026-12-31 |") == "正在整改，2026年12月31日前完成。"
    assert status_of(columns, "整改中 | 持续推进 | | | | |") == "正在整改并持续推进。"
    assert status_of(columns, "整改中 | 无 | | | | 202642日 |") == "正在整改，整改时限待明确。"
    assert status_of(columns, "未启动 | 无 | | | | 2026年底前 |") == "尚未启动整改，2026年12月底前完成。"
    assert status_of(columns, "基本完成 | 长期坚持 | | | | |") == "基本完成整改并长期坚持。"


def test_a_day_that_has_passed_is_told_as_past_and_not_as_a_plan() -> None:
    """A notice of 20 November said 尚未启动整改，2026年10月2日前完成."""
    columns = "完成程度 | 后续要求 | 剩余事项 | 剩余时限 | 整改时限"
    assert status_of(columns, "未启动 | 无 | | | 2026-06-30") == "尚未启动整改，已超过时限（2026年6月30日）。"
    assert status_of(columns, "整改中 | 无 | 培训 | 2026-07-10 | 2026-06-30") == (
        "培训继续整改，整改时限2026年6月30日，原计划2026年7月10日前完成。"
    )
    assert status_of(columns, "整改中 | 无 | 培训 | 2026-12-10 | 2026-06-30") == (
        "培训继续整改，整改时限2026年6月30日，计划2026年12月10日前完成。"
    )


def test_an_approved_extension_moves_the_promised_day() -> None:
    rows = (
        "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展 | 整改时限\n"
        "P001 | 甲 | 乙 | 整改中 | 丙。 | 2026-06-30\n"
        "[销号登记]\n问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由\n"
        "P001 | 延期 | 通过 | 2026-11-30 | 2026-06-20 | 2026-06-18 | 周某 | 等待采购\n"
    )
    document = composed(INFO + rows + DEFAULT)
    assert "整改完成情况：正在整改，2026年11月30日前完成。" in printed(document)
    assert [finding.code for finding in document.findings] == []


def test_a_promise_that_has_passed_is_a_warning_at_its_cell() -> None:
    rows = (
        "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展 | 整改时限\n"
        "P001 | 甲 | 乙 | 整改中 | 丙。 | 2026-06-30\n"
    )
    [finding] = composed(INFO + rows + DEFAULT).findings
    assert finding.code == "NT204"
    assert (finding.sheet, finding.cell, finding.row_id) == ("问题台账", "F2", "P001")
    assert finding.message == "P001尚未完成，但整改时限2026年6月30日已过88天。"


def test_missing_progress_and_completion_show_in_the_text_and_as_warnings() -> None:
    rows = (
        "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展\n"
        "P001 | 甲 | 乙 | |\n"
        "P002 | 甲 | 丙 | 已完成 | 一是做了。\n"
    )
    document = composed(INFO + rows + DEFAULT)
    assert "整改情况：〔整改进展未填〕" in printed(document)
    assert "整改完成情况：〔完成程度未填〕" in printed(document)
    assert [(each.code, each.severity, each.cell) for each in document.findings] == [
        ("NT202", "warning", "E2"),
        ("NT203", "warning", "D2"),
    ]


def test_status_lines_are_left_out_where_no_problem_has_a_status() -> None:
    rows = "[问题台账]\n编号 | 方面 | 具体问题 | 整改进展\nP001 | 甲 | 乙 | 一是做了。\nP002 | 甲 | 丙 | 一是做了。\n"
    document = composed(INFO + rows + DEFAULT)
    assert not any(line.startswith("整改完成情况") for line in printed(document))
    [finding] = document.findings
    assert finding.message == "全部2个问题都没有完成程度，标准稿没有印“整改完成情况”。"


def test_a_label_typed_before_the_progress_is_not_printed_twice() -> None:
    rows = "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展\nP001 | 甲 | 乙 | 已完成 | 整改情况：一是做了。\n"
    assert "整改情况：一是做了。" in printed(composed(INFO + rows + DEFAULT))


def test_headings_are_numbered_anew_whatever_number_was_printed() -> None:
    prose = PROSE + (
        "第一部分 | 一级 | 基本情况 | | 五、 |\n"
        "第一部分 | 二级 | 组织领导。 | 成立专班。 | |\n"
        "第一部分 | 四级 | 甲 | | (1) |\n"
        "第一部分 | 三级 | 乙： | 丙 | 1. |\n"
        "第一部分 | 三级 | 丁： | 戊 | 2. |\n"
        "第一部分 | 四级 | 己 | | (2) |\n"
        "第一部分 | 三级 | 庚 | 辛 | 1. |\n"
        "第一部分 | 二级 | 建章立制 | | |\n"
        "第三部分 | 一级 | 下一步 | | |\n"
    )
    lines = [line for line in printed(composed(INFO + PROBLEMS + prose)) if not line.startswith("整改")]
    assert lines[2:10] == [
        "一、基本情况",
        "（一）组织领导。成立专班。",
        "（1）甲",
        "1.乙：丙",
        "2.丁：戊",
        "（2）己",
        "1.庚",
        "辛",
    ]
    assert lines[10:12] == ["（二）建章立制", "二、巡察反馈意见整改进展情况"]
    assert "三、下一步" in lines


def test_a_heading_that_ends_like_a_sentence_runs_into_its_text() -> None:
    prose = PROSE + "第一部分 | 二级 | 组织领导。 | 成立专班。 | |\n"
    found = next(each for each in composed(INFO + PROBLEMS + prose).paragraphs if each.level == "h2")
    assert (found.number, found.text, found.body) == ("（一）", "组织领导。", "成立专班。")


def test_an_empty_notice_sheet_takes_the_default_prose_and_says_so() -> None:
    document = composed(INFO + PROBLEMS)
    assert "一、整改工作基本情况" in printed(document)
    assert ("NT208", "warning") in [(each.code, each.severity) for each in document.findings]


def test_the_signature_comes_from_the_round_where_the_prose_has_none() -> None:
    document = composed(INFO + PROBLEMS + PROSE + "导语 | 正文 | | 现予公布。 | |\n")
    assert [each[:3] for each in document.paragraphs[-2:]] == [
        ("signature", "", "青石镇卫生院"),
        ("date", "", "2026年9月26日"),
    ]


def test_control_characters_are_replaced_visibly_and_reported() -> None:
    rows = "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改进展\nP001 | 甲 | 乙 | 已完成 | 一是\x07做\ufffe了。\n"
    document = composed(INFO + rows + DEFAULT)
    assert "整改情况：一是〓做〓了。" in printed(document)
    [finding] = document.findings
    assert (finding.code, finding.sheet, finding.cell) == ("NT205", "问题台账", "E2")


def test_a_ledger_without_problems_makes_no_notice() -> None:
    assert [(each.code, each.severity) for each in composed(INFO + DEFAULT).findings] == [("NT206", "error")]


def test_unknown_part_and_level_are_errors_at_their_cells() -> None:
    document = composed(INFO + PROBLEMS + PROSE + "第四部分 | 五级 | 甲 | | |\n")
    errors = [(each.code, each.cell) for each in document.findings if each.severity == "error"]
    assert errors == [("NT107", "A2"), ("NT107", "B2")]


@pytest.mark.parametrize("published", [False, True])
def test_the_title_that_the_office_filled_in_is_printed(*, published: bool) -> None:
    """The shipped row of 通报文稿 gives way to 通报标题 of 基本信息; a row that the office wrote itself does not."""
    title = "中共青石镇卫生院党支部关于县委第二巡察组反馈意见集中整改进展情况的通报"
    info = INFO + f"通报标题 | {title}\n"
    own = DEFAULT.replace(default_prose.TITLE, "青石镇卫生院整改情况通报")
    for prose, printed in ((DEFAULT, title), (own, "青石镇卫生院整改情况通报")):
        document = compose(load(info + PROBLEMS + prose), audience="internal", as_of=AS_OF, as_published=published)
        assert [str(each.text) for each in document.paragraphs if each.level == "title"] == [printed]
    untitled = compose(load(INFO + PROBLEMS + DEFAULT), audience="internal", as_of=AS_OF, as_published=published)
    assert str(untitled.paragraphs[0].text).startswith("青石镇卫生院关于县委第二巡察组反馈意见")
