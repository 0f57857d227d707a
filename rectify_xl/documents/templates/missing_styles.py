"""Find what a Word template lacks for the looks of the paper: styles, Chinese fonts, the grid of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document

from rectify_xl.documents.templates.template_blocks import TemplateBlock
from rectify_xl.documents.templates.template_rules import template_finding
from rectify_xl.ledger.records import Finding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20


def check(template: Path, blocks: Sequence[TemplateBlock], needed: Sequence[str]) -> Iterator[Finding]:
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
