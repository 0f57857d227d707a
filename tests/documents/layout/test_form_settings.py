"""The settings of 上报表 are what the file says, and every mistake in it is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.documents.layout import form_settings
from rectify_xl.errors import PaperError
from rectify_xl.papers.form.form_contents import CONTENTS
from rectify_xl.papers.form.reporting_form import SIGNED_BY, TITLE
from rectify_xl.system import resources


def written(folder: Path, text: str) -> Path:
    path = folder / "上报表.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_that_ships_names_every_content() -> None:
    """An office reads in the file itself what it may choose."""
    text = resources.path("templates", "上报表.toml").read_text(encoding="utf-8")
    assert [content.name for content in CONTENTS if content.name not in text] == []
    chosen = form_settings.shipped()
    assert (chosen.title, chosen.signed_by, chosen.size, chosen.paper) == (TITLE, SIGNED_BY, 0, "A3")


def test_a_column_has_its_own_heading_and_width(tmp_path: Path) -> None:
    """A word that offices have for a column is understood; what is not said is as the program has it."""
    chosen = form_settings.read(
        written(
            tmp_path, '"字号" = 9\n[["列"]]\n"内容" = "责任科室"\n[["列"]]\n"内容"="问题"\n"表头"="清单"\n"宽"=15.5\n'
        )
    )
    assert [(column.content.name, column.heading, column.width) for column in chosen.columns] == [
        ("责任单位", "责任单位", 4.0),
        ("问题", "清单", 15.5),
    ]
    assert chosen.size == 9


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Each with its place and what to write instead."""
    text = (
        '"标题" = "{单位}{年份}表"\n"字号" = 7\n"纸张" = "B4"\n"颜色" = "红"\n"落款" = "张三"\n'
        '[["列"]]\n"内容" = "备注"\n[["列"]]\n"内容" = "心情"\n[["列"]]\n"宽" = 3\n'
        '[["列"]]\n"内容" = "问题"\n"宽" = 1\n[["列"]]\n"内容" = "具体问题"\n"表头" = ""\n"高" = 3\n'
    )
    with pytest.raises(PaperError) as raised:
        form_settings.read(written(tmp_path, text))
    for part in (
        "上报表的设置上报表.toml有12处要改：1. 不认识“颜色”，可以写的是：标题、纸张、字号、落款、列；",
        "“标题”里不认识{年份}，可以用{单位}、{巡察}",
        "“字号”应是9到16之间的数（磅），现为“7”；小于9磅印出来看不清",
        "“纸张”应是 A3 或 A4，现为“B4”",
        "“落款”应写成",
        "第1列的“备注”是本单位内部用的，不报出去，请删去这一列",
        "第2列的“内容”不能是“心情”，可选：序号、编号、方面、",
        '第3列没有写“内容”，请补上，如 "内容" = "问题"',
        "第4列的“宽”应是2到60之间的数（一行至少排几个字），现为“1”",
        "第5列不认识“高”，可以写的是：内容、表头、宽",
        "第5列与第4列都是“问题”，请删去一列",
        "第5列的“表头”应是1到20字的文字，现为“”",
    ):
        assert part in raised.value.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "没有写列"),
        (b'"\xe5\x88\x97" = 3', "没有写列"),
        ("列 = 3".encode(), "第1行的写法有错"),
        ("标题".encode("gbk"), "不是 UTF-8 编码的文本"),
        (b"[" * 20_000, "有错|太深"),
        (b"#" * 200_000, "太大，不像设置文件"),
        ('[["列"]]\n"内容" = "序号"'.encode(), "只有序号一列，请至少再写一列"),
        ('"标题" = 3\n[["列"]]\n"内容" = "问题"'.encode(), "“标题”应是一行文字"),
        ('"标题" = "{单位"\n[["列"]]\n"内容" = "问题"'.encode(), "花括号不成对"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    """Whatever somebody puts there, the answer is a sentence."""
    path = tmp_path / "上报表.toml"
    path.write_bytes(content)
    with pytest.raises(PaperError, match=message):
        form_settings.read(path)
    with pytest.raises(PaperError, match="打不开"):
        form_settings.read(tmp_path)
    with pytest.raises(PaperError, match="文件不在那里"):
        form_settings.read(tmp_path / "没有.toml")
