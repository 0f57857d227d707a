"""What one worker does at once: assess a bundle of files, whose bytes come with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.commands import assess_submission
from rectify_xl.documents.consolidated import stored_lines
from rectify_xl.documents.consolidated.stored_lines import StoredLines
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.unit_result import Assessment, SubmittedFile
from rectify_xl.system import bounded_memory, surviving_work

FEWEST_FILES, MOST_FILES = 5, 40
MOST_BYTES = 4_000_000
"""Files and bytes of a bundle: enough that handing it over costs nothing, and few enough to do it twice."""
_GROWTH = 8
SECONDS = 120.0
"""How long one file may take; the slowest within all limits takes ten seconds."""
TRANSIENT = frozenset(("HZ114", "HZ115", "HZ116", "HZ119"))
"""What may be otherwise next time, and so is not kept."""


class LoadedFile(NamedTuple):
    """A file and its bytes."""

    file: SubmittedFile
    data: bytes


def size_after(files: int) -> int:
    """Return of how many files a bundle is when so many went before: small ones first, so that nobody waits for work.

    Where only some files are new, they are shared among all workers evenly.
    """
    return min(MOST_FILES, FEWEST_FILES + files // _GROWTH)


def prepare() -> None:
    """Load what a worker needs, and bound its memory."""
    assess_submission.load()
    bounded_memory.bound()


def assess(as_of: date, bundle: Sequence[LoadedFile]) -> list[StoredLines]:
    """Return what the files of a bundle say, in their order, as the store keeps it."""
    return [_within_time(loaded, as_of) for loaded in bundle]


def _within_time(loaded: LoadedFile, as_of: date) -> StoredLines:
    with surviving_work.time_limit(SECONDS):
        return stored_lines.of(assess_submission.assess(loaded.file, loaded.data, as_of))


def lost(loaded: LoadedFile, seconds: float) -> StoredLines:
    """Return why there is no answer for a file whose worker died after so many seconds."""
    if seconds >= SECONDS:
        reason = rejection("HZ115", f"读这个文件超过{SECONDS:.0f}秒，已停止。")
    else:
        reason = rejection("HZ114")
    return stored_lines.of(Assessment(loaded.file, None, (reason,)))
