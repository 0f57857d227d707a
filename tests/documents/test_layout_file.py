"""A settings file makes a layout; whatever is wrong with it is told at once, with its key and what to write."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from generate.paper_templates import notice_template
from rectify_xl.documents.layout.layout_file import choose, deviations
from rectify_xl.documents.layout.page_layout import NATIONAL
from rectify_xl.documents.make_notice import render
from rectify_xl.errors import PaperError
from rectify_xl.notice.model import ComposedNotice, Paragraph

NOTICE = ComposedNotice(
    "甲",
    (
        Paragraph("title", "", "甲院关于某组反馈意见集中整改进展情况的通报"),
        Paragraph("edition", "", "（内部稿）"),
        Paragraph("h1", "一、", "情况"),
        Paragraph("h2", "（一）", "领导。", body="成立专班。"),
        Paragraph("body", "", "乙。"),
        Paragraph("signature", "", "青石镇卫生院"),
        Paragraph("date", "", "2026年9月26日"),
    ),
)


def written(folder: Path, text: str) -> str:
    (folder / "我的.toml").write_text(text, encoding="utf-8")
    return str(folder / "我的.toml")


def refused(wanted: str, folder: Path | None = None) -> str:
    with pytest.raises(PaperError) as caught:
        choose(wanted, folder)
    return str(caught.value)


def test_the_shipped_national_profile_is_the_standard_of_the_program() -> None:
    assert choose("国标").layout == NATIONAL
    assert deviations(NATIONAL) == ()


def test_a_profile_says_only_what_differs_and_each_difference_is_told() -> None:
    layout = choose("省规范").layout
    assert (layout.top, layout.bottom, layout.left, layout.right, layout.pitch) == (28, 28, 27, 27, 33)
    assert layout.fonts == NATIONAL.fonts
    assert deviations(layout) == (
        "上边距28毫米，国标37毫米",
        "下边距28毫米，国标35毫米",
        "左边距27毫米，国标28毫米",
        "右边距27毫米，国标26毫米",
        "行距33磅，国标28.95磅",
        "页码位置“居中”，国标“外侧”",
        "每页20行，国标22行",
    )


def test_a_file_beside_the_ledger_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "版式.toml").write_text('["单位"."字号"]\n"标题" = 20\n', encoding="utf-8")
    chosen = choose("单位", tmp_path)
    assert (chosen.file, chosen.layout.sizes["标题"]) == (tmp_path / "版式.toml", 20)
    assert choose("省规范", tmp_path).layout.pitch == 33


def test_a_file_stands_for_its_only_profile_or_the_named_one(tmp_path: Path) -> None:
    file = written(tmp_path, '["市里"."版心"]\n"行距" = 30\n')
    assert choose(file).layout.pitch == 30
    assert choose("我的.toml#市里", tmp_path).layout.name == "市里"
    two = written(tmp_path, '["甲"."版心"]\n"行距" = 30\n["乙"."版心"]\n"行距" = 31\n')
    assert choose(f"{two}#乙").layout.pitch == 31
    assert "文件里有：甲、乙" in refused(two)


def test_every_mistake_is_told_with_its_key_and_what_to_write(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        ["单位"."页边距"]
        "上" = "37"
        "下" = 300
        "前" = 3
        ["单位"."版心"]
        "每行字数" = 27.5
        ["单位"."字体"]
        "正文" = "仿宋;}</style>"
        ["单位"."落款"]
        "格式" = "手写"
        ["单位"."页码"]
        "样式" = "第页"
        "字号" = true
        ["单位"."页眉"]
        "文字" = "甲"
        """,
    )
    told = refused(file)
    assert told.startswith("版式文件我的.toml的“单位”有9处要改：")
    for piece in (
        "“页边距”中的“上”应是数字（毫米），现为“37”，请改成不带引号的数字",
        "“页边距”中的“下”为300毫米，不合常理，请填10到80之间的数",
        "“页边距”中不认识“前”，请改为：上、下、左、右",
        "“版心”中的“每行字数”应是整数（字），现为“27.5”",
        "“字体”中的“正文”不能是“仿宋;}</style>”",
        "“落款”中的“格式”不能是“手写”，请改为：不盖章、盖章",
        "“页码”中的“样式”不能是“第页”，请用一个1代表页码",
        "“页码”中的“字号”应是数字（磅），现为“True”",
        "不认识“页眉”，请改为：页边距、版心、字体、字号、落款、页码",
    ):
        assert piece in told


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('"页边距"]\n"左" = 70\n"右" = 60', "版心只剩80毫米宽"),
        ('"页边距"]\n"上" = 80\n"下" = 80\n["单位"."页码"]\n"距版心" = 70', "不合常理，请填0到60"),
        ('"版心"]\n"每行字数" = 40', "版心宽156毫米约容27字，“版心”中的“每行字数”却是40，请改成27左右"),
        ('"字号"]\n"标题" = 36', "标题字号36磅大于行距28.95磅，字会被切掉"),
        ('"页码"]\n"距版心" = 30', "页码会印到纸边"),
    ],
)
def test_what_cannot_go_together_is_told(tmp_path: Path, settings: str, said: str) -> None:
    assert said in refused(written(tmp_path, f'["单位".{settings}\n'))


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    assert "没有.toml（文件不在那里）" in refused(str(tmp_path / "没有.toml"))
    assert "我的.toml第2行的写法有错" in refused(written(tmp_path, '["单位"]\n上 = 37\n'))
    assert refused("部颁").startswith("没有“部颁”这种版式。可用的版式：国标、省规范、单位")
    (tmp_path / "乱.toml").write_bytes("版式".encode("gb18030"))
    assert "不是 UTF-8 编码的文本" in refused(str(tmp_path / "乱.toml"))


