"""Notices and templates that were damaged are read or refused; none ends in an internal error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.documents import KINDS, run


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_here_is_sound_at_first(kind: str, tmp_path: Path) -> None:
    """The readers take the files before they are damaged."""
    path = tmp_path / f"a{KINDS[kind].suffix}"
    path.write_bytes(KINDS[kind].sound())
    KINDS[kind].use(path)


def test_damaged_documents_end_in_no_internal_error() -> None:
    """Of some hundred damaged files each is read or refused; the same seed gives the same ones."""
    tally = run(20260928, 275, 120)
    assert tally.failures == []
    assert tally.total.tried == 275
    assert {kind for kind, counts in tally.kinds.items() if counts.refused and counts.read} >= {
        "docx import",
        "html import",
        "docx template",
    }
