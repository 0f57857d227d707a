"""Check a template file of an office as a whole, and give a copy of one that ships."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.books import outputs
from rectify_xl.errors import PaperError
from rectify_xl.word import docx_template, html_rules, package, template_blocks, template_check, template_looks
from rectify_xl.word.template_check import Fault
from rectify_xl.word.templates import Shipped

WHOLE = "整个文件"


def check(template: Path, shipped: Shipped) -> list[Fault]:
    """Return everything that is wrong with a template for the paper `shipped`; raises `PaperError` if unreadable."""
    if not template.is_file():
        raise PaperError(f"找不到模板：{template}", "请核对模板的位置")
    suffix = template.suffix.lower().removeprefix(".")
    if suffix in ("html", "htm", "txt"):
        return _text(template, shipped)
    refused = [Fault("TP001", WHOLE, f"{what}。", f"{fix}。") for what, fix in dict.fromkeys(package.faults(template))]
    return refused or _word(template, shipped)


def export(shipped: Shipped, target: Path, *, overwrite: bool) -> None:
    """Write a copy of a template that ships; raises `PaperError` when it cannot go there."""
    endings = tuple(f".{each}" for each in shipped.formats)
    outputs.refuse(target, "模板", endings=endings, overwrite=overwrite)
    content = shipped.path(target.suffix.lower().removeprefix(".")).read_bytes()
    outputs.put(target, content, "模板", endings=endings, overwrite=overwrite)


def _text(template: Path, shipped: Shipped) -> list[Fault]:
    try:
        blocks = template_blocks.of_text(template)
    except UnicodeDecodeError:
        return [Fault("TP001", WHOLE, "它不是 UTF-8 编码的文本。", "请另存为 UTF-8 编码。")]
    if template.suffix.lower() != ".txt":
        source = "\n".join(block.text for block in blocks)
        refused = [Fault("TP001", WHOLE, f"{what}。", f"{fix}。") for what, fix in html_rules.faults(source)]
        if refused:
            return refused
    return template_check.check(blocks, shipped.fields)


def _word(template: Path, shipped: Shipped) -> list[Fault]:
    try:
        blocks = template_blocks.of_word(template)
    except (KeyError, ValueError, OSError) as error:
        raise PaperError(f"模板{template.name}不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试") from error
    found = template_check.check(blocks, shipped.fields)
    found += template_looks.check(template, blocks, shipped.styles)
    if not any(fault.severity == "error" for fault in found):
        try:
            docx_template.compiled(template)
        except PaperError as error:
            found.append(Fault("TP112", WHOLE, f"{error.message}。", f"{error.remedy}。"))
    return found