def test_a_layout_is_put_on_the_shipped_template_as_if_it_had_been_built_so(tmp_path: Path) -> None:
    """Margins, styles, runs and footers of the rendering are those of a template built from the layout."""
    layout = choose("省规范").layout._replace(fonts={**NATIONAL.fonts, "二级": "方正楷体_GBK"})
    render(NOTICE, tmp_path / "套.docx", format="docx", layout=layout)
    (tmp_path / "模板.docx").write_bytes(notice_template.build(layout=layout))
    render(NOTICE, tmp_path / "建.docx", format="docx", template=tmp_path / "模板.docx")
    put, built = (docx.Document(str(tmp_path / name)) for name in ("套.docx", "建.docx"))
    assert put.element.body.xml == built.element.body.xml
    assert put.styles.element.xml == built.styles.element.xml
    assert put.sections[0].footer._element.xml == built.sections[0].footer._element.xml
    assert "方正楷体_GBK" in put.element.body.xml
    assert list(OpenXmlValidator().validate(str(tmp_path / "套.docx")).errors) == []


def test_an_own_template_keeps_its_page_unless_a_layout_is_given(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("{{ 题名 }}")
    template.save(str(tmp_path / "模板.docx"))
    before = docx.Document(str(tmp_path / "模板.docx")).sections[0].top_margin
    render(NOTICE, tmp_path / "甲.docx", format="docx", template=tmp_path / "模板.docx")
    assert docx.Document(str(tmp_path / "甲.docx")).sections[0].top_margin == before
    layout = choose("省规范").layout
    render(NOTICE, tmp_path / "乙.docx", format="docx", template=tmp_path / "模板.docx", layout=layout)
    margin = docx.Document(str(tmp_path / "乙.docx")).sections[0].top_margin
    assert margin is not None
    assert round(margin.mm) == 28


def test_the_web_page_follows_the_layout(tmp_path: Path) -> None:
    layout = choose("省规范").layout._replace(fonts={**NATIONAL.fonts, "正文": "宋体"})
    render(NOTICE, tmp_path / "甲.html", format="html", layout=layout)
    page = (tmp_path / "甲.html").read_text(encoding="utf-8")
    assert "margin: 28mm 27mm 28mm 27mm;" in page
    assert 'font: 18px/1.9 "宋体", FangSong' in page
    assert "line-height: 33pt" in page


def test_brackets_without_end_are_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "深.toml"
    path.write_text("a=" + "[" * 100_000, encoding="utf-8")
    with pytest.raises(PaperError, match="括号套得太深"):
        choose(str(path))
