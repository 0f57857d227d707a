"""Fill a Word template (docxtpl); the only place that does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl.template import DocxTemplate
from jinja2 import UndefinedError

from rectify_xl.errors import PaperError
from rectify_xl.values import storable
from rectify_xl.word.environment import environment
from rectify_xl.word.failures import explained, refuse_unknown


def filled(template: Path, values: Mapping[str, Any], prepare: Callable[[Any], None] | None = None) -> DocxTemplate:
    """Return the template filled with `values`; `prepare` may change it (python-docx) before.

    Raises `PaperError` when the template is no Word document, has a mistake, or names what `values` do not have.
    """
    with explained(template, values):
        if not template.is_file():
            raise PaperError(f"找不到模板：{template}", "请核对模板的位置")
        document = DocxTemplate(template)
        rules = environment(autoescape=True)
        try:
            if prepare:
                document.init_docx()
                prepare(document.docx)
            document.render(dict(values), rules, autoescape=True)
        except (PackageNotFoundError, KeyError, zipfile.BadZipFile) as error:
            raise PaperError(f"模板{template.name}不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试") from error
        except UndefinedError:
            refuse_unknown(template, _sources(template), values, rules)
            raise
    return document


def finished(document: DocxTemplate, title: str) -> bytes:
    """Return a filled document as a file that bears its title and time; Word takes no title beyond 255 characters."""
    inner: Any = document.docx
    properties = inner.core_properties
    properties.title = storable(title)[:255]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _sources(template: Path) -> list[str]:
    """Return the body and every header and footer of a template as jinja2 source."""
    document = DocxTemplate(template)
    document.init_docx()
    parts = [
        part for uri in (document.HEADER_URI, document.FOOTER_URI) for _, part in document.get_headers_footers(uri)
    ]
    return [document.patch_xml(xml) for xml in (document.get_xml(), *map(document.get_part_xml, parts))]
