"""Check a template file of an office as a whole, its looks included, and give a copy of one that ships."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document

from rectify_xl.documents import plain_template
from rectify_xl.documents.docx import word_template
from rectify_xl.documents.templates import hostile_file, html_rules, shipped_templates, template_blocks, template_check
from rectify_xl.documents.templates.explain_errors import explained
from rectify_xl.documents.templates.shipped_templates import Shipped
from rectify_xl.documents.templates.template_blocks import TemplateBlock
from rectify_xl.documents.templates.template_rules import template_finding
from rectify_xl.errors import PaperError
from rectify_xl.ledger.records import Finding
from rectify_xl.system import limits
from rectify_xl.workbook.saving import outputs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20


def _missing_looks(template: Path, blocks: Sequence[TemplateBlock], needed: Sequence[str]) -> Iterator[Finding]:
    """Yield what the template lacks; `needed` are the ids of the styles that the official layout uses."""
    document: Any = Document(str(template))
    styles = {style.get(f"{_W}styleId", ""): style for style in document.styles.element.iter(f"{_W}style")}
    missing = [name for name in needed if name not in styles]
    if missing:
        message = f"缺少公文版式用的样式：{'、'.join(missing)}。"
        yield template_finding("TP201", "样式", message, "套用这些样式的段落会失去版式；请从导出的模板开始修改。")
    for number, table in enumerate(document.element.body.iter(f"{_W}tbl"), 1):
        grid = table.find(f"{_W}tblGrid")
        if grid is None or grid.find(f"{_W}gridCol") is None:
            message = "表格没有列宽定义，不能填写，在 WPS 里也显示为空白。"
            yield template_finding("TP203", f"表{number}", message, "请在 Word 中另存一次，或重新插入这张表格。")
    defaults = document.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}rFonts")
    if _chinese(defaults):
        return
    default = next((name for name, style in styles.items() if style.get(f"{_W}default") in ("1", "true")), "")
    places: dict[str, list[str]] = {}
    for block in blocks:
        if block.text.strip() and not _styled(styles, block.style or default):
            places.setdefault(block.style or default, []).append(block.place)
    for style, used in places.items():
        listed = "、".join(used[:5]) + (f"等{len(used)}处" if len(used) > 5 else "")
        message = f"样式“{_name(styles.get(style)) or '正文'}”没有设置中文字体（{listed}）。"
        yield template_finding("TP202", used[0], message, "请在 Word 的样式里设置“中文字体”，如仿宋_GB2312。")


def _styled(styles: dict[str, Any], name: str) -> bool:
    """Tell whether a style, or one that it is based on, names a Chinese font."""
    for _ in range(_DEEPEST):
        style = styles.get(name)
        if style is None:
            return False
        if _chinese(style.find(f"{_W}rPr/{_W}rFonts")):
            return True
        based = style.find(f"{_W}basedOn")
        name = based.get(f"{_W}val", "") if based is not None else ""
    return False


def _chinese(fonts: Any) -> bool:
    return fonts is not None and bool(fonts.get(f"{_W}eastAsia") or fonts.get(f"{_W}eastAsiaTheme"))


def _name(style: Any) -> str:
    name = style.find(f"{_W}name") if style is not None else None
    return name.get(f"{_W}val", "") if name is not None else ""


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
    faults += _missing_looks(template, blocks, shipped.styles)
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
