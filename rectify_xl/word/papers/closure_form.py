"""Write 销号审批表 as a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rectify_xl.papers import closure_form_fields
from rectify_xl.papers.closure_form_fields import ClosureForms
from rectify_xl.word import paper
from rectify_xl.word.paper import ANY, PaperOptions

NAME = closure_form_fields.NAME


def render(forms: Sequence[Mapping[str, object]], target: Path, options: PaperOptions = ANY) -> None:
    """Write one form per page to `target`; raises `PaperError` as `paper.write`."""
    paper.write(NAME, ClosureForms(审批表=list(forms)), target, title="巡察整改问题销号审批表", options=options)
