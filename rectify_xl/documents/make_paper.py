"""Make a paper from a Word template: the one way for every paper but the notice, which is laid out further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl.documents.docx import page_setup, placed_pictures
from rectify_xl.documents.docx.native_charts import markers, place
from rectify_xl.documents.docx.notice_document import loosen_headings, place_signature
from rectify_xl.documents.docx.word_template import filled, finished
from rectify_xl.documents.layout.page_layout import NATIONAL, PageLayout
from rectify_xl.documents.templates import shipped_templates, template_file
from rectify_xl.documents.templates.shipped_templates import Shipped
from rectify_xl.documents.tracing import printed_places
from rectify_xl.ledger.cells import department_term
from rectify_xl.notice.trace.trace_record import MadeFrom
from rectify_xl.papers.evidence_annex import EvidencePicture
from rectify_xl.papers.paper_fields import Field
from rectify_xl.supervision.meetings.chart_data import ChartData
from rectify_xl.system import resources
from rectify_xl.workbook.saving import outputs


class PaperOptions(NamedTuple):
    """How a paper is wanted.

    `template` replaces the one that ships. `layout` is put on the page; without one the template keeps its own.
    `made_from` goes on record beside the places where texts of the ledger are printed; `trace_to` gets that record as
    JSON (`--trace`). `term` is what a template that ships calls a department.
    """

    overwrite: bool = False
    template: Path | None = None
    layout: PageLayout | None = None
    made_from: MadeFrom | None = None
    trace_to: Path | None = None
    term: str = department_term.USUAL


ANY = PaperOptions()
ENDINGS = (".docx",)


def write(
    name: str,
    values: Mapping[str, Any],
    target: Path,
    *,
    title: str = "",
    charts: Mapping[str, ChartData | None] | None = None,
    pictures: Mapping[str, Sequence[EvidencePicture]] | None = None,
    arrange: Callable[[Any], None] | None = None,
    options: PaperOptions = ANY,
) -> None:
    """Write the paper `name` (as its template in `templates/` is called) to `target`, whole or not at all.

    `values` are what the template may use; texts from the ledger are `TracedText`. `title` is the title of the
    file, else `name`. `charts` stand where the template has their names,
    `pictures` where it prints their marks. `arrange` may change the filled document
    (python-docx). A signature is placed as in a notice. Raises
    `PaperError` when a target is there already or cannot be written, or the template cannot be used.
    """
    outputs.refuse(target, name, endings=ENDINGS, overwrite=options.overwrite)
    printed_places.refuse(options.trace_to, overwrite=options.overwrite)
    template_file.refuse(options.template, _judged(name, (*values, *(charts or {}))))
    source = options.template or resources.path("templates", f"{name}.docx")
    layout = options.layout or NATIONAL

    def laid_out(document: Any) -> None:
        page_setup.apply(document, layout)

    document = filled(
        source, {**values, **markers(charts or {})}, laid_out if layout != NATIONAL else None, options.term
    )
    inner: Any = document.docx
    place(inner, charts or {})
    placed_pictures.place(inner, pictures or {})
    loosen_headings(inner.element.body, layout)
    place_signature(inner.element.body, layout)
    if arrange:
        arrange(inner)
    trace = printed_places.trace(document.places, target.name, options.made_from)
    content = finished(document, title or name, trace)
    outputs.put(target, content, name, endings=ENDINGS, overwrite=options.overwrite)
    printed_places.put(options.trace_to, trace, overwrite=options.overwrite)


def _judged(name: str, given: Iterable[str]) -> Shipped:
    """Return the paper by which a template is judged; what there is a value for may be used in any case."""
    paper = next(
        (template for template in shipped_templates.TEMPLATES if template.name == name), Shipped(name, name, ())
    )
    known = [field.name for field in paper.fields]
    return paper._replace(fields=(*paper.fields, *(Field(field, field) for field in given if field not in known)))
