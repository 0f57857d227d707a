"""Write 销号审批表 as a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rectify_xl.trace.record import MadeFrom
from rectify_xl.word import paper

NAME = "销号审批表"


def render(
    forms: Sequence[Mapping[str, object]], target: Path, *, overwrite: bool = False, made_from: MadeFrom | None = None
) -> None:
    """Write one form per page to `target`; raises `PaperError` as `paper.write`."""
    values, title = {"审批表": list(forms)}, "巡察整改问题销号审批表"
    paper.write(NAME, values, target, title=title, overwrite=overwrite, made_from=made_from)
