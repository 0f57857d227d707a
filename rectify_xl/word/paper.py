"""Make a paper from a Word template: the one way for every paper but the notice, which is laid out further."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rectify_xl import resources
from rectify_xl.scheduling.charts import Chart
from rectify_xl.trace.record import MadeFrom
from rectify_xl.word import saving, tracing
from rectify_xl.word.charts import markers, place
from rectify_xl.word.docx_template import filled, finished
from rectify_xl.word.official import place_signature


def write(
    name: str,
    values: Mapping[str, Any],
    target: Path,
    *,
    title: str = "",
    overwrite: bool = False,
    template: Path | None = None,
    charts: Mapping[str, Chart | None] | None = None,
    made_from: MadeFrom | None = None,
    trace_to: Path | None = None,
) -> None:
    """Write the paper `name` (as its template in `templates/` is called) to `target`, whole or not at all.

    `values` are what the template may use; texts that come from the ledger are `Traced`. `title` is the title of the
    file, else `name`. `template` replaces the one that ships. `charts` stand where the template has their names. A
    signature is placed as in a notice. `made_from` goes on record beside the places where these texts are printed;
    `trace_to` gets the record as JSON (`--trace`). Raises `PaperError` when a target is there already or cannot be
    written, or the template cannot be used.
    """
    saving.refuse(target, name, overwrite=overwrite)
    tracing.refuse(trace_to, overwrite=overwrite)
    source = template or resources.path("templates", f"{name}.docx")
    document = filled(source, {**values, **markers(charts or {})})
    inner: Any = document.docx
    place(inner, charts or {})
    place_signature(inner.element.body)
    found = tracing.trace(document.places, target.name, made_from)
    saving.put(target, finished(document, title or name, found), name)
    tracing.put(trace_to, found)
