"""Write 销号审批表 as a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rectify_xl.word import paper
from rectify_xl.word.paper import ANY, PaperOptions

NAME = "销号审批表"


def render(forms: Sequence[Mapping[str, object]], target: Path, options: PaperOptions = ANY) -> None:
    """Write one form per page to `target`; raises `PaperError` as `paper.write`."""
    paper.write(NAME, {"审批表": list(forms)}, target, title="巡察整改问题销号审批表", options=options)
