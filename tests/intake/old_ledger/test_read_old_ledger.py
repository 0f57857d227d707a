"""Which sheets of an old workbook hold problems, what holds for a whole sheet, and what a person is told."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger
from tests.intake.old_ledger.sheets import codes, column, imported, measures, old_ledger, problems, reasons, sheet

HEAD = "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限\n"
ROW = "1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年6月\n"
BARE = "序号 | 存在问题 | 整改措施 | 完成时限\n"


def uses(old: OldLedger) -> dict[str, str]:
    return {use.sheet: use.use for use in old.sheets}


def test_sheets_named_by_departments_give_the_department() -> None:
    """Each department has its sheet without a column 责任科室; its name is that of the department, which is told."""
    office = sheet(BARE + "1 | 学习走过场 | 定计划 | 6月", name="办公室")
    finance = sheet(BARE + "2 | 台账缺页 | 补台账 | 7月", name="财务科")
    assert column(problems(office, finance), "责任科室") == ["办公室", "财务科"]
    assert codes(office, finance).count("IL112") == 2


def test_sheets_named_by_aspects_give_the_aspect() -> None:
    """Each aspect has its sheet, named in its tab or in a line above the table."""
    head = "序号 | 存在问题 | 整改措施 | 责任科室 | 完成时限\n"
    one = sheet(head + "1 | 学习走过场 | 定计划 | 办公室 | 6月", name="理论学习方面")
    two = sheet("方面：党建责任落实方面\n" + head + "1 | 党费迟交 | 补交 | 办公室 | 7月", name="表2")
    assert column(problems(one, two), "方面") == ["理论学习方面", "党建责任落实方面"]


@pytest.mark.parametrize("name", ["Sheet1", "台账", "整改台账", "第一批", "2025"])
def test_a_plain_name_of_a_sheet_is_no_aspect(name: str) -> None:
    """Sheet1 and 台账 say nothing of their problems."""
    rows = problems(sheet(BARE + "1 | 学习走过场 | 定计划 | 6月", name=name), sheet(HEAD + ROW, name="其余"))
    assert rows[0].get("方面") is None


def test_statistics_instructions_and_empty_sheets_are_told() -> None:
    """What holds no problems is not read, and is listed with its reason."""
    old = old_ledger(
        sheet(HEAD + ROW, name="台账"),
        sheet("科室 | 问题数 | 已完成 | 完成率\n办公室 | 1 | 1 | 100%\n合计 | 1 | 1 | 100%", name="统计"),
        sheet("填报说明\n1.每月25日前报送。\n2.写全称。", name="说明"),
        sheet("", name="空表"),
    )
    assert uses(old) == {
        "台账": "问题数据",
        "统计": "没有问题一列，表头是：科室、问题数、已完成、完成率",
        "说明": "没有表格",
        "空表": "空白",
    }
    assert [(item.sheet, item.reason) for item in old.left_out] == [
        ("统计", "工作表未导入：没有问题一列，表头是：科室、问题数、已完成、完成率"),
        ("说明", "工作表未导入：没有表格"),
    ]


@pytest.mark.parametrize("name", ["模板", "样表", "填写样例", "台账（模板）"])
def test_a_template_holds_no_problems(name: str) -> None:
    """A sheet to be copied has a sample row that is nobody's problem."""
    old = old_ledger(sheet(HEAD + ROW), sheet(HEAD + "1 | 某方面 | 某问题 | 某措施 | 某科室 | 某月", name=name))
    assert uses(old)[name] == "样表、模板"
    assert len(old.problems) == 1


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "named a copy"])
def test_a_copy_is_not_read_twice(*, hidden: bool) -> None:
    """A hidden or so named sheet with the same problems is an older state."""
    copy = sheet(HEAD + ROW, name="备份" if not hidden else "上月", hidden=hidden)
    old = old_ledger(sheet(HEAD + ROW + "2 | 学习 | 笔记不全 | 补笔记 | 办公室 | 7月", name="台账"), copy)
    assert uses(old)[copy.name] == "问题与另一张工作表相同，只读其中较新的一张（《台账》）"
    assert len(old.problems) == 2


def test_a_hidden_sheet_with_problems_of_its_own_is_read_and_told() -> None:
    """Hidden problems are problems."""
    secret = sheet(HEAD + "1 | 管理 | 考勤缺失 | 查考勤 | 人事科 | 8月", name="第二批", hidden=True)
    assert column(problems(sheet(HEAD + ROW), secret), "具体问题") == ["学习走过场", "考勤缺失"]
    assert "IL107" in codes(sheet(HEAD + ROW), secret)


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    """The report names the rows and the letters of the columns."""
    grid = sheet(
        HEAD + ROW + "2 | 学习 | 笔记不全 | 补笔记 | 办公室 | 7月",
        hidden_rows=frozenset((3,)),
        hidden_columns=frozenset((5,)),
    )
    assert column(problems(grid), "责任科室") == ["办公室", "办公室"]
    [finding] = [finding for finding in imported(grid).findings if finding.code == "IL107"]
    assert finding.message == "《台账》隐藏的第3行、E列已一并读入。"


def test_comments_are_kept_with_their_words() -> None:
    """A comment on a cell of a problem goes into its 备注, with the cell on which it stood."""
    grid = sheet(HEAD + ROW, notes={"C2": "王书记：重点盯办"})
    assert column(problems(grid), "备注") == ["原C2批注：王书记：重点盯办"]


