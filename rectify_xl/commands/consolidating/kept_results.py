"""Where the results of files are kept while they are gathered: in a store, or in memory for a single run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from rectify_xl.documents.consolidated import stored_lines
from rectify_xl.documents.consolidated.stored_lines import StoredLines
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile


class ResultStore(Protocol):
    """What keeps results by the SHA-256 of their files; `notes` are sentences about what of it could not be read."""

    notes: list[str]

    @property
    def folder(self) -> Path | None:
        """Where it is, None where it is nowhere on the disk."""
        ...

    def __contains__(self, sha256: str) -> bool: ...

    def add(self, assessed: Iterable[StoredLines]) -> None:
        """Keep what was made of some files."""
        ...

    def close(self) -> None:
        """Finish what is being written."""
        ...

    def assessed(self, wanted: Collection[str]) -> Mapping[str, AssessedFile]:
        """Return what is kept of files by their SHA-256, without problems and findings."""
        ...


class MemoryResults:
    """Results that are forgotten after the run (a `ResultStore`): no library of the store is needed."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._kept: dict[str, AssessedFile] = {}

    @property
    def folder(self) -> None:
        """It is nowhere on the disk."""
        return

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._kept

    def add(self, assessed: Iterable[StoredLines]) -> None:
        """Keep what was made of some files."""
        self._kept |= {lines.file.sha256: stored_lines.assessed(lines) for lines in assessed}

    def close(self) -> None:
        """There is nothing to finish."""

    def assessed(self, wanted: Collection[str]) -> Mapping[str, AssessedFile]:
        """Return what is kept of files by their SHA-256."""
        return {sha256: kept for sha256, kept in self._kept.items() if sha256 in wanted}
