"""What a web page template may hold: a list of elements, attributes and style rules; all else is refused.

The page goes to a public site. It may have come by e-mail, and runs in the browser of whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from rectify_xl.documents.templates import shipped_templates
from rectify_xl.errors import PaperError
from rectify_xl.system import limits

ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "article",
        "section",
        "header",
        "footer",
        "main",
        "div",
        "p",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "colgroup",
        "col",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "b",
        "i",
        "u",
        "s",
        "strong",
        "em",
        "small",
        "sub",
        "sup",
        "mark",
        "blockquote",
        "pre",
        "a",
        "img",
        "figure",
        "figcaption",
        "center",
        "font",
        "ruby",
        "rt",
        "rp",
    ]
)
ATTRIBUTES = frozenset(
    [
        "class",
        "id",
        "style",
        "lang",
        "dir",
        "title",
        "align",
        "valign",
        "width",
        "height",
        "colspan",
        "rowspan",
        "span",
        "charset",
        "name",
        "content",
        "href",
        "src",
        "alt",
        "border",
        "cellpadding",
        "cellspacing",
        "start",
        "value",
        "type",
        "color",
        "face",
        "size",
        "media",
    ]
)
_PLACE = r"\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}|\{#.{0,2000}?#\}"
_TAG = re.compile(_PLACE, re.DOTALL)
_TAG_WITH_BLANKS = re.compile(rf"(?<!\s)\s*(?:{_PLACE})\s*", re.DOTALL)
_MOST_OPEN = 20
"""Opening angle brackets in a row without a closing one: for each, the parser looks through all that follows."""
_LINK = re.compile(r"(?:https?://|mailto:|#)[^\s{}]*\Z", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")
_STYLE = re.compile(r"@import|url\s*\(|expression\s*\(|behavior|-moz-binding|javascript|\\|image-set", re.IGNORECASE)


def faults(source: str) -> Iterator[tuple[str, str]]:
    """Yield a message and a remedy for everything for which a web page template is refused.

    What stands between the marks of the template may vanish when it is filled, so that the page is judged with and
    without it.
    """
    if len(source) > limits.TEMPLATE_CHARACTERS:
        yield "它大得不正常", "请换一个从本工具导出的模板重新修改"
        return
    if any(piece.count("<") > _MOST_OPEN for piece in source.split(">")):
        yield "尖括号不成对，不像网页", "请换一个从本工具导出的模板重新修改"
        return
    reasons: dict[tuple[str, str], None] = {}
    for text in (source, _TAG.sub("", source), _TAG_WITH_BLANKS.sub("", source)):
        judge = _Judge()
        judge.feed(text)
        judge.close()
        reasons.update(dict.fromkeys(judge.found))
    yield from reasons


def refuse(template: Path, source: str) -> None:
    """Raise `PaperError` with everything for which a web page template is refused; those that ship are not judged."""
    if template.suffix.lower() not in (".html", ".htm") or shipped_templates.ships(template):
        return
    reasons = list(faults(source))
    if reasons:
        message = "；".join(message for message, _ in reasons)
        raise PaperError(f"模板{template.name}不能使用：{message}", "；".join(dict.fromkeys(fix for _, fix in reasons)))


class _Judge(HTMLParser):
    """Judges one reading of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes."""
        self._style = tag == "style"
        if tag not in ELEMENTS:
            self._note(f"有不允许的网页元素 <{tag[:20]}>", "请删去它：网页模板里只能有文字、表格、图片和样式")
            return
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element that is closed at once."""
        self.handle_starttag(tag, attrs)
        self._style = False

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag == "style":
            self._style = False

    def handle_data(self, data: str) -> None:
        """Judge the rules of a style element."""
        if self._style:
            self._rules(data)

    def handle_pi(self, _data: str) -> None:
        """Refuse a processing instruction."""
        self._note("有不允许的处理指令 <?…>", "请删去它")

    def unknown_decl(self, _data: str) -> None:
        """Refuse a declaration that only browsers of old read."""
        self._note("有不允许的声明 <![…>", "请删去它")

    def handle_comment(self, data: str) -> None:
        """Refuse a comment that a browser would run."""
        if "[if" in data.lower():
            self._note("有条件注释", "请删去它")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES and not name.startswith(("aria-", "data-")):
            self._note(f"<{tag}> 有不允许的属性 {name[:20]}", "请删去这个属性")
        elif name == "style":
            self._rules(value)
        elif name == "href" and not (tag == "a" and _LINK.match(value.strip())):
            self._note(f"<{tag}> 的链接不是普通网址", "链接只能以 http、https、mailto 或 # 开头，不能由占位拼成")
        elif name == "src" and not (tag == "img" and _PICTURE.match(value.strip())):
            self._note(f"<{tag}> 引用了外部文件", "请删去它，或把图片嵌入网页（data:image）")

    def _rules(self, text: str) -> None:
        if match := _STYLE.search(text):
            self._note(f"样式里有不允许的写法“{match.group()}”", "样式不能引用别处的文件，也不能执行程序")

    def _note(self, message: str, fix: str) -> None:
        self.found.append((message, fix))
