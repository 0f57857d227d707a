"""The annex of a form: pictures among the evidence of one problem, and what else there is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rectify_xl.text.excerpts import shortened

MOST = 4
"""Pictures of one problem that are printed: two rows of two, half a page."""
_LONGEST = 40


class EvidencePicture(NamedTuple):
    """A picture ready to be printed: its caption, a JPEG file, and its size in pixels."""

    caption: str
    content: bytes
    width: int
    height: int


class EvidenceAnnex(NamedTuple):
    """The pictures of a problem that are printed, how many documents are not, and why pictures among these are not."""

    pictures: tuple[EvidencePicture, ...] = ()
    rest: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def rest_text(self) -> str:
        """Say what is not printed; empty where all is, or where nothing is printed at all."""
        if not self.pictures and not self.reasons:
            return ""
        more = f"另有{self.rest}份材料没有印出，见佐证材料清单。" if self.rest else ""
        return f"{more}{'；'.join(self.reasons)}{'。' if self.reasons else ''}"


def caption(identifier: str, name: str) -> str:
    """Return what stands under a picture: the number and the name of the document."""
    return shortened(f"{identifier} {name}".strip(), _LONGEST)


def mark(problem: str, annex: EvidenceAnnex | None) -> str:
    """Return what a template prints in the place of the pictures of a problem; empty where there are none."""
    return f"〔{problem}佐证照片〕" if annex and annex.pictures else ""


def by_mark(annexes: Mapping[str, EvidenceAnnex]) -> Mapping[str, Sequence[EvidencePicture]]:
    """Return the pictures by the marks in whose places they go."""
    return {mark(name, annex): annex.pictures for name, annex in annexes.items() if annex.pictures}


def picture_notes(annexes: Mapping[str, EvidenceAnnex]) -> tuple[str, ...]:
    """Say how many pictures are printed, and which could not be."""
    count = sum(len(annex.pictures) for annex in annexes.values())
    printed = (f"印入佐证照片{count}张。",) if count else ()
    return (*printed, *(f"{name}：{'；'.join(annex.reasons)}。" for name, annex in annexes.items() if annex.reasons))
