"""The paragraphs of a web page, without its scripts, styles and navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rectify_xl.errors import NoticeError
from rectify_xl.word.source.read import decode

_HIDDEN = frozenset(
    {"script", "style", "nav", "noscript", "template", "head", "button", "select", "option", "textarea", "input", "svg"}
    | {"iframe", "object", "aside"}
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "hr",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "td",
        "th",
    }
    | {
        "form",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "blockquote",
        "pre",
        "body",
        "center",
        "figure",
        "figcaption",
    }
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)


def paragraphs(data: bytes) -> list[str]:
    """Return the text of each block of the page; numbers of ordered lists are written out.

    Raises `NoticeError` when the page is so built that part of it cannot be read.
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    text = _text(data)
    root = html.document_fromstring((text if text.strip() else " ").encode("utf-8", errors="replace"), parser=parser)
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise NoticeError(
            "网页的结构异常，只能读到一部分，已停止读取", "请把网页上的全文复制到记事本，存为.txt后再导入"
        )
    body = root.find("body")
    return _joined(_walk(body if body is not None else root))


def _text(data: bytes) -> str:
    """Return the text of the page in the charset that it states, where that holds."""
    stated = _CHARSET.search(data[:4096])
    name = stated.group(1).decode("ascii").lower() if stated else ""
    if name in ("gb2312", "gbk", "gb18030", "x-gbk"):
        name = "gb18030"
    if name:
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            pass
    return decode(data) or ""


def _walk(root: Any) -> Iterator[str]:
    """Yield pieces of text, and a line end wherever a block begins or ends. No recursion: pages may nest deeply."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    numbers: dict[Any, int] = {}
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in _BLOCKS:
                yield "\n"
            if element is not root and element.tail:
                yield element.tail.replace("\n", " ").replace("\r", " ")
            continue
        stack.append((element, True))
        number = _list_number(element, numbers) if tag == "li" else ""
        if not tag or tag in _HIDDEN or _invisible(element):
            continue
        if tag in _BLOCKS:
            yield "\n"
        if tag == "li":
            yield number
        if element.text:
            yield element.text if tag == "pre" else element.text.replace("\n", " ").replace("\r", " ")
        stack.extend((child, False) for child in reversed(element))


def _invisible(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _list_number(item: Any, numbers: dict[Any, int]) -> str:
    """Return the number that a browser prints before a list item; `numbers` holds the last one of each list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    number = numbers[parent] + 1 if parent in numbers else _whole(parent.get("start", "1"))
    number = _whole(item.get("value", "")) if _whole(item.get("value", "")) is not None else number
    if number is None:
        return ""
    numbers[parent] = number
    return f"{number}." if parent.get("type", "1") == "1" else ""


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _joined(pieces: Iterator[str]) -> list[str]:
    lines = "".join(pieces).split("\n")
    shown = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in lines)
    return [line for line in shown if line]
