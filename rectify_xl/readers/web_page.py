"""The paragraphs of a web page, without its scripts, styles, navigation and what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rectify_xl.errors import NoticeError
from rectify_xl.readers import web_tables
from rectify_xl.readers.decode import as_stated
from rectify_xl.readers.docx import number_forms
from rectify_xl.readers.docx.paragraphs import ParagraphText
from rectify_xl.readers.table_cells import CellPlace
from rectify_xl.system import limits

_UNSHOWN = frozenset(
    {"script", "style", "nav", "noscript", "template", "head", "button", "select", "option", "datalist", "input", "svg"}
    | {"iframe", "object", "aside", "rt", "rp", "rtc", "title", "meta", "link", "noframes", "audio", "video", "canvas"}
)
_BLOCKS = frozenset(
    {"p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
    | {"td", "th", "caption", "form", "fieldset", "legend", "section", "article", "header", "footer", "main"}
    | {"blockquote", "pre", "body", "center", "figure", "figcaption", "address", "details", "summary", "textarea"}
    | {"menu", "dir", "thead", "tbody", "tfoot", "hgroup", "listing", "xmp"}
)
_KEPT = frozenset({"pre", "textarea", "listing", "xmp"})
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
"""How lists are numbered, by the attribute `type` or the style `list-style-type`."""
_MOST_HIDING, _LONGEST_RULE = 2_000, 5_000
"""Rules of a style sheet that are looked at, and characters of each."""
_MOST_ENDS = 4
"""Beginnings and ends of blocks for each line that a page may have."""


def paragraphs(data: bytes, charset: str = "") -> list[ParagraphText]:
    """Return the text of each block of the page, with its cell; numbers of ordered lists are written out.

    `charset` is what stands above the page, in a message. Raises `NoticeError` when the page is so built that part of
    it cannot be read.
    """
    root = tree(data, charset)
    if root is None:
        return []
    body = root.find("body")
    shown = body if body is not None else root
    return _joined(_walk(shown, hiding_of(root), web_tables.cells(shown)))


def tree(data: bytes, charset: str = "") -> Any:
    """Return the root of the page, None for a page without any; raises `NoticeError` for one that is built strangely.

    Comments are not in it.
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    text = _plain(as_stated(data, charset or _stated(data)))
    try:
        root = html.document_fromstring(
            (text if text.strip() else " ").encode("utf-8", errors="replace"), parser=parser
        )
    except html.etree.ParserError:
        return None
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise NoticeError(
            "网页的结构异常，只能读到一部分，已停止读取", "请把网页上的全文复制到记事本，存为.txt后再导入"
        )
    return root


def blocks(element: Any, hiding: frozenset[str]) -> list[str]:
    """Return the text of each block within an element; raises `NoticeError` for more than a notice may have."""
    return [piece.text for piece in _joined(_walk(element, hiding, {}))]


def _stated(data: bytes) -> str:
    """Return the charset that a page states, empty without one."""
    match = re.search(
        rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_\-]+)",
        data[:4096],
        re.IGNORECASE,
    )
    return (match[1] or match[2]).decode("ascii") if match else ""


