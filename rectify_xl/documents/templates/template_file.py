"""Check a template file of an office as a whole, and give a copy of one that ships."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rectify_xl.documents import plain_template
from rectify_xl.documents.docx import word_template
from rectify_xl.documents.templates import (
    hostile_file,
    html_rules,
    missing_styles,
    shipped_templates,
    template_blocks,
    template_check,
)
from rectify_xl.documents.templates.explain_errors import explained
from rectify_xl.documents.templates.shipped_templates import Shipped
from rectify_xl.documents.templates.template_rules import template_finding
from rectify_xl.errors import PaperError
from rectify_xl.ledger.records import Finding
from rectify_xl.system import limits
from rectify_xl.workbook.saving import outputs

WHOLE = "整个文件"
SHOWN = 5
LONGEST = 120
"""Mistakes of a template, and characters of each, that are named where a paper was to be made; `check` lists all."""


def check(template: Path, shipped: Shipped) -> list[Finding]:
    """Return everything that is wrong with a template for the paper `shipped`; raises `PaperError` if unreadable."""
    if not template.is_file():
        raise PaperError(f"找不到模板：{template}", "请核对模板的位置")
    suffix = template.suffix.lower().removeprefix(".")
    if suffix in ("html", "htm", "txt"):
        return _text(template, shipped)
    refused = [
        template_finding("TP001", WHOLE, f"{what}。", f"{fix}。")
        for what, fix in dict.fromkeys(hostile_file.faults(template))
    ]
    refused = refused or [
        template_finding("TP001", WHOLE, f"{what}。", f"{fix}。") for what, fix in hostile_file.crowded(template)
    ]
    return refused or _word(template, shipped)


def refuse(template: Path | None, shipped: Shipped) -> None:
    """Raise `PaperError` with every error of a template that `check` finds: what it refuses, no paper is made from.

    None stands for the template that ships; those that ship are not judged.
    """
    if template is None or shipped_templates.ships(template):
        return
    with explained(template, (field.name for field in shipped.fields)):
        errors = [fault for fault in check(template, shipped) if fault.severity == "error"]
    if errors:
        messages = [
            f"{'' if fault.cell == WHOLE else fault.cell}{fault.message.rstrip('。')[:LONGEST]}" for fault in errors
        ]
        more = f"；另有{len(messages) - SHOWN}处" if len(messages) > SHOWN else ""
        remedies = dict.fromkeys(fault.fix.rstrip("。") for fault in errors[:SHOWN])
        raise PaperError(f"模板{template.name}不能使用：{'；'.join(messages[:SHOWN])}{more}", "；".join(remedies))


def export(shipped: Shipped, target: Path, *, overwrite: bool) -> None:
    """Write a copy of a template that ships; raises `PaperError` when it cannot go there."""
    endings = tuple(f".{format_name}" for format_name in shipped.formats)
    outputs.refuse(target, "模板", endings=endings, overwrite=overwrite)
    content = shipped.path(target.suffix.lower().removeprefix(".")).read_bytes()
    outputs.put(target, content, "模板", endings=endings, overwrite=overwrite)


def _text(template: Path, shipped: Shipped) -> list[Finding]:
    try:
        blocks = template_blocks.of_text(template)
    except UnicodeDecodeError:
        return [template_finding("TP001", WHOLE, "它不是 UTF-8 编码的文本。", "请另存为 UTF-8 编码。")]
    source = "\n".join(block.text for block in blocks)
    if len(source) > limits.TEMPLATE_CHARACTERS:
        return [template_finding("TP001", WHOLE, "它大得不正常。", "请换一个从本工具导出的模板重新修改。")]
    if len(re.findall(r"\{[{%#]", source)) > hostile_file.MOST_TAGS:
        return [template_finding("TP001", WHOLE, f"占位超过{hostile_file.MOST_TAGS}处。", "请删去模板里多余的占位。")]
    if template.suffix.lower() != ".txt":
        refused = [template_finding("TP001", WHOLE, f"{what}。", f"{fix}。") for what, fix in html_rules.faults(source)]
        if refused:
            return refused
    faults = template_check.check(blocks, shipped.fields)
    return faults or _uncompiled(template, plain_template.compiled)


def _word(template: Path, shipped: Shipped) -> list[Finding]:
    try:
        blocks = template_blocks.of_word(template)
    except (KeyError, ValueError, OSError) as error:
        raise PaperError(f"模板{template.name}不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试") from error
    faults = template_check.check(blocks, shipped.fields)
    faults += missing_styles.check(template, blocks, shipped.styles)
    if not any(fault.severity == "error" for fault in faults):
        faults += _uncompiled(template, word_template.compiled)
    return faults


def _uncompiled(template: Path, compiled: Callable[[Path], None]) -> list[Finding]:
    """Return why a template cannot be compiled, though nothing is wrong with any of its places."""
    try:
        compiled(template)
    except PaperError as error:
        return [template_finding("TP112", WHOLE, f"{error.message}。", f"{error.remedy}。")]
    return []
