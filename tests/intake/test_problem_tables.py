"""The problems of a notice may stand in a table, with titles across it or merged downwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rectify_xl.commands.read_notice import NoticeRows, read_notice
from rectify_xl.intake import problem_tables
from rectify_xl.ledger import schema
from rectify_xl.notice.model import ParsedNotice
from rectify_xl.notice.proof import proof
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read
from tests.documents.packed import put

PAGE = """<html><body>
<p>宁阜县气象局党组关于县委巡察反馈意见整改情况的通报</p>
<p>根据县委统一部署，县委第二巡察组对县气象局党组开展了巡察，2025年2月27日反馈了意见。现将整改情况通报如下。</p>
<p>一、整改工作组织情况</p>
<p>局党组对反馈的2个方面3个问题制定整改措施5条，已完成2个，正在整改1个。</p>
<p>二、反馈问题整改情况</p>
{table}
<p>三、下一步工作打算</p><p>紧盯正在整改的问题。</p>
<p>联系电话：0900-8890121。</p><p>宁阜县气象局党组</p><p>2025年7月10日</p>
</body></html>"""
HEAD = "<tr><td>序号</td><td>反馈问题</td><td>整改情况</td><td>完成情况</td><td>责任股室</td><td>整改时限</td></tr>"
ACROSS = f"""<table>{HEAD}
<tr><td colspan=6>一、履行防灾职责方面</td></tr>
<tr><td>1</td><td>预警信息传播不畅</td><td><p>一是安装大喇叭；二是纳入叫应名单。</p><p>另修订预案。</p></td>
<td>已完成</td><td>气象台</td><td>2025年4月底前</td></tr>
<tr><td>2</td><td>观测站维护不及时</td><td>一是更换设备；二是重签协议。</td><td>正在整改，2025年9月底前完成</td>
<td>业务股</td><td>2025.9.30</td></tr>
<tr><td colspan=6>二、从严治党方面</td></tr>
<tr><td>3</td><td>收费管理不规范</td><td>清退违规收费1.2万元。</td><td>即知即改，已完成</td><td>办公室</td><td>立行立改</td></tr>
</table>"""
DOWN = """<table>
<tr><td>序号</td><td>反馈意见</td><td>具体问题</td><td>整改举措及成效</td><td>牵头领导</td><td>整改状态</td><td>群众满意率</td><td>佐证材料</td></tr>
<tr><td>1</td><td rowspan=2>保障供水安全方面</td><td>泵房移交滞后</td><td>①接收泵房；②更新水箱。</td><td>温远航</td>
<td>已完成</td><td>96%</td><td>移交清单</td></tr>
<tr><td>2</td><td>抢修响应慢</td><td>①组建抢修队；②配备抢修车。</td><td>戴秀英</td><td>已完成，长期坚持</td><td>98%</td><td></td></tr>
<tr><td>3</td><td>从严治党责任方面</td><td>述职评议不经常</td><td>制定办法。</td><td>戴秀英</td><td>持续推进</td><td></td><td>评议办法</td></tr>
</table>"""


def notice(tmp_path: Path, table: str) -> NoticeRows:
    return read_notice(put(tmp_path / "通报.html", PAGE.format(table=table).encode()))


def parsed_of(tmp_path: Path, table: str) -> ParsedNotice:
    source = read(put(tmp_path / "通报.html", PAGE.format(table=table).encode()))
    return parse(problem_tables.spelled(source.lines, source.tables).lines)


def test_lines_of_the_site_above_the_title_make_no_list_of_a_notice(tmp_path: Path) -> None:
    """A page with its site's name and menu above a notice whose table holds no states is a notice."""
    table = """<table><tr><td>序号</td><td>存在问题</td><td>具体表现</td><td>整改落实情况</td><td>责任领导</td></tr>
<tr><td>1</td><td rowspan=2>防灾职责方面</td><td>预警信息不畅</td><td>安装大喇叭。已完成。</td><td>温远航</td></tr>
<tr><td>2</td><td>观测站维护不及时</td><td>更换设备。正在整改。</td><td>温远航</td></tr></table>"""
    site = "<p>宁阜县人民政府</p><p>首页 政务公开</p><p>首页 > 政务公开 > 气象局</p>"
    page = PAGE.format(table=table).replace("<body>", f"<body>{site}").replace("反馈问题整改", "整改")
    rows = read_notice(put(tmp_path / "通报.html", page.encode()))
    assert rows.kind == "notice"
    assert [row["具体问题"] for row in rows.rows.of(schema.PROBLEMS)] == ["预警信息不畅", "观测站维护不及时"]