def _plain(text: str) -> str:
    """Return a page without what the parser reads otherwise than browsers do: names of HTML 5, numbers of Windows."""
    text = re.sub(r"<!\[(?:if\b[^\]>]{0,200}|endif)\]>|<!\[CDATA\[|\]\]>", "", text.replace("\x00", ""))
    return re.sub(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", _entity, text)


def _entity(match: re.Match[str]) -> str:
    from html import unescape

    char = unescape(match[0])
    return match[0] if char[:1] in ("<", ">", "&", "\xa0") else char


def hiding_of(root: Any) -> frozenset[str]:
    """Return the classes (.x) and ids (#x) that the style sheets of the page hide."""
    hidden: set[str] = set()
    for style in root.iter("style"):
        for rule in (style.text or "").split("}", _MOST_HIDING)[:_MOST_HIDING]:
            names, _, rules = rule.rpartition("{")
            if _hides(rules[:_LONGEST_RULE]):
                selectors = re.split(r"[\s,]+", names[-_LONGEST_RULE:])
                hidden.update(name for name in selectors if re.fullmatch(r"[.#][\w-]+", name))
    return frozenset(hidden)


def _hides(style: str) -> bool:
    if not style:
        return False
    plain = re.sub(r"/\*.*?\*/|\s", "", style, flags=re.DOTALL).lower()
    hiding = (
        r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|(?:font-size|opacity):0(?:\.0+)?(?:[a-z%]*(?:!|;|$))"
    )
    return bool(re.search(rf"(?:^|;)(?:{hiding})", plain))


def _walk(root: Any, hiding: frozenset[str], cells: Mapping[Any, CellPlace]) -> Iterator[str | CellPlace | None]:
    """Yield pieces of text, a line end at both ends of a block, and the place of a cell before what it holds.

    None follows a cell. No recursion: pages may nest deeply.
    """
    stack: list[tuple[Any, bool]] = [(root, False)]
    lists: list[_List] = []
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            yield from _edge(element, cells, entering=False)
            if lists and lists[-1].element is element:
                lists.pop()
            yield _tail(element, root)
            continue
        stack.append((element, True))
        if not tag or tag in _UNSHOWN or is_invisible(element, hiding):
            continue
        yield from _edge(element, cells, entering=True)
        if tag in _LISTS:
            lists.append(_List(element))
        elif tag == "li" and lists:
            yield lists[-1].number(element)
        if element.text:
            yield element.text if tag in _KEPT else _one_line(element.text)
        stack.extend((child, False) for child in reversed(element))


def _edge(element: Any, cells: Mapping[Any, CellPlace], *, entering: bool) -> Iterator[str | CellPlace | None]:
    """Yield what marks the beginning or the end of a block or a cell."""
    if element.tag in _BLOCKS:
        yield "\n"
    if element in cells:
        yield cells[element] if entering else None


def _tail(element: Any, root: Any) -> str:
    """Return the text behind an element; only some elements show line ends."""
    if element is root or not element.tail:
        return ""
    parent = element.getparent()
    return element.tail if parent is not None and parent.tag in _KEPT else _one_line(element.tail)


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def is_invisible(element: Any, hiding: frozenset[str]) -> bool:
    """Tell whether an element is hidden by its own style or by one of these classes and ids."""
    closed = element.tag == "dialog" and element.get("open") is None
    if closed or element.get("hidden") is not None or _hides(element.get("style") or ""):
        return True
    if not hiding:
        return False
    return f"#{element.get('id')}" in hiding or any(
        f".{name}" in hiding for name in (element.get("class") or "").split()
    )


class _List:
    """Counts the items of one list as a browser does."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self._form = _form(element) or ("decimal" if element.tag == "ol" else "")
        self._step = -1 if element.get("reversed") is not None and element.tag == "ol" else 1
        first = _whole(element.get("start", ""))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if self._step < 0 else 1
        self._next = first

    def number(self, item: Any) -> str:
        """Return what a browser prints before an item."""
        start = _whole(item.get("value", "")) if self.element.tag == "ol" else None
        value = self._next if start is None else start
        self._next = value + self._step
        form = _form(item) or self._form
        if form in ("", "none"):
            return ""
        mark = "、" if form.startswith(("chinese", "ideograph")) else "."
        return f"{number_forms.shown(value, form)}{mark}"


def _form(element: Any) -> str:
    """Return how a list or an item says that it is numbered; empty where it does not say."""
    style = element.get("style")
    styled = re.search(r"list-style(?:-type)?\s*:\s*([^;]+)", style, re.IGNORECASE) if style else None
    for word in styled[1].lower().split() if styled else ():
        if word in _FORMS:
            return _FORMS[word]
        if word in ("none", "disc", "circle", "square"):
            return "none"
    return _FORMS.get(element.get("type", "").strip(), "")


def _whole(text: str) -> int | None:
    match = re.match(r"\s*([-+]?[0-9]{1,9})", text)
    return int(match[1]) if match else None


def _joined(pieces: Iterator[str | CellPlace | None]) -> list[ParagraphText]:
    """Return the lines with something in them, each with the cell in which it began."""
    result: list[ParagraphText] = []
    parts: list[str] = []
    cell: CellPlace | None = None
    for piece in _bounded(pieces):
        if isinstance(piece, str):
            before, *rest = piece.split("\n")
            parts.append(before)
            for text in rest:
                result += _line(parts, cell)
                parts = [text]
        else:
            result += _line(parts, cell)
            parts, cell = [], piece
    return result + _line(parts, cell)


def _line(parts: list[str], cell: CellPlace | None) -> list[ParagraphText]:
    text = re.sub(r"[ \t\xa0]+", " ", "".join(parts)).strip()
    return [ParagraphText(text, cell=cell)] if text else []


def _bounded(pieces: Iterator[str | CellPlace | None]) -> Iterator[str | CellPlace | None]:
    """Yield pieces as long as the page may be a notice; raises `NoticeError` beyond that."""
    ends = characters = 0
    for piece in pieces:
        if isinstance(piece, str):
            ends += piece == "\n"
            characters += len(piece)
        if ends > _MOST_ENDS * limits.SOURCE_LINES or characters > 2 * limits.SOURCE_CHARACTERS:
            raise NoticeError(
                f"网页超过{limits.SOURCE_LINES}行，不像一份通报，已停止读取",
                "请确认选对了文件；确是通报的，请把正文复制到新文件后再导入",
            )
        yield piece
