"""Fill the html and txt templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from rectify_xl.documents.templates import html_rules
from rectify_xl.documents.templates.explain_errors import explained, refuse_unknown
from rectify_xl.documents.templates.paper_environment import environment
from rectify_xl.errors import PaperError


def fill(template: Path, context: Mapping[str, Any], rules: Environment) -> str:
    """Return the filled template.

    Raises `PaperError` when the template cannot be read, has a mistake, or names what there is no value for.
    """
    with explained(template, context):
        if not template.is_file():
            raise PaperError(f"找不到模板：{template}", "请核对模板的位置")
        try:
            source = template.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise PaperError(f"模板{template.name}不是 UTF-8 编码的文本", "请另存为 UTF-8 编码") from error
        html_rules.refuse(template, source)
        refuse_unknown(template, [source], context, rules)
        return rules.from_string(source).render(context)


def compiled(template: Path) -> None:
    """Compile a template as `fill` will, without values; raises `PaperError` for what cannot be compiled."""
    with explained(template, ()):
        source = template.read_text(encoding="utf-8-sig")
        environment(autoescape=template.suffix.lower() != ".txt").from_string(source)
