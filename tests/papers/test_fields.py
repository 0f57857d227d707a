"""A paper is declared once: what it is filled with, what its template may use, and what its layout prints, agree."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypedDict

import pytest

from rectify_xl.documents.templates import template_blocks, template_check
from rectify_xl.documents.templates.shipped_templates import CLOSURE_FORM, LETTERS, TEMPLATES, WEEKLY, Shipped
from rectify_xl.documents.templates.template_blocks import TemplateBlock
from rectify_xl.papers.closure_form_fields import FormSignature
from rectify_xl.papers.paper_fields import Field, FieldGroup, Lines, Rows, fields_of, mismatches
from rectify_xl.supervision.meetings.meeting_fields import MoveRow

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
FOR_OFFICES = {"销号审批表": {"上级"}, **{letter.name: {"序号", "下一步"} for letter in LETTERS}}
"""Fields that none of our layouts prints: a template of an office may."""


class Sheet(TypedDict):
    题名: Annotated[Any, "标题"]
    行: Annotated[Any, Rows("各行", MoveRow)]
    签字: Annotated[Any, Rows("各签字栏", FormSignature, unpacked=True)]
    注: Annotated[Any, Lines("说明")]
    合计: Annotated[Any, FieldGroup("合计", MoveRow)]


def test_the_fields_of_a_declaration() -> None:
    """Every field has its name, what it stands for, its shape and its parts, in the order of the declaration."""
    parts = (Field("类", "哪种变化"), Field("数", "个数"), Field("名单", "问题编号"))
    assert fields_of(Sheet) == (
        Field("题名", "标题"),
        Field("行", "各行", "rows", parts),
        Field("签字", "各签字栏", "rows", (Field("栏", "栏目名称"), Field("名", "签字和日期")), unpacked=True),
        Field("注", "说明", "list"),
        Field("合计", "合计", "group", parts),
    )


def test_a_misspelt_or_missing_key_is_refused() -> None:
    """What a paper is filled with has the declared keys and no others, in its rows as well."""
    rows = [MoveRow(类="新增", 数=1, 名单=""), {"类": "办结", "数": 2, "名字": ""}]
    values = {"题名": "甲", "行": rows, "签字": [("乙", "丙")], "注": [], "合计表": ""}
    assert list(mismatches(fields_of(Sheet), values)) == [
        "合计表没有声明",
        "合计没有给出",
        "行.名字没有声明",
        "行.名单没有给出",
    ]


def test_a_misspelt_key_of_a_layout_is_refused() -> None:
    """A layout that prints what its paper does not declare is told, with the nearest name."""
    blocks = [TemplateBlock("第1段", "{{ 总慨况 }}", "正文")]
    (found,) = template_check.check(blocks, WEEKLY.fields)
    assert (found.code, found.message) == ("TP111", "没有名为“总慨况”的内容。")


@pytest.mark.parametrize("name", dict.fromkeys(each.fields for each in TEMPLATES), ids=lambda fields: fields[0].name)
def test_every_declared_key_is_printed(name: tuple[Field, ...]) -> None:
    """No key is declared that no layout of its paper prints, but those that are kept for offices."""
    papers = [each for each in TEMPLATES if each.fields == name]
    printed = " ".join(tag for paper in papers for tag in _tags(paper))
    unused = {key for key in _keys(name) if not re.search(rf"(?<!\w){key}(?!\w)", printed)}
    assert unused == FOR_OFFICES.get(papers[0].name, set())


def test_a_key_that_no_layout_prints_is_seen() -> None:
    """The form does not print 上级, which is how the test above would tell a key that was forgotten."""
    printed = " ".join(_tags(CLOSURE_FORM))
    assert (re.search(r"(?<!\w)上级(?!\w)", printed), bool(re.search(r"(?<!\w)进展(?!\w)", printed))) == (None, True)


def _keys(fields: Sequence[Field]) -> Iterator[str]:
    for field in fields:
        yield field.name
        if not field.unpacked:
            yield from _keys(field.parts)


def _tags(paper: Shipped) -> Iterator[str]:
    for suffix in paper.formats:
        path = paper.path(suffix)
        blocks = template_blocks.of_word(path) if suffix == "docx" else template_blocks.of_text(path)
        yield from (tag for block in blocks for tag in TAG.findall(block.text))
