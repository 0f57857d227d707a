"""There is one sandbox; what may be written in it, a cell or a template, its grammar says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from rectify_xl.text.sandbox import Sandbox, nodes_of
from rectify_xl.text.sandbox_rules import CELL, PAPER, Grammar

PACKAGE = Path(__file__).resolve().parents[2] / "rectify_xl"


def refused(text: str, grammar: Grammar) -> tuple[str, ...]:
    sandbox = Sandbox(grammar, autoescape=True)
    return sandbox.refused(nodes_of(sandbox.parse(text)))


@pytest.mark.parametrize(
    ("text", "in_a_cell", "in_a_template"),
    [
        ("{{ 问题数 + 1 }}{% if 问题数 > 1 %}多{% endif %}", (), ()),
        ("{% for 行 in 各行 %}{{ 行.名 }}{% endfor %}", ("循环", "取属性"), ()),
        ("{{ 名 | join }}", ("过滤器",), ()),
        ("{{ 名 | replace('甲', '乙') }}", ("过滤器",), ("过滤器“replace”",)),
        ("{{ 名.strip() }}", ("调用", "取属性"), ()),
        ("{{ range(9) }}", ("调用",), ("调用“range()”",)),
        ("{{ 名.__class__ }}", ("取属性",), ("取内部属性“__class__”",)),
        ("{{ 9 ** 9 }}", ("乘方",), ("乘方",)),
        ("{% include '甲' %}", ("引用文件",), ("引用文件",)),
    ],
)
def test_what_a_cell_and_what_a_template_may_do(
    text: str, in_a_cell: tuple[str, ...], in_a_template: tuple[str, ...]
) -> None:
    """A cell names, compares and adds; a template repeats and takes parts as well; neither calls functions."""
    assert (refused(text, CELL), refused(text, PAPER)) == (in_a_cell, in_a_template)


def test_the_sandbox_has_no_function_and_no_filter_of_its_own() -> None:
    """Only the filters that are given can be named."""
    sandbox = Sandbox(PAPER, {"upper": str.upper})
    assert (sandbox.globals, list(sandbox.filters)) == ({}, ["upper"])


def test_the_nodes_of_a_text_come_in_its_order() -> None:
    tree = Sandbox(PAPER).parse("{{ 甲 }}{% if 乙 %}{{ 丙 }}{% endif %}{{ 丁 }}")
    assert [each.name for each in nodes_of(tree) if isinstance(each, nodes.Name)] == ["甲", "乙", "丙", "丁"]


def test_nobody_else_makes_an_environment() -> None:
    """A second environment of jinja2 would be a second answer to what is safe."""
    makers = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"jinja2\.sandbox|\bEnvironment\(", path.read_text(encoding="utf-8"))
    ]
    assert makers == ["text/sandbox.py"]
