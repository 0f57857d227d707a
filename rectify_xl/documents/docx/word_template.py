"""Fill a Word template (docxtpl); the only place that does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import nsmap, qn
from docxtpl.template import DocxTemplate
from jinja2 import Environment, UndefinedError

from rectify_xl.documents.docx.bookmarks import FILTER, Bookmarks
from rectify_xl.documents.templates import hostile_file, shipped_templates
from rectify_xl.documents.templates.explain_errors import explained, refuse_unknown
from rectify_xl.documents.templates.paper_environment import environment
from rectify_xl.documents.tracing import trace_part
from rectify_xl.errors import PaperError
from rectify_xl.ledger.cells import department_term
from rectify_xl.notice.trace.trace_record import PrintedSpan, Trace
from rectify_xl.text.cell_value import storable

nsmap["cp"] = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
"""Where docxcompose is installed, docxtpl loads it, and it gives this prefix of python-docx another meaning."""

_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}
"""What people call the parts of a document by the kind of their content; all else is 正文."""

_TAG = re.compile(r"(\{(?:\{.*?\}|%.*?%|#.*?#)\})", re.DOTALL)
_BREAK = re.compile(r"[\n\t\a\f]")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class Filling(DocxTemplate):
    """A template that remembers where traced values went; `places` is whole once it is rendered.

    Its own words call a department by `term`.
    """

    def __init__(self, template: Path, term: str = department_term.USUAL) -> None:
        super().__init__(template)
        self._term = term
        self._bookmarks = Bookmarks()
        self._rules = environment(autoescape=True, adapt=self._bookmarks.adapt)
        self._rules.filters[FILTER] = self._bookmarks.placed
        self._rules.remember = True

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill the template with `values`; raises what jinja2 and python-docx raise."""
        self.render(dict(values), self._rules, autoescape=True)

    @property
    def places(self) -> list[PrintedSpan]:
        """Where traced values were printed, in the order of the text."""
        return self._bookmarks.places

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Environment | None = None) -> str:
        """Return the filled XML of one part, with bookmarks around what is traced."""
        kind = part.content_type.removesuffix("+xml").rpartition(".")[2]
        self._bookmarks.begin(_PARTS.get(kind, "正文"))
        xml: str = super().render_xml_part(termed(src_xml, self._term), part, context, jinja_env)  # type: ignore[no-untyped-call]
        self._bookmarks.locate(xml)
        return xml

    def resolve_listing(self, xml: str) -> str:
        """Return the XML with line breaks and tabs of values in Word's way; most paragraphs have none."""
        parts: list[str] = []
        at = 0
        for match in _BREAK.finditer(xml):
            start = max(xml.rfind("<w:p>", at, match.start()), xml.rfind("<w:p ", at, match.start()))
            end = xml.find("</w:p>", match.start()) + len("</w:p>")
            if at <= start and match.start() < end:
                parts += (xml[at:start], super().resolve_listing(xml[start:end]))  # type: ignore[no-untyped-call]
                at = end
        return "".join((*parts, xml[at:]))

    def get_headers_footers(self, uri: str) -> Iterator[tuple[str, Any]]:
        """Yield the headers or footers that have something to fill in; the others stay as they are."""
        parts: Iterator[tuple[str, Any]] = super().get_headers_footers(uri)  # type: ignore[no-untyped-call]
        return ((key, part) for key, part in parts if b"{" in part.blob)

    def render_properties(self, context: Any, jinja_env: Environment | None = None) -> None:
        """Fill the properties of the document, where any has something to fill in."""
        inner: Any = self.docx
        if any("{" in getattr(inner.core_properties, name) for name in _PROPERTIES):
            super().render_properties(context, jinja_env)


def filled(
    template: Path,
    values: Mapping[str, Any],
    prepare: Callable[[Any], None] | None = None,
    term: str = department_term.USUAL,
) -> Filling:
    """Return the template filled with `values`, and bookmarks around those that are `Traced`.

    `prepare` may change the template (python-docx) before. `term` is what a template that ships calls a department;
    an office writes its own templates as it likes.

    Raises `PaperError` when the template is no Word document, has a mistake, or names what `values` do not have.
    """
    with explained(template, values):
        if not template.is_file():
            raise PaperError(f"找不到模板：{template}", "请核对模板的位置")
        ours = shipped_templates.ships(template)
        if not ours:
            hostile_file.refuse(template)
        document = Filling(template, term if ours else department_term.USUAL)
        try:
            if prepare:
                document.init_docx()
                prepare(document.docx)
            document.fill(values)
        except (PackageNotFoundError, KeyError, zipfile.BadZipFile) as error:
            raise PaperError(f"模板{template.name}不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试") from error
        except UndefinedError:
            refuse_unknown(template, sources(template), values, environment(autoescape=True))
            raise
    return document


def termed(source: str, term: str) -> str:
    """Return the source of a template with another word for a department, but for what jinja2 reads."""
    if term == department_term.USUAL:
        return source
    return "".join(part if part.startswith("{") else department_term.termed(part, term) for part in _TAG.split(source))


def compiled(template: Path) -> None:
    """Compile a template as `filled` will, without values; raises `PaperError` for what cannot be compiled."""
    with explained(template, ()):
        rules = environment(autoescape=True)
        for source in sources(template):
            rules.from_string(source)


def finished(document: Filling, title: str, trace: Trace | None = None) -> bytes:
    """Return a filled document as a file that bears its title, its time and the record of its places.

    Word takes no title beyond 255 characters.
    """
    inner: Any = document.docx
    properties = inner.core_properties
    properties.title = storable(title)[:255]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    if trace and trace.places:
        trace_part.put(inner, trace)
        _close_in_next_paragraphs(inner.element.body)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _close_in_next_paragraphs(body: Any) -> None:
    """Move the ends of bookmarks from the end of a paragraph to the beginning of the next one.

    LibreOffice 7.4 begins an empty line for a bookmark that ends behind punctuation that hangs at the end of a line.
    """
    end = qn("w:bookmarkEnd")
    for paragraph in body.findall(qn("w:p")):
        following = paragraph.getnext()
        if following is None or following.tag != paragraph.tag:
            continue
        place = 1 if len(following) and following[0].tag == qn("w:pPr") else 0
        while len(paragraph) and paragraph[-1].tag == end:
            following.insert(place, paragraph[-1])


def sources(template: Path) -> list[str]:
    """Return the body and every header and footer of a template as jinja2 source."""
    document = DocxTemplate(template)
    document.init_docx()
    parts = [
        part for uri in (document.HEADER_URI, document.FOOTER_URI) for _, part in document.get_headers_footers(uri)
    ]
    return [document.patch_xml(xml) for xml in (document.get_xml(), *map(document.get_part_xml, parts))]