def test_titles_across_the_table_are_the_aspects(tmp_path: Path) -> None:
    """Each row is a problem with its number, body and status; two paragraphs of a cell are two of the body."""
    parsed = parsed_of(tmp_path, ACROSS)
    assert [aspect.printed for aspect in parsed.aspects] == ["一、履行防灾职责方面", "二、从严治党方面"]
    assert [
        (item.heading.number, item.aspect, item.problem, len(item.measures), item.status and item.status.completion)
        for item in parsed.items
    ] == [
        ("1.", 1, "预警信息传播不畅", 2, "已完成"),
        ("2.", 1, "观测站维护不及时", 2, "整改中"),
        ("3.", 2, "收费管理不规范", 1, "已完成"),
    ]
    assert parsed.items[0].body == "一是安装大喇叭；二是纳入叫应名单。\n另修订预案。"
    assert (parsed.unit, parsed.date.iso, parsed.contact.phone) == ("宁阜县气象局党组", "2025-07-10", "0900-8890121")


def test_columns_that_no_notice_has_go_into_the_ledger(tmp_path: Path) -> None:
    """责任股室 and 整改时限 fill their columns, and the text as published keeps them at the problem."""
    rows = notice(tmp_path, ACROSS).rows
    assert [(cells["责任科室"], cells["整改时限"]) for cells in rows.of(schema.PROBLEMS)] == [
        ("气象台", "2025年4月底前"),
        ("业务股", date(2025, 9, 30)),
        ("办公室", "立行立改"),
    ]
    assert "责任股室：气象台" in [cells["正文"] for cells in rows.of(schema.PROSE)]


def test_titles_merged_downwards_are_the_aspects_too(tmp_path: Path) -> None:
    """A merged cell governs the rows that it covers; a column without a place in the ledger is kept at its right."""
    result, parsed = notice(tmp_path, DOWN), parsed_of(tmp_path, DOWN)
    assert [aspect.title for aspect in parsed.aspects] == ["保障供水安全方面", "从严治党责任方面"]
    assert [item.aspect for item in parsed.items] == [1, 1, 2]
    assert [item.measures for item in parsed.items][:2] == [
        ("接收泵房", "更新水箱。"),
        ("组建抢修队", "配备抢修车。"),
    ]
    assert result.rows.own_columns == {"问题台账": ("群众满意率",)}
    assert [(cells["问题/措施编号"], cells["名称"]) for cells in result.rows.of(schema.EVIDENCE)] == [
        ("P001", "移交清单"),
        ("P003", "评议办法"),
    ]
    assert [cells.get("牵头领导") for cells in result.rows.of(schema.PROBLEMS)] == ["温远航", "戴秀英", "戴秀英"]


def test_the_proof_counts_the_problems_of_a_table(tmp_path: Path) -> None:
    """The stated totals hold, and the titles in the table are no main headings."""
    source = read(put(tmp_path / "通报.html", PAGE.format(table=ACROSS).encode()))
    findings = proof(problem_tables.spelled(source.lines, source.tables).lines, date(2025, 7, 10))
    assert [finding.message for finding in findings if finding.severity == "error"] == []


def test_other_tables_stay_lines(tmp_path: Path) -> None:
    """A table of numbers is no table of problems: its cells are lines, as they were."""
    table = (
        "<table><tr><td>方面</td><td>问题数</td><td>已完成</td></tr><tr><td>党建</td><td>3</td><td>2</td></tr></table>"
    )
    source = read(put(tmp_path / "通报.html", PAGE.format(table=table).encode()))
    assert problem_tables.spelled(source.lines, source.tables).lines == source.lines


def test_a_table_attached_below_the_date_hides_neither_date_nor_contact(tmp_path: Path) -> None:
    """附表 below the signature holds the problems; what is printed keeps its order."""
    page = PAGE.format(table="<p>逐条整改情况见附表。</p>").replace(
        "</body>", f"<p>附表：整改情况表</p>{ACROSS}</body>"
    )
    result = read_notice(put(tmp_path / "通报.html", page.encode()))
    info = result.rows.info
    assert (info["通报日期"], info["联系电话"], result.counts["problems"]) == (date(2025, 7, 10), "0900-8890121", 3)
    texts = [cells["正文"] or cells["标题"] for cells in result.rows.of(schema.PROSE)]
    assert texts.index("2025年7月10日") < texts.index("附表：整改情况表") < texts.index("责任股室：气象台")
