"""Read from a finished Word document where its bookmarks come from, and what they hold now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.oxml import parse_xml

from rectify_xl.documents.templates import hostile_file
from rectify_xl.documents.tracing import trace_part
from rectify_xl.errors import PaperError
from rectify_xl.notice.trace.trace_record import Trace

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OTHERS = ("header", "footer", "footnotes")


def read(path: Path) -> Trace:
    """Return the record in a document, each place with its present text; a bookmark that was deleted has none.

    Raises `PaperError` when the file is no Word document or carries no record.
    """
    if not path.is_file():
        raise PaperError(f"找不到文件：{path}", "请核对文件的位置")
    refused = [message for message, _ in hostile_file.faults(path)]
    if refused:
        raise PaperError(f"{path.name}读不了：{'；'.join(refused)}", "请给出由本工具生成的 .docx 文件")
    try:
        document: Any = Document(str(path))
        trace = trace_part.find(document)
    except (KeyError, ValueError, OSError) as error:
        raise PaperError(f"{path.name}读不了，或其中的追溯记录已损坏", "请给出由本工具生成的 .docx 文件") from error
    if trace is None:
        message = f"{path.name}里没有追溯记录"
        raise PaperError(message, "请用本工具重新生成；经其他软件另存的文件可能丢失记录，请用原文件")
    texts: dict[str, str] = {}
    for root in _roots(document):
        texts |= dict(_bookmarked(root))
    return trace._replace(places=tuple(place._replace(text=texts.get(place.bookmark, "")) for place in trace.places))


def _roots(document: Any) -> Iterator[Any]:
    yield document.element.body
    for rel in document.part.rels.values():
        if rel.reltype.rpartition("/")[2] in _OTHERS and not rel.is_external:
            yield parse_xml(rel.target_part.blob)


def _bookmarked(root: Any) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every bookmark; a line break is one in the text, and so is a paragraph's end.

    The last one is not: bookmarks that reach the end of a paragraph end in the next.
    """
    opened: dict[str, tuple[str, list[str]]] = {}
    for element in root.iter():
        if element.tag == f"{_W}bookmarkStart":
            opened[element.get(f"{_W}id", "")] = (element.get(f"{_W}name", ""), [])
        elif element.tag == f"{_W}bookmarkEnd" and element.get(f"{_W}id", "") in opened:
            name, parts = opened.pop(element.get(f"{_W}id", ""))
            yield name, "".join(parts).removesuffix("\n")
        else:
            text = _text(element, first=not opened)
            for _, parts in opened.values():
                parts.append(text)


def _text(element: Any, *, first: bool) -> str:
    """Return what an element adds to a text that began before it."""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in (f"{_W}br", f"{_W}cr") or (element.tag == f"{_W}p" and not first):
        return "\n"
    return "\t" if element.tag == f"{_W}tab" and element.getparent().tag == f"{_W}r" else ""