def test_comments_elsewhere_are_told() -> None:
    """A comment on the title is nobody's; what it says stands in the report."""
    grid = sheet("某局整改台账\n" + HEAD + ROW, notes={"A1": "第三稿"})
    [finding] = [finding for finding in imported(grid).findings if finding.code == "IL110"]
    assert (finding.sheet, finding.cell) == ("台账", "A1")
    assert "第三稿" in finding.message


def test_a_formula_without_a_result_is_told() -> None:
    """What the file does not keep cannot be read."""
    grid = sheet(HEAD + ROW)._replace(uncached={(2, 7): "=A2"})
    assert "IL111" in codes(grid)


def test_a_result_that_changes_by_itself_is_told() -> None:
    """A deadline of =TODAY()+30 would be another day with each report; elsewhere than in rows it is nobody's."""
    grid = sheet(HEAD + ROW)._replace(unsteady={(2, 6): "=TODAY()+30", (1, 9): "=NOW()"})
    [finding] = [finding for finding in imported(grid).findings if finding.code == "IL115"]
    assert (finding.severity, finding.cell) == ("warning", "F2")
    assert finding.message == "《台账》有1处公式的结果会自己变（F2），如F2“=TODAY()+30”，按文件里存着的结果读取。"


def test_the_same_problem_twice_is_told() -> None:
    """Both are imported; the second is named with the place of the first."""
    grid = HEAD + ROW + ROW.replace("1 |", "2 |")
    assert len(problems(grid)) == 2
    [finding] = [finding for finding in imported(grid).findings if finding.code == "IL108"]
    assert finding.message == "《台账》C3与《台账》C2的问题文字相同。"
    assert finding.row_id == "P002"


def test_unit_title_and_days_stand_around_the_table() -> None:
    """What the lines above and below the table say goes into 基本信息."""
    grid = sheet(
        "附件1\n青山县林业局巡察反馈问题整改台账\n填报单位：青山县林业局 | | | 反馈时间：2025年3月20日\n"
        "联系电话：0000-1234567\n" + HEAD + ROW,
    )
    info = imported(grid).imported.info
    assert info["单位名称"] == "青山县林业局"
    assert info["反馈日期"] == date(2025, 3, 20)
    assert info["台账标题"] == "青山县林业局巡察反馈问题整改台账"
    assert info["联系电话"] == "0000-1234567"
    assert "IL109" not in codes(grid)


def test_a_day_without_a_year_follows_the_feedback() -> None:
    """7月15日 after a feedback in March 2025 is in 2025, and 1月15日 in 2026; both are told."""
    grid = sheet(
        "反馈时间：2025年3月20日\n"
        + HEAD
        + "1 | 学习 | 学习走过场 | 定计划 | 办公室 | 7月15日\n2 | 学习 | 笔记不全 | 补笔记 | 办公室 | 1月15日"
    )
    messages = [finding.message for finding in imported(grid).findings if finding.code == "IL106"]
    assert [message.rpartition("为")[2] for message in messages] == ["2025年7月15日。", "2026年1月15日。"]


def test_several_tables_on_a_sheet_are_all_read() -> None:
    """A second table with other columns below the first is read under its own header."""
    grid = sheet(
        "一、学习不够方面\n序号 | 存在问题 | 整改措施 | 责任科室\n1 | 学习走过场 | 定计划 | 办公室\n\n"
        "二、管理不严方面\n"
        "序号 | 存在问题 | 责任科室 | 整改措施 | 完成时限\n1 | 考勤缺失 | 人事科 | 查考勤 | 2025年8月"
    )
    rows = problems(grid)
    assert column(rows, "具体问题") == ["学习走过场", "考勤缺失"]
    assert column(rows, "责任科室") == ["办公室", "人事科"]
    assert column(rows, "整改时限") == [None, "2025年8月"]


FORM = """
    整改任务书
    问题编号 | {0} | 责任科室 | {1}
    反馈方面 | 学习 | 整改时限 | 2025年6月
    存在问题 | {2}
    整改措施 | 1.定计划；⏎2.开会议。
    完成情况 | 已完成
"""


def test_forms_one_below_the_other_are_problems() -> None:
    """Labels with their values beside them, one form a problem, are read as rows are."""
    forms = "\n".join(
        "\n".join(line.strip() for line in FORM.format(*values).strip().split("\n"))
        for values in (("1", "办公室", "学习走过场"), ("2", "财务科", "台账缺页"))
    )
    rows = problems(forms)
    assert column(rows, "具体问题") == ["学习走过场", "台账缺页"]
    assert column(rows, "责任科室") == ["办公室", "财务科"]
    assert column(rows, "方面") == ["学习", "学习"]
    assert column(rows, "完成程度") == ["已完成", "已完成"]
    assert column(measures(forms), "措施内容") == ["定计划", "开会议", "定计划", "开会议"]


def test_an_empty_form_is_no_problem() -> None:
    """A form to be copied, without a problem in it, becomes no row."""
    forms = "\n".join(
        "\n".join(line.strip() for line in FORM.format(*values).strip().split("\n"))
        for values in (("1", "办公室", "学习走过场"), ("", "", ""))
    )
    assert column(problems(forms), "具体问题") == ["学习走过场"]


def test_words_above_the_table_are_listed() -> None:
    """Title and attachment number stand in no row, and are listed as such."""
    assert reasons("附件1\n某局整改台账\n" + HEAD + ROW) == {
        "附件1": "标题、单位、日期等表格上方的文字",
        "某局整改台账": "标题、单位、日期等表格上方的文字",
    }
